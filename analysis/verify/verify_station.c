/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_station: see verify_station.h.
 */
#include "analysis/verify/verify_station.h"

#include "sim/calendar.h"
#include "sim/resource.h"
#include "sim/variate.h"
#include "sim/ziggurat.h"

#include <math.h>
#include <stdlib.h>

enum { ROOM = 4096 }; /* customers in the station that no case comes near */

enum { ARRIVE, DEPART, RENEGE, MARK };

struct customer {
    double arrived;
    event_id patience;
    uint32_t class;
    uint32_t waited;
    uint64_t number; /* among the admitted of its class */
};

struct counts { /* of one class: the window of customers that count */
    uint64_t arrived, admitted, first, wanted, seen;
    double wait, sojourn, square;
};

struct areas {
    double queue, busy, empty;
    uint64_t requested;
};

/* A worker's. */
struct desk {
    const struct station *station;
    struct arena arena;
    struct variate_form form[STATION_CLASSES];
    struct variate service[STATION_CLASSES];

    /* of one observation */
    struct calendar *calendar;
    struct resource resource;
    struct customer *customer;
    uint32_t *free, free_count;
    struct stream arrivals[STATION_CLASSES], services[STATION_CLASSES], patience;
    struct counts count[STATION_CLASSES];
    struct level empty;
    struct areas mark[2];
    double now, waits, served_waits; /* waits: of everybody */
    double waited, blocked, abandoned, late[STATION_LIMITS];
    int in_station, marks;
    bool draining;
};

/* ---- a worker's ---- */

static void release_desk(void *worker)
{
    struct desk *desk = worker;
    for (int c = 0; c < desk->station->classes; c++)
        variate_form_free(&desk->form[c]);
    arena_free(&desk->arena);
    free(desk);
}

static void *make_desk(const void *context, struct error *error)
{
    const struct station *station = context;
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) {
        error_set(error, ERROR_MEMORY, "out of memory");
        return 0;
    }
    desk->station = station;
    int status = arena_init(&desk->arena,
                            calendar_need(3 * ROOM) + resource_need(ROOM) + arena_need(ROOM, sizeof(struct customer)) +
                                arena_need(ROOM, sizeof(uint32_t)),
                            error);
    for (int c = 0; c < station->classes && status == 0; c++) {
        const struct station_law *law = &station->service[c];
        size_t count = law->names[1] ? 2 : 1;
        status = variate_form_init(&desk->form[c], law->family, law->names, count, 0, 0, 0, error);
        if (status == 0)
            status = variate_make(&desk->service[c], &desk->form[c], law->arguments, error);
    }
    if (status == 0)
        return desk;
    release_desk(desk);
    return 0;
}

static void open_desk(struct desk *desk, uint64_t seed, uint64_t observation)
{
    enum { ARRIVALS = 1, SERVICES, PATIENCE };
    const struct station *station = desk->station;
    arena_reset(&desk->arena);
    desk->calendar = calendar_init(&desk->arena, 3 * ROOM);
    resource_init(&desk->resource, &desk->arena, ROOM, station->servers, 0);
    desk->customer = ARENA_TAKE(&desk->arena, ROOM, struct customer);
    desk->free = ARENA_TAKE(&desk->arena, ROOM, uint32_t);
    for (desk->free_count = 0; desk->free_count < ROOM; desk->free_count++)
        desk->free[desk->free_count] = ROOM - 1 - desk->free_count;
    for (int c = 0; c < station->classes; c++) {
        desk->arrivals[c] = stream_open(seed, observation, (uint64_t)c, ARRIVALS, 0);
        desk->services[c] = stream_open(seed, observation, (uint64_t)c, SERVICES, 0);
        double rate = station->arrival[c] * (station->population ? station->population : 1);
        desk->count[c] =
            (struct counts){.first = (uint64_t)(station->warm_up * rate), .wanted = (uint64_t)(station->span * rate)};
    }
    desk->patience = stream_open(seed, observation, 0, PATIENCE, 0);
    level_init(&desk->empty, 0, 1);
    desk->now = desk->waits = desk->served_waits = desk->waited = desk->blocked = desk->abandoned = 0;
    desk->late[0] = desk->late[1] = 0;
    desk->in_station = desk->marks = 0;
    desk->draining = false;
}

/* ---- what happens ---- */

static event_id plan_event(struct desk *desk, double time, uint32_t kind, uint32_t a)
{
    return calendar_add(desk->calendar, &(struct event){.time = time, .kind = kind, .a = a});
}

static double exponential(struct stream *stream, double mean)
{
    return mean * ziggurat_exponential(stream);
}

static void plan_arrival(struct desk *desk, uint32_t class)
{
    double mean = 1 / desk->station->arrival[class];
    if (!desk->draining)
        plan_event(desk, desk->now + exponential(&desk->arrivals[class], mean), ARRIVE, class);
}

static void enter(struct desk *desk, int change)
{
    desk->in_station += change;
    level_set(&desk->empty, desk->now, desk->in_station == 0);
}

/* The end of a customer's wait, by service or by reneging. */
static void note_wait(struct desk *desk, const struct customer *customer, double service, bool abandoned)
{
    struct counts *count = &desk->count[customer->class];
    double wait = desk->now - customer->arrived;
    desk->waits += wait;
    desk->served_waits += abandoned ? 0 : wait;
    if (customer->number < count->first || customer->number >= count->first + count->wanted)
        return;
    count->seen++;
    count->wait += wait;
    count->sojourn += wait + service;
    if (customer->class != 0)
        return;
    count->square += (wait - desk->station->wait) * (wait - desk->station->wait);
    desk->waited += customer->waited;
    desk->abandoned += abandoned;
    for (int i = 0; i < STATION_LIMITS; i++)
        desk->late[i] += wait > desk->station->limit[i];
}

static void serve(struct desk *desk, uint32_t place)
{
    struct customer *customer = &desk->customer[place];
    double service = variate_draw(&desk->service[customer->class], &desk->services[customer->class]);
    calendar_cancel(desk->calendar, customer->patience);
    note_wait(desk, customer, service, false);
    plan_event(desk, desk->now + service, DEPART, place);
}

static bool is_full(const struct desk *desk)
{
    return desk->station->room > 0 && desk->in_station >= desk->station->room;
}

static int arrive(struct desk *desk, uint32_t class, struct error *error)
{
    const struct station *station = desk->station;
    struct counts *count = &desk->count[class];
    uint64_t arrival = count->arrived++;
    if (!station->population)
        plan_arrival(desk, class);
    if (is_full(desk)) {
        desk->blocked += arrival >= count->first && arrival < count->first + count->wanted;
        return 0;
    }
    if (desk->free_count == 0)
        return error_set(error, ERROR_UNTRUSTED, "station %s: more than %d customers wait", station->name, ROOM);
    uint32_t place = desk->free[--desk->free_count];
    struct customer *customer = &desk->customer[place];
    *customer = (struct customer){.arrived = desk->now, .class = class, .number = count->admitted++};
    enter(desk, 1);
    if (resource_request(&desk->resource, desk->now, place, class)) {
        serve(desk, place);
        return 0;
    }
    customer->waited = 1;
    if (station->patience > 0)
        customer->patience =
            plan_event(desk, desk->now + exponential(&desk->patience, station->patience), RENEGE, place);
    return 0;
}

static void leave(struct desk *desk, uint32_t place)
{
    desk->free[desk->free_count++] = place;
    enter(desk, -1);
    if (desk->station->population)
        plan_arrival(desk, 0);
}

static void depart(struct desk *desk, uint32_t place)
{
    resource_release(&desk->resource, desk->now);
    leave(desk, place);
    for (uint32_t next; (next = resource_grant(&desk->resource, desk->now)) != QUEUE_NOBODY;)
        serve(desk, next);
}

static void renege(struct desk *desk, uint32_t place)
{
    resource_withdraw(&desk->resource, desk->now, place);
    note_wait(desk, &desk->customer[place], 0, true);
    leave(desk, place);
}

static void mark(struct desk *desk)
{
    const struct resource *resource = &desk->resource;
    desk->mark[desk->marks++] =
        (struct areas){level_area(&resource->queue_level, desk->now), level_area(&resource->busy_level, desk->now),
                       level_area(&desk->empty, desk->now), resource->requested};
}

static bool has_seen_enough(const struct desk *desk)
{
    for (int c = 0; c < desk->station->classes; c++)
        if (desk->count[c].seen < desk->count[c].wanted)
            return false;
    return desk->marks == 2;
}

static int run(struct desk *desk, struct error *error)
{
    const struct station *station = desk->station;
    struct event event;
    for (int i = 0; i < (station->population ? station->population : station->classes); i++)
        plan_arrival(desk, station->population ? 0 : (uint32_t)i);
    plan_event(desk, station->warm_up, MARK, 0);
    plan_event(desk, station->warm_up + station->span, MARK, 0);
    while (calendar_take(desk->calendar, &event)) {
        desk->now = event.time;
        if (event.kind == MARK)
            mark(desk);
        else if (event.kind == DEPART)
            depart(desk, event.a);
        else if (event.kind == RENEGE)
            renege(desk, event.a);
        else if (!desk->draining && arrive(desk, event.a, error) != 0)
            return -1;
        desk->draining = desk->draining || has_seen_enough(desk);
    }
    return 0;
}

/* ---- what is told ---- */

static void report(const struct desk *desk, double values[])
{
    const struct station *station = desk->station;
    const struct areas *from = &desk->mark[0], *to = &desk->mark[1];
    const struct resource *resource = &desk->resource;
    double first = (double)desk->count[0].wanted;
    for (int c = 0; c < station->classes; c++) {
        values[STATION_WAIT + c] = desk->count[c].wait / (double)desk->count[c].wanted;
        values[STATION_SOJOURN + c] = desk->count[c].sojourn / (double)desk->count[c].wanted;
    }
    values[STATION_SPREAD] = desk->count[0].square / first;
    for (int i = 0; i < STATION_LIMITS; i++)
        values[STATION_LATE + i] = desk->late[i] / first;
    values[STATION_WAITED] = desk->waited / first;
    values[STATION_BLOCKED] = desk->blocked / first;
    values[STATION_ABANDONED] = desk->abandoned / first;
    values[STATION_QUEUE] = (to->queue - from->queue) / station->span;
    values[STATION_BUSY] = (to->busy - from->busy) / station->span / station->servers;
    values[STATION_SYSTEM] = values[STATION_QUEUE] + values[STATION_BUSY] * station->servers;
    values[STATION_EMPTY] = (to->empty - from->empty) / station->span;
    values[STATION_RATE] = (double)(to->requested - from->requested) / station->span;
    values[STATION_LITTLE] = desk->waits > 0 ? level_area(&resource->queue_level, desk->now) / desk->waits : 1;
    values[STATION_ACCOUNT] = desk->served_waits > 0 ? resource->wait_total / desk->served_waits : 1;
    values[STATION_LOST] = (double)(resource->requested - resource->granted - resource->withdrawn);
}

static int observe(const void *context, void *worker, uint64_t seed, uint64_t observation, double values[],
                   struct error *error)
{
    struct desk *desk = worker;
    (void)context;
    open_desk(desk, seed, observation);
    if (run(desk, error) != 0)
        return -1;
    report(desk, values);
    return 0;
}

int station_observe(struct verify *verify, const struct station *station, size_t observations,
                    struct tally tallies[STATION_VALUES])
{
    const struct verify_sample sample = {station->name, observations, STATION_VALUES, station,
                                         make_desk,     release_desk, observe};
    return verify_observe(verify, &sample, tallies);
}

/* The observation that is furthest from 1. */
static double furthest(const struct tally *tally)
{
    return tally->max - 1 > 1 - tally->min ? tally->max : tally->min;
}

void station_balance(struct verify *verify, const char *name, const char *variant, const struct tally tallies[])
{
    verify_exact(verify, name, 1, furthest(&tallies[STATION_LITTLE]),
                 "%sLittle's law on the path: queue's area / waits", variant);
    verify_exact(verify, name, 1, furthest(&tallies[STATION_ACCOUNT]), "%sthe resource's own sum of waits / waits",
                 variant);
    verify_exact(verify, name, 0, tallies[STATION_LOST].max, "%srequests neither granted nor withdrawn", variant);
}
