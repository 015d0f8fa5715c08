/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/nested.c.
 */
#include "dice.h"
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/nested.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

Test(nested, by_hand)
{
    /* Means 2, 5, 8: their variance 9, MSB 27; variances 1, 4, 1: MSW 2. */
    static const double values[] = {1, 2, 3, 3, 5, 7, 7, 8, 9};
    struct nested nested = nested_of(values, 3, 3);
    cr_assert_float_eq(nested.mean, 5, 1e-15);
    cr_assert_float_eq(nested.between, 27, 1e-13);
    cr_assert_float_eq(nested.within, 2, 1e-14);
    cr_assert_float_eq(nested.epistemic, 25.0 / 3, 1e-13);
    cr_assert_eq(nested.aleatory, nested.within);
}

Test(nested, chance_alone_may_leave_less_than_nothing)
{
    static const double values[] = {0, 1, 1, 0};
    struct nested nested = nested_of(values, 2, 2);
    cr_assert_eq(nested.between, 0);
    cr_assert_float_eq(nested.epistemic, -0.25, 1e-15);
}

Test(nested, too_few_is_no_number)
{
    static const double values[] = {1, 2, 3, 4};
    cr_assert(isnan(nested_of(values, 1, 4).epistemic));
    cr_assert(isnan(nested_of(values, 4, 1).epistemic));
    cr_assert(isnan(nested_of(values, 4, 1).within));
}

Test(nested, best_inner)
{
    cr_assert_float_eq(nested_best_inner(0.1, 0.9), 10, 1e-12);
    cr_assert_eq(nested_best_inner(1, 0.1), 2);
    cr_assert_eq(nested_best_inner(-0.1, 1), (double)INFINITY);
}

/* Two draws of two: shares 1 and 1/2 about 3/4, variance of their mean 1/16, p (1 - p) / that = 3, t of 1 degree. */
Test(nested, effective_size_by_hand)
{
    static const double values[] = {1, 2, 1, 9}, weights[] = {1, 1, 1, 1};
    double t = 12.7062047 / 1.959963985;
    cr_assert_float_eq(nested_effective_size(values, weights, 2, 2, 100), 4, 1e-12);
    cr_assert_float_eq(nested_effective_size(values, weights, 2, 2, 2), fmax(1, 3 / t / t), 1e-6);
}

/* Four draws of three with 2, 0, 3 and 2 hits, 7/12 in all: their sums deviate by 1/4, -7/4, 5/4 and 1/4, of which the
 * squares sum to 4.75; the mean's variance is 4/3 times that by 144, and t of 3 degrees 1.6237 times the normal one. */
Test(nested, effective_size_of_four_draws)
{
    static const double values[] = {0, 1, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0},
                        weights[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double t = 3.182446305 / 1.959963985;
    cr_assert_float_eq(nested_effective_size(values, weights, 4, 3, 0), 35.0 / 144 / (4.0 / 3 * 4.75 / 144) / t / t,
                       1e-8);
}

/* Draws that share nothing are worth as many as they are, draws that share all are worth one each. */
Test(nested, effective_size_lies_between_draws_and_rows)
{
    enum { OUTER = 4000, INNER = 5 };
    static double alone[OUTER * INNER], shared[OUTER * INNER], weights[OUTER * INNER];
    struct dice dice = {3};
    for (size_t i = 0; i < (size_t)OUTER * INNER; i++) {
        alone[i] = dice_share(&dice);
        shared[i] = alone[i - i % INNER];
        weights[i] = 2;
    }
    cr_assert_float_eq(nested_effective_size(shared, weights, OUTER, INNER, 0.3), OUTER, 5);
    cr_assert_float_eq(nested_effective_size(alone, weights, OUTER, INNER, 0.3), OUTER * INNER, 0.06 * OUTER * INNER);
}

enum { RUNS = 1000 };

/* How often of RUNS the interval that the summary makes covers, of made-up runs whose quantiles are known: a shared
 * standard normal that makes `part` of the variance. */
static int covered(size_t outer, size_t inner, double level, double part)
{
    double truth = gsl_cdf_ugaussian_Pinv(level), *values = malloc(outer * inner * sizeof *values);
    double *weights = malloc(outer * inner * sizeof *weights);
    struct dice dice = {17 + (uint64_t)(1000 * level) + outer};
    int hits = 0;
    for (int run = 0; run < RUNS; run++) {
        double shared = 0, at[3];
        for (size_t i = 0; i < outer * inner; i++) {
            if (i % inner == 0)
                shared = sqrt(part) * gsl_cdf_ugaussian_Pinv(dice_share(&dice) + 0x1p-54);
            values[i] = shared + sqrt(1 - part) * gsl_cdf_ugaussian_Pinv(dice_share(&dice) + 0x1p-54);
            weights[i] = 1;
        }
        double *sorted = malloc(outer * inner * sizeof *sorted);
        for (size_t i = 0; i < outer * inner; i++)
            sorted[i] = values[i];
        estimate_quantiles(sorted, outer * inner, &level, 1, at);
        size_t n = (size_t)nested_effective_size(values, weights, outer, inner, at[0]);
        struct ranks ranks = estimate_quantile_ranks(n, level, 0.95);
        double levels[2] = {(double)ranks.lower / (double)n, (double)ranks.upper / (double)n};
        estimate_quantiles(sorted, outer * inner, levels, 2, at);
        hits += (ranks.lower == 0 || at[0] <= truth) && (ranks.upper > n || truth <= at[1]);
        free(sorted);
    }
    free(values);
    free(weights);
    return hits;
}

Test(nested, quantile_intervals_cover)
{
    static const double levels[] = {0.1, 0.5, 0.8, 0.9};
    for (size_t q = 0; q < 4; q++) {
        int few = covered(40, 10, levels[q], 0.4), many = covered(200, 5, levels[q], 0.6);
        cr_assert(few >= 0.93 * RUNS && few <= 0.97 * RUNS, "40 x 10, quantile %g: %d of 1000", levels[q], few);
        cr_assert(many >= 0.93 * RUNS && many <= 0.97 * RUNS, "200 x 5, quantile %g: %d of 1000", levels[q], many);
    }
}
