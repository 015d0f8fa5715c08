/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler: beta and binomial.
 */
#include "sim/sampler.h"

/* For small shapes both gammas may underflow, so their ratio is formed from logarithms. */
static struct sampler_share beta_by_logarithms(double a, double b, struct stream *stream)
{
    double log_x = elementary_log(stream_uniform(stream)) / a + elementary_log(sampler_gamma_above_one(a + 1, stream));
    double log_y = elementary_log(stream_uniform(stream)) / b + elementary_log(sampler_gamma_above_one(b + 1, stream));
    return (struct sampler_share){1 / (1 + elementary_exp(log_y - log_x)), 1 / (1 + elementary_exp(log_x - log_y))};
}

struct sampler_share sampler_beta(double a, double b, struct stream *stream)
{
    if (a < 1 && b < 1)
        return beta_by_logarithms(a, b, stream);
    double x = sampler_gamma(a, stream), y = sampler_gamma(b, stream);
    double scale = 1 / (x + y);
    return (struct sampler_share){x * scale, y * scale};
}

/* Inversion from zero with the recursion of the probabilities: one uniform, about n * share steps. */
static long binomial_inversion(long n, double share, double rest, struct stream *stream)
{
    double odds = share / rest, grown = ((double)n + 1) * odds;
    double chance = elementary_exp((double)n * elementary_log1p(-share));
    double u = stream_uniform(stream);
    long k = 0;
    while (u > chance && k < n) {
        u -= chance;
        k++;
        chance *= grown / (double)k - odds;
    }
    return k;
}

/* log k! less Stirling's formula in k + 1. */
static double stirling_rest(double k)
{
    return elementary_stirling_rest_at(k + 1);
}

/* Transformed rejection with a squeeze, algorithm BTRS of Hörmann, "The generation of binomial random variates",
 * J. Stat. Comput. Simul. 46 (1993). For share <= 1/2 and n * share >= 10. His second step refuses a k outside 0 ... n;
 * here the bound does: it has the logarithm of a negative number then, or infinities that take each other away, and
 * nothing is at most NaN. Within the squeeze |u| <= 0.43, where k is none of those. */
static long binomial_rejection(long n, double share, double rest, struct stream *stream)
{
    double trials = (double)n, deviation = sqrt(trials * share * rest);
    double b = 1.15 + 2.53 * deviation;
    double a = -0.0873 + 0.0248 * b + 0.01 * share;
    double centre = trials * share + 0.5, sure = 0.92 - 4.2 / b;
    for (;;) {
        double v = stream_uniform(stream), u = stream_uniform(stream) - 0.5;
        double edge = 0.5 - fabs(u);
        double k = floor((2 * a / edge + b) * u + centre);
        if (edge >= 0.07 && v <= sure)
            return (long)k;
        double mode = floor((trials + 1) * share);
        double odds = share / rest, alpha = (2.83 + 5.1 / b) * deviation;
        double bound = (mode + 0.5) * elementary_log((mode + 1) / (odds * (trials - mode + 1))) +
                       (trials + 1) * elementary_log((trials - mode + 1) / (trials - k + 1)) +
                       (k + 0.5) * elementary_log(odds * (trials - k + 1) / (k + 1)) + stirling_rest(mode) +
                       stirling_rest(trials - mode) - stirling_rest(k) - stirling_rest(trials - k);
        if (elementary_log(v * alpha / (a / (edge * edge) + b)) <= bound)
            return (long)k;
    }
}

long sampler_binomial(long n, double share, double rest, struct stream *stream)
{
    if (share > rest)
        return n - sampler_binomial(n, rest, share, stream);
    if (n == 0 || share == 0)
        return 0;
    return (double)n * share < SAMPLER_INVERSION_UP_TO ? binomial_inversion(n, share, rest, stream)
                                                       : binomial_rejection(n, share, rest, stream);
}
