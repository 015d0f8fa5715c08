/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sensitivity from given data, against Ishigami's function (Ishigami & Homma 1990; a = 7, b = 0.1), whose first-order
 * indices are known: 0.313905, 0.442411 and 0.
 */
#include "analysis/statistics/given_data.h"
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

enum { RUNS = 100000, CLASSES = 40 };

struct ishigami {
    double *x[3], *y;
    uint32_t *class;
};

static struct ishigami ishigami_new(uint64_t seed)
{
    struct ishigami sample = {.y = malloc(RUNS * sizeof(double)), .class = malloc(RUNS * sizeof(uint32_t))};
    for (int k = 0; k < 3; k++)
        sample.x[k] = malloc(RUNS * sizeof(double));
    for (size_t i = 0; i < RUNS; i++) {
        for (uint64_t k = 0; k < 3; k++) {
            struct stream stream = stream_open(seed, i, k, 0, 0);
            sample.x[k][i] = (2 * stream_uniform(&stream) - 1) * 3.14159265358979323846;
        }
        double s = sin(sample.x[1][i]), z = sample.x[2][i];
        sample.y[i] = sin(sample.x[0][i]) * (1 + 0.1 * z * z * z * z) + 7 * s * s;
    }
    return sample;
}

static void ishigami_free(struct ishigami *sample)
{
    for (int k = 0; k < 3; k++)
        free(sample->x[k]);
    free(sample->y);
    free(sample->class);
}

Test(given_data, first_order_indices_of_ishigami)
{
    static const double exact[3] = {0.313905191148, 0.44241114479, 0};
    struct ishigami sample = ishigami_new(7);
    for (int k = 0; k < 3; k++) {
        size_t classes;
        cr_assert_eq(given_classes(sample.x[k], RUNS, CLASSES, sample.class, &classes, 0), 0);
        cr_assert_eq(classes, CLASSES);
        double index = given_first_order(sample.class, classes, sample.y, RUNS);
        cr_assert_float_eq(index, exact[k], 0.02, "input %d: %g instead of %g", k + 1, index, exact[k]);
    }
    ishigami_free(&sample);
}

/* The third input has no first-order effect but does move the distribution: only delta hears it. */
Test(given_data, delta_hears_what_the_mean_does_not)
{
    enum { CELLS = 30 };
    struct ishigami sample = ishigami_new(8);
    uint32_t *cell = malloc(RUNS * sizeof *cell), *dummy = malloc(RUNS * sizeof *dummy);
    size_t *order = malloc(RUNS * sizeof *order), classes, cells;
    cr_assert_eq(given_classes(sample.y, RUNS, CELLS, cell, &cells, 0), 0);
    cr_assert_eq(given_classes(sample.x[2], RUNS, CLASSES, sample.class, &classes, 0), 0);
    given_permutation(order, RUNS, 1, 0);
    for (size_t i = 0; i < RUNS; i++)
        dummy[order[i]] = sample.class[i];
    double delta = given_delta(sample.class, classes, cell, cells, RUNS);
    double noise = given_delta(dummy, classes, cell, cells, RUNS);
    cr_assert_lt(fabs(given_first_order(sample.class, classes, sample.y, RUNS)), 0.01);
    cr_assert_gt(delta, 0.1, "delta %g", delta);
    cr_assert_lt(noise, 0.05, "noise %g", noise);
    free(cell);
    free(dummy);
    free(order);
    ishigami_free(&sample);
}

/* Unbiased about 0 for an input that does nothing: the mean of 50 permuted inputs within 4 standard errors. */
Test(given_data, permuted_inputs_do_nothing)
{
    enum { N = 2000, DUMMIES = 50 };
    double y[N], sum = 0, square = 0;
    uint32_t class[N];
    size_t order[N];
    for (size_t i = 0; i < N; i++) {
        struct stream stream = stream_open(3, i, 0, 0, 0);
        y[i] = -log(stream_uniform(&stream));
    }
    for (size_t d = 0; d < DUMMIES; d++) {
        given_permutation(order, N, 5, d);
        for (size_t i = 0; i < N; i++)
            class[order[i]] = (uint32_t)(i * CLASSES / N);
        double index = given_first_order(class, CLASSES, y, N);
        sum += index;
        square += index * index;
    }
    double mean = sum / DUMMIES, error = sqrt((square / DUMMIES - mean * mean) / DUMMIES);
    cr_assert_leq(fabs(mean), 4 * error, "mean %g, standard error %g", mean, error);
}

Test(given_data, classes_keep_equal_values_together)
{
    double x[10] = {5, 1, 5, 2, 5, 5, 3, 5, 5, 5};
    uint32_t class[10];
    size_t classes;
    cr_assert_eq(given_classes(x, 10, 3, class, &classes, 0), 0);
    cr_assert_leq(classes, 3);
    for (int i = 0; i < 10; i++)
        for (int k = 0; k < 10; k++) {
            if (x[i] == x[k])
                cr_assert_eq(class[i], class[k]);
            if (x[i] < x[k])
                cr_assert_leq(class[i], class[k]);
        }
    double two[4] = {1, 0, 1, 0};
    cr_assert_eq(given_classes(two, 4, 40, class, &classes, 0), 0);
    cr_assert_eq(classes, 2);
    cr_assert_eq(class[0], 1);
    cr_assert_eq(class[1], 0);
    double three[10] = {3, 3, 1, 3, 3, 2, 3, 3, 3, 3}; /* as many values as classes: each is one */
    cr_assert_eq(given_classes(three, 10, 3, class, &classes, 0), 0);
    cr_assert_eq(classes, 3);
    for (int i = 0; i < 10; i++)
        cr_assert_eq(class[i], (uint32_t)three[i] - 1);
}

Test(given_data, rank_correlation_by_hand)
{
    double x[5] = {1, 2, 3, 4, 5}, up[5] = {2, 4, 8, 16, 32}, down[5] = {5, 4, 3, 2, 1}, flat[5] = {1, 1, 1, 1, 1};
    double tied[5] = {1, 1, 2, 2, 3}; /* ranks 1.5 1.5 3.5 3.5 5 */
    cr_assert_float_eq(given_rank_correlation(x, up, 5), 1, 1e-12);
    cr_assert_float_eq(given_rank_correlation(x, down, 5), -1, 1e-12);
    cr_assert(isnan(given_rank_correlation(x, flat, 5)));
    cr_assert_float_eq(given_rank_correlation(x, tied, 5), 9 / sqrt(10 * 9.0), 1e-12);
}

Test(given_data, a_constant_outcome_has_no_index)
{
    uint32_t class[4] = {0, 0, 1, 1};
    double y[4] = {2, 2, 2, 2};
    cr_assert(isnan(given_first_order(class, 2, y, 4)));
}

Test(given_data, a_permutation_holds_each_index_once)
{
    size_t order[100];
    int seen[100] = {0}, moved = 0;
    given_permutation(order, 100, 1, 2);
    for (size_t i = 0; i < 100; i++) {
        cr_assert_lt(order[i], 100);
        seen[order[i]]++;
        moved += order[i] != i;
    }
    for (size_t i = 0; i < 100; i++)
        cr_assert_eq(seen[i], 1);
    cr_assert_gt(moved, 80);
}
