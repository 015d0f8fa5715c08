/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_parts: what the files that make a summary share; nobody else includes it.
 *
 * summary_some and summary_amounts take from summary_sums; summary stands above them.
 */
#ifndef FMKSIM_ANALYSIS_SUMMARY_PARTS_H
#define FMKSIM_ANALYSIS_SUMMARY_PARTS_H

#include "analysis/answers/summary.h"

/* One scenario under work. */
struct summing {
    const struct results *results;
    const struct results_spec *spec;
    size_t scenario, n, inner; /* inner > 1: so many in a row share one draw of the parameters */
    double *weights;           /* [n] */
    bool equal;                /* all weights are the same */
    double total;
    struct error *error;
};

/* Zeroed memory; null with ERROR_MEMORY. */
void *summary_get(size_t count, size_t size, struct error *error);

/* The whole of a field, or of some of its items, for one scenario. The caller frees. */
void *summary_read(const struct summing *work, enum outcome_name name, size_t row_items, size_t from, size_t width);

/* Quantiles of values[n], which may be rearranged. NaN among them means never: it becomes +inf. */
int summary_quantiles(const struct summing *work, double values[], const double levels[], size_t count, double out[]);

/* Reads the weights. */
int summary_weigh(struct summing *work);

/* Which of the file's scenarios are summarised, and what the file would say if it held no others. */
struct summary_some {
    struct results_spec spec;
    size_t *in_file; /* [scenario] */
    struct results_named *names;
    const char **kinds;
};
int summary_take_some(struct summary *summary, const char *const patterns[], size_t count, struct error *error);

/* What was lost and what it cost, of one scenario. */
int summary_amounts(const struct summing *work, struct summary_scenario *out);

#endif
