/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of two sites that change vendors with one another (models/vendor_swap.h, analysis/nowcast/site_swap.c).
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"
#include "models/vendor_swap.h"

#include <gsl/gsl_randist.h>

enum { SITES = 6, SAMPLERS = 8, PARTICLES = 90, DAYS = 56, COURSES = 60000, TOLD = 3 };
static const double ERROR = 5;

/* Each vendor's sites wait for its one team, for as long as those before them take. */
static const char TEXT[] =
    "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 6; cards = 600; decision_from = \"2026-01-05\"; };\n"
    "integration = { planned = \"2026-01-05\"; };\n"
    "vendors = { one = { name = \"One\"; sites = 1; teams = 1; slip_days = 10; };\n"
    "  two = { name = \"Two\"; sites = 2; teams = 1; slip_days = 20; };\n"
    "  three = { name = \"Three\"; sites = 3; teams = 1; slip_days = 30; }; };\n"
    "activities = { version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };\n"
    "  upgrade = { after = [\"version\"]; resource = \"vendor\";\n"
    "  duration = { dist = \"gamma\"; mean = 8; cv = 0.6; }; }; };\n"
    "milestones = { ready = { after = [\"upgrade\"]; }; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"ready\"; }; };\n";

/* The two change, and nobody else, just where the luck says so. */
Test(site_swap, two_and_nobody_else)
{
    static uint32_t generation[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS];
    const struct renewal renewal = {.generation = generation, .by_site = true};
    struct world world;
    struct error error = {0};
    struct vendor_swap swap;
    size_t fitting = 0, other = 0;
    world_write(&world, TEXT, 0);
    for (uint32_t k = 0; k < 3000; k++) {
        int before[SITES];
        size_t one = k % SITES, two = k / SITES % SITES;
        uint32_t fresh[2] = {2 * k + 1, 2 * k + 2}, kept[2];
        cr_assert_eq(rollout_run_until(world.rollout, (struct luck){1, k / 60, 1, &renewal}, DAYS, &error), 0);
        for (size_t i = 0; i < SITES; i++)
            before[i] = rollout_vendor(world.rollout, i);
        bool may = vendor_swap_of(&swap, world.rollout, generation, one, two);
        cr_expect_eq(may, before[one] != before[two]);
        if (!may)
            continue;
        bool fits = vendor_swap_fits(&swap, world.rollout, fresh);
        for (size_t i = 0; i < 2; i++) {
            kept[i] = generation[swap.cell[i]];
            generation[swap.cell[i]] = fresh[i];
        }
        cr_assert_eq(rollout_run_until(world.rollout, (struct luck){1, k / 60, 1, &renewal}, DAYS, &error), 0);
        bool swapped = true;
        for (size_t i = 0; i < SITES; i++)
            swapped &= rollout_vendor(world.rollout, i) == before[i == one ? two : i == two ? one : i];
        cr_expect_eq(fits, swapped, "luck %u", k);
        fitting += fits;
        other += !fits;
        for (size_t i = 0; i < 2; i++)
            generation[swap.cell[i]] = kept[i];
    }
    cr_expect_gt(fitting, 50);
    cr_expect_gt(other, 50);
    world_close(&world);
}

/* Three sites were ready on days 17, 26 and 35, as far as one can tell. */
static const char ROWS[] =
    "code,date,ready\n1,2026-03-01,2026-01-22\n2,2026-03-01,2026-01-31\n3,2026-03-01,2026-02-09\n";
static const double told[TOLD] = {17.5, 26.5, 35.5};

/* Of the sites told of, the chances of each vendor, by the weights of courses of the prior. */
static void by_weight(const struct world *world, double chance[TOLD][3])
{
    const size_t ready = (size_t)programme_node(&world->programme, "ready");
    struct error error = {0};
    double total = 0;
    for (int i = 0; i < TOLD * 3; i++)
        chance[i / 3][i % 3] = 0;
    for (uint64_t k = 0; k < COURSES; k++) {
        double weight = 1;
        cr_assert_eq(rollout_run_until(world->rollout, (struct luck){9, k, k, 0}, DAYS, &error), 0);
        for (size_t i = 0; i < TOLD; i++) {
            double done = rollout_done(world->rollout, i, ready);
            weight *= gsl_ran_tdist_pdf(((isnan(done) ? DAYS + ERROR : done) - told[i]) / ERROR, 4);
        }
        total += weight;
        for (size_t i = 0; i < TOLD; i++)
            chance[i][rollout_vendor(world->rollout, i)] += weight;
    }
    for (int i = 0; i < TOLD * 3; i++)
        chance[i / 3][i % 3] /= total;
}

static struct posterior *sample(const struct world *world, const struct monitor_track *track)
{
    static const struct observations none;
    const struct posterior_options options = {.seed = 3,
                                              .samplers = SAMPLERS,
                                              .particles = PARTICLES,
                                              .pilots = 20,
                                              .futures = 1,
                                              .starts = 10,
                                              .sweeps = 2,
                                              .settling = 30,
                                              .track = track};
    const struct posterior_run run = {.threads = 1};
    struct posterior *posterior;
    struct error error = {0};
    void *record[SAMPLERS];
    cr_assert_eq(posterior_new(&posterior, &world->programme, &none, DAYS, &options, &error), 0);
    for (size_t m = 0; m < SAMPLERS; m++) {
        record[m] = malloc(posterior_record_size(posterior));
        cr_assert_eq(posterior_run(posterior, m, PARTICLES, &run, record[m], &error), 0, "%s", error.text);
    }
    cr_assert_eq(posterior_take(posterior, (const void *const *)record, &error), 0, "%s", error.text);
    for (size_t m = 0; m < SAMPLERS; m++)
        free(record[m]);
    return posterior;
}

Test(site_swap, vendors_given_three_dates)
{
    struct world world;
    struct monitor monitor;
    struct monitor_track track;
    struct posterior_lot *lot;
    struct faults faults = {0};
    struct error error = {0};
    double right[TOLD][3], sum[TOLD][3][SAMPLERS] = {{{0}}};
    world_write(&world, TEXT, 0);
    monitor_read_text(&monitor, "a.csv", ROWS, strlen(ROWS), &world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&track, &monitor, &world.programme, date_of(2026, 1, 5) + DAYS - 1, ERROR), 0);
    struct posterior *posterior = sample(&world, &track);
    cr_assert_eq(posterior_lot_new(&lot, posterior, &world.programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(posterior); row++) {
        cr_assert_eq(rollout_run(world.rollout, posterior_draw(lot, row), 0, &error), 0, "%s", error.text);
        for (size_t site = 0; site < TOLD; site++)
            sum[site][rollout_vendor(world.rollout, site)][row / PARTICLES] += 1.0 / PARTICLES;
    }
    by_weight(&world, right);
    for (int i = 0; i < TOLD * 3; i++) {
        struct spread spread = spread_of(sum[i / 3][i % 3], SAMPLERS, 0.95);
        cr_expect_lt(fabs(spread.mean - right[i / 3][i % 3]), 4 * spread.error,
                     "site %d, vendor %d: %g +- %g instead of %g", i / 3, i % 3, spread.mean, spread.error,
                     right[i / 3][i % 3]);
        cr_expect_lt(spread.error, 0.04);
    }
    posterior_lot_free(lot);
    posterior_free(posterior);
    monitor_track_free(&track);
    monitor_free(&monitor);
    world_close(&world);
}
