/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One site's way: failures, lags, dates, optional work, joint training, packages, push, risks, doctors.
 */
#include "../model_world.h"

static double ends(const struct world *world, int site, const char *node)
{
    return world_when(world, HAPPENS_FINISH, site, node);
}

/* A work of 10 days that fails with 0.25, corrected in 4: 1/(1 - 0.25) attempts on average, whole ones of geometric
 * distribution. 40 000 of them: the mean's standard error is 0.0033, so 4 of them are 1 % of it. */
Test(model_network, failures_are_geometric)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 100; };"
                    "activities = { test = { after = [\"start\"]; duration = 10; failure = 0.25; correction = 4; }; };"
                    "milestones = { M = { after = [\"test\"]; }; };";
    struct world world;
    double attempts = 0, first = 0, second = 0, sites = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 400; r++) {
        world_run(&world, 1, r);
        for (int i = 0; i < 100; i++) {
            double failed = (ends(&world, i, "test") - 10) / 14;
            cr_assert_float_eq(failed, round(failed), 1e-9);
            attempts += 1 + failed;
            first += failed == 0;
            second += failed == 1;
            sites++;
        }
    }
    cr_expect(fabs(attempts / sites - 4.0 / 3) < 4 * sqrt(0.25 / 0.5625 / sites), "%.4f attempts", attempts / sites);
    cr_expect(fabs(first / sites - 0.75) < 4 * sqrt(0.75 * 0.25 / sites), "%.4f at once", first / sites);
    cr_expect(fabs(second / sites - 0.1875) < 4 * sqrt(0.1875 * 0.8125 / sites), "%.4f at the second", second / sites);
    world_close(&world);
}

/* Lag, date, optional work, factor, push and packages, by hand. */
Test(model_network, arithmetic_of_durations)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; };"
        "push = { factor = 0.5; }; packages = { ready = \"2014-02-28\"; late_factor = 1.5; };"
        "vendors = { v = { name = \"V\"; sites = 1; teams = 1; organisational_factor = 0.7; versions_behind = 2; }; };"
        "activities = {"
        "  a = { after = [\"start\"]; duration = 10; pushed = true; lag_days = 7.5; };"         /* 0 … 5, open 12.5 */
        "  b = { after = [\"a\"]; duration = 10; organisational = true; };"                     /* 12.5 + 10.5 = 23 */
        "  c = { after = [\"b\"]; duration = 10; factor = 2; };"                                /* 43 */
        "  d = { after = [\"c\"]; kind = \"wait\"; until = \"date\"; date = \"2014-03-15\"; };" /* 75 */
        "  e = { after = [\"d\"]; duration = 10; organisational = true; };"                     /* 82 */
        "  f = { after = [\"e\"]; duration = 10; per_version_days = 3; resource = \"vendor\"; };" /* 98 */
        "  g = { after = [\"f\"]; duration = 10; probability = 0; };"
        "  h = { after = [\"g\"]; kind = \"wait\"; until = \"date\"; date = \"2014-01-01\"; }; };" /* past: at once */
        "milestones = { M = { after = [\"h\"]; }; };";
    static const struct {
        const char *node;
        double end;
    } wanted[] = {{"a", 5}, {"b", 23}, {"c", 43}, {"d", 75}, {"e", 82}, {"f", 98}, {"h", 98}};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        cr_expect_float_eq(ends(&world, 0, wanted[i].node), wanted[i].end, 1e-9, "%s ends at %g", wanted[i].node,
                           ends(&world, 0, wanted[i].node));
    cr_expect_float_eq(world_when(&world, HAPPENS_SKIP, 0, "g"), 98, 1e-9);
    cr_expect_float_eq(world_national(&world, "M"), 98, 1e-6);
    world_close(&world);
}

/* Sessions on days 20, 50, 80 … with two places a region; ready on day 10, but for one who is ready on 20.5. */
Test(model_network, missed_session_is_waited_for)
{
    static const char csv[] =
        "code,name,region\n1,a,East\n2,b,East\n3,c,East\n4,d,East\n5,e,East\n6,f,West\n7,g,West\n";
    static const char text[] =
        WORLD_TIMES "sites = { exceptions = { m7 = { weight = 2.05; }; }; };"
                    "sessions = { first = \"2014-01-19\"; every_days = 30; places = 2; };"
                    "activities = { work = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  course = { after = [\"work\"]; kind = \"session\"; }; };"
                    "milestones = { M = { after = [\"course\"]; }; };";
    static const double wanted[7] = {21, 21, 51, 51, 81, 21, 51};
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 7; i++)
        cr_expect_float_eq(ends(&world, i, "course"), wanted[i], 1e-9, "site %d: %g", i + 1, ends(&world, i, "course"));
    world_close(&world);
}

/* Places are never exceeded, nor is a session attended that began before the site was ready. */
Test(model_network, places_are_never_exceeded)
{
    struct world world;
    world_open(&world, "fmk.cfg",
               (const char *const[]){"sessions.places=2", "sessions.first=2014-01-20", "sessions.every_days=28", 0});
    int course = world_node(&world, "joint_training");
    for (uint64_t r = 0; r < 100; r++) {
        int taken[5][80];
        memset(taken, 0, sizeof taken);
        world_run(&world, 4, r);
        for (size_t k = 0; k < world.count; k++) {
            const struct observation *one = &world.seen[k];
            if (one->what != HAPPENS_FINISH || one->node != course)
                continue;
            double session = (one->time - 1 - (world_day(&world, "2014-01-20") - 1)) / 28;
            cr_assert_float_eq(session, round(session), 1e-9);
            cr_assert_geq(one->number, 1 - 1e-9, "begun %g days before it was over", one->number);
            cr_assert_leq(++taken[world.programme.site[one->site].region][(int)round(session)], 2);
        }
    }
    world_close(&world);
}

/* Half the pace for 12 days from day 4 on: 10 days' work takes 16. */
Test(model_network, risk_slows_what_runs)
{
    static const char text[] = WORLD_TIMES "sites = { count = 1; };"
                                           "risks = { one = { probability = 1; from = \"2014-01-03\"; to = "
                                           "\"2014-01-03\"; duration_days = 12; pace = 0.5; }; };"
                                           "activities = { work = { after = [\"start\"]; duration = 10; }; };"
                                           "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    double days[32];
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0, "work"), 16, 1e-9);
    rollout_causes(world.rollout, 0, days);
    cr_expect_float_eq(days[CAUSE_RISK], 6, 1e-6);
    cr_expect_float_eq(days[CAUSE_OWN_WORK], 10, 1e-6);
    world_close(&world);
}

/* The curve of the doctors' share, written down once more. */
static double share(double t, double midpoint, double cleanup)
{
    if (cleanup > 0 && t > 100)
        t += cleanup * fmin(1, (t - 100) / 120);
    return 0.2 + 0.8 / (1 + exp(-(t - midpoint) / 60));
}

/* The wait for the doctors ends at the first instant at which the share reaches the threshold. */
Test(model_network, doctors_opening_is_the_first_instant)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; };"
                    "doctors = { floor = 0.2; midpoint = { dist = \"uniform\"; min = 0; max = 500; }; scale_days = 60; "
                    "threshold = 0.8;"
                    "  cleanup = { from = \"2014-04-09\"; gain_days = { dist = \"uniform\"; min = 0; max = 150; }; "
                    "ramp_days = 120; }; };"
                    "activities = { wait = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                    "milestones = { M = { after = [\"wait\"]; }; };";
    for (int with = 0; with < 2; with++) {
        struct world world;
        size_t before = 0, within = 0, after = 0;
        world_write(&world, text,
                    (const char *const[]){with ? "doctors.cleanup.enabled=true" : "doctors.cleanup.enabled=false", 0});
        for (uint64_t r = 0; r < 500; r++) {
            world_run(&world, 1, r);
            double midpoint = rollout_value(world.rollout, world.programme.doctors.midpoint);
            double gain = with ? rollout_value(world.rollout, world.programme.doctors.cleanup_gain_days) : 0;
            double open = ends(&world, 0, "wait");
            cr_assert_float_eq(share(open, midpoint, gain), 0.8, 1e-9);
            cr_assert_lt(share(open - 1e-3, midpoint, gain), 0.8); /* and the curve rises throughout */
            before += open < 100;
            within += open >= 100 && open < 220;
            after += open >= 220;
        }
        cr_expect(before > 10 && within > 50 && after > 50, "%zu, %zu, %zu", before, within, after);
        world_close(&world);
    }
}

/* The task force takes the one with the smallest share in, stays its time, and is nowhere twice. */
Test(model_network, task_force_takes_the_one_furthest_behind)
{
    static const char csv[] = "code,name,region,cards\n1,a,East,100\n2,b,East,100\n3,c,East,100\n";
    static const char text[] = WORLD_TIMES
        "sites = { cards = 300; cards_by = \"cards\"; exceptions = { m2 = { weight = 15; }; m3 = { weight = 8; }; }; };"
        "swat = { teams = 1; from = \"2014-01-20\"; days = 14; factor = 2; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "activities = { work = { after = [\"start\"]; duration = 1; weighted = true; };"
        "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    /* From Monday 21 on site 2 (from day 15: 8 of 100 in) has twice its pace for two weeks; then site 3, from day 8. */
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    double cards[3][8] = {{0}};
    for (size_t k = 0; k < world.count; k++)
        if (world.seen[k].what == HAPPENS_CARDS && world.seen[k].time <= 56)
            cards[world.seen[k].site][lround(world.seen[k].time / 7) - 1] = world.seen[k].number;
    static const double wanted_second[8] = {0, 0, 8, 28, 48, 58, 68, 78},
                        wanted_third[8] = {0, 8, 18, 28, 38, 58, 78, 88};
    for (int week = 0; week < 8; week++) {
        cr_expect_eq(cards[1][week], wanted_second[week], "site 2, week %d: %g", week + 1, cards[1][week]);
        cr_expect_eq(cards[2][week], wanted_third[week], "site 3, week %d: %g", week + 1, cards[2][week]);
    }
    world_close(&world);
}
