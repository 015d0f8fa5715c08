/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate: distribution functions, inverses and moments against references from elsewhere.
 */
#include "variate_reference.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <math.h>

static void no_handler(void)
{
    gsl_set_error_handler_off();
}

TestSuite(variate, .init = no_handler);

static bool near(double a, double b, double relative)
{
    return fabs(a - b) <= relative * fmax(fabs(b), 1e-3);
}

Test(variate, cdf_agrees_with_gsl)
{
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, reference->family, reference->names, reference->arguments);
        for (int j = 1; j < 200; j++) {
            double x = variate_quantile(&variate, j / 200.0);
            cr_expect(near(reference->cdf(x, reference->r), j / 200.0, 1e-9), "%s (case %zu): F(%g) = %.12g, not %g",
                      reference->family, i, x, reference->cdf(x, reference->r), j / 200.0);
            cr_expect(near(variate_cdf(&variate, x), j / 200.0, 1e-9), "%s (case %zu) at %g", reference->family, i, x);
        }
        variate_form_free(&form);
    }
}

Test(variate, moments_in_closed_form)
{
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, reference->family, reference->names, reference->arguments);
        cr_expect(near(variate_mean(&variate), reference->mean, 1e-9), "%s (case %zu): mean %.12g, not %.12g",
                  reference->family, i, variate_mean(&variate), reference->mean);
        cr_expect(near(variate_variance(&variate), reference->variance, 1e-9),
                  "%s (case %zu): variance %.12g, not %.12g", reference->family, i, variate_variance(&variate),
                  reference->variance);
        variate_form_free(&form);
    }
}

/* From deep tail to deep tail: the inverse rises and comes back. */
Test(variate, quantile_is_monotone_and_comes_back)
{
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, reference->family, reference->names, reference->arguments);
        double last = -INFINITY;
        for (int j = -400; j <= 400; j++) {
            double u = gsl_cdf_logistic_P(j / 16.0, 1), x = variate_quantile(&variate, u);
            cr_expect(x >= last, "%s (case %zu) falls at u = %g", reference->family, i, u);
            /* u must lie between the distribution function at the doubles beside x. */
            double before = variate_cdf(&variate, nextafter(x, -INFINITY)),
                   after = variate_cdf(&variate, nextafter(x, INFINITY));
            cr_expect(before - 1e-9 * u - 1e-15 <= u && u <= after + 1e-9 * u + 1e-15,
                      "%s (case %zu) at u = %.17g: x = %.17g, %.17g", reference->family, i, u, x,
                      variate_cdf(&variate, x));
            last = x;
        }
        variate_form_free(&form);
    }
}

/* The ends of what is legal, where GSL's inverses fail or are off. */
Test(variate, quantile_holds_at_extreme_shapes)
{
    static const struct {
        const char *family, *names[4];
        double arguments[4];
    } extremes[] = {
        {"gamma", {"shape", "scale"}, {0.01, 1}},
        {"gamma", {"shape", "scale"}, {1e8, 1}},
        {"gamma", {"mean", "cv"}, {5, 10}},
        {"gamma", {"mean", "cv"}, {5, 1e-4}},
        {"beta", {"a", "b"}, {0.01, 0.01}},
        {"beta", {"a", "b"}, {1e5, 1e5}},
        {"beta", {"a", "b"}, {0.01, 1e5}},
        {"beta", {"a", "b"}, {1e5, 0.01}},
        {"beta", {"a", "b"}, {3, 1e5}},
        {"pert", {"min", "mode", "max", "shape"}, {0, 0, 1, 1e4}},
        {"weibull", {"shape", "scale"}, {0.05, 1}},
        {"weibull", {"mean", "cv"}, {1, 1e-3}},
    };
    for (size_t i = 0; i < sizeof extremes / sizeof *extremes; i++) {
        struct variate_form form;
        struct variate variate;
        const char *names[VARIATE_ARGUMENTS] = {extremes[i].names[0], extremes[i].names[1], extremes[i].names[2],
                                                extremes[i].names[3]};
        reference_make(&form, &variate, extremes[i].family, names, extremes[i].arguments);
        double last = -INFINITY;
        for (int j = 1; j < 1000; j++) {
            double u = j / 1000.0, x = variate_quantile(&variate, u), below = nextafter(x, -INFINITY);
            cr_expect(x >= last, "case %zu falls at u = %g", i, u);
            /* Mass may be piled up on one double at the end of the support. */
            cr_expect(variate_cdf(&variate, x) >= u - 1e-8 && (variate_cdf(&variate, below) <= u + 1e-8),
                      "case %zu, u = %g: x = %.17g, F(x-) = %.12g, F(x) = %.12g", i, u, x, variate_cdf(&variate, below),
                      variate_cdf(&variate, x));
            last = x;
        }
        variate_form_free(&form);
    }
}

/* Truncation: moments by quadrature of GSL's density, cdf by hand. */

struct moment {
    const struct reference *reference;
    double centre;
    int power;
};

static double moment_integrand(double x, void *context)
{
    const struct moment *moment = context;
    return pow(x - moment->centre, moment->power) * moment->reference->pdf(x, moment->reference->r);
}

static double moment_between(const struct reference *reference, double low, double high, double centre, int power)
{
    gsl_integration_workspace *workspace = gsl_integration_workspace_alloc(2000);
    struct moment moment = {reference, centre, power};
    gsl_function function = {moment_integrand, &moment};
    double result, error;
    gsl_integration_qags(&function, low, high, 0, 1e-10, 2000, workspace, &result, &error);
    gsl_integration_workspace_free(workspace);
    return result;
}

static void check_truncation(size_t i, const struct reference *reference, const struct variate *variate, double low,
                             double high)
{
    double mass = reference->cdf(high, reference->r) - reference->cdf(low, reference->r);
    double mean = moment_between(reference, low, high, 0, 1) / mass;
    double variance = moment_between(reference, low, high, mean, 2) / mass;
    cr_expect(near(variate_mean(variate), mean, 1e-7), "%s (case %zu) on [%g, %g]: mean %.10g, not %.10g",
              reference->family, i, low, high, variate_mean(variate), mean);
    cr_expect(near(variate_variance(variate), variance, 1e-6), "%s (case %zu) on [%g, %g]: variance %.10g, not %.10g",
              reference->family, i, low, high, variate_variance(variate), variance);
    for (int j = 1; j < 20; j++) {
        double u = j / 20.0, x = variate_quantile(variate, u);
        double exact = (reference->cdf(x, reference->r) - reference->cdf(low, reference->r)) / mass;
        cr_expect(near(exact, u, 1e-8), "%s (case %zu)", reference->family, i);
        cr_expect(near(variate_cdf(variate, x), u, 1e-8), "%s (case %zu)", reference->family, i);
        cr_expect(x >= low && x <= high);
    }
    cr_expect_eq(variate_cdf(variate, nextafter(low, -INFINITY)), 0);
    cr_expect_eq(variate_cdf(variate, high), 1);
}

Test(variate, truncation)
{
    static const double cuts[][2] = {{0.1, 0.7}, {0.6, 0.95}, {0.45, 0.55}};
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        const char *names[VARIATE_ARGUMENTS] = {0};
        double arguments[VARIATE_ARGUMENTS] = {0};
        int count = 0;
        for (; count < 4 && reference->names[count]; count++) {
            names[count] = reference->names[count];
            arguments[count] = reference->arguments[count];
        }
        struct variate_form form;
        struct variate whole, variate;
        reference_make(&form, &whole, reference->family, names, arguments);
        names[count] = "high";
        names[count + 1] = "low";
        for (size_t c = 0; c < sizeof cuts / sizeof *cuts; c++) {
            struct variate_form cut_form;
            arguments[count] = variate_quantile(&whole, cuts[c][1]);
            arguments[count + 1] = variate_quantile(&whole, cuts[c][0]);
            reference_make(&cut_form, &variate, reference->family, names, arguments);
            cr_expect(variate.truncated);
            check_truncation(i, reference, &variate, arguments[count + 1], arguments[count]);
            variate_form_free(&cut_form);
        }
        variate_form_free(&form);
    }
}

/* One-sided, with closed forms: the half normal, and the exponential that forgets. */
Test(variate, truncation_on_one_side)
{
    struct variate_form form;
    struct variate variate;
    reference_make(&form, &variate, "normal", (const char *[VARIATE_ARGUMENTS]){"mean", "sd", "low"},
                   (double[]){0, 1, 0});
    cr_expect(near(variate_mean(&variate), sqrt(2 / M_PI), 1e-9), "%.12g", variate_mean(&variate));
    cr_expect(near(variate_variance(&variate), 1 - 2 / M_PI, 1e-9), "%.12g", variate_variance(&variate));
    variate_form_free(&form);
    reference_make(&form, &variate, "exponential", (const char *[VARIATE_ARGUMENTS]){"mean", "low", "high"},
                   (double[]){3, 6, INFINITY});
    cr_expect(near(variate_mean(&variate), 9, 1e-9), "%.12g", variate_mean(&variate));
    cr_expect(near(variate_variance(&variate), 9, 1e-8), "%.12g", variate_variance(&variate));
    variate_form_free(&form);
    reference_make(&form, &variate, "gamma", (const char *[VARIATE_ARGUMENTS]){"mean", "cv", "low"},
                   (double[]){3, 1, -5}); /* does not bind */
    cr_expect_not(variate.truncated);
    cr_expect_eq(variate_mean(&variate), 3);
    variate_form_free(&form);
}

/* Counting families: distribution function against GSL's, inverse, moments with and without truncation by sums. */

static double binomial_cdf(double k, const double *p)
{
    return gsl_cdf_binomial_P((unsigned)k, p[1], (unsigned)p[0]);
}

static double poisson_cdf(double k, const double *p)
{
    return gsl_cdf_poisson_P((unsigned)k, p[0]);
}

static double beta_binomial_cdf(double k, const double *p)
{
    double a = p[1] * (1 / p[2] - 1), b = (1 - p[1]) * (1 / p[2] - 1), n = p[0], sum = 0;
    for (double i = 0; i <= k; i++)
        sum += exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + lgamma(i + a) + lgamma(n - i + b) -
                   lgamma(n + a + b) + lgamma(a + b) - lgamma(a) - lgamma(b));
    return sum;
}

static const struct counting {
    const char *family, *names[VARIATE_ARGUMENTS];
    double arguments[VARIATE_ARGUMENTS];
    double (*cdf)(double k, const double *p);
    double last, mean, variance;
} countings[] = {
    {"poisson", {"mean"}, {0.3}, poisson_cdf, 10, 0.3, 0.3},
    {"poisson", {"mean"}, {40}, poisson_cdf, 120, 40, 40},
    {"poisson", {"mean"}, {5000}, poisson_cdf, 6000, 5000, 5000},
    {"binomial", {"n", "p"}, {1, 0.3}, binomial_cdf, 1, 0.3, 0.21},
    {"binomial", {"p", "n"}, {0.3, 20}, 0, 20, 6, 4.2},
    {"binomial", {"n", "p"}, {1000, 0.97}, binomial_cdf, 1000, 970, 29.1},
    {"beta-binomial", {"n", "p", "rho"}, {30, 0.3, 0.1}, beta_binomial_cdf, 30, 9, 6.3 * 3.9},
    {"beta-binomial", {"n", "p", "rho"}, {500, 0.02, 0.02}, beta_binomial_cdf, 500, 10, 9.8 * 10.98},
    {"beta-binomial", {"n", "p", "rho"}, {20, 0.6, 0.7}, beta_binomial_cdf, 20, 12, 4.8 * 14.3}, /* U-shaped */
};

Test(variate, counts)
{
    for (size_t i = 0; i < sizeof countings / sizeof *countings; i++) {
        const struct counting *counting = &countings[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, counting->family, counting->names, counting->arguments);
        cr_expect(near(variate_mean(&variate), counting->mean, 1e-12), "case %zu", i);
        cr_expect(near(variate_variance(&variate), counting->variance, 1e-12), "case %zu: %.12g", i,
                  variate_variance(&variate));
        cr_expect_eq(variate_cdf(&variate, -0.5), 0);
        for (double k = 0; k <= counting->last; k++) {
            double reached = variate_cdf(&variate, k), before = variate_cdf(&variate, k - 1);
            if (counting->cdf)
                cr_expect(fabs(reached - counting->cdf(k, counting->arguments)) < 1e-10, "case %zu, k = %g: %.12g", i,
                          k, reached);
            cr_expect_eq(variate_cdf(&variate, k + 0.5), reached);
            if (reached - before > 1e-12)
                cr_expect_eq(variate_quantile(&variate, 0.5 * (before + reached)), k, "case %zu, k = %g", i, k);
        }
        variate_form_free(&form);
    }
}

Test(variate, truncated_counts)
{
    for (size_t i = 0; i < sizeof countings / sizeof *countings; i++) {
        const struct counting *counting = &countings[i];
        if (!counting->cdf || counting->last < 10)
            continue;
        const char *names[VARIATE_ARGUMENTS] = {0};
        double arguments[VARIATE_ARGUMENTS] = {0};
        int count = 0;
        for (; counting->names[count]; count++) {
            names[count] = counting->names[count];
            arguments[count] = counting->arguments[count];
        }
        double low = floor(counting->mean), high = fmin(counting->last, low + ceil(sqrt(counting->variance)));
        names[count] = "low";
        names[count + 1] = "high";
        arguments[count] = low - 0.5; /* between two counts */
        arguments[count + 1] = high;
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, counting->family, names, arguments);
        double mass = 0, mean = 0, square = 0;
        for (double k = low; k <= high; k++) {
            double one = counting->cdf(k, arguments) - (k > 0 ? counting->cdf(k - 1, arguments) : 0);
            mass += one;
            mean += k * one;
            square += k * k * one;
        }
        mean /= mass;
        cr_expect(near(variate_mean(&variate), mean, 1e-8), "case %zu: %.12g, not %.12g", i, variate_mean(&variate),
                  mean);
        cr_expect(near(variate_variance(&variate), square / mass - mean * mean, 1e-5), "case %zu", i);
        cr_expect_eq(variate_quantile(&variate, 1e-12), low);
        cr_expect_eq(variate_quantile(&variate, 1 - 1e-12), high);
        variate_form_free(&form);
    }
}

Test(variate, listed_values)
{
    struct variate_form form;
    struct variate variate;
    struct error error = {0};
    const double values[] = {5, 1, 3, 1}, weights[] = {2, 1, 0, 1};
    cr_assert_eq(variate_form_init(&form, "discrete", 0, 0, values, weights, 4, &error), 0, "%s", error.text);
    cr_assert_eq(variate_make(&variate, &form, 0, &error), 0, "%s", error.text);
    cr_expect_eq(variate_mean(&variate), 3);
    cr_expect_eq(variate_variance(&variate), 4);
    cr_expect_eq(variate_cdf(&variate, 0.9), 0);
    cr_expect_eq(variate_cdf(&variate, 1), 0.5);
    cr_expect_eq(variate_cdf(&variate, 5), 1);
    cr_expect_eq(variate_quantile(&variate, 0.5), 1);
    cr_expect_eq(variate_quantile(&variate, 0.5000001), 5); /* never the value of weight zero */
    variate_form_free(&form);

    const double ones[] = {1, 2, 3, 4};
    const char *const names[] = {"low"};
    cr_assert_eq(variate_form_init(&form, "empirical", names, 1, ones, 0, 4, &error), 0, "%s", error.text);
    cr_assert_eq(variate_make(&variate, &form, (double[]){2}, &error), 0, "%s", error.text);
    cr_expect_float_eq(variate_mean(&variate), 3, 1e-14);
    cr_expect_float_eq(variate_variance(&variate), 2.0 / 3, 1e-14);
    cr_expect_eq(variate_quantile(&variate, 1e-12), 2);
    cr_expect_eq(variate_quantile(&variate, 0.34), 3);
    variate_form_free(&form);
}

Test(variate, bernoulli)
{
    struct variate_form form;
    struct variate variate;
    reference_make(&form, &variate, "bernoulli", (const char *[VARIATE_ARGUMENTS]){"p"}, (double[]){0.25});
    cr_expect_eq(variate_mean(&variate), 0.25);
    cr_expect_eq(variate_variance(&variate), 0.1875);
    cr_expect_eq(variate_quantile(&variate, 0.75), 0);
    cr_expect_eq(variate_quantile(&variate, 0.7500001), 1);
    cr_expect_eq(variate_cdf(&variate, 0), 0.75);
    variate_form_free(&form);
    reference_make(&form, &variate, "bernoulli", (const char *[VARIATE_ARGUMENTS]){"p", "low"}, (double[]){0.25, 0.5});
    cr_expect_eq(variate_mean(&variate), 1);
    cr_expect_eq(variate_variance(&variate), 0);
    cr_expect_eq(variate_quantile(&variate, 0.01), 1);
    variate_form_free(&form);
}
