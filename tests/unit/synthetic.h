/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * synthetic: made-up studies for tests of what reads results: names with Danish letters, dates that are not reached,
 * figures that follow from the replication's number.
 */
#ifndef FMKSIM_TESTS_SYNTHETIC_H
#define FMKSIM_TESTS_SYNTHETIC_H

#include "analysis/results/results.h"

struct synthetic {
    struct results_spec spec;
    struct outcome_layout layout;
    double *weights;  /* [replications] or null: all 1 */
    unsigned threads; /* that pack what is written; 0: one */
};

/* A small study: 3 scenarios, 20 municipalities, 130 weeks, `replications` of each. */
void synthetic_init(struct synthetic *synthetic, size_t replications);

/* The study's size of the real thing: 98 municipalities, 261 weeks, 40 parameters, 5 deadlines. */
void synthetic_init_large(struct synthetic *synthetic, size_t replications);
void synthetic_free(struct synthetic *synthetic);

/* Fills a record of layout.size bytes; pure. */
void synthetic_record(const struct synthetic *synthetic, size_t scenario, size_t replication, void *record);

/* The instant at which a municipality reached a milestone, NaN if it did not. */
float synthetic_date(const struct synthetic *synthetic, size_t scenario, size_t replication, size_t municipality,
                     size_t milestone);

/* The value of a fan. */
float synthetic_fan(size_t scenario, size_t quantile, size_t entity, size_t week);

/* A site's days by cause, in the order of the file. */
float synthetic_lost(size_t scenario, size_t cell);

/* Writes the whole file. 0 or -1. */
int synthetic_write(const struct synthetic *synthetic, const char *path, struct error *error);

#endif
