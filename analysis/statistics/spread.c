/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * spread: see include/analysis/statistics/spread.h.
 */
#include "analysis/statistics/spread.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

/* How many errors a two-sided interval reaches. */
static double student(size_t groups, double confidence)
{
    return gsl_cdf_tdist_Pinv(0.5 + confidence / 2, (double)groups - 1);
}

struct spread spread_of(const double answer[], size_t groups, double confidence)
{
    double sum = 0, squares = 0, n = (double)groups;
    for (size_t r = 0; r < groups; r++)
        sum += answer[r];
    double mean = sum / n;
    for (size_t r = 0; r < groups; r++)
        squares += (answer[r] - mean) * (answer[r] - mean);
    double error = sqrt(squares / (n - 1) / n), half = student(groups, confidence) * error;
    return (struct spread){mean, error, {mean - half, mean + half}};
}

void spread_shares(const double values[], const double weights[], size_t n, double at, size_t groups, double share[])
{
    size_t rows = n / groups;
    for (size_t r = 0; r < groups; r++) {
        double sum = 0, below = 0;
        for (size_t i = r * rows; i < (r + 1) * rows; i++) {
            sum += weights[i];
            below += values[i] <= at ? weights[i] : 0;
        }
        share[r] = below / sum;
    }
}

double spread_effective(double p, double error)
{
    return error > 0 ? p * (1 - p) / (error * error) : INFINITY;
}

double spread_effective_normal(double p, double error, size_t groups)
{
    double ratio = gsl_cdf_ugaussian_Pinv(0.975) / student(groups, 0.95);
    return ratio * ratio * spread_effective(p, error);
}
