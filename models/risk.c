/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * risk: events that hit all, a region or a vendor at once, and the task force that helps the sites furthest behind.
 */
#include "models/rollout_state.h"

#include <math.h>

/* The pace in force is made anew from the risks that are on, so that nothing is left over when all are off. */
static void set_paces(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->risk_all = 1;
    for (size_t r = 0; r < p->regions.count; r++)
        rollout->risk_region[r] = 1;
    for (size_t v = 0; v < p->vendors; v++)
        rollout->risk_vendor[v] = 1;
    for (size_t i = 0; i < p->risks; i++) {
        const struct risk *risk = &p->risk[i];
        if (!rollout->risk_on[i])
            continue;
        double *pace = risk->target == RISK_ALL      ? &rollout->risk_all
                       : risk->target == RISK_REGION ? &rollout->risk_region[risk->whom]
                                                     : &rollout->risk_vendor[risk->whom];
        *pace *= value_of(rollout, risk->pace);
    }
}

void risk_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    set_paces(rollout);
    for (size_t i = 0; i < p->risks; i++) {
        const struct risk *risk = &p->risk[i];
        double from = value_of(rollout, risk->from), to = value_of(rollout, risk->to);
        if (uniform_of(rollout, risk->entity, PURPOSE_RISK_HAPPENS, 0) >= value_of(rollout, risk->probability))
            continue;
        double when = from + fmax(0, to - from) * uniform_of(rollout, risk->entity, PURPOSE_RISK_WHEN, 0);
        plan(rollout, fmax(0, when), EVENT_RISK, i, 0, FIRST);
    }
    size_t teams = p->has_swat ? (size_t)lround(value_of(rollout, p->swat.teams)) : 0;
    for (size_t team = 0; team < teams; team++) {
        rollout->swat_site[team] = NOBODY;
        plan(rollout, fmax(0, value_of(rollout, p->swat.from)), EVENT_SWAT, team, 0, AFTER);
    }
}

void risk_happen(struct rollout *rollout, size_t index, bool over)
{
    const struct programme *p = rollout->programme;
    const struct risk *risk = &p->risk[index];
    int teams = (int)lround(value_of(rollout, risk->teams));
    tell(rollout, over ? HAPPENS_RISK_OVER : HAPPENS_RISK, NOBODY, NOBODY, (double)index);
    rollout->risk_on[index] = !over;
    set_paces(rollout);
    for (size_t site = 0; site < p->sites; site++)
        network_pace(rollout, site);
    if (risk->target == RISK_VENDOR && teams != 0)
        vendor_add_teams(rollout, (size_t)risk->whom, over ? -teams : teams);
    if (!over)
        plan(rollout, rollout->now + draw_of(rollout, risk->duration, risk->entity, PURPOSE_RISK_LENGTH, 0),
             EVENT_RISK_OVER, index, 0, FIRST);
}

double risk_pace(const struct rollout *rollout, size_t site)
{
    return rollout->risk_all * rollout->risk_region[rollout->programme->site[site].region];
}

/* ---- the task force ---- */

/* Among the sites that take items into use: the one with the smallest share in that no team helps. */
static int furthest_behind(const struct rollout *rollout)
{
    int behind = NOBODY;
    double least = 2;
    for (size_t k = 0; k < rollout->uptakes; k++) {
        size_t site = rollout->uptake[k];
        double share = (double)rollout->cards[site] / rollout->expected[site];
        if (rollout->uptake_node[site] == 0 || rollout->swat[site] > 1 || share > least ||
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
