/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary: what a results file says, in a few tables; made from the file alone.
 *
 * Instants are days since the epoch, +inf for "not reached within the horizon", NaN for "there is nothing to say".
 * Replications weigh what the file's `weight` says; those of a nested run must weigh the same (ERROR_USAGE). Quantiles
 * and intervals are those of analysis/estimate.h.
 */
#ifndef FMKSIM_ANALYSIS_SUMMARY_H
#define FMKSIM_ANALYSIS_SUMMARY_H

#include "analysis/answers/amount.h"
#include "analysis/answers/at_risk.h"
#include "analysis/answers/ranking.h"
#include "analysis/answers/split.h"
#include "analysis/results/results.h"
#include "analysis/statistics/estimate.h"

#include <jansson.h>
#include <stdio.h>

enum { SUMMARY_DATES = 4 };                       /* quantiles of dates */
extern const double summary_dates[SUMMARY_DATES]; /* 0.1 0.5 0.8 0.9 */

/* Whether a deadline is kept, in one reading. */
struct summary_deadline {
    size_t deadline; /* index in the spec */
    enum results_reading reading;
    double probability;
    struct interval interval; /* Wilson, 95 % */
};

/* When a milestone is reached, in one reading. */
struct summary_milestone {
    int milestone; /* index, -1 for the reading of cards */
    enum results_reading reading;
    double date[SUMMARY_DATES];
    struct interval interval[SUMMARY_DATES]; /* 95 %, order statistics; -inf, +inf where replications are too few */
    double not_reached;                      /* share */
};

struct summary_done { /* municipalities in time, per deadline with a milestone */
    size_t deadline;
    double q10, q50, q90;
};

struct summary_resource { /* means over the replications that have a value, else NaN */
    double utilisation, wait_mean_days, queue_max_mean, idle_days;
};

struct summary_cause {
    double last_site_share; /* of the replications in which the last municipality arrived; NaN if in none */
    double mean_days;
};

struct summary_amount { /* what a course has lost or cost */
    bool told;          /* else there is nothing to say, and the rest is NaN */
    double mean, q10, q50, q90;
};

struct summary_joint { /* a deadline, in one reading, and a budget */
    size_t deadline;
    enum results_reading reading;
    double on_time, within, both;
    struct interval interval; /* of both: Wilson, 95 % */
};

struct summary_scenario {
    double effective; /* replications, as many as equally weighted ones would be worth */
    double fitting;   /* replications that weigh anything */
    size_t deadline_count, milestone_count, done_count;
    struct summary_deadline *deadlines;
    struct summary_milestone *milestones;
    struct summary_done *done;
    double *cards;                      /* [week][RESULTS_QUANTILES] */
    struct summary_resource *resources; /* [resource] */
    struct summary_cause *causes;       /* [cause] */
    struct summary_amount amount[AMOUNTS];
    struct summary_joint *joint; /* as the deadlines, if summary_budget() made it */
    size_t joint_count;
    struct split split;                /* of a nested run; count = 0 otherwise */
    double *last_vendor, *last_region; /* [vendor], [region]: share of the last municipalities that are theirs */
};

struct summary {
    struct results *results;            /* open: the spec that the indices point into */
    const struct results_spec *spec;    /* the file's; of some scenarios only: as if it held no others */
    long view;                          /* day of the view (analysis/results/view.h) */
    double budget;                      /* that summary_budget() was asked about */
    struct summary_scenario *scenarios; /* [scenario] */
    struct at_risk risk;                /* if summary_risk() found it; else its spec is null */
    struct ranking ranking;             /* of many scenarios, if summary_rank() made it; else its spec is null */
    struct summary_some *some;
    struct at_risk pending; /* what the pass over the file has counted for summary_risk(), and the work on it */
    struct at_risk_work *at_risk;
};

/* Reads and summarises a results file. ERROR_IO, ERROR_FORMAT, ERROR_MEMORY. summary_free also after a failure. */
int summary_of(struct summary *summary, const char *path, struct error *error);

/* The same of some scenarios, by names or patterns (results_scenarios()). */
int summary_of_some(struct summary *summary, const char *path, const char *const patterns[], size_t count,
                    struct error *error);

/* Lets the summary begin with all its scenarios in one table, if they are many and can be ranked. ERROR_FORMAT,
 * ERROR_MEMORY. */
int summary_rank(struct summary *summary, const char *const patterns[], size_t count, struct error *error);

/* Adds the sites at risk. ERROR_FORMAT, ERROR_MEMORY. */
int summary_risk(struct summary *summary, struct error *error);

/* How likely deadlines are kept within a budget. ERROR_USAGE if nothing costs anything; ERROR_FORMAT, ERROR_MEMORY. */
int summary_budget(struct summary *summary, double budget, struct error *error);
void summary_free(struct summary *summary);

/* Whether any scenario has a trace of a resource or cause: what a programme lacks is not told. */
bool summary_has_resource(const struct summary *summary, size_t resource);
bool summary_has_cause(const struct summary *summary, size_t cause);

/* For people: English, no more digits than the simulation error allows. */
void summary_print(const struct summary *summary, FILE *file);

/* The short of it, as `run` ends: how likely the deadlines are, of the first scenarios. */
void summary_print_answer(const struct summary *summary, FILE *file);

/* The document of `fmksim summary --json`; the caller decrefs it. Null if memory ran out. */
json_t *summary_json(const struct summary *summary);

/* One file a table (RFC 4180, UTF-8) in a folder, which is made if it is missing: deadlines.csv,
 * municipalities_done.csv, milestones.csv, cards.csv, resources.csv, causes.csv, last.csv; ranking.csv, if there is
 * one. Existing ones are an error unless `force`. */
int summary_csv(const struct summary *summary, const char *folder, bool force, struct error *error);

/* "2015-12-31" of an instant, "" if it is not finite. */
enum { SUMMARY_DATE = 16 };
void summary_date(const struct results_spec *spec, double instant, char text[SUMMARY_DATE]);

#endif
