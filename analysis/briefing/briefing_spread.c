/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_spread: how the dates of two scenarios differ, course by course: not the mean alone.
 */
#include "analysis/briefing/briefing_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DOTS = 20 };

struct difference {
    double days, weight;
};

static int by_days(const void *a, const void *b)
{
    double left = ((const struct difference *)a)->days, right = ((const struct difference *)b)->days;
    return (left > right) - (left < right);
}

/* The smallest difference with so much of the weight at or before it, for twenty equally likely ones. */
static json_t *dots(struct briefing_work *work, const struct difference sorted[], size_t n, double total)
{
    json_t *list = json_array();
    double sum = 0;
    size_t at = 0;
    for (size_t k = 0; k < DOTS; k++) {
        double wanted = ((double)k + 0.5) / DOTS * total * (1 - 1e-12);
        while (at + 1 < n && sum + sorted[at].weight < wanted)
            sum += sorted[at++].weight;
        briefing_push(work, list, briefing_whole(n > 0 ? sorted[at].days : NAN));
    }
    return list;
}

static json_t *spread(struct briefing_work *work, struct question question, struct difference all[], size_t n)
{
    double earlier = 0, later = 0, total = 0;
    for (size_t i = 0; i < n; i++) {
        total += all[i].weight;
        earlier += all[i].days < 0 ? all[i].weight : 0;
        later += all[i].days > 0 ? all[i].weight : 0;
    }
    qsort(all, n, sizeof *all, by_days);
    json_t *row = json_array();
    briefing_push(work, row, json_integer(question.milestone));
    briefing_push(work, row, json_integer(question.reading));
    briefing_push(work, row, briefing_number(earlier / total));
    briefing_push(work, row, briefing_number(later / total));
    briefing_push(work, row, dots(work, all, n, total));
    return row;
}

static json_t *spreads(struct briefing_work *work, size_t a, size_t b, const double weights[], struct difference all[])
{
    size_t n = work->spec->replications;
    double horizon = work->spec->horizon;
    json_t *list = json_array();
    for (size_t q = 0; q < work->question_count; q++) {
        const float *first = briefing_dates(work, a, work->questions[q]);
        const float *second = briefing_dates(work, b, work->questions[q]);
        for (size_t i = 0; i < n; i++)
            all[i] =
                (struct difference){fmin((double)second[i], horizon) - fmin((double)first[i], horizon), weights[i]};
        briefing_push(work, list, spread(work, work->questions[q], all, n));
    }
    return list;
}

json_t *briefing_spread(struct briefing_work *work, size_t a, size_t b)
{
    size_t n = work->spec->replications;
    double *first = briefing_read(work, OUTCOME_WEIGHT, a, 1), *second = briefing_read(work, OUTCOME_WEIGHT, b, 1);
    struct difference *all = briefing_get(work, n, sizeof *all);
    json_t *list = 0;
    if (first && second && all)
        list = memcmp(first, second, n * sizeof *first) == 0 ? spreads(work, a, b, first, all) : json_null();
    free(first);
    free(second);
    free(all);
    return list;
}
