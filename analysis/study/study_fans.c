/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_fans: quantiles of the cards of each municipality, region and vendor over some replications.
 *
 * The weekly cards of every municipality are too many to keep for all replications: only those of a thousand are
 * (study_cards.c). A shard keeps them in its file, so that the merged study gives the same fans without the
 * configuration.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/study/study_parts.h"
#include "sim/farm.h"

#include <stdlib.h>
#include <string.h>

int panel_init(struct panel *panel, const struct results_spec *spec, size_t replications, struct error *error)
{
    *panel = (struct panel){.spec = spec,
                            .replications = replications,
                            .entities = {spec->municipality_count, spec->region_count, spec->vendor_count}};
    size_t rows = replications * spec->municipality_count;
    panel->cards = calloc(rows * spec->weeks + 1, sizeof *panel->cards);
    panel->vendor = calloc(rows + 1, sizeof *panel->vendor);
    bool whole = panel->cards && panel->vendor;
    for (int f = 0; f < FANS; f++)
        whole =
            (panel->fan[f] = calloc(RESULTS_QUANTILES * panel->entities[f] * spec->weeks + 1, sizeof **panel->fan)) &&
            whole;
    if (results_has_causes(spec)) {
        panel->weight = calloc(replications, sizeof *panel->weight);
        panel->lost = calloc(rows * spec->cause_count + 1, sizeof *panel->lost);
        panel->causes = calloc(spec->municipality_count * spec->cause_count + 1, sizeof *panel->causes);
        whole = whole && panel->weight && panel->lost && panel->causes;
    }
    if (whole)
        return 0;
    return error_set(error, ERROR_MEMORY, "out of memory for the fans of %zu replications", replications);
}

void panel_free(struct panel *panel)
{
    for (int f = 0; f < FANS; f++)
        free(panel->fan[f]);
    free(panel->cards);
    free(panel->vendor);
    free(panel->weight);
    free(panel->lost);
    free(panel->causes);
    *panel = (struct panel){.cards = 0};
}

/* ---- the cards ---- */

struct filling {
    struct panel *panel;
    const struct study_cards *cards;
    const struct study_run *run;
    struct rollout **rollouts; /* [workers]; null: nothing is missing */
    unsigned char *records;    /* [workers] */
    size_t scenario, first, count;
};

/* Where the days of each site of a sample's row went, and what the row weighs. */
static int take_sites(const struct filling *filling, const struct rollout *rollout, size_t job, size_t replication,
                      struct error *error)
{
    const struct panel *panel = filling->panel;
    const struct study_sample *sample = study_sample(filling->cards->study);
    size_t sites = panel->spec->municipality_count, causes = panel->spec->cause_count;
    double *days = calloc(causes + 1, sizeof *days);
    if (!days)
        return error_set(error, ERROR_MEMORY, "out of memory for the fans");
    for (size_t site = 0; site < sites; site++) {
        rollout_causes(rollout, site, days);
        for (size_t c = 0; c < causes; c++)
            panel->lost[(job * sites + site) * causes + c] = (float)days[c];
    }
    panel->weight[job] = sample->weight(sample->context, replication);
    free(days);
    return 0;
}

static int simulate(const struct filling *filling, unsigned worker, size_t job, struct error *error)
{
    struct rollout *rollout = filling->rollouts[worker];
    struct panel *panel = filling->panel;
    const struct study_cards *cards = filling->cards;
    size_t sites = panel->spec->municipality_count, weeks = panel->spec->weeks;
    size_t replication = fan_member(cards->before + filling->first + job, cards->fans, cards->all);
    const struct study_sample *sample = study_sample(cards->study);
    struct luck luck =
        sample ? sample->luck(sample->context, worker, replication) : study_luck(cards->study, replication);
    if (rollout_run(rollout, luck, 0, error) != 0)
        return -1;
    memcpy(&panel->cards[job * sites * weeks], rollout_cards(rollout), sites * weeks * sizeof *panel->cards);
    for (size_t site = 0; site < sites; site++)
        panel->vendor[job * sites + site] = (int16_t)rollout_vendor(rollout, site);
    return sample ? take_sites(filling, rollout, job, replication, error) : 0;
}

static int fill_row(void *context, unsigned worker, size_t job, struct error *error)
{
    const struct filling *filling = context;
    struct panel *panel = filling->panel;
    size_t sites = panel->spec->municipality_count, place = filling->first + job;
    void *record = filling->records + worker * study_cards_size(filling->cards->study);
    if (!study_cards_has(filling->cards, filling->scenario, place))
        return simulate(filling, worker, job, error);
    return study_cards_take(filling->cards, filling->scenario, place, record,
                            &panel->cards[job * sites * panel->spec->weeks], &panel->vendor[job * sites], error);
}

static int progress(void *context, size_t done, struct error *error)
{
    struct filling *filling = context;
    (void)error;
    if (filling->run->progress)
        filling->run->progress(filling->run->context, STUDY_FANS, filling->first + done, filling->cards->replications,
                               0);
    return 0;
}

static bool is_whole(const struct filling *filling)
{
    for (size_t place = filling->first; place < filling->first + filling->count; place++)
        if (!study_cards_has(filling->cards, filling->scenario, place))
            return false;
    return true;
}

static int fill_rows(struct filling *filling, struct error *error)
{
    const struct study_run *run = filling->run;
    struct farm farm = {filling->count, run->threads, filling, fill_row, progress, run->stop};
    filling->records = malloc(run->threads * study_cards_size(filling->cards->study) + 1);
    int status =
        filling->records ? farm_run(&farm, error) : error_set(error, ERROR_MEMORY, "out of memory for the fans");
    free(filling->records);
    return status;
}

int panel_fill(struct panel *panel, const struct study_cards *cards, size_t scenario, size_t first, size_t count,
               const struct study_run *run, struct error *error)
{
    struct programme programme = {0};
    struct document document = {0};
    struct filling filling = {
        .panel = panel, .cards = cards, .run = run, .scenario = scenario, .first = first, .count = count};
    if (is_whole(&filling))
        return fill_rows(&filling, error);
    if (study_programme(cards->study, scenario, &programme, &document, error) != 0)
        return -1;
    const struct study_sample *sample = study_sample(cards->study);
    int status = study_workers(&filling.rollouts, &programme, run->threads, true, error);
    if (status == 0 && sample)
        status = sample->begin(sample->context, &programme, study_acts(cards->study, scenario), run->threads, error);
    if (status == 0)
        status = fill_rows(&filling, error);
    study_workers_free(filling.rollouts, run->threads);
    programme_free(&programme);
    document_free(&document);
    return status;
}

/* ---- the quantiles ---- */

enum { WEEKS_TOGETHER = 64 }; /* some cache lines of each replication, read once */

struct sorting {
    struct panel *panel;
    enum results_fan which;
    const int32_t *cards; /* [replications][entities][weeks] */
    int32_t **column;     /* [workers][WEEKS_TOGETHER + 1][replications]; the last is to work in */
};

static void take_columns(const struct sorting *sorting, size_t entity, size_t first, size_t count, int32_t *column)
{
    const struct panel *panel = sorting->panel;
    size_t weeks = panel->spec->weeks, n = panel->replications, entities = panel->entities[sorting->which];
    for (size_t r = 0; r < n; r++) {
        const int32_t *cards = &sorting->cards[(r * entities + entity) * weeks + first];
        for (size_t w = 0; w < count; w++)
            column[w * n + r] = cards[w];
    }
}

/* Of one week, the replications weighing differently. */
static int weighted_quantiles(const struct panel *panel, const int32_t column[], double quantile[], struct error *error)
{
    size_t n = panel->replications;
    double *values = calloc(n, sizeof *values);
    if (!values)
        return error_set(error, ERROR_MEMORY, "out of memory for the fans");
    for (size_t i = 0; i < n; i++)
        values[i] = column[i];
    int status =
        estimate_weighted_quantiles(values, panel->weight, n, results_quantiles, RESULTS_QUANTILES, quantile, error);
    free(values);
    return status;
}

/* All weeks of one entity. */
static int take_quantiles(void *context, unsigned worker, size_t entity, struct error *error)
{
    struct sorting *sorting = context;
    struct panel *panel = sorting->panel;
    size_t weeks = panel->spec->weeks, n = panel->replications, entities = panel->entities[sorting->which];
    int32_t *column = sorting->column[worker];
    double quantile[RESULTS_QUANTILES];
    for (size_t first = 0; first < weeks; first += WEEKS_TOGETHER) {
        size_t count = weeks - first < WEEKS_TOGETHER ? weeks - first : WEEKS_TOGETHER;
        take_columns(sorting, entity, first, count, column);
        for (size_t w = 0; w < count; w++) {
            if (!panel->weight)
                estimate_whole_quantiles(column + w * n, n, results_quantiles, RESULTS_QUANTILES, quantile,
                                         column + WEEKS_TOGETHER * n);
            else if (weighted_quantiles(panel, column + w * n, quantile, error) != 0)
                return -1;
            for (size_t q = 0; q < RESULTS_QUANTILES; q++)
                panel->fan[sorting->which][(q * entities + entity) * weeks + first + w] = (float)quantile[q];
        }
    }
    return 0;
}

/* The cards of regions or vendors: sums over their municipalities. */
static void add_up(const struct panel *panel, enum results_fan which, int32_t *sums)
{
    const struct results_spec *spec = panel->spec;
    size_t sites = spec->municipality_count, weeks = spec->weeks;
    for (size_t row = 0; row < panel->replications * sites; row++) {
        int entity = which == FAN_REGION ? spec->municipalities[row % sites].region : panel->vendor[row];
        if (entity < 0 || (size_t)entity >= panel->entities[which])
            continue; /* belongs to none */
        int32_t *sum = &sums[(row / sites * panel->entities[which] + (size_t)entity) * weeks];
        for (size_t w = 0; w < weeks; w++)
            sum[w] += panel->cards[row * weeks + w];
    }
}

static int make_fan(struct sorting *sorting, const struct study_run *run, struct error *error)
{
    struct panel *panel = sorting->panel;
    size_t entities = panel->entities[sorting->which];
    int32_t *sums = 0;
    sorting->cards = panel->cards;
    if (sorting->which != FAN_MUNICIPALITY) {
        sums = calloc(panel->replications * entities * panel->spec->weeks + 1, sizeof *sums);
        if (!sums)
            return error_set(error, ERROR_MEMORY, "out of memory for the fans");
        add_up(panel, sorting->which, sums);
        sorting->cards = sums;
    }
    struct farm farm = {entities, run->threads, sorting, take_quantiles, 0, run->stop};
    int status = entities > 0 ? farm_run(&farm, error) : 0;
    free(sums);
    return status;
}

static int make_fans(struct panel *panel, const struct study_run *run, struct error *error)
{
    struct sorting sorting = {.panel = panel};
    bool whole = (sorting.column = calloc(run->threads, sizeof *sorting.column)) != 0;
    for (unsigned t = 0; whole && t < run->threads; t++)
        whole =
            (sorting.column[t] = calloc((WEEKS_TOGETHER + 1) * panel->replications + 32, sizeof **sorting.column)) != 0;
    int status = whole ? 0 : error_set(error, ERROR_MEMORY, "out of memory for the fans");
    for (int f = 0; status == 0 && f < FANS; f++) {
        sorting.which = (enum results_fan)f;
        status = make_fan(&sorting, run, error);
    }
    for (unsigned t = 0; sorting.column && t < run->threads; t++)
        free(sorting.column[t]);
    free(sorting.column);
    return status;
}

/* Days by cause, the mean by weight. */
static void average_causes(struct panel *panel)
{
    size_t cells = panel->spec->municipality_count * panel->spec->cause_count;
    double total = 0;
    for (size_t i = 0; i < panel->replications; i++)
        total += panel->weight[i];
    for (size_t cell = 0; cell < cells; cell++) {
        double sum = 0;
        for (size_t i = 0; i < panel->replications; i++)
            sum += panel->weight[i] * (double)panel->lost[i * cells + cell];
        panel->causes[cell] = (float)(sum / total);
    }
}

int panel_write(struct panel *panel, size_t scenario, const struct study_run *run, struct results_writer *writer,
                struct error *error)
{
    struct results_fans fans = {panel->fan[FAN_MUNICIPALITY], panel->fan[FAN_REGION], panel->fan[FAN_VENDOR],
                                panel->causes};
    if (make_fans(panel, run, error) != 0)
        return -1;
    if (panel->lost)
        average_causes(panel);
    return results_write_fans(writer, scenario, &fans, error);
}
