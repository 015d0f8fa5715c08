/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_observations: what was planned and observed, from a CSV file.
 */
#include "analysis/briefing/briefing_parts.h"

#include "sim/date.h"

#include <csv.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column { DATE_FROM, DATE_TO, QUANTITY, SCOPE, VALUE, PRECISION, SOURCE, COLUMNS };
static const char *const columns[COLUMNS] = {"date_from", "date_to",   "quantity", "scope",
                                             "value",     "precision", "source"};
enum { FIELDS = 32, BYTES = 1 << 20 };

struct reader {
    struct briefing_work *work;
    const char *path;
    json_t *rows;
    int place[FIELDS]; /* which column a field is, from the heading; -1: none of ours */
    size_t heading, field, line;
    char *text[COLUMNS]; /* of the row under work */
    bool failed;
};

static void fault(struct reader *reader, const char *what, const char *text)
{
    if (!reader->failed)
        error_set(reader->work->error, ERROR_CONFIG, "%s:%zu: %s%s%.80s%s", reader->path, reader->line + 1, what,
                  text ? " '" : "", text ? text : "", text ? "'" : "");
    reader->failed = true;
}

static void read_heading(struct reader *reader, const char *text)
{
    reader->place[reader->field] = -1;
    for (int c = 0; c < COLUMNS; c++)
        if (strcmp(text, columns[c]) == 0)
            reader->place[reader->field] = c;
}

static void on_field(void *bytes, size_t length, void *context)
{
    struct reader *reader = context;
    char *text = strndup(bytes ? bytes : "", bytes ? length : 0);
    if (!text || reader->field >= FIELDS) {
        fault(reader, text ? "too many fields" : "out of memory", NULL);
        free(text);
        return;
    }
    if (reader->line == 0) {
        read_heading(reader, text);
    } else if (reader->field < reader->heading && reader->place[reader->field] >= 0) {
        char **cell = &reader->text[reader->place[reader->field]];
        free(*cell);
        *cell = text;
        text = NULL;
    }
    free(text);
    reader->field++;
}

static void put_row(struct reader *reader)
{
    struct briefing_work *work = reader->work;
    long from = 0, to = 0;
    char *end = NULL;
    double value = strtod(reader->text[VALUE], &end);
    if (!date_parse(reader->text[DATE_FROM], &from))
        fault(reader, "no date, YYYY-MM-DD is wanted:", reader->text[DATE_FROM]);
    else if (!date_parse(reader->text[DATE_TO], &to) || to < from)
        fault(reader, "no date from date_from on, YYYY-MM-DD is wanted:", reader->text[DATE_TO]);
    else if (end == reader->text[VALUE] || *end != '\0' || !isfinite(value))
        fault(reader, "no number:", reader->text[VALUE]);
    if (reader->failed)
        return;
    json_t *row = json_object();
    briefing_put(work, row, "from", json_integer(from));
    briefing_put(work, row, "to", json_integer(to));
    briefing_put(work, row, "quantity", json_string(reader->text[QUANTITY]));
    briefing_put(work, row, "scope", json_string(reader->text[SCOPE]));
    briefing_put(work, row, "value", briefing_number(value));
    briefing_put(work, row, "precision", json_string(reader->text[PRECISION]));
    briefing_put(work, row, "source", json_string(reader->text[SOURCE]));
    /* jansson refuses texts that are no UTF-8 */
    if (!json_is_string(json_object_get(row, "source")) || !json_is_string(json_object_get(row, "precision")) ||
        !json_is_string(json_object_get(row, "quantity")) || !json_is_string(json_object_get(row, "scope"))) {
        work->out_of_memory = false;
        fault(reader, "not UTF-8", NULL);
    }
    briefing_push(work, reader->rows, row);
}

static void end_heading(struct reader *reader)
{
    reader->heading = reader->field;
    for (int c = 0; c < COLUMNS; c++) {
        bool found = false;
        for (size_t f = 0; f < reader->heading; f++)
            found = found || reader->place[f] == c;
        if (!found)
            fault(reader, "the heading lacks the column", columns[c]);
    }
}

static void on_row(int terminator, void *context)
{
    struct reader *reader = context;
    (void)terminator;
    if (!reader->failed && reader->line == 0)
        end_heading(reader);
    else if (!reader->failed && reader->field != reader->heading)
        fault(reader, "not as many fields as the heading has", NULL);
    else if (!reader->failed)
        put_row(reader);
    for (int c = 0; c < COLUMNS; c++) {
        free(reader->text[c]);
        reader->text[c] = NULL;
    }
    reader->field = 0;
    reader->line++;
}

static int parse(struct reader *reader, const char *bytes, size_t size)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return error_set(reader->work->error, ERROR_MEMORY, "no memory to read %s", reader->path);
    if ((csv_parse(&parser, bytes, size, on_field, on_row, reader) != size ||
         csv_fini(&parser, on_field, on_row, reader) != 0))
        fault(reader, csv_strerror(csv_error(&parser)), NULL);
    csv_free(&parser);
    if (reader->line == 0)
        fault(reader, "empty", NULL);
    for (int c = 0; c < COLUMNS; c++)
        free(reader->text[c]);
    return reader->failed ? -1 : 0;
}

json_t *briefing_observations(struct briefing_work *work, const char *path)
{
    struct reader reader = {.work = work, .path = path, .rows = json_array()};
    char *bytes = briefing_get(work, BYTES, 1);
    FILE *file = fopen(path, "rb");
    int status = -1;
    if (!file) {
        error_system(work->error, ERROR_CONFIG, "%s: cannot be read", path);
    } else if (bytes) {
        size_t size = fread(bytes, 1, BYTES, file);
        if (ferror(file))
            error_system(work->error, ERROR_IO, "%s: cannot be read", path);
        else if (size == BYTES)
            error_set(work->error, ERROR_CONFIG, "%s: longer than %d bytes", path, BYTES - 1);
        else
            status = parse(&reader, bytes, size);
    }
    if (file)
        fclose(file);
    free(bytes);
    if (status == 0)
        return reader.rows;
    json_decref(reader.rows);
    return NULL;
}
