/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sweep: a family of scenarios: every combination of values along some paths, or listed rows of them.
 */
#include "document_parts.h"
#include "scenario_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A scalar as --set takes it; false if it is none. */
static bool value_text(const struct setting *value, char text[64])
{
    switch (value->type) {
    case SETTING_INTEGER:
        snprintf(text, 64, "%lld", (long long)value->value.integer);
        return true;
    case SETTING_REAL:
        snprintf(text, 64, "%.15g", value->value.real);
        return true;
    case SETTING_BOOLEAN:
        snprintf(text, 64, "%s", value->value.boolean ? "true" : "false");
        return true;
    case SETTING_TEXT:
        return snprintf(text, 64, "%s", value->value.text) < 64;
    default:
        return false;
    }
}

/* Names are made of letters, digits, - and _: a point becomes _, a minus m, anything else is left out. */
static void append_name(char *name, size_t size, const char *value)
{
    size_t used = strlen(name);
    if (used + 1 < size)
        name[used++] = '-';
    for (; *value && used + 1 < size; value++) {
        char c = *value == '.' ? '_' : *value == '-' ? 'm' : *value;
        if (strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", c))
            name[used++] = c;
    }
    name[used] = 0;
}

/* One point of a sweep: a value for each path. What was added stays the list's, also after a fault. */
static int fill_point(struct scenario *point, const struct setting *sweep, const struct setting *paths,
                      const struct setting *const values[], struct faults *faults)
{
    char name[DOCUMENT_NAME_BYTES + 2], title[512] = "", value[64];
    const char *sweep_name = scenario_text(sweep, "name");
    point->sweep = sweep_name;
    point->file = sweep->file;
    point->line = sweep->line;
    point->setting = sweep;
    point->kind = scenario_kind_of(sweep);
    point->from = scenario_text(sweep, "from");
    snprintf(name, sizeof name, "%s", sweep_name);
    for (size_t i = 0; i < paths->count; i++) {
        char *assignment = 0;
        if (!value_text(values[i], value))
            return faults_add(faults, values[i]->file, values[i]->line,
                              "sweep %s: a value is a number, a boolean or a short text", sweep_name);
        if (asprintf(&assignment, "%s=%s", paths->children[i]->value.text, value) < 0)
            return faults_add(faults, "", 0, "out of memory");
        point->assignment[point->assignments++] = assignment;
        append_name(name, sizeof name, value);
        size_t used = strlen(title);
        snprintf(title + used, sizeof title - used, "%s%s = %s", used ? ", " : "", paths->children[i]->value.text,
                 value);
    }
    if (strlen(name) > DOCUMENT_NAME_BYTES)
        return faults_add(faults, sweep->file, sweep->line,
                          "sweep %s: the scenario's name %s… is longer than %d characters; choose a shorter name",
                          sweep_name, name, DOCUMENT_NAME_BYTES);
    point->name = strdup(name);
    point->title = strdup(title);
    return point->name && point->title ? 0 : faults_add(faults, "", 0, "out of memory");
}

static int list_point(struct scenarios *scenarios, const struct setting *sweep, const struct setting *paths,
                      const struct setting *const values[], struct faults *faults)
{
    struct scenario *point = scenarios_add(scenarios, paths->count, faults);
    if (!point)
        return -1;
    int status = fill_point(point, sweep, paths, values, faults);
    const struct scenario *owner = status == 0 ? scenarios_owner(scenarios, scenarios->count - 1, point->name) : 0;
    if (owner)
        status = faults_add(faults, sweep->file, sweep->line, "sweep %s: the name \"%s\" is there already, at %s:%d",
                            point->sweep, point->name, owner->file, owner->line);
    if (status != 0)
        scenarios_drop(scenarios);
    return status;
}

enum { SWEEP_PATHS = 8, SWEEP_POINTS = 10000 };

static int sweep_fault(const struct setting *sweep, struct faults *faults, const char *what)
{
    char path[SETTING_PATH];
    return faults_add(faults, sweep->file, sweep->line, "%s: %s", setting_path(sweep, path), what);
}

static bool is_table(const struct setting *table, size_t rows, size_t columns)
{
    bool whole = table && table->type == SETTING_LIST && (rows == 0 ? table->count > 0 : table->count == rows);
    for (size_t i = 0; whole && i < table->count; i++) {
        const struct setting *row = table->children[i];
        whole = row->type == SETTING_LIST && (columns == 0 ? row->count > 0 : row->count == columns);
    }
    return whole;
}

/* Every combination, the last path changing fastest. */
static int list_combinations(struct scenarios *scenarios, const struct setting *sweep, const struct setting *paths,
                             const struct setting *values, struct faults *faults)
{
    const struct setting *chosen[SWEEP_PATHS];
    size_t points = 1;
    for (size_t i = 0; i < paths->count && points <= SWEEP_POINTS; i++)
        points *= values->children[i]->count;
    if (points > SWEEP_POINTS)
        return sweep_fault(sweep, faults, "more than 10000 points");
    for (size_t point = 0; point < points; point++) {
        size_t rest = point;
        for (size_t i = paths->count; i-- > 0;) {
            const struct setting *list = values->children[i];
            chosen[i] = list->children[rest % list->count];
            rest /= list->count;
        }
        if (list_point(scenarios, sweep, paths, chosen, faults) != 0)
            return -1;
    }
    return 0;
}

int sweep_list(struct scenarios *scenarios, const struct setting *sweep, struct faults *faults)
{
    const char *name = scenario_text(sweep, "name");
    const struct setting *paths = setting_named(sweep, "paths"), *values = setting_named(sweep, "values");
    const struct setting *rows = setting_named(sweep, "rows");
    if (!name || !paths || paths->type != SETTING_LIST)
        return 0; /* the schema's check says so */
    if (!scenario_name_legal(name) || strcmp(name, SCENARIO_BASELINE) == 0 || strcmp(name, SCENARIO_ALL) == 0)
        return sweep_fault(sweep, faults,
                           "its name is not legal; letters, digits, - and _ are, but not baseline and all");
    const struct scenario *owner = scenarios_owner(scenarios, scenarios->count, name);
    if (owner)
        return faults_add(faults, sweep->file, sweep->line, "sweep %s: the name is there already, at %s:%d", name,
                          owner->file, owner->line);
    for (size_t i = 0; i < paths->count; i++)
        if (paths->children[i]->type != SETTING_TEXT)
            return 0;
    if (paths->count < 1 || paths->count > SWEEP_PATHS)
        return sweep_fault(sweep, faults, "1 to 8 paths are legal");
    if (!values == !rows)
        return sweep_fault(sweep, faults, "wants either `values`, a list for each path, or `rows` of values");
    if (values && !is_table(values, paths->count, 0))
        return sweep_fault(sweep, faults, "`values` wants one list of values for each path: ( [1, 2], [0.5, 0.6] )");
    if (rows && !is_table(rows, 0, paths->count))
        return sweep_fault(sweep, faults, "`rows` wants lists with one value for each path: ( [1, 0.5], [2, 0.6] )");
    if (values)
        return list_combinations(scenarios, sweep, paths, values, faults);
    for (size_t i = 0; i < rows->count; i++)
        if (list_point(scenarios, sweep, paths, (const struct setting *const *)rows->children[i]->children, faults) !=
            0)
            return -1;
    return 0;
}

/* ---- one that no configuration says ---- */

static bool grow_sweep(struct document *document, struct setting *list, const struct sweep *sweep, const char *said)
{
    struct setting *group = document_grow(document, list, "", SETTING_GROUP);
    if (!group || !(group->file = document_text(document, said)))
        return false;
    group->line = 0;
    group->source = group->file;
    bool whole = document_grow_text(document, group, "name", sweep->name) &&
                 document_grow_text(document, document_grow(document, group, "paths", SETTING_LIST), "", sweep->path);
    struct setting *values =
        document_grow(document, document_grow(document, group, "values", SETTING_LIST), "", SETTING_LIST);
    for (long value = sweep->low; whole && value <= sweep->high; value += sweep->step) {
        struct setting *one = document_grow(document, values, "", SETTING_INTEGER);
        if ((whole = one))
            one->value.integer = value;
    }
    return whole && values;
}

int sweep_add(struct document *document, const struct sweep *sweep, const char *said, struct faults *faults)
{
    struct setting *list = setting_named(document->root, "sweeps");
    if (!list)
        list = document_grow(document, document->root, "sweeps", SETTING_LIST);
    if (list && list->type != SETTING_LIST)
        return 0; /* the schema's check says so */
    return list && grow_sweep(document, list, sweep, said) ? 0 : faults_add(faults, said, 0, "out of memory");
}
