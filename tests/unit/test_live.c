/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the page's simulation as the module exports it (analysis/live/), here without WebAssembly.
 */
#include "analysis/live/live.h"

#include <criterion/criterion.h>
#include <string.h>

#define TEXT                                                                                                           \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\";"                                                 \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"                                                      \
    "sites = { file = \"two.csv\"; };"                                                                                 \
    "activities = { a = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 3; max = 90; }; }; };"           \
    "milestones = { m = { after = [\"a\"]; }; };"                                                                      \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };\n"
#define SITES "code,name,region\n1,One,East\n2,Two,West\n"

static int open_texts(const char *text, const char *sites)
{
    size_t length = strlen(text), size = strlen(sites);
    char *room = live_room(length + size);
    memcpy(room, text, length);
    memcpy(room + length, sites, size);
    return live_open(length, size);
}

static int choose(const char *lines)
{
    strcpy(live_room(strlen(lines)), lines);
    return live_choose(strlen(lines));
}

Test(live, chosen_and_run)
{
    double last[8];
    cr_assert_eq(open_texts(TEXT, SITES), 0, "%s", live_fault());
    cr_assert_eq(live_questions(), 3);
    cr_expect_null(live_run(1, 0, 8, 1), "nothing is chosen yet");
    cr_assert_eq(choose(""), 0, "%s", live_fault());
    const double *dates = live_run(1, 0, 8, 1);
    for (int i = 0; i < 8; i++) {
        last[i] = dates[3 * i];
        cr_expect(last[i] > 2 && last[i] < 730);
        cr_expect_eq(dates[3 * i + 1], last[i], "95 %% of two are two");
    }
    cr_expect_eq(live_run(1, 5, 1, 1)[0], last[5], "a replication is known by its number alone");
    cr_expect_neq(live_run(2, 5, 1, 1)[0], last[5]);
    cr_assert_eq(choose("\nactivities.a.duration=200"), 0, "%s", live_fault());
    cr_expect(live_run(1, 5, 1, 1)[0] > last[5]);
    cr_assert_eq(choose("2013-06-01\nactivities.a.duration=200"), -1, "a duration has no dates");
    cr_expect_null(live_run(1, 5, 1, 1), "a choice that was refused does not leave the old one behind");
    live_close();
}

/* Of two sites the later one's date is the programme's; its days by cause add up to those since the first decision. */
Test(live, site_watched)
{
    enum { PLAIN = 3 };
    cr_assert_eq(open_texts(TEXT, SITES), 0, "%s", live_fault());
    cr_assert_eq(choose(""), 0, "%s", live_fault());
    live_watch(0);
    size_t width = live_questions();
    cr_assert_gt(width, PLAIN + 1);
    for (uint64_t k = 0; k < 8; k++) {
        double date[2];
        for (size_t site = 0; site < 2; site++) {
            live_watch(site);
            const double *row = live_run(1, k, 1, 1);
            double days = 0, last = row[0];
            date[site] = row[PLAIN];
            cr_assert_leq(date[site], last);
            for (size_t c = PLAIN + 1; c < width; c++)
                days += row[c];
            cr_expect_float_eq(days, date[site], 1e-3, "%g days by cause, %g until it is done", days, date[site]);
        }
        live_watch(2);
        cr_expect_eq(live_questions(), PLAIN, "there is no third site");
        cr_expect_eq(live_run(1, k, 1, 1)[0], date[0] > date[1] ? date[0] : date[1]);
    }
    live_close();
}

Test(live, faults)
{
    cr_expect_eq(choose("\na=1"), -1);
    cr_expect_eq(open_texts("title = ", SITES), -1);
    cr_expect_eq(open_texts(TEXT, "code,name\n1,One\n"), -1);
    cr_expect(strstr(live_fault(), "region"), "%s", live_fault());
    cr_assert_eq(open_texts(TEXT, SITES), 0);
    cr_expect_eq(choose("\nno.such=1"), -1);
    cr_expect_eq(choose("\nsites.count=3"), -1);
    live_close();
}
