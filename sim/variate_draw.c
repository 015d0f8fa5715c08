/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_draw: one draw. Families with a cheap inverse draw by it, so that their draws are monotone in one uniform
 * (not the exponential, whose logarithm costs more than the ziggurat's whole draw);
 * the others have exact samplers of their own, three to five times faster than through GSL's generator interface.
 */
#include "sim/elementary.h"
#include "sim/sampler.h"
#include "sim/variate_parts.h"

#include <gsl/gsl_randist.h>

double variate_draw(const struct variate *variate, struct stream *stream)
{
    const double *p = variate->p;
    if (variate->truncated)
        return variate_quantile(variate, stream_uniform(stream));
    switch (variate->family) {
    case VARIATE_CONSTANT:
        return p[0];
    case VARIATE_PERT:
    case VARIATE_BETA:
        return p[2] + p[3] * sampler_beta(p[0], p[1], stream).share;
    case VARIATE_NORMAL:
        return p[0] + p[1] * ziggurat_normal(stream);
    case VARIATE_GAMMA:
        return p[1] * sampler_gamma_formed(p[0], (struct sampler_gamma_form){p[2], p[3]}, stream);
    case VARIATE_EXPONENTIAL:
        return p[0] * ziggurat_exponential(stream);
    case VARIATE_LOGNORMAL:
        return elementary_exp(p[0] + p[1] * ziggurat_normal(stream));
    case VARIATE_POISSON: {
        gsl_rng view = stream_bind(stream);
        return gsl_ran_poisson(&view, p[0]);
    }
    case VARIATE_BINOMIAL:
        return (double)sampler_binomial((long)p[0], p[1], 1 - p[1], stream);
    case VARIATE_BETA_BINOMIAL:
        return (double)variate_beta_binomial((long)p[0], p[1], p[2], stream);
    default:
        return variate_whole_quantile(variate, stream_uniform(stream));
    }
}
