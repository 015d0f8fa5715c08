/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sheet_scores: what 99 draws of a nowcast forecast of a made programme, scored by what became of it: every site's
 * date, and the items 4 and 12 weeks ahead.
 */
#ifndef FMKSIM_TESTS_WORLDS_SHEET_SCORES_H
#define FMKSIM_TESTS_WORLDS_SHEET_SCORES_H

#include "ranks.h"
#include "analysis/statistics/score.h"

#include <stdlib.h>
#include <string.h>

enum { SCORES_SITES = 25, SCORES_LAST = 4, SCORES_AHEAD = 2 }; /* 4 of 25 sites: about a sixth */
static const size_t scores_ahead[SCORES_AHEAD] = {4, 12};      /* weeks */

struct course_dates {          /* of one replication */
    double date[SCORES_SITES]; /* the horizon's where it is not reached by then */
    double cards[SCORES_AHEAD];
};

struct sheet_forecast {
    double date[SCORES_SITES][RANKS_DRAWS], cards[SCORES_AHEAD][RANKS_DRAWS];
};

struct sheet_scores {
    size_t open, in_50, in_90; /* sites that are scored; that the bands held */
    double crps, width;        /* sums over them, of fair CRPS and of the width of nine in ten, days */
    double cards[SCORES_AHEAD];
    size_t last; /* of the truly last sites, among as many that were named */
};

static inline void sheet_forecast_note(struct sheet_forecast *forecast, size_t draw, const struct course_dates *course)
{
    for (size_t site = 0; site < SCORES_SITES; site++)
        forecast->date[site][draw] = course->date[site];
    for (size_t k = 0; k < SCORES_AHEAD; k++)
        forecast->cards[k][draw] = course->cards[k];
}

static inline double scores_mean(const double value[RANKS_DRAWS])
{
    double sum = 0;
    for (size_t d = 0; d < RANKS_DRAWS; d++)
        sum += value[d] / RANKS_DRAWS;
    return sum;
}

/* Marks the sites with the largest values; of equal ones the first. */
static inline void scores_mark_last(const double value[SCORES_SITES], bool marked[SCORES_SITES])
{
    memset(marked, 0, SCORES_SITES * sizeof *marked);
    for (size_t k = 0; k < SCORES_LAST; k++) {
        size_t best = SCORES_SITES;
        for (size_t site = 0; site < SCORES_SITES; site++)
            if (!marked[site] && (best == SCORES_SITES || value[site] > value[best]))
                best = site;
        marked[best] = true;
    }
}

static inline void scores_last(struct sheet_scores *scores, const struct sheet_forecast *forecast,
                               const struct course_dates *truth)
{
    double mean[SCORES_SITES];
    bool named[SCORES_SITES], last[SCORES_SITES];
    for (size_t site = 0; site < SCORES_SITES; site++)
        mean[site] = scores_mean(forecast->date[site]);
    scores_mark_last(mean, named);
    scores_mark_last(truth->date, last);
    for (size_t site = 0; site < SCORES_SITES; site++)
        scores->last += named[site] && last[site];
}

static inline void scores_site(struct sheet_scores *scores, double draws[RANKS_DRAWS], double truth, double u)
{
    size_t below = 0, equal = 0;
    for (size_t d = 0; d < RANKS_DRAWS; d++) {
        below += draws[d] < truth;
        equal += draws[d] == truth;
    }
    size_t rank = ranks_rank(below, equal, u);
    scores->open++;
    scores->in_50 += ranks_in_50(rank);
    scores->in_90 += ranks_in_90(rank);
    scores->crps += score_crps_fair(draws, RANKS_DRAWS, truth); /* sorts them */
    scores->width += draws[94] - draws[4];
}

/* Scores the open sites; sorts the draws of each. `u`: what breaks the ties of each site, in [0, 1). */
static inline struct sheet_scores sheet_forecast_score(struct sheet_forecast *forecast,
                                                       const struct course_dates *truth, const bool open[SCORES_SITES],
                                                       const double u[SCORES_SITES])
{
    struct sheet_scores scores = {0};
    scores_last(&scores, forecast, truth);
    for (size_t site = 0; site < SCORES_SITES; site++)
        if (open[site])
            scores_site(&scores, forecast->date[site], truth->date[site], u[site]);
    for (size_t k = 0; k < SCORES_AHEAD; k++)
        scores.cards[k] = score_crps_fair(forecast->cards[k], RANKS_DRAWS, truth->cards[k]);
    return scores;
}

static inline void sheet_scores_print(const struct sheet_scores *scores, const char *name)
{
    printf(", \"%s\": {\"crps\": %.6g, \"in_50\": %zu, \"in_90\": %zu, \"width\": %.6g, \"cards_4\": %.6g, "
           "\"cards_12\": %.6g, \"last\": %zu}",
           name, scores->crps, scores->in_50, scores->in_90, scores->width, scores->cards[0], scores->cards[1],
           scores->last);
}

/* How much wider the means of the samplers, whose draws take turns, are spread than those of independent draws would
 * be: 1 where they are. */
static inline double draws_mixing(const double draw[RANKS_DRAWS], size_t samplers)
{
    const size_t each = RANKS_DRAWS / samplers;
    double all = 0, between = 0, within = 0;
    for (size_t d = 0; d < samplers * each; d++)
        all += draw[d] / (double)(samplers * each);
    for (size_t m = 0; m < samplers; m++) {
        double mean = 0;
        for (size_t k = 0; k < each; k++)
            mean += draw[k * samplers + m] / (double)each;
        between += pow(mean - all, 2) / (double)(samplers - 1);
        for (size_t k = 0; k < each; k++)
            within += pow(draw[k * samplers + m] - mean, 2) / (double)((each - 1) * samplers);
    }
    return within > 0 ? (double)each * between / within : 0;
}

static inline int draws_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the draws. */
static inline void sheet_quantity_print(double draw[RANKS_DRAWS], size_t samplers, double truth, double u)
{
    double mixing = draws_mixing(draw, samplers);
    size_t below = 0, equal = 0;
    for (size_t d = 0; d < RANKS_DRAWS; d++) {
        below += draw[d] < truth;
        equal += draw[d] == truth;
    }
    qsort(draw, RANKS_DRAWS, sizeof *draw, draws_compare);
    printf("{\"rank\": %zu, \"truth\": %.8g, \"q05\": %.8g, \"q50\": %.8g, \"q95\": %.8g, \"mixing\": %.4g}",
           ranks_rank(below, equal, u), truth, draw[4], draw[49], draw[94], mixing);
}

#endif
