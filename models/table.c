/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * table: see table.h.
 */
#include "models/table.h"

#include "models/contents.h"
#include "sim/nearest.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const struct sheet_limits limits = {.bytes = CONTENTS_MIB << 20, .columns = SHEET_COLUMNS, .rows = 100001};

int table_fault(struct table *table, size_t row, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    table->failed = 1;
    return faults_add(table->compiler->faults, table->path, table->sheet.line[row], "%s", text);
}

/* The file's bytes for the caller to free; null with a fault. */
static char *read_bytes(struct table *table, const struct setting *setting, size_t *size)
{
    char why[CONTENTS_WHY];
    char *bytes = contents_read(table->path, size, why);
    if (!bytes && errno == ENOMEM)
        faults_add(table->compiler->faults, 0, 0, "out of memory");
    else if (!bytes)
        compile_fault(table->compiler, setting, "%s: %s", table->path, why);
    return bytes;
}

static int take_bytes(struct table *table, const char *bytes, size_t size)
{
    return sheet_read(&table->sheet, table->path, bytes, size, &limits, table->compiler->faults);
}

/* A file is read once: it is attached to the document, and what is attached is not looked for on the disk. */
int table_read(struct table *table, const struct setting *setting)
{
    struct document *document = table->compiler->document;
    const struct attachment *attached = &document->attachment;
    const char *name = setting->value.text;
    size_t size = 0;
    if (attached->name && strcmp(attached->name, name) == 0)
        return take_bytes(table, attached->text, attached->size);
    char *bytes = read_bytes(table, setting, &size);
    int status = bytes ? take_bytes(table, bytes, size) : -1;
    if (status == 0)
        status = document_attach(document, name, bytes, size, table->compiler->faults);
    free(bytes);
    return status;
}

/* ---- what stands where ---- */

int table_column(const struct table *table, const char *name)
{
    for (size_t c = 0; c < table->sheet.columns; c++)
        if (strcmp(table->sheet.cell[c], name) == 0)
            return (int)c;
    return NOBODY;
}

int table_want(struct table *table, const char *name)
{
    int column = table_column(table, name);
    if (column == NOBODY) {
        const char *near = nearest_name(name, (const char *const *)table->sheet.cell, table->sheet.columns);
        table_fault(table, 0, "column \"%s\" is missing%s%s%s", name, near ? "; is it \"" : "", near ? near : "",
                    near ? "\"?" : "");
    }
    return column;
}

const char *table_cell(const struct table *table, size_t row, int column)
{
    return column == NOBODY ? "" : table->sheet.cell[row * table->sheet.columns + (size_t)column];
}

double table_number(struct table *table, size_t row, int column, double low, double high, bool whole)
{
    const char *text = table_cell(table, row, column);
    double value = 0;
    if (sheet_number(&table->sheet, text, &value) || !(value >= low && value <= high) ||
        (whole && value != floor(value))) {
        table_fault(table, row, "column \"%s\": \"%s\" is no %snumber from %.0f to %.0f", table->sheet.cell[column],
                    text, whole ? "whole " : "", low, high);
        return low;
    }
    return value;
}
