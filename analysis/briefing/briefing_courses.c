/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_courses: sites over time, each municipality's chance, and when the last one is done.
 *
 * Replications are read in blocks and counted by day, so that memory does not grow with their number; a quantile is
 * the smallest day with so much of the weight at or before it, as in analysis/estimate.h.
 */
#include "analysis/briefing/briefing_parts.h"

#include <math.h>
#include <stdlib.h>

enum { DOTS = 20, DATES = 7 };
static const double date_levels[DATES] = {0.5, 0.8, 0.9, 0.05, 0.25, 0.75, 0.95}; /* the page's table, then its bands */

struct counter {
    struct briefing_work *work;
    size_t scenario, days, sites, weeks, milestones;
    bool *wanted;    /* [milestone]: some deadline names it */
    bool *counted;   /* [milestone]: wanted, or of the first scenario, of which each site's story is told */
    double *by_day;  /* [milestone][site][days + 1] weight; the last is "not reached" */
    double *by_week; /* [milestone][week][sites + 1] weight of so many sites */
    double *weights; /* [replication] */
    double total;
    size_t *reached;         /* [week], to work in */
    double *sorted;          /* [site], likewise */
    const int32_t *expected; /* of the block at work */
};

static int counter_init(struct counter *counter, struct briefing_work *work, size_t scenario)
{
    const struct results_spec *spec = work->spec;
    *counter = (struct counter){.work = work,
                                .scenario = scenario,
                                .days = (size_t)spec->horizon + 1,
                                .sites = spec->municipality_count,
                                .weeks = spec->weeks,
                                .milestones = spec->milestone_count};
    counter->wanted = briefing_get(work, spec->milestone_count, sizeof *counter->wanted);
    counter->counted = briefing_get(work, spec->milestone_count, sizeof *counter->counted);
    counter->by_day =
        briefing_get(work, counter->milestones * counter->sites * (counter->days + 1), sizeof *counter->by_day);
    counter->by_week =
        briefing_get(work, counter->milestones * counter->weeks * (counter->sites + 1), sizeof *counter->by_week);
    counter->weights = briefing_read(work, OUTCOME_WEIGHT, scenario, 1);
    if (!counter->wanted || !counter->counted || !counter->by_day || !counter->by_week || !counter->weights)
        return -1;
    for (size_t d = 0; d < spec->deadline_count; d++)
        if (spec->deadlines[d].milestone >= 0)
            counter->wanted[spec->deadlines[d].milestone] = true;
    for (size_t m = 0; m < spec->milestone_count; m++)
        counter->counted[m] = counter->wanted[m] || scenario == 0;
    for (size_t i = 0; i < spec->replications; i++)
        counter->total += counter->weights[i];
    return 0;
}

static void counter_free(struct counter *counter)
{
    free(counter->wanted);
    free(counter->counted);
    free(counter->by_day);
    free(counter->by_week);
    free(counter->weights);
    free(counter->reached);
    free(counter->sorted);
}

/* The day that an instant belongs to, from the epoch's eve (0) on; `days` if it is not reached. */
static size_t day_slot(const struct counter *counter, double instant)
{
    if (!(instant <= counter->work->spec->horizon))
        return counter->days;
    double slot = ceil(instant);
    return slot < 0 ? 0 : (size_t)slot;
}

static double *site_days(const struct counter *counter, size_t milestone, size_t site)
{
    return counter->by_day + (milestone * counter->sites + site) * (counter->days + 1);
}

/* One replication of one milestone; reached[week] is scratch. */
static void count_course(struct counter *counter, const float dates[], size_t milestone, double weight,
                         size_t reached[])
{
    for (size_t w = 0; w < counter->weeks; w++)
        reached[w] = 0;
    for (size_t site = 0; site < counter->sites; site++) {
        double instant = (double)dates[site * counter->milestones + milestone];
        site_days(counter, milestone, site)[day_slot(counter, instant)] += weight;
        double week = ceil((instant - counter->work->spec->monday) / 7);
        if (week < (double)counter->weeks) /* false for NaN, of which fmax() would make 0 */
            reached[(size_t)fmax(0, week)]++;
    }
    size_t sum = 0;
    for (size_t w = 0; w < counter->weeks; w++) {
        sum += reached[w];
        counter->by_week[(milestone * counter->weeks + w) * (counter->sites + 1) + sum] += weight;
    }
}

/* When each question about sites came true in one replication; sorted[site] is scratch. */
static void keep_dates(struct counter *counter, const float dates[], size_t replication, double sorted[])
{
    struct briefing_work *work = counter->work;
    for (size_t q = 0; q < work->question_count; q++) {
        struct question question = work->questions[q];
        if (question.milestone < 0)
            continue;
        for (size_t site = 0; site < counter->sites; site++) {
            float date = dates[site * counter->milestones + (size_t)question.milestone];
            sorted[site] = isnan(date) ? INFINITY : (double)date;
        }
        size_t rank = results_reading_sites(question.reading, counter->sites);
        work->dates[counter->scenario][q * work->spec->replications + replication] =
            (float)estimate_select(sorted, counter->sites, rank);
    }
}

static void take_expected(void *context, const void *values, size_t first, size_t count)
{
    struct counter *counter = context;
    (void)first;
    (void)count;
    counter->expected = values;
}

static void take_cards(void *context, const void *values, size_t first, size_t count)
{
    const struct counter *counter = context;
    struct briefing_work *work = counter->work;
    const int32_t *rows = values;
    for (size_t q = 0; q < work->question_count; q++)
        for (size_t i = 0; work->questions[q].milestone < 0 && i < count; i++)
            work->dates[counter->scenario][q * work->spec->replications + first + i] = (float)reading_of_cards(
                rows + i * counter->weeks, counter->weeks, counter->expected[i], work->spec->monday);
}

static void take_sites(void *context, const void *values, size_t first, size_t count)
{
    struct counter *counter = context;
    const float *dates = values;
    for (size_t i = 0; i < count; i++, dates += counter->sites * counter->milestones) {
        keep_dates(counter, dates, first + i, counter->sorted);
        for (size_t m = 0; m < counter->milestones; m++)
            if (counter->counted[m])
                count_course(counter, dates, m, counter->weights[first + i], counter->reached);
    }
}

static int count_all(struct counter *counter)
{
    struct briefing_work *work = counter->work;
    const struct results_walker walker[] = {{OUTCOME_CARDS_EXPECTED, take_expected, counter},
                                            {OUTCOME_CARDS, take_cards, counter},
                                            {OUTCOME_MUNICIPALITY_DATE, take_sites, counter}};
    counter->reached = briefing_get(work, counter->weeks, sizeof *counter->reached);
    counter->sorted = briefing_get(work, counter->sites, sizeof *counter->sorted);
    work->dates[counter->scenario] =
        briefing_get(work, work->question_count * work->spec->replications, sizeof **work->dates);
    if (!counter->reached || !counter->sorted || !work->dates[counter->scenario])
        return -1;
    return results_walk(work->results, counter->scenario, walker, sizeof walker / sizeof *walker, work->error);
}

/* The smallest index with so much of the weight at or before it; rounding of sums must not skip one. */
static size_t quantile_slot(const double weights[], size_t count, double total, double level)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        sum += weights[i];
        if (sum >= level * total * (1 - 1e-12))
            return i;
    }
    return count - 1;
}

static json_t *sites_fan(struct counter *counter, size_t milestone)
{
    double *values = briefing_get(counter->work, counter->weeks * RESULTS_QUANTILES, sizeof *values);
    if (!values)
        return 0;
    for (size_t w = 0; w < counter->weeks; w++) {
        const double *weights = counter->by_week + (milestone * counter->weeks + w) * (counter->sites + 1);
        for (size_t q = 0; q < RESULTS_QUANTILES; q++)
            values[w * RESULTS_QUANTILES + q] =
                (double)quantile_slot(weights, counter->sites + 1, counter->total, results_quantiles[q]);
    }
    json_t *fan = briefing_fan(counter->work, values, counter->weeks);
    free(values);
    return fan;
}

/* Share of the courses in which each municipality is in time. */
static json_t *on_time(struct counter *counter, const struct results_deadline *deadline)
{
    json_t *list = json_array();
    size_t slots =
        (size_t)fmin(fmax(0, (double)(deadline->date - counter->work->spec->epoch) + 2), (double)counter->days);
    for (size_t site = 0; site < counter->sites; site++) {
        const double *days = site_days(counter, (size_t)deadline->milestone, site);
        double sum = 0;
        for (size_t i = 0; i < slots; i++)
            sum += days[i];
        briefing_push(counter->work, list, briefing_number(fmin(1, sum / counter->total)));
    }
    return list;
}

static json_t *site_dates(struct counter *counter, size_t milestone)
{
    json_t *list = json_array();
    for (size_t site = 0; site < counter->sites; site++) {
        const double *days = site_days(counter, milestone, site);
        json_t *row = json_array();
        for (size_t q = 0; q < DATES; q++) {
            size_t slot = quantile_slot(days, counter->days + 1, counter->total, date_levels[q]);
            double instant = slot < counter->days ? (double)slot : INFINITY;
            briefing_push(counter->work, row, briefing_day(counter->work->spec, instant));
        }
        briefing_push(counter->work, list, row);
    }
    return list;
}

/* Weeks in which a question came true: {"milestone", "reading", "from": day of a week, "n": weights, "never", "total",
 * "dots": days}. */
static json_t *arrivals(struct counter *counter, struct question question)
{
    struct briefing_work *work = counter->work;
    const float *dates = briefing_dates(work, counter->scenario, question);
    double *days = briefing_get(work, counter->days + 1, sizeof *days);
    json_t *object = json_object(), *list = json_array(), *dots = json_array();
    if (!days) {
        json_decref(object);
        json_decref(list);
        json_decref(dots);
        return 0;
    }
    for (size_t i = 0; i < work->spec->replications; i++)
        days[day_slot(counter, (double)dates[i])] += counter->weights[i];
    size_t first = quantile_slot(days, counter->days + 1, counter->total, 1e-12), from = first / 7, last = first;
    for (size_t i = first; i < counter->days; i++)
        last = days[i] > 0 ? i : last;
    for (size_t w = from; w <= last / 7 && first < counter->days; w++) {
        double sum = 0;
        for (size_t i = 7 * w; i < 7 * w + 7 && i < counter->days; i++)
            sum += days[i];
        briefing_push(work, list, briefing_number(sum));
    }
    for (size_t k = 0; k < DOTS; k++) {
        size_t slot = quantile_slot(days, counter->days + 1, counter->total, ((double)k + 0.5) / DOTS);
        briefing_push(work, dots, briefing_day(work->spec, slot < counter->days ? (double)slot : INFINITY));
    }
    briefing_put(work, object, "milestone", json_integer(question.milestone));
    briefing_put(work, object, "reading", json_integer(question.reading));
    briefing_put(work, object, "from", json_integer(work->spec->epoch - 1 + 7 * (long)from));
    briefing_put(work, object, "n", list);
    briefing_put(work, object, "never", briefing_number(days[counter->days]));
    briefing_put(work, object, "total", briefing_number(counter->total));
    briefing_put(work, object, "dots", dots);
    free(days);
    return object;
}

static int put_arrivals(struct counter *counter, json_t *courses)
{
    struct briefing_work *work = counter->work;
    json_t *list = json_array();
    int status = 0;
    for (size_t q = 0; q < work->question_count && status == 0; q++) {
        json_t *one = arrivals(counter, work->questions[q]);
        status = one ? 0 : -1;
        briefing_push(work, list, one);
    }
    briefing_put(work, courses, "arrivals", list);
    return status;
}

json_t *briefing_courses(struct briefing_work *work, size_t scenario)
{
    struct counter counter;
    json_t *courses = json_object(), *fans = json_object(), *dates = json_object(), *chances = json_array();
    const struct results_spec *spec = work->spec;
    int status = counter_init(&counter, work, scenario) == 0 ? count_all(&counter) : -1;
    for (size_t m = 0; m < spec->milestone_count && status == 0; m++) {
        if (counter.wanted[m])
            briefing_put(work, fans, spec->milestones[m].name, sites_fan(&counter, m));
        if (scenario == 0) /* the map and the sites' stories are the first scenario's */
            briefing_put(work, dates, spec->milestones[m].name, site_dates(&counter, m));
    }
    for (size_t d = 0; d < spec->deadline_count && status == 0 && scenario == 0; d++)
        briefing_push(work, chances,
                      spec->deadlines[d].milestone >= 0 ? on_time(&counter, &spec->deadlines[d]) : json_null());
    briefing_put(work, courses, "sites", fans);
    briefing_put(work, courses, "dates", dates);
    briefing_put(work, courses, "on_time", chances);
    if (status == 0)
        status = put_arrivals(&counter, courses);
    counter_free(&counter);
    if (status == 0)
        return courses;
    json_decref(courses);
    return 0;
}
