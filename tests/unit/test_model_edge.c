/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model at its edges: nothing to take into use, a threshold that is never passed, sessions that end, more pilots
 * than sites.
 */
#include "../model_world.h"

/* Ask's own work, when there are no cards: commissioned on day 17, trained by 24, tested by 25 (see five.cfg). */
Test(model_edge, nothing_to_take_into_use_takes_no_time)
{
    static const char *const none[] = {"sites.cards=0", 0};
    struct world world;
    world_open(&world, "five.cfg", none);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M1"), 16);
    cr_expect_eq(world_site_date(&world, 0, "M2a"), 25, "%g", world_site_date(&world, 0, "M2a"));
    cr_expect(isfinite(world_national(&world, "M2")));
    world_close(&world);
}

Test(model_edge, all_the_doctors_are_never_reached)
{
    static const char *const all[] = {"doctors.threshold=1", 0};
    struct world world;
    world_open(&world, "fmk.cfg", all);
    world_run(&world, 1, 0);
    cr_expect(isfinite(world_national(&world, "M2a")));
    for (size_t i = 0; i < world.programme.sites; i++)
        cr_expect(isnan(world_site_date(&world, i, "M2b")), "site %zu", i);
    world_close(&world);
}

/* Two sessions a region of one place each before the horizon, the second too late to train after it. */
Test(model_edge, who_finds_no_session_never_ends)
{
    static const char *const late[] = {"sessions.first=2017-10-02", "sessions.every_days=85", "sessions.places=1", 0};
    struct world world;
    size_t reached = 0;
    world_open(&world, "fmk.cfg", late);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < world.programme.sites; i++)
        reached += isfinite(world_site_date(&world, i, "M2a"));
    cr_expect_gt(reached, 0);
    cr_expect_leq(reached, world.programme.regions.count, "%zu sites", reached);
    cr_expect(isnan(world_national(&world, "M2a")));
    world_close(&world);
}

/* A series that began long before the epoch goes on: every fourth Monday from 1990-01-01, two places each. */
Test(model_edge, sessions_that_began_before_the_epoch)
{
    static const char text[] = WORLD_TIMES "sites = { count = 4; decision_from = \"2017-06-01\"; };"
                                           "sessions = { first = \"1990-01-01\"; every_days = 28; places = 2; };"
                                           "activities = { session = { after = [\"start\"]; kind = \"session\"; }; };"
                                           "milestones = { M = { after = [\"session\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 4; i++)
        cr_expect_eq(world_site_date(&world, i, "M"), world_day(&world, i < 2 ? "2017-06-12" : "2017-07-10"),
                     "site %zu: %g", i, world_site_date(&world, i, "M"));
    world_close(&world);
}

/* Two Mondays bring all of a site's items. Three activities of a site may wait for them: one from the beginning, one
 * from day 3 on, and one that follows the first and finds the items there. */
Test(model_edge, several_activities_wait_for_the_same_items)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; cards = 30; }; uptake = { form = \"capacity\"; capacity_weeks = 2; };"
        "activities = { a = { after = [\"start\"]; kind = \"uptake\"; }; work = { after = [\"start\"]; duration = 3; };"
        "  b = { after = [\"work\"]; kind = \"uptake\"; }; c = { after = [\"a\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"a\", \"b\", \"c\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "a"), 14);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "b"), 14);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "c"), 14);
        cr_expect_eq(world_site_date(&world, (size_t)i, "M"), 14);
    }
    cr_expect_eq(world_cards(&world, 14), 30);
    world_close(&world);
}

/* Who comes to the items on day 20, when all have been in since day 14, has nothing to wait for. */
Test(model_edge, who_comes_later_finds_the_items)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; cards = 30; }; uptake = { form = \"capacity\"; capacity_weeks = 2; };"
        "activities = { a = { after = [\"start\"]; kind = \"uptake\"; }; work = { after = [\"start\"]; duration = 20; "
        "};"
        "  b = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"a\", \"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "a"), 14);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "b"), 20);
    world_close(&world);
}

/* ---- many of a kind ---- */

enum { MANY = 70 };

/* Seventy resources and as many activities side by side that need one each; of the last there is none. */
Test(model_edge, every_one_of_many_resources_is_known)
{
    static char text[1 << 14];
    char *to = text + sprintf(text, "%s", WORLD_TIMES "sites = { count = 2; }; resources = {");
    struct world world;
    for (int i = 1; i <= MANY; i++)
        to += sprintf(to, "r%d = { capacity = %d; };", i, i < MANY);
    to += sprintf(to, "}; activities = {");
    for (int i = 1; i <= MANY; i++)
        to += sprintf(to, "a%d = { after = [\"start\"]; duration = 5; resource = \"r%d\"; };", i, i);
    sprintf(to, "}; milestones = { M = { after = [\"a69\"]; }; N = { after = [\"a70\"]; }; };");
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 1; i < MANY; i++) {
        char name[16];
        sprintf(name, "a%d", i);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, name), 5, "%s", name);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, 1, name), 10, "%s", name);
    }
    cr_expect(isnan(world_when(&world, HAPPENS_BEGIN, 0, "a70")));
    world_close(&world);
}

/* A risk that stops the last of seventy vendors, and the last of seventy deadlines. */
Test(model_edge, every_one_of_many_vendors_and_deadlines_is_known)
{
    static char text[1 << 14];
    char *to = text + sprintf(text, "%s",
                              "title = \"many\"; epoch = \"2013-12-30\"; horizon = \"2017-12-31\";"
                              "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
                              "sites = { count = 70; cards = 70; }; vendors = {");
    struct world world;
    for (int i = 1; i <= MANY; i++)
        to += sprintf(to, "v%d = { name = \"V%d\"; sites = 1; teams = 1; };", i, i);
    to += sprintf(to, "}; deadlines = {");
    for (int i = 1; i <= MANY; i++)
        to += sprintf(to, "d%d = { date = \"2014-12-31\"; milestone = \"M\"; };", i);
    sprintf(to, "}; uptake = { form = \"deadline-rush\"; rush = 1; deadline = \"d70\"; };"
                "risks = { late = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; hits = \"vendor\";"
                "  whom = \"v70\"; duration_days = 100; teams = -1; }; };"
                "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 5; };"
                "  downloads = { after = [\"upgrade\"]; kind = \"uptake\"; }; };"
                "milestones = { M = { after = [\"downloads\"]; }; };");
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world.programme.uptake.deadline, MANY - 1);
    for (int i = 0; i < MANY; i++)
        cr_expect_eq(world_when(&world, HAPPENS_BEGIN, i, "upgrade"),
                     rollout_vendor(world.rollout, (size_t)i) == MANY - 1 ? 100 : 0, "site %d", i);
    world_close(&world);
}

/* More changes of a vendor's teams than a calendar has had room for: one team more and one less, day by day. */
Test(model_edge, as_many_changes_as_one_writes)
{
    enum { CHANGES = 10000 };
    char *text = malloc(CHANGES * 64 + 1024), *to = text;
    struct world world;
    cr_assert_not_null(text);
    to += sprintf(to, "%s",
                  WORLD_TIMES "sites = { count = 3; }; vendors = { v = { name = \"V\"; sites = 3; teams = 0;"
                              "  team_changes = (");
    for (int i = 0; i < CHANGES; i++)
        to += sprintf(to, "%s{ from = %d; add = %d; }", i > 0 ? ", " : "", i + 1, i % 2 == 0 ? 1 : -1);
    sprintf(to, "); }; }; activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; }; };"
                "milestones = { M = { after = [\"upgrade\"]; }; };");
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "upgrade"), 11 + 10 * i, "site %d: %g", i,
                     world_when(&world, HAPPENS_FINISH, i, "upgrade"));
    world_close(&world);
    free(text);
}

Test(model_edge, more_pilots_than_sites_are_all_sites)
{
    static const char *const all[] = {"vendors.one.pilots=5", "vendors.one.pilot_from=2013-12-30", 0},
                             *const more[] = {"vendors.one.pilots=1000", "vendors.one.pilot_from=2013-12-30", 0};
    struct world one, other;
    world_open(&one, "five.cfg", all);
    world_open(&other, "five.cfg", more);
    world_run(&one, 1, 0);
    world_run(&other, 1, 0);
    cr_expect(isfinite(world_national(&one, "M2")));
    for (size_t i = 0; i < 5; i++)
        cr_expect_eq(world_site_date(&one, i, "M2"), world_site_date(&other, i, "M2"), "site %zu", i, i, i, i, i, i, i,
                     i, i, i);
    world_close(&one);
    world_close(&other);
}

/* A horizon that ends with the first week: its one Monday is settled, and what is late is late for no day. */
Test(model_edge, a_programme_of_one_week)
{
    static const char text[] =
        "title = \"a week\"; epoch = \"2013-12-30\"; horizon = \"2014-01-05\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; }; sites = { count = 1; cards = 70; };"
        "deadlines = { due = { date = \"2014-01-05\"; milestone = \"M\"; }; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 7; };"
        "activities = { take = { after = [\"start\"]; kind = \"uptake\"; }; }; milestones = { M = { after = "
        "[\"take\"]; "
        "}; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_assert_eq(world.programme.weeks, 1, "%zu", world.programme.weeks);
    cr_expect_eq(((const int32_t *)world_field(&world, OUTCOME_CARDS))[0], 10);
    world_close(&world);
}

/* What is remarked on a group of named things, in words or as a group, is none of them. */
Test(model_edge, remarks_are_no_things)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; };"
                    "resources = { sources = { room = \"a guess\"; }; note = \"said to be enough\"; room = { capacity "
                    "= 1; }; };"
                    "activities = { note = \"all of them\"; sources = { work = \"a guess\"; };"
                    "  work = { after = [\"start\"]; duration = 10; resource = \"room\"; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world.programme.pools, 1, "%zu", world.programme.pools);
    cr_expect_eq(world_national(&world, "M"), 10);
    world_close(&world);
}

/* A second activity that waits for the items joins on day 10: they come in as before, ten a week for six. */
Test(model_edge, a_second_activity_begins_nothing_anew)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 60; }; uptake = { form = \"capacity\"; capacity_weeks = 6; };"
        "activities = { a = { after = [\"start\"]; kind = \"uptake\"; }; work = { after = [\"start\"]; duration = 10; "
        "};"
        "  b = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"a\", \"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int week = 1; week <= 6; week++)
        cr_expect_eq(world_cards(&world, 7 * week), 10 * week, "week %d: %g", week, world_cards(&world, 7 * week));
    cr_expect_eq(world_national(&world, "M"), 42);
    world_close(&world);
}
