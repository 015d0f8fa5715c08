/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/posterior.c on whole programmes whose posterior and evidence a grid gives: errors are the
 * spread between the samplers, seeds are fixed, 4 standard errors are allowed.
 */
#include "../model_world.h"
#include "analysis/nowcast/posterior.h"
#include "analysis/statistics/spread.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>

#define HEADING "quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"
enum { SAMPLERS = 8, PARTICLES = 400, GRID = 2000 };

struct setup {
    struct world world;
    struct observations observations;
    struct posterior *posterior;
    void *record[64];
};

static void sample(struct setup *setup, const char *text, const char *rows, long as_of, unsigned threads)
{
    struct faults faults = {0};
    struct error error = {0};
    char csv[2048];
    struct posterior_options options = {.seed = 11,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 30,
                                        .futures = 2,
                                        .starts = 10,
                                        .sweeps = 4,
                                        .settling = 6};
    struct posterior_run run = {.threads = threads};
    world_write(&setup->world, text, 0);
    snprintf(csv, sizeof csv, HEADING "%s", rows);
    observations_read_text(&setup->observations, "seen.csv", csv, strlen(csv), &faults);
    observations_resolve(&setup->observations, &setup->world.programme, &faults);
    world_refuse(&faults);
    cr_assert_eq(observations_judge(&setup->observations, &setup->world.programme, as_of), setup->observations.count);
    cr_assert_eq(posterior_new(&setup->posterior, &setup->world.programme, &setup->observations,
                               (double)(as_of + 1 - setup->world.programme.epoch), &options, &error),
                 0, "%s", error.text);
    cr_assert_eq(posterior_sample(setup->posterior, &run, &error), 0, "%s", error.text);
}

static void drop(struct setup *setup)
{
    for (size_t m = 0; m < posterior_members(setup->posterior); m++)
        free(setup->record[m]);
    posterior_free(setup->posterior);
    observations_free(&setup->observations);
    world_close(&setup->world);
}

/* Every row is run whole: what a number of its replication comes to, and that its past is what was observed. */
static struct spread mean_of(struct setup *setup, const char *path, bool (*past)(struct world *))
{
    struct posterior_lot *lot;
    struct error error = {0};
    double sum[SAMPLERS] = {0}, weight[SAMPLERS] = {0};
    long index = quantities_find(&setup->world.programme.quantities, path);
    cr_assert(index >= 0);
    cr_assert_eq(posterior_lot_new(&lot, setup->posterior, &setup->world.programme, &error), 0);
    for (size_t row = 0; row < posterior_rows(setup->posterior); row++) {
        cr_assert_eq(rollout_run(setup->world.rollout, posterior_draw(lot, row), 0, &error), 0, "%s", error.text);
        rollout_outcome(setup->world.rollout, &setup->world.layout, setup->world.record);
        cr_assert(past(&setup->world), "row %zu has another past", row);
        double w = posterior_weight(setup->posterior, row);
        size_t group = row / (posterior_rows(setup->posterior) / SAMPLERS);
        sum[group] += w * rollout_value(setup->world.rollout, (size_t)index);
        weight[group] += w;
    }
    posterior_lot_free(lot);
    for (size_t r = 0; r < SAMPLERS; r++) {
        cr_expect_float_eq(weight[r], weight[0], 1e-9 * weight[0]);
        sum[r] /= weight[r];
    }
    return spread_of(sum, SAMPLERS, 0.95);
}

static void near(struct spread got, double wanted, double most, const char *what)
{
    cr_expect(fabs(got.mean - wanted) < 4 * got.error, "%s: %g +- %g, %g expected", what, got.mean, got.error, wanted);
    cr_expect(got.error < most, "%s: the error is %g", what, got.error);
}

/* ---- one site, one unknown: counts of two weeks told exactly ---- */

static const long seen_weeks[] = {2, 5};
enum { ITEMS = 40, WEEKS = 2 };
static const double RHO = 0.05;

#define UPTAKE_HEAD                                                                                                    \
    WORLD_TIMES "sites = { count = 1; cards = 40; };"                                                                  \
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"                              \
                "milestones = { M = { after = [\"uptake\"]; }; };"
#define TWO_WEEKS                                                                                                      \
    "cards,national,2014-01-05,2014-01-05,2014-01-05,2,0,exact,a\n"                                                    \
    "cards,national,2014-01-12,2014-01-12,2014-01-12,7,0,exact,a\n"

static bool two_weeks(struct world *world)
{
    const int32_t *cards = world_field(world, OUTCOME_CARDS);
    return cards[0] == 2 && cards[1] == 7;
}

static double log_beta_binomial(double k, double n, double p)
{
    double a = p * (1 - RHO) / RHO, b = (1 - p) * (1 - RHO) / RHO;
    return gsl_sf_lnchoose((unsigned)n, (unsigned)k) + gsl_sf_lnbeta(k + a, n - k + b) - gsl_sf_lnbeta(a, b);
}

/* The weeks' counts under `table` with a share, or `learning` with a base. */
static double probability_of_weeks(bool learning, double x)
{
    double log_p = 0, left = ITEMS;
    for (int w = 0; w < WEEKS; w++) {
        double k = (double)seen_weeks[w], in = 1 - left / ITEMS;
        log_p += log_beta_binomial(k, left, learning ? 1 - exp(-x * (1 + 5 * in)) : x);
        left -= k;
    }
    return exp(log_p);
}

/* The prior's share is uniform from 0.02 to 0.42. */
static double share_at(int i)
{
    return 0.02 + 0.4 * (i + 0.5) / GRID;
}

Test(posterior, counts_of_one_site)
{
    struct setup setup = {0};
    double evidence = 0, mean = 0, ratio[SAMPLERS];
    sample(&setup,
           UPTAKE_HEAD "uptake = { form = \"table\"; table = [{ dist = \"uniform\"; min = 0.02; max = 0.42; }];"
                       "  overdispersion = 0.05; };",
           TWO_WEEKS, date_of(2014, 1, 12), 2);
    for (int i = 0; i < GRID; i++) {
        double f = probability_of_weeks(false, share_at(i));
        evidence += f / GRID;
        mean += share_at(i) * f / GRID;
    }
    mean /= evidence;
    cr_assert_lt(mean, 0.18); /* far from the prior's 0.22, so that a sampler that learns nothing fails */
    near(mean_of(&setup, "uptake.table.0", two_weeks), mean, 0.012, "share of a week");
    for (size_t r = 0; r < SAMPLERS; r++)
        ratio[r] = exp(posterior_trace(setup.posterior, r)->log_evidence - log(evidence));
    /* Temperatures are chosen by the particles that they weigh, so that the evidence is off by the order of 1 / N. */
    cr_expect_float_eq(spread_of(ratio, SAMPLERS, 0.95).mean, 1, 0.2);
    drop(&setup);
}

/* ---- which form it is: told by the evidence ---- */

#define TWO_FORMS                                                                                                      \
    UPTAKE_HEAD "uptake = { form = \"drawn\"; weights = { table = 1; learning = 3; }; table = [0.09];"                 \
                "  base_week = { dist = \"uniform\"; min = 0.02; max = 0.3; }; learning = 5;"                          \
                "  overdispersion = 0.05; };"

/* `table` with a share that is known against `learning` with a base that is not: prior 1 to 3. */
Test(posterior, forms_by_evidence)
{
    struct setup setup = {0};
    double table = probability_of_weeks(false, 0.09), learning = 0;
    sample(&setup, TWO_FORMS, TWO_WEEKS, date_of(2014, 1, 12), 2);
    for (int i = 0; i < GRID; i++)
        learning += probability_of_weeks(true, 0.02 + 0.28 * (i + 0.5) / GRID) / GRID;
    double wanted = 3 * learning / (3 * learning + table);
    cr_assert_eq(posterior_members(setup.posterior), 2 * SAMPLERS);
    cr_assert(wanted < 0.68, "%g", wanted); /* the prior says 0.75 */
    /* 2 learning, 4 table */
    struct spread form = mean_of(&setup, "uptake.form", two_weeks);
    form.mean = (4 - form.mean) / 2;
    form.error /= 2;
    near(form, wanted, 0.05, "weight of learning");
    drop(&setup);
}

/* ---- one activity whose length was observed: between 20 and 21 days ---- */

#define ACTIVITY                                                                                                       \
    WORLD_TIMES "sites = { count = 1; };"                                                                              \
                "activities = { work = { after = [\"start\"]; duration = { dist = \"gamma\"; cv = 0.5;"                \
                "  mean = { dist = \"uniform\"; min = 10; max = 90; }; }; }; };"                                       \
                "milestones = { M = { after = [\"work\"]; }; };"

static bool length(struct world *world)
{
    const float *date = world_field(world, OUTCOME_NATIONAL_DATE);
    return date[0] > 20 && date[0] <= 21;
}

/* Days end at midnight: reached on 2014-01-19 is after 20 and by 21 days. */
Test(posterior, length_of_one_activity)
{
    struct setup setup = {0};
    double evidence = 0, mean = 0;
    sample(&setup, ACTIVITY,
           "M_sites,national,2014-01-18,2014-01-18,2014-01-18,0,0,exact,a\n"
           "M_sites,national,2014-01-19,2014-01-19,2014-01-19,1,0,exact,a\n",
           date_of(2014, 1, 31), 1);
    for (int i = 0; i < GRID; i++) {
        double m = 10 + 80 * (i + 0.5) / GRID, shape = 4, scale = m / shape;
        double f = gsl_cdf_gamma_P(21, shape, scale) - gsl_cdf_gamma_P(20, shape, scale);
        evidence += f;
        mean += m * f;
    }
    mean /= evidence;
    cr_assert_lt(mean, 40); /* the prior's is 50 */
    near(mean_of(&setup, "activities.work.duration.mean", length), mean, 1.5, "mean length");
    drop(&setup);
}

/* ---- what pilots tell ---- */

/* Log evidences of the pilots of `learning` and `table`; how many particles each form's second samplers have. */
static int second_of(double evidence[2][SAMPLERS], size_t size[2], struct error *error)
{
    struct setup setup = {0};
    struct posterior_options options = {.seed = 11,
                                        .samplers = SAMPLERS,
                                        .particles = PARTICLES,
                                        .pilots = 30,
                                        .futures = 1,
                                        .starts = 10,
                                        .sweeps = 1};
    size_t second[2 * SAMPLERS];
    world_write(&setup.world, TWO_FORMS, 0);
    cr_assert_eq(posterior_new(&setup.posterior, &setup.world.programme, &setup.observations, 20, &options, error), 0);
    for (size_t m = 0; m < 2 * SAMPLERS; m++) {
        setup.record[m] = calloc(1, posterior_record_size(setup.posterior));
        *(struct posterior_trace *)setup.record[m] =
            (struct posterior_trace){.log_evidence = evidence[m / SAMPLERS][m % SAMPLERS], .particles = 30};
    }
    int status = posterior_second(setup.posterior, (const void *const *)setup.record, second, error);
    for (size_t f = 0; f < 2; f++)
        size[f] = second[f * SAMPLERS];
    for (size_t m = 0; status == 0 && m < 2 * SAMPLERS; m++)
        cr_expect_eq(second[m], size[m / SAMPLERS]);
    drop(&setup);
    return status;
}

/* A form that one lucky sampler speaks for gets particles, but by what is typical, too; one that nobody speaks for,
 * none. */
Test(posterior, pilots_scatter)
{
    struct error error = {0};
    size_t size[2];
    double evidence[2][SAMPLERS];
    for (size_t r = 0; r < SAMPLERS; r++) {
        evidence[1][r] = r == 0 ? 9 : -5;
        evidence[0][r] = -1;
    }
    cr_assert_eq(second_of(evidence, size, &error), 0);
    double lucky = 1 / (1 + 3 * exp(-10)), typical = exp(-3.25) / (exp(-3.25) + 3 * exp(-1)),
           rest = 1 / (1 + 3 * exp(4)), share = ((lucky + 7 * rest) / 8 + typical) / 2;
    cr_expect_eq(size[1], 30 + (size_t)(share * (PARTICLES - 60)));
    cr_expect_eq(size[0] + size[1], PARTICLES);
    evidence[1][0] = -5;
    cr_assert_eq(second_of(evidence, size, &error), 0);
    cr_expect_eq(size[1], 0);
    cr_expect_eq(size[0], PARTICLES - 30);
}

/* Eight of each form's pilots tell which forms matter; the other groups have one only of a form that does not. */
Test(posterior, eight_pilots_tell)
{
    enum { MANY = 12, TELL = 8 };
    struct setup setup = {0};
    struct error error = {0};
    struct posterior_options options = {
        .seed = 11, .samplers = MANY, .particles = PARTICLES, .pilots = 30, .futures = 1, .starts = 10, .sweeps = 1};
    struct posterior_trace trace[2 * MANY];
    const void *records[2 * MANY];
    size_t second[2 * MANY];
    world_write(&setup.world, TWO_FORMS, 0);
    cr_assert_eq(posterior_new(&setup.posterior, &setup.world.programme, &setup.observations, 20, &options, &error), 0);
    for (size_t m = 0; m < 2 * MANY; m++) {
        size_t first = posterior_first(setup.posterior, m);
        cr_expect_eq(first, m % MANY < TELL ? 30 : 0);
        trace[m] = (struct posterior_trace){.log_evidence = first > 0 ? (m < MANY ? -1 : -9) : NAN, .particles = first};
        records[m] = &trace[m];
    }
    cr_assert_eq(posterior_second(setup.posterior, records, second, &error), 0);
    for (size_t m = 0; m < 2 * MANY; m++)
        cr_expect_eq(second[m], m < MANY ? PARTICLES - 30 : m % MANY < TELL ? 0 : 30, "%zu", m);
    drop(&setup);
}

/* Pilots that find nothing leave it to the others; if all do there is nothing to go by. */
Test(posterior, pilots_find_nothing)
{
    struct error error = {0};
    size_t size[2];
    double evidence[2][SAMPLERS];
    for (size_t r = 0; r < SAMPLERS; r++)
        evidence[0][r] = evidence[1][r] = r == 3 ? 0 : -INFINITY;
    cr_assert_eq(second_of(evidence, size, &error), 0);
    cr_expect_eq(size[0], 30 + (PARTICLES - 60) * 3 / 4);
    cr_expect_eq(size[1], 30 + (PARTICLES - 60) / 4);
    evidence[0][3] = evidence[1][3] = -INFINITY;
    cr_assert_eq(second_of(evidence, size, &error), -1);
    cr_expect_eq(error.code, ERROR_UNTRUSTED);
}

/* ---- same bytes ---- */

Test(posterior, threads)
{
    struct setup one = {0}, three = {0};
    const char *rows = "M_sites,national,2014-01-19,2014-01-19,2014-01-19,1,0,exact,a\n";
    sample(&one, ACTIVITY, rows, date_of(2014, 1, 19), 1);
    sample(&three, ACTIVITY, rows, date_of(2014, 1, 19), 3);
    for (size_t m = 0; m < SAMPLERS; m++)
        cr_expect_eq(memcmp(posterior_trace(one.posterior, m), posterior_trace(three.posterior, m),
                            posterior_record_size(one.posterior)),
                     0);
    drop(&one);
    drop(&three);
}
