/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler: gamma, beta and binomial variates from their natural parameters, inline for the hot paths.
 * Exact up to the rounding of doubles. Internal to sim/.
 */
#ifndef FMKSIM_SIM_SAMPLER_H
#define FMKSIM_SIM_SAMPLER_H

#include "sim/elementary.h"
#include "sim/stream.h"
#include "sim/ziggurat.h"

#include <math.h>

/* Gamma of shape >= 1 and scale 1: Marsaglia & Tsang, "A simple method for generating gamma variables", ACM TOMS
 * 26 (2000), with their squeeze. */
struct sampler_gamma_form { /* what the shape makes, for who draws often of the same */
    double d, c;
};

static inline struct sampler_gamma_form sampler_gamma_form(double shape)
{
    double d = shape - 1.0 / 3;
    return (struct sampler_gamma_form){d, 1 / sqrt(9 * d)};
}

static inline double sampler_gamma_of_form(struct sampler_gamma_form form, struct stream *stream)
{
    double d = form.d, c = form.c;
    for (;;) {
        double x = ziggurat_normal(stream);
        double v = 1 + c * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        double u = stream_uniform(stream), xx = x * x;
        if (u < 1 - 0.0331 * xx * xx || elementary_log(u) < 0.5 * xx + d * (1 - v + elementary_log(v)))
            return d * v;
    }
}

static inline double sampler_gamma_above_one(double shape, struct stream *stream)
{
    return sampler_gamma_of_form(sampler_gamma_form(shape), stream);
}

/* Gamma of any shape > 0: below one, a gamma of shape + 1 times U^(1/shape) (ibid., section 6), whose form it is. */
static inline double sampler_gamma_formed(double shape, struct sampler_gamma_form form, struct stream *stream)
{
    if (shape >= 1)
        return sampler_gamma_of_form(form, stream);
    double boost = elementary_exp(elementary_log(stream_uniform(stream)) / shape);
    return boost * sampler_gamma_of_form(form, stream);
}

static inline double sampler_gamma(double shape, struct stream *stream)
{
    return sampler_gamma_formed(shape, sampler_gamma_form(shape >= 1 ? shape : shape + 1), stream);
}

/* Beta(a, b) and its complement, as a ratio of gammas. */
struct sampler_share {
    double share, rest; /* sum to 1; both kept, so that neither loses digits near its end */
};

struct sampler_share sampler_beta(double a, double b, struct stream *stream);

/* Binomial of n trials with chance `share`, `rest` = 1 - share. n >= 0. By inversion where fewer successes are expected
 * than this; measured, the two ways cost the same near here. */
enum { SAMPLER_INVERSION_UP_TO = 24 };
long sampler_binomial(long n, double share, double rest, struct stream *stream);

#endif
