/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_draw: the samplers draw from the distributions that they name.
 *
 * Fixed seeds. Alarm levels (were the seed free): Kolmogorov-Smirnov and chi-square 1e-6 a case, means and variances
 * five standard errors, 6e-7 a case: below 1e-4 for the file. 100 000 draws see a shift of 1 % in a mean of cv 0.4 at
 * 8 standard errors.
 */
#include "variate_reference.h"
#include "whole_draws.h"
#include "sim/sampler.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

enum { DRAWS = 100000 };
static const double standard_errors = 5;

static void no_handler(void)
{
    gsl_set_error_handler_off();
}

TestSuite(variate_draw, .init = no_handler);

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Kolmogorov's asymptotic bound for the statistic of `count` draws at the alarm level. */
static double kolmogorov_limit(double count)
{
    return sqrt(-0.5 * log(draws_alarm / 2) / count);
}

static void check_sample(double *sample, size_t count, const struct reference *reference, double low, double high,
                         const char *label)
{
    double below = low > -INFINITY ? reference->cdf(low, reference->r) : 0;
    double span = (high < INFINITY ? reference->cdf(high, reference->r) : 1) - below, worst = 0;
    qsort(sample, count, sizeof *sample, ascending);
    for (size_t i = 0; i < count; i++) {
        double exact = (reference->cdf(sample[i], reference->r) - below) / span;
        worst = fmax(worst, fmax(exact - (double)i / (double)count, (double)(i + 1) / (double)count - exact));
    }
    cr_expect_lt(worst, kolmogorov_limit((double)count), "%s of %s: distance %g", label, reference->family, worst);
}

static void check_moments(const double *sample, size_t count, double mean, double variance, const char *label)
{
    double n = (double)count, sum = 0, square = 0, fourth = 0;
    for (size_t i = 0; i < count; i++) {
        double d = sample[i] - mean;
        sum += d;
        square += d * d;
        fourth += d * d * d * d;
    }
    double spread = sqrt(fmax(fourth / n - variance * variance, 0) / n);
    cr_expect_lt(fabs(sum / n), standard_errors * sqrt(variance / n), "%s: mean off by %g", label, sum / n);
    cr_expect_lt(fabs(square / n - variance), standard_errors * spread + 1e-12, "%s: variance %g, not %g", label,
                 square / n, variance);
}

Test(variate_draw, every_parametrisation)
{
    double *sample = calloc(DRAWS, sizeof *sample);
    cr_assert_not_null(sample);
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, reference->family, reference->names, reference->arguments);
        struct stream stream = stream_open(20130101, i, 0, 0, 0);
        for (size_t j = 0; j < DRAWS; j++)
            sample[j] = variate_draw(&variate, &stream);
        check_moments(sample, DRAWS, reference->mean, reference->variance, reference->family);
        check_sample(sample, DRAWS, reference, -INFINITY, INFINITY, "draws");
        variate_form_free(&form);
    }
    free(sample);
}

Test(variate_draw, truncated)
{
    enum { FEWER = 5000 };
    double *sample = calloc(FEWER, sizeof *sample);
    cr_assert_not_null(sample);
    for (size_t i = 0; i < reference_count; i++) {
        const struct reference *reference = &references[i];
        const char *names[VARIATE_ARGUMENTS] = {0};
        double arguments[VARIATE_ARGUMENTS] = {0};
        int count = 0;
        for (; count < 4 && reference->names[count]; count++) {
            names[count] = reference->names[count];
            arguments[count] = reference->arguments[count];
        }
        double low = reference->mean - 0.5 * sqrt(reference->variance);
        double high = reference->mean + sqrt(reference->variance);
        names[count] = "low";
        arguments[count++] = low;
        names[count] = "high";
        arguments[count++] = high;
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, reference->family, names, arguments);
        struct stream stream = stream_open(20130102, i, 0, 0, 0);
        for (size_t j = 0; j < FEWER; j++) {
            sample[j] = variate_draw(&variate, &stream);
            cr_expect(sample[j] >= low && sample[j] <= high);
        }
        check_moments(sample, FEWER, variate_mean(&variate), variate_variance(&variate), reference->family);
        check_sample(sample, FEWER, reference, low, high, "truncated draws");
        variate_form_free(&form);
    }
    free(sample);
}

static double drawn_variate(const void *of, struct stream *stream)
{
    return variate_draw(of, stream);
}

static double poisson_mass(unsigned k, const double *p)
{
    return gsl_ran_poisson_pdf(k, p[0]);
}

static double binomial_mass(unsigned k, const double *p)
{
    return gsl_ran_binomial_pdf(k, p[1], (unsigned)p[0]);
}

static double bernoulli_mass(unsigned k, const double *p)
{
    return k == 0 ? 1 - p[0] : p[0];
}

/* Binomials on both sides of the change from inversion to rejection, and of p = 1/2. */
static const struct counting {
    const char *family, *names[VARIATE_ARGUMENTS];
    double arguments[VARIATE_ARGUMENTS];
    double (*mass)(unsigned k, const double *p);
    unsigned last;
} countings[] = {
    {"bernoulli", {"p"}, {0.37}, bernoulli_mass, 1},
    {"poisson", {"mean"}, {0.2}, poisson_mass, 40},
    {"poisson", {"mean"}, {7.5}, poisson_mass, 60},
    {"poisson", {"mean"}, {300}, poisson_mass, 500},
    {"binomial", {"n", "p"}, {1, 0.9}, binomial_mass, 1},
    {"binomial", {"n", "p"}, {10, 0.5}, binomial_mass, 10},
    {"binomial", {"n", "p"}, {47, 0.5}, binomial_mass, 47},
    {"binomial", {"n", "p"}, {49, 0.5}, binomial_mass, 49},
    {"binomial", {"n", "p"}, {100, 0.3}, binomial_mass, 100},
    {"binomial", {"n", "p"}, {1000, 0.0245}, binomial_mass, 1000},
    {"binomial", {"n", "p"}, {1000, 0.0235}, binomial_mass, 1000},
    {"binomial", {"n", "p"}, {1000, 0.8}, binomial_mass, 1000},
    {"binomial", {"n", "p"}, {100000, 0.01}, binomial_mass, 2000},
    {"binomial", {"n", "p"}, {100000, 0.99995}, binomial_mass, 100000},
};

Test(variate_draw, counts)
{
    enum { MORE = 1500000, CELLS = 100001 };
    double *seen = calloc(CELLS, sizeof *seen), *chance = calloc(CELLS, sizeof *chance);
    int inverted = 0;
    cr_assert(seen && chance);
    for (size_t i = 0; i < sizeof countings / sizeof *countings; i++) {
        const struct counting *counting = &countings[i];
        struct variate_form form;
        struct variate variate;
        reference_make(&form, &variate, counting->family, counting->names, counting->arguments);
        for (unsigned k = 0; k <= counting->last; k++)
            chance[k] = counting->mass(k, counting->arguments);
        struct whole whole = {counting->family, drawn_variate, &variate, seen, chance, counting->last + 1};
        if (check_inversion(&whole)) {
            inverted++;
        } else {
            count_draws(&whole, MORE, 0, stream_open(20130103, i, 0, 0, 0));
            check_counts(seen, chance, whole.cells, MORE, counting->family);
        }
        variate_form_free(&form);
    }
    cr_expect_eq(inverted, 6);
    free(seen);
    free(chance);
}

Test(variate_draw, listed)
{
    const double values[] = {2, 0, 1, 3}, weights[] = {3, 1, 0, 6}, chance[] = {0.1, 0, 0.3, 0.6};
    const double equal[] = {0.25, 0.25, 0.25, 0.25};
    for (int weighted = 0; weighted < 2; weighted++) {
        struct variate_form form;
        struct variate variate;
        struct error error = {0};
        double seen[4] = {0};
        cr_assert_eq(variate_form_init(&form, "empirical", 0, 0, values, weighted ? weights : 0, 4, &error), 0);
        cr_assert_eq(variate_make(&variate, &form, 0, &error), 0);
        struct stream stream = stream_open(20130104, 0, 0, 0, 0);
        for (int j = 0; j < DRAWS; j++)
            seen[(int)variate_draw(&variate, &stream)]++;
        if (weighted)
            cr_expect_eq(seen[1], 0);
        check_counts(seen, weighted ? chance : equal, 4, DRAWS, "empirical");
        variate_form_free(&form);
    }
}

/* The ziggurat's table: every layer has the area of the base with its tail. */
Test(variate_draw, ziggurat_layers_are_equal)
{
    double edge = ziggurat_x[1];
    double area = edge * exp(-edge * edge / 2) + sqrt(2 * M_PI) * gsl_cdf_ugaussian_Q(edge);
    cr_expect_float_eq(ziggurat_x[0] * exp(-edge * edge / 2), area, 1e-15);
    for (int i = 1; i < ZIGGURAT_LAYERS; i++)
        cr_expect_float_eq(ziggurat_x[i] * (ziggurat_density[i + 1] - ziggurat_density[i]), area, 1e-13, "layer %d", i);
    for (int i = 0; i <= ZIGGURAT_LAYERS; i++)
        cr_expect_float_eq(ziggurat_density[i], exp(-ziggurat_x[i] * ziggurat_x[i] / 2), 1e-15, "edge %d", i);
    cr_expect_eq(ziggurat_x[ZIGGURAT_LAYERS], 0);
}

static double exponential_cdf(double x, const double r[4])
{
    (void)r;
    return -expm1(-x);
}

Test(variate_draw, exponential_layers_are_equal)
{
    const double *x = ziggurat_exponential_x, *density = ziggurat_exponential_density;
    double area = (x[1] + 1) * exp(-x[1]);
    cr_expect_float_eq(x[0] * exp(-x[1]), area, 1e-15);
    for (int i = 1; i < ZIGGURAT_LAYERS; i++)
        cr_expect_float_eq(x[i] * (density[i + 1] - density[i]), area, 1e-13, "layer %d", i);
    for (int i = 0; i <= ZIGGURAT_LAYERS; i++)
        cr_expect_float_eq(density[i], exp(-x[i]), 1e-15, "edge %d", i);
    cr_expect_eq(x[ZIGGURAT_LAYERS], 0);
}

/* The first four moments, 1, 2, 6 and 24 of ten million draws; the distance of a tenth of them; cells on both sides of
 * where the tail begins, r = 7.697. */
Test(variate_draw, exponential)
{
    enum { MANY = 10000000, SORTED = MANY / 10, CELLS = 8 };
    static const double edge[CELLS + 1] = {0, 0.01, 1, 7.6, 7.69, 7.7, 7.8, 10, INFINITY};
    static const double factorial[] = {1, 1, 2, 6, 24, 120, 720, 5040, 40320};
    const struct reference reference = {.family = "exponential", .cdf = exponential_cdf};
    double *sample = calloc(SORTED, sizeof *sample), moment[5] = {0}, seen[CELLS] = {0}, chance[CELLS];
    cr_assert_not_null(sample);
    struct stream stream = stream_open(20130109, 0, 0, 0, 0);
    for (int j = 0; j < MANY; j++) {
        double x = ziggurat_exponential(&stream), power = 1;
        for (int k = 1; k <= 4; k++)
            moment[k] += power *= x;
        int cell = 0;
        while (x >= edge[cell + 1])
            cell++;
        seen[cell]++;
        if (j < SORTED)
            sample[j] = x;
    }
    for (int k = 1; k <= 4; k++) {
        double error = sqrt((factorial[2 * k] - factorial[k] * factorial[k]) / MANY);
        cr_expect_lt(fabs(moment[k] / MANY - factorial[k]), standard_errors * error, "moment %d: %g", k,
                     moment[k] / MANY);
    }
    for (int c = 0; c < CELLS; c++)
        chance[c] = exp(-edge[c]) - exp(-edge[c + 1]);
    check_counts(seen, chance, CELLS, MANY, "exponential");
    check_sample(sample, SORTED, &reference, -INFINITY, INFINITY, "draws");
    free(sample);
}

/* A row drawn together is the row drawn one by one, from wherever the stream stands and of any length, and the stream
 * goes on behind it; half a million draws come from beyond the tail's edge two hundred times. */
Test(variate_draw, exponential_row)
{
    enum { ROWS = 1000, LONGEST = 1024 };
    static double row[LONGEST];
    struct stream one = stream_open_generation(7, 3, UINT32_MAX, 1, 2, 0), many = one;
    for (size_t r = 0; r < ROWS; r++) {
        size_t count = (r * 389) % LONGEST;
        ziggurat_exponentials(&many, row, count);
        for (size_t i = 0; i < count; i++) {
            double x = ziggurat_exponential(&one);
            cr_assert_eq(row[i], x, "draw %zu of row %zu", i, r);
        }
        cr_assert_eq(one.counter[0], many.counter[0], "row %zu", r);
        cr_assert_eq(one.left, many.left, "row %zu", r);
        if (r % 3 == 0)
            cr_assert_eq(stream_bits(&one), stream_bits(&many), "behind row %zu", r);
    }
}

/* The normal's far tail comes from code of its own. */

static double tail_cdf(double x, const double r[4])
{
    return 1 - gsl_cdf_ugaussian_Q(x) / gsl_cdf_ugaussian_Q(r[0]);
}

Test(variate_draw, normal_tail)
{
    const struct reference tail = {.family = "normal tail", .cdf = tail_cdf, .r = {ziggurat_x[1]}};
    double *sample = calloc(DRAWS, sizeof *sample);
    cr_assert_not_null(sample);
    struct stream stream = stream_open(20130106, 0, 0, 0, 0);
    for (size_t j = 0; j < DRAWS; j++)
        sample[j] = ziggurat_tail(&stream);
    check_sample(sample, DRAWS, &tail, -INFINITY, INFINITY, "draws");
    free(sample);
}

/* Cells on both sides of where the tail begins, r = 3.654, and of zero. */
Test(variate_draw, normal_with_its_tails)
{
    enum { MANY = 5000000, CELLS = 8 };
    static const double edge[CELLS + 1] = {-INFINITY, -4, -3.7, -3.6, 0, 3.6, 3.7, 4, INFINITY};
    double seen[CELLS] = {0}, chance[CELLS];
    struct stream stream = stream_open(20130107, 0, 0, 0, 0);
    for (int j = 0; j < MANY; j++) {
        double x = ziggurat_normal(&stream);
        int cell = 0;
        while (x >= edge[cell + 1])
            cell++;
        seen[cell]++;
    }
    for (int c = 0; c < CELLS; c++)
        chance[c] = gsl_cdf_ugaussian_P(edge[c + 1]) - gsl_cdf_ugaussian_P(edge[c]);
    check_counts(seen, chance, CELLS, MANY, "normal");
}

/* Four million draws a shape: the mean of shape 1 to a quarter of a percent, at five standard errors. */
Test(variate_draw, gamma_mean_sharply)
{
    enum { MANY = 4000000 };
    static const double shapes[] = {0.25, 1, 30};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        double sum = 0;
        struct stream stream = stream_open(20130108, i, 0, 0, 0);
        for (int j = 0; j < MANY; j++)
            sum += sampler_gamma(shapes[i], &stream) - shapes[i];
        cr_expect_lt(fabs(sum / MANY), standard_errors * sqrt(shapes[i] / MANY), "shape %g: off by %g", shapes[i],
                     sum / MANY);
    }
}

/* A stream that gives these two uniform numbers, by their leading bits, before its own. */
static struct stream after_two(struct stream stream, double first, double second)
{
    stream.word[2] = (uint64_t)(first * 0x1p52) << 12;
    stream.word[3] = (uint64_t)(second * 0x1p52) << 12;
    stream.left = 2;
    return stream;
}

/* Of 48 trials with chance 1/2 the transformed rejection proposes floor((2 a / edge + b) u + 24.5) with
 * b = 1.15 + 2.53 sqrt(12) = 9.914, a = 0.164, u = 1/2 - edge: at least 49 for every edge up to 0.008, and -1 or less
 * for -u. Both are refused however small the number is that decides, so what comes after them is drawn. */
Test(variate_draw, a_binomial_is_none_beyond_its_trials)
{
    struct stream plain = stream_open(11, 0, 0, 0, 0), copy = plain;
    long wanted = sampler_binomial(48, 0.5, 0.5, &copy);
    cr_expect(wanted >= 0 && wanted <= 48);
    for (int i = 0; i <= 1000; i++) {
        struct stream high = after_two(plain, 0, 1 - fmax(0x1p-52, 8e-6 * i)), low = after_two(plain, 0, 8e-6 * i);
        long above = sampler_binomial(48, 0.5, 0.5, &high), below = sampler_binomial(48, 0.5, 0.5, &low);
        cr_assert_eq(above, wanted, "edge %g: %ld", 8e-6 * i, above);
        cr_assert_eq(below, wanted, "edge %g: %ld", 8e-6 * i, below);
    }
}
