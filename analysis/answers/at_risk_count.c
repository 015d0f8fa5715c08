/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_count: how often each site is late, or last, in today's courses, and what simulation leaves open of that.
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

/* ---- one pass ---- */

static void count_table(const struct at_risk_work *work, size_t t, size_t row, size_t replication)
{
    const struct at_risk_table *table = &work->out->table[t];
    const float *date = work->rows + row * work->sites * work->milestones + table->milestone;
    double weight = work->weights[replication], limit = at_risk_limit(work, table), horizon = work->spec->horizon;
    double *miss = work->miss + (t * work->groups + replication / work->alike % work->groups) * work->sites;
    double *late = work->late + t * work->sites, *behind = work->behind + t * work->sites;
    for (size_t site = 0; site < work->sites; site++, date += work->milestones) {
        behind[site] += (double)*date <= work->from ? weight : 0;
        miss[site] += (double)*date <= limit ? 0 : weight; /* NaN is late, too */
        late[site] += weight * ((double)*date < horizon ? (double)*date : horizon);
    }
}

static void count_last(const struct at_risk_work *work, size_t row, size_t replication)
{
    const float *date = work->rows + row * work->sites * work->milestones + work->milestones - 1;
    double *last = work->last + replication / work->alike % work->groups * work->sites;
    for (size_t site = 0; site < work->sites; site++, date += work->milestones)
        if (isnan(*date) || work->last_site[replication] == (int)site)
            last[site] += work->weights[replication];
}

static int count_rows(struct at_risk_work *work)
{
    for (size_t first = 0; first < work->n; first += AT_RISK_ROWS) {
        size_t left = work->n - first;
        struct results_slice slice = {
            .scenario = work->out->today, .first = first, .count = left < AT_RISK_ROWS ? left : AT_RISK_ROWS};
        if (results_read(work->results, OUTCOME_MUNICIPALITY_DATE, &slice, work->rows, work->error) != 0)
            return -1;
        for (size_t i = 0; i < slice.count; i++) {
            work->group_weight[(first + i) / work->alike % work->groups] += work->weights[first + i];
            for (size_t t = 0; t < work->out->count; t++)
                count_table(work, t, i, first + i);
            count_last(work, i, first + i);
        }
    }
    return 0;
}

int at_risk_count(struct at_risk_work *work)
{
    size_t cells = work->groups * work->sites;
    struct results_slice all = {.scenario = work->out->today, .count = work->n};
    work->group_weight = at_risk_get(work, work->groups, sizeof *work->group_weight);
    work->miss = at_risk_get(work, work->out->count * cells, sizeof *work->miss);
    work->last = at_risk_get(work, cells, sizeof *work->last);
    work->behind = at_risk_get(work, work->out->count * work->sites, sizeof *work->behind);
    work->late = at_risk_get(work, work->out->count * work->sites, sizeof *work->late);
    work->answer = at_risk_get(work, work->groups, sizeof *work->answer);
    work->last_site = at_risk_get(work, work->n, sizeof *work->last_site);
    work->last_cause = at_risk_get(work, work->n, sizeof *work->last_cause);
    work->rows = at_risk_get(work, AT_RISK_ROWS * work->sites * work->milestones, sizeof *work->rows);
    if (!work->group_weight || !work->miss || !work->last || !work->behind || !work->late || !work->answer ||
        !work->last_site || !work->last_cause || !work->rows ||
        results_read(work->results, OUTCOME_LAST_MUNICIPALITY, &all, work->last_site, work->error) != 0 ||
        results_read(work->results, OUTCOME_LAST_CAUSE, &all, work->last_cause, work->error) != 0)
        return -1;
    if (results_has_causes(work->spec)) {
        work->lost = at_risk_get(work, work->sites * work->spec->cause_count, sizeof *work->lost);
        if (!work->lost || results_read_causes(work->results, work->out->today, work->lost, work->error) != 0)
            return -1;
    }
    return count_rows(work);
}

void at_risk_count_free(struct at_risk_work *work)
{
    free(work->weights);
    free(work->group_weight);
    free(work->miss);
    free(work->last);
    free(work->behind);
    free(work->late);
    free(work->answer);
    free(work->last_site);
    free(work->last_cause);
    free(work->lost);
    free(work->rows);
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
