/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_parts: what the groups of exact cases share; nobody else includes it.
 *
 * Each takes only from those before it: verify_lines, verify_observe, verify_programme, verify_moments, verify_markov,
 * verify_known, the groups, verify.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_PARTS_H
#define FMKSIM_ANALYSIS_VERIFY_PARTS_H

#include "analysis/verify/verify.h"
#include "models/rollout.h"
#include "sim/tally.h"

struct verify {
    struct verify_report *report;
    const struct verify_options *options;
    struct error *error;
    int status; /* 0 until something could not be run */
};

/* Something could not be done: the first such error is the run's. Returns -1. */
int verify_refuse(struct verify *verify, enum error_code code, const char *text);

/* ---- lines. Each adds one to the report; quantity is formatted by the caller's `%`s ---- */

/* Equal to 1e-9. */
void verify_exact(struct verify *verify, const char *name, double exact, double estimate, const char *quantity, ...)
    __attribute__((format(printf, 5, 6)));

/* The mean of independent observations with expectation `exact`. */
void verify_mean(struct verify *verify, const char *name, double exact, const struct tally *tally, const char *quantity,
                 ...) __attribute__((format(printf, 5, 6)));

/* A share of independent hits: the tally's observations are 0 or 1. */
void verify_probability(struct verify *verify, const char *name, double exact, const struct tally *tally,
                        const char *quantity, ...) __attribute__((format(printf, 5, 6)));

/* The same without a promise of power: the coverage of an interval. */
void verify_coverage(struct verify *verify, const char *name, double exact, const struct tally *tally,
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

void verify_absent(struct verify *verify, const char *name, const char *reason, ...)
    __attribute__((format(printf, 3, 4)));

/* ---- replications ---- */

enum { VERIFY_WIDTH = 256 }; /* values of one observation at most */

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

/* ---- programmes, run through their configuration ---- */

/* What an observer of `fmksim trace` sees of a site's dealings with the corps. */
struct verify_support {
    double asked, came, alone, freed; /* the last time that it asked, got one, went alone, let one go; NaN: never */
    int first, consultant;            /* the first and the last one that it got; NOBODY: none */
};

/* What a replication says: its outcome record, and, of programmes that are watched, what `fmksim trace` tells. */
struct verify_outcome {
    const struct programme *programme;
    const struct rollout *rollout;
    const float *dates;      /* [sites][milestones] */
    const float *national;   /* [milestones] */
    const int32_t *cards;    /* [weeks] */
    const int16_t *vendor;   /* [sites] */
    const uint8_t *critical; /* [activities] */
    const float *cause;      /* [causes], days a site */
    /* [resources] */
    const float *utilisation, *wait, *idle;
    const int16_t *longest;
    /* Watched: [sites][nodes], node 0 being the start, then the activities and the milestones in the configuration's
     * order. Begin: NaN unless work or a wait began; end: NaN unless done or skipped. */
    const double *begin, *end;
    const struct verify_support *support; /* [sites] */
};

static inline double verify_begin(const struct verify_outcome *outcome, size_t site, size_t node)
{
    return outcome->begin[site * outcome->programme->nodes + node];
}

static inline double verify_end(const struct verify_outcome *outcome, size_t site, size_t node)
{
    return outcome->end[site * outcome->programme->nodes + node];
}

/* An observation is made of a block of replications: `read` sees one after the other and adds to the observation's
 * values, zero at first; `close` (may be null) then makes the observation of them. */
struct verify_programme {
    const char *name;  /* begins with its case's */
    const char *text;  /* the configuration */
    const char *sites; /* the sites' file, which sites.file will name; null: none */
    bool watch;        /* begins, ends and support are wanted */
    size_t observations, width;
    size_t block; /* replications of an observation; 0: 1 */
    size_t inner; /* replications in a row that share their parameters; 0: 1 */
    void (*read)(const struct verify_outcome *outcome, size_t index, const void *context, double values[]);
    void (*close)(const void *context, double values[]);
    const void *context;
};

/* Compiles it. 0, or -1 and verify->status is set; programme_free() after success. */
int verify_compile(struct verify *verify, const struct verify_programme *of, struct programme *programme);

/* Compiles the configuration and tallies the observations. -1: verify->status is set, or another case alone is wanted.
 */
int verify_simulate(struct verify *verify, const struct verify_programme *programme, struct tally tallies[]);

/* A month in the configurations is 30 days on a calendar without rest. */
enum { MONTH = 30 };

#define RESTLESS "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"

/* ---- cases that are lists of instants ---- */

enum moment_kind {
    MOMENT_ALWAYS, /* equals `exact` in every replication */
    MOMENT_MEAN,   /* has the expectation `exact` */
    MOMENT_BY,     /* is at most `limit` with the probability `exact`; what never comes is not */
    MOMENT_SPREAD, /* has the variance `exact` around its expectation `limit` */
};

enum moment_of {
    OF_BEGIN,
    OF_END,
    OF_SPAN, /* from begin to end */
    OF_CAME, /* the site's last consultant */
    OF_ALONE,
    OF_FIRST,      /* number of the site's first consultant */
    OF_CONSULTANT, /* of its last */
    OF_CARDS,      /* national, of the week with the index `site` */
    OF_CAUSE,      /* days a site, of the cause with the index `site`, to 4 digits behind the point */
    OF_EXPECTED,   /* cards of the site */
    OF_VENDOR
};

struct moment {
    enum moment_kind kind;
    enum moment_of of;
    size_t site;
    const char *node; /* its name, where one is meant */
    double exact, limit;
    const char *quantity;
};

/* One line a moment. Of the programme are wanted: name, text, sites, observations (0: 1). */
void verify_moments(struct verify *verify, const struct verify_programme *programme, const struct moment list[],
                    size_t count);

#define MOMENTS(list) (list), sizeof(list) / sizeof *(list)

/* ---- the groups ---- */

void verify_queues(struct verify *verify);     /* V01 to V06 */
void verify_pools(struct verify *verify);      /* V07, V08 */
void verify_batches(struct verify *verify);    /* V09, V10 */
void verify_networks(struct verify *verify);   /* V11, V12 */
void verify_uptake(struct verify *verify);     /* V13, V14 */
void verify_statistics(struct verify *verify); /* V15 to V18 */
void verify_projects(struct verify *verify);   /* V19 to V25 */
void verify_vendors(struct verify *verify);    /* V26 to V28 */
void verify_corps(struct verify *verify);      /* V29, V30 */
void verify_shared(struct verify *verify);     /* V31 to V34 */
void verify_forms(struct verify *verify);      /* V35 */
void verify_nowcasts(struct verify *verify);   /* V36, V37 */

#endif
