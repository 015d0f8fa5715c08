/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_site: when the listed sites are done, what they wait for, and what each lever of the file does for them.
 */
#include "analysis/answers/at_risk_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LASTS_LEAST = 10 }; /* courses in which a site comes last, so that their causes are told */

/* The listed sites of some tables; each is a column of instants. */
struct columns {
    struct at_risk_work *work;
    size_t first, tables, count, systems;
    struct at_risk_site **site; /* [count] */
    int *milestone;             /* [count] */
    float *instant;             /* [count][systems][n]; +inf: never */
    double *waits;              /* [count][milestones + 1] */
    double *ahead;              /* [count][milestones] */
};

static size_t scenario_of(const struct columns *columns, size_t system)
{
    const struct at_risk *out = columns->work->out;
    return system == 0 ? out->today : out->lever[system - 1];
}

/* ---- one course ---- */

/* What a site waits for, and the days that lie ahead of it, milestone by milestone. */
static void take_course(const struct columns *columns, size_t c, const float date[], double weight)
{
    const struct at_risk_work *work = columns->work;
    const long *told = work->told.done + columns->site[c]->site * work->milestones;
    double before = work->from, horizon = work->spec->horizon;
    size_t next = work->milestones;
    for (size_t m = 0; m < work->milestones; m++) {
        double at = (double)date[m] < horizon ? (double)date[m] : horizon; /* NaN is never */
        if (told[m] != TOLD_NOT_YET) /* a course's own day is right within an error, and may lie ahead */
            continue;
        if (next == work->milestones && !((double)date[m] <= work->from))
            next = m;
        columns->ahead[c * work->milestones + m] += weight * fmax(0, at - before);
        before = fmax(before, at);
    }
    columns->waits[c * (work->milestones + 1) + next] += weight;
}

static void take_row(const struct columns *columns, size_t system, size_t row, size_t replication)
{
    const struct at_risk_work *work = columns->work;
    for (size_t c = 0; c < columns->count; c++) {
        const float *date = work->rows + (row * work->sites + columns->site[c]->site) * work->milestones;
        float at = date[columns->milestone[c]];
        columns->instant[(c * columns->systems + system) * work->n + replication] = isnan(at) ? INFINITY : at;
        if (system == 0)
            take_course(columns, c, date, work->weights[replication]);
    }
}

static int take_system(const struct columns *columns, size_t system)
{
    struct at_risk_work *work = columns->work;
    for (size_t first = 0; first < work->n; first += AT_RISK_ROWS) {
        size_t left = work->n - first;
        struct results_slice slice = {.scenario = scenario_of(columns, system),
                                      .first = first,
                                      .count = left < AT_RISK_ROWS ? left : AT_RISK_ROWS};
        if (results_read(work->results, OUTCOME_MUNICIPALITY_DATE, &slice, work->rows, work->error) != 0)
            return -1;
        for (size_t i = 0; i < slice.count; i++)
            take_row(columns, system, i, first + i);
    }
    return 0;
}

/* ---- what is told of a site ---- */

static int tell_dates(const struct columns *columns, size_t c)
{
    const struct at_risk_work *work = columns->work;
    const float *from = columns->instant + c * columns->systems * work->n;
    double *values = at_risk_get(work, work->n, sizeof *values);
    if (!values)
        return -1;
    for (size_t i = 0; i < work->n; i++)
        values[i] = (double)from[i];
    int status = estimate_weighted_quantiles(values, work->weights, work->n, results_quantiles, AT_RISK_QUANTILES,
                                             columns->site[c]->date, work->error);
    free(values);
    return status;
}

static int tell_wait(const struct columns *columns, size_t c)
{
    const struct at_risk_work *work = columns->work;
    struct at_risk_site *site = columns->site[c];
    const double *waits = columns->waits + c * (work->milestones + 1);
    double sum = 0;
    size_t most = 0;
    site->ahead = at_risk_get(work, work->milestones, sizeof *site->ahead);
    if (!site->ahead)
        return -1;
    for (size_t m = 0; m <= work->milestones; m++) {
        sum += waits[m];
        most = waits[m] > waits[most] ? m : most;
    }
    site->waits_for = most < work->milestones ? (int)most : -1;
    site->waits_share = waits[most] / sum;
    for (size_t m = 0; m < work->milestones; m++)
        site->ahead[m] = columns->ahead[c * work->milestones + m] / sum;
    return 0;
}

static int tell_lost(const struct columns *columns, size_t c)
{
    const struct at_risk_work *work = columns->work;
    struct at_risk_site *site = columns->site[c];
    size_t causes = work->spec->cause_count;
    if (!work->lost)
        return 0;
    site->lost = at_risk_get(work, causes, sizeof *site->lost);
    if (!site->lost)
        return -1;
    memcpy(site->lost, work->lost + site->site * causes, causes * sizeof *site->lost);
    return 0;
}

/* Of its path's greatest causes in the courses in which it comes last. */
static int tell_cause(const struct columns *columns, size_t c)
{
    const struct at_risk_work *work = columns->work;
    struct at_risk_site *site = columns->site[c];
    size_t causes = work->spec->cause_count, courses = 0, most = 0;
    double sum = 0, *share = at_risk_get(work, causes, sizeof *share);
    if (!share)
        return -1;
    for (size_t i = 0; i < work->n; i++) {
        int cause = work->last_cause[i];
        if (work->last_site[i] != (int)site->site || cause < 0 || (size_t)cause >= causes || !(work->weights[i] > 0))
            continue;
        share[cause] += work->weights[i];
        sum += work->weights[i];
        courses++;
    }
    for (size_t k = 0; k < causes; k++)
        most = share[k] > share[most] ? k : most;
    site->cause = courses >= LASTS_LEAST ? (int)most : -1;
    site->cause_share = courses >= LASTS_LEAST ? share[most] / sum : NAN;
    free(share);
    return 0;
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

static int tell_help(const struct columns *columns, size_t c, const struct at_risk_table *table)
{
    const struct at_risk_work *work = columns->work;
    struct at_risk_site *site = columns->site[c];
    size_t systems = columns->systems;
    site->best = -1;
    if (systems < 2)
        return 0;
    struct gain *gain = at_risk_get(work, systems, sizeof *gain);
    bool *choice = at_risk_get(work, systems, sizeof *choice);
    site->gain = at_risk_get(work, systems - 1, sizeof *site->gain);
    const struct gain_data data = {.systems = systems,
                                   .n = work->n,
                                   .inner = work->groups > 1 ? work->alike : 1,
                                   .weights = work->equal ? 0 : work->weights,
                                   .instant = columns->instant + c * systems * work->n,
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

/* ---- some tables ---- */

static int columns_init(struct columns *columns)
{
    const struct at_risk_work *work = columns->work;
    size_t most = columns->tables * AT_RISK_SITES;
    columns->site = at_risk_get(work, most, sizeof(struct at_risk_site *));
    columns->milestone = at_risk_get(work, most, sizeof *columns->milestone);
    columns->instant = at_risk_get(work, most * columns->systems * work->n, sizeof *columns->instant);
    columns->waits = at_risk_get(work, most * (work->milestones + 1), sizeof *columns->waits);
    columns->ahead = at_risk_get(work, most * work->milestones, sizeof *columns->ahead);
    if (!columns->site || !columns->milestone || !columns->instant || !columns->waits || !columns->ahead)
        return -1;
    for (size_t t = columns->first; t < columns->first + columns->tables; t++)
        for (size_t k = 0; k < work->out->table[t].count; k++) {
            columns->site[columns->count] = &work->out->table[t].site[k];
            columns->milestone[columns->count++] = work->out->table[t].milestone;
        }
    return 0;
}

static int tell_all(const struct columns *columns)
{
    size_t c = 0;
    for (size_t t = columns->first; t < columns->first + columns->tables; t++) {
        const struct at_risk_table *table = &columns->work->out->table[t];
        for (size_t k = 0; k < table->count; k++, c++)
            if (tell_dates(columns, c) != 0 || tell_wait(columns, c) != 0 || tell_lost(columns, c) != 0 ||
                tell_cause(columns, c) != 0 || tell_help(columns, c, table) != 0)
                return -1;
    }
    return 0;
}

int at_risk_sites(struct at_risk_work *work, size_t first, size_t tables)
{
    struct columns columns = {.work = work, .first = first, .tables = tables, .systems = 1 + work->out->lever_count};
    int status = columns_init(&columns);
    for (size_t s = 0; status == 0 && s < columns.systems; s++)
        status = take_system(&columns, s);
    if (status == 0)
        status = tell_all(&columns);
    free(columns.site);
    free(columns.milestone);
    free(columns.instant);
    free(columns.waits);
    free(columns.ahead);
    return status;
}
