/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_moments: mean and variance; of a truncated variate by sums and integrals.
 */
#include "sim/variate_parts.h"

#include <gsl/gsl_integration.h>
#include <math.h>

/* E (X - centre)^power over the counts that the truncation leaves; 1e-15 of the whole is left out on either side. */
static double counting_sum(const struct variate *variate, double centre, int power)
{
    double first = fmax(ceil(variate->low), variate_whole_quantile(variate, 1e-15));
    double last = fmin(floor(variate->high), variate_whole_quantile(variate, 1 - 1e-15));
    double sum = 0, weight = 0;
    for (double k = first; k <= last; k++) {
        double mass = variate_whole_mass(variate, k);
        sum += mass * variate_power(k - centre, power);
        weight += mass;
    }
    return sum / weight;
}

/* The integral of (Q(u) - centre)^power over u in [from, to] of the truncated quantile function Q. The panels shrink
 * eightfold towards both ends, where Q may be singular. */
static double quantile_integral(const struct variate *variate, double from, double to, double centre, int power)
{
    enum { POINTS = 16, PANELS = 16 };
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(POINTS); /* 16: GSL's own, precomputed */
    if (!table)
        return NAN;
    double sum = 0, half = 0.5 * (to - from);
    for (int side = 0; side < 2; side++)
        for (int panel = 0; panel < PANELS; panel++) {
            double outer = panel == PANELS - 1 ? 0 : ldexp(half, -3 * (panel + 1)), inner = ldexp(half, -3 * panel);
            for (size_t i = 0; i < POINTS; i++) {
                double distance, weight;
                gsl_integration_glfixed_point(outer, inner, i, &distance, &weight, table);
                double u = side ? to - distance : from + distance;
                sum += weight * variate_power(variate_quantile(variate, fmin(u, 1 - 0x1p-53)) - centre, power);
            }
        }
    gsl_integration_glfixed_table_free(table);
    return sum;
}

static double truncated_moment(const struct variate *variate, double centre, int power)
{
    switch (variate->family) {
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return variate_listed_sum(variate, centre, power);
    case VARIATE_BERNOULLI: /* one of the two values is left */
        return variate_power((variate->low <= 0) ? 0 - centre : 1 - centre, power);
    case VARIATE_POISSON:
    case VARIATE_BINOMIAL:
    case VARIATE_BETA_BINOMIAL:
        return counting_sum(variate, centre, power);
    case VARIATE_TRIANGULAR: { /* Q has a kink at the mode */
        double kink = variate_cdf(variate, variate->p[1]);
        return quantile_integral(variate, 0, kink, centre, power) + quantile_integral(variate, kink, 1, centre, power);
    }
    default:
        return quantile_integral(variate, 0, 1, centre, power);
    }
}

double variate_mean(const struct variate *variate)
{
    return variate->truncated ? truncated_moment(variate, 0, 1) : variate_whole_mean(variate);
}

double variate_variance(const struct variate *variate)
{
    return variate->truncated ? truncated_moment(variate, variate_mean(variate), 2) : variate_whole_variance(variate);
}
