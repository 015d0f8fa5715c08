/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/results/results_judge.c: the intervals of probabilities that samplers tell.
 */
#include "analysis/results/results_parts.h"

#include <criterion/criterion.h>
#include <math.h>

/* Four samplers of 25 courses each, of which some are in time: probability and interval. */
static void judge(double hits[4], double value[3])
{
    static const struct results_deadline deadline = {.name = "due", .readings = 1};
    static const struct results_spec spec = {.deadlines = &deadline, .deadline_count = 1, .samplers = 4};
    double group_weight[4] = {25, 25, 25, 25}, group_hits[4 * READINGS] = {0}, all[READINGS] = {0};
    double values[3 * READINGS];
    struct error error = {0};
    for (size_t r = 0; r < 4; r++) {
        group_hits[r * READINGS] = hits[r];
        all[0] += hits[r];
    }
    struct results_writer writer = {.spec = &spec,
                                    .path = "",
                                    .weight = 100,
                                    .weight_square = 100,
                                    .hits = all,
                                    .groups = 4,
                                    .group_weight = group_weight,
                                    .group_hits = group_hits};
    cr_assert_eq(results_judge(&writer, values, &error), 0, "%s", error.text);
    for (size_t k = 0; k < 3; k++)
        value[k] = values[k * READINGS];
    cr_expect(isnan(values[1]), "a reading that makes no sense has no probability");
}

/* 1 of 100 is told by the spread: shares of 4, 0, 0 and 0 %, a mean of 1 % and an error of sqrt(12e-4 / 3 / 4) = 1 %;
 * t of three degrees reaches 3.182446 of these, below 0 on the one side. 99 of 100 are the same the other way round. */
Test(judge, one_of_a_hundred_is_open)
{
    double value[3];
    judge((double[]){1, 0, 0, 0}, value);
    cr_expect_float_eq(value[0], 0.01, 1e-12);
    cr_expect_eq(value[1], 0);
    cr_expect_float_eq(value[2], 0.01 + 0.03182446, 1e-7, "%.9g", value[2]);
    judge((double[]){24, 25, 25, 25}, value);
    cr_expect_float_eq(value[0], 0.99, 1e-12);
    cr_expect_float_eq(value[1], 0.99 - 0.03182446, 1e-7, "%.9g", value[1]);
    cr_expect_eq(value[2], 1);
}

/* Of none nothing is known by their spread, so they are worth four: Wilson's upper end is z^2 / (4 + z^2), z
 * = 1.959964.
 */
Test(judge, none_of_a_hundred_is_worth_the_samplers)
{
    double value[3], zz = 1.959964 * 1.959964;
    judge((double[]){0, 0, 0, 0}, value);
    cr_expect_eq(value[0], 0);
    cr_expect_eq(value[1], 0);
    cr_expect_float_eq(value[2], zz / (4 + zz), 1e-6, "%.9g", value[2]);
}
