/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_line: M/M/1 as other simulators are measured by: objects arrive, wait in a line without a bound, are served one
 * after the other and leave; of each the time in the system is counted, and nothing else.
 *
 * Nobody foresees whether the next event is an arrival or a departure, and a processor that guesses wrong begins anew.
 * So both run through the same instructions, which add 0 or 1.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/arena.h"
#include "sim/calendar.h"
#include "sim/tally.h"
#include "sim/ziggurat.h"

#include <math.h>
#include <stdlib.h>

enum { OBJECTS = 100000, FIRST_ROOM = 64, LUCK = 256, TIMES = 256 };
enum line_event { ARRIVAL, DEPARTURE }; /* as a number: how many leave */

static const double mean_until[] = {[ARRIVAL] = 1, [DEPARTURE] = 0.9};

struct line {
    struct arena arena;
    struct calendar *calendar;
    struct stream stream;
    double luck[LUCK]; /* drawn together, as no event waits for a draw then */
    size_t spent;      /* of it */
    double time[TIMES];
    size_t told; /* of those that have left, times not yet in the tally */
    struct tally times;
    double *arrived; /* [room], a ring: when; one place more than are in the system */
    size_t room;
    uint64_t entered, left; /* objects */
};

static int widen(struct line *line)
{
    size_t room = 2 * line->room;
    double *wider = malloc(room * sizeof *wider);
    if (!wider)
        return -1;
    for (uint64_t i = line->left; i != line->entered; i++)
        wider[i & (room - 1)] = line->arrived[i & (line->room - 1)];
    free(line->arrived);
    line->arrived = wider;
    line->room = room;
    return 0;
}

static void plan(struct line *line, double now, enum line_event kind)
{
    if (line->spent == LUCK) {
        ziggurat_exponentials(&line->stream, line->luck, LUCK);
        line->spent = 0;
    }
    double time = now + mean_until[kind] * line->luck[line->spent++];
    calendar_add(line->calendar, &(struct event){time, kind, 0, 0, 0});
}

static void tell(struct line *line)
{
    tally_add_row(&line->times, line->time, line->told);
    line->told = 0;
}

/* Who arrives is noted behind the last, which overwrites nothing if nobody does; the first's time is noted, but only
 * stays if it leaves. */
static int happen(struct line *line, double now, enum line_event kind)
{
    uint64_t leaves = kind, enters = 1 - leaves, mask = line->room - 1;
    line->arrived[line->entered & mask] = now;
    line->time[line->told] = now - line->arrived[line->left & mask];
    line->entered += enters;
    line->left += leaves;
    line->told += leaves;
    if (line->told == TIMES)
        tell(line);
    uint64_t count = line->entered - line->left;
    if (enters + count > 0)
        plan(line, now, kind); /* the next arrival, or that the next in the line has been served */
    if (count == 1 && enters == 1)
        plan(line, now, DEPARTURE);
    return count + 1 == line->room ? widen(line) : 0;
}

/* The mean time in the system is 1 / (1 / 0.9 - 1) = 9, its error after n objects about 170 / sqrt(n), since those near
 * each other wait alike (Daley, "The serial correlation coefficients of waiting times in a stationary single server
 * queue", J. Austral. Math. Soc. 8, 1968). */
static bool credible(const struct line *line)
{
    return fabs(tally_mean(&line->times) - 9) < 8 * 170 / sqrt((double)line->times.count);
}

/* Seconds an object that has left. */
static int measure(void *state, double *seconds, struct error *error)
{
    struct line *line = state;
    struct event event;
    uint64_t until = line->left + OBJECTS;
    double begin = bench_worked();
    while (line->left < until) {
        if (!calendar_take(line->calendar, &event))
            return error_set(error, ERROR_UNTRUSTED, "the line's calendar is empty");
        if (happen(line, event.time, event.kind) != 0)
            return error_set(error, ERROR_MEMORY, "out of memory");
    }
    tell(line);
    *seconds = (bench_worked() - begin) / OBJECTS;
    return credible(line) ? 0 : error_set(error, ERROR_UNTRUSTED, "the line's mean time is not that of M/M/1");
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
