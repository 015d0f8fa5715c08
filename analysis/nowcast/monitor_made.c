/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_made: a replication as an office would have written it down.
 */
#include "analysis/answers/csv.h"
#include "analysis/nowcast/monitor.h"
#include "sim/date.h"
#include "sim/stream.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

enum { PURPOSE_DATE = 0x5e01, PURPOSE_ROW = 0x5e02 }; /* no purpose of the model's, which are hashes of names */

struct maker {
    const struct programme *programme;
    const struct rollout *rollout;
    const struct monitor_making *making;
    size_t first; /* milestone */
    bool *before; /* [nodes][nodes] */
    long *told;   /* [sites][1 + milestones], days; LONG_MAX: never */
};

static double uniform(const struct maker *maker, size_t site, uint64_t purpose, uint64_t occurrence)
{
    const struct monitor_making *making = maker->making;
    struct stream stream = stream_open(making->seed, making->replication, (uint64_t)maker->programme->site[site].code,
                                       purpose, occurrence);
    return stream_uniform(&stream);
}

/* The day as it is told; never before what must come before it. */
static long told_day(const struct maker *maker, size_t site, size_t k, long least)
{
    const struct programme *p = maker->programme;
    double done = rollout_done(maker->rollout, site, k == 0 ? 0 : maker->first + k - 1);
    if (isnan(done))
        return LONG_MAX;
    double off = maker->making->date_error > 0
                     ? maker->making->date_error * gsl_cdf_ugaussian_Pinv(uniform(maker, site, PURPOSE_DATE, k))
                     : 0;
    long day = date_of_instant(p->epoch, done) + lround(off);
    return day < least ? least : day;
}

/* Milestones are told in the programme's order; one whose predecessors are not told yet is told with them. */
static void tell_days(struct maker *maker)
{
    const struct programme *p = maker->programme;
    size_t count = 1 + p->milestones;
    for (size_t site = 0; site < p->sites; site++) {
        long *told = maker->told + site * count;
        for (size_t k = 0; k < count; k++) {
            long least = p->epoch;
            for (size_t a = 0; a < k; a++)
                if (told[a] != LONG_MAX &&
                    (a == 0 || maker->before[(maker->first + a - 1) * p->nodes + maker->first + k - 1]))
                    least = told[a] > least ? told[a] : least;
            told[k] = told_day(maker, site, k, least);
        }
    }
}

static void put_row(const struct maker *maker, struct csv *csv, size_t site, size_t week, long date)
{
    const struct programme *p = maker->programme;
    char text[DATE_TEXT];
    csv_number(csv, (double)p->site[site].code);
    csv_text(csv, p->site[site].name);
    date_format(date, text);
    csv_text(csv, text);
    if (programme_has_items(p))
        csv_number(csv, rollout_cards(maker->rollout)[site * p->weeks + week]);
    for (size_t k = 0; k <= p->milestones; k++) {
        long told = maker->told[site * (1 + p->milestones) + k];
        if (told <= date)
            date_format(told, text);
        csv_text(csv, told <= date ? text : "");
    }
    csv_text(csv, "made");
    csv_line(csv);
}

static void put_heading(const struct programme *p, struct csv *csv)
{
    csv_text(csv, "code");
    csv_text(csv, "name");
    csv_text(csv, "date");
    if (programme_has_items(p))
        csv_text(csv, "cards");
    csv_text(csv, "decision");
    for (size_t i = programme_first_milestone(p); i < p->nodes; i++)
        csv_text(csv, p->node[i].name);
    csv_text(csv, "source");
    csv_line(csv);
}

int monitor_make(const struct programme *programme, const struct rollout *rollout, const struct monitor_making *making,
                 FILE *file)
{
    struct csv csv = {.file = file};
    struct maker maker = {programme, rollout, making, programme_first_milestone(programme), monitor_order(programme),
                          0};
    maker.told = calloc(programme->sites * (1 + programme->milestones), sizeof *maker.told);
    if (!maker.told || !maker.before) {
        free(maker.told);
        free(maker.before);
        return -1;
    }
    tell_days(&maker);
    put_heading(programme, &csv);
    for (size_t week = 0; week < programme->weeks; week++) {
        long sunday = programme->epoch + (long)programme->first_monday + 7 * (long)week - 1;
        if (sunday < making->first || sunday > making->last)
            continue;
        for (size_t site = 0; site < programme->sites; site++)
            if (uniform(&maker, site, PURPOSE_ROW, week) >= making->missing)
                put_row(&maker, &csv, site, week, sunday);
    }
    free(maker.told);
    free(maker.before);
    return 0;
}
