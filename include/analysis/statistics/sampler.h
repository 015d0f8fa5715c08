/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler: a sequential Monte Carlo sampler from a prior to a posterior (Del Moral, Doucet & Jasra 2006).
 *
 * A particle is a replication whose luck may be renewed in places: coordinates that are standard normal a priori, and a
 * generation number for each block of luck. What it yields is a deterministic function of these, asked for by a
 * callback as the two numbers of tempering.h. Several samplers run side by side and share nothing, so that the spread
 * between them tells the error of any answer. Each goes like this:
 *
 *   start      replications of the prior; the first step chooses among more of them than there will be particles
 *   step       the next beta at which the weights are worth half of the particles; systematic resampling
 *   sweeps     every particle is moved by Metropolis-Hastings steps that leave the path at beta invariant:
 *
 *   `all`: z' = m + sqrt(1 - b^2) (z - m) + b L x, x standard normal, m and L L' the particles' mean and covariance
 *   over the last sweeps, shrunk to its diagonal (a Crank-Nicolson proposal: reversible with respect to that normal
 *   distribution, so that it is taken out of the ratio); b is adapted to an acceptance of about 1/4. Where the target
 *   tells distances it moves those coordinates that are not drawn anew otherwise, by z' = z + b L x with b drawn, its
 *   logarithm uniform, and (L L')^-1 = C^-1 + G' W G: C is the particles' covariance, G the distances' mean gradient,
 *   regressed on what proposals changed with the luck kept, and W what beta makes of their errors. So it goes far where
 *   nothing that was observed depends on it.
 *
 *   `some`, `luck`: a group of components is drawn anew on its own, a component being a coordinate or a kind of luck:
 *   coordinates by z' = sqrt(1 - b^2) z + b x, which the prior is taken out of, and of a kind's blocks each with
 *   probability b. What a component costs is learnt, and so are the group's size and its b (sampler_group.c); `some`
 *   begins with coordinates, `luck` with luck, of which half of its proposals draw all anew.
 *
 *   end        at beta = 1, which is the posterior itself
 *
 * All random numbers are addressed by seed, sampler, sweep and particle: results depend on no number of threads.
 */
#ifndef FMKSIM_ANALYSIS_SAMPLER_H
#define FMKSIM_ANALYSIS_SAMPLER_H

#include "analysis/statistics/tempering.h"
#include "sim/error.h"
#include "sim/stream.h"

#include <stdatomic.h>
#include <stdint.h>

struct sampler_particle {
    uint64_t replication;       /* of the prior: the luck of all blocks of generation 0 */
    const double *position;     /* [dimensions] */
    const uint32_t *generation; /* [blocks] of luck */
};

struct sampler_target {
    size_t dimensions, blocks; /* at least one of them */
    /* The coordinates of a replication of the prior into position[dimensions]. */
    void (*start)(const void *context, uint64_t replication, double position[]);
    /* What tempering.h takes of a particle; depends on it only. On worker 0 … threads - 1. */
    int (*fit)(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *fit,
               struct error *error);
    void *context;
    /* What was observed of the particle that the worker was asked about last, as distances from what was seen in units
     * of its error, distance[distances]: where moves must not change much. 0 of them: none. */
    size_t distances;
    void (*distance)(void *context, unsigned worker, double distance[]);
    size_t kinds; /* of luck: the blocks of a kind stand together, as many for each; 0: one kind */
    /* Moves of the target's own, at the end of a particle's sweep: they leave the path at beta invariant, may change
     * its coordinates and generations (to numbers from SAMPLER_OWN on), which are the particle's own, and keep the fit
     * true. Null: none; not with distances. */
    int (*move)(void *context, unsigned worker, const struct sampler_particle *particle, double position[],
                uint32_t generation[], double beta, struct stream *stream, struct tempered *fit, struct error *error);
};
enum { SAMPLER_OWN_BIT = 31 };
#define SAMPLER_OWN (UINT32_C(1) << SAMPLER_OWN_BIT) /* generations that no other move gives */

struct sampler_progress {
    size_t done, expected; /* particles asked about so far; in all, as far as can be told: it may grow */
    double beta;           /* of the sampler that is least far */
    size_t step;           /* from 1; 0: the start */
};

struct sampler_options {
    uint64_t seed;
    size_t samplers;  /* 1 to 1000 */
    size_t first;     /* the number of the first of them; what one does depends on its own number only */
    size_t particles; /* of each, 2 to 10^6 */
    size_t starts;    /* replications that each begins with, >= particles: those of number r are r stride … */
    size_t stride;    /* >= starts; 0: as many */
    size_t sweeps;    /* after each step, >= 1 … */
    size_t settling;  /* … and how many more after the last */
    unsigned threads;
    const atomic_int *stop;                                                   /* may be null */
    void (*progress)(void *context, const struct sampler_progress *progress); /* may be null; as farm.h's */
    void *context;
};

enum sampler_move { SAMPLER_ALL, SAMPLER_SOME, SAMPLER_LUCK, SAMPLER_MOVES };

enum { SAMPLER_STEPS_MOST = 200 }; /* that a sampler takes */

struct sampler_step {
    double beta;                      /* that it led to */
    double worth;                     /* of its weights, as a share of the particles */
    double acceptance[SAMPLER_MOVES]; /* over its sweeps; NaN: there is nothing to move */
    double boldness[SAMPLER_MOVES];   /* of `all`: b after it; of luck: the share of the blocks that a sweep renews */
};

struct sampler; /* opaque */

/* Runs all samplers to the end. ERROR_UNTRUSTED if no particle is possible, or none gets inside the bands;
 * ERROR_INTERRUPTED, ERROR_MEMORY, ERROR_USAGE, or of the callback. */
int sampler_run(struct sampler **out, const struct sampler_target *target, const struct sampler_options *options,
                struct error *error);
void sampler_free(struct sampler *sampler); /* null is allowed */

/* A particle at the end; points into the sampler. */
struct sampler_particle sampler_particle(const struct sampler *sampler, size_t which, size_t particle);

/* Generation numbers, above 0, that no particle has in any block: `future` >= 0 of a particle at the end. Of one
 * sampler's particles no two have the same; those of different samplers are of different replications anyway. */
uint32_t sampler_future(const struct sampler *sampler, size_t which, size_t particle, size_t future);

double sampler_log_evidence(const struct sampler *sampler, size_t which); /* log of the mean of f(1) over the prior */
size_t sampler_steps(const struct sampler *sampler, size_t which);
const struct sampler_step *sampler_step(const struct sampler *sampler, size_t which, size_t step);
size_t sampler_ancestors(const struct sampler *sampler, size_t which); /* replications that the particles stem from */
size_t sampler_asked(const struct sampler *sampler);                   /* particles asked about, of all samplers */

#endif
