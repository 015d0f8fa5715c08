/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_parts: what the benchmark's files share; nobody else includes it.
 *
 * Each takes only from those before it: bench_figures, bench_floor, bench_scale and bench_journal, bench_line,
 * bench_engine and bench_rollout, bench.
 */
#ifndef FMKSIM_ANALYSIS_BENCH_PARTS_H
#define FMKSIM_ANALYSIS_BENCH_PARTS_H

#include "analysis/bench/bench.h"
#include "models/rollout.h"

/* Something that is measured in every round. */
struct bench_case {
    void *state;
    int (*measure)(void *state, double *seconds, struct error *error); /* seconds for one unit of work */
    void (*release)(void *state);
    double *sample; /* [rounds] */
    size_t room;
};

enum { BENCH_CASES = 48 };

struct bench {
    const struct bench_options *options;
    struct bench_report *report;
    struct bench_case cases[BENCH_CASES];
    size_t count, rounds;
};

double bench_now(void);    /* seconds of a clock that only goes forward */
double bench_worked(void); /* seconds of a processor that this thread has had: what others take does not count */

/* Adds a case and returns its place; it owns `state`. Null as state: out of memory, told as -1. */
int bench_add(struct bench *bench, void *state, int (*measure)(void *state, double *seconds, struct error *error),
              void (*release)(void *state));

/* Adds a figure: the median over the rounds of scale / sample, of scale x sample, or of scale x sample / other. */
void bench_rate(struct bench *bench, int of, double scale, const char *name, const char *unit, const char *meaning);
void bench_cost(struct bench *bench, int of, double scale, const char *name, const char *unit, const char *meaning);
void bench_ratio(struct bench *bench, int of, int over, double scale, const char *name, const char *meaning);
void bench_value(struct bench *bench, double value, const char *name, const char *unit, const char *meaning);
double bench_median(const struct bench *bench, int of); /* of a case's samples */

/* ---- bench_journal.c ---- */

/* The place of a case that keeps records of that size in a file below TMPDIR; below 0: ERROR_MEMORY, ERROR_IO. */
int bench_journal_add(struct bench *bench, size_t record_size, struct error *error);

/* ---- bench_line.c ---- */

int bench_line_add(struct bench *bench, struct error *error); /* the case's place; below 0: out of memory */

/* ---- bench_engine.c ---- */

struct bench_engine {
    int hold, line, station, first_draw;
};
int bench_engine_add(struct bench *bench, struct bench_engine *engine, struct error *error);
void bench_engine_tell(struct bench *bench, const struct bench_engine *engine);

/* ---- bench_rollout.c ---- */

enum { BENCH_SCALES = 3, BENCH_VARIANTS = 4 }; /* 1, 10 and 100 times the sites; of the weekly draws, at most */

struct bench_rollout {
    struct programme programme[BENCH_SCALES];
    struct document document[BENCH_SCALES];
    size_t scales;                                    /* held */
    int one, alone, all, least, scaled[BENCH_SCALES]; /* alone: as `all`, with one thread */
    int journal;                                      /* a record of `one` */
    int variant[BENCH_VARIANTS], kept;                /* `one` by each variant; with every site's weeks kept */
    const char *variant_name[BENCH_VARIANTS];
    size_t variants;
    double site_weeks, events, draws; /* a replication */
};
int bench_rollout_add(struct bench *bench, struct bench_rollout *rollout, struct faults *faults, struct error *error);
void bench_rollout_tell(struct bench *bench, const struct bench_rollout *rollout);
/* A whole study is run once, unless that would take long, and told. */
int bench_rollout_study(struct bench *bench, const struct bench_rollout *rollout, struct error *error);
void bench_rollout_free(struct bench_rollout *rollout); /* after the cases have been released */

/* ---- bench_floor.c: the draws of some replications, and nothing else ---- */

struct bench_floor;

/* Records the draws of replications 0 … count - 1. */
int bench_floor_new(struct bench_floor **made, const struct programme *programme, uint64_t seed, size_t count,
                    struct error *error);
void bench_floor_free(void *state);
int bench_floor_measure(void *state, double *seconds, struct error *error); /* a bench_case's measure */
double bench_floor_draws(const struct bench_floor *floor);                  /* a replication */

/* ---- bench_scale.c ---- */

/* Multiplies sites and all that serves them, so that the load of each resource stays the same. */
int bench_scale(struct document *copy, const struct document *document, long factor, struct faults *faults);

#endif
