/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sheet: a CSV file as texts, in RFC 4180's form or a spreadsheet's: commas or semicolons, lines that end at a line
 * feed, a carriage return or both, a byte order mark, empty lines and rows, decimal commas.
 *
 * Threads: any number may read at once; a sheet that has been read may be looked at by all.
 */
#ifndef FMKSIM_MODELS_SHEET_H
#define FMKSIM_MODELS_SHEET_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { SHEET_COLUMNS = 256 }; /* at most */

struct sheet_limits {
    size_t bytes, columns, rows; /* columns: up to SHEET_COLUMNS; rows with the heading */
};

/* Row 0 is the heading; every row has as many cells as it, rows without a text are left out. */
struct sheet {
    char **cell; /* [rows][columns], UTF-8, owned */
    int *line;   /* [rows], where the row begins in the file */
    size_t columns, rows;
    bool semicolons; /* a spreadsheet of a country that writes decimal commas */
};

/* Adds every fault of form, `name` standing for the file; on -1 the sound rows are kept. sheet_free() in any case. */
int sheet_read(struct sheet *sheet, const char *name, const char *bytes, size_t size, const struct sheet_limits *limits,
               struct faults *faults);
void sheet_free(struct sheet *sheet);

/* A cell's finite decimal number and nothing else, with a decimal comma too. Returns null, or what is wrong with it. */
const char *sheet_number(const struct sheet *sheet, const char *cell, double *value);

#endif
