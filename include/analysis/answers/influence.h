/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * influence: what each number of a configuration, by itself, would change: one at a time, the others as they are, with
 * the same luck. It tells which numbers decide and are constants all the same.
 *
 * A prior is held at its 10 % and its 90 % quantile, a date is 60 days earlier and later, any other constant a third
 * less and half as much again (a whole number by one at least), all within what is legal; the form of the uptake is
 * each that may be drawn. Replications are those of `run` with the same seed. One thread calls; workers are its own.
 */
#ifndef FMKSIM_ANALYSIS_INFLUENCE_H
#define FMKSIM_ANALYSIS_INFLUENCE_H

#include "analysis/study/variant.h"
#include "models/document.h"
#include "sim/error.h"

#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define INFLUENCE_MATTERS 0.05 /* a constant that moves the probability by so much should be a prior */

struct influence_options {
    const char *deadline, *reading; /* null: of those that fit the other, the least certain one */
    uint64_t seed;
    size_t replications; /* of each value, 2 to 10^6 */
    unsigned threads;
    const atomic_int *stop; /* may be null */
    /* Told before each number, from the caller's thread; may be null. */
    void (*progress)(void *context, size_t done, size_t total);
    void *context;
};

enum influence_kind {
    INFLUENCE_MOVED,  /* it was moved, and things changed or not: see `effect` and `days` */
    INFLUENCE_ZERO,   /* a constant 0, or one that the legal range pins: there is nothing to scale */
    INFLUENCE_REFUSED /* the configuration would contradict itself */
};

struct influence_end {
    double value;   /* of the form of the uptake: its number (models/choices.h) */
    double on_time; /* probability of the question */
};

struct influence_row {
    size_t number; /* among the programme's quantities */
    enum influence_kind kind;
    struct influence_end end[2]; /* by value; the form: by probability */
    double effect, error;        /* on_time at the second end less that at the first, paired, and its standard error */
    double days, days_error;     /* of the date, later than the horizon counting as the horizon, likewise */
};

struct influence {
    struct variant *baseline; /* owned; its programme names the numbers */
    size_t deadline, replications;
    enum results_reading reading;
    double on_time;            /* with nothing moved */
    struct influence_row *row; /* owned; the greatest effect first, then the most days */
    size_t count;
};

/* 0, or -1 with faults (of the configuration) or an error: ERROR_USAGE for a deadline or reading that is not there,
 * ERROR_INTERRUPTED. influence_free() in any case. */
int influence_of(struct influence *influence, const struct document *document, const struct influence_options *options,
                 struct faults *faults, struct error *error);
void influence_free(struct influence *influence);

/* Beyond three standard errors, in the probability or in the days. */
bool influence_heard(const struct influence_row *row);

/* Heard, a constant that the configuration states (no default, which is neutral), and by INFLUENCE_MATTERS or more. */
bool influence_wants_prior(const struct influence *influence, const struct influence_row *row);

const char *influence_form(double value); /* its word in the configuration */

void influence_print(const struct influence *influence, FILE *file);
json_t *influence_json(const struct influence *influence); /* every number; null: out of memory */

#endif
