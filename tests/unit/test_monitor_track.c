/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/monitor_track.c and monitor_fit.c: from rows to weeks, and likelihoods by hand.
 */
#include "../model_world.h"
#include "analysis/nowcast/monitor_track.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

/* One site that takes its items by a constant hazard of 0.1 a week from day 0 on; a working week has seven days. */
static const char ONE[] = "title = \"one\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n" /* a Monday */
                          "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
                          "sites = { count = 1; cards = 100; decision_from = \"2026-01-05\"; };\n"
                          "activities = { enrolment = { kind = \"uptake\"; after = [\"ready\"]; };\n"
                          "  work = { after = [\"start\"]; duration = 0; }; };\n"
                          "milestones = { ready = { after = [\"work\"]; }; in_use = { after = [\"enrolment\"]; }; };\n"
                          "uptake = { form = \"bass\"; base_week = 0.1; imitation = 0; overdispersion = 0.05; "
                          "criterion = 1; };\n"
                          "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"in_use\"; }; };\n";

struct setup {
    struct world world;
    struct monitor monitor;
    struct monitor_track track;
    struct sighting sighting;
    double known;
};

static void read_sheet(struct setup *setup, const char *rows, const char *as_of)
{
    struct faults faults = {0};
    char text[2048];
    long day = 0;
    cr_assert(date_parse(as_of, &day));
    setup->known = (double)(day + 1 - setup->world.programme.epoch);
    snprintf(text, sizeof text, "code,date,cards,ready,in_use\n%s", rows);
    monitor_read_text(&setup->monitor, "a.csv", text, strlen(text), &setup->world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&setup->track, &setup->monitor, &setup->world.programme, day, 3), 0);
    cr_assert(monitor_sighting_take(&setup->sighting, &setup->track));
}

static void set_up(struct setup *setup, const char *rows, const char *as_of)
{
    *setup = (struct setup){0};
    world_write(&setup->world, ONE, 0);
    read_sheet(setup, rows, as_of);
}

static void drop(struct setup *setup)
{
    monitor_free(&setup->monitor);
    monitor_track_free(&setup->track);
    monitor_sighting_free(&setup->sighting);
    world_close(&setup->world);
}

/* Rows of a Sunday and of the Monday after it are of the same week; the first of a week counts; later ones are unknown.
 * Days: 0 = 2026-01-05, Mondays from day 7 on. */
Test(monitor_track, weeks)
{
    struct setup setup;
    set_up(&setup,
           "1,2026-01-11,5,,\n1,2026-01-13,6,,\n1,2026-01-19,9,,\n1,2026-02-09,30,2026-01-20,\n1,2026-03-02,50,"
           "2026-01-20,\n",
           "2026-02-15");
    const int32_t wanted[] = {5, 9, 16, 23, 30, ~INT32_MAX};
    const bool told[] = {true, true, false, false, true, false};
    for (size_t week = 0; week < 6; week++) {
        cr_expect_eq(setup.track.cards[week], wanted[week], "week %zu: %d", week, setup.track.cards[week]);
        cr_expect_eq(setup.track.told[week], told[week]);
    }
    cr_expect_eq(setup.track.rows, 4);
    cr_expect_eq(setup.track.until[0], 36);
    cr_expect_eq(setup.track.done[0], 15.5);
    cr_expect_eq(setup.track.done[1], INFINITY);
    cr_expect_not(monitor_track_is_whole(&setup.track, &setup.world.programme, 0, setup.known));
    cr_expect(monitor_track_is_whole(&setup.track, &setup.world.programme, 0, 41));
    drop(&setup);
}

/* Before the first count there is at most so much; a site without a row is not known at all. */
Test(monitor_track, nothing_before)
{
    struct setup setup;
    set_up(&setup, "1,2026-01-25,12,,\n", "2026-02-15");
    cr_expect_eq(setup.track.cards[0], ~12);
    cr_expect_eq(setup.track.cards[1], ~12);
    cr_expect_eq(setup.track.cards[2], 12);
    drop(&setup);
    set_up(&setup, "1,2026-01-25,12,,\n", "2026-01-24");
    cr_expect_eq(setup.track.rows, 0);
    cr_expect_eq(setup.track.cards[2], ~INT32_MAX);
    cr_expect_eq(setup.track.until[0], 0);
    cr_expect(isnan(setup.track.done[0]));
    drop(&setup);
}

static double beta_binomial(double k, double n, double p, double rho)
{
    double a = p * (1 - rho) / rho, b = (1 - p) * (1 - rho) / rho;
    return gsl_sf_lnchoose((unsigned)n, (unsigned)k) + gsl_sf_lnbeta(k + a, n - k + b) - gsl_sf_lnbeta(a, b);
}

static double fit_of(struct setup *setup)
{
    struct error error = {0};
    struct monitor_known *counts = monitor_known_take(&setup->track);
    const struct renewal renewal = {.sighting = &setup->sighting};
    cr_assert_eq(rollout_run_until(setup->world.rollout, (struct luck){.renewal = &renewal}, setup->known, &error), 0);
    struct tempered fit = monitor_track_fit(&setup->track, &setup->world.programme, setup->world.rollout,
                                            &setup->sighting, setup->known, counts);
    free(counts);
    cr_expect_eq(fit.excess, 0);
    return fit.log_density;
}

/* Weekly counts exactly; three weeks without one as a long one; a count before which nobody looked. */
Test(monitor_track, counts_by_hand)
{
    struct setup setup;
    const double week = 1 - exp(-0.1), three = 1 - exp(-0.3);
    set_up(&setup, "1,2026-01-11,5,,\n1,2026-01-18,9,,\n1,2026-02-08,30,,\n", "2026-02-08");
    double day = log(gsl_cdf_tdist_P((0 - 35.0) / 3, 4)); /* ready on day 0, but not by the last row */
    double wanted =
        beta_binomial(5, 100, week, 0.05) + beta_binomial(4, 95, week, 0.05) + beta_binomial(21, 91, three, 0.05) + day;
    cr_expect_float_eq(fit_of(&setup), wanted, 1e-9, "%.12g %.12g", fit_of(&setup), wanted);
    drop(&setup);
    set_up(&setup, "1,2026-01-25,30,,\n", "2026-01-25");
    day = log(gsl_cdf_tdist_P((0 - 21.0) / 3, 4));
    cr_expect_float_eq(fit_of(&setup), beta_binomial(30, 100, three, 0.05) + day, 1e-9);
    drop(&setup);
}

/* The pace by which hazards are multiplied, told without a run. */
Test(monitor_track, another_pace)
{
    struct setup setup;
    set_up(&setup, "1,2026-01-11,5,,\n1,2026-01-18,9,,\n", "2026-01-18");
    fit_of(&setup);
    cr_expect(monitor_track_is_whole(&setup.track, &setup.world.programme, 0, setup.known));
    double once =
        monitor_track_counts(&setup.track, &setup.world.programme, setup.world.rollout, &setup.sighting, 0, 1);
    double twice =
        monitor_track_counts(&setup.track, &setup.world.programme, setup.world.rollout, &setup.sighting, 0, 2);
    cr_expect_float_eq(twice - once,
                       beta_binomial(5, 100, 1 - exp(-0.2), 0.05) + beta_binomial(4, 95, 1 - exp(-0.2), 0.05) -
                           beta_binomial(5, 100, 1 - exp(-0.1), 0.05) - beta_binomial(4, 95, 1 - exp(-0.1), 0.05),
                       1e-9);
    drop(&setup);
}

/* Days: told and done, told and not done, neither. The scale is 3 days; a day's middle counts. */
Test(monitor_track, days_by_hand)
{
    struct setup setup;
    set_up(&setup, "1,2026-01-11,,2026-01-08,\n", "2026-01-11");
    double told = log(gsl_ran_tdist_pdf((0 - 3.5) / 3, 4) / 3);
    cr_expect_float_eq(fit_of(&setup), told, 1e-9); /* ready is done on day 0; in_use is not */
    drop(&setup);
    set_up(&setup, "1,2026-01-11,,2026-01-08,2026-01-10\n", "2026-01-11");
    double late = log(gsl_ran_tdist_pdf((7 + 3 - 5.5) / 3, 4) / 3);
    cr_expect_float_eq(fit_of(&setup), told + late, 1e-9);
    drop(&setup);
}

/* More than the staff could take is impossible, and how much more is an excess; all that they could take has the
 * chance of at least so many. */
Test(monitor_track, capacity)
{
    struct setup setup = {0};
    world_write(&setup.world, ONE, (const char *const[]){"uptake.capacity_weeks=10", 0});
    read_sheet(&setup, "1,2026-01-11,10,,\n1,2026-01-18,23,,\n", "2026-01-18");
    const struct renewal renewal = {.sighting = &setup.sighting};
    struct error error = {0};
    struct monitor_known *counts = monitor_known_take(&setup.track);
    cr_assert_eq(rollout_run_until(setup.world.rollout, (struct luck){.renewal = &renewal}, setup.known, &error), 0);
    struct tempered fit = monitor_track_fit(&setup.track, &setup.world.programme, setup.world.rollout, &setup.sighting,
                                            setup.known, counts);
    free(counts);
    double sum[2] = {0};
    for (double k = 10; k <= 100; k++) {
        sum[0] += exp(beta_binomial(k, 100, 1 - exp(-0.1), 0.05));
        sum[1] += k <= 90 ? exp(beta_binomial(k, 90, 1 - exp(-0.1), 0.05)) : 0;
    }
    double day = log(gsl_cdf_tdist_P((0 - 14.0) / 3, 4));
    cr_expect_float_eq(fit.log_density, log(sum[0]) + log(sum[1]) + day, 1e-6);
    cr_expect_float_eq(fit.excess, 4.5, 1e-9);
    drop(&setup);
}
