/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document_set: one setting from one assignment, "PATH=VALUE", as the command line and scenarios write it.
 */
#include "document_parts.h"
#include "sim/nearest.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An assignment, on whose behalf it is made, and the place in the tree that it names. */
struct assignment {
    struct document *document;
    const char *file, *source;
    int line;
    struct faults *faults;
    char path[SETTING_PATH];
    const char *value; /* without spaces around */
    size_t length;
    struct setting *group; /* or list, */
    const char *name;      /* the last segment */
};

#define REFUSE(set, ...) faults_add((set)->faults, (set)->file, (set)->line, __VA_ARGS__)

static int split(struct assignment *set, const char *text)
{
    const char *equals = strchr(text, '=');
    while (isspace((unsigned char)*text))
        text++;
    const char *end = equals;
    while (end && end > text && isspace((unsigned char)end[-1]))
        end--;
    if (!equals || end <= text)
        return REFUSE(set, "'%.100s' is no assignment of the form PATH=VALUE", text);
    if ((size_t)(end - text) >= sizeof set->path)
        return REFUSE(set, "'%.60s…': the path is too long", text);
    memcpy(set->path, text, (size_t)(end - text));
    set->path[end - text] = '\0';
    set->value = equals + 1;
    while (isspace((unsigned char)*set->value))
        set->value++;
    set->length = strlen(set->value);
    while (set->length > 0 && isspace((unsigned char)set->value[set->length - 1]))
        set->length--;
    return set->length > 0 ? 0 : REFUSE(set, "%s: no value is given", set->path);
}

static const char *nearest_child(const struct setting *group, const char *name)
{
    const char **names = group->count ? malloc(group->count * sizeof *names) : 0;
    const char *nearest = 0;
    if (names) {
        for (size_t i = 0; i < group->count; i++)
            names[i] = group->children[i]->name;
        nearest = nearest_name(name, names, group->count);
    }
    free(names);
    return nearest;
}

/* Says why `segment` leads nowhere from `at`. */
static int refuse_step(const struct assignment *set, const struct setting *at, const char *segment)
{
    char where[SETTING_PATH];
    setting_path(at, where);
    if (at->type == SETTING_LIST)
        return REFUSE(set, "%s: '%s' is a list of %zu, and has no element '%s'", set->path, where, at->count, segment);
    if (at->type != SETTING_GROUP)
        return REFUSE(set, "%s: '%s' is %s, not a group", set->path, where, setting_type_name(at->type));
    const char *nearest = nearest_child(at, segment);
    const char *dot = *where ? "." : "";
    if (nearest) {
        return REFUSE(set, "%s: there is no '%s%s%s'; did you mean '%s%s%s'?", set->path, where, dot, segment, where,
                      dot, nearest);
    }
    return REFUSE(set, "%s: there is no '%s%s%s'", set->path, where, dot, segment);
}

/* Finds the group and the name in it; a new name is fine in a group. */
static int locate(struct assignment *set)
{
    char segments[SETTING_PATH];
    char *rest = memcpy(segments, set->path, sizeof segments);
    struct setting *at = set->document->root;
    for (char *dot; (dot = strchr(rest, '.')) != 0; rest = dot + 1) {
        *dot = '\0';
        struct setting *next = *rest ? setting_find(at, rest) : 0;
        if (!next)
            return refuse_step(set, at, rest);
        at = next;
    }
    bool known = *rest && setting_find(at, rest);
    if (!known && at->type != SETTING_GROUP)
        return refuse_step(set, at, rest);
    if (!known && !document_is_name(rest, strlen(rest))) {
        return REFUSE(set, "%s: '%s' is not a name (letters, digits, - and _, beginning with a letter, at most %d)",
                      set->path, rest, DOCUMENT_NAME_BYTES);
    }
    set->group = at;
    set->name = set->path + (rest - segments);
    return 0;
}

/* A value that is no bare word: a quoted text, a list, a group. Null with a fault. */
static struct setting *parse_structure(const struct assignment *set)
{
    struct faults inner = {0};
    struct setting *root = 0;
    char *text = 0;
    int length = asprintf(&text, "v = %.*s", (int)set->length, set->value);
    if (length >= 0) {
        root = document_parse(set->document, set->file, text, (size_t)length, &inner);
        free(text);
    }
    if (!root || root->count != 1) {
        REFUSE(set, "%s: the value %.200s cannot be read: %s", set->path, set->value,
               inner.count > 0                          ? inner.list[0].text
               : length < 0 || faults_of_memory(&inner) ? "out of memory"
                                                        : "it is more than one value");
        root = 0;
    }
    faults_free(&inner);
    return root ? root->children[0] : 0;
}

static struct setting *parse_word(const struct assignment *set)
{
    int64_t integer = 0;
    double real = 0;
    static const enum setting_type types[] = {
        [SCAN_INTEGER] = SETTING_INTEGER, [SCAN_REAL] = SETTING_REAL,     [SCAN_TRUE] = SETTING_BOOLEAN,
        [SCAN_FALSE] = SETTING_BOOLEAN,   [SCAN_OVERFLOW] = SETTING_TEXT, [SCAN_OTHER] = SETTING_TEXT};
    enum scan_word kind = scan_word(set->value, set->length, &integer, &real);
    if (kind == SCAN_OVERFLOW) {
        REFUSE(set, "%s: the number %.*s is beyond what the computer can hold", set->path,
               set->length > 60 ? 60 : (int)set->length, set->value);
        return 0;
    }
    if (kind == SCAN_OTHER) { /* as if it stood in quotation marks, so that the same limits hold */
        struct assignment quoted = *set;
        char *text = strpbrk(set->value, "\"\\") ? 0 : malloc(set->length + 3);
        if (!text) {
            REFUSE(set, "%s: the text %.200s must stand in quotation marks", set->path, set->value);
            return 0;
        }
        quoted.length = (size_t)sprintf(text, "\"%.*s\"", (int)set->length, set->value);
        quoted.value = text;
        struct setting *setting = parse_structure(&quoted);
        free(text);
        return setting;
    }
    struct setting *setting = document_new(set->document, "", types[kind], set->file, set->line);
    if (!setting)
        REFUSE(set, "out of memory");
    else if (kind == SCAN_INTEGER)
        setting->value.integer = integer;
    else if (kind == SCAN_REAL)
        setting->value.real = real;
    else
        setting->value.boolean = kind == SCAN_TRUE;
    return setting;
}

static void position(struct setting *setting, const char *file, int line)
{
    setting->file = file;
    setting->line = line;
    for (size_t i = 0; i < setting->count; i++)
        position(setting->children[i], file, line);
}

/* A number in the long form of which one part was set is no longer what its source says. */
static void blame_number(const struct assignment *set, const struct setting *part)
{
    struct setting *number = set->group->type == SETTING_LIST ? set->group->parent : set->group;
    if (!number || !setting_is_number_group(number))
        return;
    bool is_source = strcmp(set->name, "source") == 0 && part->type == SETTING_TEXT;
    number->source = is_source ? part->value.text : set->source;
    number->file = set->file;
    number->line = set->line;
}

/* Levels of groups and lists in a value. */
static size_t height(const struct setting *setting)
{
    size_t most = 0;
    for (size_t i = 0; i < setting->count; i++) {
        size_t one = height(setting->children[i]);
        most = one > most ? one : most;
    }
    return most + (setting->type <= SETTING_LIST);
}

/* What no file could say cannot be assigned either, or the canonical text could not be read. */
static int check_limits(const struct assignment *set, const struct setting *value)
{
    size_t depth = height(value);
    for (const struct setting *at = set->group; at->parent; at = at->parent)
        depth++;
    if (depth > DOCUMENT_DEPTH)
        return REFUSE(set, "%s: groups and lists lie more than %d deep within each other", set->path, DOCUMENT_DEPTH);
    if (set->group->count >= DOCUMENT_CHILDREN && !setting_find(set->group, set->name))
        return REFUSE(set, "%s: more than %d settings in one group", set->path, DOCUMENT_CHILDREN);
    return 0;
}

static int apply(struct assignment *set)
{
    struct setting *value = strchr("\"{[(", *set->value) ? parse_structure(set) : parse_word(set);
    if (!value || check_limits(set, value) != 0)
        return -1;
    position(value, set->file, set->line);
    document_resolve_sources(value, set->source);
    struct setting *old = setting_find(set->group, set->name);
    if (set->group->type == SETTING_LIST) {
        value->name = "";
        value->parent = set->group;
        value->index = old->index;
        set->group->children[old->index] = value;
    } else if (!(value = document_put(set->document, set->group, set->name, value, set->faults))) {
        return -1;
    }
    blame_number(set, value);
    return 0;
}

int document_set_at(struct document *document, const char *assignment, const char *file, int line, const char *source,
                    struct faults *faults)
{
    struct assignment set = {.document = document, .line = line, .faults = faults, .value = ""};
    set.file = document_text(document, file);
    set.source = source ? document_text(document, source) : 0;
    if (!set.file || (source && !set.source))
        return faults_add(faults, file, line, "out of memory");
    return split(&set, assignment) != 0 || locate(&set) != 0 ? -1 : apply(&set);
}

int document_set(struct document *document, const char *assignment, struct faults *faults)
{
    return document_set_at(document, assignment, "--set", 0, "--set", faults);
}
