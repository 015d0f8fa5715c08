/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * outcome: what one replication yields, as one table of fields.
 *
 * The table generates the record that a worker fills and the journal keeps, the variables of the results file and
 * their documentation. A record is a plain run of bytes in the machine's order: the fields one after the other in
 * the table's order, each an array over its dimensions (last one fastest), each starting at a multiple of 8.
 * Pure functions and constant data, any thread.
 */
#ifndef FMKSIM_MODELS_OUTCOME_H
#define FMKSIM_MODELS_OUTCOME_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum outcome_dimension {
    OUTCOME_MUNICIPALITY,
    OUTCOME_MILESTONE,
    OUTCOME_WEEK,
    OUTCOME_RESOURCE,
    OUTCOME_CAUSE,
    OUTCOME_ACTIVITY,
    OUTCOME_PARAMETER,
    OUTCOME_DIMENSIONS
};

enum outcome_type { OUTCOME_FLOAT32, OUTCOME_FLOAT64, OUTCOME_INT32, OUTCOME_INT16, OUTCOME_UINT8 };

/* The fields, in the order of the table in outcome.c. */
enum outcome_name {
    OUTCOME_NATIONAL_DATE,
    OUTCOME_MUNICIPALITY_DATE,
    OUTCOME_CARDS,
    OUTCOME_CARDS_EXPECTED,
    OUTCOME_VENDOR,
    OUTCOME_PARAMETERS,
    OUTCOME_RESOURCE_UTILISATION,
    OUTCOME_RESOURCE_WAIT_DAYS,
    OUTCOME_RESOURCE_QUEUE_MAX,
    OUTCOME_RESOURCE_IDLE_DAYS,
    OUTCOME_CAUSE_DAYS,
    OUTCOME_LAST_CAUSE,
    OUTCOME_LAST_MUNICIPALITY,
    OUTCOME_ACTIVITY_CRITICAL,
    OUTCOME_ITEM_YEARS_LOST,
    OUTCOME_SITE_MONTHS_LOST,
    OUTCOME_VALUE_LOST,
    OUTCOME_COST,
    OUTCOME_WEIGHT,
    OUTCOME_EVENTS,
    OUTCOME_FIELDS
};

enum { OUTCOME_RANK = 2 }; /* dimensions of a field at most, scenario and replication not counted */

struct outcome_field {
    const char *name; /* of the variable in the results file; its dimensions there: scenario, replication, then these */
    enum outcome_type type;
    int rank;
    enum outcome_dimension dimension[OUTCOME_RANK];
    const char *units;   /* udunits, or "days since EPOCH" for instants, or "" for a plain index or flag */
    const char *meaning; /* one sentence */
};

extern const struct outcome_field outcome_fields[OUTCOME_FIELDS];

struct outcome_layout {
    size_t extent[OUTCOME_DIMENSIONS]; /* the sizes of the dimensions, as given */
    size_t offset[OUTCOME_FIELDS];     /* bytes from the record's start */
    size_t count[OUTCOME_FIELDS];      /* elements */
    size_t size;                       /* bytes of a record, a multiple of 8 */
};

struct outcome_layout outcome_layout(const size_t extent[OUTCOME_DIMENSIONS]);

/* The first element of a field in a record. */
void *outcome_at(const struct outcome_layout *layout, void *record, enum outcome_name name);
const void *outcome_of(const struct outcome_layout *layout, const void *record, enum outcome_name name);

size_t outcome_type_size(enum outcome_type type);
const char *outcome_dimension_name(enum outcome_dimension dimension);

/* The table in Markdown, for docs/results.md. */
void outcome_describe(FILE *file);

#endif
