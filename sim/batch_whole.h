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

static inline size_t batch_whole(size_t count)
{
    return (count + LANES - 1) & ~(size_t)(LANES - 1);
}

/* Of several arrays at once: nobody foresees how many are left over. */
static inline void batch_fill(double *const x[], size_t arrays, size_t count, double with)
{
    for (size_t i = count; i < batch_whole(count); i++)
        for (size_t k = 0; k < arrays; k++)
            x[k][i] = with;
}

#endif
