/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_fit: a replication's fit to a monitoring sheet.
 */
#include "analysis/nowcast/monitor_track.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* ---- counts ---- */

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign); /* the plain one writes a global */
}

/* log (Gamma (x + k) / Gamma (x)), k whole. */
static double log_rising(double x, double k)
{
    enum { FEW = 12 };
    double product = x;
    if (k == 0)
        return 0;
    if (k > FEW)
        return log_gamma(x + k) - log_gamma(x);
    for (int i = 1; i < (int)k; i++)
        product *= x + i;
    return log(product);
}

/* Log of the beta-binomial (or binomial) probability of k of n at mean 1 - rest, but for a factor of k, n and
 * overdispersion; and that factor's. */
static double log_count_core(double k, double n, double rest, double overdispersion)
{
    double share = 1 - rest;
    if (share <= 0 || rest <= 0)
        return (share <= 0 ? k == 0 : k == n) ? 0 : -INFINITY;
    if (overdispersion < 1e-9)
        return k * log(share) + (n - k) * log(rest);
    double sum = (1 - overdispersion) / overdispersion;
    return log_rising(share * sum, k) + log_rising(rest * sum, n - k);
}

static double log_count_rest(double k, double n, double overdispersion)
{
    double ways = log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1);
    return overdispersion < 1e-9 ? ways : ways - log_rising((1 - overdispersion) / overdispersion, n);
}

static double log_count(double k, double n, double rest, double overdispersion)
{
    double core = log_count_core(k, n, rest, overdispersion);
    return rest > 0 && rest < 1 ? core + log_count_rest(k, n, overdispersion) : core;
}

/* Log of the probability of m or more. */
static double log_at_least(double m, double n, double rest, double overdispersion)
{
    double log_first = log_count(m, n, rest, overdispersion), term = 1, total = 1;
    double sum = (1 - overdispersion) / overdispersion, share = 1 - rest;
    if (!isfinite(log_first) || overdispersion < 1e-9)
        return log_first; /* certain, or so nearly without spread that one term will do */
    for (double k = m; k < n && term > 1e-9 * total; k++) {
        term *= (n - k) / (k + 1) * (k + share * sum) / (n - k - 1 + rest * sum);
        total += term;
    }
    return log_first + log(total);
}

struct count {      /* told items since the count before */
    double more, n; /* that came in; that were left */
    double log_missed, room;
};

static struct tempered fit_count(const struct count *count, double overdispersion)
{
    double rest = exp(count->log_missed);
    if (count->more > count->room)
        return (struct tempered){log_at_least(fmin(count->room, count->n), count->n, rest, overdispersion),
                                 0.5 * (count->more - count->room) * (count->more - count->room)};
    if (count->more == count->room && count->room < count->n)
        return (struct tempered){log_at_least(count->more, count->n, rest, overdispersion), 0};
    return (struct tempered){log_count(count->more, count->n, rest, overdispersion), 0};
}

/* What is known of a count's fit from the last time; the same numbers have the same fit. */
static struct tempered fit_known(struct monitor_known *known, const struct count *count, double overdispersion)
{
    if (known->log_missed != count->log_missed || known->room != count->room ||
        known->overdispersion != overdispersion || known->n != count->n) {
        known->log_missed = count->log_missed;
        known->room = count->room;
        known->overdispersion = overdispersion;
        known->n = count->n;
        known->fit = fit_count(count, overdispersion);
    }
    return known->fit;
}

static void add(struct tempered *sum, const struct tempered *fit)
{
    sum->log_density += fit->log_density;
    sum->excess += fit->excess;
}

/* The counts of a site. */
static struct tempered fit_counts(const struct monitor_track *track, const struct sighting *sighting, size_t site,
                                  int32_t expected, double overdispersion, struct monitor_known known[])
{
    struct tempered fit = {0, 0};
    struct count count = {.log_missed = 0};
    int32_t last = 0;
    for (size_t cell = site * track->weeks; cell < (site + 1) * track->weeks; cell++) {
        if (sighting->missed[cell] < 1)
            count.log_missed += log(sighting->missed[cell]);
        count.room += sighting->room[cell];
        if (!track->told[cell])
            continue;
        count.more = track->cards[cell] - last;
        count.n = expected - last;
        if (count.more > 0 || count.log_missed < 0) {
            struct tempered week = fit_known(&known[cell], &count, overdispersion);
            add(&fit, &week);
        }
        last = track->cards[cell];
        count.log_missed = count.room = 0;
    }
    return fit;
}

double monitor_track_counts(const struct monitor_track *track, const struct programme *programme,
                            const struct rollout *rollout, const struct sighting *sighting, size_t site, double times)
{
    double overdispersion = rollout_value(rollout, programme->uptake.overdispersion), sum = 0, log_missed = 0, room = 0;
    int32_t expected = rollout_site(rollout, site).expected, last = 0;
    for (size_t cell = site * track->weeks; cell < (site + 1) * track->weeks; cell++) {
        if (sighting->missed[cell] < 1)
            log_missed += times * log(sighting->missed[cell]);
        room += sighting->room[cell];
        if (!track->told[cell])
            continue;
        double more = track->cards[cell] - last, n = expected - last;
        if (more < room || room >= n) /* as in fit_count(), but for what no pace changes */
            sum += log_missed < 0 ? log_count_core(more, n, exp(log_missed), overdispersion) : 0;
        else
            sum += log_at_least(fmin(room, n), n, exp(log_missed), overdispersion);
        last = track->cards[cell];
        log_missed = room = 0;
    }
    return sum;
}

/* ---- days ---- */

enum { FREEDOM = 4 }; /* of Student's distribution of the errors: offices mistake a month now and then */

static double fit_day(const struct monitor_track *track, double told, double until, double done, double known)
{
    double error = track->date_error;
    if (isnan(told))
        return 0;
    if (isinf(told)) /* not done by the last row */
        return isnan(done) ? 0 : log(gsl_cdf_tdist_P((done - until) / error, FREEDOM));
    double off = (isnan(done) ? known + error - told : done - told) / error;
    return log(gsl_ran_tdist_pdf(off, FREEDOM) / error);
}

double monitor_track_day(const struct monitor_track *track, const struct rollout *rollout, size_t site, size_t column,
                         double known)
{
    return fit_day(track, track->done[site * track->columns + column], track->until[site],
                   rollout_done(rollout, site, track->node[column]), known);
}

static double fit_days(const struct monitor_track *track, const struct rollout *rollout, size_t site, double known)
{
    double sum = 0;
    for (size_t c = 0; c < track->columns; c++)
        sum += monitor_track_day(track, rollout, site, c, known);
    return sum;
}

/* ---- what a site has ---- */

/* Whom a site has is dealt out whatever the parameters are; how many are hosted is one of them. */
static double fit_hosted(const struct monitor_track *track, const struct programme *programme,
                         const struct rollout *rollout)
{
    double share = rollout_value(rollout, programme->hosted), sum = 0;
    if (programme->quantities.list[programme->hosted]->kind != QUANTITY_PRIOR)
        return 0;
    for (size_t site = 0; site < track->sites; site++)
        if (track->site[site].hosted != NOBODY && programme->site[site].hosted == NOBODY)
            sum += log(track->site[site].hosted ? share : 1 - share);
    return sum;
}

/* ---- a replication ---- */

static const double LATE = 2; /* log of how much less likely each week makes a site that is seen to be ahead */

struct tempered monitor_track_fit(const struct monitor_track *track, const struct programme *programme,
                                  const struct rollout *rollout, const struct sighting *sighting, double known,
                                  struct monitor_known counts[])
{
    struct tempered sum = {fit_hosted(track, programme, rollout), 0};
    double overdispersion = programme->uptake.present ? rollout_value(rollout, programme->uptake.overdispersion) : 0;
    for (size_t site = 0; site < track->sites; site++) {
        struct tempered fit =
            fit_counts(track, sighting, site, rollout_site(rollout, site).expected, overdispersion, counts);
        fit.log_density += fit_days(track, rollout, site, known) - LATE * sighting->late[site];
        add(&sum, &fit);
    }
    return sum;
}
