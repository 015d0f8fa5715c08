/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compile: what the files that compile a programme share.
 */
#include "models/programme_parts.h"
#include "sim/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *compile_take(struct compiler *compiler, size_t count, size_t size)
{
    struct programme_block *block = calloc(1, sizeof *block + (count ? count : 1) * size);
    if (!block) {
        faults_add(compiler->faults, 0, 0, "out of memory");
        return 0;
    }
    block->next = compiler->programme->blocks;
    compiler->programme->blocks = block;
    return block->memory;
}

char *compile_text(struct compiler *compiler, const char *text)
{
    static char none[1]; /* nobody writes into a programme's texts */
    size_t size = strlen(text) + 1;
    char *copy = compile_take(compiler, size, 1);
    return copy ? memcpy(copy, text, size) : none;
}

int compile_fault(struct compiler *compiler, const struct setting *setting, const char *format, ...)
{
    char path[SETTING_PATH], text[768];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return faults_add(compiler->faults, setting->file, setting->line, "%s: %s", setting_path(setting, path), text);
}

number compile_number(const struct setting *from, const char *path)
{
    return (number)quantities_at(from, path);
}

number compile_optional(const struct setting *from, const char *path)
{
    return schema_has(from, path) ? compile_number(from, path) : NO_NUMBER;
}

int compile_chance(struct compiler *compiler, const struct setting *from, const char *path)
{
    struct programme *p = compiler->programme;
    struct error error = {0};
    if (!schema_has(from, path))
        return NOBODY;
    struct chance *grown = realloc(p->chance, (p->chances + 1) * sizeof *grown);
    if (!grown) {
        faults_add(compiler->faults, 0, 0, "out of memory");
        return NOBODY;
    }
    p->chance = grown;
    if (chance_init(&p->chance[p->chances], from, path, &error) != 0) {
        compile_fault(compiler, schema_get(from, path), "%s", error.text);
        return NOBODY;
    }
    return (int)p->chances++;
}

int compile_name(struct compiler *compiler, const struct setting *text, char *const names[], size_t count,
                 const char *what)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], text->value.text) == 0)
            return (int)i;
    const char *near = nearest_name(text->value.text, (const char *const *)names, count);
    if (near)
        compile_fault(compiler, text, "there is no %s \"%s\"; did you mean \"%s\"?", what, text->value.text, near);
    else
        compile_fault(compiler, text, "there is no %s \"%s\"", what, text->value.text);
    return NOBODY;
}
/* ---- what the parts share ---- */

double compile_constant(const struct programme *p, const struct setting *setting)
{
    return p->quantities.list[setting->quantity - 1]->constant;
}

int compile_names(struct compiler *compiler, struct name_list *list, const struct setting *group)
{
    list->name = compile_take(compiler, group->count, sizeof *list->name);
    list->title = compile_take(compiler, group->count, sizeof *list->title);
    for (size_t i = 0; list->name && list->title && i < group->count; i++) {
        const struct setting *child = group->children[i];
        if (child->type != SETTING_GROUP || schema_is_remark(child->name))
            continue;
        list->name[list->count] = compile_text(compiler, child->name);
        const struct setting *title = setting_named(child, "title");
        list->title[list->count] = title ? compile_text(compiler, title->value.text) : list->name[list->count];
        if (*list->name[list->count] == 0)
            return -1; /* no setting has an empty name: it could not be kept */
        list->count++;
    }
    return list->name && list->title ? 0 : -1;
}

/* ---- what is not known yet ---- */

static int note_unknown(struct compiler *compiler, const char *path, const char *since)
{
    struct name_list *list = &compiler->programme->unknown;
    char **name = compile_take(compiler, list->count + 1, sizeof *name);
    char **title = compile_take(compiler, list->count + 1, sizeof *title);
    if (!name || !title)
        return -1;
    for (size_t i = 0; i < list->count; i++) {
        name[i] = list->name[i];
        title[i] = list->title[i];
    }
    name[list->count] = compile_text(compiler, path);
    title[list->count] = compile_text(compiler, since);
    *list = (struct name_list){name, title, list->count + 1};
    return 0;
}

bool compile_known(struct compiler *compiler, const struct setting *group, const char *key, const char *path)
{
    const struct programme *p = compiler->programme;
    const struct setting *since = setting_named(group, key);
    char whole[SETTING_PATH + 64], place[SETTING_PATH];
    if (!since || (double)(schema_day(group, key) - p->epoch + 1) <= p->as_of)
        return true;
    snprintf(whole, sizeof whole, "%s%s%s", setting_path(group, place), *path ? "." : "", path);
    note_unknown(compiler, whole, since->value.text);
    return false;
}
