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
    bool *before;                  /* [nodes][nodes] */
    size_t columns, *node, *order; /* [columns], what is told; and in an order in which none comes before its causes */
    long *told;                    /* [sites][columns], days; LONG_MAX: never */
};

static double uniform(const struct maker *maker, size_t site, uint64_t purpose, uint64_t occurrence)
{
    const struct monitor_making *making = maker->making;
    struct stream stream = stream_open(making->seed, making->replication, (uint64_t)maker->programme->site[site].code,
                                       purpose, occurrence);
    return stream_uniform(&stream);
}

/* ---- what is told ---- */

static bool takes(struct maker *maker)
{
    const struct programme *p = maker->programme;
    size_t most = 1 + maker->making->nodes + p->milestones;
    maker->before = monitor_order(p);
    maker->node = calloc(most, sizeof *maker->node);
    maker->order = calloc(most, sizeof *maker->order);
    maker->told = calloc(p->sites * most, sizeof *maker->told);
    return maker->before && maker->node && maker->order && maker->told;
}

/* How many of what is told must come before a column. */
static size_t causes_of(const struct maker *maker, size_t column)
{
    size_t count = 0;
    for (size_t a = 0; a < maker->columns; a++)
        count += maker->before[maker->node[a] * maker->programme->nodes + maker->node[column]];
    return count;
}

/* The decision, the activities that were asked for, the milestones. */
static void list_columns(struct maker *maker)
{
    const struct programme *p = maker->programme;
    maker->node[maker->columns++] = 0;
    for (size_t i = 0; i < maker->making->nodes; i++)
        maker->node[maker->columns++] = maker->making->node[i];
    for (size_t i = programme_first_milestone(p); i < p->nodes; i++)
        maker->node[maker->columns++] = i;
    for (size_t c = 0; c < maker->columns; c++) {
        size_t at = c;
        for (; at > 0 && causes_of(maker, maker->order[at - 1]) > causes_of(maker, c); at--)
            maker->order[at] = maker->order[at - 1];
        maker->order[at] = c;
    }
}

/* Errors of decision and milestones do not depend on which activities are told. */
static uint64_t occurrence_of(const struct maker *maker, size_t column)
{
    const struct programme *p = maker->programme;
    size_t first = programme_first_milestone(p), node = maker->node[column];
    return node == 0 ? 0 : node >= first ? 1 + node - first : 1 + p->milestones + node;
}

/* The day as it is told; never before what must come before it. */
static long told_day(const struct maker *maker, size_t site, size_t column, long least)
{
    const struct programme *p = maker->programme;
    double done = rollout_done(maker->rollout, site, maker->node[column]);
    if (isnan(done))
        return LONG_MAX;
    double off = maker->making->date_error > 0
                     ? maker->making->date_error *
                           gsl_cdf_ugaussian_Pinv(uniform(maker, site, PURPOSE_DATE, occurrence_of(maker, column)))
                     : 0;
    long day = date_of_instant(p->epoch, done) + lround(off);
    return day < least ? least : day;
}

static void tell_site(struct maker *maker, size_t site)
{
    const struct programme *p = maker->programme;
    long *told = maker->told + site * maker->columns;
    for (size_t k = 0; k < maker->columns; k++) {
        size_t column = maker->order[k];
        long least = p->epoch;
        for (size_t a = 0; a < k; a++) {
            size_t cause = maker->order[a];
            if (told[cause] != LONG_MAX && maker->before[maker->node[cause] * p->nodes + maker->node[column]])
                least = told[cause] > least ? told[cause] : least;
        }
        told[column] = told_day(maker, site, column, least);
    }
}

/* ---- writing ---- */

static void put_row(const struct maker *maker, struct csv *csv, size_t site, size_t week, long date)
{
    const struct programme *p = maker->programme;
    struct site_facts facts = rollout_site(maker->rollout, site);
    char text[DATE_TEXT];
    csv_number(csv, (double)p->site[site].code);
    csv_text(csv, p->site[site].name);
    date_format(date, text);
    csv_text(csv, text);
    if (programme_has_items(p))
        csv_number(csv, rollout_cards(maker->rollout)[site * p->weeks + week]);
    if (maker->making->vendor)
        csv_text(csv, facts.vendor == NOBODY ? "" : p->vendor[facts.vendor].name);
    if (maker->making->hosted)
        csv_number(csv, facts.hosted);
    for (size_t c = 0; c < maker->columns; c++) {
        long told = maker->told[site * maker->columns + c];
        if (told <= date)
            date_format(told, text);
        csv_text(csv, told <= date ? text : "");
    }
    csv_text(csv, "made");
    csv_line(csv);
}

static void put_heading(const struct maker *maker, struct csv *csv)
{
    const struct programme *p = maker->programme;
    csv_text(csv, "code");
    csv_text(csv, "name");
    csv_text(csv, "date");
    if (programme_has_items(p))
        csv_text(csv, "cards");
    if (maker->making->vendor)
        csv_text(csv, "vendor");
    if (maker->making->hosted)
        csv_text(csv, "hosted");
    for (size_t c = 0; c < maker->columns; c++)
        csv_text(csv, maker->node[c] == 0 ? "decision" : p->node[maker->node[c]].name);
    csv_text(csv, "source");
    csv_line(csv);
}

static void put_rows(const struct maker *maker, struct csv *csv)
{
    const struct programme *p = maker->programme;
    for (size_t week = 0; week < p->weeks; week++) {
        long sunday = p->epoch + (long)p->first_monday + 7 * (long)week - 1;
        if (sunday < maker->making->first || sunday > maker->making->last)
            continue;
        for (size_t site = 0; site < p->sites; site++)
            if (uniform(maker, site, PURPOSE_ROW, week) >= maker->making->missing)
                put_row(maker, csv, site, week, sunday);
    }
}

int monitor_make(const struct programme *programme, const struct rollout *rollout, const struct monitor_making *making,
                 FILE *file)
{
    struct csv csv = {.file = file};
    struct maker maker = {.programme = programme, .rollout = rollout, .making = making};
    bool ready = takes(&maker);
    if (ready) {
        list_columns(&maker);
        for (size_t site = 0; site < programme->sites; site++)
            tell_site(&maker, site);
        put_heading(&maker, &csv);
        put_rows(&maker, &csv);
    }
    free(maker.told);
    free(maker.node);
    free(maker.order);
    free(maker.before);
    return ready ? 0 : -1;
}
