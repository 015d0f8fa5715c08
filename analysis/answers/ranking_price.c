/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ranking_price: what scenarios cost, as far as the configuration in the file says.
 *
 * A scenario's cost is that of the units that it has more than today (less: it saves). It is known only if a cost is
 * said for every path that the scenario sets: of what is free of charge the configuration says per_unit = 0.
 */
#include "analysis/answers/ranking_parts.h"

#include "models/scenario.h"

#include <math.h>
#include <string.h>

/* A number, also in its long form; NaN where it is none, or an uncertain one. */
static double number_at(const struct setting *setting)
{
    double value;
    if (setting && setting->type == SETTING_GROUP)
        setting = setting_named(setting, "value");
    return setting && setting_number(setting, &value) ? value : NAN;
}

static double per_unit(const struct setting *costs, const char *path)
{
    for (size_t i = 0; costs && i < costs->count; i++) {
        const struct setting *said = setting_named(costs->children[i], "path");
        if (said && said->type == SETTING_TEXT && strcmp(said->value.text, path) == 0)
            return number_at(setting_named(costs->children[i], "per_unit"));
    }
    return NAN;
}

static double cost_of(const struct document *today, const struct scenario *scenario)
{
    const struct setting *costs = setting_named(today->root, "costs");
    struct faults faults = {0};
    struct document changed;
    double cost = 0;
    if (scenario_apply(&changed, today, scenario, &faults) != 0)
        cost = NAN;
    for (size_t i = 0; !isnan(cost) && i < scenario->assignments; i++) {
        char path[SETTING_PATH];
        snprintf(path, sizeof path, "%.*s", (int)strcspn(scenario->assignment[i], "="), scenario->assignment[i]);
        cost += per_unit(costs, path) *
                (number_at(setting_find(changed.root, path)) - number_at(setting_find(today->root, path)));
    }
    document_free(&changed);
    faults_free(&faults);
    return cost;
}

static void price(struct ranking *ranking, struct ranking_row rows[], size_t count, const struct document *today,
                  const struct scenarios *scenarios)
{
    for (size_t r = 0; r < count; r++) {
        const char *name = ranking->spec->scenarios[rows[r].scenario].name;
        for (size_t s = 0; s < scenarios->count; s++)
            if (strcmp(scenarios->list[s].name, name) == 0)
                rows[r].cost = cost_of(today, &scenarios->list[s]);
        ranking->has_costs |= rows[r].scenario != ranking->today && !isnan(rows[r].cost);
    }
}

int ranking_price(struct ranking *ranking, struct error *error)
{
    const char *text = ranking->spec->configuration;
    struct faults faults = {0};
    struct document today;
    struct scenarios scenarios = {.count = 0};
    int status = document_read_text(&today, "configuration", text, strlen(text), &faults);
    if (status == 0 && setting_named(today.root, "costs")) {
        status = scenarios_list(&scenarios, &today, &faults);
        for (int t = 0; t < RANKING_TABLES; t++)
            price(ranking, ranking->table[t].row, ranking->table[t].count, &today, &scenarios);
    }
    if (status != 0)
        error_set(error, ERROR_FORMAT, "the file's configuration: %s",
                  faults.count > 0 ? faults.list[0].text : "not legal");
    scenarios_free(&scenarios);
    document_free(&today);
    faults_free(&faults);
    return status;
}
