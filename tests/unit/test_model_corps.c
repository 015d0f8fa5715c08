/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The corps: individuals with a case load, a home region, absences and terms; patience; pace without support.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { technical = { after = [\"start\"]; duration = 10; weighted = true; };"                             \
    "  work = { after = [\"technical\"]; duration = 20; organisational = true; }; };"                                  \
    "milestones = { M = { after = [\"work\"]; }; };"
#define HELP "engagements = { help = { from = \"technical\"; gates = [\"work\"]; until = \"M\"; }; };"

static double begins(const struct world *world, int site)
{
    return world_when(world, HAPPENS_BEGIN, site, "work");
}

static double ends(const struct world *world, int site)
{
    return world_when(world, HAPPENS_FINISH, site, "work");
}

/* Two cases at once; who has waited for 15 days goes on alone, half as slow again. */
Test(model_corps, case_load_and_patience)
{
    static const char text[] = WORLD_TIMES "sites = { count = 5; };"
                                           "corps = { consultants = 1; case_load = 2; patience_days = 15;"
                                           "  unsupported_factor = 1.5; " HELP " };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++) {
        cr_expect_float_eq(begins(&world, i), i < 2 ? 10 : 25, 1e-9);
        cr_expect_float_eq(ends(&world, i), i < 2 ? 30 : 55, 1e-9);
        cr_expect_eq(isnan(world_when(&world, HAPPENS_ALONE, i, 0)), i < 2);
    }
    world_close(&world);
    world_write(&world, text, (const char *const[]){"corps.consultants=0", 0}); /* nobody to wait for */
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++)
        cr_expect_float_eq(ends(&world, i), 40, 1e-9);
    world_close(&world);
}

/* The very work whose end asks for a consultant is slowed by lack of one no more: it is over. */
Test(model_corps, organisational_work_that_asks)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; };"
                    "corps = { consultants = 0; unsupported_factor = 2;"
                    "  engagements = { help = { from = \"intention\"; gates = [\"work\"]; until = \"M\"; }; }; };"
                    "activities = { intention = { after = [\"start\"]; duration = 10; organisational = true; };"
                    "  work = { after = [\"intention\"]; duration = 20; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "intention"), 10, 1e-9);
    cr_expect(isnan(world_when_nth(&world, HAPPENS_FINISH, 0, "intention", 1)), "it ends once");
    cr_expect_float_eq(ends(&world, 0), 50, 1e-9);
    world_close(&world);
}

/* Work that runs when its site asks in vain is slowed at once, and no more so from the end of the engagement: site 2's
 * twenty days of work beside the technical ones begin on day 0; it waits from day 10 to day 22 at half its pace. */
Test(model_corps, work_that_runs_meets_every_change)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; };"
                    "corps = { consultants = 1; case_load = 1; unsupported_factor = 2;"
                    "  engagements = { help = { from = \"technical\"; gates = []; until = \"test\"; }; }; };"
                    "activities = { technical = { after = [\"start\"]; duration = 10; };"
                    "  work = { after = [\"start\"]; duration = 20; organisational = true; };"
                    "  test = { after = [\"technical\"]; duration = 12; }; };"
                    "milestones = { M = { after = [\"work\", \"test\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0), 20, 1e-9);
    cr_expect_float_eq(ends(&world, 1), 26, 1e-9, "%g", ends(&world, 1));
    world_close(&world);
}

/* Where the end of an engagement comes before its beginning, nothing is asked for: nobody would be let go. */
Test(model_corps, an_engagement_that_is_over_before_it_begins)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; };"
        "corps = { consultants = 1; case_load = 1; engagements = {"
        "  late = { from = \"slow\"; gates = [\"work\"]; until = \"quick\"; };"
        "  self = { from = \"slow\"; gates = []; until = \"slow\"; }; }; };"
        "activities = { quick = { after = [\"start\"]; duration = 5; };"
        "  slow = { after = [\"start\"]; duration = 10; }; work = { after = [\"slow\"]; duration = 20; }; };"
        "milestones = { M = { after = [\"work\", \"quick\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_float_eq(ends(&world, i), 30, 1e-9, "site %d: %g", i, ends(&world, i));
    cr_expect(isnan(world_when(&world, HAPPENS_CONSULTANT, 0, 0)));
    world_close(&world);
}

/* Without patience a site waits for ever; the share of full time makes 4.5 cases of 9, by chance 4 or 5. */
Test(model_corps, share_of_full_time)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 12; };"
                    "corps = { consultants = 1; case_load = 9; share_of_full_time = 0.5; " HELP " };" NETWORK;
    struct world world;
    size_t five = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 400; r++) {
        size_t first = 0;
        world_run(&world, 1, r);
        for (int i = 0; i < 12; i++)
            first += begins(&world, i) == 10;
        cr_assert(first == 4 || first == 5);
        five += first == 5;
        cr_assert_float_eq(ends(&world, 11), 70, 1e-9);
    }
    cr_expect(fabs((double)five - 200) < 4 * 10, "%zu of 400", five);
    world_close(&world);
}

/* An engagement that ends after its longest time frees the consultant and leaves the site its full pace. */
Test(model_corps, longest_time)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; };"
                    "corps = { consultants = 1; case_load = 1; unsupported_factor = 2; " HELP " };" NETWORK;
    struct world world;
    world_write(&world, text, (const char *const[]){"corps.engagements.help.max_days=12", 0});
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FREE, 0, 0), 22, 1e-9);
    cr_expect_float_eq(ends(&world, 0), 30, 1e-9);
    cr_expect_float_eq(begins(&world, 1), 22, 1e-9);
    world_close(&world);
}

/* While a site waits for its vendor its consultant helps another one. */
Test(model_corps, slot_is_free_while_the_vendor_is_waited_for)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; };"
                    "vendors = { v = { name = \"V\"; sites = 2; teams = 2; slip_days = 200; }; };"
                    "corps = { consultants = 1; case_load = 1;"
                    "  engagements = { begin = { from = \"start\"; gates = [\"meeting\"]; until = \"meeting\"; };"
                    "    end = { from = \"upgrade\"; gates = [\"work\"]; until = \"M\"; }; }; };"
                    "activities = { meeting = { after = [\"start\"]; duration = 5; lag_days = 60; };"
                    "  version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };"
                    "  upgrade = { after = [\"meeting\", \"version\"]; resource = \"vendor\"; duration = 10; };"
                    "  work = { after = [\"upgrade\"]; duration = 20; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "meeting"), 5, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FREE, 0, 0), 5, 1e-9, "not held through the lag");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 1, "meeting"), 10, 1e-9);
    cr_expect_float_eq(begins(&world, 0), 210, 1e-9);
    cr_expect_float_eq(begins(&world, 1), 230, 1e-9);
    cr_expect_float_eq(world_when_nth(&world, HAPPENS_CONSULTANT, 1, 0, 1), 230, 1e-9);
    world_close(&world);
}

/* A consultant who is away: the site goes on at the unsupported pace, day by day as told. */
Test(model_corps, absence_slows_and_leaving_asks_anew)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; };"
        "corps = { consultants = 1; case_load = 1; unsupported_factor = 2; absences = { between_days = 15; days = 8; };"
        "  turnover = { tenure_days = 40; recruiting_days = 6; }; " HELP " };" NETWORK;
    struct world world;
    size_t absences = 0, terms = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 300; r++) {
        double done = 0, since = 0, pace = 0;
        bool begun = false, held = false, away = false;
        world_run(&world, 5, r);
        for (size_t k = 0; k < world.count; k++) { /* the work done, from what was seen alone */
            const struct observation *one = &world.seen[k];
            if (begun)
                done += pace * (one->time - since);
            since = one->time;
            begun = begun || (one->what == HAPPENS_BEGIN && one->node == world_node(&world, "work"));
            if (one->what == HAPPENS_FINISH && one->node == world_node(&world, "work"))
                break;
            if (one->what == HAPPENS_CONSULTANT)
                held = true;
            if (one->what == HAPPENS_LEAVES) {
                terms += held;
                held = false;
            }
            if (one->what == HAPPENS_AWAY) {
                away = true;
                absences += held;
            }
            if (one->what == HAPPENS_BACK || one->what == HAPPENS_HIRED)
                away = false;
            pace = held && !away ? 1 : 0.5;
        }
        cr_assert_float_eq(done, 20, 1e-9, "replication %llu: %.12g days of work done", (unsigned long long)r, done);
    }
    cr_expect(absences > 100 && terms > 50, "%zu absences, %zu leave", absences, terms);
    world_close(&world);
}

/* Two consultants, two regions, the first of each region a day before the others: each takes the sites at home. */
Test(model_corps, home_region_first)
{
    static const char csv[] = "code,name,region\n1,a,East\n2,b,East\n3,c,East\n4,d,West\n5,e,West\n6,f,West\n";
    static const char text[] = WORLD_TIMES "sites = { exceptions = {"
                                           "  m2 = { weight = 1.1; }; m3 = { weight = 1.1; };"
                                           "  m5 = { weight = 1.1; }; m6 = { weight = 1.1; }; }; };"
                                           "corps = { consultants = 2; case_load = 1; " HELP " };" NETWORK;
    static const double home[6] = {0, 1, 2, 0, 1, 2}, anywhere[6] = {0, 1, 1, 0, 2, 2};
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 6; i++) {
        cr_expect_float_eq(begins(&world, i), 10 + 20 * home[i], 1e-9);
        for (size_t k = 0; k < world.count; k++)
            if (world.seen[k].what == HAPPENS_CONSULTANT && world.seen[k].site == i)
                cr_expect_eq((int)world.seen[k].number, i / 3, "site %d is served from the other region", i + 1);
    }
    world_close(&world);
    world_table(&world, csv, text, (const char *const[]){"corps.nearest_first=false", 0});
    world_run(&world, 1, 0);
    for (int i = 0; i < 6; i++)
        cr_expect_float_eq(begins(&world, i), 10 + 20 * anywhere[i], 1e-9);
    world_close(&world);
}

/* Nobody has more cases than the limit, and nobody is given a site while away, in the whole programme. */
Test(model_corps, case_load_is_never_exceeded)
{
    struct world world;
    world_open(&world, "fmk.cfg", (const char *const[]){"corps.turnover.tenure_days=300", 0});
    for (uint64_t r = 0; r < 100; r++) {
        int load[5] = {0}, of[98][2], held[98];
        bool away[5] = {false};
        memset(of, 0, sizeof of);
        memset(held, 0, sizeof held);
        world_run(&world, 2, r);
        for (size_t k = 0; k < world.count; k++) {
            const struct observation *one = &world.seen[k];
            int who = (int)one->number;
            if (one->what == HAPPENS_CONSULTANT) {
                cr_assert_not(away[who]);
                cr_assert_lt(held[one->site], 2);
                of[one->site][held[one->site]++] = who;
                cr_assert_leq(++load[who], 4, "5.25 cases x 2/3 are 3 or 4");
            } else if (one->what == HAPPENS_FREE) {
                held[one->site]--;
                if (held[one->site] == 1 && of[one->site][0] == who)
                    of[one->site][0] = of[one->site][1];
                load[who]--;
            } else if (one->what == HAPPENS_AWAY) {
                away[who] = true;
            } else if (one->what == HAPPENS_BACK || one->what == HAPPENS_HIRED) {
                away[who] = false;
            } else if (one->what == HAPPENS_LEAVES) {
                away[who] = true;
                load[who] = 0;
                for (int i = 0; i < 98; i++)
                    while (held[i] > 0 && of[i][held[i] - 1] == who)
                        held[i]--;
            }
        }
    }
    world_close(&world);
}
