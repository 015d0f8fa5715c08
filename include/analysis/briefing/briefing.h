/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing: results files as one web page for people who decide, and as figures.
 *
 * The page is one file that opens without a network; all that it says of the study is one JSON document within it.
 * Numbers are those of analysis/summary.h, plus what only the replications themselves can tell: courses over time,
 * each municipality's chance, the influence of each assumption, what late courses have in common.
 */
#ifndef FMKSIM_ANALYSIS_BRIEFING_H
#define FMKSIM_ANALYSIS_BRIEFING_H

#include "sim/error.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct briefing_options {
    const char *const *results; /* paths; the page is about the first file, the others are told of in short */
    size_t result_count;
    const char *observations; /* CSV of what was planned and observed (analysis/nowcast/observation.h), or null */
    const char *language;     /* "da" or "en": what the page opens in */
};

/* Null if this build can write briefings, else why not and what would help. */
const char *briefing_missing(void);

/* Null if the pages of this build simulate by themselves what the reader asks, else why not. */
const char *briefing_without_simulation(void);

/* Everything that the page says, as data; the caller decrefs it. Null with ERROR_IO, ERROR_FORMAT, ERROR_MEMORY, or
 * ERROR_CONFIG and all faults of the observations. */
json_t *briefing_data(const struct briefing_options *options, struct faults *faults, struct error *error);

/* Writes the page, beside its name and renamed when whole. ERROR_USAGE if it exists and not `force`, or if
 * briefing_missing(). */
int briefing_page(const json_t *data, const char *path, bool force, struct error *error);

/* Every figure as SVG, PNG and PDF in a folder, which is made if it is missing; needs the programs `node` and
 * `rsvg-convert`, and says so before anything is written. Existing figures are an error unless `force`. */
int briefing_figures(const json_t *data, const char *folder, bool force, struct error *error);

#endif
