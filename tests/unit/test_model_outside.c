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
    world_write(&world, WORLD "outside_view = { overrun = 0.5; from = \"2014-01-09\"; };", 0);
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
    world_write(&world, WORLD "outside_view = { overrun = 0.5; from = \"2014-07-01\"; };", 0);
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
    world_write(&slow, text, (const char *const[]){"outside_view={overrun=2.0;}", 0});
    world_run(&plain, 1, 0);
    world_run(&slow, 1, 0);
    cr_assert(failing(&plain) > 5 && failing(&plain) == failing(&slow));
    for (int site = 0; site < 40; site++)
        at(&slow, HAPPENS_FINISH, site, "test", 3 * world_when(&plain, HAPPENS_FINISH, site, "test"));
    world_close(&plain);
    world_close(&slow);
}

/* An overrun of 0 is none, to the last bit. */
Test(model_outside, none_is_none)
{
    static const char *const none[] = {"outside_view={overrun=0.0; from=\"2013-01-28\";}", 0};
    struct world plain, same;
    world_open(&plain, "plan-2013.cfg", (const char *const[]){"uptake.form=drawn", 0});
    world_open(&same, "plan-2013.cfg", (const char *const[]){"uptake.form=drawn", none[0], 0});
    for (uint64_t r = 0; r < 12; r++) {
        world_run(&plain, 1, r);
        world_run(&same, 1, r);
        cr_expect(memcmp(plain.record, same.record, plain.layout.size) == 0, "replication %lu", (unsigned long)r);
    }
    world_close(&plain);
    world_close(&same);
}

/* ---- what is known ---- */

#define KNOWLEDGE                                                                                                      \
    WORLD_TIMES                                                                                                        \
    "sites = { count = 2; cards = 1000000; };"                                                                         \
    "activities = { uptake = { kind = \"uptake\"; after = [\"start\"]; }; };"                                          \
    "milestones = { M = { after = [\"uptake\"]; }; };"                                                                 \
    "uptake = { form = \"bass\"; base_week = 0.01; criterion = 0.9; pressure = 2; deadline = \"sooner\";"              \
    "  moved_deadline = \"due\"; moved_known = { dist = \"uniform\"; min = \"2014-04-01\"; max = \"2014-05-01\"; };"   \
    "  moved_belief = { dist = \"uniform\"; min = 0.5; max = 1; }; moved_known_from = \"2014-06-01\"; };"              \
    "doctors = { midpoint = \"2014-06-01\"; scale_days = 60; cleanup = { known_from = \"2014-03-31\";"                 \
    "  from = \"2014-02-01\"; gain_days = { dist = \"uniform\"; min = 20; max = 90; }; }; };"                          \
    "swat = { teams = 1; from = \"2014-03-01\"; days = 30; factor = 3; known_from = \"2014-05-01\"; };"                \
    "push = { factor = 0.5; known_from = \"2014-05-02\"; };"                                                           \
    "risks = { flood = { probability = 1; from = \"2014-02-01\"; to = \"2014-02-01\"; duration_days = 60;"             \
    "  pace = 0.2; known_from = \"2014-02-15\"; }; };"

/* What is known on the very day counts. */
Test(model_outside, knows_what_was_known)
{
    static const struct {
        const char *as_of;
        size_t unknown, parameters;
        bool cleanup, swat, push, risk, moved;
    } views[] = {{"as_of=2014-02-14", 5, 0, false, false, false, false, false},
                 {"as_of=2014-02-15", 4, 0, false, false, false, true, false},
                 {"as_of=2014-03-31", 3, 1, true, false, false, true, false},
                 {"as_of=2014-05-01", 2, 1, true, true, false, true, false},
                 {"as_of=2014-06-01", 0, 3, true, true, true, true, true}};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        struct world world;
        world_write(&world, KNOWLEDGE, (const char *const[]){views[i].as_of, 0});
        const struct programme *p = &world.programme;
        cr_expect_eq(p->unknown.count, views[i].unknown, "%s", views[i].as_of);
        cr_expect_eq(p->parameters, views[i].parameters, "%s: %zu", views[i].as_of, p->parameters);
        cr_expect_eq(p->doctors.cleanup, views[i].cleanup);
        cr_expect_eq(p->has_swat, views[i].swat);
        cr_expect_eq(p->push, views[i].push);
        cr_expect_eq(p->risks, views[i].risk);
        cr_expect_eq(p->uptake.moved_deadline != NOBODY, views[i].moved);
        world_close(&world);
    }
}

/* The course as of an earlier day is that of the configuration without those groups. */
Test(model_outside, absent_is_as_if_never_said)
{
    static const char *const without[] = {"doctors.cleanup.enabled=false",
                                          "swat.teams=0",
                                          "push.enabled=false",
                                          "risks.flood.probability=0",
                                          "uptake.moved_deadline=sooner",
                                          "uptake.moved_belief=1",
                                          0};
    struct world view, bare, whole;
    world_write(&view, KNOWLEDGE, (const char *const[]){"as_of=2014-01-31", 0});
    world_write(&bare, KNOWLEDGE, without);
    world_write(&whole, KNOWLEDGE, 0);
    cr_expect(isinf(whole.programme.as_of) && whole.programme.unknown.count == 0);
    bool differs = false;
    for (uint64_t r = 0; r < 5; r++) {
        world_run(&view, 1, r);
        world_run(&bare, 1, r);
        world_run(&whole, 1, r);
        const int32_t *cards = world_field(&view, OUTCOME_CARDS);
        cr_expect(memcmp(cards, world_field(&bare, OUTCOME_CARDS), view.programme.weeks * sizeof *cards) == 0);
        differs |= memcmp(cards, world_field(&whole, OUTCOME_CARDS), view.programme.weeks * sizeof *cards) != 0;
    }
    cr_expect(differs);
    world_close(&view);
    world_close(&bare);
    world_close(&whole);
}
