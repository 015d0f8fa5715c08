/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * view: the day from which a results file looks ahead, and what lies behind it.
 *
 * The day is that of a nowcast, else the configuration's `as_of`; what is known is known at its end. Of a deadline on
 * or before that day nothing can be chosen any more: with observations it was met or missed, or they leave that open;
 * without, nobody has looked.
 */
#ifndef FMKSIM_ANALYSIS_VIEW_H
#define FMKSIM_ANALYSIS_VIEW_H

#include "analysis/results/results.h"

enum view_status { VIEW_AHEAD, VIEW_MET, VIEW_MISSED, VIEW_UNOBSERVED };

/* The day of the view, 0 = 1970-01-01; LONG_MIN: the file has none. Reads the configuration in the file; -1 with
 * ERROR_MEMORY. */
int view_day(const struct results_spec *spec, long *day, struct error *error);

/* How a deadline stands that is kept with a probability (or would be, NaN where it is not known), on the day `view`. */
enum view_status view_status(const struct results_spec *spec, long view, size_t deadline, double probability);

/* "ahead", "met", "missed", "unobserved" */
const char *view_status_name(enum view_status status);

#endif
