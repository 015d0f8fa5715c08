/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_key: which row of the table speaks of a setting.
 */
#include "schema_parts.h"

#include "sim/date.h"

#include <string.h>

size_t schema_segment(const char *pattern)
{
    return strcspn(pattern, ".");
}

size_t schema_depth(const char *pattern)
{
    size_t depth = *pattern != '\0';
    for (; *pattern; pattern++) {
        depth += *pattern == '.';
    }
    return depth;
}

enum meeting schema_meeting(const char *pattern, const char *path)
{
    while (*path) {
        size_t a = schema_segment(pattern), b = schema_segment(path);
        bool any = a == 1 && *pattern == '*';
        if (a == 0 || (!any && (a != b || memcmp(pattern, path, a) != 0))) {
            return MEETING_NONE;
        }
        pattern += a;
        path += b;
        if (*path == '.') {
            path++;
        } else {
            break;
        }
        if (*pattern++ != '.') {
            return MEETING_NONE;
        }
    }
    return *pattern == '\0' ? MEETING_EXACT : MEETING_BENEATH;
}

/* A literal segment wins over *, the first that differs deciding. */
static bool more_literal(const char *a, const char *b)
{
    while (*a && *b) {
        bool a_any = *a == '*', b_any = *b == '*';
        if (a_any != b_any) {
            return b_any;
        }
        a += schema_segment(a);
        b += schema_segment(b);
        a += *a == '.';
        b += *b == '.';
    }
    return false;
}

const struct schema_key *schema_key_at(const struct schema *schema, const char *path)
{
    const struct schema_key *found = NULL;
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_key *key = &schema->keys[i];
        if (schema_meeting(key->path, path) == MEETING_EXACT && (!found || more_literal(key->path, found->path))) {
            found = key;
        }
    }
    return found;
}

bool schema_remark_at(const struct setting *setting, const struct schema_key *key)
{
    if (!setting->parent || setting->parent->type != SETTING_GROUP || !schema_is_remark(setting->name)) {
        return false;
    }
    return !key || key->path[strlen(key->path) - 1] == '*';
}

const struct schema_key *schema_key_of(const struct schema *schema, const struct setting *setting)
{
    char path[SETTING_PATH];
    const struct schema_key *key = schema_key_at(schema, setting_path(setting, path));
    return schema_remark_at(setting, key) ? NULL : key;
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

long schema_epoch(const struct schema *schema, const struct document *document)
{
    long day = 0;
    const struct setting *epoch = schema->epoch ? setting_find(document->root, schema->epoch) : NULL;
    if (epoch && epoch->type == SETTING_TEXT) {
        date_parse(epoch->value.text, &day);
    }
    return day;
}
