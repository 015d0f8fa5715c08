/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_scenarios: which scenarios of a file are meant.
 */
#include "analysis/results/results.h"
#include "sim/nearest.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

static int refuse(const struct results_spec *spec, const char *name, struct error *error)
{
    const char **names = calloc(spec->scenario_count + 1, sizeof *names);
    for (size_t i = 0; names && i < spec->scenario_count; i++)
        names[i] = spec->scenarios[i].name;
    const char *nearest = names ? nearest_name(name, names, spec->scenario_count) : 0;
    if (nearest)
        error_set(error, ERROR_USAGE, "the file holds no scenario \"%.60s\"; did you mean \"%s\"?", name, nearest);
    else
        error_set(error, ERROR_USAGE, "the file holds no scenario \"%.60s\"; the first of its %zu is \"%s\"", name,
                  spec->scenario_count, spec->scenarios[0].name);
    free(names);
    return -1;
}

int results_scenario(const struct results_spec *spec, const char *name, size_t *index, struct error *error)
{
    for (*index = 0; *index < spec->scenario_count; ++*index)
        if (strcmp(spec->scenarios[*index].name, name) == 0)
            return 0;
    return refuse(spec, name, error);
}

int results_scenarios(const struct results_spec *spec, const char *const patterns[], size_t count, bool chosen[],
                      struct error *error)
{
    for (size_t s = 0; s < spec->scenario_count; s++)
        chosen[s] = count == 0;
    for (size_t p = 0; p < count; p++) {
        size_t found = 0;
        for (size_t s = 0; s < spec->scenario_count; s++)
            if (strcmp(patterns[p], "all") == 0 || fnmatch(patterns[p], spec->scenarios[s].name, 0) == 0) {
                chosen[s] = true;
                found++;
            }
        if (found == 0)
            return refuse(spec, patterns[p], error);
    }
    return 0;
}
