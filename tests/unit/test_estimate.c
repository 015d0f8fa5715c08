/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact values of intervals for probabilities and quantiles (verification case V15), to 1e-9, and the rules that
 * quantiles keep.
 */
#include "analysis/statistics/estimate.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define NEAR(a, b) cr_assert(fabs((a) - (b)) <= 1e-9, "%.12g is not %.12g", (double)(a), (double)(b))

static const struct {
    double hits, n;
    struct interval wilson, clopper_pearson, jeffreys;
} cases[] = {
    {9,
     10,
     {0.5958499732047617, 0.9821237869049271},
     {0.5549838829718046, 0.9974714214555382},
     {0.6186852289333835, 0.9889883262368389}},
    {0, 1000, {0, 0.00382675848555512}, {0, 0.0036820838968658065}, {0, 0.0025081643414217036}},
    {1000, 1000, {0.996173241514445, 1}, {0.9963179161031341, 1}, {0.9974918356585782, 1}},
    {873,
     1000,
     {0.8509252474282143, 0.8922199907415616},
     {0.8507599696651449, 0.8930156730505441},
     {0.8512930743832088, 0.8925517680570141}},
    {8000,
     10000,
     {0.7920456034485616, 0.8077239975290326},
     {0.7920232722181539, 0.8078016297781196},
     {0.792073992429241, 0.8077523791176846}},
};

static void same(struct interval a, struct interval b)
{
    NEAR(a.low, b.low);
    NEAR(a.high, b.high);
}

Test(estimate, intervals_are_exact)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        same(estimate_wilson(cases[i].hits, cases[i].n, 0.95), cases[i].wilson);
        same(estimate_clopper_pearson(cases[i].hits, cases[i].n, 0.95), cases[i].clopper_pearson);
        same(estimate_jeffreys(cases[i].hits, cases[i].n, 0.95), cases[i].jeffreys);
    }
}

Test(estimate, no_replication_tells_nothing)
{
    same(estimate_wilson(0, 0, 0.95), (struct interval){0, 1});
    same(estimate_clopper_pearson(0, 0, 0.95), (struct interval){0, 1});
    cr_assert(isnan(estimate_wilson(NAN, 10, 0.95).low));
    NEAR(estimate_no_hit_bound(100, 0.95), 1 - pow(0.05, 0.01));
    NEAR(estimate_no_hit_bound(0, 0.95), 1);
}

/* Of none and of all that end is 0 and 1, not a number beside it that rounding makes. */
Test(estimate, none_and_all_have_an_end)
{
    for (size_t n = 1; n <= 2000; n++) {
        cr_assert_eq(estimate_wilson(0, (double)n, 0.95).low, 0, "%zu", n);
        cr_assert_eq(estimate_wilson((double)n, (double)n, 0.95).high, 1, "%zu", n);
    }
}

Test(estimate, quantile_ranks_are_exact)
{
    struct ranks a = estimate_quantile_ranks(1000, 0.8, 0.95);
    cr_assert_eq(a.lower, 775);
    cr_assert_eq(a.upper, 825);
    NEAR(a.coverage, 0.9518995831665885);
    struct ranks b = estimate_quantile_ranks(10000, 0.95, 0.95);
    cr_assert_eq(b.lower, 9457);
    cr_assert_eq(b.upper, 9543);
    NEAR(b.coverage, 0.9515280546548922);
}

Test(estimate, ranks_cover_or_say_that_they_cannot)
{
    for (size_t n = 1; n < 400; n += 7) {
        for (double q = 0.05; q < 1; q += 0.15) {
            struct ranks ranks = estimate_quantile_ranks(n, q, 0.95);
            cr_assert(ranks.coverage >= 0.95 - 1e-12, "n %zu, q %g: %g", n, q, ranks.coverage);
            cr_assert(ranks.lower <= ranks.upper && ranks.upper <= n + 1);
        }
    }
    cr_assert_eq(estimate_quantile_ranks(10, 0.9, 0.95).upper, 11, "10 values give no upper bound for q90");
}

/* The binomial distribution summed term by term. */
Test(estimate, binomial_agrees_with_its_sum)
{
    double term = pow(0.7, 30), sum = 0; /* Bin(30, 0.3) */
    for (size_t k = 0; k <= 30; k++) {
        NEAR(estimate_binomial_below(30, 0.3, k), sum);
        sum += term;
        term *= (30.0 - (double)k) / ((double)k + 1) * 0.3 / 0.7;
    }
    NEAR(estimate_binomial_below(30, 0.3, 31), 1);
}

Test(estimate, beta_holds_for_large_arguments)
{
    NEAR(estimate_beta(5e6, 5e6, 0.5), 0.5);
    NEAR(estimate_beta(2, 3, 0.4), 0.5248);
    NEAR(estimate_beta(1, 1e6, 1e-6), 1 - pow(1 - 1e-6, 1e6));
    for (double p = 0.01; p < 1; p += 0.07)
        NEAR(estimate_beta(3.5, 80, estimate_beta_quantile(3.5, 80, p)), p);
}

Test(estimate, replications_for_a_half_width)
{
    cr_assert_eq(estimate_replications(0.5, 0.01, 0.95), 9604);
    cr_assert_eq(estimate_replications(0.8, 0.01, 0.95), 6147);
    cr_assert_eq(estimate_replications(0.8, 0.005, 0.95), 24586);
    cr_assert_eq(estimate_replications(0.95, 0.002, 0.95), 45618);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Against a full sort: many ties, some never reached. */
Test(estimate, quantiles_agree_with_sorting)
{
    static const double levels[] = {0, 0.05, 0.07, 0.25, 0.5, 0.5, 0.8, 0.95, 1};
    enum { LEVELS = sizeof levels / sizeof *levels, MOST = 257 };
    unsigned state = 1;
    for (size_t n = 1; n <= MOST; n++) {
        double values[MOST], sorted[MOST], weights[MOST], out[LEVELS], weighted[LEVELS];
        struct error error;
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525u + 1013904223u;
            values[i] = state >> 28 == 0 ? INFINITY : (double)((state >> 16) % (n % 3 == 0 ? 5 : 1000));
            sorted[i] = values[i];
            weights[i] = 0.25;
        }
        qsort(sorted, n, sizeof *sorted, ascending);
        cr_assert_eq(estimate_weighted_quantiles(values, weights, n, levels, LEVELS, weighted, &error), 0);
        estimate_quantiles(values, n, levels, LEVELS, out);
        for (size_t q = 0; q < LEVELS; q++) {
            double expected = sorted[estimate_quantile_rank(n, levels[q]) - 1];
            cr_assert(out[q] == expected, "n %zu, level %g", n, levels[q]);
            cr_assert(weighted[q] == expected, "weighted: n %zu, level %g", n, levels[q]);
        }
    }
}

/* Few and many values, narrow and as wide as the type, most of them alike or none. */
Test(estimate, quantiles_of_whole_numbers_agree_with_the_others)
{
    static const double levels[] = {0, 0.05, 0.25, 0.5, 0.5, 0.75, 0.95, 1};
    enum { LEVELS = sizeof levels / sizeof *levels, MOST = 1500 };
    unsigned state = 1;
    for (size_t trial = 0; trial < 300; trial++) {
        int32_t values[MOST], room[MOST];
        double wide[MOST], out[LEVELS], expected[LEVELS];
        size_t n = 1 + trial * trial % MOST;
        uint32_t range = trial % 33 == 0 ? 0 : UINT32_MAX >> (trial % 33 - 1);
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525u + 1013904223u;
            uint32_t drawn = trial % 3 == 0 && state >> 30 != 0 ? 0 : (state ^ state >> 16) & range;
            wide[i] = values[i] = (int32_t)((int64_t)drawn + (trial % 5 == 0 ? INT32_MIN : -(int64_t)(range / 2 + 1)));
        }
        estimate_whole_quantiles(values, n, levels, LEVELS, out, room);
        estimate_quantiles(wide, n, levels, LEVELS, expected);
        for (size_t q = 0; q < LEVELS; q++)
            cr_assert(out[q] == expected[q], "trial %zu, level %g", trial, levels[q]);
    }
    double nothing = 0;
    estimate_whole_quantiles(0, 0, levels, 1, &nothing, 0);
    cr_assert(isnan(nothing));
}

Test(estimate, a_rank_is_not_shifted_by_rounding)
{
    cr_assert_eq(estimate_quantile_rank(100, 0.07), 7);
    cr_assert_eq(estimate_quantile_rank(1000, 0.8), 800);
    cr_assert_eq(estimate_quantile_rank(3, 0.5), 2);
    cr_assert_eq(estimate_quantile_rank(10, 0), 1);
    cr_assert_eq(estimate_quantile_rank(10, 1), 10);
}

Test(estimate, weights_count)
{
    const double values[] = {30, 10, 20, 5}, weights[] = {1, 2, 5, 0}, levels[] = {0, 0.25, 0.26, 0.875, 0.88};
    double out[5];
    struct error error;
    cr_assert_eq(estimate_weighted_quantiles(values, weights, 4, levels, 5, out, &error), 0);
    cr_assert(out[0] == 10 && out[1] == 10 && out[2] == 20 && out[3] == 20 && out[4] == 30);
    NEAR(estimate_effective_size(weights, 4), 64.0 / 30);
    NEAR(estimate_effective_size((const double[]){0.1, 0.1, 0.1}, 3), 3);
    NEAR(estimate_effective_size((const double[]){0, 0}, 2), 0);
    cr_assert_eq(estimate_weighted_quantiles(values, weights, 0, levels, 5, out, &error), 0);
    cr_assert(isnan(out[0]));
}

/* Ties, never, below 0, nothing at all; of weights that are none. */
Test(estimate, an_order_has_the_quantiles_of_its_values)
{
    enum { N = 3000 };
    static float values[N];
    static double wide[N], weights[N];
    const double levels[] = {0, 1e-9, 0.05, 0.3, 0.5, 0.8, 0.999, 1, 1.5};
    for (size_t n = 0; n <= N; n = 3 * n + 1)
        for (int weighted = 0; weighted < 2; weighted++) {
            struct estimate_order order;
            for (size_t i = 0; i < n; i++) {
                values[i] = i % 13 == 0 ? INFINITY : (float)((i * 7919) % 501) / 4 - 20;
                weights[i] = i % 3 == 1 ? 0 : 0.1 + (double)(i % 7);
            }
            cr_assert_eq(estimate_order_of(&order, values, weighted ? weights : 0, n, 0), 0);
            for (size_t l = 0; l < sizeof levels / sizeof *levels; l++) {
                double wanted, found = estimate_order_quantile(&order, levels[l]);
                for (size_t i = 0; i < n; i++)
                    wide[i] = (double)values[i];
                if (weighted)
                    cr_assert_eq(estimate_weighted_quantiles(wide, weights, n, &levels[l], 1, &wanted, 0), 0);
                else
                    estimate_quantiles(wide, n, &levels[l], 1, &wanted);
                cr_expect(found == wanted || (isnan(found) && isnan(wanted)), "%g of %zu: %g, not %g", levels[l], n,
                          found, wanted);
            }
            estimate_order_free(&order);
        }
}
