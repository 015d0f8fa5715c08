/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation: rows of the observations' file, each understood by itself.
 */
#include "analysis/nowcast/observation.h"

#include "models/contents.h"
#include "models/sheet.h"
#include "sim/date.h"
#include "sim/nearest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { FILE_BYTES = 1 << 20 };

static const struct sheet_limits limits = {.bytes = FILE_BYTES, .columns = 64, .rows = 10000};

enum column { QUANTITY, SCOPE, DATE_FROM, DATE_TO, KNOWN_FROM, VALUE, ERROR, KIND, NOTE, SOURCE, COLUMNS };
static const char *const columns[COLUMNS] = {"quantity", "scope", "date_from", "date_to", "known_from",
                                             "value",    "error", "kind",      "note",    "source"};
static const char *const kinds[OBSERVED_KINDS] = {"plan", "exact", "rounded", "relative", "count"};

struct reader {
    struct observations *observations;
    const struct sheet *sheet;
    struct faults *faults;
    int place[COLUMNS]; /* the column's place in the file; NOBODY: it is not there */
    size_t row;
    int status;
};

const char *observed_kind_name(enum observed_kind kind)
{
    return kinds[kind];
}

static const char *cell(const struct reader *reader, enum column column)
{
    int place = reader->place[column];
    return place == NOBODY ? "" : reader->sheet->cell[reader->row * reader->sheet->columns + (size_t)place];
}

static bool wrong(struct reader *reader, enum column column, const char *legal)
{
    reader->status = faults_add(reader->faults, reader->observations->file, reader->sheet->line[reader->row],
                                "%s = \"%.80s\": %s", columns[column], cell(reader, column), legal);
    return false;
}

/* ---- cells ---- */

static bool read_number(struct reader *reader, enum column column, double *value)
{
    const char *fault = sheet_number(reader->sheet, cell(reader, column), value);
    return !fault || wrong(reader, column, fault);
}

static bool read_date(struct reader *reader, enum column column, bool may_miss, long *day)
{
    *day = OBSERVED_UNDATED;
    if (may_miss && *cell(reader, column) == '\0')
        return true;
    return date_parse(cell(reader, column), day) ||
           wrong(reader, column,
                 may_miss ? "is no day; YYYY-MM-DD is legal, and nothing if it is not known"
                          : "is no day; YYYY-MM-DD is wanted, the day since when this has been known");
}

static void read_dates(struct reader *reader, struct observed *row)
{
    bool from = read_date(reader, DATE_FROM, true, &row->from), to = read_date(reader, DATE_TO, true, &row->to);
    read_date(reader, KNOWN_FROM, false, &row->known_from);
    if (from && to && row->to != OBSERVED_UNDATED && row->to < row->from)
        wrong(reader, DATE_TO, "is before date_from");
}

static void read_kind(struct reader *reader, struct observed *row)
{
    int kind = 0;
    while (kind < OBSERVED_KINDS && strcmp(kinds[kind], cell(reader, KIND)) != 0)
        kind++;
    if (kind == OBSERVED_KINDS) {
        wrong(reader, KIND, "is no kind; plan, exact, rounded, relative and count are legal");
        return;
    }
    row->kind = (enum observed_kind)kind;
    bool none = *cell(reader, ERROR) == '\0';
    if (none && row->kind >= OBSERVED_ROUNDED)
        wrong(reader, ERROR, "is missing; of this kind a number above 0 is wanted");
    else if (none || !read_number(reader, ERROR, &row->error))
        row->error = 0;
    else if (row->kind == OBSERVED_EXACT && row->error != 0)
        wrong(reader, ERROR, "is more than an exact value has; 0 or nothing is legal");
    else if (row->kind >= OBSERVED_ROUNDED && row->error <= 0)
        wrong(reader, ERROR, "is out of range; of this kind a number above 0 is legal");
    else if (row->error < 0)
        wrong(reader, ERROR, "is below 0");
}

static void read_scope(struct reader *reader)
{
    const char *scope = cell(reader, SCOPE);
    static const char *const prefixes[] = {"region:", "vendor:", "site:"};
    bool legal = strcmp(scope, "national") == 0;
    for (size_t i = 0; i < 3; i++)
        legal = legal || (strncmp(scope, prefixes[i], strlen(prefixes[i])) == 0 && scope[strlen(prefixes[i])] != '\0');
    if (!legal)
        wrong(reader, SCOPE, "is no scope; national, region:NAME, vendor:NAME and site:CODE are legal");
}

/* ---- rows ---- */

static size_t stem(const char *quantity)
{
    size_t length = strlen(quantity);
    bool counts = length > 6 && (strcasecmp(quantity + length - 6, "_sites") == 0 ||
                                 strcasecmp(quantity + length - 6, "_share") == 0);
    return counts ? length - 6 : length;
}

/* Sites and their share are one fact, and names of milestones may be written in small letters. */
static bool is_same_fact(const struct observed *a, const struct observed *b)
{
    size_t length = stem(a->quantity_name);
    return length == stem(b->quantity_name) && strncasecmp(a->quantity_name, b->quantity_name, length) == 0 &&
           strcmp(a->scope_name, b->scope_name) == 0 && a->from == b->from && a->to == b->to;
}

static void check_twice(struct reader *reader, const struct observed *row)
{
    const struct observations *all = reader->observations;
    for (const struct observed *other = all->list; other < row; other++)
        if (is_same_fact(other, row)) {
            reader->status =
                faults_add(reader->faults, all->file, row->line,
                           "tells %.80s of %.80s a second time for these dates; line %d has it already, and each fact "
                           "counts once",
                           row->quantity_name, row->scope_name, other->line);
            return;
        }
}

/* As observations_template() writes them. */
static bool is_blank(const struct reader *reader)
{
    static const enum column filled[] = {DATE_FROM, DATE_TO, KNOWN_FROM, VALUE, ERROR};
    for (size_t i = 0; i < sizeof filled / sizeof *filled; i++)
        if (*cell(reader, filled[i]) != '\0')
            return false;
    return true;
}

static void free_texts(struct observed *row)
{
    free(row->quantity_name);
    free(row->scope_name);
    free(row->note);
    free(row->source);
}

static void read_row(struct reader *reader, struct observed *row)
{
    *row = (struct observed){.line = reader->sheet->line[reader->row],
                             .quantity_name = strdup(cell(reader, QUANTITY)),
                             .scope_name = strdup(cell(reader, SCOPE)),
                             .note = strdup(cell(reader, NOTE)),
                             .source = strdup(cell(reader, SOURCE)),
                             .quantity = OBSERVED_OTHER,
                             .milestone = NOBODY,
                             .whom = NOBODY};
    if (!row->quantity_name || !row->scope_name || !row->note || !row->source) {
        reader->status = faults_add(reader->faults, 0, 0, "out of memory");
        free_texts(row);
        return;
    }
    reader->observations->count++;
    if (*row->quantity_name == '\0')
        wrong(reader, QUANTITY, "is missing");
    read_scope(reader);
    read_dates(reader, row);
    read_number(reader, VALUE, &row->value);
    read_kind(reader, row);
    if (row->kind == OBSERVED_RELATIVE && row->value == 0)
        wrong(reader, VALUE, "has no relative error; kind count is legal");
    if (*row->quantity_name != '\0')
        check_twice(reader, row);
}

/* ---- the heading ---- */

static void ignore_column(struct reader *reader, const char *name)
{
    struct observations *all = reader->observations;
    if (*name == '\0') /* a spreadsheet's empty column */
        return;
    if (!(all->ignored[all->ignored_count] = strdup(name)))
        reader->status = faults_add(reader->faults, 0, 0, "out of memory");
    else
        all->ignored_count++;
}

static void read_heading(struct reader *reader)
{
    const struct sheet *sheet = reader->sheet;
    const char *file = reader->observations->file;
    for (int c = 0; c < COLUMNS; c++)
        reader->place[c] = NOBODY;
    for (size_t f = 0; f < sheet->columns; f++) {
        int c = 0;
        while (c < COLUMNS && strcmp(columns[c], sheet->cell[f]) != 0)
            c++;
        if (c == COLUMNS)
            ignore_column(reader, sheet->cell[f]);
        else if (reader->place[c] != NOBODY)
            reader->status =
                faults_add(reader->faults, file, sheet->line[0], "column \"%s\" stands here twice", columns[c]);
        else
            reader->place[c] = (int)f;
    }
    for (int c = 0; c < COLUMNS; c++) {
        if (reader->place[c] != NOBODY || c == NOTE)
            continue;
        const char *near = nearest_name(columns[c], (const char *const *)sheet->cell, sheet->columns);
        reader->status = faults_add(reader->faults, file, sheet->line[0], "column \"%s\" is missing%s%s%s", columns[c],
                                    near ? "; is it \"" : "", near ? near : "", near ? "\"?" : "");
    }
}

static int read_sheet(struct observations *all, const struct sheet *sheet, struct faults *faults)
{
    struct reader reader = {.observations = all, .sheet = sheet, .faults = faults};
    if (sheet->rows == 0)
        return 0;
    all->list = calloc(sheet->rows, sizeof *all->list);
    all->ignored = calloc(sheet->columns, sizeof *all->ignored);
    if (!all->list || !all->ignored)
        return faults_add(faults, 0, 0, "out of memory");
    read_heading(&reader);
    if (reader.status != 0) /* without its heading no row can be understood */
        return -1;
    for (reader.row = 1; reader.row < sheet->rows; reader.row++)
        if (!is_blank(&reader))
            read_row(&reader, &all->list[all->count]);
    return reader.status;
}

/* ---- files ---- */

int observations_read_text(struct observations *observations, const char *name, const char *bytes, size_t size,
                           struct faults *faults)
{
    struct sheet sheet;
    *observations = (struct observations){.file = strdup(name)};
    if (!observations->file)
        return faults_add(faults, 0, 0, "out of memory");
    int status = sheet_read(&sheet, name, bytes, size, &limits, faults);
    if (read_sheet(observations, &sheet, faults) != 0)
        status = -1;
    sheet_free(&sheet);
    return status;
}

int observations_read(struct observations *observations, const char *path, struct faults *faults)
{
    char why[CONTENTS_WHY];
    size_t size;
    *observations = (struct observations){0};
    char *bytes = contents_stream(path, FILE_BYTES, &size, why);
    if (!bytes)
        return faults_add(faults, path, 0, "%s", why);
    int status = observations_read_text(observations, path, bytes, size, faults);
    free(bytes);
    return status;
}

void observations_free(struct observations *observations)
{
    for (size_t i = 0; i < observations->count; i++)
        free_texts(&observations->list[i]);
    for (size_t i = 0; i < observations->ignored_count; i++)
        free(observations->ignored[i]);
    free(observations->ignored);
    free(observations->list);
    free(observations->file);
    *observations = (struct observations){0};
}
