/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_line: M/M/1 as other simulators are measured by: objects arrive, wait in a line without a bound, are served one
 * after the other and leave; of each the time in the system is counted, and nothing else.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/arena.h"
#include "sim/calendar.h"
#include "sim/tally.h"
#include "sim/ziggurat.h"

#include <stdlib.h>

enum { OBJECTS = 100000, FIRST_ROOM = 64, LUCK = 128 };
enum line_event { ARRIVAL, DEPARTURE };

struct line {
    struct arena arena;
    struct calendar *calendar;
    struct stream stream;
    double luck[LUCK]; /* drawn together, as no event waits for a draw then */
    size_t spent;      /* of it */
    struct tally times;
    double *arrived; /* [room], a ring: of those in the system, the one in service first */
    size_t room, first, count;
};

static int widen(struct line *line)
{
    double *wider = malloc(2 * line->room * sizeof *wider);
    if (!wider)
        return -1;
    for (size_t i = 0; i < line->count; i++)
        wider[i] = line->arrived[(line->first + i) & (line->room - 1)];
    free(line->arrived);
    line->arrived = wider;
    line->room *= 2;
    line->first = 0;
    return 0;
}

static void draw(struct line *line)
{
    for (size_t i = 0; i < LUCK; i++)
        line->luck[i] = ziggurat_exponential(&line->stream);
    line->spent = 0;
}

static void plan(struct line *line, double now, double mean, enum line_event kind)
{
    if (line->spent == LUCK)
        draw(line);
    calendar_add(line->calendar, &(struct event){now + mean * line->luck[line->spent++], kind, 0, 0, 0});
}

static int arrive(struct line *line, double now)
{
    if (line->count == line->room && widen(line) != 0)
        return -1;
    line->arrived[(line->first + line->count++) & (line->room - 1)] = now;
    plan(line, now, 1, ARRIVAL);
    if (line->count == 1)
        plan(line, now, 0.9, DEPARTURE);
    return 0;
}

static void depart(struct line *line, double now)
{
    tally_add(&line->times, now - line->arrived[line->first]);
    line->first = (line->first + 1) & (line->room - 1);
    if (--line->count > 0)
        plan(line, now, 0.9, DEPARTURE);
}

/* Seconds an object that has left. */
static int measure(void *state, double *seconds, struct error *error)
{
    struct line *line = state;
    struct event event;
    uint64_t until = line->times.count + OBJECTS;
    double begin = bench_worked();
    while (line->times.count < until) {
        if (!calendar_take(line->calendar, &event))
            return error_set(error, ERROR_UNTRUSTED, "the line's calendar is empty");
        if (event.kind == DEPARTURE)
            depart(line, event.time);
        else if (arrive(line, event.time) != 0)
            return error_set(error, ERROR_MEMORY, "out of memory");
    }
    *seconds = (bench_worked() - begin) / OBJECTS;
    return 0;
}

static void release(void *state)
{
    struct line *line = state;
    arena_free(&line->arena);
    free(line->arrived);
    free(line);
}

static struct line *make(uint64_t seed, struct error *error)
{
    struct line *line = calloc(1, sizeof *line);
    double *ring = malloc(FIRST_ROOM * sizeof *ring);
    if (!line || !ring || arena_init(&line->arena, calendar_need(2), error) != 0) {
        free(line);
        free(ring);
        return 0;
    }
    line->calendar = calendar_init(&line->arena, 2);
    line->stream = stream_open(seed, 0, stream_name("line"), 0, 0);
    line->spent = LUCK;
    line->arrived = ring;
    line->room = FIRST_ROOM;
    tally_init(&line->times);
    calendar_add(line->calendar, &(struct event){0, ARRIVAL, 0, 0, 0});
    return line;
}

int bench_line_add(struct bench *bench, struct error *error)
{
    return bench_add(bench, make(bench->options->seed, error), measure, release);
}
