/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * monitor_check: rows of a monitoring sheet held against each other and against the order of the activities.
 */
#include "monitor_parts.h"
#include "models/rollout.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>

struct checker {
    const struct monitor *monitor;
    const struct programme *programme;
    struct faults *faults;
    bool *before;      /* [nodes][nodes], the first must be done before the second begins */
    int32_t *expected; /* [sites], at the most */
    int status;
};

static void wrong(struct checker *checker, const struct monitor_row *row, const char *text)
{
    checker->status = faults_add(checker->faults, checker->monitor->file, row->line, "%s", text);
}

static const char *name_of(const struct checker *checker, size_t column)
{
    size_t node = checker->monitor->node[column];
    return node == 0 ? "decision" : checker->programme->node[node].name;
}

/* ---- what the programme says ---- */

/* Items of each site by the medians of what is uncertain; where their number itself is, by nearly the most. */
static int expect_items(struct checker *checker, struct error *error)
{
    const struct programme *p = checker->programme;
    struct rollout *rollout = 0;
    double *position = calloc(p->quantities.count + 1, sizeof *position);
    if (!position)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < p->quantities.count; i++)
        position[i] = i == p->cards ? 0.999 : 0.5;
    struct renewal renewal = {.position = position};
    int status = rollout_new(&rollout, p, error);
    if (status == 0)
        status = rollout_run_until(rollout, (struct luck){.renewal = &renewal}, 0, error);
    for (size_t i = 0; status == 0 && i < p->sites; i++)
        checker->expected[i] = rollout_site(rollout, i).expected;
    if (rollout)
        rollout_free(rollout);
    free(position);
    return status;
}

/* ---- a row, and the one before ---- */

static void check_cards(struct checker *checker, const struct monitor_row *row, const struct monitor_row *last)
{
    char text[200];
    if (row->cards > checker->expected[row->site]) {
        snprintf(text, sizeof text, "cards = %ld: the site has %ld; 0 to that is legal", row->cards,
                 (long)checker->expected[row->site]);
        wrong(checker, row, text);
    }
    if (last && row->cards < last->cards) {
        snprintf(text, sizeof text, "cards = %ld: fewer than the %ld of line %d, but they are counted from the start",
                 row->cards, last->cards, last->line);
        wrong(checker, row, text);
    }
}

static void check_again(struct checker *checker, const struct monitor_row *row, const struct monitor_row *last)
{
    for (size_t c = 0; c < checker->monitor->columns; c++) {
        char text[200], day[DATE_TEXT];
        if (last->done[c] == row->done[c] || last->done[c] == MONITOR_NOT_YET)
            continue;
        date_format(last->done[c], day);
        snprintf(text, sizeof text, "%.60s: line %d says that it was done on %s", name_of(checker, c), last->line, day);
        wrong(checker, row, text);
    }
    for (size_t c = 0; c < checker->monitor->columns; c++) {
        char text[200], day[DATE_TEXT];
        if (last->done[c] != MONITOR_NOT_YET || row->done[c] > last->date)
            continue;
        date_format(row->done[c], day);
        snprintf(text, sizeof text, "%.60s = \"%s\": line %d, of a later day, does not know of it yet",
                 name_of(checker, c), day, last->line);
        wrong(checker, row, text);
    }
}

static void check_order(struct checker *checker, const struct monitor_row *row)
{
    const struct monitor *monitor = checker->monitor;
    const struct programme *p = checker->programme;
    for (size_t a = 0; a < monitor->columns; a++)
        for (size_t b = 0; b < monitor->columns; b++) {
            char text[200];
            size_t first = monitor->node[a];
            if (row->done[b] == MONITOR_NOT_YET || !checker->before[first * p->nodes + monitor->node[b]])
                continue;
            bool wanted = first == 0 || p->node[first].kind == NODE_MILESTONE; /* others may not be needed */
            if (row->done[a] == MONITOR_NOT_YET && wanted)
                snprintf(text, sizeof text, "%.60s is done, but %.60s, which comes before, is not", name_of(checker, b),
                         name_of(checker, a));
            else if (row->done[a] != MONITOR_NOT_YET && row->done[a] > row->done[b])
                snprintf(text, sizeof text, "%.60s is done before %.60s, which comes before it", name_of(checker, b),
                         name_of(checker, a));
            else
                continue;
            wrong(checker, row, text);
        }
}

static bool same_order(const struct checker *checker, const struct monitor_row *row, const struct monitor_row *last)
{
    for (size_t c = 0; last && c < checker->monitor->columns; c++)
        if (row->done[c] != last->done[c])
            return false;
    return last;
}

/* A row that repeats what was wrong before does not tell it again. */
static void check_rows(struct checker *checker)
{
    const struct monitor *monitor = checker->monitor;
    const struct monitor_row *last = 0, *counted = 0;
    for (size_t i = 0; i < monitor->count; i++) {
        const struct monitor_row *row = &monitor->row[i];
        if (last && last->site != row->site)
            last = counted = 0;
        if (last && last->date == row->date) {
            char text[120];
            snprintf(text, sizeof text, "tells of the site a second time for this day; line %d has it already",
                     last->line);
            wrong(checker, row, text);
            continue;
        }
        if (row->cards >= 0)
            check_cards(checker, row, counted);
        if (last)
            check_again(checker, row, last);
        if (!same_order(checker, row, last))
            check_order(checker, row);
        counted = row->cards >= 0 ? row : counted;
        last = row;
    }
}

int monitor_check(const struct monitor *monitor, const struct programme *programme, struct faults *faults)
{
    struct checker checker = {.monitor = monitor, .programme = programme, .faults = faults};
    struct error error = {.text = "out of memory"};
    checker.before = monitor_order(programme);
    checker.expected = calloc(programme->sites + 1, sizeof *checker.expected);
    if (!checker.before || !checker.expected || expect_items(&checker, &error) != 0)
        checker.status = faults_add(faults, 0, 0, "%s", error.text);
    else
        check_rows(&checker);
    free(checker.before);
    free(checker.expected);
    return checker.status;
}
