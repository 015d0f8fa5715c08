/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/staffing/staff.c on a source whose probabilities are known.
 */
#include "analysis/staffing/staff.h"
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

/* 98 exponential jobs of a month on 4 to 10 servers: P(done in 18 months). */
static const double batch[] = {0.0007644004604606159, 0.09454337776261013, 0.5674644377796942, 0.9019655347495511,
                               0.9807520902259013,    0.9951496560542514,  0.9983840871542733};

struct coin {
    const double *p; /* of sizes low, low + 1, … */
    int low;
    uint64_t seed;
    size_t thrown;
    size_t fail_after; /* replications; 0: never */
};

/* No two phases have a replication in common. */
static uint64_t number_of(const struct staff_sample *wanted)
{
    return ((uint64_t)wanted->phase << 32) + wanted->first;
}

/* Replications of the same number share their luck over the sizes, as those of a programme do. */
static int throw_coin(void *context, const struct staff_sample *wanted, unsigned char hit[], struct error *error)
{
    struct coin *coin = context;
    coin->thrown += wanted->count;
    if (coin->fail_after > 0 && coin->thrown > coin->fail_after)
        return error_set(error, ERROR_INTERRUPTED, "the coin rolled away");
    for (size_t i = 0; i < wanted->count; i++) {
        struct stream stream = stream_open(coin->seed, number_of(wanted) + i, 0, 0, 0);
        hit[i] = stream_uniform(&stream) < coin->p[wanted->size - coin->low];
    }
    return 0;
}

static struct staff_options options_of(double target, int low, int high)
{
    return (struct staff_options){.target = target,
                                  .delta = 0.02,
                                  .risk = 0.05,
                                  .low = low,
                                  .high = high,
                                  .step = 1,
                                  .confirm = 400,
                                  .limit = 20000};
}

static struct staff_answer decide(const struct staff_options *options, struct coin *coin)
{
    struct staff_answer answer;
    struct error error = {.code = ERROR_NONE};
    struct staff_source source = {throw_coin, coin};
    gsl_set_error_handler_off();
    cr_assert_eq(staff_decide(&answer, options, &source, &error), 0, "%s", error.text);
    return answer;
}

/* ---- the guarantee ---- */

/* The chosen size is good if it reaches target - delta and the one below stays under target + delta. */
static bool is_good(const struct staff_answer *answer, double target, double delta)
{
    if (answer->answer < 0)
        return false;
    return batch[answer->answer] >= target - delta &&
           (answer->answer == 0 || batch[answer->answer - 1] < target + delta);
}

static void repeat(double target, int expected, size_t most)
{
    enum { TIMES = 1000 };
    struct staff_options options = options_of(target, 4, 10);
    size_t good = 0, same = 0, told = 0, open = 0;
    double replications = 0;
    for (uint64_t seed = 1; seed <= TIMES; seed++) {
        struct coin coin = {.p = batch, .low = 4, .seed = seed};
        struct staff_answer answer = decide(&options, &coin);
        bool right = answer.answer >= 0 && answer.sizes[answer.answer].size == expected;
        bool either = answer.alternative >= 0 && answer.sizes[answer.alternative].size == expected;
        good += is_good(&answer, target, options.delta);
        same += right;
        told += right || either;
        open += answer.open;
        replications += (double)answer.replications;
        staff_free(&answer);
    }
    printf("target %g: %zu of %d good, %zu say %d, %zu at least as the alternative, %zu undecided, %.0f replications\n",
           target, good, TIMES, same, expected, told, open, replications / TIMES);
    cr_assert_geq(good, 950);
    cr_assert_geq(told, 950);
    cr_assert_leq(open, 50);
    cr_assert_lt(replications / TIMES, (double)most);
}

Test(staff, selections_are_good)
{
    repeat(0.5, 6, 2500);
    repeat(0.8, 7, 2500);
    repeat(0.9, 7, 2500);
    repeat(0.95, 8, 2500);
}

/* ---- honest answers ---- */

Test(staff, none_reaches)
{
    static const double p[] = {0.1, 0.2, 0.3, 0.4};
    struct staff_options options = options_of(0.8, 0, 3);
    struct coin coin = {.p = p, .seed = 1};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert_eq(answer.answer, -1);
    cr_assert_eq(answer.close, -1);
    cr_assert_not(answer.open);
    cr_assert(answer.sizes[3].verdict == STAFF_FAILS && answer.sizes[3].confirmed);
    cr_assert_eq(answer.sizes[2].verdict, STAFF_NOT_ASKED);
    staff_free(&answer);
}

Test(staff, the_smallest_reaches)
{
    static const double p[] = {0.9, 0.95, 0.99};
    struct staff_options options = options_of(0.8, 5, 7);
    struct coin coin = {.p = p, .low = 5, .seed = 1};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert(answer.answer == 0 && answer.close == -1 && answer.alternative == -1 && !answer.open);
    staff_free(&answer);
}

Test(staff, a_limit_too_small_is_told)
{
    static const double p[] = {0.1, 0.8, 0.99};
    struct staff_options options = options_of(0.8, 0, 2);
    options.limit = 64;
    struct coin coin = {.p = p, .seed = 1};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert(answer.open && answer.sizes[1].verdict == STAFF_OPEN);
    cr_assert_eq(answer.sizes[1].tested, 64);
    staff_free(&answer);
}

/* The largest size stays open, but a smaller one reaches the target and the one below it does not: that is enough. */
Test(staff, an_open_test_above_the_answer_does_not_matter)
{
    static const double p[] = {0.1, 0.999, 0.999, 0.999, 0.85};
    struct staff_options options = options_of(0.8, 0, 4);
    options.limit = 128;
    bool seen = false;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct coin coin = {.p = p, .seed = seed};
        struct staff_answer answer = decide(&options, &coin);
        if (answer.sizes[4].verdict == STAFF_OPEN && answer.answer == 1) {
            seen = true;
            cr_assert_not(answer.open, "seed %d", (int)seed);
        }
        staff_free(&answer);
    }
    cr_assert(seen);
}

Test(staff, seven_or_eight)
{
    struct staff_options options = options_of(0.9, 4, 10);
    size_t told = 0;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct coin coin = {.p = batch, .low = 4, .seed = seed};
        struct staff_answer answer = decide(&options, &coin);
        cr_assert(answer.answer == 3 || answer.answer == 4);
        if (answer.close >= 0) {
            cr_assert_eq(answer.close, 3);
            cr_assert_eq(answer.answer + answer.alternative, 3 + 4);
            told++;
        }
        staff_free(&answer);
    }
    cr_assert_gt(told, 30);
}

/* Where the curve is flat at the target, no larger size is certain either. */
Test(staff, or_more)
{
    static const double p[] = {0.1, 0.8, 0.8, 0.8};
    struct staff_options options = options_of(0.8, 0, 3);
    size_t none = 0, more = 0;
    for (uint64_t seed = 1; seed <= 30; seed++) {
        struct coin coin = {.p = p, .seed = seed};
        struct staff_answer answer = decide(&options, &coin);
        none += answer.answer < 0 && answer.close == 3;
        more += answer.answer >= 1 && answer.close == answer.answer && answer.alternative < 0;
        staff_free(&answer);
    }
    cr_assert(none > 0 && more > 0, "%zu %zu", none, more);
}

/* ---- the curve ---- */

Test(staff, a_dip_has_every_size_tested)
{
    static const double p[] = {0.1, 0.9, 0.3, 0.4, 0.95};
    struct staff_options options = options_of(0.8, 1, 5);
    options.display = 500;
    struct coin coin = {.p = p, .low = 1, .seed = 3};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert_not(answer.monotone);
    cr_assert_not(answer.open);
    cr_assert_eq(answer.answer, 1);
    for (size_t i = 0; i < answer.count; i++)
        cr_assert_eq(answer.sizes[i].verdict, p[i] > 0.8 ? STAFF_REACHES : STAFF_FAILS);
    staff_free(&answer);
}

/* Without a curve the tested sizes tell: the largest is on time less often than the second. */
Test(staff, a_fall_shows_in_the_tests)
{
    static const double p[] = {0.1, 0.99, 0.3, 0.4, 0.85};
    struct staff_options options = options_of(0.8, 1, 5);
    struct coin coin = {.p = p, .low = 1, .seed = 3};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert_not(answer.monotone);
    cr_assert_eq(answer.answer, 1);
    for (size_t i = 0; i < answer.count; i++)
        cr_assert_eq(answer.sizes[i].verdict, p[i] > 0.8 ? STAFF_REACHES : STAFF_FAILS);
    staff_free(&answer);
}

/* Chance alone, with luck that sizes do not share, is no dip. */
static int throw_apart(void *context, const struct staff_sample *wanted, unsigned char hit[], struct error *error)
{
    struct coin own = *(struct coin *)context;
    own.seed += 1000 * (uint64_t)wanted->size;
    return throw_coin(&own, wanted, hit, error);
}

Test(staff, chance_is_no_dip)
{
    static const double p[] = {0.3, 0.5, 0.5, 0.5, 0.5, 0.5, 0.9};
    struct staff_options options = options_of(0.8, 0, 6);
    size_t dips = 0;
    options.display = 300;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct coin coin = {.p = p, .seed = seed};
        struct staff_answer answer;
        struct error error = {.code = ERROR_NONE};
        struct staff_source source = {throw_apart, &coin};
        cr_assert_eq(staff_decide(&answer, &options, &source, &error), 0);
        dips += !answer.monotone;
        staff_free(&answer);
    }
    cr_assert_leq(dips, 2); /* 0.1 % each */
}

static int throw_listed(void *context, const struct staff_sample *wanted, unsigned char hit[], struct error *error)
{
    const double *share = context;
    (void)error;
    for (size_t i = 0; i < wanted->count; i++)
        hit[i] = (double)((number_of(wanted) + i) % 10) < 10 * share[wanted->size] - 0.5;
    return 0;
}

/* Pool adjacent violators by hand: (0.4 + 0.2) / 2, then (0.9 + 0.8 + 0.7) / 3. */
Test(staff, monotone_fit)
{
    static const double share[] = {0.1, 0.4, 0.2, 0.9, 0.8, 0.7, 1.0}, fit[] = {0.1, 0.3, 0.3, 0.8, 0.8, 0.8, 1.0};
    struct staff_options options = options_of(0.5, 0, 6);
    struct staff_answer answer;
    struct error error = {.code = ERROR_NONE};
    struct staff_source source = {throw_listed, (void *)(uintptr_t)share};
    options.display = 1000;
    cr_assert_eq(staff_decide(&answer, &options, &source, &error), 0);
    for (size_t i = 0; i < 7; i++) {
        cr_assert_eq(answer.sizes[i].curve_hits, (size_t)lround(1000 * share[i]));
        cr_assert_float_eq(answer.sizes[i].isotonic, fit[i], 1e-12);
    }
    staff_free(&answer);
}

Test(staff, steps)
{
    double p[100];
    struct staff_options options = options_of(0.5, 10, 95);
    options.step = 20;
    for (int i = 0; i < 100; i++)
        p[i] = i < 40 ? 0.1 : 0.9;
    struct coin coin = {.p = p, .seed = 1};
    struct staff_answer answer = decide(&options, &coin);
    cr_assert_eq(answer.count, 5);
    cr_assert_eq(answer.sizes[4].size, 90);
    cr_assert_eq(answer.sizes[answer.answer].size, 50);
    staff_free(&answer);
}

/* ---- what goes wrong ---- */

Test(staff, illegal_options)
{
    struct staff_options wrong[7];
    for (int i = 0; i < 7; i++)
        wrong[i] = options_of(0.8, 0, 9);
    wrong[0].target = 0.985;
    wrong[1].delta = 0.8;
    wrong[2].low = 10;
    wrong[3].step = 0;
    wrong[4].limit = 31;
    wrong[5].risk = 0.5;
    wrong[6].low = INT32_MIN, wrong[6].high = INT32_MAX;
    for (int i = 0; i < 7; i++) {
        struct staff_answer answer;
        struct error error = {.code = ERROR_NONE};
        struct staff_source source = {throw_coin, 0};
        cr_assert_eq(staff_decide(&answer, &wrong[i], &source, &error), -1, "%d", i);
        cr_assert_eq(error.code, ERROR_USAGE);
    }
}

Test(staff, a_source_that_fails)
{
    struct staff_options options = options_of(0.9, 4, 10);
    struct error error = {.code = ERROR_NONE};
    struct coin whole = {.p = batch, .low = 4, .seed = 1};
    options.display = 100;
    struct staff_answer answer = decide(&options, &whole);
    staff_free(&answer);
    for (size_t after = 1; after < whole.thrown; after += 97) {
        struct coin coin = {.p = batch, .low = 4, .seed = 1, .fail_after = after};
        struct staff_source source = {throw_coin, &coin};
        error = (struct error){.code = ERROR_NONE};
        cr_assert_eq(staff_decide(&answer, &options, &source, &error), -1);
        cr_assert_eq(error.code, ERROR_INTERRUPTED);
        cr_assert_null(answer.sizes);
    }
}
