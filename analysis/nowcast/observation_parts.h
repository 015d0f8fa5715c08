/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation_parts: a CSV file as texts, told where each row stands; shared by the files of this room.
 */
#ifndef FMKSIM_ANALYSIS_OBSERVATION_PARTS_H
#define FMKSIM_ANALYSIS_OBSERVATION_PARTS_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>

enum { TABLE_BYTES = 1 << 20, TABLE_COLUMNS = 64, TABLE_ROWS = 10000 };

/* Row 0 is the heading; every row has as many cells as it, rows without a text are left out. */
struct observation_table {
    char **cell; /* [rows][columns], owned */
    int *line;   /* [rows], where the row begins in the file */
    size_t columns, rows;
    bool semicolons; /* a spreadsheet of a country that writes decimal commas */
};

/* Adds every fault of form; on -1 the sound rows are kept. observation_table_free() in any case. */
int observation_table_read(struct observation_table *table, const char *name, const char *bytes, size_t size,
                           struct faults *faults);
void observation_table_free(struct observation_table *table);

#endif
