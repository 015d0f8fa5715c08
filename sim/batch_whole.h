/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * batch_whole: plain loops over whole vectors of LANES doubles, so that no element is left over for slower code: what
 * stands beyond `count` is filled with a number that does no harm, and what comes of it is not used. Compiled once for
 * each set of instructions by the file that includes it.
 */
#ifndef FMKSIM_SIM_BATCH_WHOLE_H
#define FMKSIM_SIM_BATCH_WHOLE_H

#ifndef LANES
#error "LANES must be defined"
#endif

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline size_t batch_whole(size_t count)
{
    return (count + LANES - 1) & ~(size_t)(LANES - 1);
}

typedef double lanes __attribute__((vector_size(8 * LANES)));
typedef int64_t whole_lanes __attribute__((vector_size(8 * LANES)));

/* Of several arrays at once. The last vector is taken out, filled up and put back even where nothing is left over:
 * nobody foresees that, and a wrong guess costs more. */
static inline void batch_fill(double *const x[], size_t arrays, size_t count, double with)
{
    if (count == 0)
        return;
    static const int64_t number[] = {0, 1, 2, 3, 4, 5, 6, 7};
    size_t last = batch_whole(count) - LANES;
    whole_lanes kept;
    memcpy(&kept, number, sizeof kept);
    kept = kept < (int64_t)(count - last);
    for (size_t k = 0; k < arrays; k++) {
        lanes values, filling = (lanes){0} + with;
        memcpy(&values, x[k] + last, sizeof values);
        values = (lanes)(((whole_lanes)values & kept) | ((whole_lanes)filling & ~kept));
        memcpy(x[k] + last, &values, sizeof values);
    }
}

#endif
