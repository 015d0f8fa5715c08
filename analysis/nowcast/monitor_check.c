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
    size_t *vendors;   /* [vendors], sites told to have it */
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

/* ---- whom a site has ---- */

struct whom { /* a site's, as its rows so far tell it */
    struct site_told told;
    int vendor_line, hosted_line;
};

static void check_vendor(struct checker *checker, const struct monitor_row *row, struct whom *whom, size_t told[])
{
    const struct programme *p = checker->programme;
    char text[240];
    int vendor = row->told.vendor, known = p->site[row->site].vendor;
    if (vendor == NOBODY || vendor == whom->told.vendor)
        return;
    if (whom->told.vendor != NOBODY)
        snprintf(text, sizeof text, "vendor = %.60s: line %d says %.60s", p->vendor[vendor].name, whom->vendor_line,
                 p->vendor[whom->told.vendor].name);
    else if (known != NOBODY && known != vendor)
        snprintf(text, sizeof text, "vendor = %.60s: the configuration's sites have it with %.60s",
                 p->vendor[vendor].name, p->vendor[known].name);
    else if (++told[vendor] > p->vendor[vendor].sites)
        snprintf(text, sizeof text, "vendor = %.60s: is told of %zu sites, but has %zu in the configuration",
                 p->vendor[vendor].name, told[vendor], p->vendor[vendor].sites);
    else
        text[0] = '\0';
    if (text[0])
        wrong(checker, row, text);
    if (whom->told.vendor == NOBODY)
        *whom = (struct whom){{vendor, whom->told.hosted}, row->line, whom->hosted_line};
}

/* A share that is certain leaves no choice. */
static bool can_be_hosted(const struct programme *p, size_t site, int hosted)
{
    const struct quantity *share = p->quantities.list[p->hosted];
    if (p->site[site].hosted != NOBODY)
        return p->site[site].hosted == hosted;
    return share->kind == QUANTITY_PRIOR || share->constant != (hosted ? 0 : 1);
}

static void check_hosted(struct checker *checker, const struct monitor_row *row, struct whom *whom)
{
    char text[160];
    int hosted = row->told.hosted;
    if (hosted == NOBODY || hosted == whom->told.hosted)
        return;
    if (whom->told.hosted != NOBODY) {
        snprintf(text, sizeof text, "hosted = %d: line %d says %d", hosted, whom->hosted_line, whom->told.hosted);
        wrong(checker, row, text);
        return;
    }
    if (!can_be_hosted(checker->programme, row->site, hosted)) {
        snprintf(text, sizeof text, "hosted = %d: by the configuration it is %d", hosted, !hosted);
        wrong(checker, row, text);
    }
    whom->told.hosted = hosted;
    whom->hosted_line = row->line;
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
    struct whom whom = {{NOBODY, NOBODY}, 0, 0};
    for (size_t i = 0; i < monitor->count; i++) {
        const struct monitor_row *row = &monitor->row[i];
        if (last && last->site != row->site) {
            last = counted = 0;
            whom = (struct whom){{NOBODY, NOBODY}, 0, 0};
        }
        check_vendor(checker, row, &whom, checker->vendors);
        check_hosted(checker, row, &whom);
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
    checker.vendors = calloc(programme->vendors + 1, sizeof *checker.vendors);
    if (!checker.before || !checker.expected || !checker.vendors || expect_items(&checker, &error) != 0)
        checker.status = faults_add(faults, 0, 0, "%s", error.text);
    else
        check_rows(&checker);
    free(checker.before);
    free(checker.expected);
    free(checker.vendors);
    return checker.status;
}
