/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_parts: the insides of at_risk, shared by the files that make it; nobody else includes it.
 *
 * Each takes only from those before it: at_risk_count, at_risk_site, at_risk_help, at_risk.
 */
#ifndef FMKSIM_ANALYSIS_AT_RISK_PARTS_H
#define FMKSIM_ANALYSIS_AT_RISK_PARTS_H

#include "analysis/answers/at_risk.h"
#include "analysis/results/told.h"

/* The work on one file. Sums are over today's replications, by weight; groups are of replications that belong
 * together. Who is listed is known after the pass only, so that everything but gains is summed for every site. */
struct at_risk_work {
    const struct results *results;
    const struct results_spec *spec;
    struct at_risk *out;
    size_t n, sites, milestones, alike, groups; /* groups = 1: replications are independent */
    double from;                                /* instant of the view's end; 0: none */
    double *weights;                            /* [n] */
    bool equal;                                 /* all weigh the same */
    size_t asked_count, days;
    size_t *asked;                   /* [asked_count], the milestones of the tables */
    size_t *asked_of;                /* [tables], the place of a table's among them */
    double *group_weight;            /* [groups] */
    double *miss;                    /* [tables][groups][sites] */
    double *last;                    /* [groups][sites] */
    double *behind;                  /* [asked][sites], weight of the courses that have it by the day of the view */
    double *late;                    /* [asked][sites], dates capped by the horizon */
    double *by_day;                  /* [asked][sites][days + 1], from the epoch's eve on; the last is never */
    double *ahead;                   /* [milestones][sites], days from the milestone before, or the view */
    double *waits;                   /* [milestones + 1][sites], for which milestone first; the last: for none */
    double *open;                    /* [milestones][sites], 0 where the sheet of a nowcast tells that it is reached */
    double *date, *before, *found;   /* one course's, [milestones][sites], [sites] and [sites], to work in */
    int *slot;                       /* [sites], likewise */
    double *answer;                  /* [groups], likewise */
    float *lost;                     /* [sites][causes], days; null: the file does not say */
    int16_t *last_site, *last_cause; /* [n] */
    struct told told;                /* what a nowcast's sheet has of each site */
    struct error *error;
};

/* Zeroed; null with ERROR_MEMORY. The caller frees. */
void *at_risk_get(const struct at_risk_work *work, size_t count, size_t size);

/* The date by which a table's deadline is kept; +inf without one. */
double at_risk_limit(const struct at_risk_work *work, const struct at_risk_table *table);

/* Memory for the sums, and who fills them in one pass over today's replications: a walker, whose context is the work.
 */
int at_risk_count_init(struct at_risk_work *work);
void at_risk_count_rows(void *context, const void *values, size_t first, size_t count);
void at_risk_count_free(struct at_risk_work *work);

/* A share with its interval, of sums [groups][sites]; `size` is the least effective size of the table's open shares. */
double at_risk_share(const struct at_risk_work *work, const double sums[], size_t site);
double at_risk_least_size(const struct at_risk_work *work, const double sums[]);
struct interval at_risk_interval(const struct at_risk_work *work, const double sums[], size_t site, double size);

/* Fills all that is told of the listed sites, but for their shares and what helps them. */
int at_risk_sites(const struct at_risk_work *work);

/* What each lever does for the listed sites: one more pass over the file, or some where it is of very many. */
int at_risk_help(struct at_risk_work *work);

#endif
