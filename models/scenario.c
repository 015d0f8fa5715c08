/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario: named variants of a configuration.
 */
#include "models/scenario.h"

#include "sim/nearest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the list ---- */

static bool name_legal(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length <= DOCUMENT_NAME_BYTES && *name != '-' && *name != '_' &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

static const char *text_of(const struct setting *group, const char *name)
{
    const struct setting *setting = setting_named(group, name);
    return setting && setting->type == SETTING_TEXT ? setting->value.text : NULL;
}

static int check_name(const struct scenarios *scenarios, const struct setting *group, const char *name,
                      struct faults *faults)
{
    const struct setting *at = setting_named(group, "name");
    char path[SETTING_PATH];
    if (!at)
        at = group;
    setting_path(at, path);
    if (!name)
        return faults_add(faults, at->file, at->line, "%s: a scenario needs a name", path);
    if (strcmp(name, SCENARIO_BASELINE) == 0)
        return faults_add(faults, at->file, at->line,
                          "%s: \"" SCENARIO_BASELINE "\" is the name of the configuration as it is", path);
    if (strcmp(name, SCENARIO_ALL) == 0)
        return faults_add(faults, at->file, at->line, "%s: \"" SCENARIO_ALL "\" stands for every scenario", path);
    if (!name_legal(name))
        return faults_add(faults, at->file, at->line,
                          "%s: \"%.70s\" is no legal name of a scenario; legal are letters, digits, - and _, at most "
                          "%d, the first one a letter or digit",
                          path, name, DOCUMENT_NAME_BYTES);
    for (size_t i = 1; i < scenarios->count; i++)
        if (strcmp(scenarios->list[i].name, name) == 0)
            return faults_add(faults, at->file, at->line, "%s: the scenario \"%s\" is there already, at %s:%d", path,
                              name, scenarios->list[i].file, scenarios->list[i].line);
    return 0;
}

/* Room for one more, with so many assignments; null with a fault if there is none. */
static struct scenario *add_scenario(struct scenarios *scenarios, size_t assignments, struct faults *faults)
{
    if (scenarios->count == scenarios->room) {
        size_t room = 2 * scenarios->room + 16;
        struct scenario *grown = reallocarray(scenarios->list, room, sizeof *grown);
        if (!grown) {
            faults_add(faults, "", 0, "out of memory");
            return NULL;
        }
        scenarios->list = grown;
        scenarios->room = room;
    }
    const char **list = calloc(assignments + 1, sizeof *list);
    if (!list) {
        faults_add(faults, "", 0, "out of memory");
        return NULL;
    }
    struct scenario *scenario = &scenarios->list[scenarios->count++];
    *scenario = (struct scenario){.assignment = list};
    return scenario;
}

static int list_one(struct scenarios *scenarios, const struct setting *group, struct faults *faults)
{
    const char *name = text_of(group, "name"), *title = text_of(group, "title");
    const struct setting *set = setting_named(group, "set");
    size_t count = set && set->type == SETTING_LIST ? set->count : 0;
    if (check_name(scenarios, group, name, faults) != 0)
        return -1;
    struct scenario *scenario = add_scenario(scenarios, count, faults);
    if (!scenario)
        return -1;
    scenario->name = name;
    scenario->title = title ? title : name;
    scenario->file = group->file;
    scenario->line = group->line;
    scenario->setting = group;
    for (size_t i = 0; i < count; i++)
        if (set->children[i]->type == SETTING_TEXT) /* else the schema's check says so */
            scenario->assignment[scenario->assignments++] = set->children[i]->value.text;
    return 0;
}

/* ---- sweeps ---- */

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
    const char *sweep_name = text_of(sweep, "name");
    point->sweep = sweep_name;
    point->file = sweep->file;
    point->line = sweep->line;
    point->setting = sweep;
    snprintf(name, sizeof name, "%s", sweep_name);
    for (size_t i = 0; i < paths->count; i++) {
        char *assignment = NULL;
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

static void free_point(struct scenario *point)
{
    for (size_t i = 0; i < point->assignments; i++)
        free((char *)point->assignment[i]);
    free((char *)point->name);
    free((char *)point->title);
}

/* What --scenario means by a name must be one thing: the scenario or the sweep that has it; null: none has. */
static const struct scenario *owner_of(const struct scenarios *scenarios, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        const struct scenario *one = &scenarios->list[i];
        if (strcmp(one->name, name) == 0 || (one->sweep && strcmp(one->sweep, name) == 0))
            return one;
    }
    return NULL;
}

static int list_point(struct scenarios *scenarios, const struct setting *sweep, const struct setting *paths,
                      const struct setting *const values[], struct faults *faults)
{
    struct scenario *point = add_scenario(scenarios, paths->count, faults);
    if (!point)
        return -1;
    int status = fill_point(point, sweep, paths, values, faults);
    const struct scenario *owner = status == 0 ? owner_of(scenarios, scenarios->count - 1, point->name) : NULL;
    if (owner)
        status = faults_add(faults, sweep->file, sweep->line, "sweep %s: the name \"%s\" is there already, at %s:%d",
                            point->sweep, point->name, owner->file, owner->line);
    if (status != 0) {
        free_point(point);
        free(point->assignment);
        scenarios->count--;
    }
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

static int list_sweep(struct scenarios *scenarios, const struct setting *sweep, struct faults *faults)
{
    const char *name = text_of(sweep, "name");
    const struct setting *paths = setting_named(sweep, "paths"), *values = setting_named(sweep, "values");
    const struct setting *rows = setting_named(sweep, "rows");
    if (!name || !paths || paths->type != SETTING_LIST)
        return 0; /* the schema's check says so */
    if (!name_legal(name) || strcmp(name, SCENARIO_BASELINE) == 0 || strcmp(name, "all") == 0)
        return sweep_fault(sweep, faults,
                           "its name is not legal; letters, digits, - and _ are, but not baseline and all");
    const struct scenario *owner = owner_of(scenarios, scenarios->count, name);
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

/* ---- both ---- */

static int list_groups(struct scenarios *scenarios, const struct document *document, const char *name,
                       int (*list)(struct scenarios *, const struct setting *, struct faults *), struct faults *faults)
{
    const struct setting *groups = setting_named(document->root, name);
    int status = 0;
    for (size_t i = 0; groups && groups->type == SETTING_LIST && i < groups->count; i++)
        if (groups->children[i]->type == SETTING_GROUP && list(scenarios, groups->children[i], faults) != 0)
            status = -1; /* what is no group is told by the schema's check */
    return status;
}

int scenarios_list(struct scenarios *scenarios, const struct document *document, struct faults *faults)
{
    *scenarios = (struct scenarios){.count = 0};
    struct scenario *baseline = add_scenario(scenarios, 0, faults);
    if (!baseline)
        return -1;
    baseline->name = SCENARIO_BASELINE;
    baseline->title = "the configuration as it is";
    baseline->file = "";
    int status = list_groups(scenarios, document, "scenarios", list_one, faults);
    return list_groups(scenarios, document, "sweeps", list_sweep, faults) | status;
}

void scenarios_free(struct scenarios *scenarios)
{
    for (size_t i = 0; i < scenarios->count; i++) {
        if (scenarios->list[i].sweep)
            free_point(&scenarios->list[i]);
        free(scenarios->list[i].assignment);
    }
    free(scenarios->list);
    *scenarios = (struct scenarios){.count = 0};
}

const struct scenario *scenarios_find(const struct scenarios *scenarios, const char *name, struct error *error)
{
    const char **names = calloc(2 * scenarios->count + 1, sizeof *names);
    size_t known = 0;
    for (size_t i = 0; i < scenarios->count; i++) {
        if (strcmp(scenarios->list[i].name, name) == 0) {
            free(names);
            return &scenarios->list[i];
        }
        if (names)
            names[known++] = scenarios->list[i].name;
        if (names && scenarios->list[i].sweep)
            names[known++] = scenarios->list[i].sweep;
    }
    const char *nearest = names ? nearest_name(name, names, known) : NULL;
    if (nearest)
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; did you mean \"%s\"?", name, nearest);
    else
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; `check` lists those of the configuration",
                  name);
    free(names);
    return NULL;
}

/* ---- one variant ---- */

/* Where an assignment is said: a scenario's list may run over many lines. */
static int line_of(const struct scenario *scenario, size_t assignment)
{
    const struct setting *set = scenario->setting && !scenario->sweep ? setting_named(scenario->setting, "set") : NULL;
    return set && assignment < set->count ? set->children[assignment]->line : scenario->line;
}

int scenario_apply(struct document *copy, const struct document *base, const struct scenario *scenario,
                   struct faults *faults)
{
    if (document_copy(copy, base, faults) != 0)
        return -1;
    char source[DOCUMENT_NAME_BYTES + 16];
    snprintf(source, sizeof source, "scenario %s", scenario->name);
    const char *authority = scenario->setting && scenario->setting->source ? scenario->setting->source : source;
    int status = 0;
    for (size_t i = 0; i < scenario->assignments; i++) {
        int line = line_of(scenario, i);
        if (document_set_at(copy, scenario->assignment[i], scenario->file, line, authority, faults) != 0)
            status = -1;
    }
    if (status != 0) {
        document_free(copy);
        *copy = (struct document){0};
    }
    return status;
}

/* Whether a fault stands where the scenario itself is said. */
static bool is_said_there(const struct scenario *scenario, const struct fault *fault)
{
    for (size_t i = 0; i < scenario->assignments; i++)
        if (line_of(scenario, i) == fault->line && strcmp(scenario->file, fault->file) == 0)
            return true;
    return false;
}

/* Tells a scenario's faults at its own lines: what it assigns may break a rule elsewhere in the file. */
static void retell(const struct scenario *scenario, const struct faults *inner, struct faults *faults)
{
    for (size_t i = 0; i < inner->count; i++) {
        const struct fault *fault = &inner->list[i];
        if (!scenario->setting)
            faults_add(faults, fault->file, fault->line, "%s", fault->text);
        else if (is_said_there(scenario, fault))
            faults_add(faults, fault->file, fault->line, "scenario %s: %s", scenario->name, fault->text);
        else
            faults_add(faults, scenario->file, scenario->line, "scenario %s: %s:%d: %s", scenario->name, fault->file,
                       fault->line, fault->text);
    }
    faults->lost += inner->lost;
}

int scenario_compile(struct programme *programme, struct document *copy, const struct document *base,
                     const struct scenario *scenario, struct faults *faults)
{
    struct faults inner = {0};
    int status = scenario_apply(copy, base, scenario, &inner);
    if (status == 0 && (status = programme_init(programme, copy, &inner)) != 0) {
        document_free(copy);
        *copy = (struct document){0};
    }
    retell(scenario, &inner, faults);
    faults_free(&inner);
    return status;
}

/* ---- comparability ---- */

static int differs(const struct scenario *scenario, struct faults *faults, const char *what)
{
    return faults_add(faults, scenario->file, scenario->line,
                      "scenario %s: changes %s; scenarios are compared replication by replication, so another "
                      "configuration (base = \"…\") is needed for that",
                      scenario->name, what);
}

static bool same_sites(const struct programme *a, const struct programme *b)
{
    bool same = a->sites == b->sites;
    for (size_t i = 0; same && i < a->sites; i++)
        same = a->site[i].code == b->site[i].code && a->site[i].region == b->site[i].region;
    return same;
}

static bool same_nodes(const struct programme *a, const struct programme *b)
{
    bool same = a->nodes == b->nodes && a->milestones == b->milestones;
    for (size_t i = 0; same && i < a->nodes; i++)
        same = strcmp(a->node[i].name, b->node[i].name) == 0;
    return same;
}

static bool same_resources(const struct programme *a, const struct programme *b)
{
    bool same = a->vendors == b->vendors && a->pools == b->pools;
    for (size_t i = 0; same && i < a->vendors; i++)
        same = strcmp(a->vendor[i].name, b->vendor[i].name) == 0;
    for (size_t i = 0; same && i < a->pools; i++)
        same = strcmp(a->pool[i].name, b->pool[i].name) == 0;
    return same;
}

static bool same_deadlines(const struct programme *a, const struct programme *b)
{
    bool same = a->deadlines == b->deadlines;
    for (size_t i = 0; same && i < a->deadlines; i++)
        same = strcmp(a->deadline[i].name, b->deadline[i].name) == 0 &&
               a->deadline[i].instant == b->deadline[i].instant && a->deadline[i].milestone == b->deadline[i].milestone;
    return same;
}

static bool same_causes(const struct programme *a, const struct programme *b)
{
    bool same = a->causes.count == b->causes.count;
    for (size_t i = 0; same && i < a->causes.count; i++)
        same = strcmp(a->causes.name[i], b->causes.name[i]) == 0;
    return same;
}

int scenario_match(const struct programme *baseline, const struct programme *programme, const struct scenario *scenario,
                   struct faults *faults)
{
    const struct programme *a = baseline, *b = programme;
    if (a->epoch != b->epoch || a->horizon != b->horizon)
        return differs(scenario, faults, "the epoch or the horizon");
    if (!same_sites(a, b))
        return differs(scenario, faults, "the sites");
    if (!same_nodes(a, b))
        return differs(scenario, faults, "the activities or milestones");
    if (!same_resources(a, b))
        return differs(scenario, faults, "the vendors or resources");
    if (!same_deadlines(a, b))
        return differs(scenario, faults, "the deadlines");
    if (!same_causes(a, b))
        return differs(scenario, faults, "the causes of delay");
    return 0;
}
