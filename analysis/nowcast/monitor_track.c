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
    if (row->told.vendor != NOBODY)
        track->site[row->site].vendor = row->told.vendor;
    if (row->told.hosted != NOBODY)
        track->site[row->site].hosted = row->told.hosted;
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

/* What ends a node: itself, or the one work that a milestone waits for. */
static size_t ended_by(const struct programme *p, size_t node)
{
    const struct node_list *after = &p->node[node].after;
    bool one = p->node[node].kind == NODE_MILESTONE && after->count == 1;
    return one && p->node[after->node[0]].kind == NODE_WORK ? after->node[0] : node;
}

static bool tells_vendors(const struct monitor_track *track)
{
    for (size_t site = 0; site < track->sites; site++)
        if (track->site[site].vendor != NOBODY)
            return true;
    return false;
}

/* Where it is not told whom each site has, samplers go as they went when their bands were measured. */
static int take_leads(struct monitor_track *track, const struct programme *p)
{
    if (!tells_vendors(track))
        return 0;
    track->lead = calloc(track->sites * p->nodes, sizeof *track->lead);
    if (!track->lead)
        return -1;
    for (size_t i = 0; i < track->sites * p->nodes; i++)
        track->lead[i] = NAN;
    for (size_t site = 0; site < track->sites; site++)
        for (int itself = 0; itself < 2; itself++) /* what is told of it goes before what is told of its milestone */
            for (size_t c = 0; c < track->columns; c++) {
                size_t node = ended_by(p, track->node[c]);
                double done = track->done[site * track->columns + c];
                if (isfinite(done) && (node == track->node[c]) == (itself == 1))
                    track->lead[site * p->nodes + node] = done;
            }
    return 0;
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
    track->site = calloc(programme->sites, sizeof *track->site);
    if (!track->cards || !track->told || !track->node || !track->done || !track->until || !track->site)
        return -1;
    for (size_t i = 0; i < programme->sites; i++)
        track->site[i] = (struct site_told){NOBODY, NOBODY};
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
    return take_leads(track, programme);
}

void monitor_track_free(struct monitor_track *track)
{
    free(track->cards);
    free(track->told);
    free(track->node);
    free(track->done);
    free(track->until);
    free(track->site);
    free(track->lead);
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

bool monitor_guide_take(struct guide *guide, const struct monitor_track *track)
{
    *guide = (struct guide){.told = track->lead, .error = track->date_error};
    if (!track->lead)
        return true;
    guide->value = calloc(SITE_LUCK_KINDS * track->sites, sizeof *guide->value);
    return guide->value;
}

void monitor_guide_free(struct guide *guide)
{
    free(guide->value);
    *guide = (struct guide){0};
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
