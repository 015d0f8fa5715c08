/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * crew: what the sites in uptake share: servers of a pool who take the items into use, so many a week together. They
 * go to one site after another in the pool's order of service; the time that they spend at other work does not count.
 */
#include "models/rollout_rules.h"

#include <math.h>

void crew_begin(struct rollout *rollout)
{
    rollout->crew_carry = rollout->crew_days = rollout->crew_busy = 0;
    rollout->crew_short = 0;
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

/* Of a site's days in the week those are lost that its items waited for: the share that nobody came for. */
static void note_short(struct rollout *rollout, const struct turn *turn, int32_t wanted)
{
    size_t site = turn->site;
    double days = fmin(rollout->now - rollout->began[site], fmin(7, rollout->now));
    if (rollout->uptake_open[site])
        rollout->crew_lost[site] += days * (1 - (double)turn->items / wanted);
}

/* The crews' use is measured from the first week with items on, until the last one; `part` of what they could do is
 * done. */
static void note_use(struct rollout *rollout, size_t resource, double part, size_t lacking)
{
    rollout->crew_busy += part * rollout->crew_servers * fmin(7, rollout->now);
    if (part > 0)
        usage_end(&rollout->usage[resource], &rollout->team[resource], rollout->now);
    if (lacking > rollout->crew_short)
        rollout->crew_short = lacking;
}

void crew_join(struct rollout *rollout)
{
    size_t resource = resource_of(rollout);
    if (!rollout->usage[resource].begun)
        usage_begin(&rollout->usage[resource], &rollout->team[resource], rollout->now);
}

/* What they did at other work is the pool's own account. Weeks are counted whole, though a site may begin within one.
 */
struct usage_report crew_report(const struct rollout *rollout)
{
    const struct resource *team = &rollout->team[resource_of(rollout)];
    struct usage with = rollout->usage[resource_of(rollout)];
    double wait = team->wait_total;
    uint64_t served = team->granted;
    with.busy_to += rollout->crew_busy;
    with.idle_to -= rollout->crew_busy;
    for (size_t site = 0; site < rollout->programme->sites; site++) {
        wait += rollout->crew_lost[site];
        served += rollout->cards[site] > 0;
    }
    struct usage_report report =
        usage_report(&with, wait, served, fmax(team->queue_level.max, (double)rollout->crew_short));
    report.utilisation = fmin(1, report.utilisation); /* NaN stays */
    report.idle = fmax(0, report.idle);
    return report;
}

void crew_share(struct rollout *rollout, size_t turns, double season)
{
    size_t resource = resource_of(rollout), lacking = 0;
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
        if (turn->items < wanted) {
            note_short(rollout, turn, wanted);
            lacking++;
        }
    }
    note_use(rollout, resource, whole > 0 ? (double)(whole - left) / room : 0, lacking);
    rollout->crew_carry = left == 0 && room > (double)whole ? room - (double)whole : 0;
}
