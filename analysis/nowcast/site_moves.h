/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_moves: a sampler's moves for a particle that is held against a monitoring sheet: one site's luck at a time, and
 * one parameter together with the luck that it scales. Each is a Metropolis-Hastings step. A sweep is
 *
 *   placing     all of the sites' draws that can be (struct site_luck) get the place of the value that they have;
 *   sites       as many as there are, drawn one after the other, get fresh luck of one kind or of every kind but the
 *               pace, or a place a little further; the whole replication is simulated again and decides, since a site's
 *               luck moves others through queues and consultants;
 *   paces       every site is offered fresh ones. Where all of its counts are known, they stand in the place of the
 *               draws and a pace changes nothing but their likelihood, so that this takes no simulation;
 *   parameters  one after the other is moved with what has happened kept (site_parameters.c).
 */
#ifndef FMKSIM_ANALYSIS_SITE_MOVES_H
#define FMKSIM_ANALYSIS_SITE_MOVES_H

#include "posterior_parts.h"

struct site_moves { /* a worker's */
    const struct posterior *posterior;
    const struct rollout *rollout; /* not its own */
    struct sighting sighting;
    struct guide guide; /* told null: none */
    size_t *led, leds;  /* cells of luck that days lead, kind * sites + site: a site's together, as it comes to them */
    size_t *room;       /* [sites] */
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

/* Whether a day leads the draw (struct guide), so that its place is none in its own distribution. */
bool site_is_led(const struct site_moves *moves, size_t kind, size_t site);

/* Of what is proposed, moves->position: gives the vendors' own slips what keeps the days on which their versions are
 * ready (site_slips.c); adds the logarithm of the derivative; false if they cannot be. And whether they do so for a
 * coordinate. */
bool site_slips_keep(struct site_moves *moves, const double position[], double *derivative);
bool site_slips_go_with(const struct site_moves *moves, size_t coordinate);

/* Another site becomes a vendor's pilot (site_pilots.c). */
int site_pilots_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);
uint32_t site_fresh(const struct site_sweep *sweep); /* luck drawn anew, as a place */

/* Asks about the particle with what is proposed of its generations, and takes it or not; `derivative`: the logarithm of
 * what the way there has. */
int site_decide(struct site_moves *moves, const struct site_sweep *sweep, double derivative, struct error *error);
bool site_accepts(const struct site_sweep *sweep, double log_ratio);

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
    double *position; /* the particle's own, as are its generations: changed where a step is taken */
    uint32_t *generation;
    double beta;
    struct stream *stream;
    struct tempered *now; /* the particle's fit, kept true */
};
int site_moves_sweep(struct site_moves *moves, const struct site_sweep *sweep, struct error *error);

#endif
