/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * stream: names as addresses, and the generator as GSL sees it (the rounds themselves are in the header).
 */
#include "sim/stream.h"

#include <limits.h>

/* FNV-1a, 64 bits (Fowler, Noll & Vo). */
uint64_t stream_name(const char *name)
{
    uint64_t hash = 0xCBF29CE484222325;
    for (const unsigned char *byte = (const unsigned char *)name; *byte; byte++)
        hash = (hash ^ *byte) * 0x100000001B3;
    return hash;
}

static void gsl_view_set(void *state, unsigned long seed)
{
    *(struct stream *)state = stream_open(seed, 0, 0, 0, 0);
}

static unsigned long gsl_view_get(void *state)
{
    return stream_bits(state);
}

static double gsl_view_uniform(void *state)
{
    return stream_uniform(state);
}

static const gsl_rng_type gsl_view = {
    .name = "philox4x64-10",
    .max = ULONG_MAX,
    .min = 0,
    .size = sizeof(struct stream),
    .set = gsl_view_set,
    .get = gsl_view_get,
    .get_double = gsl_view_uniform,
};

const gsl_rng_type *const stream_gsl = &gsl_view;

gsl_rng stream_bind(struct stream *stream)
{
    return (gsl_rng){.type = &gsl_view, .state = stream};
}
