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
        cr_expect_eq(world_site_date(&one, i, "M2"), world_site_date(&other, i, "M2"), "site %zu", i);
    world_close(&one);
    world_close(&other);
}
