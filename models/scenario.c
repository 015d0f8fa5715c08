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

int scenarios_list(struct scenarios *scenarios, const struct document *document, struct faults *faults)
{
    const struct setting *group = setting_named(document->root, "scenarios");
    size_t said = group && group->type == SETTING_LIST ? group->count : 0;
    int status = 0;
    *scenarios = (struct scenarios){.list = calloc(said + 1, sizeof *scenarios->list)};
    if (!scenarios->list)
        return faults_add(faults, "", 0, "out of memory");
    scenarios->list[scenarios->count++] =
        (struct scenario){.name = SCENARIO_BASELINE, .title = "the configuration as it is", .file = ""};
    for (size_t i = 0; i < said; i++) {
        const struct setting *one = group->children[i];
        if (one->type != SETTING_GROUP)
            continue; /* the schema's check says so */
        const char *name = text_of(one, "name"), *title = text_of(one, "title");
        if (check_name(scenarios, one, name, faults) != 0)
            status = -1;
        else
            scenarios->list[scenarios->count++] =
                (struct scenario){name, title ? title : name, one->file, one->line, one};
    }
    return status;
}

void scenarios_free(struct scenarios *scenarios)
{
    free(scenarios->list);
    *scenarios = (struct scenarios){.count = 0};
}

const struct scenario *scenarios_find(const struct scenarios *scenarios, const char *name, struct error *error)
{
    const char **names = calloc(scenarios->count + 1, sizeof *names);
    for (size_t i = 0; i < scenarios->count; i++) {
        if (strcmp(scenarios->list[i].name, name) == 0) {
            free(names);
            return &scenarios->list[i];
        }
        if (names)
            names[i] = scenarios->list[i].name;
    }
    const char *nearest = names ? nearest_name(name, names, scenarios->count) : NULL;
    if (nearest)
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; did you mean \"%s\"?", name, nearest);
    else
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; `check` lists those of the configuration",
                  name);
    free(names);
    return NULL;
}

/* ---- one variant ---- */

int scenario_apply(struct document *copy, const struct document *base, const struct scenario *scenario,
                   struct faults *faults)
{
    if (document_copy(copy, base, faults) != 0)
        return -1;
    const struct setting *set = scenario->setting ? setting_named(scenario->setting, "set") : NULL;
    char source[DOCUMENT_NAME_BYTES + 16];
    snprintf(source, sizeof source, "scenario %s", scenario->name);
    int status = 0;
    for (size_t i = 0; set && i < set->count; i++) {
        const struct setting *one = set->children[i];
        if (one->type != SETTING_TEXT)
            continue; /* the schema's check says so */
        const char *authority = one->source ? one->source : source;
        if (document_set_at(copy, one->value.text, one->file, one->line, authority, faults) != 0)
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
    const struct setting *set = setting_named(scenario->setting, "set");
    for (size_t i = 0; set && i < set->count; i++)
        if (set->children[i]->line == fault->line && strcmp(set->children[i]->file, fault->file) == 0)
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
