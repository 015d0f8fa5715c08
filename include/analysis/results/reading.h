/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading: when "done", in one of its readings, came true: in a record, or in every replication of a results file.
 *
 * Instants are days since the epoch; +inf: not within the horizon. Pure but for reading the file.
 */
#ifndef FMKSIM_ANALYSIS_READING_H
#define FMKSIM_ANALYSIS_READING_H

#include "analysis/results/results.h"
#include "models/programme.h"

/* A question: a milestone (index) in one of the readings of municipalities, or the cards (milestone -1). */
struct question {
    int milestone;
    enum results_reading reading;
};

/* What people call it; files and data say results_reading_name(). */
const char *reading_plain_name(enum results_reading reading);

/* The reading of either name, or READINGS with ERROR_USAGE and the legal names. */
enum results_reading reading_named(const char *name, struct error *error);

/* Of the deadlines and readings that fit two names (null: any), the one whose probability in a scenario is nearest to
 * 1/2: where most is to be decided. One before the as-of date is meant only by its name. ERROR_USAGE if none fits. */
struct reading_asked {
    size_t deadline;
    struct question question;
    double probability;
};
int reading_least_certain(struct reading_asked *asked, const struct results *results, size_t scenario,
                          const char *deadline, const char *reading, struct error *error);

/* The instant in one record. `scratch` has room for the sites. */
double reading_of_record(const struct programme *programme, const struct outcome_layout *layout, const void *record,
                         struct question question, double scratch[]);

/* The same from the sites' dates, [sites][milestones] (NaN: not reached), and from the cards of each week that begins
 * on `monday` + 7 w. */
double reading_of_sites(const float *dates, size_t sites, size_t milestones, struct question question,
                        double scratch[]);
double reading_of_cards(const int32_t *cards, size_t weeks, int32_t expected, double monday);

/* The instants of all replications of a scenario in a file, dates[replications]. ERROR_FORMAT, ERROR_MEMORY. */
int reading_of_file(const struct results *results, size_t scenario, struct question question, double dates[],
                    struct error *error);

/* The instants of every question that a file answers about a scenario, from one pass over its rows: 4 bytes a question
 * and replication. */
struct reading_table {
    const struct results_spec *spec;
    float *dates;            /* [2 x milestones + 1][replications]; float32 as in the file */
    double *scratch;         /* [municipalities] */
    const int32_t *expected; /* of the block at work */
};
int reading_table_of(struct reading_table *table, const struct results *results, size_t scenario, struct error *error);
void reading_table_take(const struct reading_table *table, struct question question, double dates[]);
const float *reading_table_dates(const struct reading_table *table, struct question question); /* [replications] */
void reading_table_free(struct reading_table *table);

/* The same as part of a pass that others share: memory for it, and who fills it (results_walk()); returns how many.
 * Freed in any case. */
enum { READING_WALKERS = 4 };
int reading_table_init(struct reading_table *table, const struct results *results, struct error *error);
size_t reading_table_walkers(struct reading_table *table, struct results_walker walker[READING_WALKERS]);

#endif
