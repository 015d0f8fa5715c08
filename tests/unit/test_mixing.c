/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The range of a probability over draws, of made-up mixtures whose quantiles are known.
 */
#include "dice.h"
#include "analysis/statistics/mixing.h"

#include <criterion/criterion.h>
#include <math.h>

enum { DRAWS = 400, INNER = 25 };

/* The probability at a share u of the draws: the quantile function of each mixture. */
static double two_points(double u)
{
    return u < 0.5 ? 0.2 : 0.8;
}

static double u_shaped(double u) /* the arcsine distribution */
{
    double s = sin(1.5707963267948966 * u);
    return s * s;
}

static double flat(double u)
{
    return u;
}

static double one_point(double u)
{
    return 0.7 + 0 * u;
}

static double half_never(double u) /* a lump at 0, the rest high */
{
    return u < 0.5 ? 0 : 0.8 + 0.2 * (2 * u - 1);
}

static struct mixing seen_through(double (*quantile)(double), struct dice *dice)
{
    size_t draws_with[INNER + 1] = {0};
    struct mixing mixing;
    struct error error;
    for (int d = 0; d < DRAWS; d++) {
        double p = quantile(dice_share(dice));
        size_t hits = 0;
        for (int i = 0; i < INNER; i++)
            hits += dice_share(dice) < p;
        draws_with[hits]++;
    }
    cr_assert_eq(mixing_of(&mixing, draws_with, INNER, 1, &error), 0);
    return mixing;
}

/* Over 8 runs: the ends are right to four points on average, the blur that the header owns to, and no single one off by
 * more than four of its own standard errors and two points of the grid. */
static void ends_are_right(const char *name, double (*quantile)(double))
{
    enum { RUNS = 8 };
    struct dice dice = {11};
    double low = 0, high = 0, true_low = quantile(0.05), true_high = quantile(0.95);
    for (int run = 0; run < RUNS; run++) {
        struct mixing mixing = seen_through(quantile, &dice);
        low += mixing.range.low / RUNS;
        high += mixing.range.high / RUNS;
        cr_expect_leq(fabs(mixing.range.low - true_low), 4 * mixing.low_error + 0.03, "%s: low %g +- %g", name,
                      mixing.range.low, mixing.low_error);
        cr_expect_leq(fabs(mixing.range.high - true_high), 4 * mixing.high_error + 0.03, "%s: high %g +- %g", name,
                      mixing.range.high, mixing.high_error);
    }
    cr_expect_leq(fabs(low - true_low), 0.04, "%s: low %g instead of %g", name, low, true_low);
    cr_expect_leq(fabs(high - true_high), 0.04, "%s: high %g instead of %g", name, high, true_high);
}

Test(mixing, two_points)
{
    ends_are_right("two points", two_points);
}

Test(mixing, u_shaped)
{
    ends_are_right("U", u_shaped);
}

Test(mixing, flat)
{
    ends_are_right("flat", flat);
}

Test(mixing, one_point)
{
    ends_are_right("one point", one_point);
}

Test(mixing, a_lump_at_nothing)
{
    ends_are_right("half never", half_never);
}

Test(mixing, all_alike)
{
    size_t draws_with[INNER + 1] = {0};
    struct mixing mixing;
    struct error error;
    draws_with[INNER] = DRAWS;
    cr_assert_eq(mixing_of(&mixing, draws_with, INNER, 1, &error), 0);
    cr_assert_eq(mixing.range.low, 1);
    cr_assert_eq(mixing.range.high, 1);
    cr_assert_eq(mixing.low_error, 0);
}
