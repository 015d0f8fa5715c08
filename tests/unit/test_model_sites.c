/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sites as a replication begins: decisions, pilots, items, hosting, versions, weights, paces.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { work = { after = [\"start\"]; duration = 5; }; }; milestones = { M = { after = [\"work\"]; }; };"

/* From day 10, spread over 60, all of them in the second half. */
Test(model_sites, decisions_are_spread_by_lateness)
{
    struct world world;
    double least = INFINITY, most = 0;
    world_write(&world,
                WORLD_TIMES "sites = { count = 60; decision_from = \"2014-01-09\"; decision_spread_days = 60;"
                            "  lateness = { dist = \"uniform\"; min = 0.5; max = 1; }; };" NETWORK,
                0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 60; i++) {
        double decided = world_when(&world, HAPPENS_DECISION, i, 0);
        least = fmin(least, decided);
        most = fmax(most, decided);
        for (int k = 0; k < i; k++)
            cr_assert_neq(decided, world_when(&world, HAPPENS_DECISION, k, 0));
    }
    cr_expect(least >= 40 && least < 45 && most > 65 && most <= 70, "from %g to %g", least, most);
    world_close(&world);
}

/* Two vendors: of each the first two to decide, as they would have without pilots. */
Test(model_sites, pilots_are_the_first_to_decide_of_their_vendor)
{
    static const char text[] =
        WORLD_TIMES "sites = { decision_from = \"2014-03-01\"; decision_spread_days = 100;"
                    "  lateness = { dist = \"uniform\"; min = 0; max = 1; }; };"
                    "vendors = { a = { name = \"A\"; sites = 5; teams = 1; pilot_from = \"2014-01-09\"; };"
                    "  b = { name = \"B\"; sites = 5; teams = 1; pilot_from = \"2014-01-19\"; }; };" NETWORK;
    char csv[512] = "code,name,region,vendor\n";
    struct world plain, piloted;
    for (int i = 1; i <= 10; i++)
        sprintf(csv + strlen(csv), "%d,s%d,East,%s\n", i, i, i % 2 ? "A" : "B");
    world_table(&plain, csv, text, 0);
    world_table(&piloted, csv, text, (const char *const[]){"vendors.a.pilots=2", "vendors.b.pilots=2", 0});
    for (uint64_t r = 0; r < 20; r++) {
        world_run(&plain, 1, r);
        world_run(&piloted, 1, r);
        for (int i = 0; i < 10; i++) {
            double decided = world_when(&plain, HAPPENS_DECISION, i, 0);
            int before = 0;
            for (int k = i % 2; k < 10; k += 2)
                before += world_when(&plain, HAPPENS_DECISION, k, 0) < decided;
            cr_assert_eq(rollout_site(piloted.rollout, (size_t)i).pilot, before < 2, "site %d, replication %d", i,
                         (int)r);
            cr_assert_float_eq(world_when(&piloted, HAPPENS_DECISION, i, 0),
                               before >= 2 ? decided
                               : i % 2     ? 20
                                           : 10,
                               1e-9);
        }
    }
    world_close(&plain);
    world_close(&piloted);
}

/* Ten items over 50, 30 and 21: 4.95, 2.97 and 2.08; the two left over go to 2.97 and 4.95. */
Test(model_sites, largest_remainders)
{
    struct world world;
    world_table(&world, "code,name,region,cards\n1,a,East,50\n2,b,East,30\n3,c,East,21\n",
                WORLD_TIMES "sites = { cards = 10; cards_by = \"cards\"; };" NETWORK, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(rollout_site(world.rollout, 0).expected, 5);
    cr_expect_eq(rollout_site(world.rollout, 1).expected, 3);
    cr_expect_eq(rollout_site(world.rollout, 2).expected, 2);
    world_close(&world);
}

/* What the file says stands; the rest is drawn, of each vendor's own distribution. */
Test(model_sites, hosting_and_versions)
{
    static const char csv[] = "code,name,region,vendor,hosted,versions_behind\n"
                              "1,a,East,A,1,2\n2,b,East,A,0,\n3,c,East,B,,\n";
    static const char text[] =
        WORLD_TIMES "sites = {}; vendors = { a = { name = \"A\"; sites = 2; teams = 1; versions_behind = 1; };"
                    "  b = { name = \"B\"; sites = 1; teams = 1; versions_behind = 3; }; };" NETWORK;
    static const unsigned versions[] = {2, 1, 3};
    for (int hosted = 0; hosted < 2; hosted++) {
        struct world world;
        world_table(&world, csv, text, (const char *const[]){hosted ? "sites.hosted=1" : "sites.hosted=0", 0});
        world_run(&world, 1, 0);
        cr_expect(rollout_site(world.rollout, 0).hosted);
        cr_expect_not(rollout_site(world.rollout, 1).hosted);
        cr_expect_eq(rollout_site(world.rollout, 2).hosted, hosted == 1);
        for (size_t i = 0; i < 3; i++)
            cr_expect_eq(rollout_site(world.rollout, i).versions, versions[i], "site %zu", i);
        world_close(&world);
    }
}

/* One in four of 4000 is hosted: standard deviation 27. */
Test(model_sites, so_many_are_hosted)
{
    struct world world;
    int hosted = 0;
    world_write(&world, WORLD_TIMES "sites = { count = 4000; hosted = 0.25; };" NETWORK, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 4000; i++)
        hosted += rollout_site(world.rollout, i).hosted;
    cr_expect(abs(hosted - 1000) < 4 * 28, "%d of 4000", hosted);
    world_close(&world);
}

/* An exception holds for every copy of its site. */
Test(model_sites, weights)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 3; copies = 2; exceptions = { m2 = { weight = 2.5; }; }; };" NETWORK, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq(rollout_site(world.rollout, i).weight, i % 3 == 1 ? 2.5 : 1, "site %zu", i);
    world_close(&world);
}

/* Of so many items the first weeks' share tells a site's pace: its own, within bounds, and the same every week. */
Test(model_sites, a_pace_of_its_own)
{
    enum { SITES = 8, EACH = 10000000 };
    double pace[SITES][2], in[SITES] = {0};
    struct world world;
    world_write(&world,
                WORLD_TIMES
                "sites = { count = 8; cards = 80000000; pace = { dist = \"uniform\"; min = 0.5; max = 1.5; };"
                "  }; activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                "uptake = { form = \"bass\"; base_week = 0.1; };"
                "milestones = { M = { after = [\"uptake\"]; }; };",
                0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count; k++) {
        const struct observation *one = &world.seen[k];
        if (one->what != HAPPENS_CARDS || one->time > 14)
            continue;
        double more = one->number - in[one->site];
        pace[one->site][one->time > 7] = -log(1 - more / (EACH - in[one->site])) / 0.1;
        in[one->site] = one->number;
    }
    for (int i = 0; i < SITES; i++) {
        cr_expect_float_eq(pace[i][0], pace[i][1], 0.01, "site %d: %g, then %g", i, pace[i][0], pace[i][1]);
        cr_expect(pace[i][0] > 0.49 && pace[i][0] < 1.51);
        for (int k = 0; k < i; k++)
            cr_expect(fabs(pace[i][0] - pace[k][0]) > 1e-3, "sites %d and %d: %g", k, i, pace[i][0]);
    }
    world_close(&world);
}

/* Nobody is more than 255 versions behind: of an exponential number of mean 100 that many sites are that or more,
 * e^-2.55 = 7.8 % of 2000, standard deviation 12; and the next third of the mean below has its share, e^-2.22 - e^-2.55
 * = 3.1 %, standard deviation 7.8. */
Test(model_sites, versions_behind_have_an_end)
{
    struct world world;
    int last = 0, below = 0;
    world_write(&world,
                WORLD_TIMES "sites = { count = 2000; }; vendors = { v = { name = \"V\"; sites = 2000; teams = 1;"
                            "  versions_behind = { dist = \"exponential\"; mean = 100; }; }; };" NETWORK,
                0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 2000; i++) {
        int versions = rollout_site(world.rollout, i).versions;
        last += versions == 255;
        below += versions >= 222 && versions < 255;
    }
    cr_expect(fabs(last - 2000 * exp(-2.55)) < 4 * 12, "%d", last);
    cr_expect(fabs(below - 2000 * (exp(-2.22) - exp(-2.55))) < 4 * 7.8, "%d", below);
    world_close(&world);
}
