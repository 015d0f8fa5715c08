/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_moves: a sampler's moves for a particle that is held against a monitoring sheet: one site's luck at a time.
 *
 * A sweep gives as many sites as there are, drawn one after the other, fresh luck: of one kind, or of every kind but
 * the pace. The whole replication is simulated again and decides, since a site's luck moves others through queues and
 * consultants. Then every site is offered fresh paces. Where all of its counts are known, they stand in the place of
 * the draws and a pace changes nothing but their likelihood, so that this takes no simulation; else it is simulated,
 * too. Each is a Metropolis-Hastings step that proposes from the prior.
 */
#ifndef FMKSIM_ANALYSIS_SITE_MOVES_H
#define FMKSIM_ANALYSIS_SITE_MOVES_H

#include "posterior_parts.h"

struct site_moves { /* a worker's */
    const struct posterior *posterior;
    const struct rollout *rollout; /* not its own */
    struct sighting sighting;
    struct monitor_known *known;
    size_t kind[SITE_LUCK_KINDS], kinds; /* that sites have luck of, but the pace */
    uint32_t *proposed;                  /* [blocks] */
};

/* False if memory ran out; free in any case. */
bool site_moves_take(struct site_moves *moves, const struct posterior *posterior, const struct rollout *rollout);
void site_moves_free(struct site_moves *moves);

/* Adds to a fit what the sheet says of the replication that has just been simulated. */
void site_moves_add_fit(struct site_moves *moves, struct tempered *fit);

struct site_sweep {
    void *context; /* of `ask`, which simulates a particle and tells its fit, as in sampler.h */
    unsigned worker;
    int (*ask)(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *fit,
               struct error *error);
    const struct sampler_particle *particle;
    uint32_t *generation; /* the particle's own, changed where a step is taken */
    double beta;
    struct stream *stream;
    struct tempered *now; /* the particle's fit, kept true */
};
int site_moves_sweep(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);

#endif
