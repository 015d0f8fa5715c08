/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * register_json: the register of assumptions as data.
 */
#include "register.h"
#include "sim/date.h"

#include <math.h>
#include <string.h>

/* A date as text, a number as a number, what is infinite as null. */
static json_t *value_json(const struct programme *programme, bool date, bool whole, double value)
{
    char day[DATE_TEXT];
    if (!isfinite(value))
        return json_null();
    if (date && fabs(value) < 1e5) {
        date_format(programme->epoch + (long)floor(value), day);
        return json_string(day);
    }
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

static json_t *text_json(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* {"dist": …} with the arguments by name, as a configuration writes them. */
static json_t *prior_json(const struct programme *programme, const struct quantity *quantity)
{
    if (quantity->kind != QUANTITY_PRIOR)
        return json_null();
    json_t *prior = json_pack("{s:s}", "dist", variate_family_name(quantity->form.family));
    for (size_t i = 0; i < quantity->form.argument_count; i++) {
        const char *name = quantity->names[i];
        static const char *const places[] = {"min", "mode", "max", "mean", "median", "low", "high", "q10", "q90"};
        bool place = false;
        for (size_t j = 0; j < sizeof places / sizeof *places; j++)
            place = place || strcmp(name, places[j]) == 0;
        json_object_set_new(prior, name, value_json(programme, quantity->date && place, false, quantity->arguments[i]));
    }
    if (quantity->form.count > 0) {
        json_t *values = json_array(), *weights = json_array();
        for (size_t i = 0; i < quantity->form.count; i++) {
            json_array_append_new(values,
                                  value_json(programme, quantity->date, quantity->whole, quantity->form.values[i]));
            json_array_append_new(weights, json_real(quantity->form.weights[i]));
        }
        json_object_set_new(prior, "values", values);
        json_object_set_new(prior, "weights", weights);
    }
    return prior;
}

static json_t *parameter_json(const struct register_of *what, const struct quantity *quantity)
{
    const struct programme *p = what->programme;
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:i}", "path", quantity->path, "unit",
                     quantity->unit, "kind", quantity->kind == QUANTITY_PRIOR ? "prior" : "constant", "value",
                     value_json(p, quantity->date, quantity->whole, quantity->constant), "prior",
                     prior_json(p, quantity), "low", value_json(p, quantity->date, quantity->whole, quantity->low),
                     "high", value_json(p, quantity->date, quantity->whole, quantity->high), "source",
                     text_json(quantity->source), "note", text_json(quantity->note), "file", quantity->file, "line",
                     quantity->line);
}

static json_t *scenario_json(const struct scenario *scenario)
{
    json_t *assignments = json_array();
    for (size_t i = 0; i < scenario->assignments; i++)
        json_array_append_new(assignments, json_string(scenario->assignment[i]));
    return json_pack("{s:s, s:s, s:o}", "name", scenario->name, "title", scenario->title, "set", assignments);
}

static json_t *view_json(const struct programme *p)
{
    char day[DATE_TEXT];
    json_t *unknown = json_array();
    for (size_t i = 0; i < p->unknown.count; i++)
        json_array_append_new(unknown,
                              json_pack("{s:s, s:s}", "path", p->unknown.name[i], "known_from", p->unknown.title[i]));
    if (!isinf(p->as_of))
        date_format(p->epoch + (long)p->as_of - 1, day);
    return json_pack("{s:s?, s:o}", "as_of", isinf(p->as_of) ? 0 : day, "unknown", unknown);
}

json_t *register_json(const struct register_of *what)
{
    const struct programme *p = what->programme;
    char epoch[DATE_TEXT], horizon[DATE_TEXT];
    json_t *parameters = json_array(), *scenarios = json_array();
    for (size_t i = 0; i < p->quantities.count; i++)
        json_array_append_new(parameters, parameter_json(what, p->quantities.list[i]));
    for (size_t i = 0; i < what->scenarios->count; i++)
        json_array_append_new(scenarios, scenario_json(&what->scenarios->list[i]));
    date_format(p->epoch, epoch);
    date_format(p->epoch + (long)p->horizon - 1, horizon);
    return json_pack("{s:s, s:s, s:s, s:I, s:s, s:o, s:o, s:o, s:o, s:o}", "title", p->title, "epoch", epoch, "horizon",
                     horizon, "sites", (json_int_t)p->sites, "hash", what->hash, "parameters", parameters, "scenarios",
                     scenarios, "view", view_json(p), "words", register_json_words(what), "holidays",
                     register_json_holidays(what));
}
