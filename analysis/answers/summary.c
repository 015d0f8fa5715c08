/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary: the tables, made from a results file.
 */
#include "analysis/answers/summary_parts.h"
#include "analysis/results/view.h"
#include "analysis/statistics/nested.h"
#include "analysis/statistics/spread.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CARDS_MOST = 64 << 20 }; /* bytes */

const double summary_dates[SUMMARY_DATES] = {0.1, 0.5, 0.8, 0.9};

/* ---- deadlines ---- */

static int sum_deadlines(const struct summary_work *work, struct summary_scenario *out)
{
    const struct results_spec *spec = work->spec;
    size_t count = spec->deadline_count * READINGS;
    double *value = summary_get(3 * count, sizeof *value, work->error);
    out->deadlines = summary_get(count, sizeof *out->deadlines, work->error);
    int status =
        value && out->deadlines ? results_read_probability(work->results, work->scenario, value, work->error) : -1;
    for (size_t i = 0; i < count && status == 0; i++)
        if ((spec->deadlines[i / READINGS].readings >> i % READINGS & 1) != 0)
            out->deadlines[out->deadline_count++] =
                (struct summary_deadline){.deadline = i / READINGS,
                                          .reading = (enum results_reading)(i % READINGS),
                                          .probability = value[i],
                                          .interval = {value[count + i], value[2 * count + i]}};
    free(value);
    return status;
}

/* Replications that share their parameters are alike: the Wilson interval, which takes them for independent, would be
 * too narrow, so the groups' own error takes its place. */
static int sum_nested(const struct summary_work *work, struct summary_scenario *out)
{
    if (work->spec->replications_per_draw <= 1 || work->n < 2 * work->spec->replications_per_draw)
        return 0;
    if (!work->equal)
        return error_set(work->error, ERROR_USAGE,
                         "%s: a nested run whose replications differ in weight is not supported: what is due to the "
                         "assumptions cannot be told from chance",
                         results_path(work->results));
    if (split_of(&out->split, &work->dates, work->scenario, work->error) != 0)
        return -1;
    for (size_t i = 0; i < out->deadline_count; i++)
        for (size_t k = 0; k < out->split.count; k++) {
            struct summary_deadline *row = &out->deadlines[i];
            const struct split_row *split = &out->split.rows[k];
            double half = 1.96 * split->error;
            if (split->deadline == row->deadline && split->reading == row->reading)
                row->interval = (struct interval){fmax(0, row->probability - half), fmin(1, row->probability + half)};
        }
    return 0;
}

static int sum_done(const struct summary_work *work, struct summary_scenario *out)
{
    static const double levels[3] = {0.1, 0.5, 0.9};
    size_t count = work->spec->deadline_count;
    int16_t *done = summary_get(work->n * (count + 1), sizeof *done, work->error);
    double *values = summary_get(work->n, sizeof *values, work->error);
    out->done = summary_get(count, sizeof *out->done, work->error);
    int status = done && values && out->done
                     ? results_read_done(work->results, work->scenario, 0, work->n, done, work->error)
                     : -1;
    for (size_t d = 0; d < count && status == 0; d++) {
        if (work->spec->deadlines[d].milestone < 0)
            continue;
        for (size_t i = 0; i < work->n; i++)
            values[i] = done[i * count + d];
        double q[3];
        status = summary_quantiles(work, values, levels, 3, q);
        out->done[out->done_count++] = (struct summary_done){d, q[0], q[1], q[2]};
    }
    free(values);
    free(done);
    return status;
}

/* ---- milestones ---- */

/* A question's dates, in the file's order and in their own. */
struct dates {
    const double *kept; /* [n]; +inf: never */
    struct estimate_order order;
};

/* What the share of dates by an instant is worth, by the spread between samplers. */
static double sampled_size(const struct summary_work *work, const double dates[], double at)
{
    double share[RESULTS_SAMPLERS] = {0};
    size_t samplers = work->spec->samplers < RESULTS_SAMPLERS ? work->spec->samplers : RESULTS_SAMPLERS;
    spread_shares(dates, work->weights, work->n, at, samplers, share);
    struct spread spread = spread_of(share, samplers, 0.95);
    return fmin((double)work->n, spread_effective_normal(spread.mean, spread.error, samplers));
}

/* The interval of one quantile by order statistics, of as many independent replications as there are: in a weighted or
 * nested sample these are fewer, and ranks are turned into levels again. */
static void sum_date(const struct summary_work *work, const struct dates *dates, double effective, size_t q,
                     struct summary_milestone *out)
{
    out->date[q] = estimate_order_quantile(&dates->order, summary_dates[q]);
    if (work->spec->samplers > 0)
        effective = sampled_size(work, dates->kept, out->date[q]);
    else if (work->inner > 1)
        effective = nested_effective_size(dates->kept, work->weights, work->n / work->inner, work->inner, out->date[q]);
    size_t n = (size_t)fmax(1, effective);
    struct ranks ranks = estimate_quantile_ranks(n, summary_dates[q], 0.95);
    double low = estimate_order_quantile(&dates->order, (double)ranks.lower / (double)n),
           high = estimate_order_quantile(&dates->order, (double)ranks.upper / (double)n);
    out->interval[q].low = ranks.lower > 0 ? low : -INFINITY;
    out->interval[q].high = ranks.upper <= n ? high : INFINITY;
}

/* Quantiles of dates with their intervals. */
static int sum_dates(const struct summary_work *work, struct question question, double effective, double kept[],
                     struct summary_milestone *out)
{
    struct dates dates = {.kept = kept};
    double never = 0;
    reading_table_take(&work->dates, question, kept);
    if (estimate_order_of(&dates.order, reading_table_dates(&work->dates, question), work->equal ? 0 : work->weights,
                          work->n, work->error) != 0)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        never += isfinite(kept[i]) ? 0 : work->weights[i];
    out->not_reached = never / work->total;
    for (size_t q = 0; q < SUMMARY_DATES; q++)
        sum_date(work, &dates, effective, q, out);
    estimate_order_free(&dates.order);
    return 0;
}

static int sum_milestones(const struct summary_work *work, struct summary_scenario *out)
{
    size_t milestones = work->spec->milestone_count;
    double *kept = summary_get(work->n, sizeof *kept, work->error);
    double effective = work->equal ? (double)work->n : estimate_effective_size(work->weights, work->n);
    out->milestones = summary_get(2 * milestones + 1, sizeof *out->milestones, work->error);
    int status = kept && out->milestones ? 0 : -1;
    size_t count = 2 * milestones + (results_has_cards(work->spec) ? 1 : 0);
    for (size_t i = 0; i < count && status == 0; i++) {
        struct summary_milestone *row = &out->milestones[out->milestone_count++];
        bool cards = i == 2 * milestones;
        row->milestone = cards ? -1 : (int)(i / 2);
        row->reading = cards        ? READING_MOST_CARDS
                       : i % 2 == 0 ? READING_ALL_MUNICIPALITIES
                                    : READING_MOST_MUNICIPALITIES;
        status = sum_dates(work, (struct question){row->milestone, row->reading}, effective, kept, row);
    }
    free(kept);
    return status;
}

/* ---- the whole ---- */

/* The replications of a group that share their parameters, 1 if the run is not nested. */
static size_t groups_of(const struct results_spec *spec)
{
    size_t inner = spec->replications_per_draw;
    return inner > 1 && spec->replications >= 2 * inner && spec->replications % inner == 0 ? inner : 1;
}

static int take_some(struct summary *summary, const char *const patterns[], size_t count, struct error *error)
{
    const struct results_spec *file = results_spec(summary->results);
    struct summary_some *some = summary->some = summary_get(1, sizeof *some, error);
    bool *chosen = summary_get(file->scenario_count, sizeof *chosen, error);
    int status = some && chosen ? results_scenarios(file, patterns, count, chosen, error) : -1;
    if (status == 0) {
        some->spec = *file;
        some->in_file = summary_get(file->scenario_count, sizeof *some->in_file, error);
        some->spec.scenarios = some->names = summary_get(file->scenario_count, sizeof *some->names, error);
        some->spec.scenario_kinds = some->kinds = summary_get(file->scenario_count, sizeof *some->kinds, error);
        status = some->in_file && some->names && some->kinds ? 0 : -1;
        some->spec.scenario_count = 0;
    }
    for (size_t s = 0; status == 0 && s < file->scenario_count; s++) {
        size_t place = some->spec.scenario_count;
        some->in_file[place] = s;
        some->names[place] = file->scenarios[s];
        some->kinds[place] = file->scenario_kinds[s];
        some->spec.scenario_count += chosen[s];
    }
    free(chosen);
    summary->spec = status == 0 ? &some->spec : 0;
    return status;
}

/* Everything that takes many bytes of a row, in one pass: the instants of all questions, the cards, and of today the
 * sites at risk, which summary_risk() tells. */
static int walk(struct summary *summary, struct summary_work *work, struct summary_counting *cards)
{
    struct results_walker walker[READING_WALKERS + 1 + AT_RISK_WALKERS];
    size_t count = reading_table_walkers(&work->dates, walker);
    walker[count++] = summary_cards_walker(cards);
    if (summary->at_risk && work->scenario == summary->pending.today)
        count += at_risk_walkers(summary->at_risk, walker + count);
    return results_walk(work->results, work->scenario, walker, count, work->error);
}

static int sum_all(struct summary *summary, struct summary_work *work, struct summary_scenario *out)
{
    struct summary_counting *cards = 0;
    out->cards = summary_get(work->spec->weeks * RESULTS_QUANTILES, sizeof *out->cards, work->error);
    int status = out->cards ? reading_table_init(&work->dates, work->results, work->error) : -1;
    if (status == 0)
        status = summary_cards_begin(&cards, work, CARDS_MOST);
    if (status == 0)
        status = walk(summary, work, cards);
    if (status == 0)
        status = summary_cards_end(cards, out->cards);
    summary_cards_free(cards);
    if (status != 0 || sum_deadlines(work, out) != 0 || sum_nested(work, out) != 0 || sum_done(work, out) != 0 ||
        sum_milestones(work, out) != 0 || summary_resources(work, out) != 0 || summary_causes(work, out) != 0 ||
        summary_amounts(work, out) != 0)
        return -1;
    return 0;
}

static int sum_scenario(struct summary *summary, size_t scenario, struct error *error)
{
    struct summary_scenario *out = &summary->scenarios[scenario];
    struct summary_work work = {.results = summary->results,
                                .spec = summary->spec,
                                .scenario = summary->some->in_file[scenario],
                                .n = summary->spec->replications,
                                .inner = groups_of(summary->spec),
                                .error = error};
    int status = summary_weights(&work);
    if (status == 0) {
        out->effective = estimate_effective_size(work.weights, work.n);
        for (size_t i = 0; i < work.n; i++)
            out->fitting += work.weights[i] > 0;
        status = sum_all(summary, &work, out);
    }
    free(work.weights);
    reading_table_free(&work.dates);
    return status;
}

/* Of the scenarios that are summarised, as if the file held no others. */
static int begin_risk(struct summary *summary, struct error *error)
{
    bool *chosen = summary_get(results_spec(summary->results)->scenario_count, sizeof *chosen, error);
    if (!chosen)
        return -1;
    for (size_t s = 0; s < summary->spec->scenario_count; s++)
        chosen[summary->some->in_file[s]] = true;
    int status = at_risk_begin(&summary->at_risk, &summary->pending, summary->results, chosen, error);
    free(chosen);
    return status;
}

int summary_of(struct summary *summary, const char *path, struct error *error)
{
    return summary_of_some(summary, path, 0, 0, error);
}

int summary_rank(struct summary *summary, const char *const patterns[], size_t count, struct error *error)
{
    const struct ranking_options options = {.patterns = patterns, .pattern_count = count};
    if (!ranking_pays(summary->spec))
        return 0;
    int status = ranking_of(&summary->ranking, summary->results, &options, error);
    if (status == 0)
        return 0;
    ranking_free(&summary->ranking); /* what cannot be paired is summarised all the same */
    return error->code == ERROR_USAGE ? 0 : -1;
}

int summary_risk(struct summary *summary, struct error *error)
{
    struct at_risk_work *work = summary->at_risk;
    summary->at_risk = 0;
    int status = work ? at_risk_end(work, error) : 0;
    if (work) {
        summary->risk = summary->pending;
        summary->pending = (struct at_risk){.spec = 0};
    }
    return status;
}

int summary_of_some(struct summary *summary, const char *path, const char *const patterns[], size_t count,
                    struct error *error)
{
    *summary = (struct summary){0};
    if (results_open(&summary->results, path, error) != 0 || take_some(summary, patterns, count, error) != 0)
        return -1;
    summary->scenarios = summary_get(summary->spec->scenario_count, sizeof *summary->scenarios, error);
    if (!summary->scenarios || view_day(summary->spec, &summary->view, error) != 0 || begin_risk(summary, error) != 0)
        return -1;
    for (size_t s = 0; s < summary->spec->scenario_count; s++)
        if (sum_scenario(summary, s, error) != 0)
            return -1;
    return 0;
}

bool summary_has_resource(const struct summary *summary, size_t resource)
{
    for (size_t s = 0; s < summary->spec->scenario_count; s++) {
        const struct summary_resource *row = summary->scenarios[s].resources;
        if (row && (isfinite(row[resource].utilisation) || row[resource].queue_max_mean > 0))
            return true;
    }
    return false;
}

bool summary_has_cause(const struct summary *summary, size_t cause)
{
    for (size_t s = 0; s < summary->spec->scenario_count; s++) {
        const struct summary_cause *row = summary->scenarios[s].causes;
        if (row && (row[cause].last_site_share > 0 || row[cause].mean_days > 0))
            return true;
    }
    return false;
}

void summary_free(struct summary *summary)
{
    for (size_t s = 0; summary->scenarios && s < summary->spec->scenario_count; s++) {
        struct summary_scenario *scenario = &summary->scenarios[s];
        free(scenario->deadlines);
        free(scenario->milestones);
        free(scenario->done);
        free(scenario->cards);
        free(scenario->resources);
        free(scenario->causes);
        free(scenario->last_vendor);
        free(scenario->last_region);
        free(scenario->joint);
        split_free(&scenario->split);
    }
    free(summary->scenarios);
    ranking_free(&summary->ranking);
    at_risk_drop(summary->at_risk);
    at_risk_free(&summary->pending);
    at_risk_free(&summary->risk);
    if (summary->some) {
        free(summary->some->in_file);
        free(summary->some->names);
        free(summary->some->kinds);
    }
    free(summary->some);
    results_close(summary->results);
    *summary = (struct summary){0};
}

void summary_date(const struct results_spec *spec, double instant, char text[SUMMARY_DATE])
{
    text[0] = '\0';
    if (isfinite(instant))
        date_format(date_of_instant(spec->epoch, instant), text);
}
