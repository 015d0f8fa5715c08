/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate: probabilities and quantiles from replications, with the interval that simulation leaves.
 *
 * An interval says how far the estimate may be off because the number of replications is finite; it says nothing
 * about assumptions that are wrong. Pure functions but for those that say "in place"; any thread.
 */
#ifndef FMKSIM_ANALYSIS_ESTIMATE_H
#define FMKSIM_ANALYSIS_ESTIMATE_H

#include "sim/error.h"

#include <stddef.h>
#include <stdint.h>

struct interval {
    double low, high;
};

/* The interval of a probability from `hits` of `n` at a confidence in (0, 1). Not whole hits and n are legal: hits of
 * a weighted sample are probability x effective size. n = 0 tells nothing: [0, 1]. NaN in, NaN out. */
struct interval estimate_wilson(double hits, double n, double confidence);          /* for display; Wilson 1927 */
struct interval estimate_clopper_pearson(double hits, double n, double confidence); /* a guarantee; covers at least */
struct interval estimate_jeffreys(double hits, double n, double confidence);        /* Beta(1/2, 1/2) prior */

/* One-sided upper bound of a probability after no hit in n: 1 - (1 - confidence)^(1/n). */
double estimate_no_hit_bound(double n, double confidence);

/* I_x(a, b), the regularised incomplete beta function; a, b > 0, 0 <= x <= 1. About 1e-12 absolute for a, b to 1e6,
 * 1e-9 to 1e8. DLMF 8.17.22. */
double estimate_beta(double a, double b, double x);

/* The x with I_x(a, b) = p. */
double estimate_beta_quantile(double a, double b, double p);

/* P(Bin(n, p) < k). */
double estimate_binomial_below(size_t n, double p, size_t k);

/* Ranks between which a quantile lies: P(lower <= Bin(n, q) < upper) = coverage >= confidence, with at most half the
 * rest on either side. The interval is [x(lower), x(upper)] of the ordered values x(1) <= … <= x(n);
 * lower = 0 (no bound: -inf) and upper = n + 1 (+inf) where n is too small. */
struct ranks {
    size_t lower, upper;
    double coverage;
};

struct ranks estimate_quantile_ranks(size_t n, double q, double confidence);

/* Replications after which a probability near p is known to +- half_width (normal approximation, rounded up). */
double estimate_replications(double p, double half_width, double confidence);

/* The empirical quantile: the smallest x with F_n(x) >= q, that is x(ceil(n q)), no interpolation (definition 1 of
 * Hyndman & Fan 1996). So it is always an observed value, and +inf ("not reached") is a value like others. */
size_t estimate_quantile_rank(size_t n, double q); /* 1 to n, n >= 1 */

/* The value of a rank (1 to n); rearranges the values in place (Hoare's FIND). No NaN among them: map it to +inf. */
double estimate_select(double x[], size_t n, size_t rank);

/* Quantiles at ascending levels, in place; NaN if n = 0. */
void estimate_quantiles(double values[], size_t n, const double levels[], size_t count, double out[]);

/* The same of whole numbers, which stay as they are, and several times as quick. `room`, of n, is overwritten. */
void estimate_whole_quantiles(const int32_t values[], size_t n, const double levels[], size_t count, double out[],
                              int32_t room[]);

/* Weighted: (sum w)^2 / sum w^2, the number of equally weighted replications that would be worth as much (Kish 1965).
 * 0 if all weights are 0. Weights are finite and >= 0. */
double estimate_effective_size(const double weights[], size_t n);

/* The smallest x with weight of (values <= x) >= q x total weight. Values of weight 0 do not count. ERROR_MEMORY. */
int estimate_weighted_quantiles(const double values[], const double weights[], size_t n, const double levels[],
                                size_t count, double out[], struct error *error);

/* Values in their order, sorted once for any number of the quantiles above. Weights null: all weigh alike. Not NaN. */
struct estimate_order {
    size_t n;     /* of those that weigh anything */
    float *value; /* [n], ascending; what is equal in the order in which it was given */
    double *sum;  /* [n], weight up to here; null: all weigh alike */
    double total;
};
int estimate_order_of(struct estimate_order *order, const float values[], const double weights[], size_t n,
                      struct error *error);                                       /* ERROR_MEMORY; freed in any case */
double estimate_order_quantile(const struct estimate_order *order, double level); /* NaN if n = 0 */
void estimate_order_free(struct estimate_order *order);

#endif
