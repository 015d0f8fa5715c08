/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_alone: beta-binomial draws with a stream each, in plain loops that become vectors by themselves, compiled once
 * for each set of instructions by the file that includes it. variate_beta_binomial() is the slow twin: the same sums
 * and products of the same words in the same order for each element. Here all go one step after the other together, as
 * most of them go: no proposal of a rejection sampler is refused. Who is refused begins anew with the twin.
 */
#include "sim/batch_parts.h"
#include "sim/batch_whole.h"
#include "sim/beta_binomial.h"
#include "sim/sampler.h"
#include "sim/variate.h"

#include <stdbool.h>

/* Elements at once, so that all that is in between lies in the first-level cache; words of a stream that are made
 * beforehand: who is not refused uses 7 at most. */
enum { ALONE = 64, ALONE_ROOM = ALONE + LANES, ALONE_WORDS = 8 };

/* Both gammas of each element: the numbers that they are made of. */
struct alone_gammas {
    double shape[2 * ALONE_ROOM], normal[2 * ALONE_ROOM],
        uniform[2 * ALONE_ROOM];                               /* of all a, then of all b, count apart */
    double boost[2 * ALONE_ROOM], boost_shape[2 * ALONE_ROOM]; /* of those with a shape below 1, densely */
    double gamma[2 * ALONE_ROOM], sure[2 * ALONE_ROOM];        /* the latter above 0: accepted by the squeeze */
    uint32_t boosted[2 * ALONE_ROOM];                          /* whose */
    size_t boosts;
};

struct alone_block {
    size_t count;
    uint32_t place[ALONE]; /* in the batch */
    uint64_t word[ALONE][ALONE_WORDS];
    uint8_t next[ALONE]; /* word not yet used */
    struct alone_gammas gammas;
    double trials[ALONE], share[ALONE_ROOM], rest[ALONE_ROOM];
};

static inline double alone_uniform(uint64_t word)
{
    return ((double)(word >> 12) + 0.5) * 0x1p-52;
}

/* The stream after the words that have been used. */
static struct stream alone_rest_of(struct stream stream, const uint64_t word[ALONE_WORDS], unsigned used)
{
    unsigned block = used / 4;
    stream.counter[0] += block + (block < 2);
    stream.left = block < 2 ? 4 - used % 4 : 0;
    for (unsigned i = 0; block < 2 && i < 4; i++)
        stream.word[i] = word[4 * block + i];
    return stream;
}

static void alone_twin(const struct batch_alone *batch, size_t i)
{
    struct stream stream = batch_stream(batch, i);
    batch->drawn[i] =
        (double)variate_beta_binomial((long)batch->trials[i], batch->share[i], batch->overdispersion, &stream);
}

/* What one gamma takes of the words; false if its first normal is refused. See sampler_gamma(), ziggurat_normal(). */
static inline bool alone_ask_gamma(struct alone_gammas *gammas, size_t place, double shape, const uint64_t word[],
                                   unsigned *next)
{
    bool below = shape < 1; /* without a branch: nobody foresees it */
    gammas->boosted[gammas->boosts] = (uint32_t)place;
    gammas->boost_shape[gammas->boosts] = shape;
    gammas->boost[gammas->boosts] = alone_uniform(word[*next]);
    gammas->boosts += below;
    *next += below;
    uint64_t bits = word[(*next)++];
    unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
    double x = ((double)(int64_t)(bits >> 11) - 0x1p52) * 0x1p-52 * ziggurat_x[layer];
    gammas->shape[place] = below ? shape + 1 : shape;
    gammas->normal[place] = x;
    gammas->uniform[place] = alone_uniform(word[(*next)++]);
    return fabs(x) < ziggurat_x[layer + 1];
}

/* Takes an element into the block; false if it is one for the twin. */
static bool alone_ask(struct alone_block *block, const struct stream_start start[2], const struct batch_alone *batch,
                      size_t i, double sum)
{
    double n = batch->trials[i], p = batch->share[i], a = p * sum, b = (1 - p) * sum;
    size_t k = block->count;
    if (!(n > 0 && p > 0 && p < 1 && batch->overdispersion >= BETA_BINOMIAL_RHO_OF_NONE) || (a < 1 && b < 1) ||
        beta_binomial_inverts(n, p, b, sum))
        return false;
    for (int words = 0; words < 2; words++) /* which the processor makes beside each other */
        stream_start_words(&start[words], batch->generation[i], batch->entity[i], block->word[k] + 4 * words);
    size_t boosts = block->gammas.boosts;
    unsigned next = 0;
    bool first = alone_ask_gamma(&block->gammas, k, a, block->word[k], &next);
    bool second = alone_ask_gamma(&block->gammas, ALONE_ROOM + k, b, block->word[k], &next);
    if (!first || !second) {
        block->gammas.boosts = boosts;
        return false;
    }
    block->next[k] = (uint8_t)next;
    block->place[k] = (uint32_t)i;
    block->trials[k] = n;
    block->count++;
    return true;
}

/* ---- gammas: sampler_gamma_above_one() ---- */

static void alone_propose(size_t count, const double shape[], const double normal[], const double uniform[],
                          double *restrict gamma, double *restrict sure)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        double d = shape[i] - 1.0 / 3, c = 1 / sqrt(9 * d), x = normal[i], v = 1 + c * x;
        v = v * v * v;
        double xx = x * x;
        gamma[i] = d * v;
        sure[i] = uniform[i] < 1 - 0.0331 * xx * xx ? v : 0;
    }
}

/* Those that the squeeze does not let pass, densely. */
struct alone_doubts {
    size_t count;
    uint32_t of[2 * ALONE_ROOM];
    double shape[2 * ALONE_ROOM], normal[2 * ALONE_ROOM], uniform[2 * ALONE_ROOM], sure[2 * ALONE_ROOM];
};

static void alone_doubt(struct alone_doubts *doubts, const struct alone_gammas *gammas, size_t from, size_t end)
{
    for (size_t place = from; place < end; place++) {
        size_t i = doubts->count;
        doubts->of[i] = (uint32_t)place;
        doubts->shape[i] = gammas->shape[place];
        doubts->normal[i] = gammas->normal[place];
        doubts->uniform[i] = gammas->uniform[place];
        doubts->count += !(gammas->sure[place] > 0);
    }
}

/* The whole test. Without v > 0 the logarithm is anything. */
static void alone_test(size_t count, const double shape[], const double normal[], const double uniform[],
                       double *restrict sure)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        double d = shape[i] - 1.0 / 3, c = 1 / sqrt(9 * d), x = normal[i], v = 1 + c * x;
        double cube = v * v * v;
        double most = 0.5 * (x * x) + d * (1 - cube + elementary_log_inner(cube));
        double passes = elementary_log_inner(uniform[i]) < most ? 1 : 0;
        sure[i] = v > 0 ? passes : 0;
    }
}

static void alone_settle(struct alone_gammas *gammas, size_t count)
{
    struct alone_doubts doubts;
    doubts.count = 0;
    alone_doubt(&doubts, gammas, 0, count);
    alone_doubt(&doubts, gammas, ALONE_ROOM, ALONE_ROOM + count);
    double *const numbers[] = {doubts.shape, doubts.normal, doubts.uniform};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, doubts.count, 0.5);
    alone_test(doubts.count, doubts.shape, doubts.normal, doubts.uniform, doubts.sure);
    for (size_t i = 0; i < doubts.count; i++)
        gammas->sure[doubts.of[i]] = doubts.sure[i];
}

static void alone_boost(struct alone_gammas *gammas)
{
    double *const numbers[] = {gammas->boost, gammas->boost_shape};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, gammas->boosts, 0.5);
    for (size_t i = 0; i < batch_whole(gammas->boosts); i++)
        gammas->boost[i] = elementary_exp(elementary_log_inner(gammas->boost[i]) / gammas->boost_shape[i]);
    for (size_t i = 0; i < gammas->boosts; i++)
        gammas->gamma[gammas->boosted[i]] = gammas->boost[i] * gammas->gamma[gammas->boosted[i]];
}

static void alone_shares(struct alone_block *block)
{
    struct alone_gammas *gammas = &block->gammas;
    double *const numbers[] = {gammas->shape,
                               gammas->normal,
                               gammas->uniform,
                               gammas->shape + ALONE_ROOM,
                               gammas->normal + ALONE_ROOM,
                               gammas->uniform + ALONE_ROOM};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, block->count, 0.5);
    for (size_t from = 0; from <= ALONE_ROOM; from += ALONE_ROOM)
        alone_propose(block->count, gammas->shape + from, gammas->normal + from, gammas->uniform + from,
                      gammas->gamma + from, gammas->sure + from);
    alone_settle(gammas, block->count);
    alone_boost(gammas);
    for (size_t k = 0; k < batch_whole(block->count); k++) {
        double x = gammas->gamma[k], y = gammas->gamma[ALONE_ROOM + k], scale = 1 / (x + y);
        block->share[k] = x * scale;
        block->rest[k] = y * scale;
    }
}

#include "sim/batch_alone_binomials.h"

/* ---- all ---- */

static void alone_binomials(const struct alone_block *block, const struct batch_alone *batch)
{
    struct alone_binomials inverted, rejected;
    inverted.count = rejected.count = 0;
    for (size_t k = 0; k < block->count; k++) {
        double lesser = block->share[k] < block->rest[k] ? block->share[k] : block->rest[k];
        if (!(block->gammas.sure[k] > 0) || !(block->gammas.sure[ALONE_ROOM + k] > 0))
            alone_twin(batch, block->place[k]);
        else if (lesser == 0)
            batch->drawn[block->place[k]] = block->share[k] > block->rest[k] ? block->trials[k] : 0;
        else
            alone_put(block->trials[k] * lesser < SAMPLER_INVERSION_UP_TO ? &inverted : &rejected, block, k);
    }
    alone_invert(&inverted, block, batch);
    alone_reject(&rejected, block, batch);
}

static void alone(const struct batch_alone *batch)
{
    struct alone_block block;
    struct stream second = batch->address;
    second.counter[0]++;
    const struct stream_start start[2] = {stream_start_of(&batch->address), stream_start_of(&second)};
    double sum = (1 - batch->overdispersion) / batch->overdispersion;
    for (size_t i = 0; i < batch->count;) {
        block.count = block.gammas.boosts = 0;
        for (; i < batch->count && block.count < ALONE; i++)
            if (!alone_ask(&block, start, batch, i, sum))
                alone_twin(batch, i);
        alone_shares(&block);
        alone_binomials(&block, batch);
    }
}
