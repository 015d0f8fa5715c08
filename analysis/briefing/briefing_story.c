/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_story: each site's own past and future, of a nowcast that knows a monitoring sheet: what the sheet says, the
 * fan of its items from the day of the view on, and the days of its path by cause.
 */
#include "analysis/briefing/briefing_parts.h"
#include "analysis/results/told.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

static json_t *pair_of(struct briefing_work *work, long a, long b)
{
    json_t *pair = json_array();
    briefing_push(work, pair, json_integer(a));
    briefing_push(work, pair, json_integer(b));
    return pair;
}

/* Of each site [[day, items], …], and [[milestone, day], …] of what it has reached. */
static int put_sheet(struct briefing_work *work, json_t *story)
{
    const struct results_spec *spec = work->spec;
    struct told told;
    json_t *rows = json_array(), *done = json_array();
    int status = told_of(&told, spec, work->error);
    for (size_t site = 0, i = 0; status == 0 && site < spec->municipality_count; site++) {
        json_t *counts = json_array(), *reached = json_array();
        for (; i < told.count && told.list[i].site == site; i++)
            briefing_push(work, counts, pair_of(work, told.list[i].day, told.list[i].items));
        for (size_t m = 0; m < spec->milestone_count; m++)
            if (told.done[site * spec->milestone_count + m] != TOLD_NOT_YET)
                briefing_push(work, reached, pair_of(work, (long)m, told.done[site * spec->milestone_count + m]));
        briefing_push(work, rows, counts);
        briefing_push(work, done, reached);
    }
    briefing_put(work, story, "rows", rows);
    briefing_put(work, story, "done", done);
    told_free(&told);
    return status;
}

/* Of one site from a week on; the page's weeks count from the epoch's first Monday. */
static json_t *fan_of(struct briefing_work *work, const float fan[], size_t site, size_t first, double values[])
{
    const struct results_spec *spec = work->spec;
    size_t weeks = spec->weeks - first;
    for (size_t q = 0; q < RESULTS_QUANTILES; q++)
        for (size_t w = 0; w < weeks; w++)
            values[w * RESULTS_QUANTILES + q] =
                (double)fan[(q * spec->municipality_count + site) * spec->weeks + first + w];
    json_t *object = briefing_fan(work, values, weeks);
    json_int_t from = json_integer_value(json_object_get(object, "from"));
    briefing_put(work, object, "from", json_integer(from + (json_int_t)first));
    return object;
}

static int put_fans(struct briefing_work *work, json_t *story)
{
    const struct results_spec *spec = work->spec;
    size_t sites = spec->municipality_count;
    double week = floor(((double)(work->summary->view + 1 - spec->epoch) - spec->monday) / 7);
    size_t first = week < 0 ? 0 : week < (double)spec->weeks ? (size_t)week : spec->weeks - 1;
    float *fan = briefing_get(work, RESULTS_QUANTILES * sites * spec->weeks, sizeof *fan);
    double *values = briefing_get(work, RESULTS_QUANTILES * spec->weeks, sizeof *values);
    int status = fan && values ? results_read_fan(work->results, FAN_MUNICIPALITY, 0, fan, work->error) : -1;
    json_t *list = json_array();
    for (size_t site = 0; status == 0 && site < sites; site++)
        briefing_push(work, list, fan_of(work, fan, site, first, values));
    briefing_put(work, story, "fans", list);
    free(fan);
    free(values);
    return status;
}

static int put_causes(struct briefing_work *work, json_t *story)
{
    const struct results_spec *spec = work->spec;
    size_t causes = spec->cause_count, cells = spec->municipality_count * causes;
    float *days = briefing_get(work, cells, sizeof *days);
    int status = days ? results_read_causes(work->results, 0, days, work->error) : -1;
    json_t *list = json_array(), *own = 0;
    for (size_t i = 0; status == 0 && i < cells; i++) {
        if (i % causes == 0) {
            own = json_array();
            briefing_push(work, list, own);
        }
        briefing_push(work, own, briefing_number((double)days[i]));
    }
    briefing_put(work, story, "causes", list);
    free(days);
    return status;
}

json_t *briefing_story(struct briefing_work *work)
{
    const struct results_spec *spec = work->spec;
    if (!spec->sheet || !*spec->sheet || !results_has_causes(spec) || work->summary->view == LONG_MIN)
        return json_null();
    json_t *story = json_object();
    briefing_put(work, story, "courses", json_integer((json_int_t)spec->fan_replications));
    if (put_sheet(work, story) == 0 && put_fans(work, story) == 0 && put_causes(work, story) == 0)
        return story;
    json_decref(story);
    return 0;
}
