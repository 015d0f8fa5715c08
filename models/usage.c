/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: how much a resource was used, from its readiness or first request to the end of its last service.
 */
#include "models/rollout_rules.h"

#include <math.h>

void usage_begin(struct usage *usage, const struct resource *team, double now)
{
    usage->begun = true;
    usage->busy_from = level_area(&team->busy_level, now);
    usage->capacity_from = level_area(&team->capacity_level, now);
    usage->idle_from = level_area(&team->idle_level, now);
}

void usage_end(struct usage *usage, const struct resource *team, double now)
{
    usage->ended = usage->begun;
    usage->busy_to = level_area(&team->busy_level, now);
    usage->capacity_to = level_area(&team->capacity_level, now);
    usage->idle_to = level_area(&team->idle_level, now);
}

struct usage_report usage_report(const struct usage *usage, double wait_total, uint64_t granted, double queue_max)
{
    double offered = usage->ended ? usage->capacity_to - usage->capacity_from : 0;
    return (struct usage_report){
        .utilisation = offered > 0 ? (usage->busy_to - usage->busy_from) / offered : NAN,
        .wait_mean = granted > 0 ? wait_total / (double)granted : NAN,
        .queue_max = queue_max,
        .idle = usage->ended ? usage->idle_to - usage->idle_from : 0,
    };
}
