/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor: a programme office's monitoring sheet, one row a site and day.
 *
 * Columns, in any order: code, date, cards (items in), vendor and hosted (whom the site has; where the programme has
 * them), decision, and any activity or milestone by its name: the day on which it was done, empty as long as it is not.
 * Columns for people are passed over: name, region, note, source. Rows may come weekly, monthly or now and then; rows
 * and sites may be missing, and cards within a row. A spreadsheet's dialect is accepted (models/sheet.h). A row with a
 * code and nothing else is one that nobody has filled in: it is passed over. docs/observations.md is the users' page.
 *
 * A sheet that contradicts itself or the programme is refused, all its faults at once. Days: 0 = 1970-01-01.
 * An object is used by one thread at a time while it changes, by any number afterwards.
 */
#ifndef FMKSIM_ANALYSIS_MONITOR_H
#define FMKSIM_ANALYSIS_MONITOR_H

#include "models/programme.h"
#include "models/rollout.h"

#include <limits.h>
#include <stdio.h>

#define MONITOR_NOT_YET LONG_MAX

struct monitor_row {
    int line; /* in the file */
    size_t site;
    long date;
    long cards;            /* items in; -1: not told */
    struct site_told told; /* of the site */
    long *done;            /* [columns], the day on which each node was done, or MONITOR_NOT_YET */
};

struct monitor { /* owns all that it points to */
    char *file;
    struct monitor_row *row; /* by site, then by date */
    size_t count;
    size_t *node; /* [columns], of the programme; 0, its start, is the decision */
    size_t columns;
    bool vendors, hosted; /* has a column of them that is read */
};

/* Whether a file is a monitoring sheet, by its heading: it has a column `code` and none `quantity`. False if it cannot
 * be read. */
bool monitor_is_one(const char *path);

/* Reads a sheet of a programme, at most 8 MiB. ALL faults are added, with the file's line. monitor_free() in any case.
 */
int monitor_read(struct monitor *monitor, const char *path, const struct programme *programme, struct faults *faults);
int monitor_read_text(struct monitor *monitor, const char *name, const char *bytes, size_t size,
                      const struct programme *programme, struct faults *faults);
void monitor_free(struct monitor *monitor);

/* What a sheet has up to a day. */
struct monitor_state {
    size_t rows, later;     /* used; dated after the day */
    size_t sites;           /* that have a row */
    long first, last;       /* days of the rows */
    size_t *done;           /* [columns], sites that have it */
    size_t told;            /* sites whose items are told … */
    long cards;             /* … and their sum, of each the last one */
    size_t vendors, hosted; /* sites of which they are told */
};

/* Fills `state`, whose done[columns] is the caller's. Rows that are dated later than the day do not count. */
void monitor_state(const struct monitor *monitor, long as_of, struct monitor_state *state);

/* Whether a programme has sites that their vendors host, so that a sheet may tell which. */
bool monitor_has_hosted(const struct programme *programme);

/* An empty sheet for a programme: a row a site, in rows that are read as not filled in. */
void monitor_template(const struct programme *programme, FILE *file);

/* before[nodes][nodes], for the caller to free: whether the first node, of hosted sites and others alike, is done
 * before the second begins. Null if memory ran out. */
bool *monitor_order(const struct programme *programme);

/* How a replication is written down. */
struct monitor_making {
    uint64_t seed, replication;
    long first, last;   /* days; a row each Sunday between them */
    double date_error;  /* standard deviation in days of what is told as a day; 0: none, cards have none in any case */
    double missing;     /* share of the rows, [0, 1) */
    const size_t *node; /* [nodes], activities that are told beside decision and milestones */
    size_t nodes;
    bool vendor, hosted; /* are told, too */
};

/* The replication that a rollout with rollout_keep_cards() has just run, as a sheet that monitor_read() takes: days are
 * told with a normal error, but never before what must come before them. -1 if memory ran out. */
int monitor_make(const struct programme *programme, const struct rollout *rollout, const struct monitor_making *making,
                 FILE *file);

#endif
