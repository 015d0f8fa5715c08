/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * likelihood: rows of observations against one replication.
 */
#include "analysis/nowcast/likelihood.h"

#include <math.h>

/* ---- what a course yields ---- */

static bool in_scope(const struct observed *row, const struct course *course, size_t site)
{
    const int16_t *vendor = outcome_of(course->layout, course->record, OUTCOME_VENDOR);
    switch (row->scope) {
    case SCOPE_REGION:
        return course->programme->site[site].region == row->whom;
    case SCOPE_VENDOR:
        return vendor[site] == row->whom;
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

/* Sites at the milestone, or their share of the scope's. */
static double sites_at(const struct observed *row, const struct course *course, long day)
{
    const struct programme *p = course->programme;
    const float *date = outcome_of(course->layout, course->record, OUTCOME_MUNICIPALITY_DATE);
    double end = end_of(course, day), reached = 0, all = 0;
    for (size_t site = 0; site < p->sites; site++)
        if (in_scope(row, course, site)) {
            reached += date[site * p->milestones + (size_t)row->milestone] <= end; /* NaN: never */
            all++;
        }
    return row->quantity == OBSERVED_SITES ? reached : all > 0 ? reached / all : 0;
}

double likelihood_yield(const struct observed *row, const struct course *course, long day)
{
    switch (row->quantity) {
    case OBSERVED_CARDS:
        return cards_in(row, course, monday_by(course, day));
    case OBSERVED_CARDS_PER_WEEK:
        return cards_per_week(row, course);
    case OBSERVED_SITES:
    case OBSERVED_SHARE:
        return sites_at(row, course, day);
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

/* ---- how well it fits ---- */

static double log_normal_density(double deviation, double sd)
{
    const double log_sqrt_2_pi = 0.91893853320467274178;
    return -0.5 * (deviation / sd) * (deviation / sd) - log(sd) - log_sqrt_2_pi;
}

/* Values of shares are quotients, and half-widths as written in decimals, so that equality needs a hair's breadth. */
static double log_inside(double deviation, double half_width, double value)
{
    return fabs(deviation) <= half_width + 1e-9 * fmax(1, fabs(value)) ? 0 : -INFINITY;
}

static double log_fit(const struct observed *row, double yield)
{
    switch (row->kind) {
    case OBSERVED_EXACT:
    case OBSERVED_ROUNDED:
        return log_inside(row->value - yield, row->error, row->value);
    case OBSERVED_RELATIVE:
        return log_normal_density(row->value - yield, row->error * fabs(row->value));
    case OBSERVED_COUNT:
        return log_normal_density(row->value - yield, row->error);
    case OBSERVED_PLAN:
    case OBSERVED_KINDS:
        break;
    }
    return NAN; /* never of a used row */
}

static bool is_of_a_day(const struct observed *row)
{
    return row->quantity != OBSERVED_CARDS_PER_WEEK && row->quantity != OBSERVED_CARDS_EXPECTED && row->to > row->from;
}

double likelihood_of_row(const struct observed *row, const struct course *course)
{
    if (!is_of_a_day(row))
        return log_fit(row, likelihood_yield(row, course, row->to));
    /* The mean over the days, kept as a sum scaled by its greatest term: densities of far courses underflow. */
    double greatest = -INFINITY, sum = 0;
    for (long day = row->from; day <= row->to; day++) {
        double fit = log_fit(row, likelihood_yield(row, course, day));
        if (fit > greatest) {
            sum = sum * exp(greatest - fit) + 1;
            greatest = fit;
        } else if (fit > -INFINITY) {
            sum += exp(fit - greatest);
        }
    }
    return greatest + log(sum / (double)(row->to - row->from + 1));
}

double likelihood_of_course(const struct observations *observations, const struct course *course)
{
    double sum = 0;
    for (size_t i = 0; i < observations->count && sum > -INFINITY; i++)
        if (observations->list[i].use == OBSERVED_USED)
            sum += likelihood_of_row(&observations->list[i], course);
    return sum;
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
