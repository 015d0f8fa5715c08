/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_lanes: a variant in vectors of LANES doubles, compiled once for each set of instructions by the file that
 * includes it. The vectors are the compiler's own (gcc, clang); ANY(mask), whether any lane of a mask is true, is the
 * one thing that they lack. What each element goes through is written out in beta_binomial.h; whoever changes one
 * changes both, and a test compares their bits.
 */
#if !defined LANES || !defined ANY
#error "LANES and ANY must be defined"
#endif

#include "sim/batch_parts.h"
#include "sim/batch_whole.h"
#include "sim/beta_binomial.h"

#include <stdbool.h>

/* Vectors walked at once, since each of their steps waits for the one before: the shorter they are the more; and steps
 * between two looks whether all are there. Measured. */
enum { ABREAST = LANES == 2 ? 2 : 1, WIDTH = ABREAST * LANES, PACES = 4 };
_Static_assert(BATCH_PADDING % WIDTH == 0 && BETA_BINOMIAL_STRIDE % PACES == 0, "blocks and strides are whole");

static void exponentials(double x[], size_t count)
{
    size_t whole = count & ~(size_t)(LANES - 1);
    double rest[LANES] = {0};
    for (size_t i = 0; i < whole; i++)
        x[i] = elementary_exp(x[i]);
    for (size_t i = whole; i < count; i++)
        rest[i - whole] = x[i];
    for (size_t i = 0; i < LANES; i++)
        rest[i] = elementary_exp(rest[i]);
    for (size_t i = whole; i < count; i++)
        x[i] = rest[i - whole];
}

/* Plain loops of this kind become vectors by themselves. */
static void chances_of_none(size_t count, double sum, const double trials[], const double share[], const double rest[],
                            double *restrict none)
{
    for (size_t i = 0; i < batch_whole(count); i++)
        none[i] = beta_binomial_none(trials[i], share[i] * sum, rest[i] * sum, sum);
}

static void classes(size_t count, double sum, const double trials[], const double share[], const double uniform[],
                    uint32_t *restrict class)
{
    for (size_t i = 0; i < batch_whole(count); i++)
        class[i] = batch_class(trials[i], share[i], sum, uniform[i]);
}

static inline lanes pick(const double from[], const uint32_t at[])
{
    lanes picked = {0};
    for (int lane = 0; lane < LANES; lane++)
        picked[lane] = from[at[lane]];
    return picked;
}

/* The walks of one block, the elements at `at`. Who is there takes steps that change nothing until all are; walking on
 * beyond n, where the chance is 0, is undone at the end. */
struct walk {
    lanes a, scale, most, chance, u;
    whole_lanes steps, under_way;
};

/* From k to k + 1; `inverse` is 1 / (k + 1), alike in all lanes. */
static inline void step(struct walk *walk, double k, double inverse)
{
    lanes moved = k * walk->scale;
    walk->under_way &= walk->u > walk->chance;
    walk->steps -= walk->under_way; /* true is -1 */
    walk->u = (walk->u - walk->chance) * (1 - moved);
    walk->chance = walk->chance * ((walk->most - moved) * ((walk->a + k) * inverse));
}

/* 1 / (k + 1) for the steps that most walks take, since a division holds up the others. */
#define INVERSE_4(k) 1.0 / ((k) + 1), 1.0 / ((k) + 2), 1.0 / ((k) + 3), 1.0 / ((k) + 4)
#define INVERSE_16(k) INVERSE_4(k), INVERSE_4((k) + 4), INVERSE_4((k) + 8), INVERSE_4((k) + 12)
#define INVERSE_64(k) INVERSE_16(k), INVERSE_16((k) + 16), INVERSE_16((k) + 32), INVERSE_16((k) + 48)
static const double inverse_of[] = {INVERSE_64(0), INVERSE_64(64)};
enum { INVERSES = sizeof inverse_of / sizeof *inverse_of };
_Static_assert(INVERSES % PACES == 0, "paces lie within or beyond");

/* From k to k + PACES. */
static inline void stride(struct walk walks[ABREAST], double k, const double inverse[PACES])
{
    for (int j = 0; j < PACES; j++)
        for (int i = 0; i < ABREAST; i++)
            step(&walks[i], k + j, inverse[j]);
}

static inline void stride_far(struct walk walks[ABREAST], double k)
{
    double inverse[PACES];
    for (int j = 0; j < PACES; j++)
        inverse[j] = 1 / (k + j + 1);
    stride(walks, k, inverse);
}

static inline bool any_under_way(const struct walk walks[ABREAST])
{
    whole_lanes any = walks[0].under_way;
    for (int i = 1; i < ABREAST; i++)
        any |= walks[i].under_way;
    return ANY(any);
}

static void walk_block(const struct batch *batch, const uint32_t at[WIDTH])
{
    struct walk walks[ABREAST];
    double longest = 0;
    for (int i = 0; i < ABREAST; i++) {
        struct walk *walk = &walks[i];
        const uint32_t *places = at + i * LANES;
        lanes n = pick(batch->trials, places), b = pick(batch->rest, places) * batch->sum;
        walk->a = pick(batch->share, places) * batch->sum;
        walk->scale = 1 / (n - 1 + b);
        walk->most = n * walk->scale;
        walk->chance = pick(batch->none, places);
        walk->u = pick(batch->uniform, places);
        walk->steps = (whole_lanes){0};
        walk->under_way = (whole_lanes){0} == 0;
        for (int lane = 0; lane < LANES; lane++)
            longest = n[lane] > longest ? n[lane] : longest;
    }
    for (double k = 0; k < longest && any_under_way(walks);) {
        for (int pace = 0; pace < BETA_BINOMIAL_STRIDE && any_under_way(walks); pace += PACES, k += PACES)
            if (k < INVERSES)
                stride(walks, k, inverse_of + (int)k);
            else
                stride_far(walks, k);
        for (int i = 0; i < ABREAST; i++) {
            walks[i].chance = walks[i].chance / walks[i].u;
            walks[i].u = (lanes){0} + 1;
        }
    }
    for (int i = 0; i < WIDTH; i++) {
        const int walk = i / LANES;
        double k = (double)walks[walk].steps[i % LANES], n = batch->trials[at[i]];
        batch->drawn[at[i]] = k < n ? k : n;
    }
}

static void beta_binomials(struct batch *batch)
{
    if (batch->count == 0)
        return;
    double *const numbers[] = {batch->trials, batch->share, batch->rest, batch->uniform};
    batch_fill(numbers, sizeof numbers / sizeof *numbers, batch->count, 0.5);
    chances_of_none(batch->count, batch->sum, batch->trials, batch->share, batch->rest, batch->none);
    classes(batch->count, batch->sum, batch->trials, batch->share, batch->uniform, batch->class);
    batch_sort(batch);
    for (size_t i = 0; i < batch->count; i += WIDTH)
        walk_block(batch, batch->order + i);
}
