/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario: named variants of a configuration.
 */
#include "scenario_parts.h"

#include <stdio.h>
#include <string.h>

/* ---- the list ---- */

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
    if (!scenario_name_legal(name))
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

static int list_one(struct scenarios *scenarios, const struct setting *group, struct faults *faults)
{
    const char *name = scenario_text(group, "name"), *title = scenario_text(group, "title");
    const struct setting *set = setting_named(group, "set");
    size_t count = set && set->type == SETTING_LIST ? set->count : 0;
    if (check_name(scenarios, group, name, faults) != 0)
        return -1;
    struct scenario *scenario = scenarios_add(scenarios, count, faults);
    if (!scenario)
        return -1;
    scenario->name = name;
    scenario->title = title ? title : name;
    scenario->file = group->file;
    scenario->line = group->line;
    scenario->setting = group;
    scenario->kind = scenario_kind_of(group);
    scenario->from = scenario_text(group, "from");
    for (size_t i = 0; i < count; i++)
        if (set->children[i]->type == SETTING_TEXT) /* else the schema's check says so */
            scenario->assignment[scenario->assignments++] = set->children[i]->value.text;
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
    struct scenario *baseline = scenarios_add(scenarios, 0, faults);
    if (!baseline)
        return -1;
    baseline->name = SCENARIO_BASELINE;
    baseline->title = "the configuration as it is";
    baseline->file = "";
    int status = list_groups(scenarios, document, "scenarios", list_one, faults);
    return list_groups(scenarios, document, "sweeps", sweep_list, faults) | status;
}

/* ---- one variant ---- */

/* Where an assignment is said: a scenario's list may run over many lines. */
static int line_of(const struct scenario *scenario, size_t assignment)
{
    const struct setting *set = scenario->setting && !scenario->sweep ? setting_named(scenario->setting, "set") : 0;
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
        const struct dated_assignment one = {scenario->assignment[i], scenario->from, scenario->file,
                                             line_of(scenario, i), authority};
        if ((scenario->from ? assignment_on_date(copy, &one, faults)
                            : document_set_at(copy, one.text, one.file, one.line, one.source, faults)) != 0)
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
