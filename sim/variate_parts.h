/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_parts: what the files of `variate` share. Internal to sim/. Each takes only from those before it:
 * variate_form and variate_whole, variate, variate_moments and variate_make; variate_density.
 *
 * Natural parameters, variate.p, after variate_make():
 *   constant value | uniform min, max | triangular min, mode, max | beta a, b, min, max - min (pert too)
 *   normal mean, sd | gamma shape, scale, its sampler's form | lognormal mean and sd of the logarithm
 *   weibull shape, scale
 *   exponential mean | bernoulli p | poisson mean | binomial n, p | beta-binomial n, p, rho | listed families: none
 */
#ifndef FMKSIM_SIM_VARIATE_PARTS_H
#define FMKSIM_SIM_VARIATE_PARTS_H

#include "sim/variate.h"

enum { VARIATE_LOW = VARIATE_ARGUMENTS - 2, VARIATE_HIGH = VARIATE_ARGUMENTS - 1 }; /* canonical places */

/* One way to write a family: required names, then optional ones with their defaults; places 0, 1, … in this order. */
struct variate_parametrisation {
    const char *names[VARIATE_LOW];
    int required, optional;
    double preset[VARIATE_LOW]; /* of the optional ones, by place */
};

enum { VARIATE_PARAMETRISATIONS = 3 };

struct variate_grammar {
    const char *name, *usage;
    bool listed, weighted; /* takes values; must have weights */
    int count;             /* parametrisations */
    struct variate_parametrisation ways[VARIATE_PARAMETRISATIONS];
};

extern const struct variate_grammar variate_grammars[VARIATE_FAMILIES];

bool variate_is_discrete(const struct variate *variate);

/* A small whole power, by multiplication: alike on every machine. */
static inline double variate_power(double x, int power)
{
    double product = 1;
    for (int i = 0; i < power; i++)
        product *= x;
    return product;
}

/* Without the truncation. */
double variate_whole_cdf(const struct variate *variate, double x);
double variate_whole_quantile(const struct variate *variate, double u);
double variate_whole_mean(const struct variate *variate);
double variate_whole_variance(const struct variate *variate);

/* E (X - centre)^power of a listed family, which is never truncated. */
double variate_listed_sum(const struct variate *variate, double centre, int power);

/* P(X = k) of the counting families, k an integer of any size. */
double variate_whole_mass(const struct variate *variate, double k);

#endif
