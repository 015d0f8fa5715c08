/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * configs/five.cfg against its solution by hand, as its comment tells it.
 */
#include "../model_world.h"

static const double upgrade[5][2] = {{5, 12}, {12, 26}, {26, 33}, {33, 40}, {40, 61}};
static const double m1[5] = {16, 30, 37, 44, 65}, granted[5] = {16, 36, 57, 78, 99};
static const double commissioned[5] = {17, 37, 58, 79, 100}, done[5] = {36, 57, 78, 99, 120};
static const double monday[5][3] = {{21, 28, 35}, {42, 49, 56}, {63, 70, 77}, {84, 91, 98}, {105, 112, 119}};
static const double cards[5][3] = {{6, 21, 30}, {9, 24, 30}, {18, 48, 60}, {18, 48, 60}, {36, 96, 120}};

static void exactly(double got, double wanted, int site, const char *what)
{
    cr_expect(fabs(got - wanted) <= 1e-9, "site %d: %s is %.12g, by hand %.12g", site + 1, what, got, wanted);
}

Test(model_five, follows_the_solution_by_hand)
{
    struct world world;
    world_open(&world, "five.cfg", 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++) {
        exactly(world_when(&world, HAPPENS_FINISH, i, "mobilisation"), 5, i, "mobilised");
        exactly(world_when(&world, HAPPENS_BEGIN, i, "upgrade"), upgrade[i][0], i, "upgrade begins");
        exactly(world_when(&world, HAPPENS_FINISH, i, "upgrade"), upgrade[i][1], i, "upgrade ends");
        exactly(world_when(&world, HAPPENS_MILESTONE, i, "M1"), m1[i], i, "M1");
        exactly(world_when(&world, HAPPENS_CONSULTANT, i, 0), granted[i], i, "consultant comes");
        exactly(world_when(&world, HAPPENS_FINISH, i, "commissioning"), commissioned[i], i, "commissioned");
        exactly(world_when(&world, HAPPENS_MILESTONE, i, "M2a"), done[i], i, "M2a");
        exactly(world_when(&world, HAPPENS_FREE, i, 0), done[i], i, "consultant leaves");
        size_t settled = 0;
        for (size_t k = 0; k < world.count; k++) {
            if (world.seen[k].what != HAPPENS_CARDS || world.seen[k].site != i)
                continue;
            cr_assert_lt(settled, 3);
            exactly(world.seen[k].time, monday[i][settled], i, "Monday");
            exactly(world.seen[k].number, cards[i][settled], i, "cards");
            settled++;
        }
        cr_expect_eq(settled, 3);
    }
    world_close(&world);
}

/* The outcome tells the same, and luck has no part in it. */
Test(model_five, outcome_and_causes)
{
    struct world world;
    double days[32], sum = 0;
    world_open(&world, "five.cfg", 0);
    world_run(&world, 77, 5);
    cr_expect_eq(world_national(&world, "M1"), 65);
    cr_expect_eq(world_national(&world, "M2"), 120);
    cr_expect_eq(world_cards(&world, 84), 30 + 30 + 60 + 18);
    const float *used = world_field(&world, OUTCOME_RESOURCE_UTILISATION);
    const float *wait = world_field(&world, OUTCOME_RESOURCE_WAIT_DAYS);
    cr_expect_float_eq(used[0], 56.0 / 61, 1e-6); /* from its readiness, day 0, to the last upgrade's end */
    cr_expect_float_eq(wait[0], (0 + 7 + 21 + 28 + 35) / 5.0, 1e-6);
    cr_expect_float_eq(wait[1], (0 + 6 + 20 + 34 + 34) / 5.0, 1e-6);
    rollout_causes(world.rollout, 4, days);
    cr_expect_float_eq(days[CAUSE_VENDOR_QUEUE], 35, 1e-9);
    cr_expect_float_eq(days[CAUSE_CONSULTANT], 34, 1e-9);
    cr_expect_float_eq(days[CAUSE_OWN_WORK], 32, 1e-9);
    for (size_t c = 0; c < world.programme.causes.count; c++)
        sum += days[c];
    cr_expect_float_eq(sum, 120, 1e-9);
    cr_expect_eq(*(const int16_t *)world_field(&world, OUTCOME_LAST_MUNICIPALITY), 4);
    cr_expect_eq(*(const int16_t *)world_field(&world, OUTCOME_LAST_CAUSE), CAUSE_VENDOR_QUEUE);
    world_close(&world);
}
