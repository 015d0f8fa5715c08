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
};

/* A normal distribution that resembles the particles. */
struct portrait {
    double *mean, *deviation; /* [dimensions] */
    double *root;             /* [dimensions][dimensions], lower triangular: L L' is the covariance */
};

struct chain {
    struct population now, spare; /* spare: what resampling copies to */
    struct portrait portrait;
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
};

struct sampler {
    struct sampler_target target;
    struct sampler_options options;
    struct chain *chain;          /* [samplers] */
    struct room *room;            /* [threads] */
    struct tempered *start;       /* [samplers][starts] */
    double *weight;               /* [starts] */
    size_t *ancestor;             /* [particles] */
    struct chain **active;        /* those that a sweep moves … */
    size_t active_count;          /* … and how many */
    struct sampler_progress told; /* so far */
};

/* What the random numbers of a sampler are for. */
enum sampler_purpose { PURPOSE_RESAMPLE, PURPOSE_ALL, PURPOSE_SOME, PURPOSE_LUCK };

/* The random numbers of one purpose in one sweep (or step, for resampling) of one particle. */
struct stream sampler_stream(const struct sampler *sampler, const struct chain *chain, enum sampler_purpose purpose,
                             size_t particle);

/* The mean and covariance of the particles. */
void portrait_take(const struct sampler *sampler, struct chain *chain);

/* One sweep of one particle; fills what was accepted. */
int sampler_sweep(struct sampler *sampler, unsigned worker, struct chain *chain, size_t particle, struct error *error);

/* The generation that a particle's luck gets in the sweep that is `ahead` after the present one. */
uint32_t sampler_generation(const struct sampler *sampler, const struct chain *chain, size_t particle, size_t ahead);

#endif
