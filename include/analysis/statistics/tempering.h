/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tempering: a path of distributions from a prior to a posterior, walked by a population of particles.
 *
 * What was observed enters a particle's weight through two numbers: the logarithm of a density, which may be taken to a
 * power beta, and an excess, how far the particle is outside of bands that it has to lie in, which may not (0 to a
 * power is 0). The path is
 *
 *   log f(beta) = beta log_density - excess beta / (1 - beta),   0 <= beta <= 1,
 *
 * the prior at beta = 0. At beta = 1 it is log_density for particles within all bands and -inf for the others: the
 * posterior itself, not an approximation.
 * Pure functions, any thread.
 */
#ifndef FMKSIM_ANALYSIS_TEMPERING_H
#define FMKSIM_ANALYSIS_TEMPERING_H

#include <stddef.h>

struct tempered {
    double log_density; /* below +inf; -inf: impossible at every beta above 0 */
    double excess;      /* >= 0; 0: within all bands */
};

/* log f(beta); 0 at beta = 0. */
double tempering_log(const struct tempered *particle, double beta);

/* What the weights from the path at `from` to the path at `to` are worth in particles, (sum w)^2 / sum w^2; 0 if all of
 * them are 0. */
double tempering_worth(const struct tempered particles[], size_t n, double from, double to);

/* The next beta for n equally weighted particles of the path at `beta` < 1: the weights that lead there are worth
 * `share` (in (0, 1)) of the particles that are possible at all, by (sum w)^2 / sum w^2; 1 if those that lead to the
 * end are worth no less, or if only those that are next to inside would keep it from there (beta / (1 - beta) above
 * 10^6) while some are inside. Bisection (Jasra et al. 2011). 0 if no particle is possible. */
double tempering_next(const struct tempered particles[], size_t n, double beta, double share);

/* Weights from the path at `from` to the path at `to`, divided by the greatest of them; returns the logarithm of their
 * mean before that division, which is -inf if all are 0. */
double tempering_weights(const struct tempered particles[], size_t n, double from, double to, double weights[]);

/* Systematic resampling of `count` out of n by weight with one uniform u in (0, 1): ancestor[count], ascending. The
 * expected number of copies of i is count w(i) / sum w, their number the integer below or above it. */
void tempering_resample(const double weights[], size_t n, double u, size_t ancestor[], size_t count);

#endif
