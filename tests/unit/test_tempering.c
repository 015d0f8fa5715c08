/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/tempering.c: the path's ends, the step's worth, and what resampling copies.
 */
#include "analysis/statistics/tempering.h"

#include <criterion/criterion.h>
#include <math.h>

Test(tempering, path)
{
    struct tempered inside = {-3, 0}, outside = {-3, 2}, impossible = {-INFINITY, 0};
    cr_expect_eq(tempering_log(&inside, 0), 0);
    cr_expect_eq(tempering_log(&outside, 0), 0);
    cr_expect_eq(tempering_log(&impossible, 0), 0);
    cr_expect_float_eq(tempering_log(&inside, 0.5), -1.5, 1e-15);
    cr_expect_float_eq(tempering_log(&outside, 0.5), -1.5 - 2, 1e-15);
    cr_expect_float_eq(tempering_log(&outside, 0.75), -2.25 - 6, 1e-15);
    cr_expect_eq(tempering_log(&inside, 1), -3);
    cr_expect_eq(tempering_log(&outside, 1), -INFINITY);
    cr_expect_eq(tempering_log(&impossible, 1e-9), -INFINITY);
}

/* Two groups of equal size, one with weight 1 and one with weight w, are worth n (1 + w)^2 / (2 (1 + w^2)). */
Test(tempering, next)
{
    struct tempered particles[100];
    for (size_t i = 0; i < 100; i++)
        particles[i] = (struct tempered){i % 2 ? 0 : -1000, 0};
    double share = 0.75, w = (2 - sqrt(4 - 4 * (2 * share - 1) * (2 * share - 1))) / (2 * (2 * share - 1));
    cr_expect_float_eq(tempering_next(particles, 100, 0, share), -log(w) / 1000, 1e-9);
    cr_expect_float_eq(tempering_next(particles, 100, 0.25, share), 0.25 - log(w) / 1000, 1e-9);
    cr_expect_eq(tempering_next(particles, 100, 0, 0.49), 1);
}

/* Bands: at the end only those inside count; the last step is taken as soon as they are enough. */
Test(tempering, bands)
{
    struct tempered particles[100];
    for (size_t i = 0; i < 100; i++)
        particles[i] = (struct tempered){0, i < 50 ? 0 : 1};
    cr_expect_eq(tempering_next(particles, 100, 0.3, 0.5), 1);
    double beta = tempering_next(particles, 100, 0, 0.51), weights[100];
    cr_expect(beta > 0 && beta < 1);
    cr_expect_float_eq(tempering_weights(particles, 100, 0, beta, weights), log((1 + exp(-beta / (1 - beta))) / 2),
                       1e-12);
    cr_expect_float_eq(pow(50 * (1 + weights[99]), 2) / (50 * (1 + weights[99] * weights[99])), 51, 1e-6);
    cr_expect_float_eq(tempering_weights(particles, 100, 0.3, 1, weights), log(0.5),
                       1e-12); /* the others were worth exp(-0.3 / 0.7) and are nothing now */
}

/* Those that are outside by next to nothing do not keep those inside, who are just too few, from the end. */
Test(tempering, next_to_inside)
{
    struct tempered particles[100];
    for (size_t i = 0; i < 100; i++)
        particles[i] = (struct tempered){0, i < 49 ? 0 : i < 52 ? 8e-8 : 1e-4};
    cr_expect_eq(tempering_next(particles, 100, 0.9, 0.5), 1);
    for (size_t i = 0; i < 100; i++) /* nobody is inside */
        particles[i].excess = i < 52 ? 8e-8 : 1e-4;
    cr_expect_lt(tempering_next(particles, 100, 0.9, 0.6), 1);
}

/* Those that are impossible do not count as lost, and never come back. */
Test(tempering, impossible)
{
    struct tempered particles[10];
    double weights[10];
    for (size_t i = 0; i < 10; i++)
        particles[i] = (struct tempered){i < 2 ? -1 : -INFINITY, 0};
    cr_expect_eq(tempering_next(particles, 10, 0, 0.5), 1);
    cr_expect_float_eq(tempering_weights(particles, 10, 0, 1, weights), -1 + log(0.2), 1e-12);
    cr_expect_eq(weights[1], 1);
    cr_expect_eq(weights[2], 0);
    cr_expect_eq(tempering_next(particles + 2, 8, 0, 0.5), 0);
    cr_expect_eq(tempering_weights(particles + 2, 8, 0, 1, weights), -INFINITY);
    cr_expect_eq(weights[0], 0);
}

/* Copies are the expected number rounded down or up, at every u; nothing of weight 0 is copied. */
Test(tempering, resample)
{
    static const double weights[] = {0, 0.5, 0, 2, 0.1, 0.4, 0};
    for (int step = 0; step < 100; step++) {
        size_t ancestor[10], copies[7] = {0};
        tempering_resample(weights, 7, (step + 0.5) / 100, ancestor, 10);
        for (size_t k = 0; k < 10; k++) {
            cr_assert_lt(ancestor[k], 7);
            copies[ancestor[k]]++;
        }
        for (size_t i = 0; i < 7; i++) {
            double expected = 10 * weights[i] / 3;
            cr_expect(fabs((double)copies[i] - expected) < 1, "%zu: %zu copies", i, copies[i]);
            cr_expect(weights[i] > 0 || copies[i] == 0);
        }
    }
}
