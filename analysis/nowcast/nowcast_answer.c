/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_answer: what a nowcast's file can be trusted for, and what each observation and parameter became.
 */
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/nowcast.h"
#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 512, DAYS = 16 }; /* replications read at once; days at which an interval of dates is looked at */

const double nowcast_quantiles[NOWCAST_QUANTILES] = {0.05, 0.5, 0.95};

struct work {
    struct nowcast_answer *answer;
    const struct results_spec *spec;
    const struct nowcast *nowcast;
    struct error *error;
    size_t n;
    double *weights; /* [n] */
};

static int no_memory(struct work *work)
{
    return error_set(work->error, ERROR_MEMORY, "out of memory");
}

/* ---- how much the weights are worth ---- */

/* Of a weighted mean of 0s and 1s: the variance is sum w^2 (I - p)^2 / (sum w)^2. */
static double effective_size(const struct work *work, const double dates[], double instant)
{
    double sum = 0, hits = 0, squares = 0;
    for (size_t i = 0; i < work->n; i++) {
        sum += work->weights[i];
        hits += dates[i] <= instant ? work->weights[i] : 0;
    }
    double p = hits / sum;
    if (!(p >= 0.01 && p <= 0.99))
        return estimate_effective_size(work->weights, work->n);
    for (size_t i = 0; i < work->n; i++) {
        double term = work->weights[i] * ((dates[i] <= instant ? 1 : 0) - p);
        squares += term * term;
    }
    return p * (1 - p) / (squares / (sum * sum));
}

static int judge(struct work *work)
{
    const struct results_spec *spec = work->spec;
    struct nowcast_answer *answer = work->answer;
    double *dates = calloc(work->n, sizeof *dates);
    int status = dates ? 0 : no_memory(work);
    answer->effective = estimate_effective_size(work->weights, work->n);
    for (int r = 0; status == 0 && spec->headline >= 0 && r < READINGS; r++) {
        const struct results_deadline *deadline = &spec->deadlines[spec->headline];
        if (!(deadline->readings >> r & 1))
            continue;
        struct question question = {r == READING_MOST_CARDS ? -1 : deadline->milestone, (enum results_reading)r};
        status = reading_of_file(answer->results, 0, question, dates, work->error);
        if (status == 0)
            answer->effective = fmin(
                answer->effective, effective_size(work, dates, results_deadline_instant(spec, (size_t)spec->headline)));
    }
    free(dates);
    answer->trusted = answer->effective >= NOWCAST_LEAST;
    return status;
}

/* ---- quantiles before and after ---- */

/* `repeats` values of each replication in a row. */
static int quantiles(struct work *work, const double values[], size_t repeats, double prior[], double posterior[])
{
    size_t count = work->n * repeats;
    double *weights = calloc(2 * count, sizeof *weights);
    if (!weights)
        return no_memory(work);
    for (size_t i = 0; i < count; i++) {
        weights[i] = 1;
        weights[count + i] = work->weights[i / repeats];
    }
    int status =
        estimate_weighted_quantiles(values, weights, count, nowcast_quantiles, NOWCAST_QUANTILES, prior, work->error);
    if (status == 0)
        status = estimate_weighted_quantiles(values, weights + count, count, nowcast_quantiles, NOWCAST_QUANTILES,
                                             posterior, work->error);
    free(weights);
    return status;
}

static int parameters(struct work *work)
{
    double *values = calloc(work->n, sizeof *values);
    int status = values ? 0 : no_memory(work);
    for (size_t k = 0; status == 0 && k < work->spec->parameter_count; k++) {
        struct results_slice slice = {.count = work->n, .from = k, .width = 1};
        struct nowcast_parameter *parameter = &work->answer->parameters[k];
        status = results_read(work->answer->results, OUTCOME_PARAMETERS, &slice, values, work->error);
        if (status == 0)
            status = quantiles(work, values, 1, parameter->prior, parameter->posterior);
    }
    free(values);
    return status;
}

/* ---- what the courses yield ---- */

/* One block of rows, put together as the records that they were. */
struct records {
    struct outcome_layout layout;
    unsigned char *bytes; /* [ROWS][layout.size] */
    unsigned char *field; /* room for one field of the block */
};

static const enum outcome_name yielding[] = {OUTCOME_MUNICIPALITY_DATE, OUTCOME_CARDS, OUTCOME_CARDS_EXPECTED,
                                             OUTCOME_VENDOR};
enum { YIELDING = sizeof yielding / sizeof *yielding };

static int read_records(struct work *work, struct records *records, size_t first, size_t count)
{
    struct results_slice slice = {.first = first, .count = count};
    for (size_t f = 0; f < YIELDING; f++) {
        enum outcome_name name = yielding[f];
        size_t bytes = records->layout.count[name] * outcome_type_size(outcome_fields[name].type);
        if (bytes == 0)
            continue;
        if (results_read(work->answer->results, name, &slice, records->field, work->error) != 0)
            return -1;
        for (size_t i = 0; i < count; i++)
            memcpy(outcome_at(&records->layout, records->bytes + i * records->layout.size, name),
                   records->field + i * bytes, bytes);
    }
    return 0;
}

static bool is_yielded(const struct observed *row)
{
    bool cards = row->quantity == OBSERVED_CARDS || row->quantity == OBSERVED_CARDS_PER_WEEK;
    if (row->use == UNUSED_QUANTITY || row->use == UNUSED_PLAN || row->use == UNUSED_NOT_YIELDED ||
        row->use == UNUSED_OUTSIDE || row->use == UNUSED_UNDATED || (cards && row->scope != SCOPE_NATIONAL))
        return false;
    return row->quantity < OBSERVED_VENDOR_READY &&
           (row->quantity == OBSERVED_CARDS_EXPECTED || (row->from != OBSERVED_UNDATED && row->to != OBSERVED_UNDATED));
}

/* Days at which a row's interval is looked at; the last one is its last. */
static size_t days_of(const struct observed *row)
{
    if (row->quantity == OBSERVED_CARDS_PER_WEEK || row->quantity == OBSERVED_CARDS_EXPECTED)
        return 1;
    long days = row->to - row->from + 1;
    return days < DAYS ? (size_t)days : DAYS;
}

static long day_at(const struct observed *row, size_t k, size_t days)
{
    return row->to - (days > 1 ? (row->to - row->from) * (long)(days - 1 - k) / (long)(days - 1) : 0);
}

static int yields(struct work *work, struct records *records, const struct programme *programme,
                  const struct observed *row, struct nowcast_observation *out)
{
    size_t days = days_of(row);
    double *values = calloc(work->n * days, sizeof *values);
    int status = values ? 0 : no_memory(work);
    for (size_t first = 0; status == 0 && first < work->n; first += ROWS) {
        size_t count = work->n - first < ROWS ? work->n - first : ROWS;
        status = read_records(work, records, first, count);
        for (size_t i = 0; status == 0 && i < count; i++) {
            struct course course = {programme, &records->layout, records->bytes + i * records->layout.size, 0};
            for (size_t k = 0; k < days; k++)
                values[(first + i) * days + k] = likelihood_yield(row, &course, day_at(row, k, days));
        }
    }
    if (status == 0)
        status = quantiles(work, values, days, out->prior, out->posterior);
    free(values);
    return status;
}

static int observations(struct work *work)
{
    const struct observations *all = nowcast_observations(work->nowcast);
    struct records records = {.layout = results_layout(work->spec)};
    int status = 0;
    records.bytes = calloc(ROWS, records.layout.size);
    records.field = calloc(ROWS, records.layout.size);
    if (!records.bytes || !records.field)
        status = no_memory(work);
    for (size_t i = 0; i < all->count; i++) {
        struct nowcast_observation *out = &work->answer->observations[i];
        for (size_t q = 0; q < NOWCAST_QUANTILES; q++)
            out->prior[q] = out->posterior[q] = NAN;
        if (status == 0 && is_yielded(&all->list[i]))
            status = yields(work, &records, nowcast_programme(work->nowcast), &all->list[i], out);
    }
    free(records.bytes);
    free(records.field);
    return status;
}

/* ---- the whole ---- */

int nowcast_answer(struct nowcast_answer *answer, const struct nowcast *nowcast, const char *path, struct error *error)
{
    *answer = (struct nowcast_answer){.results = 0};
    if (results_open(&answer->results, path, error) != 0)
        return -1;
    const struct results_spec *spec = results_spec(answer->results);
    struct work work = {.answer = answer, .spec = spec, .nowcast = nowcast, .error = error, .n = spec->replications};
    struct results_slice slice = {.count = work.n};
    work.weights = calloc(work.n, sizeof *work.weights);
    answer->observations = calloc(nowcast_observations(nowcast)->count + 1, sizeof *answer->observations);
    answer->parameters = calloc(spec->parameter_count + 1, sizeof *answer->parameters);
    int status = work.weights && answer->observations && answer->parameters ? 0 : no_memory(&work);
    if (status == 0)
        status = results_read(answer->results, OUTCOME_WEIGHT, &slice, work.weights, error);
    if (status == 0)
        status = judge(&work);
    if (status == 0)
        status = parameters(&work);
    if (status == 0)
        status = observations(&work);
    free(work.weights);
    return status;
}

void nowcast_answer_free(struct nowcast_answer *answer)
{
    results_close(answer->results);
    free(answer->observations);
    free(answer->parameters);
    *answer = (struct nowcast_answer){.results = 0};
}
