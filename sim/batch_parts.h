/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_parts: what the files of `batch` share. Internal to sim/. batch_order, batch_twin and the variants stand
 * below batch.
 */
#ifndef FMKSIM_SIM_BATCH_PARTS_H
#define FMKSIM_SIM_BATCH_PARTS_H

#include "sim/batch.h"
#include "sim/elementary.h"

/* Null where the compiler made none. */
extern const struct batch_variant *const batch_sse2, *const batch_avx2, *const batch_avx512;

/* One draw of them by the slow twin. */
double batch_gamma(const struct batch_gammas *gammas, size_t at);

/* The stream of one draw, opened. */
static inline struct stream batch_stream(const struct batch_alone *batch, size_t at)
{
    return stream_open_generation(batch->address.key[0], batch->address.key[1], batch->generation[at],
                                  batch->entity[at], batch->address.counter[2], batch->address.counter[3]);
}

/* Classes by a quarter of an octave of the steps, from 1 to 2^8. */
enum { BATCH_CLASSES = 33, BATCH_CLASS_OF_ONE = 1023 * 4 };

/* The class of a draw by a guess of what comes out: mean and spread of X with an exponential's shape, whose quantile is
 * -log(1 - u); the logarithm from the number's bits as they are, 0.06 off at most. A bad guess costs time, no digit. */
static inline uint32_t batch_class(double trials, double share, double sum, double uniform)
{
    double mean = trials * share, spread = sqrt(mean + mean * mean / (share * sum + 0x1p-1000));
    uint64_t bits = elementary_bits(1 - uniform);
    double octaves = 0x1p52 + 1023 * 16 - elementary_number(bits >> 48 | UINT64_C(0x4330000000000000));
    double steps = mean + (0.6931 / 16 * octaves - 1) * spread;
    steps = steps > 1 ? steps : 1;
    steps = steps < 255 ? steps : 255;
    return (uint32_t)((elementary_bits(steps) >> 50) - BATCH_CLASS_OF_ONE);
}

/* Fills `order` with all places, class by class, so that those beside each other take about as many steps; beyond
 * `count` with the last one again, up to a multiple of BATCH_PADDING. count > 0. */
void batch_sort(struct batch *batch);

#endif
