/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a sites' file may say of each site: its decision, wave, items and weight.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { work = { after = [\"start\"]; duration = 10; weighted = true; }; };"                               \
    "milestones = { M = { after = [\"work\"]; }; };"

/* All decide in the middle of 20 days, from day 100, or from their wave's day 10 or 40; site 3 on 1 February (day 33).
 */
Test(model_columns, a_wave_has_a_day_of_its_own)
{
    static const char csv[] = "code,name,region,wave,decision\n1,a,East,first,\n2,b,East,second,\n"
                              "3,c,East,second,2014-02-01\n4,d,East,,\n";
    static const double wanted[] = {20, 50, 33, 110};
    double days[CAUSE_FIXED + 8];
    struct world world;
    world_table(&world, csv,
                WORLD_TIMES "sites = { decision_from = 100; decision_spread_days = 20; lateness = 0.5;"
                            "  waves = { first = { from = 10; }; second = { from = 40; }; }; };" NETWORK,
                0);
    cr_expect_eq(programme_start(&world.programme), 10);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(world_when(&world, HAPPENS_DECISION, i, 0), wanted[i], "site %d", i + 1);
        rollout_causes(world.rollout, (size_t)i, days);
        const double planned = i == 1 ? 30 : i == 2 ? 23 : 0; /* its wave's day, or the known one before it */
        cr_expect_eq(days[world.programme.wave_cause], planned, "site %d", i + 1);
        cr_expect_eq(days[CAUSE_LATE_START], wanted[i] - 10 - planned, "site %d starts %g days late", i + 1,
                     days[CAUSE_LATE_START]);
    }
    world_close(&world);
}

/* The programme begins with the first decision that the file tells. */
Test(model_columns, who_decides_first_begins)
{
    double days[CAUSE_FIXED + 8];
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2014-01-04\n2,b,East,2014-01-09\n",
                WORLD_TIMES "sites = {};" NETWORK, 0);
    world_run(&world, 1, 0);
    rollout_causes(world.rollout, 1, days);
    cr_expect_eq(days[CAUSE_LATE_START], 5);
    world_close(&world);
}

/* The pilot version is there on day 33. Of the first vendor site 1, known to decide on day 5, is the first and so the
 * pilot: it decides on day 5 all the same, and waits for its version from then on; the others are ready on day 200. Of
 * the second site 4 is the first to decide, on day 50 if it were no pilot, which nobody has told: it decides on day 33.
 */
Test(model_columns, a_pilot_s_known_decision_stands)
{
    static const char csv[] = "code,name,region,vendor,decision\n1,a,East,A,2014-01-04\n2,b,East,A,2014-02-18\n"
                              "3,c,East,B,2014-03-10\n4,d,East,B,\n";
    static const char text[] = WORLD_TIMES
        "sites = { decision_from = 50; };"
        "vendors = { a = { name = \"A\"; sites = 2; teams = 2; slip_days = 200; pilots = 1; pilot_from = 33; };"
        "  b = { name = \"B\"; sites = 2; teams = 2; slip_days = 200; pilots = 1; pilot_from = 33; }; };"
        "activities = { version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; }; };"
        "milestones = { M = { after = [\"version\"]; }; };";
    static const double decided[] = {5, 50, 70, 33}, ready[] = {33, 200, 200, 33};
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++) {
        cr_expect_eq(world_when(&world, HAPPENS_DECISION, i, 0), decided[i], "site %d: %g", i + 1,
                     world_when(&world, HAPPENS_DECISION, i, 0));
        cr_expect_eq(world_site_date(&world, (size_t)i, "M"), ready[i], "site %d: %g", i + 1,
                     world_site_date(&world, (size_t)i, "M"));
    }
    world_close(&world);
}

/* A lever moves a wave. */
Test(model_columns, a_wave_can_be_moved)
{
    struct world world;
    world_table(&world, "code,name,region,wave\n1,a,East,first\n",
                WORLD_TIMES "sites = { waves = { first = { from = 10; }; }; };" NETWORK,
                (const char *const[]){"sites.waves.first.from=2014-01-20", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_DECISION, 0, 0), 21);
    world_close(&world);
}

/* Seven are known of site 2; the ten of the others are spread 3 to 2, and all of them are seventeen. */
Test(model_columns, known_items_come_on_top)
{
    static const char csv[] = "code,name,region,size,items\n1,a,East,3,\n2,b,East,100,7\n3,c,East,2,\n";
    static const int wanted[] = {6, 7, 4};
    struct world world;
    world_table(&world, csv, WORLD_TIMES "sites = { cards = 10; cards_by = \"size\"; };" NETWORK, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(rollout_site(world.rollout, i).expected, wanted[i]);
    cr_expect_eq(*(const int32_t *)world_field(&world, OUTCOME_CARDS_EXPECTED), 17);
    cr_expect_eq(programme_items(&world.programme), 17);
    world_close(&world);
    world_table(&world, "code,name,region,items\n1,a,East,5\n2,b,East,0\n", WORLD_TIMES "sites = {};" NETWORK, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(*(const int32_t *)world_field(&world, OUTCOME_CARDS_EXPECTED), 5);
    cr_expect(programme_has_items(&world.programme));
    world_close(&world);
}

/* Ten days of weighted work; what the configuration says of a site wins over its file. */
Test(model_columns, weights_of_the_file)
{
    static const double wanted[] = {25, 10, 30};
    struct world world;
    world_table(&world, "code,name,region,weight\n1,a,East,2.5\n2,b,East,\n3,c,East,2\n",
                WORLD_TIMES "sites = { exceptions = { m3 = { weight = 3; }; }; };" NETWORK, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, i, "work"), wanted[i]);
    world_close(&world);
}

/* An activity of the first wave's sites alone: the second's, and those of no wave, have it not. */
Test(model_columns, what_a_wave_alone_has)
{
    static const double wanted[] = {23, 3, 3};
    static const char csv[] = "code,name,region,wave\n1,a,East,first\n2,b,East,second\n3,c,West,\n";
    struct world world;
    world_table(&world, csv,
                WORLD_TIMES "sites = { waves = { first = { from = 0; }; second = { from = 0; }; }; };"
                            "activities = { a = { after = [\"start\"]; duration = 3; };"
                            "  pilot = { after = [\"start\"]; kind = \"wait\"; date = 23; waves = [\"first\"]; }; };"
                            "milestones = { M = { after = [\"a\", \"pilot\"]; }; };",
                0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(world_site_date(&world, i, "M"), wanted[i], "site %zu: %g", i + 1,
                     world_site_date(&world, i, "M"));
    world_close(&world);
}
