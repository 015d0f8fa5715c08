/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk: the sites that are likeliest to miss a deadline which is still ahead, or to be last: how likely, when, what
 * they wait for, and which lever of the file helps them.
 *
 * Everything comes from the results file. Today is the scenario "baseline", or the first of the file where there is
 * none (and then no lever is held against it). Intervals of shares are 95 %, of the simulation only: from the spread of
 * the groups of replications that belong together (samplers, draws of a nested run), where there are any, else Wilson's
 * on the effective size; a share below 1 or above 99 % of groups has Wilson's on the least effective size of the
 * others, or on the number of groups (as results_judge.c has it). Gains are paired, course by course (gain.h); their
 * intervals hold for all levers and listed sites of a table at once.
 */
#ifndef FMKSIM_ANALYSIS_AT_RISK_H
#define FMKSIM_ANALYSIS_AT_RISK_H

#include "analysis/answers/ranking.h"
#include "analysis/results/results.h"
#include "analysis/statistics/gain.h"

#include <jansson.h>
#include <stdio.h>

enum { AT_RISK_SITES = 10, AT_RISK_QUANTILES = 5 };

struct at_risk_site {
    size_t site; /* index among the municipalities */
    double miss; /* share of the courses that are not in time; NaN: the table is of no deadline */
    double last; /* share in which it is the last, or not done within the horizon */
    struct interval miss_interval, last_interval;
    double date[AT_RISK_QUANTILES]; /* at results_quantiles, of the table's milestone: the midnight that ends the day;
                                       +inf: not within the horizon */
    /* What the sheet of a nowcast tells to be reached is not waited for. */
    int waits_for;      /* the milestone that it still has to reach in most courses; -1: none, all is done */
    double waits_share; /* … in so many of them */
    double *ahead;      /* [milestones], mean days from the day of the view, or from the milestone before,
                           to each; one beyond the horizon counts as the horizon */
    float *lost;        /* [causes], mean days of its whole path by cause; null: the file does not say */
    int cause;          /* the commonest of its path's greatest, in the courses in which it comes last */
    double cause_share; /* of these courses; there are fewer than ten: cause is -1 */
    struct gain *gain;  /* [levers] */
    int best;           /* the lever that surely helps, and most; -1: none does */
};

struct at_risk_table {
    int deadline; /* -1: none is ahead, and the sites are those that are likeliest to be last */
    int milestone;
    size_t count; /* listed, the likeliest first */
    struct at_risk_site *site;
};

struct at_risk {
    const struct results_spec *spec; /* the file's; the file must stay open */
    long view;                       /* day of the view; LONG_MIN: none */
    size_t today, lever_count;
    size_t *lever; /* scenarios of the kind `lever` beside today; none if they are too many or cannot be paired */
    size_t count;  /* tables: one for each deadline ahead that has a milestone, in the file's order, or one of none */
    struct at_risk_table *table;
    size_t asked; /* the table of which people are told: the deadline that is least certain today */
};

/* `chosen[scenario]`: as if the file held no others; null: all. A file without milestones has no tables. ERROR_FORMAT,
 * ERROR_MEMORY. at_risk_free() also after a failure. */
int at_risk_of(struct at_risk *risk, const struct results *results, const bool chosen[], struct error *error);
void at_risk_free(struct at_risk *risk);

/* The same as part of a pass that others share: begin, see every row of the scenario risk->today (results_walk(); none
 * if there are no walkers), end, which frees the work in any case. A work that does not come to its end is dropped. The
 * results and *risk must stay where they are until then. */
enum { AT_RISK_WALKERS = 1 };
struct at_risk_work; /* opaque */
int at_risk_begin(struct at_risk_work **out, struct at_risk *risk, const struct results *results, const bool chosen[],
                  struct error *error);
size_t at_risk_walkers(struct at_risk_work *work, struct results_walker walker[AT_RISK_WALKERS]);
int at_risk_end(struct at_risk_work *work, struct error *error);
void at_risk_drop(struct at_risk_work *work); /* null is allowed */

/* For people: the asked table, or that nobody is at risk. */
void at_risk_print(const struct at_risk *risk, FILE *file);

/* For people: whom each lever surely helps, of the table of a deadline (-1: of none); nothing if nobody. */
void at_risk_print_helped(const struct at_risk *risk, int deadline, FILE *file);

/* An array of all tables, of the asked one first. Null if memory ran out. */
json_t *at_risk_json(const struct at_risk *risk);

#endif
