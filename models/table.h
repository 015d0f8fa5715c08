/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * table: the sites' file (a sheet with a heading line) as texts, read while a programme is compiled. Every fault names
 * the file and the line. One thread.
 */
#ifndef FMKSIM_MODELS_TABLE_H
#define FMKSIM_MODELS_TABLE_H

#include "models/programme_parts.h"
#include "models/sheet.h"

struct table {
    struct compiler *compiler;
    char *path;
    struct sheet sheet; /* the caller's to free */
    int failed;
};

/* Reads table->path; `setting` names it. -1 with faults. */
int table_read(struct table *table, const struct setting *setting);

/* A fault at a row of the file. Returns -1. */
int table_fault(struct table *table, size_t row, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The column of that name, NOBODY if there is none; table_want() finds that a fault. */
int table_column(const struct table *table, const char *name);
int table_want(struct table *table, const char *name);

/* A field's text; "" where there is no such column (NOBODY). */
const char *table_cell(const struct table *table, size_t row, int column);

/* A finite number within [low, high] and nothing else in the field; another text is a fault, and `low` returned. */
double table_number(struct table *table, size_t row, int column, double low, double high, bool whole);

/* Fills what the columns of programme_columns.c say into the first `rows` sites, whose codes are there. -1: faults. */
int compile_columns(struct table *table, size_t rows);

#endif
