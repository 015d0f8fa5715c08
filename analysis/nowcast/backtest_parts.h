/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_parts: a backtest's insides, shared by the files that make it; nobody else includes it.
 *
 * Each takes only from those before it: backtest_naive, backtest_ensemble, backtest_sheet, backtest; and backtest_pool,
 * backtest_sheet_tell, backtest_picture, backtest_tell.
 */
#ifndef FMKSIM_ANALYSIS_BACKTEST_PARTS_H
#define FMKSIM_ANALYSIS_BACKTEST_PARTS_H

#include "analysis/nowcast/backtest.h"
#include "analysis/nowcast/monitor_track.h"

/* ---- what anybody can say, by a sheet ---- */

/* The items of a site in a week after the day, by the told weeks of `track` up to `week` (of the day); at most
 * `expected`. NaN: nothing is told. */
double backtest_naive_items(const struct monitor_track *track, size_t site, long week, double expected, long target,
                            enum baseline by);
/* The week, with a fraction, in which so many items are in; +inf: never. NaN: nothing is told. */
double backtest_naive_week(const struct monitor_track *track, size_t site, long week, double wanted, enum baseline by);

/* The plan's items of all sites on a day, by the rows plan_cards; NaN: there are none. */
double backtest_plan_items(const struct observations *observations, double day);
/* The instant by which the plan has a milestone everywhere: that of its deadline; NaN: it has none for it. */
double backtest_plan_instant(const struct programme *programme, size_t milestone);

/* ---- courses of a day's nowcast ---- */

struct backtest_ensemble {
    size_t count, sites, milestones;
    size_t *row;      /* [count], of the file, by weight */
    float *date;      /* [count][sites][milestones]; +inf: never */
    int32_t *cards;   /* [count][BACKTEST_HORIZONS][sites], in the horizons' weeks; 0 for that of the sheet's end */
    double *expected; /* [sites], items */
};

/* `week`: of the day. Simulates the courses once more, which gives what is in the file. Freed in any case. */
int backtest_ensemble_of(struct backtest_ensemble *ensemble, const struct nowcast *nowcast,
                         const struct results *results, long week, const atomic_int *stop, struct error *error);
void backtest_ensemble_free(struct backtest_ensemble *ensemble);

/* ---- a day ---- */

/* Scores what the sheet tells later. Nothing happens without one. */
int backtest_sheet_day(struct backtest_day *day, const struct nowcast *nowcast, const struct results *results,
                       const atomic_int *stop, struct error *error);

/* Whether a deadline was met by what the sheet tells, 1 or 0; -1: it does not tell. */
int backtest_sheet_outcome(const struct nowcast *nowcast, const struct results_deadline *deadline,
                           enum results_reading reading);

/* ---- telling ---- */

void backtest_sheet_print(const struct backtest *backtest, FILE *file);
json_t *backtest_sheet_json(const struct backtest *backtest); /* the table; null if memory ran out */
json_t *backtest_seen_json(const struct backtest *backtest, const struct backtest_day *day);

#endif
