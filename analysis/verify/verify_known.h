/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_known: programmes with one unknown of which something was observed, and their exact posteriors. Nobody outside
 * verify includes it.
 */
#ifndef FMKSIM_ANALYSIS_VERIFY_KNOWN_H
#define FMKSIM_ANALYSIS_VERIFY_KNOWN_H

#include "analysis/nowcast/likelihood.h"

enum { KNOWN_CASES = 5 };
enum {
    KNOWN_FIRST,
    KNOWN_SECOND,
    KNOWN_VALUES
}; /* what is asked for: the unknown, as a rule; something of what comes */

struct known_answer {
    double evidence;           /* of the rows: probability of what is told as it is, density of what has an error */
    double mean[KNOWN_VALUES]; /* given the rows */
};

struct known_case {
    const char *name, *text, *rows; /* the configuration; the observations, as CSV */
    int year, month, day;           /* of which they are seen */
    const char *unknown;            /* path of the unknown */
    const char *quantity[KNOWN_VALUES];
    /* What is asked for, of one replication. */
    void (*look)(const struct course *course, double unknown, double value[KNOWN_VALUES]);
    /* Adds the evidence, and the evidence times what is asked for. */
    void (*integrate)(struct known_answer *sum);
};

extern const struct known_case known_cases[KNOWN_CASES];

long known_as_of(const struct known_case *of); /* 0 = 1970-01-01 */
void known_answer(const struct known_case *of, struct known_answer *answer);

#endif
