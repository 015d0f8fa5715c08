/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * table: see table.h. CSV by RFC 4180, with a heading line.
 */
#include "models/table.h"

#include "sim/nearest.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TABLE_BYTES = 8 << 20, TABLE_COLUMNS = 256, TABLE_ROWS = 100000 };

int table_fault(struct table *table, size_t row, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    table->failed = 1;
    return faults_add(table->compiler->faults, table->path, (int)row + 1, "%s", text);
}

static void on_field(void *field, size_t length, void *context)
{
    struct table *table = context;
    if (table->failed)
        return;
    if (table->cells == table->room) {
        size_t room = table->room ? 2 * table->room : 1024;
        char **grown = realloc(table->cell, room * sizeof *grown);
        if (!grown) {
            table_fault(table, table->rows, "out of memory");
            return;
        }
        table->cell = grown;
        table->room = room;
    }
    char *text = compile_take(table->compiler, length + 1, 1);
    if (!text)
        table->failed = 1;
    else if (length > 0)
        memcpy(text, field, length);
    table->cell[table->cells++] = text;
    table->column++;
}

static void on_row(int end, void *context)
{
    struct table *table = context;
    (void)end;
    if (table->rows == 0)
        table->columns = table->column;
    else if (table->column != table->columns && !table->failed)
        table_fault(table, table->rows, "has %zu fields; the heading has %zu", table->column, table->columns);
    if (table->columns > TABLE_COLUMNS || table->rows > TABLE_ROWS)
        table_fault(table, table->rows, "more than %d columns or %d rows", TABLE_COLUMNS, TABLE_ROWS);
    table->column = 0;
    table->rows++;
}

static int parse(struct table *table, const char *bytes, size_t size)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        return table_fault(table, 0, "out of memory");
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* a spreadsheet's byte order mark */
        bytes += 3;
        size -= 3;
    }
    if (csv_parse(&parser, bytes, size, on_field, on_row, table) != size ||
        csv_fini(&parser, on_field, on_row, table) != 0)
        table_fault(table, table->rows, "%s", csv_strerror(csv_error(&parser)));
    csv_free(&parser);
    return table->failed ? -1 : 0;
}

int table_read(struct table *table, const struct setting *setting)
{
    struct stat status;
    FILE *file = fopen(table->path, "rb");
    char *bytes = 0;
    int result = -1;
    if (!file || fstat(fileno(file), &status) != 0) {
        compile_fault(table->compiler, setting, "%s: cannot be read: %s", table->path, strerror(errno));
    } else if (!S_ISREG(status.st_mode)) {
        compile_fault(table->compiler, setting, "%s: is no regular file", table->path);
    } else if (status.st_size == 0 || status.st_size > TABLE_BYTES) {
        compile_fault(table->compiler, setting, "%s: is %s", table->path,
                      status.st_size ? "larger than 8 MiB" : "empty");
    } else if (!(bytes = malloc((size_t)status.st_size))) {
        faults_add(table->compiler->faults, 0, 0, "out of memory");
    } else {
        size_t size = fread(bytes, 1, (size_t)status.st_size, file);
        const char *zero = memchr(bytes, 0, size);
        size_t line = 0;
        for (const char *c = bytes; zero && c < zero; c++)
            line += *c == '\n';
        if (ferror(file))
            compile_fault(table->compiler, setting, "%s: cannot be read: %s", table->path, strerror(errno));
        else if (zero)
            table_fault(table, line, "holds a NUL byte; write plain UTF-8 text");
        else
            result = parse(table, bytes, size);
    }
    free(bytes);
    if (file)
        fclose(file);
    return result;
}

/* ---- what stands where ---- */

int table_column(const struct table *table, const char *name)
{
    for (size_t c = 0; c < table->columns; c++)
        if (strcmp(table->cell[c], name) == 0)
            return (int)c;
    return NOBODY;
}

int table_want(struct table *table, const char *name)
{
    int column = table_column(table, name);
    if (column == NOBODY) {
        const char *near = nearest_name(name, (const char *const *)table->cell, table->columns);
        table_fault(table, 0, "column \"%s\" is missing%s%s%s", name, near ? "; is it \"" : "", near ? near : "",
                    near ? "\"?" : "");
    }
    return column;
}

const char *table_cell(const struct table *table, size_t row, int column)
{
    return column == NOBODY ? "" : table->cell[row * table->columns + (size_t)column];
}

double table_number(struct table *table, size_t row, int column, double low, double high, bool whole)
{
    const char *text = table_cell(table, row, column);
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end != 0 || strpbrk(text, "xXnNiI \t") || !(value >= low && value <= high) ||
        (whole && value != floor(value))) {
        table_fault(table, row, "column \"%s\": \"%s\" is no %snumber from %.0f to %.0f", table->cell[column], text,
                    whole ? "whole " : "", low, high);
        return low;
    }
    return value;
}
