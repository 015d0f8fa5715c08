/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_prior: what the programme yields before anything is seen, beside a nowcast whose rows are of the posterior.
 */
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/estimate.h"
#include "sim/farm.h"

#include <stdlib.h>

const double nowcast_quantiles[NOWCAST_QUANTILES] = {0.05, 0.5, 0.95};

struct work {
    struct nowcast_prior *prior;
    struct rollout **rollout; /* [threads] */
};

static int simulate(void *context, unsigned worker, size_t job, struct error *error)
{
    struct work *work = context;
    const struct nowcast *nowcast = work->prior->nowcast;
    struct luck luck = {.seed = nowcast->options->seed, .replication = job, .parameters = job};
    if (rollout_run(work->rollout[worker], luck, 0, error) != 0)
        return -1;
    rollout_outcome(work->rollout[worker], &work->prior->layout, work->prior->records + job * work->prior->layout.size);
    return 0;
}

int nowcast_prior_run(struct nowcast_prior *prior, const struct nowcast *nowcast, struct error *error)
{
    size_t extent[OUTCOME_DIMENSIONS];
    unsigned threads = nowcast->options->threads > 0 ? nowcast->options->threads : 1;
    struct work work = {prior, calloc(threads, sizeof(struct rollout *))};
    struct farm farm = {.count = NOWCAST_PRIORS, .threads = threads, .context = &work, .work = simulate};
    programme_extent(&nowcast->programme, extent);
    *prior = (struct nowcast_prior){.nowcast = nowcast, .layout = outcome_layout(extent)};
    prior->records = calloc(NOWCAST_PRIORS, prior->layout.size);
    int status = work.rollout && prior->records ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned t = 0; status == 0 && t < threads; t++)
        status = rollout_new(&work.rollout[t], &nowcast->programme, error);
    if (status == 0)
        status = farm_run(&farm, error);
    for (unsigned t = 0; work.rollout && t < threads; t++)
        rollout_free(work.rollout[t]);
    free(work.rollout);
    return status;
}

void nowcast_prior_free(struct nowcast_prior *prior)
{
    free(prior->records);
    *prior = (struct nowcast_prior){0};
}

int nowcast_prior_quantiles(const struct nowcast_prior *prior, const struct observed *row, size_t days,
                            double out[NOWCAST_QUANTILES], struct error *error)
{
    double *values = calloc(NOWCAST_PRIORS * days, sizeof *values);
    if (!values)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < NOWCAST_PRIORS; i++) {
        struct course course = {&prior->nowcast->programme, &prior->layout, prior->records + i * prior->layout.size, 0};
        for (size_t k = 0; k < days; k++)
            values[i * days + k] = likelihood_yield(row, &course, nowcast_day(row, k, days));
    }
    estimate_quantiles(values, NOWCAST_PRIORS * days, nowcast_quantiles, NOWCAST_QUANTILES, out);
    free(values);
    return 0;
}
