/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outside view: one stretch for all that was planned; and what is not known yet.
 */
#include "../model_world.h"

/* A site that decides on its day, waits for its vendor, works, fails nothing, keeps a distance and works again. */
#define WORLD                                                                                                          \
    WORLD_TIMES                                                                                                        \
    "sites = { count = 3; decision_from = \"2014-01-09\"; decision_spread_days = 60; lateness = 0.5; };"               \
    "integration = { planned = \"2014-04-29\"; common_slip_days = 10; };"                                              \
    "vendors = { one = { name = \"One\"; sites = 3; teams = 3; slip_days = 5; pilots = 1;"                             \
    "  pilot_from = \"2014-01-19\"; }; };"                                                                             \
    "activities = { ready = { kind = \"wait\"; until = \"vendor-ready\"; after = [\"start\"]; };"                      \
    "  work = { after = [\"start\"]; duration = 7; lag_days = 4; };"                                                   \
    "  after = { after = [\"work\"]; duration = 3; }; };"                                                              \
    "milestones = { M = { after = [\"after\", \"ready\"]; }; };"

static void at(const struct world *world, enum happening what, int site, const char *node, double wanted)
{
    double got = world_when(world, what, site, node);
    cr_expect(fabs(got - wanted) <= 1e-9, "site %d, %s: %g instead of %g", site, node, got, wanted);
}

/* Instant 0 is 30 December 2013. Plain: decisions on day 10 + 30 = 40, the version on 120 + 15, the pilot's on 20. */
Test(model_outside, stretches_all_that_was_planned)
{
    struct world world;
    world_write(&world, WORLD "outside_view = { stretch = 1.5; from = \"2014-01-09\"; };", 0);
    world_run(&world, 1, 0);
    int pilot = rollout_site(world.rollout, 0).pilot ? 0 : rollout_site(world.rollout, 1).pilot ? 1 : 2;
    for (int site = 0; site < 3; site++) {
        double decided = site == pilot ? 10 + 1.5 * 10 : 10 + 1.5 * 30;
        at(&world, HAPPENS_DECISION, site, 0, decided);
        at(&world, HAPPENS_FINISH, site, "work", decided + 1.5 * 7);
        at(&world, HAPPENS_BEGIN, site, "after", decided + 1.5 * 11);
        at(&world, HAPPENS_FINISH, site, "after", decided + 1.5 * 14);
        at(&world, HAPPENS_FINISH, site, "ready", site == pilot ? decided : 10 + 1.5 * 125);
    }
    world_close(&world);
}

/* What lies before the plan's day has happened: no stretch moves it. */
Test(model_outside, not_what_is_past)
{
    struct world world;
    world_write(&world, WORLD "outside_view = { stretch = 1.5; from = \"2014-07-01\"; };", 0);
    world_run(&world, 1, 0);
    for (int site = 0; site < 3; site++)
        at(&world, HAPPENS_FINISH, site, "ready", rollout_site(world.rollout, (size_t)site).pilot ? 20 : 135);
    world_close(&world);
}

static int failing(const struct world *world)
{
    int failed = 0;
    for (int site = 0; site < 40; site++)
        failed += !isnan(world_when(world, HAPPENS_FAIL, site, "test"));
    return failed;
}

/* Attempts and corrections alike. */
Test(model_outside, stretches_corrections)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 40; }; milestones = { M = { after = [\"test\"]; }; };"
                    "activities = { test = { after = [\"start\"]; duration = 4; failure = 0.5; correction = 6; }; };";
    struct world plain, slow;
    world_write(&plain, text, 0);
    world_write(&slow, text, (const char *const[]){"outside_view={stretch=3.0;}", 0});
    world_run(&plain, 1, 0);
    world_run(&slow, 1, 0);
    cr_assert(failing(&plain) > 5 && failing(&plain) == failing(&slow));
    for (int site = 0; site < 40; site++)
        at(&slow, HAPPENS_FINISH, site, "test", 3 * world_when(&plain, HAPPENS_FINISH, site, "test"));
    world_close(&plain);
    world_close(&slow);
}

/* A stretch of 1 is none, to the last bit. */
Test(model_outside, one_is_none)
{
    static const char *const one[] = {"outside_view={stretch=1.0; from=\"2013-01-28\";}", 0};
    struct world plain, same;
    world_open(&plain, "plan-2013.cfg", (const char *const[]){"uptake.form=drawn", 0});
    world_open(&same, "plan-2013.cfg", (const char *const[]){"uptake.form=drawn", one[0], 0});
    for (uint64_t r = 0; r < 12; r++) {
        world_run(&plain, 1, r);
        world_run(&same, 1, r);
        cr_expect(memcmp(plain.record, same.record, plain.layout.size) == 0, "replication %lu", (unsigned long)r);
    }
    world_close(&plain);
    world_close(&same);
}
