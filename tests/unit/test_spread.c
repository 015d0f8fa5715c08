/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/spread.c, worked out by hand.
 */
#include "analysis/statistics/spread.h"

#include <criterion/criterion.h>
#include <math.h>

/* Of 1, 2 and 3 the variance is 1, so the mean's error 1 / sqrt(3); Student's t of two degrees has 97.5 %
 * below 4.302653 (any table). */
Test(spread, of_three_answers)
{
    struct spread spread = spread_of((const double[]){1, 2, 3}, 3, 0.95);
    cr_expect_float_eq(spread.mean, 2, 1e-12);
    cr_expect_float_eq(spread.error, 1 / sqrt(3), 1e-12);
    cr_expect_float_eq(spread.interval.low, 2 - 4.302653 / sqrt(3), 1e-6);
    cr_expect_float_eq(spread.interval.high, 2 + 4.302653 / sqrt(3), 1e-6);
}

/* Two groups of two: 1 and 2 that weigh 1 and 3, 3 and 4 that weigh 1 and 1. What lies at the instant is by it. */
Test(spread, shares_are_of_weight)
{
    static const double values[] = {1, 2, 3, 4}, weights[] = {1, 3, 1, 1};
    static const double wanted[5][2] = {{0, 0}, {0.25, 0}, {1, 0}, {1, 0.5}, {1, 1}};
    for (int at = 0; at <= 4; at++) {
        double share[2];
        spread_shares(values, weights, 4, at, 2, share);
        cr_expect_float_eq(share[0], wanted[at][0], 1e-12, "%d: %g", at, share[0]);
        cr_expect_float_eq(share[1], wanted[at][1], 1e-12, "%d: %g", at, share[1]);
    }
}

/* An error of 0.1 at a half is that of 25; three answers know it by t, which reaches 4.302653 errors where the normal
 * reaches 1.959964. */
Test(spread, effective_sizes)
{
    cr_expect_float_eq(spread_effective(0.5, 0.1), 25, 1e-9);
    cr_expect_eq(spread_effective(0.5, 0), (double)INFINITY);
    cr_expect_float_eq(spread_effective_normal(0.5, 0.1, 3), 25 * pow(1.959964 / 4.302653, 2), 1e-5);
}
