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
 * With a monitoring sheet each day's nowcast knows the rows up to that day, and what the sheet tells later is scored at
 * horizons of 4, 12 and 26 weeks from the last Monday by the day, and up to the sheet's end:
 *
 *   items of a site      of those whose final milestone is not told by the day, in a week with a row
 *   items of all sites   where a row tells at least nine sites of ten that week, and rows before and after it the
 * others, whose items are taken to have come evenly days of a milestone  of the sites that are not told to have it by
 * the day, if the sheet goes on to the horizon (or has the day): forecast and outcome are both capped by it, so that
 * "not by then" is an outcome like others and whoever is late is not left out; and whether it was reached by then
 * (Brier)
 *
 * There the score is fair over the courses themselves (at most 1000), the transform is randomised within what equals
 * the outcome, (below + u (equal + 1)) / (courses + 1), and a band holds what has its transform in the middle half or
 * nine tenths: exact for right forecasts, ties or not. The site's baselines: line, from the last row with no items
 * (else the first row) to the last row; weeks, at the rate of the last four weeks; plan, the site's part of the rows
 * plan_cards, and of days the plan's deadline. Days by line and weeks are when the criterion's share of the items would
 * be in, of the final milestone only. A national baseline is the sites' sum.
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

/* ---- against a monitoring sheet ---- */

enum { BACKTEST_HORIZONS = 4, BACKTEST_QUANTILES = 5 };
extern const int backtest_weeks[BACKTEST_HORIZONS]; /* 4, 12, 26; 0: up to the sheet's end */

enum backtest_target { TARGET_SITE_ITEMS, TARGET_ITEMS, TARGET_DATES }; /* TARGET_DATES + milestone */

struct backtest_seen { /* one outcome of the sheet; dates are instants */
    size_t target, horizon;
    int site; /* -1: all of them */
    double truth, q[BACKTEST_QUANTILES], crps, transform, baseline[BASELINES];
    double probability; /* of a date: that the milestone is reached by the horizon … */
    int outcome;        /* … which it was (1) or not (0); -1: no date */
    double limit;       /* of a date: the cap */
};

/* Over some days, of one target and horizon; sums. */
struct backtest_cell {
    size_t count, in_50, in_90, dates, told[BASELINES];
    double crps, transform, error[BASELINES], brier, brier_of[BASELINES];
};

struct backtest_day {
    long as_of;
    size_t used; /* observations */
    size_t rows; /* of the sheet */
    double effective;
    bool trusted;
    struct backtest_score *scores;
    size_t score_count;
    struct backtest_deadline *deadlines;
    size_t deadline_count;
    struct backtest_seen *seen;
    size_t seen_count;
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

/* Targets that there are: TARGET_DATES and the milestones. */
size_t backtest_targets(const struct backtest *backtest);

/* Pools all days: cell[targets][BACKTEST_HORIZONS]. */
void backtest_pool(const struct backtest *backtest, struct backtest_cell cell[]);

/* What a target is called: "patients of a clinic", "installed, days". */
enum { BACKTEST_NAME = 160 };
const char *backtest_target_name(const struct backtest *backtest, size_t target, char name[BACKTEST_NAME]);

/* The pooled scores and transforms as a picture. ERROR_USAGE without a sheet; ERROR_IO, ERROR_MEMORY. */
int backtest_picture(const struct backtest *backtest, const char *path, bool force, struct error *error);

void backtest_print(const struct backtest *backtest, FILE *file);
json_t *backtest_json(const struct backtest *backtest); /* null if memory ran out */

#endif
