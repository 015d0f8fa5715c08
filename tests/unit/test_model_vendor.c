/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Vendors: order of service, batches, pilots, teams that come and go, versions behind, totals.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { preparation = { after = [\"start\"]; duration = 10; weighted = true; };"                           \
    "  version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };"                                 \
    "  upgrade = { after = [\"preparation\", \"version\"]; resource = \"vendor\"; duration = 10; }; };"                \
    "milestones = { M = { after = [\"upgrade\"]; }; };"

static const char four_sites[] = "code,name,region,cards,hosted\n"
                                 "1,a,West,10,0\n2,b,East,30,0\n3,c,West,20,0\n4,d,East,40,0\n";

static double begins(const struct world *world, int site)
{
    return world_when(world, HAPPENS_BEGIN, site, "upgrade");
}

/* Ready at 40, 10, 30, 20; decided at once; cards 10, 30, 20, 40; regions West (first in the file) and East. */
Test(model_vendor, orders_of_service)
{
    static const struct {
        const char *set;
        int order[4];
    } cases[] = {{"vendors.v.order=ready-first", {1, 3, 2, 0}},
                 {"vendors.v.order=fifo", {0, 1, 2, 3}},
                 {"vendors.v.order=largest-first", {3, 1, 2, 0}},
                 {"vendors.v.order=by-region", {0, 2, 1, 3}}};
    static const char text[] =
        WORLD_TIMES "sites = { cards = 100; cards_by = \"cards\"; exceptions = { m1 = { weight = 4; };"
                    "  m3 = { weight = 3; }; m4 = { weight = 2; }; }; };"
                    "vendors = { v = { name = \"V\"; sites = 4; teams = 1; slip_days = 100; }; };" NETWORK;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct world world;
        world_table(&world, four_sites, text, (const char *const[]){cases[k].set, 0});
        world_run(&world, 1, 0);
        for (int place = 0; place < 4; place++)
            cr_expect_float_eq(begins(&world, cases[k].order[place]), 100 + 10 * place, 1e-9, "%s, place %d",
                               cases[k].set, place);
        world_close(&world);
    }
}

/* Ten hosted sites, four at a time, a tenth more for each further one: 4 take 13 days, the last two 11. */
Test(model_vendor, batches_by_hand)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 10; hosted = 1; };"
        "vendors = { v = { name = \"V\"; sites = 10; teams = 1; batch_size = 4; batch_extra = 0.1; }; };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 10; i++) {
        double from = i < 4 ? 10 : i < 8 ? 23 : 36, until = i < 8 ? from + 13 : from + 11;
        cr_expect_float_eq(begins(&world, i), from, 1e-9);
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, i, "upgrade"), until, 1e-9);
    }
    world_close(&world);
}

/* A site that counts as several has a team of its own: nobody waits for it. */
Test(model_vendor, a_heavy_site_joins_no_batch)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 4; hosted = 1; exceptions = { m2 = { weight = 3; }; }; };"
        "vendors = { v = { name = \"V\"; sites = 4; teams = 2; batch_size = 4; }; };"
        "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; weighted = true; }; };"
        "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, i, "upgrade"), i == 1 ? 30 : 10, 1e-9);
    world_close(&world);
}

/* Upgrades at work at once, and whether a team began a new batch before the former was done. */
static void check_batches(const struct world *world, size_t teams, size_t size)
{
    double began[64], ended[64];
    for (int i = 0; i < (int)world->programme.sites; i++) {
        began[i] = begins(world, i);
        ended[i] = world_when(world, HAPPENS_FINISH, i, "upgrade");
    }
    for (size_t i = 0; i < world->programme.sites; i++) {
        size_t at_work = 0, batches = 0;
        double seen[64];
        for (size_t k = 0; k < world->programme.sites; k++) {
            if (!(began[k] <= began[i] && ended[k] > began[i]))
                continue;
            bool known = false;
            at_work++;
            for (size_t b = 0; b < batches; b++)
                known = known || seen[b] == began[k];
            if (!known)
                seen[batches++] = began[k];
        }
        cr_assert_leq(at_work, teams * size, "%zu sites at work", at_work);
        cr_assert_leq(batches, teams, "%zu batches at once", batches);
    }
}

/* A region at half its pace makes a batch's sites end at different times: the team stays to the last. */
Test(model_vendor, a_team_stays_to_the_last_of_its_batch)
{
    static const char text[] =
        WORLD_TIMES "sites = { decision_spread_days = 60; lateness = { dist = \"uniform\"; min = 0; max = 1; }; };"
                    "vendors = { v = { name = \"V\"; sites = 24; teams = 1; batch_size = 4; batch_extra = 0.1; }; };"
                    "risks = { slow = { probability = 1; from = \"2014-01-10\"; to = \"2014-03-01\"; hits = "
                    "\"region\"; whom = \"East\";"
                    "  duration_days = { dist = \"uniform\"; min = 20; max = 200; }; pace = 0.5; }; };" NETWORK;
    char csv[1024] = "code,name,region,hosted\n";
    struct world world;
    size_t shared = 0;
    for (int i = 1; i <= 24; i++)
        sprintf(csv + strlen(csv), "%d,s%d,%s,%d\n", i, i, i % 2 ? "East" : "West", i % 5 > 0);
    world_table(&world, csv, text, 0);
    for (uint64_t r = 0; r < 200; r++) {
        world_run(&world, 3, r);
        check_batches(&world, 1, 4);
        for (int i = 1; i < 24; i++)
            shared +=
                begins(&world, i) == begins(&world, i - 1) && world_when(&world, HAPPENS_FINISH, i, "upgrade") !=
                                                                  world_when(&world, HAPPENS_FINISH, i - 1, "upgrade");
    }
    cr_expect_gt(shared, 100, "batches that do not end together were seen %zu times only", shared);
    world_close(&world);
}

/* One team, one more from day 25 to a risk that takes both away for thirty days from day 35; what runs goes on. */
Test(model_vendor, teams_come_and_go)
{
    static const char text[] = WORLD_TIMES "sites = { count = 8; };"
                                           "vendors = { v = { name = \"V\"; sites = 8; teams = 1; team_changes = ( { "
                                           "from = \"2014-01-24\"; add = 1; } ); }; };"
                                           "risks = { gone = { probability = 1; from = \"2014-02-03\"; to = "
                                           "\"2014-02-03\"; hits = \"vendor\"; whom = \"v\";"
                                           "  duration_days = 30; teams = -3; }; };" NETWORK;
    static const double wanted[8] = {10, 20, 25, 30, 65, 65, 75, 75};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 8; i++)
        cr_expect_float_eq(begins(&world, i), wanted[i], 1e-9, "site %d begins at %g", i + 1, begins(&world, i));
    world_close(&world);
}

/* The pilots are the first to decide of a vendor's sites; they decide, and find a version, before the others. */
Test(model_vendor, pilots)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 20; decision_from = \"2014-06-01\"; decision_spread_days = 100;"
                    "  lateness = { dist = \"uniform\"; min = 0; max = 1; }; };"
                    "vendors = { v = { name = \"V\"; sites = 20; teams = 20; slip_days = 400; pilots = 3; pilot_from = "
                    "\"2014-02-01\"; }; };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 50; r++) {
        size_t pilots = 0;
        world_run(&world, 1, r);
        for (int i = 0; i < 20; i++) {
            bool pilot = rollout_site(world.rollout, (size_t)i).pilot;
            double decided = world_when(&world, HAPPENS_DECISION, i, 0);
            pilots += pilot;
            cr_assert_float_eq(begins(&world, i), pilot ? 33 + 10 : 400, 1e-9);
            cr_assert(pilot ? decided == 33 : decided >= 153);
        }
        cr_assert_eq(pilots, 3);
    }
    world_close(&world);
}

Test(model_vendor, totals_and_known_vendors)
{
    struct world world;
    size_t kmd_of_first = 0;
    world_open(&world, "fmk.cfg", 0);
    for (uint64_t r = 0; r < 300; r++) {
        size_t sites[3] = {0};
        world_race(&world, 1, r);
        for (size_t i = 0; i < 98; i++) {
            int vendor = rollout_vendor(world.rollout, i);
            sites[vendor]++;
            if (world.programme.site[i].vendor != NOBODY)
                cr_assert_eq(vendor, world.programme.site[i].vendor);
        }
        cr_assert(sites[0] == 26 && sites[1] == 28 && sites[2] == 44);
        kmd_of_first += rollout_vendor(world.rollout, 1) == 2;
    }
    /* 43 of the 94 unknown sites are KMD's: 137 of 300, standard deviation 8.6 */
    cr_expect(fabs((double)kmd_of_first - 300 * 43.0 / 94) < 4 * 8.6, "%zu of 300", kmd_of_first);
    world_close(&world);
}

/* All decide on the same day: of equals the first of the file is the pilot. Its version was there before the epoch, so
 * it decides with the epoch; so was the others', who find it when they decide, on day 40. */
Test(model_vendor, what_is_ready_before_the_epoch)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; decision_from = 40; };"
        "integration = { planned = \"2013-06-01\"; };"
        "vendors = { v = { name = \"V\"; sites = 3; teams = 3; pilots = 1; pilot_from = \"2013-03-01\"; }; };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(rollout_site(world.rollout, (size_t)i).pilot, i == 0);
        cr_expect_eq(world_when(&world, HAPPENS_DECISION, i, 0), i == 0 ? 0 : 40);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "version"), i == 0 ? 0 : 40);
    }
    world_close(&world);
}

/* One team, a batch of one at first. All ask on day 10; from day 15 on batches are of two, and those who have waited
 * since before make one. */
Test(model_vendor, who_asked_before_batches_grew_joins_them)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 3; hosted = 1; };"
                    "vendors = { v = { name = \"V\"; sites = 3; teams = 1; batch_size = 1; batch_extra = 0.1;"
                    "  changes = ( { from = \"2014-01-14\"; batch_size = 2; } ); }; };" NETWORK;
    static const double wanted[] = {20, 31, 31};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, i, "upgrade"), wanted[i], 1e-9, "site %d: %g", i + 1,
                           world_when(&world, HAPPENS_FINISH, i, "upgrade"));
    world_close(&world);
}

/* A programme begins with its pilots, where these come before all others. */
Test(model_vendor, a_programme_begins_with_its_pilots)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 3; decision_from = 40; };"
                    "vendors = { v = { name = \"V\"; sites = 3; teams = 3; pilots = 1; pilot_from = 25; }; };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    cr_expect_eq(programme_start(&world.programme), 25);
    world_close(&world);
    world_write(&world, text, (const char *const[]){"vendors.v.pilots=0", 0});
    cr_expect_eq(programme_start(&world.programme), 40);
    world_close(&world);
}
