/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * items: how many each site expects.
 */
#include "models/rollout_rules.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

int items_init(struct rollout *rollout, struct error *error)
{
    rollout->spread = calloc(rollout->programme->sites + 1, sizeof *rollout->spread);
    rollout->spread_of = NAN;
    return rollout->spread ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
}

/* So many, spread by size: largest remainder, so that the sum is exact. */
static void spread(struct rollout *rollout, int64_t cards)
{
    const struct programme *p = rollout->programme;
    double *rest = ARENA_TAKE(&rollout->arena, p->sites, double), size = 0;
    size_t *order = ARENA_TAKE(&rollout->arena, p->sites, size_t), sharing = 0;
    int64_t given = 0;
    rollout->spread_total = cards;
    for (size_t i = 0; i < p->sites; i++)
        size += p->site[i].items == NOBODY ? p->site[i].size : 0;
    for (size_t i = 0; i < p->sites; i++) {
        if (p->site[i].items != NOBODY) {
            rollout->spread[i] = p->site[i].items;
            rollout->spread_total += p->site[i].items;
            rest[i] = 1; /* behind all that share */
            continue;
        }
        double part = size > 0 ? (double)cards * p->site[i].size / size : 0;
        rollout->spread[i] = (int32_t)floor(part);
        rest[i] = -(part - floor(part));
        given += rollout->spread[i];
        sharing++;
    }
    gsl_sort_index(order, rest, 1, p->sites);
    for (size_t k = 0; size > 0 && given < cards; k = k + 1 < sharing ? k + 1 : 0, given++)
        rollout->spread[order[k]]++;
}

/* Most programmes expect as many in every replication. */
void items_expect(struct rollout *rollout)
{
    double cards = value_of(rollout, rollout->programme->cards);
    if (cards != rollout->spread_of)
        spread(rollout, llround(cards));
    rollout->spread_of = cards;
    rollout->expected_total = rollout->spread_total;
    memcpy(rollout->expected, rollout->spread, rollout->programme->sites * sizeof *rollout->expected);
}
