/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * crew: what the sites in uptake share: servers of a pool who take the items into use, so many a week together. They
 * go to one site after another in the pool's order of service; the time that they spend at other work does not count.
 */
#include "models/rollout_rules.h"

#include <math.h>

void crew_begin(struct rollout *rollout)
{
    rollout->crew_carry = rollout->crew_days = 0;
    if (rollout->programme->uptake.crew != NOBODY)
        queue_init(&rollout->crew, &rollout->arena, (uint32_t)rollout->programme->sites);
}

size_t crew_need(const struct programme *programme)
{
    return programme->uptake.crew == NOBODY ? 0 : queue_need((uint32_t)programme->sites);
}

/* Server-days that were free for the items since the beginning. */
static double free_days(const struct rollout *rollout, size_t resource)
{
    const struct resource *team = &rollout->team[resource];
    return level_area(&team->capacity_level, rollout->now) - level_area(&team->busy_level, rollout->now);
}

static size_t resource_of(const struct rollout *rollout)
{
    return rollout->programme->vendors + (size_t)rollout->programme->uptake.crew;
}

void crew_week(struct rollout *rollout)
{
    double days = free_days(rollout, resource_of(rollout));
    rollout->crew_servers = fmax(0, days - rollout->crew_days) / fmin(7, rollout->now);
    rollout->crew_days = days;
}

void crew_share(struct rollout *rollout, size_t turns, double season)
{
    size_t resource = resource_of(rollout);
    double each = value_of(rollout, rollout->programme->uptake.per_server_week) / rollout->stretch;
    double room = rollout->crew_servers * each * season + rollout->crew_carry;
    int64_t whole = (int64_t)fmin(room + 1e-9, 1e18), left = whole;
    for (size_t k = 0; k < turns; k++) {
        size_t site = rollout->turn[k].site;
        queue_join(&rollout->crew, (uint32_t)k, discipline_key(rollout, resource, site, rollout->began[site]));
    }
    for (uint32_t k; (k = queue_take(&rollout->crew)) != QUEUE_NOBODY;) {
        struct turn *turn = &rollout->turn[k];
        int32_t wanted = turn->items < turn->room ? turn->items : turn->room;
        turn->items = wanted < left ? wanted : (int32_t)left;
        left -= turn->items;
    }
    rollout->crew_carry = left == 0 && room > (double)whole ? room - (double)whole : 0;
}
