/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variate_reference: distributions with what is known of them from elsewhere, for the tests of variate.
 * The references are written from the parameters that a textbook would use, not from those of the module.
 */
#ifndef FMKSIM_TESTS_VARIATE_REFERENCE_H
#define FMKSIM_TESTS_VARIATE_REFERENCE_H

#include "sim/variate.h"

struct reference {
    const char *family;
    const char *names[VARIATE_ARGUMENTS];
    double arguments[VARIATE_ARGUMENTS];
    double (*cdf)(double x, const double r[4]);
    double (*pdf)(double x, const double r[4]);
    double r[4];
    double mean, variance;
};

extern const struct reference references[];
extern const size_t reference_count;

/* Form and variate of named arguments; the test fails if they are refused. */
void reference_make(struct variate_form *form, struct variate *variate, const char *family, const char *const names[],
                    const double arguments[]);

#endif
