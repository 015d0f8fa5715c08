/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench: how fast the program is on this machine.
 *
 * All measurements are repeated in turn, round after round, and told as medians, so that a machine that is busy or
 * changes its clock hits all of them alike; ratios are formed within a round. The figures of one run may be compared
 * with each other; those of two runs only if the machine was idle in both. What one thread does is measured by the
 * processor time it had, what several do by the clock on the wall.
 */
#ifndef FMKSIM_ANALYSIS_BENCH_H
#define FMKSIM_ANALYSIS_BENCH_H

#include "models/document.h"
#include "sim/error.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum { BENCH_ROUNDS = 5 }; /* at least */

struct bench_figure {
    char name[48];
    char unit[32];
    double median, low, high; /* quartiles over the rounds */
    const char *meaning;      /* static */
};

struct bench_report {
    struct bench_figure *figures;
    size_t count, room;
    size_t rounds;
    unsigned threads;
    double seconds; /* that it took */
};

/* A study from the question to the file, in processor seconds of all its threads. */
struct bench_study {
    size_t replications;
    double simulated; /* a replication, with its journal and what the fans keep of it */
    double written;   /* a replication's row in the file */
    double ended;     /* once: the fans' quantiles, and the file made safe */
};

enum { BENCH_STUDY = 1000 }; /* replications, those that the fans of any study are of */

struct bench_options {
    double seconds; /* wanted: rounds are begun until they are over, BENCH_ROUNDS at least */
    unsigned threads;
    uint64_t seed;
    const struct document *document; /* as read, not checked; null: the engine's figures alone */
    const atomic_int *stop;          /* may be null */
    /* Told before each round; may be null. */
    void (*progress)(void *context, size_t round, double seconds);
    /* Runs a study of BENCH_STUDY replications of the configuration and throws its file away; null: is not measured. */
    int (*study)(void *context, struct bench_study *study, struct error *error);
    void *context;
};

/* Measures. -1: ERROR_MEMORY, ERROR_INTERRUPTED, or ERROR_CONFIG with the faults added. bench_free also then. */
int bench_run(struct bench_report *report, const struct bench_options *options, struct faults *faults,
              struct error *error);
void bench_free(struct bench_report *report);

void bench_print(const struct bench_report *report, FILE *file);

/* The document of `fmksim bench --json`; the caller decrefs it. Null if memory ran out. */
json_t *bench_json(const struct bench_report *report);

#endif
