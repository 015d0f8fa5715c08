/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenarios: the list of a configuration's variants.
 */
#include "scenario_parts.h"
#include "sim/nearest.h"

#include <stdlib.h>
#include <string.h>

bool scenario_name_legal(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length <= DOCUMENT_NAME_BYTES && *name != '-' && *name != '_' &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == length;
}

const char *scenario_text(const struct setting *group, const char *name)
{
    const struct setting *setting = setting_named(group, name);
    return setting && setting->type == SETTING_TEXT ? setting->value.text : 0;
}

enum scenario_kind scenario_kind_of(const struct setting *group)
{
    const char *kind = scenario_text(group, "kind");
    return kind && strcmp(kind, "assumption") == 0 ? SCENARIO_ASSUMPTION : SCENARIO_LEVER;
}

struct scenario *scenarios_add(struct scenarios *scenarios, size_t assignments, struct faults *faults)
{
    if (scenarios->count == scenarios->room) {
        size_t room = 2 * scenarios->room + 16;
        struct scenario *grown = reallocarray(scenarios->list, room, sizeof *grown);
        if (!grown) {
            faults_add(faults, "", 0, "out of memory");
            return 0;
        }
        scenarios->list = grown;
        scenarios->room = room;
    }
    const char **list = calloc(assignments + 1, sizeof *list);
    if (!list) {
        faults_add(faults, "", 0, "out of memory");
        return 0;
    }
    struct scenario *scenario = &scenarios->list[scenarios->count++];
    *scenario = (struct scenario){.assignment = list};
    return scenario;
}

/* Texts that were made for a sweep's point; those of others are the document's. */
static void free_texts(struct scenario *scenario)
{
    if (scenario->sweep) {
        for (size_t i = 0; i < scenario->assignments; i++)
            free((char *)scenario->assignment[i]);
        free((char *)scenario->name);
        free((char *)scenario->title);
    }
    free(scenario->assignment);
}

void scenarios_drop(struct scenarios *scenarios)
{
    free_texts(&scenarios->list[--scenarios->count]);
}

void scenarios_free(struct scenarios *scenarios)
{
    while (scenarios->count > 0)
        scenarios_drop(scenarios);
    free(scenarios->list);
    *scenarios = (struct scenarios){.count = 0};
}

const struct scenario *scenarios_owner(const struct scenarios *scenarios, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        const struct scenario *one = &scenarios->list[i];
        if (strcmp(one->name, name) == 0 || (one->sweep && strcmp(one->sweep, name) == 0))
            return one;
    }
    return 0;
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
    const char *nearest = names ? nearest_name(name, names, known) : 0;
    if (nearest)
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; did you mean \"%s\"?", name, nearest);
    else
        error_set(error, ERROR_USAGE, "there is no scenario \"%.100s\"; `check` lists those of the configuration",
                  name);
    free(names);
    return 0;
}
