/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior: a programme's replications given what was observed, found by samplers (analysis/statistics/sampler.h).
 *
 * A particle is (parameters' positions in their priors, generations of the luck's blocks). It is simulated to the
 * as-of date to be fitted, and whole with a future of its own in the end. R samplers share nothing. Where the uptake's
 * form is drawn, each form has R samplers of its own, and they are weighed by prior x evidence: group r is the r-th
 * sampler of every form, with weights that add up to the same in every group, so that any answer is the mean of R
 * independent ones and its error their spread (analysis/statistics/spread.h).
 *
 * A row is a particle with one of its futures. The rows of one group follow those of another.
 *
 * Members depend on (programme, observations, as-of date, seed, options but threads) only. One thread uses a posterior;
 * it starts workers of its own. Lots are read by any number of threads, one each.
 */
#ifndef FMKSIM_ANALYSIS_POSTERIOR_H
#define FMKSIM_ANALYSIS_POSTERIOR_H

#include "analysis/nowcast/monitor_track.h"
#include "analysis/nowcast/observation.h"
#include "analysis/statistics/sampler.h"
#include "models/programme.h"
#include "models/rollout.h"

struct posterior_progress {
    size_t sampler, samplers; /* at work, from 1; of so many, as far as can be told */
    double done;              /* 0 to 1, of all; it may fall */
    double beta;              /* how far from prior (0) to posterior (1) the one at work is */
};

struct posterior_options {
    uint64_t seed;
    size_t samplers;         /* R, >= 2 */
    size_t particles;        /* of each group, over all forms; 2 or more */
    size_t pilots;           /* of each form where there are several, in the samplers that tell which of them matter */
    size_t futures;          /* of each particle, >= 1 */
    size_t starts;           /* for each particle */
    size_t sweeps, settling; /* as in struct sampler_options */
    const uint64_t *begin;   /* the replication as which all particles begin, to see where chains from there go: the
                              * evidence is none then; null: they are of the prior */
    const struct monitor_track *track; /* of a monitoring sheet, which must outlive the posterior; null: none */
};

/* How it is run; results do not depend on it. */
struct posterior_run {
    unsigned threads;
    const atomic_int *stop;                                                   /* may be null */
    void (*progress)(void *context, const struct sampler_progress *progress); /* may be null */
    void *context;
};

/* What a member's sampler went through. */
struct posterior_trace {
    double log_evidence;
    uint64_t particles, asked, steps, ancestors;
    struct sampler_step step[SAMPLER_STEPS_MOST];
};

struct posterior; /* opaque */

/* `known`: the instant that ends the as-of day; no used row may need later ones. Programme and observations must
 * outlive it. ERROR_MEMORY; ERROR_USAGE if nothing is uncertain. */
int posterior_new(struct posterior **out, const struct programme *programme, const struct observations *observations,
                  double known, const struct posterior_options *options, struct error *error);
void posterior_free(struct posterior *posterior); /* null is allowed */

size_t posterior_members(const struct posterior *posterior); /* R for each form that is possible */
size_t posterior_rows(const struct posterior *posterior);    /* R x particles x futures */

/* The form of a member's uptake (enum uptake_form); NOBODY: it is not drawn. */
int posterior_form(const struct posterior *posterior, size_t member);

/* How many particles a member's first sampler has: all of its group's if there is one form; else the pilots in the
 * first few groups, which tell which forms matter, and 0 in the others: none is run. */
size_t posterior_first(const struct posterior *posterior, size_t member);

/* Given the records of the first samplers that were run: how many particles a member's second one has, more where the
 * form typically weighs more, and the pilots where it weighs less than 1 in 20; 0: its first one will do.
 * ERROR_UNTRUSTED if nothing fits. */
int posterior_second(const struct posterior *posterior, const void *const records[], size_t second[],
                     struct error *error);

/* Bytes of a member, to be kept and taken again; the same machine only. */
size_t posterior_record_size(const struct posterior *posterior);

/* Runs a sampler of a member and fills its record. As sampler_run(). */
int posterior_run(const struct posterior *posterior, size_t member, size_t particles, const struct posterior_run *run,
                  void *record, struct error *error);

/* Takes the records of all members, of their second samplers where they have one: copies them. Must be done before rows
 * are asked for. ERROR_UNTRUSTED if none of a group's forms has any evidence. */
int posterior_take(struct posterior *posterior, const void *const records[], struct error *error);

const struct posterior_trace *posterior_trace(const struct posterior *posterior, size_t member);
double posterior_weight(const struct posterior *posterior, size_t row); /* the mean over a group's rows is 1 */

/* Where the luck of a row is put together, for the posterior's own programme or one that differs from it in numbers
 * and choices (a scenario): parameters keep their places in their priors, by path; a number that is uncertain only
 * there is drawn as `run` draws it. */
struct posterior_lot; /* opaque */
int posterior_lot_new(struct posterior_lot **out, const struct posterior *posterior, const struct programme *programme,
                      struct error *error);

/* Makes it the lot of another branch of what a monitoring sheet saw, for a programme that differs already before the
 * as-of date, from the instant `acts` on: instead of the sheet's counts, rows keep where these lie in their
 * distributions (models/hindsight.h). Where there is no sheet it changes nothing. To be said once, before the first
 * draw. ERROR_MEMORY. */
int posterior_lot_look_back(struct posterior_lot *lot, double acts, struct error *error);
size_t posterior_ahead(const struct posterior_lot *lot); /* sites of the last row that began before their time */

void posterior_lot_free(struct posterior_lot *lot); /* null is allowed */

/* Valid until the lot's next draw. */
struct luck posterior_draw(struct posterior_lot *lot, size_t row);

#endif
