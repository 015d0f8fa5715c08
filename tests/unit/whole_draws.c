/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * whole_draws: whether whole numbers are drawn with their chances.
 */
#include "whole_draws.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

const double draws_alarm = 1e-6;

/* Pearson's chi-square of integer draws; neighbouring cells are merged until ten are expected. */
void check_counts(const double *seen, const double *chance, size_t cells, double draws, const char *label)
{
    double statistic = 0, expected = 0, observed = 0, last_expected = 0, last_observed = 0;
    int groups = 0;
    for (size_t k = 0; k < cells; k++) {
        expected += draws * chance[k];
        observed += seen[k];
        if (expected < 10)
            continue;
        if (groups++)
            statistic += (last_observed - last_expected) * (last_observed - last_expected) / last_expected;
        last_expected = expected;
        last_observed = observed;
        expected = observed = 0;
    }
    last_expected += expected; /* what is left joins the last group */
    last_observed += observed;
    statistic += (last_observed - last_expected) * (last_observed - last_expected) / last_expected;
    if (groups > 1)
        cr_expect_gt(gsl_cdf_chisq_Q(statistic, groups - 1), draws_alarm, "%s: chi-square %g of %d groups", label,
                     statistic, groups);
}

/* The draw from one uniform number u = (j + 1/2) / strata, or -1 if more than one was taken. */
static double draw_at(const struct whole *whole, uint64_t j, uint64_t strata)
{
    struct stream stream = {.word = {0, 0, 0, j * (UINT64_MAX / strata) + UINT64_MAX / strata / 2}, .left = 1};
    double k = whole->draw(whole->of, &stream);
    return stream.left == 0 && stream.counter[0] == 0 ? k : -1;
}

/* Inversion is a function of one uniform number, so nothing need be left to chance: u must lie in the step of the
 * distribution function that the draw names. 10 000 strata see a step that is off by 1/10 000; 1.5 million random draws
 * at the alarm level see 1/450 (Kolmogorov). Returns false, having checked nothing, if the case is not by inversion. */
bool check_inversion(const struct whole *whole)
{
    enum { STRATA = 10000 };
    const double rounding = 1e-9; /* of the masses by lgamma, and of their sum */
    double first = draw_at(whole, 0, STRATA), last = draw_at(whole, STRATA - 1, STRATA), below = 0, at = 0;
    if (first < 0 || last < 0)
        return false;
    for (uint64_t j = 0; j < STRATA; j++) {
        double u = ((double)j + 0.5) / STRATA;
        double k = draw_at(whole, first <= last ? j : STRATA - 1 - j, STRATA); /* some count failures */
        cr_assert(k >= at && k < (double)whole->cells && k == floor(k), "%s: %g after %g", whole->label, k, at);
        for (; at < k; at++)
            below += whole->chance[(size_t)at];
        cr_expect(u >= below - rounding && u <= below + whole->chance[(size_t)k] + rounding, "%s: %g for %g",
                  whole->label, k, u);
    }
    return true;
}

/* The draws from one stream, and what they are off the mean on average. */
double count_draws(const struct whole *whole, int draws, double mean, struct stream stream)
{
    int outside = 0; /* asserting each draw takes longer than drawing it */
    double off = 0;
    for (size_t k = 0; k < whole->cells; k++)
        whole->seen[k] = 0;
    for (int j = 0; j < draws; j++) {
        double k = whole->draw(whole->of, &stream);
        if (k >= 0 && k < (double)whole->cells && k == floor(k))
            whole->seen[(size_t)k]++;
        else
            outside++;
        off += (k - mean) / draws;
    }
    cr_assert_eq(outside, 0, "%s: %d draws outside", whole->label, outside);
    return off;
}
