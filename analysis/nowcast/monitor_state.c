/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_state: what a monitoring sheet has up to a day.
 */
#include "analysis/nowcast/monitor.h"

#include <string.h>

static void take_site(const struct monitor *monitor, const struct monitor_row *last, long cards,
                      const struct site_told *told, struct monitor_state *state)
{
    if (!last)
        return;
    state->sites++;
    state->vendors += told->vendor != NOBODY;
    state->hosted += told->hosted != NOBODY;
    for (size_t c = 0; c < monitor->columns; c++)
        state->done[c] += last->done[c] != MONITOR_NOT_YET;
    state->told += cards >= 0;
    state->cards += cards >= 0 ? cards : 0;
}

void monitor_state(const struct monitor *monitor, long as_of, struct monitor_state *state)
{
    const struct monitor_row *last = 0;
    long cards = -1;
    struct site_told told = {NOBODY, NOBODY};
    *state = (struct monitor_state){.done = state->done, .first = LONG_MAX, .last = LONG_MIN};
    memset(state->done, 0, monitor->columns * sizeof *state->done);
    for (size_t i = 0; i < monitor->count; i++) {
        const struct monitor_row *row = &monitor->row[i];
        if (row->date > as_of) {
            state->later++;
            continue;
        }
        if (last && last->site != row->site) {
            take_site(monitor, last, cards, &told, state);
            cards = -1;
            told = (struct site_told){NOBODY, NOBODY};
        }
        last = row;
        cards = row->cards >= 0 ? row->cards : cards;
        told.vendor = row->told.vendor != NOBODY ? row->told.vendor : told.vendor;
        told.hosted = row->told.hosted != NOBODY ? row->told.hosted : told.hosted;
        state->rows++;
        state->first = row->date < state->first ? row->date : state->first;
        state->last = row->date > state->last ? row->date : state->last;
    }
    take_site(monitor, last, cards, &told, state);
}
