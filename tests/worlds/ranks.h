/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranks: of the truth among 99 draws, over many made worlds; whether they are uniform (chi-square over ten classes,
 * Holm at 1 %) and whether bands of 50 and 90 % cover 38 to 62 and 82 to 96 %.
 */
#ifndef FMKSIM_TESTS_WORLDS_RANKS_H
#define FMKSIM_TESTS_WORLDS_RANKS_H

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { RANKS_DRAWS = 99, RANKS_CLASSES = 10, RANKS_MOST = 16 };

struct ranks {
    size_t quantities, worlds;
    const char *name[RANKS_MOST];
    size_t classes[RANKS_MOST][RANKS_CLASSES], in_50[RANKS_MOST], in_90[RANKS_MOST];
};

/* So many draws are below the truth and so many equal to it; `u`, from 0 to below 1, breaks the tie. 0 … 99. */
static inline size_t ranks_rank(size_t below, size_t equal, double u)
{
    return below + (size_t)((double)(equal + 1) * u);
}

static inline bool ranks_in_50(size_t rank)
{
    return rank >= 25 && rank < 75;
}

static inline bool ranks_in_90(size_t rank)
{
    return rank >= 5 && rank < 95;
}

static inline void ranks_note(struct ranks *ranks, size_t q, size_t below, size_t equal, double u)
{
    size_t rank = ranks_rank(below, equal, u);
    ranks->classes[q][rank * RANKS_CLASSES / (RANKS_DRAWS + 1)]++;
    ranks->in_50[q] += ranks_in_50(rank);
    ranks->in_90[q] += ranks_in_90(rank);
}

static inline double ranks_p(const struct ranks *ranks, size_t q)
{
    double expected = (double)ranks->worlds / RANKS_CLASSES, sum = 0;
    for (int c = 0; c < RANKS_CLASSES; c++)
        sum += pow((double)ranks->classes[q][c] - expected, 2) / expected;
    return gsl_cdf_chisq_Q(sum, RANKS_CLASSES - 1);
}

/* Holm: the k-th smallest of m is held against 1 % / (m - k). */
static inline size_t ranks_rejected(const struct ranks *ranks)
{
    double p[RANKS_MOST];
    size_t count = 0;
    for (size_t q = 0; q < ranks->quantities; q++) {
        double x = ranks_p(ranks, q);
        size_t at = q;
        for (; at > 0 && p[at - 1] > x; at--)
            p[at] = p[at - 1];
        p[at] = x;
    }
    while (count < ranks->quantities && p[count] < 0.01 / (double)(ranks->quantities - count))
        count++;
    return count;
}

static inline bool ranks_cover(const struct ranks *ranks, size_t q)
{
    double n = (double)ranks->worlds, half = (double)ranks->in_50[q] / n, most = (double)ranks->in_90[q] / n;
    return half >= 0.38 && half <= 0.62 && most >= 0.82 && most <= 0.96;
}

/* Prints the table; 0 if without a fault all is as it should be, or with one some quantity is not uniform. */
static inline int ranks_judge(const struct ranks *ranks, bool faulty, const char *fault)
{
    bool covered = true;
    printf("%zu worlds, fault: %s\n\n  %-22s%8s%7s%7s   ranks, ten classes\n", ranks->worlds, fault, "quantity", "p",
           "50 %", "90 %");
    for (size_t q = 0; q < ranks->quantities; q++) {
        printf("  %-22s%8.4f%6.0f %%%5.0f %% ", ranks->name[q], ranks_p(ranks, q),
               100 * (double)ranks->in_50[q] / (double)ranks->worlds,
               100 * (double)ranks->in_90[q] / (double)ranks->worlds);
        for (int c = 0; c < RANKS_CLASSES; c++)
            printf("%4zu", ranks->classes[q][c]);
        printf("\n");
        covered &= ranks_cover(ranks, q);
    }
    size_t bad = ranks_rejected(ranks);
    printf("\n  %zu of %zu are not uniform (Holm, 1 %%); the bands cover %s\n", bad, ranks->quantities,
           covered ? "what they should" : "too much or too little");
    return faulty ? bad == 0 : bad > 0 || !covered;
}

#endif
