/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document_write: the canonical text of a tree, and its hash.
 */
#include "document_parts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void write_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at == '\n')
            fputs("\\n", out);
        else if (*at < 0x20 || *at == 0x7f)
            fprintf(out, "\\x%02x", *at);
        else
            fputc(*at, out);
    fputc('"', out);
}

/* The fewest digits that read back equal; with a point if nothing else tells it from a whole number. */
static void write_real(FILE *out, double real)
{
    char text[40];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, real);
        if (strtod(text, 0) == real)
            break;
    }
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

static void write_value(FILE *out, const struct setting *setting, int depth);

static void indent(FILE *out, int depth)
{
    fprintf(out, "%*s", 4 * depth, "");
}

static void write_members(FILE *out, const struct setting *group, int depth)
{
    for (size_t i = 0; i < group->count; i++) {
        indent(out, depth);
        fprintf(out, "%s = ", group->children[i]->name);
        write_value(out, group->children[i], depth);
        fputs(";\n", out);
    }
}

static bool is_flat(const struct setting *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->children[i]->type <= SETTING_LIST)
            return false;
    return true;
}

static void write_elements(FILE *out, const struct setting *list, int depth)
{
    bool flat = is_flat(list);
    fputc('(', out);
    for (size_t i = 0; i < list->count; i++) {
        fputs(i == 0 ? "" : flat ? ", " : ",", out);
        if (!flat) {
            fputc('\n', out);
            indent(out, depth + 1);
        }
        write_value(out, list->children[i], depth + 1);
    }
    if (!flat) {
        fputc('\n', out);
        indent(out, depth);
    }
    fputc(')', out);
}

static void write_value(FILE *out, const struct setting *setting, int depth)
{
    switch (setting->type) {
    case SETTING_GROUP:
        fputs("{\n", out);
        write_members(out, setting, depth + 1);
        indent(out, depth);
        fputc('}', out);
        break;
    case SETTING_LIST:
        write_elements(out, setting, depth);
        break;
    case SETTING_INTEGER: /* L for other readers of libconfig's language */
        fprintf(out, "%" PRId64 "%s", setting->value.integer,
                setting->value.integer != (int32_t)setting->value.integer ? "L" : "");
        break;
    case SETTING_REAL:
        write_real(out, setting->value.real);
        break;
    case SETTING_BOOLEAN:
        fputs(setting->value.boolean ? "true" : "false", out);
        break;
    case SETTING_TEXT:
        write_text(out, setting->value.text);
        break;
    }
}

int document_write(const struct document *document, char **text, size_t *length, struct faults *faults)
{
    size_t size = 0;
    *text = 0;
    FILE *out = open_memstream(text, &size);
    if (out) {
        write_members(out, document->root, 0);
        if (fclose(out) == 0 && *text) {
            if (length)
                *length = size;
            return 0;
        }
    }
    free(*text);
    *text = 0;
    return faults_add(faults, document->root->file, 0, "out of memory");
}

int document_hash(const struct document *document, unsigned char value[DIGEST_BYTES], struct faults *faults)
{
    char *text;
    size_t length = 0;
    struct digest digest;
    if (document_write(document, &text, &length, faults) != 0)
        return -1;
    digest_init(&digest);
    digest_update(&digest, text, length);
    digest_final(&digest, value);
    free(text);
    return 0;
}
