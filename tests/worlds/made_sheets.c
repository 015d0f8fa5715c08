/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * made_sheets: simulation-based calibration of the nowcast on a monitoring sheet, as made_worlds.c does it for national
 * facts: programmes of 25 clinics are simulated from their prior and written down week by week, counts as they are,
 * days with the very error that the likelihood assumes; the samplers are run on the sheet, and the rank of the truth
 * among 99 of their draws is noted. Quantities, seeds and criteria (chi-square over ten classes, Holm at 1 %; bands of
 * 50 and 90 % that cover 38 to 62 and 82 to 96 %) were laid down before the first world was made. With a deliberate
 * fault at least one quantity must fail:
 *
 *   ignored   draws are of the prior
 *   shifted   the rows of every site are told four weeks late
 *   swapped   every two sites' counts are swapped
 *
 *   made_sheets WORLDS none|ignored|shifted|swapped [THREADS [FIRST [SHARE]]]
 *
 * SHARE of the rows are missing at random (0 if not told). A world is the same whichever is the FIRST.
 */
#include "clinics.h"
#include "ranks.h"
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

enum {
    SAMPLERS = 5,
    PARTICLES = 20,
    DRAWS = RANKS_DRAWS,
    ON_THE_WAY = 10,
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
    struct observations none;
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
    double known, missing;
    struct monitor_track right, told; /* as it was; as the samplers are told */
    struct sighting sighting;         /* of what was right */
    struct monitor_known *counts;
    enum made_fault fault;
    unsigned threads;
    struct ranks ranks;
};

static void must(int status, const struct error *error, const struct faults *faults)
{
    if (status == 0)
        return;
    fprintf(stderr, "made_sheets: %s\n", error->code ? error->text : faults->count ? faults->list[0].text : "?");
    exit(2);
}

static double uniform(size_t world, uint64_t what, uint64_t k)
{
    struct stream stream = stream_open(SEED_OF_TRUTH, world, what, 1, k);
    return stream_uniform(&stream);
}

/* ---- one replication's quantities ---- */

static void measure_whole(struct worlds *worlds, struct luck luck, double value[QUANTITIES])
{
    struct error error = {0};
    const struct programme *p = &worlds->programme;
    must(rollout_run(worlds->rollout, luck, 0, &error), &error, 0);
    rollout_outcome(worlds->rollout, &worlds->layout, worlds->record);
    const int32_t *cards = outcome_of(&worlds->layout, worlds->record, OUTCOME_CARDS);
    const float *date = outcome_of(&worlds->layout, worlds->record, OUTCOME_NATIONAL_DATE);
    const float *each = outcome_of(&worlds->layout, worlds->record, OUTCOME_MUNICIPALITY_DATE);
    size_t week = (size_t)floor((worlds->known - p->first_monday) / 7);
    for (int q = 0; q < QUANTITIES; q++)
        if (quantities[q].path)
            value[q] = rollout_value(worlds->rollout, (size_t)quantities_find(&p->quantities, quantities[q].path));
    value[SITE] = rollout_pace(worlds->rollout, 0);
    value[AHEAD_4] = cards[week + 4];
    value[AHEAD_12] = cards[week + 12];
    value[DONE_12] = 0;
    for (size_t site = 0; site < p->sites; site++)
        value[DONE_12] += each[site * p->milestones + p->milestones - 1] <= worlds->known + 84;
    value[LAST] = isnan(date[p->milestones - 1]) ? INFINITY : date[p->milestones - 1];
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

/* ---- a world ---- */

/* Writes down what the rollout has just done. */
static void write_down(struct worlds *worlds, size_t world)
{
    const struct programme *p = &worlds->programme;
    struct monitor_track *track = &worlds->right;
    size_t weeks = (size_t)floor((worlds->known - p->first_monday) / 7) + 1;
    for (size_t site = 0; site < p->sites; site++) {
        for (size_t week = 0; week < p->weeks; week++) {
            size_t cell = site * p->weeks + week;
            track->told[cell] = week < weeks && uniform(world, 5, cell) >= worlds->missing;
            track->cards[cell] = track->told[cell] ? rollout_cards(worlds->rollout)[cell] : ~INT32_MAX;
        }
        track->until[site] = worlds->known;
        for (size_t c = 0; c < track->columns; c++) {
            double day = rollout_done(worlds->rollout, site, track->node[c]) +
                         DATE_ERROR * gsl_cdf_tdist_Pinv(uniform(world, 2, site * 8 + c), FREEDOM);
            track->done[site * track->columns + c] = day <= worlds->known ? day : INFINITY;
        }
    }
    monitor_track_fill(track);
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
    for (size_t site = 0; site < told->sites && worlds->fault == SHIFTED; site++) {
        for (size_t week = weeks; week-- > 4;)
            told->cards[site * weeks + week] = right->cards[site * weeks + week - 4];
        for (size_t c = 0; c < told->columns; c++)
            told->done[site * told->columns + c] += 28;
    }
    for (size_t site = 0; site + 1 < told->sites && worlds->fault == SWAPPED; site += 2)
        for (size_t week = 0; week < weeks; week++) {
            told->cards[site * weeks + week] = right->cards[(site + 1) * weeks + week];
            told->cards[(site + 1) * weeks + week] = right->cards[site * weeks + week];
        }
}

static struct posterior *sample(struct worlds *worlds, size_t world)
{
    struct posterior_options options = {.seed = SEED + world,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 2,
                                        .settling = 30,
                                        .track = &worlds->told};
    struct posterior_run run = {.threads = worlds->threads};
    struct posterior *posterior;
    struct error error = {0};
    void *record[SAMPLERS];
    must(posterior_new(&posterior, &worlds->programme, &worlds->none, worlds->known, &options, &error), &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++) {
        record[m] = malloc(posterior_record_size(posterior));
        must(posterior_run(posterior, m, PARTICLES, &run, record[m], &error), &error, 0);
    }
    must(posterior_take(posterior, (const void *const *)record, &error), &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++)
        free(record[m]);
    return posterior;
}

static void tell_world(const struct posterior *posterior, size_t world, const double truth[], const double mean[])
{
    fprintf(stderr, "world %zu:", world);
    for (size_t m = 0; posterior && m < SAMPLERS; m++) {
        const struct posterior_trace *trace = posterior_trace(posterior, m);
        const struct sampler_step *last = &trace->step[trace->steps - 1];
        fprintf(stderr, " %.0f in %zu steps, accepted %.2f %.2f %.2f;", trace->log_evidence, (size_t)trace->steps,
                last->acceptance[0], last->acceptance[1], last->acceptance[2]);
    }
    for (int q = 0; q < QUANTITIES; q++)
        fprintf(stderr, " %.4g/%.4g", mean[q], truth[q]);
    fprintf(stderr, "\n");
}

static void rank_world(struct worlds *worlds, size_t world)
{
    double truth[QUANTITIES], value[QUANTITIES], mean[QUANTITIES] = {0};
    size_t below[QUANTITIES] = {0}, equal[QUANTITIES] = {0};
    struct posterior_lot *lot = 0;
    struct error error = {0};
    struct luck luck = {.seed = SEED_OF_TRUTH, .replication = world, .parameters = world};
    measure_whole(worlds, luck, truth);
    write_down(worlds, world);
    mislead(worlds);
    measure_fit(worlds, luck, truth);
    struct posterior *posterior = worlds->fault == IGNORED ? 0 : sample(worlds, world);
    if (posterior)
        must(posterior_lot_new(&lot, posterior, &worlds->programme, &error), &error, 0);
    for (size_t d = 0; d < DRAWS; d++) {
        size_t row = d % SAMPLERS * PARTICLES + d / SAMPLERS; /* all but one, of equal weight */
        luck = posterior ? posterior_draw(lot, row)
                         : (struct luck){.seed = SEED + world, .replication = d, .parameters = d};
        measure_whole(worlds, luck, value);
        measure_fit(worlds, luck, value);
        for (int q = 0; q < QUANTITIES; q++) {
            below[q] += value[q] < truth[q];
            equal[q] += value[q] == truth[q];
            mean[q] += value[q] / DRAWS;
        }
    }
    for (int q = 0; q < QUANTITIES; q++)
        ranks_note(&worlds->ranks, (size_t)q, below[q], equal[q], uniform(world, 3, (uint64_t)q));
    worlds->ranks.worlds++;
    tell_world(posterior, world, truth, mean);
    posterior_lot_free(lot);
    posterior_free(posterior);
}

/* ---- the verdict ---- */

static int judge(const struct worlds *worlds)
{
    return ranks_judge(&worlds->ranks, worlds->fault != NONE, fault_names[worlds->fault]);
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
    worlds->ranks.quantities = QUANTITIES;
    for (int q = 0; q < QUANTITIES; q++)
        worlds->ranks.name[q] = quantities[q].name;
    must(document_read_text(&document, "clinics", CLINICS, strlen(CLINICS), &faults), &error, &faults);
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
    if (!worlds->record || !worlds->counts || !monitor_sighting_take(&worlds->sighting, &worlds->right))
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
    for (size_t world = 0; world < count; world++) {
        rank_world(&worlds, first + world);
        if (worlds.ranks.worlds % ON_THE_WAY == 0 && worlds.ranks.worlds < count) {
            judge(&worlds);
            printf("\n");
            fflush(stdout);
        }
    }
    return judge(&worlds);
}
