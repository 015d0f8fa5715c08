/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking_parts: what the files about the ranking share; nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_RANKING_PARTS_H
#define FMKSIM_ANALYSIS_RANKING_PARTS_H

#include "analysis/answers/ranking.h"

/* So many replications in a row share their parameters or their sampler. */
static inline size_t draw_of(const struct results_spec *spec)
{
    return results_alike(spec);
}

/* Fills the rows' costs. ERROR_FORMAT if the configuration in the file is none, or the file is broken; ERROR_MEMORY. */
int ranking_price(struct ranking *ranking, const struct results *results, struct error *error);

#endif
