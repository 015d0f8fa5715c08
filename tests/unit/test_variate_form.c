/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_form: what a configuration may say, what it may not, and what it is told.
 */
#include "variate_reference.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static void no_handler(void)
{
    gsl_set_error_handler_off();
}

TestSuite(variate_form, .init = no_handler);

static size_t count_names(const char *const names[VARIATE_ARGUMENTS + 2])
{
    size_t count = 0;
    while (count < VARIATE_ARGUMENTS + 2 && names[count])
        count++;
    return count;
}

static const struct refused {
    const char *family, *names[VARIATE_ARGUMENTS + 2], *text;
} refused[] = {
    {"gama", {"mean", "cv"}, "did you mean 'gamma'"},
    {"betabinomial", {"n"}, "did you mean 'beta-binomial'"},
    {"zipf", {"s"}, "known: constant, uniform"},
    {"gamma", {"mean", "cvv"}, "no argument 'cvv' (did you mean 'cv'?)"},
    {"gamma", {"median", "cv"}, "mean cv | shape scale"},
    {"gamma", {"mean"}, "given: mean"},
    {"gamma", {"mean", "scale"}, "given: mean scale"},
    {"gamma", {"mean", "cv", "scale"}, "given: mean cv scale"},
    {"gamma", {"mean", "cv", "mean"}, "'mean' is given twice"},
    {"gamma", {0}, "given: none"},
    {"normal", {"q10", "sd"}, "mean sd | q10 q90"},
    {"lognormal", {"median", "cv"}, "mean cv | median sigma | q10 q90"},
    {"beta", {"a", "b", "mean", "sd"}, "given: a b mean sd"},
    {"beta", {"a", "b", "min", "max", "low", "high", "mean", "sd"}, "given: a b min max low high mean sd"},
    {"pert", {"min", "max"}, "min mode max [shape = 4]"},
    {"uniform", {"min", "max", "mode"}, "no argument 'mode'"},
    {"constant", {"low", "high"}, "constant takes value"},
    {"empirical", {0}, "needs values"},
};

Test(variate_form, refusals)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct variate_form form;
        struct error error = {0};
        cr_expect_eq(variate_form_init(&form, refused[i].family, refused[i].names, count_names(refused[i].names), 0, 0,
                                       0, &error),
                     -1, "case %zu is accepted", i);
        cr_expect_eq(error.code, ERROR_CONFIG);
        cr_expect_not_null(strstr(error.text, refused[i].text), "case %zu: %s", i, error.text);
        variate_form_free(&form); /* legal after a failure */
    }
}

static void expect_list_refused(const char *family, const double *values, const double *weights, size_t count,
                                const char *text)
{
    struct variate_form form;
    struct error error = {0};
    cr_expect_eq(variate_form_init(&form, family, 0, 0, values, weights, count, &error), -1, "%s", text);
    cr_expect_eq(error.code, ERROR_CONFIG);
    cr_expect_not_null(strstr(error.text, text), "%s", error.text);
    variate_form_free(&form);
}

Test(variate_form, lists_refused)
{
    const double values[] = {1, 2}, infinite[] = {1, INFINITY}, negative[] = {1, -1}, zero[] = {0, 0},
                 none[] = {1, NAN};
    const double huge[] = {1e308, 1e308};
    expect_list_refused("discrete", values, 0, 2, "needs weights");
    expect_list_refused("discrete", 0, values, 2, "needs values");
    expect_list_refused("empirical", values, 0, 0, "at least one");
    expect_list_refused("empirical", infinite, 0, 2, "values[1] = inf must be finite");
    expect_list_refused("discrete", values, negative, 2, "weights[1] = -1 must be finite and at least 0");
    expect_list_refused("discrete", values, none, 2, "weights[1] = ");
    expect_list_refused("discrete", values, zero, 2, "sum is 0");
    expect_list_refused("discrete", values, huge, 2, "sum is inf");
    struct variate_form form;
    struct error error = {0};
    const char *const names[] = {"mean"};
    cr_expect_eq(variate_form_init(&form, "exponential", names, 1, values, 0, 2, &error), -1);
    cr_expect_not_null(strstr(error.text, "takes no list"), "%s", error.text);
}

static const struct illegal {
    const char *family, *names[VARIATE_ARGUMENTS + 2];
    double arguments[VARIATE_ARGUMENTS];
    const char *text;
} illegal[] = {
    {"constant", {"value"}, {NAN}, "must be a finite number"},
    {"constant", {"value", "low"}, {1, 2}, "leave 0 of the probability"},
    {"uniform", {"min", "max"}, {2, 1}, "min = 2 and max = 1, must be min <= max"},
    {"uniform", {"min", "max"}, {0, INFINITY}, "max = inf, must be a finite number"},
    {"triangular", {"min", "mode", "max"}, {0, 3, 2}, "mode = 3 and max = 2, must be mode <= max"},
    {"triangular", {"max", "min", "mode"}, {2, 1, 0}, "min = 1 and mode = 0, must be min <= mode"},
    {"pert", {"min", "mode", "max", "shape"}, {0, 1, 2, -1}, "shape = -1, must be from 0 to 10000"},
    {"beta", {"a", "b"}, {0, 1}, "a = 0, must be from 0.01 to 100000"},
    {"beta", {"a", "b"}, {1, -1}, "b = -1, must be from 0.01 to 100000"},
    {"beta", {"a", "b", "min", "max"}, {1, 1, 3, 2}, "must be min <= max"},
    {"beta", {"mean", "sd"}, {1.5, 0.1}, "mean = 1.5, must be from 0 to 1"},
    {"beta", {"mean", "sd"}, {0.5, 0.6}, "sd = 0.6, must be from"},
    {"beta", {"mean", "sd"}, {0.5, -0.1}, "sd = -0.1, must be at least 0"},
    {"beta", {"mean", "sd"}, {1, 0.1}, "sd = 0.1, must be 0 where"},
    {"beta", {"mean", "sd", "min", "max"}, {3, 0.1, 3, 3}, "sd = 0.1, must be 0 where"},
    {"normal", {"mean", "sd"}, {0, -1}, "sd = -1, must be at least 0"},
    {"normal", {"q10", "q90"}, {2, 1}, "must be q10 <= q90"},
    {"normal", {"mean", "sd", "low"}, {0, 1, 10}, "must be at least 1e-09"},
    {"normal", {"mean", "sd", "low", "high"}, {0, 1, 1, 0}, "must be low <= high"},
    {"normal", {"mean", "sd", "low"}, {0, 1, NAN}, "must be low <= high"},
    {"gamma", {"mean", "cv"}, {-1, 1}, "mean = -1, must be at least 0"},
    {"gamma", {"mean", "cv"}, {1, -1}, "cv = -1, must be 0 or from 0.0001 to 10"},
    {"gamma", {"shape", "scale"}, {0, 1}, "shape = 0, must be from 0.01 to 1e+08"},
    {"gamma", {"shape", "scale"}, {1, -1}, "scale = -1, must be at least 0"},
    {"gamma", {"mean", "cv", "high"}, {1, 1, -1}, "leave 0 of the probability"},
    {"lognormal", {"mean", "cv"}, {0, 1}, "mean = 0, must be above 0"},
    {"lognormal", {"mean", "cv"}, {1, -1}, "cv = -1, must be from 0 to 100"},
    {"lognormal", {"median", "sigma"}, {1, 11}, "sigma = 11, must be from 0 to 10"},
    {"lognormal", {"q10", "q90"}, {0, 1}, "q10 = 0, must be above 0"},
    {"lognormal", {"q10", "q90"}, {2, 1}, "must be q10 <= q90"},
    {"weibull", {"shape", "scale"}, {0, 1}, "shape = 0, must be from 0.05 to 10000"},
    {"weibull", {"mean", "cv"}, {1, 1e-5}, "cv = 1e-05, must be 0 or from 0.001 to 100"},
    {"exponential", {"mean"}, {-1}, "mean = -1, must be at least 0"},
    {"bernoulli", {"p"}, {1.01}, "p = 1.01, must be from 0 to 1"},
    {"poisson", {"mean"}, {-1}, "mean = -1, must be from 0 to 1e+08"},
    {"binomial", {"n", "p"}, {1.5, 0.5}, "n = 1.5, must be a whole number from 0 to 1e+09"},
    {"binomial", {"n", "p"}, {-1, 0.5}, "n = -1, must be a whole number"},
    {"binomial", {"n", "p"}, {1, -0.5}, "p = -0.5, must be from 0 to 1"},
    {"beta-binomial", {"n", "p", "rho"}, {1, 0.5, 1}, "rho = 1, must be 0 or from 1e-06 to 0.999"},
};

Test(variate_form, illegal_numbers)
{
    for (size_t i = 0; i < sizeof illegal / sizeof *illegal; i++) {
        struct variate_form form;
        struct variate variate;
        struct error error = {0};
        cr_assert_eq(variate_form_init(&form, illegal[i].family, illegal[i].names, count_names(illegal[i].names), 0, 0,
                                       0, &error),
                     0, "%s", error.text);
        cr_expect_eq(variate_make(&variate, &form, illegal[i].arguments, &error), -1, "case %zu is accepted", i);
        cr_expect_eq(error.code, ERROR_CONFIG);
        cr_expect_eq(strncmp(error.text, illegal[i].family, strlen(illegal[i].family)), 0, "%s", error.text);
        cr_expect_not_null(strstr(error.text, illegal[i].text), "case %zu: %s", i, error.text);
        variate_form_free(&form);
    }
}

static const struct degenerate {
    const char *family, *names[VARIATE_ARGUMENTS];
    double arguments[VARIATE_ARGUMENTS], value;
} degenerates[] = {
    {"constant", {"value"}, {-3.5}, -3.5},
    {"constant", {"value", "low", "high"}, {2, 2, 2}, 2},
    {"uniform", {"min", "max"}, {4, 4}, 4},
    {"triangular", {"min", "mode", "max"}, {4, 4, 4}, 4},
    {"pert", {"min", "mode", "max"}, {4, 4, 4}, 4},
    {"beta", {"a", "b", "min", "max"}, {1, 2, 7, 7}, 7},
    {"beta", {"mean", "sd"}, {0.3, 0}, 0.3},
    {"beta", {"mean", "sd"}, {1, 0}, 1},
    {"normal", {"mean", "sd"}, {-2, 0}, -2},
    {"normal", {"q10", "q90"}, {3, 3}, 3},
    {"gamma", {"mean", "cv"}, {5, 0}, 5},
    {"gamma", {"mean", "cv"}, {0, 1}, 0},
    {"gamma", {"shape", "scale"}, {5, 0}, 0},
    {"lognormal", {"mean", "cv"}, {5, 0}, 5},
    {"lognormal", {"median", "sigma"}, {5, 0}, 5},
    {"lognormal", {"q10", "q90"}, {5, 5}, 5},
    {"weibull", {"mean", "cv"}, {5, 0}, 5},
    {"weibull", {"shape", "scale"}, {5, 0}, 0},
    {"exponential", {"mean"}, {0}, 0},
    {"bernoulli", {"p"}, {1}, 1},
    {"poisson", {"mean"}, {0}, 0},
    {"binomial", {"n", "p"}, {0, 0.5}, 0},
    {"binomial", {"n", "p"}, {7, 1}, 7},
    {"beta-binomial", {"n", "p", "rho"}, {7, 0, 0.5}, 0},
};

Test(variate_form, degenerate_is_constant)
{
    for (size_t i = 0; i < sizeof degenerates / sizeof *degenerates; i++) {
        struct variate_form form;
        struct variate variate;
        double value = degenerates[i].value;
        reference_make(&form, &variate, degenerates[i].family, degenerates[i].names, degenerates[i].arguments);
        struct stream stream = stream_open(1, 2, 3, 4, 5);
        cr_expect_eq(variate_draw(&variate, &stream), value, "case %zu", i);
        cr_expect_eq(variate_quantile(&variate, 0.01), value, "case %zu", i);
        cr_expect_eq(variate_quantile(&variate, 0.99), value, "case %zu", i);
        cr_expect_eq(variate_cdf(&variate, value), 1, "case %zu", i);
        cr_expect_eq(variate_cdf(&variate, nextafter(value, -INFINITY)), 0, "case %zu", i);
        cr_expect_eq(variate_mean(&variate), value, "case %zu", i);
        cr_expect_eq(variate_variance(&variate), 0, "case %zu", i);
        variate_form_free(&form);
    }
}

Test(variate_form, every_family_has_a_name_and_a_usage)
{
    for (int i = 0; i < VARIATE_FAMILIES; i++) {
        cr_assert_not_null(variate_family_name((enum variate_family)i));
        cr_expect_gt(strlen(variate_family_usage((enum variate_family)i)), 0);
        for (int j = 0; j < i; j++)
            cr_expect_str_neq(variate_family_name((enum variate_family)i), variate_family_name((enum variate_family)j));
    }
}
