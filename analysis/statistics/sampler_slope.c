/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_slope: how what was observed depends on the coordinates, learnt from what proposals change with the luck
 * kept.
 */
#include "analysis/statistics/sampler_parts.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

static const double KEPT = 0.5;    /* of what earlier sweeps said */
static const double RIDGE = 0.001; /* of the mean square step */
static const double FAR = 20;      /* errors: farther changes say little of the slope here */

static void add_pair(const struct sampler *sampler, struct slope *slope, const double step[], const double change[])
{
    size_t d = sampler->target.dimensions, k = sampler->target.distances;
    double scale = 1;
    for (size_t j = 0; j < k; j++)
        scale = fmax(scale, fabs(change[j]) / FAR);
    for (size_t i = 0; i < d; i++) {
        if (step[i] == 0)
            continue;
        for (size_t h = 0; h < d; h++)
            slope->square[i * d + h] += step[i] * step[h] / (scale * scale);
        for (size_t j = 0; j < k; j++)
            slope->product[j * d + i] += step[i] * change[j] / (scale * scale);
    }
}

/* Least squares with a ridge; the work is done in `room`. */
static bool solve(const struct sampler *sampler, struct slope *slope)
{
    size_t d = sampler->target.dimensions, k = sampler->target.distances;
    gsl_matrix *left = gsl_matrix_alloc(d, d);
    double trace = 0;
    if (!left)
        return false;
    memcpy(left->data, slope->square, d * d * sizeof *slope->square);
    for (size_t i = 0; i < d; i++)
        trace += slope->square[i * d + i];
    for (size_t i = 0; i < d; i++)
        left->data[i * d + i] += RIDGE * trace / (double)d;
    bool solved = trace > 0 && gsl_linalg_cholesky_decomp1(left) == 0;
    for (size_t j = 0; solved && j < k; j++) {
        gsl_vector_view right = gsl_vector_view_array(slope->product + j * d, d);
        gsl_vector_view gradient = gsl_vector_view_array(slope->gradient + j * d, d);
        solved = gsl_linalg_cholesky_solve(left, &right.vector, &gradient.vector) == 0;
    }
    gsl_matrix_free(left);
    return solved;
}

void slope_learn(const struct sampler *sampler, struct chain *chain)
{
    struct slope *slope = &chain->slope;
    size_t d = sampler->target.dimensions, k = sampler->target.distances;
    for (size_t i = 0; i < d * d; i++)
        slope->square[i] *= KEPT;
    for (size_t i = 0; i < k * d; i++)
        slope->product[i] *= KEPT;
    for (size_t i = 0; i < sampler->options.particles; i++)
        add_pair(sampler, slope, slope->step + i * d, slope->change + i * k);
    slope->known = d > 0 && solve(sampler, slope);
}

/* A distance's own precision at beta: a density's error grows by 1 / beta; a band's width, which counts from its edge,
 * by about as much. */
void slope_sharpen(const struct sampler *sampler, const struct chain *chain, double precision[])
{
    size_t d = sampler->target.dimensions;
    double weight = 1 / (1 + 3 * (1 - chain->beta) / chain->beta);
    for (size_t j = 0; j < sampler->target.distances; j++) {
        const double *g = chain->slope.gradient + j * d;
        for (size_t i = 0; i < d; i++)
            for (size_t h = 0; h < d; h++)
                precision[i * d + h] += weight * g[i] * g[h];
    }
}
