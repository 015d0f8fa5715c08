/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mixing: how a probability is spread over draws of the assumptions, seen through few replications of each.
 *
 * Each draw k has a probability p(k) of its own and shows hits(k) ~ Bin(inner, p(k)). What is wanted is the
 * distribution of p, which is broader than none and narrower than that of hits / inner. No shape is assumed: it may
 * have two peaks, be U-shaped or sit on single points, where a beta distribution of the same mean and variance tells
 * another range. Where all draws are alike an end is blurred outwards by up to 4 points (at 25 replications a draw),
 * elsewhere by about 2: the price of an estimate that does not fall apart into single points.
 * Pure functions but for the memory they take; any thread.
 */
#ifndef FMKSIM_ANALYSIS_MIXING_H
#define FMKSIM_ANALYSIS_MIXING_H

#include "analysis/statistics/estimate.h"
#include "sim/error.h"

#include <stddef.h>
#include <stdint.h>

struct mixing {
    struct interval range;        /* 5 and 95 % of the draws lie below; multiples of 1/100 */
    double low_error, high_error; /* of its ends: one standard error, by resampling draws (bootstrap) */
};

/* The nonparametric maximum likelihood estimate (Laird 1978) on the points 0, 0.01 … 1, by EM from the uniform
 * distribution. draws_with[hits], hits 0 … inner, is the number of draws that hit so often; at least one draw.
 * ERROR_MEMORY. */
int mixing_of(struct mixing *mixing, const size_t draws_with[], size_t inner, uint64_t seed, struct error *error);

#endif
