/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Service by vendors and other shared resources: readiness, whose turn it is, and what a batch is made of.
 */
#include "../model_world.h"

static double begins(const struct world *world, int site)
{
    return world_when(world, HAPPENS_BEGIN, site, "upgrade");
}

static double ends(const struct world *world, int site)
{
    return world_when(world, HAPPENS_FINISH, site, "upgrade");
}

/* Planned for day 10, 20 days late for all, and 10 or 40 more. */
Test(model_service, every_vendor_has_its_own_day)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; integration = { planned = \"2014-01-09\"; common_slip_days = 20; };"
                    "vendors = { a = { name = \"A\"; sites = 1; teams = 1; slip_days = 10; };"
                    "  b = { name = \"B\"; sites = 1; teams = 1; slip_days = 40; }; };"
                    "activities = { upgrade = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,vendor\n1,a,East,B\n2,b,East,A\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(ends(&world, 0), 70);
    cr_expect_eq(ends(&world, 1), 40);
    world_close(&world);
}

/* The team is busy with site 1 from day 2 to 22. Site 2 is ready on day 4, but the only consultant helps site 1 (until
 * day 30), and its patience lasts to day 14; site 3 asks nobody and is ready on day 8: it comes first. */
Test(model_service, who_waited_for_a_consultant_is_ready_when_he_came)
{
    static const char csv[] = "code,name,region,versions_behind\n1,a,East,0\n2,b,East,1\n3,c,East,3\n";
    static const char text[] =
        WORLD_TIMES "sites = { exceptions = { m1 = { weight = 5; }; m2 = { weight = 5; }; }; };"
                    "vendors = { v = { name = \"V\"; sites = 3; teams = 1; }; };"
                    "corps = { consultants = 1; case_load = 1; patience_days = 10;"
                    "  engagements = { help = { from = \"prepare\"; gates = [\"upgrade\"]; until = \"course\"; }; }; };"
                    "activities = { prepare = { after = [\"start\"]; duration = 2; per_version_days = 2; };"
                    "  course = { after = [\"start\"]; duration = 6; weighted = true; };"
                    "  upgrade = { after = [\"prepare\"]; duration = 20; resource = \"vendor\"; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(begins(&world, 0), 2);
    cr_expect_eq(begins(&world, 2), 22, "%g", begins(&world, 2));
    cr_expect_eq(begins(&world, 1), 42, "%g", begins(&world, 1));
    world_close(&world);
}

/* Sites 2 and 4 are hosted and share a team for eleven days; 1 and 3 have systems of their own. */
Test(model_service, only_the_hosted_share_a_team)
{
    static const char csv[] = "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n3,c,East,0\n4,d,East,1\n";
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 4; teams = 1; batch_size = 4; batch_extra = 0.1; }; };"
        "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; }; };"
        "milestones = { M = { after = [\"upgrade\"]; }; };";
    static const double wanted[] = {10, 21, 31, 21};
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++)
        cr_expect_float_eq(ends(&world, i), wanted[i], 1e-9, "site %d: %g", i + 1, ends(&world, i));
    world_close(&world);
}

/* The version comes on day 100; ready before are site 3, then 2, then 1: the first two make the first batch. */
Test(model_service, a_batch_is_made_in_the_order_of_service)
{
    static const char csv[] = "code,name,region,hosted,versions_behind\n1,a,East,1,2\n2,b,East,1,1\n3,c,East,1,0\n";
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 3; teams = 1; batch_size = 2; slip_days = 100; }; };"
        "activities = { prepare = { after = [\"start\"]; duration = 10; per_version_days = 10; };"
        "  version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };"
        "  upgrade = { after = [\"prepare\", \"version\"]; resource = \"vendor\"; duration = 10; }; };"
        "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, csv, text, (const char *const[]){"vendors.v.batch_extra=0", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(begins(&world, 2), 100);
    cr_expect_eq(begins(&world, 1), 100);
    cr_expect_eq(begins(&world, 0), 110);
    world_close(&world);
}

/* Efforts of 10 and 16 days in a batch, or of 16 and 10: both take the longer one, a tenth more. */
Test(model_service, a_batch_takes_its_longest_effort)
{
    static const char csv[] = "code,name,region,hosted,versions_behind\n1,a,East,1,0\n2,b,East,1,2\n";
    static const char back[] = "code,name,region,hosted,versions_behind\n1,a,East,1,2\n2,b,East,1,0\n";
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 2; teams = 1; batch_size = 4; batch_extra = 0.1; }; };"
        "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; per_version_days = 3; "
        "}; };"
        "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0), 17.6, 1e-9);
    cr_expect_float_eq(ends(&world, 1), 17.6, 1e-9);
    world_close(&world);
    world_table(&world, back, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0), 17.6, 1e-9, "%g", ends(&world, 0));
    cr_expect_float_eq(ends(&world, 1), 17.6, 1e-9, "%g", ends(&world, 1));
    world_close(&world);
}

/* Of no teams one comes with the epoch and one before it: both are there on day 0; a third and last one on day 5. */
Test(model_service, teams_that_come_with_the_epoch)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 4; }; vendors = { v = { name = \"V\"; sites = 4; teams = 0; team_changes = ("
                    "  { from = \"2013-12-30\"; add = 1; }, { from = \"2012-06-01\"; add = 1; }, { from = "
                    "\"2014-01-04\"; add = 1; } ); }; };"
                    "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    static const double wanted[] = {0, 0, 5, 10};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++)
        cr_expect_eq(begins(&world, i), wanted[i], "site %d: %g", i + 1, begins(&world, i));
    world_close(&world);
}

/* Who queues is told to, and how long it all took. */
Test(model_service, a_queue_is_told)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; }; resources = { room = { capacity = 1; }; };"
                    "activities = { prepare = { after = [\"start\"]; duration = 3; };"
                    "  upgrade = { after = [\"prepare\"]; resource = \"room\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect(isnan(world_when(&world, HAPPENS_QUEUE, 0, "upgrade")));
    cr_expect_eq(world_when(&world, HAPPENS_QUEUE, 1, "upgrade"), 3);
    for (size_t k = 0; k < world.count; k++)
        if (world.seen[k].what == HAPPENS_FINISH && world.seen[k].node == world_node(&world, "upgrade"))
            cr_expect_eq(world.seen[k].number, world.seen[k].site == 0 ? 10 : 20, "%g days", world.seen[k].number);
    world_close(&world);
}

/* Resources have an order of service, too. */
Test(model_service, resources_have_an_order)
{
    static const char csv[] = "code,name,region,cards\n1,a,West,10\n2,b,East,30\n3,c,West,20\n";
    static const char text[] =
        WORLD_TIMES "sites = { cards = 60; cards_by = \"cards\"; }; resources = { room = { capacity = 1; }; };"
                    "activities = { upgrade = { after = [\"start\"]; resource = \"room\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    static const double largest[] = {20, 0, 10}, region[] = {0, 20, 10};
    struct world one, other;
    world_table(&one, csv, text, (const char *const[]){"resources.room.order=largest-first", 0});
    world_table(&other, csv, text, (const char *const[]){"resources.room.order=by-region", 0});
    world_run(&one, 1, 0);
    world_run(&other, 1, 0);
    for (int i = 0; i < 3; i++) {
        cr_expect_eq(begins(&one, i), largest[i], "site %d: %g", i, begins(&one, i));
        cr_expect_eq(begins(&other, i), region[i], "site %d: %g", i, begins(&other, i));
    }
    world_close(&one);
    world_close(&other);
}

/* A room for two, and at each of two sites two activities that want it at once: whoever asked first has it, a site
 * twice if it comes to that. */
Test(model_service, two_activities_of_a_site_share_a_resource)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; exceptions = { m2 = { weight = 2; }; }; }; resources = { room = { capacity = "
                    "2; }; };"
                    "activities = { prepare = { after = [\"start\"]; duration = 1; weighted = true; };"
                    "  upgrade = { after = [\"prepare\"]; resource = \"room\"; duration = 10; };"
                    "  extend = { after = [\"prepare\"]; resource = \"room\"; duration = 20; }; };"
                    "milestones = { M = { after = [\"upgrade\", \"extend\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(begins(&world, 0), 1);
    cr_expect_eq(world_when(&world, HAPPENS_BEGIN, 0, "extend"), 1);
    cr_expect_eq(begins(&world, 1), 11);
    cr_expect_eq(world_when(&world, HAPPENS_BEGIN, 1, "extend"), 21);
    world_close(&world);
}

/* Only who counts as several is upgraded alone; who counts as half goes along: both take the ten days of the longer
 * upgrade, and a tenth more. */
Test(model_service, a_light_site_joins_a_batch)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 2; teams = 1; batch_size = 2; batch_extra = 0.1; }; };"
        "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; duration = 10; weighted = true; }; };"
        "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,hosted,weight\n1,a,East,1,1\n2,b,East,1,0.5\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0), 11, 1e-9, "%g", ends(&world, 0));
    cr_expect_float_eq(ends(&world, 1), 11, 1e-9, "%g", ends(&world, 1));
    world_close(&world);
}

/* The room is held to day 40. "early" is done on day 5, but what follows it is open after a lag only, on day 25: so the
 * other one, ready on day 10, comes first. */
Test(model_service, who_is_in_a_lag_is_not_ready)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; resources = { room = { capacity = 1; order = \"ready-first\"; }; };"
                    "activities = { hold = { after = [\"start\"]; resource = \"room\"; duration = 40; };"
                    "  early = { after = [\"start\"]; duration = 5; lag_days = 20; };"
                    "  late = { after = [\"start\"]; duration = 10; };"
                    "  a = { after = [\"early\"]; resource = \"room\"; duration = 5; };"
                    "  b = { after = [\"late\"]; resource = \"room\"; duration = 5; }; };"
                    "milestones = { M = { after = [\"hold\", \"a\", \"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_BEGIN, 0, "b"), 40);
    cr_expect_eq(world_when(&world, HAPPENS_BEGIN, 0, "a"), 45);
    world_close(&world);
}

/* In use from day 0 to 10 and from 30 to 40: measured from the first request to the last end, for half of the time; it
 * was idle for the other half, twenty days. */
Test(model_service, use_is_measured_from_the_first_request)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; resources = { room = { capacity = 1; }; };"
                    "activities = { upgrade = { after = [\"start\"]; resource = \"room\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-29\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq((double)*(const float *)world_field(&world, OUTCOME_RESOURCE_UTILISATION), 0.5, 1e-6);
    cr_expect_float_eq((double)*(const float *)world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS), 20, 1e-5);
    world_close(&world);
}
