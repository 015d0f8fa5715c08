/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_track: see include/analysis/nowcast/monitor_track.h.
 */
#include "analysis/nowcast/monitor_track.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t cell_of(const struct monitor_track *track, size_t site, size_t week)
{
    return site * track->weeks + week;
}

/* The last Monday by the day's end; negative before the first. */
static long monday_by(const struct programme *p, long day)
{
    return (long)floor(((double)(day + 1 - p->epoch) - p->first_monday) / 7);
}

/* Of several rows in a week the first is nearest to its Monday. */
static void take_cards(struct monitor_track *track, const struct programme *p, const struct monitor_row *row)
{
    long week = monday_by(p, row->date);
    if (row->cards < 0 || week < 0 || week >= (long)track->weeks)
        return;
    size_t cell = cell_of(track, row->site, (size_t)week);
    if (!track->told[cell])
        track->cards[cell] = (int32_t)row->cards;
    track->told[cell] = true;
}

static void take_row(struct monitor_track *track, const struct programme *p, const struct monitor_row *row)
{
    take_cards(track, p, row);
    track->until[row->site] = (double)(row->date + 1 - p->epoch);
    for (size_t c = 0; c < track->columns; c++)
        track->done[row->site * track->columns + c] =
            row->done[c] == MONITOR_NOT_YET ? INFINITY : (double)(row->done[c] - p->epoch) + 0.5;
    track->rows++;
}

/* Between two counts the items are spread evenly; before the first there are at most so many. */
static void fill_gaps(struct monitor_track *track, size_t site)
{
    int32_t *cards = track->cards + cell_of(track, site, 0);
    const bool *told = track->told + cell_of(track, site, 0);
    size_t last = SIZE_MAX;
    for (size_t week = 0; week < track->weeks; week++) {
        if (!told[week])
            continue;
        for (size_t k = last == SIZE_MAX ? 0 : last + 1; k < week; k++)
            cards[k] = last == SIZE_MAX ? ~cards[week]
                                        : cards[last] + (int32_t)((int64_t)(cards[week] - cards[last]) *
                                                                  (int64_t)(k - last) / (int64_t)(week - last));
        last = week;
    }
}

void monitor_track_fill(struct monitor_track *track)
{
    for (size_t site = 0; site < track->sites; site++)
        fill_gaps(track, site);
}

int monitor_track_init(struct monitor_track *track, const struct monitor *monitor, const struct programme *programme,
                       long as_of, double date_error)
{
    size_t cells = programme->sites * programme->weeks, columns = monitor->columns;
    *track = (struct monitor_track){
        .sites = programme->sites, .weeks = programme->weeks, .columns = columns, .date_error = date_error};
    track->cards = calloc(cells + 1, sizeof *track->cards);
    track->told = calloc(cells + 1, sizeof *track->told);
    track->node = calloc(columns + 1, sizeof *track->node);
    track->done = calloc(programme->sites * columns + 1, sizeof *track->done);
    track->until = calloc(programme->sites, sizeof *track->until);
    if (!track->cards || !track->told || !track->node || !track->done || !track->until)
        return -1;
    for (size_t i = 0; i < cells; i++)
        track->cards[i] = ~INT32_MAX;
    for (size_t i = 0; i < programme->sites * columns; i++)
        track->done[i] = NAN;
    for (size_t c = 0; c < columns; c++)
        track->node[c] = monitor->node[c];
    for (size_t i = 0; i < monitor->count; i++)
        if (monitor->row[i].date <= as_of)
            take_row(track, programme, &monitor->row[i]);
    monitor_track_fill(track);
    return 0;
}

void monitor_track_free(struct monitor_track *track)
{
    free(track->cards);
    free(track->told);
    free(track->node);
    free(track->done);
    free(track->until);
    *track = (struct monitor_track){0};
}

bool monitor_sighting_take(struct sighting *sighting, const struct monitor_track *track)
{
    size_t cells = track->sites * track->weeks + 1;
    *sighting = (struct sighting){.cards = track->cards,
                                  .missed = calloc(cells, sizeof *sighting->missed),
                                  .room = calloc(cells, sizeof *sighting->room),
                                  .late = calloc(track->sites, sizeof *sighting->late),
                                  .joined = calloc(track->sites, sizeof *sighting->joined)};
    return sighting->missed && sighting->room && sighting->late && sighting->joined;
}

void monitor_sighting_free(struct sighting *sighting)
{
    free(sighting->missed);
    free(sighting->room);
    free(sighting->late);
    free(sighting->joined);
    *sighting = (struct sighting){0};
}

struct monitor_known *monitor_known_take(const struct monitor_track *track)
{
    size_t cells = track->sites * track->weeks + 1;
    struct monitor_known *known = calloc(cells, sizeof *known);
    for (size_t i = 0; known && i < cells; i++)
        known[i].log_missed = NAN;
    return known;
}

bool monitor_track_is_whole(const struct monitor_track *track, const struct programme *programme, size_t site,
                            double known)
{
    const int32_t *cards = track->cards + cell_of(track, site, 0);
    size_t weeks = (size_t)fmax(0, floor((known - programme->first_monday) / 7) + 1), week = 0;
    while (week < weeks && week < track->weeks && cards[week] == ~0) /* before the first count, which is 0 */
        week++;
    while (week < weeks && week < track->weeks && cards[week] >= 0)
        week++;
    return week >= weeks || week >= track->weeks;
}
