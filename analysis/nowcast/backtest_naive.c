/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_naive: what anybody can say of a site by its row in a sheet, or by the plan.
 */
#include "analysis/nowcast/backtest_parts.h"

#include <math.h>
#include <string.h>

enum { LAST_WEEKS = 4 };

/* Two told weeks that a line goes through; from == to: it is level. */
struct line {
    long from, to;
    double first, last;
};

/* From `from` = -1 on nothing is told. */
static struct line line_of(const struct monitor_track *track, size_t site, long week, enum baseline by)
{
    struct line line = {.from = -1, .to = -1};
    const int32_t *cards = track->cards + site * track->weeks;
    for (long w = 0; w <= week && w < (long)track->weeks; w++)
        if (track->told[site * track->weeks + (size_t)w])
            line.to = w;
    for (long w = 0; w <= line.to; w++) {
        bool earlier = by == BASELINE_WEEKS ? w <= line.to - LAST_WEEKS : cards[w] == 0;
        if (track->told[site * track->weeks + (size_t)w] && (line.from < 0 || earlier))
            line.from = w;
    }
    if (line.to >= 0) {
        line.first = cards[line.from];
        line.last = cards[line.to];
    }
    return line;
}

static double slope_of(const struct line *line)
{
    return line->to > line->from ? (line->last - line->first) / (double)(line->to - line->from) : 0;
}

double backtest_naive_items(const struct monitor_track *track, size_t site, long week, double expected, long target,
                            enum baseline by)
{
    struct line line = track->rows > 0 ? line_of(track, site, week, by) : (struct line){.to = -1};
    if (line.to < 0)
        return NAN;
    return fmin(expected, line.last + slope_of(&line) * (double)(target - line.to));
}

double backtest_naive_week(const struct monitor_track *track, size_t site, long week, double wanted, enum baseline by)
{
    struct line line = track->rows > 0 ? line_of(track, site, week, by) : (struct line){.to = -1};
    if (line.to < 0)
        return NAN;
    if (line.last >= wanted)
        return (double)line.to;
    double slope = slope_of(&line);
    return slope > 0 ? (double)line.to + (wanted - line.last) / slope : INFINITY;
}

double backtest_plan_items(const struct observations *observations, double day)
{
    const struct observed *before = 0, *after = 0;
    for (size_t i = 0; i < observations->count; i++) {
        const struct observed *row = &observations->list[i];
        if (row->kind != OBSERVED_PLAN || strcasecmp(row->quantity_name, "plan_cards") != 0 ||
            strcmp(row->scope_name, "national") != 0 || row->to == OBSERVED_UNDATED)
            continue;
        if ((double)row->to <= day && (!before || row->to > before->to))
            before = row;
        if ((double)row->to > day && (!after || row->to < after->to))
            after = row;
    }
    if (before && after)
        return before->value +
               (after->value - before->value) * (day - (double)before->to) / (double)(after->to - before->to);
    return before ? before->value : after ? 0 : NAN;
}

double backtest_plan_instant(const struct programme *programme, size_t milestone)
{
    int deadline = programme->delay.deadline;
    return deadline != NOBODY && programme->deadline[deadline].milestone == (int)milestone
               ? programme->deadline[deadline].instant
               : NAN;
}
