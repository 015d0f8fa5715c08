/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_beta_binomial: the weekly uptake's sampler draws with the chances that it should.
 *
 * Fixed seeds. Alarm levels (were the seed free): chi-square 1e-6 a case, the mean five standard errors; what goes by
 * inversion is checked without chance.
 */
#include "whole_draws.h"
#include "sim/variate.h"

#include <criterion/criterion.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

enum { DRAWS = 100000 };
static const double standard_errors = 5;

/* The beta-binomial, over both of its ways and their borders. */

static double beta_binomial_mass(double n, double p, double rho, double k)
{
    if (p == 0 || p == 1)
        return k == n * p;
    if (rho == 0)
        return gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)n);
    double a = p * (1 - rho) / rho, b = (1 - p) * (1 - rho) / rho;
    return exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + lgamma(k + a) + lgamma(n - k + b) -
               lgamma(n + a + b) + lgamma(a + b) - lgamma(a) - lgamma(b));
}

struct beta_binomial {
    long n;
    double p, rho;
};

static double drawn_beta_binomial(const void *of, struct stream *stream)
{
    const struct beta_binomial *b = of;
    return (double)variate_beta_binomial(b->n, b->p, b->rho, stream);
}

/* Without chance in it one draw proves as much as many. */
static void check_certain(const struct beta_binomial *of, const char *label)
{
    struct stream stream = stream_open(20130105, 0, 0, 0, 0);
    for (int j = 0; j < 10; j++)
        cr_expect_eq(variate_beta_binomial(of->n, of->p, of->rho, &stream), of->p == 1 ? of->n : 0, "%s", label);
}

/* One stream for all draws of a case: opening one a draw, as the model does, would cost more than the draw. */
static void check_random(const struct beta_binomial *of, const struct whole *whole)
{
    double mean = (double)of->n * of->p, variance = mean * (1 - of->p) * (1 + ((double)of->n - 1) * of->rho);
    double off =
        count_draws(whole, DRAWS, mean,
                    stream_open(20130105, 1, (uint64_t)of->n, (uint64_t)(1e6 * of->p), (uint64_t)(1e9 * of->rho)));
    cr_expect_leq(fabs(off), standard_errors * sqrt(variance / DRAWS), "%s: mean off by %g", whole->label, off);
    check_counts(whole->seen, whole->chance, whole->cells, DRAWS, whole->label);
}

/* Returns true if the case goes by inversion. */
static bool check_beta_binomial(const struct beta_binomial *of, double *seen, double *chance)
{
    char label[80];
    snprintf(label, sizeof label, "beta-binomial n = %ld p = %g rho = %g", of->n, of->p, of->rho);
    if (of->n == 0 || of->p == 0 || of->p == 1) {
        check_certain(of, label);
        return false;
    }
    for (long k = 0; k <= of->n; k++)
        chance[k] = beta_binomial_mass((double)of->n, of->p, of->rho, (double)k);
    struct whole whole = {label, drawn_beta_binomial, of, seen, chance, (size_t)of->n + 1};
    if (check_inversion(&whole))
        return true;
    check_random(of, &whole);
    return false;
}

Test(variate_beta_binomial, draws)
{
    static const long n[] = {0, 1, 2, 30, 100, 600, 1500};
    static const double p[] = {0, 0.0005, 0.005, 0.02, 0.05, 0.3, 0.5, 0.9, 1};
    static const double rho[] = {0, 1e-9, 1e-4, 0.0002, 0.02, 0.06, 0.3, 0.9, 0.9999};
    double *seen = calloc(1501, sizeof *seen), *chance = calloc(1501, sizeof *chance);
    cr_assert(seen && chance);
    int inverted = 0;
    for (size_t i = 0; i < sizeof n / sizeof *n; i++)
        for (size_t j = 0; j < sizeof p / sizeof *p; j++)
            for (size_t k = 0; k < sizeof rho / sizeof *rho; k++) {
                struct beta_binomial of = {n[i], p[j], rho[k]};
                inverted += check_beta_binomial(&of, seen, chance);
            }
    cr_expect_eq(inverted, 130);
    free(seen);
    free(chance);
}

/* Inversion: with few expected successes one word is used, and more luck never means fewer cards. */
Test(variate_beta_binomial, is_monotone_by_inversion)
{
    long last = 0;
    for (int j = 0; j <= 1000; j++) {
        uint64_t word = j == 1000 ? UINT64_MAX : (uint64_t)j * (UINT64_MAX / 1000);
        struct stream stream = {.word = {0, 0, 0, word}, .left = 1};
        long k = variate_beta_binomial(500, 0.02, 0.02, &stream);
        cr_expect(k >= last);
        cr_expect_eq(stream.left, 0);
        cr_expect_eq(stream.counter[0], 0, "a second block was asked for");
        last = k;
    }
    cr_expect_gt(last, 60);
}
