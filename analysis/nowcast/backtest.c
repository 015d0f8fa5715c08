/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest: see include/analysis/nowcast/backtest.h.
 */
#include "analysis/nowcast/backtest.h"

#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/score.h"
#include "analysis/statistics/tempering.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ENSEMBLE = 1000 };

/* ---- what anybody can say ---- */

static bool is_dated(const struct observed *row)
{
    return row->from != OBSERVED_UNDATED && row->to != OBSERVED_UNDATED;
}

static double middle(const struct observed *row)
{
    return ((double)row->from + (double)row->to) / 2;
}

/* One fact: the same quantity of the same scope; sites and their share are two, so that a line has one unit. */
static bool same_fact(const struct observed *a, const struct observed *b)
{
    return a->quantity == b->quantity && a->milestone == b->milestone && a->scope == b->scope && a->whom == b->whom;
}

/* The last known row of a fact, but for `but`; null: none. */
static const struct observed *last_known(const struct observations *all, const struct observed *of, long as_of,
                                         const struct observed *but)
{
    const struct observed *last = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct observed *row = &all->list[i];
        if (row != but && row->kind != OBSERVED_PLAN && is_dated(row) && row->known_from <= as_of && row->to <= as_of &&
            same_fact(row, of) && (!last || middle(row) > middle(last)))
            last = row;
    }
    return last;
}

static double through(double t0, double y0, double t1, double y1, double t)
{
    return t1 > t0 ? y0 + (y1 - y0) * (t - t0) / (t1 - t0) : NAN;
}

static double straight_line(const struct nowcast *nowcast, const struct observed *row, long as_of)
{
    const struct observations *all = nowcast_observations(nowcast);
    const struct observed *last = last_known(all, row, as_of, 0), *first = last_known(all, row, as_of, last);
    if (!last)
        return NAN;
    double t0 = first ? middle(first) : (double)nowcast_programme(nowcast)->epoch, y0 = first ? first->value : 0;
    return fmax(0, through(t0, y0, middle(last), last->value, middle(row)));
}

static double last_weeks(const struct nowcast *nowcast, const struct observed *row, long as_of)
{
    const struct observations *all = nowcast_observations(nowcast);
    struct observed rate = *row;
    rate.quantity = OBSERVED_CARDS_PER_WEEK;
    const struct observed *speed = last_known(all, &rate, as_of, 0), *last = last_known(all, row, as_of, 0);
    if (row->quantity == OBSERVED_CARDS_PER_WEEK)
        return last ? last->value : NAN;
    return row->quantity == OBSERVED_CARDS && last && speed
               ? last->value + speed->value * (middle(row) - (double)last->to) / 7
               : NAN;
}

static double plan(const struct nowcast *nowcast, const struct observed *row)
{
    const struct observations *all = nowcast_observations(nowcast);
    const struct observed *before = 0, *after = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct observed *one = &all->list[i];
        if (one->kind != OBSERVED_PLAN || !is_dated(one) || strncmp(one->quantity_name, "plan_", 5) != 0 ||
            strcasecmp(one->quantity_name + 5, row->quantity_name) != 0 ||
            strcmp(one->scope_name, row->scope_name) != 0)
            continue;
        if (middle(one) <= middle(row) && (!before || middle(one) > middle(before)))
            before = one;
        if (middle(one) > middle(row) && (!after || middle(one) < middle(after)))
            after = one;
    }
    if (before && after)
        return through(middle(before), before->value, middle(after), after->value, middle(row));
    return before ? before->value : after ? 0 : NAN;
}

/* ---- scores ---- */

struct work {
    struct backtest *backtest;
    struct backtest_day *day;
    const struct nowcast *nowcast;
    const struct results *results;
    double *weights;
    struct error *error;
};

static int no_memory(const struct work *work)
{
    return error_set(work->error, ERROR_MEMORY, "out of memory");
}

/* As many of the values by weight as the score takes, at levels in between. */
static double crps(const double values[], const double weights[], size_t n, double seen)
{
    size_t ancestor[ENSEMBLE];
    double ensemble[ENSEMBLE];
    tempering_resample(weights, n, 0.5, ancestor, ENSEMBLE);
    for (size_t i = 0; i < ENSEMBLE; i++)
        ensemble[i] = values[ancestor[i]];
    return score_crps_fair(ensemble, ENSEMBLE, seen);
}

static double transform(const double values[], const double weights[], size_t n, double seen)
{
    double sum = 0, below = 0;
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
        below += values[i] < seen ? weights[i] : values[i] == seen ? weights[i] / 2 : 0;
    }
    return below / sum;
}

static int score_values(struct work *work, size_t index, const double values[], const double weights[], size_t n)
{
    static const double levels[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    const struct observed *row = &nowcast_observations(work->nowcast)->list[index];
    struct backtest_score *score = &work->day->scores[work->day->score_count++];
    double q[5];
    if (estimate_weighted_quantiles(values, weights, n, levels, 5, q, work->error) != 0)
        return -1;
    *score = (struct backtest_score){.row = index,
                                     .q05 = q[0],
                                     .q50 = q[2],
                                     .q95 = q[4],
                                     .crps = crps(values, weights, n, row->value),
                                     .transform = transform(values, weights, n, row->value),
                                     .in_50 = row->value >= q[1] && row->value <= q[3],
                                     .in_90 = row->value >= q[0] && row->value <= q[4]};
    score->baseline[BASELINE_LINE] = straight_line(work->nowcast, row, work->day->as_of);
    score->baseline[BASELINE_WEEKS] = last_weeks(work->nowcast, row, work->day->as_of);
    score->baseline[BASELINE_PLAN] = plan(work->nowcast, row);
    return 0;
}

static int score_row(struct work *work, size_t index)
{
    const struct observed *row = &nowcast_observations(work->nowcast)->list[index];
    size_t n = results_spec(work->results)->replications, days = nowcast_days(row);
    double *values = calloc(n * days, sizeof *values), *weights = calloc(n * days, sizeof *weights);
    int status = values && weights
                     ? nowcast_values(work->results, nowcast_programme(work->nowcast), row, values, work->error)
                     : no_memory(work);
    for (size_t i = 0; status == 0 && i < n * days; i++)
        weights[i] = work->weights[i / days];
    if (status == 0)
        status = score_values(work, index, values, weights, n * days);
    free(weights);
    free(values);
    return status;
}

/* Those that were seen or told only after the day. */
static int score_rows(struct work *work)
{
    const struct observations *all = nowcast_observations(work->nowcast);
    int status = 0;
    work->day->scores = calloc(all->count + 1, sizeof *work->day->scores);
    if (!work->day->scores)
        return no_memory(work);
    for (size_t i = 0; status == 0 && i < all->count; i++) {
        bool later = all->list[i].use == UNUSED_KNOWN_AFTER || all->list[i].use == UNUSED_DATED_AFTER;
        if (later && all->list[i].quantity != OBSERVED_CARDS_EXPECTED && nowcast_yields(&all->list[i]))
            status = score_row(work, i);
    }
    return status;
}

/* ---- deadlines ---- */

/* 1 met, 0 missed, -1 untold, by one row: what counts never falls. `wanted` is in the row's unit. */
static int outcome_by(const struct observed *row, double wanted, long deadline)
{
    double error = row->kind == OBSERVED_RELATIVE ? 2 * row->error * row->value
                   : row->kind == OBSERVED_COUNT  ? 2 * row->error
                                                  : row->error;
    if (row->to <= deadline && row->value - error >= wanted)
        return 1;
    return row->from >= deadline && row->value + error < wanted ? 0 : -1;
}

static double wanted_of(const struct observed *row, const struct programme *p, enum results_reading reading)
{
    double sites = (double)results_reading_sites(reading, p->sites);
    if (reading == READING_MOST_CARDS)
        return 0.95 * programme_items(p);
    return row->quantity == OBSERVED_SHARE ? sites / (double)p->sites : sites;
}

static bool speaks_of(const struct observed *row, enum results_reading reading, int milestone)
{
    if (row->kind == OBSERVED_PLAN || row->scope != SCOPE_NATIONAL || !is_dated(row))
        return false;
    if (reading == READING_MOST_CARDS)
        return row->quantity == OBSERVED_CARDS;
    return (row->quantity == OBSERVED_SITES || row->quantity == OBSERVED_SHARE) && row->milestone == milestone;
}

static void find_outcome(const struct work *work, struct backtest_deadline *out,
                         const struct results_deadline *deadline)
{
    const struct observations *all = nowcast_observations(work->nowcast);
    const struct programme *p = nowcast_programme(work->nowcast);
    out->outcome = -1;
    for (size_t i = 0; i < all->count; i++) {
        const struct observed *row = &all->list[i];
        if (!speaks_of(row, out->reading, deadline->milestone))
            continue;
        int told = outcome_by(row, wanted_of(row, p, out->reading), deadline->date);
        if (told < 0)
            continue;
        out->outcome = told;
        out->known |= row->known_from <= work->day->as_of;
    }
    if (out->outcome < 0) {
        out->outcome = backtest_sheet_outcome(work->nowcast, deadline, out->reading);
        out->known = out->outcome >= 0 && deadline->date <= work->day->as_of;
    }
}

static int judge_deadlines(struct work *work)
{
    const struct results_spec *spec = results_spec(work->results);
    size_t count = spec->deadline_count * READINGS;
    double *value = calloc(3 * count + 1, sizeof *value);
    work->day->deadlines = calloc(count + 1, sizeof *work->day->deadlines);
    int status = value && work->day->deadlines ? results_read_probability(work->results, 0, value, work->error)
                                               : no_memory(work);
    for (size_t i = 0; status == 0 && i < count; i++) {
        const struct results_deadline *deadline = &spec->deadlines[i / READINGS];
        enum results_reading reading = (enum results_reading)(i % READINGS);
        if (!(deadline->readings >> reading & 1) || results_reading_repeats(spec, reading))
            continue;
        struct backtest_deadline *out = &work->day->deadlines[work->day->deadline_count++];
        *out = (struct backtest_deadline){i / READINGS,         reading, value[i], value[count + i],
                                          value[2 * count + i], -1,      false};
        find_outcome(work, out, deadline);
    }
    free(value);
    return status;
}

/* ---- days ---- */

static int judge_day(struct work *work, const char *path, const atomic_int *stop)
{
    struct nowcast_answer answer;
    int status = nowcast_answer(&answer, work->nowcast, path, work->error);
    if (status == 0) {
        size_t n = results_spec(answer.results)->replications;
        struct results_slice slice = {.count = n};
        work->results = answer.results;
        work->day->effective = answer.effective;
        work->day->trusted = answer.trusted;
        work->weights = calloc(n, sizeof *work->weights);
        status = work->weights ? results_read(answer.results, OUTCOME_WEIGHT, &slice, work->weights, work->error)
                               : no_memory(work);
    }
    if (status == 0)
        status = score_rows(work);
    if (status == 0)
        status = judge_deadlines(work);
    if (status == 0)
        status = backtest_sheet_day(work->day, work->nowcast, work->results, stop, work->error);
    free(work->weights);
    nowcast_answer_free(&answer);
    return status;
}

static int run_day(struct backtest *backtest, struct backtest_day *day, struct nowcast_options *options,
                   const struct study_run *run, const char *folder, struct faults *faults, struct error *error)
{
    struct study_run own = *run;
    char *path = 0;
    nowcast_close(backtest->last);
    backtest->last = 0;
    options->as_of = day->as_of;
    if (nowcast_open(&backtest->last, options, faults, error) != 0)
        return -1;
    for (size_t i = 0; i < backtest->last->observations.count; i++)
        day->used += backtest->last->observations.list[i].use == OBSERVED_USED;
    day->rows = backtest->last->track.rows;
    if (asprintf(&path, "%s/nowcast.h5", folder) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    own.output = path;
    own.force = true;
    own.resume = false;
    struct work work = {.backtest = backtest, .day = day, .nowcast = backtest->last, .error = error};
    int status = nowcast_run(backtest->last, &own, error);
    if (status == 0)
        status = judge_day(&work, path, run->stop);
    unlink(path);
    free(path);
    return status;
}

int backtest_run(struct backtest *backtest, const struct nowcast_options *options, const long days[], size_t count,
                 const struct study_run *run, const char *folder, struct faults *faults, struct error *error)
{
    int status = 0;
    *backtest = (struct backtest){.options = *options};
    backtest->days = calloc(count + 1, sizeof *backtest->days);
    if (!backtest->days)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; status == 0 && i < count; i++) {
        struct backtest_day *day = &backtest->days[backtest->count++];
        day->as_of = days[i];
        status = run_day(backtest, day, &backtest->options, run, folder, faults, error);
    }
    return status;
}

void backtest_free(struct backtest *backtest)
{
    for (size_t i = 0; i < backtest->count; i++) {
        free(backtest->days[i].scores);
        free(backtest->days[i].deadlines);
        free(backtest->days[i].seen);
    }
    free(backtest->days);
    nowcast_close(backtest->last);
    *backtest = (struct backtest){0};
}
