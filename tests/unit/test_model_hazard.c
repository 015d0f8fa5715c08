/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What makes a week's hazard: parts of weeks, the own share, the pressure within a week, support, risks, training, and
 * luck of its own for every week.
 */
#include "../model_world.h"

#define BIG                                                                                                            \
    WORLD_TIMES                                                                                                        \
    "sites = { count = 1; cards = 100000000; }; activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; " \
    "};"                                                                                                               \
    "milestones = { M = { after = [\"uptake\"]; }; };"

static double share_in(const struct world *world, size_t week)
{
    const int32_t *cards = world_field(world, OUTCOME_CARDS);
    const int32_t *expected = world_field(world, OUTCOME_CARDS_EXPECTED);
    return (double)cards[week - 1] / *expected;
}

static void close_to(const struct world *world, size_t week, double hazard)
{
    cr_expect_float_eq(share_in(world, week), 1 - exp(-hazard), 3e-4, "week %zu: %g, not %g", week,
                       share_in(world, week), 1 - exp(-hazard));
}

/* Of a steep pressure (e-fold in three days before a deadline at instant 8) who begins on day 3 meets the part that is
 * left. */
Test(model_hazard, a_part_of_a_week_has_its_own_climate)
{
    struct world world;
    world_write(
        &world,
        BIG "uptake = { form = \"bass\"; base_week = 0.1; pressure = 3; pressure_days = 3; deadline = \"sooner\"; };",
        (const char *const[]){"sites.decision_from=2014-01-02", "deadlines.sooner.date=2014-01-06", 0});
    world_run(&world, 1, 0);
    close_to(&world, 1, 0.1 / 7 * (4 + 3 * 3 * (exp(-1.0 / 3) - exp(-5.0 / 3))));
    world_close(&world);
}

/* A week's pressure is integrated, not taken at one point: it doubles in less than four days before day 182. */
Test(model_hazard, pressure_is_integrated_over_the_week)
{
    struct world world;
    world_write(&world,
                BIG
                "uptake = { form = \"bass\"; base_week = 0.01; pressure = 20; pressure_days = 5; deadline = \"sooner\";"
                "  pressure_fade_days = 5; };",
                (const char *const[]){"deadlines.sooner.date=2014-06-29", 0});
    world_run(&world, 1, 0);
    for (size_t week = 20; week <= 35; week++) {
        double t = 7 * (double)week, before = fmin(t, 182), after = fmax(0, t - 182);
        double gained = 5 * (exp((before - 182) / 5) - exp(-182.0 / 5)) + 5 * (1 - exp(-after / 5));
        close_to(&world, week, 0.01 / 7 * (t + 20 * gained));
    }
    world_close(&world);
}

/* A site learns from its own items: one that begins ten weeks later follows the same course. */
Test(model_hazard, every_site_learns_by_itself)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; cards = 100000000; exceptions = { m2 = { weight = 71; }; }; };"
        "uptake = { form = \"learning\"; base_week = 0.02; learning = 16; };"
        "activities = { work = { after = [\"start\"]; duration = 1; weighted = true; };"
        "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    double in[2][40] = {{0}}, share = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count; k++)
        if (world.seen[k].what == HAPPENS_CARDS && world.seen[k].time <= 40 * 7)
            in[world.seen[k].site][lround(world.seen[k].time / 7) - 1] = world.seen[k].number / 5e7;
    for (int week = 0; week < 25; week++) {
        share += (1 - share) * (1 - exp(-0.02 * (week == 0 ? 6.0 / 7 : 1) * (1 + 16 * share)));
        cr_expect_float_eq(in[0][week], share, 2e-3, "week %d: %g, not %g", week + 1, in[0][week], share);
        cr_expect_float_eq(in[1][week + 10], share, 2e-3, "week %d of site 2: %g, not %g", week + 1, in[1][week + 10],
                           share);
    }
    world_close(&world);
}

/* Who begins on Thursday has four sevenths of the table's first week, and then its second. */
Test(model_hazard, a_part_of_a_table_s_week)
{
    struct world world;
    world_write(&world, BIG "uptake = { form = \"table\"; table = [0.3, 0.1]; };",
                (const char *const[]){"sites.decision_from=2014-01-02", 0});
    world_run(&world, 1, 0);
    cr_expect_float_eq(share_in(&world, 1), 1 - pow(0.7, 4.0 / 7), 3e-4);
    cr_expect_float_eq(share_in(&world, 2), 1 - pow(0.7, 4.0 / 7) * 0.9, 3e-4);
    world_close(&world);
}

/* The moved deadline, known from day 126 on, is believed by half: half the rush. */
Test(model_hazard, the_rush_believes_a_moved_deadline_less)
{
    struct world world;
    world_write(&world,
                BIG "uptake = { form = \"deadline-rush\"; rush = 0.4; rush_days = 30; deadline = \"sooner\";"
                    "  moved_deadline = \"due\"; moved_known = \"2014-05-05\"; moved_belief = 0.5; };",
                0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 50; week++) {
        double t = 7 * (double)week, known = 126;
        double hazard = 0.4 * log((183.0 + 30) / (183 - fmin(t, known) + 30));
        if (t > known)
            hazard += 0.2 * log((367 - known + 30) / (367 - t + 30));
        close_to(&world, week, hazard);
    }
    world_close(&world);
}

/* Nobody supports the site from day 70 on, and from day 140 to 210 a risk halves what is left. */
Test(model_hazard, support_and_risks_act_on_the_uptake)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; cards = 100000000; }; uptake = { form = \"bass\"; base_week = 0.03; };"
                    "corps = { consultants = 0; unsupported_factor = 2;"
                    "  engagements = { help = { from = \"work\"; gates = []; until = \"M\"; }; }; };"
                    "risks = { storm = { probability = 1; from = \"2014-05-19\"; to = \"2014-05-19\"; duration_days = "
                    "70; pace = 0.5; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 70; };"
                    "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                    "milestones = { M = { after = [\"work\", \"uptake\"]; }; };";
    struct world world;
    double hazard = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 40; week++) { /* a week has the pace of the Monday that settles it */
        double t = 7 * (double)week;
        hazard += 0.03 * (t >= 70 ? 0.5 : 1) * (t >= 140 && t < 210 ? 0.5 : 1);
        close_to(&world, week, hazard);
    }
    world_close(&world);
}

/* The end of another activity trains nobody. */
Test(model_hazard, training_is_one_activity)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; cards = 100000000; };"
                    "uptake = { form = \"bass\"; base_week = 0.05; training = \"course\"; untrained = 0.4; };"
                    "activities = { work = { after = [\"start\"]; duration = 5; }; course = { after = [\"start\"]; "
                    "duration = 70; };"
                    "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                    "milestones = { M = { after = [\"work\", \"course\", \"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 20; week++)
        close_to(&world, week, 0.05 * (0.4 * fmin((double)week, 9) + fmax(0, (double)week - 9)));
    world_close(&world);
}

/* First and second weeks' shares of 2000 sites, from programmes of one chance a week. */
enum { SITES = 2000 };
static double first[SITES], second[SITES];

static void two_weeks(const char *uptake, double each)
{
    char text[1024];
    struct world world;
    double in[SITES] = {0};
    memset(first, 0, sizeof first);
    memset(second, 0, sizeof second);
    snprintf(text, sizeof text,
             WORLD_TIMES "sites = { count = %d; cards = %.0f; }; uptake = { form = \"bass\"; %s };"
                         "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                         "milestones = { M = { after = [\"uptake\"]; }; };",
             SITES, SITES * each, uptake);
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count && world.seen[k].time <= 14; k++) {
        const struct observation *one = &world.seen[k];
        if (one->what != HAPPENS_CARDS)
            continue;
        *(one->time > 7 ? &second[one->site] : &first[one->site]) =
            (one->number - in[one->site]) / (each - in[one->site]);
        in[one->site] = one->number;
    }
    world_close(&world);
}

static double mean_of(const double x[], const double y[])
{
    double sum = 0;
    for (int i = 0; i < SITES; i++)
        sum += x[i] * (y ? y[i] : 1);
    return sum / SITES;
}

static double covariance(const double x[], const double y[])
{
    return mean_of(x, y) - mean_of(x, 0) * mean_of(y, 0);
}

/* Good luck in one week says nothing of the next, nor does a neighbour's, be many items expected or few: a
 * correlation's standard error is 0.022. */
Test(model_hazard, every_week_has_its_own_luck)
{
    static const char *const uptake[] = {"base_week = 0.2; overdispersion = 0.1;",
                                         "base_week = 0.2; overdispersion = 0.02;"};
    for (int few = 0; few < 2; few++) {
        double neighbour[SITES];
        two_weeks(uptake[few], few ? 100 : 1000);
        memcpy(neighbour, first + 1, (SITES - 1) * sizeof *neighbour);
        neighbour[SITES - 1] = first[0];
        double spread = covariance(first, first);
        cr_expect_gt(spread, 0);
        cr_expect(fabs(covariance(first, second) / sqrt(spread * covariance(second, second))) < 4 * 0.022);
        cr_expect(fabs(covariance(first, neighbour) / spread) < 4 * 0.022);
    }
}

/* Where few are expected, too, the variance is that of the beta-binomial: a share's is p (1 - p)(1 + (n - 1) rho) / n.
 */
Test(model_hazard, overdispersion_where_few_are_expected)
{
    two_weeks("base_week = 0.2; overdispersion = 0.02;", 100);
    double p = 1 - exp(-0.2), wanted = p * (1 - p) * (1 + 99 * 0.02) / 100;
    cr_expect(fabs(mean_of(first, 0) - p) < 4 * sqrt(wanted / SITES), "%g, not %g", mean_of(first, 0), p);
    cr_expect(fabs(covariance(first, first) / wanted - 1) < 4 * sqrt(2.2 / SITES), "%g, not %g",
              covariance(first, first), wanted);
}

/* The form that is drawn is the one that acts, and each is drawn by its weight: 100 of 400, standard deviation 8.7. */
Test(model_hazard, the_form_is_drawn_by_weight)
{
    struct world world;
    size_t tables = 0;
    world_write(&world,
                BIG "uptake = { form = \"drawn\"; base_week = 0.1; table = [0.5]; weights = { bass = 3; table = 1;"
                    "  learning = 0; deadline_rush = 0; capacity = 0; }; };",
                0);
    for (uint64_t r = 0; r < 400; r++) {
        world_race(&world, 1, r);
        double form = rollout_value(world.rollout, world.programme.uptake.drawn_form);
        cr_assert(form == UPTAKE_BASS || form == UPTAKE_TABLE);
        cr_assert_float_eq(share_in(&world, 1), form == UPTAKE_TABLE ? 0.5 : 1 - exp(-0.1), 3e-4);
        tables += form == UPTAKE_TABLE;
    }
    cr_expect(fabs((double)tables - 100) < 4 * 8.7, "%zu of 400", tables);
    world_close(&world);
}
