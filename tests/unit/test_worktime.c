/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/worktime.c.
 */
#include "dice.h"
#include "sim/date.h"
#include "sim/worktime.h"

#include <criterion/criterion.h>
#include <math.h>

enum { YEARS = 5 * 365 + 1 };

/* Monday to Friday from 2013-01-01, no holidays. */
static void make_weekdays(struct worktime *worktime)
{
    double effort[YEARS];
    for (int i = 0; i < YEARS; i++)
        effort[i] = date_weekday(date_of(2013, 1, 1) + i) <= 5;
    cr_assert_eq(worktime_init(worktime, effort, YEARS, 0), 0);
}

static double midnight_before(int year, int month, int day)
{
    return (double)(date_of(year, month, day) - date_of(2013, 1, 1));
}

static double midnight_after(int year, int month, int day)
{
    return midnight_before(year, month, day) + 1;
}

Test(worktime, plan_examples_are_exact)
{
    struct worktime weekdays;
    make_weekdays(&weekdays);
    double start = midnight_before(2014, 1, 6);
    cr_assert_eq(worktime_after(&weekdays, start, 12), midnight_after(2014, 1, 21));
    cr_assert_eq(worktime_after(&weekdays, start, 60), midnight_after(2014, 3, 28));
    cr_assert_eq(worktime_after(&weekdays, start, 5), midnight_after(2014, 1, 10));
    cr_assert_eq(worktime_after(&weekdays, start, 5.5), midnight_before(2014, 1, 13) + 0.5);
    worktime_free(&weekdays);
}

Test(worktime, starts_within_a_day_and_in_a_weekend)
{
    struct worktime weekdays;
    make_weekdays(&weekdays);
    double friday = midnight_before(2014, 1, 10);
    cr_assert_eq(worktime_after(&weekdays, friday + 0.75, 0.25), friday + 1);
    cr_assert_eq(worktime_after(&weekdays, friday + 0.75, 0.5), friday + 3.25);
    cr_assert_eq(worktime_after(&weekdays, friday + 1.3, 1), friday + 4);
    cr_assert_eq(worktime_after(&weekdays, friday + 1.3, 0), friday + 1.3);
    /* So little that it is lost in rounding: still not before its start. */
    cr_assert_eq(worktime_after(&weekdays, friday + 2.3, 1e-300), friday + 2.3);
    worktime_free(&weekdays);
}

Test(worktime, rounding_does_not_carry_work_over_a_weekend)
{
    struct worktime weekdays;
    make_weekdays(&weekdays);
    double friday = midnight_before(2014, 1, 10), t = friday;
    for (int i = 0; i < 10; i++)
        t = worktime_after(&weekdays, t, 0.1);
    cr_assert_eq(t, friday + 1);

    double effort[700]; /* a hundred weeks of five days of 0.7 */
    for (int i = 0; i < 700; i++)
        effort[i] = i % 7 < 5 ? 0.7 : 0;
    struct worktime slow;
    cr_assert_eq(worktime_init(&slow, effort, 700, 0), 0);
    for (int week = 0; week < 100; week++)
        cr_assert_eq(worktime_after(&slow, 7 * week, 3.5), 7 * week + 5, "week %d", week);
    worktime_free(&slow);
    worktime_free(&weekdays);
}

Test(worktime, fractions_and_days_of_rest)
{
    static const double effort[] = {0, 0.5, 0, 0, 2, 0.25, 0};
    struct worktime worktime;
    cr_assert_eq(worktime_init(&worktime, effort, 7, 0), 0);

    static const double known[][2] = {/* t, A(t) */ {0, 0},
                                      {0.5, 0},
                                      {1, 0},
                                      {1.5, 0.25},
                                      {2, 0.5},
                                      {3.7, 0.5},
                                      {4, 0.5},
                                      {4.5, 1.5},
                                      {5, 2.5},
                                      {5.5, 2.625},
                                      {6, 2.75},
                                      {6.5, 2.75},
                                      {7, 2.75},
                                      {9, 2.75},
                                      {-3, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        cr_expect_eq(worktime_effort(&worktime, known[i][0]), known[i][1], "A(%g)", known[i][0]);

    static const double inverse[][2] = {/* a, the earliest t */ {-1, 0},
                                        {0, 0},
                                        {0.25, 1.5},
                                        {0.5, 2},
                                        {1.5, 4.5},
                                        {2.5, 5},
                                        {2.625, 5.5},
                                        {2.75, 6}};
    for (size_t i = 0; i < sizeof inverse / sizeof *inverse; i++)
        cr_expect_eq(worktime_inverse(&worktime, inverse[i][0]), inverse[i][1], "a = %g", inverse[i][0]);
    cr_expect_eq(worktime_inverse(&worktime, nextafter(0.5, 1)), 4.0 + 0x1p-54);
    cr_expect_eq(worktime_inverse(&worktime, nextafter(2.75, 3)), (double)INFINITY);
    worktime_free(&worktime);
}

Test(worktime, ends_of_the_range)
{
    struct worktime weekdays;
    make_weekdays(&weekdays);
    double all = worktime_effort(&weekdays, YEARS);
    cr_assert_eq(all, worktime_effort(&weekdays, 1e300));
    cr_assert_eq(worktime_effort(&weekdays, (double)INFINITY), all);
    cr_assert_eq(worktime_after(&weekdays, 0, all), midnight_after(2017, 12, 29)); /* a Friday */
    cr_assert_eq(worktime_after(&weekdays, 0, all + 0.001), (double)INFINITY);
    cr_assert_eq(worktime_after(&weekdays, YEARS + 3.0, 1), (double)INFINITY);
    cr_assert_eq(worktime_after(&weekdays, YEARS + 3.0, 0), YEARS + 3.0);
    cr_assert_eq(worktime_after(&weekdays, 10, (double)INFINITY), (double)INFINITY);
    cr_assert_eq(worktime_inverse(&weekdays, 1e308), (double)INFINITY);
    worktime_free(&weekdays);
}

Test(worktime, nothing_but_rest)
{
    static const double none[1000] = {0};
    struct worktime worktime;
    cr_assert_eq(worktime_init(&worktime, none, 1000, 0), 0);
    cr_assert_eq(worktime_effort(&worktime, 500), 0);
    cr_assert_eq(worktime_inverse(&worktime, 0), 0);
    cr_assert_eq(worktime_inverse(&worktime, 1e-9), (double)INFINITY);
    cr_assert_eq(worktime_after(&worktime, 3, 1), (double)INFINITY);
    worktime_free(&worktime);
}

/* The first day found by walking, which is what the guide table must find. */
static double slow_inverse(const struct worktime *worktime, double a)
{
    if (a <= 0)
        return 0;
    for (size_t i = 0; i < worktime->days; i++)
        if (worktime->day[i + 1].total >= a) {
            double t = (double)i + (a - worktime->day[i].total) / worktime->day[i].effort;
            return a == worktime->day[i + 1].total ? (double)(i + 1) : fmin(t, (double)(i + 1));
        }
    return (double)INFINITY;
}

static double random_effort(struct dice *dice)
{
    switch (dice_roll(dice, 6)) {
    case 0:
    case 1:
        return 0;
    case 2:
        return dice_share(dice);
    case 3:
        return 1000 * dice_share(dice) * dice_share(dice);
    case 4:
        return 1e-12 * dice_share(dice);
    default:
        return 1;
    }
}

Test(worktime, random_calendars_against_a_walk)
{
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct dice dice = {seed};
        double effort[400];
        size_t days = 1 + dice_roll(&dice, 400);
        for (size_t i = 0; i < days; i++)
            effort[i] = i > 0 && dice_roll(&dice, 3) == 0 ? effort[i - 1] : random_effort(&dice);
        struct worktime worktime;
        cr_assert_eq(worktime_init(&worktime, effort, days, 0), 0);

        for (size_t i = 0; i <= days; i++) {
            double a = worktime_effort(&worktime, (double)i);
            cr_assert_eq(a, worktime.day[i].total, "seed %d midnight %zu", (int)seed, i);
            cr_assert_eq(worktime_inverse(&worktime, a), slow_inverse(&worktime, a), "seed %d midnight %zu", (int)seed,
                         i);
        }
        for (int i = 0; i < 300; i++) {
            double t = dice_share(&dice) * (double)days, a = worktime_effort(&worktime, t);
            double back = worktime_inverse(&worktime, a);
            cr_assert_eq(back, slow_inverse(&worktime, a), "seed %d t %a", (int)seed, t);
            /* Not later than t, but for what rounding A does to t on a day of little effort. */
            cr_assert_leq((back - t) * effort[(size_t)t], 1e-12 * (1 + a), "seed %d t %a", (int)seed, t);
            cr_assert_lt(back, floor(t) + 1.000001, "seed %d t %a", (int)seed, t);
            cr_assert_float_eq(worktime_effort(&worktime, back), a, 1e-12 * (1 + a), "seed %d t %a", (int)seed, t);

            double d = dice_share(&dice) * 20, end = worktime_after(&worktime, t, d);
            cr_assert_geq(end, t, "seed %d t %a", (int)seed, t);
            if (isfinite(end))
                cr_assert_float_eq(worktime_effort(&worktime, end), a + d, 2e-9 + 1e-12 * a, "seed %d", (int)seed);
            else
                cr_assert_gt(a + d, worktime.day[days].total, "seed %d t %a", (int)seed, t);
        }
        worktime_free(&worktime);
    }
}

Test(worktime, refuses_what_is_no_effort)
{
    const double bad[] = {-0.001, 1000.001, (double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        double effort[] = {1, bad[i], 1};
        struct worktime worktime;
        struct error error = {0};
        cr_assert_eq(worktime_init(&worktime, effort, 3, &error), -1, "%g", bad[i]);
        cr_assert_eq(error.code, ERROR_CONFIG);
        worktime_free(&worktime);
    }
    double effort[] = {1};
    struct worktime worktime;
    struct error error = {0};
    cr_assert_eq(worktime_init(&worktime, effort, 0, &error), -1);
    cr_assert_eq(worktime_init(&worktime, effort, WORKTIME_DAYS_MAX + (size_t)1, &error), -1);
    cr_assert_eq(error.code, ERROR_CONFIG);
}
