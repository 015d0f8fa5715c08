/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_parts: a sampler's insides, shared by the files that run and move it; nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_SAMPLER_PARTS_H
#define FMKSIM_ANALYSIS_SAMPLER_PARTS_H

#include "analysis/statistics/sampler.h"
#include "sim/stream.h"

#include <stdbool.h>

/* The particles of one sampler. */
struct population {
    uint64_t *replication; /* [particles] */
    double *position;      /* [particles][dimensions] */
    uint32_t *generation;  /* [particles][blocks] */
    struct tempered *fit;  /* [particles] */
    double *distance;      /* [particles][distances] */
};

/* What the proposals of a sweep changed with the luck kept, and what that tells of the distances' gradient. */
struct slope {
    double *step, *change;    /* [particles][dimensions], [particles][distances] */
    double *square, *product; /* [dimensions][dimensions], [distances][dimensions], sums that forget */
    double *gradient;         /* [distances][dimensions] */
    bool known;
};

/* A normal distribution that resembles the particles. */
struct portrait {
    double *mean, *deviation; /* [dimensions] */
    double *root;             /* [dimensions][dimensions], lower triangular: L L' is the covariance */
    double *past_mean, *past; /* [dimensions], [dimensions][dimensions]: of earlier sweeps … */
    double sweeps;            /* … and how many of them that is worth */
};

/* A coordinate, or after these a kind of luck: what a proposal draws anew as one. */
struct component {
    double cost;                  /* - log of the chance that it is accepted on its own */
    double boldness;              /* in (0, 1]: how far it goes; of luck: the share of its blocks */
    double objections, proposals; /* of the sweep */
};
enum { GROUP_MOVES = 4 }; /* proposals of a sweep that draw a group of components anew; the last one begins with luck */

struct chain {
    struct population now, spare; /* spare: what resampling copies to */
    struct portrait portrait;
    struct slope slope;
    struct component *component; /* [components] */
    size_t hard;                 /* coordinates that go in steps */
    unsigned char *taken;        /* [particles][GROUP_MOVES][components], of the sweep's proposals */
    double *chance;              /* [particles][GROUP_MOVES], that they are accepted; negative: not asked */
    unsigned char *accepted;     /* [particles][SAMPLER_MOVES], how many proposals of the sweep */
    double beta, log_evidence, boldness[SAMPLER_MOVES];
    double accepted_sum[SAMPLER_MOVES]; /* over the sweeps of the step, as shares */
    size_t sweeps, step_sweeps;         /* so far; in this step */
    size_t steps;
    bool ended;
    struct sampler_step step[SAMPLER_STEPS_MOST];
};

struct room { /* a worker's */
    double *position, *normal;
    uint32_t *generation;
    double *distance;
    size_t *order; /* [components] */
};

struct sampler {
    struct sampler_target target;
    struct sampler_options options;
    size_t components;
    struct chain *chain;          /* [samplers] */
    struct room *room;            /* [threads] */
    struct tempered *start;       /* [samplers][starts] */
    double *start_distance;       /* [samplers][starts][distances] */
    double *weight;               /* [starts] */
    size_t *ancestor;             /* [particles] */
    struct chain **active;        /* those that a sweep moves … */
    size_t active_count;          /* … and how many */
    struct sampler_progress told; /* so far */
};

/* Takes all memory of a sampler whose target and options are set; sampler_free() in any case. */
bool sampler_take(struct sampler *sampler);

/* What the random numbers of a sampler are for. */
enum sampler_purpose { PURPOSE_RESAMPLE, PURPOSE_ALL, PURPOSE_SOME, PURPOSE_LUCK, PURPOSE_OWN };

/* The random numbers of one purpose in one sweep (or step, for resampling) of one particle. */
struct stream sampler_stream(const struct sampler *sampler, const struct chain *chain, enum sampler_purpose purpose,
                             size_t particle);

/* The mean and covariance of the particles, narrowed by the slope where it is known. */
void portrait_take(const struct sampler *sampler, struct chain *chain);

/* Learns from the sweep's proposals. */
void slope_learn(const struct sampler *sampler, struct chain *chain);

/* Adds what the distances say to a precision [dimensions][dimensions]. */
void slope_sharpen(const struct sampler *sampler, const struct chain *chain, double precision[]);

/* Components at the start; those of a proposal, taken[components] being 1, coordinates or luck first; what the sweep's
 * proposals tell of them. */
void group_begin(const struct sampler *sampler, struct chain *chain);
void group_choose(const struct sampler *sampler, const struct chain *chain, bool luck, struct stream *stream,
                  size_t order[], unsigned char taken[]);
void group_learn(const struct sampler *sampler, struct chain *chain);

/* Whether a coordinate cannot be drawn anew alone but goes in steps; all if none does. How many. */
bool group_is_hard(const struct chain *chain, size_t coordinate);
size_t group_hard(const struct sampler *sampler, const struct chain *chain);

size_t sampler_proposals(enum sampler_move kind); /* of a sweep */

/* One sweep of one particle; fills what was accepted. */
int sampler_sweep(struct sampler *sampler, unsigned worker, struct chain *chain, size_t particle, struct error *error);

/* The generation that a particle's luck gets by the `which`-th proposal of groups of the sweep that is `ahead` after
 * the present one. */
uint32_t sampler_generation(const struct sampler *sampler, const struct chain *chain, size_t particle, size_t ahead,
                            size_t which);

#endif
