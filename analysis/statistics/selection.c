/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * selection: see include/analysis/selection.h.
 */
#include "analysis/statistics/selection.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

struct sprt selection_sprt(double p0, double p1, double alpha, double beta)
{
    return (struct sprt){.success = log(p1 / p0),
                         .failure = log1p(-p1) - log1p(-p0),
                         .upper = log((1 - beta) / alpha),
                         .lower = log(beta / (1 - alpha))};
}

enum sprt_verdict selection_sprt_verdict(const struct sprt *sprt, double hits, double n)
{
    double ratio = hits * sprt->success + (n - hits) * sprt->failure;
    return ratio >= sprt->upper ? SPRT_UPPER : ratio <= sprt->lower ? SPRT_LOWER : SPRT_CONTINUE;
}

struct selection_kn selection_kn(size_t k, size_t n0, double alpha)
{
    double degrees = (double)n0 - 1;
    double eta = (pow(2 * alpha / ((double)k - 1), -2 / degrees) - 1) / 2;
    return (struct selection_kn){eta, 2 * eta * degrees};
}

double selection_kn_margin(const struct selection_kn *kn, double delta, double difference_variance, double r)
{
    return fmax(0, delta / (2 * r) * (kn->h2 * difference_variance / (delta * delta) - r));
}

/* ---- Rinott ---- */

enum { POINTS = 200 };

/* Chi-square on its own scale: nodes of the trapezoidal rule in the logarithm, where the integrand is smooth and dies
 * out at both ends, so that the rule converges faster than any power of the step. */
struct chi_square {
    double at[POINTS], mass[POINTS];
};

static struct chi_square chi_square_of(double degrees)
{
    struct chi_square rule;
    double low = log(gsl_cdf_chisq_Pinv(1e-15, degrees)), high = log(gsl_cdf_chisq_Qinv(1e-15, degrees));
    double step = (high - low) / (POINTS - 1);
    for (int i = 0; i < POINTS; i++) {
        rule.at[i] = exp(low + i * step);
        rule.mass[i] = gsl_ran_chisq_pdf(rule.at[i], degrees) * rule.at[i] * step;
    }
    return rule;
}

/* Probability of a correct selection with the constant h. */
static double correct(const struct chi_square *rule, double degrees, double k, double h)
{
    double sum = 0;
    for (int j = 0; j < POINTS; j++) {
        double one = 0;
        for (int i = 0; i < POINTS; i++)
            one += rule->mass[i] * erfc(-h / sqrt(2 * degrees * (1 / rule->at[i] + 1 / rule->at[j]))) / 2;
        sum += rule->mass[j] * pow(one, k - 1);
    }
    return sum;
}

double selection_rinott(size_t k, size_t n0, double probability)
{
    if (k < 2 || n0 < 3 || !(probability > 1 / (double)k && probability < 1))
        return NAN;
    double degrees = (double)n0 - 1, low = 0, high = 1;
    struct chi_square rule = chi_square_of(degrees);
    while (correct(&rule, degrees, (double)k, high) < probability && high < 1e6)
        high *= 2;
    for (int i = 0; i < 60 && high - low > 1e-13 * high; i++) {
        double middle = (low + high) / 2;
        *(correct(&rule, degrees, (double)k, middle) < probability ? &low : &high) = middle;
    }
    return (low + high) / 2;
}
