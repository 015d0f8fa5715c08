/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_engine: the domain-free engine: the hold model, a queue with one server, random variates.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/arena.h"
#include "sim/calendar.h"
#include "sim/resource.h"
#include "sim/tally.h"
#include "sim/variate.h"
#include "sim/ziggurat.h"

#include <math.h>
#include <stdlib.h>

/* ---- the hold model: of a constant number of pending events the first is taken and put back later ---- */

enum { PENDING = 200, DELAYS = 4096, HOLDS = 200000 };

struct hold {
    struct arena arena;
    struct calendar *calendar;
    double delay[DELAYS]; /* drawn beforehand: the calendar's time is measured, not the generator's */
};

static int measure_hold(void *state, double *seconds, struct error *error)
{
    struct hold *hold = state;
    struct event event;
    double begin = bench_worked();
    for (size_t i = 0; i < HOLDS; i++) {
        if (!calendar_take(hold->calendar, &event))
            return error_set(error, ERROR_UNTRUSTED, "the hold model's calendar is empty");
        event.time += hold->delay[i % DELAYS];
        calendar_add(hold->calendar, &event);
    }
    *seconds = (bench_worked() - begin) / HOLDS;
    return 0;
}

static void release_hold(void *state)
{
    struct hold *hold = state;
    arena_free(&hold->arena);
    free(hold);
}

static void *make_hold(uint64_t seed, struct error *error)
{
    struct hold *hold = calloc(1, sizeof *hold);
    struct stream stream = stream_open(seed, 0, stream_name("hold"), 0, 0);
    if (!hold || arena_init(&hold->arena, calendar_need(PENDING), error) != 0) {
        free(hold);
        return 0;
    }
    hold->calendar = calendar_init(&hold->arena, PENDING);
    for (size_t i = 0; i < DELAYS; i++)
        hold->delay[i] = ziggurat_exponential(&stream);
    for (uint32_t i = 0; i < PENDING; i++)
        calendar_add(hold->calendar, &(struct event){hold->delay[i], 0, i, 0, 0});
    return hold;
}

/* ---- M/M/1: exponential arrivals and services, one server, statistics of the server and of the waits ---- */

enum { OBJECTS = 100000, PLACES = 4096 }; /* more than PLACES at once: a chance of 0.9^4096 */
enum station_event { ARRIVAL, DEPARTURE };

struct station {
    struct arena arena;
    struct calendar *calendar;
    struct resource server;
    struct tally waits;
    struct stream stream;
    double *arrived; /* [PLACES] */
    uint32_t next;
};

static double exponential(struct station *station, double mean)
{
    return mean * ziggurat_exponential(&station->stream);
}

static void serve(struct station *station, double now, uint32_t object)
{
    tally_add(&station->waits, now - station->arrived[object]);
    calendar_add(station->calendar, &(struct event){now + exponential(station, 0.9), DEPARTURE, object, 0, 0});
}

static void arrive(struct station *station, double now)
{
    uint32_t object = station->next++ % PLACES;
    station->arrived[object] = now;
    calendar_add(station->calendar, &(struct event){now + exponential(station, 1), ARRIVAL, 0, 0, 0});
    if (resource_request(&station->server, now, object, 0))
        serve(station, now, object);
}

static void depart(struct station *station, double now)
{
    resource_release(&station->server, now);
    uint32_t next = resource_grant(&station->server, now);
    if (next != QUEUE_NOBODY)
        serve(station, now, next);
}

/* Seconds an object, of which each is two executed events. */
static int measure_station(void *state, double *seconds, struct error *error)
{
    struct station *station = state;
    struct event event;
    uint64_t before = calendar_taken(station->calendar);
    double begin = bench_worked();
    while (calendar_taken(station->calendar) - before < 2 * (uint64_t)OBJECTS) {
        if (!calendar_take(station->calendar, &event))
            return error_set(error, ERROR_UNTRUSTED, "the queue's calendar is empty");
        if (event.kind == ARRIVAL)
            arrive(station, event.time);
        else
            depart(station, event.time);
    }
    *seconds = (bench_worked() - begin) / OBJECTS;
    return 0;
}

static void release_station(void *state)
{
    struct station *station = state;
    arena_free(&station->arena);
    free(station);
}

static void *make_station(uint64_t seed, struct error *error)
{
    struct station *station = calloc(1, sizeof *station);
    size_t need = calendar_need(2) + resource_need(PLACES) + arena_need(PLACES, sizeof(double));
    if (!station || arena_init(&station->arena, need, error) != 0) {
        free(station);
        return 0;
    }
    station->calendar = calendar_init(&station->arena, 2);
    resource_init(&station->server, &station->arena, PLACES, 1, 0);
    station->arrived = ARENA_TAKE(&station->arena, PLACES, double);
    station->stream = stream_open(seed, 0, stream_name("station"), 0, 0);
    tally_init(&station->waits);
    calendar_add(station->calendar, &(struct event){0, ARRIVAL, 0, 0, 0});
    return station;
}

/* ---- variates, each from a stream of its own, as everywhere in the model ---- */

struct kind {
    const char *name, *family, *arguments[4];
    double values[4];
};

static const struct kind kinds[] = {
    {"uniform", "uniform", {"min", "max"}, {0, 1}},
    {"triangular", "triangular", {"min", "mode", "max"}, {0, 1, 3}},
    {"normal", "normal", {"mean", "sd"}, {0, 1}},
    {"exponential", "exponential", {"mean"}, {1}},
    {"gamma", "gamma", {"mean", "cv"}, {20, 0.4}},
    {"lognormal", "lognormal", {"mean", "cv"}, {20, 0.4}},
    {"weibull", "weibull", {"shape", "scale"}, {1.5, 20}},
    {"beta", "beta", {"a", "b"}, {1.2, 1.8}},
    {"poisson", "poisson", {"mean"}, {0.8}},
    {"binomial(1000, 0.02)", "binomial", {"n", "p"}, {1000, 0.02}},
    {"beta-binomial(1000, 0.02)", "beta-binomial", {"n", "p", "rho"}, {1000, 0.02, 0.02}},
};
enum { KINDS = sizeof kinds / sizeof *kinds, DRAWS = 20000 };

struct draws {
    struct variate_form form;
    struct variate variate;
    uint64_t seed, round;
    double sum;
};

static int measure_draws(void *state, double *seconds, struct error *error)
{
    struct draws *draws = state;
    double begin = bench_worked(), sum = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        struct stream stream = stream_open(draws->seed, draws->round, i, 1, 0);
        sum += variate_draw(&draws->variate, &stream);
    }
    *seconds = (bench_worked() - begin) / DRAWS;
    draws->round++;
    draws->sum += sum; /* so that no compiler finds the draws useless */
    return isfinite(draws->sum) ? 0 : error_set(error, ERROR_UNTRUSTED, "a variate is not finite");
}

static void release_draws(void *state)
{
    struct draws *draws = state;
    variate_form_free(&draws->form);
    free(draws);
}

static void *make_draws(const struct kind *kind, uint64_t seed, struct error *error)
{
    struct draws *draws = calloc(1, sizeof *draws);
    size_t count = 0;
    while (count < 4 && kind->arguments[count])
        count++;
    if (!draws || variate_form_init(&draws->form, kind->family, kind->arguments, count, 0, 0, 0, error) != 0) {
        free(draws);
        return 0;
    }
    draws->seed = seed;
    if (variate_make(&draws->variate, &draws->form, kind->values, error) == 0)
        return draws;
    release_draws(draws);
    return 0;
}

/* ---- all of them ---- */

int bench_engine_add(struct bench *bench, struct bench_engine *engine, struct error *error)
{
    uint64_t seed = bench->options->seed;
    error_set(error, ERROR_MEMORY, "out of memory"); /* unless somebody says better */
    engine->hold = bench_add(bench, make_hold(seed, error), measure_hold, release_hold);
    engine->line = bench_line_add(bench, error);
    engine->station = bench_add(bench, make_station(seed, error), measure_station, release_station);
    engine->first_draw = (int)bench->count;
    for (size_t i = 0; i < KINDS; i++)
        if (bench_add(bench, make_draws(&kinds[i], seed, error), measure_draws, release_draws) < 0)
            return -1;
    return engine->hold < 0 || engine->line < 0 || engine->station < 0 ? -1 : 0;
}

void bench_engine_tell(struct bench *bench, const struct bench_engine *engine)
{
    bench_cost(bench, engine->hold, 1e9, "hold", "ns", "take an event and add one, 200 being pending");
    bench_rate(bench, engine->line, 1e-6, "M/M/1 objects", "million/s",
               "a queue at load 0.9 without a bound, each object's time in the system counted, one thread");
    bench_rate(bench, engine->station, 1e-6, "M/M/1 with statistics", "million/s",
               "the same, with all statistics of the server, the queue and the waits");
    bench_rate(bench, engine->station, 2e-6, "M/M/1 events", "million/s", "executed events of the latter");
    for (size_t i = 0; i < KINDS; i++)
        bench_rate(bench, engine->first_draw + (int)i, 1e-6, kinds[i].name, "million/s",
                   "variates, each from a stream opened for it");
}
