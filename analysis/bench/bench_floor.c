/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_floor: the least that a replication can cost: its random numbers, drawn once more and nothing else done.
 *
 * An observer notes each draw of some replications: the stream's address and what was drawn from it. Measured is
 * the repetition: opening each stream and drawing from it, and the parameters. The repeated values are added up and
 * must give what the replication itself drew.
 */
#include "analysis/bench/bench_parts.h"

#include <stdlib.h>

enum what { UNIFORM = -1, ITEMS = -2 }; /* else: a place among the variates */

struct draw {
    uint64_t entity, purpose, occurrence;
    double probability; /* of items */
    int32_t left, what;
};

/* The draws of one replication. Its variates are copied, since another replication may make them anew. */
struct hand {
    struct draw *draw;
    size_t count, room;
    struct variate *variate;
    const struct variate **original; /* [variates] */
    size_t variates;
    double overdispersion, sum;
    bool failed;
};

struct bench_floor {
    const struct programme *programme;
    uint64_t seed;
    struct hand *hand; /* [count] */
    size_t count;
    double *values; /* of the parameters */
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
    int what = drawn->variate ? place_of(hand, drawn->variate) : drawn->left > 0 ? ITEMS : UNIFORM;
    hand->draw[hand->count++] =
        (struct draw){drawn->entity, drawn->purpose, drawn->occurrence, drawn->probability, (int32_t)drawn->left, what};
    if (what == ITEMS)
        hand->overdispersion = drawn->overdispersion;
    hand->sum += drawn->value;
}

static void see_nothing(void *context, const struct observation *observation)
{
    (void)context;
    (void)observation;
}

/* ---- repeating ---- */

static double repeat(const struct bench_floor *floor, uint64_t replication)
{
    const struct hand *hand = &floor->hand[replication];
    double sum = 0;
    quantities_draw(&floor->programme->quantities, floor->seed, replication, floor->values);
    for (size_t i = 0; i < hand->count; i++) {
        const struct draw *draw = &hand->draw[i];
        struct stream stream = stream_open(floor->seed, replication, draw->entity, draw->purpose, draw->occurrence);
        if (draw->what == ITEMS)
            sum += (double)variate_beta_binomial(draw->left, draw->probability, hand->overdispersion, &stream);
        else if (draw->what == UNIFORM)
            sum += stream_uniform(&stream);
        else
            sum += variate_draw(&hand->variate[draw->what], &stream);
    }
    return sum;
}

int bench_floor_measure(void *state, double *seconds, struct error *error)
{
    const struct bench_floor *floor = state;
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
    }
    return 0;
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
    rollout_free(rollout);
    return status;
}

void bench_floor_free(void *state)
{
    struct bench_floor *floor = state;
    for (size_t i = 0; floor && floor->hand && i < floor->count; i++) {
        free(floor->hand[i].draw);
        free(floor->hand[i].variate);
        free(floor->hand[i].original);
    }
    if (floor) {
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
