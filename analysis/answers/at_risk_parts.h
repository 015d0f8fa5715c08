/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_parts: the insides of at_risk, shared by the files that make it; nobody else includes it.
 *
 * Each takes only from those before it: at_risk_count, at_risk_site, at_risk.
 */
#ifndef FMKSIM_ANALYSIS_AT_RISK_PARTS_H
#define FMKSIM_ANALYSIS_AT_RISK_PARTS_H

#include "analysis/answers/at_risk.h"
#include "analysis/results/told.h"

enum { AT_RISK_ROWS = 1024 }; /* replications read at once */

/* The work on one file. Sums are over replications, by weight; groups are of replications that belong together. */
struct at_risk_work {
    const struct results *results;
    const struct results_spec *spec;
    struct at_risk *out;
    size_t n, sites, milestones, alike, groups; /* groups = 1: replications are independent */
    double from;                                /* instant of the view's end; 0: none */
    double *weights;                            /* [n] */
    bool equal;                                 /* all weigh the same */
    double *group_weight;                       /* [groups] */
    double *miss;                               /* [tables][groups][sites] */
    double *last;                               /* [groups][sites] */
    double *behind;                  /* [tables][sites], weight of the courses that have it by the day of the view */
    double *late;                    /* [tables][sites], dates capped by the horizon */
    double *answer;                  /* [groups], to work in */
    float *lost;                     /* [sites][causes], days; null: the file does not say */
    int16_t *last_site, *last_cause; /* [n] */
    float *rows;                     /* [AT_RISK_ROWS][sites][milestones] */
    struct told told;                /* what a nowcast's sheet has of each site */
    struct error *error;
};

/* Zeroed; null with ERROR_MEMORY. The caller frees. */
void *at_risk_get(const struct at_risk_work *work, size_t count, size_t size);

/* The date by which a table's deadline is kept; +inf without one. */
double at_risk_limit(const struct at_risk_work *work, const struct at_risk_table *table);

/* Memory for the sums, and one pass over today's replications that fills them. */
int at_risk_count(struct at_risk_work *work);
void at_risk_count_free(struct at_risk_work *work);

/* A share with its interval, of sums [groups][sites]; `size` is the least effective size of the table's open shares. */
double at_risk_share(const struct at_risk_work *work, const double sums[], size_t site);
double at_risk_least_size(const struct at_risk_work *work, const double sums[]);
struct interval at_risk_interval(const struct at_risk_work *work, const double sums[], size_t site, double size);

/* Fills all that is told of the listed sites of some tables, but for their shares. */
int at_risk_sites(struct at_risk_work *work, size_t first, size_t tables);

#endif
