/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * made_worlds: simulation-based calibration of the nowcast (Talts et al. 2018; Modrák et al. 2023).
 *
 * A small programme is simulated from its prior and observed with the very error that the likelihood assumes; the
 * samplers are run on what was observed, and the rank of the truth among 99 of their draws is noted. If sampler and
 * likelihood are right, ranks are uniform in every quantity. Which quantities, the seeds and the criteria (chi-square
 * over ten classes, Holm at 1 %; bands of 50 and 90 % that cover 38 to 62 and 82 to 96 %) were laid down before any
 * world was made. With a deliberate fault at least one quantity must fail:
 *
 *   ignored   draws are of the prior
 *   twice     every observation counts twice
 *   month     what was observed is told of a day a month earlier
 *
 *   made_worlds WORLDS none|ignored|twice|month [THREADS [FIRST]]
 *
 * Prints a table with histograms, also on the way, after every fiftieth world, and judges the whole; exits with 1 if a
 * quantity fails without a fault, or none with one. A world is the same whichever is the FIRST (0 if not told), so that
 * the counts of runs in pieces add up.
 */
#include "clinics.h"
#include "ranks.h"
#include "analysis/nowcast/likelihood.h"
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

static const char PROGRAMME[] = CLINICS_OF("20", "4000", "form = \"drawn\"; weights = { bass = 1; learning = 1; }");

/* The values are those of each world. Errors are standard deviations: what is told is the truth and a normal error. */
#define ROWS                                                                                                           \
    "quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"                                            \
    "installed_sites,national,2026-05-31,2026-05-31,2026-05-31,1,1,count,a\n"                                          \
    "cards,national,2026-07-31,2026-07-31,2026-07-31,1,80,count,a\n"                                                   \
    "cards_per_week,national,2026-07-03,2026-07-31,2026-07-31,1,12,count,a\n"
enum { FACTS = 3 };

enum {
    SAMPLERS = 11,
    EACH = 9,
    DRAWS = SAMPLERS * EACH, /* 99 */
    PARTICLES = 44,
    ON_THE_WAY = 50,
    SEED = 20260131,       /* of the samplers */
    SEED_OF_TRUTH = 990131 /* of the worlds and of what breaks ties */
};

enum ranked { SPREAD, PACE, PREPARATION, FACTOR, BASE, FORM, AHEAD_4, AHEAD_12, LAST, FIT, QUANTITIES };
static const struct {
    const char *name, *path;
} quantities[QUANTITIES] = {
    [SPREAD] = {"decisions' spread", "sites.decision_spread_days"},
    [PACE] = {"spread of the pace", "sites.pace.cv"},
    [PREPARATION] = {"mean preparation", "activities.preparation.duration.mean"},
    [FACTOR] = {"factor of installing", "activities.installation.factor"},
    [BASE] = {"base of the uptake", "uptake.base_week"},
    [FORM] = {"form of the uptake", "uptake.form"},
    [AHEAD_4] = {"cards 4 weeks ahead", 0},
    [AHEAD_12] = {"cards 12 weeks ahead", 0},
    [LAST] = {"last site's date", 0},
    [FIT] = {"log likelihood", 0},
};

enum made_fault { NONE, IGNORED, TWICE, MONTH };
static const char *const faults_known[] = {"none", "ignored", "twice", "month"};

struct worlds {
    struct programme programme;
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
    long as_of;
    struct observations right, told; /* as they are; as the samplers are told */
    enum made_fault fault;
    unsigned threads;
    struct ranks ranks;
};

/* ---- one replication's quantities ---- */

static void measure(struct worlds *worlds, struct luck luck, double value[QUANTITIES])
{
    struct error error = {0};
    const struct programme *p = &worlds->programme;
    must(rollout_run(worlds->rollout, luck, 0, &error), &error, 0);
    rollout_outcome(worlds->rollout, &worlds->layout, worlds->record);
    const int32_t *cards = outcome_of(&worlds->layout, worlds->record, OUTCOME_CARDS);
    const float *date = outcome_of(&worlds->layout, worlds->record, OUTCOME_NATIONAL_DATE);
    size_t week = (size_t)floor(((double)(worlds->as_of + 1 - p->epoch) - p->first_monday) / 7);
    struct course course = {p, &worlds->layout, worlds->record, 0};
    for (int q = 0; q < QUANTITIES; q++)
        if (quantities[q].path)
            value[q] = rollout_value(worlds->rollout, (size_t)quantities_find(&p->quantities, quantities[q].path));
    value[AHEAD_4] = cards[week + 4];
    value[AHEAD_12] = cards[week + 12];
    value[LAST] = isnan(date[p->milestones - 1]) ? INFINITY : date[p->milestones - 1];
    value[FIT] = likelihood_of_course(&worlds->right, &course);
}

/* ---- a world ---- */

/* Simulates the truth and what is told of it. */
static void make(struct worlds *worlds, size_t world, double truth[QUANTITIES])
{
    struct luck luck = {.seed = SEED_OF_TRUTH, .replication = world, .parameters = world};
    measure(worlds, luck, truth);
    struct course course = {&worlds->programme, &worlds->layout, worlds->record, 0};
    for (size_t i = 0; i < FACTS; i++) {
        struct observed *row = &worlds->right.list[i];
        row->value = likelihood_yield(row, &course, row->to) +
                     row->error * gsl_cdf_ugaussian_Pinv(uniform_of(SEED_OF_TRUTH, world, 2, i));
    }
    truth[FIT] = likelihood_of_course(&worlds->right, &course);
    for (size_t i = 0; i < worlds->told.count; i++)
        worlds->told.list[i].value = worlds->right.list[i % FACTS].value;
}

static struct posterior *sample(struct worlds *worlds, size_t world)
{
    struct posterior_options options = {.seed = SEED + world,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 3,
                                        .settling = 4};
    struct posterior_run run = {.threads = worlds->threads};
    struct posterior *posterior;
    struct error error = {0};
    must(posterior_new(&posterior, &worlds->programme, &worlds->told,
                       (double)(worlds->as_of + 1 - worlds->programme.epoch), &options, &error),
         &error, 0);
    must(posterior_sample(posterior, &run, &error), &error, 0);
    return posterior;
}

/* A row of a group, drawn by its weight. */
static size_t draw_row(const struct posterior *posterior, size_t group, double u)
{
    double sum = 0, at = u * PARTICLES; /* the mean weight is 1 */
    for (size_t k = 0; k + 1 < PARTICLES; k++) {
        sum += posterior_weight(posterior, group * PARTICLES + k);
        if (sum >= at)
            return group * PARTICLES + k;
    }
    return group * PARTICLES + PARTICLES - 1;
}

static void rank_world(struct worlds *worlds, size_t world)
{
    double truth[QUANTITIES], value[QUANTITIES];
    size_t below[QUANTITIES] = {0}, equal[QUANTITIES] = {0};
    struct posterior_lot *lot = 0;
    struct error error = {0};
    make(worlds, world, truth);
    struct posterior *posterior = worlds->fault == IGNORED ? 0 : sample(worlds, world);
    if (posterior)
        must(posterior_lot_new(&lot, posterior, &worlds->programme, &error), &error, 0);
    for (size_t d = 0; d < DRAWS; d++) {
        double u = ((double)(d / SAMPLERS) + uniform_of(SEED_OF_TRUTH, world, 4, d)) / EACH;
        struct luck luck = {.seed = SEED + world, .replication = d, .parameters = d};
        measure(worlds, posterior ? posterior_draw(lot, draw_row(posterior, d % SAMPLERS, u)) : luck, value);
        for (int q = 0; q < QUANTITIES; q++) {
            below[q] += value[q] < truth[q];
            equal[q] += value[q] == truth[q];
        }
    }
    for (int q = 0; q < QUANTITIES; q++)
        ranks_note(&worlds->ranks, (size_t)q, below[q], equal[q], uniform_of(SEED_OF_TRUTH, world, 3, (uint64_t)q));
    worlds->ranks.worlds++;
    posterior_lot_free(lot);
    posterior_free(posterior);
}

/* ---- the verdict ---- */

static int judge(const struct worlds *worlds)
{
    return ranks_judge(&worlds->ranks, worlds->fault != NONE, faults_known[worlds->fault]);
}

/* ---- the whole ---- */

static void read_rows(struct worlds *worlds, struct observations *observations, size_t times)
{
    struct faults faults = {0};
    must(observations_read_text(observations, "rows", ROWS, strlen(ROWS), &faults), &(struct error){0}, &faults);
    must(observations_resolve(observations, &worlds->programme, &faults), &(struct error){0}, &faults);
    observations_judge(observations, &worlds->programme, worlds->as_of);
    struct observed *list = calloc(FACTS * times, sizeof *list);
    for (size_t i = 0; list && i < FACTS * times; i++)
        list[i] = observations->list[i % FACTS];
    observations->list = list; /* the rows' texts are shared; nothing is given back before the end */
    observations->count = FACTS * times;
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
    must(document_read_text(&document, "clinics", PROGRAMME, strlen(PROGRAMME), &faults), &error, &faults);
    must(programme_init(&worlds->programme, &document, &faults), &error, &faults);
    document_free(&document);
    must(rollout_new(&worlds->rollout, &worlds->programme, &error), &error, 0);
    programme_extent(&worlds->programme, extent);
    worlds->layout = outcome_layout(extent);
    worlds->record = calloc(1, worlds->layout.size);
    worlds->as_of = date_of(2026, 7, 31);
    read_rows(worlds, &worlds->right, 1);
    read_rows(worlds, &worlds->told, worlds->fault == TWICE ? 2 : 1);
    for (size_t i = 0; i < worlds->told.count && worlds->fault == MONTH; i++) {
        worlds->told.list[i].from -= 30;
        worlds->told.list[i].to -= 30;
    }
}

int main(int argc, char *argv[])
{
    struct worlds worlds = {.threads = argc > 3 ? (unsigned)strtoul(argv[3], 0, 10) : 1};
    size_t count = argc > 2 ? strtoul(argv[1], 0, 10) : 0;
    size_t first = argc > 4 ? strtoul(argv[4], 0, 10) : 0;
    int known = 3;
    while (argc > 2 && known > 0 && strcmp(argv[2], faults_known[known]) != 0)
        known--;
    if (count == 0 || worlds.threads == 0) {
        fprintf(stderr, "made_worlds WORLDS none|ignored|twice|month [THREADS [FIRST]]\n");
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
