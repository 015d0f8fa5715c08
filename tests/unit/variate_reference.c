/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_reference: every continuous family in every parametrisation, with GSL's distribution function.
 */
#include "variate_reference.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#define PAIR(name, cdf_expression, pdf_expression)                                                                     \
    static double name##_cdf(double x, const double r[4])                                                              \
    {                                                                                                                  \
        return cdf_expression;                                                                                         \
    }                                                                                                                  \
    static double name##_pdf(double x, const double r[4])                                                              \
    {                                                                                                                  \
        return pdf_expression;                                                                                         \
    }

PAIR(flat, gsl_cdf_flat_P(x, r[0], r[1]), gsl_ran_flat_pdf(x, r[0], r[1]))
PAIR(normal, gsl_cdf_gaussian_P(x - r[0], r[1]), gsl_ran_gaussian_pdf(x - r[0], r[1]))
PAIR(gamma, gsl_cdf_gamma_P(x, r[0], r[1]), gsl_ran_gamma_pdf(x, r[0], r[1]))
PAIR(lognormal, gsl_cdf_lognormal_P(x, r[0], r[1]), gsl_ran_lognormal_pdf(x, r[0], r[1]))
PAIR(weibull, gsl_cdf_weibull_P(x, r[1], r[0]), gsl_ran_weibull_pdf(x, r[1], r[0]))
PAIR(exponential, gsl_cdf_exponential_P(x, r[0]), gsl_ran_exponential_pdf(x, r[0]))
PAIR(beta, gsl_cdf_beta_P((x - r[2]) / (r[3] - r[2]), r[0], r[1]),
     gsl_ran_beta_pdf((x - r[2]) / (r[3] - r[2]), r[0], r[1]) / (r[3] - r[2]))
/* Triangle over 0, 3, 12: height 1/6, rising by 1/18 and falling by 1/54 per unit. */
PAIR(triangle, x < r[0] ? x * x / 36 : 1 - (12 - x) * (12 - x) / 108, x < r[0] ? x / 18 : (12 - x) / 54)

#define OF(name) .cdf = name##_cdf, .pdf = name##_pdf

const struct reference references[] = {
    {"uniform", {"min", "max"}, {-2, 4}, OF(flat), {-2, 4}, 1, 3},
    {"triangular", {"min", "mode", "max"}, {0, 3, 12}, OF(triangle), {3}, 5, 6.5},
    {"pert", {"min", "mode", "max"}, {10, 20, 50}, OF(beta), {2, 4, 10, 50}, 10 + 40.0 / 3, 1600 * 8.0 / 252},
    {"pert", {"max", "mode", "min", "shape"}, {50, 20, 10, 2}, OF(beta), {1.5, 2.5, 10, 50}, 25, 75},
    {"beta", {"a", "b"}, {2, 3}, OF(beta), {2, 3, 0, 1}, 0.4, 0.04},
    {"beta", {"a", "b"}, {0.3, 0.6}, OF(beta), {0.3, 0.6, 0, 1}, 1.0 / 3, 0.18 / (0.81 * 1.9)},
    {"beta", {"a", "b", "min", "max"}, {0.5, 2, -1, 4}, OF(beta), {0.5, 2, -1, 4}, 0, 25 / (6.25 * 3.5)},
    {"beta", {"mean", "sd"}, {0.3, 0.1}, OF(beta), {6, 14, 0, 1}, 0.3, 0.01},
    {"beta", {"min", "max", "mean", "sd"}, {10, 20, 13, 1}, OF(beta), {6, 14, 10, 20}, 13, 1},
    {"normal", {"mean", "sd"}, {5, 2}, OF(normal), {5, 2}, 5, 4},
    {"normal", {"q10", "q90"}, {1, 9}, OF(normal), {5, 3.121216584290}, 5, 9.741992966044},
    {"gamma", {"mean", "cv"}, {10, 0.4}, OF(gamma), {6.25, 1.6}, 10, 16},
    {"gamma", {"mean", "cv"}, {3, 2}, OF(gamma), {0.25, 12}, 3, 36},
    {"gamma", {"shape", "scale"}, {1, 2}, OF(gamma), {1, 2}, 2, 4},
    {"lognormal", {"mean", "cv"}, {5, 0.5}, OF(lognormal), {1.4978661367770, 0.4723807270774}, 5, 6.25},
    {"lognormal", {"median", "sigma"}, {20, 0.3}, OF(lognormal), {2.995732273554, 0.3}, 20.92055719817, 41.21723176664},
    {"lognormal",
     {"q10", "q90"},
     {10, 40},
     OF(lognormal),
     {2.995732273554, 0.5408656188293},
     23.150122737865,
     182.1193599617},
    {"weibull", {"shape", "scale"}, {1.5, 10}, OF(weibull), {1.5, 10}, 9.027452929509, 37.569028481393},
    /* Shape 2 is Rayleigh's: mean scale sqrt(pi) / 2, cv sqrt(4 / pi - 1). */
    {"weibull", {"mean", "cv"}, {8.862269254528, 0.5227232008770}, OF(weibull), {2, 10}, 8.862269254528, 21.46018366},
    {"exponential", {"mean"}, {7}, OF(exponential), {7}, 7, 49},
};

const size_t reference_count = sizeof references / sizeof *references;

void reference_make(struct variate_form *form, struct variate *variate, const char *family, const char *const names[],
                    const double arguments[])
{
    struct error error = {0};
    size_t count = 0;
    while (count < VARIATE_ARGUMENTS && names[count])
        count++;
    cr_assert_eq(variate_form_init(form, family, names, count, 0, 0, 0, &error), 0, "%s", error.text);
    cr_assert_eq(variate_make(variate, form, arguments, &error), 0, "%s", error.text);
}
