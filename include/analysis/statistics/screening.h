/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * screening: which inputs decide an outcome, and which cannot be told from inputs that do nothing.
 *
 * The replications are `draws` groups of `inner` that share their inputs (a plain run: inner = 1). Groups are what is
 * drawn independently, so classes are classes of groups, and an input that does nothing is made by dealing whole
 * groups out at random: rows dealt out one by one would be more alike than groups are, and every input would seem to
 * decide. Not to be shared between threads while measuring: it holds room to work in.
 */
#ifndef FMKSIM_ANALYSIS_SCREENING_H
#define FMKSIM_ANALYSIS_SCREENING_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct screening_measures {
    double first_order;   /* share of the date's variance that knowing the input would take away; about 0 if none */
    double on_time_order; /* the same of being on time */
    double delta;         /* Borgonovo's, of the date; above 0 by chance alone */
};

struct screening;

/* date[draws x inner], on_time likewise (0 or 1), a group's rows one after the other; draws >= 4, inner >= 1. What is
 * given is copied. ERROR_MEMORY. */
int screening_new(struct screening **screening, const double date[], const double on_time[], size_t draws, size_t inner,
                  struct error *error);
void screening_free(struct screening *screening);

/* How many classes inputs are best cut into: 25 groups a class, 4 to 40 classes. */
size_t screening_classes(const struct screening *screening);

/* Of the input whose class is class[draws], each below `classes` <= 40. The first-order indices are without bias for
 * groups, too: chance's share is taken from how the groups' means differ within a class. NaN if the outcome is
 * constant. */
struct screening_measures screening_measure(struct screening *screening, const uint32_t class[], size_t classes);

/* The thresholds: an input that does nothing lifts one or more of its three measures above them with probability 1/20,
 * all three together and not each (399 permuted inputs, the largest of the three ranks; Westfall & Young 1993).
 * NaN where a measure is. */
struct screening_measures screening_noise(struct screening *screening, uint64_t seed);

/* -1 with ERROR_MEMORY if any measure so far is NaN because memory ran out. */
int screening_status(const struct screening *screening, struct error *error);

bool screening_heard(const struct screening_measures *measures, const struct screening_measures *noise);

#endif
