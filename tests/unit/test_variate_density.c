/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of densities: each is the slope of its distribution function, and lies where it says.
 */
#include "sim/variate.h"

#include <criterion/criterion.h>
#include <math.h>

static void check(const char *family, const char *const names[], const double arguments[], size_t count)
{
    struct variate_form form;
    struct variate variate;
    struct error error = {0};
    cr_assert_eq(variate_form_init(&form, family, names, count, 0, 0, 0, &error), 0, "%s", error.text);
    cr_assert_eq(variate_make(&variate, &form, arguments, &error), 0, "%s", error.text);
    for (double u = 0.03; u < 1; u += 0.047) {
        double x = variate_quantile(&variate, u), step = 1e-5 * fmax(fabs(x), 0.1);
        double slope = (variate_cdf(&variate, x + step) - variate_cdf(&variate, x - step)) / (2 * step);
        cr_expect_float_eq(exp(variate_log_density(&variate, x)), slope, 2e-4 * slope, "%s at %g: %g, %g", family, u,
                           exp(variate_log_density(&variate, x)), slope);
        cr_expect(x >= variate_support_low(&variate) && x <= variate_support_high(&variate));
    }
    if (isfinite(variate_support_low(&variate)))
        cr_expect_eq(variate_log_density(&variate, variate_support_low(&variate) - 1), -INFINITY);
    if (isfinite(variate_support_high(&variate)))
        cr_expect_eq(variate_log_density(&variate, variate_support_high(&variate) + 1), -INFINITY);
    variate_form_free(&form);
}

Test(variate_density, slopes)
{
    check("uniform", (const char *const[]){"min", "max"}, (const double[]){2, 5}, 2);
    check("triangular", (const char *const[]){"min", "mode", "max"}, (const double[]){1, 2, 6}, 3);
    check("pert", (const char *const[]){"min", "mode", "max"}, (const double[]){1, 2, 6}, 3);
    check("beta", (const char *const[]){"a", "b"}, (const double[]){1.2, 1.8}, 2);
    check("normal", (const char *const[]){"mean", "sd"}, (const double[]){3, 2}, 2);
    check("gamma", (const char *const[]){"mean", "cv"}, (const double[]){20, 0.4}, 2);
    check("gamma", (const char *const[]){"mean", "cv", "low", "high"}, (const double[]){20, 0.4, 10, 30}, 4);
    check("lognormal", (const char *const[]){"median", "sigma"}, (const double[]){3, 0.5}, 2);
    check("weibull", (const char *const[]){"shape", "scale"}, (const double[]){1.7, 4}, 2);
    check("exponential", (const char *const[]){"mean"}, (const double[]){4}, 1);
}
