/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_get: reading a checked configuration. What is not there or not so is a mistake of ours, and aborts.
 */
#include "models/schema.h"
#include "sim/date.h"

#include <stdio.h>
#include <stdlib.h>

static _Noreturn void broken(const struct setting *from, const char *path, const char *what)
{
    char where[SETTING_PATH];
    setting_path(from, where);
    fprintf(stderr,
            "fmksim: internal error: the configuration's '%s%s%s' %s: the table of keys and its reader disagree\n",
            where, *where && *path ? "." : "", path, what);
    abort();
}

bool schema_has(const struct setting *from, const char *path)
{
    return setting_find(from, path);
}

const struct setting *schema_get(const struct setting *from, const char *path)
{
    const struct setting *setting = setting_find(from, path);
    if (!setting)
        broken(from, path, "is not there");
    return setting;
}

const char *schema_text(const struct setting *from, const char *path)
{
    const struct setting *setting = schema_get(from, path);
    if (setting->type != SETTING_TEXT)
        broken(from, path, "is no text");
    return setting->value.text;
}

bool schema_boolean(const struct setting *from, const char *path)
{
    const struct setting *setting = schema_get(from, path);
    if (setting->type != SETTING_BOOLEAN)
        broken(from, path, "is no boolean");
    return setting->value.boolean;
}

long schema_day(const struct setting *from, const char *path)
{
    long day;
    if (!date_parse(schema_text(from, path), &day))
        broken(from, path, "is no day");
    return day;
}

int64_t schema_integer(const struct setting *from, const char *path)
{
    const struct setting *setting = schema_get(from, path), *value = setting_named(setting, "value");
    double number;
    if (value)
        setting = value;
    if (setting->type == SETTING_INTEGER)
        return setting->value.integer;
    if (!setting_number(setting, &number) || !(number >= -0x1p53 && number <= 0x1p53))
        broken(from, path, "is no constant whole number");
    return (int64_t)number;
}

const char *schema_source(const struct setting *setting)
{
    return setting->source;
}

const char *schema_note(const struct setting *setting)
{
    const struct setting *note = setting_named(setting, "note");
    return note && note->type == SETTING_TEXT ? note->value.text : 0;
}
