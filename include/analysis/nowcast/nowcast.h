/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast: the forecast given what was known at the end of a day.
 *
 * Replications are simulated as by `run`, from the same seed, and each weighs its likelihood (likelihood.h) under the
 * observations that were known by then (importance weights with the prior as proposal). The results file holds
 * the weights; where no observation can be used, every weight is 1 and all else is what `run` writes.
 * One thread uses a nowcast; it starts workers of its own.
 */
#ifndef FMKSIM_ANALYSIS_NOWCAST_H
#define FMKSIM_ANALYSIS_NOWCAST_H

#include "analysis/nowcast/monitor.h"
#include "analysis/nowcast/observation.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/results/results.h"
#include "analysis/study/study.h"

#include <jansson.h>

enum nowcast_method {
    NOWCAST_SAMPLERS, /* samplers from prior to posterior (posterior.h) */
    NOWCAST_WEIGHTS   /* replications of the prior, weighed by their likelihood */
};

struct nowcast_options {
    const char *configuration; /* path */
    const char *const *sets;   /* PATH=VALUE */
    size_t set_count;
    const char *observations; /* path; null: none */
    const char *sheet;        /* path of a monitoring sheet; null: none */
    double date_error;        /* of the sheet's days: scale of Student's distribution (monitor_track.h), days */
    long as_of;               /* the day, 0 = 1970-01-01 */
    uint64_t seed;
    size_t replications;          /* of each scenario; samplers make no more than so many, as many for each */
    const char *const *scenarios; /* names or patterns, beside the baseline */
    size_t scenario_count;
    const char *from; /* the day from which levers act that say none; null: from the epoch */
    enum nowcast_method method;
    size_t samplers, futures;        /* for each form of the uptake; of each particle */
    size_t starts, sweeps, settling; /* starts for a particle; sweeps after each step; more of them at the end */
    unsigned threads;                /* while answering */
    void (*fitting)(void *context, const struct posterior_progress *progress); /* while samplers run; may be null */
    void *context;
};
void nowcast_defaults(struct nowcast_options *options); /* how samplers are run */

struct nowcast; /* opaque */

/* Reads and checks the configuration and the observations; all faults at once. `options` and what it points to must
 * outlive the nowcast. */
int nowcast_open(struct nowcast **out, const struct nowcast_options *options, struct faults *faults,
                 struct error *error);
/* The scenarios that options.from could not date, as study_undated(); "" if it could all. */
const char *nowcast_undated(const struct nowcast *nowcast);
void nowcast_close(struct nowcast *nowcast); /* null is allowed */

/* Simulates and writes the file, as study_run() does. ERROR_UNTRUSTED: no replication fits what was observed. */
int nowcast_run(struct nowcast *nowcast, const struct study_run *run, struct error *error);

/* The file exists. What it can be trusted for, and what every observation says of it. */
enum { NOWCAST_QUANTILES = 3 };
extern const double nowcast_quantiles[NOWCAST_QUANTILES]; /* 0.05 0.5 0.95 */

struct nowcast_observation { /* NaN: replications do not yield it, or its dates are not known */
    double prior[NOWCAST_QUANTILES], posterior[NOWCAST_QUANTILES];
    /* A used row whose value lies within nine of ten of the courses that fit, or as far from them as its error has nine
     * of ten. Where not, the search has found no course that is as it was seen. */
    bool explained;
};

struct nowcast_parameter {
    double prior[NOWCAST_QUANTILES], posterior[NOWCAST_QUANTILES];
    double widened;                 /* factor, 1: none */
    double band[NOWCAST_QUANTILES]; /* what is told: the posterior's, wider by the factor about its median */
};

enum { NOWCAST_LEAST = 400 }; /* effective replications that an answer needs */

struct nowcast_answer {
    struct results *results; /* open */
    /* Independent replications that would tell as much: p (1 - p) / se^2 of the share of courses by a deadline or a
     * date that is told, in the reading where that is least, se being the error of the weighted mean or that of the
     * spread between samplers. Shares below 1 and above 99 % do not count for samplers; for plain weights they count as
     * (sum w)^2 / sum w^2, since few replications cannot tell 0 from 5 %. */
    double effective;
    char weakest[256];                        /* of what: "all 98 municipalities at M2, mid-2016" */
    char lost[160];                           /* samplers that have found nothing where others have; "": none */
    bool trusted;                             /* effective >= NOWCAST_LEAST, and none is lost */
    struct nowcast_observation *observations; /* [observations], in the file's order */
    struct nowcast_parameter *parameters;     /* [parameters of the results] */
};

/* ERROR_IO, ERROR_FORMAT, ERROR_MEMORY. nowcast_answer_free() also after a failure. */
int nowcast_answer(struct nowcast_answer *answer, const struct nowcast *nowcast, const char *path, struct error *error);
void nowcast_answer_free(struct nowcast_answer *answer);

const struct observations *nowcast_observations(const struct nowcast *nowcast);
const struct programme *nowcast_programme(const struct nowcast *nowcast);
long nowcast_as_of(const struct nowcast *nowcast);

/* For people: what each observation did. The file's own summary stands beside it. */
void nowcast_print(const struct nowcast_answer *answer, const struct nowcast *nowcast, FILE *file);

/* Adds what `nowcast --json` has beside the summary to its document. -1 if memory ran out. */
int nowcast_json(const struct nowcast_answer *answer, const struct nowcast *nowcast, json_t *document);

#endif
