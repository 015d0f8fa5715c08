/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * csv: a table written field by field (RFC 4180, UTF-8), written when whole (sim/output.h).
 */
#ifndef FMKSIM_ANALYSIS_CSV_H
#define FMKSIM_ANALYSIS_CSV_H

#include "sim/error.h"
#include "sim/output.h"

#include <stdbool.h>
#include <stdio.h>

struct csv {
    FILE *file; /* in memory, so that the system's reason for not writing is known at the end */
    char *bytes;
    size_t size;
    struct output *output;
    bool begun; /* something stands on this line already */
};

/* Begins a table with its heading. The output is claimed, see output_claim(); ERROR_MEMORY. */
int csv_begin(struct csv *csv, const char *path, const char *heading, bool force, struct error *error);

void csv_text(struct csv *csv, const char *text); /* quoted where it must be */
void csv_number(struct csv *csv, double x);       /* empty if not finite; ten digits */
void csv_line(struct csv *csv);                   /* ends the line */

/* Completes the table, or tells what could not be written and leaves nothing behind. Frees in any case. */
int csv_end(struct csv *csv, struct error *error);

#endif
