/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_json: what the chapters of a briefing's data have in common.
 */
#include "analysis/briefing/briefing_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>

void briefing_put(struct briefing_work *work, json_t *object, const char *key, json_t *value)
{
    work->out_of_memory |= json_object_set_new(object, key, value) != 0;
}

void briefing_push(struct briefing_work *work, json_t *array, json_t *value)
{
    work->out_of_memory |= json_array_append_new(array, value) != 0;
}

json_t *briefing_whole(double x)
{
    return isfinite(x) ? json_integer((json_int_t)llround(x)) : json_null();
}

/* Whole numbers as such: shorter, and the same number to whoever reads it. */
json_t *briefing_number(double x)
{
    if (!isfinite(x))
        return json_null();
    return fabs(x) < 1e15 && rint(x) == x ? json_integer((json_int_t)x) : json_real(x);
}

json_t *briefing_day(const struct results_spec *spec, double instant)
{
    return isfinite(instant) ? json_integer(date_of_instant(spec->epoch, instant)) : json_null();
}

void *briefing_get(struct briefing_work *work, size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory)
        error_set(work->error, ERROR_MEMORY, "no memory for the briefing");
    return memory;
}

void *briefing_read_some(struct briefing_work *work, enum outcome_name field, const struct results_slice *slice,
                         size_t items)
{
    void *values =
        briefing_get(work, slice->count * (items > 0 ? items : 1), outcome_type_size(outcome_fields[field].type));
    if (values && results_read(work->results, field, slice, values, work->error) != 0) {
        free(values);
        return 0;
    }
    return values;
}

void *briefing_read(struct briefing_work *work, enum outcome_name field, size_t scenario, size_t items)
{
    struct results_slice slice = {.scenario = scenario, .count = work->spec->replications};
    return briefing_read_some(work, field, &slice, items);
}

static bool same_week(const double values[], size_t a, size_t b)
{
    for (size_t q = 0; q < RESULTS_QUANTILES; q++)
        if (values[a * RESULTS_QUANTILES + q] != values[b * RESULTS_QUANTILES + q])
            return false;
    return true;
}

json_t *briefing_fan(struct briefing_work *work, const double values[], size_t weeks)
{
    size_t from = 0, to = weeks > 0 ? weeks - 1 : 0;
    while (from < to && same_week(values, from, from + 1))
        from++;
    while (to > from && same_week(values, to, to - 1))
        to--;
    json_t *fan = json_object(), *lists = json_array();
    for (size_t q = 0; q < RESULTS_QUANTILES; q++) {
        json_t *list = json_array();
        for (size_t w = from; w <= to && weeks > 0; w++)
            briefing_push(work, list, briefing_whole(values[w * RESULTS_QUANTILES + q]));
        briefing_push(work, lists, list);
    }
    briefing_put(work, fan, "from", json_integer((json_int_t)from));
    briefing_put(work, fan, "q", lists);
    return fan;
}
