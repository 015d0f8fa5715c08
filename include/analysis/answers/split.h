/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * split: the two kinds of uncertainty in a probability, from a nested run: K draws of the assumptions x n replications.
 *
 * What simulating more would take away is the simulation error; what knowing more would take away is the spread of the
 * probability over the assumptions. The latter's variance is (MSB - MSW) / n (analysis/statistics/nested.h); its range
 * is estimated without a shape (analysis/statistics/mixing.h), since with n replications each single probability is too
 * noisy to be shown.
 */
#ifndef FMKSIM_ANALYSIS_SPLIT_H
#define FMKSIM_ANALYSIS_SPLIT_H

#include "analysis/results/reading.h"
#include "analysis/statistics/mixing.h"

#include <jansson.h>
#include <stdio.h>

struct split_row {
    size_t deadline;
    enum results_reading reading;
    double probability, error;  /* its simulation error: one standard error */
    double epistemic, aleatory; /* variances: over the assumptions, by chance; the former not below 0 */
    struct mixing assumptions;  /* 5 to 95 % over the assumptions, with the ends' own errors */
    double best_inner;          /* n that would estimate the split best at the same cost */
};

struct split {
    const struct results_spec *spec;
    size_t scenario, outer, inner, count;
    struct split_row *rows;
};

/* From the dates of a scenario. ERROR_USAGE if the file is of no nested run (fewer than 2 x 2). */
int split_of(struct split *split, const struct reading_table *table, size_t scenario, struct error *error);
void split_free(struct split *split);
void split_print(const struct split *split, FILE *file);
json_t *split_json(const struct split *split);

#endif
