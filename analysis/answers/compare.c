/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare: paired differences of two scenarios.
 */
#include "analysis/answers/compare.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct work {
    const struct results *results;
    const struct results_spec *spec;
    size_t n, a, b;
    size_t inner;                  /* so many replications in a row share their parameters or their sampler; 1: none */
    double *x, *y, *difference;    /* [n] */
    struct reading_table dates[2]; /* of a and of b */
    int32_t *cards[2];             /* [deadlines][n], when the last week up to the deadline begins */
    struct error *error;
};

struct interval compare_means(const struct tally *tally)
{
    double half = gsl_cdf_tdist_Pinv(0.975, (double)(tally->count - 1)) * tally_error(tally);
    return (struct interval){tally_mean(tally) - half, tally_mean(tally) + half};
}

/* Of work->difference. Replications that share their parameters or their sampler are alike, so each group counts once,
 * by its mean. */
static struct tally tally_groups(const struct work *work)
{
    struct tally groups, group;
    tally_init(&groups);
    for (size_t first = 0; first < work->n; first += work->inner) {
        tally_init(&group);
        for (size_t i = first; i < first + work->inner && i < work->n; i++)
            tally_add(&group, work->difference[i]);
        tally_add(&groups, tally_mean(&group));
    }
    return groups;
}

/* ---- dates ---- */

static struct compare_date compare_dates(const struct work *work, struct question question)
{
    struct compare_date out = {.question = question};
    struct tally a, b, difference;
    size_t later = 0, earlier = 0, never_a = 0, never_b = 0;
    tally_init(&a);
    tally_init(&b);
    tally_init(&difference);
    for (size_t i = 0; i < work->n; i++) {
        double first = fmin(work->x[i], work->spec->horizon), second = fmin(work->y[i], work->spec->horizon);
        never_a += isinf(work->x[i]) != 0;
        never_b += isinf(work->y[i]) != 0;
        later += second > first;
        earlier += second < first;
        tally_add(&a, first);
        tally_add(&b, second);
        tally_add(&difference, second - first);
        work->difference[i] = second - first;
    }
    double n = (double)work->n, variance = tally_variance(&difference), level = 0.5;
    struct tally groups = tally_groups(work);
    out.difference_days = tally_mean(&groups);
    out.error = tally_error(&groups);
    out.interval = compare_means(&groups);
    estimate_quantiles(work->difference, work->n, &level, 1, &out.median_days);
    out.later = (double)later / n;
    out.earlier = (double)earlier / n;
    out.not_reached_a = (double)never_a / n;
    out.not_reached_b = (double)never_b / n;
    out.variance_reduction = (tally_variance(&a) + tally_variance(&b)) / variance;
    return out;
}

/* ---- on time or not ---- */

/* Two-sided exact McNemar: given that the two differ, either way is as likely as the other. */
static double mcnemar(size_t only_a, size_t only_b)
{
    unsigned fewer = (unsigned)(only_a < only_b ? only_a : only_b), all = (unsigned)(only_a + only_b);
    return all == 0 ? 1 : fmin(1, 2 * gsl_cdf_binomial_P(fewer, 0.5, all));
}

/* Agresti & Min: half a pair is added to each of the four cells. */
struct interval compare_proportions(double only_a, double only_b, double n)
{
    double z = gsl_cdf_ugaussian_Pinv(0.975), a = only_a + 0.5, b = only_b + 0.5, all = n + 2;
    double middle = (b - a) / all, half = z * sqrt((a + b) - (b - a) * (b - a) / all) / all;
    return (struct interval){fmax(-1, middle - half), fmin(1, middle + half)};
}

/* Where replications share their parameters: the groups' mean differences, by t. */
static void judge_groups(const struct work *work, struct compare_deadline *out)
{
    struct tally groups = tally_groups(work);
    double t = fabs(tally_mean(&groups)) / tally_error(&groups);
    struct interval interval = compare_means(&groups);
    out->interval = (struct interval){fmax(-1, interval.low), fmin(1, interval.high)};
    out->p_value = isnan(t) ? 1 : 2 * gsl_cdf_tdist_Q(t, (double)groups.count - 1); /* NaN: they never differ */
}

static struct compare_deadline compare_deadline(const struct work *work, size_t deadline, enum results_reading reading)
{
    double limit = results_deadline_instant(work->spec, deadline), n = (double)work->n;
    struct compare_deadline out = {.deadline = deadline, .reading = reading};
    size_t on_time_a = 0, on_time_b = 0;
    for (size_t i = 0; i < work->n; i++) {
        bool a = work->x[i] <= limit, b = work->y[i] <= limit;
        on_time_a += a;
        on_time_b += b;
        out.only_a += a && !b;
        out.only_b += b && !a;
        work->difference[i] = b - a;
    }
    out.a = (double)on_time_a / n;
    out.b = (double)on_time_b / n;
    out.difference = out.b - out.a;
    out.interval = compare_proportions((double)out.only_a, (double)out.only_b, n);
    out.p_value = mcnemar(out.only_a, out.only_b);
    if (work->inner > 1)
        judge_groups(work, &out);
    return out;
}

/* ---- questions ---- */

/* Both scenarios' dates, and every deadline that asks the same question. */
static void ask(const struct work *work, struct question question, struct comparison *out)
{
    const struct results_spec *spec = work->spec;
    reading_table_take(&work->dates[0], question, work->x);
    reading_table_take(&work->dates[1], question, work->y);
    out->dates[out->date_count++] = compare_dates(work, question);
    for (size_t d = 0; d < spec->deadline_count; d++) {
        bool sense = (spec->deadlines[d].readings >> question.reading & 1) != 0;
        if (sense && (question.milestone < 0 || spec->deadlines[d].milestone == question.milestone))
            out->deadlines[out->deadline_count++] = compare_deadline(work, d, question.reading);
    }
}

/* The week whose cards a deadline is asked about; `weeks`: none, it lies before the first. */
static size_t week_of(const struct results_spec *spec, size_t deadline)
{
    double weeks = floor((results_deadline_instant(spec, deadline) - spec->monday) / 7);
    if (!(weeks >= 0))
        return spec->weeks;
    return weeks < (double)spec->weeks ? (size_t)weeks : spec->weeks - 1;
}

static void ask_cards(const struct work *work, size_t deadline, struct comparison *out)
{
    const int32_t *a = work->cards[0] + deadline * work->n, *b = work->cards[1] + deadline * work->n;
    if (week_of(work->spec, deadline) == work->spec->weeks)
        return;
    for (size_t i = 0; i < work->n; i++)
        work->difference[i] = (double)b[i] - a[i];
    struct tally groups = tally_groups(work);
    out->cards[out->card_count++] =
        (struct compare_cards){deadline, tally_mean(&groups), tally_error(&groups), compare_means(&groups)};
}

static int ask_amount(const struct work *work, enum amount amount, struct comparison *out)
{
    float *values = calloc(2 * work->n + 1, sizeof *values);
    struct results_slice a = {.scenario = work->a, .count = work->n}, b = {.scenario = work->b, .count = work->n};
    int status = values ? results_read(work->results, amount_field(amount), &a, values, work->error)
                        : error_set(work->error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = results_read(work->results, amount_field(amount), &b, values + work->n, work->error);
    for (size_t i = 0; status == 0 && i < work->n; i++) {
        work->x[i] = (double)values[i];
        work->y[i] = (double)values[work->n + i];
        work->difference[i] = work->y[i] - work->x[i];
    }
    free(values);
    if (status != 0 ||
        (!amount_told(work->spec, amount, work->x, work->n) && !amount_told(work->spec, amount, work->y, work->n)))
        return status;
    struct tally groups = tally_groups(work);
    out->amounts[out->amount_count++] =
        (struct compare_amount){amount, tally_mean(&groups), tally_error(&groups), compare_means(&groups)};
    return 0;
}

static int by_deadline(const void *a, const void *b)
{
    const struct compare_deadline *first = a, *second = b;
    if (first->deadline != second->deadline)
        return first->deadline < second->deadline ? -1 : 1;
    return (first->reading > second->reading) - (first->reading < second->reading);
}

static int ask_all(const struct work *work, struct comparison *out)
{
    const struct results_spec *spec = work->spec;
    int status = 0;
    for (size_t m = 0; m < spec->milestone_count; m++)
        for (enum results_reading r = READING_ALL_MUNICIPALITIES; r <= READING_MOST_MUNICIPALITIES; r++)
            ask(work, (struct question){(int)m, r}, out);
    if (results_has_cards(spec))
        ask(work, (struct question){-1, READING_MOST_CARDS}, out);
    qsort(out->deadlines, out->deadline_count, sizeof *out->deadlines, by_deadline);
    for (size_t d = 0; results_has_cards(spec) && d < spec->deadline_count; d++)
        ask_cards(work, d, out);
    for (enum amount amount = 0; status == 0 && amount < AMOUNTS; amount++)
        status = ask_amount(work, amount, out);
    return status;
}

/* ---- the whole ---- */

static int check_weights(const struct work *work)
{
    const size_t scenario[2] = {work->a, work->b};
    for (int s = 0; s < 2; s++) {
        struct results_slice slice = {.scenario = scenario[s], .count = work->n};
        if (results_read(work->results, OUTCOME_WEIGHT, &slice, work->x, work->error) != 0)
            return -1;
        for (size_t i = 1; i < work->n; i++)
            if (work->x[i] != work->x[0])
                return error_set(work->error, ERROR_USAGE, "replications of different weight cannot be paired");
    }
    return 0;
}

/* One scenario's instants and cards, in one pass over its rows. */
struct reader {
    const struct work *work;
    int32_t *cards;
};

static void take_cards(void *context, const void *values, size_t first, size_t count)
{
    const struct reader *reader = context;
    const struct results_spec *spec = reader->work->spec;
    const int32_t *rows = values;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        size_t week = week_of(spec, d);
        for (size_t i = 0; week < spec->weeks && i < count; i++)
            reader->cards[d * reader->work->n + first + i] = rows[i * spec->weeks + week];
    }
}

static int read_scenario(struct work *work, int side)
{
    struct results_walker walker[READING_WALKERS + 1];
    size_t all = work->spec->deadline_count * work->n + 1;
    work->cards[side] = calloc(all, sizeof *work->cards[side]);
    if (!work->cards[side])
        return error_set(work->error, ERROR_MEMORY, "out of memory");
    struct reader reader = {work, work->cards[side]};
    if (reading_table_init(&work->dates[side], work->results, work->error) != 0)
        return -1;
    size_t count = reading_table_walkers(&work->dates[side], walker);
    walker[count++] = (struct results_walker){OUTCOME_CARDS, take_cards, &reader};
    return results_walk(work->results, side == 0 ? work->a : work->b, walker, count, work->error);
}

static int compare_all(struct work *work, struct comparison *out)
{
    const struct results_spec *spec = work->spec;
    out->dates = calloc(2 * spec->milestone_count + 1, sizeof *out->dates);
    out->deadlines = calloc(READINGS * spec->deadline_count + 1, sizeof *out->deadlines);
    out->cards = calloc(spec->deadline_count + 1, sizeof *out->cards);
    work->x = calloc(work->n, sizeof *work->x);
    work->y = calloc(work->n, sizeof *work->y);
    work->difference = calloc(work->n, sizeof *work->difference);
    int status = -1;
    if (!out->dates || !out->deadlines || !out->cards || !work->x || !work->y || !work->difference)
        error_set(work->error, ERROR_MEMORY, "out of memory");
    else if (check_weights(work) == 0 && read_scenario(work, 0) == 0 && read_scenario(work, 1) == 0)
        status = ask_all(work, out);
    for (int side = 0; side < 2; side++) {
        reading_table_free(&work->dates[side]);
        free(work->cards[side]);
    }
    free(work->x);
    free(work->y);
    free(work->difference);
    return status;
}

int compare_scenarios(struct comparison *comparison, const struct results *results, const char *a, const char *b,
                      struct error *error)
{
    struct work work = {.results = results, .spec = results_spec(results), .error = error};
    *comparison = (struct comparison){.spec = work.spec};
    work.n = work.spec->replications;
    if (results_scenario(work.spec, a, &work.a, error) != 0 || results_scenario(work.spec, b, &work.b, error) != 0)
        return -1;
    work.inner = results_alike(work.spec);
    if (work.n < 2 * work.inner)
        return error_set(error, ERROR_USAGE, "at least two replications of different parameters are needed to compare");
    comparison->a = work.a;
    comparison->b = work.b;
    int status = compare_all(&work, comparison);
    if (status != 0)
        compare_free(comparison);
    return status;
}

void compare_free(struct comparison *comparison)
{
    free(comparison->dates);
    free(comparison->deadlines);
    free(comparison->cards);
    *comparison = (struct comparison){.spec = 0};
}
