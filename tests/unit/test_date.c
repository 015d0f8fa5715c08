/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/date.c.
 */
#include "sim/date.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static long day_of(const char *text)
{
    long day = -999999;
    cr_assert(date_parse(text, &day), "%s", text);
    return day;
}

Test(date, known_days)
{
    cr_assert_eq(day_of("1970-01-01"), 0);
    cr_assert_eq(day_of("1969-12-31"), -1);
    cr_assert_eq(day_of("2000-03-01"), 11017);
    cr_assert_eq(day_of("2013-01-01"), 15706);
    cr_assert_eq(day_of("2038-01-19"), 24855);
}

Test(date, leap_years)
{
    cr_assert_eq(day_of("2013-03-01") - day_of("2013-02-28"), 1);
    cr_assert_eq(day_of("2016-03-01") - day_of("2016-02-29"), 1);
    cr_assert_eq(day_of("2016-03-01") - day_of("2016-02-28"), 2);
    cr_assert_eq(date_of(2000, 3, 1) - date_of(2000, 2, 28), 2); /* divisible by 400 */
    cr_assert_eq(date_of(1900, 3, 1) - date_of(1900, 2, 28), 1); /* by 100 only */
    cr_assert_eq(date_of(2100, 3, 1) - date_of(2100, 2, 28), 1);
    cr_assert_eq(date_of(2001, 1, 1) - date_of(2000, 1, 1), 366);
    cr_assert_eq(date_of(1970, 1, 1) - date_of(0, 3, 1), 719468);
}

/* Day by day from year -2 to 3999, against counting. */
Test(date, split_counts_every_day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    long day = date_of(-2, 1, 1);
    for (int year = -2; year < 4000; year++)
        for (int month = 1; month <= 12; month++) {
            bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int of_month = 1; of_month <= length; of_month++, day++) {
                int y, m, d;
                date_split(day, &y, &m, &d);
                if (y != year || m != month || d != of_month || date_of(year, month, of_month) != day)
                    cr_assert_fail("day %ld is %d-%d-%d, not %d-%d-%d", day, y, m, d, year, month, of_month);
            }
        }
}

/* All that the C library knows too, and the text's round trip. */
Test(date, agrees_with_the_c_library)
{
    for (long day = day_of("1900-01-01"); day <= day_of("2199-12-31"); day++) {
        time_t second = (time_t)day * 86400;
        struct tm tm;
        cr_assert_not_null(gmtime_r(&second, &tm));
        char expected[32], text[DATE_TEXT];
        strftime(expected, sizeof expected, "%Y-%m-%d", &tm);
        date_format(day, text);
        if (strcmp(text, expected) != 0 || day_of(text) != day)
            cr_assert_fail("day %ld: %s, not %s", day, text, expected);

        strftime(expected, sizeof expected, "%G-%V-%u", &tm);
        int year, week;
        char found[48];
        date_iso_week(day, &year, &week);
        snprintf(found, sizeof found, "%d-%02d-%d", year, week, date_weekday(day));
        if (strcmp(found, expected) != 0)
            cr_assert_fail("%s: week and weekday %s, not %s", text, found, expected);
    }
}

Test(date, iso_weeks)
{
    static const struct {
        const char *date;
        int year, week, weekday;
    } cases[] = {
        {"2013-01-01", 2013, 1, 2},  {"2012-12-31", 2013, 1, 1},  {"2014-12-29", 2015, 1, 1},
        {"2015-12-31", 2015, 53, 4}, {"2016-01-03", 2015, 53, 7}, {"2016-01-04", 2016, 1, 1},
        {"2009-12-31", 2009, 53, 4}, {"2010-01-03", 2009, 53, 7}, {"2021-01-01", 2020, 53, 5},
        {"2017-01-01", 2016, 52, 7}, {"2014-10-13", 2014, 42, 1}, {"1969-12-31", 1970, 1, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int year, week;
        date_iso_week(day_of(cases[i].date), &year, &week);
        cr_expect_eq(year, cases[i].year, "%s: year %d", cases[i].date, year);
        cr_expect_eq(week, cases[i].week, "%s: week %d", cases[i].date, week);
        cr_expect_eq(date_weekday(day_of(cases[i].date)), cases[i].weekday, "%s", cases[i].date);
    }
}

Test(date, easter)
{
    /* With the earliest and latest possible ones and the exceptions of Gauss's rule (1954, 1981). */
    static const char *const sundays[] = {
        "1913-03-23", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19", "1999-04-04", "2000-04-23",
        "2008-03-23", "2010-04-04", "2011-04-24", "2012-04-08", "2013-03-31", "2014-04-20", "2015-04-05",
        "2016-03-27", "2017-04-16", "2018-04-01", "2019-04-21", "2020-04-12", "2024-03-31", "2025-04-20",
        "2038-04-25", "2049-04-18", "2076-04-19", "2160-03-23",
    };
    for (size_t i = 0; i < sizeof sundays / sizeof *sundays; i++) {
        int year, month, day;
        date_split(day_of(sundays[i]), &year, &month, &day);
        char text[DATE_TEXT];
        date_format(date_easter(year), text);
        cr_expect_str_eq(text, sundays[i]);
    }
    for (int year = 1583; year < 4000; year++) {
        long easter = date_easter(year);
        cr_assert_eq(date_weekday(easter), 7, "%d", year);
        cr_assert(easter >= date_of(year, 3, 22) && easter <= date_of(year, 4, 25), "%d", year);
    }
}

Test(date, malformed_texts)
{
    static const char *const texts[] = {
        "",           "2014",        "2014-02-30",  "2014-02-29",  "2014-1-1",
        "2014-01-1",  "2014-01-011", "2014-01-01 ", " 2014-01-01", "2014-01-01\n",
        "2014/01/01", "20140101",    "2014-00-10",  "2014-13-10",  "2014-01-00",
        "2014-01-32", "2014-04-31",  "1899-12-31",  "2200-01-01",  "-014-01-01",
        "+014-01-01", "2014-+1-01",  "2014-01- 1",  "2o14-01-01",  "2100-02-29",
        "14-01-2014", "2014-01:01",  "0x14-01-01",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        long day = 77;
        cr_expect_not(date_parse(texts[i], &day), "\"%s\" was read as %ld", texts[i], day);
        cr_expect_eq(day, 77, "\"%s\" changed the day", texts[i]);
    }
    long day;
    cr_expect_not(date_parse(0, &day));
    cr_expect(date_parse("2016-02-29", &day));
}

Test(date, a_midnight_belongs_to_the_day_it_ends)
{
    long epoch = day_of("2013-01-01");
    cr_assert_eq(date_of_instant(epoch, 0.0), day_of("2012-12-31"));
    cr_assert_eq(date_of_instant(epoch, 0x1p-40), day_of("2013-01-01"));
    cr_assert_eq(date_of_instant(epoch, 1.0), day_of("2013-01-01"));
    cr_assert_eq(date_of_instant(epoch, 1.5), day_of("2013-01-02"));
    cr_assert_eq(date_of_instant(epoch, 365.0), day_of("2013-12-31"));
    cr_assert_eq(date_of_instant(epoch, -0.5), day_of("2012-12-31"));
    cr_assert_eq(date_of_instant(epoch, -1.0), day_of("2012-12-30"));
}
