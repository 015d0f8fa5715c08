/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing_parts: what the files of a staff question share and nobody else sees.
 */
#ifndef FMKSIM_ANALYSIS_STAFFING_PARTS_H
#define FMKSIM_ANALYSIS_STAFFING_PARTS_H

#include "analysis/staffing/staffing.h"

/* The study's number of a phase's replication. The curve is drawn from the first ones, as any study of that seed has
 * them; a decision looks at others, so that a curve that was looked at does not decide, and its confirmation at others
 * again. No phase has 2^32 replications. */
uint64_t staffing_replication(enum staff_phase phase, size_t index);

/* "not-tested", "reaches", "fails" or "open". */
const char *staffing_verdict(enum staff_verdict verdict);

#endif
