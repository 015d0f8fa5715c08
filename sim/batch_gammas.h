/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_gammas: gamma draws of the same shape with a stream each, compiled once for each set of instructions by the
 * file that includes it. sampler_gamma_of_form() is the slow twin, with which those begin anew whose first proposal is
 * not accepted by the squeezes.
 */
#include "sim/batch_blocks.h"
#include "sim/sampler.h"

enum { GAMMAS = 4 * BLOCKS }; /* at once */

struct gammas_block {
    double normal[GAMMAS], uniform[GAMMAS], drawn[GAMMAS];
    double inside[GAMMAS]; /* above 0: the normal is accepted */
    double sure[GAMMAS];   /* above 0: and the gamma, too */
};

/* The first proposal's numbers, see ziggurat_normal(). */
static void gammas_ask(struct gammas_block *block, const struct batch_gammas *gammas, const struct stream_start *start,
                       size_t first, size_t at)
{
    struct blocks blocks;
    uint64_t rest[BLOCKS];
    const uint64_t *entity = gammas->entity + first + at;
    size_t left = gammas->count - first - at;
    if (left < BLOCKS) {
        for (size_t k = 0; k < BLOCKS; k++)
            rest[k] = entity[k < left ? k : 0];
        entity = rest;
    }
    blocks_make(&blocks, start, entity);
    for (size_t k = 0; k < BLOCKS; k++) {
        uint64_t bits = blocks.first[k];
        unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
        double x = ((double)(int64_t)(bits >> 11) - 0x1p52) * 0x1p-52 * ziggurat_x[layer];
        block->normal[at + k] = x;
        block->inside[at + k] = ziggurat_x[layer + 1] - fabs(x);
        block->uniform[at + k] = ((double)(blocks.second[k] >> 12) + 0.5) * 0x1p-52;
    }
}

static void gammas_propose(struct gammas_block *block, const struct variate *gamma)
{
    double scale = gamma->p[1], d = gamma->p[2], c = gamma->p[3];
    for (size_t k = 0; k < GAMMAS; k++) {
        double x = block->normal[k], v = 1 + c * x, xx = x * x;
        v = v * v * v;
        block->drawn[k] = scale * (d * v);
        block->sure[k] = block->uniform[k] < 1 - 0.0331 * xx * xx ? v : 0;
    }
}

static void gammas(const struct batch_gammas *gammas)
{
    const struct stream_start start = stream_start_of(&gammas->address);
    struct gammas_block block;
    for (size_t first = 0; first < gammas->count; first += GAMMAS) {
        for (size_t at = 0; at < GAMMAS && first + at < gammas->count; at += BLOCKS)
            gammas_ask(&block, gammas, &start, first, at);
        gammas_propose(&block, gammas->gamma);
        for (size_t k = 0; k < GAMMAS && first + k < gammas->count; k++)
            gammas->drawn[first + k] =
                block.inside[k] > 0 && block.sure[k] > 0 ? block.drawn[k] : batch_gamma(gammas, first + k);
    }
}
