/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation: what was seen of a programme's course, from a CSV file: one row a fact.
 *
 * Columns, in any order: quantity, scope, date_from, date_to, known_from, value, error, kind, note, source; others are
 * told of by observations_ignored(). A spreadsheet's dialect is accepted: semicolons, CRLF, a byte order mark, decimal
 * commas, empty lines. docs/observations.md says what a row may hold.
 *
 * A row that has neither dates nor numbers is one that nobody has filled in: it is passed over.
 *
 * Reading knows no programme: it takes any quantity. observations_resolve() then finds what a row speaks of in a
 * programme, observations_judge() which rows a nowcast as of a day may use. Days: 0 = 1970-01-01.
 * An object is used by one thread at a time while it changes, by any number afterwards.
 */
#ifndef FMKSIM_ANALYSIS_OBSERVATION_H
#define FMKSIM_ANALYSIS_OBSERVATION_H

#include "models/programme.h"

#include <limits.h>
#include <stdio.h>

#define OBSERVED_UNDATED LONG_MIN

/* What `error` is of; the names in the file are those of observed_kind_name(). */
enum observed_kind {
    OBSERVED_PLAN,     /* no observation; error may be missing */
    OBSERVED_EXACT,    /* no error: missing or 0 */
    OBSERVED_ROUNDED,  /* half-width of the interval that was rounded to the value, > 0 */
    OBSERVED_RELATIVE, /* standard deviation as a share of the value, > 0 */
    OBSERVED_COUNT,    /* standard deviation in the value's unit, > 0 */
    OBSERVED_KINDS
};
const char *observed_kind_name(enum observed_kind kind);

enum observed_scope { SCOPE_NATIONAL, SCOPE_REGION, SCOPE_VENDOR, SCOPE_SITE };

enum observed_quantity {
    OBSERVED_CARDS,          /* items in */
    OBSERVED_CARDS_PER_WEEK, /* items in a week, mean over the weeks from date_from to date_to */
    OBSERVED_SITES,          /* MILESTONE_sites: sites at the milestone */
    OBSERVED_SHARE,          /* MILESTONE_share: the same as a share of the scope's sites */
    OBSERVED_CARDS_EXPECTED, /* items in when all is done; needs no date */
    OBSERVED_VENDOR_READY,   /* 1: the vendor's version is ready; 0: it is not */
    OBSERVED_DOCTORS_SHARE,
    OBSERVED_CONSULTANTS, /* in post */
    OBSERVED_TEAMS,       /* of a vendor */
    OBSERVED_OTHER        /* the model does not have it */
};

/* Whether a nowcast uses a row, or why it does not. */
enum observed_use {
    OBSERVED_USED,
    UNUSED_PLAN,
    UNUSED_QUANTITY,    /* of a quantity that the model does not have */
    UNUSED_NOT_YIELDED, /* the model has it, but a replication does not report it */
    UNUSED_UNDATED,
    UNUSED_DATED_AFTER, /* the as-of date */
    UNUSED_KNOWN_AFTER,
    UNUSED_OUTSIDE, /* before the epoch or after the horizon */
    OBSERVED_USES
};
const char *observed_use_text(enum observed_use use); /* "used", "a plan", … */

struct observed {
    int line; /* in the file */
    char *quantity_name, *scope_name, *note, *source;
    long from, to, known_from; /* from and to may be OBSERVED_UNDATED */
    double value, error;       /* error 0 where the file has none */
    enum observed_kind kind;

    /* of observations_resolve() */
    enum observed_quantity quantity;
    int milestone; /* index among the milestones; NOBODY: the quantity has none */
    enum observed_scope scope;
    int whom; /* region, vendor or site; NOBODY: national */

    enum observed_use use; /* of observations_judge() */
};

/* Of what is normally distributed around the truth, in the value's unit: of kind count or relative. */
double observed_deviation(const struct observed *row);

struct observations { /* owns all that it points to */
    char *file;
    struct observed *list; /* in the file's order */
    size_t count;
    char **ignored; /* columns that the reader does not know, in the file's order */
    size_t ignored_count;
};

/* Reads a file, at most 1 MiB. ALL faults are added, with the file's line; on -1 the rows that could be understood are
 * kept, so that resolving can tell its faults too. observations_free() in any case. */
int observations_read(struct observations *observations, const char *path, struct faults *faults);
int observations_read_text(struct observations *observations, const char *name, const char *bytes, size_t size,
                           struct faults *faults);
void observations_free(struct observations *observations);

/* Finds quantities and scopes in a programme. Adds every fault: a region, vendor or site that is not there, a value out
 * of its range, one date alone where a date is needed, a fact that was known before its day. */
int observations_resolve(struct observations *observations, const struct programme *programme, struct faults *faults);

/* An empty file for a programme: what may be observed of it, nationally, by region and by vendor, in rows that are read
 * as not filled in. */
void observations_template(const struct programme *programme, FILE *file);

/* Fills `use` of every row, given what was known at the end of a day. Returns how many are used. */
size_t observations_judge(struct observations *observations, const struct programme *programme, long as_of);

#endif
