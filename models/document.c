/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document: the tree itself: its pool, its settings, and finding one's way in it.
 */
#include "document_parts.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct document_block {
    struct document_block *next;
    size_t used, size;
    alignas(16) unsigned char bytes[];
};

enum { BLOCK_BYTES = 16384 };

void *document_take(struct document *document, size_t size)
{
    struct document_block *block = document->blocks;
    size = (size + 15) & ~(size_t)15;
    if (!block || block->size - block->used < size) {
        size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
        block = calloc(1, sizeof *block + room);
        if (!block)
            return 0;
        block->size = room;
        block->next = document->blocks;
        document->blocks = block;
    }
    void *piece = block->bytes + block->used;
    block->used += size;
    return piece;
}

const char *document_text(struct document *document, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = document_take(document, size);
    return copy ? memcpy(copy, text, size) : 0;
}

void document_free(struct document *document)
{
    for (struct document_block *block = document->blocks; block;) {
        struct document_block *next = block->next;
        free(block);
        block = next;
    }
    memset(document, 0, sizeof *document);
}

struct setting *document_new(struct document *document, const char *name, enum setting_type type, const char *file,
                             int line)
{
    struct setting *setting = document_take(document, sizeof *setting);
    if (!setting)
        return 0;
    setting->name = *name ? document_text(document, name) : "";
    setting->type = type;
    setting->file = file;
    setting->line = line;
    return setting->name ? setting : 0;
}

int document_append(struct document *document, struct setting *parent, struct setting *child)
{
    if (parent->count == parent->room) {
        size_t room = parent->room ? 2 * parent->room : 8;
        struct setting **children = document_take(document, room * sizeof *children);
        if (!children)
            return -1;
        if (parent->count > 0)
            memcpy(children, parent->children, parent->count * sizeof *children);
        parent->children = children;
        parent->room = room;
    }
    child->parent = parent;
    child->index = parent->count;
    parent->children[parent->count++] = child;
    return 0;
}

struct setting *document_grow(struct document *document, struct setting *parent, const char *name,
                              enum setting_type type)
{
    struct setting *child = parent ? document_new(document, name, type, parent->file, parent->line) : 0;
    if (!child || document_append(document, parent, child) != 0)
        return 0;
    child->source = parent->source;
    return child;
}

bool document_grow_text(struct document *document, struct setting *parent, const char *name, const char *text)
{
    struct setting *setting = document_grow(document, parent, name, SETTING_TEXT);
    return setting && (setting->value.text = document_text(document, text));
}

/* Copying: neighbours mostly share file and source, so the last ones are remembered. */
struct copier {
    struct document *to;
    const char *from[2], *copy[2];
};

static bool copy_shared(struct copier *copier, int which, const char **text)
{
    if (*text && *text != copier->from[which]) {
        copier->from[which] = *text;
        copier->copy[which] = document_text(copier->to, *text);
    }
    if (*text) {
        *text = copier->copy[which];
        return *text;
    }
    return true;
}

static struct setting *copy_setting(struct copier *copier, const struct setting *from)
{
    struct setting *copy = document_new(copier->to, from->name, from->type, from->file, from->line);
    if (!copy)
        return 0;
    copy->value = from->value;
    copy->source = from->source;
    copy->quantity = from->quantity;
    if (from->type == SETTING_TEXT && !(copy->value.text = document_text(copier->to, from->value.text)))
        return 0;
    if (!copy_shared(copier, 0, &copy->file) || !copy_shared(copier, 1, &copy->source))
        return 0;
    for (size_t i = 0; i < from->count; i++) {
        struct setting *child = copy_setting(copier, from->children[i]);
        if (!child || document_append(copier->to, copy, child) != 0)
            return 0;
    }
    return copy;
}

struct setting *document_clone(struct document *document, const struct setting *setting)
{
    struct copier copier = {.to = document};
    return copy_setting(&copier, setting);
}

int document_attach(struct document *document, const char *name, const char *bytes, size_t size, struct faults *faults)
{
    char *text = document_take(document, size + 1);
    const char *called = document_text(document, name);
    if (!text || !called)
        return faults_add(faults, name, 0, "out of memory");
    memcpy(text, bytes, size);
    text[size] = '\0';
    document->attachment = (struct attachment){called, text, size};
    return 0;
}

int document_copy(struct document *copy, const struct document *document, struct faults *faults)
{
    const struct attachment *file = &document->attachment;
    memset(copy, 0, sizeof *copy);
    copy->root = document_clone(copy, document->root);
    if (!copy->root) {
        document_free(copy);
        return faults_add(faults, document->root->file, 0, "out of memory");
    }
    if (!file->name || document_attach(copy, file->name, file->text, file->size, faults) == 0)
        return 0;
    document_free(copy);
    return -1;
}

/* Puts a setting without parent into a group in the place of its namesake, or at the end. */
static int place(struct document *document, struct setting *group, struct setting *setting)
{
    struct setting *old = *setting->name ? setting_named(group, setting->name) : 0;
    if (!old)
        return document_append(document, group, setting);
    setting->parent = group;
    setting->index = old->index;
    group->children[old->index] = setting;
    return 0;
}

struct setting *document_put(struct document *document, struct setting *group, const char *name,
                             const struct setting *value, struct faults *faults)
{
    struct setting *copy = document_clone(document, value);
    if (copy)
        copy->name = document_text(document, name);
    if (!copy || !copy->name || place(document, group, copy) != 0) {
        faults_add(faults, value->file, value->line, "out of memory");
        return 0;
    }
    return copy;
}

bool setting_is_number_group(const struct setting *setting)
{
    return setting->type == SETTING_GROUP && (setting_named(setting, "dist") || setting_named(setting, "value"));
}

static int overlay_child(struct document *document, struct setting *group, const struct setting *over)
{
    struct setting *under = setting_named(group, over->name);
    if (under && under->type == SETTING_GROUP && over->type == SETTING_GROUP && !setting_is_number_group(over))
        return document_overlay(document, under, over);
    struct setting *copy = document_clone(document, over);
    return copy ? place(document, group, copy) : -1;
}

int document_overlay(struct document *document, struct setting *group, const struct setting *overlay)
{
    const char *file = document_text(document, overlay->file);
    const char *source = overlay->source ? document_text(document, overlay->source) : group->source;
    if (!file || (overlay->source && !source))
        return -1;
    group->file = file;
    group->line = overlay->line;
    group->source = source;
    for (size_t i = 0; i < overlay->count; i++)
        if (overlay_child(document, group, overlay->children[i]) != 0)
            return -1;
    return 0;
}

int document_merge(struct document *document, const struct setting *overlay, struct faults *faults)
{
    if (overlay->type != SETTING_GROUP) {
        return faults_add(faults, overlay->file, overlay->line, "%s: must be a group of settings, is %s", overlay->name,
                          setting_type_name(overlay->type));
    }
    if (document_overlay(document, document->root, overlay) != 0)
        return faults_add(faults, overlay->file, overlay->line, "out of memory");
    return 0;
}

struct setting *setting_named(const struct setting *group, const char *name)
{
    if (group->type != SETTING_GROUP)
        return 0;
    for (size_t i = 0; i < group->count; i++)
        if (strcmp(group->children[i]->name, name) == 0)
            return group->children[i];
    return 0;
}

struct setting *setting_child(const struct setting *parent, size_t index)
{
    return index < parent->count ? parent->children[index] : 0;
}

/* One segment of a path: a name in a group, an index in a list. */
static struct setting *step(const struct setting *from, const char *segment, size_t length)
{
    char name[SETTING_PATH];
    if (length == 0 || length >= sizeof name)
        return 0;
    memcpy(name, segment, length);
    name[length] = '\0';
    if (from->type != SETTING_LIST)
        return setting_named(from, name);
    if (strspn(name, "0123456789") != length || length > 9 || (length > 1 && *name == '0'))
        return 0;
    return setting_child(from, strtoul(name, 0, 10));
}

struct setting *setting_find(const struct setting *from, const char *path)
{
    struct setting *at = (struct setting *)from; /* lends out what it was lent, like strchr() */
    while (at && *path) {
        size_t length = strcspn(path, ".");
        at = step(at, path, length);
        path += length;
        if (*path == '.' && *++path == '\0')
            return 0;
    }
    return at;
}

char *setting_path(const struct setting *setting, char path[SETTING_PATH])
{
    path[0] = '\0';
    if (!setting->parent)
        return path;
    setting_path(setting->parent, path);
    size_t used = strlen(path);
    const char *dot = used ? "." : "";
    if (setting->parent->type == SETTING_LIST)
        snprintf(path + used, SETTING_PATH - used, "%s%zu", dot, setting->index);
    else
        snprintf(path + used, SETTING_PATH - used, "%s%s", dot, setting->name);
    return path;
}

bool setting_number(const struct setting *setting, double *value)
{
    if (setting->type == SETTING_INTEGER) {
        *value = (double)setting->value.integer;
        return true;
    }
    if (setting->type == SETTING_REAL) {
        *value = setting->value.real;
        return true;
    }
    return false;
}

const char *setting_type_name(enum setting_type type)
{
    static const char *const names[] = {"a group", "a list", "an integer", "a real number", "a boolean", "a text"};
    return names[type];
}
