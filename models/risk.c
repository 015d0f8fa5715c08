/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * risk: events that hit all, a region or a vendor at once.
 */
#include "models/rollout_rules.h"

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
        pool_add(rollout, (size_t)risk->whom, over ? -teams : teams);
    if (!over)
        plan(rollout, rollout->now + draw_of(rollout, risk->duration, risk->entity, PURPOSE_RISK_LENGTH, 0),
             EVENT_RISK_OVER, index, 0, FIRST);
}

double risk_pace(const struct rollout *rollout, size_t site)
{
    return rollout->risk_all * rollout->risk_region[rollout->region[site]];
}
