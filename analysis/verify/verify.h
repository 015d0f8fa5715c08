/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify: the exact cases, recomputed on the user's own machine.
 *
 * Each case is a small model whose answer is known: queues, batches, networks, order statistics, diffusion, and one or
 * more for each rule of the model that has an exact answer (docs/verification.md). Models are configurations, compiled
 * and run as a user's are; only the procedures that judge replications (intervals, tests) are called by themselves.
 * Every quantity becomes a line: exact value, estimate, standard error, z, verdict.
 *
 * False alarms: with m stochastic lines, one is judged wrong if its two-sided p-value is below 0.001 / m (Bonferroni),
 * so a faultless program fails in at most 0.1 % of all runs, whatever the dependence between lines. p comes from
 * Student's t for means and from the binomial distribution for probabilities; z is the normal deviate with that p, so
 * that one critical |z| serves all lines.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_H
#define FMKSIM_ANALYSIS_VERIFY_H

#include "sim/error.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define VERIFY_FALSE_ALARM 0.001 /* a run of a faultless program that fails all the same */
#define VERIFY_TOLERANCE 1e-9    /* of exact lines, relative to max(1, |exact|) */
#define VERIFY_POWER 0.01        /* --full sees a deviation of this size at 4 standard errors */

enum verify_kind {
    VERIFY_EXACT,       /* must be equal */
    VERIFY_MEAN,        /* an expectation */
    VERIFY_PROBABILITY, /* an expectation in [0, 1] */
    VERIFY_SPREAD,      /* a variance, covariance, …, or coverage: no power is promised */
    VERIFY_ABSENT       /* the program does not have the procedure */
};

enum verify_verdict { VERIFY_PASSED, VERIFY_FAILED, VERIFY_NOT_OFFERED };

struct verify_line {
    char name[8];      /* of the case, "V01" */
    char quantity[80]; /* with the model's variant in front; of an absent one: why */
    enum verify_kind kind;
    double exact, estimate;
    double error; /* standard error; 0 of exact lines */
    double z;     /* 0 of exact lines that hold, +-inf of others */
    enum verify_verdict verdict;
};

struct verify_report {
    struct verify_line *lines;
    size_t count, room;
    uint64_t seed;
    bool full;
    size_t stochastic, failed, absent;
    size_t unseen;   /* means, and probabilities from 0.05 to 0.95, in which a 1 % bug could hide: 4 errors > 1 % */
    double critical; /* |z| beyond which a line fails */
};

struct verify_options {
    uint64_t seed;
    unsigned threads;
    bool full;
    const char *only;       /* a case, "V10", or null: all. The critical |z| is then of its lines alone */
    const atomic_int *stop; /* may be null */
    /* Told before each group of cases; may be null. */
    void (*progress)(void *context, size_t group, size_t groups, const char *name);
    void *context;
};

/* Runs the cases; the lines depend on (seed, full) only. ERROR_USAGE if there is no such case, ERROR_MEMORY,
 * ERROR_INTERRUPTED. A line that fails is no error of the function. verify_free also after a failure. */
int verify_run(struct verify_report *report, const struct verify_options *options, struct error *error);
void verify_free(struct verify_report *report);

void verify_print(const struct verify_report *report, FILE *file);

/* The document of `fmksim verify --json`; the caller decrefs it. Null if memory ran out. */
json_t *verify_json(const struct verify_report *report);

#endif
