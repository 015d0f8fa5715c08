/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * influence_tell: what each number would change, for people and as data.
 */
#include "analysis/answers/influence.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <math.h>
#include <string.h>

enum { PATH = 40, VALUE = 13 };
static const double told_from = 0.01; /* smaller effects are counted, not told */

static const struct quantity *quantity_of(const struct influence *influence, const struct influence_row *row)
{
    return variant_programme(influence->baseline)->quantities.list[row->number];
}

static bool is_form(const struct quantity *quantity)
{
    return strcmp(quantity->path, "uptake.form") == 0;
}

static void format_value(const struct influence *influence, const struct influence_row *row, size_t end,
                         char text[TELLING])
{
    const struct quantity *quantity = quantity_of(influence, row);
    double value = row->end[end].value;
    if (is_form(quantity))
        snprintf(text, TELLING, "%s", influence_form(value));
    else if (quantity->date)
        date_format(variant_programme(influence->baseline)->epoch + lround(value), text);
    else
        snprintf(text, TELLING, "%.4g", value);
}

static const char *kind_of(const struct quantity *quantity)
{
    if (quantity->kind == QUANTITY_PRIOR)
        return "prior";
    return quantity->source && strcmp(quantity->source, "default") == 0 ? "default" : "constant";
}

static bool is_told(const struct influence_row *row)
{
    return row->kind == INFLUENCE_MOVED && influence_heard(row) && fabs(row->effect) >= told_from;
}

/* ---- text ---- */

static void print_heading(const struct influence *influence, FILE *file)
{
    const struct programme *p = variant_programme(influence->baseline);
    const struct deadline *deadline = &p->deadline[influence->deadline];
    char day[DATE_TEXT], on_time[TELLING];
    date_format(p->epoch + lround(deadline->instant) - 1, day);
    telling_percent(influence->on_time, 0, on_time);
    fprintf(
        file,
        "%s\nWhat each number by itself would change in the chance of %s by %s (%s; as it is: %s), the others as\n"
        "they are and the same luck, %zu courses each. A prior is held at its 10 %% and 90 %% quantile, a constant is "
        "a third\nless and half as much again, a date 60 days earlier and later.\n\n  ",
        p->title, reading_plain_name(influence->reading), day, deadline->name, on_time, influence->replications);
    telling_left(file, "Number", PATH);
    telling_right(file, "from", VALUE);
    telling_right(file, "to", VALUE);
    fputs("  On time        Change, points  Days later\n", file);
}

static void print_row(const struct influence *influence, const struct influence_row *row, FILE *file)
{
    char from[TELLING], to[TELLING], low[TELLING], high[TELLING], both[2 * TELLING + 8], text[TELLING];
    format_value(influence, row, 0, from);
    format_value(influence, row, 1, to);
    telling_percent(row->end[0].on_time, 0, low);
    telling_percent(row->end[1].on_time, 0, high);
    fputs("  ", file);
    telling_left(file, quantity_of(influence, row)->path, PATH);
    telling_right(file, from, VALUE);
    telling_right(file, to, VALUE);
    snprintf(both, sizeof both, "%s to %s", low, high);
    fputs("  ", file);
    telling_left(file, both, 15);
    snprintf(text, sizeof text, "%+.0f +- %.0f", 100 * row->effect, 196 * row->error);
    telling_right(file, text, 14);
    snprintf(text, sizeof text, "%+.0f", row->days);
    telling_right(file, text, 12);
    fprintf(file, "  %s\n", kind_of(quantity_of(influence, row)));
}

static void print_rest(const struct influence *influence, FILE *file)
{
    size_t small = 0, nothing = 0, zero = 0, refused = 0;
    for (size_t i = 0; i < influence->count; i++) {
        const struct influence_row *row = &influence->row[i];
        zero += row->kind == INFLUENCE_ZERO;
        refused += row->kind == INFLUENCE_REFUSED;
        if (row->kind != INFLUENCE_MOVED || is_told(row))
            continue;
        nothing += row->effect == 0 && row->days == 0;
        small += row->effect != 0 || row->days != 0;
    }
    fprintf(
        file,
        "\n%zu more move it by less than a point or not beyond three standard errors, %zu move nothing, %zu are 0 or "
        "at their\nonly legal value, %zu cannot be moved by themselves.\n",
        small, nothing, zero, refused);
}

static void print_wanted(const struct influence *influence, FILE *file)
{
    const int points = (int)lround(100 * INFLUENCE_MATTERS);
    size_t count = 0;
    for (size_t i = 0; i < influence->count; i++) {
        if (!influence_wants_prior(influence, &influence->row[i]))
            continue;
        if (count++ == 0)
            fprintf(file, "\nConstants that move it by %d points or more, and are no priors:\n", points);
        fprintf(file, "  %s\n", quantity_of(influence, &influence->row[i])->path);
    }
    if (count == 0)
        fprintf(file, "\nNo constant moves it by %d points or more.\n", points);
}

void influence_print(const struct influence *influence, FILE *file)
{
    print_heading(influence, file);
    for (size_t i = 0; i < influence->count; i++)
        if (is_told(&influence->row[i]))
            print_row(influence, &influence->row[i], file);
    print_rest(influence, file);
    print_wanted(influence, file);
}

/* ---- data ---- */

static json_t *value_json(const struct influence *influence, const struct influence_row *row, size_t end)
{
    const struct quantity *quantity = quantity_of(influence, row);
    char text[TELLING];
    if (!is_form(quantity) && !quantity->date)
        return json_real(row->end[end].value);
    format_value(influence, row, end, text);
    return json_string(text);
}

static json_t *row_json(const struct influence *influence, const struct influence_row *row)
{
    static const char *const kinds[] = {"moved", "nothing-to-scale", "refused"};
    const struct quantity *quantity = quantity_of(influence, row);
    json_t *object =
        json_pack("{s:s, s:s, s:s}", "path", quantity->path, "kind", kind_of(quantity), "outcome", kinds[row->kind]);
    if (!object || row->kind != INFLUENCE_MOVED)
        return object;
    int status = json_object_update_new(
        object,
        json_pack("{s:o, s:o, s:f, s:f, s:f, s:f, s:f, s:f, s:b, s:b}", "from", value_json(influence, row, 0), "to",
                  value_json(influence, row, 1), "on_time_from", row->end[0].on_time, "on_time_to", row->end[1].on_time,
                  "change", row->effect, "change_error", row->error, "days", row->days, "days_error", row->days_error,
                  "heard", influence_heard(row), "wants_prior", influence_wants_prior(influence, row)));
    if (status == 0)
        return object;
    json_decref(object);
    return 0;
}

json_t *influence_json(const struct influence *influence)
{
    const struct programme *p = variant_programme(influence->baseline);
    json_t *rows = json_array();
    int status = rows ? 0 : -1;
    for (size_t i = 0; status == 0 && i < influence->count; i++)
        status = json_array_append_new(rows, row_json(influence, &influence->row[i]));
    if (status == 0)
        return json_pack("{s:s, s:s, s:s, s:f, s:I, s:o}", "title", p->title, "deadline",
                         p->deadline[influence->deadline].name, "reading", results_reading_name(influence->reading),
                         "on_time", influence->on_time, "replications", (json_int_t)influence->replications, "numbers",
                         rows);
    json_decref(rows);
    return 0;
}
