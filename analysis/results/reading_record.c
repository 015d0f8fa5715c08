/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading_record: what the readings of "done" mean, and when one came true in a record. Knows no file, so that the
 * page can take it along.
 */
#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"

#include <math.h>

const char *results_reading_name(enum results_reading reading)
{
    static const char *const names[READINGS] = {"all-municipalities", "95-percent-of-municipalities",
                                                "95-percent-of-cards"};
    return names[reading];
}

size_t results_reading_sites(enum results_reading reading, size_t sites)
{
    switch (reading) {
    case READING_ALL_MUNICIPALITIES:
        return sites;
    case READING_MOST_MUNICIPALITIES:
        return (95 * sites + 99) / 100; /* whole numbers: 0.95 x 20 must be 19 */
    case READING_MOST_CARDS:
    case READINGS:
        break;
    }
    return 0;
}

bool results_reading_cards(int32_t cards, int32_t expected)
{
    return 100 * (int64_t)cards >= 95 * (int64_t)expected;
}

/* 95 % of a hundred sites are all but a few: those few are kept in order, the earliest first. */
enum { LATEST = 16 };

static double latest_but(const float *rows, size_t sites, size_t milestones, size_t place)
{
    double latest[LATEST] = {-INFINITY};
    for (size_t i = 1; i < place; i++)
        latest[i] = -INFINITY;
    for (size_t s = 0; s < sites; s++) {
        double date = isnan(rows[s * milestones]) ? INFINITY : (double)rows[s * milestones];
        size_t i = 1;
        if (date <= latest[0])
            continue;
        for (; i < place && latest[i] < date; i++)
            latest[i - 1] = latest[i];
        latest[i - 1] = date;
    }
    return latest[0];
}

double reading_of_sites(const float *dates, size_t sites, size_t milestones, struct question question, double scratch[])
{
    size_t rank = results_reading_sites(question.reading, sites);
    if (sites - rank < LATEST)
        return latest_but(dates + question.milestone, sites, milestones, sites - rank + 1);
    for (size_t s = 0; s < sites; s++) {
        float date = dates[s * milestones + (size_t)question.milestone];
        scratch[s] = isnan(date) ? INFINITY : date;
    }
    return estimate_select(scratch, sites, rank);
}

double reading_of_cards(const int32_t *cards, size_t weeks, int32_t expected, double monday)
{
    for (size_t week = 0; week < weeks; week++)
        if (results_reading_cards(cards[week], expected))
            return monday + 7.0 * (double)week;
    return INFINITY;
}

double reading_of_record(const struct programme *p, const struct outcome_layout *layout, const void *record,
                         struct question question, double scratch[])
{
    const int32_t *expected = outcome_of(layout, record, OUTCOME_CARDS_EXPECTED);
    if (question.reading == READING_MOST_CARDS)
        return reading_of_cards(outcome_of(layout, record, OUTCOME_CARDS), p->weeks, *expected, p->first_monday);
    return reading_of_sites(outcome_of(layout, record, OUTCOME_MUNICIPALITY_DATE), p->sites, p->milestones, question,
                            scratch);
}
