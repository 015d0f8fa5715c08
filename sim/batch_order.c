/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_order: draws that will take about as many steps beside each other, by counting.
 */
#include "sim/batch_parts.h"

void batch_sort(struct batch *batch)
{
    uint32_t begin[BATCH_CLASSES + 1] = {0};
    const uint32_t *class = batch->class;
    for (size_t i = 0; i < batch->count; i++)
        begin[class[i] + 1]++;
    for (size_t c = 1; c < BATCH_CLASSES; c++)
        begin[c + 1] += begin[c];
    for (size_t i = 0; i < batch->count; i++)
        batch->order[begin[class[i]]++] = (uint32_t)i;
    for (size_t i = batch->count; i % BATCH_PADDING != 0; i++)
        batch->order[i] = batch->order[batch->count - 1];
}
