/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pilot: how a nested run is best split.
 */
#include "analysis/study/pilot.h"

#include "analysis/statistics/nested.h"

#include <math.h>
#include <stdlib.h>

static void choose(struct pilot *pilot, const struct programme *p, const struct trial trials[], double on_time[])
{
    size_t n = PILOT_OUTER * PILOT_INNER;
    double nearest = 1;
    for (size_t d = 0; d < p->deadlines; d++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            for (size_t i = 0; i < n; i++)
                on_time[i] = trial_on_time(&trials[i], d, r);
            struct nested nested = nested_of(on_time, PILOT_OUTER, PILOT_INNER);
            if (fabs(nested.mean - 0.5) >= nearest)
                continue;
            nearest = fabs(nested.mean - 0.5);
            double inner = round(nested_best_inner(nested.epistemic, nested.aleatory));
            *pilot = (struct pilot){(size_t)fmin(PILOT_MOST, fmax(2, inner)), d, r, nested.mean};
        }
}

int pilot_run(struct pilot *pilot, const struct document *document, const struct variant_run *run,
              struct faults *faults, struct error *error)
{
    struct variant *variant = 0;
    struct variant_run own = *run;
    struct trial *trials = calloc(PILOT_OUTER * PILOT_INNER, sizeof *trials);
    double *on_time = calloc(PILOT_OUTER * PILOT_INNER, sizeof *on_time);
    int status = trials && on_time ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    own.first = 0;
    own.count = PILOT_OUTER * PILOT_INNER;
    own.inner = PILOT_INNER;
    *pilot = (struct pilot){.inner = 2};
    if (status == 0 && variant_open(&variant, document, 0, 0, (struct question){0, 0}, faults) != 0)
        status = error_set(error, ERROR_CONFIG, "%s", faults->count ? faults->list[0].text : "out of memory");
    if (status == 0)
        status = variant_simulate(variant, &own, trials, error);
    if (status == 0)
        choose(pilot, variant_programme(variant), trials, on_time);
    variant_close(variant);
    free(trials);
    free(on_time);
    return status;
}
