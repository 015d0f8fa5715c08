/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_work: what every table of a summary is made with: a scenario's values, and quantiles under its weights.
 */
#include "analysis/answers/summary_parts.h"

#include <math.h>
#include <stdlib.h>

void *summary_get(size_t count, size_t size, struct error *error)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory)
        error_set(error, ERROR_MEMORY, "no memory for the summary");
    return memory;
}

void *summary_items(const struct summary_work *work, enum outcome_name name, size_t row_items, size_t from,
                    size_t width)
{
    void *values = summary_get(work->n * (row_items > 0 ? row_items : 1), outcome_type_size(outcome_fields[name].type),
                               work->error);
    struct results_slice slice = {.scenario = work->scenario, .count = work->n, .from = from, .width = width};
    if (values && results_read(work->results, name, &slice, values, work->error) != 0) {
        free(values);
        return 0;
    }
    return values;
}

int summary_quantiles(const struct summary_work *work, double values[], const double levels[], size_t count,
                      double out[])
{
    for (size_t i = 0; i < work->n; i++)
        if (isnan(values[i]))
            values[i] = INFINITY;
    if (!work->equal)
        return estimate_weighted_quantiles(values, work->weights, work->n, levels, count, out, work->error);
    estimate_quantiles(values, work->n, levels, count, out);
    return 0;
}

/* results_open() has seen to it that they are weights. */
int summary_weights(struct summary_work *work)
{
    work->weights = summary_items(work, OUTCOME_WEIGHT, 1, 0, 0);
    if (!work->weights)
        return -1;
    work->equal = true;
    work->total = 0;
    for (size_t i = 0; i < work->n; i++) {
        work->equal = work->equal && work->weights[i] == work->weights[0];
        work->total += work->weights[i];
    }
    return 0;
}
