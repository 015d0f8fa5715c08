/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_parts: a sampler's insides, shared by the files that run and move it; nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_SAMPLER_PARTS_H
#define FMKSIM_ANALYSIS_SAMPLER_PARTS_H

#include "analysis/statistics/sampler.h"

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
    double *step, *change;    /* [particles][SLOPE_MOVES][dimensions], [particles][SLOPE_MOVES][distances] */
    double *square, *product; /* [dimensions][dimensions], [distances][dimensions], sums that forget */
    double *gradient;         /* [distances][dimensions] */
    bool known;
};
enum { SLOPE_MOVES = 2 }; /* SAMPLER_ALL and SAMPLER_SOME */

/* A normal distribution that resembles the particles. */
struct portrait {
    double *mean, *deviation; /* [dimensions] */
    double *root;             /* [dimensions][dimensions], lower triangular: L L' is the covariance */
};

struct chain {
    struct population now, spare; /* spare: what resampling copies to */
    struct portrait portrait;
    struct slope slope;
    unsigned char *accepted; /* [particles][SAMPLER_MOVES], of the sweep */
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
};

struct sampler {
    struct sampler_target target;
    struct sampler_options options;
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

/* One sweep of one particle; fills what was accepted. */
int sampler_sweep(struct sampler *sampler, unsigned worker, struct chain *chain, size_t particle, struct error *error);

/* The generation that a particle's luck gets in the sweep that is `ahead` after the present one. */
uint32_t sampler_generation(const struct sampler *sampler, const struct chain *chain, size_t particle, size_t ahead);

#endif
