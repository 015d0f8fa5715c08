/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_parts: a nowcast's insides, shared by the files that open, sample and answer it; nobody else includes it.
 *
 * Each takes only from those before it: nowcast_packed, nowcast_sample, nowcast_bands, nowcast_sheet, nowcast, pasts,
 * nowcast_values, nowcast_prior, nowcast_answer, nowcast_sampling, nowcast_tell, backtest.
 */
#ifndef FMKSIM_ANALYSIS_NOWCAST_PARTS_H
#define FMKSIM_ANALYSIS_NOWCAST_PARTS_H

#include "analysis/nowcast/nowcast.h"
#include "analysis/nowcast/posterior.h"
#include "models/outcome.h"
#include "sim/date.h"

/* In what the samplers went through the line that tells the share of the courses in which sites began before their time
 * (models/hindsight.h), and how many sites of a course did. */
#define NOWCAST_AHEAD "ahead,"

/* The samplers of a nowcast, as a study wants them. */
struct nowcast_sample {
    const struct nowcast_options *options;
    struct posterior *posterior;
    struct study_sample study; /* its context is this */
    char method[200], arguments[64];
    bool sheet;  /* a monitoring sheet is used */
    char *told;  /* what they went through, as CSV; null before */
    char *pasts; /* for the page; null before */
    const struct programme *programme;
    double known;                /* instant that ends the as-of day */
    struct posterior_lot **lots; /* [threads] */
    unsigned threads;
};

/* Programme and observations are the nowcast's, compiled and judged. Closed in any case. */
int nowcast_sample_open(struct nowcast_sample *sample, const struct nowcast_options *options,
                        const struct programme *programme, const struct observations *observations,
                        const struct monitor_track *track, struct error *error);
void nowcast_sample_close(struct nowcast_sample *sample);

/* Some rows of a posterior, packed for the page, for the caller to free (nowcast_packed.c has the form); null with
 * ERROR_MEMORY. `known`: the instant that ends the as-of day. */
char *nowcast_packed(const struct posterior *posterior, const struct programme *programme, size_t groups, double known,
                     struct error *error);

struct nowcast {
    const struct nowcast_options *options;
    const char **sets; /* those of the options, and the day of the view */
    size_t set_count;
    const char **scenarios; /* the baseline, and those of the options */
    size_t scenario_count;  /* 0: the baseline alone */
    char view[DATE_TEXT + 8];
    struct programme programme;
    struct observations observations;
    struct monitor monitor;
    struct monitor_track track; /* no rows: there is no sheet, or nothing in it is known */
    struct study_condition condition;
    struct nowcast_sample sample; /* posterior null: plain weights */
    char as_of[DATE_TEXT];
    char *used;       /* the rows that weigh, as CSV */
    char *sheet_rows; /* those of the sheet that are known, as CSV; null: none */
    struct study *study;
};

/* ---- the monitoring sheet ---- */

/* Reads it, if there is one, with faults; ERROR_USAGE if the programme or the method cannot carry it. */
int nowcast_sheet_open(struct nowcast *nowcast, struct faults *faults, struct error *error);
void nowcast_sheet_close(struct nowcast *nowcast);
const struct monitor_track *nowcast_track(const struct nowcast *nowcast); /* null: nothing is known by it */

/* ERROR_USAGE if a scenario of the open study would change what the sheet holds, and what would have happened cannot be
 * told. */
int nowcast_sheet_refuse(struct nowcast *nowcast, struct error *error);

void nowcast_sheet_list(const struct nowcast *nowcast, FILE *file); /* a line for the list of what weighs */
/* The rows that are known, as CSV, for the caller to free; null if memory ran out. */
char *nowcast_sheet_rows(const struct nowcast *nowcast);
void nowcast_sheet_print(const struct nowcast *nowcast, const struct results_spec *spec, FILE *file);
json_t *nowcast_sheet_json(const struct nowcast *nowcast, const struct results_spec *spec); /* null: no memory */

/* ---- what the bands of a nowcast on a sheet have been shown to hold ---- */

/* By how much the band of a parameter, by its path, is widened about its median, since it was too narrow. */
double nowcast_bands_factor(const char *path);
void nowcast_bands_print(const struct nowcast *nowcast, FILE *file); /* one line */
/* For each kind of quantity whether its bands hold what they should; all do if the sheet tells nothing. Null if memory
 * ran out. */
json_t *nowcast_bands_json(const struct nowcast *nowcast, bool told);

/* ---- what courses yield ---- */

enum { NOWCAST_DAYS = 16 }; /* at which an interval of dates is looked at, at the most */

/* Whether the replications of a file yield a row, used or not. */
bool nowcast_yields(const struct observed *row);

/* Days at which it is looked at, and the k-th of them; the last one is the row's last. */
size_t nowcast_days(const struct observed *row);
long nowcast_day(const struct observed *row, size_t k, size_t days);

/* What they yield: values[replications][days]. ERROR_FORMAT, ERROR_MEMORY. */
int nowcast_values(const struct results *results, const struct programme *programme, const struct observed *row,
                   double values[], struct error *error);

/* ---- courses of the prior, to compare with ---- */

enum { NOWCAST_PRIORS = 1000 }; /* courses */

struct nowcast_prior {
    const struct nowcast *nowcast;
    struct outcome_layout layout;
    unsigned char *records; /* [NOWCAST_PRIORS][layout.size] */
};

/* Runs the first replications of the seed. nowcast_prior_free() in any case. */
int nowcast_prior_run(struct nowcast_prior *prior, const struct nowcast *nowcast, struct error *error);
void nowcast_prior_free(struct nowcast_prior *prior);

/* What they yield for a row. */
int nowcast_prior_quantiles(const struct nowcast_prior *prior, const struct observed *row, size_t days,
                            double out[NOWCAST_QUANTILES], struct error *error);

/* ---- how the samplers went ---- */

enum { NOWCAST_SAMPLERS_MOST = 1000 };

struct nowcast_form {
    int form; /* enum uptake_form; NOBODY: it is not drawn */
    char name[32];
    size_t samplers, lost;          /* lost: of them, those that have found no course */
    double prior, posterior, error; /* of the form; of the posterior's */
    double mean, deviation;         /* of the samplers' log evidence, without the lost ones */
    double log_evidence[NOWCAST_SAMPLERS_MOST];
    size_t steps;
    double beta[SAMPLER_STEPS_MOST]; /* of the first sampler */
    double accepted[SAMPLER_MOVES];  /* at the end, mean over the samplers but the lost ones */
    uint64_t ancestors;              /* the least */
};

struct nowcast_sampling {
    size_t forms;
    struct nowcast_form form[UPTAKE_FORMS];
    uint64_t courses; /* simulated to the as-of date */
};

/* False: the file does not say. */
bool nowcast_sampling_of(struct nowcast_sampling *sampling, const struct results_spec *spec,
                         const struct programme *programme);
/* A form that some samplers have lost though it matters, weighing a hundredth or more in the others; null: none. What
 * such samplers say has no error that their spread could tell. */
const struct nowcast_form *nowcast_form_lost(const struct nowcast_sampling *sampling);
double nowcast_form_prior(const struct programme *programme, int form);

#endif
