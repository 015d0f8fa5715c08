/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_complete: what a configuration does not say: fallbacks are put in, required keys are missed.
 */
#include "quantity_parts.h"
#include "schema_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct completion {
    const struct schema *schema;
    struct document *document;
    struct faults *faults;
    const struct schema_key *key;
};

static void miss(const struct completion *to, const struct setting *group, const char *rest)
{
    char path[SETTING_PATH], range[RANGE_TEXT] = "";
    const struct schema_key *key = to->key;
    setting_path(group, path);
    bool number = key->type == SCHEMA_INTEGER || key->type == SCHEMA_NUMBER;
    if (number) {
        struct number_rule rule = number_rule_of(key, 0);
        number_range(&rule, range);
    }
    const char *legal = number ? range : key->choices ? key->choices : "";
    faults_add(to->faults, group->file, group->line, "'%s%s%s' is missing: required (%s%s%s)%s%s", path,
               *path ? "." : "", rest, schema_type_name(key->type), *legal ? ": " : "", legal, key->meaning ? ": " : "",
               key->meaning ? key->meaning : "");
}

/* Puts PATH=VALUE on behalf of the table. */
static void put(const struct completion *to, const struct setting *group, const char *name, size_t length,
                const char *value)
{
    char path[SETTING_PATH], *text = 0;
    setting_path(group, path);
    if (asprintf(&text, "%s%s%.*s=%s", path, *path ? "." : "", (int)length, name, value) < 0) {
        faults_add(to->faults, group->file, group->line, "out of memory");
        return;
    }
    document_set_at(to->document, text, "default", 0, "default", to->faults);
    free(text);
}

/* The row whose path is the first `length` bytes of this key's; null: there is none. */
static const struct schema_key *row_of(const struct completion *to, size_t length)
{
    for (size_t i = 0; i < to->schema->count; i++) {
        const char *path = to->schema->keys[i].path;
        if (strlen(path) == length && memcmp(path, to->key->path, length) == 0)
            return &to->schema->keys[i];
    }
    return 0;
}

/* Whether the pattern up to and including the segment at `rest` has a row of its own. */
static bool has_row(const struct completion *to, const char *rest)
{
    return row_of(to, (size_t)(rest - to->key->path) + schema_segment(rest)) != 0;
}

/* Whether "a.*" demands an entry: if "a" itself is required. */
static bool demands_entry(const struct completion *to)
{
    size_t length = strlen(to->key->path);
    const struct schema_key *row = length > 2 ? row_of(to, length - 2) : 0;
    return to->key->required && (!row || row->required);
}

static void visit(const struct completion *to, struct setting *setting, const char *rest);

static void visit_all(const struct completion *to, struct setting *setting, const char *next)
{
    size_t seen = 0;
    for (size_t i = 0; i < setting->count; i++) {
        struct setting *child = setting->children[i];
        if (setting->type == SETTING_GROUP && schema_is_remark(child->name))
            continue;
        seen++;
        if (*next)
            visit(to, child, next);
    }
    if (seen == 0 && !*next && demands_entry(to) && setting->type <= SETTING_LIST) {
        char path[SETTING_PATH];
        faults_add(to->faults, setting->file, setting->line, "'%s' is empty: at least one %s is required",
                   setting_path(setting, path), schema_type_name(to->key->type));
    }
}

/* The key's segment at `rest` in `setting`, which is there. */
static void visit(const struct completion *to, struct setting *setting, const char *rest)
{
    char name[SETTING_PATH];
    size_t length = schema_segment(rest);
    const char *next = rest + length + (rest[length] == '.');
    if (*rest == '*') {
        visit_all(to, setting, next);
        return;
    }
    snprintf(name, sizeof name, "%.*s", (int)length, rest);
    struct setting *child = setting_named(setting, name);
    if (setting->type != SETTING_GROUP || (child && !*next))
        return;
    if (!child && !*next) {
        if (to->key->fallback)
            put(to, setting, rest, length, to->key->fallback);
        else if (to->key->required)
            miss(to, setting, rest);
        return;
    }
    if (!child && !has_row(to, rest) && !strchr(rest, '*')) {
        if (!to->key->fallback) {
            if (to->key->required)
                miss(to, setting, rest);
            return;
        }
        put(to, setting, rest, length, "{}");
        child = setting_named(setting, name);
    }
    if (child)
        visit(to, child, next);
}

void schema_complete(const struct schema *schema, struct document *document, struct faults *faults)
{
    /* from the top down, so that a group's own fallback comes before what stands in it */
    for (size_t depth = 1; depth < SCHEMA_SEGMENTS; depth++) {
        for (size_t i = 0; i < schema->count; i++) {
            struct completion to = {schema, document, faults, &schema->keys[i]};
            if (schema_depth(to.key->path) == depth && (to.key->fallback || to.key->required))
                visit(&to, document->root, to.key->path);
        }
    }
}
