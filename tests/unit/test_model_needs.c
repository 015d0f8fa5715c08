/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Activities that need several servers at once, and durations of vendors: by hand, and against a simulation of the
 * order of service alone.
 */
#include "../model_world.h"

static void expect_ends(const struct world *world, const char *activity, const double wanted[], int sites)
{
    for (int i = 0; i < sites; i++)
        cr_expect_float_eq(world_when(world, HAPPENS_FINISH, i, activity), wanted[i], 1e-9, "%s of site %d: %g",
                           activity, i + 1, world_when(world, HAPPENS_FINISH, i, activity));
}

/* Two of three are needed, so one site at a time, though four of the other are free. */
Test(model_needs, amounts)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 3; }; resources = { x = { capacity = 3; }; y = { capacity = 5; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 10; needs = { x = 2; y = 1; }; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){10, 20, 30}, 3);
    const float *used = world_field(&world, OUTCOME_RESOURCE_UTILISATION);
    cr_expect_float_eq((double)used[0], 2.0 / 3, 1e-6);
    cr_expect_float_eq((double)used[1], 1.0 / 5, 1e-6);
    world_close(&world);
    world_write(&world, text, (const char *const[]){"resources.x.capacity=4", "activities.work.needs.y=5", 0});
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){10, 20, 30}, 3);
    world_close(&world);
    world_write(&world, text, (const char *const[]){"resources.x.capacity=4", 0});
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){10, 10, 20}, 3);
    world_close(&world);
}

/* Site 1 wants all three from day 10 on and gets them on 18; the small work of site 4, which asks on day 12, waits
 * behind it, though one and then two are free. On 23 it comes before the big work of 2, which asked on 14. */
Test(model_needs, nobody_overtakes)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; resources = { x = { capacity = 3; }; };"
                    "activities = { small = { after = [\"start\"]; duration = 10; resource = \"x\"; };"
                    "  big = { after = [\"small\"]; duration = 5; needs = { x = 3; }; }; };"
                    "milestones = { M = { after = [\"big\"]; }; };";
    struct world world;
    world_table(&world,
                "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-03\n3,c,East,2014-01-07\n"
                "4,d,East,2014-01-11\n",
                text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "small", (const double[]){10, 14, 18, 33}, 4);
    expect_ends(&world, "big", (const double[]){23, 38, 43, 48}, 4);
    world_close(&world);
}

/* Two kinds of work that name the same two resources in another order, at two sites: no knot, one after another. */
Test(model_needs, no_knot)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; }; resources = { x = { capacity = 1; }; y = { capacity = 1; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 5; needs = { x = 1; y = 1; }; };"
                    "  b = { after = [\"start\"]; duration = 5; needs = { y = 1; x = 1; }; }; };"
                    "milestones = { M = { after = [\"a\", \"b\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_national(&world, "M"), 20);
    world_close(&world);
}

/* Each vendor has a team, but both need the only crane; hosted sites that need it are no batch. */
Test(model_needs, a_team_and_a_crane)
{
    static const char text[] = WORLD_TIMES "sites = {}; resources = { crane = { capacity = 1; }; };"
                                           "vendors = { v = { name = \"V\"; sites = 2; teams = 2; batch_size = 4; }; w "
                                           "= { name = \"W\"; sites = 1; teams = 1; }; };"
                                           "activities = { work = { after = [\"start\"]; duration = 10; resource = "
                                           "\"vendor\"; needs = { crane = 1; }; }; };"
                                           "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,vendor,hosted\n1,a,East,V,1\n2,b,East,V,1\n3,c,East,W,0\n", text, 0);
    world_run(&world, 1, 0);
    double a = world_site_date(&world, 0, "M"), b = world_site_date(&world, 1, "M"),
           c = world_site_date(&world, 2, "M");
    cr_expect_eq(a, 10);
    cr_expect_eq(fmin(b, c), 20);
    cr_expect_eq(fmax(b, c), 30);
    world_close(&world);
}

/* Three servers that come on day 50 go to the one who has waited for all of them. */
Test(model_needs, servers_that_come_later)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; resources = { x = { capacity = 2; changes = ( { from = 50; add = 3; } ); };"
        "  y = { capacity = 1; changes = ( { from = 70; set = 2; } ); }; };"
        "activities = { work = { after = [\"start\"]; duration = 10; needs = { x = 5; y = 2; }; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){80}, 1);
    world_close(&world);
}

/* Ten days and a version's five more of one vendor's, twenty and five of the other's. */
Test(model_needs, durations_of_vendors)
{
    static const char text[] = WORLD_TIMES
        "sites = {}; vendors = { v = { name = \"V\"; sites = 2; teams = 1; }; w = { name = \"W\"; sites = 2; teams = "
        "1; }; };"
        "activities = { work = { after = [\"start\"]; duration = 10; vendor_durations = { w = 20; source = \"x\"; };"
        "  per_version_days = 5; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    static const char csv[] = "code,name,region,vendor,versions_behind\n1,a,East,V,1\n2,b,East,W,1\n3,c,East,V,0\n"
                              "4,d,East,W,0\n";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){15, 25, 10, 20}, 4);
    world_close(&world);
    world_table(&world, csv, text, (const char *const[]){"activities.work.vendor_durations.w=30", 0});
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){15, 35, 10, 30}, 4);
    world_close(&world);
}

/* ---- the order of service, simulated for itself ---- */

enum { SITES = 30, JOBS = 2 * SITES };
enum job_state { COMING, WAITING, WORKING, OVER };

struct job { /* of x and y together, or of y alone */
    enum job_state state;
    double asks, lasts, begins;
    int x, y;
};

struct shop {
    struct job job[JOBS];
    int x, y; /* free */
};

/* The first in the queue of x (those who need some) or of y, by when they asked; null: nobody. */
static struct job *first_of(struct shop *shop, bool of_x)
{
    struct job *first = 0;
    for (int i = 0; i < JOBS; i++) {
        struct job *job = &shop->job[i];
        if (job->state == WAITING && (job->x > 0) == of_x && (!first || job->asks < first->asks))
            first = job;
    }
    return first;
}

static void serve(struct shop *shop, bool of_x, double now)
{
    for (struct job *job; (job = first_of(shop, of_x)) && job->x <= shop->x && job->y <= shop->y;) {
        job->state = WORKING;
        job->begins = now;
        shop->x -= job->x;
        shop->y -= job->y;
    }
}

static double next_of(const struct job *job)
{
    return job->state == COMING ? job->asks : job->state == WORKING ? job->begins + job->lasts : (double)INFINITY;
}

/* One event after another; servers that come free go to the queue of the work that held them, then to the other. */
static void work_off(struct shop *shop)
{
    for (;;) {
        struct job *next = &shop->job[0];
        for (int i = 1; i < JOBS; i++)
            if (next_of(&shop->job[i]) < next_of(next))
                next = &shop->job[i];
        double now = next_of(next);
        if (isinf(now))
            return;
        bool of_x = next->x > 0;
        if (next->state == COMING) {
            next->state = WAITING;
            serve(shop, of_x, now);
            continue;
        }
        next->state = OVER;
        shop->x += next->x;
        shop->y += next->y;
        serve(shop, of_x, now);
        serve(shop, !of_x, now);
    }
}

Test(model_needs, as_simulated_for_itself)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 30; }; resources = { x = { capacity = 4; }; y = { capacity = 2; }; };"
        "activities = { p = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 0; max = 200; }; };"
        "  q = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 0; max = 200; }; };"
        "  both = { after = [\"p\"]; duration = { dist = \"exponential\"; mean = 8; }; needs = { x = 2; y = 1; }; };"
        "  alone = { after = [\"q\"]; duration = { dist = \"exponential\"; mean = 8; }; resource = \"y\"; }; };"
        "milestones = { M = { after = [\"both\", \"alone\"]; }; };";
    struct world world;
    int waited = 0;
    world_write(&world, text, 0);
    for (uint64_t r = 0; r < 20; r++) {
        struct shop shop = {.x = 4, .y = 2};
        world_run(&world, 1, r);
        for (int i = 0; i < JOBS; i++) {
            bool both = i < SITES;
            const char *name = both ? "both" : "alone";
            double begins = world_when(&world, HAPPENS_BEGIN, i % SITES, name);
            shop.job[i] = (struct job){.asks = world_when(&world, HAPPENS_FINISH, i % SITES, both ? "p" : "q"),
                                       .lasts = world_when(&world, HAPPENS_FINISH, i % SITES, name) - begins,
                                       .x = both ? 2 : 0,
                                       .y = 1};
        }
        work_off(&shop);
        for (int i = 0; i < JOBS; i++) {
            double begins = world_when(&world, HAPPENS_BEGIN, i % SITES, i < SITES ? "both" : "alone");
            cr_assert_float_eq(begins, shop.job[i].begins, 1e-6, "replication %d, job %d: %g, not %g", (int)r, i,
                               begins, shop.job[i].begins);
            waited += begins > shop.job[i].asks;
        }
    }
    cr_expect(waited > 20 * SITES / 3, "%d waited", waited);
    world_close(&world);
}

/* "both" of the room asks on day 1 for a and b, "alone" for b on day 2; b is held to day 10. Then b's own queue comes
 * first: "alone" to day 15 and "both" to day 20. */
Test(model_needs, its_own_queue_comes_first)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; resources = { a = { capacity = 1; }; b = { capacity = 1; }; };"
                    "activities = { hold = { after = [\"start\"]; resource = \"b\"; duration = 10; };"
                    "  one = { after = [\"start\"]; duration = 1; }; two = { after = [\"start\"]; duration = 2; };"
                    "  alone = { after = [\"two\"]; resource = \"b\"; duration = 5; };"
                    "  both = { after = [\"one\"]; resource = \"a\"; needs = { b = 1; }; duration = 5; }; };"
                    "milestones = { M = { after = [\"hold\", \"alone\", \"both\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "alone", (const double[]){15}, 1);
    expect_ends(&world, "both", (const double[]){20}, 1);
    world_close(&world);
}

/* The crane is held to day 30. For the room the first to decide waits on day 1 with work that needs the crane, too, so
 * the second one's small work, which asks on day 6, is behind it. On day 10 the larger comes first: its small work, for
 * which the room alone is enough, begins at that instant, though nothing has come free. */
Test(model_needs, another_order_lets_another_first_begin)
{
    static const char text[] = WORLD_TIMES
        "sites = { cards_by = \"equal\"; }; resources = { crane = { capacity = 1; };"
        "  room = { capacity = 1; order = \"fifo\"; changes = ( { from = \"2014-01-09\"; order = \"largest-first\"; } "
        "); }; };"
        "activities = { hold = { after = [\"start\"]; resource = \"crane\"; duration = 30; };"
        "  small = { after = [\"start\"]; resource = \"room\"; duration = 5; };"
        "  later = { after = [\"start\"]; duration = 1; };"
        "  big = { after = [\"later\"]; resource = \"room\"; needs = { crane = 1; }; duration = 5; }; };"
        "milestones = { M = { after = [\"hold\", \"small\", \"big\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision,items\n1,a,East,2013-12-30,10\n2,b,East,2014-01-05,100\n", text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "small", (const double[]){5, 15}, 2);
    world_close(&world);
}

/* What is needed beside the room is in use from day 0 to 10 and from 30 to 40: half of the time since it was first
 * taken. */
Test(model_needs, use_is_measured_from_the_first_taking)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; resources = { room = { capacity = 1; }; crane = { capacity = 1; }; };"
                    "activities = { work = { after = [\"start\"]; resource = \"room\"; needs = { crane = 1; }; "
                    "duration = 10; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-29\n", text, 0);
    world_run(&world, 1, 0);
    const float *used = world_field(&world, OUTCOME_RESOURCE_UTILISATION);
    cr_expect_float_eq((double)used[0], 0.5, 1e-6, "%g", (double)used[0]);
    cr_expect_float_eq((double)used[1], 0.5, 1e-6, "%g", (double)used[1]);
    world_close(&world);
}

/* Two changes of one day: the one that is said last is the last. One server for two sites of ten days each. */
Test(model_needs, of_changes_of_one_day_the_last_one_said_holds)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; }; resources = { room = { capacity = 0; changes = ( { from = 5; set = 2; }, { from = 5; "
        "set = 1; } ); }; };"
        "activities = { work = { after = [\"start\"]; resource = \"room\"; duration = 10; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){15, 25}, 2);
    world_close(&world);
    world_write(&world, text, /* with the epoch, too */
                (const char *const[]){"resources.room.changes.0.from=0", "resources.room.changes.1.from=0", 0});
    world_run(&world, 1, 0);
    expect_ends(&world, "work", (const double[]){10, 20}, 2);
    world_close(&world);
}
