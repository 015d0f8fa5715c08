/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/nested.c.
 */
#include "analysis/statistics/nested.h"

#include <criterion/criterion.h>
#include <math.h>

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
