/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate: see include/analysis/estimate.h.
 */
#include "analysis/statistics/estimate.h"

#include "sim/elementary.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static double normal_quantile(double confidence)
{
    return gsl_cdf_ugaussian_Pinv(0.5 + confidence / 2);
}

/* ---- the incomplete beta function ---- */

/* The continued fraction of DLMF 8.17.22 by the modified Lentz method; quick for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    enum { MOST = 100000 }; /* about sqrt(max(a, b)) terms are needed */
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m < MOST; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double factor = 1;
        for (int half = 0; half < 2; half++) {
            double term = half == 0 ? even : odd;
            d = 1 + term * d;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            c = fabs(c) < tiny ? tiny : c;
            factor = c * d;
            value *= factor;
        }
        if (fabs(factor - 1) < DBL_EPSILON)
            break;
    }
    return value;
}

/* log(1 + t), `whole` being 1 + t computed without cancellation. */
static double log_near_one(double t, double whole)
{
    return fabs(t) < 0.5 ? log1p(t) : log(whole);
}

/* x^a (1 - x)^b / B(a, b), without the difference of large log-gammas that would cost digits (Loader 2000). */
static double beta_front(double a, double b, double x)
{
    double n = a + b, shift = b * x - a * (1 - x);
    double power = a * log_near_one(shift / a, x * n / a) + b * log_near_one(-shift / b, (1 - x) * n / b);
    double rest = elementary_stirling_rest_at(n) - elementary_stirling_rest_at(a) - elementary_stirling_rest_at(b);
    return sqrt(a * (b / n) / (2 * M_PI)) * exp(power + rest);
}

double estimate_beta(double a, double b, double x)
{
    if (isnan(a) || isnan(b) || isnan(x))
        return NAN;
    if (x <= 0)
        return 0;
    if (x >= 1)
        return 1;
    double front = beta_front(a, b, x);
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double estimate_beta_quantile(double a, double b, double p)
{
    if (isnan(a) || isnan(b) || isnan(p))
        return NAN;
    /* Bisection: I_x is monotone in x, so nothing can go wrong, and 60 evaluations are cheap enough here. */
    double low = 0, high = 1;
    for (int i = 0; i < 1100; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high)
            break;
        if (estimate_beta(a, b, middle) < p)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* ---- probabilities ---- */

struct interval estimate_wilson(double hits, double n, double confidence)
{
    if (isnan(hits) || isnan(n))
        return (struct interval){NAN, NAN};
    if (n <= 0)
        return (struct interval){0, 1};
    double z = normal_quantile(confidence), p = hits / n, zz = z * z / n;
    double centre = (p + zz / 2) / (1 + zz);
    double half = z / (1 + zz) * sqrt(p * (1 - p) / n + zz / (4 * n));
    return (struct interval){hits <= 0 ? 0 : fmax(0, centre - half), hits >= n ? 1 : fmin(1, centre + half)};
}

/* Tails of a beta distribution; the ends are 0 and 1 where none or all hit. */
static struct interval beta_interval(double hits, double n, double confidence, double shift)
{
    if (isnan(hits) || isnan(n))
        return (struct interval){NAN, NAN};
    if (n <= 0)
        return (struct interval){0, 1};
    double tail = (1 - confidence) / 2;
    /* shift 0: Clopper-Pearson, Beta(k, n - k + 1) below and Beta(k + 1, n - k) above; 1/2: Jeffreys, both alike */
    struct interval interval = {0, 1};
    if (hits > 0)
        interval.low = estimate_beta_quantile(hits + shift, n - hits + 1 - shift, tail);
    if (hits < n)
        interval.high = estimate_beta_quantile(hits + 1 - shift, n - hits + shift, 1 - tail);
    return interval;
}

struct interval estimate_clopper_pearson(double hits, double n, double confidence)
{
    return beta_interval(hits, n, confidence, 0);
}

struct interval estimate_jeffreys(double hits, double n, double confidence)
{
    return beta_interval(hits, n, confidence, 0.5);
}

double estimate_no_hit_bound(double n, double confidence)
{
    return n <= 0 ? 1 : -expm1(log1p(-confidence) / n);
}

double estimate_replications(double p, double half_width, double confidence)
{
    double z = normal_quantile(confidence);
    return ceil(z * z * p * (1 - p) / (half_width * half_width));
}

/* ---- quantiles ---- */

double estimate_binomial_below(size_t n, double p, size_t k)
{
    if (k == 0)
        return 0;
    if (k > n)
        return 1;
    return estimate_beta((double)(n - k + 1), (double)k, 1 - p);
}

/* The smallest k in 0 … n + 1 with P(Bin < k) >= level. */
static size_t binomial_first(size_t n, double p, double level)
{
    size_t low = 0, high = n + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (estimate_binomial_below(n, p, middle) >= level)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

struct ranks estimate_quantile_ranks(size_t n, double q, double confidence)
{
    double tail = (1 - confidence) / 2;
    struct ranks ranks = {.upper = binomial_first(n, q, 1 - tail)};
    ranks.lower = binomial_first(n, q, tail);
    if (ranks.lower > 0 && estimate_binomial_below(n, q, ranks.lower) > tail)
        ranks.lower--;
    ranks.coverage = estimate_binomial_below(n, q, ranks.upper) - estimate_binomial_below(n, q, ranks.lower);
    return ranks;
}

size_t estimate_quantile_rank(size_t n, double q)
{
    double rank = ceil((double)n * q * (1 - 4 * DBL_EPSILON)); /* 0.07 x 100 is 7, not 7.000000000000001 */
    if (rank < 1)
        return 1;
    return rank > (double)n ? n : (size_t)rank;
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

/* The median of first, middle and last as the pivot keeps sorted input quick. */
static double pivot_of(const double x[], size_t low, size_t high)
{
    double a = x[low], b = x[low + (high - low) / 2], c = x[high];
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

double estimate_select(double x[], size_t n, size_t rank)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, target = (ptrdiff_t)rank - 1;
    while (low < high) {
        double pivot = pivot_of(x, (size_t)low, (size_t)high);
        ptrdiff_t i = low, j = high;
        do {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i <= j)
                swap(&x[i++], &x[j--]);
        } while (i <= j);
        /* x[low … j] <= pivot, x[i … high] >= pivot, and what lies between equals it */
        if (j < target)
            low = i;
        if (target < i)
            high = j;
    }
    return x[target];
}

void estimate_quantiles(double values[], size_t n, const double levels[], size_t count, double out[])
{
    size_t settled = 0; /* values before this place are no larger than all after it */
    for (size_t i = 0; i < count; i++) {
        if (n == 0) {
            out[i] = NAN;
            continue;
        }
        size_t rank = estimate_quantile_rank(n, levels[i]);
        out[i] = estimate_select(values + settled, n - settled, rank - settled);
        settled = rank - 1;
    }
}

/* ---- weighted ---- */

double estimate_effective_size(const double weights[], size_t n)
{
    double sum = 0, square = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
        square += weights[i] * weights[i];
    }
    return square > 0 ? sum * sum / square : 0;
}

struct weighted {
    double value, weight;
};

static int by_value(const void *left, const void *right)
{
    const struct weighted *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

int estimate_weighted_quantiles(const double values[], const double weights[], size_t n, const double levels[],
                                size_t count, double out[], struct error *error)
{
    struct weighted *pairs = malloc((n > 0 ? n : 1) * sizeof *pairs);
    if (!pairs)
        return error_set(error, ERROR_MEMORY, "no memory for a quantile of %zu values", n);
    size_t kept = 0;
    double total = 0;
    for (size_t i = 0; i < n; i++) {
        if (weights[i] > 0) {
            pairs[kept++] = (struct weighted){values[i], weights[i]};
            total += weights[i];
        }
    }
    qsort(pairs, kept, sizeof *pairs, by_value);

    for (size_t i = 0; i < count; i++) {
        double sum = 0, wanted = levels[i] * total * (1 - 1e-12); /* sums of weights are not exact */
        size_t at = 0;
        while (at + 1 < kept && (sum += pairs[at].weight) < wanted)
            at++;
        out[i] = kept > 0 ? pairs[at].value : NAN;
    }
    free(pairs);
    return 0;
}
