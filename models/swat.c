/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * swat: the task force, whose teams help the sites furthest behind.
 */
#include "models/rollout_state.h"

#include <math.h>

void swat_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    size_t teams = p->has_swat ? (size_t)lround(value_of(rollout, p->swat.teams)) : 0;
    for (size_t team = 0; team < teams; team++) {
        rollout->swat_site[team] = NOBODY;
        plan(rollout, fmax(0, value_of(rollout, p->swat.from)), EVENT_SWAT, team, 0, AFTER);
    }
}

/* Among the sites that take items into use: the one with the smallest share in that no team helps. */
static int furthest_behind(const struct rollout *rollout)
{
    int behind = NOBODY;
    double least = 2;
    for (size_t k = 0; k < rollout->uptakes; k++) {
        size_t site = rollout->uptake[k];
        double share = (double)rollout->cards[site] / rollout->expected[site];
        if (!rollout->uptake_open[site] || rollout->swat[site] > 1 || share > least ||
            (share == least && (int)site > behind))
            continue;
        behind = (int)site;
        least = share;
    }
    return behind;
}

void swat_take(struct rollout *rollout, size_t team)
{
    const struct swat *swat = &rollout->programme->swat;
    int before = rollout->swat_site[team], next;
    if (before != NOBODY) {
        rollout->swat[before] = 1;
        network_pace(rollout, (size_t)before);
    }
    rollout->swat_site[team] = next = furthest_behind(rollout);
    if (next != NOBODY) {
        rollout->swat[next] = value_of(rollout, swat->factor);
        network_pace(rollout, (size_t)next);
    }
    plan(rollout, rollout->now + (next == NOBODY ? 7 : value_of(rollout, swat->days)), EVENT_SWAT, team, 0, AFTER);
}
