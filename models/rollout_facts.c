/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_facts: what a reader of one replication asks for, beyond its outcome.
 */
#include "models/rollout_rules.h"

#include <math.h>
#include <string.h>

struct site_facts rollout_site(const struct rollout *rollout, size_t site)
{
    return (struct site_facts){.vendor = rollout->vendor[site],
                               .hosted = rollout->hosted[site] != 0,
                               .pilot = rollout->pilot[site] != 0,
                               .versions = rollout->versions[site],
                               .weight = rollout->weight[site],
                               .expected = rollout->expected[site],
                               .cards = rollout->cards[site]};
}

double rollout_done(const struct rollout *rollout, size_t site, size_t node)
{
    return step_done(rollout, site, node) ? step_of(rollout, site, node)->end : NAN;
}

double rollout_pace(const struct rollout *rollout, size_t site)
{
    return rollout->pace[site];
}

static double draw_again(const struct rollout *rollout, const struct site_luck *placed,
                         const struct site_luck_draw *draw, size_t site, uint32_t generation)
{
    const struct variate *variate = &rollout->variate[draw->chance];
    uint64_t entity = site_entity(rollout, site);
    if (variate->family == VARIATE_CONSTANT)
        return variate->p[0];
    if (placed && generation >= SITE_LUCK_PLACE && site_luck_is_placed(placed, entity, draw->purpose))
        return variate_quantile(variate, site_luck_place(generation));
    struct stream stream =
        stream_open_generation(rollout->luck.seed, rollout->luck.replication, generation, entity, draw->purpose, 0);
    return variate_draw(variate, &stream);
}

double rollout_other_pace(const struct rollout *rollout, const struct site_luck *placed, size_t site,
                          uint32_t generation)
{
    const struct site_luck_draw pace = {PURPOSE_PACE, rollout->programme->pace, NOBODY};
    return draw_again(rollout, placed, &pace, site, generation);
}

double rollout_luck_value(const struct rollout *rollout, const struct site_luck *placed, size_t kind, size_t site,
                          uint32_t generation)
{
    return draw_again(rollout, placed, &placed->draw[kind], site, generation);
}

bool rollout_luck_used(const struct rollout *rollout, const struct site_luck *placed, size_t kind, size_t site)
{
    const struct site_luck_draw *draw = &placed->draw[kind];
    if (kind == SITE_LUCK_PACE)
        return rollout->programme->uptake.present && rollout->began[site] >= 0;
    if (draw->node == NOBODY)
        return step_done(rollout, site, 0);
    enum step_state state = state_of(rollout, site, (size_t)draw->node);
    return state == STEP_WORK || state == STEP_LAG || state == STEP_DONE;
}

double rollout_value(const struct rollout *rollout, size_t quantity)
{
    return rollout->programme->changes > 0 ? rollout->initial[quantity] : rollout->value[quantity];
}

void rollout_causes(const struct rollout *rollout, size_t site, double days[])
{
    memset(days, 0, rollout->programme->causes.count * sizeof *days);
    cause_trace(rollout, site, days, 0);
}

const int32_t *rollout_cards(const struct rollout *rollout)
{
    return rollout->history;
}

int rollout_vendor(const struct rollout *rollout, size_t site)
{
    return rollout->vendor[site];
}

uint64_t rollout_site_weeks(const struct rollout *rollout)
{
    return rollout->site_weeks;
}
