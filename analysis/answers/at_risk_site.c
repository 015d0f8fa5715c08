/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_site: when the listed sites are done, and what they wait for.
 */
#include "analysis/answers/at_risk_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LASTS_LEAST = 10 }; /* courses in which a site comes last, so that their causes are told */

/* The smallest day with so much of the weight by its end, as in estimate.h. */
static double day_of(const double weights[], size_t days, double total, double level)
{
    double sum = 0, wanted = level * total * (1 - 1e-12); /* sums of weights are not exact */
    for (size_t day = 0; day < days; day++)
        if ((sum += weights[day]) >= wanted && sum > 0)
            return (double)day;
    return INFINITY;
}

static void tell_dates(const struct at_risk_work *work, size_t asked, struct at_risk_site *site)
{
    const double *weights = work->by_day + (asked * work->sites + site->site) * (work->days + 1);
    double total = 0;
    for (size_t day = 0; day <= work->days; day++)
        total += weights[day];
    for (size_t q = 0; q < AT_RISK_QUANTILES; q++)
        site->date[q] = day_of(weights, work->days, total, results_quantiles[q]);
}

static int tell_wait(const struct at_risk_work *work, struct at_risk_site *site)
{
    const double *waits = work->waits + site->site;
    double sum = 0;
    size_t most = 0;
    site->ahead = at_risk_get(work, work->milestones, sizeof *site->ahead);
    if (!site->ahead)
        return -1;
    for (size_t m = 0; m <= work->milestones; m++) {
        sum += waits[m * work->sites];
        most = waits[m * work->sites] > waits[most * work->sites] ? m : most;
    }
    site->waits_for = most < work->milestones ? (int)most : -1;
    site->waits_share = waits[most * work->sites] / sum;
    for (size_t m = 0; m < work->milestones; m++)
        site->ahead[m] = work->ahead[m * work->sites + site->site] / sum;
    return 0;
}

static int tell_lost(const struct at_risk_work *work, struct at_risk_site *site)
{
    size_t causes = work->spec->cause_count;
    if (!work->lost)
        return 0;
    site->lost = at_risk_get(work, causes, sizeof *site->lost);
    if (!site->lost)
        return -1;
    memcpy(site->lost, work->lost + site->site * causes, causes * sizeof *site->lost);
    return 0;
}

/* ---- why ---- */

/* Of the courses in which each site comes last. */
struct lasts {
    double *share, *sum; /* [sites][causes], [sites] weight */
    size_t *courses;     /* [sites] */
};

static int count_lasts(const struct at_risk_work *work, struct lasts *lasts)
{
    size_t causes = work->spec->cause_count;
    *lasts = (struct lasts){.share = at_risk_get(work, work->sites * causes, sizeof *lasts->share),
                            .sum = at_risk_get(work, work->sites, sizeof *lasts->sum),
                            .courses = at_risk_get(work, work->sites, sizeof *lasts->courses)};
    if (!lasts->share || !lasts->sum || !lasts->courses)
        return -1;
    for (size_t i = 0; i < work->n; i++) {
        int cause = work->last_cause[i], site = work->last_site[i];
        if (site < 0 || (size_t)site >= work->sites || cause < 0 || (size_t)cause >= causes || !(work->weights[i] > 0))
            continue;
        lasts->share[(size_t)site * causes + (size_t)cause] += work->weights[i];
        lasts->sum[site] += work->weights[i];
        lasts->courses[site]++;
    }
    return 0;
}

/* Of its path's greatest causes in the courses in which it comes last. */
static void tell_cause(const struct at_risk_work *work, const struct lasts *lasts, struct at_risk_site *site)
{
    size_t causes = work->spec->cause_count, most = 0;
    const double *share = lasts->share + site->site * causes;
    bool enough = lasts->courses[site->site] >= LASTS_LEAST;
    for (size_t k = 0; k < causes; k++)
        most = share[k] > share[most] ? k : most;
    site->cause = enough ? (int)most : -1;
    site->cause_share = enough ? share[most] / lasts->sum[site->site] : NAN;
}

/* ---- all of them ---- */

int at_risk_sites(const struct at_risk_work *work)
{
    struct lasts lasts;
    int status = count_lasts(work, &lasts);
    for (size_t t = 0; t < work->out->count; t++)
        for (size_t k = 0; status == 0 && k < work->out->table[t].count; k++) {
            struct at_risk_site *site = &work->out->table[t].site[k];
            tell_dates(work, work->asked_of[t], site);
            tell_cause(work, &lasts, site);
            site->best = -1;
            status = tell_wait(work, site) != 0 || tell_lost(work, site) != 0 ? -1 : 0;
        }
    free(lasts.share);
    free(lasts.sum);
    free(lasts.courses);
    return status;
}
