/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the moves that choose by a guess and decide by simulating (analysis/nowcast/site_block.c). Two sites share
 * one server, and the sheet tells when the second one is done: the guess knows nothing of what the first one's length
 * has to do with that, and of the second one's it knows all. Only a ratio that corrects both has the grid's posterior.
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_randist.h>

enum { SAMPLERS = 8, PARTICLES = 100, DAYS = 56, TOLD = 33, CELLS = 400 };
static const double ERROR = 2;

static const char SITES[] = "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n"
                            "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
                            "sites = { count = 2; cards = 200; decision_from = \"2026-01-05\"; };\n"
                            "resources = { technicians = { capacity = 1; }; };\n"
                            "activities = { work = { after = [\"start\"]; resource = \"technicians\";\n"
                            "  duration = { dist = \"gamma\"; mean = 10; cv = 0.5; }; }; };\n"
                            "milestones = { ready = { after = [\"work\"]; }; };\n"
                            "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"ready\"; }; };\n";

static const char ROWS[] = "code,date,ready\n2,2026-03-01,2026-02-07\n";

struct setup {
    struct world world;
    struct monitor monitor;
    struct monitor_track track;
    struct posterior *posterior;
    struct observations none;
};

static void set_up(struct setup *setup)
{
    struct faults faults = {0};
    struct error error = {0};
    const long as_of = date_of(2026, 1, 5) + DAYS - 1;
    struct posterior_run run = {.threads = 1};
    void *record[SAMPLERS];
    *setup = (struct setup){0};
    world_write(&setup->world, SITES, 0);
    monitor_read_text(&setup->monitor, "a.csv", ROWS, strlen(ROWS), &setup->world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&setup->track, &setup->monitor, &setup->world.programme, as_of, ERROR), 0);
    struct posterior_options options = {.seed = 11,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 30,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 3,
                                        .settling = 30,
                                        .track = &setup->track};
    cr_assert_eq(posterior_new(&setup->posterior, &setup->world.programme, &setup->none, DAYS, &options, &error), 0);
    for (size_t m = 0; m < SAMPLERS; m++) {
        record[m] = malloc(posterior_record_size(setup->posterior));
        cr_assert_eq(posterior_run(setup->posterior, m, PARTICLES, &run, record[m], &error), 0, "%s", error.text);
    }
    cr_assert_eq(posterior_take(setup->posterior, (const void *const *)record, &error), 0, "%s", error.text);
    for (size_t m = 0; m < SAMPLERS; m++)
        free(record[m]);
}

static void drop(struct setup *setup)
{
    posterior_free(setup->posterior);
    monitor_track_free(&setup->track);
    monitor_free(&setup->monitor);
    world_close(&setup->world);
}

static double density(double length)
{
    return gsl_ran_gamma_pdf(length, 4, 2.5);
}

/* Means of both lengths, and of the square of the first one. */
static void by_grid(double exact[3])
{
    const double step = 60.0 / CELLS;
    double total = 0;
    for (int q = 0; q < 3; q++)
        exact[q] = 0;
    for (int i = 0; i < CELLS; i++)
        for (int j = 0; j < CELLS; j++) {
            double first = (i + 0.5) * step, second = (j + 0.5) * step, done = first + second;
            double off = ((done <= DAYS ? done : DAYS + ERROR) - (TOLD + 0.5)) / ERROR;
            double weight = density(first) * density(second) * gsl_ran_tdist_pdf(off, 4);
            total += weight;
            exact[0] += weight * first;
            exact[1] += weight * second;
            exact[2] += weight * first * first;
        }
    for (int q = 0; q < 3; q++)
        exact[q] /= total;
}

Test(site_block, a_guess_that_knows_half)
{
    static const char *const names[] = {"first", "second", "first squared"};
    struct setup setup;
    struct posterior_lot *lot;
    struct error error = {0};
    double exact[3], sum[3][SAMPLERS] = {{0}};
    set_up(&setup);
    by_grid(exact);
    cr_assert_eq(posterior_lot_new(&lot, setup.posterior, &setup.world.programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(setup.posterior); row++) {
        cr_assert_eq(rollout_run(setup.world.rollout, posterior_draw(lot, row), 0, &error), 0, "%s", error.text);
        double first = rollout_done(setup.world.rollout, 0, 1),
               second = rollout_done(setup.world.rollout, 1, 1) - first;
        cr_assert_gt(second, 0);
        sum[0][row / PARTICLES] += first / PARTICLES;
        sum[1][row / PARTICLES] += second / PARTICLES;
        sum[2][row / PARTICLES] += first * first / PARTICLES;
    }
    for (int q = 0; q < 3; q++) {
        struct spread spread = spread_of(sum[q], SAMPLERS, 0.95);
        cr_expect_lt(fabs(spread.mean - exact[q]), 4 * spread.error, "%s: %g +- %g instead of %g", names[q],
                     spread.mean, spread.error, exact[q]);
        cr_expect_lt(spread.error, 0.05 * exact[q], "%s: +- %g", names[q], spread.error);
    }
    posterior_lot_free(lot);
    drop(&setup);
}
