/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch: every variant that this processor runs gives the bits of the slow twin, whatever stands beside an element.
 */
#include "sim/batch.h"
#include "sim/beta_binomial.h"
#include "sim/stream.h"
#include "sim/variate.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { ROOM = 96 };

struct made {
    double trials[ROOM], share[ROOM], rest[ROOM], uniform[ROOM], none[ROOM], drawn[ROOM];
    uint32_t class[ROOM], order[ROOM + BATCH_PADDING];
    struct batch batch;
};

/* Sizes from 1 to 100 000 and n p from 1e-6 to 64, so that walks are short and long in one batch; now and then no luck
 * at all, so that a walk ends at n or in the far tail. */
static void make(struct made *made, size_t count, double sum, struct stream *stream)
{
    made->batch = (struct batch){count,         sum,        made->trials, made->share, made->rest,
                                 made->uniform, made->none, made->class,  made->order, made->drawn};
    for (size_t i = 0; i < count; i++) {
        double n = floor(exp(stream_uniform(stream) * log(1e5))) + 1;
        double most = fmin(64 / n, 1 - 16 / sum), luck = stream_uniform(stream);
        made->share[i] = most * pow(stream_uniform(stream), i % 3 == 0 ? 12 : 1);
        made->rest[i] = 1 - made->share[i];
        made->trials[i] = n;
        made->uniform[i] = i % 11 == 10 ? 1 - 0x1p-53 : i % 13 == 12 ? 0x1p-53 : luck;
    }
}

static double twin(const struct made *made, size_t i)
{
    double sum = made->batch.sum, n = made->trials[i], a = made->share[i] * sum, b = made->rest[i] * sum;
    return beta_binomial_walk(n, a, b, beta_binomial_none(n, a, b, sum), made->uniform[i]);
}

Test(batch, beta_binomials_are_those_of_the_slow_twin)
{
    static const double sums[] = {20, 49, 1000, 1e4};
    struct stream stream = stream_open(20130106, 0, 0, 0, 0);
    struct made made;
    size_t at_the_end = 0, beyond_a_stride = 0;
    for (size_t round = 0; round < 2000; round++) {
        make(&made, round % (ROOM + 1), sums[round % 4], &stream);
        double wanted[ROOM];
        for (size_t i = 0; i < made.batch.count; i++) {
            wanted[i] = twin(&made, i);
            at_the_end += wanted[i] == made.trials[i];
            beyond_a_stride += wanted[i] > 2 * BETA_BINOMIAL_STRIDE;
        }
        for (size_t v = 0; batch_variant(v); v++) {
            memset(made.drawn, 0xff, sizeof made.drawn);
            batch_variant(v)->beta_binomials(&made.batch);
            cr_assert_arr_eq(made.drawn, wanted, made.batch.count * sizeof *wanted, "%s, round %zu",
                             batch_variant(v)->name, round);
            if (made.batch.count < ROOM)
                cr_assert(isnan(made.drawn[made.batch.count]), "%s writes beyond the batch", batch_variant(v)->name);
        }
    }
    cr_expect_gt(at_the_end, 100);
    cr_expect_gt(beyond_a_stride, 1000);
}

/* Sizes from none to 100 000, chances from none to certain, so that shapes lie below one and far above it, binomials
 * are inverted and rejected, successes few and many; now and then nobody is to be drawn. */
static void make_alone(struct batch_alone *alone, size_t count, double overdispersion, struct stream *stream)
{
    alone->count = count;
    alone->overdispersion = overdispersion;
    alone->address = stream_open(20130106, stream_bits(stream), 0, 7, count);
    for (size_t i = 0; i < count; i++) {
        double luck = stream_uniform(stream), other = stream_uniform(stream);
        alone->trials[i] = i % 31 == 30 ? 0 : floor(exp(luck * log(1e5)));
        alone->share[i] = i % 29 == 28 ? 0 : i % 23 == 22 ? 1 : i % 3 == 0 ? 1 - pow(other, 5) : pow(other, i % 3);
        alone->entity[i] = (uint64_t)(1e6 * luck) << 20 | i;
        alone->generation[i] = i % 4 == 3;
    }
}

Test(batch, draws_alone_are_those_of_the_slow_twin)
{
    static const double overdispersions[] = {0.02, 0.3, 0.005, 1e-4, 0.9, 1e-19, 0, 0.06};
    double trials[ROOM], share[ROOM], drawn[ROOM + 1], wanted[ROOM];
    uint64_t entity[ROOM];
    uint32_t generation[ROOM];
    struct stream stream = stream_open(20130106, 2, 0, 0, 0);
    struct batch_alone alone = {
        .trials = trials, .share = share, .entity = entity, .generation = generation, .drawn = drawn};
    size_t none = 0, all = 0, many = 0;
    for (size_t round = 0; round < 4000; round++) {
        make_alone(&alone, round % (ROOM + 1), overdispersions[round % 8], &stream);
        for (size_t i = 0; i < alone.count; i++) {
            struct stream own = stream_open_generation(20130106, alone.address.key[1], generation[i], entity[i], 7,
                                                       alone.address.counter[3]);
            wanted[i] = (double)variate_beta_binomial((long)trials[i], share[i], alone.overdispersion, &own);
            none += wanted[i] == 0;
            all += wanted[i] == trials[i];
            many += wanted[i] > 1000 && wanted[i] < trials[i];
        }
        for (size_t v = 0; batch_variant(v); v++) {
            memset(drawn, 0xff, sizeof drawn);
            batch_variant(v)->alone(&alone);
            for (size_t i = 0; i < alone.count; i++)
                cr_assert(drawn[i] == wanted[i], "%s, round %zu: %g of %g with %g and rho %g, not %g",
                          batch_variant(v)->name, round, drawn[i], trials[i], share[i], alone.overdispersion,
                          wanted[i]);
            cr_assert(isnan(drawn[alone.count]), "%s writes beyond the batch", batch_variant(v)->name);
        }
    }
    cr_expect(none > 1000 && all > 1000 && many > 10000, "%zu %zu %zu", none, all, many);
}

/* Shapes from 1 to 400, as a replication draws durations: the same address but for the entity. */
Test(batch, gammas_are_those_of_the_slow_twin)
{
    static const char *const arguments[] = {"shape", "scale"};
    struct variate_form form;
    struct stream stream = stream_open(20130106, 3, 0, 0, 0);
    uint64_t entity[ROOM];
    double drawn[ROOM + 1];
    cr_assert_eq(variate_form_init(&form, "gamma", arguments, 2, 0, 0, 0, 0), 0);
    for (size_t round = 0; round < 2000; round++) {
        struct variate gamma;
        double shape = round % 7 == 0 ? 1 : exp(stream_uniform(&stream) * log(400));
        cr_assert_eq(variate_make(&gamma, &form, (double[]){shape, 3}, 0), 0);
        struct batch_gammas gammas = {round % (ROOM + 1), &gamma, stream_open_generation(round, 5, round % 3, 0, 7, 8),
                                      entity, drawn};
        for (size_t i = 0; i < gammas.count; i++)
            entity[i] = stream_bits(&stream) >> i % 64;
        for (size_t v = 0; batch_variant(v); v++) {
            memset(drawn, 0xff, sizeof drawn);
            batch_variant(v)->gammas(&gammas);
            for (size_t i = 0; i < gammas.count; i++) {
                struct stream own = stream_open_generation(round, 5, round % 3, entity[i], 7, 8);
                cr_assert_eq(drawn[i], variate_draw(&gamma, &own), "%s, round %zu", batch_variant(v)->name, round);
            }
            cr_assert(isnan(drawn[gammas.count]), "%s writes beyond the batch", batch_variant(v)->name);
        }
    }
    variate_form_free(&form);
}

Test(batch, exponentials_are_the_elementary_ones)
{
    struct stream stream = stream_open(20130106, 1, 0, 0, 0);
    for (size_t round = 0; round < 2000; round++) {
        double x[ROOM], wanted[ROOM], got[ROOM];
        size_t count = round % (ROOM + 1);
        for (size_t i = 0; i < count; i++) {
            x[i] = i % 7 == 6 ? -800 + 1600 * stream_uniform(&stream) : -3 * stream_uniform(&stream);
            x[i] = i % 29 == 28 ? -INFINITY : x[i];
            wanted[i] = elementary_exp(x[i]);
        }
        for (size_t v = 0; batch_variant(v); v++) {
            memcpy(got, x, sizeof got);
            batch_variant(v)->exponentials(got, count);
            cr_assert_arr_eq(got, wanted, count * sizeof *got, "%s", batch_variant(v)->name);
        }
    }
}

/* The fastest is the last, and there is always the plain one. */
Test(batch, variants_are_counted_from_the_plain_one)
{
    size_t count = 0;
    while (batch_variant(count))
        count++;
    cr_assert_geq(count, 1);
    cr_expect_str_eq(batch_variant(0)->name, "plain");
    cr_expect_eq(batch_fastest(), batch_variant(count - 1));
#if defined __x86_64__
    cr_expect_eq(count >= 3, __builtin_cpu_supports("avx2") != 0, "the processor's vectors lie idle");
#endif
}

/* Both ways of P(X = 0) = product of (b + i) / (a + b + i). */
Test(batch, the_chance_of_none_is_a_product)
{
    static const double n[] = {1, 2, 10, 64, 300, 5000}, share[] = {1e-9, 1e-4, 0.01, 0.3, 0.9984},
                        sums[] = {49, 1000, 1e4};
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < 5; j++)
            for (size_t k = 0; k < 3; k++) {
                double sum = sums[k], b = (1 - share[j]) * sum;
                long double product = 1;
                for (int t = 0; t < (int)n[i]; t++)
                    product *= ((long double)b + t) / ((long double)sum + t);
                if (!beta_binomial_inverts(n[i], share[j], b, sum))
                    continue;
                double found = beta_binomial_none(n[i], share[j] * sum, b, sum);
                cr_expect_lt(fabs(found - (double)product), 3e-11 * (double)product,
                             "n %g p %g sum %g: %.17g not %.17Lg", n[i], share[j], sum, found, product);
            }
}
