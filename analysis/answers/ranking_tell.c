/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking_tell: the ranking for people, as data and as a table.
 */
#include "analysis/answers/csv.h"
#include "analysis/answers/ranking.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <math.h>

static const struct results_named *named(const struct ranking *ranking, const struct ranking_row *row)
{
    return &ranking->spec->scenarios[row->scenario];
}

/* Points for a unit of cost; NaN where it costs nothing, or nobody says what. */
static double points_per_cost(const struct ranking_row *row)
{
    return row->cost > 0 ? 100 * row->gain.points / row->cost : NAN;
}

/* ---- text ---- */

static const char *best_text(const struct gain *gain)
{
    if (gain->best_probability && gain->best_instant)
        return "both";
    return gain->best_probability ? "on time" : gain->best_instant ? "date" : "-";
}

static void print_number(FILE *file, double x, int width)
{
    char text[TELLING] = "-";
    if (isfinite(x))
        snprintf(text, sizeof text, fabs(x) < 10 && x != 0 ? "%.1f" : "%.0f", x == 0 ? 0.0 : x);
    telling_right(file, text, width);
}

static void print_gain(const struct ranking *ranking, const struct ranking_row *row, FILE *file)
{
    const struct gain *gain = &row->gain;
    char points[TELLING] = "today", days[TELLING] = "today";
    if (row->scenario != ranking->today) {
        struct interval hundredths = {100 * gain->points_interval.low, 100 * gain->points_interval.high};
        telling_days(100 * gain->points, hundredths, points);
        telling_days(gain->days, gain->days_interval, days);
        if (isinf(gain->days_interval.low))
            snprintf(days, sizeof days, gain->days == 0 ? "0 (not told)" : "%+.0f (not told)", gain->days);
    }
    char date[TELLING];
    telling_right(file, points, 26);
    telling_date(ranking->spec->epoch, gain->instant, date);
    telling_right(file, date[0] != '\0' ? date : "later", 12);
    telling_right(file, days, 25);
}

static void print_row(const struct ranking *ranking, const struct ranking_row *row, bool lever, int width, FILE *file)
{
    const struct results_named *name = named(ranking, row);
    double n = (double)ranking->spec->replications;
    char text[TELLING];
    fputs("  ", file);
    telling_left(file, name->name, width);
    telling_percent(row->gain.probability,
                    telling_decimals(estimate_wilson(row->gain.probability * n, n, 1 - RANKING_RISK)), text);
    telling_right(file, text, 9);
    print_gain(ranking, row, file);
    if (lever)
        telling_right(file, best_text(&row->gain), 10);
    if (ranking->has_costs) {
        print_number(file, row->cost, 9);
        print_number(file, points_per_cost(row), 9);
    }
    fprintf(file, "  %s\n", name->title);
}

static void print_table(const struct ranking *ranking, enum ranking_kind kind, FILE *file)
{
    static const char *const headings[] = {"Levers", "Assumptions", "Counterfactuals"};
    const struct ranking_row *rows = ranking->table[kind].row;
    const char *heading = headings[kind];
    size_t count = ranking->table[kind].count;
    bool lever = kind == RANKING_LEVERS;
    int width = telling_width(heading);
    for (size_t i = 0; i < count; i++)
        width = telling_width(named(ranking, &rows[i])->name) > width ? telling_width(named(ranking, &rows[i])->name)
                                                                      : width;
    if (count == 0)
        return;
    fputs("\n  ", file);
    telling_left(file, heading, width);
    fprintf(file, "  On time   Points more than today  80 %% by     Days earlier than today%s%s\n",
            lever ? "  Best of" : "", ranking->has_costs ? "     Cost  Points/1" : "");
    for (size_t i = 0; i < count; i++)
        print_row(ranking, &rows[i], lever, width, file);
}

static size_t count_best(const struct ranking *ranking, bool date)
{
    const struct ranking_table *levers = &ranking->table[RANKING_LEVERS];
    size_t count = 0;
    for (size_t i = 0; i < levers->count; i++)
        count += date ? levers->row[i].gain.best_instant : levers->row[i].gain.best_probability;
    return count;
}

static void print_notes(const struct ranking *ranking, FILE *file)
{
    fputs("\nToday is `baseline`. In brackets: all intervals of the table hold together with 95 %, of the simulation "
          "only. A date\nbeyond the horizon counts as the horizon.\n",
          file);
    if (ranking->table[RANKING_LEVERS].count > 1)
        fprintf(file,
                "Best of: %zu of the %zu levers, today among them, could be the one that is most often on time, %zu "
                "the one that is\nearliest; each group holds the best one with 95 %%.\n",
                count_best(ranking, false), ranking->table[RANKING_LEVERS].count, count_best(ranking, true));
    if (ranking->table[RANKING_COUNTERFACTUALS].count > 0) {
        char day[DATE_TEXT];
        date_format(ranking->view, day);
        fprintf(
            file,
            "Counterfactuals act from %s or earlier: they tell what would have happened, and can be chosen no more.\n",
            day);
    }
    if (ranking->nested)
        fprintf(file, "Each group of %zu replications that share their %s counts as one.\n",
                results_alike(ranking->spec), ranking->spec->samplers > 0 ? "sampler" : "parameters");
    if (ranking->weighted)
        fputs("Replications weigh differently.\n", file);
    if (ranking->has_costs)
        fprintf(file, "Cost is what the mean course costs more than today, in %s; -: the configuration does not say.\n",
                ranking->spec->cost_unit && *ranking->spec->cost_unit ? ranking->spec->cost_unit
                                                                      : "the configuration's unit");
}

/* What was due by the as-of date: no lever can help it. */
static void print_past(const struct ranking *ranking, FILE *file)
{
    const struct results_spec *spec = ranking->spec;
    char day[DATE_TEXT];
    size_t told = 0;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        if (ranking->status[d] == VIEW_AHEAD)
            continue;
        date_format(ranking->view, day);
        if (told++ == 0)
            fprintf(file, "As of %s these were due already: ", day);
        fprintf(file, "%s%s (%s)", told > 1 ? ", " : "", spec->deadlines[d].name, view_status_name(ranking->status[d]));
    }
    if (told > 0)
        fputs(".\n", file);
}

static json_t *past_json(const struct ranking *ranking)
{
    json_t *list = json_array();
    for (size_t d = 0; d < ranking->spec->deadline_count; d++)
        if (ranking->status[d] != VIEW_AHEAD &&
            json_array_append_new(list, json_pack("{s:s, s:s}", "name", ranking->spec->deadlines[d].name, "status",
                                                  view_status_name(ranking->status[d]))) != 0) {
            json_decref(list);
            return 0;
        }
    return list;
}

void ranking_print(const struct ranking *ranking, FILE *file)
{
    const struct results_spec *spec = ranking->spec;
    const struct results_deadline *deadline = &spec->deadlines[ranking->asked.deadline];
    char done[TELLING], date[DATE_TEXT], count[TELLING];
    telling_question(spec, ranking->asked.question, "at", done);
    date_format(deadline->date, date);
    telling_grouped((double)spec->replications, count);
    fprintf(file, "%s simulated courses of each scenario, with the same luck. On time: %s by %s (%s).\n", count, done,
            date, deadline->name);
    print_past(ranking, file);
    for (int t = 0; t < RANKING_TABLES; t++)
        print_table(ranking, (enum ranking_kind)t, file);
    print_notes(ranking, file);
}

/* ---- data ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *date_or_null(const struct ranking *ranking, double instant)
{
    char date[TELLING];
    telling_date(ranking->spec->epoch, instant, date);
    return date[0] != '\0' ? json_string(date) : json_null();
}

static json_t *row_json(const struct ranking *ranking, const struct ranking_row *row, bool lever)
{
    const struct gain *gain = &row->gain;
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:b, s:f, s:f, s:f, s:f, s:o, s:f, s:o, s:o, s:f}", "name",
                  named(ranking, row)->name, "title", named(ranking, row)->title, "kind",
                  ranking->spec->scenario_kinds[row->scenario], "today", row->scenario == ranking->today, "probability",
                  gain->probability, "points", 100 * gain->points, "points_low", 100 * gain->points_interval.low,
                  "points_high", 100 * gain->points_interval.high, "q80", date_or_null(ranking, gain->instant),
                  "days_earlier", gain->days, "days_low", real_or_null(gain->days_interval.low), "days_high",
                  real_or_null(gain->days_interval.high), "not_reached", gain->not_reached);
    if (lever && object) {
        json_object_set_new(object, "could_be_most_probable", json_boolean(gain->best_probability));
        json_object_set_new(object, "could_be_earliest", json_boolean(gain->best_instant));
    }
    if (ranking->has_costs && object) {
        json_object_set_new(object, "cost", real_or_null(row->cost));
        json_object_set_new(object, "points_per_cost", real_or_null(points_per_cost(row)));
    }
    return object;
}

static json_t *rows_json(const struct ranking *ranking, enum ranking_kind kind)
{
    const struct ranking_table *table = &ranking->table[kind];
    json_t *list = json_array();
    for (size_t i = 0; i < table->count; i++)
        if (json_array_append_new(list, row_json(ranking, &table->row[i], kind == RANKING_LEVERS)) != 0) {
            json_decref(list);
            return 0;
        }
    return list;
}

json_t *ranking_json(const struct ranking *ranking)
{
    const struct results_spec *spec = ranking->spec;
    const struct results_deadline *deadline = &spec->deadlines[ranking->asked.deadline];
    char date[DATE_TEXT];
    date_format(deadline->date, date);
    return json_pack("{s:s, s:s, s:s, s:I, s:f, s:o, s:o, s:o, s:o}", "deadline", deadline->name, "date", date,
                     "reading", results_reading_name(ranking->asked.question.reading), "replications",
                     (json_int_t)spec->replications, "confidence", 1 - RANKING_RISK, "levers",
                     rows_json(ranking, RANKING_LEVERS), "assumptions", rows_json(ranking, RANKING_ASSUMPTIONS),
                     "counterfactuals", rows_json(ranking, RANKING_COUNTERFACTUALS), "past", past_json(ranking));
}

/* ---- table ---- */

static void csv_row(const struct ranking *ranking, const struct ranking_row *row, bool lever, struct csv *csv)
{
    const struct gain *gain = &row->gain;
    const double numbers[] = {gain->probability, 100 * gain->points, 100 * gain->points_interval.low,
                              100 * gain->points_interval.high};
    const double rest[] = {gain->days, gain->days_interval.low, gain->days_interval.high, gain->not_reached};
    char date[TELLING];
    csv_text(csv, named(ranking, row)->name);
    csv_text(csv, ranking->spec->scenario_kinds[row->scenario]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        csv_number(csv, numbers[i]);
    telling_date(ranking->spec->epoch, gain->instant, date);
    csv_text(csv, date);
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        csv_number(csv, rest[i]);
    csv_text(csv, !lever ? "" : gain->best_probability ? "yes" : "no");
    csv_text(csv, !lever ? "" : gain->best_instant ? "yes" : "no");
    if (ranking->has_costs) {
        csv_number(csv, row->cost);
        csv_number(csv, points_per_cost(row));
    }
    csv_line(csv);
}

#define HEADING                                                                                                        \
    "name,kind,probability,points,points_low,points_high,q80,days_earlier,days_low,days_high,not_reached,"             \
    "could_be_most_probable,could_be_earliest"

int ranking_csv(const struct ranking *ranking, const char *path, bool force, struct error *error)
{
    struct csv csv;
    if (csv_begin(&csv, path, ranking->has_costs ? HEADING ",cost,points_per_cost" : HEADING, force, error) != 0)
        return -1;
    for (int t = 0; t < RANKING_TABLES; t++)
        for (size_t i = 0; i < ranking->table[t].count; i++)
            csv_row(ranking, &ranking->table[t].row[i], t == RANKING_LEVERS, &csv);
    return csv_end(&csv, error);
}
