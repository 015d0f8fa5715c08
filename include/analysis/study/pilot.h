/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pilot: a short nested run that chooses how a longer one is best split between draws of the assumptions and chance.
 */
#ifndef FMKSIM_ANALYSIS_PILOT_H
#define FMKSIM_ANALYSIS_PILOT_H

#include "analysis/study/variant.h"

enum { PILOT_OUTER = 200, PILOT_INNER = 8, PILOT_MOST = 100 };

struct pilot {
    size_t inner; /* 2 to PILOT_MOST: about 1 + variance by chance / variance over the assumptions (Sun et al. 2011) */
    size_t deadline; /* of the deadline and reading that are least certain: the split is best for these */
    enum results_reading reading;
    double probability;
};

/* 200 draws x 8 replications of the document as it is. `run->first` and `run->count` do not count. */
int pilot_run(struct pilot *pilot, const struct document *document, const struct variant_run *run,
              struct faults *faults, struct error *error);

#endif
