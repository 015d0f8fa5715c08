/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_fans: quantiles of the cards of each municipality, region and vendor over the first replications.
 *
 * The weekly cards of every municipality are too many to keep for all replications: they are simulated anew for the
 * first ones, so that a resumed or merged study gives the same fans.
 */
#include "analysis/estimate.h"
#include "analysis/study_parts.h"
#include "sim/farm.h"

#include <stdlib.h>

struct panel {
    const struct study *study;
    const struct study_run *run;
    const struct programme *programme;
    struct rollout **rollouts;
    size_t replications, entities[FANS];
    int32_t *cards[FANS]; /* [replications][entities][weeks] */
    float *fan[FANS];     /* [quantiles][entities][weeks] */
    double **column;      /* [workers][replications] */
    enum results_fan which;
};

static void add_row(int32_t *sum, const int32_t *cards, size_t weeks)
{
    for (size_t w = 0; w < weeks; w++)
        sum[w] += cards[w];
}

static int simulate(void *context, unsigned worker, size_t job, struct error *error)
{
    struct panel *panel = context;
    const struct programme *p = panel->programme;
    struct rollout *rollout = panel->rollouts[worker];
    size_t weeks = p->weeks;
    if (rollout_run(rollout, study_luck(panel->study, panel->study->first + job), 0, error) != 0)
        return -1;
    const int32_t *cards = rollout_cards(rollout);
    for (size_t site = 0; site < p->sites; site++) {
        const int32_t *row = &cards[site * weeks];
        int vendor = rollout_vendor(rollout, site);
        size_t region = (size_t)p->site[site].region;
        add_row(&panel->cards[FAN_MUNICIPALITY][(job * p->sites + site) * weeks], row, weeks);
        add_row(&panel->cards[FAN_REGION][(job * p->regions.count + region) * weeks], row, weeks);
        if (vendor != NOBODY)
            add_row(&panel->cards[FAN_VENDOR][(job * p->vendors + (size_t)vendor) * weeks], row, weeks);
    }
    return 0;
}

/* All weeks of one entity. */
static int take_quantiles(void *context, unsigned worker, size_t entity, struct error *error)
{
    struct panel *panel = context;
    enum results_fan which = panel->which;
    size_t weeks = panel->programme->weeks, entities = panel->entities[which];
    double *column = panel->column[worker], quantile[RESULTS_QUANTILES];
    (void)error;
    for (size_t w = 0; w < weeks; w++) {
        for (size_t r = 0; r < panel->replications; r++)
            column[r] = panel->cards[which][(r * entities + entity) * weeks + w];
        estimate_quantiles(column, panel->replications, results_quantiles, RESULTS_QUANTILES, quantile);
        for (size_t q = 0; q < RESULTS_QUANTILES; q++)
            panel->fan[which][(q * entities + entity) * weeks + w] = (float)quantile[q];
    }
    return 0;
}

static int progress(void *context, size_t done, struct error *error)
{
    struct panel *panel = context;
    (void)error;
    if (panel->run->progress)
        panel->run->progress(panel->run->context, STUDY_FANS, done, panel->replications, 0);
    return 0;
}

static int fill(struct panel *panel, struct error *error)
{
    unsigned threads = panel->run->threads;
    struct farm farm = {panel->replications, threads, panel, simulate, progress, panel->run->stop};
    if (farm_run(&farm, error) != 0)
        return -1;
    for (panel->which = 0; panel->which < FANS; panel->which++) {
        struct farm quantiles = {panel->entities[panel->which], threads, panel, take_quantiles, 0, panel->run->stop};
        if (panel->entities[panel->which] > 0 && farm_run(&quantiles, error) != 0)
            return -1;
    }
    return 0;
}

static bool take_memory(struct panel *panel, unsigned threads)
{
    bool whole = (panel->column = calloc(threads, sizeof *panel->column)) != 0;
    for (int f = 0; f < FANS; f++) {
        size_t size = panel->replications * panel->entities[f] * panel->programme->weeks;
        whole = (panel->cards[f] = calloc(size + 1, sizeof *panel->cards[f])) && whole;
    }
    for (unsigned t = 0; whole && t < threads; t++)
        whole = (panel->column[t] = calloc(panel->replications + 16, sizeof **panel->column)) != 0;
    return whole;
}

int study_fans(const struct study *study, size_t scenario, const struct study_run *run, size_t replications,
               float *fan[FANS], struct error *error)
{
    struct programme programme = {0};
    struct document document = {0};
    if (study_programme(study, scenario, &programme, &document, error) != 0)
        return -1;
    struct panel panel = {.study = study,
                          .run = run,
                          .programme = &programme,
                          .replications = replications,
                          .entities = {programme.sites, programme.regions.count, programme.vendors},
                          .fan = {fan[0], fan[1], fan[2]}};
    int status = take_memory(&panel, run->threads)
                     ? study_workers(&panel.rollouts, &programme, run->threads, true, error)
                     : error_set(error, ERROR_MEMORY, "out of memory for the fans of %zu replications", replications);
    if (status == 0)
        status = fill(&panel, error);
    study_workers_free(panel.rollouts, run->threads);
    for (unsigned t = 0; panel.column && t < run->threads; t++)
        free(panel.column[t]);
    free(panel.column);
    for (int f = 0; f < FANS; f++)
        free(panel.cards[f]);
    programme_free(&programme);
    document_free(&document);
    return status;
}
