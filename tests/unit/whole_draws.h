/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * whole_draws: whether whole numbers are drawn with their chances.
 */
#ifndef FMKSIM_TESTS_WHOLE_DRAWS_H
#define FMKSIM_TESTS_WHOLE_DRAWS_H

#include "sim/stream.h"

#include <stdbool.h>
#include <stddef.h>

/* How often a right sampler would fail a case, were the seed free. */
extern const double draws_alarm;

/* Whole draws with their chances, one a cell. */
struct whole {
    const char *label;
    double (*draw)(const void *of, struct stream *stream);
    const void *of;
    double *seen, *chance;
    size_t cells;
};

/* Pearson's chi-square of `draws` draws, `seen` of them in each cell. */
void check_counts(const double *seen, const double *chance, size_t cells, double draws, const char *label);

/* Without chance, for a sampler that takes one uniform number and inverts; false, and nothing checked, for others. */
bool check_inversion(const struct whole *whole);

/* Fills `seen`; returns what the draws are off the mean on average. */
double count_draws(const struct whole *whole, int draws, double mean, struct stream stream);

#endif
