/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of a posterior given a sheet that tells whom each site has, so that its days lead the draws (models/guide.c):
 * on programmes of one and of two sites whose posterior a grid gives. Errors are the spread between the samplers, seeds
 * are fixed, 4 standard errors are allowed.
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

enum { SAMPLERS = 8, PARTICLES = 120, DAYS = 150 };
static const double ERROR = 3;

static const char SITES[] =
    "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 1; decision_from = \"2026-01-05\"; decision_spread_days = 100;\n"
    "  lateness = { dist = \"uniform\"; min = 0; max = 1; }; };\n"
    "vendors = { one = { name = \"One\"; sites = 1; teams = 1; }; };\n"
    "activities = {\n"
    "  preparation = { after = [\"start\"]; duration = { dist = \"gamma\"; cv = 0.5;\n"
    "    mean = { dist = \"uniform\"; min = 10; max = 50; }; }; };\n"
    "  installation = { after = [\"preparation\"]; duration = { dist = \"gamma\"; mean = 12; cv = 0.5; }; }; };\n"
    "milestones = { in_use = { after = [\"installation\"]; }; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"in_use\"; }; };\n";

struct setup {
    struct world world;
    struct monitor monitor;
    struct monitor_track track;
    struct posterior *posterior;
    struct observations none;
};

static void set_up(struct setup *setup, const char *rows, const char *const sets[])
{
    struct faults faults = {0};
    struct error error = {0};
    const long as_of = date_of(2026, 1, 5) + 179;
    *setup = (struct setup){0};
    world_write(&setup->world, SITES, sets);
    monitor_read_text(&setup->monitor, "a.csv", rows, strlen(rows), &setup->world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&setup->track, &setup->monitor, &setup->world.programme, as_of, ERROR), 0);
    cr_assert_not_null(setup->track.lead);
    struct posterior_options options = {.seed = 7,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 30,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 3,
                                        .settling = 30,
                                        .track = &setup->track};
    struct posterior_run run = {.threads = 1};
    cr_assert_eq(posterior_new(&setup->posterior, &setup->world.programme, &setup->none, 180, &options, &error), 0);
    cr_assert_eq(posterior_sample(setup->posterior, &run, &error), 0, "%s", error.text);
}

static void drop(struct setup *setup)
{
    posterior_free(setup->posterior);
    monitor_track_free(&setup->track);
    monitor_free(&setup->monitor);
    world_close(&setup->world);
}

typedef double asked(const struct world *world);

/* Of the rows, run whole. */
static struct spread mean_of(struct setup *setup, asked *what)
{
    struct posterior_lot *lot;
    struct error error = {0};
    double sum[SAMPLERS] = {0};
    cr_assert_eq(posterior_lot_new(&lot, setup->posterior, &setup->world.programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(setup->posterior); row++) {
        cr_assert_eq(rollout_run(setup->world.rollout, posterior_draw(lot, row), 0, &error), 0, "%s", error.text);
        sum[row / PARTICLES] += what(&setup->world) / PARTICLES;
    }
    posterior_lot_free(lot);
    return spread_of(sum, SAMPLERS, 0.95);
}

static void expect_near(struct spread spread, double exact, double within, const char *what)
{
    cr_expect_lt(fabs(spread.mean - exact), 4 * spread.error, "%s: %g +- %g instead of %g", what, spread.mean,
                 spread.error, exact);
    cr_expect_lt(spread.error, within, "%s: +- %g", what, spread.error);
}

static void expect_evidence(const struct setup *setup, double exact)
{
    double log_evidence[SAMPLERS];
    for (size_t m = 0; m < SAMPLERS; m++)
        log_evidence[m] = posterior_trace(setup->posterior, m)->log_evidence;
    struct spread evidence = spread_of(log_evidence, SAMPLERS, 0.95);
    cr_expect_lt(fabs(evidence.mean - exact), 4 * evidence.error + 0.02, "evidence: %g +- %g instead of %g",
                 evidence.mean, evidence.error, exact);
}

static double told_density(double off)
{
    return gsl_ran_tdist_pdf(off / ERROR, 4) / ERROR;
}

static double value_named(const struct world *world, const char *path)
{
    return rollout_value(world->rollout, (size_t)quantities_find(&world->programme.quantities, path));
}

static double mean_preparation(const struct world *world)
{
    return value_named(world, "activities.preparation.duration.mean");
}

static double decided(const struct world *world)
{
    return rollout_done(world->rollout, 0, 0);
}

/* The decision on day 30, prepared on 80, installed on 88: middles of days. */
Test(site_led, lengths)
{
    enum { STEPS = 4, CELLS = DAYS * STEPS, MEANS = 40 };
    static double install[CELLS];
    struct setup setup;
    double total = 0, mean = 0, day = 0;
    set_up(&setup,
           "code,date,vendor,decision,preparation,installation\n1,2026-07-03,one,2026-02-04,2026-03-26,2026-04-03\n",
           0);
    for (size_t e = 0; e < CELLS; e++) /* given that the preparation ends there */
        for (size_t y = 0; y < CELLS; y++) {
            double length = ((double)y + 0.5) / STEPS;
            install[e] += gsl_ran_gamma_pdf(length, 4, 3) / STEPS * told_density((double)e / STEPS + length - 88.5);
        }
    for (size_t m = 0; m < MEANS; m++) {
        double value = 10 + 40 * ((double)m + 0.5) / MEANS;
        for (size_t d = 0; d < 100 * STEPS; d++)
            for (size_t x = 0; d + x + 1 < CELLS; x++) {
                double decision = ((double)d + 0.5) / STEPS, length = ((double)x + 0.5) / STEPS;
                double weight = gsl_ran_gamma_pdf(length, 4, value / 4) * told_density(decision - 30.5) *
                                told_density(decision + length - 80.5) * install[d + x + 1] /
                                (100 * STEPS * STEPS * MEANS);
                total += weight;
                mean += weight * value;
                day += weight * decision;
            }
    }
    expect_near(mean_of(&setup, mean_preparation), mean / total, 0.5, "mean preparation");
    expect_near(mean_of(&setup, decided), day / total, 0.3, "decision");
    expect_evidence(&setup, log(total));
    drop(&setup);
}

static double first_is_pilot(const struct world *world)
{
    return rollout_site(world->rollout, 0).pilot;
}

/* Whoever decides first is the pilot and decides on day 20; decisions are told of days 20 and 26. */
Test(site_led, pilots)
{
    struct setup setup;
    double one = 0, two = 0;
    set_up(&setup, "code,date,vendor,decision\n1,2026-07-03,one,2026-01-25\n2,2026-07-03,one,2026-01-31\n",
           (const char *const[]){"sites.count=2", "vendors.one.sites=2", "vendors.one.pilots=1",
                                 "vendors.one.pilot_from=2026-01-25", 0});
    for (double u = 0.005; u < 100; u += 0.01) { /* the other's decision; the pilot's own is anywhere before it */
        one += u / 100 * told_density(20 - 20.5) * told_density(u - 26.5) / 10000;
        two += u / 100 * told_density(20 - 26.5) * told_density(u - 20.5) / 10000;
    }
    expect_near(mean_of(&setup, first_is_pilot), one / (one + two), 0.02, "first is pilot");
    expect_evidence(&setup, log(one + two));
    drop(&setup);
}

#define SLIP "slip_days={dist=\"triangular\"; min=0; mode=10; max=60;};};"

static double overrun(const struct world *world)
{
    return value_named(world, "outside_view.overrun");
}

/* All vendors' versions are told to have been ready on day 100. */
Test(site_led, slips)
{
    enum { STEPS = 160, VENDORS = 4 };
    struct setup setup;
    double total = 0, stretch = 0;
    set_up(&setup,
           "code,date,vendor,decision,ready\n"
           "1,2026-07-03,a,2026-01-08,2026-04-15\n2,2026-07-03,b,2026-01-08,2026-04-15\n"
           "3,2026-07-03,c,2026-01-08,2026-04-15\n4,2026-07-03,d,2026-01-08,2026-04-15\n",
           (const char *const[]){
               "sites.count=4", "sites.decision_spread_days=10",
               "integration={planned=\"2026-02-04\"; common_slip_days={dist=\"uniform\"; min=0; max=40;};}",
               "vendors={a={name=\"A\"; sites=1; teams=1; " SLIP " b={name=\"B\"; sites=1; teams=1; " SLIP
               " c={name=\"C\"; sites=1; teams=1; " SLIP " d={name=\"D\"; sites=1; teams=1; " SLIP "}",
               "outside_view={overrun={dist=\"uniform\"; min=0; max=1;}; from=\"2026-01-15\";}",
               "activities.ready={kind=\"wait\"; until=\"vendor-ready\"; after=[\"start\"];}",
               "activities.installation.after=[\"preparation\", \"ready\"]", 0});
    for (size_t i = 0; i < STEPS; i++)
        for (size_t j = 0; j < STEPS; j++) {
            double s = ((double)i + 0.5) / STEPS, common = 40 * ((double)j + 0.5) / STEPS, fit = 0;
            double latest = 10 * (1 + s); /* decision */
            for (size_t k = 0; k < STEPS; k++) {
                double own = 60 * ((double)k + 0.5) / STEPS;
                double ready = 10 + (1 + s) * (30 + common + own - 10);
                fit += fmin(own / 300, (60 - own) / 1500) * told_density(ready - 100.5);
            }
            fit *= (gsl_cdf_tdist_P((latest - 3.5) / ERROR, 4) - gsl_cdf_tdist_P(-3.5 / ERROR, 4)) / latest;
            total += pow(fit, VENDORS);
            stretch += pow(fit, VENDORS) * s;
        }
    expect_near(mean_of(&setup, overrun), stretch / total, 0.03, "overrun");
    drop(&setup);
}
