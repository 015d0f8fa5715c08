/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of what one site's course is guessed to be with other luck (models/site_course.h): where nobody else has to do
 * with it, as it then is.
 */
#include "../model_world.h"
#include "models/site_course.h"

enum { NODES = 16, UNTIL = 400, LUCKS = 60 };

/* Lags, failures, a pause that some have, a calendar with weekends, a session, an end that nobody waits for. */
static const char SITES[] =
    "title = \"sites\"; epoch = \"2026-01-05\"; horizon = \"2028-01-03\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"
    "sites = { count = 1; cards = 100; decision_from = \"2026-01-05\"; decision_spread_days = 60;\n"
    "  lateness = { dist = \"uniform\"; min = 0; max = 1; }; };\n"
    "activities = {\n"
    "  preparation = { after = [\"start\"]; duration = { dist = \"gamma\"; mean = 15; cv = 0.5; };\n"
    "    lag_days = { dist = \"uniform\"; min = 5; max = 20; }; };\n"
    "  pause = { after = [\"start\"]; probability = 0.5; duration = { dist = \"uniform\"; min = 10; max = 60; }; };\n"
    "  testing = { after = [\"ready\"]; duration = { dist = \"gamma\"; mean = 4; cv = 0.4; }; failure = 0.4;\n"
    "    correction = { dist = \"gamma\"; mean = 8; cv = 0.5; }; };\n"
    "  meeting = { kind = \"session\"; after = [\"testing\"]; };\n"
    "  training = { after = [\"meeting\"]; duration = { dist = \"gamma\"; mean = 10; cv = 0.4; }; }; };\n"
    "milestones = { ready = { after = [\"preparation\", \"pause\"]; }; done = { after = [\"training\"]; }; };\n"
    "sessions = { first = \"2026-02-02\"; every_days = 21; places = 4; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"done\"; }; };\n";

static uint32_t luck_of(size_t k, size_t cell)
{
    return SITE_LUCK_PLACE | (uint32_t)((k * UINT64_C(0x9E3779B97F4A7C15) + cell * UINT64_C(0xC2B2AE3D27D4EB4F)) >> 33);
}

static void simulate(struct world *world, const struct renewal *renewal)
{
    struct error error = {0};
    cr_assert_eq(rollout_run_until(world->rollout, (struct luck){1, 1, 1, renewal}, UNTIL, &error), 0, "%s",
                 error.text);
}

/* Of each kind alone, and of all at once. */
Test(model_site_course, alone_as_simulated)
{
    static uint32_t was[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS], other[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS];
    struct world world;
    struct site_luck placed;
    double instants[4][NODES];
    struct site_course guessed = {.end = instants[0], .open = instants[1]},
                       seen = {.end = instants[2], .open = instants[3]};
    size_t kind[SITE_LUCK_KINDS], differing = 0;
    world_write(&world, SITES, 0);
    site_luck_init(&placed, &world.programme);
    size_t kinds = site_luck_kinds(&world.programme, kind);
    cr_assert_leq(world.programme.nodes, NODES);
    for (size_t k = 0; k < LUCKS; k++) {
        const struct renewal then = {.generation = was, .by_site = true, .placed = &placed};
        const struct renewal now = {.generation = other, .by_site = true, .placed = &placed};
        for (size_t i = 0; i < SITE_LUCK_KINDS * SITE_LUCK_BLOCKS; i++) {
            was[i] = luck_of(k, i);
            other[i] = k % 3 == 0 || i / SITE_LUCK_BLOCKS == kind[k % kinds] ? luck_of(k + LUCKS, i) : was[i];
        }
        simulate(&world, &then);
        site_course_guess(world.rollout, &then, &now, 0, UNTIL, &guessed);
        site_course_seen(world.rollout, 0, UNTIL, &seen);
        for (size_t i = 0; i < world.programme.nodes; i++)
            differing += guessed.end[i] != seen.end[i];
        simulate(&world, &now);
        site_course_seen(world.rollout, 0, UNTIL, &seen);
        for (size_t i = 0; i < world.programme.nodes; i++) {
            cr_expect_float_eq(guessed.end[i], seen.end[i], 1e-6, "luck %zu, %s: %g instead of %g", k,
                               world.programme.node[i].name, guessed.end[i], seen.end[i]);
            cr_expect_float_eq(guessed.open[i], seen.open[i], 1e-6, "luck %zu, %s", k, world.programme.node[i].name);
        }
    }
    cr_expect_gt(differing, LUCKS);
    world_close(&world);
}

/* The replication is what it was. */
Test(model_site_course, nothing_is_changed)
{
    static uint32_t was[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS], other[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS];
    const struct renewal then = {.generation = was, .by_site = true}, now = {.generation = other, .by_site = true};
    struct world world;
    double instants[6][NODES];
    struct site_course guessed = {.end = instants[0], .open = instants[1]},
                       before = {.end = instants[2], .open = instants[3]},
                       after = {.end = instants[4], .open = instants[5]};
    world_write(&world, SITES, 0);
    for (size_t i = 0; i < SITE_LUCK_KINDS * SITE_LUCK_BLOCKS; i++)
        other[i] = 7;
    simulate(&world, &then);
    site_course_seen(world.rollout, 0, UNTIL, &before);
    site_course_guess(world.rollout, &then, &now, 0, UNTIL, &guessed);
    site_course_guess(world.rollout, &then, &then, 0, UNTIL, &after);
    for (size_t i = 0; i < world.programme.nodes; i++)
        cr_expect_eq(before.end[i], after.end[i]); /* the same luck, the same course */
    site_course_seen(world.rollout, 0, UNTIL, &after);
    for (size_t i = 0; i < world.programme.nodes; i++)
        cr_expect_eq(before.end[i], after.end[i]);
    cr_expect_neq(guessed.end[1], before.end[1]);
    world_close(&world);
}
