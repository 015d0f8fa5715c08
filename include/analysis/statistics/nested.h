/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nested: what we do not know against chance, from K draws of the parameters with n replications each.
 *
 * The within-group mean square estimates the mean variance by chance, and (MSB - MSW) / n, without bias, the variance
 * of the groups' expectations: what better knowledge of the parameters could take away (Sun, Apley & Staum 2011).
 * Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_NESTED_H
#define FMKSIM_ANALYSIS_NESTED_H

#include <stddef.h>

struct nested {
    double mean;
    double between, within; /* mean squares */
    double epistemic;       /* (between - within) / n; may be negative by chance */
    double aleatory;        /* within */
};

/* values[K][n], K >= 2, n >= 2: else the mean squares are NaN. */
struct nested nested_of(const double values[], size_t outer, size_t inner);

/* The n that estimates the epistemic variance best at a given K n: about 1 + aleatory / epistemic, at least 2. */
double nested_best_inner(double epistemic, double aleatory);

/* How many independent replications would tell the share of values <= at as well as these K draws of n do: its variance
 * is taken from the draws' own shares (linearised for weights, Woodruff 1952), and K draws that are few make the
 * interval wider, as Student's t does (Korn & Graubard 1998). 1 to K n. values[K][n] and weights[K][n], K >= 2. */
double nested_effective_size(const double values[], const double weights[], size_t outer, size_t inner, double at);

#endif
