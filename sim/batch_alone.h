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
enum { ALONE = 64, ALONE_WORDS = 8 };

/* Both gammas of each element: the numbers that they are made of. */
struct alone_gammas {
    double shape[2 * ALONE], normal[2 * ALONE], uniform[2 * ALONE]; /* of all a, then of all b, count apart */
    double boost[2 * ALONE], boost_shape[2 * ALONE];                /* of those with a shape below 1, densely */
    double gamma[2 * ALONE], sure[2 * ALONE];                       /* the latter above 0: accepted by the squeeze */
    uint32_t boosted[2 * ALONE];                                    /* whose */
    size_t boosts;
};

struct alone_block {
    size_t count;
    uint32_t place[ALONE]; /* in the batch */
    uint64_t word[ALONE][ALONE_WORDS];
    uint8_t next[ALONE]; /* word not yet used */
    struct alone_gammas gammas;
    double trials[ALONE], share[ALONE], rest[ALONE];
};

static inline double alone_uniform(uint64_t word)
{
    return ((double)(word >> 12) + 0.5) * 0x1p-52;
}

/* Two blocks, which the processor makes beside each other. */
static void alone_words(const struct stream *stream, uint64_t word[ALONE_WORDS])
{
    uint64_t second[4] = {stream->counter[0] + 1, stream->counter[1], stream->counter[2], stream->counter[3]};
    stream_block(stream->counter, stream->key, word);
    stream_block(second, stream->key, word + 4);
}

/* The stream after the words that have been used. */
static struct stream alone_rest_of(const struct stream *opened, const uint64_t word[ALONE_WORDS], unsigned used)
{
    struct stream stream = *opened;
    unsigned block = used / 4;
    stream.counter[0] += block + (block < 2);
    stream.left = block < 2 ? 4 - used % 4 : 0;
    for (unsigned i = 0; block < 2 && i < 4; i++)
        stream.word[i] = word[4 * block + i];
    return stream;
}

static void alone_twin(const struct batch_alone *batch, size_t i)
{
    struct stream stream = batch->stream[i];
    batch->drawn[i] =
        (double)variate_beta_binomial((long)batch->trials[i], batch->share[i], batch->overdispersion, &stream);
}

/* What one gamma takes of the words; false if its first normal is refused. See sampler_gamma(), ziggurat_normal(). */
static bool alone_ask_gamma(struct alone_gammas *gammas, size_t place, double shape, const uint64_t word[],
                            uint8_t *next)
{
    if (shape < 1) {
        gammas->boosted[gammas->boosts] = (uint32_t)place;
        gammas->boost_shape[gammas->boosts] = shape;
        gammas->boost[gammas->boosts++] = alone_uniform(word[(*next)++]);
    }
    uint64_t bits = word[(*next)++];
    unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
    double x = ((double)(int64_t)(bits >> 11) - 0x1p52) * 0x1p-52 * ziggurat_x[layer];
    gammas->shape[place] = shape < 1 ? shape + 1 : shape;
    gammas->normal[place] = x;
    gammas->uniform[place] = alone_uniform(word[(*next)++]);
    return fabs(x) < ziggurat_x[layer + 1];
}

/* Takes an element into the block; false if it is one for the twin. */
static bool alone_ask(struct alone_block *block, const struct batch_alone *batch, size_t i, double sum)
{
    double n = batch->trials[i], p = batch->share[i], a = p * sum, b = (1 - p) * sum;
    size_t k = block->count;
    if (!(n > 0 && p > 0 && p < 1 && batch->overdispersion >= BETA_BINOMIAL_RHO_OF_NONE) || (a < 1 && b < 1) ||
        beta_binomial_inverts(n, p, b, sum))
        return false;
    alone_words(&batch->stream[i], block->word[k]);
    size_t boosts = block->gammas.boosts;
    block->next[k] = 0;
    bool first = alone_ask_gamma(&block->gammas, k, a, block->word[k], &block->next[k]);
    bool second = alone_ask_gamma(&block->gammas, ALONE + k, b, block->word[k], &block->next[k]);
    if (!first || !second) {
        block->gammas.boosts = boosts;
        return false;
    }
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

/* The whole test, for the few that the squeeze does not let pass. */
static bool alone_passes(const struct alone_gammas *gammas, size_t place)
{
    double d = gammas->shape[place] - 1.0 / 3, c = 1 / sqrt(9 * d), x = gammas->normal[place], v = 1 + c * x;
    if (v <= 0)
        return false;
    v = v * v * v;
    return elementary_log(gammas->uniform[place]) < 0.5 * (x * x) + d * (1 - v + elementary_log(v));
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
    double *const numbers[] = {gammas->shape,         gammas->normal,         gammas->uniform,
                               gammas->shape + ALONE, gammas->normal + ALONE, gammas->uniform + ALONE};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, block->count, 0.5);
    for (size_t from = 0; from <= ALONE; from += ALONE)
        alone_propose(block->count, gammas->shape + from, gammas->normal + from, gammas->uniform + from,
                      gammas->gamma + from, gammas->sure + from);
    alone_boost(gammas);
    for (size_t k = 0; k < batch_whole(block->count); k++) {
        double x = gammas->gamma[k], y = gammas->gamma[ALONE + k], scale = 1 / (x + y);
        block->share[k] = x * scale;
        block->rest[k] = y * scale;
    }
}

/* ---- binomials: sampler_binomial() ---- */

/* Those of one way to draw, densely; the lesser of both chances is that of success. */
struct alone_binomials {
    size_t count;
    uint32_t of[ALONE]; /* the block's element */
    double trials[ALONE], share[ALONE], rest[ALONE], uniform[ALONE], second[ALONE];
    double chance[ALONE], odds[ALONE];    /* by inversion */
    double position[ALONE], quick[ALONE]; /* by rejection; not below 0: accepted if it lies within the trials */
};

static void alone_put(struct alone_binomials *binomials, const struct alone_block *block, size_t k)
{
    size_t i = binomials->count++;
    bool turned = block->share[k] > block->rest[k];
    const uint64_t *word = block->word[k] + block->next[k];
    binomials->of[i] = (uint32_t)k;
    binomials->trials[i] = block->trials[k];
    binomials->share[i] = turned ? block->rest[k] : block->share[k];
    binomials->rest[i] = turned ? block->share[k] : block->rest[k];
    binomials->uniform[i] = alone_uniform(word[0]);
    binomials->second[i] = alone_uniform(word[1]);
}

static void alone_drawn(const struct alone_block *block, const struct batch_alone *batch, size_t k, double successes)
{
    batch->drawn[block->place[k]] = block->share[k] > block->rest[k] ? block->trials[k] - successes : successes;
}

static void alone_fill(struct alone_binomials *binomials)
{
    double *const numbers[] = {binomials->trials, binomials->share, binomials->rest, binomials->uniform,
                               binomials->second};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, binomials->count, 0.5);
}

static void alone_chances(size_t count, const double trials[], const double share[], const double rest[],
                          double *restrict odds, double *restrict chance)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        odds[i] = share[i] / rest[i];
        chance[i] = elementary_exp(trials[i] * elementary_log1p(-share[i]));
    }
}

static void alone_invert(struct alone_binomials *these, const struct alone_block *block,
                         const struct batch_alone *batch)
{
    alone_fill(these);
    alone_chances(these->count, these->trials, these->share, these->rest, these->odds, these->chance);
    for (size_t i = 0; i < these->count; i++) {
        double n = these->trials[i], odds = these->odds[i], grown = (n + 1) * odds;
        double chance = these->chance[i], u = these->uniform[i], k = 0;
        while (u > chance && k < n) {
            u -= chance;
            k++;
            chance *= grown / k - odds;
        }
        alone_drawn(block, batch, these->of[i], k);
    }
}

static void alone_positions(size_t count, const double trials[], const double share[], const double rest[],
                            const double first[], const double second[], double *restrict position,
                            double *restrict quick)
{
    for (size_t i = 0; i < batch_whole(count); i++) {
        double deviation = sqrt(trials[i] * share[i] * rest[i]);
        double b = 1.15 + 2.53 * deviation, a = -0.0873 + 0.0248 * b + 0.01 * share[i];
        double centre = trials[i] * share[i] + 0.5, sure = 0.92 - 4.2 / b;
        double u = second[i] - 0.5, edge = 0.5 - fabs(u);
        position[i] = (2 * a / edge + b) * u + centre;
        quick[i] = first[i] <= sure ? edge - 0.07 : -1;
    }
}

/* Whom the squeeze does not let pass, the twin goes on with. */
static void alone_reject(struct alone_binomials *these, const struct alone_block *block,
                         const struct batch_alone *batch)
{
    alone_fill(these);
    alone_positions(these->count, these->trials, these->share, these->rest, these->uniform, these->second,
                    these->position, these->quick);
    for (size_t i = 0; i < these->count; i++) {
        size_t k = these->of[i];
        double successes = these->position[i] >= 0 ? (double)(long)these->position[i] : -1;
        if (!(these->quick[i] >= 0 && successes >= 0 && successes <= these->trials[i])) {
            struct stream stream = alone_rest_of(&batch->stream[block->place[k]], block->word[k], block->next[k]);
            successes = (double)sampler_binomial((long)these->trials[i], these->share[i], these->rest[i], &stream);
        }
        alone_drawn(block, batch, k, successes);
    }
}

/* ---- all ---- */

static bool alone_accepted(const struct alone_gammas *gammas, size_t place)
{
    return gammas->sure[place] > 0 || alone_passes(gammas, place);
}

static void alone_binomials(struct alone_block *block, const struct batch_alone *batch)
{
    struct alone_binomials inverted, rejected;
    inverted.count = rejected.count = 0;
    for (size_t k = 0; k < block->count; k++) {
        double lesser = block->share[k] < block->rest[k] ? block->share[k] : block->rest[k];
        if (!alone_accepted(&block->gammas, k) || !alone_accepted(&block->gammas, ALONE + k))
            alone_twin(batch, block->place[k]);
        else if (lesser == 0)
            alone_drawn(block, batch, k, 0);
        else
            alone_put(block->trials[k] * lesser < SAMPLER_INVERSION_UP_TO ? &inverted : &rejected, block, k);
    }
    alone_invert(&inverted, block, batch);
    alone_reject(&rejected, block, batch);
}

static void alone(const struct batch_alone *batch)
{
    struct alone_block block;
    double sum = (1 - batch->overdispersion) / batch->overdispersion;
    for (size_t i = 0; i < batch->count;) {
        block.count = block.gammas.boosts = 0;
        for (; i < batch->count && block.count < ALONE; i++)
            if (!alone_ask(&block, batch, i, sum))
                alone_twin(batch, i);
        alone_shares(&block);
        alone_binomials(&block, batch);
    }
}
