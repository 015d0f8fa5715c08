/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * outcome: the table of outcome fields and the record that it lays out.
 */
#include "models/outcome.h"

#define INSTANT "days since EPOCH"

/* By a macro, since clang-format gives every member of a nested initialiser a line of its own. */
#define FIELD_(field, name, type, units, meaning, rank, ...) [field] = {name, type, rank, {__VA_ARGS__}, units, meaning}

const struct outcome_field outcome_fields[OUTCOME_FIELDS] = {
    FIELD_(OUTCOME_NATIONAL_DATE, "national_date", OUTCOME_FLOAT32, INSTANT,
           "instant at which the last municipality reached the milestone; NaN: not within the horizon", 1,
           OUTCOME_MILESTONE),
    FIELD_(OUTCOME_MUNICIPALITY_DATE, "municipality_date", OUTCOME_FLOAT32, INSTANT,
           "instant at which the municipality reached the milestone; NaN: not within the horizon", 2,
           OUTCOME_MUNICIPALITY, OUTCOME_MILESTONE),
    FIELD_(OUTCOME_CARDS, "cards", OUTCOME_INT32, "1",
           "items in local systems nationally, at the midnight that begins the week's Monday", 1, OUTCOME_WEEK),
    FIELD_(OUTCOME_CARDS_EXPECTED, "cards_expected", OUTCOME_INT32, "1",
           "items expected nationally in this replication: 100 % of `cards`", 0, 0),
    FIELD_(OUTCOME_VENDOR, "municipality_vendor", OUTCOME_INT16, "",
           "index of the municipality's vendor along the vendor dimension, as drawn; -1: none", 1,
           OUTCOME_MUNICIPALITY),
    FIELD_(OUTCOME_PARAMETERS, "parameters", OUTCOME_FLOAT64, "",
           "values of the uncertain parameters, as drawn (dates as days since EPOCH)", 1, OUTCOME_PARAMETER),
    FIELD_(
        OUTCOME_RESOURCE_UTILISATION, "resource_utilisation", OUTCOME_FLOAT32, "1",
        "busy share of the capacity that is there between the first request and the last service; NaN: never asked for",
        1, OUTCOME_RESOURCE),
    FIELD_(OUTCOME_RESOURCE_WAIT_DAYS, "resource_wait_days", OUTCOME_FLOAT32, "d",
           "mean days from asking to being granted, over granted requests; NaN: none granted", 1, OUTCOME_RESOURCE),
    FIELD_(OUTCOME_RESOURCE_QUEUE_MAX, "resource_queue_max", OUTCOME_INT16, "1", "longest queue", 1, OUTCOME_RESOURCE),
    FIELD_(OUTCOME_RESOURCE_IDLE_DAYS, "resource_idle_days", OUTCOME_FLOAT32, "d",
           "server-days free because nobody was ready, of those who are there, between the date of readiness and the "
           "last service",
           1, OUTCOME_RESOURCE),
    FIELD_(OUTCOME_CAUSE_DAYS, "cause_days", OUTCOME_FLOAT32, "d",
           "days lost to the cause along the municipality's critical path, mean over the municipalities", 1,
           OUTCOME_CAUSE),
    FIELD_(OUTCOME_LAST_CAUSE, "last_cause", OUTCOME_INT16, "",
           "index of the cause that took most days of the last municipality's path; -1: not reached", 0, 0),
    FIELD_(OUTCOME_LAST_MUNICIPALITY, "last_municipality", OUTCOME_INT16, "",
           "index of the municipality that reached the final milestone last; -1: not reached", 0, 0),
    FIELD_(OUTCOME_ACTIVITY_CRITICAL, "activity_critical", OUTCOME_UINT8, "",
           "1 if the activity lies on the last municipality's critical path", 1, OUTCOME_ACTIVITY),
    FIELD_(OUTCOME_ITEM_YEARS_LOST, "item_years_lost", OUTCOME_FLOAT32, "1",
           "years by which items came into use after the plan's deadline, all added, those still out at the horizon up "
           "to it; NaN: no items or no such deadline",
           0, 0),
    FIELD_(OUTCOME_SITE_MONTHS_LOST, "site_months_lost", OUTCOME_FLOAT32, "1",
           "months by which municipalities reached the final milestone after the plan's deadline, all added, those "
           "that did not within the horizon up to it; NaN: no such deadline",
           0, 0),
    FIELD_(OUTCOME_VALUE_LOST, "value_lost", OUTCOME_FLOAT32, "1",
           "what the lost item-years are worth, in the unit of costs; 0 where the configuration names no value", 0, 0),
    FIELD_(OUTCOME_COST, "cost", OUTCOME_FLOAT32, "1",
           "what the configuration's `costs` come to until the last municipality is done (or the horizon)", 0, 0),
    FIELD_(OUTCOME_WEIGHT, "weight", OUTCOME_FLOAT64, "1", "1, or the posterior weight of the replication", 0, 0),
    FIELD_(OUTCOME_EVENTS, "events", OUTCOME_INT32, "1", "events executed", 0, 0),
};

size_t outcome_type_size(enum outcome_type type)
{
    switch (type) {
    case OUTCOME_FLOAT64:
        return 8;
    case OUTCOME_FLOAT32:
    case OUTCOME_INT32:
        return 4;
    case OUTCOME_INT16:
        return 2;
    case OUTCOME_UINT8:
        return 1;
    }
    return 0;
}

const char *outcome_dimension_name(enum outcome_dimension dimension)
{
    static const char *const names[OUTCOME_DIMENSIONS] = {"municipality", "milestone", "week",     "resource",
                                                          "cause",        "activity",  "parameter"};
    return names[dimension];
}

struct outcome_layout outcome_layout(const size_t extent[OUTCOME_DIMENSIONS])
{
    struct outcome_layout layout = {.size = 0};
    for (int d = 0; d < OUTCOME_DIMENSIONS; d++)
        layout.extent[d] = extent[d];
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        const struct outcome_field *field = &outcome_fields[f];
        layout.count[f] = 1;
        for (int r = 0; r < field->rank; r++)
            layout.count[f] *= extent[field->dimension[r]];
        layout.offset[f] = layout.size;
        layout.size += (layout.count[f] * outcome_type_size(field->type) + 7) / 8 * 8;
    }
    return layout;
}

void *outcome_at(const struct outcome_layout *layout, void *record, enum outcome_name name)
{
    return (unsigned char *)record + layout->offset[name];
}

const void *outcome_of(const struct outcome_layout *layout, const void *record, enum outcome_name name)
{
    return (const unsigned char *)record + layout->offset[name];
}

void outcome_describe(FILE *file)
{
    static const char *const types[] = {"float32", "float64", "int32", "int16", "uint8"};
    fputs("| variable | dimensions | type | unit | meaning |\n|---|---|---|---|---|\n", file);
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        const struct outcome_field *field = &outcome_fields[f];
        fprintf(file, "| `%s` | scenario, replication", field->name);
        for (int r = 0; r < field->rank; r++)
            fprintf(file, ", %s", outcome_dimension_name(field->dimension[r]));
        fprintf(file, " | %s | %s | %s |\n", types[field->type], field->units, field->meaning);
    }
}
