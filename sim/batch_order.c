/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_order: draws of like size beside each other, by counting.
 */
#include "sim/batch_parts.h"
#include "sim/elementary.h"

/* Classes by half an octave of n p from 2^-2 to 2^6. */
enum { CLASSES = 17, LEAST = (1023 - 2) * 2 };

static uint32_t class_of(double expected)
{
    int half_octave = (int)(elementary_bits(expected) >> 51) - LEAST;
    half_octave = half_octave > 0 ? half_octave : 0;
    return (uint32_t)(half_octave < CLASSES ? half_octave : CLASSES - 1);
}

void batch_sort(struct batch *batch)
{
    uint32_t begin[CLASSES + 1] = {0}, *class = batch->class;
    for (size_t i = 0; i < batch->count; i++)
        class[i] = class_of(batch->trials[i] * batch->share[i]);
    for (size_t i = 0; i < batch->count; i++)
        begin[class[i] + 1]++;
    for (size_t c = 1; c < CLASSES; c++)
        begin[c + 1] += begin[c];
    for (size_t i = 0; i < batch->count; i++)
        batch->order[begin[class[i]]++] = (uint32_t)i;
    for (size_t i = batch->count; i % BATCH_PADDING != 0; i++)
        batch->order[i] = batch->order[batch->count - 1];
}
