/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_describe: the table of keys as a reader's reference, in Markdown.
 */
#include "quantity_parts.h"
#include "schema_parts.h"

#include <string.h>

/* A cell's text: a bar would end the cell, and a line break the row. */
static void cell(FILE *file, const char *text)
{
    for (; *text; text++)
        if (*text == '|')
            fputs("\\|", file);
        else
            fputc(*text == '\n' ? ' ' : *text, file);
}

static void code(FILE *file, const char *text)
{
    if (text) {
        fputc('`', file);
        cell(file, text);
        fputc('`', file);
    }
}

static void choices(FILE *file, const char *list)
{
    while (*list) {
        size_t one = strcspn(list, "|");
        fprintf(file, "`%.*s`%s", (int)one, list, list[one] ? ", " : "");
        list += one + (list[one] == '|');
    }
}

static bool has_range(enum schema_type type)
{
    return type == SCHEMA_INTEGER || type == SCHEMA_NUMBER || type == SCHEMA_VARIATE || type == SCHEMA_NUMBER_LIST;
}

static void legal(FILE *file, const struct schema_key *key)
{
    char range[RANGE_TEXT];
    struct number_rule rule = number_rule_of(key, 0);
    if (key->type == SCHEMA_CHOICE)
        choices(file, key->choices);
    else if (has_range(key->type) && key->low < key->high)
        cell(file, number_range(&rule, range));
    else if (key->unit)
        cell(file, key->unit);
}

static void row(FILE *file, const struct schema_key *key)
{
    fputs("| ", file);
    code(file, key->path);
    fprintf(file, " | %s%s | ", key->fixed ? "fixed " : "", schema_type_name(key->type));
    legal(file, key);
    fputs(" | ", file);
    if (key->required)
        fputs("required", file);
    else
        code(file, key->fallback);
    fputs(" | ", file);
    cell(file, key->meaning ? key->meaning : "");
    if (key->example) {
        fputs(" Example: ", file);
        code(file, key->example);
    }
    fputs(" |\n", file);
}

static bool is_single(const struct schema_key *key)
{
    return !strchr(key->path, '.') && key->type != SCHEMA_GROUP && key->type != SCHEMA_LIST;
}

static bool same_section(const struct schema_key *a, const struct schema_key *b)
{
    size_t length = schema_segment(a->path);
    bool single = is_single(a);
    if (single || is_single(b))
        return single && is_single(b);
    return length == schema_segment(b->path) && memcmp(a->path, b->path, length) == 0;
}

/* All keys of the section that key i opens; nothing if an earlier one has opened it. */
static void section(FILE *file, const struct schema *schema, size_t i)
{
    const struct schema_key *first = &schema->keys[i];
    for (size_t j = 0; j < i; j++)
        if (same_section(&schema->keys[j], first))
            return;
    if (is_single(first))
        fputs("## At the top\n\n", file);
    else
        fprintf(file, "## `%.*s`\n\n", (int)schema_segment(first->path), first->path);
    fputs("| key | type | legal | default | meaning |\n|---|---|---|---|---|\n", file);
    for (size_t j = i; j < schema->count; j++)
        if (same_section(&schema->keys[j], first))
            row(file, &schema->keys[j]);
    fputc('\n', file);
}

int schema_describe(const struct schema *schema, FILE *file)
{
    for (size_t i = 0; i < schema->count; i++)
        section(file, schema, i);
    return ferror(file) || fflush(file) != 0 ? -1 : 0;
}
