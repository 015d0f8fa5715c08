/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity: which assumptions, activities, resources and causes decide, from the replications of a results file.
 *
 * The outcome is the date of a question (dates beyond the horizon count as the horizon) and whether a deadline is met.
 */
#ifndef FMKSIM_ANALYSIS_SENSITIVITY_H
#define FMKSIM_ANALYSIS_SENSITIVITY_H

#include "analysis/results/reading.h"
#include "analysis/statistics/estimate.h"
#include "analysis/statistics/screening.h"

#include <jansson.h>
#include <stdio.h>

enum { SENSITIVITY_PARTS = 3 }; /* low, middle, high third of an assumption (or each value of a few) */

struct sensitivity_parameter {
    size_t parameter; /* index in the spec */
    struct screening_measures measures;
    size_t parts; /* 2 or 3; a parameter of fewer values is not listed */
    double part_from[SENSITIVITY_PARTS], part_to[SENSITIVITY_PARTS]; /* smallest and largest value of the part */
    double part_count[SENSITIVITY_PARTS];
    double on_time[SENSITIVITY_PARTS];           /* P(on time | part) */
    struct interval interval[SENSITIVITY_PARTS]; /* Wilson, 95 %, of as many replications as draws make them worth */
};

struct sensitivity_share { /* of an activity or a cause */
    double criticality; /* share of the courses in which it lies on (an activity), or decides (a cause), the last site's
                           path */
    double
        significance; /* the same, each course weighing as its length from the epoch (Williams 1992, slack 0 or all) */
};

struct sensitivity_days { /* rank correlation with the date: of a resource's mean wait, of a cause's mean days */
    double mean, correlation;
};

struct sensitivity {
    const struct results_spec *spec;
    size_t scenario, deadline;
    struct question question;
    double probability; /* of being on time */
    size_t count;       /* parameters, the largest first-order index first */
    struct sensitivity_parameter *parameters;
    struct screening_measures noise;                 /* an input that does nothing stays below all three, 19 in 20 */
    struct sensitivity_share *activities, *causes;   /* [activity_count], [cause_count] */
    struct sensitivity_days *resources, *cause_days; /* [resource_count], [cause_count] */
};

struct sensitivity_options {
    const char *scenario, *deadline,
        *reading; /* null: the first; the deadline and reading whose probability is nearest to 1/2 */
};

/* In a nested run the draws of the assumptions are what is independent, not the replications (screening.h).
 * ERROR_USAGE for names that are not in the file, fewer than 100 replications or 20 draws, or unequal weights. */
int sensitivity_of(struct sensitivity *sensitivity, const struct results *results,
                   const struct sensitivity_options *options, struct error *error);
void sensitivity_free(struct sensitivity *sensitivity);
void sensitivity_print(const struct sensitivity *sensitivity, FILE *file);
json_t *sensitivity_json(const struct sensitivity *sensitivity);

#endif
