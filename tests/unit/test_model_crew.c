/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Crews that take the items into use at all sites, exactly: with no other limit they do what they can every week.
 */
#include "../model_world.h"

#define CREWS                                                                                                          \
    "activities = { use = { kind = \"uptake\"; after = [\"start\"]; }; };"                                             \
    "milestones = { M = { after = [\"use\"]; }; };"                                                                    \
    "uptake = { form = \"capacity\"; resource = \"crews\"; per_server_week = 5;"
#define POOL(more) "resources = { crews = { capacity = 2; " more "}; };"

static int in_week(const struct world *world, int week)
{
    return ((const int32_t *)world_field(world, OUTCOME_CARDS))[week];
}

/* Two crews of five a week take 93 items in nine weeks and a part, at three sites together. */
Test(model_crew, so_many_a_week)
{
    struct world world;
    world_write(&world, WORLD_TIMES "sites = { count = 3; cards = 93; };" POOL("") CREWS "};", 0);
    world_run(&world, 1, 0);
    for (int week = 0; week < 12; week++)
        cr_expect_eq(in_week(&world, week), week < 9 ? 10 * (week + 1) : 93, "week %d: %d", week,
                     in_week(&world, week));
    cr_expect_eq(world_national(&world, "M"), 70);
    world_close(&world);
}

/* A crew that does 1.25 does five in four weeks: what is left of an item is kept. One more comes on day 28, and both
 * go on day 42. */
Test(model_crew, parts_and_changes)
{
    static const int wanted[] = {1, 2, 3, 5, 7, 10, 10, 10};
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; cards = 100; };"
                            "resources = { crews = { capacity = 1; changes = ( { from = 28; add = 1; },"
                            "  { from = 42; set = 0; } ); }; };" CREWS "};",
                (const char *const[]){"uptake.per_server_week=1.25", 0});
    world_run(&world, 1, 0);
    for (int week = 0; week < 8; week++)
        cr_expect_eq(in_week(&world, week), wanted[week], "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

static void expect_sites(const char *order, const double wanted[3])
{
    char text[2048];
    struct world world;
    snprintf(text, sizeof text,
             WORLD_TIMES "sites = {};" POOL(
                 "order = \"%s\"; ") "activities = { wait = { kind = \"wait\"; until = \"site\"; of = \"wait\"; after "
                                     "= [\"start\"]; };"
                                     "  use = { kind = \"uptake\"; after = [\"wait\"]; }; }; milestones = { M = { "
                                     "after = [\"use\"]; }; };"
                                     "uptake = { form = \"capacity\"; resource = \"crews\"; per_server_week = 5; };",
             order);
    world_table(&world,
                "code,name,region,decision,items,depends_on\n1,a,West,2013-12-30,30,3\n2,b,East,2014-01-02,50,\n"
                "3,c,West,2014-01-04,40,\n",
                text, 0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(world_site_date(&world, i, "M"), wanted[i], "%s: site %zu: %g", order, i + 1,
                     world_site_date(&world, i, "M"));
    world_close(&world);
}

/* Site 1 decides first but waits for 3: ready are 2 (50 items, day 3), 3 (40, day 5) and then 1 (30). Ten a week, to
 * one after another. */
Test(model_crew, in_the_order_of_service)
{
    expect_sites("ready-first", (const double[]){84, 35, 63});
    expect_sites("fifo", (const double[]){21, 56, 84});
    expect_sites("largest-first", (const double[]){84, 35, 63});
    expect_sites("by-region", (const double[]){49, 84, 28});
}

/* One of the two crews does other work from day 0 to 28: it is missing for four weeks. */
Test(model_crew, not_those_at_other_work)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; cards = 100; };" POOL(
                    "") "activities = { use = { kind = \"uptake\"; after = [\"start\"]; };"
                        "  other = { after = [\"start\"]; duration = 28; resource = \"crews\"; }; };"
                        "milestones = { M = { after = [\"use\"]; }; };"
                        "uptake = { form = \"capacity\"; resource = \"crews\"; per_server_week = 5; };",
                0);
    world_run(&world, 1, 0);
    for (int week = 0; week < 8; week++)
        cr_expect_eq(in_week(&world, week), week < 4 ? 5 * (week + 1) : 10 * (week - 1), "week %d: %d", week,
                     in_week(&world, week));
    world_close(&world);
}

/* A week without effort, and a programme that takes twice as long. */
Test(model_crew, in_the_calendar_s_time)
{
    static const char text[] =
        "title = \"rest\"; epoch = \"2013-12-30\"; horizon = \"2015-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 0, 0]; holidays = [\"2014-01-06/2014-01-12\", "
        "\"2014-01-13\"]; }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "sites = { count = 1; cards = 100; }; outside_view = { overrun = 1; };" POOL("") CREWS "};";
    static const int wanted[] = {5, 5, 9, 14};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int week = 0; week < 4; week++)
        cr_expect_eq(in_week(&world, week), wanted[week], "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

/* From a Friday on: the first week has three days, of which the crew does three sevenths of its seventy. */
Test(model_crew, the_first_week_is_short)
{
    static const char text[] =
        "title = \"friday\"; epoch = \"2014-01-03\"; horizon = \"2015-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "sites = { count = 1; cards = 200; }; resources = { crews = { capacity = 1; }; };" CREWS "};";
    static const int wanted[] = {30, 100, 170, 200};
    struct world world;
    world_write(&world, text, (const char *const[]){"uptake.per_server_week=70", 0});
    world_run(&world, 1, 0);
    for (int week = 0; week < 4; week++)
        cr_expect_eq(in_week(&world, week), wanted[week], "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

/* Ten a week. First to the site that decided first, ten of its forty; from day 10 on to the larger one, which has its
 * fifty after five weeks, on day 42; then the other one's thirty, to day 63. */
Test(model_crew, the_order_of_service_in_force)
{
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,40\n2,b,East,2013-12-31,50\n",
                WORLD_TIMES "sites = {};" POOL(
                    "order = \"fifo\"; changes = ( { from = \"2014-01-09\"; order = \"largest-first\"; } );") CREWS
                "};",
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 1, "M"), 42, "%g", world_site_date(&world, 1, "M"));
    cr_expect_eq(world_site_date(&world, 0, "M"), 63, "%g", world_site_date(&world, 0, "M"));
    world_close(&world);
}

/* Ten and a half a week: in the first week three are wanted, and nothing is kept of the time to spare; in the second
 * ten, which are all but a half; in the third eleven, which that half and ten and a half make. */
Test(model_crew, who_has_time_to_spare_keeps_no_part)
{
    static const int wanted[] = {3, 13, 24};
    struct world world;
    world_table(&world,
                "code,name,region,decision,items\n1,a,East,2013-12-30,3\n2,b,East,2014-01-06,10\n"
                "3,c,East,2014-01-13,11\n",
                WORLD_TIMES "sites = {}; resources = { crews = { capacity = 1; }; };" CREWS "};",
                (const char *const[]){"uptake.per_server_week=10.5", 0});
    world_run(&world, 1, 0);
    for (int week = 0; week < 3; week++)
        cr_expect_eq(in_week(&world, week), wanted[week], "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

/* A replication begins with nothing kept of the one before it: run twice, one that ends with three quarters of an item
 * and one that ends with weeks of free time are as they were. */
Test(model_crew, every_replication_begins_anew)
{
    static const int wanted[] = {1, 2, 3};
    struct world world;
    world_write(&world,
                "title = \"short\"; epoch = \"2013-12-30\"; horizon = \"2014-01-19\";"
                "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
                "deadlines = { due = { date = \"2014-01-19\"; milestone = \"M\"; }; };"
                "sites = { count = 1; cards = 100; }; resources = { crews = { capacity = 1; }; };" CREWS "};",
                (const char *const[]){"uptake.per_server_week=1.25", 0});
    for (uint64_t r = 0; r < 3; r++) {
        world_run(&world, 1, r);
        for (int week = 0; week < 3; week++)
            cr_expect_eq(in_week(&world, week), wanted[week], "replication %d, week %d: %d", (int)r, week,
                         in_week(&world, week));
    }
    world_close(&world);
}

/* Two crews of five a week and a staff that takes four: site 1 takes no more than its four, and six are left for site
 * 2, whose staff takes four of them. */
Test(model_crew, the_staff_s_capacity_is_a_limit_beside_it)
{
    struct world world;
    world_write(&world, WORLD_TIMES "sites = { count = 2; cards = 80; };" POOL("") CREWS "capacity_weeks = 10; };", 0);
    world_run(&world, 1, 0);
    for (int week = 0; week < 10; week++)
        cr_expect_eq(in_week(&world, week), 8 * (week + 1), "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

/* Site 2 decides on day 36, four weeks after site 1 was done: time that nobody wanted is not saved for it. */
Test(model_crew, time_that_nobody_wanted_is_gone)
{
    static const int wanted[] = {10, 10, 10, 10, 10, 20, 30};
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,10\n2,b,East,2014-02-04,40\n",
                WORLD_TIMES "sites = {};" POOL("") CREWS "};", 0);
    world_run(&world, 1, 0);
    for (int week = 0; week < 7; week++)
        cr_expect_eq(in_week(&world, week), wanted[week], "week %d: %d", week, in_week(&world, week));
    world_close(&world);
}

static double used(const struct world *world)
{
    return (double)*(const float *)world_field(world, OUTCOME_RESOURCE_UTILISATION);
}

/* Fifteen items in the first week, of three days, in which the crew could have done thirty: half of it. */
Test(model_crew, use_is_what_is_done_of_what_could_be)
{
    struct world world;
    world_write(&world,
                "title = \"friday\"; epoch = \"2014-01-03\"; horizon = \"2015-12-31\";"
                "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
                "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
                "sites = { count = 1; cards = 15; }; resources = { crews = { capacity = 1; }; };" CREWS "};",
                (const char *const[]){"uptake.per_server_week=70", 0});
    for (uint64_t r = 0; r < 2; r++) {
        world_run(&world, 1, r);
        cr_expect_float_eq(used(&world), 0.5, 1e-6, "%g", used(&world));
        cr_expect_float_eq((double)*(const float *)world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS), 1.5, 1e-6);
    }
    world_close(&world);
}

/* Five of ten in the first week and, of a site that joins with the second, five of ten in that one. */
Test(model_crew, use_begins_with_the_first_who_joins)
{
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,5\n2,b,East,2014-01-06,5\n",
                WORLD_TIMES "sites = {};" POOL("") CREWS "};", 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(used(&world), 0.5, 1e-6, "%g", used(&world));
    world_close(&world);
}

/* All want to come in in the first week, when the staff takes half of them, five of ten that the crews could do, and
 * none after it, to the horizon: use ends with the week in which the last came in. */
Test(model_crew, use_ends_with_the_last_item)
{
    struct world world;
    world_write(&world, WORLD_TIMES "sites = { count = 1; cards = 10; };" POOL("") CREWS "};",
                (const char *const[]){"uptake.form=table", "uptake.table=[1, 0]", "uptake.capacity_weeks=2", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(in_week(&world, 0), 5);
    cr_expect_eq(in_week(&world, 50), 5);
    cr_expect_float_eq(used(&world), 0.5, 1e-6, "%g", used(&world));
    world_close(&world);
}

/* One crew for nine sites that come as luck has it, at most some of them at once: whatever a replication tells, it
 * tells in a world of its own, too. */
Test(model_crew, a_replication_knows_of_none_before_it)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 9; cards = 90; decision_from = 0; decision_spread_days = 60; lateness = { dist "
                    "= \"uniform\"; "
                    "min = 0; max = 1; }; }; resources = { crews = { capacity = 1; }; };" CREWS "};";
    struct world world;
    int16_t least = INT16_MAX, most = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 20; r++) {
        struct world fresh;
        world_write(&fresh, text, 0);
        world_race(&world, 1, r);
        world_race(&fresh, 1, r);
        cr_assert_eq(memcmp(world.record, fresh.record, world.layout.size), 0, "replication %d", (int)r);
        int16_t lacking = *(const int16_t *)world_field(&fresh, OUTCOME_RESOURCE_QUEUE_MAX);
        least = lacking < least ? lacking : least;
        most = lacking > most ? lacking : most;
        world_close(&fresh);
    }
    cr_expect_lt(least, most);
    world_close(&world);
}
