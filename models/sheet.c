/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sheet: libcsv's fields and rows into a table, and which line each row begins on.
 */
#include "models/sheet.h"

#include "document_parts.h"

#include <csv.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct sheet *sheet;
    const struct sheet_limits *limits;
    const char *name;
    struct faults *faults;
    char *row[SHEET_COLUMNS]; /* of the row under work, owned */
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

static void on_field(void *bytes, size_t length, void *context)
{
    struct reading *reading = context;
    if (reading->fields < reading->limits->columns) {
        char *text = strndup(bytes ? bytes : "", bytes ? length : 0);
        reading->no_memory = reading->no_memory || !text;
        reading->row[reading->fields] = text;
    }
    reading->fields++;
}

static int grow(struct sheet *sheet)
{
    size_t room = sheet->rows + 1;
    if ((room & (room - 1)) != 0) /* memory doubles at powers of two */
        return 0;
    char **cell = realloc(sheet->cell, 2 * room * sheet->columns * sizeof *cell);
    if (cell)
        sheet->cell = cell;
    int *line = realloc(sheet->line, 2 * room * sizeof *line);
    if (line)
        sheet->line = line;
    return cell && line ? 0 : -1;
}

/* Whether the row may stand in the table; tells why not. */
static bool is_sound(struct reading *reading)
{
    const struct sheet *sheet = reading->sheet;
    bool empty = true, utf8 = true;
    if (reading->no_memory)
        return false;
    for (size_t f = 0; f < reading->fields && f < reading->limits->columns; f++) {
        empty = empty && reading->row[f][0] == '\0';
        utf8 = utf8 && document_is_utf8(reading->row[f]);
    }
    if (empty) /* spreadsheets end with such rows */
        return false;
    if (!utf8)
        fault(reading, reading->row_line, "is no UTF-8; save the sheet as \"CSV UTF-8\"");
    if (reading->fields > reading->limits->columns)
        reading->status =
            faults_add(reading->faults, reading->name, reading->row_line, "has %zu fields; at most %zu are legal",
                       reading->fields, reading->limits->columns);
    else if (sheet->rows > 0 && reading->fields != sheet->columns)
        reading->status = faults_add(reading->faults, reading->name, reading->row_line,
                                     "has %zu fields; the heading has %zu", reading->fields, sheet->columns);
    else
        return utf8;
    return false;
}

static void on_row(int end, void *context)
{
    struct reading *reading = context;
    struct sheet *sheet = reading->sheet;
    (void)end;
    bool sound = is_sound(reading);
    if (sound && sheet->rows == 0)
        sheet->columns = reading->fields;
    if (sound && sheet->rows == reading->limits->rows) {
        reading->status = faults_add(reading->faults, reading->name, reading->row_line, "more than %zu rows",
                                     reading->limits->rows - 1);
    } else if (sound && grow(sheet) != 0) {
        reading->no_memory = true;
    } else if (sound) {
        memcpy(sheet->cell + sheet->rows * sheet->columns, reading->row, sheet->columns * sizeof *sheet->cell);
        memset(reading->row, 0, sizeof reading->row);
        sheet->line[sheet->rows++] = reading->row_line;
    }
    for (size_t f = 0; f < SHEET_COLUMNS; f++) {
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

static int line_of(const char *bytes, const char *place)
{
    int line = 1;
    for (size_t i = 0; bytes + i < place; i++)
        line += ends_line(bytes, i);
    return line;
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

int sheet_read(struct sheet *sheet, const char *name, const char *bytes, size_t size, const struct sheet_limits *limits,
               struct faults *faults)
{
    struct reading reading = {
        .sheet = sheet, .limits = limits, .name = name, .faults = faults, .line = 1, .row_line = 1};
    struct csv_parser parser;
    *sheet = (struct sheet){0};
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) { /* a spreadsheet's byte order mark */
        bytes += 3;
        size -= 3;
    }
    if (size > limits->bytes)
        return faults_add(faults, name, 0, "is larger than %zu MiB", limits->bytes >> 20);
    const char *zero = memchr(bytes, 0, size);
    if (zero)
        return faults_add(faults, name, line_of(bytes, zero), "holds a NUL byte; write plain UTF-8 text");
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return faults_add(faults, name, 0, "out of memory");
    sheet->semicolons = has_semicolons(bytes, size);
    csv_set_delim(&parser, sheet->semicolons ? ';' : ',');
    parse(&reading, &parser, bytes, size);
    csv_free(&parser);
    for (size_t f = 0; f < SHEET_COLUMNS; f++) /* of a row that a fault broke off */
        free(reading.row[f]);
    if (reading.no_memory)
        fault(&reading, 0, "out of memory");
    else if (sheet->rows == 0)
        fault(&reading, 0, "is empty; a heading and rows are wanted");
    return reading.status;
}

void sheet_free(struct sheet *sheet)
{
    for (size_t i = 0; i < sheet->rows * sheet->columns; i++)
        free(sheet->cell[i]);
    free(sheet->cell);
    free(sheet->line);
    *sheet = (struct sheet){0};
}

/* A point before exactly three last digits is a thousands' separator to one reader and a decimal point to the other. */
static bool is_ambiguous(const char *text)
{
    const char *point = strchr(text, '.');
    return point && strlen(point + 1) == 3;
}

const char *sheet_number(const struct sheet *sheet, const char *cell, double *value)
{
    char text[64], *end, *comma;
    if (strlen(cell) >= sizeof text || *cell == '\0' || strpbrk(cell, "xXnNiIpP \t"))
        return "is no number";
    if (sheet->semicolons && is_ambiguous(cell))
        return "may be thousands or thousandths; write 50000 or 0,5 without separators";
    memcpy(text, cell, strlen(cell) + 1);
    if ((comma = strchr(text, ',')) && !strchr(text, '.'))
        *comma = '.';
    *value = strtod(text, &end);
    return *end == '\0' && isfinite(*value) ? 0 : "is no number";
}
