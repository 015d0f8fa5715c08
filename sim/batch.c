/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch: the plain variant, one element after the other, and the choice among them.
 */
#include "sim/batch_parts.h"
#include "sim/beta_binomial.h"
#include "sim/variate.h"

static void exponentials(double x[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        x[i] = elementary_exp(x[i]);
}

static void beta_binomials(struct batch *batch)
{
    double sum = batch->sum;
    for (size_t i = 0; i < batch->count; i++)
        batch->none[i] = beta_binomial_none(batch->trials[i], batch->share[i] * sum, batch->rest[i] * sum, sum);
    for (size_t i = 0; i < batch->count; i++)
        batch->drawn[i] = beta_binomial_walk(batch->trials[i], batch->share[i] * sum, batch->rest[i] * sum,
                                             batch->none[i], batch->uniform[i]);
}

static void alone(const struct batch_alone *batch)
{
    for (size_t i = 0; i < batch->count; i++) {
        struct stream stream = batch_stream(batch, i);
        batch->drawn[i] =
            (double)variate_beta_binomial((long)batch->trials[i], batch->share[i], batch->overdispersion, &stream);
    }
}

static void gammas(const struct batch_gammas *gammas)
{
    for (size_t i = 0; i < gammas->count; i++)
        gammas->drawn[i] = batch_gamma(gammas, i);
}

static const struct batch_variant plain = {"plain", exponentials, beta_binomials, alone, gammas};

/* ---- the choice ---- */

#if defined __x86_64__ && defined __GNUC__
static int has_avx2(void)
{
    return batch_avx2 && __builtin_cpu_supports("avx2");
}

static int has_avx512(void)
{
    return batch_avx512 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
#else
static int has_avx2(void)
{
    return 0;
}

static int has_avx512(void)
{
    return 0;
}
#endif

const struct batch_variant *batch_variant(size_t index)
{
    const struct batch_variant *runs[4] = {&plain};
    size_t count = 1;
    if (batch_sse2)
        runs[count++] = batch_sse2;
    if (has_avx2())
        runs[count++] = batch_avx2;
    if (has_avx512())
        runs[count++] = batch_avx512;
    return index < count ? runs[index] : 0;
}

const struct batch_variant *batch_fastest(void)
{
    size_t last = 0;
    while (batch_variant(last + 1))
        last++;
    return batch_variant(last);
}
