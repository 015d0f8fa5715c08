/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_tell: a backtest for people and as JSON.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/statistics/score.h"
#include "sim/date.h"

#include <math.h>

static const char *const baseline_names[BASELINES] = {"straight_line", "last_weeks", "plan"};
static const char *const outcome_words[] = {"not told", "missed", "met"};

static const char *deadline_name(const struct backtest *backtest, size_t deadline)
{
    return nowcast_programme(backtest->last)->deadline[deadline].name;
}

/* ---- pooled ---- */

struct pooled {
    size_t scores, in_50, in_90, deadlines, beaten[BASELINES], met_by[BASELINES];
    double brier, log;
};

/* Of deadlines whose outcome was not known yet. */
static struct pooled pool(const struct backtest *backtest)
{
    struct pooled pooled = {0};
    for (size_t i = 0; i < backtest->count; i++) {
        const struct backtest_day *day = &backtest->days[i];
        for (size_t k = 0; k < day->score_count; k++) {
            const struct backtest_score *score = &day->scores[k];
            double seen = nowcast_observations(backtest->last)->list[score->row].value;
            pooled.scores++;
            pooled.in_50 += score->in_50;
            pooled.in_90 += score->in_90;
            for (int b = 0; b < BASELINES; b++) {
                pooled.met_by[b] += !isnan(score->baseline[b]);
                pooled.beaten[b] += score->crps < fabs(score->baseline[b] - seen); /* NaN: no */
            }
        }
        for (size_t k = 0; k < day->deadline_count; k++) {
            const struct backtest_deadline *deadline = &day->deadlines[k];
            if (deadline->outcome < 0 || deadline->known)
                continue;
            pooled.deadlines++;
            pooled.brier += score_brier(deadline->probability, deadline->outcome != 0);
            pooled.log += score_log(deadline->probability, deadline->outcome != 0);
        }
    }
    return pooled;
}

/* ---- text ---- */

static void put_number(FILE *file, double x, int width)
{
    char text[TELLING] = "-";
    if (isfinite(x))
        snprintf(text, sizeof text, fabs(x) < 10 ? "%.2f" : "%.0f", x);
    telling_right(file, text, width);
}

static void put_probabilities(const struct backtest *backtest, FILE *file)
{
    const struct backtest_day *first = &backtest->days[0];
    char day[DATE_TEXT];
    fputs("Probability of each deadline as of\n\n  ", file);
    telling_left(file, "", 44);
    for (size_t i = 0; i < backtest->count; i++) {
        date_format(backtest->days[i].as_of, day);
        telling_right(file, day, 20);
    }
    fputs("  outcome\n", file);
    for (size_t k = 0; k < first->deadline_count; k++) {
        char name[TELLING];
        const struct backtest_deadline *deadline = &first->deadlines[k];
        snprintf(name, sizeof name, "%s, %s", deadline_name(backtest, deadline->deadline),
                 reading_plain_name(deadline->reading));
        fputs("  ", file);
        telling_left(file, name, 44);
        for (size_t i = 0; i < backtest->count; i++) {
            const struct backtest_deadline *now = &backtest->days[i].deadlines[k];
            snprintf(name, sizeof name, "%.2f (%.2f-%.2f)", now->probability, now->low, now->high);
            telling_right(file, name, 20);
        }
        fprintf(file, "  %s\n", outcome_words[deadline->outcome + 1]);
    }
}

static void put_score(const struct backtest *backtest, const struct backtest_score *score, FILE *file)
{
    const struct observed *row = &nowcast_observations(backtest->last)->list[score->row];
    char day[DATE_TEXT];
    date_format(row->to, day);
    fputs("    ", file);
    telling_left(file, row->quantity_name, 20);
    telling_left(file, day, 12);
    put_number(file, row->value, 10);
    put_number(file, score->q05, 10);
    put_number(file, score->q50, 10);
    put_number(file, score->q95, 10);
    put_number(file, score->crps, 10);
    put_number(file, score->transform, 8);
    for (int b = 0; b < BASELINES; b++)
        put_number(file, fabs(score->baseline[b] - row->value), 10);
    fputs("\n", file);
}

static void put_day(const struct backtest *backtest, const struct backtest_day *now, FILE *file)
{
    char day[DATE_TEXT];
    date_format(now->as_of, day);
    fprintf(file, "\n  As of %s: %zu observations used, ", day, now->used);
    if (backtest->options.sheet)
        fprintf(file, "%zu rows of the monitoring sheet, ", now->rows);
    fprintf(file, "worth %.0f independent courses where least%s\n", now->effective,
            now->trusted ? "" : ": not to be trusted");
    if (now->score_count > 0)
        fputs("    seen later          day              value        5%       50%       95%      CRPS     PIT      line"
              "     weeks      plan\n",
              file);
    for (size_t k = 0; k < now->score_count; k++)
        put_score(backtest, &now->scores[k], file);
}

void backtest_print(const struct backtest *backtest, FILE *file)
{
    struct pooled pooled = pool(backtest);
    put_probabilities(backtest, file);
    for (size_t i = 0; i < backtest->count; i++)
        put_day(backtest, &backtest->days[i], file);
    backtest_sheet_print(backtest, file);
    fputs("\nBaselines are told by their distance from what was seen, which is their CRPS.\n", file);
    if (pooled.scores > 0)
        fprintf(file, "%zu later observations: %zu in the bands of 50 %%, %zu in those of 90 %%.\n", pooled.scores,
                pooled.in_50, pooled.in_90);
    for (int b = 0; b < BASELINES; b++)
        if (pooled.met_by[b] > 0)
            fprintf(file, "Nearer than the baseline %s: %zu of %zu.\n", baseline_names[b], pooled.beaten[b],
                    pooled.met_by[b]);
    if (pooled.deadlines > 0)
        fprintf(file, "%zu deadlines whose outcome was told later: Brier score %.3f, logarithmic score %.3f.\n",
                pooled.deadlines, pooled.brier / (double)pooled.deadlines, pooled.log / (double)pooled.deadlines);
}

/* ---- JSON ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *json_score(const struct backtest *backtest, const struct backtest_score *score)
{
    const struct observed *row = &nowcast_observations(backtest->last)->list[score->row];
    char day[DATE_TEXT];
    date_format(row->to, day);
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:f, s:o, s:o, s:o, s:o, s:f, s:b, s:b}", "quantity", row->quantity_name, "scope",
                  row->scope_name, "date", day, "value", row->value, "q05", real_or_null(score->q05), "q50",
                  real_or_null(score->q50), "q95", real_or_null(score->q95), "crps", real_or_null(score->crps),
                  "transform", score->transform, "in_50", score->in_50, "in_90", score->in_90);
    for (int b = 0; b < BASELINES && object; b++)
        json_object_set_new(object, baseline_names[b], real_or_null(score->baseline[b]));
    return object;
}

static json_t *json_deadline(const struct backtest *backtest, const struct backtest_deadline *deadline)
{
    return json_pack("{s:s, s:s, s:f, s:f, s:f, s:s, s:b}", "name", deadline_name(backtest, deadline->deadline),
                     "reading", results_reading_name(deadline->reading), "probability", deadline->probability, "low",
                     deadline->low, "high", deadline->high, "outcome", outcome_words[deadline->outcome + 1], "known",
                     deadline->known);
}

static json_t *json_day(const struct backtest *backtest, const struct backtest_day *now)
{
    json_t *scores = json_array(), *deadlines = json_array();
    char day[DATE_TEXT];
    date_format(now->as_of, day);
    for (size_t k = 0; k < now->score_count; k++)
        json_array_append_new(scores, json_score(backtest, &now->scores[k]));
    for (size_t k = 0; k < now->deadline_count; k++)
        json_array_append_new(deadlines, json_deadline(backtest, &now->deadlines[k]));
    json_t *object = json_pack("{s:s, s:I, s:o, s:b, s:o, s:o}", "as_of", day, "used", (json_int_t)now->used,
                               "effective_sample_size", real_or_null(now->effective), "trusted", now->trusted,
                               "deadlines", deadlines, "observations", scores);
    if (object && backtest->options.sheet) {
        json_object_set_new(object, "sheet_rows", json_integer((json_int_t)now->rows));
        json_object_set_new(object, "sheet", backtest_seen_json(backtest, now));
    }
    return object;
}

json_t *backtest_json(const struct backtest *backtest)
{
    struct pooled pooled = pool(backtest);
    json_t *days = json_array();
    for (size_t i = 0; i < backtest->count; i++)
        json_array_append_new(days, json_day(backtest, &backtest->days[i]));
    double n = (double)pooled.deadlines;
    json_t *object = json_pack("{s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "days", days, "observations",
                               (json_int_t)pooled.scores, "in_50", (json_int_t)pooled.in_50, "in_90",
                               (json_int_t)pooled.in_90, "deadlines", (json_int_t)pooled.deadlines, "brier",
                               real_or_null(pooled.brier / n), "log_score", real_or_null(pooled.log / n));
    if (object && backtest->options.sheet)
        json_object_set_new(object, "sheet", backtest_sheet_json(backtest));
    return object;
}
