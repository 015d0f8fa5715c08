/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk: see include/analysis/answers/at_risk.h.
 */
#include "analysis/answers/at_risk_parts.h"
#include "models/scenario.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 512 << 20 }; /* bytes of a table's instants, beyond which no lever is told */

/* ---- what is asked ---- */

static int find_weights(struct at_risk_work *work)
{
    struct results_slice slice = {.scenario = work->out->today, .count = work->n};
    work->weights = at_risk_get(work, work->n, sizeof *work->weights);
    if (!work->weights || results_read(work->results, OUTCOME_WEIGHT, &slice, work->weights, work->error) != 0)
        return -1;
    work->equal = true;
    for (size_t i = 0; i < work->n; i++)
        work->equal = work->equal && work->weights[i] == work->weights[0];
    return 0;
}

/* Whether a scenario's replications weigh what today's do. */
static int is_paired(const struct at_risk_work *work, size_t scenario, double other[], bool *paired)
{
    struct results_slice slice = {.scenario = scenario, .count = work->n};
    if (results_read(work->results, OUTCOME_WEIGHT, &slice, other, work->error) != 0)
        return -1;
    *paired = memcmp(other, work->weights, work->n * sizeof *other) == 0;
    return 0;
}

static int find_levers(struct at_risk_work *work, const bool chosen[])
{
    const struct results_spec *spec = work->spec;
    struct at_risk *out = work->out;
    double *other = at_risk_get(work, work->n, sizeof *other);
    bool paired = true, baseline = strcmp(spec->scenarios[out->today].name, SCENARIO_BASELINE) == 0;
    out->lever = at_risk_get(work, spec->scenario_count, sizeof *out->lever);
    int status = other && out->lever ? 0 : -1;
    for (size_t s = 0; status == 0 && baseline && s < spec->scenario_count; s++) {
        if (s == out->today || (chosen && !chosen[s]) || strcmp(spec->scenario_kinds[s], "lever") != 0)
            continue;
        status = is_paired(work, s, other, &paired);
        if (status == 0 && paired)
            out->lever[out->lever_count++] = s;
    }
    free(other);
    size_t bytes = AT_RISK_SITES * work->n * sizeof(float);
    if (work->n < 2 * work->alike || (1 + out->lever_count) * bytes > MOST)
        out->lever_count = 0;
    return status;
}

/* The least certain one of those ahead; of these, all municipalities by it. */
static void choose_asked(const struct at_risk_work *work, const double probability[])
{
    struct at_risk *out = work->out;
    double nearest = INFINITY;
    for (size_t t = 0; t < out->count; t++) {
        int d = out->table[t].deadline;
        double own = d < 0 ? 0 : fabs(probability[(size_t)d * READINGS + READING_ALL_MUNICIPALITIES] - 0.5);
        if (own < nearest) {
            nearest = own;
            out->asked = t;
        }
    }
}

static int find_tables(struct at_risk_work *work)
{
    const struct results_spec *spec = work->spec;
    struct at_risk *out = work->out;
    double *value = at_risk_get(work, 3 * spec->deadline_count * READINGS, sizeof *value);
    out->table = at_risk_get(work, spec->deadline_count + 1, sizeof *out->table);
    int status = value && out->table ? results_read_probability(work->results, out->today, value, work->error) : -1;
    for (size_t d = 0; status == 0 && d < spec->deadline_count; d++)
        if (spec->deadlines[d].milestone >= 0 &&
            view_status(spec, out->view, d, value[d * READINGS + READING_ALL_MUNICIPALITIES]) == VIEW_AHEAD)
            out->table[out->count++] =
                (struct at_risk_table){.deadline = (int)d, .milestone = spec->deadlines[d].milestone};
    if (status == 0 && out->count == 0 && work->milestones > 0)
        out->table[out->count++] = (struct at_risk_table){.deadline = -1, .milestone = (int)work->milestones - 1};
    if (status == 0)
        choose_asked(work, value);
    free(value);
    return status;
}

/* ---- who is listed ---- */

struct candidate {
    size_t site;
    double miss, late, last;
};

static int by_risk(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;
    if (first->miss != second->miss)
        return first->miss > second->miss ? -1 : 1;
    if (first->late != second->late)
        return first->late > second->late ? -1 : 1;
    return (first->site > second->site) - (first->site < second->site);
}

static int by_last(const void *a, const void *b)
{
    const struct candidate *first = a, *second = b;
    if (first->last != second->last)
        return first->last > second->last ? -1 : 1;
    return by_risk(a, b);
}

/* Done by the day of the view in every course, or by the sheet: nothing is at risk. */
static bool is_behind(const struct at_risk_work *work, size_t t, size_t site)
{
    size_t milestone = (size_t)work->out->table[t].milestone;
    double total = 0;
    for (size_t g = 0; g < work->groups; g++)
        total += work->group_weight[g];
    return work->told.done[site * work->milestones + milestone] != TOLD_NOT_YET ||
           work->behind[work->asked_of[t] * work->sites + site] >= total * (1 - 1e-9);
}

/* The sites of a table in the order of their risk; of no deadline, in that of being last. */
static struct candidate *order(const struct at_risk_work *work, size_t t, size_t *count)
{
    bool dated = work->out->table[t].deadline >= 0;
    struct candidate *list = at_risk_get(work, work->sites, sizeof *list);
    *count = 0;
    for (size_t site = 0; list && site < work->sites; site++)
        if (!is_behind(work, t, site))
            list[(*count)++] =
                (struct candidate){.site = site,
                                   .miss = at_risk_share(work, work->miss + t * work->groups * work->sites, site),
                                   .late = work->late[work->asked_of[t] * work->sites + site],
                                   .last = at_risk_share(work, work->last, site)};
    if (list)
        qsort(list, *count, sizeof *list, dated ? by_risk : by_last);
    return list;
}

static int list_table(const struct at_risk_work *work, size_t t)
{
    struct at_risk_table *table = &work->out->table[t];
    const double *miss = work->miss + t * work->groups * work->sites;
    size_t count;
    struct candidate *list = order(work, t, &count);
    table->site = at_risk_get(work, AT_RISK_SITES, sizeof *table->site);
    double miss_size = at_risk_least_size(work, miss), last_size = at_risk_least_size(work, work->last);
    for (size_t k = 0; list && table->site && k < count && k < AT_RISK_SITES; k++) {
        bool dated = table->deadline >= 0;
        if (!((dated ? list[k].miss : list[k].last) > 0))
            break;
        table->site[table->count++] =
            (struct at_risk_site){.site = list[k].site,
                                  .miss = dated ? list[k].miss : NAN,
                                  .miss_interval = at_risk_interval(work, miss, list[k].site, miss_size),
                                  .last = list[k].last,
                                  .last_interval = at_risk_interval(work, work->last, list[k].site, last_size)};
    }
    bool whole = list && table->site;
    free(list);
    return whole ? 0 : -1;
}

/* ---- the whole ---- */

/* The baseline, if it is chosen; else the first that is. */
static size_t today_of(const struct results_spec *spec, const bool chosen[])
{
    size_t today = 0;
    bool baseline = false;
    for (size_t s = spec->scenario_count; s-- > 0;) {
        bool own = strcmp(spec->scenarios[s].name, SCENARIO_BASELINE) == 0;
        if ((!chosen || chosen[s]) && (own || !baseline))
            today = s;
        baseline |= own && (!chosen || chosen[s]);
    }
    return today;
}

/* What is asked, and memory for the pass. */
static int prepare(struct at_risk_work *work, const bool chosen[])
{
    struct at_risk *out = work->out;
    if (view_day(work->spec, &out->view, work->error) != 0 || find_weights(work) != 0 || find_tables(work) != 0)
        return -1;
    if (out->count == 0)
        return 0;
    work->from = out->view == LONG_MIN ? 0 : fmax(0, (double)(out->view + 1 - work->spec->epoch));
    return find_levers(work, chosen) != 0 || told_of(&work->told, work->spec, work->error) != 0 ||
                   at_risk_count_init(work) != 0
               ? -1
               : 0;
}

int at_risk_begin(struct at_risk_work **out, struct at_risk *risk, const struct results *results, const bool chosen[],
                  struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    struct at_risk_work *work = calloc(1, sizeof *work);
    *out = 0;
    *risk = (struct at_risk){.spec = spec, .view = LONG_MIN};
    if (!work)
        return error_set(error, ERROR_MEMORY, "no memory for the sites at risk");
    *work = (struct at_risk_work){.results = results,
                                  .spec = spec,
                                  .out = risk,
                                  .n = spec->replications,
                                  .sites = spec->municipality_count,
                                  .milestones = spec->milestone_count,
                                  .alike = results_alike(spec),
                                  .groups = 1,
                                  .error = error};
    risk->today = today_of(spec, chosen);
    if (work->alike > 1 && work->n >= 2 * work->alike && work->n % work->alike == 0)
        work->groups = work->n / work->alike;
    else
        work->alike = 1;
    if (prepare(work, chosen) != 0) {
        at_risk_drop(work);
        return -1;
    }
    *out = work;
    return 0;
}

size_t at_risk_walkers(struct at_risk_work *work, struct results_walker walker[AT_RISK_WALKERS])
{
    walker[0] = (struct results_walker){OUTCOME_MUNICIPALITY_DATE, at_risk_count_rows, work};
    return work->out->count > 0 ? 1 : 0;
}

int at_risk_end(struct at_risk_work *work, struct error *error)
{
    int status = 0;
    work->error = error;
    for (size_t t = 0; status == 0 && t < work->out->count; t++)
        status = list_table(work, t);
    if (status == 0 && work->out->count > 0)
        status = at_risk_sites(work) != 0 || at_risk_help(work) != 0 ? -1 : 0;
    at_risk_drop(work);
    return status;
}

void at_risk_drop(struct at_risk_work *work)
{
    if (!work)
        return;
    at_risk_count_free(work);
    told_free(&work->told);
    free(work);
}

int at_risk_of(struct at_risk *risk, const struct results *results, const bool chosen[], struct error *error)
{
    struct at_risk_work *work;
    struct results_walker walker[AT_RISK_WALKERS];
    if (at_risk_begin(&work, risk, results, chosen, error) != 0)
        return -1;
    size_t walkers = at_risk_walkers(work, walker);
    if (walkers > 0 && results_walk(results, risk->today, walker, walkers, error) != 0) {
        at_risk_drop(work);
        return -1;
    }
    return at_risk_end(work, error);
}

void at_risk_free(struct at_risk *risk)
{
    for (size_t t = 0; risk->table && t < risk->count; t++) {
        struct at_risk_table *table = &risk->table[t];
        for (size_t k = 0; k < table->count; k++) {
            free(table->site[k].ahead);
            free(table->site[k].lost);
            free(table->site[k].gain);
        }
        free(table->site);
    }
    free(risk->table);
    free(risk->lever);
    *risk = (struct at_risk){.spec = 0};
}
