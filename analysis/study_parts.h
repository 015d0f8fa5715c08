/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_parts: a study's insides, shared by the files that open, run and write it; nobody else includes it.
 */
#ifndef FMKSIM_ANALYSIS_STUDY_PARTS_H
#define FMKSIM_ANALYSIS_STUDY_PARTS_H

#include "analysis/results.h"
#include "analysis/study.h"
#include "models/rollout.h"
#include "models/scenario.h"
#include "sim/digest.h"
#include "sim/journal.h"

enum { FAN_REPLICATIONS = 1000, FAN_SCENARIOS = 10 };

struct study {
    struct study_options options;
    struct document document; /* the configuration with --set, as the baseline has it */
    struct scenarios known;
    const struct scenario **scenario; /* [scenarios], those asked for */
    size_t scenarios;
    struct programme baseline; /* shapes and names of everything */
    char **parameter;          /* [parameters], paths that are uncertain in any of the scenarios */
    size_t parameters;
    struct outcome_layout layout;
    size_t first, count; /* replications of each scenario in this part */
    char *configuration; /* canonical text */
    char hash[DIGEST_TEXT];
    unsigned char identity[DIGEST_BYTES];
    char replication_0[DIGEST_TEXT];
    bool was_done;
};

/* The programme of one of the study's scenarios, with the study's parameters. The document must be freed after it. */
int study_programme(const struct study *study, size_t scenario, struct programme *programme, struct document *document,
                    struct error *error);

struct luck study_luck(const struct study *study, size_t replication);

/* The spec of the results file; owned texts go with study_spec_free(). */
struct study_spec {
    struct results_spec spec;
    struct results_named *named[6];
    struct results_municipality *municipalities;
    struct results_deadline *deadlines;
    struct results_parameter *parameters;
    char *command, created[32];
};
int study_spec_init(struct study_spec *spec, const struct study *study, int64_t created, struct error *error);
void study_spec_free(struct study_spec *spec);

/* Quantiles of the first replications' cards, simulated anew; into fans->…, [quantile][entity][week], owned by the
 * caller's three arrays. */
int study_fans(const struct study *study, size_t scenario, const struct study_run *run, size_t replications,
               float *fan[FANS], struct error *error);

/* A rollout for each worker. */
int study_workers(struct rollout ***rollouts, const struct programme *programme, unsigned threads, bool keep_cards,
                  struct error *error);
void study_workers_free(struct rollout **rollouts, unsigned threads);

#endif
