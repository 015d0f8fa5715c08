/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joint training, and the task force: whom it takes, what it speeds up, when it comes again.
 */
#include "../model_world.h"

/* Sessions on days 20, 50, 80, two places each: one place of the first is taken, and the two who come on day 60 find
 * the third one empty. */
Test(model_help, a_later_session_begins_empty)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; exceptions = { m2 = { weight = 6; }; m3 = { weight = 6; }; }; };"
        "sessions = { first = \"2014-01-19\"; every_days = 30; places = 2; };"
        "activities = { work = { after = [\"start\"]; duration = 10; weighted = true; };"
        "  course = { after = [\"work\"]; kind = \"session\"; }; }; milestones = { M = { after = [\"course\"]; }; };";
    static const double wanted[] = {21, 81, 81};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "course"), wanted[i], "site %d: %g", i + 1,
                     world_when(&world, HAPPENS_FINISH, i, "course"));
    world_close(&world);
}

/* Items of a site by the Monday of that number, from 1. */
static double cards_at(const struct world *world, int site, int monday)
{
    double cards = 0;
    for (size_t k = 0; k < world->count && world->seen[k].time <= 7 * monday; k++)
        if (world->seen[k].what == HAPPENS_CARDS && world->seen[k].site == site)
            cards = world->seen[k].number;
    return cards;
}

#define UPTAKE(when)                                                                                                   \
    "uptake = { form = \"capacity\"; capacity_weeks = 10; criterion = " when "; };"                                    \
    "activities = { work = { after = [\"start\"]; duration = 1; weighted = true; };"                                   \
    "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"uptake\"]; }; };"

/* On day 21 site 1 has a tenth of its 1000 (from day 14 on), site 2 almost three tenths of its 100. */
Test(model_help, the_task_force_compares_shares)
{
    static const char text[] =
        WORLD_TIMES "sites = { cards = 1100; cards_by = \"cards\"; exceptions = { m1 = { weight = 14; }; }; };"
                    "swat = { teams = 1; from = \"2014-01-20\"; days = 300; factor = 2; };" UPTAKE("1");
    struct world world;
    world_table(&world, "code,name,region,cards\n1,a,East,1000\n2,b,East,100\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(cards_at(&world, 0, 3), 100);
    cr_expect_eq(cards_at(&world, 0, 4), 300, "%g", cards_at(&world, 0, 4));
    cr_expect_eq(cards_at(&world, 1, 4) - cards_at(&world, 1, 3), 10);
    world_close(&world);
}

/* Two teams come on the first Monday and help two of three sites, not one twice. */
Test(model_help, no_site_is_helped_twice)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 3; cards = 300; };"
                            "swat = { teams = 2; from = \"2014-01-06\"; days = 300; factor = 2; };" UPTAKE("1"),
                0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++) /* 60/7 items by day 7 */
        cr_expect_eq(cards_at(&world, i, 2), i < 2 ? 28 : 18, "site %d: %g", i, cards_at(&world, i, 2));
    world_close(&world);
}

/* Who has done its part is left alone, though items go on coming in. */
Test(model_help, who_is_done_is_not_helped)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; cards = 100; };"
                            "swat = { teams = 1; from = \"2014-02-03\"; days = 300; factor = 2; };" UPTAKE("0.3"),
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M"), 28);
    cr_expect_eq(cards_at(&world, 0, 5), 48);
    cr_expect_eq(cards_at(&world, 0, 6), 58, "%g", cards_at(&world, 0, 6));
    world_close(&world);
}

/* Sixty days of work from day 0. The task force is at the site from day 21 to 35, when its items suffice: the
 * organisational work is done 14 days sooner, the technical one is not. */
Test(model_help, work_is_quicker_while_it_is_there)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 100; }; swat = { teams = 1; from = \"2014-01-20\"; days = 14; factor = 2; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 10; criterion = 0.7; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; };"
        "  organisation = { after = [\"start\"]; duration = 60; organisational = true; };"
        "  technology = { after = [\"start\"]; duration = 60; }; };"
        "milestones = { M = { after = [\"uptake\", \"organisation\", \"technology\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "uptake"), 35);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "organisation"), 46, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "technology"), 60, 1e-9);
    world_close(&world);
}

/* A team that looks on days 9, 12 and so on finds site 2, which begins on the noon of day 9: by Monday that one has
 * taken in for 4.5 days at twice the pace, and site 1 ten a week. */
Test(model_help, who_has_just_begun_is_found)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; cards = 200; exceptions = { m1 = { weight = 0; }; m2 = { weight = 9.5; }; }; };"
        "swat = { teams = 1; from = \"2014-01-08\"; days = 3; factor = 2; };" UPTAKE("1");
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(cards_at(&world, 0, 1), 10);
    cr_expect_eq(cards_at(&world, 0, 2), 20, "%g", cards_at(&world, 0, 2));
    cr_expect_eq(cards_at(&world, 1, 2), 12, "%g", cards_at(&world, 1, 2));
    world_close(&world);
}

/* Nobody takes items into use when it first comes; a site begins on day 10 and is found two weeks after. */
Test(model_help, it_looks_again_after_a_week)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; cards = 100; exceptions = { m1 = { weight = 10; }; }; };"
                    "swat = { teams = 1; from = \"2013-12-30\"; days = 300; factor = 2; };" UPTAKE("1");
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(cards_at(&world, 0, 2), 5);
    cr_expect_eq(cards_at(&world, 0, 3), 25, "%g", cards_at(&world, 0, 3));
    world_close(&world);
}

/* Two teams help two sites from day 7 on, at twice the pace, and one of them is given up on day 21: its site, the
 * second, is back at ten items a week, and the first one is helped on. */
Test(model_help, a_team_that_is_given_up_helps_no_more)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; cards = 200; exceptions = { m1 = { weight = 0; }; m2 = { weight = 0; }; }; };"
                    "swat = { teams = 2; from = \"2014-01-06\"; days = 300; factor = 2;"
                    "  changes = ( { from = \"2014-01-20\"; set = 1; } ); };" UPTAKE("1");
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int monday = 2; monday <= 5; monday++) {
        double all = 10 + 20 * (monday - 1);
        cr_expect_eq(cards_at(&world, 0, monday), all, "%g", cards_at(&world, 0, monday));
        cr_expect_eq(cards_at(&world, 1, monday), monday <= 3 ? all : 50 + 10 * (monday - 3), "Monday %d: %g", monday,
                     cards_at(&world, 1, monday));
    }
    world_close(&world);
}

/* Given up on day 15, a team does not go to another site when it would have been done, on day 28. */
Test(model_help, a_team_that_is_given_up_takes_no_other)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; cards = 200; exceptions = { m1 = { weight = 0; }; m2 = { weight = 0; }; }; };"
                    "swat = { teams = 1; from = \"2014-01-06\"; days = 21; factor = 2;"
                    "  changes = ( { from = \"2014-01-14\"; set = 0; } ); };" UPTAKE("1");
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(cards_at(&world, 0, 6), 70, "%g", cards_at(&world, 0, 6));
    cr_expect_eq(cards_at(&world, 1, 6), 60, "%g", cards_at(&world, 1, 6));
    world_close(&world);
}

/* Two teams, three days a site, from day 8 on: the first takes site 1, leaves it on day 11, within the week, and finds
 * it again. */
Test(model_help, who_is_left_is_found_again)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; cards = 200; exceptions = { m1 = { weight = 0; }; m2 = { weight = 0; }; }; };"
                    "swat = { teams = 2; from = \"2014-01-07\"; days = 3; factor = 2; };" UPTAKE("1");
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 2; i++)
        for (int monday = 2; monday <= 4; monday++)
            cr_expect_eq(cards_at(&world, i, monday), 10 + 20 * (monday - 1), "site %d, Monday %d: %g", i + 1, monday,
                         cards_at(&world, i, monday));
    world_close(&world);
}

/* A hundred a week, twice that from day 7 on, when the team comes. It looks again every 14 days, after it has left: the
 * only site is the one furthest behind, and the team goes back at once. */
Test(model_help, a_team_returns_to_the_site_it_leaves)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 2000; }; swat = { teams = 1; from = \"2014-01-06\"; days = 14; factor = 2; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 20; }; activities = { uptake = { after = [\"start\"]; kind = "
        "\"uptake\"; }; }; milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int monday = 1; monday <= 10; monday++)
        cr_expect_eq(cards_at(&world, 0, monday), 100 + 200 * (monday - 1), "Monday %d: %g", monday,
                     cards_at(&world, 0, monday));
    world_close(&world);
}

/* A session begins on day 20. Whoever is ready at that very instant takes part, and is back on day 21. */
Test(model_help, who_comes_as_a_session_begins_takes_part)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; sessions = { first = \"2014-01-19\"; every_days = 30; places = 2; };"
                    "activities = { work = { after = [\"start\"]; duration = 20; };"
                    "  course = { after = [\"work\"]; kind = \"session\"; }; };"
                    "milestones = { M = { after = [\"course\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "course"), 21);
    world_close(&world);
    world_write(&world, text, (const char *const[]){"activities.work.duration=50", 0}); /* and the second one */
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "course"), 51);
    world_close(&world);
}

/* Sessions every 28 days from day 92 on, every 30 from a change on day 11: the first one stays where it is. Who asks on
 * day 33 is back from it on day 93; who asks on day 100, from the second, on day 123. */
Test(model_help, a_new_rhythm_leaves_the_first_session)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; sessions = { first = \"2014-04-01\"; every_days = 28; places = 4;"
                    "  changes = ( { from = \"2014-01-10\"; every_days = 30; } ); };"
                    "activities = { course = { after = [\"start\"]; kind = \"session\"; }; };"
                    "milestones = { M = { after = [\"course\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2014-02-01\n2,b,East,2014-04-09\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M"), 93, "%g", world_site_date(&world, 0, "M"));
    cr_expect_eq(world_site_date(&world, 1, "M"), 123, "%g", world_site_date(&world, 1, "M"));
    world_close(&world);
}

/* The East works at a quarter of the pace: helped from day 7 on it is still further behind than the West. The second
 * team, which comes on day 21, does not join the first one there but goes West: a hundred a week, then two hundred. */
Test(model_help, a_second_team_does_not_join_the_first)
{
    static const char text[] = WORLD_TIMES
        "sites = { cards = 2000; cards_by = \"equal\"; }; uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "swat = { teams = 1; from = \"2014-01-06\"; days = 300; factor = 2;"
        "  changes = ( { from = \"2014-01-20\"; add = 1; } ); };"
        "risks = { slow = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400;"
        "  pace = 0.25; hits = \"region\"; whom = \"East\"; }; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    static const double east[] = {25, 75, 125, 175, 225, 275}, west[] = {100, 200, 300, 500, 700, 900};
    struct world world;
    world_table(&world, "code,name,region\n1,a,East\n2,b,West\n", text, 0);
    world_run(&world, 1, 0);
    for (int monday = 1; monday <= 6; monday++) {
        cr_expect_eq(cards_at(&world, 0, monday), east[monday - 1], "Monday %d: %g", monday,
                     cards_at(&world, 0, monday));
        cr_expect_eq(cards_at(&world, 1, monday), west[monday - 1], "Monday %d: %g", monday,
                     cards_at(&world, 1, monday));
    }
    world_close(&world);
}

/* Of one team three are given up on day 14: there is none. Two that come on day 21 only make up for those; one more on
 * day 28 is a team. A hundred a week, twice that with help. */
Test(model_help, teams_that_went_below_none_are_missed)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 2000; }; uptake = { form = \"capacity\"; capacity_weeks = 20; };"
        "swat = { teams = 1; from = \"2014-01-06\"; days = 300; factor = 2; changes = ( { from = \"2014-01-13\"; add = "
        "-3; },"
        "  { from = \"2014-01-20\"; add = 2; }, { from = \"2014-01-27\"; add = 1; } ); };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    static const double wanted[] = {100, 300, 400, 500, 700, 900};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int monday = 1; monday <= 6; monday++)
        cr_expect_eq(cards_at(&world, 0, monday), wanted[monday - 1], "Monday %d: %g", monday,
                     cards_at(&world, 0, monday));
    world_close(&world);
}

/* Two places a session, every 2.2 days from day 20 on, and seven who ask at once: the last of them has the fourth
 * session, on day 26.6, to himself. From day 10 on there is one every 1.1 days, and who asks on day 12 finds the other
 * place: 6.6 / 1.1 is six sessions on, though a hair more in floating point. */
Test(model_help, a_new_rhythm_s_sessions_are_the_old_one_s)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; sessions = { first = \"2014-01-19\"; every_days = 2.2; places = 2;"
        "  changes = ( { from = \"2014-01-09\"; every_days = 1.1; } ); };"
        "activities = { work = { after = [\"start\"]; duration = 0; per_version_days = 12; };"
        "  course = { after = [\"work\"]; kind = \"session\"; }; }; milestones = { M = { after = [\"course\"]; }; };";
    char csv[512] = "code,name,region,versions_behind\n";
    struct world world;
    for (int i = 1; i <= 8; i++)
        sprintf(csv + strlen(csv), "%d,s%d,East,%d\n", i, i, i == 8);
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 6, "course"), 27.6, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 7, "course"), 27.6, 1e-9, "%g",
                       world_when(&world, HAPPENS_FINISH, 7, "course"));
    world_close(&world);
}

/* No team is at work before the task force is, one that comes before it neither: eight weeks of an eighth. */
Test(model_help, a_team_that_comes_early_waits_for_the_task_force)
{
    static const char text[] = WORLD_TIMES "sites = { count = 1; cards = 100; };"
                                           "swat = { teams = 0; from = \"2014-03-03\"; days = 42; factor = 2;"
                                           "  changes = ( { from = \"2014-01-06\"; set = 1; } ); };"
                                           "activities = { use = { kind = \"uptake\"; after = [\"start\"]; }; };"
                                           "milestones = { M = { after = [\"use\"]; }; };"
                                           "uptake = { form = \"capacity\"; capacity_weeks = 8; criterion = 1; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_national(&world, "M"), 56, "%g", world_national(&world, "M"));
    world_close(&world);
}
