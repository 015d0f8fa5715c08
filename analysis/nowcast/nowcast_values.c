/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_values: what the courses of a results file yield for a row of observations.
 */
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/nowcast_parts.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS = 512 }; /* replications read at once */

static const enum outcome_name yielding[] = {OUTCOME_MUNICIPALITY_DATE, OUTCOME_CARDS, OUTCOME_CARDS_EXPECTED,
                                             OUTCOME_VENDOR};
enum { YIELDING = sizeof yielding / sizeof *yielding };

/* One block of rows, put together as the records that they were. */
struct records {
    const struct results *results;
    struct outcome_layout layout;
    unsigned char *bytes; /* [ROWS][layout.size] */
    unsigned char *field; /* room for one field of the block */
};

static int read_records(struct records *records, size_t first, size_t count, struct error *error)
{
    struct results_slice slice = {.first = first, .count = count};
    for (size_t f = 0; f < YIELDING; f++) {
        enum outcome_name name = yielding[f];
        size_t bytes = records->layout.count[name] * outcome_type_size(outcome_fields[name].type);
        if (bytes == 0)
            continue;
        if (results_read(records->results, name, &slice, records->field, error) != 0)
            return -1;
        for (size_t i = 0; i < count; i++)
            memcpy(outcome_at(&records->layout, records->bytes + i * records->layout.size, name),
                   records->field + i * bytes, bytes);
    }
    return 0;
}

bool nowcast_yields(const struct observed *row)
{
    bool cards = row->quantity == OBSERVED_CARDS || row->quantity == OBSERVED_CARDS_PER_WEEK;
    if (row->use == UNUSED_QUANTITY || row->use == UNUSED_PLAN || row->use == UNUSED_NOT_YIELDED ||
        row->use == UNUSED_OUTSIDE || row->use == UNUSED_UNDATED || (cards && row->scope != SCOPE_NATIONAL))
        return false;
    return row->quantity < OBSERVED_VENDOR_READY &&
           (row->quantity == OBSERVED_CARDS_EXPECTED || (row->from != OBSERVED_UNDATED && row->to != OBSERVED_UNDATED));
}

size_t nowcast_days(const struct observed *row)
{
    if (row->quantity == OBSERVED_CARDS_PER_WEEK || row->quantity == OBSERVED_CARDS_EXPECTED)
        return 1;
    long days = row->to - row->from + 1;
    return days < NOWCAST_DAYS ? (size_t)days : NOWCAST_DAYS;
}

long nowcast_day(const struct observed *row, size_t k, size_t days)
{
    return row->to - (days > 1 ? (row->to - row->from) * (long)(days - 1 - k) / (long)(days - 1) : 0);
}

int nowcast_values(const struct results *results, const struct programme *programme, const struct observed *row,
                   double values[], struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    struct records records = {.results = results, .layout = results_layout(spec)};
    size_t days = nowcast_days(row), n = spec->replications;
    records.bytes = calloc(ROWS, records.layout.size);
    records.field = calloc(ROWS, records.layout.size);
    int status = records.bytes && records.field ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t first = 0; status == 0 && first < n; first += ROWS) {
        size_t count = n - first < ROWS ? n - first : ROWS;
        status = read_records(&records, first, count, error);
        for (size_t i = 0; status == 0 && i < count; i++) {
            struct course course = {programme, &records.layout, records.bytes + i * records.layout.size, 0};
            for (size_t k = 0; k < days; k++)
                values[(first + i) * days + k] = likelihood_yield(row, &course, nowcast_day(row, k, days));
        }
    }
    free(records.bytes);
    free(records.field);
    return status;
}
