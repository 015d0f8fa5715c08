/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity: what decides, from the replications of a results file.
 */
#include "analysis/answers/sensitivity.h"

#include "analysis/statistics/given_data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLASSES = 40, CELLS = 30, DUMMIES = 40 };

struct work {
    const struct results *results;
    const struct results_spec *spec;
    struct sensitivity *out;
    size_t n;
    double *date, *on_time, *x; /* [n] */
    uint32_t *class, *cell;     /* [n] */
    struct error *error;
};

static int read_column(const struct work *work, enum outcome_name field, size_t index, size_t width, void *values)
{
    struct results_slice slice = {work->out->scenario, 0, work->n, index, width};
    return results_read(work->results, field, &slice, values, work->error);
}

/* ---- the question ---- */

static int find_scenario(const struct work *work, const char *name)
{
    size_t *index = &work->out->scenario;
    if (!name)
        return 0;
    for (*index = 0; *index < work->spec->scenario_count; ++*index)
        if (strcmp(work->spec->scenarios[*index].name, name) == 0)
            return 0;
    return error_set(work->error, ERROR_USAGE, "the file holds no scenario \"%.60s\"", name);
}

/* Of the deadlines and readings that fit what was asked, the one that is least certain either way. */
static int find_question(const struct work *work, const struct sensitivity_options *options)
{
    const struct results_spec *spec = work->spec;
    double *value = calloc(3 * spec->deadline_count * READINGS + 1, sizeof *value), best = 2;
    enum results_reading wanted = options->reading ? reading_named(options->reading, work->error) : READINGS;
    int status = value ? results_read_probability(work->results, work->out->scenario, value, work->error)
                       : error_set(work->error, ERROR_MEMORY, "out of memory");
    if (status == 0 && options->reading && wanted == READINGS)
        status = -1;
    for (size_t i = 0; status == 0 && i < spec->deadline_count * READINGS; i++) {
        const struct results_deadline *deadline = &spec->deadlines[i / READINGS];
        enum results_reading reading = (enum results_reading)(i % READINGS);
        bool fits = (!options->deadline || strcmp(options->deadline, deadline->name) == 0) &&
                    (!options->reading || reading == wanted) && (deadline->readings >> reading & 1) != 0;
        if (!fits || isnan(value[i]) || fabs(value[i] - 0.5) >= best)
            continue;
        best = fabs(value[i] - 0.5);
        work->out->deadline = i / READINGS;
        work->out->question = (struct question){reading == READING_MOST_CARDS ? -1 : deadline->milestone, reading};
        work->out->probability = value[i];
    }
    free(value);
    if (status == 0 && best > 1)
        status = error_set(work->error, ERROR_USAGE, "the file has no such deadline and reading");
    return status;
}

static int read_outcome(const struct work *work)
{
    double limit = results_deadline_instant(work->spec, work->out->deadline);
    size_t cells;
    if (reading_of_file(work->results, work->out->scenario, work->out->question, work->date, work->error) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++) {
        work->on_time[i] = work->date[i] <= limit;
        work->date[i] = fmin(work->date[i], work->spec->horizon);
    }
    return given_classes(work->date, work->n, CELLS, work->cell, &cells, work->error);
}

/* ---- parameters ---- */

static void split(const struct work *work, struct sensitivity_parameter *row, const uint32_t class[], size_t classes)
{
    size_t parts = classes < SENSITIVITY_PARTS ? classes : SENSITIVITY_PARTS;
    double hits[SENSITIVITY_PARTS] = {0};
    row->parts = parts;
    for (size_t p = 0; p < parts; p++) {
        row->part_from[p] = INFINITY;
        row->part_to[p] = -INFINITY;
    }
    for (size_t i = 0; i < work->n; i++) {
        size_t p = class[i];
        row->part_from[p] = fmin(row->part_from[p], work->x[i]);
        row->part_to[p] = fmax(row->part_to[p], work->x[i]);
        row->part_count[p]++;
        hits[p] += work->on_time[i];
    }
    for (size_t p = 0; p < parts; p++) {
        row->on_time[p] = hits[p] / row->part_count[p];
        row->interval[p] = estimate_wilson(hits[p], row->part_count[p], 0.95);
    }
}

static int measure(const struct work *work, size_t parameter)
{
    struct sensitivity_parameter *row = &work->out->parameters[work->out->count];
    size_t classes;
    *row = (struct sensitivity_parameter){.parameter = parameter};
    if (read_column(work, OUTCOME_PARAMETERS, parameter, 1, work->x) != 0 ||
        given_classes(work->x, work->n, CLASSES, work->class, &classes, work->error) != 0)
        return -1;
    if (classes < 2)
        return 0; /* a constant in this scenario */
    row->first_order = given_first_order(work->class, classes, work->date, work->n);
    row->on_time_order = given_first_order(work->class, classes, work->on_time, work->n);
    row->delta = given_delta(work->class, classes, work->cell, CELLS, work->n);
    if (given_classes(work->x, work->n, SENSITIVITY_PARTS, work->class, &classes, work->error) != 0)
        return -1;
    if (classes < 2)
        return 0; /* nearly always the same value: nothing to compare */
    split(work, row, work->class, classes);
    work->out->count++;
    return 0;
}

static int compare_orders(const void *a, const void *b)
{
    const struct sensitivity_parameter *first = a, *second = b;
    return (first->first_order < second->first_order) - (first->first_order > second->first_order);
}

/* Inputs that do nothing: classes of equal size dealt out at random. */
static int measure_noise(const struct work *work)
{
    double first[DUMMIES], on_time[DUMMIES], delta[DUMMIES], level = 0.95;
    size_t *order = calloc(work->n, sizeof *order);
    if (!order)
        return error_set(work->error, ERROR_MEMORY, "out of memory");
    for (size_t d = 0; d < DUMMIES; d++) {
        given_permutation(order, work->n, work->spec->seed, d);
        for (size_t i = 0; i < work->n; i++)
            work->class[order[i]] = (uint32_t)(i * CLASSES / work->n);
        first[d] = given_first_order(work->class, CLASSES, work->date, work->n);
        on_time[d] = given_first_order(work->class, CLASSES, work->on_time, work->n);
        delta[d] = given_delta(work->class, CLASSES, work->cell, CELLS, work->n);
    }
    free(order);
    estimate_quantiles(first, DUMMIES, &level, 1, &work->out->noise_first_order);
    estimate_quantiles(on_time, DUMMIES, &level, 1, &work->out->noise_on_time);
    estimate_quantiles(delta, DUMMIES, &level, 1, &work->out->noise_delta);
    return 0;
}

static int measure_all(const struct work *work)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < work->spec->parameter_count; i++)
        status = measure(work, i);
    qsort(work->out->parameters, work->out->count, sizeof *work->out->parameters, compare_orders);
    return status == 0 ? measure_noise(work) : -1;
}

/* ---- activities, causes, resources ---- */

static int weigh_activities(const struct work *work)
{
    uint8_t *critical = calloc(work->n, 1);
    int16_t *last = calloc(work->n, sizeof *last);
    int status = critical && last ? read_column(work, OUTCOME_LAST_CAUSE, 0, 0, last)
                                  : error_set(work->error, ERROR_MEMORY, "out of memory");
    double length = 0, all = 0;
    for (size_t i = 0; status == 0 && i < work->n; i++)
        if (last[i] >= 0) { /* the last site is known */
            length += work->date[i];
            all++;
        }
    for (size_t a = 0; status == 0 && a < work->spec->activity_count; a++) {
        status = read_column(work, OUTCOME_ACTIVITY_CRITICAL, a, 1, critical);
        for (size_t i = 0; status == 0 && i < work->n; i++) {
            work->out->activities[a].criticality += critical[i] / all;
            work->out->activities[a].significance += critical[i] * work->date[i] / length;
        }
    }
    for (size_t i = 0; status == 0 && i < work->n; i++)
        if (last[i] >= 0 && (size_t)last[i] < work->spec->cause_count) {
            work->out->causes[last[i]].criticality += 1 / all;
            work->out->causes[last[i]].significance += work->date[i] / length;
        }
    free(critical);
    free(last);
    return status;
}

/* Mean and rank correlation with the date of a column; replications without a value are left out. */
static int correlate(const struct work *work, enum outcome_name field, size_t index, float *values, double *y,
                     struct sensitivity_days *out)
{
    size_t m = 0;
    double sum = 0;
    if (read_column(work, field, index, 1, values) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        if (isfinite(values[i])) {
            work->x[m] = values[i];
            y[m] = work->date[i];
            sum += values[i];
            m++;
        }
    *out = (struct sensitivity_days){m > 0 ? sum / (double)m : NAN, given_rank_correlation(work->x, y, m)};
    return 0;
}

static int correlate_all(const struct work *work)
{
    float *values = calloc(work->n, sizeof *values);
    double *y = calloc(work->n, sizeof *y);
    int status = values && y ? 0 : error_set(work->error, ERROR_MEMORY, "out of memory");
    for (size_t r = 0; status == 0 && r < work->spec->resource_count; r++)
        status = correlate(work, OUTCOME_RESOURCE_WAIT_DAYS, r, values, y, &work->out->resources[r]);
    for (size_t c = 0; status == 0 && c < work->spec->cause_count; c++)
        status = correlate(work, OUTCOME_CAUSE_DAYS, c, values, y, &work->out->cause_days[c]);
    free(values);
    free(y);
    return status;
}

/* ---- the whole ---- */

static int check_weights(const struct work *work)
{
    if (work->n < 100)
        return error_set(work->error, ERROR_USAGE, "%zu replications are too few; 100 are wanted at least", work->n);
    if (read_column(work, OUTCOME_WEIGHT, 0, 0, work->x) != 0)
        return -1;
    for (size_t i = 1; i < work->n; i++)
        if (work->x[i] != work->x[0])
            return error_set(work->error, ERROR_USAGE, "replications of different weight are not supported");
    return 0;
}

static bool take_memory(struct work *work)
{
    const struct results_spec *spec = work->spec;
    struct sensitivity *out = work->out;
    out->parameters = calloc(spec->parameter_count + 1, sizeof *out->parameters);
    out->activities = calloc(spec->activity_count + 1, sizeof *out->activities);
    out->causes = calloc(spec->cause_count + 1, sizeof *out->causes);
    out->resources = calloc(spec->resource_count + 1, sizeof *out->resources);
    out->cause_days = calloc(spec->cause_count + 1, sizeof *out->cause_days);
    work->date = calloc(work->n, sizeof *work->date);
    work->on_time = calloc(work->n, sizeof *work->on_time);
    work->x = calloc(work->n, sizeof *work->x);
    work->class = calloc(work->n, sizeof *work->class);
    work->cell = calloc(work->n, sizeof *work->cell);
    return out->parameters && out->activities && out->causes && out->resources && out->cause_days && work->date &&
           work->on_time && work->x && work->class && work->cell;
}

int sensitivity_of(struct sensitivity *sensitivity, const struct results *results,
                   const struct sensitivity_options *options, struct error *error)
{
    struct work work = {.results = results, .spec = results_spec(results), .out = sensitivity, .error = error};
    *sensitivity = (struct sensitivity){.spec = work.spec};
    work.n = work.spec->replications;
    int status = take_memory(&work) ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0 && (check_weights(&work) != 0 || find_scenario(&work, options->scenario) != 0 ||
                        find_question(&work, options) != 0 || read_outcome(&work) != 0 || measure_all(&work) != 0 ||
                        weigh_activities(&work) != 0 || correlate_all(&work) != 0))
        status = -1;
    free(work.date);
    free(work.on_time);
    free(work.x);
    free(work.class);
    free(work.cell);
    if (status != 0)
        sensitivity_free(sensitivity);
    return status;
}

void sensitivity_free(struct sensitivity *sensitivity)
{
    free(sensitivity->parameters);
    free(sensitivity->activities);
    free(sensitivity->causes);
    free(sensitivity->resources);
    free(sensitivity->cause_days);
    *sensitivity = (struct sensitivity){.spec = 0};
}
