/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_parts: a monitoring sheet while it is read, shared by the files that understand its rows one by one (monitor)
 * and together (monitor_check); nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_MONITOR_PARTS_H
#define FMKSIM_ANALYSIS_MONITOR_PARTS_H

#include "analysis/nowcast/monitor.h"

/* Adds what rows that stand for themselves contradict between them, and in the programme. The rows are sorted. */
int monitor_check(const struct monitor *monitor, const struct programme *programme, struct faults *faults);

#endif
