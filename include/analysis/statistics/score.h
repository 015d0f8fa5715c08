/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * score: how good a probability forecast was, once the outcome is known. All scores are penalties (smaller is better)
 * and proper: nobody gains by telling something else than what they believe (Gneiting & Raftery 2007).
 * Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_SCORE_H
#define FMKSIM_ANALYSIS_SCORE_H

#include <stdbool.h>
#include <stddef.h>

/* (p - y)^2 of one forecast p in [0, 1] (Brier 1950). */
double score_brier(double probability, bool happened);

/* -ln of the probability given to what happened; +inf if that was 0. */
double score_log(double probability, bool happened);

/* Continuous ranked probability score of an ensemble of m finite values: mean |x - y| - mean |x - x'| / 2. Dividing
 * the second sum by m (m - 1) instead of m^2 makes it fair: its expectation does not depend on m (Ferro 2014). m >= 1,
 * fair m >= 2. Sorts the ensemble in place. */
double score_crps(double ensemble[], size_t m, double observed);
double score_crps_fair(double ensemble[], size_t m, double observed);

/* The same of a normal distribution, sd > 0. */
double score_crps_normal(double mean, double sd, double observed);

#endif
