/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_count: how often each site is late, or last, and what it waits for in today's courses, and what simulation
 * leaves open of the shares.
 */
#include "analysis/answers/at_risk_parts.h"
#include "analysis/statistics/spread.h"

#include <math.h>
#include <stdlib.h>

void *at_risk_get(const struct at_risk_work *work, size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory)
        error_set(work->error, ERROR_MEMORY, "no memory for the sites at risk");
    return memory;
}

double at_risk_limit(const struct at_risk_work *work, const struct at_risk_table *table)
{
    return table->deadline < 0 ? INFINITY : results_deadline_instant(work->spec, (size_t)table->deadline);
}

/* ---- one course ---- */

/* A milestone after the other, so that the sites stand side by side. */
static void spread_row(const struct at_risk_work *work, const float row[])
{
    for (size_t m = 0; m < work->milestones; m++) {
        double *date = work->date + m * work->sites;
        for (size_t site = 0; site < work->sites; site++)
            date[site] = (double)row[site * work->milestones + m];
    }
}

/* The days that the dates belong to, from the epoch's eve (0) on, or `days` for never. */
static void find_slots(const struct at_risk_work *work, const double date[])
{
    double horizon = work->spec->horizon;
    for (size_t site = 0; site < work->sites; site++) {
        double in = date[site] <= horizon ? date[site] : horizon; /* NaN is never */
        in = in > 0 ? in : 0;
        int whole = (int)in;
        work->slot[site] = date[site] <= horizon ? whole + ((double)whole < in) : (int)work->days;
    }
}

static void count_asked(const struct at_risk_work *work, size_t asked, double weight)
{
    const double *date = work->date + work->asked[asked] * work->sites;
    double *behind = work->behind + asked * work->sites, *late = work->late + asked * work->sites;
    double *by_day = work->by_day + asked * work->sites * (work->days + 1);
    double from = work->from, horizon = work->spec->horizon;
    for (size_t site = 0; site < work->sites; site++) {
        behind[site] += date[site] <= from ? weight : 0;
        late[site] += weight * (date[site] < horizon ? date[site] : horizon);
    }
    find_slots(work, date);
    for (size_t site = 0; site < work->sites; site++)
        by_day[site * (work->days + 1) + (size_t)work->slot[site]] += weight;
}

static void count_table(const struct at_risk_work *work, size_t t, size_t group, double weight)
{
    const double *date = work->date + work->asked[work->asked_of[t]] * work->sites;
    double *miss = work->miss + (t * work->groups + group) * work->sites;
    double limit = at_risk_limit(work, &work->out->table[t]);
    for (size_t site = 0; site < work->sites; site++)
        miss[site] += date[site] <= limit ? 0 : weight; /* NaN is late, too */
}

static void count_last(const struct at_risk_work *work, size_t group, size_t replication)
{
    const double *date = work->date + (work->milestones - 1) * work->sites;
    double *last = work->last + group * work->sites, weight = work->weights[replication];
    int own = work->last_site[replication];
    for (size_t site = 0; site < work->sites; site++)
        last[site] += isnan(date[site]) ? weight : 0;
    if (own >= 0 && (size_t)own < work->sites && !isnan(date[own]))
        last[own] += weight;
}

/* What each site waits for, and the days that lie ahead of it, milestone by milestone. What is told to be reached is
 * left out: a course's own day of that is right within an error, and may lie ahead. */
static void count_ahead(const struct at_risk_work *work, double weight)
{
    double from = work->from, horizon = work->spec->horizon, *before = work->before, *found = work->found;
    for (size_t site = 0; site < work->sites; site++) {
        before[site] = from;
        found[site] = 0;
    }
    for (size_t m = 0; m < work->milestones; m++) {
        const double *date = work->date + m * work->sites, *open = work->open + m * work->sites;
        double *ahead = work->ahead + m * work->sites, *waits = work->waits + m * work->sites;
        for (size_t site = 0; site < work->sites; site++) {
            double at = date[site] < horizon ? date[site] : horizon; /* NaN is never */
            double next = date[site] <= from ? 0 : open[site] * (1 - found[site]);
            double step = open[site] > 0 && at > before[site] ? at - before[site] : 0;
            waits[site] += next > 0 ? weight : 0;
            found[site] += next;
            ahead[site] += weight * step;
            before[site] = step > 0 ? at : before[site];
        }
    }
    double *none = work->waits + work->milestones * work->sites;
    for (size_t site = 0; site < work->sites; site++)
        none[site] += found[site] > 0 ? 0 : weight;
}

/* ---- one pass ---- */

void at_risk_count_rows(void *context, const void *values, size_t first, size_t count)
{
    const struct at_risk_work *work = context;
    const float *row = values;
    for (size_t i = first; i < first + count; i++, row += work->sites * work->milestones) {
        size_t group = i / work->alike % work->groups;
        double weight = work->weights[i];
        work->group_weight[group] += weight;
        spread_row(work, row);
        for (size_t a = 0; a < work->asked_count; a++)
            count_asked(work, a, weight);
        for (size_t t = 0; t < work->out->count; t++)
            count_table(work, t, group, weight);
        count_last(work, group, i);
        count_ahead(work, weight);
    }
}

/* The milestones that the tables ask about, each once. */
static int find_asked(struct at_risk_work *work)
{
    work->asked = at_risk_get(work, work->out->count, sizeof *work->asked);
    work->asked_of = at_risk_get(work, work->out->count, sizeof *work->asked_of);
    for (size_t t = 0; work->asked && work->asked_of && t < work->out->count; t++) {
        size_t milestone = (size_t)work->out->table[t].milestone, a = 0;
        while (a < work->asked_count && work->asked[a] != milestone)
            a++;
        work->asked_of[t] = a;
        if (a == work->asked_count)
            work->asked[work->asked_count++] = milestone;
    }
    return work->asked && work->asked_of ? 0 : -1;
}

static int take_sums(struct at_risk_work *work)
{
    size_t cells = work->groups * work->sites, all = work->milestones * work->sites,
           asked = work->asked_count * work->sites;
    work->days = work->spec->horizon > 0 ? (size_t)work->spec->horizon + 1 : 1;
    work->group_weight = at_risk_get(work, work->groups, sizeof *work->group_weight);
    work->miss = at_risk_get(work, work->out->count * cells, sizeof *work->miss);
    work->last = at_risk_get(work, cells, sizeof *work->last);
    work->behind = at_risk_get(work, asked, sizeof *work->behind);
    work->late = at_risk_get(work, asked, sizeof *work->late);
    work->by_day = at_risk_get(work, asked * (work->days + 1), sizeof *work->by_day);
    work->ahead = at_risk_get(work, all, sizeof *work->ahead);
    work->waits = at_risk_get(work, all + work->sites, sizeof *work->waits);
    work->open = at_risk_get(work, all, sizeof *work->open);
    work->date = at_risk_get(work, all, sizeof *work->date);
    work->before = at_risk_get(work, work->sites, sizeof *work->before);
    work->found = at_risk_get(work, work->sites, sizeof *work->found);
    work->slot = at_risk_get(work, work->sites, sizeof *work->slot);
    work->answer = at_risk_get(work, work->groups, sizeof *work->answer);
    return work->group_weight && work->miss && work->last && work->behind && work->late && work->by_day &&
                   work->ahead && work->waits && work->open && work->date && work->before && work->found &&
                   work->slot && work->answer
               ? 0
               : -1;
}

int at_risk_count_init(struct at_risk_work *work)
{
    struct results_slice all = {.scenario = work->out->today, .count = work->n};
    if (find_asked(work) != 0 || take_sums(work) != 0)
        return -1;
    for (size_t m = 0; m < work->milestones; m++)
        for (size_t site = 0; site < work->sites; site++)
            work->open[m * work->sites + site] = work->told.done[site * work->milestones + m] == TOLD_NOT_YET;
    work->last_site = at_risk_get(work, work->n, sizeof *work->last_site);
    work->last_cause = at_risk_get(work, work->n, sizeof *work->last_cause);
    if (!work->last_site || !work->last_cause ||
        results_read(work->results, OUTCOME_LAST_MUNICIPALITY, &all, work->last_site, work->error) != 0 ||
        results_read(work->results, OUTCOME_LAST_CAUSE, &all, work->last_cause, work->error) != 0)
        return -1;
    if (!results_has_causes(work->spec))
        return 0;
    work->lost = at_risk_get(work, work->sites * work->spec->cause_count, sizeof *work->lost);
    return work->lost ? results_read_causes(work->results, work->out->today, work->lost, work->error) : -1;
}

void at_risk_count_free(struct at_risk_work *work)
{
    void *const memory[] = {work->weights, work->asked,  work->asked_of,  work->group_weight, work->miss,
                            work->last,    work->behind, work->late,      work->by_day,       work->ahead,
                            work->waits,   work->open,   work->date,      work->before,       work->found,
                            work->slot,    work->answer, work->last_site, work->last_cause,   work->lost};
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++)
        free(memory[i]);
}

/* ---- shares and what is left open ---- */

static double total(const struct at_risk_work *work, const double list[], size_t step)
{
    double sum = 0;
    for (size_t g = 0; g < work->groups; g++)
        sum += list[g * step];
    return sum;
}

double at_risk_share(const struct at_risk_work *work, const double sums[], size_t site)
{
    return total(work, sums + site, work->sites) / total(work, work->group_weight, 1);
}

static struct spread spread_at(const struct at_risk_work *work, const double sums[], size_t site)
{
    for (size_t g = 0; g < work->groups; g++)
        work->answer[g] = sums[g * work->sites + site] / work->group_weight[g];
    return spread_of(work->answer, work->groups, 0.95);
}

static bool is_open(double p)
{
    return p >= 0.01 && p <= 0.99;
}

double at_risk_least_size(const struct at_risk_work *work, const double sums[])
{
    double least = INFINITY;
    if (work->groups == 1)
        return work->equal ? (double)work->n : estimate_effective_size(work->weights, work->n);
    for (size_t site = 0; site < work->sites; site++) {
        struct spread spread = spread_at(work, sums, site);
        if (is_open(spread.mean))
            least = fmin(least, spread_effective_normal(spread.mean, spread.error, work->groups));
    }
    return isfinite(least) ? fmin(least, (double)work->n) : (double)work->groups;
}

struct interval at_risk_interval(const struct at_risk_work *work, const double sums[], size_t site, double size)
{
    double p = at_risk_share(work, sums, site);
    if (work->groups == 1 || !is_open(p))
        return estimate_wilson(p * size, size, 0.95);
    struct interval interval = spread_at(work, sums, site).interval;
    return (struct interval){fmax(0, interval.low), fmin(1, interval.high)};
}
