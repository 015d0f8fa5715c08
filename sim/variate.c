/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate: distribution functions and their inverses.
 *
 * GSL's functions are checked for NaN and wrong inverses here; they report to GSL's error handler, which the program
 * turns off at its start (see variate.h).
 */
#include "sim/elementary.h"
#include "sim/variate_parts.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

bool variate_is_discrete(const struct variate *variate)
{
    switch (variate->family) {
    case VARIATE_CONSTANT:
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
    case VARIATE_BERNOULLI:
    case VARIATE_POISSON:
    case VARIATE_BINOMIAL:
    case VARIATE_BETA_BINOMIAL:
        return true;
    default:
        return false;
    }
}

static double clamped(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Counting families: probabilities of single counts, and how they follow on each other. */

double variate_whole_mass(const struct variate *variate, double k)
{
    const double *p = variate->p;
    if (variate->family == VARIATE_POISSON)
        return gsl_ran_poisson_pdf((unsigned)k, p[0]);
    if (variate->family == VARIATE_BINOMIAL)
        return gsl_ran_binomial_pdf((unsigned)k, p[1], (unsigned)p[0]);
    double sum = (1 - p[2]) / p[2], a = p[1] * sum, b = (1 - p[1]) * sum;
    return elementary_exp(gsl_sf_lnchoose((unsigned)p[0], (unsigned)k) + gsl_sf_lnbeta(k + a, p[0] - k + b) -
                          gsl_sf_lnbeta(a, b));
}

/* P(X = k + 1) / P(X = k). */
static double mass_ratio(const struct variate *variate, double k)
{
    const double *p = variate->p;
    if (variate->family == VARIATE_POISSON)
        return p[0] / (k + 1);
    if (variate->family == VARIATE_BINOMIAL)
        return (p[0] - k) * p[1] / ((k + 1) * (1 - p[1]));
    double sum = (1 - p[2]) / p[2], a = p[1] * sum, b = (1 - p[1]) * sum;
    return (p[0] - k) * (k + a) / ((k + 1) * (p[0] - 1 - k + b));
}

/* Sums the probabilities on that side of k where the mean is not. Poisson and binomial fall off monotonically there,
 * so the sum may end early; a beta-binomial may rise again towards its ends. */
static double counting_cdf(const struct variate *variate, double x)
{
    const double tiny = 1e-18;
    double k = floor(x), last = variate->family == VARIATE_POISSON ? 4e9 : variate->p[0];
    if (k < 0)
        return 0;
    if (k >= last)
        return 1;
    bool may_end = variate->family != VARIATE_BETA_BINOMIAL, down = k < variate_whole_mean(variate);
    double i = down ? k : k + 1, mass = variate_whole_mass(variate, i), sum = mass;
    if (down)
        for (; i > 0 && !(may_end && mass < tiny * sum); i--)
            sum += mass /= mass_ratio(variate, i - 1);
    else
        for (; i < last && !(may_end && mass <= tiny * sum); i++)
            sum += mass *= mass_ratio(variate, i);
    return clamped(down ? sum : 1 - sum, 0, 1);
}

/* The smallest count whose cdf reaches u: doubling, then bisection. */
static double counting_quantile(const struct variate *variate, double u)
{
    double below = -1, step = 1 + floor(sqrt(variate_whole_variance(variate)));
    double reached = floor(variate_whole_mean(variate));
    while (counting_cdf(variate, reached) < u) {
        below = reached;
        reached += step;
        step *= 2;
    }
    while (reached - below > 1) {
        double middle = floor(0.5 * (below + reached));
        if (counting_cdf(variate, middle) < u)
            below = middle;
        else
            reached = middle;
    }
    return reached;
}

/* Listed families. */

static double listed_cdf(const struct variate_form *form, double x)
{
    size_t low = 0, high = form->count; /* number of values <= x */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (form->values[middle] <= x)
            low = middle + 1;
        else
            high = middle;
    }
    return low ? form->cumulated[low - 1] : 0;
}

static double listed_quantile(const struct variate_form *form, double u)
{
    size_t low = 0, high = form->count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (form->cumulated[middle] < u)
            low = middle + 1;
        else
            high = middle;
    }
    return form->values[low];
}

/* Triangular. */

static double triangular_cdf(const double p[], double x)
{
    double min = p[0], mode = p[1], max = p[2];
    if (x <= min)
        return 0;
    if (x >= max)
        return 1;
    if (x < mode)
        return (x - min) * (x - min) / ((max - min) * (mode - min));
    return 1 - (max - x) * (max - x) / ((max - min) * (max - mode));
}

static double triangular_quantile(const double p[], double u)
{
    double min = p[0], mode = p[1], max = p[2];
    if (u * (max - min) < mode - min)
        return min + sqrt(u * (max - min) * (mode - min));
    return max - sqrt((1 - u) * (max - min) * (max - mode));
}

/* All families without their truncation. */

double variate_whole_cdf(const struct variate *variate, double x)
{
    const double *p = variate->p;
    switch (variate->family) {
    case VARIATE_CONSTANT:
        return x >= p[0];
    case VARIATE_UNIFORM:
        return clamped((x - p[0]) / (p[1] - p[0]), 0, 1);
    case VARIATE_TRIANGULAR:
        return triangular_cdf(p, x);
    case VARIATE_PERT: /* variate_make() turns it into a beta */
    case VARIATE_BETA:
        return gsl_cdf_beta_P(clamped((x - p[2]) / p[3], 0, 1), p[0], p[1]);
    case VARIATE_NORMAL:
        return gsl_cdf_ugaussian_P((x - p[0]) / p[1]);
    case VARIATE_GAMMA:
        return x <= 0 ? 0 : x == INFINITY ? 1 : gsl_cdf_gamma_P(x, p[0], p[1]);
    case VARIATE_LOGNORMAL:
        return x <= 0 ? 0 : gsl_cdf_ugaussian_P((elementary_log(x) - p[0]) / p[1]);
    case VARIATE_WEIBULL:
        return x <= 0 ? 0 : -elementary_expm1(-elementary_pow(x / p[1], p[0]));
    case VARIATE_EXPONENTIAL:
        return x <= 0 ? 0 : -elementary_expm1(-x / p[0]);
    case VARIATE_BERNOULLI:
        return x < 0 ? 0 : x < 1 ? 1 - p[0] : 1;
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return listed_cdf(variate->form, x);
    default:
        return counting_cdf(variate, x);
    }
}

/* GSL's inverse where it is right, otherwise bisection on the distribution function between `low` and `high`. */
static double checked_inverse(const struct variate *variate, double u, double found, double low, double high)
{
    const double accuracy = 1e-10;
    double reached = variate_whole_cdf(variate, found);
    if (fabs(reached - u) <= accuracy * fmin(u, 1 - u) + 1e-15)
        return found;
    for (int i = 0; i < 1100; i++) { /* enough to halve the whole range of doubles */
        double middle = low > 0 && high > 4 * low ? sqrt(low) * sqrt(high) : 0.5 * (low + high);
        if (middle <= low || middle >= high)
            break;
        if (variate_whole_cdf(variate, middle) < u)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static double gamma_quantile(const struct variate *variate, double u)
{
    double shape = variate->p[0], scale = variate->p[1];
    return checked_inverse(variate, u, gsl_cdf_gamma_Pinv(u, shape, scale), 0,
                           scale * (shape + 50 * sqrt(shape) + 800));
}

/* Inverted on the unit interval, where no digits are lost to `min`. */
static double beta_quantile(const struct variate *variate, double u)
{
    const double *p = variate->p;
    struct variate unit = {.family = VARIATE_BETA, .p = {p[0], p[1], 0, 1}};
    return p[2] + p[3] * checked_inverse(&unit, u, gsl_cdf_beta_Pinv(u, p[0], p[1]), 0, 1);
}

double variate_whole_quantile(const struct variate *variate, double u)
{
    const double *p = variate->p;
    switch (variate->family) {
    case VARIATE_CONSTANT:
        return p[0];
    case VARIATE_UNIFORM:
        return p[0] + u * (p[1] - p[0]);
    case VARIATE_TRIANGULAR:
        return triangular_quantile(p, u);
    case VARIATE_PERT:
    case VARIATE_BETA:
        return beta_quantile(variate, u);
    case VARIATE_NORMAL:
        return p[0] + p[1] * gsl_cdf_ugaussian_Pinv(u);
    case VARIATE_GAMMA:
        return gamma_quantile(variate, u);
    case VARIATE_LOGNORMAL:
        return elementary_exp(p[0] + p[1] * gsl_cdf_ugaussian_Pinv(u));
    case VARIATE_WEIBULL:
        return p[1] * elementary_pow(-elementary_log1p(-u), 1 / p[0]);
    case VARIATE_EXPONENTIAL:
        return -p[0] * elementary_log1p(-u);
    case VARIATE_BERNOULLI:
        return u > 1 - p[0];
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return listed_quantile(variate->form, u);
    default:
        return counting_quantile(variate, u);
    }
}

double variate_cdf(const struct variate *variate, double x)
{
    if (!variate->truncated)
        return variate_whole_cdf(variate, x);
    if (x < variate->low)
        return 0;
    if (x >= variate->high)
        return 1;
    return clamped((variate_whole_cdf(variate, x) - variate->cdf_low) / variate->cdf_span, 0, 1);
}

double variate_quantile(const struct variate *variate, double u)
{
    if (!variate->truncated)
        return variate_whole_quantile(variate, u);
    double inside = fmin(variate->cdf_low + u * variate->cdf_span, 1 - 0x1p-53);
    return clamped(variate_whole_quantile(variate, inside), variate->low, variate->high);
}
