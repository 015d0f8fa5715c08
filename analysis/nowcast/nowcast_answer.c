/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_answer: what a nowcast's file can be trusted for, and what each observation and parameter became.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/results/reading.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct work {
    struct nowcast_answer *answer;
    const struct results_spec *spec;
    const struct nowcast *nowcast;
    struct error *error;
    size_t n;
    double known;    /* instant that ends the as-of day */
    double *weights; /* [n] */
    double *share;   /* [samplers] */
};

static int no_memory(struct work *work)
{
    return error_set(work->error, ERROR_MEMORY, "out of memory");
}

/* ---- how much the weights are worth ---- */

/* Of a weighted mean of 0s and 1s: the variance is sum w^2 (I - p)^2 / (sum w)^2. */
static double error_of_weights(const struct work *work, const double dates[], double instant, double p)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < work->n; i++) {
        double term = work->weights[i] * ((dates[i] <= instant ? 1 : 0) - p);
        sum += work->weights[i];
        squares += term * term;
    }
    return sqrt(squares) / sum;
}

static double error_of_samplers(const struct work *work, const double dates[], double instant)
{
    spread_shares(dates, work->weights, work->n, instant, work->spec->samplers, work->share);
    return spread_of(work->share, work->spec->samplers, 0.95).error;
}

/* What the share of dates by an instant is worth. */
static double effective_size(const struct work *work, const double dates[], double instant)
{
    double sum = 0, hits = 0;
    for (size_t i = 0; i < work->n; i++) {
        sum += work->weights[i];
        hits += dates[i] <= instant ? work->weights[i] : 0;
    }
    double p = hits / sum;
    if (!(p >= 0.01 && p <= 0.99))
        return work->spec->samplers > 0 ? INFINITY : estimate_effective_size(work->weights, work->n);
    return spread_effective(p, work->spec->samplers > 0 ? error_of_samplers(work, dates, instant)
                                                        : error_of_weights(work, dates, instant, p));
}

static void judge_at(struct work *work, const double dates[], double instant, const char *what, const char *when)
{
    double effective = effective_size(work, dates, instant);
    if (effective >= work->answer->effective)
        return;
    work->answer->effective = effective;
    snprintf(work->answer->weakest, sizeof work->answer->weakest, "%s, %s", what, when);
}

/* All deadlines in a question's reading, and its dates. */
static int judge_question(struct work *work, struct question question, double dates[])
{
    const struct results_spec *spec = work->spec;
    char what[TELLING];
    double levels[] = {0.1, 0.5, 0.8, 0.9}, at[4];
    if (reading_of_file(work->answer->results, 0, question, dates, work->error) != 0 ||
        estimate_weighted_quantiles(dates, work->weights, work->n, levels, 4, at, work->error) != 0)
        return -1;
    telling_question(spec, question, "at", what);
    for (size_t d = 0; d < spec->deadline_count; d++)
        if ((spec->deadlines[d].readings >> question.reading & 1) != 0 &&
            (question.milestone < 0 || question.milestone == spec->deadlines[d].milestone))
            judge_at(work, dates, results_deadline_instant(spec, d), what, spec->deadlines[d].name);
    for (size_t q = 0; q < 4; q++)
        if (isfinite(at[q]) && at[q] > work->known) {
            char when[32];
            snprintf(when, sizeof when, "date of %.0f %%", 100 * levels[q]);
            judge_at(work, dates, at[q], what, when);
        }
    return 0;
}

/* Of a form that matters every sampler must have found something, or their spread tells nothing. */
static int judge_forms(struct work *work)
{
    struct nowcast_sampling *sampling = malloc(sizeof *sampling);
    if (!sampling)
        return no_memory(work);
    const struct nowcast_form *form =
        nowcast_sampling_of(sampling, work->spec, nowcast_programme(work->nowcast)) ? nowcast_form_lost(sampling) : 0;
    if (form)
        snprintf(work->answer->lost, sizeof work->answer->lost,
                 "%zu of %zu samplers have found no course of the uptake's form '%s' that fits", form->lost,
                 form->samplers, form->name);
    free(sampling);
    return 0;
}

/* The weakest of everything that is told of deadlines and, after the as-of date, of dates. */
static int judge(struct work *work)
{
    const struct results_spec *spec = work->spec;
    struct nowcast_answer *answer = work->answer;
    double *dates = calloc(work->n, sizeof *dates);
    int status = dates ? 0 : no_memory(work);
    answer->effective = spec->samplers > 0 ? INFINITY : estimate_effective_size(work->weights, work->n);
    for (int m = 0; status == 0 && m < (int)spec->milestone_count; m++)
        for (enum results_reading r = READING_ALL_MUNICIPALITIES; status == 0 && r <= READING_MOST_MUNICIPALITIES; r++)
            if (r == READING_ALL_MUNICIPALITIES || !results_reading_repeats(spec, r))
                status = judge_question(work, (struct question){m, r}, dates);
    if (status == 0 && results_has_cards(spec))
        status = judge_question(work, (struct question){-1, READING_MOST_CARDS}, dates);
    free(dates);
    if (isinf(answer->effective)) /* nothing is uncertain */
        answer->effective = (double)work->n;
    if (status == 0)
        status = judge_forms(work);
    answer->trusted = answer->effective >= NOWCAST_LEAST && !*answer->lost;
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

/* Where the rows are not of the prior: from the prior itself. */
static void prior_of_parameter(const struct work *work, size_t k, double prior[])
{
    const struct quantities *quantities = &nowcast_programme(work->nowcast)->quantities;
    long at = quantities_find(quantities, work->spec->parameters[k].name);
    for (size_t q = 0; at >= 0 && q < NOWCAST_QUANTILES; q++)
        prior[q] = quantities_value(quantities, (size_t)at, nowcast_quantiles[q]);
}

/* Within what the prior can be at all. */
static void widen(const struct work *work, size_t k)
{
    const struct quantities *quantities = &nowcast_programme(work->nowcast)->quantities;
    struct nowcast_parameter *parameter = &work->answer->parameters[k];
    const double *posterior = parameter->posterior, edge = 1e-12;
    long at = quantities_find(quantities, work->spec->parameters[k].name);
    parameter->widened = nowcast_track(work->nowcast) ? nowcast_bands_factor(work->spec->parameters[k].name) : 1;
    for (size_t q = 0; q < NOWCAST_QUANTILES; q++) {
        parameter->band[q] = posterior[q];
        if (parameter->widened == 1 || at < 0)
            continue;
        double wide = posterior[1] + parameter->widened * (posterior[q] - posterior[1]);
        parameter->band[q] = fmax(quantities_value(quantities, (size_t)at, edge),
                                  fmin(wide, quantities_value(quantities, (size_t)at, 1 - edge)));
    }
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
        if (status == 0 && work->spec->samplers > 0)
            prior_of_parameter(work, k, parameter->prior);
        widen(work, k);
    }
    free(values);
    return status;
}

/* ---- what the courses yield ---- */

/* Within how much of the truth the value lies nine times in ten; a half-width holds always. */
static double nine_of_ten(const struct observed *row)
{
    return row->kind == OBSERVED_ROUNDED ? row->error : observed_deviation(row) * gsl_cdf_ugaussian_Pinv(0.95);
}

static bool explains(const struct nowcast_observation *seen, const struct observed *row)
{
    const double room = nine_of_ten(row) + 1e-9 * fmax(1, fabs(row->value)); /* shares are quotients */
    return seen->posterior[0] - room <= row->value && row->value <= seen->posterior[2] + room;
}

static int yields(struct work *work, const struct nowcast_prior *prior, const struct observed *row,
                  struct nowcast_observation *out)
{
    size_t days = nowcast_days(row);
    double *values = calloc(work->n * days, sizeof *values);
    int status = values
                     ? nowcast_values(work->answer->results, nowcast_programme(work->nowcast), row, values, work->error)
                     : no_memory(work);
    if (status == 0)
        status = quantiles(work, values, days, out->prior, out->posterior);
    if (status == 0 && work->spec->samplers > 0)
        status = nowcast_prior_quantiles(prior, row, days, out->prior, work->error);
    out->explained = status == 0 && row->use == OBSERVED_USED && explains(out, row);
    free(values);
    return status;
}

static int observations(struct work *work)
{
    const struct observations *all = nowcast_observations(work->nowcast);
    struct nowcast_prior prior = {0};
    int status = work->spec->samplers > 0 ? nowcast_prior_run(&prior, work->nowcast, work->error) : 0;
    for (size_t i = 0; i < all->count; i++) {
        struct nowcast_observation *out = &work->answer->observations[i];
        for (size_t q = 0; q < NOWCAST_QUANTILES; q++)
            out->prior[q] = out->posterior[q] = NAN;
        if (status == 0 && nowcast_yields(&all->list[i]))
            status = yields(work, &prior, &all->list[i], out);
    }
    nowcast_prior_free(&prior);
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
    work.known = (double)(nowcast->options->as_of + 1 - spec->epoch);
    work.share = calloc(spec->samplers + 1, sizeof *work.share);
    struct results_slice slice = {.count = work.n};
    work.weights = calloc(work.n, sizeof *work.weights);
    answer->observations = calloc(nowcast_observations(nowcast)->count + 1, sizeof *answer->observations);
    answer->parameters = calloc(spec->parameter_count + 1, sizeof *answer->parameters);
    int status = work.weights && work.share && answer->observations && answer->parameters ? 0 : no_memory(&work);
    if (status == 0)
        status = results_read(answer->results, OUTCOME_WEIGHT, &slice, work.weights, error);
    if (status == 0)
        status = judge(&work);
    if (status == 0)
        status = parameters(&work);
    if (status == 0)
        status = observations(&work);
    free(work.weights);
    free(work.share);
    return status;
}

void nowcast_answer_free(struct nowcast_answer *answer)
{
    results_close(answer->results);
    free(answer->observations);
    free(answer->parameters);
    *answer = (struct nowcast_answer){.results = 0};
}
