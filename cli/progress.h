/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * progress: how far a study has come: a bar on a terminal, a line now and then elsewhere.
 */
#ifndef FMKSIM_CLI_PROGRESS_H
#define FMKSIM_CLI_PROGRESS_H

#include "analysis/nowcast/posterior.h"
#include "analysis/study/study.h"

#include <stdio.h>

struct progress {
    FILE *file; /* null: nothing is shown */
    bool terminal, drawn;
    enum study_phase phase;
    double begun, shown; /* seconds: when the phase began; when something was last shown */
    size_t first;        /* done when it began */
    int tenths;          /* last tenth told by a line */
};

void progress_init(struct progress *progress, FILE *file);

/* For struct study_run; `context` is a struct progress. */
void progress_show(void *context, enum study_phase phase, size_t done, size_t total, size_t known);

/* The same while samplers go from the prior to what was observed; for struct nowcast_options. */
void progress_fit(void *context, const struct posterior_progress *now);

/* Removes the bar, so that other text can follow. */
void progress_end(struct progress *progress);

#endif
