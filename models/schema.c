/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema: checking a configuration against the table of keys.
 */
#include "quantity_parts.h"
#include "schema_parts.h"
#include "sim/date.h"
#include "sim/nearest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    const struct schema *schema;
    long epoch;
    struct faults *faults;
};

#define FAULT(check, setting, ...) faults_add((check)->faults, (setting)->file, (setting)->line, __VA_ARGS__)

size_t schema_segment(const char *pattern)
{
    return strcspn(pattern, ".");
}

size_t schema_depth(const char *pattern)
{
    size_t depth = *pattern != '\0';
    for (; *pattern; pattern++)
        depth += *pattern == '.';
    return depth;
}

/* Whether the first segments agree; `pattern` and `path` are then at their ends. It is asked of every key for every
 * setting, so the first letter that differs ends it. */
static bool segment_meets(const char **pattern, const char **path)
{
    const char *a = *pattern, *b = *path;
    if (*a == '\0' || *a == '.')
        return false;
    if (*a == '*' && (a[1] == '\0' || a[1] == '.')) {
        a++;
        b += schema_segment(b);
    } else {
        while (*a && *a != '.' && *a == *b) {
            a++;
            b++;
        }
    }
    *pattern = a;
    *path = b;
    return (*a == '\0' || *a == '.') && (*b == '\0' || *b == '.');
}

enum meeting schema_meeting(const char *pattern, const char *path)
{
    while (*path) {
        if (!segment_meets(&pattern, &path))
            return MEETING_NONE;
        if (*path == '.')
            path++;
        else
            break;
        if (*pattern++ != '.')
            return MEETING_NONE;
    }
    return *pattern == '\0' ? MEETING_EXACT : MEETING_BENEATH;
}

/* A literal segment wins over *, the first that differs deciding. */
static bool more_literal(const char *a, const char *b)
{
    while (*a && *b) {
        bool a_any = *a == '*', b_any = *b == '*';
        if (a_any != b_any)
            return b_any;
        a += schema_segment(a);
        b += schema_segment(b);
        a += *a == '.';
        b += *b == '.';
    }
    return false;
}

static const struct schema_key *key_at(const struct schema *schema, const char *path)
{
    const struct schema_key *found = 0;
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_key *key = &schema->keys[i];
        if (schema_meeting(key->path, path) == MEETING_EXACT && (!found || more_literal(key->path, found->path)))
            found = key;
    }
    return found;
}

/* A remark such as `source` is no key unless the table names it literally. */
static bool is_remark(const struct setting *setting, const struct schema_key *key)
{
    if (!setting->parent || setting->parent->type != SETTING_GROUP || !schema_is_remark(setting->name))
        return false;
    return !key || key->path[strlen(key->path) - 1] == '*';
}

const struct schema_key *schema_key_of(const struct schema *schema, const struct setting *setting)
{
    char path[SETTING_PATH];
    const struct schema_key *key = key_at(schema, setting_path(setting, path));
    return is_remark(setting, key) ? 0 : key;
}

bool schema_is_remark(const char *name)
{
    return strcmp(name, "source") == 0 || strcmp(name, "sources") == 0 || strcmp(name, "note") == 0 ||
           strcmp(name, "title") == 0;
}

const char *schema_type_name(enum schema_type type)
{
    static const char *const names[] = {[SCHEMA_TEXT] = "text",
                                        [SCHEMA_CHOICE] = "choice",
                                        [SCHEMA_BOOLEAN] = "boolean",
                                        [SCHEMA_DAY] = "day",
                                        [SCHEMA_INTEGER] = "whole number",
                                        [SCHEMA_NUMBER] = "number",
                                        [SCHEMA_DATE] = "date",
                                        [SCHEMA_VARIATE] = "distribution",
                                        [SCHEMA_TEXT_LIST] = "list of texts",
                                        [SCHEMA_NUMBER_LIST] = "list of numbers",
                                        [SCHEMA_GROUP] = "group",
                                        [SCHEMA_LIST] = "list",
                                        [SCHEMA_ANY] = "anything"};
    return names[type];
}

/* The names that can stand in a setting's place: the patterns' literal segments there. Returns how many. */
static size_t names_beside(const struct schema *schema, const char *parent, char (*names)[64])
{
    size_t count = 0;
    for (size_t i = 0; i < schema->count; i++) {
        const char *pattern = schema->keys[i].path;
        if (schema_meeting(pattern, parent) != MEETING_BENEATH)
            continue;
        for (size_t depth = schema_depth(parent); depth > 0; depth--)
            pattern += schema_segment(pattern) + 1;
        if (*pattern != '*')
            snprintf(names[count++], sizeof names[0], "%.*s", (int)schema_segment(pattern), pattern);
    }
    return count;
}

/* The keys of the items are called after cards: what is "items_by" elsewhere is "cards_by" here; null: it is neither.
 */
static const char *older_name(const char *name, const char *const list[], size_t count)
{
    char older[64];
    if (strncmp(name, "item", 4) != 0)
        return 0;
    snprintf(older, sizeof older, "card%s", name + 4);
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], older) == 0)
            return list[i];
    return 0;
}

static void unknown(const struct check *check, const struct setting *setting)
{
    static const char *const remarks[] = {"source", "sources", "note", "title"};
    char path[SETTING_PATH], parent[SETTING_PATH];
    size_t room = check->schema->count + 4, count;
    char(*names)[64] = calloc(room, sizeof *names);
    const char **list = calloc(room, sizeof *list);
    const char *nearest = 0;
    if (names && list && setting->parent->type == SETTING_GROUP) {
        count = names_beside(check->schema, setting_path(setting->parent, parent), names);
        for (size_t i = 0; i < count; i++)
            list[i] = names[i];
        memcpy(list + count, remarks, sizeof remarks);
        nearest = older_name(setting->name, list, count);
        if (!nearest)
            nearest = nearest_name(setting->name, list, count + 4);
    }
    FAULT(check, setting, "%s: unknown key%s%s%s", setting_path(setting, path), nearest ? "; did you mean '" : "",
          nearest ? nearest : "", nearest ? "'?" : "");
    free(names);
    free(list);
}

static void check_remark(const struct check *check, const struct setting *setting)
{
    char path[SETTING_PATH];
    setting_path(setting, path);
    if (strcmp(setting->name, "sources") != 0) {
        if (setting->type != SETTING_TEXT)
            FAULT(check, setting, "%s: must be a text, is %s", path, setting_type_name(setting->type));
        return;
    }
    if (setting->type != SETTING_GROUP) {
        FAULT(check, setting, "%s: must be a group of texts, is %s", path, setting_type_name(setting->type));
        return;
    }
    for (size_t i = 0; i < setting->count; i++) {
        const struct setting *child = setting->children[i];
        if (child->type != SETTING_TEXT)
            FAULT(check, child, "%s.%s: must be a text, is %s", path, child->name, setting_type_name(child->type));
        else if (!setting_named(setting->parent, child->name))
            FAULT(check, child, "%s.%s: names the source of a key that is not in this group", path, child->name);
    }
}

/* Whether `text` is one of "a|b|c"; its index, or -1. */
static int choice_index(const char *choices, const char *text)
{
    size_t length = strlen(text);
    for (int i = 0; *choices; i++) {
        size_t one = strcspn(choices, "|");
        if (one == length && memcmp(choices, text, one) == 0)
            return i;
        choices += one + (choices[one] == '|');
    }
    return -1;
}

static void check_choice(const struct check *check, const struct schema_key *key, const struct setting *setting,
                         const char *path)
{
    char copy[1024], list[1100] = "";
    const char *names[64];
    size_t count = 0;
    if (choice_index(key->choices, setting->value.text) >= 0)
        return;
    snprintf(copy, sizeof copy, "%s", key->choices);
    for (char *rest = copy, *name; count < 64 && (name = strsep(&rest, "|")) != 0;) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", count ? ", " : "", name);
        names[count++] = name;
    }
    const char *nearest = nearest_name(setting->value.text, names, count);
    FAULT(check, setting, "%s: '%.60s' is none of %s%s%s%s", path, setting->value.text, list,
          nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}

static void check_texts(const struct check *check, const struct setting *list)
{
    char path[SETTING_PATH];
    for (size_t i = 0; i < list->count; i++) {
        const struct setting *child = list->children[i];
        if (child->type != SETTING_TEXT)
            FAULT(check, child, "%s: must be a text, is %s", setting_path(child, path), setting_type_name(child->type));
    }
}

static void check_number(const struct check *check, const struct schema_key *key, const struct setting *setting)
{
    struct number_rule rule = number_rule_of(key, check->epoch);
    struct quantity quantity;
    if (key->type == SCHEMA_VARIATE)
        chance_check(&rule, setting, check->faults);
    else if (quantity_read(&quantity, &rule, setting, check->faults) == 0)
        quantity_clear(&quantity);
}

/* What a key's setting must be in the document; numbers judge for themselves. */
static bool has_type(const struct schema_key *key, const struct setting *setting)
{
    switch (key->type) {
    case SCHEMA_TEXT:
    case SCHEMA_CHOICE:
    case SCHEMA_DAY:
        return setting->type == SETTING_TEXT;
    case SCHEMA_BOOLEAN:
        return setting->type == SETTING_BOOLEAN;
    case SCHEMA_TEXT_LIST:
    case SCHEMA_NUMBER_LIST:
    case SCHEMA_LIST:
        return setting->type == SETTING_LIST;
    case SCHEMA_GROUP:
        return setting->type == SETTING_GROUP;
    default:
        return true;
    }
}

static const char *wanted(const struct schema_key *key)
{
    switch (key->type) {
    case SCHEMA_BOOLEAN:
        return "true or false";
    case SCHEMA_DAY:
        return "a day, \"YYYY-MM-DD\"";
    case SCHEMA_TEXT_LIST:
        return "a list of texts";
    case SCHEMA_NUMBER_LIST:
        return "a list of numbers";
    case SCHEMA_LIST:
        return "a list";
    case SCHEMA_GROUP:
        return "a group";
    default:
        return "a text";
    }
}

static void check_setting(const struct check *check, const struct setting *setting);

static void check_children(const struct check *check, const struct setting *setting)
{
    for (size_t i = 0; i < setting->count; i++)
        check_setting(check, setting->children[i]);
}

static void check_key(const struct check *check, const struct schema_key *key, const struct setting *setting,
                      const char *path)
{
    long day;
    if (!has_type(key, setting)) {
        FAULT(check, setting, "%s: must be %s, is %s", path, wanted(key), setting_type_name(setting->type));
        return;
    }
    switch (key->type) {
    case SCHEMA_CHOICE:
        check_choice(check, key, setting, path);
        break;
    case SCHEMA_DAY:
        if (!date_parse(setting->value.text, &day)) {
            FAULT(check, setting, "%s: '%.40s' is no date \"YYYY-MM-DD\" of the years 1900 to 2199", path,
                  setting->value.text);
        }
        break;
    case SCHEMA_TEXT_LIST:
        check_texts(check, setting);
        break;
    case SCHEMA_NUMBER_LIST:
        for (size_t i = 0; i < setting->count; i++)
            check_number(check, key, setting->children[i]);
        break;
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
    case SCHEMA_DATE:
    case SCHEMA_VARIATE:
        check_number(check, key, setting);
        break;
    case SCHEMA_GROUP:
    case SCHEMA_LIST:
        check_children(check, setting);
        break;
    default:
        break;
    }
    if (setting->type == SETTING_GROUP && key->type != SCHEMA_GROUP && key->type != SCHEMA_ANY) {
        for (size_t i = 0; i < setting->count; i++)
            if (schema_is_remark(setting->children[i]->name))
                check_remark(check, setting->children[i]);
    }
}

/* A setting that has no row of its own: a group or list on the way to one, or nothing we know. */
static void check_way(const struct check *check, const struct setting *setting, const char *path)
{
    bool beneath = false, any = false, named = false;
    for (size_t i = 0; i < check->schema->count; i++) {
        const char *pattern = check->schema->keys[i].path;
        if (schema_meeting(pattern, path) != MEETING_BENEATH)
            continue;
        for (size_t depth = schema_depth(path); depth > 0; depth--)
            pattern += schema_segment(pattern) + 1;
        beneath = true;
        any |= *pattern == '*';
        named |= *pattern != '*';
    }
    if (!beneath) {
        unknown(check, setting);
    } else if (setting->type == SETTING_GROUP || (setting->type == SETTING_LIST && any && !named)) {
        check_children(check, setting);
    } else {
        FAULT(check, setting, "%s: must be a group%s, is %s", path, any && !named ? " or a list" : "",
              setting_type_name(setting->type));
    }
}

static void check_setting(const struct check *check, const struct setting *setting)
{
    char path[SETTING_PATH];
    const struct schema_key *key = key_at(check->schema, setting_path(setting, path));
    if (is_remark(setting, key))
        check_remark(check, setting);
    else if (key)
        check_key(check, key, setting, path);
    else
        check_way(check, setting, path);
}

long schema_epoch(const struct schema *schema, const struct document *document)
{
    long day = 0;
    const struct setting *epoch = schema->epoch ? setting_find(document->root, schema->epoch) : 0;
    if (epoch && epoch->type == SETTING_TEXT)
        date_parse(epoch->value.text, &day);
    return day;
}

int schema_check(const struct schema *schema, struct document *document, struct faults *faults)
{
    size_t before = faults->count + faults->lost;
    schema_complete(schema, document, faults);
    struct check check = {schema, schema_epoch(schema, document), faults};
    check_children(&check, document->root);
    bool clean = faults->count + faults->lost == before;
    faults_sort(faults);
    return clean ? 0 : -1;
}

int schema_choice(const struct setting *from, const char *path, const char *choices)
{
    int index = choice_index(choices, schema_text(from, path));
    if (index < 0) {
        fprintf(stderr, "fmksim: internal error: '%s' is none of %s\n", path, choices);
        abort();
    }
    return index;
}
