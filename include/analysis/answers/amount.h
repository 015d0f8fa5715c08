/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * amount: the outcomes of a course that are amounts: what was lost against the plan, and what it cost. What summary and
 * compare share of them. Pure functions.
 */
#ifndef FMKSIM_ANALYSIS_AMOUNT_H
#define FMKSIM_ANALYSIS_AMOUNT_H

#include "analysis/results/results.h"

#include <stdbool.h>

enum amount { AMOUNT_ITEM_YEARS, AMOUNT_SITE_MONTHS, AMOUNT_VALUE, AMOUNT_COST, AMOUNTS };

enum outcome_name amount_field(enum amount amount);

/* Whether it is worth telling: losses where there is something to lose, money where it is configured. */
bool amount_told(const struct results_spec *spec, enum amount amount, const double values[], size_t n);

/* "card-years lost", "cost, person-years" */
enum { AMOUNT_TITLE = 96 };
char *amount_title(const struct results_spec *spec, enum amount amount, char text[AMOUNT_TITLE]);

#endif
