/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * likelihood: rows of observations against one replication.
 */
#include "analysis/nowcast/likelihood.h"

#include <math.h>

/* ---- what a course yields ---- */

static bool in_scope(const struct observed *row, const struct course *course, size_t site)
{
    switch (row->scope) {
    case SCOPE_REGION:
        return course->programme->site[site].region == row->whom;
    case SCOPE_VENDOR:
        return ((const int16_t *)outcome_of(course->layout, course->record, OUTCOME_VENDOR))[site] == row->whom;
    case SCOPE_SITE:
        return (int)site == row->whom;
    case SCOPE_NATIONAL:
        break;
    }
    return true;
}

/* The midnight that ends the day. */
static double end_of(const struct course *course, long day)
{
    return (double)(day + 1 - course->programme->epoch);
}

/* The last Monday by the day's end, among the weeks; negative before the first. */
static long monday_by(const struct course *course, long day)
{
    return (long)floor((end_of(course, day) - course->programme->first_monday) / 7);
}

static double cards_in(const struct observed *row, const struct course *course, long monday)
{
    const struct programme *p = course->programme;
    const int32_t *national = outcome_of(course->layout, course->record, OUTCOME_CARDS);
    double sum = 0;
    if (monday < 0)
        return 0;
    if (row->scope == SCOPE_NATIONAL)
        return national[monday];
    for (size_t site = 0; site < p->sites; site++)
        if (in_scope(row, course, site))
            sum += course->cards[site * p->weeks + (size_t)monday];
    return sum;
}

static double cards_per_week(const struct observed *row, const struct course *course)
{
    long first = monday_by(course, row->from), last = monday_by(course, row->to);
    return (cards_in(row, course, last) - cards_in(row, course, first)) / (double)(last - first);
}

/* Sites at the milestone, or their share of the scope's; *next is when the next one gets there. */
static double sites_at(const struct observed *row, const struct course *course, long day, double *next)
{
    const struct programme *p = course->programme;
    const float *date = outcome_of(course->layout, course->record, OUTCOME_MUNICIPALITY_DATE);
    double end = end_of(course, day), reached = 0, all = 0;
    *next = INFINITY;
    for (size_t site = 0; site < p->sites; site++)
        if (in_scope(row, course, site)) {
            double at = date[site * p->milestones + (size_t)row->milestone]; /* NaN: never */
            reached += at <= end;
            *next = at > end && at < *next ? at : *next;
            all++;
        }
    return row->quantity == OBSERVED_SITES ? reached : all > 0 ? reached / all : 0;
}

/* What a course yields for the row at the end of a day, and the last day of the row's for which it stays so. */
static double yield_until(const struct observed *row, const struct course *course, long day, long *last)
{
    double next, sites;
    *last = day;
    switch (row->quantity) {
    case OBSERVED_CARDS:
        return cards_in(row, course, monday_by(course, day));
    case OBSERVED_CARDS_PER_WEEK:
        return cards_per_week(row, course);
    case OBSERVED_SITES:
    case OBSERVED_SHARE:
        sites = sites_at(row, course, day, &next);
        while (*last < row->to && end_of(course, *last + 1) < next)
            ++*last;
        return sites;
    case OBSERVED_CARDS_EXPECTED:
        return *(const int32_t *)outcome_of(course->layout, course->record, OUTCOME_CARDS_EXPECTED);
    case OBSERVED_VENDOR_READY:
    case OBSERVED_DOCTORS_SHARE:
    case OBSERVED_CONSULTANTS:
    case OBSERVED_TEAMS:
    case OBSERVED_OTHER:
        break;
    }
    return NAN; /* never of a used row */
}

double likelihood_yield(const struct observed *row, const struct course *course, long day)
{
    return yield_until(row, course, day, &(long){0});
}

/* ---- how well it fits ---- */

static double log_normal_density(double deviation, double sd)
{
    const double log_sqrt_2_pi = 0.91893853320467274178;
    return -0.5 * (deviation / sd) * (deviation / sd) - log(sd) - log_sqrt_2_pi;
}

/* How far outside its band; 0 inside. Values of shares are quotients, and half-widths as written in decimals, so that
 * equality needs a hair's breadth. */
static double outside(double deviation, double half_width, double value)
{
    double beyond = fabs(deviation) - half_width;
    return beyond <= 1e-9 * fmax(1, fabs(value)) ? 0 : beyond;
}

/* The unit in which being outside is counted: the half-width, or one step of what can only be exact. */
static double unit_of(const struct observed *row, const struct course *course)
{
    double sites = 0;
    if (row->kind == OBSERVED_ROUNDED)
        return row->error;
    if (row->quantity != OBSERVED_SHARE)
        return 1;
    for (size_t site = 0; site < course->programme->sites; site++)
        sites += in_scope(row, course, site);
    return 1 / fmax(1, sites);
}

static bool is_of_a_day(const struct observed *row)
{
    return row->quantity != OBSERVED_CARDS_PER_WEEK && row->quantity != OBSERVED_CARDS_EXPECTED && row->to > row->from;
}

/* The share of the days that are inside, or how near the nearest one is. */
static struct tempered fit_of_band(const struct observed *row, const struct course *course, long first, double days)
{
    double inside = 0, least = INFINITY;
    for (long day = first, last; day <= row->to; day = last + 1) {
        double beyond = outside(row->value - yield_until(row, course, day, &last), row->error, row->value);
        inside += beyond == 0 ? (double)(last - day + 1) : 0;
        least = fmin(least, beyond);
    }
    if (inside > 0)
        return (struct tempered){log(inside / days), 0};
    double units = least / unit_of(row, course);
    return (struct tempered){log(1 / days), 0.5 * units * units};
}

/* The mean over the days, kept as a sum scaled by its greatest term: densities of far courses underflow. */
static struct tempered fit_of_density(const struct observed *row, const struct course *course, long first, double days)
{
    double sd = observed_deviation(row);
    double greatest = -INFINITY, sum = 0;
    for (long day = first; day <= row->to; day++) {
        double fit = log_normal_density(row->value - likelihood_yield(row, course, day), sd);
        if (fit > greatest) {
            sum = sum * exp(greatest - fit) + 1;
            greatest = fit;
        } else {
            sum += exp(fit - greatest);
        }
    }
    return (struct tempered){greatest + log(sum / days), 0};
}

static struct tempered fit_of_row(const struct observed *row, const struct course *course)
{
    long first = is_of_a_day(row) ? row->from : row->to;
    double days = (double)(row->to - first + 1);
    return row->kind == OBSERVED_EXACT || row->kind == OBSERVED_ROUNDED ? fit_of_band(row, course, first, days)
                                                                        : fit_of_density(row, course, first, days);
}

double likelihood_of_row(const struct observed *row, const struct course *course)
{
    struct tempered fit = fit_of_row(row, course);
    return tempering_log(&fit, 1);
}

struct tempered likelihood_fit(const struct observations *observations, const struct course *course)
{
    struct tempered fit = {0, 0};
    for (size_t i = 0; i < observations->count; i++)
        if (observations->list[i].use == OBSERVED_USED) {
            struct tempered row = fit_of_row(&observations->list[i], course);
            fit.log_density += row.log_density;
            fit.excess += row.excess;
        }
    return fit;
}

double likelihood_of_course(const struct observations *observations, const struct course *course)
{
    struct tempered fit = likelihood_fit(observations, course);
    return tempering_log(&fit, 1);
}

size_t likelihood_distances(const struct observations *observations, const struct course *course, double distance[])
{
    static const double uniform = 0.57735026918962576; /* the standard deviation of a band of half-width 1 */
    size_t count = 0;
    for (size_t i = 0; i < observations->count; i++) {
        const struct observed *row = &observations->list[i];
        if (row->use != OBSERVED_USED)
            continue;
        bool band = row->kind == OBSERVED_EXACT || row->kind == OBSERVED_ROUNDED;
        double unit = band ? uniform * unit_of(row, course) : observed_deviation(row);
        distance[count++] = (likelihood_yield(row, course, row->to) - row->value) / unit;
    }
    return count;
}

bool likelihood_needs_cards(const struct observations *observations)
{
    for (size_t i = 0; i < observations->count; i++) {
        const struct observed *row = &observations->list[i];
        if (row->use == OBSERVED_USED && row->scope != SCOPE_NATIONAL &&
            (row->quantity == OBSERVED_CARDS || row->quantity == OBSERVED_CARDS_PER_WEEK))
            return true;
    }
    return false;
}
