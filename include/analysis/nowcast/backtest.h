/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest: nowcasts as of several days of the past, held against what was observed later, and against forecasts that
 * anybody can make.
 *
 * Of each later observation that replications yield: the continuous ranked probability score, fair (score.h), of 1000
 * of the courses (chosen by weight, systematically), the probability integral transform (the share below, and half of
 * the share at, the observation), and whether the bands of 50 and 90 % hold it. Of each deadline whose outcome the
 * observations tell: Brier's score and the logarithmic one. Baselines are points, whose score is their distance:
 *
 *   line   a straight line through the last two values that were known, the first of which may be 0 at the epoch
 *   weeks  the last value that was known, and on with the last rate a week that was known (cards)
 *   plan   a straight line through the rows plan_QUANTITY
 *
 * One thread uses a backtest; it starts workers of its own.
 */
#ifndef FMKSIM_ANALYSIS_BACKTEST_H
#define FMKSIM_ANALYSIS_BACKTEST_H

#include "analysis/nowcast/nowcast.h"

enum baseline { BASELINE_LINE, BASELINE_WEEKS, BASELINE_PLAN, BASELINES };

struct backtest_score { /* of one observation */
    size_t row;         /* among the observations */
    double q05, q50, q95, crps, transform;
    bool in_50, in_90;
    double baseline[BASELINES]; /* their forecast; NaN: they have none */
};

struct backtest_deadline {
    size_t deadline;
    enum results_reading reading;
    double probability, low, high;
    int outcome; /* 1 met, 0 missed, -1 the observations do not tell */
    bool known;  /* by the day of the nowcast */
};

struct backtest_day {
    long as_of;
    size_t used; /* observations */
    double effective;
    bool trusted;
    struct backtest_score *scores;
    size_t score_count;
    struct backtest_deadline *deadlines;
    size_t deadline_count;
};

struct backtest {
    struct nowcast_options options;
    struct nowcast *last; /* open: names the observations and the programme */
    struct backtest_day *days;
    size_t count;
};

/* Runs a nowcast for each day, in a folder of its own below `folder`, which is emptied again. Faults of configuration
 * and observations are added. backtest_free() in any case. */
int backtest_run(struct backtest *backtest, const struct nowcast_options *options, const long days[], size_t count,
                 const struct study_run *run, const char *folder, struct faults *faults, struct error *error);
void backtest_free(struct backtest *backtest);

void backtest_print(const struct backtest *backtest, FILE *file);
json_t *backtest_json(const struct backtest *backtest); /* null if memory ran out */

#endif
