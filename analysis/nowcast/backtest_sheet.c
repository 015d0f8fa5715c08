/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_sheet: a day's nowcast against what a monitoring sheet tells later, site by site.
 */
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/score.h"
#include "sim/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct work {
    struct backtest_day *day;
    const struct nowcast *nowcast;
    const struct programme *p;
    const struct monitor_track *known; /* what the nowcast knows; without rows: nothing */
    struct monitor_track whole;        /* all that the sheet tells */
    struct backtest_ensemble ensemble;
    long week; /* of the day */
    double *values, *scratch;
    size_t room; /* in day->seen */
    struct error *error;
};

/* ---- scores ---- */

static double uniform_of(const struct work *work, const struct backtest_seen *seen)
{
    struct stream stream =
        stream_open(work->nowcast->options->seed, (uint64_t)work->day->as_of, (uint64_t)seen->site + 1,
                    stream_name("backtest_transform"), seen->target * BACKTEST_HORIZONS + seen->horizon);
    return stream_uniform(&stream);
}

/* Scores work->values against the truth and keeps it. */
static int keep(struct work *work, struct backtest_seen seen)
{
    size_t n = work->ensemble.count;
    double below = 0, equal = 0;
    for (size_t i = 0; i < n; i++) {
        below += work->values[i] < seen.truth;
        equal += work->values[i] == seen.truth;
    }
    seen.transform = (below + uniform_of(work, &seen) * (equal + 1)) / ((double)n + 1);
    memcpy(work->scratch, work->values, n * sizeof *work->scratch);
    estimate_quantiles(work->scratch, n, results_quantiles, BACKTEST_QUANTILES, seen.q);
    memcpy(work->scratch, work->values, n * sizeof *work->scratch);
    seen.crps = n > 1 ? score_crps_fair(work->scratch, n, seen.truth) : fabs(work->values[0] - seen.truth);
    if (work->day->seen_count == work->room) {
        size_t room = 2 * work->room + 64;
        struct backtest_seen *more = reallocarray(work->day->seen, room, sizeof *more);
        if (!more)
            return error_set(work->error, ERROR_MEMORY, "out of memory");
        work->day->seen = more;
        work->room = room;
    }
    work->day->seen[work->day->seen_count++] = seen;
    return 0;
}

/* ---- items ---- */

static size_t cell_of(const struct work *work, size_t site, long week)
{
    return site * work->whole.weeks + (size_t)week;
}

/* Whether the sheet has told the final milestone by the day. */
static bool is_done(const struct work *work, size_t site)
{
    for (size_t c = 0; c < work->known->columns; c++)
        if (work->known->node[c] == work->p->nodes - 1)
            return isfinite(work->known->done[site * work->known->columns + c]);
    return false;
}

/* The plan's day of a week is the Sunday that ends before its Monday. */
static double plan_part(const struct work *work, double expected, long week)
{
    double all = 0, day = (double)work->p->epoch + work->p->first_monday + 7.0 * (double)week - 1;
    for (size_t site = 0; site < work->ensemble.sites; site++)
        all += work->ensemble.expected[site];
    return all > 0 ? backtest_plan_items(&work->nowcast->observations, day) * expected / all : NAN;
}

static void say_items(const struct work *work, size_t site, long target, double by[BASELINES])
{
    double expected = work->ensemble.expected[site];
    by[BASELINE_LINE] = backtest_naive_items(work->known, site, work->week, expected, target, BASELINE_LINE);
    by[BASELINE_WEEKS] = backtest_naive_items(work->known, site, work->week, expected, target, BASELINE_WEEKS);
    by[BASELINE_PLAN] = plan_part(work, expected, target);
}

static int score_site_items(struct work *work, size_t horizon, size_t site)
{
    const struct backtest_ensemble *ensemble = &work->ensemble;
    long target = work->week + backtest_weeks[horizon];
    if (!work->whole.told[cell_of(work, site, target)] || is_done(work, site))
        return 0;
    struct backtest_seen seen = {.target = TARGET_SITE_ITEMS,
                                 .horizon = horizon,
                                 .site = (int)site,
                                 .truth = work->whole.cards[cell_of(work, site, target)],
                                 .probability = NAN,
                                 .outcome = -1,
                                 .limit = NAN};
    say_items(work, site, target, seen.baseline);
    for (size_t i = 0; i < ensemble->count; i++)
        work->values[i] = ensemble->cards[(i * BACKTEST_HORIZONS + horizon) * ensemble->sites + site];
    return keep(work, seen);
}

/* Items of a site in a week by the sheet; NaN: it does not tell. */
static double items_told(const struct work *work, size_t site, long week)
{
    for (long w = week; w >= 0; w--) { /* all are in: nothing can come */
        int32_t cards = work->whole.cards[cell_of(work, site, w)];
        if (work->whole.told[cell_of(work, site, w)] && (double)cards >= work->ensemble.expected[site])
            return cards;
    }
    int32_t cards = work->whole.cards[cell_of(work, site, week)];
    return cards >= 0 ? cards : cards == ~0 ? 0 : NAN; /* ~0: before a count of 0 */
}

static int score_items(struct work *work, size_t horizon)
{
    const struct backtest_ensemble *ensemble = &work->ensemble;
    long target = work->week + backtest_weeks[horizon];
    size_t told = 0;
    struct backtest_seen seen = {
        .target = TARGET_ITEMS, .horizon = horizon, .site = -1, .probability = NAN, .outcome = -1, .limit = NAN};
    for (size_t site = 0; site < ensemble->sites; site++) {
        double by[BASELINES];
        say_items(work, site, target, by);
        for (int b = 0; b < BASELINES; b++)
            seen.baseline[b] += isnan(by[b]) && b != BASELINE_PLAN && work->known->rows > 0 ? 0 : by[b];
        told += work->whole.told[cell_of(work, site, target)];
        seen.truth += items_told(work, site, target);
    }
    if (isnan(seen.truth) || 10 * told < 9 * ensemble->sites)
        return 0;
    for (size_t i = 0; i < ensemble->count; i++) {
        work->values[i] = 0;
        for (size_t site = 0; site < ensemble->sites; site++)
            work->values[i] += ensemble->cards[(i * BACKTEST_HORIZONS + horizon) * ensemble->sites + site];
    }
    return keep(work, seen);
}

static int score_all_items(struct work *work)
{
    for (size_t h = 0; h < BACKTEST_HORIZONS && work->p->uptake.present; h++) {
        long target = work->week + backtest_weeks[h];
        if (backtest_weeks[h] == 0 || target < 0 || target >= (long)work->whole.weeks)
            continue;
        for (size_t site = 0; site < work->ensemble.sites; site++)
            if (score_site_items(work, h, site) != 0)
                return -1;
        if (score_items(work, h) != 0)
            return -1;
    }
    return 0;
}

/* ---- days of milestones ---- */

/* The instant by line or weeks at which the final milestone's share of the items is in. */
static double naive_instant(const struct work *work, size_t site, size_t milestone, enum baseline by)
{
    const struct programme *p = work->p;
    if (milestone + 1 != p->milestones || !p->uptake.present)
        return NAN;
    double wanted = ceil(p->quantities.list[p->uptake.criterion]->constant * work->ensemble.expected[site]);
    return p->first_monday + 7 * backtest_naive_week(work->known, site, work->week, wanted, by);
}

static int score_date(struct work *work, size_t horizon, size_t site, size_t column)
{
    const struct backtest_ensemble *ensemble = &work->ensemble;
    size_t columns = work->whole.columns;
    size_t milestone = work->whole.node[column] - (programme_first_milestone(work->p));
    double now = (double)(work->day->as_of + 1 - work->p->epoch), until = work->whole.until[site];
    double limit = backtest_weeks[horizon] > 0 ? now + 7 * backtest_weeks[horizon] : until;
    double truth = work->whole.done[site * columns + column];
    bool known = work->known->rows > 0 && isfinite(work->known->done[site * columns + column]);
    if (known || isnan(truth) || limit <= now || (limit > until && !(truth <= limit)))
        return 0;
    struct backtest_seen seen = {.target = TARGET_DATES + milestone,
                                 .horizon = horizon,
                                 .site = (int)site,
                                 .truth = fmin(truth, limit),
                                 .outcome = truth <= limit,
                                 .limit = limit};
    for (size_t i = 0; i < ensemble->count; i++) {
        double date = (double)ensemble->date[(i * ensemble->sites + site) * ensemble->milestones + milestone];
        seen.probability += date <= limit ? 1 / (double)ensemble->count : 0;
        work->values[i] = fmin(date, limit);
    }
    for (int b = 0; b < BASELINES; b++) {
        double said = b == BASELINE_PLAN ? backtest_plan_instant(work->p, milestone)
                                         : naive_instant(work, site, milestone, (enum baseline)b);
        seen.baseline[b] = isnan(said) ? NAN : fmin(fmax(said, now), limit);
    }
    return keep(work, seen);
}

static int score_all_dates(struct work *work)
{
    for (size_t h = 0; h < BACKTEST_HORIZONS; h++)
        for (size_t c = 0; c < work->whole.columns; c++)
            for (size_t site = 0; site < work->ensemble.sites; site++)
                if (work->whole.node[c] >= programme_first_milestone(work->p) && score_date(work, h, site, c) != 0)
                    return -1;
    return 0;
}

/* ---- the whole ---- */

static long week_of(const struct programme *p, long day)
{
    return (long)floor(((double)(day + 1 - p->epoch) - p->first_monday) / 7);
}

int backtest_sheet_day(struct backtest_day *day, const struct nowcast *nowcast, const struct results *results,
                       const atomic_int *stop, struct error *error)
{
    struct work work = {.day = day,
                        .nowcast = nowcast,
                        .p = &nowcast->programme,
                        .known = &nowcast->track,
                        .week = week_of(&nowcast->programme, day->as_of),
                        .error = error};
    if (!nowcast->options->sheet)
        return 0;
    int status = 0;
    if (monitor_track_init(&work.whole, &nowcast->monitor, work.p, LONG_MAX, nowcast->options->date_error) != 0)
        status = error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = backtest_ensemble_of(&work.ensemble, nowcast, results, work.week, stop, error);
    if (status == 0) {
        work.values = calloc(work.ensemble.count, sizeof *work.values);
        work.scratch = calloc(work.ensemble.count, sizeof *work.scratch);
        status = work.values && work.scratch ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    }
    if (status == 0)
        status = score_all_items(&work);
    if (status == 0)
        status = score_all_dates(&work);
    free(work.values);
    free(work.scratch);
    backtest_ensemble_free(&work.ensemble);
    monitor_track_free(&work.whole);
    return status;
}

/* ---- deadlines ---- */

/* Sites that have the milestone by the deadline, and those that had it not. */
static void count_sites(const struct monitor_track *whole, size_t column, double limit, size_t *met, size_t *missed)
{
    *met = *missed = 0;
    for (size_t site = 0; site < whole->sites; site++) {
        double done = whole->done[site * whole->columns + column];
        *met += done <= limit;
        *missed += done > limit && (isfinite(done) || whole->until[site] >= limit);
    }
}

static int outcome_of_sites(const struct monitor_track *whole, const struct programme *p, int milestone, double limit,
                            enum results_reading reading)
{
    size_t wanted = results_reading_sites(reading, p->sites), met, missed;
    for (size_t c = 0; milestone >= 0 && c < whole->columns; c++) {
        if (whole->node[c] != programme_first_milestone(p) + (size_t)milestone)
            continue;
        count_sites(whole, c, limit, &met, &missed);
        return met >= wanted ? 1 : missed > p->sites - wanted ? 0 : -1;
    }
    return -1;
}

/* By the last count up to a week there are at least so many items, by the next one at most so many. */
static int outcome_of_items(const struct monitor_track *whole, const struct programme *p, long week)
{
    double least = 0, most = 0, wanted = 0.95 * programme_items(p);
    for (size_t site = 0; week >= 0 && site < whole->sites; site++) {
        const bool *told = whole->told + site * whole->weeks;
        const int32_t *cards = whole->cards + site * whole->weeks;
        size_t before = (size_t)week, after = (size_t)week;
        while (before > 0 && !told[before])
            before--;
        while (after < whole->weeks && !told[after])
            after++;
        least += told[before] ? cards[before] : 0;
        most += after < whole->weeks ? cards[after] : INFINITY;
    }
    return week >= 0 && least >= wanted ? 1 : week >= 0 && most < wanted ? 0 : -1;
}

int backtest_sheet_outcome(const struct nowcast *nowcast, const struct results_deadline *deadline,
                           enum results_reading reading)
{
    const struct programme *p = &nowcast->programme;
    struct monitor_track whole;
    int outcome = -1;
    long week = week_of(p, deadline->date);
    if (!nowcast->options->sheet)
        return -1;
    if (monitor_track_init(&whole, &nowcast->monitor, p, LONG_MAX, nowcast->options->date_error) == 0)
        outcome =
            reading == READING_MOST_CARDS
                ? outcome_of_items(&whole, p, week < (long)p->weeks ? week : (long)p->weeks - 1)
                : outcome_of_sites(&whole, p, deadline->milestone, (double)(deadline->date + 1 - p->epoch), reading);
    monitor_track_free(&whole);
    return outcome;
}
