/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * date: see include/sim/date.h.
 *
 * Years are counted from March, so that the leap day is the last of its year and the months before it have
 * lengths that follow a straight line: month m of such a year begins on day (153 m + 2) / 5.
 */
#include "sim/date.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    YEAR_DAYS = 365,
    FOUR_YEARS = 4 * YEAR_DAYS + 1,
    CENTURY = 25 * FOUR_YEARS - 1,
    CYCLE = 4 * CENTURY + 1, /* 400 years, after which the calendar repeats */
    EPOCH = 719468,          /* days from 0000-03-01 to 1970-01-01 */
};

static long floor_div(long a, long b)
{
    return a / b - (a % b < 0);
}

static long month_start(long month)
{
    return (153 * month + 2) / 5;
}

long date_of(int year, int month, int day_of_month)
{
    bool winter = month < 3; /* January and February belong to the year before */
    long from_march = month - 3 + (winter ? 12 : 0);
    long y = (long)year - winter;
    long leap_days = floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400);
    return y * YEAR_DAYS + leap_days + month_start(from_march) + day_of_month - 1 - EPOCH;
}

/* Takes whole `size`s out of *rest, at most `most` of them. */
static long whole(long *rest, long size, long most)
{
    long count = *rest / size < most ? *rest / size : most;
    *rest -= count * size;
    return count;
}

void date_split(long day, int *year, int *month, int *day_of_month)
{
    long cycles = floor_div(day + EPOCH, CYCLE);
    long rest = day + EPOCH - cycles * CYCLE;
    long y = 400 * cycles + 100 * whole(&rest, CENTURY, 3);
    y += 4 * whole(&rest, FOUR_YEARS, 24);
    y += whole(&rest, YEAR_DAYS, 3);
    long from_march = (5 * rest + 2) / 153;

    *day_of_month = (int)(rest - month_start(from_march) + 1);
    *month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    *year = (int)(y + (*month < 3));
}

/* The number of `count` decimal digits, or -1. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

bool date_parse(const char *text, long *day)
{
    if (!text || strlen(text) != DATE_TEXT - 1 || text[4] != '-' || text[7] != '-')
        return false;
    int year = digits(text, 4), month = digits(text + 5, 2), day_of_month = digits(text + 8, 2);
    if (year < 1900 || year > 2199 || month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31)
        return false;

    /* A day that does not exist comes back as one of the next month. */
    long found = date_of(year, month, day_of_month);
    int y, m, d;
    date_split(found, &y, &m, &d);
    if (m != month)
        return false;
    *day = found;
    return true;
}

void date_format(long day, char text[DATE_TEXT])
{
    int year, month, day_of_month;
    date_split(day, &year, &month, &day_of_month);
    char buffer[48]; /* wide enough for any int; a year that is not of four digits is cut */
    snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", year, month, day_of_month);
    memcpy(text, buffer, DATE_TEXT - 1);
    text[DATE_TEXT - 1] = '\0';
}

int date_weekday(long day)
{
    /* Day 0 was a Thursday, 4. */
    long from_monday = day + 3;
    return (int)(from_monday - 7 * floor_div(from_monday, 7)) + 1;
}

void date_iso_week(long day, int *iso_year, int *week)
{
    /* A week belongs to the year of its Thursday (ISO 8601). */
    long thursday = day + 4 - date_weekday(day);
    int month, day_of_month;
    date_split(thursday, iso_year, &month, &day_of_month);
    *week = (int)((thursday - date_of(*iso_year, 1, 1)) / 7) + 1;
}

long date_easter(int year)
{
    /* Jones 1922, Butcher 1876, after Meeus, Astronomical Algorithms, ch. 8. */
    int golden = year % 19;
    int century = year / 100, of_century = year % 100;
    int correction = (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + century - century / 4 - correction + 15) % 30;
    int to_sunday = (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    int from_march = epact + to_sunday - 7 * late + 114;
    return date_of(year, from_march / 31, from_march % 31 + 1);
}

long date_of_instant(long epoch, double instant)
{
    static const double FAR = 1e9; /* days: beyond any date, and within any long */
    double day = ceil(instant);
    return epoch + (long)(day < -FAR ? -FAR : day < FAR ? day : FAR) - 1; /* NaN is far, too */
}
