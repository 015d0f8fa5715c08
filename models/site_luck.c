/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_luck: blocks of luck for who moves one site at a time: hardly any two sites share one.
 */
#include "models/rollout_rules.h"

#include <assert.h>
#include <math.h>
#include <string.h>

size_t site_luck_kind(uint64_t purpose)
{
    uint64_t mixed = purpose + (purpose >> 17); /* a hash of a name, or a small number */
    return purpose == PURPOSE_PACE ? SITE_LUCK_PACE : 1 + (size_t)(mixed % (SITE_LUCK_KINDS - 1));
}

size_t site_luck_decision(void)
{
    return site_luck_kind(PURPOSE_LATENESS);
}

size_t site_luck_block(uint64_t entity)
{
    static_assert(SITE_LUCK_BLOCKS == 1 << (64 - 55), "the hash has as many values as there are blocks");
    return (size_t)(entity * UINT64_C(0x9E3779B97F4A7C15) >> 55); /* as in renewal.c */
}

size_t site_luck_of(const struct programme *programme, size_t site)
{
    return site_luck_block((uint64_t)programme->site[site].code);
}

size_t site_luck_kinds(const struct programme *programme, size_t kind[SITE_LUCK_KINDS])
{
    bool used[SITE_LUCK_KINDS] = {false};
    size_t count = 0;
    used[site_luck_kind(PURPOSE_LATENESS)] = true;
    for (size_t v = 0; v < programme->vendors; v++)
        used[site_luck_kind(PURPOSE_VERSIONS)] |= programme->vendor[v].versions_behind != NOBODY;
    for (size_t i = 1; i < programme->nodes; i++)
        if (programme->node[i].kind != NODE_MILESTONE && programme->node[i].kind != NODE_UPTAKE)
            used[site_luck_kind(programme->node[i].purpose)] = true;
    for (size_t k = 1; k < SITE_LUCK_KINDS; k++)
        if (used[k])
            kind[count++] = k;
    return count;
}

/* ---- what is placed ---- */

static bool is_continuous(const struct programme *p, int chance)
{
    switch (p->chance[chance].form.family) {
    case VARIATE_UNIFORM:
    case VARIATE_TRIANGULAR:
    case VARIATE_PERT:
    case VARIATE_BETA:
    case VARIATE_NORMAL:
    case VARIATE_GAMMA:
    case VARIATE_LOGNORMAL:
    case VARIATE_WEIBULL:
    case VARIATE_EXPONENTIAL:
        return true;
    default:
        return false;
    }
}

/* The first of a kind has it. */
static void offer(struct site_luck *luck, const struct programme *p, uint64_t purpose, int chance, int node)
{
    struct site_luck_draw *draw = &luck->draw[site_luck_kind(purpose)];
    if (chance != NOBODY && draw->purpose == 0 && is_continuous(p, chance))
        *draw = (struct site_luck_draw){purpose, chance, node};
}

void site_luck_init(struct site_luck *luck, const struct programme *programme)
{
    memset(luck, 0, sizeof *luck);
    for (size_t b = 0; b < SITE_LUCK_BLOCKS; b++)
        luck->entity[b] = UINT64_MAX;
    for (size_t site = programme->sites; site-- > 0;)
        luck->entity[site_luck_of(programme, site)] = (uint64_t)programme->site[site].code;
    offer(luck, programme, PURPOSE_PACE, programme->pace, NOBODY);
    offer(luck, programme, PURPOSE_LATENESS, programme->lateness, NOBODY);
    for (size_t i = 1; i < programme->nodes; i++)
        if (programme->node[i].kind == NODE_WORK && !programme->node[i].vendor_duration)
            offer(luck, programme, programme->node[i].purpose, programme->node[i].duration, (int)i);
}

bool site_luck_is_placed(const struct site_luck *luck, uint64_t entity, uint64_t purpose)
{
    return luck->draw[site_luck_kind(purpose)].purpose == purpose && luck->entity[site_luck_block(entity)] == entity;
}

double site_luck_place(uint32_t generation)
{
    return ((double)(generation & (SITE_LUCK_PLACE - 1)) + 0.5) / SITE_LUCK_PLACE;
}

uint32_t site_luck_at(double place)
{
    return SITE_LUCK_PLACE | (uint32_t)fmin(fmax(place * SITE_LUCK_PLACE, 0), SITE_LUCK_PLACE - 1.0);
}

static bool knows(const struct site_luck_memo *memo, const struct variate *variate, uint32_t generation)
{
    static_assert(sizeof memo->p == sizeof variate->p, "all numbers of a distribution are kept");
    bool same = memo->generation == generation && memo->family == variate->family && memo->low == variate->low &&
                memo->high == variate->high;
    for (size_t i = 0; same && i < sizeof memo->p / sizeof *memo->p; i++)
        same = memo->p[i] == variate->p[i];
    return same;
}

double site_luck_quantile(struct site_luck_memo *memo, const struct variate *variate, uint32_t generation)
{
    if (knows(memo, variate, generation))
        return memo->value;
    memo->generation = generation;
    memo->family = variate->family;
    memo->low = variate->low;
    memo->high = variate->high;
    memcpy(memo->p, variate->p, sizeof memo->p);
    return memo->value = variate_quantile(variate, site_luck_place(generation));
}

/* ---- what it is drawn from ---- */

static double scale_of(const struct programme *p, const struct site_luck_draw *draw, size_t kind, const double value[])
{
    double stretch = p->overrun == NO_NUMBER ? 1 : 1 + value[p->overrun], scale = stretch;
    if (kind == SITE_LUCK_PACE)
        scale = p->uptake.present ? value[p->uptake.base_week] / stretch : 1;
    else if (draw->node == NOBODY)
        scale *= value[p->decision_spread_days];
    else
        scale *= value[p->node[draw->node].factor];
    return scale > 0 ? scale : 1;
}

int site_luck_forms(const struct site_luck *luck, const struct programme *programme, const double position[],
                    double value[], struct site_luck_form form[SITE_LUCK_KINDS], struct error *error)
{
    const struct quantities *quantities = &programme->quantities;
    for (size_t i = 0; i < quantities->count; i++)
        value[i] = quantities_value(quantities, i, position[i]);
    for (size_t k = 0; k < SITE_LUCK_KINDS; k++) {
        const struct site_luck_draw *draw = &luck->draw[k];
        if (draw->purpose == 0)
            continue;
        form[k].scale = scale_of(programme, draw, k, value);
        if (chance_make(&form[k].variate, &programme->chance[draw->chance], value, error) != 0)
            return -1;
    }
    return 0;
}
