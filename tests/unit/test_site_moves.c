/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of a posterior given a monitoring sheet, on programmes of one and of two sites whose posterior a grid gives:
 * errors are the spread between the samplers, seeds are fixed, 4 standard errors are allowed.
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

enum { SAMPLERS = 8, PARTICLES = 150, WEEKS = 8, BASES = 120, PACES = 160 };

static const char SITES[] =
    "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2027-01-03\";\n" /* a Monday */
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 1; cards = 100; decision_from = \"2026-01-05\"; pace = { dist = \"gamma\"; mean = 1; cv = 0.5; "
    "}; };\n"
    "activities = { enrolment = { kind = \"uptake\"; after = [\"ready\"]; };\n"
    "  work = { after = [\"start\"]; duration = 0; }; };\n"
    "milestones = { ready = { after = [\"work\"]; }; in_use = { after = [\"enrolment\"]; }; };\n"
    "uptake = { form = \"learning\"; learning = 2; overdispersion = 0.05; criterion = 1;\n"
    "  base_week = { dist = \"uniform\"; min = 0.02; max = 0.3; }; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"in_use\"; }; };\n";

struct setup {
    struct world world;
    struct monitor monitor;
    struct monitor_track track;
    struct posterior *posterior;
    struct observations none;
    double known;
};

static void set_up(struct setup *setup, const char *rows, const char *const sets[])
{
    struct faults faults = {0};
    struct error error = {0};
    char text[4096];
    const long as_of = date_of(2026, 1, 5) + 7 * WEEKS - 1; /* a Sunday */
    *setup = (struct setup){0};
    world_write(&setup->world, SITES, sets);
    snprintf(text, sizeof text, "code,date,cards\n%s", rows);
    monitor_read_text(&setup->monitor, "a.csv", text, strlen(text), &setup->world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(monitor_track_init(&setup->track, &setup->monitor, &setup->world.programme, as_of, 3), 0);
    setup->known = (double)(as_of + 1 - setup->world.programme.epoch);
    struct posterior_options options = {.seed = 5,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 30,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 3,
                                        .settling = 16,
                                        .track = &setup->track};
    struct posterior_run run = {.threads = 1};
    cr_assert_eq(
        posterior_new(&setup->posterior, &setup->world.programme, &setup->none, setup->known, &options, &error), 0);
    cr_assert_eq(posterior_sample(setup->posterior, &run, &error), 0, "%s", error.text);
}

static void drop(struct setup *setup)
{
    posterior_free(setup->posterior);
    monitor_track_free(&setup->track);
    monitor_free(&setup->monitor);
    world_close(&setup->world);
}

enum asked { BASE, PACE, ASKED };

/* The rows, run whole: means of the samplers, and that each one's items are those of the sheet. */
static void means(struct setup *setup, struct spread spread[ASKED])
{
    struct posterior_lot *lot;
    struct error error = {0};
    double sum[ASKED][SAMPLERS] = {{0}};
    long base = quantities_find(&setup->world.programme.quantities, "uptake.base_week");
    cr_assert_eq(rollout_keep_cards(setup->world.rollout, &error), 0);
    cr_assert_eq(posterior_lot_new(&lot, setup->posterior, &setup->world.programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(setup->posterior); row++) {
        cr_assert_eq(rollout_run(setup->world.rollout, posterior_draw(lot, row), 0, &error), 0, "%s", error.text);
        sum[BASE][row / PARTICLES] += rollout_value(setup->world.rollout, (size_t)base) / PARTICLES;
        sum[PACE][row / PARTICLES] += rollout_pace(setup->world.rollout, 0) / PARTICLES;
        for (size_t cell = 0; cell < setup->track.sites * setup->track.weeks; cell++)
            cr_expect(!setup->track.told[cell] ||
                      rollout_cards(setup->world.rollout)[cell] == setup->track.cards[cell]);
    }
    for (int a = 0; a < ASKED; a++)
        spread[a] = spread_of(sum[a], SAMPLERS, 0.95);
    posterior_lot_free(lot);
}

static double log_beta_binomial(double k, double n, double p)
{
    const double sum = 0.95 / 0.05, a = p * sum, b = (1 - p) * sum;
    return gsl_sf_lnchoose((unsigned)n, (unsigned)k) + gsl_sf_lnbeta(k + a, n - k + b) - gsl_sf_lnbeta(a, b);
}

/* Of a site's counts given base and pace. */
static double log_counts(const int counts[], double base, double pace)
{
    double sum = 0, last = 0;
    for (size_t week = 0; week < WEEKS; week++) {
        double p = 1 - exp(-base * pace * (1 + 2 * last / 100));
        sum += log_beta_binomial(counts[week] - last, 100 - last, p);
        last = counts[week];
    }
    return sum;
}

static double base_at(size_t i)
{
    return 0.02 + 0.28 * ((double)i + 0.5) / BASES;
}

static double pace_at(size_t i)
{
    return 4 * ((double)i + 0.5) / PACES;
}

/* Sums over paces of a site: the likelihood, and the same times the pace. */
static void over_paces(const int counts[], double base, double *plain, double *paced)
{
    *plain = *paced = 0;
    for (size_t j = 0; j < PACES; j++) {
        double weight = gsl_ran_gamma_pdf(pace_at(j), 4, 0.25) * 4 / PACES * exp(log_counts(counts, base, pace_at(j)));
        *plain += weight;
        *paced += weight * pace_at(j);
    }
}

static void expect_near(struct spread spread, double exact, const char *what)
{
    cr_expect_lt(fabs(spread.mean - exact), 4 * spread.error, "%s: %g +- %g instead of %g", what, spread.mean,
                 spread.error, exact);
    cr_expect_lt(spread.error, 0.05 * fabs(exact), "%s: +- %g", what, spread.error);
}

static const int FAST[WEEKS] = {12, 25, 41, 55, 70, 82, 89, 94}, SLOW[WEEKS] = {1, 3, 6, 8, 12, 15, 19, 22};

static void write_rows(char rows[2048], const int *const counts[], size_t sites, size_t step)
{
    size_t used = 0;
    for (size_t site = 0; site < sites; site++)
        for (size_t week = step - 1; week < WEEKS; week += step) {
            char day[DATE_TEXT];
            date_format(date_of(2026, 1, 5) + 7 * (long)(week + 1) - 1, day);
            used += (size_t)snprintf(rows + used, 2048 - used, "%zu,%s,%d\n", site + 1, day, counts[site][week]);
        }
}

/* A parameter and a pace given eight counts: means and evidence. */
Test(site_moves, one_site)
{
    struct setup setup;
    struct spread spread[ASKED];
    char rows[2048];
    double total = 0, base = 0, pace = 0, log_evidence[SAMPLERS];
    write_rows(rows, (const int *const[]){FAST}, 1, 1);
    set_up(&setup, rows, 0);
    for (size_t i = 0; i < BASES; i++) {
        double plain, paced;
        over_paces(FAST, base_at(i), &plain, &paced);
        total += plain / BASES;
        base += plain * base_at(i) / BASES;
        pace += paced / BASES;
    }
    means(&setup, spread);
    expect_near(spread[BASE], base / total, "base");
    expect_near(spread[PACE], pace / total, "pace");
    for (size_t m = 0; m < SAMPLERS; m++)
        log_evidence[m] = posterior_trace(setup.posterior, m)->log_evidence;
    struct spread evidence = spread_of(log_evidence, SAMPLERS, 0.95);
    cr_expect_lt(fabs(evidence.mean - log(total)), 4 * evidence.error + 0.02, "%g +- %g instead of %g", evidence.mean,
                 evidence.error, log(total));
    drop(&setup);
}

/* Two sites share a parameter and have paces of their own. */
Test(site_moves, two_sites)
{
    struct setup setup;
    struct spread spread[ASKED];
    char rows[2048];
    double total = 0, base = 0, pace = 0;
    write_rows(rows, (const int *const[]){FAST, SLOW}, 2, 1);
    set_up(&setup, rows, (const char *const[]){"sites.count=2", "sites.cards=200", 0});
    for (size_t i = 0; i < BASES; i++) {
        double plain, paced, other, unused;
        over_paces(FAST, base_at(i), &plain, &paced);
        over_paces(SLOW, base_at(i), &other, &unused);
        total += plain * other;
        base += plain * other * base_at(i);
        pace += paced * other;
    }
    means(&setup, spread);
    expect_near(spread[BASE], base / total, "base");
    expect_near(spread[PACE], pace / total, "pace of the fast site");
    drop(&setup);
}
