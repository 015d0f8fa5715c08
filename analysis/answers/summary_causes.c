/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_causes: how busy the resources are, what delays, and who comes last.
 */
#include "analysis/answers/summary_parts.h"

#include <math.h>
#include <stdlib.h>

/* Weighted means over replications, one an item, of those that are not NaN. */
static int means(const struct summary_work *work, enum outcome_name name, size_t items, double out[])
{
    void *raw = summary_items(work, name, items, 0, 0);
    if (!raw)
        return -1;
    for (size_t k = 0; k < items; k++) {
        double sum = 0, weight = 0;
        for (size_t i = 0; i < work->n; i++) {
            size_t at = i * items + k;
            double x =
                outcome_fields[name].type == OUTCOME_INT16 ? ((const int16_t *)raw)[at] : ((const float *)raw)[at];
            if (!isnan(x)) {
                sum += work->weights[i] * x;
                weight += work->weights[i];
            }
        }
        out[k] = weight > 0 ? sum / weight : NAN;
    }
    free(raw);
    return 0;
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
static int sum_last(const struct summary_work *work, struct summary_scenario *out)
{
    const struct results_spec *spec = work->spec;
    size_t sites = spec->municipality_count;
    int16_t *last = summary_items(work, OUTCOME_LAST_MUNICIPALITY, 1, 0, 0);
    int16_t *cause = summary_items(work, OUTCOME_LAST_CAUSE, 1, 0, 0);
    int16_t *vendor = summary_items(work, OUTCOME_VENDOR, sites, 0, 0);
    double *share = summary_get(spec->cause_count, sizeof *share, work->error);
    out->last_vendor = summary_get(spec->vendor_count, sizeof *out->last_vendor, work->error);
    out->last_region = summary_get(spec->region_count, sizeof *out->last_region, work->error);
    int status = last && cause && vendor && share && out->last_vendor && out->last_region ? 0 : -1;
    double reached = 0;
    for (size_t i = 0; i < work->n && status == 0; i++) {
        if (last[i] < 0 || (size_t)last[i] >= sites)
            continue;
        reached += work->weights[i];
        add(share, spec->cause_count, cause[i], work->weights[i]);
        add(out->last_vendor, spec->vendor_count, vendor[i * sites + (size_t)last[i]], work->weights[i]);
        add(out->last_region, spec->region_count, spec->municipalities[last[i]].region, work->weights[i]);
    }
    if (status == 0) {
        divide(share, spec->cause_count, reached);
        divide(out->last_vendor, spec->vendor_count, reached);
        divide(out->last_region, spec->region_count, reached);
        for (size_t c = 0; c < spec->cause_count; c++)
            out->causes[c].last_site_share = share[c];
    }
    free(share);
    free(vendor);
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
