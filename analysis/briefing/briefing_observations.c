/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_observations: what was planned and observed, as the reader of observations understands it.
 */
#include "analysis/briefing/briefing_parts.h"
#include "analysis/nowcast/observation.h"

static json_t *day(long date)
{
    return date == OBSERVED_UNDATED ? json_null() : json_integer(date);
}

static json_t *row_data(struct briefing_work *work, const struct observed *observed)
{
    json_t *row = json_object();
    briefing_put(work, row, "from", day(observed->from));
    briefing_put(work, row, "to", day(observed->to));
    briefing_put(work, row, "known_from", day(observed->known_from));
    briefing_put(work, row, "quantity", json_string(observed->quantity_name));
    briefing_put(work, row, "scope", json_string(observed->scope_name));
    briefing_put(work, row, "value", briefing_number(observed->value));
    briefing_put(work, row, "error", briefing_number(observed->error));
    briefing_put(work, row, "kind", json_string(observed_kind_name(observed->kind)));
    briefing_put(work, row, "note", json_string(observed->note));
    briefing_put(work, row, "source", json_string(observed->source));
    return row;
}

json_t *briefing_observations(struct briefing_work *work, const char *path)
{
    struct observations all;
    json_t *rows = 0;
    if (observations_read(&all, path, work->faults) != 0) {
        error_set(work->error, ERROR_CONFIG, "%s: not a sound file of observations", path);
    } else {
        rows = json_array();
        for (size_t i = 0; i < all.count; i++)
            briefing_push(work, rows, row_data(work, &all.list[i]));
    }
    observations_free(&all);
    return rows;
}
