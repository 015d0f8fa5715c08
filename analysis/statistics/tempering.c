/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tempering: see include/analysis/statistics/tempering.h.
 */
#include "analysis/statistics/tempering.h"

#include <math.h>

double tempering_log(const struct tempered *particle, double beta)
{
    if (beta <= 0)
        return 0;
    if (!(particle->excess > 0))
        return beta * particle->log_density;
    return beta < 1 ? beta * particle->log_density - particle->excess * beta / (1 - beta) : -INFINITY;
}

/* The logarithm of what leads from one beta to another; the difference alone would be -inf - -inf for the impossible.
 */
static double log_step(const struct tempered *particle, double from, double to)
{
    double at = tempering_log(particle, to);
    return at == -INFINITY ? at : at - tempering_log(particle, from);
}

double tempering_worth(const struct tempered particles[], size_t n, double from, double to)
{
    double greatest = -INFINITY, sum = 0, squares = 0;
    for (size_t i = 0; i < n; i++)
        greatest = fmax(greatest, log_step(&particles[i], from, to));
    if (greatest == -INFINITY)
        return 0;
    for (size_t i = 0; i < n; i++) {
        double w = exp(log_step(&particles[i], from, to) - greatest);
        sum += w;
        squares += w * w;
    }
    return sum * sum / squares;
}

/* beta / (1 - beta) from which on a band is as sharp as it gets: who is further outside than a thousandth of its unit
 * weighs nothing, and to wait for what is nearer would be to walk a path that no longer leads anywhere. */
static const double SHARP = 1e6;

double tempering_next(const struct tempered particles[], size_t n, double beta, double share)
{
    enum { HALVINGS = 60 };
    size_t possible = 0;
    for (size_t i = 0; i < n; i++)
        possible += particles[i].log_density > -INFINITY && particles[i].excess < INFINITY;
    double wanted = share * (double)possible, low = beta, high = 1;
    if (possible == 0)
        return 0;
    if (tempering_worth(particles, n, beta, 1) >= wanted)
        return 1;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (tempering_worth(particles, n, beta, middle) >= wanted)
            low = middle;
        else
            high = middle;
    }
    double next = low > beta ? low : high;
    return next > SHARP * (1 - next) && tempering_worth(particles, n, beta, 1) > 0 ? 1 : next;
}

double tempering_weights(const struct tempered particles[], size_t n, double from, double to, double weights[])
{
    double greatest = -INFINITY, sum = 0;
    for (size_t i = 0; i < n; i++) {
        weights[i] = log_step(&particles[i], from, to);
        greatest = fmax(greatest, weights[i]);
    }
    if (greatest == -INFINITY) {
        for (size_t i = 0; i < n; i++)
            weights[i] = 0;
        return greatest;
    }
    for (size_t i = 0; i < n; i++)
        sum += weights[i] = exp(weights[i] - greatest);
    return greatest + log(sum / (double)n);
}

void tempering_resample(const double weights[], size_t n, double u, size_t ancestor[], size_t count)
{
    double sum = 0, below = 0;
    size_t i = 0, last = 0;
    for (size_t k = 0; k < n; k++) {
        sum += weights[k];
        last = weights[k] > 0 ? k : last;
    }
    for (size_t k = 0; k < count; k++) {
        double at = ((double)k + u) / (double)count * sum;
        while (i < last && below + weights[i] <= at) /* rounding must not lead to one of weight 0 behind the last */
            below += weights[i++];
        ancestor[k] = i;
    }
}
