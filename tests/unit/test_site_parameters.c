/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the moves of parameters with what has happened kept (analysis/nowcast/site_parameters.c). Where a sheet
 * tells nothing, the parameters keep their priors, whatever moves them, and so do the places of the sites' luck, which
 * a wrong derivative would move.
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_cdf.h>

enum { SAMPLERS = 12, PARTICLES = 60, PARAMETERS = 5 };

static const char SITES[] =
    "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 6; cards = 600; decision_from = \"2026-01-05\";\n"
    "  decision_spread_days = { dist = \"uniform\"; min = 20; max = 200; }; lateness = { dist = \"uniform\"; min = 0; "
    "max = 1; };\n"
    "  pace = { dist = \"gamma\"; mean = 1; cv = { dist = \"uniform\"; min = 0.1; max = 0.6; }; }; };\n"
    "activities = { preparation = { after = [\"start\"]; duration = { dist = \"gamma\"; cv = 0.4;\n"
    "    mean = { dist = \"uniform\"; min = 10; max = 40; }; };\n"
    "    factor = { dist = \"lognormal\"; mean = 1; cv = 0.3; }; };\n"
    "  enrolment = { kind = \"uptake\"; after = [\"ready\"]; }; };\n"
    "milestones = { ready = { after = [\"preparation\"]; }; in_use = { after = [\"enrolment\"]; }; };\n"
    "uptake = { form = \"learning\"; learning = 2; overdispersion = 0.05; criterion = 1;\n"
    "  base_week = { dist = \"uniform\"; min = 0.02; max = 0.3; }; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"in_use\"; }; };\n";

static const char *const paths[PARAMETERS] = {"sites.decision_spread_days", "sites.pace.cv",
                                              "activities.preparation.duration.mean", "activities.preparation.factor",
                                              "uptake.base_week"};

/* Where the parameters lie in their priors: means, and means of squares, of each sampler. */
static void places(const struct world *world, struct posterior *posterior, double sum[PARAMETERS][SAMPLERS],
                   double squares[PARAMETERS][SAMPLERS])
{
    struct posterior_lot *lot;
    struct error error = {0};
    cr_assert_eq(posterior_lot_new(&lot, posterior, &world->programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(posterior); row++) {
        struct luck luck = posterior_draw(lot, row);
        for (int q = 0; q < PARAMETERS; q++) {
            double u = luck.renewal->position[quantities_find(&world->programme.quantities, paths[q])];
            sum[q][row / PARTICLES] += u / PARTICLES;
            squares[q][row / PARTICLES] += u * u / PARTICLES;
        }
    }
    posterior_lot_free(lot);
}

/* The mean place of the sites' luck of a kind, and of its squared distance from the middle, of each sampler. */
static void luck_places(const struct world *world, struct posterior *posterior, size_t kind, double sum[SAMPLERS],
                        double squares[SAMPLERS])
{
    struct posterior_lot *lot;
    struct error error = {0};
    size_t sites = world->programme.sites;
    cr_assert_eq(posterior_lot_new(&lot, posterior, &world->programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(posterior); row++) {
        struct luck luck = posterior_draw(lot, row);
        for (size_t site = 0; site < sites; site++) {
            uint32_t generation =
                luck.renewal->generation[kind * SITE_LUCK_BLOCKS + site_luck_of(&world->programme, site)];
            cr_expect_geq(generation, SITE_LUCK_PLACE);
            double place = site_luck_place(generation);
            sum[row / PARTICLES] += place / (double)(PARTICLES * sites);
            squares[row / PARTICLES] += (place - 0.5) * (place - 0.5) / (double)(PARTICLES * sites);
        }
    }
    posterior_lot_free(lot);
}

static struct posterior *sample(const struct world *world, const struct monitor_track *track, double known)
{
    static const struct observations none;
    struct posterior_options options = {.seed = 7,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 20,
                                        .futures = 1,
                                        .starts = 2,
                                        .sweeps = 2,
                                        .settling = 10,
                                        .track = track};
    struct posterior_run run = {.threads = 1};
    struct posterior *posterior;
    struct error error = {0};
    cr_assert_eq(posterior_new(&posterior, &world->programme, &none, known, &options, &error), 0);
    cr_assert_eq(posterior_sample(posterior, &run, &error), 0, "%s", error.text);
    return posterior;
}

Test(site_parameters, priors_stay_where_nothing_is_told)
{
    struct world world;
    struct monitor monitor = {0};
    struct monitor_track track;
    struct faults faults = {0};
    double sum[PARAMETERS][SAMPLERS] = {{0}}, squares[PARAMETERS][SAMPLERS] = {{0}};
    static const char rows[] = "code,date,ready\n1,2026-04-26,2026-03-01\n";
    world_write(&world, SITES, 0);
    monitor_read_text(&monitor, "a.csv", rows, strlen(rows), &world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&track, &monitor, &world.programme, date_of(2026, 4, 26), 1e7), 0);
    struct posterior *posterior = sample(&world, &track, (double)(date_of(2026, 4, 27) - world.programme.epoch));
    places(&world, posterior, sum, squares);
    for (int q = 0; q < PARAMETERS; q++) {
        struct spread mean = spread_of(sum[q], SAMPLERS, 0.95), square = spread_of(squares[q], SAMPLERS, 0.95);
        cr_expect_lt(fabs(mean.mean - 0.5), 4 * mean.error, "%s: %g +- %g", paths[q], mean.mean, mean.error);
        cr_expect_lt(fabs(square.mean - 1.0 / 3), 4 * square.error, "%s: %g +- %g", paths[q], square.mean,
                     square.error);
        cr_expect_lt(mean.error, 0.02, "%s: %g", paths[q], mean.error);
    }
    struct site_luck placed;
    site_luck_init(&placed, &world.programme);
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++) {
        double luck[SAMPLERS] = {0}, square[SAMPLERS] = {0};
        if (placed.draw[kind].purpose == 0)
            continue;
        luck_places(&world, posterior, kind, luck, square);
        struct spread mean = spread_of(luck, SAMPLERS, 0.95), squared = spread_of(square, SAMPLERS, 0.95);
        cr_expect_lt(fabs(mean.mean - 0.5), 4 * mean.error, "kind %zu: %g +- %g", kind, mean.mean, mean.error);
        cr_expect_lt(fabs(squared.mean - 1.0 / 12), 4 * squared.error, "kind %zu: %g +- %g", kind, squared.mean,
                     squared.error);
    }
    posterior_free(posterior);
    monitor_track_free(&track);
    monitor_free(&monitor);
    world_close(&world);
}
