/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity_tell: what decides, for people and as data.
 */
#include "analysis/answers/sensitivity.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <math.h>
#include <string.h>

static bool is_date(const struct sensitivity *sensitivity, const struct sensitivity_parameter *row)
{
    return strcmp(sensitivity->spec->parameters[row->parameter].unit, "date") == 0;
}

static void format_value(const struct sensitivity *sensitivity, const struct sensitivity_parameter *row, double value,
                         char text[TELLING])
{
    if (is_date(sensitivity, row))
        date_format(sensitivity->spec->epoch + lround(value), text);
    else
        snprintf(text, TELLING, "%.3g", value);
}

static void format_part(const struct sensitivity *sensitivity, const struct sensitivity_parameter *row, size_t part,
                        char text[TELLING])
{
    char from[TELLING], to[TELLING], p[TELLING];
    format_value(sensitivity, row, row->part_from[part], from);
    format_value(sensitivity, row, row->part_to[part], to);
    telling_percent(row->on_time[part], telling_decimals(row->interval[part]), p);
    if (strcmp(from, to) == 0)
        snprintf(text, TELLING, "%.20s: %.12s", from, p);
    else
        snprintf(text, TELLING, "%.20s..%.20s: %.12s", from, to, p);
}

/* ---- text ---- */

static void print_parameters(const struct sensitivity *sensitivity, FILE *file)
{
    fprintf(
        file,
        "\nAssumptions: share of the date's variance that knowing each would take away (first order; noise alone gives "
        "up to %.1f %%),\nof the chance of being on time (noise %.1f %%), Borgonovo's delta (noise %.2f), and the "
        "chance "
        "of being on time by its value\n\n  ",
        100 * fmax(0, sensitivity->noise.first_order), 100 * fmax(0, sensitivity->noise.on_time_order),
        sensitivity->noise.delta);
    telling_left(file, "Assumption", 38);
    fputs("  Date  On time  Delta   On time where it is low, middle, high\n", file);
    for (size_t i = 0; i < sensitivity->count; i++) {
        const struct sensitivity_parameter *row = &sensitivity->parameters[i];
        bool heard = screening_heard(&row->measures, &sensitivity->noise);
        fputs(heard ? "  " : "  (", file);
        telling_left(file, sensitivity->spec->parameters[row->parameter].name, heard ? 38 : 37);
        fprintf(file, "%5.1f%%  %6.1f%%  %5.2f%s", 100 * fmax(0, row->measures.first_order),
                100 * fmax(0, row->measures.on_time_order), row->measures.delta, heard ? " " : ")");
        for (size_t p = 0; p < row->parts; p++) {
            char text[TELLING];
            format_part(sensitivity, row, p, text);
            fprintf(file, "  %s", text);
        }
        fputc('\n', file);
    }
    fprintf(file,
            "  In brackets: not told apart from noise at this number of %s (one in 20 that do nothing would be).\n",
            sensitivity->spec->replications_per_draw > 1 ? "draws" : "replications");
}

static void print_shares(FILE *file, const char *title, const struct results_named names[],
                         const struct sensitivity_share shares[], size_t count)
{
    fprintf(file, "\n  ");
    telling_left(file, title, 56);
    fputs("  Criticality  Significance\n", file);
    for (size_t i = 0; i < count; i++) {
        char critical[TELLING], significance[TELLING];
        if (!(shares[i].criticality > 0))
            continue;
        telling_percent(shares[i].criticality, 0, critical);
        telling_percent(shares[i].significance, 0, significance);
        fputs("  ", file);
        telling_left(file, names[i].title, 56);
        telling_right(file, critical, 13);
        telling_right(file, significance, 14);
        fputc('\n', file);
    }
}

static void print_days(FILE *file, const char *title, const struct results_named names[],
                       const struct sensitivity_days days[], size_t count)
{
    fprintf(file, "\n  ");
    telling_left(file, title, 30);
    fputs("  Mean days  Rank correlation with the date\n", file);
    for (size_t i = 0; i < count; i++) {
        if (isnan(days[i].mean) || days[i].mean == 0) /* nor is what the programme lacks told */
            continue;
        fputs("  ", file);
        telling_left(file, names[i].title, 30);
        fprintf(file, "  %9.1f", days[i].mean);
        if (isnan(days[i].correlation))
            fputs("  -\n", file);
        else
            fprintf(file, "  %.2f\n", days[i].correlation);
    }
}

void sensitivity_print(const struct sensitivity *sensitivity, FILE *file)
{
    const struct results_spec *spec = sensitivity->spec;
    char what[TELLING], day[DATE_TEXT], p[TELLING];
    telling_question(spec, sensitivity->question, "at", what);
    date_format(spec->deadlines[sensitivity->deadline].date, day);
    telling_percent(sensitivity->probability, 0, p);
    fprintf(file, "%s\n%s: what decides when %s, and whether by %s (%s of %zu courses)\n", spec->title,
            spec->scenarios[sensitivity->scenario].name, what, day, p, spec->replications);
    print_parameters(sensitivity, file);
    print_shares(file, "Activities on the last site's path", spec->activities, sensitivity->activities,
                 spec->activity_count);
    print_shares(file, "Causes that decide the last site", spec->causes, sensitivity->causes, spec->cause_count);
    print_days(file, "Resources: days of wait", spec->resources, sensitivity->resources, spec->resource_count);
    print_days(file, "Causes: days lost per site", spec->causes, sensitivity->cause_days, spec->cause_count);
}

/* ---- data ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *parameter_json(const struct sensitivity *sensitivity, const struct sensitivity_parameter *row)
{
    json_t *parts = json_array();
    for (size_t p = 0; p < row->parts; p++)
        json_array_append_new(parts, json_pack("{s:f, s:f, s:f, s:f, s:f}", "from", row->part_from[p], "to",
                                               row->part_to[p], "on_time", row->on_time[p], "low", row->interval[p].low,
                                               "high", row->interval[p].high));
    return json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}", "name", sensitivity->spec->parameters[row->parameter].name,
                     "unit", sensitivity->spec->parameters[row->parameter].unit, "first_order",
                     real_or_null(row->measures.first_order), "on_time_first_order",
                     real_or_null(row->measures.on_time_order), "delta", real_or_null(row->measures.delta), "parts",
                     parts);
}

static json_t *shares_json(const struct results_named names[], const struct sensitivity_share shares[], size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "name", names[i].name, "criticality",
                                              real_or_null(shares[i].criticality), "significance",
                                              real_or_null(shares[i].significance)));
    return list;
}

static json_t *days_json(const struct results_named names[], const struct sensitivity_days days[], size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_pack("{s:s, s:o, s:o}", "name", names[i].name, "mean_days",
                                              real_or_null(days[i].mean), "rank_correlation",
                                              real_or_null(days[i].correlation)));
    return list;
}

json_t *sensitivity_json(const struct sensitivity *sensitivity)
{
    const struct results_spec *spec = sensitivity->spec;
    json_t *parameters = json_array();
    for (size_t i = 0; i < sensitivity->count; i++)
        json_array_append_new(parameters, parameter_json(sensitivity, &sensitivity->parameters[i]));
    return json_pack(
        "{s:s, s:s, s:s, s:f, s:I, s:{s:o, s:o, s:o}, s:o, s:o, s:o, s:o, s:o}", "scenario",
        spec->scenarios[sensitivity->scenario].name, "deadline", spec->deadlines[sensitivity->deadline].name, "reading",
        results_reading_name(sensitivity->question.reading), "probability", sensitivity->probability, "replications",
        (json_int_t)spec->replications, "noise", "first_order", real_or_null(sensitivity->noise.first_order),
        "on_time_first_order", real_or_null(sensitivity->noise.on_time_order), "delta",
        real_or_null(sensitivity->noise.delta), "parameters", parameters, "activities",
        shares_json(spec->activities, sensitivity->activities, spec->activity_count), "causes",
        shares_json(spec->causes, sensitivity->causes, spec->cause_count), "resources",
        days_json(spec->resources, sensitivity->resources, spec->resource_count), "cause_days",
        days_json(spec->causes, sensitivity->cause_days, spec->cause_count));
}
