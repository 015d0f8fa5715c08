/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * made_pasts: what would have happened, held against what did. Programmes of 25 clinics are simulated from their prior
 * with two technicians, and with the same luck twice more: with four of them from 16 March on, and with one. The first
 * course is written down week by week as made_sheets.c does it; samplers are run on the sheet as of 30 August; and each
 * of 99 of their draws tells what the other crew would have made of it, its own assumptions and luck kept. Ranked is
 * the true difference among theirs:
 *
 *   cards 12 weeks before the as-of date and at it; sites in use at it; the last site's date (at most the horizon)
 *
 * Beside the ranks (chi-square over ten classes, Holm at 1 %; bands of 50 and 90 % that cover 38 to 62 and 82 to 96 %)
 * stands the root mean square error of the draws' mean, and that of the difference of two forecasts that know nothing,
 * each the mean of 2000 courses of the prior: the ratio is to be at most one half. Quantities, seeds and criteria were
 * laid down before the first of worlds 0 to 49 was made (four others, from 1000 on, were to time it).
 *
 *   made_pasts WORLDS [THREADS [FIRST [COLUMNS]]]
 *
 * The sheet tells the days of two milestones, installed and in_use; with 3 COLUMNS also the end of the preparation, and
 * with it how long a site waited for the technicians. A world is the same whichever is the FIRST. Of fewer than about
 * 200 worlds a band may miss its limits by chance: of 50, one that holds 90 % lies within 82 and 96 % in 94 of 100
 * trials, one of 50 % within 38 and 62 % in 92.
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

static const char PROGRAMME[] = CLINICS_OF("25", "5000", "form = \"learning\"");

enum {
    SAMPLERS = 5,
    PARTICLES = 20,
    SWEEPS = 1,
    SETTLING = 20,
    DRAWS = RANKS_DRAWS,
    PRIORS = 2000,
    ON_THE_WAY = 10,
    FREEDOM = 4,              /* of the days' errors, as the likelihood has them */
    SEED = 20261129,          /* of the samplers */
    SEED_OF_TRUTH = 15112026, /* of the worlds, their errors and what breaks ties */
    SEED_OF_PRIOR = 16112026
};
static const double DATE_ERROR = 7; /* days */

/* The branches: as it was, and what might have been done. */
enum branch_of { WAS, MORE, FEWER, BRANCHES };
static const char *const technicians[BRANCHES] = {
    [MORE] = "resources.technicians.changes=({from=\"2026-03-16\"; set=4;})",
    [FEWER] = "resources.technicians.changes=({from=\"2026-03-16\"; set=1;})",
};

enum measured { BEFORE, CARDS, DONE, LAST, MEASURED };
enum { QUANTITIES = (BRANCHES - 1) * MEASURED };
static const char *const names[QUANTITIES] = {
    "more: cards 12 weeks ago",  "more: cards",  "more: sites in use",  "more: last date",
    "fewer: cards 12 weeks ago", "fewer: cards", "fewer: sites in use", "fewer: last date"};

struct branch {
    struct programme programme;
    struct rollout *rollout;
};

struct worlds {
    struct branch branch[BRANCHES];
    struct observations none;
    struct outcome_layout layout;
    void *record;
    double known;
    struct monitor_track track;
    unsigned threads;
    struct ranks ranks;
    double unconditional[QUANTITIES];                                /* difference of the means of the prior */
    double (*error)[QUANTITIES], (*error_unconditional)[QUANTITIES]; /* [worlds] */
    double ahead, draws; /* sites that began before their time, of all draws */
};

/* ---- one replication's quantities ---- */

static void measure(struct worlds *worlds, enum branch_of which, struct luck luck, double value[MEASURED])
{
    struct error error = {0};
    const struct branch *branch = &worlds->branch[which];
    const struct programme *p = &branch->programme;
    must(rollout_run(branch->rollout, luck, 0, &error), &error, 0);
    rollout_outcome(branch->rollout, &worlds->layout, worlds->record);
    const int32_t *cards = outcome_of(&worlds->layout, worlds->record, OUTCOME_CARDS);
    const float *date = outcome_of(&worlds->layout, worlds->record, OUTCOME_NATIONAL_DATE);
    const float *each = outcome_of(&worlds->layout, worlds->record, OUTCOME_MUNICIPALITY_DATE);
    size_t week = (size_t)floor((worlds->known - p->first_monday) / 7);
    value[BEFORE] = cards[week - 12];
    value[CARDS] = cards[week];
    value[DONE] = 0;
    for (size_t site = 0; site < p->sites; site++)
        value[DONE] += each[site * p->milestones + p->milestones - 1] <= worlds->known;
    value[LAST] = isnan(date[p->milestones - 1]) ? p->horizon : date[p->milestones - 1];
}

/* What other luck than that of the first branch is given for the others: none, or that of their lots. */
static void measure_differences(struct worlds *worlds, struct luck luck, struct posterior_lot *const lot[], size_t row,
                                double difference[QUANTITIES])
{
    double was[MEASURED], other[MEASURED];
    measure(worlds, WAS, luck, was);
    for (int b = MORE; b < BRANCHES; b++) {
        measure(worlds, (enum branch_of)b, lot ? posterior_draw(lot[b], row) : luck, other);
        for (int m = 0; m < MEASURED; m++)
            difference[(b - MORE) * MEASURED + m] = other[m] - was[m];
    }
}

/* The forecast of each branch has luck of its own: the means are those of two forecasts. */
static void forecast_unconditionally(struct worlds *worlds)
{
    for (int b = WAS; b < BRANCHES; b++)
        for (uint64_t r = 0; r < PRIORS; r++) {
            double value[MEASURED];
            uint64_t replication = (uint64_t)b * PRIORS + r;
            measure(worlds, (enum branch_of)b, (struct luck){SEED_OF_PRIOR, replication, replication, 0}, value);
            for (int m = 0; m < MEASURED; m++)
                for (int to = b == WAS ? MORE : b; to <= (b == WAS ? FEWER : b); to++)
                    worlds->unconditional[(to - MORE) * MEASURED + m] += (b == WAS ? -1 : 1) * value[m] / PRIORS;
        }
}

/* ---- a world ---- */

/* Writes down what the first branch's rollout has just done. */
static void write_down(struct worlds *worlds, size_t world)
{
    const struct branch *branch = &worlds->branch[WAS];
    const struct programme *p = &branch->programme;
    struct monitor_track *track = &worlds->track;
    size_t weeks = (size_t)floor((worlds->known - p->first_monday) / 7) + 1;
    for (size_t site = 0; site < p->sites; site++) {
        for (size_t week = 0; week < p->weeks; week++) {
            size_t cell = site * p->weeks + week;
            track->told[cell] = week < weeks;
            track->cards[cell] = track->told[cell] ? rollout_cards(branch->rollout)[cell] : ~INT32_MAX;
        }
        track->until[site] = worlds->known;
        for (size_t c = 0; c < track->columns; c++) {
            double day = rollout_done(branch->rollout, site, track->node[c]) +
                         DATE_ERROR * gsl_cdf_tdist_Pinv(uniform_of(SEED_OF_TRUTH, world, 2, site * 8 + c), FREEDOM);
            track->done[site * track->columns + c] = day <= worlds->known ? day : INFINITY;
        }
    }
    monitor_track_fill(track);
}

static struct posterior *sample(struct worlds *worlds, size_t world)
{
    struct posterior_options options = {.seed = SEED + world,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 10,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = SWEEPS,
                                        .settling = SETTLING,
                                        .track = &worlds->track};
    struct posterior_run run = {.threads = worlds->threads};
    struct posterior *posterior;
    struct error error = {0};
    void *record[SAMPLERS];
    must(posterior_new(&posterior, &worlds->branch[WAS].programme, &worlds->none, worlds->known, &options, &error),
         &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++) {
        record[m] = malloc(posterior_record_size(posterior));
        must(posterior_run(posterior, m, PARTICLES, &run, record[m], &error), &error, 0);
    }
    must(posterior_take(posterior, (const void *const *)record, &error), &error, 0);
    for (size_t m = 0; m < SAMPLERS; m++)
        free(record[m]);
    return posterior;
}

struct drawn_world {
    double truth[QUANTITIES], mean[QUANTITIES];
    size_t below[QUANTITIES], equal[QUANTITIES];
};

static void draw_world(struct worlds *worlds, struct posterior *posterior, struct drawn_world *drawn)
{
    struct posterior_lot *lot[BRANCHES];
    struct error error = {0};
    double value[QUANTITIES], acts = (double)(date_of(2026, 3, 16) - worlds->branch[WAS].programme.epoch);
    for (int b = WAS; b < BRANCHES; b++) {
        must(posterior_lot_new(&lot[b], posterior, &worlds->branch[b].programme, &error), &error, 0);
        must(b == WAS ? 0 : posterior_lot_look_back(lot[b], acts, &error), &error, 0);
    }
    for (size_t d = 0; d < DRAWS; d++) {
        size_t row = d % SAMPLERS * PARTICLES + d / SAMPLERS; /* all but one, of equal weight */
        measure_differences(worlds, posterior_draw(lot[WAS], row), lot, row, value);
        worlds->ahead += (double)posterior_ahead(lot[MORE]);
        worlds->draws++;
        for (int q = 0; q < QUANTITIES; q++) {
            drawn->below[q] += value[q] < drawn->truth[q];
            drawn->equal[q] += value[q] == drawn->truth[q];
            drawn->mean[q] += value[q] / DRAWS;
        }
    }
    for (int b = WAS; b < BRANCHES; b++)
        posterior_lot_free(lot[b]);
}

static void rank_world(struct worlds *worlds, size_t world)
{
    struct drawn_world drawn = {.truth = {0}};
    size_t k = worlds->ranks.worlds;
    measure_differences(worlds, (struct luck){SEED_OF_TRUTH, world, world, 0}, 0, 0, drawn.truth);
    write_down(worlds, world); /* the first branch's rollout is as it was left */
    struct posterior *posterior = sample(worlds, world);
    draw_world(worlds, posterior, &drawn);
    posterior_free(posterior);
    fprintf(stderr, "world %zu:", world);
    for (int q = 0; q < QUANTITIES; q++) {
        ranks_note(&worlds->ranks, (size_t)q, drawn.below[q], drawn.equal[q],
                   uniform_of(SEED_OF_TRUTH, world, 3, (uint64_t)q));
        worlds->error[k][q] = drawn.mean[q] - drawn.truth[q];
        worlds->error_unconditional[k][q] = worlds->unconditional[q] - drawn.truth[q];
        fprintf(stderr, " %.4g/%.4g (%zu)", drawn.mean[q], drawn.truth[q], drawn.below[q]);
    }
    fprintf(stderr, "\n");
    worlds->ranks.worlds++;
}

/* ---- the verdict ---- */

static double square(double x)
{
    return x * x;
}

/* Of root mean squares, and its standard error by leaving out one world after the other. */
static double ratio_of(const struct worlds *worlds, int q, double *error)
{
    size_t n = worlds->ranks.worlds;
    double own = 0, other = 0, sum = 0, squares = 0;
    for (size_t w = 0; w < n; w++) {
        own += square(worlds->error[w][q]);
        other += square(worlds->error_unconditional[w][q]);
    }
    for (size_t w = 0; w < n; w++) {
        double without =
            sqrt((own - square(worlds->error[w][q])) / (other - square(worlds->error_unconditional[w][q])));
        sum += without / (double)n;
        squares += square(without);
    }
    *error = sqrt(fmax(0, ((double)n - 1) / (double)n * (squares - (double)n * square(sum))));
    return sqrt(own / other);
}

static int judge(const struct worlds *worlds)
{
    int status = ranks_judge(&worlds->ranks, false, "none");
    double n = (double)worlds->ranks.worlds;
    bool half = true;
    printf("\n  %-28s%14s%14s%16s\n", "difference", "error", "uncondit.", "ratio");
    for (int q = 0; q < QUANTITIES; q++) {
        double own = 0, other = 0, error, ratio = ratio_of(worlds, q, &error);
        for (size_t w = 0; w < worlds->ranks.worlds; w++) {
            own += square(worlds->error[w][q]);
            other += square(worlds->error_unconditional[w][q]);
        }
        printf("  %-28s%14.4g%14.4g%9.2f +- %.2f\n", names[q], sqrt(own / n), sqrt(other / n), ratio, error);
        half &= ratio <= 0.5;
    }
    printf("\n  %.2f sites of a draw began before their time; every ratio is %s one half\n\n",
           worlds->ahead / worlds->draws, half ? "at most" : "NOT at most");
    fflush(stdout);
    return status != 0 || !half;
}

/* ---- the whole ---- */

static void set_up_branch(struct branch *branch, const char *set)
{
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    must(document_read_text(&document, "clinics", PROGRAMME, strlen(PROGRAMME), &faults), &error, &faults);
    must(set ? document_set(&document, set, &faults) : 0, &error, &faults);
    must(programme_init(&branch->programme, &document, &faults), &error, &faults);
    document_free(&document);
    must(rollout_new(&branch->rollout, &branch->programme, &error), &error, 0);
    must(rollout_keep_cards(branch->rollout, &error), &error, 0);
}

static void set_up(struct worlds *worlds, size_t count, size_t columns)
{
    size_t extent[OUTCOME_DIMENSIONS];
    gsl_set_error_handler_off();
    for (int b = WAS; b < BRANCHES; b++)
        set_up_branch(&worlds->branch[b], technicians[b]);
    const struct programme *p = &worlds->branch[WAS].programme;
    worlds->ranks.quantities = QUANTITIES;
    for (int q = 0; q < QUANTITIES; q++)
        worlds->ranks.name[q] = names[q];
    programme_extent(p, extent);
    worlds->layout = outcome_layout(extent);
    worlds->record = calloc(1, worlds->layout.size);
    worlds->error = calloc(count, sizeof *worlds->error);
    worlds->error_unconditional = calloc(count, sizeof *worlds->error_unconditional);
    worlds->known = (double)(date_of(2026, 8, 30) + 1 - p->epoch);
    size_t node[] = {(size_t)programme_node(p, "installed"), (size_t)programme_node(p, "in_use"),
                     (size_t)programme_node(p, "preparation")};
    const struct monitor empty = {.node = node, .columns = columns};
    if (!worlds->record || !worlds->error || !worlds->error_unconditional ||
        monitor_track_init(&worlds->track, &empty, p, 0, DATE_ERROR) != 0)
        exit(2);
}

int main(int argc, char *argv[])
{
    static struct worlds worlds;
    size_t count = argc > 1 ? strtoul(argv[1], 0, 10) : 0;
    size_t first = argc > 3 ? strtoul(argv[3], 0, 10) : 0;
    worlds.threads = argc > 2 ? (unsigned)strtoul(argv[2], 0, 10) : 1;
    size_t columns = argc > 4 ? strtoul(argv[4], 0, 10) : 2;
    if (count == 0 || worlds.threads == 0 || columns < 2 || columns > 3) {
        fprintf(stderr, "made_pasts WORLDS [THREADS [FIRST [COLUMNS]]]\n");
        return 2;
    }
    set_up(&worlds, count, columns);
    forecast_unconditionally(&worlds);
    for (size_t world = 0; world < count; world++) {
        rank_world(&worlds, first + world);
        if (worlds.ranks.worlds % ON_THE_WAY == 0 && worlds.ranks.worlds < count)
            judge(&worlds);
    }
    return judge(&worlds);
}
