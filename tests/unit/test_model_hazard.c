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

/* Good luck in one week says nothing of the next: 1000 sites, a correlation's standard error of 0.03. */
Test(model_hazard, every_week_has_its_own_luck)
{
    enum { SITES = 1000 };
    static const char text[] = WORLD_TIMES "sites = { count = 1000; cards = 1000000; }; uptake = { form = \"bass\"; "
                                           "base_week = 0.2; overdispersion = 0.1; };"
                                           "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                                           "milestones = { M = { after = [\"uptake\"]; }; };";
    static double in[SITES][2];
    struct world world;
    double x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count && world.seen[k].time <= 14; k++)
        if (world.seen[k].what == HAPPENS_CARDS)
            in[world.seen[k].site][world.seen[k].time > 7] = world.seen[k].number;
    for (int i = 0; i < SITES; i++) {
        double first = in[i][0] / 1000, second = (fmax(in[i][1], in[i][0]) - in[i][0]) / (1000 - in[i][0]);
        x += first;
        y += second;
        xx += first * first;
        yy += second * second;
        xy += first * second;
    }
    double correlation = (xy - x * y / SITES) / sqrt((xx - x * x / SITES) * (yy - y * y / SITES));
    cr_expect(fabs(correlation) < 4 * 0.032, "%g", correlation);
    world_close(&world);
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
