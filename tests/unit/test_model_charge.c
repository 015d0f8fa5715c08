/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * To which cause a site's days are charged, by hand, one rule a test.
 */
#include "../model_world.h"

/* Days of a cause along a site's way. */
static double charged(const struct world *world, size_t site, const char *cause)
{
    double days[64];
    rollout_causes(world->rollout, site, days);
    for (size_t c = 0; c < world->programme.causes.count; c++)
        if (strcmp(world->programme.causes.name[c], cause) == 0)
            return days[c];
    cr_assert(false, "no cause %s", cause);
    return (double)NAN;
}

/* Two predecessors of ten and twenty days: the second one's are charged, its lag with them; not so at the hosted site,
 * which waits for the first alone. */
Test(model_charge, the_way_of_the_last_predecessor)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { a = { after = [\"start\"]; duration = 10; cause = \"alpha\"; };"
                    "  b = { after = [\"start\"]; duration = 20; lag_days = 5; cause = \"beta\"; };"
                    "  c = { after = [\"a\", \"b\"]; hosted_after = [\"a\"]; duration = 7; }; };"
                    "milestones = { M = { after = [\"c\"]; }; };";
    static const double alpha[] = {0, 10}, beta[] = {25, 0};
    struct world world;
    world_table(&world, "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n", text, 0);
    world_run(&world, 1, 0);
    for (size_t site = 0; site < 2; site++) {
        cr_expect_float_eq(charged(&world, site, "alpha"), alpha[site], 1e-9, "site %zu", site);
        cr_expect_float_eq(charged(&world, site, "beta"), beta[site], 1e-9, "site %zu", site);
        cr_expect_float_eq(charged(&world, site, "own-work"), 7, 1e-9, "site %zu", site);
    }
    world_close(&world);
}

/* A version on day 50 costs what is left when other work is done, on day 20; and all of it where there is none. */
Test(model_charge, a_wait_costs_what_other_work_leaves)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 2; teams = 2; slip_days = 50; }; };"
        "activities = { a = { after = [\"start\"]; duration = 20; cause = \"alpha\"; };"
        "  version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; cause = \"late\"; };"
        "  c = { after = [\"a\", \"version\"]; hosted_after = [\"version\"]; duration = 7; resource = \"vendor\"; }; };"
        "milestones = { M = { after = [\"c\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "late"), 30, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "alpha"), 20, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "late"), 50, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "alpha"), 0, 1e-9);
    world_close(&world);
}

#define SHORT                                                                                                          \
    "title = \"short\"; epoch = \"2013-12-30\"; horizon = \"2014-01-31\";"                                             \
    "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"                                                    \
    "deadlines = { due = { date = \"2014-01-31\"; milestone = \"M\"; }; };"

/* At the horizon, day 33: site 1 works since day 3, site 2 queues since then. */
Test(model_charge, who_queues_to_the_horizon)
{
    static const char text[] = SHORT "sites = { count = 2; }; resources = { room = { capacity = 1; }; };"
                                     "activities = { a = { after = [\"start\"]; duration = 3; cause = \"alpha\"; };"
                                     "  work = { after = [\"a\"]; duration = 100; resource = \"room\"; }; }; "
                                     "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "own-work"), 30, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "alpha"), 3, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "room-queue"), 30, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "own-work"), 0, 1e-9);
    world_close(&world);
}

/* One crew does the ten items of a site in a week: the second site waits for it in the first week, and who is served
 * waits for nobody. What then tells of the crew: it was at work all of the fortnight. */
Test(model_charge, who_waits_for_crews)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; cards = 20; }; resources = { crews = { capacity = 1; title = \"fitters\"; }; };"
        "activities = { use = { kind = \"uptake\"; after = [\"start\"]; }; };"
        "milestones = { M = { after = [\"use\"]; }; };"
        "uptake = { form = \"capacity\"; resource = \"crews\"; per_server_week = 10; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "uptake"), 7, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "crews-queue"), 0, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "uptake"), 7, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "crews-queue"), 7, 1e-9);
    cr_expect_str_eq(world.programme.causes.title[CAUSE_FIXED], "waiting for fitters");
    cr_expect_float_eq(*(const float *)world_field(&world, OUTCOME_RESOURCE_UTILISATION), 1, 1e-6);
    cr_expect_float_eq(*(const float *)world_field(&world, OUTCOME_RESOURCE_WAIT_DAYS), 3.5, 1e-6);
    cr_expect_float_eq(*(const float *)world_field(&world, OUTCOME_RESOURCE_IDLE_DAYS), 0, 1e-6);
    cr_expect_eq(*(const int16_t *)world_field(&world, OUTCOME_RESOURCE_QUEUE_MAX), 1);
    world_close(&world);
}

/* A wave that is to begin on day 20 is as it was planned; that its site decides five days later is not. */
Test(model_charge, a_wave_begins_as_planned)
{
    static const char text[] = WORLD_TIMES
        "sites = { decision_from = 0; decision_spread_days = 5; lateness = 1; waves = { second = { from = 20; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 3; }; };"
        "milestones = { M = { after = [\"a\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,wave\n1,a,West,\n2,b,West,second\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "late-start"), 5, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "planned-start"), 0, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "planned-start"), 20, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "late-start"), 5, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "own-work"), 3, 1e-9);
    world_close(&world);
}

/* The same for a consultant. */
Test(model_charge, who_waits_for_a_consultant_to_the_horizon)
{
    static const char text[] =
        SHORT "sites = { count = 2; }; corps = { consultants = 1; case_load = 1;"
              "  engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"M\"; }; }; };"
              "activities = { a = { after = [\"start\"]; duration = 3; cause = \"alpha\"; };"
              "  work = { after = [\"a\"]; duration = 100; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "own-work"), 30, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "consultant"), 30, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "own-work"), 0, 1e-9);
    world_close(&world);
}

/* Ten days at half the pace for lack of support and half of that for a risk take forty: twenty are lost to the former,
 * ten of what remains to the latter. */
Test(model_charge, a_risk_takes_of_what_support_leaves)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; corps = { consultants = 0; unsupported_factor = 2;"
        "  engagements = { help = { from = \"a\"; gates = []; until = \"M\"; }; }; };"
        "risks = { storm = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; duration_days = 400; pace = "
        "0.5; }; };"
        "activities = { a = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; date = \"2014-01-02\"; };"
        "  work = { after = [\"a\"]; duration = 10; organisational = true; }; }; milestones = { M = { after = "
        "[\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_national(&world, "M"), 43, 1e-5);
    cr_expect_float_eq(charged(&world, 0, "unsupported"), 20, 1e-5);
    cr_expect_float_eq(charged(&world, 0, "risk"), 10, 1e-5);
    cr_expect_float_eq(charged(&world, 0, "own-work"), 10, 1e-5);
    cr_expect_float_eq(charged(&world, 0, "waiting"), 3, 1e-9);
    world_close(&world);
}

/* Ten days of work, then fourteen for each failure, all of which are rework; the lag of five days is not. */
Test(model_charge, rework_begins_with_the_first_failure)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 40; }; activities = { test = { after = [\"start\"]; duration = 10; failure = "
                    "0.5; correction = 4;"
                    "    lag_days = 5; cause = \"testing\"; };"
                    "  work = { after = [\"test\"]; duration = 1; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    size_t twice = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t site = 0; site < 40; site++) {
        double failed = (world_site_date(&world, site, "M") - 16) / 14;
        twice += failed > 1.5;
        cr_expect_float_eq(charged(&world, site, "rework"), 14 * failed, 1e-4, "site %zu", site);
        cr_expect_float_eq(charged(&world, site, "testing"), 15, 1e-4, "site %zu", site);
        cr_expect_float_eq(charged(&world, site, "own-work"), 1, 1e-4, "site %zu", site);
    }
    cr_expect_gt(twice, 3);
    world_close(&world);
}

/* A test that takes no time fails at the epoch already: whatever follows is rework. */
Test(model_charge, rework_may_begin_at_the_epoch)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 10; }; activities = { test = { after = [\"start\"]; duration = 0; failure = 0.5;"
                    "  correction = 4; cause = \"testing\"; }; }; milestones = { M = { after = [\"test\"]; }; };";
    struct world world;
    double rework = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t site = 0; site < 10; site++) {
        cr_expect_float_eq(charged(&world, site, "rework"), world_site_date(&world, site, "M"), 1e-4, "%zu", site);
        cr_expect_float_eq(charged(&world, site, "testing"), 0, 1e-9, "site %zu", site);
        rework += charged(&world, site, "rework");
    }
    cr_expect_gt(rework, 12);
    world_close(&world);
}

/* A date, a session (from day 10 to 21) and items: each is waited for at its own cost. */
Test(model_charge, what_is_waited_for_has_its_cause)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 100; }; uptake = { form = \"capacity\"; capacity_weeks = 1; };"
        "sessions = { first = \"2014-01-19\"; every_days = 30; places = 2; };"
        "activities = { day = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; date = \"2014-01-09\"; };"
        "  course = { after = [\"day\"]; kind = \"session\"; };"
        "  items = { after = [\"course\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"items\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "waiting"), 10, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "training"), 11, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "uptake"), 7, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "own-work"), 0, 1e-9);
    world_close(&world);
}

/* Decisions that lie beyond the horizon, or begin there, cost nothing of what is simulated. */
Test(model_charge, what_begins_after_the_horizon_costs_nothing)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; decision_from = \"2018-06-30\"; decision_spread_days = 100; };"
        "activities = { a = { after = [\"start\"]; duration = 10; }; }; milestones = { M = { after = [\"a\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t site = 0; site < 2; site++)
        cr_expect_eq(charged(&world, site, "late-start"), 0, "%g days", charged(&world, site, "late-start"));
    world_close(&world);
}

/* A risk may be a stroke of luck, too: twenty days of work are done in ten, which are all the site's own. */
Test(model_charge, a_risk_that_helps_takes_no_days)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; risks = { luck = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\";"
        "  duration_days = 400; pace = 2; }; };"
        "activities = { a = { after = [\"start\"]; duration = 20; }; }; milestones = { M = { after = [\"a\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_national(&world, "M"), 10, 1e-9);
    cr_expect_eq(charged(&world, 0, "risk"), 0, "%g days", charged(&world, 0, "risk"));
    cr_expect_float_eq(charged(&world, 0, "own-work"), 10, 1e-9);
    world_close(&world);
}

/* A date on day 20, for which the site waits once its own five days of work are over. Other work, of two days, was done
 * before that wait began, so it does not tell how much of it was lost: the fifteen days are the date's, and the way
 * goes on through the five. */
Test(model_charge, a_wait_that_begins_after_all_else_costs_all_of_it)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; activities = { a = { after = [\"start\"]; duration = 5; cause = \"alpha\"; };"
        "  b = { after = [\"start\"]; duration = 2; cause = \"beta\"; };"
        "  day = { after = [\"a\"]; kind = \"wait\"; until = \"date\"; date = \"2014-01-19\"; cause = \"the-day\"; };"
        "  x = { after = [\"day\", \"b\"]; duration = 3; }; }; milestones = { M = { after = [\"x\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(charged(&world, 0, "the-day"), 15, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "alpha"), 5, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "beta"), 0, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "own-work"), 3, 1e-9);
    world_close(&world);
}

/* Two predecessors of ten days each end together: the way goes by the one that is named first. */
Test(model_charge, of_equals_the_first_named_is_followed)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; activities = { a = { after = [\"start\"]; duration = 10; cause = \"alpha\"; };"
        "  b = { after = [\"start\"]; duration = 10; cause = \"beta\"; };"
        "  c = { after = [\"b\", \"a\"]; duration = 1; }; }; milestones = { M = { after = [\"c\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(charged(&world, 0, "beta"), 10);
    cr_expect_eq(charged(&world, 0, "alpha"), 0);
    world_close(&world);
}

/* At the horizon, day 33, neither the date has come nor is the work done that is waited for beside it: the date, named
 * first, has all of the days. */
Test(model_charge, who_waits_to_the_horizon)
{
    static const char text[] =
        SHORT "sites = { count = 1; }; activities = {"
              "  day = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; date = \"2015-01-01\"; cause = "
              "\"the-day\"; };"
              "  a = { after = [\"start\"]; duration = 100; cause = \"alpha\"; };"
              "  c = { after = [\"day\", \"a\"]; duration = 1; }; }; milestones = { M = { after = [\"c\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(charged(&world, 0, "the-day"), 33, "%g", charged(&world, 0, "the-day"));
    cr_expect_eq(charged(&world, 0, "alpha"), 0, "%g", charged(&world, 0, "alpha"));
    world_close(&world);
}

#define CREW                                                                                                           \
    "activities = { use = { kind = \"uptake\"; after = [\"start\"]; }; }; milestones = { M = { after = [\"use\"]; }; " \
    "}; uptake = { form = \"capacity\"; resource = \"crews\"; per_server_week = 10;"

/* One crew, ten items a week, for site 1 in the first. Site 2 has twenty and begins on day 3: of the four days that are
 * left of that week it lacks the crew for all, and in the second, when ten of its twenty come in, for half of seven. */
Test(model_charge, a_part_of_the_items_is_a_part_of_the_days)
{
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,10\n2,b,East,2014-01-02,20\n",
                WORLD_TIMES "sites = {}; resources = { crews = { capacity = 1; }; };" CREW "};", 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 1, "M"), 21);
    cr_expect_float_eq(charged(&world, 1, "crews-queue"), 7.5, 1e-9);
    cr_expect_float_eq(charged(&world, 1, "uptake"), 10.5, 1e-9);
    cr_expect_float_eq(*(const float *)world_field(&world, OUTCOME_RESOURCE_WAIT_DAYS), 3.75, 1e-6);
    world_close(&world);
}

/* Half of its twenty items is enough for site 1, and half is in on day 7, with half of that week lacking. That the
 * larger site 2 has the crew from then on costs it nothing more. */
Test(model_charge, who_has_enough_lacks_no_crew)
{
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,20\n2,b,East,2014-01-06,50\n",
                WORLD_TIMES "sites = {}; resources = { crews = { capacity = 1; order = \"largest-first\"; }; };" CREW
                            "criterion = 0.5; };",
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_site_date(&world, 0, "M"), 7);
    cr_expect_float_eq(charged(&world, 0, "crews-queue"), 3.5, 1e-9);
    cr_expect_float_eq(charged(&world, 0, "uptake"), 3.5, 1e-9);
    world_close(&world);
}

/* What the wave says of site 1's beginning, day 10, lies before the first decision of all, its own, which the file
 * tells: nothing is before that. */
Test(model_charge, a_wave_that_would_have_begun_before_all)
{
    struct world world;
    world_table(&world, "code,name,region,wave,decision\n1,a,East,first,2014-02-08\n2,b,East,,2014-02-13\n",
                WORLD_TIMES
                "sites = { waves = { first = { from = 10; }; }; }; activities = { a = { after = [\"start\"]; "
                "duration = 3; }; }; milestones = { M = { after = [\"a\"]; }; };",
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(charged(&world, 0, "planned-start"), 0, "%g", charged(&world, 0, "planned-start"));
    cr_expect_eq(charged(&world, 0, "late-start"), 0, "%g", charged(&world, 0, "late-start"));
    cr_expect_eq(charged(&world, 1, "late-start"), 5, "%g", charged(&world, 1, "late-start"));
    world_close(&world);
}
