/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * doctors: the share of items that general practitioners and hospitals keep right, per region.
 *
 * share(t) = floor + (1 - floor) / (1 + exp(-(t' - midpoint) / scale)), where t' = t, moved forward by the clean-up
 * agreement: t' = t + gain x min(1, (t - from) / ramp) once it is in force.
 */
#include "models/rollout_state.h"
#include "sim/elementary.h"

#include <math.h>

static uint64_t region_entity(const struct rollout *rollout, size_t region)
{
    return stream_name(rollout->programme->regions.name[region]);
}

void doctors_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t r = 0; p->doctors.present && r < p->regions.count; r++)
        rollout->midpoint[r] =
            value_of(rollout, p->doctors.midpoint) +
            draw_of(rollout, p->doctors.region_shift, region_entity(rollout, r), PURPOSE_REGION_SHIFT, 0);
}

double doctors_exponent(const struct rollout *rollout, size_t region, double t)
{
    const struct doctors *doctors = &rollout->programme->doctors;
    if (!doctors->present)
        return 0;
    if (doctors->cleanup) {
        double part = (t - value_of(rollout, doctors->cleanup_from)) / value_of(rollout, doctors->cleanup_ramp_days);
        t += value_of(rollout, doctors->cleanup_gain_days) * fmin(1, fmax(0, part));
    }
    return -(t - rollout->midpoint[region]) / value_of(rollout, doctors->scale_days);
}

double doctors_share_of(const struct rollout *rollout, double exponential)
{
    const struct doctors *doctors = &rollout->programme->doctors;
    if (!doctors->present)
        return 1;
    double floor = value_of(rollout, doctors->floor);
    return floor + (1 - floor) / (1 + exponential);
}

double doctors_share(const struct rollout *rollout, size_t region, double t)
{
    return doctors_share_of(rollout, elementary_exp(doctors_exponent(rollout, region, t)));
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
    if (!doctors->cleanup || moved <= value_of(rollout, doctors->cleanup_from))
        return moved;
    double from = value_of(rollout, doctors->cleanup_from), ramp = value_of(rollout, doctors->cleanup_ramp_days);
    double gain = value_of(rollout, doctors->cleanup_gain_days);
    double within = (moved + gain * from / ramp) / (1 + gain / ramp);
    return within <= from + ramp ? within : moved - gain;
}
