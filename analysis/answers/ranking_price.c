/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking_price: what scenarios cost, as the file's courses have it.
 *
 * A scenario's cost is the mean of what its courses cost more than today's (less: it saves), each from the day on which
 * something comes until all is done. It is known only if the configuration names a cost of every path that the scenario
 * sets: of what is free of charge it says per_unit = 0.
 */
#include "analysis/answers/ranking_parts.h"
#include "models/scenario.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool has_price(const struct setting *costs, const char *path)
{
    for (size_t i = 0; costs && i < costs->count; i++) {
        const struct setting *said = setting_named(costs->children[i], "path");
        if (said && said->type == SETTING_TEXT && strcmp(said->value.text, path) == 0)
            return true;
    }
    return false;
}

static bool is_priced(const struct document *today, const struct scenario *scenario)
{
    const struct setting *costs = setting_named(today->root, "costs");
    char path[SETTING_PATH];
    for (size_t i = 0; i < scenario->assignments; i++) {
        scenario_path(scenario->assignment[i], path);
        if (!has_price(costs, path))
            return false;
    }
    return true;
}

struct pricing {
    struct ranking *ranking;
    const struct results *results;
    const struct document *today;
    const struct scenarios *scenarios;
    size_t n;
    float *before, *after; /* [n], what courses cost */
    double *weights;
    struct error *error;
};

static int read_cost(const struct pricing *pricing, size_t scenario, float cost[])
{
    struct results_slice slice = {.scenario = scenario, .count = pricing->n};
    return results_read(pricing->results, OUTCOME_COST, &slice, cost, pricing->error);
}

static int price_row(const struct pricing *pricing, struct ranking_row *row)
{
    const char *name = pricing->ranking->spec->scenarios[row->scenario].name;
    double sum = 0, total = 0;
    bool priced = false;
    for (size_t s = 0; s < pricing->scenarios->count; s++)
        priced |= strcmp(pricing->scenarios->list[s].name, name) == 0 &&
                  is_priced(pricing->today, &pricing->scenarios->list[s]);
    if (!priced)
        return 0;
    if (read_cost(pricing, row->scenario, pricing->after) != 0)
        return -1;
    for (size_t i = 0; i < pricing->n; i++) {
        sum += pricing->weights[i] * ((double)pricing->after[i] - (double)pricing->before[i]);
        total += pricing->weights[i];
    }
    row->cost = sum / total;
    pricing->ranking->has_costs |= row->scenario != pricing->ranking->today;
    return 0;
}

static int price_all(struct pricing *pricing)
{
    struct results_slice slice = {.scenario = pricing->ranking->today, .count = pricing->n};
    pricing->before = calloc(pricing->n + 1, sizeof *pricing->before);
    pricing->after = calloc(pricing->n + 1, sizeof *pricing->after);
    pricing->weights = calloc(pricing->n + 1, sizeof *pricing->weights);
    if (!pricing->before || !pricing->after || !pricing->weights)
        return error_set(pricing->error, ERROR_MEMORY, "out of memory");
    if (read_cost(pricing, pricing->ranking->today, pricing->before) != 0 ||
        results_read(pricing->results, OUTCOME_WEIGHT, &slice, pricing->weights, pricing->error) != 0)
        return -1;
    for (int t = 0; t < RANKING_TABLES; t++)
        for (size_t i = 0; i < pricing->ranking->table[t].count; i++)
            if (price_row(pricing, &pricing->ranking->table[t].row[i]) != 0)
                return -1;
    return 0;
}

int ranking_price(struct ranking *ranking, const struct results *results, struct error *error)
{
    const char *text = ranking->spec->configuration;
    struct faults faults = {0};
    struct document today;
    struct scenarios scenarios = {.count = 0};
    struct pricing pricing = {ranking, results, &today, &scenarios, ranking->spec->replications, 0, 0, 0, error};
    int status = document_read_text(&today, "configuration", text, strlen(text), &faults);
    if (status == 0 && setting_named(today.root, "costs"))
        status = scenarios_list(&scenarios, &today, &faults);
    if (status != 0 && faults_of_memory(&faults))
        error_set(error, ERROR_MEMORY, "no memory to read the file's configuration");
    else if (status != 0)
        error_set(error, ERROR_FORMAT, "the file's configuration: %s",
                  faults.count > 0 ? faults.list[0].text : "not legal");
    if (status == 0 && scenarios.count > 0)
        status = price_all(&pricing);
    free(pricing.before);
    free(pricing.after);
    free(pricing.weights);
    scenarios_free(&scenarios);
    document_free(&today);
    faults_free(&faults);
    return status;
}
