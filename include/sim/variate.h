/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate: the probability distributions, by name and parametrisation.
 *
 * Two steps, because the parameters of a chance distribution may themselves be drawn anew in every replication:
 * a `struct variate_form` is what a configuration says (family, which parameters it names); variate_make() turns
 * it and the parameters' values of the moment into a `struct variate` that can be drawn from.
 * No allocation after variate_form_init, but for the moments of truncated ones. Constant once made: any number of
 * threads may draw, each from its own stream.
 *
 *   family       parametrisations (each a list of names)                      support
 *   constant     value                                                        {value}
 *   uniform      min max                                                      [min, max]
 *   triangular   min mode max                                                 [min, max]
 *   pert         min mode max [shape = 4]                                     [min, max]   beta with a + b = shape + 2
 *   beta         a b [min = 0, max = 1] | mean sd [min max]                   [min, max]
 *   normal       mean sd | q10 q90                                            R
 *   gamma        mean cv | shape scale                                        (0, inf)
 *   lognormal    mean cv | median sigma | q10 q90 (sigma of the logarithm)    (0, inf)
 *   weibull      shape scale | mean cv                                        (0, inf)
 *   exponential  mean                                                         (0, inf)
 *   empirical    values [weights]: drawn from the listed values as they are   listed
 *   discrete     values weights                                               listed
 *   bernoulli    p                                                            {0, 1}
 *   poisson      mean                                                         0, 1, 2, …
 *   binomial     n p                                                          0 … n
 *   beta-binomial n p rho (rho: intraclass correlation, [0, 1))               0 … n
 *
 * Every family takes `low` and `high`: truncation to [low, high], by inversion (never by rejection), which may be
 * infinite and must leave at least 1e-9 of the probability. Illegal numbers are refused with the legal range; zero
 * spread, or a mean or scale of zero where zero is legal, makes a constant.
 *
 * GSL's default error handler ends the process on the first lost digit. This module checks GSL's results itself, so a
 * program that uses it calls gsl_set_error_handler_off() once, at its start (cli/main.c does; tests do so too).
 */
#ifndef FMKSIM_SIM_VARIATE_H
#define FMKSIM_SIM_VARIATE_H

#include "sim/error.h"
#include "sim/stream.h"

#include <stdbool.h>
#include <stddef.h>

enum variate_family {
    VARIATE_CONSTANT,
    VARIATE_UNIFORM,
    VARIATE_TRIANGULAR,
    VARIATE_PERT,
    VARIATE_BETA,
    VARIATE_NORMAL,
    VARIATE_GAMMA,
    VARIATE_LOGNORMAL,
    VARIATE_WEIBULL,
    VARIATE_EXPONENTIAL,
    VARIATE_EMPIRICAL,
    VARIATE_DISCRETE,
    VARIATE_BERNOULLI,
    VARIATE_POISSON,
    VARIATE_BINOMIAL,
    VARIATE_BETA_BINOMIAL,
    VARIATE_FAMILIES
};

enum { VARIATE_ARGUMENTS = 6 }; /* scalar arguments of a family at most, truncation included */

/* What the configuration says. `values` and `weights` are owned by the form. */
struct variate_form {
    enum variate_family family;
    int parametrisation;                  /* index among the family's parametrisations */
    size_t argument_count;                /* scalar arguments, in the order in which they were named */
    int slot[VARIATE_ARGUMENTS];          /* canonical place of each given argument */
    size_t count;                         /* listed values, for empirical and discrete */
    double *values, *weights, *cumulated; /* count each; ascending by value */
};

/* A distribution ready to draw from. Borrows the lists of its form. */
struct variate {
    enum variate_family family; /* simplified: a degenerate one is constant, a pert is a beta, rho = 0 is binomial */
    double p[4];                /* natural parameters, see sim/variate_parts.h */
    double low, high;           /* truncation; -inf and +inf where there is none */
    double cdf_low, cdf_span;   /* F(low-) and F(high) - F(low-) */
    bool truncated;
    const struct variate_form *form;
};

/* The form of `family` with the named scalar arguments (any order) and, for listed families, values and weights
 * (weights null: all equal). Reports the first thing that is wrong, with what would be legal: an unknown family (with
 * the nearest name), an argument that the family does not have, an incomplete or mixed parametrisation. ERROR_CONFIG.
 */
int variate_form_init(struct variate_form *form, const char *family, const char *const names[], size_t name_count,
                      const double values[], const double weights[], size_t value_count, struct error *error);
void variate_form_free(struct variate_form *form);

/* Arguments in the order in which they were named. Checks the numbers (min <= mode <= max, sd >= 0, p in [0, 1], …;
 * a degenerate case such as min == max or cv == 0 is a constant). ERROR_CONFIG with the legal range. */
int variate_make(struct variate *variate, const struct variate_form *form, const double arguments[],
                 struct error *error);

/* One draw. Uses an exact sampler of the family, in general with a variable number of words: give each draw of a
 * coupled pair a stream of its own. */
double variate_draw(const struct variate *variate, struct stream *stream);

/* One draw by inversion, monotone in u: the smallest x with F(x) >= u. u in (0, 1). Gamma and beta are inverted to
 * 1e-10 of u and take about 3 us; a beta-binomial sums its probabilities, O(n log n). */
double variate_quantile(const struct variate *variate, double u);

double variate_cdf(const struct variate *variate, double x); /* P(X <= x) */

/* Logarithm of the density, -inf outside; NaN for families that have none. */
double variate_log_density(const struct variate *variate, double x);
/* Between which values the density of a continuous family lies. */
double variate_support_low(const struct variate *variate);
double variate_support_high(const struct variate *variate);

/* Truncation included; a truncated one takes 512 quantiles (gamma and beta: 1 ms), so keep the result. */
double variate_mean(const struct variate *variate);
double variate_variance(const struct variate *variate);

/* The family's name as configurations write it, and what it takes, for messages and documentation. */
const char *variate_family_name(enum variate_family family);
const char *variate_family_usage(enum variate_family family);

/* One beta-binomial draw of n trials, mean n p, intraclass correlation rho: exact in distribution. The hot path of
 * the weekly uptake. n >= 0, p in [0, 1], rho in [0, 1). With n p <= 64 and rho up to about 0.05 one uniform by
 * inversion, so monotone in it. */
long variate_beta_binomial(long n, double p, double rho, struct stream *stream);

#endif
