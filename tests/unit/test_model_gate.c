/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sites wait for from one another, and what is done once for several, by hand.
 */
#include "../model_world.h"

#define PREPARE                                                                                                        \
    "activities = { prepare = { after = [\"start\"]; duration = 10; per_version_days = 5; };"                          \
    "  work = { after = [\"prepare\", \"gate\"]; duration = 20; };"
#define MILESTONES "}; milestones = { R = { after = [\"prepare\"]; }; M = { after = [\"work\"]; }; };"
#define VENDORS                                                                                                        \
    "vendors = { v = { name = \"V\"; sites = 2; teams = 1; }; w = { name = \"W\"; sites = 2; teams = 1; }; };"

/* Ready on days 10, 15, 20 and 25; sites 1 and 3 are the East's and V's first ones, 2 and 4 the West's. */
static const char four[] = "code,name,region,vendor,versions_behind,depends_on,group\n1,a,East,V,0,,\n"
                           "2,b,West,W,1,4,g\n3,c,East,V,2,2,g\n4,d,West,W,3,,\n";

static void expect(const char *gate, const double done[4])
{
    char text[2048];
    struct world world;
    snprintf(text, sizeof text, WORLD_TIMES "sites = {};" VENDORS PREPARE "%s" MILESTONES, gate);
    world_table(&world, four, text, 0);
    for (uint64_t r = 0; r < 3; r++) {
        world_run(&world, 1, r);
        for (size_t i = 0; i < 4; i++)
            cr_expect_eq(world_site_date(&world, i, "M"), done[i], "%s: site %zu on day %g", gate, i + 1,
                         world_site_date(&world, i, "M"));
    }
    world_close(&world);
}

/* Site 2 waits for 4 and 3 for 2: 4 is ready on 25 and so is 2 let through; 2 is done on 45 and so is 3 let through. */
Test(model_gate, another_site)
{
    expect("gate = { after = [\"start\"]; kind = \"wait\"; until = \"site\"; of = \"R\"; };",
           (const double[]){30, 45, 40, 45});
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"site\"; of = \"M\"; };",
           (const double[]){30, 65, 85, 45});
}

/* The East's first is site 1, done on 30: site 3, ready on 20, goes on then, and 4 when 2 is done on 35. */
Test(model_gate, the_region_s_first)
{
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"region-first\"; of = \"M\"; };",
           (const double[]){30, 35, 50, 55});
}

/* Here the same two pairs, by vendor; and 2 and 3 by group: 2 is done on 35. All wait for site 1. */
Test(model_gate, other_firsts)
{
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"vendor-first\"; of = \"M\"; };",
           (const double[]){30, 35, 50, 55});
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"group-first\"; of = \"M\"; };",
           (const double[]){30, 35, 55, 45});
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"first\"; of = \"M\"; };",
           (const double[]){30, 50, 50, 50});
}

/* Whoever is first at the gate goes ahead, also where what is waited for is reached before: nobody waits then. */
Test(model_gate, nobody_waits_for_what_is_reached)
{
    expect("gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"first\"; of = \"R\"; };",
           (const double[]){30, 35, 40, 45});
}

/* Forty days of work, done once: by site 1 for all until 50; for the regions until 50 and 55; for the group of 2 and 3
 * until 55, while 1 and 4 do their own until 50 and 65. */
Test(model_gate, done_once)
{
    expect("gate = { after = [\"prepare\"]; duration = 40; once = \"all\"; };", (const double[]){70, 70, 70, 70});
    expect("gate = { after = [\"prepare\"]; duration = 40; once = \"region\"; };", (const double[]){70, 75, 70, 75});
    expect("gate = { after = [\"prepare\"]; duration = 40; once = \"vendor\"; };", (const double[]){70, 75, 70, 75});
    expect("gate = { after = [\"prepare\"]; duration = 40; once = \"group\"; };", (const double[]){70, 75, 75, 85});
}

/* Done on day 12 already: whoever comes later finds it. */
Test(model_gate, found_done)
{
    expect("gate = { after = [\"prepare\"]; duration = 2; once = \"all\"; };", (const double[]){32, 35, 40, 45});
}

/* The days of waiting for others are the activity's own, and all of a site's days add up. */
Test(model_gate, its_days_have_their_cause)
{
    static const char text[] =
        WORLD_TIMES "sites = {};" VENDORS PREPARE
                    "gate = { after = [\"prepare\"]; duration = 40; once = \"all\"; cause = \"shared\"; };" MILESTONES;
    static const double wanted[] = {40, 35, 30, 25};
    double days[CAUSE_FIXED + 8];
    struct world world;
    world_table(&world, four, text, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 4; i++) {
        rollout_causes(world.rollout, i, days);
        cr_expect_str_eq(world.programme.causes.name[CAUSE_FIXED], "shared");
        cr_expect_eq(days[CAUSE_FIXED], wanted[i]);
        cr_expect_eq(days[CAUSE_OWN_WORK], 70 - wanted[i]);
    }
    world_close(&world);
}

/* A simulation of its own of the wait for the region's first: with durations drawn, of each region everybody but the
 * first at the gate goes on when the first of them is done. */
Test(model_gate, firsts_of_drawn_durations)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = {"
                    "  prepare = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 1; max = 100; }; };"
                    "  gate = { after = [\"prepare\"]; kind = \"wait\"; until = \"region-first\"; of = \"work\"; };"
                    "  work = { after = [\"gate\"]; duration = { dist = \"exponential\"; mean = 50; }; };"
                    "}; milestones = { M = { after = [\"work\"]; }; };";
    char csv[2048] = "code,name,region\n";
    for (int i = 1; i <= 40; i++)
        sprintf(csv + strlen(csv), "%d,s%d,R%d\n", i, i, i % 3);
    struct world world;
    world_table(&world, csv, text, 0);
    for (uint64_t r = 0; r < 30; r++) {
        world_run(&world, 1, r);
        for (int region = 0; region < 3; region++) {
            double ready[40], leader = INFINITY, first = INFINITY;
            for (int i = 0; i < 40; i++) {
                ready[i] = world_when(&world, HAPPENS_FINISH, i, "prepare");
                if ((i + 1) % 3 != region)
                    continue;
                double done = world_when(&world, HAPPENS_FINISH, i, "work");
                first = fmin(first, isnan(done) ? INFINITY : done);
                leader = fmin(leader, ready[i]);
            }
            for (int i = 0; i < 40; i++)
                if ((i + 1) % 3 == region)
                    cr_assert_eq(world_when(&world, HAPPENS_FINISH, i, "gate"),
                                 ready[i] == leader ? leader : fmax(ready[i], first));
        }
    }
    world_close(&world);
}

/* Twenty days of shared work, begun by site 1 on day 0. From day 6 on nobody needs it: site 3, which gets there on day
 * 11, skips it, and site 2, which has waited since day 3, still waits for site 1, to day 20. */
Test(model_gate, who_skips_shared_work_opens_it_for_nobody)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { shared = { after = [\"start\"]; once = \"all\"; duration = 20;"
                    "  probability = 1; changes = ( { from = \"2014-01-05\"; probability = 0; } ); }; };"
                    "milestones = { M = { after = [\"shared\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-02\n3,c,East,2014-01-10\n",
                text, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(world_site_date(&world, i, "M"), ((double[]){20, 20, 11})[i], "site %zu: %g", i + 1,
                     world_site_date(&world, i, "M"));
    world_close(&world);
}

/* The work is done on day 5 by site 1 and on day 12 by site 2, the waits for the first of them come after twenty days:
 * when it was reached, nobody had come to the wait, so nobody had gone ahead. Both go on at once, on days 20 and 27. */
Test(model_gate, what_is_reached_before_anybody_waits_is_reached)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { work = { after = [\"start\"]; duration = 5; };"
                    "  long = { after = [\"start\"]; duration = 20; };"
                    "  gate = { after = [\"long\"]; kind = \"wait\"; until = \"first\"; of = \"work\"; }; };"
                    "milestones = { M = { after = [\"work\", \"gate\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-06\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M"), 20, "%g", world_site_date(&world, 0, "M"));
    cr_expect_eq(world_site_date(&world, 1, "M"), 27, "%g", world_site_date(&world, 1, "M"));
    world_close(&world);
}

/* Site 1 has done its work on day 5 and is in the lag of ten days after it when site 2, which waits for that work,
 * comes on day 7: it is let through at once. Its own work ends on day 12, and its lag on day 22. */
Test(model_gate, what_is_reached_is_reached_within_its_lag)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { work = { after = [\"start\"]; duration = 5; lag_days = 10; };"
                    "  gate = { after = [\"start\"]; kind = \"wait\"; until = \"site\"; of = \"work\"; }; };"
                    "milestones = { M = { after = [\"work\", \"gate\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision,depends_on\n1,a,East,2013-12-30,\n2,b,East,2014-01-06,1\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 1, "gate"), 7);
    cr_expect_eq(world_site_date(&world, 1, "M"), 22, "%g", world_site_date(&world, 1, "M"));
    world_close(&world);
}

static size_t times(const struct world *world, enum happening what, int site, const char *name)
{
    size_t count = 0;
    while (!isnan(world_when_nth(world, what, site, name, count)))
        count++;
    return count;
}

/* At one instant the site comes to the wait, goes ahead, and reaches what is waited for: it goes through once. */
Test(model_gate, who_goes_ahead_and_reaches_it_at_once_goes_through_once)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; }; activities = { come = { after = [\"start\"]; duration = 5; };"
                    "  work = { after = [\"start\"]; duration = 5; };"
                    "  gate = { after = [\"come\"]; kind = \"wait\"; until = \"first\"; of = \"work\"; }; };"
                    "milestones = { M = { after = [\"work\", \"gate\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int site = 0; site < 2; site++) {
        cr_expect_eq(times(&world, HAPPENS_FINISH, site, "gate"), 1);
        cr_expect_eq(times(&world, HAPPENS_MILESTONE, site, "M"), 1);
        cr_expect_eq(world_site_date(&world, (size_t)site, "M"), 5);
    }
    world_close(&world);
}

/* Site 2 reaches it on day 5. On day 12 site 1 comes to the wait and, still before it goes on, reaches it, too: it
 * goes through once. */
Test(model_gate, who_is_second_to_reach_it_opens_nothing)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { come = { after = [\"start\"]; duration = 12; };"
                    "  work = { after = [\"start\"]; duration = 5; per_version_days = 7; };"
                    "  gate = { after = [\"come\"]; kind = \"wait\"; until = \"first\"; of = \"work\"; }; };"
                    "milestones = { M = { after = [\"work\", \"gate\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,versions_behind\n1,a,East,1\n2,b,East,0\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(times(&world, HAPPENS_FINISH, 0, "gate"), 1);
    cr_expect_eq(times(&world, HAPPENS_MILESTONE, 0, "M"), 1);
    cr_expect_eq(world_site_date(&world, 0, "M"), 12);
    world_close(&world);
}

/* Site 1 and 2 are a group, 3 waits for 1. The group's work is done once in each copy, with luck of its own, and
 * the copy of site 3 waits for the copy of site 1. */
Test(model_gate, each_copy_has_its_own_groups_and_leaders)
{
    static const char text[] = WORLD_TIMES
        "sites = { copies = 2; }; activities = {"
        "  shared = { after = [\"start\"]; once = \"group\"; duration = { dist = \"uniform\"; min = 10; max = 50; }; };"
        "  leader = { after = [\"start\"]; kind = \"wait\"; until = \"site\"; of = \"shared\"; };"
        "  own = { after = [\"leader\"]; duration = 1; }; }; milestones = { M = { after = [\"own\", \"shared\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,group,depends_on\n1,a,East,river,\n2,b,East,river,\n3,c,East,,1\n", text, 0);
    cr_assert_eq(world.programme.sites, 6);
    cr_expect_eq(world.programme.groups, 4);
    world_run(&world, 1, 0);
    double done[2];
    for (size_t copy = 0; copy < 2; copy++) {
        size_t first = 3 * copy;
        done[copy] = world_when(&world, HAPPENS_FINISH, (int)first, "shared");
        cr_expect_eq(world.programme.site[first + 2].depends_on, (int)first);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, (int)first + 2, "leader"), done[copy]);
        cr_expect_eq(world.programme.site[first].group, world.programme.site[first + 1].group);
        cr_expect_eq(world_site_date(&world, first, "M"), world_site_date(&world, first + 1, "M"));
    }
    cr_expect_neq(done[0], done[1], "one work for two countries");
    world_close(&world);
}
