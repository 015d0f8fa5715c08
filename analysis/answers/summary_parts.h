/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_parts: the insides of a summary, shared by the files that make it; nobody else includes it.
 *
 * Each takes only from those before it: summary_work, summary_cards, summary_causes, summary_amounts, summary.
 */
#ifndef FMKSIM_ANALYSIS_SUMMARY_PARTS_H
#define FMKSIM_ANALYSIS_SUMMARY_PARTS_H

#include "analysis/answers/summary.h"
#include "analysis/results/reading.h"

/* One scenario under work. */
struct summary_work {
    const struct results *results;
    const struct results_spec *spec;
    size_t scenario, n, inner; /* inner > 1: so many in a row share one draw of the parameters */
    double *weights;           /* [n] */
    bool equal;                /* all weights are the same */
    double total;
    struct reading_table dates;
    struct error *error;
};

/* Memory for that many, all 0; null with ERROR_MEMORY. The caller frees. */
void *summary_get(size_t count, size_t size, struct error *error);

/* The whole of a field, [n][row_items], or of `width` of its items, from `from` on, of the scenario; row_items is then
 * the width. Null with an error of results_read(), or ERROR_MEMORY. The caller frees. */
void *summary_items(const struct summary_work *work, enum outcome_name name, size_t row_items, size_t from,
                    size_t width);

/* Fills weights, equal and total; the caller frees the weights. */
int summary_weights(struct summary_work *work);

/* Quantiles of values[n], which may be rearranged. NaN among them means never: it becomes +inf. ERROR_MEMORY. */
int summary_quantiles(const struct summary_work *work, double values[], const double levels[], size_t count,
                      double out[]);

/* Exact quantiles of every week's cards, [weeks][RESULTS_QUANTILES]; values are held only if they take `most` bytes or
 * less. ERROR_MEMORY, those of results_walk(); ERROR_FORMAT for cards below 0. */
int summary_cards(const struct summary_work *work, size_t most, double out[]);

/* The same as part of a pass that others share, after which the end may take one more or two, of the cards alone. The
 * work must stay where it is; freed in any case. */
struct summary_counting; /* opaque */
int summary_cards_begin(struct summary_counting **out, const struct summary_work *work, size_t most);
struct results_walker summary_cards_walker(struct summary_counting *counting);
int summary_cards_end(struct summary_counting *counting, double out[]);
void summary_cards_free(struct summary_counting *counting); /* null is allowed */

/* The tables of resources and causes, and who comes last. Errors of summary_items(). */
int summary_resources(const struct summary_work *work, struct summary_scenario *out);
int summary_causes(const struct summary_work *work, struct summary_scenario *out);

/* What was lost and what it cost. Errors of summary_items(). */
int summary_amounts(const struct summary_work *work, struct summary_scenario *out);

/* Which of the file's scenarios are summarised, and what the file would say if it held no others. */
struct summary_some {
    struct results_spec spec;
    size_t *in_file; /* [scenario] */
    struct results_named *names;
    const char **kinds;
};

#endif
