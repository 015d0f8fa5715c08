/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_help: what each lever of the file does for the listed sites.
 *
 * Gains are of pairs and of quantiles of instants, so every course's instant is held, of as many sites at a time as
 * there is room for.
 */
#include "analysis/answers/at_risk_parts.h"

#include <math.h>
#include <stdlib.h>

enum { TOGETHER = 192 << 20 }; /* bytes of instants that are held at a time, but for at least one site's */

/* The instants at which a site reaches a milestone; several tables may ask for it. */
struct column {
    size_t site;
    int milestone;
};

struct columns {
    const struct at_risk_work *work;
    size_t systems, count, first, end; /* those from `first` to `end` - 1 are held */
    struct column *column;             /* [count] */
    size_t system;                     /* at work */
    float *instant;                    /* [end - first][systems][n]; +inf: never */
};

static size_t scenario_of(const struct columns *columns)
{
    const struct at_risk *out = columns->work->out;
    return columns->system == 0 ? out->today : out->lever[columns->system - 1];
}

static size_t place_of(const struct columns *columns, size_t site, int milestone)
{
    size_t c = 0;
    while (c < columns->count && (columns->column[c].site != site || columns->column[c].milestone != milestone))
        c++;
    return c;
}

static int columns_init(struct columns *columns)
{
    const struct at_risk *out = columns->work->out;
    columns->column = at_risk_get(columns->work, out->count * AT_RISK_SITES, sizeof *columns->column);
    if (!columns->column)
        return -1;
    for (size_t t = 0; t < out->count; t++)
        for (size_t k = 0; k < out->table[t].count; k++) {
            struct column own = {out->table[t].site[k].site, out->table[t].milestone};
            if (place_of(columns, own.site, own.milestone) == columns->count)
                columns->column[columns->count++] = own;
        }
    return 0;
}

static void take_rows(void *context, const void *values, size_t first, size_t count)
{
    const struct columns *columns = context;
    const struct at_risk_work *work = columns->work;
    for (size_t c = columns->first; c < columns->end; c++) {
        const float *date =
            (const float *)values + columns->column[c].site * work->milestones + columns->column[c].milestone;
        float *to = columns->instant + ((c - columns->first) * columns->systems + columns->system) * work->n + first;
        for (size_t i = 0; i < count; i++, date += work->sites * work->milestones)
            to[i] = isnan(*date) ? INFINITY : *date;
    }
}

/* The one that surely helps, and most; of no deadline, by days at the median. */
static int best_of(const struct gain gain[], size_t levers, bool dated)
{
    int best = -1;
    for (size_t k = 0; k < levers; k++) {
        double low = dated ? gain[k].points_interval.low : gain[k].days_interval.low;
        double own = dated ? gain[k].points : gain[k].days;
        if (low > 0 && (best < 0 || own > (dated ? gain[best].points : gain[best].days)))
            best = (int)k;
    }
    return best;
}

static int tell_help(const struct columns *columns, size_t c, const struct at_risk_table *table,
                     struct at_risk_site *site)
{
    const struct at_risk_work *work = columns->work;
    size_t systems = columns->systems;
    struct gain *gain = at_risk_get(work, systems, sizeof *gain);
    bool *choice = at_risk_get(work, systems, sizeof *choice);
    site->gain = at_risk_get(work, systems - 1, sizeof *site->gain);
    const struct gain_data data = {.systems = systems,
                                   .n = work->n,
                                   .inner = work->groups > 1 ? work->alike : 1,
                                   .weights = work->equal ? 0 : work->weights,
                                   .instant = columns->instant + (c - columns->first) * systems * work->n,
                                   .choice = choice,
                                   .limit = at_risk_limit(work, table),
                                   .horizon = work->spec->horizon,
                                   .level = 0.5,
                                   .risk = 0.05 / (double)table->count};
    int status = gain && choice && site->gain ? gain_of(gain, &data, work->error) : -1;
    for (size_t k = 1; status == 0 && k < systems; k++)
        site->gain[k - 1] = gain[k];
    if (status == 0)
        site->best = best_of(site->gain, systems - 1, table->deadline >= 0);
    free(gain);
    free(choice);
    return status;
}

/* The sites whose instants are held. */
static int tell_held(const struct columns *columns)
{
    struct at_risk *out = columns->work->out;
    for (size_t t = 0; t < out->count; t++)
        for (size_t k = 0; k < out->table[t].count; k++) {
            struct at_risk_site *site = &out->table[t].site[k];
            size_t c = place_of(columns, site->site, out->table[t].milestone);
            if (c >= columns->first && c < columns->end && tell_help(columns, c, &out->table[t], site) != 0)
                return -1;
        }
    return 0;
}

int at_risk_help(struct at_risk_work *work)
{
    struct columns columns = {.work = work, .systems = 1 + work->out->lever_count};
    if (work->out->lever_count == 0)
        return 0;
    size_t bytes = columns.systems * work->n * sizeof *columns.instant,
           together = bytes < TOGETHER ? TOGETHER / bytes : 1;
    int status = columns_init(&columns);
    together = together < columns.count ? together : columns.count;
    columns.instant =
        status == 0 ? at_risk_get(work, together * columns.systems * work->n, sizeof *columns.instant) : 0;
    status = columns.instant ? 0 : -1;
    for (columns.first = 0; status == 0 && columns.first < columns.count; columns.first = columns.end) {
        columns.end = columns.count - columns.first < together ? columns.count : columns.first + together;
        const struct results_walker walker = {OUTCOME_MUNICIPALITY_DATE, take_rows, &columns};
        for (columns.system = 0; status == 0 && columns.system < columns.systems; columns.system++)
            status = results_walk(work->results, scenario_of(&columns), &walker, 1, work->error);
        if (status == 0)
            status = tell_held(&columns);
    }
    free(columns.instant);
    free(columns.column);
    return status;
}
