/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor: rows of a monitoring sheet, each understood by itself.
 */
#include "monitor_parts.h"
#include "models/contents.h"
#include "models/sheet.h"
#include "sim/date.h"
#include "sim/nearest.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_BYTES = 8 << 20 };

static const struct sheet_limits limits = {.bytes = FILE_BYTES, .columns = SHEET_COLUMNS, .rows = 200001};
static const char *const for_people[] = {"name", "region", "note", "source"};

struct reader {
    struct monitor *monitor;
    const struct programme *programme;
    const struct sheet *sheet;
    struct faults *faults;
    int code, date, cards, vendor, hosted; /* places of the columns; NOBODY: it is not there, or not read */
    size_t *place;                         /* [columns], of the nodes' */
    size_t row;
    int status;
};

static const char *cell(const struct reader *reader, int place)
{
    return place == NOBODY ? "" : reader->sheet->cell[reader->row * reader->sheet->columns + (size_t)place];
}

static void wrong(struct reader *reader, int place, const char *legal)
{
    reader->status = faults_add(reader->faults, reader->monitor->file, reader->sheet->line[reader->row],
                                "%.80s = \"%.80s\": %s", reader->sheet->cell[place], cell(reader, place), legal);
}

/* ---- the heading ---- */

static void wrong_heading(struct reader *reader, const char *name, const char *what, const char *near)
{
    reader->status =
        faults_add(reader->faults, reader->monitor->file, reader->sheet->line[0], "column \"%.80s\" %s%s%.80s%s", name,
                   what, near ? "; is it \"" : "", near ? near : "", near ? "\"?" : "");
}

/* The nearest of what a column may be called; null if none is near. */
static const char *near_column(const struct reader *reader, const char *name)
{
    const struct programme *p = reader->programme;
    const char **list = calloc(p->nodes + 5, sizeof *list), *near = 0;
    if (!list)
        return 0;
    list[0] = "decision";
    for (size_t i = 1; i < p->nodes; i++)
        list[i] = p->node[i].name;
    list[p->nodes] = "code";
    list[p->nodes + 1] = "date";
    list[p->nodes + 2] = "cards";
    list[p->nodes + 3] = "vendor";
    list[p->nodes + 4] = "hosted";
    near = nearest_name(name, list, p->nodes + 5);
    free(list);
    return near;
}

static bool is_for_people(const char *name)
{
    bool found = *name == '\0'; /* a spreadsheet's empty column */
    for (size_t i = 0; i < sizeof for_people / sizeof *for_people; i++)
        found = found || strcmp(for_people[i], name) == 0;
    return found;
}

/* Where the place of a column of its own kind is kept; null: it is none. */
static int *own_column(struct reader *reader, const char *name)
{
    return strcmp(name, "code") == 0     ? &reader->code
           : strcmp(name, "date") == 0   ? &reader->date
           : strcmp(name, "cards") == 0  ? &reader->cards
           : strcmp(name, "vendor") == 0 ? &reader->vendor
           : strcmp(name, "hosted") == 0 ? &reader->hosted
                                         : 0;
}

static void read_column(struct reader *reader, size_t place)
{
    const char *name = reader->sheet->cell[place];
    struct monitor *monitor = reader->monitor;
    int *own = own_column(reader, name);
    int node = strcmp(name, "decision") == 0 ? 0 : programme_node(reader->programme, name);
    bool twice = own && *own != NOBODY;
    for (size_t c = 0; !own && c < monitor->columns; c++)
        twice = twice || (int)monitor->node[c] == node;
    if (twice) {
        wrong_heading(reader, name, "stands here twice", 0);
    } else if (own) {
        *own = (int)place;
    } else if (node == NOBODY && !is_for_people(name)) {
        wrong_heading(reader, name, "is no activity and no milestone of the programme", near_column(reader, name));
    } else if (node != NOBODY) {
        reader->place[monitor->columns] = place;
        monitor->node[monitor->columns++] = (size_t)node;
    }
}

static void read_heading(struct reader *reader)
{
    const struct sheet *sheet = reader->sheet;
    reader->code = reader->date = reader->cards = reader->vendor = reader->hosted = NOBODY;
    for (size_t place = 0; place < sheet->columns; place++)
        read_column(reader, place);
    const char *const names[] = {"code", "date"};
    const int places[] = {reader->code, reader->date};
    for (size_t i = 0; i < 2; i++)
        if (places[i] == NOBODY)
            wrong_heading(reader, names[i], "is missing",
                          nearest_name(names[i], (const char *const *)sheet->cell, sheet->columns));
    if (reader->cards != NOBODY && !programme_has_items(reader->programme))
        wrong_heading(reader, "cards", "stands here, but the programme has no uptake", 0);
    if (reader->programme->vendors == 0) /* then it is for people */
        reader->vendor = NOBODY;
    if (!monitor_has_hosted(reader->programme))
        reader->hosted = NOBODY;
    reader->monitor->vendors = reader->vendor != NOBODY;
    reader->monitor->hosted = reader->hosted != NOBODY;
}

/* ---- a row ---- */

static bool is_blank(const struct reader *reader)
{
    bool blank = *cell(reader, reader->date) == '\0' && *cell(reader, reader->cards) == '\0' &&
                 *cell(reader, reader->vendor) == '\0' && *cell(reader, reader->hosted) == '\0';
    for (size_t c = 0; c < reader->monitor->columns; c++)
        blank = blank && *cell(reader, (int)reader->place[c]) == '\0';
    return blank;
}

static bool find_site(struct reader *reader, struct monitor_row *row)
{
    const struct programme *p = reader->programme;
    const char *text = cell(reader, reader->code);
    char *end;
    errno = 0;
    long code = strtol(text, &end, 10);
    for (size_t i = 0; *text != '\0' && *end == '\0' && errno == 0 && i < p->sites; i++)
        if (p->site[i].code == code) {
            row->site = i;
            return true;
        }
    wrong(reader, reader->code, *text == '\0' ? "is missing" : "is no code of a site in the configuration");
    return false;
}

static bool find_date(struct reader *reader, struct monitor_row *row)
{
    const struct programme *p = reader->programme;
    if (!date_parse(cell(reader, reader->date), &row->date)) {
        wrong(reader, reader->date, "is no day; YYYY-MM-DD is legal");
        return false;
    }
    if (row->date < p->epoch || row->date >= p->epoch + (long)p->horizon)
        wrong(reader, reader->date, "is outside the configuration's epoch and horizon");
    return true;
}

static void read_cards(struct reader *reader, struct monitor_row *row)
{
    const char *text = cell(reader, reader->cards);
    double value = 0;
    row->cards = -1;
    if (*text == '\0')
        return;
    const char *fault = sheet_number(reader->sheet, text, &value);
    if (fault)
        wrong(reader, reader->cards, fault);
    else if (!(value >= 0 && value <= INT32_MAX && value == floor(value)))
        wrong(reader, reader->cards, "is no count; a whole number from 0 is legal");
    else
        row->cards = (long)value;
}

/* By the name in the configuration or by its title. */
static void read_vendor(struct reader *reader, struct monitor_row *row)
{
    const struct programme *p = reader->programme;
    const char *text = cell(reader, reader->vendor);
    char legal[200];
    size_t length = (size_t)snprintf(legal, sizeof legal, "is no vendor of the configuration; legal:");
    row->told.vendor = NOBODY;
    for (size_t v = 0; v < p->vendors; v++) {
        if (strcasecmp(text, p->vendor[v].name) == 0 || strcasecmp(text, p->vendor[v].title) == 0)
            row->told.vendor = (int)v;
        if (length < sizeof legal)
            length += (size_t)snprintf(legal + length, sizeof legal - length, " %s", p->vendor[v].name);
    }
    if (*text != '\0' && row->told.vendor == NOBODY)
        wrong(reader, reader->vendor, legal);
}

static void read_hosted(struct reader *reader, struct monitor_row *row)
{
    const char *text = cell(reader, reader->hosted);
    bool yes = strcmp(text, "1") == 0 || strcasecmp(text, "yes") == 0;
    bool no = strcmp(text, "0") == 0 || strcasecmp(text, "no") == 0;
    row->told.hosted = yes ? 1 : no ? 0 : NOBODY;
    if (*text != '\0' && !yes && !no)
        wrong(reader, reader->hosted, "is neither 1 (yes) nor 0 (no)");
}

static void read_done(struct reader *reader, struct monitor_row *row)
{
    for (size_t c = 0; c < reader->monitor->columns; c++) {
        int place = (int)reader->place[c];
        row->done[c] = MONITOR_NOT_YET;
        if (*cell(reader, place) == '\0')
            continue;
        if (!date_parse(cell(reader, place), &row->done[c])) {
            wrong(reader, place, "is no day; YYYY-MM-DD is legal, and nothing as long as it is not done");
        } else if (row->done[c] < reader->programme->epoch) {
            wrong(reader, place, "is before the configuration's epoch");
            row->done[c] = MONITOR_NOT_YET;
        } else if (row->done[c] > row->date) {
            wrong(reader, place, "is after the row's own date; what was foreseen does not belong here");
            row->done[c] = MONITOR_NOT_YET;
        }
    }
}

/* What has a site and a day is kept, so that rows are held against each other whatever else is wrong with them. */
static void read_row(struct reader *reader)
{
    struct monitor *monitor = reader->monitor;
    struct monitor_row *row = &monitor->row[monitor->count];
    bool site = find_site(reader, row), date = find_date(reader, row);
    row->line = reader->sheet->line[reader->row];
    row->done = calloc(monitor->columns + 1, sizeof *row->done);
    if (!row->done) {
        reader->status = faults_add(reader->faults, 0, 0, "out of memory");
        return;
    }
    if (!date)
        row->date = LONG_MAX;
    read_cards(reader, row);
    read_vendor(reader, row);
    read_hosted(reader, row);
    read_done(reader, row);
    if (site && date) {
        monitor->count++;
        return;
    }
    free(row->done);
    row->done = 0;
}

/* ---- the whole ---- */

static int by_site_and_date(const void *a, const void *b)
{
    const struct monitor_row *one = a, *other = b;
    if (one->site != other->site)
        return one->site < other->site ? -1 : 1;
    if (one->date != other->date)
        return one->date < other->date ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

static int read_rows(struct reader *reader)
{
    struct monitor *monitor = reader->monitor;
    const struct sheet *sheet = reader->sheet;
    monitor->row = calloc(sheet->rows, sizeof *monitor->row);
    monitor->node = calloc(sheet->columns, sizeof *monitor->node);
    reader->place = calloc(sheet->columns, sizeof *reader->place);
    if (!monitor->row || !monitor->node || !reader->place)
        return faults_add(reader->faults, 0, 0, "out of memory");
    read_heading(reader);
    if (reader->status != 0) /* without its heading no row can be understood */
        return -1;
    for (reader->row = 1; reader->row < sheet->rows; reader->row++)
        if (!is_blank(reader))
            read_row(reader);
    qsort(monitor->row, monitor->count, sizeof *monitor->row, by_site_and_date);
    if (monitor_check(monitor, reader->programme, reader->faults) != 0)
        reader->status = -1;
    return reader->status;
}

int monitor_read_text(struct monitor *monitor, const char *name, const char *bytes, size_t size,
                      const struct programme *programme, struct faults *faults)
{
    struct sheet sheet;
    *monitor = (struct monitor){.file = strdup(name)};
    if (!monitor->file)
        return faults_add(faults, 0, 0, "out of memory");
    struct reader reader = {.monitor = monitor, .programme = programme, .sheet = &sheet, .faults = faults};
    int status = sheet_read(&sheet, name, bytes, size, &limits, faults);
    if (sheet.rows > 0 && read_rows(&reader) != 0)
        status = -1;
    free(reader.place);
    sheet_free(&sheet);
    return status;
}

int monitor_read(struct monitor *monitor, const char *path, const struct programme *programme, struct faults *faults)
{
    char why[CONTENTS_WHY];
    size_t size;
    *monitor = (struct monitor){0};
    char *bytes = contents_stream(path, FILE_BYTES, &size, why);
    if (!bytes)
        return faults_add(faults, path, 0, "%s", why);
    int status = monitor_read_text(monitor, path, bytes, size, programme, faults);
    free(bytes);
    return status;
}

void monitor_free(struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->count; i++)
        free(monitor->row[i].done);
    free(monitor->row);
    free(monitor->node);
    free(monitor->file);
    *monitor = (struct monitor){0};
}

bool monitor_has_hosted(const struct programme *programme)
{
    const struct quantity *share = programme->quantities.list[programme->hosted];
    return programme->vendors > 0 && (share->kind == QUANTITY_PRIOR || share->constant > 0);
}

bool monitor_is_one(const char *path)
{
    char heading[4096];
    bool code = false, quantity = false;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    size_t size = fread(heading, 1, sizeof heading - 1, file);
    fclose(file);
    heading[size] = '\0';
    heading[strcspn(heading, "\r\n")] = '\0';
    char *rest = 0, *at = strncmp(heading, "\xEF\xBB\xBF", 3) == 0 ? heading + 3 : heading;
    for (char *name = strtok_r(at, ",;\"", &rest); name; name = strtok_r(0, ",;\"", &rest)) {
        code = code || strcmp(name, "code") == 0;
        quantity = quantity || strcmp(name, "quantity") == 0;
    }
    return code && !quantity;
}
