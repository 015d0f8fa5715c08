/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * beta_binomial: inversion from zero, one draw at a time: the slow twin of the vectors in batch_lanes.h, which do the
 * same sums and products in the same order for several draws at once. Internal to this project.
 *
 * a + b = (1 - rho) / rho, a = p (a + b); the chance of success is Beta(a, b), and X successes of n trials.
 */
#ifndef FMKSIM_SIM_BETA_BINOMIAL_H
#define FMKSIM_SIM_BETA_BINOMIAL_H

#include "sim/elementary.h"

#include <stdbool.h>

/* After so many steps the walk takes u as its unit again, lest both numbers become too small. */
enum { BETA_BINOMIAL_STRIDE = 64 };

/* Below it the share is p to the last bit. */
#define BETA_BINOMIAL_RHO_OF_NONE 1e-18

/* Whether inversion is exact and the faster way: few successes are expected; Stirling's series is exact to rounding
 * from 16 on; terms of size a + b cancel, up to 1e4 that leaves 1e-11. */
static inline bool beta_binomial_inverts(double n, double p, double b, double sum)
{
    return n * p <= 64 && b >= 16 && sum <= 1e4;
}

/* P(X = 0) = Gamma(n + b) Gamma(a + b) / (Gamma(n + a + b) Gamma(b)), with Stirling's formula. The logarithms are of
 * ratios, so that nothing large cancels; log is faster than log1p and as good here, because what it loses is
 * multiplied by no more than the sizes themselves. The logarithms' arguments lie between 2^-60 and 1, and the sum above
 * n log(1 - p), so above -420: where beta_binomial_inverts() holds. */
#ifdef __GNUC__
__attribute__((always_inline)) /* a loop around a call becomes no vectors */
#endif
static inline double
beta_binomial_none(double n, double a, double b, double sum)
{
    double by_failures = 1 / (n + b), by_all = 1 / (n + sum), by_b = 1 / b, by_sum = 1 / sum;
    return elementary_exp_inner((n + b - 0.5) * elementary_log_inner((n + b) * by_all) -
                                (b - 0.5) * elementary_log_inner(b * by_sum) + a * elementary_log_inner(sum * by_all) +
                                (elementary_stirling_rest(by_failures) - elementary_stirling_rest(by_all)) -
                                (elementary_stirling_rest(by_b) - elementary_stirling_rest(by_sum)));
}

/* The smallest k whose distribution function reaches u, `chance` being P(X = 0). Successive probabilities have the
 * ratio (n - k) (a + k) / ((k + 1) (n - 1 - k + b)); instead of dividing the chance by the last factor, what is left of
 * u is multiplied by it, so that no step waits for a division. */
static inline double beta_binomial_walk(double n, double a, double b, double chance, double u)
{
    double scale = 1 / (n - 1 + b), most = n * scale, k = 0;
    for (;; chance = chance / u, u = 1)
        for (int step = 0; step < BETA_BINOMIAL_STRIDE; step++) {
            if (!(u > chance && k < n))
                return k;
            double moved = k * scale;
            u = (u - chance) * (1 - moved);
            chance = chance * ((most - moved) * ((a + k) * (1 / (k + 1))));
            k++;
        }
}

#endif
