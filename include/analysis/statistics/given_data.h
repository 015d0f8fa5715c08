/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * given_data: how much one input decides an output, from runs that exist already: no design is needed.
 *
 * Inputs are cut into classes of equal probability (equal values stay together; few distinct values are a class each).
 * Pure functions but for the memory that given_classes() takes; any thread.
 */
#ifndef FMKSIM_ANALYSIS_GIVEN_DATA_H
#define FMKSIM_ANALYSIS_GIVEN_DATA_H

#include "sim/error.h"

#include <stddef.h>
#include <stdint.h>

/* The class of each value, class[n] in 0 … *classes - 1, ascending with x; *classes <= wanted. */
int given_classes(const double x[], size_t n, size_t wanted, uint32_t class[], size_t *classes, struct error *error);

/* First-order index Var(E[Y | class]) / Var(Y) (Plischke 2010), without the share that chance alone would give
 * ((classes - 1) / (n - classes) of the variance within): unbiased about 0 for an input that does nothing. NaN if Y is
 * constant; with errno ENOMEM, if memory ran out. */
double given_first_order(const uint32_t class[], size_t classes, const double y[], size_t n);

/* Borgonovo's delta: half the mean L1 distance between the distribution of Y and its distribution within a class
 * (Plischke, Borgonovo & Smith 2013), on `cells` quantile cells of Y given as cell[n]. Biased upwards by chance: hold
 * it against the same of a permuted input. NaN with errno ENOMEM if memory ran out. */
double given_delta(const uint32_t class[], size_t classes, const uint32_t cell[], size_t cells, size_t n);

/* Spearman's rank correlation; ties share their mean rank. NaN if either is constant; with errno ENOMEM, if memory ran
 * out. */
double given_rank_correlation(const double x[], const double y[], size_t n);

/* A random permutation of 0 … n - 1 (Fisher-Yates), for dummies. */
void given_permutation(size_t order[], size_t n, uint64_t seed, uint64_t number);

#endif
