/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * score: see include/analysis/score.h.
 */
#include "analysis/statistics/score.h"

#include <gsl/gsl_sort.h>
#include <math.h>

double score_brier(double probability, bool happened)
{
    double miss = probability - happened;
    return miss * miss;
}

double score_log(double probability, bool happened)
{
    return happened ? -log(probability) : -log1p(-probability);
}

/* Of the ordered values the i-th is the larger one of i - 1 pairs and the smaller one of m - i, so the sum of
 * |x - x'| over all ordered pairs is 2 sum (2 i - 1 - m) x(i). */
static double crps(double ensemble[], size_t m, double observed, double pairs)
{
    double miss = 0, spread = 0;
    gsl_sort(ensemble, 1, m);
    for (size_t i = 0; i < m; i++) {
        miss += fabs(ensemble[i] - observed);
        spread += (2 * (double)i + 1 - (double)m) * ensemble[i];
    }
    return miss / (double)m - spread / pairs;
}

double score_crps(double ensemble[], size_t m, double observed)
{
    return crps(ensemble, m, observed, (double)m * (double)m);
}

double score_crps_fair(double ensemble[], size_t m, double observed)
{
    return crps(ensemble, m, observed, (double)m * (double)(m - 1));
}

double score_crps_normal(double mean, double sd, double observed)
{
    double z = (observed - mean) / sd;
    double density = exp(-z * z / 2) / sqrt(2 * M_PI);
    return sd * (z * erf(z / M_SQRT2) + 2 * density - 1 / sqrt(M_PI));
}
