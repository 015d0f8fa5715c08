/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Chance and ignorance: what is drawn once for a replication or a draw of a nested run, what at each use; and what the
 * outside view does not stretch.
 */
#include "../model_world.h"

#define NETWORK                                                                                                        \
    "activities = { work = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 10;"                          \
    "    max = { dist = \"uniform\"; min = 11; max = 100; }; };"                                                       \
    "  factor = { dist = \"uniform\"; min = 1; max = 2; }; }; }; milestones = { M = { after = [\"work\"]; }; };"
#define WORLD WORLD_TIMES "sites = { count = 30; };" NETWORK

static double value_at(const struct world *world, const char *path)
{
    long index = quantities_find(&world->programme.quantities, path);
    cr_assert_geq(index, 0, "%s", path);
    return rollout_value(world->rollout, (size_t)index);
}

/* Two priors are drawn apart and anew in every replication, and the distribution that rests on one is made of its
 * value: all durations lie below it, and the largest of thirty near it. */
Test(model_chance, what_is_not_known_is_drawn_once_a_replication)
{
    struct world world;
    double former = 0, sum = 0, square = 0, n = 200;
    world_write(&world, WORLD, 0);
    for (uint64_t r = 0; r < 200; r++) {
        double longest = 0;
        world_run(&world, 1, r);
        double most = value_at(&world, "activities.work.duration.max"),
               factor = value_at(&world, "activities.work.factor");
        cr_assert(most != former && most >= 11 && most <= 100 && factor >= 1 && factor <= 2);
        cr_assert(fabs((most - 11) / 89 - (factor - 1)) > 1e-9, "one luck for both");
        former = most;
        for (int i = 0; i < 30; i++)
            longest = fmax(longest, world_when(&world, HAPPENS_FINISH, i, "work") / factor);
        double place = (longest - 10) / (most - 10); /* the largest of 30 uniforms: mean 30/31 */
        cr_assert(longest > 10 && place <= 1 + 1e-9);
        sum += place;
        square += factor;
    }
    cr_expect(fabs(sum / n - 30.0 / 31) < 4 * 0.031 / sqrt(n), "%g", sum / n);
    cr_expect(fabs(square / n - 1.5) < 4 * 0.29 / sqrt(n), "%g", square / n);
    world_close(&world);
}

/* In a nested run one draw's replications share it, not their luck. */
Test(model_chance, a_nested_draw_is_shared)
{
    struct world world;
    struct error error = {0};
    double most[2], ends[2];
    world_write(&world, WORLD, 0);
    for (uint64_t r = 0; r < 2; r++) {
        const struct luck luck = {.seed = 1, .replication = 10 + r, .parameters = 5};
        cr_assert_eq(rollout_run(world.rollout, luck, 0, &error), 0);
        rollout_outcome(world.rollout, &world.layout, world.record);
        most[r] = value_at(&world, "activities.work.duration.max");
        ends[r] = world_national(&world, "M");
    }
    cr_expect_eq(most[0], most[1]);
    cr_expect_neq(ends[0], ends[1]);
    world_close(&world);
}

/* Twice as long for all that was planned: but the packages come on day 30, the risk on day 60 and for ten days,
 * sessions are every 40 days from day 3 on, and patience ends after ten days. Work of 20 days ends on day 40, when the
 * packages are there: ten days more take 20. */
Test(model_chance, dates_and_people_are_not_stretched)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; outside_view = { overrun = 1.0; };"
        "packages = { ready = \"2014-01-29\"; late_factor = 1.5; };"
        "sessions = { first = \"2014-01-02\"; every_days = 40; places = 1; };"
        "corps = { consultants = 1; case_load = 0; patience_days = 10;"
        "  engagements = { help = { from = \"work\"; gates = []; until = \"M\"; }; }; };"
        "risks = { one = { probability = 1; from = \"2014-02-28\"; to = \"2014-02-28\"; duration_days = 10; }; };"
        "activities = { work = { after = [\"start\"]; duration = 20; };"
        "  more = { after = [\"work\"]; duration = 10; organisational = true; };"
        "  course = { after = [\"work\"]; kind = \"session\"; };"
        "  day = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; date = \"2014-01-19\"; }; };"
        "milestones = { M = { after = [\"more\", \"course\", \"day\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "day"), 20);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 40);
    cr_expect_eq(world_when(&world, HAPPENS_ALONE, 0, 0), 50);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "more"), 60);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "course"), 44);
    cr_expect_eq(world_when(&world, HAPPENS_RISK, NOBODY, 0), 60);
    world_close(&world);
}

/* Where the form is drawn, the one at the middle of the weights stands for it. */
Test(model_chance, the_middle_of_the_forms)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES
                "sites = { count = 1; cards = 10; }; uptake = { form = \"drawn\"; base_week = 0.1; table = [0.5];"
                "  weights = { capacity = 0; bass = 1; learning = 0; deadline_rush = 0; table = 3; }; };"
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                "milestones = { M = { after = [\"uptake\"]; }; };",
                0);
    cr_expect_eq(world.programme.quantities.list[world.programme.uptake.drawn_form]->constant, UPTAKE_TABLE);
    world_close(&world);
}

/* The same of a programme's first distribution, where no vendor has one: the decisions of thirty sites lie in the last
 * tenth below what was drawn, of a year. */
Test(model_chance, the_first_distribution_rests_on_what_is_drawn)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 30; decision_from = \"2013-12-30\"; decision_spread_days = 365;"
                            "  lateness = { dist = \"uniform\"; min = { dist = \"uniform\"; min = 0; max = 0.9; };"
                            "    max = 1; }; };" NETWORK,
                0);
    for (uint64_t r = 0; r < 50; r++) {
        double first = INFINITY;
        world_run(&world, 1, r);
        double least = value_at(&world, "sites.lateness.min");
        for (int i = 0; i < 30; i++)
            first = fmin(first, world_when(&world, HAPPENS_DECISION, i, 0));
        double place = (first / 365 - least) / (1 - least);
        cr_assert(place >= 0 && place < 0.4, "from %g on, the first at %g", least, first / 365);
    }
    world_close(&world);
}

/* An argument that is a scale is counted in the quantity's unit, a shape in none. */
Test(model_chance, a_scale_has_the_unit_a_shape_has_none)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; }; activities = { work = { after = [\"start\"];"
                            "  duration = { dist = \"gamma\"; shape = { dist = \"uniform\"; min = 1; max = 2; };"
                            "    scale = { dist = \"uniform\"; min = 3; max = 4; }; }; }; };"
                            "milestones = { M = { after = [\"work\"]; }; };",
                0);
    const struct quantities *quantities = &world.programme.quantities;
    long shape = quantities_find(quantities, "activities.work.duration.shape"),
         scale = quantities_find(quantities, "activities.work.duration.scale");
    cr_assert(shape >= 0 && scale >= 0);
    cr_expect_str_eq(quantities->list[shape]->unit, "");
    cr_expect_str_eq(quantities->list[scale]->unit, "working days");
    world_close(&world);
}
