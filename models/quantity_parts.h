/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quantity_parts: one number read from its setting: shared by the schema's check and the quantity table.
 */
#ifndef FMKSIM_MODELS_QUANTITY_PARTS_H
#define FMKSIM_MODELS_QUANTITY_PARTS_H

#include "models/quantity.h"

/* What a number must be. */
struct number_rule {
    const char *unit; /* null: none */
    double low, high; /* infinite where open */
    bool whole, date, fixed;
    long epoch;
};

struct number_rule number_rule_of(const struct schema_key *key, long epoch);

/* Of the argument `name` of a chance distribution whose key has `rule`. */
struct number_rule number_rule_of_argument(const struct number_rule *rule, const char *name);

/* A value as messages show it: a date, or a number. */
enum { NUMBER_TEXT = 48 };
char *number_format(const struct number_rule *rule, double value, char text[NUMBER_TEXT]);

/* "0 to 500 teams", "at least 0", or "any number"; dates as dates. */
enum { RANGE_TEXT = 160 };
char *number_range(const struct number_rule *rule, char text[RANGE_TEXT]);

/* Arguments that are places on the axis of the number itself: value, min, mode, … */
bool argument_is_location(const char *name);

/* One scalar as a value on the number's axis (`location`), then within the bounds, or beside it. */
int number_read_scalar(double *value, const struct number_rule *rule, bool location, const struct setting *setting,
                       struct faults *faults);
int number_check_whole(const struct number_rule *rule, double value, const struct setting *setting,
                       struct faults *faults);
int number_check_unit(const struct number_rule *rule, const struct setting *group, struct faults *faults);

/* Reads a number in any of its three forms and checks it. 0: the quantity is filled and owned by the caller. */
int quantity_read(struct quantity *quantity, const struct number_rule *rule, const struct setting *setting,
                  struct faults *faults);
void quantity_clear(struct quantity *quantity);

/* The parts of a group { dist = …; }, as variate_form_init() wants them; the settings' order. */
enum { FORM_ARGUMENTS = 12 };
struct form_parts {
    const char *family;
    const char *names[FORM_ARGUMENTS];
    const struct setting *settings[FORM_ARGUMENTS]; /* null: a truncation that was added */
    size_t count;
    const struct setting *values, *weights; /* lists of plain numbers, or null */
};

/* Takes a group apart; faults name what has the wrong type. */
int form_parts(struct form_parts *parts, const struct setting *group, struct faults *faults);

/* The form of these parts; `rule` says how the values are to be read and within which bounds they must lie. */
int form_make(struct variate_form *form, const struct form_parts *parts, const struct number_rule *rule,
              const struct setting *group, struct faults *faults);

/* The value of the argument of that name, or `otherwise`. */
double form_argument(const struct form_parts *parts, const double values[], const char *name, double otherwise);

/* The ends of a family's support before truncation, `stated` where the configuration itself draws the line. */
struct support {
    double low, high;
    bool stated;
};
struct support form_support(const struct variate_form *form, const struct form_parts *parts, const double values[]);

/* Whether a setting is a constant in the long form. */
bool setting_is_long_constant(const struct setting *setting);

/* Checks one chance distribution wholly. */
int chance_check(const struct number_rule *rule, const struct setting *setting, struct faults *faults);

#endif
