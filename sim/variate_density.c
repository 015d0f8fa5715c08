/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_density: densities of the continuous families.
 */
#include "variate_parts.h"

#include <math.h>

static const double LOG_2_PI = 1.8378770664093454836;

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign); /* the plain one writes a global */
}

static double log_normal(double z, double sd)
{
    return -0.5 * (z * z + LOG_2_PI) - log(sd);
}

static double log_triangular(double x, double min, double mode, double max)
{
    if (x < mode)
        return log(2 * (x - min) / ((max - min) * (mode - min)));
    return x == mode ? log(2 / (max - min)) : log(2 * (max - x) / ((max - min) * (max - mode)));
}

static double log_beta(double x, double a, double b)
{
    return (a - 1) * log(x) + (b - 1) * log1p(-x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b);
}

static double log_whole(const struct variate *variate, double x)
{
    const double *p = variate->p;
    switch (variate->family) {
    case VARIATE_UNIFORM:
        return x >= p[0] && x <= p[1] ? -log(p[1] - p[0]) : -INFINITY;
    case VARIATE_TRIANGULAR:
        return x >= p[0] && x <= p[2] ? log_triangular(x, p[0], p[1], p[2]) : -INFINITY;
    case VARIATE_PERT:
    case VARIATE_BETA:
        return x >= p[2] && x <= p[2] + p[3] ? log_beta((x - p[2]) / p[3], p[0], p[1]) - log(p[3]) : -INFINITY;
    case VARIATE_NORMAL:
        return log_normal((x - p[0]) / p[1], p[1]);
    case VARIATE_GAMMA:
        return x > 0 ? (p[0] - 1) * log(x) - x / p[1] - log_gamma(p[0]) - p[0] * log(p[1]) : -INFINITY;
    case VARIATE_LOGNORMAL:
        return x > 0 ? log_normal((log(x) - p[0]) / p[1], p[1]) - log(x) : -INFINITY;
    case VARIATE_WEIBULL:
        return x > 0 ? log(p[0] / p[1]) + (p[0] - 1) * log(x / p[1]) - pow(x / p[1], p[0]) : -INFINITY;
    case VARIATE_EXPONENTIAL:
        return x >= 0 ? -x / p[0] - log(p[0]) : -INFINITY;
    default:
        return NAN; /* has none */
    }
}

double variate_log_density(const struct variate *variate, double x)
{
    if (!variate->truncated)
        return log_whole(variate, x);
    return x >= variate->low && x <= variate->high ? log_whole(variate, x) - log(variate->cdf_span) : -INFINITY;
}

double variate_support_low(const struct variate *variate)
{
    double low = variate->family == VARIATE_UNIFORM || variate->family == VARIATE_TRIANGULAR ? variate->p[0]
                 : variate->family == VARIATE_BETA || variate->family == VARIATE_PERT        ? variate->p[2]
                 : variate->family == VARIATE_NORMAL                                         ? -INFINITY
                                                                                             : 0;
    return variate->truncated ? fmax(low, variate->low) : low;
}

double variate_support_high(const struct variate *variate)
{
    double high = variate->family == VARIATE_UNIFORM                                   ? variate->p[1]
                  : variate->family == VARIATE_TRIANGULAR                              ? variate->p[2]
                  : variate->family == VARIATE_BETA || variate->family == VARIATE_PERT ? variate->p[2] + variate->p[3]
                                                                                       : INFINITY;
    return variate->truncated ? fmin(high, variate->high) : high;
}
