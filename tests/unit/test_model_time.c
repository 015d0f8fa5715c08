/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Time in the model: what calendars leave of a week, whose calendar counts, the horizon, and what comes first at one
 * instant.
 */
#include "../model_world.h"

/* A Monday two weeks before Easter Sunday, 20 April 2014; Maundy Thursday, Good Friday, Easter Monday and 1 May are
 * free. */
#define SPRING                                                                                                         \
    "title = \"spring\"; epoch = \"2014-04-07\"; horizon = \"2014-12-31\";"                                            \
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; holidays = [\"05-01\"]; easter = [-3, -2, 1]; }; };"   \
    "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"

Test(model_time, weekends_and_holidays)
{
    static const char text[] =
        SPRING "sites = { count = 1; };"
               "activities = { five = { after = [\"start\"]; duration = 5; };"
               "  six = { after = [\"start\"]; duration = 6; }; eight = { after = [\"start\"]; duration = 8; };"
               "  nine = { after = [\"start\"]; duration = 9; }; sixteen = { after = [\"start\"]; duration = 16; }; };"
               "milestones = { M = { after = [\"sixteen\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "five"), 5, 1e-9, "Friday 11 April");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "six"), 8, 1e-9, "Monday 14");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "eight"), 10, 1e-9, "Wednesday 16");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "nine"), 16, 1e-9, "Tuesday 22");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "sixteen"), 26, 1e-9, "Friday 2 May");
    world_close(&world);
}

/* A quarter of the effort in week 2 of 2014: seven days in the first week, and the eighth takes four. */
Test(model_time, school_holidays)
{
    static const char text[] =
        "title = \"winter\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; reduced = ( { weeks = [2]; effort = 0.25; } ); }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; }; sites = { count = 1; };"
        "activities = { work = { after = [\"start\"]; duration = 8; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 11, 1e-9);
    world_close(&world);
}

/* Days off stay days off in a week of half the effort: five days in the first week, half of five in the second, and the
 * eighth day of effort ends in the third. A week in two lists has the product of both. */
Test(model_time, holidays_have_weekends)
{
    static const char text[] =
        "title = \"winter\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 0, 0];"
        "  reduced = ( { weeks = [2]; effort = 0.5; }, { weeks = [3, 4]; effort = 0.5; }, { weeks = [4]; effort = 0.5; "
        "} ); }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; }; sites = { count = 1; };"
        "activities = { seven = { after = [\"start\"]; duration = 7; };"
        "  eight = { after = [\"start\"]; duration = 8; }; eleven = { after = [\"start\"]; duration = 11; }; };"
        "milestones = { M = { after = [\"seven\", \"eight\", \"eleven\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "seven"), 11, 1e-9, "four half days of the second week");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "eight"), 15, 1e-9, "one half day of the third");
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "eleven"), 25, 1e-9, "four quarter days of the fourth");
    world_close(&world);
}

/* Ten days of work from Monday, 30 December: 2 January and the 6th to the 8th are free, so they end with the 12th; a
 * year later nothing is free. */
Test(model_time, days_off_of_one_year)
{
    static const char text[] =
        "title = \"days off\"; epoch = \"2013-12-30\"; horizon = \"2015-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1];"
        "  holidays = [\"2014-01-02\", \"2014-01-06/2014-01-08\", \"2013-12-01/2013-12-29\", \"2017-05-01\"]; }; };"
        "sites = { count = 1; }; deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "activities = { work = { after = [\"start\"]; duration = 10; };"
        "  year = { kind = \"wait\"; after = [\"start\"]; date = \"2014-12-30\"; };"
        "  again = { after = [\"year\"]; duration = 10; }; };"
        "milestones = { M = { after = [\"work\", \"again\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), world_day(&world, "2014-01-12"));
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "again"), world_day(&world, "2014-12-29") + 10);
    world_close(&world);
}

/* Two calendars: every day, and every day but those of the second week. Work has its own, the items have theirs. */
#define TWO_CALENDARS                                                                                                  \
    "title = \"two\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\";"                                               \
    "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; rest = { weekdays = [1, 1, 1, 1, 1, 1, 1];"            \
    "  holidays = [\"01-06\", \"01-07\", \"01-08\", \"01-09\", \"01-10\", \"01-11\", \"01-12\"]; }; };"                \
    "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; }; sites = { count = 1; cards = 100; };"

Test(model_time, everybody_has_a_calendar)
{
    static const char text[] =
        TWO_CALENDARS "activities = { a = { after = [\"start\"]; duration = 10; };"
                      "  b = { after = [\"start\"]; duration = 10; calendar = \"rest\"; };"
                      "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                      "milestones = { M = { after = [\"a\", \"b\", \"uptake\"]; }; };"
                      "uptake = { form = \"capacity\"; capacity_weeks = 4; calendar = \"rest\"; };";
    static const double weeks[] = {25, 25, 50, 75, 100}, late[] = {0, 0, 10, 35, 60};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "a"), 10, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "b"), 17, 1e-9);
    for (int week = 0; week < 5; week++)
        cr_expect_eq(world_cards(&world, 7 * (week + 1)), weeks[week], "week %d", week + 1);
    world_close(&world);
    world_write(&world, text, (const char *const[]){"sites.decision_from=2014-01-17", 0}); /* three days of week 3 */
    world_run(&world, 1, 0);
    for (int week = 0; week < 5; week++)
        cr_expect_eq(world_cards(&world, 7 * (week + 1)), late[week], "late, week %d: %g", week + 1,
                     world_cards(&world, 7 * (week + 1)));
    world_close(&world);
}

/* A normal week has the calendar's own effort: five days of work a week take in a tenth in each of ten weeks. */
Test(model_time, a_normal_week_is_the_calendar_s)
{
    static const char text[] =
        "title = \"office\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\"; sites = { count = 1; cards = 1000; };"
        "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int week = 1; week <= 10; week++)
        cr_expect_eq(world_cards(&world, 7 * week), 100 * week, "week %d", week);
    world_close(&world);
}

/* The horizon is the midnight that ends 31 January, 33 days after the epoch. */
Test(model_time, nothing_after_the_horizon)
{
    static const char text[] =
        "title = \"short\"; epoch = \"2013-12-30\"; horizon = \"2014-01-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; }; sites = { count = 1; };"
        "deadlines = { due = { date = \"2014-01-31\"; milestone = \"N\"; }; };"
        "activities = { a = { after = [\"start\"]; duration = 33; }; b = { after = [\"start\"]; duration = 34; }; };"
        "milestones = { M = { after = [\"a\"]; }; N = { after = [\"a\", \"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_national(&world, "M"), 33);
    cr_expect(isnan(world_national(&world, "N")));
    world_close(&world);
}

/* A training that ends on a Monday's midnight counts for the week that it settles, the first one or a later. */
Test(model_time, work_ends_before_the_week_is_settled)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; cards = 200; exceptions = { m2 = { weight = 2; }; }; };"
                    "activities = { course = { after = [\"start\"]; duration = 7; weighted = true; };"
                    "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                    "milestones = { M = { after = [\"course\", \"uptake\"]; }; };"
                    "uptake = { form = \"bass\"; base_week = 50; training = \"course\"; untrained = 0; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_cards(&world, 7), 100);
    cr_expect_eq(world_cards(&world, 14), 200);
    cr_expect_eq(world_site_date(&world, 0, "M"), 7);
    cr_expect_eq(world_site_date(&world, 1, "M"), 14);
    world_close(&world);
}

/* On the first Monday site 1 (from day 1) has 8 items in, site 2 (from day 3) has 5: the task force that comes then
 * knows both. */
Test(model_time, the_task_force_looks_last)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; cards = 200; exceptions = { m2 = { weight = 3; }; }; };"
        "swat = { teams = 1; from = \"2014-01-06\"; days = 100; factor = 2; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 10; };"
        "activities = { work = { after = [\"start\"]; duration = 1; weighted = true; };"
        "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_cards(&world, 7), 8 + 5);
    cr_expect_eq(world_cards(&world, 14), 18 + 25, "%g", world_cards(&world, 14));
    world_close(&world);
}

/* A risk that takes the only team on day 10 comes before the site that asks for it on day 10. */
Test(model_time, risks_come_first)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; vendors = { v = { name = \"V\"; sites = 1; teams = 1; }; };"
                    "risks = { gone = { probability = 1; from = \"2014-01-09\"; to = \"2014-01-09\"; hits = \"vendor\";"
                    "  whom = \"v\"; duration_days = 30; teams = -1; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 10; };"
                    "  upgrade = { after = [\"work\"]; resource = \"vendor\"; duration = 5; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_BEGIN, 0, "upgrade"), 40, 1e-9);
    world_close(&world);
}

/* Of two calendars the items' is the second, of five days a week: a normal week of it takes in a tenth. */
Test(model_time, a_normal_week_is_the_items_calendar_s)
{
    static const char text[] =
        "title = \"two\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\"; sites = { count = 1; cards = 1000; };"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 10; calendar = \"office\"; };"
        "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int week = 1; week <= 10; week++)
        cr_expect_eq(world_cards(&world, 7 * week), 100 * week, "week %d", week);
    world_close(&world);
}

/* Days off from before the epoch to the end of its first week: five days of work begin on day 7. */
Test(model_time, days_off_that_begin_before_the_epoch)
{
    static const char text[] =
        "title = \"days off\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; holidays = [\"2013-12-20/2014-01-05\"]; }; };"
        "sites = { count = 1; }; deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "activities = { work = { after = [\"start\"]; duration = 5; }; }; milestones = { M = { after = [\"work\"]; }; "
        "};";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 12);
    world_close(&world);
}

/* Easter Monday is 6 April in 2015: five days of work from Thursday, 2 April, end with Thursday the 9th, Good Friday
 * not being free. */
Test(model_time, easter_is_that_of_its_year)
{
    static const char text[] = SPRING
        "sites = { count = 1; }; activities = { date = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; "
        "date = \"2015-04-02\"; }; work = { after = [\"date\"]; duration = 5; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, (const char *const[]){"horizon=2015-12-31", "calendars.office.easter=[1]", 0});
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), world_day(&world, "2015-04-09"), 1e-9);
    world_close(&world);
}
