/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Weeks of the uptake at their limits: the first one, one that a site begins with, one in which all comes in, one that
 * ends a row of a table.
 */
#include "../model_world.h"

/* One site with so many items that a week's share is its probability: its own error is below 5e-5. */
#define BIG                                                                                                            \
    WORLD_TIMES "sites = { count = 1; cards = 100000000; };"                                                           \
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"                              \
                "milestones = { M = { after = [\"uptake\"]; }; };"

/* The share in after `week` weeks. */
static double after(const struct world *world, size_t week)
{
    return ((const int32_t *)world_field(world, OUTCOME_CARDS))[week - 1] / 1e8;
}

static void close_to(double got, double wanted, double tolerance, size_t week)
{
    cr_expect(fabs(got - wanted) <= tolerance, "week %zu: %.6f in, not %.6f", week, got, wanted);
}

/* Who needs no training is trained: the whole hazard from the first week on. */
Test(model_week, training_that_is_not_needed)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; cards = 100000000; };"
                    "activities = { course = { after = [\"start\"]; duration = 70; probability = 0; };"
                    "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                    "milestones = { M = { after = [\"uptake\"]; }; };"
                    "uptake = { form = \"bass\"; base_week = 0.05; training = \"course\"; untrained = 0.4; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 20; week++)
        close_to(after(&world, week), 1 - exp(-0.05 * (double)week), 2.5e-4, week);
    world_close(&world);
}

/* In the first week a share of 1 - e^-1.6 = 0.8 comes in. Carried forward to the middle of the second it would be 1.2
 * of all, which cannot be: there the hazard is 1.6 (1 + 1). */
Test(model_week, the_share_grows_to_all_at_most)
{
    struct world world;
    world_write(&world, BIG "uptake = { form = \"bass\"; base_week = 1.6; imitation = 1; criterion = 1; };", 0);
    world_run(&world, 1, 0);
    close_to(after(&world, 1), 1 - exp(-1.6), 2.5e-4, 1);
    close_to(after(&world, 2), 1 - exp(-1.6 - 3.2), 1e-4, 2);
    world_close(&world);
}

/* A site that begins at the very midnight at which a week is settled has no part in it: nothing in by day 7, and from
 * then on the rush towards day 20. */
Test(model_week, who_begins_as_a_week_ends)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; cards = 100000000; decision_from = 7; };"
                            "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                            "milestones = { M = { after = [\"uptake\"]; }; };"
                            "uptake = { form = \"deadline-rush\"; rush = 0.4; rush_days = 10; deadline = \"due\"; };",
                (const char *const[]){"deadlines.due.date=2014-01-18", 0});
    world_run(&world, 1, 0);
    close_to(after(&world, 1), 0, 0, 1);
    close_to(after(&world, 2), 1 - pow(16 / 23.0, 0.4), 2.5e-4, 2);
    world_close(&world);
}

/* From a Friday on: the first week has three days, in which the rush towards day 10 goes from 1/12 to 1/9. */
Test(model_week, the_first_week_is_short)
{
    struct world world;
    world_write(&world,
                "title = \"friday\"; epoch = \"2014-01-03\"; horizon = \"2014-12-31\";"
                "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
                "deadlines = { due = { date = \"2014-01-12\"; milestone = \"M\"; }; };"
                "sites = { count = 1; cards = 100000000; };"
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                "milestones = { M = { after = [\"uptake\"]; }; };"
                "uptake = { form = \"deadline-rush\"; rush = 0.4; rush_days = 2; deadline = \"due\"; };",
                0);
    world_run(&world, 1, 0);
    close_to(after(&world, 1), 1 - pow(9 / 12.0, 0.4 * 3 / 7 * 7 / 3), 2.5e-4, 1);
    close_to(after(&world, 2), 1 - pow(2 / 12.0, 0.4), 2.5e-4, 2);
    world_close(&world);
}

/* Everything takes 1.4 times as long, so the tenth row of the table ends with week 14, day 98, though 98 / 9.8 is a
 * hair more than 10 in floating point. Rows of 0 but for the tenth, of 1/2. */
Test(model_week, a_row_ends_with_its_week)
{
    struct world world;
    world_write(&world,
                BIG "outside_view = { overrun = 0.4; };"
                    "uptake = { form = \"table\"; table = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0, 0, 0]; };",
                0);
    world_run(&world, 1, 0);
    close_to(after(&world, 12), 0, 0, 12);
    close_to(after(&world, 13), 1 - pow(0.5, 1 / 1.4), 2.5e-4, 13);
    close_to(after(&world, 14), 1 - pow(0.5, 2 / 1.4), 2.5e-4, 14);
    close_to(after(&world, 15), after(&world, 14), 0, 15);
    world_close(&world);
}
