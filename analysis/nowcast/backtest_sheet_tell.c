/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_sheet_tell: the scores against a sheet for people and as data.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>

static const char *const baseline_names[BASELINES] = {"straight_line", "last_weeks", "plan"};

/* ---- text ---- */

static void put_number(FILE *file, double x, int width)
{
    char text[TELLING] = "-";
    if (isfinite(x))
        snprintf(text, sizeof text, fabs(x) < 10 ? "%.2f" : "%.0f", x);
    telling_right(file, text, width);
}

static void print_cell(const char *name, size_t horizon, const struct backtest_cell *cell, int width, FILE *file)
{
    char weeks[16] = "to the end";
    double n = (double)cell->count;
    if (backtest_weeks[horizon] > 0)
        snprintf(weeks, sizeof weeks, "%d", backtest_weeks[horizon]);
    fputs("  ", file);
    telling_left(file, name, width);
    telling_right(file, weeks, 10);
    fprintf(file, "%7zu", cell->count);
    put_number(file, cell->crps / n, 9);
    for (int b = 0; b < BASELINES; b++)
        put_number(file, cell->error[b] / (double)cell->told[b], 9);
    put_number(file, cell->transform / n, 7);
    fprintf(file, "%5.0f %%%5.0f %%", 100 * (double)cell->in_50 / n, 100 * (double)cell->in_90 / n);
    if (cell->dates > 0) {
        put_number(file, cell->brier / (double)cell->dates, 9);
        for (int b = 0; b < BASELINES; b++)
            put_number(file, cell->brier_of[b] / (double)cell->told[b], 7);
    }
    fputc('\n', file);
}

void backtest_sheet_print(const struct backtest *backtest, FILE *file)
{
    size_t targets = backtest_targets(backtest);
    struct backtest_cell *cell = calloc(targets * BACKTEST_HORIZONS, sizeof *cell);
    char name[BACKTEST_NAME];
    int width = 10;
    if (!backtest->options.sheet || !cell) {
        free(cell);
        return;
    }
    backtest_pool(backtest, cell);
    for (size_t t = 0; t < targets; t++)
        width = telling_width(backtest_target_name(backtest, t, name)) > width ? telling_width(name) : width;
    fprintf(file,
            "\nAgainst what the monitoring sheet tells later, over all sites and %zu days; smaller is better\n\n  ",
            backtest->count);
    telling_left(file, "", width);
    fputs("    weeks      n     CRPS     line    weeks     plan    PIT   50 %   90 %    Brier   line  weeks   plan\n",
          file);
    for (size_t i = 0; i < targets * BACKTEST_HORIZONS; i++)
        if (cell[i].count > 0)
            print_cell(backtest_target_name(backtest, i / BACKTEST_HORIZONS, name), i % BACKTEST_HORIZONS, &cell[i],
                       width, file);
    fputs("\n  Days are capped by the horizon; Brier: of being there by then. Sites of one day are not independent.\n",
          file);
    free(cell);
}

/* ---- data ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *weeks_json(size_t horizon)
{
    return backtest_weeks[horizon] > 0 ? json_integer(backtest_weeks[horizon]) : json_null();
}

static const char *kind_of(const struct backtest *backtest, size_t target)
{
    const struct programme *p = nowcast_programme(backtest->last);
    return target == TARGET_SITE_ITEMS ? "site_cards"
           : target == TARGET_ITEMS    ? "cards"
                                       : p->node[programme_first_milestone(p) + target - TARGET_DATES].name;
}

static json_t *cell_json(const struct backtest *backtest, size_t i, const struct backtest_cell *cell)
{
    double n = (double)cell->count;
    json_t *object =
        json_pack("{s:s, s:o, s:I, s:f, s:f, s:f, s:f}", "of", kind_of(backtest, i / BACKTEST_HORIZONS), "weeks",
                  weeks_json(i % BACKTEST_HORIZONS), "count", (json_int_t)cell->count, "crps", cell->crps / n,
                  "transform", cell->transform / n, "in_50", (double)cell->in_50 / n, "in_90", (double)cell->in_90 / n);
    for (int b = 0; object && b < BASELINES; b++)
        json_object_set_new(object, baseline_names[b], real_or_null(cell->error[b] / (double)cell->told[b]));
    if (!object || cell->dates == 0)
        return object;
    json_object_set_new(object, "brier", json_real(cell->brier / (double)cell->dates));
    for (int b = 0; b < BASELINES; b++) {
        char key[40];
        snprintf(key, sizeof key, "brier_%s", baseline_names[b]);
        json_object_set_new(object, key, real_or_null(cell->brier_of[b] / (double)cell->told[b]));
    }
    return object;
}

json_t *backtest_sheet_json(const struct backtest *backtest)
{
    size_t cells = backtest_targets(backtest) * BACKTEST_HORIZONS;
    struct backtest_cell *cell = calloc(cells, sizeof *cell);
    json_t *list = cell ? json_array() : 0;
    if (cell)
        backtest_pool(backtest, cell);
    for (size_t i = 0; list && i < cells; i++)
        if (cell[i].count > 0 && json_array_append_new(list, cell_json(backtest, i, &cell[i])) != 0) {
            json_decref(list);
            list = 0;
        }
    free(cell);
    return list;
}

/* Dates are instants, days since the epoch. */
static json_t *one_json(const struct backtest *backtest, const struct backtest_seen *seen)
{
    static const char *const keys[BACKTEST_QUANTILES] = {"q05", "q25", "q50", "q75", "q95"};
    const struct programme *p = nowcast_programme(backtest->last);
    json_t *object = json_pack("{s:s, s:o, s:o, s:f, s:f, s:f}", "of", kind_of(backtest, seen->target), "weeks",
                               weeks_json(seen->horizon), "code",
                               seen->site < 0 ? json_null() : json_integer(p->site[seen->site].code), "value",
                               seen->truth, "crps", seen->crps, "transform", seen->transform);
    for (int q = 0; object && q < BACKTEST_QUANTILES; q++)
        json_object_set_new(object, keys[q], real_or_null(seen->q[q]));
    for (int b = 0; object && b < BASELINES; b++)
        json_object_set_new(object, baseline_names[b], real_or_null(seen->baseline[b]));
    if (object && seen->outcome >= 0) {
        json_object_set_new(object, "probability", json_real(seen->probability));
        json_object_set_new(object, "reached", json_boolean(seen->outcome));
        json_object_set_new(object, "limit", json_real(seen->limit));
    }
    return object;
}

json_t *backtest_seen_json(const struct backtest *backtest, const struct backtest_day *day)
{
    json_t *list = json_array();
    for (size_t k = 0; list && k < day->seen_count; k++)
        if (json_array_append_new(list, one_json(backtest, &day->seen[k])) != 0) {
            json_decref(list);
            list = 0;
        }
    return list;
}
