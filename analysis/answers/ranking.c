/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking: all scenarios of a results file against today.
 */
#include "analysis/answers/ranking_parts.h"
#include "analysis/results/view.h"
#include "models/scenario.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct work {
    const struct results *results;
    const struct results_spec *spec;
    const struct ranking_options *options;
    struct ranking *out;
    size_t n, systems;
    size_t *scenario; /* [systems], today first */
    float *instant;   /* [systems][n] */
    double *weights, *other;
    bool *choice;
    struct gain *gain;
    struct error *error;
};

static enum ranking_kind kind_of(const struct results_spec *spec, size_t scenario)
{
    const char *kind = spec->scenario_kinds[scenario];
    return strcmp(kind, "assumption") == 0       ? RANKING_ASSUMPTIONS
           : strcmp(kind, "counterfactual") == 0 ? RANKING_COUNTERFACTUALS
                                                 : RANKING_LEVERS;
}

bool ranking_pays(const struct results_spec *spec)
{
    enum { MANY = 3 };
    bool today = false;
    for (size_t s = 0; s < spec->scenario_count; s++)
        today |= strcmp(spec->scenarios[s].name, SCENARIO_BASELINE) == 0;
    return today && spec->scenario_count >= MANY && spec->deadline_count > 0 && spec->replications >= 2 * draw_of(spec);
}

/* ---- what is ranked ---- */

static int choose(struct work *work, const struct ranking_options *options)
{
    const struct results_spec *spec = work->spec;
    bool *chosen = calloc(spec->scenario_count, sizeof *chosen);
    work->scenario = calloc(spec->scenario_count, sizeof *work->scenario);
    int status = chosen && work->scenario ? 0 : error_set(work->error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = results_scenario(spec, SCENARIO_BASELINE, &work->out->today, work->error);
    if (status == 0)
        status = results_scenarios(spec, options->patterns, options->pattern_count, chosen, work->error);
    if (status == 0)
        work->scenario[work->systems++] = work->out->today;
    for (size_t s = 0; status == 0 && s < spec->scenario_count; s++)
        if (chosen[s] && s != work->out->today)
            work->scenario[work->systems++] = s;
    free(chosen);
    if (status == 0 && work->systems < 2)
        status = error_set(work->error, ERROR_USAGE, "there is no scenario beside the baseline to rank");
    return status;
}

/* Weights must be one list for all scenarios: a pair weighs what both of its halves do. */
static int read_weights(struct work *work)
{
    for (size_t k = 0; k < work->systems; k++) {
        struct results_slice slice = {.scenario = work->scenario[k], .count = work->n};
        double *into = k == 0 ? work->weights : work->other;
        if (results_read(work->results, OUTCOME_WEIGHT, &slice, into, work->error) != 0)
            return -1;
        for (size_t i = 0; i < work->n; i++) {
            work->out->weighted |= work->weights[i] != work->weights[0];
            if (into[i] != work->weights[i])
                return error_set(work->error, ERROR_USAGE,
                                 "replications whose weight differs between scenarios cannot be paired");
        }
    }
    return 0;
}

static int read_instants(struct work *work)
{
    double *dates = calloc(work->n, sizeof *dates);
    int status = dates ? 0 : error_set(work->error, ERROR_MEMORY, "out of memory");
    for (size_t k = 0; status == 0 && k < work->systems; k++) {
        status = reading_of_file(work->results, work->scenario[k], work->out->asked.question, dates, work->error);
        for (size_t i = 0; i < work->n; i++)
            work->instant[k * work->n + i] = (float)dates[i];
    }
    free(dates);
    return status;
}

static void take_instants(struct work *work)
{
    const struct ranking_options *options = work->options;
    for (size_t k = 0; k < work->systems; k++)
        memcpy(work->instant + k * work->n,
               options->dates(options->holder, work->scenario[k], work->out->asked.question),
               work->n * sizeof *work->instant);
}

static int find_gains(struct work *work)
{
    work->instant = calloc(work->systems * work->n, sizeof *work->instant);
    work->weights = calloc(work->n, sizeof *work->weights);
    work->other = calloc(work->n, sizeof *work->other);
    work->choice = calloc(work->systems, sizeof *work->choice);
    work->gain = calloc(work->systems, sizeof *work->gain);
    if (!work->instant || !work->weights || !work->other || !work->choice || !work->gain)
        return error_set(work->error, ERROR_MEMORY, "no memory to rank %zu scenarios", work->systems);
    for (size_t k = 0; k < work->systems; k++)
        work->choice[k] = kind_of(work->spec, work->scenario[k]) == RANKING_LEVERS;
    if (work->options->dates)
        take_instants(work);
    else if (read_instants(work) != 0)
        return -1;
    if (read_weights(work) != 0)
        return -1;
    const struct gain_data data = {.systems = work->systems,
                                   .n = work->n,
                                   .inner = draw_of(work->spec),
                                   .weights = work->out->weighted ? work->weights : 0,
                                   .instant = work->instant,
                                   .choice = work->choice,
                                   .limit = results_deadline_instant(work->spec, work->out->asked.deadline),
                                   .horizon = work->spec->horizon,
                                   .level = RANKING_LEVEL,
                                   .risk = RANKING_RISK};
    return gain_of(work->gain, &data, work->error);
}

/* ---- in order ---- */

static int by_gain(const void *a, const void *b)
{
    const struct ranking_row *first = a, *second = b;
    if (first->gain.probability != second->gain.probability)
        return first->gain.probability > second->gain.probability ? -1 : 1;
    if (first->gain.instant != second->gain.instant)
        return first->gain.instant < second->gain.instant ? -1 : 1;
    return (first->scenario > second->scenario) - (first->scenario < second->scenario);
}

static int fill(const struct work *work)
{
    struct ranking *out = work->out;
    for (int t = 0; t < RANKING_TABLES; t++) {
        out->table[t].row = calloc(work->systems, sizeof *out->table[t].row);
        if (!out->table[t].row)
            return error_set(work->error, ERROR_MEMORY, "out of memory");
    }
    for (size_t k = 0; k < work->systems; k++) {
        struct ranking_table *table = &out->table[kind_of(work->spec, work->scenario[k])];
        table->row[table->count++] = (struct ranking_row){work->scenario[k], work->gain[k], NAN};
    }
    for (int t = 0; t < RANKING_TABLES; t++)
        qsort(out->table[t].row, out->table[t].count, sizeof *out->table[t].row, by_gain);
    return ranking_price(out, work->results, work->error);
}

/* Nothing can be chosen any more for what was due by the as-of date. */
static int refuse_past(struct ranking *ranking, const struct results *results, struct error *error)
{
    const struct results_spec *spec = ranking->spec;
    const struct results_deadline *deadline = &spec->deadlines[ranking->asked.deadline];
    double *value = calloc(3 * spec->deadline_count * READINGS + 1, sizeof *value);
    char day[DATE_TEXT];
    ranking->status = calloc(spec->deadline_count + 1, sizeof *ranking->status);
    int read = value && ranking->status ? results_read_probability(results, ranking->today, value, error)
                                        : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t d = 0; read == 0 && d < spec->deadline_count; d++)
        ranking->status[d] =
            view_status(spec, ranking->view, d, value[d * READINGS + (size_t)ranking->asked.question.reading]);
    free(value);
    enum view_status status = read == 0 ? ranking->status[ranking->asked.deadline] : VIEW_AHEAD;
    if (status == VIEW_AHEAD)
        return read;
    date_format(ranking->view, day);
    return error_set(error, ERROR_USAGE, "the deadline %s was due by %s, the as-of date: %s; no lever can help it",
                     deadline->name, day, view_status_name(status));
}

int ranking_of(struct ranking *ranking, const struct results *results, const struct ranking_options *options,
               struct error *error)
{
    struct work work = {
        .results = results, .spec = results_spec(results), .options = options, .out = ranking, .error = error};
    *ranking = (struct ranking){.spec = work.spec, .nested = draw_of(work.spec) > 1};
    work.n = work.spec->replications;
    int status = choose(&work, options);
    if (status == 0)
        status =
            reading_least_certain(&ranking->asked, results, ranking->today, options->deadline, options->reading, error);
    if (status == 0)
        status = view_day(work.spec, &ranking->view, error);
    if (status == 0)
        status = refuse_past(ranking, results, error);
    if (status == 0)
        status = find_gains(&work);
    if (status == 0)
        status = fill(&work);
    free(work.scenario);
    free(work.instant);
    free(work.weights);
    free(work.other);
    free(work.choice);
    free(work.gain);
    return status;
}

void ranking_free(struct ranking *ranking)
{
    for (int t = 0; t < RANKING_TABLES; t++)
        free(ranking->table[t].row);
    free(ranking->status);
    *ranking = (struct ranking){.spec = 0};
}
