/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * told: what the monitoring sheet of a nowcast's file tells of each site (attribute `monitoring_sheet`).
 *
 * The text is CSV of the program's own making, without quotes; rows that are none are passed over, since a file is not
 * trusted. Days: 0 = 1970-01-01. Pure but for the memory.
 */
#ifndef FMKSIM_ANALYSIS_TOLD_H
#define FMKSIM_ANALYSIS_TOLD_H

#include "analysis/results/results.h"

#include <limits.h>

#define TOLD_NOT_YET LONG_MAX

struct told_count {
    size_t site;
    long day; /* at whose end there were so many … */
    long items;
};

struct told {
    size_t count;
    struct told_count *list; /* by site, then by day, as in the file */
    long *done;              /* [sites][milestones], day; TOLD_NOT_YET: not by the site's last row */
};

/* ERROR_MEMORY. Where the file has no sheet, nothing is told. told_free() in any case. */
int told_of(struct told *told, const struct results_spec *spec, struct error *error);
void told_free(struct told *told);

#endif
