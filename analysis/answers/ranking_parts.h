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

/* Fills the rows' costs, from the configuration in the file. ERROR_FORMAT if it is none. */
int ranking_price(struct ranking *ranking, struct error *error);

#endif
