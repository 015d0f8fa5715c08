/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare_tell: a comparison for people, as data and as a table.
 */
#include "analysis/answers/compare.h"
#include "analysis/answers/csv.h"
#include "analysis/answers/telling.h"

#include <math.h>

static const char *scenario_name(const struct comparison *comparison, size_t scenario)
{
    return comparison->spec->scenarios[scenario].name;
}

/* ---- text ---- */

static void print_dates(const struct comparison *comparison, FILE *file)
{
    const int wide = telling_question_width(comparison->spec, 32);
    fprintf(file, "\n  ");
    telling_left(file, "Done when", wide);
    fputs("  Mean days later (95 %)     B later  B earlier  Not reached A, B  Variance reduced\n", file);
    for (size_t i = 0; i < comparison->date_count; i++) {
        const struct compare_date *row = &comparison->dates[i];
        if (results_reading_repeats(comparison->spec, row->question.reading))
            continue;
        char text[TELLING], later[TELLING], earlier[TELLING], never_a[TELLING], never_b[TELLING];
        telling_question(comparison->spec, row->question, "at", text);
        fputs("  ", file);
        telling_left(file, text, wide);
        telling_days(row->difference_days, row->interval, text);
        telling_percent(row->later, 0, later);
        telling_percent(row->earlier, 0, earlier);
        telling_percent(row->not_reached_a, 0, never_a);
        telling_percent(row->not_reached_b, 0, never_b);
        fputs("  ", file);
        telling_left(file, text, 25);
        telling_right(file, later, 8);
        telling_right(file, earlier, 11);
        telling_right(file, never_a, 10);
        telling_right(file, never_b, 8);
        if (isfinite(row->variance_reduction))
            fprintf(file, "  %13.1f x\n", row->variance_reduction);
        else
            fputs(row->later + row->earlier > 0 ? "  no variance\n" : "  no difference\n", file);
    }
}

static void print_deadlines(const struct comparison *comparison, FILE *file)
{
    const struct results_spec *spec = comparison->spec;
    const int name = telling_deadline_width(spec), wide = telling_question_width(spec, 32);
    fprintf(file, "\n  ");
    telling_left(file, "Deadline", name);
    telling_left(file, "Done when", wide);
    fprintf(file, "        A        B  B - A in points (95 %%)  %s\n",
            spec->replications_per_draw > 1 ? "p (t test)" : "McNemar p");
    for (size_t i = 0; i < comparison->deadline_count; i++) {
        const struct compare_deadline *row = &comparison->deadlines[i];
        struct question question = {spec->deadlines[row->deadline].milestone, row->reading};
        struct interval points = {100 * row->interval.low, 100 * row->interval.high};
        char text[TELLING], a[TELLING], b[TELLING];
        if (results_reading_repeats(spec, row->reading))
            continue;
        fputs("  ", file);
        telling_left(file, spec->deadlines[row->deadline].name, name);
        telling_question(spec, question, "at", text);
        telling_left(file, text, wide);
        telling_percent(row->a, 0, a);
        telling_percent(row->b, 0, b);
        telling_days(100 * row->difference, points, text);
        telling_right(file, a, 9);
        telling_right(file, b, 9);
        telling_right(file, text, 24);
        fprintf(file, row->p_value < 0.0001 ? "    <0.0001\n" : "  %9.4f\n", row->p_value);
    }
}

static void print_amounts(const struct comparison *comparison, FILE *file)
{
    char title[AMOUNT_TITLE], text[TELLING];
    if (comparison->amount_count > 0)
        fputs("\n  More of a course under B\n", file);
    for (size_t i = 0; i < comparison->amount_count; i++) {
        const struct compare_amount *row = &comparison->amounts[i];
        telling_days(row->difference, row->interval, text);
        fputs("  ", file);
        telling_left(file, amount_title(comparison->spec, row->amount, title), 32);
        fprintf(file, "%s\n", text);
    }
}

void compare_print(const struct comparison *comparison, FILE *file)
{
    const struct results_spec *spec = comparison->spec;
    const int name = telling_deadline_width(spec);
    char items[WORD_TEXT];
    fprintf(file, "%s\n%zu pairs of replications with the same luck. A: %s (%s). B: %s (%s).\n", spec->title,
            spec->replications, scenario_name(comparison, comparison->a), spec->scenarios[comparison->a].title,
            scenario_name(comparison, comparison->b), spec->scenarios[comparison->b].title);
    if (telling_is_past(spec, comparison->a))
        fputs("A is " TELLING_PAST ".\n", file);
    if (telling_is_past(spec, comparison->b))
        fputs("B is " TELLING_PAST ".\n", file);
    print_dates(comparison, file);
    print_deadlines(comparison, file);
    if (comparison->card_count > 0)
        fprintf(file, "\n  More %s in use under B when the last week up to it ended\n",
                telling_word(spec, WORD_ITEM, WORD_MANY, items));
    for (size_t i = 0; i < comparison->card_count; i++) {
        const struct compare_cards *row = &comparison->cards[i];
        char text[TELLING];
        telling_days(row->difference, row->interval, text);
        fputs("  ", file);
        telling_left(file, spec->deadlines[row->deadline].name, name);
        fprintf(file, "%s\n", text);
    }
    print_amounts(comparison, file);
    fputs("\nA date beyond the horizon counts as the horizon. Intervals are of the simulation only.\n", file);
    if (results_alike(spec) > 1)
        fprintf(file, "Each group of %zu replications that share their %s counts as one.\n", results_alike(spec),
                spec->samplers > 0 ? "sampler" : "parameters");
}

/* ---- data ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *question_name(const struct comparison *comparison, struct question question)
{
    return question.milestone >= 0 && question.reading != READING_MOST_CARDS
               ? json_string(comparison->spec->milestones[question.milestone].name)
               : json_null();
}

static json_t *date_json(const struct comparison *comparison, const struct compare_date *row)
{
    return json_pack("{s:o, s:s, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:f, s:o}", "milestone",
                     question_name(comparison, row->question), "reading", results_reading_name(row->question.reading),
                     "difference_days", row->difference_days, "error", row->error, "low", row->interval.low, "high",
                     row->interval.high, "median_days", row->median_days, "later", row->later, "earlier", row->earlier,
                     "not_reached_a", row->not_reached_a, "not_reached_b", row->not_reached_b, "variance_reduction",
                     real_or_null(row->variance_reduction));
}

static json_t *deadline_json(const struct comparison *comparison, const struct compare_deadline *row)
{
    const struct results_deadline *deadline = &comparison->spec->deadlines[row->deadline];
    return json_pack("{s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:I, s:I, s:f}", "name", deadline->name, "reading",
                     results_reading_name(row->reading), "a", row->a, "b", row->b, "difference", row->difference, "low",
                     row->interval.low, "high", row->interval.high, "only_a", (json_int_t)row->only_a, "only_b",
                     (json_int_t)row->only_b, "p_value", row->p_value);
}

json_t *compare_json(const struct comparison *comparison)
{
    json_t *dates = json_array(), *deadlines = json_array(), *cards = json_array(), *amounts = json_array();
    bool failed = false;
    for (size_t i = 0; i < comparison->date_count; i++)
        failed |= json_array_append_new(dates, date_json(comparison, &comparison->dates[i])) != 0;
    for (size_t i = 0; i < comparison->deadline_count; i++)
        failed |= json_array_append_new(deadlines, deadline_json(comparison, &comparison->deadlines[i])) != 0;
    for (size_t i = 0; i < comparison->card_count; i++) {
        const struct compare_cards *row = &comparison->cards[i];
        failed |= json_array_append_new(cards, json_pack("{s:s, s:f, s:f, s:f, s:f}", "name",
                                                         comparison->spec->deadlines[row->deadline].name, "difference",
                                                         row->difference, "error", row->error, "low", row->interval.low,
                                                         "high", row->interval.high)) != 0;
    }
    for (size_t i = 0; i < comparison->amount_count; i++) {
        const struct compare_amount *row = &comparison->amounts[i];
        failed |= json_array_append_new(amounts, json_pack("{s:s, s:f, s:f, s:f, s:f}", "name",
                                                           outcome_fields[amount_field(row->amount)].name, "difference",
                                                           row->difference, "error", row->error, "low",
                                                           row->interval.low, "high", row->interval.high)) != 0;
    }
    json_t *document = json_pack(
        "{s:s, s:s, s:s, s:s, s:I, s:o, s:o, s:o, s:o}", "a", scenario_name(comparison, comparison->a), "b",
        scenario_name(comparison, comparison->b), "kind_a", comparison->spec->scenario_kinds[comparison->a], "kind_b",
        comparison->spec->scenario_kinds[comparison->b], "replications", (json_int_t)comparison->spec->replications,
        "dates", dates, "deadlines", deadlines, "items", cards, "amounts", amounts);
    if (document && failed) {
        json_decref(document);
        return 0;
    }
    return document;
}

/* ---- table ---- */

static void csv_row(struct csv *csv, const char *kind, const char *name, const char *reading, double a, double b,
                    double difference, struct interval interval)
{
    csv_text(csv, kind);
    csv_text(csv, name);
    csv_text(csv, reading);
    csv_number(csv, a);
    csv_number(csv, b);
    csv_number(csv, difference);
    csv_number(csv, interval.low);
    csv_number(csv, interval.high);
    csv_line(csv);
}

int compare_csv(const struct comparison *comparison, const char *path, bool force, struct error *error)
{
    const struct results_spec *spec = comparison->spec;
    struct csv csv;
    if (csv_begin(&csv, path, "kind,name,reading,a,b,difference,low,high", force, error) != 0)
        return -1;
    for (size_t i = 0; i < comparison->date_count; i++) {
        const struct compare_date *row = &comparison->dates[i];
        const char *name = row->question.milestone >= 0 ? spec->milestones[row->question.milestone].name : "";
        csv_row(&csv, "date", name, results_reading_name(row->question.reading), NAN, NAN, row->difference_days,
                row->interval);
    }
    for (size_t i = 0; i < comparison->deadline_count; i++) {
        const struct compare_deadline *row = &comparison->deadlines[i];
        csv_row(&csv, "deadline", spec->deadlines[row->deadline].name, results_reading_name(row->reading), row->a,
                row->b, row->difference, row->interval);
    }
    for (size_t i = 0; i < comparison->card_count; i++)
        csv_row(&csv, "items", spec->deadlines[comparison->cards[i].deadline].name, "", NAN, NAN,
                comparison->cards[i].difference, comparison->cards[i].interval);
    for (size_t i = 0; i < comparison->amount_count; i++)
        csv_row(&csv, "amount", outcome_fields[amount_field(comparison->amounts[i].amount)].name, "", NAN, NAN,
                comparison->amounts[i].difference, comparison->amounts[i].interval);
    return csv_end(&csv, error);
}
