/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_ensemble: some courses of a nowcast by weight, site by site. Their dates stand in its file; their items do
 * not, so they are simulated once more.
 */
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/tempering.h"

#include <math.h>
#include <stdlib.h>

enum { ENSEMBLE_MOST = 1000 };
const int backtest_weeks[BACKTEST_HORIZONS] = {4, 12, 26, 0};

static int choose_rows(struct backtest_ensemble *ensemble, const struct results *results, struct error *error)
{
    size_t n = results_spec(results)->replications;
    struct results_slice all = {.count = n};
    double *weights = calloc(n, sizeof *weights);
    ensemble->count = n < ENSEMBLE_MOST ? n : ENSEMBLE_MOST;
    ensemble->row = calloc(ensemble->count, sizeof *ensemble->row);
    int status = weights && ensemble->row ? results_read(results, OUTCOME_WEIGHT, &all, weights, error)
                                          : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        tempering_resample(weights, n, 0.5, ensemble->row, ensemble->count);
    free(weights);
    return status;
}

static int read_dates(struct backtest_ensemble *ensemble, const struct results *results, struct error *error)
{
    size_t width = ensemble->sites * ensemble->milestones;
    ensemble->date = calloc(ensemble->count * width + 1, sizeof *ensemble->date);
    if (!ensemble->date)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < ensemble->count; i++) {
        struct results_slice one = {.first = ensemble->row[i], .count = 1};
        if (results_read(results, OUTCOME_MUNICIPALITY_DATE, &one, ensemble->date + i * width, error) != 0)
            return -1;
    }
    for (size_t k = 0; k < ensemble->count * width; k++)
        if (isnan(ensemble->date[k]))
            ensemble->date[k] = INFINITY;
    return 0;
}

/* One course's items in the horizons' weeks. */
static void take_cards(struct backtest_ensemble *ensemble, const struct rollout *rollout,
                       const struct programme *programme, size_t member, long week)
{
    const int32_t *cards = rollout_cards(rollout);
    for (size_t h = 0; h < BACKTEST_HORIZONS; h++) {
        long target = week + backtest_weeks[h];
        for (size_t site = 0; backtest_weeks[h] > 0 && site < ensemble->sites; site++)
            if (target >= 0 && target < (long)programme->weeks)
                ensemble->cards[(member * BACKTEST_HORIZONS + h) * ensemble->sites + site] =
                    cards[site * programme->weeks + (size_t)target];
    }
    for (size_t site = 0; member == 0 && site < ensemble->sites; site++)
        ensemble->expected[site] = rollout_site(rollout, site).expected;
}

static int simulate(struct backtest_ensemble *ensemble, const struct nowcast *nowcast, struct rollout *rollout,
                    struct posterior_lot *lot, long week, const atomic_int *stop, struct error *error)
{
    for (size_t i = 0; i < ensemble->count; i++) {
        size_t row = ensemble->row[i];
        struct luck luck = lot ? posterior_draw(lot, row)
                               : (struct luck){.seed = nowcast->options->seed, .replication = row, .parameters = row};
        if (stop && *stop)
            return error_set(error, ERROR_INTERRUPTED, "interrupted");
        if (rollout_run(rollout, luck, 0, error) != 0)
            return -1;
        take_cards(ensemble, rollout, &nowcast->programme, i, week);
    }
    return 0;
}

static int find_cards(struct backtest_ensemble *ensemble, const struct nowcast *nowcast, long week,
                      const atomic_int *stop, struct error *error)
{
    struct rollout *rollout = 0;
    struct posterior_lot *lot = 0;
    ensemble->cards = calloc(ensemble->count * BACKTEST_HORIZONS * ensemble->sites, sizeof *ensemble->cards);
    ensemble->expected = calloc(ensemble->sites, sizeof *ensemble->expected);
    int status = ensemble->cards && ensemble->expected ? rollout_new(&rollout, &nowcast->programme, error)
                                                       : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = rollout_keep_cards(rollout, error);
    if (status == 0 && nowcast->sample.posterior)
        status = posterior_lot_new(&lot, nowcast->sample.posterior, &nowcast->programme, error);
    if (status == 0)
        status = simulate(ensemble, nowcast, rollout, lot, week, stop, error);
    posterior_lot_free(lot);
    rollout_free(rollout);
    return status;
}

int backtest_ensemble_of(struct backtest_ensemble *ensemble, const struct nowcast *nowcast,
                         const struct results *results, long week, const atomic_int *stop, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    *ensemble = (struct backtest_ensemble){.sites = spec->municipality_count, .milestones = spec->milestone_count};
    return choose_rows(ensemble, results, error) == 0 && read_dates(ensemble, results, error) == 0 &&
                   find_cards(ensemble, nowcast, week, stop, error) == 0
               ? 0
               : -1;
}

void backtest_ensemble_free(struct backtest_ensemble *ensemble)
{
    free(ensemble->row);
    free(ensemble->date);
    free(ensemble->cards);
    free(ensemble->expected);
    *ensemble = (struct backtest_ensemble){.row = 0};
}
