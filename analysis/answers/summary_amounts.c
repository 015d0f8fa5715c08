/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_amounts: what courses have lost and cost, and the joint distribution of cost and date.
 */
#include "analysis/answers/summary_parts.h"
#include "analysis/results/reading.h"

#include <math.h>
#include <stdlib.h>

static double *read_amount(const struct summary_work *work, enum amount amount)
{
    float *values = summary_items(work, amount_field(amount), 1, 0, 0);
    double *wide = values ? summary_get(work->n, sizeof *wide, work->error) : 0;
    for (size_t i = 0; wide && i < work->n; i++)
        wide[i] = (double)values[i];
    free(values);
    return wide;
}

static int sum_amount(const struct summary_work *work, enum amount amount, struct summary_amount *out)
{
    static const double levels[3] = {0.1, 0.5, 0.9};
    double *values = read_amount(work, amount), q[3], sum = 0;
    *out = (struct summary_amount){.mean = NAN, .q10 = NAN, .q50 = NAN, .q90 = NAN};
    if (!values)
        return -1;
    int status = 0;
    out->told = amount_told(work->spec, amount, values, work->n);
    for (size_t i = 0; out->told && i < work->n; i++)
        sum += work->weights[i] * values[i];
    if (out->told && (status = summary_quantiles(work, values, levels, 3, q)) == 0)
        *out = (struct summary_amount){true, sum / work->total, q[0], q[1], q[2]};
    free(values);
    return status;
}

int summary_amounts(const struct summary_work *work, struct summary_scenario *out)
{
    for (enum amount a = 0; a < AMOUNTS; a++)
        if (sum_amount(work, a, &out->amount[a]) != 0)
            return -1;
    return 0;
}

/* ---- cost and date together ---- */

static void join(const struct summary_work *work, const double dates[], const double cost[], double budget,
                 struct summary_joint *row)
{
    double limit = results_deadline_instant(work->spec, row->deadline);
    double on_time = 0, within = 0, both = 0, n = estimate_effective_size(work->weights, work->n);
    for (size_t i = 0; i < work->n; i++) {
        on_time += work->weights[i] * (dates[i] <= limit);
        within += work->weights[i] * (cost[i] <= budget);
        both += work->weights[i] * (dates[i] <= limit && cost[i] <= budget);
    }
    row->on_time = on_time / work->total;
    row->within = within / work->total;
    row->both = both / work->total;
    row->interval = estimate_wilson(row->both * n, n, 0.95);
}

static int join_all(const struct summary_work *work, struct summary_scenario *out, double budget)
{
    double *cost = read_amount(work, AMOUNT_COST), *dates = summary_get(work->n, sizeof *dates, work->error);
    struct reading_table table = {.spec = 0};
    out->joint = summary_get(out->deadline_count, sizeof *out->joint, work->error);
    int status =
        cost && dates && out->joint ? reading_table_of(&table, work->results, work->scenario, work->error) : -1;
    for (size_t i = 0; status == 0 && i < out->deadline_count; i++) {
        const struct summary_deadline *asked = &out->deadlines[i];
        int milestone = asked->reading == READING_MOST_CARDS ? -1 : work->spec->deadlines[asked->deadline].milestone;
        struct question question = {milestone, asked->reading};
        out->joint[i] = (struct summary_joint){.deadline = asked->deadline, .reading = asked->reading};
        reading_table_take(&table, question, dates);
        join(work, dates, cost, budget, &out->joint[i]);
    }
    out->joint_count = status == 0 ? out->deadline_count : 0;
    reading_table_free(&table);
    free(cost);
    free(dates);
    return status;
}

int summary_budget(struct summary *summary, double budget, struct error *error)
{
    bool known = false;
    for (size_t s = 0; s < summary->spec->scenario_count; s++)
        known |= summary->scenarios[s].amount[AMOUNT_COST].told;
    if (!known)
        return error_set(error, ERROR_USAGE, "nothing costs anything in this file: its configuration names no costs");
    summary->budget = budget;
    for (size_t s = 0; s < summary->spec->scenario_count; s++) {
        struct summary_work work = {.results = summary->results,
                                    .spec = summary->spec,
                                    .scenario = summary->some->in_file[s],
                                    .n = summary->spec->replications,
                                    .error = error};
        int status = summary_weights(&work);
        if (status == 0)
            status = join_all(&work, &summary->scenarios[s], budget);
        free(work.weights);
        if (status != 0)
            return -1;
    }
    return 0;
}
