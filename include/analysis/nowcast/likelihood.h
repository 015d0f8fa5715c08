/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * likelihood: how well one replication's course fits what was observed.
 *
 * With x what the course yields and y the row's value, one row has the log of
 *
 *   exact      1 if x = y, else 0
 *   rounded    1 if |x - y| <= error, else 0: y is the one value that x would have been rounded to
 *   relative   the normal density of y at mean x and standard deviation error * y
 *   count      the normal density of y at mean x and standard deviation error
 *
 * so the first two are probabilities of what was told and the last two densities; no term depends on the course but
 * through x, hence evidences of different configurations compare. A date that is known as an interval only is
 * integrated over, each of its days being as likely: the mean of the above over its days. Rows are independent given
 * the course.
 *
 * Tempering: a density may be raised to a power, but 0 or 1 may not. A row of `exact` or `rounded` that no day of the
 * course fulfils has an excess instead, (d / u)^2 / 2 with d the least distance of x from the band over the days and u
 * the half-width (`exact`: one site, its share, or one item), and counts as if one day fitted. Excesses and logarithms
 * of the rows add up to what tempering.h makes a path of: exact at its end.
 *
 * Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_LIKELIHOOD_H
#define FMKSIM_ANALYSIS_LIKELIHOOD_H

#include "analysis/nowcast/observation.h"
#include "analysis/statistics/tempering.h"
#include "models/outcome.h"

/* One replication, as rollout_outcome() and rollout_cards() give it; nothing is owned. */
struct course {
    const struct programme *programme;
    const struct outcome_layout *layout;
    const void *record;
    const int32_t *cards; /* [site][week]; wanted for cards of a region, vendor or site */
};

/* What the course yields for a used row if its date is `day`, which counts to its end. Cards are those of the last
 * Monday by then, as in every reading of the program; none before the first one. A row of cards_per_week has its own
 * two dates and takes no notice of `day`; cards_expected has none. */
double likelihood_yield(const struct observed *row, const struct course *course, long day);

/* The row's log likelihood, -inf included; the row is one that observations_judge() found used. */
double likelihood_of_row(const struct observed *row, const struct course *course);

/* The sum over the used rows; 0 if there are none. */
double likelihood_of_course(const struct observations *observations, const struct course *course);

/* What tempering.h takes of the used rows: its path ends in likelihood_of_course(). {0, 0} if there are none. */
struct tempered likelihood_fit(const struct observations *observations, const struct course *course);

/* How far the course is from each used row, in units of its error, at the last of its days: for who moves courses.
 * Fills distance[used rows] and returns their number. */
size_t likelihood_distances(const struct observations *observations, const struct course *course, double distance[]);

/* Whether any used row needs `cards`. */
bool likelihood_needs_cards(const struct observations *observations);

#endif
