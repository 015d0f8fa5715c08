/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of what is known of sites in the place of what would be drawn: whom they have, and whether they are hosted.
 */
#include "../model_world.h"

enum { SITES = 5, RUNS = 4000 };

static const char WORLD[] =
    "title = \"told\"; epoch = \"2026-01-05\"; horizon = \"2026-12-31\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 5; decision_from = \"2026-01-05\"; hosted = 0.3; };\n"
    "vendors = { a = { name = \"A\"; sites = 3; teams = 1; }; b = { name = \"B\"; sites = 2; teams = 1; }; };\n"
    "activities = { work = { after = [\"start\"]; duration = 1; }; };\n"
    "milestones = { done = { after = [\"work\"]; }; };\n"
    "deadlines = { summer = { date = \"2026-06-30\"; milestone = \"done\"; }; };\n";

/* How often each site has vendor b, and is hosted. */
static void count(const struct site_told told[], double b[SITES], double hosted[SITES])
{
    struct world world;
    struct error error = {0};
    struct renewal renewal = {.told = told};
    world_write(&world, WORLD, 0);
    for (uint64_t r = 0; r < RUNS; r++) {
        cr_assert_eq(rollout_run_until(world.rollout, (struct luck){3, r, r, &renewal}, 0, &error), 0);
        for (size_t i = 0; i < SITES; i++) {
            b[i] += (double)(rollout_vendor(world.rollout, i) == 1) / RUNS;
            hosted[i] += (double)rollout_site(world.rollout, i).hosted / RUNS;
        }
    }
    world_close(&world);
}

/* The others are dealt out among the places that are left, each as likely. */
Test(model_told, vendors)
{
    const struct site_told told[SITES] = {{NOBODY, 1}, {1, NOBODY}, {NOBODY, NOBODY}, {0, 0}, {NOBODY, NOBODY}};
    double b[SITES] = {0}, hosted[SITES] = {0};
    count(told, b, hosted);
    cr_expect_float_eq(b[1], 1, 1e-9);
    cr_expect_float_eq(b[3], 0, 1e-9);
    for (size_t i = 0; i < SITES; i += 2)
        cr_expect_float_eq(b[i], 1.0 / 3, 0.03, "site %zu: %g", i, b[i]);
    cr_expect_float_eq(hosted[0], 1, 1e-9);
    cr_expect_float_eq(hosted[3], 0, 1e-9);
    cr_expect_float_eq(hosted[2], 0.3, 0.03);
}

/* A vendor that has no place left, as in a scenario that takes it one, is drawn all the same. */
Test(model_told, no_place)
{
    const struct site_told told[SITES] = {{1, NOBODY}, {1, NOBODY}, {1, NOBODY}, {NOBODY, NOBODY}, {NOBODY, NOBODY}};
    double b[SITES] = {0}, hosted[SITES] = {0};
    count(told, b, hosted);
    cr_expect_float_eq(b[0] + b[1], 2, 1e-9);
    cr_expect_float_eq(b[2] + b[3] + b[4], 0, 1e-9);
}
