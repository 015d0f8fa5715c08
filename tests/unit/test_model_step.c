/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step of a site's project: when it becomes possible, what its effort is made of, and what each attempt draws.
 */
#include "../model_world.h"

static double begins(const struct world *world, int site, const char *node)
{
    return world_when(world, HAPPENS_BEGIN, site, node);
}

static double ends(const struct world *world, int site, const char *node)
{
    return world_when(world, HAPPENS_FINISH, site, node);
}

/* How long a site's first attempt at a node takes. */
static double takes(const struct world *world, int site, const char *node)
{
    return ends(world, site, node) - begins(world, site, node);
}

/* The first of a site's predecessors to end is not enough, be the site hosted or not; nor does a hosted site wait for
 * what only others wait for. */
Test(model_step, waits_for_all_predecessors_that_count)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; activities = { a = { after = [\"start\"]; duration = 5; }; b = { after = [\"start\"]; "
                    "duration = 20; };"
                    "  quick = { after = [\"a\", \"b\"]; hosted_after = [\"a\"]; duration = 10; };"
                    "  slow = { after = [\"a\", \"b\"]; hosted_after = [\"b\"]; duration = 10; };"
                    "  test = { after = [\"quick\", \"b\"]; duration = 1; }; };"
                    "milestones = { M = { after = [\"test\", \"slow\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n", text, 0);
    world_run(&world, 1, 0);
    for (int site = 0; site < 2; site++) {
        cr_expect_eq(begins(&world, site, "quick"), site == 1 ? 5 : 20);
        cr_expect_eq(begins(&world, site, "slow"), 20);
        cr_expect_eq(begins(&world, site, "test"), site == 1 ? 20 : 30);
    }
    world_close(&world);
}

/* 2000 sites, three in ten need it: standard deviation 20.5. */
Test(model_step, is_needed_with_its_probability)
{
    struct world world;
    int needed = 0;
    world_write(&world,
                WORLD_TIMES "sites = { count = 2000; };"
                            "activities = { pause = { after = [\"start\"]; duration = 5; probability = 0.3; }; };"
                            "milestones = { M = { after = [\"pause\"]; }; };",
                0);
    world_run(&world, 1, 0);
    for (size_t i = 0; i < 2000; i++)
        needed += world_site_date(&world, i, "M") == 5;
    cr_expect(abs(needed - 600) < 4 * 21, "%d of 2000", needed);
    world_close(&world);
}

/* Every site, activity and attempt has a duration of its own, and so has every correction. */
Test(model_step, every_attempt_draws_anew)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 40; };"
        "activities = { test = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 5; max = 15; };"
        "    failure = 0.5; };"
        "  other = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 5; max = 15; }; };"
        "  mended = { after = [\"start\"]; duration = 1; failure = 0.5;"
        "    correction = { dist = \"uniform\"; min = 2; max = 4; }; }; };"
        "milestones = { M = { after = [\"test\", \"other\", \"mended\"]; }; };";
    struct world world;
    size_t attempts = 0, corrections = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 40; i++) {
        double failed = world_when(&world, HAPPENS_FAIL, i, "test"), end = ends(&world, i, "test");
        double again = world_when_nth(&world, HAPPENS_FAIL, i, "test", 1);
        double first = isnan(failed) ? end : failed;
        cr_assert(first >= 5 && first <= 15);
        cr_assert_neq(ends(&world, i, "other"), first);
        if (i > 0)
            cr_assert_neq(ends(&world, i, "other"), ends(&world, i - 1, "other"));
        if (!isnan(failed)) {
            double second = (isnan(again) ? end : again) - failed;
            cr_assert(second >= 5 && second <= 15 && fabs(second - first) > 1e-6, "site %d: %g, %g", i, first, second);
            attempts++;
        }
        double one = world_when(&world, HAPPENS_FAIL, i, "mended"),
               two = world_when_nth(&world, HAPPENS_FAIL, i, "mended", 1);
        double three = world_when_nth(&world, HAPPENS_FAIL, i, "mended", 2);
        if (!isnan(three)) {
            cr_assert(two - one >= 3 && two - one <= 5 && fabs(three - two - (two - one)) > 1e-6);
            corrections++;
        }
    }
    cr_expect(attempts > 5 && corrections > 1, "%zu, %zu", attempts, corrections);
    world_close(&world);
}

/* A lag is as long as its own luck has it, not as the work before. */
Test(model_step, a_lag_has_its_own_luck)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES
                "sites = { count = 10; }; activities = { work = { after = [\"start\"];"
                "    duration = { dist = \"uniform\"; min = 10; max = 20; };"
                "    lag_days = { dist = \"uniform\"; min = 10; max = 20; }; };"
                "  next = { after = [\"work\"]; duration = 1; }; }; milestones = { M = { after = [\"next\"]; }; };",
                0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 10; i++) {
        double lag = begins(&world, i, "next") - ends(&world, i, "work");
        cr_expect(lag >= 10 && lag <= 20 && fabs(lag - takes(&world, i, "work")) > 1e-6, "site %d: %g", i, lag);
    }
    world_close(&world);
}

/* Two versions of five days more on a mean of ten double whatever was drawn. */
Test(model_step, versions_lengthen_in_proportion)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 10; }; vendors = { v = { name = \"V\"; sites = 10; teams = 10; }; };"
                    "activities = { upgrade = { after = [\"start\"]; resource = \"vendor\"; per_version_days = 5;"
                    "  duration = { dist = \"uniform\"; min = 5; max = 15; }; }; }; milestones = { M = { after = "
                    "[\"upgrade\"]; }; };";
    struct world plain, behind;
    world_write(&plain, text, 0);
    world_write(&behind, text, (const char *const[]){"vendors.v.versions_behind=2", 0});
    world_run(&plain, 1, 0);
    world_run(&behind, 1, 0);
    for (int i = 0; i < 10; i++)
        cr_expect_float_eq(takes(&behind, i, "upgrade"), 2 * takes(&plain, i, "upgrade"), 1e-9, "site %d", i);
    world_close(&plain);
    world_close(&behind);
}

/* A factor that is not known is drawn once for all sites. */
Test(model_step, a_common_factor_is_common)
{
    struct world world;
    double former = 0;
    world_write(&world,
                WORLD_TIMES "sites = { count = 10; };"
                            "activities = { work = { after = [\"start\"]; duration = 10;"
                            "  factor = { dist = \"uniform\"; min = 1; max = 2; }; }; };"
                            "milestones = { M = { after = [\"work\"]; }; };",
                0);
    for (uint64_t r = 0; r < 5; r++) {
        world_run(&world, 1, r);
        double factor = rollout_value(world.rollout, world.programme.node[world_node(&world, "work")].factor);
        cr_expect(factor > 1 && factor < 2 && factor != former);
        former = factor;
        for (int i = 0; i < 10; i++)
            cr_expect_float_eq(takes(&world, i, "work"), 10 * factor, 1e-9);
    }
    world_close(&world);
}

/* What is weighted, pushed or organisational is so alone; packages that are ready at the very instant are in time. */
Test(model_step, factors_act_where_they_should)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; exceptions = { m1 = { weight = 3; }; }; }; push = { factor = 0.5; };"
                    "packages = { ready = \"2014-01-09\"; late_factor = 1.5; };"
                    "vendors = { v = { name = \"V\"; sites = 1; teams = 1; organisational_factor = 0.7; }; };"
                    "activities = { plain = { after = [\"start\"]; duration = 10; };"
                    "  weighted = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  pushed = { after = [\"start\"]; duration = 10; pushed = true; };"
                    "  early = { after = [\"start\"]; duration = 10; organisational = true; };"
                    "  late = { after = [\"plain\"]; duration = 10; organisational = true; }; };"
                    "milestones = { M = { after = [\"weighted\", \"pushed\", \"early\", \"late\"]; }; };";
    for (int push = 0; push < 2; push++) {
        struct world world;
        world_write(&world, text, (const char *const[]){push ? "push.enabled=true" : "push.enabled=false", 0});
        world_run(&world, 1, 0);
        cr_expect_float_eq(takes(&world, 0, "plain"), 10, 1e-9);
        cr_expect_float_eq(takes(&world, 0, "weighted"), 30, 1e-9);
        cr_expect_float_eq(takes(&world, 0, "pushed"), push ? 5 : 10, 1e-9);
        cr_expect_float_eq(takes(&world, 0, "early"), 10.5, 1e-9);
        cr_expect_float_eq(takes(&world, 0, "late"), 7, 1e-9);
        world_close(&world);
    }
}

/* Ten working days from a Monday; at half the pace from the second Monday on: the other five take ten. */
Test(model_step, rest_is_no_work_when_the_pace_changes)
{
    static const char text[] =
        "title = \"week\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\"; sites = { count = 1; };"
        "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"
        "deadlines = { due = { date = \"2014-12-31\"; milestone = \"M\"; }; };"
        "risks = { one = { probability = 1; from = \"2014-01-06\"; to = \"2014-01-06\"; duration_days = 100; pace = "
        "0.5; }; };"
        "activities = { work = { after = [\"start\"]; duration = 10; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0, "work"), 7 + 12, 1e-9, "%g", ends(&world, 0, "work"));
    world_close(&world);
}

/* Half the pace from day 4 to 10 gives three days of work: of ten, three are left. */
Test(model_step, what_was_done_slowly_counts_for_less)
{
    static const char text[] = WORLD_TIMES "sites = { count = 1; };"
                                           "risks = { one = { probability = 1; from = \"2014-01-03\"; to = "
                                           "\"2014-01-03\"; duration_days = 6; pace = 0.5; }; };"
                                           "activities = { work = { after = [\"start\"]; duration = 10; }; }; "
                                           "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(ends(&world, 0, "work"), 13, 1e-9, "%g", ends(&world, 0, "work"));
    world_close(&world);
}

/* One room, two sites: the second comes in when the first has passed, whatever had to be corrected. */
Test(model_step, what_is_held_is_kept_while_work_is_corrected)
{
    static const char text[] = WORLD_TIMES "sites = { count = 2; }; resources = { room = { capacity = 1; }; };"
                                           "activities = { test = { after = [\"start\"]; duration = 5; failure = 0.5; "
                                           "correction = 4; resource = \"room\"; }; };"
                                           "milestones = { M = { after = [\"test\"]; }; };";
    struct world world;
    size_t failed = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 20; r++) {
        world_run(&world, 1, r);
        failed += ends(&world, 0, "test") > 5;
        cr_expect_eq(begins(&world, 1, "test"), ends(&world, 0, "test"));
    }
    cr_expect(failed > 3 && failed < 17, "%zu", failed);
    world_close(&world);
}

/* What site 1 does not need takes it no time and leaves no lag: its work of five days begins at once, and ends on day
 * 12, since it decides on day 7. For all else it is done: the only consultant comes on day 7, from when on it is asked
 * for, and site 2, which waits for that activity of site 1, is let through then. */
Test(model_step, what_is_not_needed_is_done)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; corps = { consultants = 1; case_load = 1;"
                    "  engagements = { help = { from = \"a\"; gates = []; until = \"work\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; lag_days = 20; probability = 0; };"
                    "  work = { after = [\"a\"]; duration = 5; };"
                    "  other = { after = [\"start\"]; kind = \"wait\"; until = \"site\"; of = \"a\"; }; };"
                    "milestones = { N = { after = [\"other\"]; }; M = { after = [\"work\", \"other\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision,depends_on\n1,a,East,2014-01-06,\n2,b,East,2013-12-30,1\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_SKIP, 0, "a"), 7);
    cr_expect_eq(ends(&world, 0, "work"), 12, "%g", ends(&world, 0, "work"));
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 0, 0), 7);
    cr_expect_eq(world_site_date(&world, 1, "N"), 7, "%g", world_site_date(&world, 1, "N"));
    world_close(&world);
}

/* No work of its own, but five days for each version behind. */
Test(model_step, versions_are_all_there_is_to_do)
{
    struct world world;
    world_table(&world, "code,name,region,versions_behind\n1,a,East,0\n2,b,East,2\n",
                WORLD_TIMES "sites = {}; activities = { work = { after = [\"start\"]; duration = 0; per_version_days = "
                            "5; }; }; milestones = { M = { after = [\"work\"]; }; };",
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(ends(&world, 0, "work"), 0);
    cr_expect_eq(ends(&world, 1, "work"), 10);
    world_close(&world);
}

static void ignore(void *context, const struct observation *observation)
{
    (void)context;
    (void)observation;
}

struct gammas_seen {
    size_t first, later;
};

/* The slow way: a stream of its own. */
static void redraw(void *context, const struct drawn *drawn)
{
    struct gammas_seen *seen = context;
    struct stream stream = stream_open(5, drawn->replication, drawn->entity, drawn->purpose, drawn->occurrence);
    if (!drawn->variate || drawn->variate->family != VARIATE_GAMMA)
        return;
    cr_assert_eq(drawn->value, variate_draw(drawn->variate, &stream));
    *(drawn->occurrence == 0 ? &seen->first : &seen->later) += 1;
}

/* Durations are alike for all sites or the vendor's, of shapes above one or below: the luck of each lies at its own
 * address. */
Test(model_step, what_is_drawn_ahead_is_what_its_address_gives)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 61; }; activities = {"
                    "  test = { after = [\"start\"]; duration = { dist = \"gamma\"; mean = 20; cv = 0.5; };"
                    "    failure = 0.5; };"
                    "  wild = { after = [\"start\"]; duration = { dist = \"gamma\"; mean = 20; cv = 1.5; }; };"
                    "  dull = { after = [\"test\"]; duration = { dist = \"gamma\"; mean = 9; cv = 0.1; }; }; };"
                    "milestones = { M = { after = [\"dull\", \"wild\"]; }; };";
    struct gammas_seen seen = {0};
    struct observer observer = {.see = ignore, .count = redraw, .context = &seen};
    struct world world;
    world_write(&world, text, 0);
    for (size_t v = 0; rollout_use(world.rollout, v); v++)
        cr_assert_eq(rollout_run(world.rollout, (struct luck){.seed = 5, .replication = v}, &observer, 0), 0);
    cr_expect(seen.first >= 3 * 61 && seen.later > 10, "%zu, %zu", seen.first, seen.later);
    world_close(&world);
}
