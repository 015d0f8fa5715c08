/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * telling: numbers in words for people: no digit sharper than the simulation's error. English. Pure functions.
 */
#ifndef FMKSIM_ANALYSIS_TELLING_H
#define FMKSIM_ANALYSIS_TELLING_H

#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"

#include <stdio.h>

enum { TELLING = 192 }; /* bytes of a cell */

int telling_width(const char *text);

/* Text in a column of so many characters (UTF-8 counted as characters). */
void telling_left(FILE *file, const char *text, int width);
void telling_right(FILE *file, const char *text, int width);

/* Of a column that holds the heading "Deadline", every deadline's name, and two spaces behind them. */
int telling_deadline_width(const struct results_spec *spec);

void telling_grouped(double x, char text[TELLING]);               /* 12345678 as "12 345 678" */
void telling_percent(double p, int decimals, char text[TELLING]); /* "21 %", "<0.1 %", "-" for NaN */
int telling_decimals(struct interval interval);                   /* that a percentage with this interval can carry */
void telling_range(struct interval interval, char text[TELLING]); /* "20 % to 22 %" */
void telling_days(double days, struct interval interval, char text[TELLING]); /* "-12 (-15 to -9)" */

/* "In about 2 of 10 simulated courses", "In none of the 1000 simulated courses", … Of n courses the share p, weighted
 * or not: only shares that are whole courses are told as such. */
void telling_frequency(double p, double n, char *text, size_t size);

/* What the programme calls something (models/words.h), written to `text` and returned. */
const char *telling_word(const struct results_spec *spec, enum word word, enum word_form form, char text[WORD_TEXT]);

/* What people call it: its title, or its name where it has none. */
const char *telling_title(const struct results_named *named);

/* Whether a scenario would have had to be chosen before the as-of date: it tells what would have happened, and is no
 * choice any more. */
bool telling_is_past(const struct results_spec *spec, size_t scenario);
#define TELLING_PAST "what would have happened: it can be chosen no more"

/* How many bytes of a text go into `most` without cutting a character of UTF-8 in two. */
int telling_whole(const char *text, int most);

/* "all 98 municipalities at full use", `at` being "at" or "have reached". */
void telling_question(const struct results_spec *spec, struct question question, const char *at, char text[TELLING]);

/* The widest question that a study can ask of its sites, with "at", and two spaces; `least` at least. */
int telling_question_width(const struct results_spec *spec, int least);

/* "2015-12-31" of an instant; "" if it is not finite. */
void telling_date(long epoch, double instant, char text[TELLING]);

#endif
