/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * date: days of the proleptic Gregorian calendar as integers, day 0 = 1970-01-01; ISO 8601 weeks; Easter.
 *
 * Instants elsewhere are days since an epoch, as doubles; a midnight belongs to the day that it ends.
 * Pure functions, any thread.
 */
#ifndef FMKSIM_SIM_DATE_H
#define FMKSIM_SIM_DATE_H

#include <stdbool.h>

/* Reads "YYYY-MM-DD" and nothing else (an existing day of the years 1900 to 2199). False if it is not one. */
bool date_parse(const char *text, long *day);

enum { DATE_TEXT = 11 };                          /* bytes of "YYYY-MM-DD" and its zero */
void date_format(long day, char text[DATE_TEXT]); /* of a year 0000 to 9999 */

long date_of(int year, int month, int day_of_month); /* month 1 to 12; a day past its end runs into the next month */
void date_split(long day, int *year, int *month, int *day_of_month);
int date_weekday(long day);                             /* 1 = Monday … 7 = Sunday */
void date_iso_week(long day, int *iso_year, int *week); /* week 1 … 53 */
long date_easter(int year); /* Easter Sunday, Gregorian (Meeus/Jones/Butcher), of a year from 1583 */

/* The day that an instant belongs to, `epoch` being the day of instant 0: a midnight belongs to the day it ends.
 * Instants <= 0 belong to the epoch's eve or earlier accordingly. The instant is finite. */
long date_of_instant(long epoch, double instant);

#endif
