/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Risks: whether, when and once; whom they slow.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { work = { after = [\"start\"]; duration = 10; }; }; milestones = { M = { after = [\"work\"]; }; };"

/* Two risks of 0.3 within days 50 to 90, lasting 10, while work goes on to day 200: each happens once or not at all, by
 * itself. 2000 replications; four standard deviations. */
Test(model_risk, happens_by_itself_once_within_its_window)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; risks = {"
        "  one = { probability = 0.3; from = \"2014-02-18\"; to = \"2014-03-30\"; duration_days = 10; };"
        "  two = { probability = 0.3; from = \"2014-02-18\"; to = \"2014-03-30\"; duration_days = 10; }; };" NETWORK;
    struct world world;
    double count[2] = {0}, both = 0, when = 0, n = 2000;
    world_write(&world, text, (const char *const[]){"activities.work.duration=200", 0});
    for (uint64_t r = 0; r < 2000; r++) {
        double began[2] = {0}, over[2] = {0};
        world_run(&world, 1, r);
        for (size_t k = 0; k < world.count; k++) {
            const struct observation *one = &world.seen[k];
            int which = (int)one->number;
            if (one->what == HAPPENS_RISK) {
                cr_assert(began[which] == 0 && one->time >= 50 && one->time <= 90, "day %g", one->time);
                began[which] = one->time;
                count[which]++;
                when += one->time;
            } else if (one->what == HAPPENS_RISK_OVER) {
                cr_assert(over[which]++ == 0 && fabs(one->time - began[which] - 10) < 1e-9);
            }
        }
        both += began[0] > 0 && began[1] > 0;
    }
    cr_expect(fabs(count[0] / n - 0.3) < 4 * sqrt(0.21 / n), "%g of %g", count[0], n);
    cr_expect(fabs(count[1] / n - 0.3) < 4 * sqrt(0.21 / n), "%g of %g", count[1], n);
    cr_expect(fabs(both / n - 0.09) < 4 * sqrt(0.09 * 0.91 / n), "both: %g of %g", both, n);
    double mean = when / (count[0] + count[1]), error = 40 / sqrt(12 * (count[0] + count[1]));
    cr_expect(fabs(mean - 70) < 4 * error, "on day %g on average", mean);
    world_close(&world);
}

/* All to three quarters, the West to a half, and there a second risk to a half again: paces multiply. */
Test(model_risk, slows_those_whom_it_hits)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; risks = {"
        "  all = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400; pace = 0.8; };"
        "  one = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400; pace = 0.5;"
        "    hits = \"region\"; whom = \"West\"; };"
        "  two = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400; pace = 0.5;"
        "    hits = \"region\"; whom = \"West\"; }; };" NETWORK;
    struct world world;
    world_table(&world, "code,name,region\n1,a,East\n2,b,West\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 10 / 0.8, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 1, "work"), 10 / 0.2, 1e-9);
    world_close(&world);
}

/* A region's risk, too, is over: the West, last of the regions, works at half its pace for twenty days of thirty. */
Test(model_risk, a_region_s_risk_is_over)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; risks = { one = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 20;"
        "  pace = 0.5; hits = \"region\"; whom = \"West\"; }; };" NETWORK;
    struct world world;
    world_table(&world, "code,name,region\n1,a,East\n2,b,West\n", text,
                (const char *const[]){"activities.work.duration=30", 0});
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 30, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 1, "work"), 40, 1e-9);
    world_close(&world);
}

/* A vendor's risk slows its teams' work, not what its sites do themselves, nor another vendor's teams. */
Test(model_risk, a_vendor_s_risk_slows_its_teams)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; vendors = { a = { name = \"A\"; sites = 1; teams = 1; }; b = { name = \"B\"; sites = "
                    "1; teams = 1; }; };"
                    "risks = { defect = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = "
                    "400; pace = 0.5;"
                    "  hits = \"vendor\"; whom = \"b\"; }; };"
                    "activities = { upgrade = { after = [\"start\"]; duration = 10; resource = \"vendor\"; };"
                    "  work = { after = [\"start\"]; duration = 10; }; }; milestones = { M = { after = [\"upgrade\", "
                    "\"work\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,vendor\n1,a,East,A\n2,b,East,B\n", text, 0);
    world_run(&world, 1, 0);
    for (int site = 0; site < 2; site++) {
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, site, "upgrade"), site == 1 ? 20 : 10, 1e-9);
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, site, "work"), 10, 1e-9);
    }
    world_close(&world);
}

/* Halved from day 10 to day 14, a Monday: at that instant the risk is over first, and then the week that ended is
 * settled, at the pace that is then in force. Ten items a week. */
Test(model_risk, it_is_over_before_the_week_is_settled)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 100; }; uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "risks = { one = { probability = 1; from = \"2014-01-08\"; to = \"2014-01-08\"; duration_days = 5; pace = 0.5; "
        "}; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_RISK_OVER, NOBODY, 0), 14);
    const int32_t *cards = world_field(&world, OUTCOME_CARDS);
    for (int week = 0; week < 4; week++)
        cr_expect_eq(cards[week], 10 * (week + 1), "week %d: %d", week, cards[week]);
    world_close(&world);
}

/* What would have begun before the epoch begins with it and lasts as long as ever; a window that ends before it begins,
 * as two uncertain days may make it, is its beginning. */
Test(model_risk, windows_at_their_limits)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; risks = {"
        "  old = { probability = 1; from = \"2013-01-01\"; to = \"2013-02-01\"; duration_days = 20; pace = 0.5; };"
        "  back = { probability = 1; from = \"2014-02-18\"; to = \"2014-01-18\"; duration_days = 20; pace = 0.5; }; };"
        "activities = { work = { after = [\"start\"]; duration = 50; }; }; milestones = { M = { after = [\"work\"]; }; "
        "};";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when_nth(&world, HAPPENS_RISK, NOBODY, 0, 0), 0);
    cr_expect_eq(world_when_nth(&world, HAPPENS_RISK_OVER, NOBODY, 0, 0), 20);
    cr_expect_eq(world_when_nth(&world, HAPPENS_RISK, NOBODY, 0, 1), 50, "%g",
                 world_when_nth(&world, HAPPENS_RISK, NOBODY, 0, 1));
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 70, 1e-9); /* 10 by day 20, 40 by 50, 50 by 70 */
    world_close(&world);
}

/* A thousand items a site, ten weeks at full pace: a hundred a week in the East, fifty in the West, which works at half
 * the pace. */
Test(model_risk, a_region_s_risk_slows_its_uptake)
{
    static const char text[] = WORLD_TIMES
        "sites = { cards = 2000; cards_by = \"equal\"; }; uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "risks = { one = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400;"
        "  pace = 0.5; hits = \"region\"; whom = \"West\"; }; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region\n1,a,East\n2,b,West\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M"), 70, "%g", world_site_date(&world, 0, "M"));
    cr_expect_eq(world_site_date(&world, 1, "M"), 140, "%g", world_site_date(&world, 1, "M"));
    for (int week = 1; week <= 10; week++)
        cr_expect_eq(world_cards(&world, 7 * week), 150 * week, "week %d: %g", week, world_cards(&world, 7 * week));
    world_close(&world);
}
