/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * doctors: the share of items that general practitioners and hospitals keep right, per region.
 *
 * share(t) = floor + (1 - floor) / (1 + exp(-(t' - midpoint) / scale)), where t' = t, moved forward by the clean-up
 * agreement: t' = t + gain x min(1, days / ramp), days being those during which it has been in force.
 */
#include "models/rollout_rules.h"
#include "sim/elementary.h"

#include <math.h>

static uint64_t region_entity(const struct rollout *rollout, size_t region)
{
    return stream_name(rollout->programme->regions.name[region]);
}

/* ---- the clean-up agreement ---- */

/* When it is in force: from the beginning or not, and on or off at each change. */
static void list_spells(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    double from = value_of(rollout, p->doctors.cleanup_from), begins = -INFINITY;
    bool on = p->doctors.cleanup;
    for (size_t i = 0; i < p->changes; i++) {
        const struct change *change = &p->change[rollout->change[i]];
        double at = value_of(rollout, change->from);
        if (change->what != CHANGE_CLEANUP || on == (change->choice != 0))
            continue;
        if (on && at > 0)
            rollout->spell[rollout->spells++] = (struct spell){fmax(begins, from), fmax(at, from)};
        on = !on;
        begins = at > 0 ? at : -INFINITY;
    }
    if (on)
        rollout->spell[rollout->spells++] = (struct spell){fmax(begins, from), INFINITY};
}

static double cleanup_days(const struct rollout *rollout, double t)
{
    double days = 0;
    for (size_t i = 0; i < rollout->spells; i++)
        days += greater(0, lesser(t, rollout->spell[i].to) - rollout->spell[i].from);
    return days;
}

/* When the doctors are where they would be at `moved` without the agreement. */
static double cleaned_up(const struct rollout *rollout, double moved)
{
    const struct doctors *doctors = &rollout->programme->doctors;
    double ramp = value_of(rollout, doctors->cleanup_ramp_days), gain = value_of(rollout, doctors->cleanup_gain_days);
    double days = 0;
    for (size_t i = 0; i < rollout->spells; i++) {
        double from = rollout->spell[i].from, to = rollout->spell[i].to, full = from + (ramp - days);
        double before = moved - gain * fmin(1, days / ramp);
        if (before <= from)
            return before;
        double within = (moved + gain * (from - days) / ramp) / (1 + gain / ramp);
        if (within <= fmin(to, full))
            return within;
        days += to - from;
    }
    return moved - gain * fmin(1, days / ramp);
}

/* ---- the curve ---- */

void doctors_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->spells = 0;
    if (p->doctors.has_cleanup)
        list_spells(rollout);
    for (size_t r = 0; p->doctors.present && r < p->regions.count; r++)
        rollout->midpoint[r] =
            value_of(rollout, p->doctors.midpoint) +
            draw_of(rollout, p->doctors.region_shift, region_entity(rollout, r), PURPOSE_REGION_SHIFT, 0);
}

double doctors_moved(const struct rollout *rollout, double t)
{
    const struct doctors *doctors = &rollout->programme->doctors;
    if (doctors->present && doctors->has_cleanup)
        t += value_of(rollout, doctors->cleanup_gain_days) *
             fmin(1, cleanup_days(rollout, t) / value_of(rollout, doctors->cleanup_ramp_days));
    return t;
}

void doctors_shares(const struct rollout *rollout, size_t first, size_t end, const double moved[], size_t instants,
                    double share[])
{
    const struct doctors *doctors = &rollout->programme->doctors;
    size_t count = (end - first) * instants;
    for (size_t i = 0; !doctors->present && i < count; i++)
        share[i] = 1;
    if (!doctors->present)
        return;
    double floor = value_of(rollout, doctors->floor), scale = value_of(rollout, doctors->scale_days);
    for (size_t r = first; r < end; r++)
        for (size_t i = 0; i < instants; i++)
            share[(r - first) * instants + i] = -(moved[i] - rollout->midpoint[r]) / scale;
    rollout->variant->exponentials(share, count);
    for (size_t i = 0; i < count; i++)
        share[i] = floor + (1 - floor) / (1 + share[i]);
}

double doctors_opening(const struct rollout *rollout, size_t region)
{
    const struct doctors *doctors = &rollout->programme->doctors;
    double floor = value_of(rollout, doctors->floor), threshold = value_of(rollout, doctors->threshold);
    if (threshold <= floor)
        return 0;
    if (threshold >= 1)
        return INFINITY;
    double moved = rollout->midpoint[region] +
                   value_of(rollout, doctors->scale_days) * elementary_log((threshold - floor) / (1 - threshold));
    return doctors->has_cleanup ? cleaned_up(rollout, moved) : moved;
}
