/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_whole: mean and variance without the truncation, in closed form.
 */
#include "sim/elementary.h"
#include "sim/variate_parts.h"

#include <math.h>

double variate_listed_sum(const struct variate *variate, double centre, int power)
{
    const struct variate_form *form = variate->form;
    double sum = 0, weight = 0;
    for (size_t i = 0; i < form->count; i++) {
        if (form->values[i] < variate->low || form->values[i] > variate->high)
            continue;
        sum += form->weights[i] * variate_power(form->values[i] - centre, power);
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
        return variate_listed_sum(variate, 0, 1);
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
        return variate_listed_sum(variate, variate_listed_sum(variate, 0, 1), 2);
    }
}
