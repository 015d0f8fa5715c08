/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_configuration: what the configuration within a results file says: the register of assumptions, what each
 * scenario changes, and the levers: settings that scenarios move one at a time.
 */
#include "analysis/briefing/briefing_parts.h"
#include "models/keys.h"
#include "models/quantity.h"
#include "models/scenario.h"

#include <math.h>
#include <string.h>

json_t *briefing_scalar(const struct setting *setting)
{
    double value;
    if (setting_number(setting, &value))
        return briefing_number(value);
    if (setting->type == SETTING_BOOLEAN)
        return json_boolean(setting->value.boolean);
    return setting->type == SETTING_TEXT ? json_string(setting->value.text) : json_null();
}

/* In the effective configuration a default stands in a group with a source, and is not of that source. */
static bool is_default(const struct results_spec *spec, const struct quantity *quantity)
{
    const char *at = spec->defaults;
    size_t length = strlen(quantity->path);
    for (at = at ? strchr(at, '\n') : 0; at; at = strchr(at + 1, '\n'))
        if (strncmp(at + 1, quantity->path, length) == 0 && at[1 + length] == '\n')
            return true;
    return false;
}

static json_t *prior(struct briefing_work *work, const struct quantity *quantity)
{
    json_t *object = json_object(), *arguments = json_array();
    briefing_put(work, object, "family", json_string(variate_family_name(quantity->form.family)));
    for (size_t i = 0; i < quantity->form.argument_count; i++) {
        json_t *pair = json_array();
        briefing_push(work, pair, json_string(quantity->names[i]));
        briefing_push(work, pair, briefing_number(quantity->arguments[i]));
        briefing_push(work, arguments, pair);
    }
    briefing_put(work, object, "arguments", arguments);
    if (quantity->form.count > 0) {
        json_t *values = json_array();
        for (size_t i = 0; i < quantity->form.count; i++) {
            json_t *pair = json_array();
            briefing_push(work, pair, briefing_number(quantity->form.values[i]));
            briefing_push(work, pair, briefing_number(quantity->form.weights[i]));
            briefing_push(work, values, pair);
        }
        briefing_put(work, object, "values", values);
    }
    return object;
}

static json_t *assumption(struct briefing_work *work, const struct quantity *quantity)
{
    json_t *object = json_object();
    briefing_put(work, object, "path", json_string(quantity->path));
    briefing_put(work, object, "unit", json_string(quantity->unit));
    briefing_put(work, object, "date", json_boolean(quantity->date));
    briefing_put(work, object, "source",
                 json_string(is_default(work->spec, quantity) ? "default"
                             : quantity->source               ? quantity->source
                                                              : ""));
    if (quantity->note)
        briefing_put(work, object, "note", json_string(quantity->note));
    if (quantity->kind == QUANTITY_PRIOR)
        briefing_put(work, object, "prior", prior(work, quantity));
    else
        briefing_put(work, object, "value", briefing_number(quantity->constant));
    return object;
}

static json_t *assumptions(struct briefing_work *work, const struct quantities *quantities)
{
    json_t *list = json_array();
    for (size_t i = 0; i < quantities->count; i++)
        briefing_push(work, list, assumption(work, quantities->list[i]));
    return list;
}

/* ---- scenarios ---- */

static const struct scenario *scenario_named(const struct scenarios *scenarios, const char *name)
{
    for (size_t i = 0; i < scenarios->count; i++)
        if (strcmp(scenarios->list[i].name, name) == 0)
            return &scenarios->list[i];
    return 0;
}

static json_t *sets(struct briefing_work *work, const struct scenarios *scenarios)
{
    json_t *object = json_object();
    for (size_t s = 0; s < work->spec->scenario_count; s++) {
        const struct scenario *one = scenario_named(scenarios, work->spec->scenarios[s].name);
        json_t *list = json_array();
        for (size_t i = 0; one && i < one->assignments; i++)
            briefing_push(work, list, json_string(one->assignment[i]));
        briefing_put(work, object, work->spec->scenarios[s].name, list);
    }
    return object;
}

/* From which day those of the file's scenarios act that do not act from the beginning. */
static json_t *begins(struct briefing_work *work, const struct scenarios *scenarios)
{
    json_t *object = json_object();
    for (size_t s = 0; s < work->spec->scenario_count; s++) {
        const struct scenario *one = scenario_named(scenarios, work->spec->scenarios[s].name);
        if (one && one->from)
            briefing_put(work, object, one->name, json_string(one->from));
    }
    return object;
}

/* The value that a scenario's only assignment gives, read as the configuration would read it. */
static json_t *assigned_value(struct briefing_work *work, const struct document *base, const char *assignment,
                              const char *path)
{
    struct document copy;
    struct faults faults = {0};
    json_t *value = 0;
    if (document_copy(&copy, base, &faults) == 0 && document_set(&copy, assignment, &faults) == 0) {
        const struct setting *setting = setting_find(copy.root, path);
        value = setting ? briefing_scalar(setting) : 0;
    }
    work->out_of_memory |= faults_of_memory(&faults);
    document_free(&copy);
    faults_free(&faults);
    if (value && !json_is_null(value))
        return value;
    json_decref(value);
    return 0;
}

/* Points of numbers stand in ascending order; others as they come. */
static void add_point(struct briefing_work *work, json_t *lever, json_t *value, size_t scenario)
{
    json_t *points = json_object_get(lever, "points"), *point = json_object();
    size_t place = json_array_size(points);
    while (json_is_number(value) && place > 0) {
        const json_t *before = json_object_get(json_array_get(points, place - 1), "value");
        if (!json_is_number(before) || json_number_value(before) <= json_number_value(value))
            break;
        place--;
    }
    briefing_put(work, point, "value", value);
    briefing_put(work, point, "scenario", json_integer((json_int_t)scenario));
    work->out_of_memory |= json_array_insert_new(points, place, point) != 0;
}

/* A sweep's point may be what stands in the configuration anyway. */
static bool has_point(const json_t *lever, const json_t *value)
{
    size_t i;
    json_t *point, *points = json_object_get(lever, "points");
    json_array_foreach(points, i, point)
    {
        const json_t *other = json_object_get(point, "value");
        bool numbers = json_is_number(other) && json_is_number(value);
        if (numbers ? json_number_value(other) == json_number_value(value) : json_equal(other, value))
            return true;
    }
    return false;
}

static json_t *lever_at(struct briefing_work *work, json_t *levers, const struct document *document, const char *path)
{
    size_t i;
    json_t *lever;
    json_array_foreach(levers, i, lever)
    {
        if (strcmp(json_string_value(json_object_get(lever, "path")), path) == 0)
            return lever;
    }
    const struct setting *setting = setting_find(document->root, path);
    json_t *standing = setting ? briefing_scalar(setting) : json_null();
    if (json_is_null(standing)) { /* a prior, say: no single value to begin with */
        json_decref(standing);
        return 0;
    }
    lever = json_object();
    briefing_put(work, lever, "path", json_string(path));
    briefing_put(work, lever, "points", json_array());
    add_point(work, lever, standing, 0);
    briefing_push(work, levers, lever);
    return lever;
}

/* Only if the file's first scenario is the baseline does a scenario of one assignment move a lever. */
static json_t *levers(struct briefing_work *work, const struct document *document, const struct scenarios *scenarios)
{
    json_t *list = json_array();
    bool based = strcmp(work->spec->scenarios[0].name, SCENARIO_BASELINE) == 0;
    for (size_t s = 1; s < work->spec->scenario_count && based; s++) {
        const struct scenario *one = scenario_named(scenarios, work->spec->scenarios[s].name);
        char path[SETTING_PATH];
        if (!one || one->assignments != 1)
            continue;
        const char *text = one->assignment[0], *sign = strchr(text, '=');
        if (!sign || (size_t)(sign - text) >= sizeof path)
            continue;
        memcpy(path, text, (size_t)(sign - text));
        path[sign - text] = '\0';
        json_t *value = assigned_value(work, document, text, path);
        json_t *lever = value ? lever_at(work, list, document, path) : 0;
        if (lever && !has_point(lever, value))
            add_point(work, lever, value, s);
        else
            json_decref(value);
    }
    return list;
}

/* What each point of a lever of numbers gains on the one before it. */
static int put_steps(struct briefing_work *work, json_t *levers)
{
    for (size_t i = 0; i < json_array_size(levers); i++) {
        json_t *points = json_object_get(json_array_get(levers, i), "points");
        for (size_t k = 1; k < json_array_size(points); k++) {
            json_t *point = json_array_get(points, k), *before = json_array_get(points, k - 1);
            if (!json_is_number(json_object_get(point, "value")) || !json_is_number(json_object_get(before, "value")))
                continue;
            json_t *step = briefing_paired(work, (size_t)json_integer_value(json_object_get(before, "scenario")),
                                           (size_t)json_integer_value(json_object_get(point, "scenario")));
            if (!step)
                return -1;
            briefing_put(work, point, "step", step);
        }
    }
    return 0;
}

/* On whose authority each deadline stands: {"end-2015": "F30", …}. */
static json_t *deadline_sources(struct briefing_work *work, const struct document *document)
{
    const struct setting *group = setting_named(document->root, "deadlines");
    json_t *object = json_object();
    for (size_t d = 0; d < work->spec->deadline_count && group; d++) {
        const struct setting *deadline = setting_named(group, work->spec->deadlines[d].name);
        const struct setting *date = deadline ? setting_named(deadline, "date") : 0;
        if (date && date->source)
            briefing_put(work, object, work->spec->deadlines[d].name, json_string(date->source));
    }
    return object;
}

/* The configuration was checked when the file was made. A file of another version may still say what this one does
 * not understand: then there is no register, and the page says so. */
json_t *briefing_configuration(struct briefing_work *work)
{
    struct document document;
    struct faults faults = {0};
    struct quantities quantities = {0};
    struct scenarios scenarios = {0};
    const char *text = work->spec->configuration;
    json_t *object = json_object();
    bool read = document_read_text(&document, "configuration", text, strlen(text), &faults) == 0;
    int status = 0;
    if (read)
        briefing_put(work, object, "deadlines", deadline_sources(work, &document));
    if (read && scenarios_list(&scenarios, &document, &faults) == 0) {
        json_t *list = levers(work, &document, &scenarios);
        status = put_steps(work, list);
        briefing_put(work, object, "levers", list);
        briefing_put(work, object, "sets", sets(work, &scenarios));
        briefing_put(work, object, "from", begins(work, &scenarios));
    }
    if (read && schema_check(&programme_schema, &document, &faults) == 0 &&
        quantities_collect(&quantities, &programme_schema, &document, &faults) == 0)
        briefing_put(work, object, "register", assumptions(work, &quantities));
    work->out_of_memory |= faults_of_memory(&faults);
    quantities_free(&quantities);
    scenarios_free(&scenarios);
    if (read)
        document_free(&document);
    faults_free(&faults);
    if (status == 0)
        return object;
    json_decref(object);
    return 0;
}
