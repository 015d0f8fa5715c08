/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pasts: what the samplers of a nowcast found to fit, to go on from with any programme and any number of futures.
 *
 * Replication i goes on from a past of group i mod groups, chosen by weight, with luck of its own from the as-of day
 * on: given the pasts, replications are independent. Those of the same number share past and future over all
 * programmes.
 */
#ifndef FMKSIM_ANALYSIS_PASTS_H
#define FMKSIM_ANALYSIS_PASTS_H

#include "analysis/nowcast/nowcast.h"
#include "analysis/study/variant.h"

struct pasts; /* opaque */

/* How the samplers are run. */
struct pasts_run {
    const char *path; /* path + ".samplers" keeps what they found and gives it again; null: nothing is kept */
    unsigned threads;
    const atomic_int *stop; /* may be null */
};

/* Reads, checks and runs the samplers, as nowcast_open() and nowcast_run() do; options.scenarios do not count.
 * ERROR_USAGE if the method is not NOWCAST_SAMPLERS; ERROR_INTERRUPTED, after which path keeps the samplers that are
 * done. `options` must outlive the pasts. */
int pasts_open(struct pasts **out, const struct nowcast_options *options, const struct pasts_run *run,
               struct faults *faults, struct error *error);
void pasts_close(struct pasts *pasts); /* null is allowed */

/* Valid as long as the pasts. One thread at a time asks a variant for replications. */
const struct variant_luck *pasts_luck(const struct pasts *pasts);

/* All that decides the pasts, as a line of text: configuration, seed, observations, day, samplers. */
const char *pasts_name(const struct pasts *pasts);

#endif
