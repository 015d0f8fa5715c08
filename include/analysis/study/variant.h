/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variant: a configuration with some assignments, simulated in memory: what a decision procedure asks over and over.
 *
 * Replications of two variants with the same number share their luck. One thread uses a variant; it starts workers.
 */
#ifndef FMKSIM_ANALYSIS_VARIANT_H
#define FMKSIM_ANALYSIS_VARIANT_H

#include "analysis/results/reading.h"
#include "models/document.h"
#include "models/programme.h"
#include "models/rollout.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { VARIANT_DEADLINES = 20 }; /* that a trial's bits have room for */

/* One replication, boiled down. */
struct trial {
    uint64_t on_time;   /* bit deadline * READINGS + reading: done by the deadline in that reading */
    float date;         /* of the variant's question; +inf: not within the horizon */
    int16_t last_cause; /* index among the programme's causes, -1: not all are done */
};
bool trial_on_time(const struct trial *trial, size_t deadline, enum results_reading reading);

struct variant; /* opaque */

/* `base` is copied. Faults of the assignments and the configuration; more than VARIANT_DEADLINES deadlines are one. */
int variant_open(struct variant **opened, const struct document *base, const char *const assignments[], size_t count,
                 struct question question, struct faults *faults);
void variant_close(struct variant *variant); /* null is allowed */
const struct programme *variant_programme(const struct variant *variant);

/* The same programme, another question. */
void variant_ask(struct variant *variant, struct question question);

/* Replications that are not those of the seed, but go on from pasts that fit what was observed. */
struct variant_luck {
    /* Before replications of a programme; then the luck of each, by workers 0 … threads - 1, valid until the worker's
     * next and of the same replication the same for every programme. */
    int (*begin)(void *context, const struct programme *programme, unsigned threads, struct error *error);
    struct luck (*draw)(void *context, unsigned worker, uint64_t replication);
    void *context;
    size_t groups; /* replication i belongs to group i mod groups; groups share nothing */
};

struct variant_run {
    uint64_t seed, first; /* replications first … first + count - 1 */
    size_t count;
    unsigned threads;
    const atomic_int *stop;          /* may be null */
    size_t inner;                    /* so many in a row share one draw of the parameters; 0 or 1: none */
    float *cause_days;               /* [count][causes]: days lost to each, mean over the sites; null: not wanted */
    const struct variant_luck *luck; /* null: that of seed and replication. Not with inner */
};
int variant_simulate(struct variant *variant, const struct variant_run *run, struct trial trials[],
                     struct error *error);

#endif
