/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * told: see include/analysis/results/told.h.
 */
#include "analysis/results/told.h"

#include "sim/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 256, CELL = 128 };

struct reading {
    const struct results_spec *spec;
    struct told *told;
    int milestone[COLUMNS]; /* of each column; -1: none */
};

/* The next cell of a line, cut to what a cell holds; null: the line has no more. */
static const char *next_cell(const char *at, char cell[CELL])
{
    size_t length = strcspn(at, ",\n");
    snprintf(cell, CELL, "%.*s", (int)(length < CELL ? length : CELL - 1), at);
    return at[length] == ',' ? at + length + 1 : 0;
}

static void read_heading(struct reading *reading, const char *at)
{
    const struct results_spec *spec = reading->spec;
    char cell[CELL];
    for (size_t column = 0; column < COLUMNS; column++) {
        reading->milestone[column] = -1;
        if (!at)
            continue;
        at = next_cell(at, cell);
        for (size_t m = 0; m < spec->milestone_count; m++)
            if (strcmp(spec->milestones[m].name, cell) == 0)
                reading->milestone[column] = (int)m;
    }
}

static size_t site_of(const struct results_spec *spec, const char *code)
{
    char *end;
    long value = strtol(code, &end, 10);
    for (size_t site = 0; *code && !*end && site < spec->municipality_count; site++)
        if (spec->municipalities[site].code == value)
            return site;
    return SIZE_MAX;
}

/* Code, day, items, then days of what is done. */
static void read_row(struct reading *reading, const char *at)
{
    const struct results_spec *spec = reading->spec;
    char cell[CELL], *end;
    long day = 0, done = 0;
    at = next_cell(at, cell);
    size_t site = site_of(spec, cell);
    if (site == SIZE_MAX || !at)
        return;
    at = next_cell(at, cell);
    if (!date_parse(cell, &day) || !at)
        return;
    at = next_cell(at, cell);
    long items = strtol(cell, &end, 10);
    if (*cell && !*end && items >= 0)
        reading->told->list[reading->told->count++] = (struct told_count){site, day, items};
    for (size_t column = 3; at && column < COLUMNS; column++) {
        at = next_cell(at, cell);
        if (reading->milestone[column] >= 0 && date_parse(cell, &done))
            reading->told->done[site * spec->milestone_count + (size_t)reading->milestone[column]] = done;
    }
}

int told_of(struct told *told, const struct results_spec *spec, struct error *error)
{
    const char *text = spec->sheet ? spec->sheet : "";
    size_t lines = 1, cells = spec->municipality_count * spec->milestone_count;
    for (const char *c = text; *c; c++)
        lines += *c == '\n';
    *told = (struct told){.list = calloc(lines, sizeof *told->list), .done = calloc(cells + 1, sizeof *told->done)};
    if (!told->list || !told->done)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < cells; i++)
        told->done[i] = TOLD_NOT_YET;
    struct reading reading = {.spec = spec, .told = told};
    read_heading(&reading, text);
    for (const char *line = strchr(text, '\n'); line && line[1]; line = strchr(line + 1, '\n'))
        read_row(&reading, line + 1);
    return 0;
}

void told_free(struct told *told)
{
    free(told->list);
    free(told->done);
    *told = (struct told){.list = 0};
}
