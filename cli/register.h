/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * register: the register of assumptions: every number of a programme, its range and on whose authority it is there.
 */
#ifndef FMKSIM_CLI_REGISTER_H
#define FMKSIM_CLI_REGISTER_H

#include "cli.h"

struct register_of {
    const struct document *document; /* that the programme was made of */
    const struct programme *programme;
    const struct scenarios *scenarios;
    const char *path; /* of the configuration */
    const char *hash; /* of the effective configuration */
};

void register_print(const struct register_of *what);   /* on standard output, for people */
json_t *register_json(const struct register_of *what); /* the caller's; null: out of memory */

/* What is said in words: those of the programme, and the calendars' holidays. */
void register_print_texts(const struct register_of *what);
json_t *register_json_words(const struct register_of *what);
json_t *register_json_holidays(const struct register_of *what);

/* A number's value, or a prior as "triangular(0, 30, 120) days"; days of dates as dates. */
enum { REGISTER_TEXT = 512 };
char *register_value(const struct programme *programme, const struct quantity *quantity, char text[REGISTER_TEXT]);

/* One value of this number, with its unit: "0.4", "12 days", "2015-07-25". */
char *register_scalar(const struct programme *programme, const struct quantity *quantity, double value,
                      char text[REGISTER_TEXT]);

#endif
