/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_make: from what a configuration names (mean and cv, quantiles, …) to natural parameters.
 */
#include "sim/sampler.h"
#include "sim/variate_parts.h"

#include <math.h>
#include <stdio.h>

static const double normal_q90 = 1.2815515655446004; /* standard normal quantile at 0.9 */

/* Limits that keep the quantile functions accurate. */
static const double least_mass = 1e-9; /* that a truncation must leave */

struct making {
    struct variate *variate;
    const char *family;
    const struct variate_parametrisation *way;
    double value[VARIATE_ARGUMENTS]; /* by canonical place */
    struct error *error;
};

/* Refuses the argument at a place unless `legal`. */
static int require(const struct making *making, int place, bool legal, const char *range)
{
    if (legal)
        return 0;
    return error_set(making->error, ERROR_CONFIG, "%s: %s = %g, must be %s", making->family, making->way->names[place],
                     making->value[place], range);
}

static int require_between(const struct making *making, int place, double from, double to)
{
    char range[64];
    snprintf(range, sizeof range, "from %g to %g", from, to);
    return require(making, place, making->value[place] >= from && making->value[place] <= to, range);
}

/* Zero, which makes a constant, or inside the range. */
static int require_zero_or_between(const struct making *making, int place, double from, double to)
{
    char range[64];
    double value = making->value[place];
    snprintf(range, sizeof range, "0 or from %g to %g", from, to);
    return require(making, place, value == 0 || (value >= from && value <= to), range);
}

static int require_not_negative(const struct making *making, int place)
{
    return require(making, place, making->value[place] >= 0, "at least 0");
}

static int require_positive(const struct making *making, int place)
{
    return require(making, place, making->value[place] > 0, "above 0");
}

static int require_order(const struct making *making, int less, int more)
{
    if (making->value[less] <= making->value[more])
        return 0;
    return error_set(making->error, ERROR_CONFIG, "%s: %s = %g and %s = %g, must be %s <= %s", making->family,
                     making->way->names[less], making->value[less], making->way->names[more], making->value[more],
                     making->way->names[less], making->way->names[more]);
}

static int become(const struct making *making, enum variate_family family, double p0, double p1, double p2, double p3)
{
    making->variate->family = family;
    making->variate->p[0] = p0;
    making->variate->p[1] = p1;
    making->variate->p[2] = p2;
    making->variate->p[3] = p3;
    return 0;
}

static int become_constant(const struct making *making, double value)
{
    return become(making, VARIATE_CONSTANT, value, 0, 0, 0);
}

static int make_uniform(const struct making *making)
{
    const double *value = making->value;
    if (require_order(making, 0, 1))
        return -1;
    if (value[0] == value[1])
        return become_constant(making, value[0]);
    return become(making, VARIATE_UNIFORM, value[0], value[1], 0, 0);
}

static int make_triangular_or_pert(const struct making *making)
{
    double min = making->value[0], mode = making->value[1], max = making->value[2], shape = making->value[3];
    if (require_order(making, 0, 1) || require_order(making, 1, 2))
        return -1;
    bool pert = making->variate->form->family == VARIATE_PERT;
    if (pert && require_between(making, 3, 0, 1e4))
        return -1;
    if (min == max)
        return become_constant(making, min);
    if (!pert)
        return become(making, VARIATE_TRIANGULAR, min, mode, max, 0);
    double a = 1 + shape * (mode - min) / (max - min), b = 1 + shape * (max - mode) / (max - min);
    return become(making, VARIATE_BETA, a, b, min, max - min);
}

enum { BETA_MIN = 2, BETA_MAX = 3 };
static const double beta_least = 0.01, beta_most = 1e5;

static int make_beta_shapes(const struct making *making)
{
    const double *value = making->value;
    if (require_between(making, 0, beta_least, beta_most) || require_between(making, 1, beta_least, beta_most) ||
        require_order(making, BETA_MIN, BETA_MAX))
        return -1;
    double range = value[BETA_MAX] - value[BETA_MIN];
    if (range == 0)
        return become_constant(making, value[BETA_MIN]);
    return become(making, VARIATE_BETA, value[0], value[1], value[BETA_MIN], range);
}

/* a + b = m (1 - m) / s^2 - 1 with mean m and standard deviation s on the unit interval. */
static int make_beta_moments(const struct making *making)
{
    double mean = making->value[0], sd = making->value[1], min = making->value[BETA_MIN], max = making->value[BETA_MAX];
    if (require_order(making, BETA_MIN, BETA_MAX) || require_between(making, 0, min, max) ||
        require_not_negative(making, 1))
        return -1;
    if (sd == 0)
        return become_constant(making, mean);
    double range = max - min, m = (mean - min) / range, s = sd / range;
    if (!(m > 0 && m < 1))
        return require(making, 1, false, "0 where the mean is min or max");
    double product = m * (1 - m), sum = product / (s * s) - 1;
    double widest = range * sqrt(product / (beta_least / fmin(m, 1 - m) + 1));
    double narrowest = range * sqrt(product / (beta_most / fmax(m, 1 - m) + 1));
    if (require_between(making, 1, narrowest, widest))
        return -1;
    return become(making, VARIATE_BETA, m * sum, (1 - m) * sum, min, range);
}

static int make_normal(const struct making *making)
{
    double mean = making->value[0], sd = making->value[1];
    if (making->variate->form->parametrisation == 1) {
        if (require_order(making, 0, 1))
            return -1;
        mean = 0.5 * (making->value[0] + making->value[1]);
        sd = (making->value[1] - making->value[0]) / (2 * normal_q90);
    } else if (require_not_negative(making, 1)) {
        return -1;
    }
    return sd == 0 ? become_constant(making, mean) : become(making, VARIATE_NORMAL, mean, sd, 0, 0);
}

static int become_gamma(const struct making *making, double shape, double scale)
{
    struct sampler_gamma_form form = sampler_gamma_form(shape >= 1 ? shape : shape + 1);
    return become(making, VARIATE_GAMMA, shape, scale, form.d, form.c);
}

static int make_gamma(const struct making *making)
{
    const double *value = making->value;
    if (making->variate->form->parametrisation == 1) {
        if (require_between(making, 0, 0.01, 1e8) || require_not_negative(making, 1))
            return -1;
        return value[1] == 0 ? become_constant(making, 0) : become_gamma(making, value[0], value[1]);
    }
    double mean = value[0], cv = value[1];
    if (require_not_negative(making, 0) || require_zero_or_between(making, 1, 1e-4, 10))
        return -1;
    if (mean == 0 || cv == 0)
        return become_constant(making, mean);
    return become_gamma(making, 1 / (cv * cv), mean * cv * cv);
}

static int make_lognormal(const struct making *making)
{
    enum { MEAN_CV, MEDIAN_SIGMA, Q10_Q90 };
    const double *value = making->value;
    double mu, sigma;
    switch (making->variate->form->parametrisation) {
    case MEAN_CV:
        if (require_positive(making, 0) || require_between(making, 1, 0, 100))
            return -1;
        sigma = sqrt(elementary_log1p(value[1] * value[1]));
        mu = elementary_log(value[0]) - 0.5 * sigma * sigma;
        break;
    case MEDIAN_SIGMA:
        if (require_positive(making, 0) || require_between(making, 1, 0, 10))
            return -1;
        mu = elementary_log(value[0]);
        sigma = value[1];
        break;
    default:
        if (require_positive(making, 0) || require_order(making, 0, 1))
            return -1;
        mu = 0.5 * (elementary_log(value[0]) + elementary_log(value[1]));
        sigma = (elementary_log(value[1]) - elementary_log(value[0])) / (2 * normal_q90);
    }
    return sigma == 0 ? become_constant(making, value[0]) : become(making, VARIATE_LOGNORMAL, mu, sigma, 0, 0);
}

/* log(1 + cv^2) of a Weibull distribution with shape 1 / x: rises with x. */
static double weibull_spread(double x)
{
    return elementary_log_gamma(1 + 2 * x) - 2 * elementary_log_gamma(1 + x);
}

/* The shape whose coefficient of variation is cv, by bisection on the logarithm of its inverse. */
static double weibull_shape(double cv)
{
    double low = elementary_log(1e-5), high = elementary_log(20), wanted = elementary_log1p(cv * cv);
    while (high - low > 1e-14) {
        double middle = 0.5 * (low + high);
        if (weibull_spread(elementary_exp(middle)) < wanted)
            low = middle;
        else
            high = middle;
    }
    return elementary_exp(-0.5 * (low + high));
}

static int make_weibull(const struct making *making)
{
    const double *value = making->value;
    if (making->variate->form->parametrisation == 0) {
        if (require_between(making, 0, 0.05, 1e4) || require_not_negative(making, 1))
            return -1;
        return value[1] == 0 ? become_constant(making, 0) : become(making, VARIATE_WEIBULL, value[0], value[1], 0, 0);
    }
    double mean = value[0], cv = value[1];
    if (require_not_negative(making, 0) || require_zero_or_between(making, 1, 1e-3, 100))
        return -1;
    if (mean == 0 || cv == 0)
        return become_constant(making, mean);
    double shape = weibull_shape(cv);
    return become(making, VARIATE_WEIBULL, shape, mean / elementary_gamma(1 + 1 / shape), 0, 0);
}

static int make_mean_only(const struct making *making)
{
    double mean = making->value[0];
    enum variate_family family = making->variate->form->family;
    if (family == VARIATE_POISSON ? require_between(making, 0, 0, 1e8) : require_not_negative(making, 0))
        return -1;
    return mean == 0 ? become_constant(making, 0) : become(making, family, mean, 0, 0, 0);
}

static int make_bernoulli(const struct making *making)
{
    double p = making->value[0];
    if (require_between(making, 0, 0, 1))
        return -1;
    return p == 0 || p == 1 ? become_constant(making, p) : become(making, VARIATE_BERNOULLI, p, 0, 0, 0);
}

static int make_binomial(const struct making *making)
{
    double n = making->value[0], p = making->value[1], rho = making->value[2];
    bool mixed = making->variate->form->family == VARIATE_BETA_BINOMIAL;
    char range[64];
    double most = mixed ? 1e6 : 1e9;
    snprintf(range, sizeof range, "a whole number from 0 to %g", most);
    if (require(making, 0, n >= 0 && n <= most && n == floor(n), range) || require_between(making, 1, 0, 1))
        return -1;
    if (mixed && require_zero_or_between(making, 2, 1e-6, 0.999))
        return -1;
    if (n == 0 || p == 0 || p == 1)
        return become_constant(making, n * p);
    if (mixed && rho > 0)
        return become(making, VARIATE_BETA_BINOMIAL, n, p, rho, 0);
    return become(making, VARIATE_BINOMIAL, n, p, 0, 0);
}

static int make_family(const struct making *making)
{
    switch (making->variate->form->family) {
    case VARIATE_UNIFORM:
        return make_uniform(making);
    case VARIATE_TRIANGULAR:
    case VARIATE_PERT:
        return make_triangular_or_pert(making);
    case VARIATE_BETA:
        return making->variate->form->parametrisation == 0 ? make_beta_shapes(making) : make_beta_moments(making);
    case VARIATE_NORMAL:
        return make_normal(making);
    case VARIATE_GAMMA:
        return make_gamma(making);
    case VARIATE_LOGNORMAL:
        return make_lognormal(making);
    case VARIATE_WEIBULL:
        return make_weibull(making);
    case VARIATE_EXPONENTIAL:
    case VARIATE_POISSON:
        return make_mean_only(making);
    case VARIATE_BERNOULLI:
        return make_bernoulli(making);
    case VARIATE_BINOMIAL:
    case VARIATE_BETA_BINOMIAL:
        return make_binomial(making);
    case VARIATE_EMPIRICAL:
    case VARIATE_DISCRETE:
        return become(making, making->variate->form->family, 0, 0, 0, 0);
    default:
        return become_constant(making, making->value[0]);
    }
}

/* P(X < x), without the truncation. */
static double chance_below(const struct variate *variate, double x)
{
    return variate_whole_cdf(variate, variate_is_discrete(variate) ? nextafter(x, -INFINITY) : x);
}

static int truncate_to(const struct making *making)
{
    struct variate *variate = making->variate;
    variate->low = making->value[VARIATE_LOW];
    variate->high = making->value[VARIATE_HIGH];
    variate->cdf_low = 0;
    variate->cdf_span = 1;
    variate->truncated = false;
    if (!(variate->low <= variate->high))
        return error_set(making->error, ERROR_CONFIG, "%s: low = %g and high = %g, must be low <= high", making->family,
                         variate->low, variate->high);
    variate->cdf_low = chance_below(variate, variate->low);
    variate->cdf_span = variate_whole_cdf(variate, variate->high) - variate->cdf_low;
    if (!(variate->cdf_span >= least_mass))
        return error_set(making->error, ERROR_CONFIG,
                         "%s: low = %g and high = %g leave %.2g of the probability, must be at least %g",
                         making->family, variate->low, variate->high, variate->cdf_span, least_mass);
    variate->truncated = variate->cdf_span < 1;
    return 0;
}

int variate_make(struct variate *variate, const struct variate_form *form, const double arguments[],
                 struct error *error)
{
    const struct variate_grammar *grammar = &variate_grammars[form->family];
    struct making making = {.variate = variate,
                            .family = grammar->name,
                            .way = &grammar->ways[form->parametrisation],
                            .error = error,
                            .value = {[VARIATE_LOW] = -INFINITY, [VARIATE_HIGH] = INFINITY}};
    *variate = (struct variate){.form = form};
    for (int i = 0; i < VARIATE_LOW; i++)
        making.value[i] = making.way->preset[i];
    for (size_t i = 0; i < form->argument_count; i++) {
        int place = form->slot[i];
        making.value[place] = arguments[i];
        if (place < VARIATE_LOW && require(&making, place, isfinite(arguments[i]), "a finite number"))
            return -1;
    }
    if (make_family(&making))
        return -1;
    return truncate_to(&making);
}
