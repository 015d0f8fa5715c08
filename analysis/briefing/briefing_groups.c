/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_groups: vendors and regions: when the last site of each is done, and how many of its sites are in time; and
 * whose customer each site is. A site's vendor may be another one in each course.
 */
#include "analysis/briefing/briefing_parts.h"

#include <math.h>
#include <stdlib.h>

enum { BLOCK = 256, LEVELS = 7 };
static const double levels[LEVELS] = {0.5, 0.8, 0.9, 0.05, 0.25, 0.75, 0.95};

/* Counts of one kind of group, all by weight. */
struct tallies {
    size_t groups, milestones, deadlines, days;
    double *by_day;  /* [milestone][group][days + 1]: courses by the day on which the group is done; the last: never */
    double *in_time; /* [deadline][group]: sites */
    double *sites;   /* [group]: sites, of courses with that weight */
    double *last;    /* [milestone][group]: scratch of one course */
};

struct counting {
    struct briefing_work *work;
    size_t sites;
    double *weights, total;
    struct tallies vendors, regions;
    double *of; /* [site][vendor] */
};

static int tallies_init(struct briefing_work *work, struct tallies *tallies, size_t groups)
{
    const struct results_spec *spec = work->spec;
    *tallies =
        (struct tallies){groups, spec->milestone_count, spec->deadline_count, (size_t)spec->horizon + 1, 0, 0, 0, 0};
    tallies->by_day = briefing_get(work, tallies->milestones * groups * (tallies->days + 1), sizeof(double));
    tallies->in_time = briefing_get(work, tallies->deadlines * groups, sizeof(double));
    tallies->sites = briefing_get(work, groups, sizeof(double));
    tallies->last = briefing_get(work, tallies->milestones * groups, sizeof(double));
    return tallies->by_day && tallies->in_time && tallies->sites && tallies->last ? 0 : -1;
}

static void tallies_free(struct tallies *tallies)
{
    free(tallies->by_day);
    free(tallies->in_time);
    free(tallies->sites);
    free(tallies->last);
}

/* Before and after the sites of one course. */
static void begin_course(struct tallies *tallies)
{
    for (size_t i = 0; i < tallies->milestones * tallies->groups; i++)
        tallies->last[i] = -INFINITY;
}

static void end_course(struct tallies *tallies, double weight)
{
    for (size_t i = 0; i < tallies->milestones * tallies->groups; i++) {
        double last = tallies->last[i];
        size_t day = last <= (double)tallies->days - 1 ? (size_t)fmax(0, ceil(last)) : tallies->days;
        if (last > -INFINITY)
            tallies->by_day[i * (tallies->days + 1) + day] += weight;
    }
}

static void count_site(const struct counting *counting, struct tallies *tallies, size_t group, const float dates[],
                       double weight)
{
    const struct results_spec *spec = counting->work->spec;
    tallies->sites[group] += weight;
    for (size_t m = 0; m < tallies->milestones; m++) {
        double date = isnan(dates[m]) ? INFINITY : (double)dates[m];
        double *last = &tallies->last[m * tallies->groups + group];
        *last = fmax(*last, date);
    }
    for (size_t d = 0; d < tallies->deadlines; d++)
        if (spec->deadlines[d].milestone >= 0 &&
            (double)dates[spec->deadlines[d].milestone] <= results_deadline_instant(spec, d))
            tallies->in_time[d * tallies->groups + group] += weight;
}

static void count_course(struct counting *counting, const float dates[], const int16_t vendors[], double weight)
{
    const struct results_spec *spec = counting->work->spec;
    begin_course(&counting->vendors);
    begin_course(&counting->regions);
    for (size_t site = 0; site < counting->sites; site++) {
        const float *own = dates + site * spec->milestone_count;
        int region = spec->municipalities[site].region;
        if (region >= 0 && (size_t)region < spec->region_count)
            count_site(counting, &counting->regions, (size_t)region, own, weight);
        if (vendors[site] < 0 || (size_t)vendors[site] >= spec->vendor_count)
            continue;
        count_site(counting, &counting->vendors, (size_t)vendors[site], own, weight);
        counting->of[site * spec->vendor_count + (size_t)vendors[site]] += weight;
    }
    end_course(&counting->vendors, weight);
    end_course(&counting->regions, weight);
}

static int count_all(struct counting *counting)
{
    struct briefing_work *work = counting->work;
    size_t row = counting->sites * work->spec->milestone_count, n = work->spec->replications;
    int status = 0;
    for (size_t first = 0; first < n && status == 0; first += BLOCK) {
        struct results_slice slice = {.first = first, .count = n - first < BLOCK ? n - first : BLOCK};
        float *dates = briefing_read_some(work, OUTCOME_MUNICIPALITY_DATE, &slice, row);
        int16_t *vendors = briefing_read_some(work, OUTCOME_VENDOR, &slice, counting->sites);
        status = dates && vendors ? 0 : -1;
        for (size_t i = 0; i < slice.count && status == 0; i++) {
            counting->total += counting->weights[first + i];
            count_course(counting, dates + i * row, vendors + i * counting->sites, counting->weights[first + i]);
        }
        free(dates);
        free(vendors);
    }
    return status;
}

/* ---- told ---- */

/* The days by which the group is done with these probabilities. */
static json_t *days_of(struct briefing_work *work, const struct tallies *tallies, size_t milestone, size_t group)
{
    const double *days = tallies->by_day + (milestone * tallies->groups + group) * (tallies->days + 1);
    json_t *list = json_array();
    double total = 0;
    for (size_t i = 0; i <= tallies->days; i++)
        total += days[i];
    for (size_t q = 0; q < LEVELS; q++) {
        double sum = days[0];
        size_t i = 0;
        while (i < tallies->days && sum < levels[q] * total * (1 - 1e-12))
            sum += days[++i];
        briefing_push(work, list, briefing_day(work->spec, total > 0 && i < tallies->days ? (double)i : INFINITY));
    }
    return list;
}

/* The share of the courses in which the whole group is in time; courses in which it has no site do not count. */
static double whole_in_time(const struct briefing_work *work, const struct tallies *tallies, size_t deadline,
                            size_t group)
{
    size_t milestone = (size_t)work->spec->deadlines[deadline].milestone;
    const double *days = tallies->by_day + (milestone * tallies->groups + group) * (tallies->days + 1);
    double kept = 0, total = 0, limit = results_deadline_instant(work->spec, deadline);
    for (size_t i = 0; i <= tallies->days; i++) {
        total += days[i];
        kept += i < tallies->days && (double)i <= limit ? days[i] : 0;
    }
    return total > 0 ? kept / total : NAN;
}

static json_t *told(struct briefing_work *work, const struct tallies *tallies, double total)
{
    const struct results_spec *spec = work->spec;
    json_t *object = json_object(), *sites = json_array(), *dates = json_object(), *chances = json_array();
    for (size_t g = 0; g < tallies->groups; g++)
        briefing_push(work, sites, briefing_number(tallies->sites[g] / total));
    for (size_t m = 0; m < tallies->milestones; m++) {
        json_t *rows = json_array();
        for (size_t g = 0; g < tallies->groups; g++)
            briefing_push(work, rows, days_of(work, tallies, m, g));
        briefing_put(work, dates, spec->milestones[m].name, rows);
    }
    for (size_t d = 0; d < tallies->deadlines; d++) {
        json_t *rows = spec->deadlines[d].milestone >= 0 ? json_array() : json_null();
        for (size_t g = 0; g < tallies->groups && json_is_array(rows); g++) {
            json_t *pair = json_array();
            briefing_push(work, pair, briefing_number(whole_in_time(work, tallies, d, g)));
            briefing_push(work, pair, briefing_number(tallies->in_time[d * tallies->groups + g] / tallies->sites[g]));
            briefing_push(work, rows, pair);
        }
        briefing_push(work, chances, rows);
    }
    briefing_put(work, object, "sites", sites);     /* on average */
    briefing_put(work, object, "dates", dates);     /* {milestone: [group][levels]} */
    briefing_put(work, object, "in_time", chances); /* [deadline][group]: all of its sites; the share of them */
    return object;
}

/* Whose customer each site is in most courses, and in how many: [vendor, share]; null: nobody's. */
static json_t *customers(const struct counting *counting)
{
    struct briefing_work *work = counting->work;
    size_t vendors = work->spec->vendor_count;
    json_t *list = json_array();
    for (size_t site = 0; site < counting->sites; site++) {
        const double *of = counting->of + site * vendors;
        size_t most = 0;
        for (size_t v = 1; v < vendors; v++)
            most = of[v] > of[most] ? v : most;
        json_t *pair = vendors > 0 && of[most] > 0 ? json_array() : json_null();
        if (json_is_array(pair)) {
            briefing_push(work, pair, json_integer((json_int_t)most));
            briefing_push(work, pair, briefing_number(of[most] / counting->total));
        }
        briefing_push(work, list, pair);
    }
    return list;
}

json_t *briefing_groups(struct briefing_work *work)
{
    const struct results_spec *spec = work->spec;
    struct counting counting = {.work = work, .sites = spec->municipality_count};
    json_t *object = 0;
    counting.weights = briefing_read(work, OUTCOME_WEIGHT, 0, 1);
    counting.of = briefing_get(work, counting.sites * spec->vendor_count, sizeof *counting.of);
    int vendors = tallies_init(work, &counting.vendors, spec->vendor_count),
        regions = tallies_init(work, &counting.regions, spec->region_count);
    if (counting.weights && counting.of && vendors == 0 && regions == 0 && count_all(&counting) == 0) {
        object = json_object();
        briefing_put(work, object, "vendors", told(work, &counting.vendors, counting.total));
        briefing_put(work, object, "regions", told(work, &counting.regions, counting.total));
        briefing_put(work, object, "customers", customers(&counting));
    }
    tallies_free(&counting.vendors);
    tallies_free(&counting.regions);
    free(counting.weights);
    free(counting.of);
    return object;
}
