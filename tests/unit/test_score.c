/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/score.c against the definitions.
 */
#include "analysis/statistics/score.h"

#include <criterion/criterion.h>
#include <math.h>

Test(score, brier_and_log)
{
    cr_assert_float_eq(score_brier(0.9, true), 0.01, 1e-15);
    cr_assert_float_eq(score_brier(0.4, false), 0.16, 1e-15);
    cr_assert_float_eq(score_log(0.5, true), log(2), 1e-15);
    cr_assert_float_eq(score_log(0.2, false), -log(0.8), 1e-15);
    cr_assert_eq(score_log(0, false), 0);
    cr_assert_eq(score_log(0, true), (double)INFINITY);
    cr_assert_eq(score_log(1, false), (double)INFINITY);
}

/* The double sum that the formula of the ordered values stands for. */
static double slow_crps(const double x[], size_t m, double y, double pairs)
{
    double miss = 0, spread = 0;
    for (size_t i = 0; i < m; i++) {
        miss += fabs(x[i] - y);
        for (size_t k = 0; k < m; k++)
            spread += fabs(x[i] - x[k]);
    }
    return miss / (double)m - spread / (2 * pairs);
}

Test(score, crps_is_the_double_sum)
{
    for (size_t m = 2; m <= 40; m += 19)
        for (int turn = 0; turn < 5; turn++) {
            double x[40], copy[40], y = turn - 2;
            for (size_t i = 0; i < m; i++)
                x[i] = copy[i] = sin((double)(7 * i) + turn) * 3;
            double n = (double)m;
            cr_assert_float_eq(score_crps(x, m, y), slow_crps(copy, m, y, n * n), 1e-13);
            cr_assert_float_eq(score_crps_fair(x, m, y), slow_crps(copy, m, y, n * (n - 1)), 1e-13);
        }
}

Test(score, crps_of_one_value_is_the_distance)
{
    double x[] = {4};
    cr_assert_float_eq(score_crps(x, 1, 1.5), 2.5, 1e-15);
}

/* The integral of (F(x) - 1{x >= y})^2, by the trapezoidal rule. */
static double slow_normal(double mean, double sd, double y)
{
    double sum = 0, step = 1e-3 * sd;
    for (int i = -12000; i < 12000; i++) {
        double x = mean + (i + 0.5) * step, f = erfc(-(x - mean) / sd / M_SQRT2) / 2 - (x >= y);
        sum += f * f * step;
    }
    return sum;
}

Test(score, crps_of_a_normal_is_the_integral)
{
    static const double cases[][3] = {{0, 1, 0}, {10, 2, 12}, {-3, 0.5, -4}, {1, 5, 9}};
    for (size_t i = 0; i < 4; i++) {
        double mean = cases[i][0], sd = cases[i][1], y = cases[i][2];
        cr_assert_float_eq(score_crps_normal(mean, sd, y), slow_normal(mean, sd, y), 2e-3 * sd);
    }
}

/* A large sample of quantiles is nearly the distribution itself. */
Test(score, ensemble_tends_to_its_distribution)
{
    static double x[4001];
    for (int i = 0; i < 4001; i++) { /* quantiles by bisection */
        double u = (i + 0.5) / 4001, low = -9, high = 9;
        for (int k = 0; k < 60; k++)
            *(erfc(-(low + high) / 2 / M_SQRT2) / 2 < u ? &low : &high) = (low + high) / 2;
        x[i] = 10 + 2 * low;
    }
    cr_assert_float_eq(score_crps(x, 4001, 12), score_crps_normal(10, 2, 12), 1e-4);
}

/* |z| (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi), times sd; mean |x - y| - sum |x - x'| / (2 m^2), or / (2 m (m - 1)). */
Test(score, published_values)
{
    static const struct {
        double probability;
        bool happened;
    } forecasts[] = {{0.9, true}, {0.7, true}, {0.4, false}, {0.2, false}, {0.6, false}};
    double ensemble[] = {11, 2, 7, 4, 1}, brier = 0, logarithmic = 0;
    for (size_t i = 0; i < 5; i++) {
        brier += score_brier(forecasts[i].probability, forecasts[i].happened) / 5;
        logarithmic += score_log(forecasts[i].probability, forecasts[i].happened) / 5;
    }
    cr_assert_float_eq(score_crps_normal(10, 2, 12), 1.2048827152552326, 1e-12);
    cr_assert_float_eq(score_crps_normal(10, 2, 10), 0.46738995451021825, 1e-12);
    cr_assert_float_eq(score_crps(ensemble, 5, 5), 1.2, 1e-12);
    cr_assert_float_eq(score_crps_fair(ensemble, 5, 5), 0.7, 1e-12);
    cr_assert_float_eq(brier, 0.132, 1e-12);
    cr_assert_float_eq(logarithmic, 0.42245907331018284, 1e-12);
}
