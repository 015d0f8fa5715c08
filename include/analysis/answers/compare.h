/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare: two scenarios of one results file, replication by replication.
 *
 * Scenarios share their luck (common random numbers), so the difference within each replication is known far better
 * than the difference of two separate runs. Dates: paired t. Indicators of being on time: McNemar's exact test, and the
 * interval of Agresti & Min (Statistics in Medicine 24, 2005) for the difference of paired proportions.
 * A date beyond the horizon counts as the horizon, and the shares not reached are told. Equal weights are wanted.
 * Where replications share their parameters (a nested study) each group counts once, and t serves the deadlines too.
 */
#ifndef FMKSIM_ANALYSIS_COMPARE_H
#define FMKSIM_ANALYSIS_COMPARE_H

#include "analysis/answers/amount.h"
#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"
#include "sim/tally.h"

#include <jansson.h>
#include <stdio.h>

/* B minus A. */
struct compare_date {
    struct question question;
    double difference_days, error; /* mean, its standard error */
    struct interval interval;      /* 95 %, paired t */
    double median_days;            /* of the differences */
    double later, earlier;         /* shares of the replications in which B is later, earlier */
    double not_reached_a, not_reached_b;
    double variance_reduction; /* (Var A + Var B) / Var(B - A): what common random numbers brought; +inf if B - A is
                                  constant */
};

struct compare_deadline {
    size_t deadline;
    enum results_reading reading;
    double a, b;              /* probabilities */
    double difference;        /* b - a */
    struct interval interval; /* 95 % */
    size_t only_a, only_b;    /* replications in which only A, only B is on time */
    double p_value;           /* two-sided; McNemar's exact, or t of the groups; 1 if the two never differ */
};

struct compare_cards { /* on the last Monday up to a deadline */
    size_t deadline;
    double difference, error;
    struct interval interval;
};

struct compare_amount { /* lost or spent */
    enum amount amount;
    double difference, error;
    struct interval interval;
};

struct comparison {
    const struct results_spec *spec; /* the file's; the file must stay open */
    size_t a, b;                     /* scenarios */
    size_t date_count, deadline_count, card_count;
    struct compare_date *dates;
    struct compare_deadline *deadlines;
    struct compare_cards *cards;
    struct compare_amount amounts[AMOUNTS];
    size_t amount_count;
};

/* 95 %: of a mean (t), and of the difference of two paired proportions when so many of n pairs differ either way. */
struct interval compare_means(const struct tally *tally);
struct interval compare_proportions(double only_a, double only_b, double n);

/* ERROR_USAGE if a scenario is not in the file, or there are fewer than two replications, or weights differ. */
int compare_scenarios(struct comparison *comparison, const struct results *results, const char *a, const char *b,
                      struct error *error);
void compare_free(struct comparison *comparison);

void compare_print(const struct comparison *comparison, FILE *file);
json_t *compare_json(const struct comparison *comparison);
/* One table, RFC 4180: kind, name, reading, a, b, difference, low, high. */
int compare_csv(const struct comparison *comparison, const char *path, bool force, struct error *error);

#endif
