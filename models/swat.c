/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * swat: the task force, whose teams help the sites furthest behind.
 */
#include "models/rollout_state.h"

#include <math.h>

void swat_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->swat_teams = 0;
    if (p->has_swat)
        swat_resize(rollout, (int)lround(value_of(rollout, p->swat.teams)));
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
    rollout->swat_next[team] =
        plan(rollout, rollout->now + (next == NOBODY ? 7 : value_of(rollout, swat->days)), EVENT_SWAT, team, 0, AFTER);
}

static void start(struct rollout *rollout, size_t team)
{
    rollout->swat_site[team] = NOBODY;
    rollout->swat_next[team] =
        plan(rollout, fmax(rollout->now, value_of(rollout, rollout->programme->swat.from)), EVENT_SWAT, team, 0, AFTER);
}

static void stop(struct rollout *rollout, size_t team)
{
    int site = rollout->swat_site[team];
    calendar_cancel(rollout->calendar, rollout->swat_next[team]);
    if (site == NOBODY)
        return;
    rollout->swat[site] = 1;
    network_pace(rollout, (size_t)site);
}

void swat_resize(struct rollout *rollout, int teams)
{
    while (rollout->swat_teams < teams)
        start(rollout, (size_t)rollout->swat_teams++);
    while (rollout->swat_teams > teams && rollout->swat_teams > 0)
        stop(rollout, (size_t)--rollout->swat_teams);
}
