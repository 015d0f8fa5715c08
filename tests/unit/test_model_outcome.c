/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record of a replication: dates, items, the use of resources, the parameters drawn.
 */
#include "../model_world.h"

/* The nation is done with its last site, be it the first of the file or not; the weeks after that hold what is in. */
Test(model_outcome, the_nation_is_done_with_its_last_site)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 3; cards = 300; exceptions = { m1 = { weight = 2; }; m2 = { weight = 3; }; }; };"
                    "uptake = { form = \"capacity\"; capacity_weeks = 2; };"
                    "activities = { work = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; };"
                    "milestones = { L = { after = [\"work\"]; }; M = { after = [\"uptake\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_national(&world, "L"), 30);
    cr_expect_eq(world_site_date(&world, 0, "L"), 20);
    cr_expect_eq(world_site_date(&world, 1, "L"), 30);
    cr_expect_eq(world_site_date(&world, 2, "L"), 10);
    const int32_t *cards = world_field(&world, OUTCOME_CARDS);
    cr_expect_eq(cards[1], 28, "four days of site 3: %d", cards[1]);
    for (size_t week = 20; week < world.programme.weeks; week++)
        cr_assert_eq(cards[week], 300, "week %zu: %d", week, cards[week]);
    world_close(&world);
}

/* A vendor with two teams that is ready on day 20: one team works for ten days, the other has nothing to do; and a
 * vendor whose only team is waited for by a second site. */
Test(model_outcome, resources_are_measured_from_their_readiness)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; vendors = { a = { name = \"A\"; sites = 1; teams = 2; slip_days = 20; };"
                    "  b = { name = \"B\"; sites = 2; teams = 1; slip_days = 20; }; };"
                    "activities = { ready = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };"
                    "  upgrade = { after = [\"ready\"]; resource = \"vendor\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"upgrade\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,vendor\n1,a,East,A\n2,b,East,B\n3,c,East,B\n", text, 0);
    world_run(&world, 1, 0);
    const float *used = world_field(&world, OUTCOME_RESOURCE_UTILISATION);
    const float *wait = world_field(&world, OUTCOME_RESOURCE_WAIT_DAYS);
    const float *idle = world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS);
    const int16_t *queue = world_field(&world, OUTCOME_RESOURCE_QUEUE_MAX);
    cr_expect_float_eq(used[0], 0.5, 1e-6);
    cr_expect_float_eq(wait[0], 0, 1e-6);
    cr_expect_float_eq(idle[0], 10, 1e-6);
    cr_expect_eq(queue[0], 0);
    cr_expect_float_eq(used[1], 1, 1e-6);
    cr_expect_float_eq(wait[1], 5, 1e-6);
    cr_expect_float_eq(idle[1], 0, 1e-6);
    cr_expect_eq(queue[1], 1);
    cr_expect(isnan(used[2]) && isnan(wait[2]), "there are no consultants");
    world_close(&world);
}

/* The consultants, of whom two of three cases are used for ten days: from the first asking to the last leave. */
Test(model_outcome, consultants_are_measured_from_the_first_request)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; exceptions = { m2 = { weight = 2; }; }; }; corps = { consultants = 1; case_load = 3;"
        "  engagements = { help = { from = \"a\"; gates = []; until = \"work\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
        "  work = { after = [\"a\"]; duration = 20; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0); /* site 1 from day 10 to 30, site 2 from 20 to 40 */
    world_run(&world, 1, 0);
    const float *used = world_field(&world, OUTCOME_RESOURCE_UTILISATION);
    const float *idle = world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS);
    cr_expect_float_eq(used[0], 40.0 / 90, 1e-6);
    cr_expect_float_eq(idle[0], 50, 1e-6);
    world_close(&world);
}

/* Two consultants of two cases, often away; one site has one of them for a hundred days and more. Whoever is there has
 * room for two, or for one beside that site; whoever is away has none, and takes none from the other, nor is busy with
 * the site that he keeps. */
Test(model_outcome, consultants_who_are_away_are_neither_idle_nor_busy)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 2; case_load = 2; absences = { between_days = 20; "
                    "days = 10; };"
                    "  engagements = { help = { from = \"a\"; gates = []; until = \"work\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 1; };"
                    "  work = { after = [\"a\"]; duration = 100; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    double idle = 0, busy = 0, then = NAN;
    int holder = NOBODY, away = 0;
    bool there[2] = {true, true}, holder_away = false;
    for (size_t k = 0; k < world.count; k++) {
        const struct observation *seen = &world.seen[k];
        int who = (int)seen->number;
        if (holder != NOBODY) {
            idle += (seen->time - then) * (2 * (there[0] + there[1]) - there[holder]);
            busy += (seen->time - then) * there[holder];
            holder_away |= !there[holder] && seen->time > then;
        }
        then = seen->time;
        if (seen->what == HAPPENS_CONSULTANT)
            holder = who;
        else if (seen->what == HAPPENS_FREE)
            holder = NOBODY;
        else if (seen->what == HAPPENS_AWAY || seen->what == HAPPENS_BACK)
            there[who] = seen->what == HAPPENS_BACK;
        away += seen->what == HAPPENS_AWAY;
    }
    cr_assert(holder_away && away > 3, "the seed shows nothing");
    cr_expect_float_eq(((const float *)world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS))[0], idle, 1e-3);
    cr_expect_float_eq(((const float *)world_field(&world, OUTCOME_RESOURCE_UTILISATION))[0], busy / (busy + idle),
                       1e-6);
    world_close(&world);
}

/* The first resource of the configuration is. */
static void always_busy(const char *text)
{
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(((const float *)world_field(&world, OUTCOME_RESOURCE_UTILISATION))[0], 1, 1e-6);
    world_close(&world);
}

/* The only consultant, often away, has one case or keeps it: whoever is there is always busy, and no more than that. */
Test(model_outcome, nobody_is_more_than_busy)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 1; case_load = 1; absences = { between_days = 20; "
                    "days = 10; };"
                    "  engagements = { help = { from = \"a\"; gates = []; until = \"work\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 1; };"
                    "  work = { after = [\"a\"]; duration = 100; }; }; milestones = { M = { after = [\"work\"]; }; };";
    always_busy(text);
}

/* Of two rooms, both at work for ten days, one is closed after four: it is there until its work is done. */
Test(model_outcome, who_is_taken_away_at_work_is_there_until_it_is_done)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; }; resources = { room = { capacity = 2; changes = ( { from = \"2014-01-03\"; "
                    "add = -1; } ); }; };"
                    "activities = { a = { after = [\"start\"]; resource = \"room\"; duration = 10; }; };"
                    "milestones = { M = { after = [\"a\"]; }; };";
    always_busy(text);
}

/* What was drawn is told, in the order of the programme's list. */
Test(model_outcome, parameters_are_those_drawn)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; activities = {"
                    "  a = { after = [\"start\"]; duration = 3; factor = { dist = \"uniform\"; min = 1; max = 2; }; };"
                    "  b = { after = [\"a\"]; duration = 3; factor = { dist = \"uniform\"; min = 3; max = 4; }; }; };"
                    "milestones = { M = { after = [\"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    const double *told = world_field(&world, OUTCOME_PARAMETERS);
    cr_assert_eq(world.programme.parameters, 2);
    cr_expect(told[0] > 1 && told[0] < 2);
    cr_expect(told[1] > 3 && told[1] < 4);
    cr_expect_float_eq(world_national(&world, "M"), 3 * told[0] + 3 * told[1], 1e-5);
    world_close(&world);
}

/* A course that is kept: of every site what it was seen to have, week by week. */
Test(model_outcome, every_site_s_course_is_kept)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; cards = 300; exceptions = { m1 = { weight = 2; }; m2 = { weight = 3; }; }; };"
        "uptake = { form = \"capacity\"; capacity_weeks = 4; };"
        "activities = { work = { after = [\"start\"]; duration = 10; weighted = true; };"
        "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"uptake\"]; }; };";
    struct world world;
    struct error error = {0};
    int32_t seen[3][20] = {{0}};
    world_write(&world, text, 0);
    cr_assert_eq(rollout_keep_cards(world.rollout, &error), 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count; k++)
        if (world.seen[k].what == HAPPENS_CARDS)
            for (size_t week = (size_t)(world.seen[k].time / 7) - 1; week < 20; week++)
                seen[world.seen[k].site][week] = (int32_t)world.seen[k].number;
    for (size_t site = 0; site < 3; site++)
        for (size_t week = 0; week < 20; week++)
            cr_expect_eq(rollout_cards(world.rollout)[site * world.programme.weeks + week], seen[site][week]);
    cr_expect(seen[0][3] == 28 && seen[1][3] == 0 && seen[2][3] == 64 && seen[0][19] == 100);
    world_close(&world);
}

/* Two sites are done on the same day, after ten days of one cause and ten of another: the last site is the first of
 * them in the file, and its cause the one that the list of causes names first. */
Test(model_outcome, of_equals_the_first_is_the_last)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; }; activities = { a = { after = [\"start\"]; duration = 10; cause = \"alpha\"; };"
        "  b = { after = [\"a\"]; duration = 10; cause = \"beta\"; }; }; milestones = { M = { after = [\"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(*(const int16_t *)world_field(&world, OUTCOME_LAST_MUNICIPALITY), 0);
    int cause = *(const int16_t *)world_field(&world, OUTCOME_LAST_CAUSE);
    cr_expect_str_eq(world.programme.causes.name[cause], "alpha");
    world_close(&world);
}

/* Three sites ask the only consultant on days 0, 1 and 2, who helps the first to day 100: two wait at most. */
Test(model_outcome, the_longest_queue_for_consultants)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; corps = { consultants = 1; case_load = 1;"
                    "  engagements = { help = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 100; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2013-12-31\n3,c,West,2014-01-01\n",
                text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(*(const int16_t *)world_field(&world, OUTCOME_RESOURCE_QUEUE_MAX), 2);
    world_close(&world);
}

/* At the horizon, day 33, site 1 has not done its fifty days of work, and site 2 has its ten: the nation is not done,
 * whoever comes first in the file. */
Test(model_outcome, the_nation_is_not_done_before_all_are)
{
    static const char text[] =
        "title = \"short\"; epoch = \"2013-12-30\"; horizon = \"2014-01-31\";"
        "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
        "deadlines = { due = { date = \"2014-01-31\"; milestone = \"M\"; }; };"
        "sites = {}; activities = { work = { after = [\"start\"]; duration = 10; per_version_days = 40; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    static const char *const tables[] = {"code,name,region,versions_behind\n1,a,East,1\n2,b,East,0\n",
                                         "code,name,region,versions_behind\n1,a,East,0\n2,b,East,1\n"};
    for (size_t i = 0; i < 2; i++) {
        struct world world;
        world_table(&world, tables[i], text, 0);
        world_run(&world, 1, 0);
        cr_expect_eq(world_site_date(&world, 1 - i, "M"), 10);
        cr_expect(isnan(world_national(&world, "M")), "%g", world_national(&world, "M"));
        world_close(&world);
    }
}
