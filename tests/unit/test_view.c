/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/results/view.c: from which day a file looks ahead, and how a deadline stands then.
 */
#include "analysis/results/view.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <math.h>

enum { DAY = 16714 }; /* 6 October 2015: 45 years of 365 days, 11 leap days, 278 days of the year before it */

static const struct results_deadline deadlines[] = {
    {.name = "before", .date = DAY - 1}, {.name = "on", .date = DAY}, {.name = "after", .date = DAY + 1}};

/* What is known is known at the day's end: so of its own deadline nothing can be chosen any more. */
Test(view, how_a_deadline_stands)
{
    const struct results_spec plain = {.configuration = "", .deadlines = deadlines, .deadline_count = 3},
                              known = {.as_of = "2015-10-06", .deadlines = deadlines, .deadline_count = 3};
    for (size_t d = 0; d < 3; d++) {
        cr_expect_eq(view_status(&plain, LONG_MIN, d, 1), VIEW_AHEAD);
        cr_expect_eq(view_status(&plain, DAY, d, 1), d < 2 ? VIEW_UNOBSERVED : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, 1), d < 2 ? VIEW_MET : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, 1 - 1e-12), d < 2 ? VIEW_MET : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, 0.99), d < 2 ? VIEW_UNOBSERVED : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, 0.01), d < 2 ? VIEW_UNOBSERVED : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, 1e-12), d < 2 ? VIEW_MISSED : VIEW_AHEAD);
        cr_expect_eq(view_status(&known, DAY, d, (double)NAN), d < 2 ? VIEW_UNOBSERVED : VIEW_AHEAD);
    }
}

/* That of the nowcast, else that of the configuration, else none. */
Test(view, whose_day_it_is)
{
    static const char *const configurations[] = {"as_of = \"2015-10-06\";", "title = \"none\";", "as_of = 3;", 0};
    static const long wanted[] = {DAY, LONG_MIN, LONG_MIN, LONG_MIN};
    struct error error = {0};
    for (size_t i = 0; i < 4; i++) {
        struct results_spec spec = {.configuration = configurations[i], .as_of = i % 2 ? "" : 0};
        long day = 0;
        cr_assert_eq(view_day(&spec, &day, &error), 0, "%s", error.text);
        cr_expect_eq(day, wanted[i], "%ld", day);
        spec.as_of = "2015-10-07";
        cr_assert_eq(view_day(&spec, &day, &error), 0, "%s", error.text);
        cr_expect_eq(day, DAY + 1, "%ld", day);
    }
}
