/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_causes: how busy the resources are, what delays, and who comes last.
 */
#include "analysis/answers/summary_parts.h"

#include <math.h>
#include <stdlib.h>

/* Weighted means over replications, one an item, of those that are not NaN. */
struct averaging {
    const double *weights;
    enum outcome_type type;
    size_t items;
    double *sum, *weight; /* [items] */
};

static void average_rows(void *context, const void *values, size_t first, size_t count)
{
    const struct averaging *averaging = context;
    size_t items = averaging->items;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < items; k++) {
            size_t at = i * items + k;
            double weight = averaging->weights[first + i];
            double x = averaging->type == OUTCOME_INT16 ? ((const int16_t *)values)[at] : ((const float *)values)[at];
            if (!isnan(x)) {
                averaging->sum[k] += weight * x;
                averaging->weight[k] += weight;
            }
        }
}

static int means(const struct summary_work *work, enum outcome_name name, size_t items, double out[])
{
    struct averaging averaging = {.weights = work->weights,
                                  .type = outcome_fields[name].type,
                                  .items = items,
                                  .sum = out,
                                  .weight = summary_get(items, sizeof *averaging.weight, work->error)};
    const struct results_walker walker = {name, average_rows, &averaging};
    for (size_t k = 0; k < items; k++)
        out[k] = 0;
    int status = averaging.weight ? results_walk(work->results, work->scenario, &walker, 1, work->error) : -1;
    for (size_t k = 0; k < items && status == 0; k++)
        out[k] = averaging.weight[k] > 0 ? out[k] / averaging.weight[k] : NAN;
    free(averaging.weight);
    return status;
}

int summary_resources(const struct summary_work *work, struct summary_scenario *out)
{
    static const enum outcome_name fields[4] = {OUTCOME_RESOURCE_UTILISATION, OUTCOME_RESOURCE_WAIT_DAYS,
                                                OUTCOME_RESOURCE_QUEUE_MAX, OUTCOME_RESOURCE_IDLE_DAYS};
    size_t count = work->spec->resource_count;
    double *mean = summary_get(4 * count, sizeof *mean, work->error);
    out->resources = summary_get(count, sizeof *out->resources, work->error);
    int status = mean && out->resources ? 0 : -1;
    for (size_t f = 0; f < 4 && status == 0; f++)
        status = means(work, fields[f], count, mean + f * count);
    for (size_t r = 0; r < count && status == 0; r++)
        out->resources[r] =
            (struct summary_resource){mean[r], mean[count + r], mean[2 * count + r], mean[3 * count + r]};
    free(mean);
    return status;
}

/* Adds a weight to shares[index] if there is such an index. */
static void add(double shares[], size_t count, long index, double weight)
{
    if (index >= 0 && (size_t)index < count)
        shares[index] += weight;
}

static void divide(double shares[], size_t count, double total)
{
    for (size_t i = 0; i < count; i++)
        shares[i] = total > 0 ? shares[i] / total : NAN;
}

/* Who came last, and why. */
struct lasts {
    const struct summary_work *work;
    struct summary_scenario *out;
    const int16_t *last, *cause; /* [n] */
    double *share;               /* [causes] */
    double reached;
};

static void count_lasts(void *context, const void *values, size_t first, size_t count)
{
    struct lasts *lasts = context;
    const struct results_spec *spec = lasts->work->spec;
    const int16_t *vendor = values;
    size_t sites = spec->municipality_count;
    for (size_t i = 0; i < count; i++) {
        int16_t last = lasts->last[first + i];
        double weight = lasts->work->weights[first + i];
        if (last < 0 || (size_t)last >= sites)
            continue;
        lasts->reached += weight;
        add(lasts->share, spec->cause_count, lasts->cause[first + i], weight);
        add(lasts->out->last_vendor, spec->vendor_count, vendor[i * sites + (size_t)last], weight);
        add(lasts->out->last_region, spec->region_count, spec->municipalities[last].region, weight);
    }
}

static int sum_last(const struct summary_work *work, struct summary_scenario *out)
{
    const struct results_spec *spec = work->spec;
    int16_t *last = summary_items(work, OUTCOME_LAST_MUNICIPALITY, 1, 0, 0);
    int16_t *cause = summary_items(work, OUTCOME_LAST_CAUSE, 1, 0, 0);
    double *share = summary_get(spec->cause_count, sizeof *share, work->error);
    struct lasts lasts = {work, out, last, cause, share, 0};
    const struct results_walker walker = {OUTCOME_VENDOR, count_lasts, &lasts};
    out->last_vendor = summary_get(spec->vendor_count, sizeof *out->last_vendor, work->error);
    out->last_region = summary_get(spec->region_count, sizeof *out->last_region, work->error);
    int status = last && cause && share && out->last_vendor && out->last_region
                     ? results_walk(work->results, work->scenario, &walker, 1, work->error)
                     : -1;
    if (status == 0) {
        divide(share, spec->cause_count, lasts.reached);
        divide(out->last_vendor, spec->vendor_count, lasts.reached);
        divide(out->last_region, spec->region_count, lasts.reached);
        for (size_t c = 0; c < spec->cause_count; c++)
            out->causes[c].last_site_share = share[c];
    }
    free(share);
    free(cause);
    free(last);
    return status;
}

int summary_causes(const struct summary_work *work, struct summary_scenario *out)
{
    size_t count = work->spec->cause_count;
    double *days = summary_get(count, sizeof *days, work->error);
    out->causes = summary_get(count, sizeof *out->causes, work->error);
    int status = days && out->causes ? means(work, OUTCOME_CAUSE_DAYS, count, days) : -1;
    for (size_t c = 0; c < count && status == 0; c++)
        out->causes[c].mean_days = days[c];
    free(days);
    return status == 0 ? sum_last(work, out) : -1;
}
