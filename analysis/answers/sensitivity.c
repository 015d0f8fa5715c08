/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity: what decides, from the replications of a results file.
 */
#include "analysis/answers/sensitivity.h"

#include "analysis/statistics/given_data.h"
#include "analysis/statistics/screening.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_REPLICATIONS = 100, LEAST_DRAWS = 20 };
enum { TOGETHER = 64 << 20 }; /* bytes of columns that are read at a time, but for at least one column */

struct work {
    const struct results *results;
    const struct results_spec *spec;
    struct sensitivity *out;
    size_t n, draws, inner;     /* n = draws x inner rows; the rows of a draw share their parameters */
    double *date, *on_time, *x; /* [n] */
    uint32_t *class;            /* [draws] */
    struct screening *screening;
    struct columns *columns; /* that were read last */
    struct error *error;
};

/* Columns of a field that stand side by side in the file, since each has to be unpacked with all others. */
struct columns {
    enum outcome_name field;
    size_t from, width, items, size; /* items of a row; bytes of an item */
    unsigned char *values;           /* [n][width] */
};

static void take_columns(void *context, const void *values, size_t first, size_t count)
{
    const struct columns *columns = context;
    size_t row = columns->items * columns->size, bytes = columns->width * columns->size;
    for (size_t i = 0; i < count; i++)
        memcpy(columns->values + (first + i) * bytes,
               (const unsigned char *)values + i * row + columns->from * columns->size, bytes);
}

/* Those from `index` on, as many as there is room for. */
static int read_columns(const struct work *work, enum outcome_name field, size_t index)
{
    const struct outcome_layout layout = results_layout(work->spec);
    struct columns *columns = work->columns;
    size_t size = outcome_type_size(outcome_fields[field].type), items = layout.count[field];
    size_t all = work->spec->replications, most = TOGETHER / (all * size);
    free(columns->values);
    *columns = (struct columns){.field = field, .from = index, .items = items, .size = size};
    columns->width = items - index < most ? items - index : most > 1 ? most : 1;
    columns->values = malloc(all * columns->width * size + 1);
    if (!columns->values)
        return error_set(work->error, ERROR_MEMORY, "out of memory");
    const struct results_walker walker = {field, take_columns, columns};
    if (results_walk(work->results, work->out->scenario, &walker, 1, work->error) == 0)
        return 0;
    columns->width = 0;
    return -1;
}

/* One item of each row. */
static int read_column(const struct work *work, enum outcome_name field, size_t index, void *values)
{
    const struct columns *columns = work->columns;
    if ((columns->field != field || index < columns->from || index - columns->from >= columns->width) &&
        read_columns(work, field, index) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        memcpy((unsigned char *)values + i * columns->size,
               columns->values + (i * columns->width + index - columns->from) * columns->size, columns->size);
    return 0;
}

/* ---- the question ---- */

static int find_question(const struct work *work, const struct sensitivity_options *options)
{
    struct sensitivity *out = work->out;
    struct reading_asked asked;
    if (options->scenario && results_scenario(work->spec, options->scenario, &out->scenario, work->error) != 0)
        return -1;
    if (reading_least_certain(&asked, work->results, out->scenario, options->deadline, options->reading, work->error) !=
        0)
        return -1;
    out->deadline = asked.deadline;
    out->question = asked.question;
    out->probability = asked.probability;
    return 0;
}

static int read_outcome(struct work *work)
{
    double limit = results_deadline_instant(work->spec, work->out->deadline);
    if (reading_of_file(work->results, work->out->scenario, work->out->question, work->date, work->error) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++) {
        work->on_time[i] = work->date[i] <= limit;
        work->date[i] = fmin(work->date[i], work->spec->horizon);
    }
    return screening_new(&work->screening, work->date, work->on_time, work->draws, work->inner, work->error);
}

/* ---- parameters ---- */

/* The interval of a part's chance: its draws' means are what is independent, so in a nested run the replications count
 * as many as would scatter like these means (Kish's effective size; never more than there are). */
static struct interval part_interval(const struct work *work, size_t part, double hits, double n)
{
    double p = hits / n, square = 0, draws = n / (double)work->inner, size = n;
    for (size_t d = 0; d < work->draws; d++) {
        double mean = 0;
        for (size_t i = 0; i < work->inner; i++)
            mean += work->on_time[d * work->inner + i] / (double)work->inner;
        square += work->class[d] == part ? (mean - p) * (mean - p) : 0;
    }
    double variance = draws > 1 ? square / (draws - 1) / draws : 0; /* of p */
    if (work->inner > 1 && variance > 0)
        size = fmax(1, fmin(n, p * (1 - p) / variance));
    else if (work->inner > 1)
        size = draws; /* all alike: each draw is one piece of evidence */
    return estimate_wilson(p * size, size, 0.95);
}

static void split(const struct work *work, struct sensitivity_parameter *row, size_t classes)
{
    size_t parts = classes < SENSITIVITY_PARTS ? classes : SENSITIVITY_PARTS;
    double hits[SENSITIVITY_PARTS] = {0};
    row->parts = parts;
    for (size_t p = 0; p < parts; p++) {
        row->part_from[p] = INFINITY;
        row->part_to[p] = -INFINITY;
    }
    for (size_t i = 0; i < work->n; i++) {
        size_t draw = i / work->inner, p = work->class[draw];
        row->part_from[p] = fmin(row->part_from[p], work->x[draw]);
        row->part_to[p] = fmax(row->part_to[p], work->x[draw]);
        row->part_count[p]++;
        hits[p] += work->on_time[i];
    }
    for (size_t p = 0; p < parts; p++) {
        row->on_time[p] = hits[p] / row->part_count[p];
        row->interval[p] = part_interval(work, p, hits[p], row->part_count[p]);
    }
}

/* Into x[draws]: one value a draw, which all its replications must share. */
static int read_parameter(const struct work *work, size_t parameter)
{
    if (read_column(work, OUTCOME_PARAMETERS, parameter, work->x) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        if (work->x[i] != work->x[i - i % work->inner] && !isnan(work->x[i]))
            return error_set(work->error, ERROR_FORMAT, "%s: replications of one draw differ in %s",
                             results_path(work->results), work->spec->parameters[parameter].name);
    for (size_t d = 0; d < work->draws; d++)
        work->x[d] = work->x[d * work->inner];
    return 0;
}

static int measure(const struct work *work, size_t parameter)
{
    struct sensitivity_parameter *row = &work->out->parameters[work->out->count];
    size_t classes;
    *row = (struct sensitivity_parameter){.parameter = parameter};
    if (read_parameter(work, parameter) != 0 || given_classes(work->x, work->draws, screening_classes(work->screening),
                                                              work->class, &classes, work->error) != 0)
        return -1;
    if (classes < 2)
        return 0; /* a constant in this scenario */
    row->measures = screening_measure(work->screening, work->class, classes);
    if (given_classes(work->x, work->draws, SENSITIVITY_PARTS, work->class, &classes, work->error) != 0)
        return -1;
    if (classes < 2)
        return 0; /* nearly always the same value: nothing to compare */
    split(work, row, classes);
    work->out->count++;
    return 0;
}

static int compare_orders(const void *a, const void *b)
{
    const struct sensitivity_parameter *first = a, *second = b;
    double a_order = first->measures.first_order, b_order = second->measures.first_order;
    return (a_order < b_order) - (a_order > b_order);
}

static int measure_all(const struct work *work)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < work->spec->parameter_count; i++)
        status = measure(work, i);
    qsort(work->out->parameters, work->out->count, sizeof *work->out->parameters, compare_orders);
    if (status == 0)
        work->out->noise = screening_noise(work->screening, work->spec->seed);
    return status == 0 ? screening_status(work->screening, work->error) : -1;
}

/* ---- activities, causes, resources ---- */

static int weigh_activities(const struct work *work)
{
    uint8_t *critical = calloc(work->n, 1);
    int16_t *last = calloc(work->n, sizeof *last);
    int status = critical && last ? read_column(work, OUTCOME_LAST_CAUSE, 0, last)
                                  : error_set(work->error, ERROR_MEMORY, "out of memory");
    double length = 0, all = 0;
    for (size_t i = 0; status == 0 && i < work->n; i++)
        if (last[i] >= 0) { /* the last site is known */
            length += work->date[i];
            all++;
        }
    for (size_t a = 0; status == 0 && a < work->spec->activity_count; a++) {
        status = read_column(work, OUTCOME_ACTIVITY_CRITICAL, a, critical);
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
    if (read_column(work, field, index, values) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        if (isfinite(values[i])) {
            work->x[m] = values[i];
            y[m] = work->date[i];
            sum += values[i];
            m++;
        }
    errno = 0;
    *out = (struct sensitivity_days){m > 0 ? sum / (double)m : NAN, given_rank_correlation(work->x, y, m)};
    return isnan(out->correlation) && errno == ENOMEM ? error_set(work->error, ERROR_MEMORY, "out of memory") : 0;
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
    if (work->n < LEAST_REPLICATIONS)
        return error_set(work->error, ERROR_USAGE, "%zu replications are too few; %d are wanted at least", work->n,
                         LEAST_REPLICATIONS);
    if (work->draws < LEAST_DRAWS)
        return error_set(work->error, ERROR_USAGE, "%zu draws of the assumptions are too few; %d are wanted at least",
                         work->draws, LEAST_DRAWS);
    if (read_column(work, OUTCOME_WEIGHT, 0, work->x) != 0)
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
    return out->parameters && out->activities && out->causes && out->resources && out->cause_days && work->date &&
           work->on_time && work->x && work->class;
}

int sensitivity_of(struct sensitivity *sensitivity, const struct results *results,
                   const struct sensitivity_options *options, struct error *error)
{
    struct columns columns = {.width = 0};
    struct work work = {
        .results = results, .spec = results_spec(results), .out = sensitivity, .columns = &columns, .error = error};
    *sensitivity = (struct sensitivity){.spec = work.spec};
    work.inner = work.spec->replications_per_draw > 1 ? work.spec->replications_per_draw : 1;
    work.draws = work.spec->replications / work.inner;
    work.n = work.draws * work.inner;
    int status = take_memory(&work) ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0 && (find_question(&work, options) != 0 || check_weights(&work) != 0 || read_outcome(&work) != 0 ||
                        measure_all(&work) != 0 || weigh_activities(&work) != 0 || correlate_all(&work) != 0))
        status = -1;
    free(work.date);
    free(work.on_time);
    free(work.x);
    free(work.class);
    free(columns.values);
    screening_free(work.screening);
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
