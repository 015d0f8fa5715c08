/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario_date: scenarios that act from a day: what can change on a date, and how it is said.
 */
#include "document_parts.h"
#include "scenario_parts.h"
#include "schema_parts.h"
#include "models/keys.h"
#include "sim/date.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what can change ---- */

/* The number or switch of a group that `set` means in its changes; the others are called there by their own names. */
static const char *const meant_by_set[] = {
    "corps.consultants", "vendors.*.teams", "resources.*.capacity",   "swat.teams",
    "sessions.places",   "push.enabled",    "doctors.cleanup.enabled"};

struct target {
    char group[SETTING_PATH];
    const char *key; /* in the group: the last segment of the path */
    char name[SETTING_PATH];
};

static bool is_key(const char *path)
{
    for (size_t i = 0; i < programme_schema.count; i++)
        if (schema_meeting(programme_schema.keys[i].path, path) == MEETING_EXACT)
            return true;
    return false;
}

/* Takes a path apart; false if it has no group, or cannot change on a date. */
static bool find_target(const char *path, struct target *target)
{
    const char *dot = strrchr(path, '.');
    char changed[2 * SETTING_PATH + 16];
    if (!dot || dot == path || (size_t)(dot - path) >= sizeof target->group)
        return false;
    snprintf(target->group, sizeof target->group, "%.*s", (int)(dot - path), path);
    target->key = dot + 1;
    snprintf(target->name, sizeof target->name, "%s", target->key);
    for (size_t i = 0; i < sizeof meant_by_set / sizeof *meant_by_set; i++)
        if (schema_meeting(meant_by_set[i], path) == MEETING_EXACT)
            snprintf(target->name, sizeof target->name, "set");
    snprintf(changed, sizeof changed, "%s.changes.0.%s", target->group, target->name);
    return is_key(changed) && strcmp(target->key, "from") != 0 && strcmp(target->key, "set") != 0;
}

static void path_of(const char *assignment, char path[SETTING_PATH])
{
    size_t length = strcspn(assignment, "= \t");
    snprintf(path, SETTING_PATH, "%.*s", (int)(length < SETTING_PATH ? length : SETTING_PATH - 1), assignment);
}

/* Whether a path is a list of changes, which says its dates itself. */
static bool is_changes(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot && (strcmp(dot, ".changes") == 0 || strcmp(dot, ".team_changes") == 0);
}

/* ---- an assignment from a day on ---- */

static struct setting *add_change(struct document *document, struct setting *group,
                                  const struct dated_assignment *assignment)
{
    struct setting *list = setting_named(group, "changes");
    if (!list)
        list = document_grow(document, group, "changes", SETTING_LIST);
    struct setting *change = document_grow(document, list, "", SETTING_GROUP);
    if (!change)
        return 0;
    change->file = document_text(document, assignment->file);
    change->line = assignment->line;
    change->source = assignment->source ? document_text(document, assignment->source) : 0;
    return change->file && document_grow_text(document, change, "from", assignment->from) ? change : 0;
}

int assignment_on_date(struct document *document, const struct dated_assignment *assignment, struct faults *faults)
{
    char path[SETTING_PATH], *text = 0;
    struct target target;
    path_of(assignment->text, path);
    const char *value = strchr(assignment->text, '=');
    struct setting *group = find_target(path, &target) ? setting_find(document->root, target.group) : 0;
    struct setting *list = group ? setting_named(group, "changes") : 0;
    if (is_changes(path) || !value || (list && list->type != SETTING_LIST))
        return document_set_at(document, assignment->text, assignment->file, assignment->line, assignment->source,
                               faults);
    if (!group || group->type != SETTING_GROUP)
        return faults_add(faults, assignment->file, assignment->line,
                          "%s: cannot change on a date; what stands in lists of `changes` can: see `from` in "
                          "docs/configuration.md",
                          path);
    struct setting *change = add_change(document, group, assignment);
    int status = -1;
    if (change && asprintf(&text, "%s.%s%s", setting_path(change, path), target.name, value) >= 0) {
        status = document_set_at(document, text, assignment->file, assignment->line, assignment->source, faults);
        free(text);
        return status;
    }
    return faults_add(faults, assignment->file, assignment->line, "out of memory");
}

void scenario_path(const char *assignment, char path[SETTING_PATH])
{
    path_of(assignment, path);
    if (!is_changes(path))
        return;
    char *dot = strrchr(path, '.');
    for (size_t i = 0; i < sizeof meant_by_set / sizeof *meant_by_set; i++) {
        const char *key = strrchr(meant_by_set[i], '.');
        char whole[SETTING_PATH + 16];
        snprintf(whole, sizeof whole, "%.*s%s", (int)(dot - path), path, key);
        if (schema_meeting(meant_by_set[i], whole) != MEETING_EXACT)
            continue;
        snprintf(path, SETTING_PATH, "%.*s", SETTING_PATH - 1, whole);
        return;
    }
}

/* ---- since when a scenario acts ---- */

/* The first day in an assignment of a list of changes; LONG_MAX if it says none. */
static long first_change(const char *assignment)
{
    struct document said = {.root = 0};
    struct faults faults = {0};
    long first = LONG_MAX, day;
    char *text = 0;
    const char *value = strchr(assignment, '=');
    int length = value ? asprintf(&text, "changes %s;", value) : -1;
    if (length >= 0 && document_read_text(&said, "", text, (size_t)length, &faults) == 0) {
        const struct setting *list = setting_named(said.root, "changes");
        for (size_t i = 0; list && i < list->count; i++) {
            const struct setting *from = setting_named(list->children[i], "from");
            if (from && from->type == SETTING_TEXT && date_parse(from->value.text, &day) && day < first)
                first = day;
        }
    }
    if (length >= 0)
        free(text);
    document_free(&said);
    faults_free(&faults);
    return first;
}

long scenario_begins(const struct scenario *scenario, long epoch)
{
    long first = LONG_MAX, day;
    char path[SETTING_PATH];
    if (scenario->from && date_parse(scenario->from, &day))
        return day > epoch ? day : epoch;
    for (size_t i = 0; i < scenario->assignments; i++) {
        path_of(scenario->assignment[i], path);
        day = is_changes(path) ? first_change(scenario->assignment[i]) : epoch;
        first = day < first ? day : first;
    }
    return first > epoch && first != LONG_MAX ? first : epoch;
}

const char *scenario_kind_name(const struct scenario *scenario, long epoch, long as_of)
{
    if (!scenario->setting)
        return SCENARIO_BASELINE;
    if (scenario->kind == SCENARIO_ASSUMPTION)
        return "assumption";
    return as_of != LONG_MIN && scenario_begins(scenario, epoch) <= as_of ? "counterfactual" : "lever";
}

/* ---- a day for those that say none ---- */

/* What a scenario or sweep sets: assignments, or paths. */
static const struct setting *said_by(const struct setting *group)
{
    const struct setting *set = setting_named(group, "set");
    return set ? set : setting_named(group, "paths");
}

enum datable { DATED, DATABLE, UNDATABLE };

static enum datable judge(const struct setting *group)
{
    const struct setting *said = said_by(group);
    enum datable status = DATED;
    char path[SETTING_PATH];
    struct target target;
    if (setting_named(group, "from") || scenario_kind_of(group) != SCENARIO_LEVER || !said)
        return DATED;
    for (size_t i = 0; i < said->count; i++) {
        if (said->children[i]->type != SETTING_TEXT)
            return DATED; /* the schema's check says so */
        path_of(said->children[i]->value.text, path);
        if (is_changes(path))
            continue;
        if (!find_target(path, &target))
            return UNDATABLE;
        status = DATABLE;
    }
    return status;
}

static int note_undated(char **names, int count, const char *name)
{
    char *longer = 0;
    if (asprintf(&longer, "%s%s%s", *names ? *names : "", count ? ", " : "", name ? name : "?") < 0)
        return -1;
    free(*names);
    *names = longer;
    return 0;
}

int scenarios_date(struct document *document, const char *from, char **undated, struct faults *faults)
{
    static const char *const lists[] = {"scenarios", "sweeps"};
    int count = 0;
    long day;
    *undated = 0;
    if (!date_parse(from, &day))
        return faults_add(faults, "--from", 0, "'%.40s' is no date \"YYYY-MM-DD\" of the years 1900 to 2199", from);
    for (size_t l = 0; l < 2; l++) {
        struct setting *list = setting_named(document->root, lists[l]);
        for (size_t i = 0; list && list->type == SETTING_LIST && i < list->count; i++) {
            struct setting *group = list->children[i];
            enum datable status = group->type == SETTING_GROUP ? judge(group) : DATED;
            if (status == DATABLE && !document_grow_text(document, group, "from", from))
                return faults_add(faults, "--from", 0, "out of memory");
            if (status == UNDATABLE && note_undated(undated, count++, scenario_text(group, "name")) != 0)
                return faults_add(faults, "--from", 0, "out of memory");
        }
    }
    return count;
}
