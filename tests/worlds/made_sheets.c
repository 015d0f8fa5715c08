/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * made_sheets: simulation-based calibration of the nowcast on a monitoring sheet, as made_worlds.c does it for national
 * facts: programmes of 25 clinics are simulated from their prior and written down week by week, counts as they are,
 * days with the very error that the likelihood assumes; the samplers are run on the sheet, and the rank of the truth
 * among 99 of their draws is noted. Beside it the same world is nowcasted from four facts of the nation alone, and both
 * are scored by what became of the sites that had not been told to be in use: fair CRPS and bands of their dates, CRPS
 * of the items 4 and 12 weeks ahead, and how many of the truly last 4 sites are among the 4 with the latest mean date.
 *
 * What was laid down before the worlds of the measurement (from 1000 on) were made: quantities, seeds and criteria.
 * Ranks are uniform by chi-square over ten classes, Holm at 1 %; bands of 50 and 90 % cover 38 to 62 and 82 to 96 %;
 * the sites' CRPS is at least 30 % better than the nation's, the items' no worse; at least twice as many of the last
 * sites are named. With a deliberate fault at least one quantity's ranks must fail:
 *
 *   ignored   draws are of the prior
 *   shifted   the rows of one site are told four weeks late
 *   swapped   the counts of two sites are swapped
 *
 *   made_sheets WORLDS none|ignored|shifted|swapped [THREADS [FIRST [SHARE]]]
 *
 * SHARE of the rows are missing at random (0 if not told). A world is the same whichever is the FIRST. Prints a line of
 * JSON a world, to be pooled by pool_sheets.py, which judges them.
 */
#include "clinics.h"
#include "sheet_scores.h"
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/monitor_track.h"
#include "analysis/nowcast/posterior.h"
#include "models/document.h"
#include "models/rollout.h"
#include "sim/date.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char PROGRAMME[] = CLINICS_OF("25", "5000", "form = \"learning\"");

/* What is told of the nation, with errors such as those of FMK's facts; the values are those of each world. */
#define ROWS                                                                                                           \
    "quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"                                            \
    "installed_sites,national,2026-08-30,2026-08-30,2026-08-30,1,0.5,count,a\n"                                        \
    "in_use_sites,national,2026-08-30,2026-08-30,2026-08-30,1,0.5,count,a\n"                                           \
    "cards,national,2026-08-30,2026-08-30,2026-08-30,1,0.03,relative,a\n"                                              \
    "cards_per_week,national,2026-08-02,2026-08-30,2026-08-30,1,0.05,relative,a\n"

enum {
    SAMPLERS = 11,
    PARTICLES = 9,           /* of each, given the sheet … */
    NATIONAL_PARTICLES = 45, /* … and given the nation's facts */
    DRAWS = RANKS_DRAWS,
    FREEDOM = 4,             /* of the days' errors, as the likelihood has them */
    SEED = 20261128,         /* of the samplers */
    SEED_OF_TRUTH = 14112026 /* of the worlds, their errors and what breaks ties */
};
static const double DATE_ERROR = 7; /* days */

enum ranked { SPREAD, PACE, PREPARATION, FACTOR, BASE, SITE, AHEAD_4, AHEAD_12, DONE_12, LAST, FIT, QUANTITIES };
static const struct {
    const char *name, *path;
} quantities[QUANTITIES] = {
    [SPREAD] = {"decisions' spread", "sites.decision_spread_days"},
    [PACE] = {"spread of the pace", "sites.pace.cv"},
    [PREPARATION] = {"mean preparation", "activities.preparation.duration.mean"},
    [FACTOR] = {"factor of installing", "activities.installation.factor"},
    [BASE] = {"base of the uptake", "uptake.base_week"},
    [SITE] = {"pace of the first site", 0},
    [AHEAD_4] = {"cards 4 weeks ahead", 0},
    [AHEAD_12] = {"cards 12 weeks ahead", 0},
    [DONE_12] = {"in use 12 weeks ahead", 0},
    [LAST] = {"last site's date", 0},
    [FIT] = {"log likelihood", 0},
};

enum made_fault { NONE, IGNORED, SHIFTED, SWAPPED };
static const char *const fault_names[] = {"none", "ignored", "shifted", "swapped"};

struct worlds {
    struct programme programme;
    struct observations none, facts; /* facts: of the nation */
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
    double known, missing;
    struct monitor_track right, told; /* as it was; as the samplers are told */
    struct sighting sighting;         /* of what was right */
    struct monitor_known *counts;
    enum made_fault fault;
    unsigned threads;
};

struct world {
    size_t number;
    double truth[QUANTITIES], draw[QUANTITIES][DRAWS];
    struct course_dates dates;
    struct sheet_forecast by_sheet, by_nation;
    bool open[SCORES_SITES]; /* not told to be at the last milestone */
};

/* ---- one replication's quantities ---- */

static void measure_dates(const struct worlds *worlds, struct course_dates *dates)
{
    const struct programme *p = &worlds->programme;
    const int32_t *cards = outcome_of(&worlds->layout, worlds->record, OUTCOME_CARDS);
    const float *each = outcome_of(&worlds->layout, worlds->record, OUTCOME_MUNICIPALITY_DATE);
    size_t week = (size_t)floor((worlds->known - p->first_monday) / 7);
    for (size_t site = 0; site < p->sites; site++) {
        float date = each[site * p->milestones + p->milestones - 1];
        dates->date[site] = isfinite(date) ? date : p->horizon;
    }
    for (size_t k = 0; k < SCORES_AHEAD; k++)
        dates->cards[k] = cards[week + scores_ahead[k]];
}

static void measure_whole(struct worlds *worlds, struct luck luck, double value[QUANTITIES], struct course_dates *dates)
{
    struct error error = {0};
    const struct programme *p = &worlds->programme;
    must(rollout_run(worlds->rollout, luck, 0, &error), &error, 0);
    rollout_outcome(worlds->rollout, &worlds->layout, worlds->record);
    measure_dates(worlds, dates);
    const float *date = outcome_of(&worlds->layout, worlds->record, OUTCOME_NATIONAL_DATE);
    for (int q = 0; q < QUANTITIES; q++)
        if (quantities[q].path)
            value[q] = rollout_value(worlds->rollout, (size_t)quantities_find(&p->quantities, quantities[q].path));
    value[SITE] = rollout_pace(worlds->rollout, 0);
    value[AHEAD_4] = dates->cards[0];
    value[AHEAD_12] = dates->cards[1];
    value[DONE_12] = 0;
    for (size_t site = 0; site < p->sites; site++)
        value[DONE_12] += dates->date[site] <= worlds->known + 84;
    value[LAST] = isnan(date[p->milestones - 1]) ? p->horizon : date[p->milestones - 1];
}

/* With the right sheet's counts in the place of its draws, whatever it was told. */
static void measure_fit(struct worlds *worlds, struct luck luck, double value[QUANTITIES])
{
    struct error error = {0};
    struct renewal renewal = luck.renewal ? *luck.renewal : (struct renewal){0};
    renewal.sighting = &worlds->sighting;
    luck.renewal = &renewal;
    must(rollout_run_until(worlds->rollout, luck, worlds->known, &error), &error, 0);
    struct tempered fit = monitor_track_fit(&worlds->right, &worlds->programme, worlds->rollout, &worlds->sighting,
                                            worlds->known, worlds->counts);
    value[FIT] = fit.log_density - 1e3 * fit.excess;
}

/* ---- a world as it is written down ---- */

/* The counts of a site; the instant of its last row. */
static double write_counts(struct worlds *worlds, size_t world, size_t site)
{
    const struct programme *p = &worlds->programme;
    struct monitor_track *track = &worlds->right;
    size_t weeks = (size_t)floor((worlds->known - p->first_monday) / 7) + 1;
    double last = 0;
    for (size_t week = 0; week < p->weeks; week++) {
        size_t cell = site * p->weeks + week;
        track->told[cell] = week < weeks && uniform_of(SEED_OF_TRUTH, world, 5, cell) >= worlds->missing;
        track->cards[cell] = track->told[cell] ? rollout_cards(worlds->rollout)[cell] : ~INT32_MAX;
        last = track->told[cell] ? p->first_monday + 7 * (double)week : last;
    }
    return last;
}

/* Writes down what the rollout has just done. A site's last row tells its days. */
static void write_down(struct worlds *worlds, struct world *world)
{
    struct monitor_track *track = &worlds->right;
    for (size_t site = 0; site < worlds->programme.sites; site++) {
        double last = write_counts(worlds, world->number, site);
        track->until[site] = last;
        for (size_t c = 0; c < track->columns; c++) {
            double day =
                rollout_done(worlds->rollout, site, track->node[c]) +
                DATE_ERROR * gsl_cdf_tdist_Pinv(uniform_of(SEED_OF_TRUTH, world->number, 2, site * 8 + c), FREEDOM);
            track->done[site * track->columns + c] = day <= last ? day : INFINITY;
        }
        world->open[site] = isinf(track->done[site * track->columns + track->columns - 1]);
    }
    monitor_track_fill(track);
}

/* The truth's record is still there. */
static void write_facts(struct worlds *worlds, size_t world)
{
    struct course course = {&worlds->programme, &worlds->layout, worlds->record, 0};
    for (size_t i = 0; i < worlds->facts.count; i++) {
        struct observed *row = &worlds->facts.list[i];
        double truth = likelihood_yield(row, &course, row->to),
               z = gsl_cdf_ugaussian_Pinv(uniform_of(SEED_OF_TRUTH, world, 6, i));
        row->value = row->kind == OBSERVED_RELATIVE ? truth / (1 - fmin(row->error * z, 0.5)) : truth + row->error * z;
    }
}

static void copy(struct monitor_track *to, const struct monitor_track *from)
{
    memcpy(to->cards, from->cards, from->sites * from->weeks * sizeof *to->cards);
    memcpy(to->told, from->told, from->sites * from->weeks * sizeof *to->told);
    memcpy(to->done, from->done, from->sites * from->columns * sizeof *to->done);
    memcpy(to->until, from->until, from->sites * sizeof *to->until);
}

static void mislead(struct worlds *worlds)
{
    struct monitor_track *told = &worlds->told;
    const struct monitor_track *right = &worlds->right;
    size_t weeks = told->weeks;
    copy(told, right);
    if (worlds->fault == SHIFTED) {
        for (size_t week = weeks; week-- > 4;)
            told->cards[week] = right->cards[week - 4];
        for (size_t c = 0; c < told->columns; c++)
            told->done[c] = right->done[c] + 28 <= right->until[0] ? right->done[c] + 28 : INFINITY;
    }
    for (size_t week = 0; week < weeks && worlds->fault == SWAPPED; week++) {
        told->cards[week] = right->cards[weeks + week];
        told->cards[weeks + week] = right->cards[week];
    }
}

/* ---- its nowcasts ---- */

static struct posterior *sample(struct worlds *worlds, const struct posterior_options *options,
                                const struct observations *facts)
{
    struct posterior_run run = {.threads = worlds->threads};
    struct posterior *posterior;
    struct error error = {0};
    void *record[SAMPLERS];
    must(posterior_new(&posterior, &worlds->programme, facts, worlds->known, options, &error), &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++) {
        record[m] = malloc(posterior_record_size(posterior));
        must(posterior_run(posterior, m, options->particles, &run, record[m], &error), &error, 0);
    }
    must(posterior_take(posterior, (const void *const *)record, &error), &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++)
        free(record[m]);
    return posterior;
}

static struct posterior *sample_sheet(struct worlds *worlds, size_t world)
{
    struct posterior_options options = {.seed = SEED + world,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 2,
                                        .settling = 40,
                                        .track = &worlds->told};
    return worlds->fault == IGNORED ? 0 : sample(worlds, &options, &worlds->none);
}

/* Draw d of 99, spread evenly over samplers and particles; of the prior if there is no posterior. */
static struct luck draw_of(struct posterior_lot *lot, size_t particles, size_t world, size_t d)
{
    size_t row = d % SAMPLERS * particles + d / SAMPLERS * (particles / PARTICLES);
    return lot ? posterior_draw(lot, row) : (struct luck){.seed = SEED + world, .replication = d, .parameters = d};
}

static void forecast_by_sheet(struct worlds *worlds, struct world *world)
{
    struct posterior *posterior = sample_sheet(worlds, world->number);
    struct posterior_lot *lot = 0;
    struct error error = {0};
    if (posterior)
        must(posterior_lot_new(&lot, posterior, &worlds->programme, &error), &error, 0);
    for (size_t d = 0; d < DRAWS; d++) {
        double value[QUANTITIES];
        struct course_dates dates;
        struct luck luck = draw_of(lot, PARTICLES, world->number, d);
        measure_whole(worlds, luck, value, &dates);
        measure_fit(worlds, luck, value);
        for (int q = 0; q < QUANTITIES; q++)
            world->draw[q][d] = value[q];
        sheet_forecast_note(&world->by_sheet, d, &dates);
    }
    posterior_lot_free(lot);
    posterior_free(posterior);
}

static void forecast_by_nation(struct worlds *worlds, struct world *world)
{
    struct posterior_options options = {.seed = SEED + world->number,
                                        .samplers = SAMPLERS,
                                        .particles = NATIONAL_PARTICLES,
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 20,
                                        .sweeps = 3,
                                        .settling = 4};
    struct posterior *posterior = sample(worlds, &options, &worlds->facts);
    struct posterior_lot *lot;
    struct error error = {0};
    must(posterior_lot_new(&lot, posterior, &worlds->programme, &error), &error, 0);
    for (size_t d = 0; d < DRAWS; d++) {
        double value[QUANTITIES];
        struct course_dates dates;
        measure_whole(worlds, draw_of(lot, NATIONAL_PARTICLES, world->number, d), value, &dates);
        sheet_forecast_note(&world->by_nation, d, &dates);
    }
    posterior_lot_free(lot);
    posterior_free(posterior);
}

/* ---- what is told of it ---- */

static void tell_world(const struct worlds *worlds, struct world *world, double seconds)
{
    double u[SCORES_SITES];
    size_t open = 0;
    for (size_t site = 0; site < SCORES_SITES; site++) {
        u[site] = uniform_of(SEED_OF_TRUTH, world->number, 7, site);
        open += world->open[site];
    }
    struct sheet_scores sheet = sheet_forecast_score(&world->by_sheet, &world->dates, world->open, u);
    struct sheet_scores nation = sheet_forecast_score(&world->by_nation, &world->dates, world->open, u);
    printf("{\"world\": %zu, \"fault\": \"%s\", \"missing\": %g, \"seconds\": %.1f, \"open\": %zu, \"quantities\": {",
           world->number, fault_names[worlds->fault], worlds->missing, seconds, open);
    for (size_t q = 0; q < QUANTITIES; q++) {
        printf("%s\"%s\": ", q > 0 ? ", " : "", quantities[q].name);
        sheet_quantity_print(world->draw[q], SAMPLERS, world->truth[q], uniform_of(SEED_OF_TRUTH, world->number, 3, q));
    }
    printf("}");
    sheet_scores_print(&sheet, "sheet");
    sheet_scores_print(&nation, "nation");
    printf("}\n");
    fflush(stdout);
}

static void make_world(struct worlds *worlds, size_t which)
{
    static struct world world;
    struct luck luck = {.seed = SEED_OF_TRUTH, .replication = which, .parameters = which};
    clock_t begun = clock();
    world.number = which;
    measure_whole(worlds, luck, world.truth, &world.dates);
    write_down(worlds, &world);
    write_facts(worlds, which);
    mislead(worlds);
    measure_fit(worlds, luck, world.truth);
    forecast_by_sheet(worlds, &world);
    forecast_by_nation(worlds, &world);
    tell_world(worlds, &world, (double)(clock() - begun) / CLOCKS_PER_SEC);
}

/* ---- the whole ---- */

static void take_track(struct worlds *worlds, struct monitor_track *track)
{
    size_t node[] = {(size_t)programme_node(&worlds->programme, "installed"),
                     (size_t)programme_node(&worlds->programme, "in_use")};
    struct monitor empty = {.node = node, .columns = 2};
    if (monitor_track_init(track, &empty, &worlds->programme, 0, DATE_ERROR) != 0)
        exit(2);
}

static void set_up(struct worlds *worlds)
{
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    size_t extent[OUTCOME_DIMENSIONS];
    gsl_set_error_handler_off();
    must(document_read_text(&document, "clinics", PROGRAMME, strlen(PROGRAMME), &faults), &error, &faults);
    must(programme_init(&worlds->programme, &document, &faults), &error, &faults);
    document_free(&document);
    must(rollout_new(&worlds->rollout, &worlds->programme, &error), &error, 0);
    must(rollout_keep_cards(worlds->rollout, &error), &error, 0);
    programme_extent(&worlds->programme, extent);
    worlds->layout = outcome_layout(extent);
    worlds->record = calloc(1, worlds->layout.size);
    worlds->known = (double)(date_of(2026, 8, 30) + 1 - worlds->programme.epoch);
    take_track(worlds, &worlds->right);
    take_track(worlds, &worlds->told);
    worlds->counts = monitor_known_take(&worlds->right);
    must(observations_read_text(&worlds->facts, "rows", ROWS, strlen(ROWS), &faults), &error, &faults);
    must(observations_resolve(&worlds->facts, &worlds->programme, &faults), &error, &faults);
    observations_judge(&worlds->facts, &worlds->programme, date_of(2026, 8, 30));
    if (worlds->programme.sites != SCORES_SITES || !worlds->record || !worlds->counts ||
        !monitor_sighting_take(&worlds->sighting, &worlds->right))
        exit(2);
}

int main(int argc, char *argv[])
{
    static struct worlds worlds;
    size_t count = argc > 2 ? strtoul(argv[1], 0, 10) : 0;
    size_t first = argc > 4 ? strtoul(argv[4], 0, 10) : 0;
    int known = SWAPPED;
    worlds.threads = argc > 3 ? (unsigned)strtoul(argv[3], 0, 10) : 1;
    worlds.missing = argc > 5 ? strtod(argv[5], 0) : 0;
    while (argc > 2 && known > 0 && strcmp(argv[2], fault_names[known]) != 0)
        known--;
    if (count == 0 || worlds.threads == 0) {
        fprintf(stderr, "made_sheets WORLDS none|ignored|shifted|swapped [THREADS [FIRST [SHARE]]]\n");
        return 2;
    }
    worlds.fault = (enum made_fault)known;
    set_up(&worlds);
    for (size_t world = 0; world < count; world++)
        make_world(&worlds, first + world);
    return 0;
}
