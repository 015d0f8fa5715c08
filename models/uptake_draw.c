/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * uptake_draw: a week's items of all sites. The sites' people do not decide one by one: beta-binomial.
 *
 * Where few are expected a draw is the inversion of one uniform number, and all such draws are made together. A site's
 * numbers of four weeks are the words of one block of its luck. Where many are expected, or they are all but certain
 * or of hardly any spread, the sampler takes a stream of its own.
 */
#include "models/rollout_rules.h"
#include "sim/beta_binomial.h"

void uptake_draw_begin(struct rollout *rollout)
{
    size_t room = (rollout->programme->sites + BATCH_PADDING - 1) / BATCH_PADDING * BATCH_PADDING;
    struct batch *batch = &rollout->draws;
    struct batch_alone *alone = &rollout->alone;
    double **const numbers[DRAWS_NUMBERS] = {&batch->trials,  &batch->share, &batch->rest,
                                             &batch->uniform, &batch->none,  &batch->drawn,
                                             &alone->trials,  &alone->share, &alone->drawn};
    for (size_t i = 0; i < DRAWS_NUMBERS; i++)
        *numbers[i] = rollout->draws_block + i * room;
}

static double luck_of(struct rollout *rollout, const struct stream_start *start, size_t site, size_t week)
{
    uint64_t entity = site_entity(rollout, site);
    return stream_series_uniform(&rollout->series[site], start, generation_of(rollout, entity, PURPOSE_CARDS), entity,
                                 week);
}

static void ask_alone(struct rollout *rollout, struct turn *turn, double share)
{
    struct batch_alone *alone = &rollout->alone;
    size_t place = alone->count++;
    uint64_t entity = site_entity(rollout, turn->site);
    alone->entity[place] = entity;
    alone->generation[place] = generation_of(rollout, entity, PURPOSE_CARDS_ALONE);
    alone->trials[place] = turn->left;
    alone->share[place] = share;
    rollout->turn_alone[place] = (uint32_t)(turn - rollout->turn);
    turn->alone = true;
}

static void ask_batch(struct rollout *rollout, const struct stream_start *start, size_t k, size_t week, double share,
                      double rest)
{
    const struct turn *turn = &rollout->turn[k];
    struct batch *batch = &rollout->draws;
    size_t place = batch->count++;
    rollout->turn_of[place] = (uint32_t)k;
    batch->trials[place] = turn->left;
    batch->share[place] = share;
    batch->rest[place] = rest;
    batch->uniform[place] = luck_of(rollout, start, turn->site, week);
}

static void tell_draws(const struct rollout *rollout, size_t turns, size_t week, double overdispersion)
{
    for (size_t k = 0; k < turns; k++) {
        const struct turn *turn = &rollout->turn[k];
        tell_draw(rollout, &(struct drawn){.replication = rollout->luck.replication,
                                           .entity = site_entity(rollout, turn->site),
                                           .purpose = turn->alone ? PURPOSE_CARDS_ALONE : PURPOSE_CARDS,
                                           .occurrence = week,
                                           .series = !turn->alone,
                                           .left = turn->left,
                                           .probability = 1 - rollout->missed[k],
                                           .overdispersion = overdispersion,
                                           .value = turn->items});
    }
}

void uptake_draw(struct rollout *rollout, size_t turns, size_t week, double overdispersion)
{
    struct batch *batch = &rollout->draws;
    struct batch_alone *alone = &rollout->alone;
    const struct luck *luck = &rollout->luck;
    const struct stream_start start = stream_series_start(luck->seed, luck->replication, PURPOSE_CARDS, week);
    batch->count = alone->count = 0;
    alone->address = stream_open(luck->seed, luck->replication, 0, PURPOSE_CARDS_ALONE, week);
    alone->overdispersion = overdispersion;
    batch->sum = (1 - overdispersion) / overdispersion;
    for (size_t k = 0; k < turns; k++) {
        struct turn *turn = &rollout->turn[k];
        double rest = rollout->missed[k], share = 1 - rest;
        if (beta_binomial_inverts(turn->left, share, rest * batch->sum, batch->sum))
            ask_batch(rollout, &start, k, week, share, rest);
        else
            ask_alone(rollout, turn, share);
    }
    rollout->variant->beta_binomials(batch);
    for (size_t i = 0; i < batch->count; i++)
        rollout->turn[rollout->turn_of[i]].items = (int32_t)batch->drawn[i];
    rollout->variant->alone(alone);
    for (size_t i = 0; i < alone->count; i++)
        rollout->turn[rollout->turn_alone[i]].items = (int32_t)alone->drawn[i];
    if (RARELY(rollout->observer) && rollout->observer->count)
        tell_draws(rollout, turns, week, overdispersion);
}
