/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * spread: what independent groups of replications, each of which answers by itself, say of the error of their mean.
 *
 * A sample's rows are those of one group after the other, as many of each. Groups weigh the same, so that the mean over
 * the sample is the mean of the groups' answers. Nothing is assumed of the rows within a group: they may be copies of
 * one another. Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_SPREAD_H
#define FMKSIM_ANALYSIS_SPREAD_H

#include "analysis/statistics/estimate.h"

struct spread {
    double mean, error;       /* standard error of the mean */
    struct interval interval; /* Student's t with groups - 1 degrees of freedom */
};

/* Of the answers of 2 or more groups. */
struct spread spread_of(const double answer[], size_t groups, double confidence);

/* Of one group or more: the share of each group's weight whose value is <= at, into share[groups]. */
void spread_shares(const double values[], const double weights[], size_t n, double at, size_t groups, double share[]);

/* Replications, each drawn by itself, that would tell a share p as well: p (1 - p) / error^2. +inf if nothing is
 * uncertain. */
double spread_effective(double p, double error);

/* The same for methods that take errors for known: less, since the error of few groups is uncertain itself and
 * Student's interval wider than the normal one. */
double spread_effective_normal(double p, double error, size_t groups);

#endif
