/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/gain.c, worked out by hand.
 */
#include "analysis/statistics/gain.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static struct error error;

static void near(double value, double expected)
{
    cr_assert_float_eq(value, expected, 1e-9, "%.12f instead of %.12f", value, expected);
}

/* Of 10 pairs all differ, and all for b. With risk 0.05 each of the two shares has 0.0125 below it: 0.0125^(1/10) =
 * 0.64515, so the difference is at least 0.64515 (2 x 0.64515 - 1). If none differs, at most 1 - 0.64515 do. */
Test(gain, proportions)
{
    double root = pow(0.0125, 0.1);
    struct interval all = gain_proportions(0, 10, 10, 0.05), none = gain_proportions(0, 0, 10, 0.05);
    near(all.low, root * (2 * root - 1));
    near(all.high, 1);
    near(none.low, root - 1);
    near(none.high, 1 - root);
    struct interval some = gain_proportions(1, 4, 10, 0.05), other = gain_proportions(4, 1, 10, 0.05);
    struct interval d = estimate_clopper_pearson(5, 10, 0.975), q = estimate_clopper_pearson(4, 5, 0.975);
    near(some.low, d.high * (2 * q.low - 1));
    near(some.high, d.high * (2 * q.high - 1));
    near(other.low, -some.high);
    near(other.high, -some.low);
    struct interval against = gain_proportions(20, 0, 100, 0.05), in_favour = gain_proportions(0, 20, 100, 0.05);
    cr_assert_lt(against.high, 0); /* the same the other way round */
    near(against.low, -in_favour.high);
    near(against.high, -in_favour.low);
}

Test(gain, ahead)
{
    near(gain_ahead(1, 4), 6.0 / 32);
    near(gain_ahead(0, 3), 1.0 / 8);
    near(gain_ahead(4, 1), 31.0 / 32);
    near(gain_ahead(5, 0), 1);
}

enum { N = 100 };

/* Ten batches of ten. Today the instants of each are 100 … 109; the second is 5 days earlier, in every other batch 6;
 * the third is as today, the fourth 200 days later and in one replication never. */
static void fill(float instant[4][N])
{
    for (int i = 0; i < N; i++) {
        instant[0][i] = (float)(100 + i % 10);
        instant[1][i] = instant[0][i] - (float)(5 + i / 10 % 2);
        instant[2][i] = instant[0][i];
        instant[3][i] = i == 99 ? INFINITY : instant[0][i] + 200;
    }
}

static const bool choice[4] = {true, true, true, true};

static struct gain_data data_of(float instant[4][N])
{
    return (struct gain_data){.systems = 4,
                              .n = N,
                              .inner = 1,
                              .instant = &instant[0][0],
                              .choice = choice,
                              .limit = 103,
                              .horizon = 305,
                              .level = 0.8,
                              .risk = 0.05};
}

/* In time are 4 of 10, 9 or 10 of 10 (95 of 100), 4 of 10, none. The 80 % instants are 107, 102 (75 of the hundred are
 * at most 101, 85 at most 102), 107, and 305: the horizon, of which the 80 of 100 that are at most 307 know nothing. */
Test(gain, four_systems)
{
    float instant[4][N];
    struct gain gain[4];
    fill(instant);
    struct gain_data data = data_of(instant);
    cr_assert_eq(gain_of(gain, &data, &error), 0, "%s", error.text);
    static const double probability[4] = {0.4, 0.95, 0.4, 0};
    static const double days[4] = {0, 5, 0, 107 - 305};
    for (int s = 0; s < 4; s++) {
        near(gain[s].probability, probability[s]);
        near(gain[s].points, probability[s] - 0.4);
        near(gain[s].days, days[s]);
    }
    near(gain[0].instant, 107);
    near(gain[1].instant, 102);
    cr_assert(isinf(gain[3].instant), "beyond the horizon for more than a fifth of the replications");
    near(gain[3].not_reached, 0.4); /* 306 … 309 in each batch, of which one is never */

    double part = 0.05 / 6; /* three systems, two intervals each */
    struct interval points = gain_proportions(0, 55, N, part);
    near(gain[1].points_interval.low, points.low);
    near(gain[1].points_interval.high, points.high);
    /* batches differ by 5 and by 6 in turn: five squares of 1 about the 5 of the whole */
    double half = gsl_cdf_tdist_Qinv(part / 2, 9) * sqrt(5.0 / 9 / 10);
    near(gain[1].days_interval.low, 5 - half);
    near(gain[1].days_interval.high, 5 + half);
    /* nobody of a hundred differs, so at most 4.7 % do: today's quantiles at 0.753 and 0.847 are 107 and 108 */
    near(gain[2].days_interval.low, -1);
    near(gain[2].days_interval.high, 0);

    for (int s = 0; s < 4; s++) {
        cr_assert_eq(gain[s].best_probability, s == 1, "%d", s);
        cr_assert_eq(gain[s].best_instant, s == 1, "%d", s);
    }
}

/* What is no choice is not the best, and keeps nobody from being it. */
Test(gain, only_choices_are_the_best)
{
    static const bool some[4] = {true, false, true, true};
    float instant[4][N];
    struct gain gain[4];
    fill(instant);
    struct gain_data data = data_of(instant);
    data.choice = some;
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    static const bool best[4] = {true, false, true, false};
    for (int s = 0; s < 4; s++) {
        cr_assert_eq(gain[s].best_probability, best[s], "%d", s);
        cr_assert_eq(gain[s].best_instant, best[s], "%d", s);
    }
}

/* Four groups of two, of which one has twice the gain of another: means 1, 0, 1/2, 0, whose mean is 0.375 and whose
 * squares about it add up to 0.6875. */
Test(gain, groups_count_once)
{
    float instant[2][8] = {{9, 9, 9, 9, 9, 9, 9, 9}, {1, 1, 9, 9, 9, 1, 9, 9}};
    struct gain gain[2];
    struct gain_data data = {.systems = 2,
                             .n = 8,
                             .inner = 2,
                             .instant = &instant[0][0],
                             .choice = choice,
                             .limit = 5,
                             .horizon = 20,
                             .level = 0.8,
                             .risk = 0.05};
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    double half = gsl_cdf_tdist_Qinv(0.05 / 4, 3) * sqrt(0.6875 / 3 / 4);
    near(gain[1].points, 0.375);
    near(gain[1].points_interval.low, 0.375 - half);
    near(gain[1].points_interval.high, fmin(1, 0.375 + half));
    cr_assert(isinf(gain[1].days_interval.low) && isinf(gain[1].days_interval.high), "too few for batches");
    cr_assert(gain[0].best_probability && gain[1].best_probability, "four groups decide nothing");
    data.inner = 8;
    cr_assert_eq(gain_of(gain, &data, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
}

/* Groups that never differ leave the possibility that a few would: 1 - 0.0125^(1/4). */
Test(gain, groups_that_never_differ)
{
    float instant[2][8] = {{1, 1, 9, 9, 9, 1, 9, 9}, {1, 1, 9, 9, 9, 1, 9, 9}};
    struct gain gain[2];
    struct gain_data data = {.systems = 2,
                             .n = 8,
                             .inner = 2,
                             .instant = &instant[0][0],
                             .choice = choice,
                             .limit = 5,
                             .horizon = 20,
                             .level = 0.8,
                             .risk = 0.05};
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    near(gain[1].points_interval.high, 1 - pow(0.0125, 0.25));
    near(gain[1].points_interval.low, pow(0.0125, 0.25) - 1);
}

/* Weights 3, 1, 0, 4: b is ahead in the first and third. The mean is 3 / 8; residuals 3 x 5/8, 1 x -3/8, 0, 4 x -3/8.
 */
Test(gain, weights)
{
    static const double weights[4] = {3, 1, 0, 4};
    float instant[2][4] = {{9, 9, 9, 9}, {1, 9, 1, 9}};
    struct gain gain[2];
    struct gain_data data = {.systems = 2,
                             .n = 4,
                             .inner = 1,
                             .weights = weights,
                             .instant = &instant[0][0],
                             .choice = choice,
                             .limit = 5,
                             .horizon = 20,
                             .level = 0.8,
                             .risk = 0.05};
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    near(gain[1].probability, 0.375);
    near(gain[1].points, 0.375);
    double squares = (225.0 + 9 + 144) / 64, effective = 64.0 / 26;
    double half = gsl_cdf_tdist_Qinv(0.05 / 4, effective - 1) * sqrt(4.0 / 3 * squares) / 8;
    near(gain[1].points_interval.low, fmax(-1, 0.375 - half));
    near(gain[1].instant, 9);
}

/* Fifty replications make five batches, in all of which the second is a day earlier, exactly. Five signs alike are
 * chance once in 32: more than a risk of 0.03 allows, less than one of 0.04. */
Test(gain, five_batches_know_no_more_than_their_signs)
{
    float instant[2][50];
    struct gain gain[2];
    for (int i = 0; i < 50; i++) {
        instant[0][i] = (float)(100 + i % 10);
        instant[1][i] = instant[0][i] - 1;
    }
    struct gain_data data = {.systems = 2,
                             .n = 50,
                             .inner = 1,
                             .instant = &instant[0][0],
                             .choice = choice,
                             .limit = 50,
                             .horizon = 305,
                             .level = 0.8,
                             .risk = 0.03};
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    cr_expect(gain[0].best_instant && gain[1].best_instant);
    data.risk = 0.04;
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    cr_expect(!gain[0].best_instant && gain[1].best_instant);
}

/* A hundred and one in groups of two: the last group has one. The latest of all is day 10 in the first system and 20 in
 * the second, in every batch. */
Test(gain, the_last_group_may_be_short)
{
    float instant[2][101];
    struct gain gain[2];
    for (int i = 0; i < 101; i++) {
        instant[0][i] = 10;
        instant[1][i] = 20;
    }
    struct gain_data data = {.systems = 2,
                             .n = 101,
                             .inner = 2,
                             .instant = &instant[0][0],
                             .choice = choice,
                             .limit = 15,
                             .horizon = 305,
                             .level = 1,
                             .risk = 0.05};
    cr_assert_eq(gain_of(gain, &data, &error), 0);
    near(gain[1].days, -10);
    near(gain[1].days_interval.low, -10);
    near(gain[1].days_interval.high, -10);
    near(gain[1].points, -1);
}
