/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study: replications of one or more scenarios of a configuration, from the question to the results file.
 *
 * Every finished replication goes at once to a journal beside the output; when all are there, the journal is turned
 * into the results file in the order of scenario and replication, and removed. A study's records depend on
 * (configuration, scenarios, seed, replications, version) only: not on threads, order, interruptions or shards.
 * A shard of a study is a range of its replications, of every scenario.
 * One thread uses a study; it starts workers of its own.
 */
#ifndef FMKSIM_ANALYSIS_STUDY_H
#define FMKSIM_ANALYSIS_STUDY_H

#include "models/outcome.h"
#include "models/rollout.h"
#include "models/scenario.h"
#include "sim/error.h"
#include "sim/journal.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct study_run;

/* Replications that are not those of the seed, but a sample of what is possible given the observations. */
struct study_sample {
    const char *method; /* all that decides the sample beside the configuration, the seed and the observations */
    size_t groups;      /* one after the other, as many rows each; they share nothing and weigh the same */
    /* Once, before the first row, while the journal of that layout is held: what takes long is kept beside it. */
    int (*prepare)(void *context, const struct study_run *run, const struct journal_layout *layout,
                   struct error *error);
    /* Before the rows of a scenario, which acts from a day on (LONG_MAX: the baseline, which never does); then the luck
     * of each, by workers 0 … threads - 1, valid until the worker's next. */
    int (*begin)(void *context, const struct programme *programme, long acts, unsigned threads, struct error *error);
    struct luck (*luck)(void *context, unsigned worker, size_t row);
    double (*weight)(const void *context, size_t row);
    bool sites; /* the file tells of each site alone: fans of the rows by weight, and days by cause */
    const char *(*told)(const void *context);  /* how the sampling went, for the file; "" before it has */
    const char *(*pasts)(const void *context); /* some rows' luck, packed for the page; "" before there is any */
    int (*finish)(void *context, const struct study_run *run, struct error *error); /* what was kept is not needed */
    void *context;
};

/* What the replications are weighed by when the file is written: a nowcast's observations. The first scenario must be
 * the baseline; all others have its weights. */
struct study_condition {
    const char *as_of, *observations;  /* told in the file, and compared when a finished one is met again */
    const char *path;                  /* where the observations were read, for the canonical command */
    const char *sheet;                 /* the same of a monitoring sheet; null: none */
    const char *rows;                  /* what is known of it, as CSV, for the file; null: nothing */
    const char *arguments;             /* more of the canonical command; "": none */
    bool weighs;                       /* false: nothing is known, so that all weigh 1 */
    const struct study_sample *sample; /* null: replications of the prior, weighed */
    /* The log likelihood of a replication's record, -inf included; pure. */
    double (*log_likelihood)(const void *context, const struct outcome_layout *layout, const void *record);
    const void *context;
};

/* The sizes of `fmksim staff` as scenarios: a sweep laid over the configuration. */
struct study_sweep {
    struct sweep sweep;
    double target; /* for the canonical command */
};

/* All strings are the caller's and outlive the study. */
struct study_options {
    const char *configuration; /* path */
    const char *const *sets;   /* PATH=VALUE, applied before the scenarios' own */
    size_t set_count;
    const char *const *scenarios; /* names; none: the configuration as it is; "all": that and every scenario */
    size_t scenario_count;
    const char *from; /* the day from which levers act that say none; null: from the epoch */
    uint64_t seed;
    size_t replications;  /* of each scenario, 1 to 10^8 */
    size_t inner;         /* replications that share one draw of the parameters; 1: none */
    size_t shard, shards; /* the shard-th of shards parts, from 1; 0 of 0: the whole */
    /* Above 0: replications are added until every deadline's probability in `reading` (READINGS: in each) is known to
     * +- precision with 95 % confidence, whenever that is; `replications` is the most. Not with shards. */
    double precision;
    int precision_reading;
    const struct study_sweep *sweep;         /* its points are the scenarios; null: none. Not with scenarios */
    const struct study_condition *condition; /* null: none. Not with shards or a precision */
};

struct study; /* opaque */

/* Reads and checks the configuration and every scenario asked for. All faults at once, or an error of another kind. */
int study_open(struct study **out, const struct study_options *options, struct faults *faults, struct error *error);
void study_close(struct study *study); /* null is allowed */

/* Asks about every scenario but the baseline, with its programme and the day from which it acts, until an answer is not
 * 0, which is returned. */
int study_ask(const struct study *study,
              int (*about)(void *context, const struct scenario *scenario, const struct programme *programme, long acts,
                           struct error *error),
              void *context, struct error *error);

/* The scenarios and sweeps that options.from could not date, "a, b"; "" if it could all. */
const char *study_undated(const struct study *study);

enum study_phase { STUDY_SIMULATES, STUDY_FANS, STUDY_WRITES };

struct study_run {
    const char *output; /* path of the results file; its journal is beside it: output + ".journal" */
    unsigned threads;
    bool resume;            /* go on with a journal, or accept a finished output of the same study */
    bool force;             /* replace an existing output, drop an existing journal */
    const atomic_int *stop; /* non-zero: stop; may be null */
    /* Told about ten times a second from the caller's thread; may be null. `done` of `total` in this phase, `known` of
     * them from the journal. */
    void (*progress)(void *context, enum study_phase phase, size_t done, size_t total, size_t known);
    void *context;
};

/* Runs what is missing and writes the file. ERROR_USAGE (exit 2) if the output or a journal is in the way;
 * ERROR_INTERRUPTED leaves the journal. With a condition: weights have the mean 1, and ERROR_UNTRUSTED tells that none
 * of the replications fits it; nothing is left behind then. */
int study_run(struct study *study, const struct study_run *run, struct error *error);

/* Joins the shards that `run --shard` wrote, in any order, into the file that the whole study would have given, byte
 * for byte (`created` is the earliest of theirs). Of `run` everything but `resume` counts. Needs neither configuration
 * nor journal. Told as faults, all at once, with the shard's path: what is no shard, is of another study (and in
 * what), is there twice, and which replications are missing. ERROR_FORMAT: a broken shard; ERROR_USAGE: the output is
 * in the way; ERROR_INTERRUPTED leaves nothing behind. */
int study_merge(const char *const paths[], size_t count, const struct study_run *run, struct faults *faults,
                struct error *error);

/* Whether the last study_run found everything done already. */
bool study_was_done(const struct study *study);

/* Replications of each scenario that the last study_run has written, and, if a precision was asked for, the widest half
 * width that is left (at the level that sequential looks allow) and whether it is narrow enough. */
size_t study_replications(const struct study *study);
bool study_is_precise(const struct study *study, double *half_width);

size_t study_records(const struct study *study); /* replications x scenarios of this part */

#endif
