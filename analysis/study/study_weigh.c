/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_weigh: what each replication of a study weighs under its condition.
 */
#include "analysis/study/study_parts.h"

#include <math.h>
#include <stdlib.h>

/* Likelihoods may all be below what a double can hold, so they are divided by the greatest. */
static int normalise(double weights[], size_t count, struct error *error)
{
    double greatest = -INFINITY, sum = 0;
    for (size_t i = 0; i < count; i++)
        greatest = fmax(greatest, weights[i]);
    if (greatest == -INFINITY)
        return error_set(
            error, ERROR_UNTRUSTED,
            "none of the %zu replications fits what was observed; more of them (-n), wider errors or wider "
            "priors are needed",
            count);
    for (size_t i = 0; i < count; i++)
        sum += weights[i] = exp(weights[i] - greatest);
    for (size_t i = 0; i < count; i++)
        weights[i] *= (double)count / sum;
    return 0;
}

double *study_weights(const struct study *study, const struct journal *journal, struct error *error)
{
    const struct study_condition *condition = study->options.condition;
    double *weights = calloc(study->count, sizeof *weights);
    void *record = malloc(study->layout.size);
    int status = weights && record ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; status == 0 && i < study->count; i++) {
        status = journal_read(journal, i, record, error);
        if (status == 0)
            weights[i] = condition->log_likelihood(condition->context, &study->layout, record);
    }
    if (status == 0)
        status = normalise(weights, study->count, error);
    free(record);
    if (status == 0)
        return weights;
    free(weights);
    return 0;
}
