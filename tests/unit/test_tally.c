/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/tally.c.
 */
#include "dice.h"
#include "sim/tally.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

Test(tally, by_hand)
{
    static const double xs[] = {2, 4, 4, 4, 5, 5, 7, 9}; /* mean 5, squares 32 */
    struct tally tally;
    tally_init(&tally);
    for (int i = 0; i < 8; i++)
        tally_add(&tally, xs[i]);
    cr_assert_eq(tally.count, 8);
    cr_assert_float_eq(tally_mean(&tally), 5, 1e-15);
    cr_assert_float_eq(tally_variance(&tally), 32.0 / 7, 1e-14);
    cr_assert_float_eq(tally_error(&tally), sqrt(32.0 / 7 / 8), 1e-15);
    cr_assert_eq(tally.min, 2);
    cr_assert_eq(tally.max, 9);
}

Test(tally, too_few_is_no_number)
{
    struct tally tally;
    tally_init(&tally);
    cr_assert(isnan(tally_mean(&tally)));
    cr_assert(isnan(tally_variance(&tally)));
    cr_assert(isnan(tally_error(&tally)));
    cr_assert_eq(tally.min, (double)INFINITY);
    cr_assert_eq(tally.max, -(double)INFINITY);
    tally_add(&tally, -3);
    cr_assert_eq(tally_mean(&tally), -3);
    cr_assert(isnan(tally_variance(&tally)));
    cr_assert_eq(tally.min, -3);
    cr_assert_eq(tally.max, -3);
}

/* Where the textbook's sum of squares would have no digit left. */
Test(tally, large_offset)
{
    struct tally tally;
    tally_init(&tally);
    for (int i = 0; i < 1000; i++)
        tally_add(&tally, 1e9 + i % 2);
    cr_assert_float_eq(tally_variance(&tally), 250.0 / 999, 1e-8);
}

/* Whether a length is a multiple of the lanes or not, and the extremes wherever they stand. */
Test(tally, a_row_equals_adding)
{
    enum { LONGEST = 41 };
    for (size_t count = 0; count <= LONGEST; count++)
        for (size_t least = 0; least < count; least++) {
            struct dice dice = {count};
            struct tally all, rows;
            double x[LONGEST];
            tally_init(&all);
            tally_init(&rows);
            for (size_t i = 0; i < count; i++) {
                x[i] = 1e6 + (double)dice_roll(&dice, 1000) / 7 + (i == least ? -200 : 0) +
                       (i == (least + 5) % count ? 500 : 0);
                tally_add(&all, x[i]);
            }
            tally_add_row(&rows, x, count / 3);
            tally_add_row(&rows, x + count / 3, count - count / 3);
            cr_assert_eq(rows.count, count);
            cr_assert_eq(rows.min, all.min);
            cr_assert_eq(rows.max, all.max);
            cr_assert_float_eq(tally_mean(&rows), tally_mean(&all), 1e-8);
            cr_assert_float_eq(rows.square, all.square, 1e-8 * all.square);
        }
}

Test(tally, merging_equals_adding)
{
    for (uint64_t seed = 1; seed <= 200; seed++) {
        struct dice dice = {seed};
        struct tally all, part[3], merged;
        tally_init(&all);
        tally_init(&merged);
        for (int i = 0; i < 3; i++)
            tally_init(&part[i]);
        uint32_t count = dice_roll(&dice, 60);
        for (uint32_t i = 0; i < count; i++) {
            double x = 100 * dice_share(&dice) - 20;
            tally_add(&all, x);
            tally_add(&part[dice_roll(&dice, 3)], x);
        }
        for (int i = 0; i < 3; i++)
            tally_merge(&merged, &part[i]);
        cr_assert_eq(merged.count, all.count);
        cr_assert_eq(merged.min, all.min);
        cr_assert_eq(merged.max, all.max);
        cr_assert_float_eq(merged.mean, all.mean, 1e-12, "seed %d", (int)seed);
        cr_assert_float_eq(merged.square, all.square, 1e-9, "seed %d", (int)seed);
    }
}

Test(level, by_hand)
{
    struct level level;
    level_init(&level, 10, 2);
    cr_assert(isnan(level_mean(&level, 10)));
    level_set(&level, 12, 5); /* 4 so far */
    level_set(&level, 12, 1); /* 5 for no time, but it was reached */
    level_set(&level, 16, 0); /* 8 */
    cr_assert_eq(level_area(&level, 16), 8);
    cr_assert_eq(level_area(&level, 20), 8);
    cr_assert_eq(level_mean(&level, 20), 0.8);
    cr_assert_eq(level.max, 5);
    level_set(&level, 20, -3);
    cr_assert_eq(level_area(&level, 22), 2);
    cr_assert_eq(level_area(&level, 22), 2); /* looking changes nothing */
}

Test(level, aborts_when_time_goes_back, .signal = SIGABRT)
{
    struct level level;
    level_init(&level, 10, 2);
    level_set(&level, 12, 5);
    level_set(&level, 11, 5);
}

Test(level, aborts_when_looked_at_before_its_time, .signal = SIGABRT)
{
    struct level level;
    level_init(&level, 10, 2);
    level_area(&level, 9);
}
