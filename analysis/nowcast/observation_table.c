/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation_table: a CSV file as texts, in RFC 4180's form or a spreadsheet's.
 */
#include "analysis/nowcast/observation_parts.h"

#include <csv.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct observation_table *table;
    const char *name;
    struct faults *faults;
    char *row[TABLE_COLUMNS]; /* of the row under work, owned */
    size_t fields;
    int line, row_line; /* where we are; where the row began */
    bool begun;         /* the row under work has a byte */
    bool no_memory;
    int status;
};

static void fault(struct reading *reading, int line, const char *what)
{
    reading->status = faults_add(reading->faults, reading->name, line, "%s", what);
}

static bool is_utf8(const char *text, size_t length)
{
    json_t *string = json_stringn(text, length);
    json_decref(string);
    return string;
}

static void on_field(void *bytes, size_t length, void *context)
{
    struct reading *reading = context;
    if (reading->fields < TABLE_COLUMNS) {
        char *text = strndup(bytes ? bytes : "", bytes ? length : 0);
        reading->no_memory = reading->no_memory || !text;
        reading->row[reading->fields] = text;
    }
    reading->fields++;
}

static int grow(struct observation_table *table)
{
    size_t room = table->rows + 1;
    if ((room & (room - 1)) != 0) /* memory doubles at powers of two */
        return 0;
    char **cell = realloc(table->cell, 2 * room * table->columns * sizeof *cell);
    if (cell)
        table->cell = cell;
    int *line = realloc(table->line, 2 * room * sizeof *line);
    if (line)
        table->line = line;
    return cell && line ? 0 : -1;
}

/* Whether the row may stand in the table; tells why not. */
static bool is_sound(struct reading *reading)
{
    const struct observation_table *table = reading->table;
    bool empty = true, utf8 = true;
    if (reading->no_memory)
        return false;
    for (size_t f = 0; f < reading->fields && f < TABLE_COLUMNS; f++) {
        empty = empty && reading->row[f][0] == '\0';
        utf8 = utf8 && is_utf8(reading->row[f], strlen(reading->row[f]));
    }
    if (empty) /* spreadsheets end with such rows */
        return false;
    if (!utf8)
        fault(reading, reading->row_line, "is no UTF-8; save the sheet as \"CSV UTF-8\"");
    if (reading->fields > TABLE_COLUMNS)
        reading->status = faults_add(reading->faults, reading->name, reading->row_line,
                                     "has %zu fields; at most %d are legal", reading->fields, TABLE_COLUMNS);
    else if (table->rows > 0 && reading->fields != table->columns)
        reading->status = faults_add(reading->faults, reading->name, reading->row_line,
                                     "has %zu fields; the heading has %zu", reading->fields, table->columns);
    else
        return utf8;
    return false;
}

static void on_row(int end, void *context)
{
    struct reading *reading = context;
    struct observation_table *table = reading->table;
    (void)end;
    bool sound = is_sound(reading);
    if (sound && table->rows == 0)
        table->columns = reading->fields;
    if (sound && table->rows == TABLE_ROWS) {
        fault(reading, reading->row_line, "more than 9999 rows");
    } else if (sound && grow(table) != 0) {
        reading->no_memory = true;
    } else if (sound) {
        memcpy(table->cell + table->rows * table->columns, reading->row, table->columns * sizeof *table->cell);
        memset(reading->row, 0, sizeof reading->row);
        table->line[table->rows++] = reading->row_line;
    }
    for (size_t f = 0; f < TABLE_COLUMNS; f++) {
        free(reading->row[f]);
        reading->row[f] = 0;
    }
    reading->fields = 0;
    reading->begun = false;
}

/* The heading holds no quoted names, so whichever sign is more frequent in it parts the columns. */
static bool has_semicolons(const char *bytes, size_t size)
{
    long lead = 0;
    for (size_t i = 0; i < size && bytes[i] != '\n' && bytes[i] != '\r'; i++)
        lead += (bytes[i] == ';') - (bytes[i] == ',');
    return lead > 0;
}

/* Lines end as libcsv's rows may: at a line feed, at a carriage return, and at both together once. */
static bool ends_line(const char *bytes, size_t i)
{
    return bytes[i] == '\r' || (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r'));
}

/* Byte by byte, because libcsv does not tell on which line a row begins. */
static void parse(struct reading *reading, struct csv_parser *parser, const char *bytes, size_t size)
{
    bool going = true;
    for (size_t i = 0; going && i < size; i++) {
        if (!reading->begun && bytes[i] != '\n' && bytes[i] != '\r') {
            reading->begun = true;
            reading->row_line = reading->line;
        }
        going = csv_parse(parser, bytes + i, 1, on_field, on_row, reading) == 1;
        reading->line += ends_line(bytes, i);
    }
    if (!going)
        fault(reading, reading->line, "has a quote inside a field; double it and quote the whole field");
    else if (csv_fini(parser, on_field, on_row, reading) != 0)
        fault(reading, reading->row_line, "begins a quoted field that does not end");
}

int observation_table_read(struct observation_table *table, const char *name, const char *bytes, size_t size,
                           struct faults *faults)
{
    struct reading reading = {.table = table, .name = name, .faults = faults, .line = 1, .row_line = 1};
    struct csv_parser parser;
    *table = (struct observation_table){0};
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* a spreadsheet's byte order mark */
        bytes += 3;
        size -= 3;
    }
    if (size > TABLE_BYTES)
        return faults_add(faults, name, 0, "is larger than 1 MiB");
    if (memchr(bytes, 0, size))
        return faults_add(faults, name, 0, "holds a NUL byte; write plain UTF-8 text");
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return faults_add(faults, name, 0, "out of memory");
    table->semicolons = has_semicolons(bytes, size);
    csv_set_delim(&parser, table->semicolons ? ';' : ',');
    parse(&reading, &parser, bytes, size);
    csv_free(&parser);
    for (size_t f = 0; f < TABLE_COLUMNS; f++) /* of a row that a fault broke off */
        free(reading.row[f]);
    if (reading.no_memory)
        fault(&reading, 0, "out of memory");
    else if (table->rows == 0)
        fault(&reading, 0, "is empty; a heading and rows are wanted");
    return reading.status;
}

void observation_table_free(struct observation_table *table)
{
    for (size_t i = 0; i < table->rows * table->columns; i++)
        free(table->cell[i]);
    free(table->cell);
    free(table->line);
    *table = (struct observation_table){0};
}
