/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_some: a summary of some of a file's scenarios.
 */
#include "analysis/answers/summary_parts.h"

#include <stdlib.h>

int summary_take_some(struct summary *summary, const char *const patterns[], size_t count, struct error *error)
{
    const struct results_spec *file = results_spec(summary->results);
    struct summary_some *some = summary->some = summary_get(1, sizeof *some, error);
    bool *chosen = summary_get(file->scenario_count, sizeof *chosen, error);
    int status = some && chosen ? results_scenarios(file, patterns, count, chosen, error) : -1;
    if (status == 0) {
        some->spec = *file;
        some->in_file = summary_get(file->scenario_count, sizeof *some->in_file, error);
        some->spec.scenarios = some->names = summary_get(file->scenario_count, sizeof *some->names, error);
        some->spec.scenario_kinds = some->kinds = summary_get(file->scenario_count, sizeof *some->kinds, error);
        status = some->in_file && some->names && some->kinds ? 0 : -1;
        some->spec.scenario_count = 0;
    }
    for (size_t s = 0; status == 0 && s < file->scenario_count; s++) {
        size_t place = some->spec.scenario_count;
        some->in_file[place] = s;
        some->names[place] = file->scenarios[s];
        some->kinds[place] = file->scenario_kinds[s];
        some->spec.scenario_count += chosen[s];
    }
    free(chosen);
    summary->spec = status == 0 ? &some->spec : NULL;
    return status;
}
