/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_parts: what the groups of exact cases share; nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_PARTS_H
#define FMKSIM_ANALYSIS_VERIFY_PARTS_H

#include "analysis/verify.h"
#include "models/rollout.h"
#include "sim/tally.h"

struct verify {
    struct verify_report *report;
    const struct verify_options *options;
    struct error *error;
    int status; /* 0 until something could not be run */
};

/* ---- lines. Each adds one to the report; quantity is formatted by the caller's `%`s ---- */

/* Equal to 1e-9. */
void verify_exact(struct verify *verify, const char *name, double exact, double estimate, const char *quantity, ...)
    __attribute__((format(printf, 5, 6)));

/* The mean of independent observations with expectation `exact`. */
void verify_mean(struct verify *verify, const char *name, double exact, const struct tally *tally,
                 const char *quantity, ...) __attribute__((format(printf, 5, 6)));

/* A share of independent hits: the tally's observations are 0 or 1. */
void verify_probability(struct verify *verify, const char *name, double exact, const struct tally *tally,
                        const char *quantity, ...) __attribute__((format(printf, 5, 6)));

/* A probability as the mean of independent observations that are shares themselves (of a replication's customers). */
void verify_share(struct verify *verify, const char *name, double exact, const struct tally *tally,
                  const char *quantity, ...) __attribute__((format(printf, 5, 6)));

/* A spread estimated without bias: observations of expectation `exact` (variance, covariance). */
void verify_spread(struct verify *verify, const char *name, double exact, const struct tally *tally,
                   const char *quantity, ...) __attribute__((format(printf, 5, 6)));

/* The same, told as its root: observations have expectation exact^2. */
void verify_deviation(struct verify *verify, const char *name, double exact, const struct tally *tally,
                      const char *quantity, ...) __attribute__((format(printf, 5, 6)));

void verify_absent(struct verify *verify, const char *name, const char *reason);

/* ---- replications ---- */

enum { VERIFY_WIDTH = 40 }; /* values of one observation at most */

struct verify_sample {
    const char *name;    /* keys the random numbers, beside the seed */
    size_t observations; /* independent */
    size_t width;        /* values of each */
    const void *context;
    void *(*worker)(const void *context, struct error *error); /* a worker's own state; null function: none */
    void (*release)(void *worker);
    /* One observation. */
    int (*observe)(const void *context, void *worker, uint64_t seed, uint64_t number, double values[],
                   struct error *error);
};

/* Tallies [width] of the values, the same for any number of threads. 0, or -1 and verify->status is set. */
int verify_observe(struct verify *verify, const struct verify_sample *sample, struct tally tallies[]);

/* By default `few`, with --full `many`. */
static inline size_t verify_size(const struct verify *verify, size_t few, size_t many)
{
    return verify->options->full ? many : few;
}

/* ---- programmes ---- */

enum { MONTH = 30 }; /* days, on a calendar without rest */

/* What a programme's replication says, read from its outcome record. */
struct verify_outcome {
    const struct programme *programme;
    size_t replications;    /* in an observation */
    const float *dates;     /* [sites][milestones] */
    const float *national;  /* [milestones] */
    const int32_t *cards;   /* [weeks] */
    const int16_t *vendor;  /* [sites] */
    const uint8_t *critical; /* [activities] */
};

struct verify_programme {
    const char *name;
    const char *text;                 /* the configuration; %-directives as printf has them are filled by the caller */
    size_t observations, width;
    uint64_t inner;                   /* replications that share their parameters; 0: 1 */
    const void *context;              /* passed through */
    /* One replication's values. */
    void (*read)(const struct verify_outcome *outcome, const void *context, double values[]);
};

/* Compiles the configuration and observes replications of it. */
int verify_simulate(struct verify *verify, const struct verify_programme *programme, struct tally tallies[]);

/* The same for blocks of replications: `read` is told them one by one, and `close` makes one observation of a block. */

/* Whole months of an instant. */
static inline double months_of(double days)
{
    return days / MONTH;
}

/* ---- the groups ---- */

void verify_queues(struct verify *verify);     /* V01 to V06 */
void verify_pools(struct verify *verify);      /* V07, V08 */
void verify_batches(struct verify *verify);    /* V09, V10 */
void verify_networks(struct verify *verify);   /* V11, V12 */
void verify_uptake(struct verify *verify);     /* V13, V14 */
void verify_statistics(struct verify *verify); /* V15 to V18 */

#endif
