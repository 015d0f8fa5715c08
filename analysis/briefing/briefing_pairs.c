/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_pairs: two scenarios against each other, replication by replication, from dates that are in memory.
 *
 * A briefing compares every scenario with the first and every lever's point with its neighbour; reading each date once
 * and keeping it (4 bytes) is what makes that quick. The statistics are those of analysis/compare.h.
 */
#include "analysis/answers/compare.h"
#include "analysis/briefing/briefing_parts.h"

#include <math.h>
#include <stdlib.h>

int briefing_work_init(struct briefing_work *work)
{
    const struct results_spec *spec = work->spec;
    work->questions = briefing_get(work, 2 * spec->milestone_count + 1, sizeof *work->questions);
    work->dates = briefing_get(work, spec->scenario_count, sizeof *work->dates);
    if (!work->questions || !work->dates)
        return -1;
    for (size_t m = 0; m < spec->milestone_count; m++) {
        bool wanted = m + 1 == spec->milestone_count;
        for (size_t d = 0; d < spec->deadline_count; d++)
            wanted = wanted || spec->deadlines[d].milestone == (int)m;
        for (enum results_reading r = READING_ALL_MUNICIPALITIES; r <= READING_MOST_MUNICIPALITIES && wanted; r++)
            if (!results_reading_repeats(spec, r))
                work->questions[work->question_count++] = (struct question){(int)m, r};
    }
    if (results_has_cards(spec))
        work->questions[work->question_count++] = (struct question){-1, READING_MOST_CARDS};
    return 0;
}

void briefing_work_free(struct briefing_work *work)
{
    for (size_t s = 0; work->dates && s < work->spec->scenario_count; s++)
        free(work->dates[s]);
    free(work->dates);
    free(work->questions);
}

const float *briefing_dates(const struct briefing_work *work, size_t scenario, struct question question)
{
    for (size_t q = 0; q < work->question_count && work->dates[scenario]; q++)
        if (work->questions[q].milestone == question.milestone && work->questions[q].reading == question.reading)
            return work->dates[scenario] + q * work->spec->replications;
    return 0;
}

static void push_row(struct briefing_work *work, json_t *list, double first, double second, double difference,
                     struct interval interval)
{
    const double values[5] = {first, second, difference, interval.low, interval.high};
    json_t *row = json_array();
    for (int i = 0; i < 5; i++)
        briefing_push(work, row, briefing_number(values[i]));
    briefing_push(work, list, row);
}

/* Every deadline that asks this question. */
static void push_deadlines(struct briefing_work *work, json_t *list, struct question question, const float a[],
                           const float b[])
{
    const struct results_spec *spec = work->spec;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        bool sense = (spec->deadlines[d].readings >> question.reading & 1) != 0;
        if (!sense || (question.milestone >= 0 && spec->deadlines[d].milestone != question.milestone))
            continue;
        double limit = results_deadline_instant(spec, d), n = (double)spec->replications;
        size_t only_a = 0, only_b = 0;
        for (size_t i = 0; i < spec->replications; i++) {
            bool first = (double)a[i] <= limit, second = (double)b[i] <= limit;
            only_a += first && !second;
            only_b += second && !first;
        }
        push_row(work, list, (double)d, question.reading, ((double)only_b - (double)only_a) / n,
                 compare_proportions((double)only_a, (double)only_b, n));
    }
}

static void push_dates(struct briefing_work *work, json_t *list, struct question question, const float a[],
                       const float b[])
{
    double horizon = work->spec->horizon;
    struct tally difference;
    tally_init(&difference);
    for (size_t i = 0; i < work->spec->replications; i++)
        tally_add(&difference, fmin((double)b[i], horizon) - fmin((double)a[i], horizon));
    push_row(work, list, question.milestone, question.reading, tally_mean(&difference), compare_means(&difference));
}

/* Whether all replications of a scenario weigh the same: then as many are worth as there are. */
static bool equal_weights(const struct briefing_work *work, size_t scenario)
{
    double n = (double)work->spec->replications;
    return fabs(work->summary->scenarios[scenario].effective - n) <= 1e-9 * n;
}

json_t *briefing_paired(struct briefing_work *work, size_t a, size_t b)
{
    bool alike = results_alike(work->spec) > 1; /* replications are not independent: the ranks know how to count */
    if (work->spec->replications < 2 || alike || !equal_weights(work, a) || !equal_weights(work, b))
        return json_null();
    json_t *object = json_object(), *deadlines = json_array(), *dates = json_array();
    for (size_t q = 0; q < work->question_count; q++) {
        struct question question = work->questions[q];
        const float *first = briefing_dates(work, a, question), *second = briefing_dates(work, b, question);
        push_deadlines(work, deadlines, question, first, second);
        push_dates(work, dates, question, first, second);
    }
    briefing_put(work, object, "deadlines", deadlines);
    briefing_put(work, object, "dates", dates);
    return object;
}
