/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_floor: the least that a replication can cost: its random numbers, drawn once more and nothing else done.
 *
 * An observer notes each draw of some replications: the stream's address and what was drawn from it. Measured is
 * the repetition: opening each stream and drawing from it, and the parameters. The repeated values are added up and
 * must give what the replication itself drew.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/batch.h"

#include <stdlib.h>
#include <string.h>

enum what { UNIFORM = -1, ITEMS = -2, ITEMS_OF_BATCH = -3 }; /* else: a place among the variates */

struct draw {
    uint64_t entity, purpose, occurrence;
    double probability; /* of items */
    int32_t left, what;
    uint32_t series; /* of the entity, where it is of a batch */
};

/* The draws of one replication. Its variates are copied, since another replication may make them anew. */
struct hand {
    struct draw *draw;
    size_t count, room;
    struct variate *variate;
    const struct variate **original; /* [variates] */
    size_t variates;
    uint64_t *entity; /* [series] */
    size_t series, last;
    uint64_t purpose; /* of the series */
    double overdispersion, sum;
    bool failed;
};

struct bench_floor {
    const struct programme *programme;
    uint64_t seed;
    struct hand *hand; /* [count] */
    size_t count;
    double *values; /* of the parameters */
    struct batch batch;
    struct stream_series *series; /* [most] */
    double *value;                /* [most], of a week's items */
    size_t *place;                /* [most], of the batch's among them */
    size_t most;                  /* series of a replication, so draws of a week */
};

/* ---- noting ---- */

static int place_of(struct hand *hand, const struct variate *variate)
{
    for (size_t i = 0; i < hand->variates; i++)
        if (hand->original[i] == variate)
            return (int)i;
    struct variate *copies = realloc(hand->variate, (hand->variates + 1) * sizeof *copies);
    if (copies)
        hand->variate = copies;
    const struct variate **originals = realloc(hand->original, (hand->variates + 1) * sizeof *originals);
    if (originals)
        hand->original = originals;
    if (!copies || !originals) {
        hand->failed = true;
        return UNIFORM;
    }
    hand->variate[hand->variates] = *variate;
    hand->original[hand->variates] = variate;
    return (int)hand->variates++;
}

/* Weeks ask in about the same order: the search begins behind the last one found. */
static uint32_t series_of(struct hand *hand, uint64_t entity)
{
    for (size_t i = 0; i < hand->series; i++) {
        hand->last = hand->last + 1 < hand->series ? hand->last + 1 : 0;
        if (hand->entity[hand->last] == entity)
            return (uint32_t)hand->last;
    }
    uint64_t *entities = realloc(hand->entity, (hand->series + 1) * sizeof *entities);
    if (!entities) {
        hand->failed = true;
        return 0;
    }
    hand->entity = entities;
    hand->entity[hand->series] = entity;
    return (uint32_t)(hand->last = hand->series++);
}

static void note(void *context, const struct drawn *drawn)
{
    struct hand *hand = context;
    if (hand->count == hand->room) {
        size_t room = 2 * hand->room + 1024;
        struct draw *draw = realloc(hand->draw, room * sizeof *draw);
        if (!draw) {
            hand->failed = true;
            return;
        }
        hand->draw = draw;
        hand->room = room;
    }
    int items = drawn->series ? ITEMS_OF_BATCH : ITEMS;
    int what = drawn->variate ? place_of(hand, drawn->variate) : drawn->left > 0 ? items : UNIFORM;
    uint32_t series = drawn->left > 0 ? series_of(hand, drawn->entity) : 0;
    hand->draw[hand->count++] = (struct draw){
        drawn->entity, drawn->purpose, drawn->occurrence, drawn->probability, (int32_t)drawn->left, what, series};
    if (drawn->left > 0)
        hand->overdispersion = drawn->overdispersion;
    if (drawn->series)
        hand->purpose = drawn->purpose;
    hand->sum += drawn->value;
}

static void see_nothing(void *context, const struct observation *observation)
{
    (void)context;
    (void)observation;
}

/* ---- repeating ---- */

static void ask_batch(struct bench_floor *floor, const struct draw *draw, const struct stream_start *start,
                      size_t place)
{
    struct batch *batch = &floor->batch;
    floor->place[batch->count] = place;
    batch->trials[batch->count] = draw->left;
    batch->share[batch->count] = draw->probability;
    batch->rest[batch->count] = 1 - draw->probability;
    batch->uniform[batch->count++] =
        stream_series_uniform(&floor->series[draw->series], start, 0, draw->entity, draw->occurrence);
}

/* The items of one week, from the i-th draw on; returns the draw behind them. */
static size_t repeat_week(struct bench_floor *floor, uint64_t replication, size_t i, double *sum)
{
    const struct hand *hand = &floor->hand[replication];
    uint64_t week = hand->draw[i].occurrence;
    const struct stream_start start = stream_series_start(floor->seed, replication, hand->purpose, week);
    struct batch *batch = &floor->batch;
    size_t count = 0;
    batch->count = 0;
    batch->sum = (1 - hand->overdispersion) / hand->overdispersion;
    for (; i < hand->count && hand->draw[i].what <= ITEMS && hand->draw[i].occurrence == week; i++, count++) {
        const struct draw *draw = &hand->draw[i];
        struct stream stream = stream_open(floor->seed, replication, draw->entity, draw->purpose, week);
        if (draw->what == ITEMS_OF_BATCH)
            ask_batch(floor, draw, &start, count);
        else
            floor->value[count] =
                (double)variate_beta_binomial(draw->left, draw->probability, hand->overdispersion, &stream);
    }
    batch_fastest()->beta_binomials(batch);
    for (size_t k = 0; k < batch->count; k++)
        floor->value[floor->place[k]] = batch->drawn[k];
    for (size_t k = 0; k < count; k++)
        *sum += floor->value[k];
    return i;
}

static double repeat(struct bench_floor *floor, uint64_t replication)
{
    const struct hand *hand = &floor->hand[replication];
    double sum = 0;
    quantities_draw(&floor->programme->quantities, floor->seed, replication, floor->values);
    memset(floor->series, 0, floor->most * sizeof *floor->series);
    for (size_t i = 0; i < hand->count;) {
        const struct draw *draw = &hand->draw[i];
        if (draw->what <= ITEMS) {
            i = repeat_week(floor, replication, i, &sum);
            continue;
        }
        struct stream stream = stream_open(floor->seed, replication, draw->entity, draw->purpose, draw->occurrence);
        sum += draw->what == UNIFORM ? stream_uniform(&stream) : variate_draw(&hand->variate[draw->what], &stream);
        i++;
    }
    return sum;
}

int bench_floor_measure(void *state, double *seconds, struct error *error)
{
    struct bench_floor *floor = state;
    bool same = true;
    double begin = bench_worked();
    for (size_t i = 0; i < floor->count; i++)
        same &= repeat(floor, i) == floor->hand[i].sum;
    *seconds = (bench_worked() - begin) / (double)floor->count;
    return same ? 0 : error_set(error, ERROR_UNTRUSTED, "the draws repeated are not those of the replication");
}

/* ---- beginning and end ---- */

static int record(struct bench_floor *floor, struct rollout *rollout, struct error *error)
{
    for (size_t i = 0; i < floor->count; i++) {
        struct observer observer = {.see = see_nothing, .context = &floor->hand[i], .count = note};
        if (rollout_run(rollout, (struct luck){.seed = floor->seed, .replication = i, .parameters = i}, &observer,
                        error) != 0)
            return -1;
        if (floor->hand[i].failed)
            return error_set(error, ERROR_MEMORY, "out of memory");
        floor->most = floor->hand[i].series > floor->most ? floor->hand[i].series : floor->most;
    }
    return 0;
}

static int make_room(struct bench_floor *floor, struct error *error)
{
    struct batch *batch = &floor->batch;
    size_t room = floor->most + BATCH_PADDING;
    double **const arrays[] = {&batch->trials, &batch->share, &batch->rest, &batch->uniform,
                               &batch->none,   &batch->drawn, &floor->value};
    bool made = true;
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        made &= (*arrays[i] = calloc(room, sizeof **arrays[i])) != 0;
    batch->order = calloc(room, sizeof *batch->order);
    batch->class = calloc(room, sizeof *batch->class);
    floor->place = calloc(room, sizeof *floor->place);
    floor->series = calloc(room, sizeof *floor->series);
    return made && batch->order && batch->class && floor->place && floor->series
               ? 0
               : error_set(error, ERROR_MEMORY, "out of memory");
}

int bench_floor_new(struct bench_floor **made, const struct programme *programme, uint64_t seed, size_t count,
                    struct error *error)
{
    struct bench_floor *floor = calloc(1, sizeof *floor);
    struct rollout *rollout = 0;
    *made = floor;
    if (!floor)
        return error_set(error, ERROR_MEMORY, "out of memory");
    *floor = (struct bench_floor){.programme = programme, .seed = seed, .count = count};
    floor->hand = calloc(count, sizeof *floor->hand);
    floor->values = calloc(programme->quantities.count + 1, sizeof *floor->values);
    int status = floor->hand && floor->values ? rollout_new(&rollout, programme, error)
                                              : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = record(floor, rollout, error);
    if (status == 0)
        status = make_room(floor, error);
    rollout_free(rollout);
    return status;
}

static void free_room(struct bench_floor *floor)
{
    struct batch *batch = &floor->batch;
    void *const arrays[] = {batch->trials, batch->share, batch->rest,  batch->uniform, batch->none,  batch->drawn,
                            batch->order,  batch->class, floor->value, floor->place,   floor->series};
    for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
        free(arrays[i]);
}

void bench_floor_free(void *state)
{
    struct bench_floor *floor = state;
    for (size_t i = 0; floor && floor->hand && i < floor->count; i++) {
        free(floor->hand[i].draw);
        free(floor->hand[i].variate);
        free(floor->hand[i].original);
        free(floor->hand[i].entity);
    }
    if (floor) {
        free_room(floor);
        free(floor->hand);
        free(floor->values);
    }
    free(floor);
}

double bench_floor_draws(const struct bench_floor *floor)
{
    double draws = 0;
    for (size_t i = 0; i < floor->count; i++)
        draws += (double)floor->hand[i].count / (double)floor->count;
    return draws;
}
