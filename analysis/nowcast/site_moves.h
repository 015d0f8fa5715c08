/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_moves: a sampler's moves for a particle that is held against a monitoring sheet: one site's luck at a time, and
 * one parameter together with the luck that it scales. Each is a Metropolis-Hastings step. A sweep is
 *
 *   placing     all of the sites' draws that can be (struct site_luck) get the place of the value that they have;
 *   blocks      a few sites at a time get luck that is chosen among tries by a guess of what the sheet says of it; the
 *               replication is simulated with it and decides, since a site's luck moves others through queues and
 *               consultants (site_block.c);
 *   sites       some of them, drawn one after the other, get fresh luck of one kind or of every kind but the pace, or a
 *               place a little further, and the simulation alone decides: luck of which the guess knows nothing, too;
 *   paces       every site is offered fresh ones. Where all of its counts are known, they stand in the place of the
 *               draws and a pace changes nothing but their likelihood, so that this takes no simulation;
 *   parameters  one after the other is moved with what has happened kept (site_parameters.c).
 */
#ifndef FMKSIM_ANALYSIS_SITE_MOVES_H
#define FMKSIM_ANALYSIS_SITE_MOVES_H

#include "posterior_parts.h"

/* Luck that a site might have, of each kind, that which it has being the first of a set; and the steps that it goes
 * from one set's choice to the next (site_block.c). */
enum { SITE_TRIES = 6, SITE_STEPS = 8, SITE_PATHS_LOG = 3, SITE_PATHS = 1 << SITE_PATHS_LOG };
struct site_try {
    uint32_t generation[SITE_LUCK_KINDS];
    bool possible;
    double derivative; /* logarithm of the prior's density over that of the first try, where that is not 1 */
    double gain, log_share;
};
struct site_set {
    size_t count, chosen;
    struct site_try try[SITE_TRIES];
};
struct site_path {
    size_t site, block, steps;
    struct site_set set[SITE_STEPS];
};

struct site_moves { /* a worker's */
    const struct posterior *posterior;
    struct rollout *rollout, *kept; /* simulated last, and before; not its own */
    struct sighting sighting, kept_sighting;
    struct site_path *path;            /* [SITE_PATHS] */
    uint32_t *tried;                   /* [blocks] */
    struct site_luck_memo *tried_memo; /* [blocks] */
    double *instants;                  /* of the courses */
    struct site_course seen, guessed;
    struct monitor_known *known;
    size_t kind[SITE_LUCK_KINDS], kinds;    /* that sites have luck of, but the pace */
    size_t chain[SITE_LUCK_KINDS], chained; /* that are placed, in the order in which a site comes to them */
    double day[SITE_LUCK_KINDS]; /* days that a unit of what is drawn lasts: more than one if it is a working day */
    uint32_t *proposed;          /* [blocks] */
    struct site_luck placed;
    struct site_luck_memo *memo;                                         /* [blocks] */
    struct site_luck_form form[SITE_LUCK_KINDS], other[SITE_LUCK_KINDS]; /* as it is; as is proposed */
    double *place, *value;                                               /* [quantities], working room */
    double *position;                                                    /* [dimensions], proposed */
    unsigned char *used; /* [kinds][sites], that the particle has come to what is placed */
};

/* As of the particle: moves each parameter, keeping what the sites have drawn of what depends on it. */
struct site_sweep;
int site_parameters_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);

/* Gives all that can be placed the place of what it is. */
int site_parameters_place(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);

/* Trades two of a site's draws against each other (site_trade.c); needs moves->form. */
int site_trade(struct site_moves *moves, const struct site_sweep *sweep, size_t site, struct error *error);
/* Proposes what of the luck goes with the parameters proposed, moves->other, if each site's next draw, or the one
 * before, takes up what one lasts longer; false if that cannot be. */
bool site_trade_all(struct site_moves *moves, const struct site_sweep *sweep, double *derivative);
bool site_form_is_same(const struct site_luck_form *a, const struct site_luck_form *b);
bool site_place_is_told(double place); /* from its neighbours: not too near an end */
double site_log_density(const struct variate *variate, double x);

/* Moves a few sites' luck at once; `kept` is the particle's course, and is so afterwards (site_block.c). */
int site_block_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);
/* Has two sites change vendors; `kept` as above (site_swap.c). */
int site_swap(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);
bool site_sets_take(struct site_moves *moves); /* memory; site_sets_free() in any case */
void site_sets_free(struct site_moves *moves);

/* A site's generation of a kind, of those of its block, is a place, of a draw that the site has; how far such draws
 * scatter, in days; and the generation of a draw that takes `days` more, false if there is none: adds the logarithm of
 * the derivative. */
bool site_is_tradable(const struct site_moves *moves, const uint32_t cells[SITE_LUCK_KINDS], size_t kind, size_t site);
double site_width(const struct site_moves *moves, size_t kind);
bool site_lengthen(const struct site_moves *moves, size_t kind, uint32_t *generation, double days, double *derivative);

/* Asks about the particle with what is proposed of its generations, and takes it or not; `derivative`: the logarithm of
 * what the way there has. */
int site_decide(struct site_moves *moves, const struct site_sweep *sweep, double derivative, struct error *error);
bool site_accepts(const struct site_sweep *sweep, double log_ratio);

/* False if memory ran out; free in any case. */
bool site_moves_take(struct site_moves *moves, const struct posterior *posterior, struct rollout *rollout,
                     struct rollout *spare);
void site_moves_free(struct site_moves *moves);

/* Adds to a fit what the sheet says of the replication that has just been simulated. */
void site_moves_add_fit(struct site_moves *moves, struct tempered *fit);

struct site_sweep {
    void *context; /* of `ask`, which simulates a particle and tells its fit, as in sampler.h */
    unsigned worker;
    int (*ask)(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *fit,
               struct error *error);
    void (*turn)(void *context,
                 unsigned worker); /* keeps what was simulated last; what was kept is free for the next */
    const struct sampler_particle *particle;
    double *position; /* the particle's own, as are its generations: changed where a step is taken */
    uint32_t *generation;
    double beta;
    struct stream *stream;
    struct tempered *now; /* the particle's fit, kept true */
};
int site_moves_sweep(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);

#endif
