/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ziggurat: standard normal and exponential variates in about 4 ns (Marsaglia & Tsang, "The ziggurat method for
 * generating random variables", J. Stat. Softw. 5(8), 2000), with one word giving layer and abscissa from bits that do
 * not overlap (Doornik 2005 shows why they must not). Internal to sim/.
 */
#ifndef FMKSIM_SIM_ZIGGURAT_H
#define FMKSIM_SIM_ZIGGURAT_H

#include "sim/elementary.h"
#include "sim/stream.h"

#include <math.h>

enum { ZIGGURAT_LAYERS = 256 };
extern const double ziggurat_x[ZIGGURAT_LAYERS + 1];       /* edges, falling to 0 */
extern const double ziggurat_density[ZIGGURAT_LAYERS + 1]; /* exp(-x^2 / 2) at the edges */

extern const double ziggurat_exponential_x[ZIGGURAT_LAYERS + 1];
extern const double ziggurat_exponential_density[ZIGGURAT_LAYERS + 1]; /* exp(-x) at the edges */

static inline double ziggurat_tail(struct stream *stream)
{
    double edge = ziggurat_x[1], x, y;
    do {
        x = -elementary_log(stream_uniform(stream)) / edge;
        y = -elementary_log(stream_uniform(stream));
    } while (2 * y < x * x);
    return edge + x;
}

static inline double ziggurat_normal(struct stream *stream)
{
    for (;;) {
        uint64_t bits = stream_bits(stream);
        unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
        double u = ((double)(int64_t)(bits >> 11) - 0x1p52) * 0x1p-52; /* [-1, 1) */
        double x = u * ziggurat_x[layer];
        if (fabs(x) < ziggurat_x[layer + 1])
            return x;
        if (layer == 0)
            return copysign(ziggurat_tail(stream), u);
        double below = ziggurat_density[layer], above = ziggurat_density[layer + 1];
        if (below + stream_uniform(stream) * (above - below) < elementary_exp(-0.5 * x * x))
            return x;
    }
}

/* What one word makes of its layer. */
static inline double ziggurat_exponential_inner(uint64_t bits)
{
    unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
    return ((double)(int64_t)(bits >> 12) + 0.5) * 0x1p-52 * ziggurat_exponential_x[layer];
}

/* Exponential of mean 1, never 0. Beyond the outermost edge it begins anew from there, having no memory. */
static inline double ziggurat_exponential(struct stream *stream)
{
    double beyond = 0;
    for (;;) {
        uint64_t bits = stream_bits(stream);
        unsigned layer = bits & (ZIGGURAT_LAYERS - 1);
        double x = ziggurat_exponential_inner(bits);
        if (x < ziggurat_exponential_x[layer + 1])
            return beyond + x;
        if (layer == 0) {
            beyond += ziggurat_exponential_x[1];
            continue;
        }
        double below = ziggurat_exponential_density[layer], above = ziggurat_exponential_density[layer + 1];
        if (below + stream_uniform(stream) * (above - below) < elementary_exp(-x))
            return beyond + x;
    }
}

/* As many of them in a row: the same values that ziggurat_exponential() would give, and the stream stands behind them;
 * in two thirds of the time. */
void ziggurat_exponentials(struct stream *stream, double drawn[], size_t count);

#endif
