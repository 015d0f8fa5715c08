/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gain: many systems that met the same luck, against one of them and against each other: what each gains, with
 * intervals that hold all together, and which could be the best.
 *
 * Two questions of each system's instants: the probability of being on time, and the instant by which a share `level`
 * of the replications is done. For all systems but the control there are two gains each; every interval is given the
 * same part of the risk (Bonferroni), so that all of them hold at once with 1 - risk.
 *
 *   on time   of independent replications that weigh alike: the share d of pairs that differ and the share of these
 *             that speak for the system, each in Clopper & Pearson's interval: a guarantee for any number of
 *             replications, however rare a difference is. Else: t of the groups' sums, linearised for weights.
 *   instant   sectioning (Asmussen & Glynn, Stochastic Simulation, III.5): the quantiles' difference in up to 30
 *             batches about that of the whole, by t. Where fewer than half of the batches see a
 *             difference, the interval holds at least what the share of replications that differ allows (by its
 *             upper bound): the control's quantiles at the level less and plus that share.
 *
 * Could be the best: the best one is left out with a probability of at most `risk`. A system is out if another one is
 * ahead of it by a one-sided test at risk / (systems - 1), so that the best has to fail against one of so few (Gupta's
 * subset selection, by pairs): McNemar's exact test, or t as above.
 *
 * Pure but for the memory that gain_of() takes; any thread.
 */
#ifndef FMKSIM_ANALYSIS_GAIN_H
#define FMKSIM_ANALYSIS_GAIN_H

#include "analysis/statistics/estimate.h"
#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>

struct gain_data {
    size_t systems, n, control; /* n: replications; control: the system that the others are held against */
    size_t inner;               /* so many replications in a row belong together; 1: each is drawn independently */
    const double *weights;      /* [n], the same for every system, not negative, not all 0; null: all weigh alike */
    const float *instant;       /* [systems][n]; +inf: never */
    const bool *choice;         /* [systems], whether it takes part in the search for the best */
    double limit;               /* on time: instant <= limit */
    double horizon;             /* an instant beyond it counts as the horizon */
    double level;               /* of the quantile: 0.8 */
    double risk;                /* 0.05 */
};

/* One system. Gains are of more probability and of fewer days; the control's are 0. */
struct gain {
    double probability, points; /* points: probability minus the control's */
    struct interval points_interval;
    double instant, days; /* instant: the quantile, +inf if it is never; days: the control's minus this one's, */
    struct interval days_interval; /* both capped by the horizon; -inf to +inf if replications are too few */
    double not_reached;            /* share of the replications */
    bool best_probability, best_instant;
};

/* gains[systems]. ERROR_USAGE if there are fewer than two groups; ERROR_MEMORY. */
int gain_of(struct gain gains[], const struct gain_data *data, struct error *error);

/* The difference p_b - p_a of two paired proportions, of whose n pairs so many differ either way: at least 1 - risk,
 * exactly, for any p_a, p_b. */
struct interval gain_proportions(size_t only_a, size_t only_b, size_t n, double risk);

/* The probability that so many of the pairs that differ speak for b, or more, if neither is ahead (McNemar). */
double gain_ahead(size_t only_a, size_t only_b);

#endif
