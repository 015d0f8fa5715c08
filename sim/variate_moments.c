/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_moments: mean and variance, in closed form where there is one, otherwise by sums and integrals.
 */
#include "sim/elementary.h"
#include "sim/variate_parts.h"

#include <gsl/gsl_integration.h>
#include <math.h>

static double raised(double x, int power)
{
    double product = 1;
    for (int i = 0; i < power; i++)
        product *= x;
    return product;
}

static double listed_sum(const struct variate *variate, double centre, int power)
{
    const struct variate_form *form = variate->form;
    double sum = 0, weight = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (form->values[i] < variate->low || form->values[i] > variate->high)
            continue;
        sum += form->weights[i] * raised(form->values[i] - centre, power);
        weight += form->weights[i];
    }
    return sum / weight;
}

static double gamma_ratio(double shape)
{
    return elementary_gamma(1 + 1 / shape);
}

double variate_whole_mean(const struct variate *variate)
{
    const double *p = variate->p;
    switch (variate->family) {
    case VARIATE_UNIFORM:
        return 0.5 * (p[0] + p[1]);
    case VARIATE_TRIANGULAR:
        return (p[0] + p[1] + p[2]) / 3;
    case VARIATE_PERT:
    case VARIATE_BETA:
        return p[2] + p[3] * p[0] / (p[0] + p[1]);
    case VARIATE_GAMMA:
        return p[0] * p[1];
    case VARIATE_LOGNORMAL:
        return elementary_exp(p[0] + 0.5 * p[1] * p[1]);
    case VARIATE_WEIBULL:
        return p[1] * gamma_ratio(p[0]);
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return listed_sum(variate, 0, 1);
    case VARIATE_BINOMIAL:
    case VARIATE_BETA_BINOMIAL:
        return p[0] * p[1];
    default: /* constant, normal, exponential, bernoulli, poisson: the first parameter is the mean */
        return p[0];
    }
}

static double weibull_variance(double shape, double scale)
{
    double mean = scale * gamma_ratio(shape);
    return mean * mean *
           elementary_expm1(elementary_log_gamma(1 + 2 / shape) - 2 * elementary_log_gamma(1 + 1 / shape));
}

double variate_whole_variance(const struct variate *variate)
{
    const double *p = variate->p;
    switch (variate->family) {
    case VARIATE_CONSTANT:
        return 0;
    case VARIATE_UNIFORM:
        return (p[1] - p[0]) * (p[1] - p[0]) / 12;
    case VARIATE_TRIANGULAR: {
        double left = p[1] - p[0], right = p[2] - p[1];
        return (left * left + left * right + right * right) / 18;
    }
    case VARIATE_PERT:
    case VARIATE_BETA: {
        double sum = p[0] + p[1];
        return p[3] * p[3] * (p[0] / sum) * (p[1] / sum) / (sum + 1);
    }
    case VARIATE_NORMAL:
        return p[1] * p[1];
    case VARIATE_GAMMA:
        return p[0] * p[1] * p[1];
    case VARIATE_LOGNORMAL:
        return elementary_exp(2 * p[0] + p[1] * p[1]) * elementary_expm1(p[1] * p[1]);
    case VARIATE_WEIBULL:
        return weibull_variance(p[0], p[1]);
    case VARIATE_EXPONENTIAL:
        return p[0] * p[0];
    case VARIATE_BERNOULLI:
        return p[0] * (1 - p[0]);
    case VARIATE_POISSON:
        return p[0];
    case VARIATE_BINOMIAL:
        return p[0] * p[1] * (1 - p[1]);
    case VARIATE_BETA_BINOMIAL:
        return p[0] * p[1] * (1 - p[1]) * (1 + (p[0] - 1) * p[2]);
    default:
        return listed_sum(variate, listed_sum(variate, 0, 1), 2);
    }
}

/* E (X - centre)^power over the counts that the truncation leaves; 1e-15 of the whole is left out on either side. */
static double counting_sum(const struct variate *variate, double centre, int power)
{
    double first = fmax(ceil(variate->low), variate_whole_quantile(variate, 1e-15));
    double last = fmin(floor(variate->high), variate_whole_quantile(variate, 1 - 1e-15));
    double sum = 0, weight = 0;
    for (double k = first; k <= last; k++) {
        double mass = variate_whole_mass(variate, k);
        sum += mass * raised(k - centre, power);
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
                sum += weight * raised(variate_quantile(variate, fmin(u, 1 - 0x1p-53)) - centre, power);
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
        return listed_sum(variate, centre, power);
    case VARIATE_BERNOULLI: /* one of the two values is left */
        return raised((variate->low <= 0) ? 0 - centre : 1 - centre, power);
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
