/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * loss: what a course has lost against the plan, and what it cost.
 *
 * Every item that comes into use after the plan's deadline is late by so long, every site likewise at the final
 * milestone; what has not come by the horizon counts up to it. Being early makes up for nothing. Items are counted as
 * the weekly series has them, from one Monday's midnight to the next.
 */
#include "models/rollout_rules.h"

#include <math.h>

#define YEAR 365.25
#define MONTH (YEAR / 12)

/* The midnight that ends the deadline's day; NaN: there is no plan. */
static double planned(const struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    return p->delay.deadline == NOBODY ? NAN : p->deadline[p->delay.deadline].instant;
}

/* The instant of the last milestone; the horizon, if it is not reached. */
static double ended(const struct rollout *rollout, size_t site)
{
    const size_t last = rollout->programme->nodes - 1;
    return step_done(rollout, site, last) ? step_of(rollout, site, last)->end : rollout->programme->horizon;
}

double loss_site_months(const struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    double plan = planned(rollout), days = 0;
    for (size_t site = 0; site < p->sites; site++)
        days += greater(0, ended(rollout, site) - plan);
    return isnan(plan) ? NAN : days / MONTH;
}

double loss_item_years(const struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    double plan = planned(rollout), days = 0;
    if (isnan(plan) || rollout->expected_total == 0)
        return NAN;
    double before =
        lesser(p->weeks > 0 ? p->first_monday : p->horizon, p->horizon); /* until then nothing is counted in */
    days = (double)rollout->expected_total * greater(0, before - plan);
    for (size_t week = 0; week < p->weeks; week++) {
        double from = p->first_monday + 7.0 * (double)week, to = week + 1 < p->weeks ? from + 7 : p->horizon;
        days += (double)(rollout->expected_total - rollout->national[week]) * greater(0, to - greater(from, plan));
    }
    return days / YEAR;
}

double loss_value(const struct rollout *rollout, double item_years)
{
    number value = rollout->programme->delay.value;
    return value == NO_NUMBER || isnan(item_years) ? 0 : value_of(rollout, value) * item_years;
}

/* ---- costs ---- */

struct meter {                             /* of one cost */
    double level, since, units, unit_days; /* there now, since when; that ever came; their days so far */
};

static void meter_set(struct meter *meter, double now, double level)
{
    level = greater(0, level);
    meter->unit_days += meter->level * greater(0, now - meter->since);
    meter->units += greater(0, level - meter->level);
    meter->since = now;
    meter->level = level;
}

/* Before the first change that was not in force from the beginning. */
static double level_at_first(const struct rollout *rollout, const struct cost *cost)
{
    const struct programme *p = rollout->programme;
    if (cost->level != NO_NUMBER)
        return p->changes > 0 ? rollout->initial[cost->level] : value_of(rollout, cost->level);
    bool on = cost->what == CHANGE_PUSH ? p->push : p->doctors.cleanup;
    for (size_t i = 0; i < p->changes; i++) {
        const struct change *change = &p->change[rollout->change[i]];
        if (change->what == cost->what && !(value_of(rollout, change->from) > 0))
            on = change->choice != 0;
    }
    return on;
}

static bool is_of(const struct programme *p, const struct change *change, const struct cost *cost)
{
    return cost->level == NO_NUMBER ? change->what == cost->what : programme_changed(p, change) == cost->level;
}

static double cost_until(const struct rollout *rollout, const struct cost *cost, double end)
{
    const struct programme *p = rollout->programme;
    double nominal = level_at_first(rollout, cost), from = cost->from == NO_NUMBER ? 0 : value_of(rollout, cost->from);
    struct meter meter = {.since = greater(0, from)};
    bool begun = false;
    for (size_t i = 0; i < p->changes && meter.since < end; i++) {
        const struct change *change = &p->change[rollout->change[i]];
        double at = value_of(rollout, change->from);
        if (!is_of(p, change, cost) || !(at > 0) || at >= end)
            continue;
        if (at > meter.since && !begun) {
            meter_set(&meter, meter.since, nominal);
            begun = true;
        }
        double amount = change->amount == NO_NUMBER ? change->choice : value_of(rollout, change->amount);
        nominal = change->adds ? nominal + amount : amount;
        if (begun)
            meter_set(&meter, at, nominal);
    }
    if (!begun && meter.since < end)
        meter_set(&meter, meter.since, nominal);
    meter_set(&meter, end, 0);
    return cost->per_unit * meter.units + cost->per_year * meter.unit_days / YEAR;
}

double loss_cost(const struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    double end = 0, sum = 0;
    for (size_t site = 0; p->costs > 0 && site < p->sites; site++)
        end = greater(end, ended(rollout, site));
    for (size_t i = 0; i < p->costs; i++)
        sum += cost_until(rollout, &p->cost[i], end);
    return sum;
}
