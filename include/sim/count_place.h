/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * count_place: where in its distribution a beta-binomial count lies, and which count of another such distribution lies
 * there: what inversion would have needed to draw it.
 *
 * A count k is drawn by inversion if a uniform number falls into (F(k - 1), F(k)], F being the distribution function.
 * So all that a count tells of that number is the interval. A place within it is kept as the smaller of the two tails
 * that it parts, so that counts far out on either side are told apart. Pure functions; a call sums the probabilities
 * that matter, those of at most n + 1 counts.
 */
#ifndef FMKSIM_SIM_COUNT_PLACE_H
#define FMKSIM_SIM_COUNT_PLACE_H

#include <stdbool.h>

/* Of n trials, whose mean chance of failure is `rest`, with intraclass correlation `overdispersion` in [0, 1); below
 * 1e-9 it counts as none: binomial. n >= 0, whole; 0 <= rest <= 1. */
struct count_form {
    double n, rest, overdispersion;
};

struct count_place {
    double tail; /* probability beyond the place, in [0, 1] … */
    bool upper;  /* … above it; else below */
};

/* Fills the place that lies `within`, in (0, 1), of the way through the interval of count k, 0 <= k <= n, or, with
 * `or_more`, of all counts from k on. False, and nothing is filled, where that is so unlikely (below 1e-280 of what is
 * likeliest) that there is no such place. */
bool count_place_of(struct count_place *place, const struct count_form *form, double k, bool or_more, double within);

/* The count that lies at a place: the least one whose distribution function reaches it. */
double count_at(const struct count_form *form, struct count_place place);

#endif
