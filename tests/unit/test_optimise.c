/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/staffing/optimise.c on bundles whose probabilities are known: 3 x 4 x 5 of them, with luck that is
 * half common. A hundred searches each; the promised ones are found within the tolerance, with a fraction of the
 * replications that treating all bundles alike takes for the same promise.
 */
#include "analysis/staffing/optimise.h"
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEVERS = 3, BUNDLES = 60, SEEDS = 100 };
static const int levels[LEVERS] = {3, 4, 5};
static const double price[LEVERS] = {3, 2, 1};

static double cost[BUNDLES], truth[BUNDLES];
static int level[BUNDLES * LEVERS];
static const bool ordered[LEVERS] = {true, true, true};
static uint64_t seed;
static size_t sampled;

static void make_bundles(void)
{
    for (size_t b = 0; b < BUNDLES; b++) {
        size_t rest = b;
        double logit = -2.6;
        static const double worth[LEVERS] = {0.9, 0.55, 0.35};
        cost[b] = 0;
        for (int l = 0; l < LEVERS; l++) {
            int at = (int)(rest % (size_t)levels[l]);
            rest /= (size_t)levels[l];
            level[b * LEVERS + (size_t)l] = at;
            cost[b] += price[l] * at;
            logit += worth[l] * at;
        }
        truth[b] = 1 / (1 + exp(-logit));
    }
}

/* Of a pair of bundles half the uniforms are the same. */
static int sample(void *context, size_t bundle, enum optimise_phase phase, size_t block, unsigned char hit[],
                  struct error *error)
{
    (void)context;
    (void)error;
    for (size_t i = 0; i < OPTIMISE_BLOCK; i++) {
        uint64_t number = (uint64_t)phase << 40 | (block * OPTIMISE_BLOCK + i);
        struct stream coin = stream_open(seed, number, 0, 1, 0);
        bool common = stream_uniform(&coin) < 0.5;
        struct stream stream = stream_open(seed, number, common ? 0 : 1 + bundle, 2, 0);
        hit[i] = stream_uniform(&stream) < truth[bundle];
    }
    sampled += OPTIMISE_BLOCK;
    return 0;
}

static const struct optimise_source source = {sample, 0};

static struct optimise_options options_of(bool by_target, double wanted)
{
    return (struct optimise_options){.by_target = by_target,
                                     .target = wanted,
                                     .budget = wanted,
                                     .delta = 0.03,
                                     .risk = 0.05,
                                     .limit = 200000,
                                     .confirm = 400,
                                     .levers = LEVERS,
                                     .bundles = BUNDLES,
                                     .cost = cost,
                                     .level = level,
                                     .ordered = ordered};
}

/* Replications of all bundles alike, so many that no estimate errs by delta with 1 - risk. */
static double equal_allocation(double p, double delta, double risk)
{
    double z = gsl_cdf_ugaussian_Qinv(risk / BUNDLES);
    return BUNDLES * z * z * p * (1 - p) / (delta * delta);
}

Test(optimise, the_cheapest_that_reaches_the_target)
{
    static const double targets[] = {0.5, 0.8};
    make_bundles();
    for (size_t t = 0; t < 2; t++) {
        struct optimise_options options = options_of(true, targets[t]);
        struct optimise_answer answer;
        struct error error = {0};
        double spent = 0, least = INFINITY;
        size_t good = 0;
        for (size_t b = 0; b < BUNDLES; b++) /* that must not be missed */
            if (truth[b] >= options.target + options.delta)
                least = fmin(least, cost[b]);
        for (seed = 1; seed <= SEEDS; seed++) {
            sampled = 0;
            cr_assert_eq(optimise_decide(&answer, &options, &source, &error), 0, "%s", error.text);
            cr_assert_eq(sampled, answer.replications + answer.confirmed);
            cr_assert_geq(answer.best, 0);
            good += truth[answer.best] >= options.target - options.delta && cost[answer.best] <= least;
            spent += (double)answer.replications / SEEDS;
            optimise_free(&answer);
        }
        double equal = equal_allocation(targets[t], options.delta, options.risk);
        fprintf(stderr, "target %g: %zu of %d good, %.0f replications, %.0f alike\n", targets[t], good, SEEDS, spent,
                equal);
        cr_expect_geq(good, 95);
        cr_expect_lt(3 * spent, equal);
    }
}

Test(optimise, the_most_probable_within_a_budget)
{
    static const double budgets[] = {5, 9};
    make_bundles();
    for (size_t t = 0; t < 2; t++) {
        struct optimise_options options = options_of(false, budgets[t]);
        struct optimise_answer answer;
        struct error error = {0};
        double spent = 0, most = 0;
        size_t good = 0;
        for (size_t b = 0; b < BUNDLES; b++)
            if (cost[b] <= options.budget)
                most = fmax(most, truth[b]);
        for (seed = 1; seed <= SEEDS; seed++) {
            cr_assert_eq(optimise_decide(&answer, &options, &source, &error), 0, "%s", error.text);
            good += cost[answer.best] <= options.budget && truth[answer.best] >= most - options.delta;
            spent += (double)answer.replications / SEEDS;
            cr_expect(!answer.open);
            optimise_free(&answer);
        }
        double equal = 2 * equal_allocation(most, options.delta, options.risk); /* of differences */
        fprintf(stderr, "budget %g: %zu of %d good, %.0f replications, %.0f alike\n", budgets[t], good, SEEDS, spent,
                equal);
        cr_expect_geq(good, 95);
        cr_expect_lt(3 * spent, equal);
    }
}

/* No bundle reaches 99 %: all are out, most of them because of one that has more of everything. */
Test(optimise, none_reaches_it)
{
    struct optimise_options options = options_of(true, 0.96);
    struct optimise_answer answer;
    struct error error = {0};
    size_t implied = 0;
    make_bundles();
    seed = 1;
    cr_assert_eq(optimise_decide(&answer, &options, &source, &error), 0, "%s", error.text);
    cr_expect_eq(answer.best, -1);
    for (size_t b = 0; b < BUNDLES; b++) {
        cr_expect_eq(answer.bundle[b].verdict, OPTIMISE_FAILS);
        implied += answer.bundle[b].implied;
    }
    cr_expect_gt(implied, 50);
    optimise_free(&answer);
}

/* Without an order nothing follows from anything: every bundle as cheap as the answer is asked. */
Test(optimise, a_lever_without_order_implies_nothing)
{
    static const bool none[LEVERS] = {false, false, false};
    struct optimise_options options = options_of(true, 0.5);
    struct optimise_answer answer;
    struct error error = {0};
    make_bundles();
    options.ordered = none;
    seed = 1;
    cr_assert_eq(optimise_decide(&answer, &options, &source, &error), 0, "%s", error.text);
    for (size_t b = 0; b < BUNDLES; b++)
        if (cost[b] < cost[answer.best])
            cr_expect(!answer.bundle[b].implied && answer.bundle[b].verdict == OPTIMISE_FAILS);
    optimise_free(&answer);
}

Test(optimise, what_is_refused)
{
    struct optimise_answer answer;
    struct error error = {0};
    make_bundles();
    struct optimise_options options = options_of(true, 0.99);
    cr_expect_eq(optimise_decide(&answer, &options, &source, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
    options = options_of(false, -1);
    cr_expect_eq(optimise_decide(&answer, &options, &source, &error), -1);
    cr_expect(strstr(error.text, "no bundle costs as little"), "%s", error.text);
}
