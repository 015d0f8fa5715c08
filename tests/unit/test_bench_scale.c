/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/bench/bench_scale.c: what serves the sites grows with them, from the beginning and on a date.
 */
#include "analysis/bench/bench_parts.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const text =
    "sites = { count = 3; };"
    "vendors = { one = { teams = 2; changes = ( { from = \"2014-01-01\"; add = 1; }, "
    "{ from = \"2015-01-01\"; set = 4; order = \"fifo\"; } ); }; };"
    "resources = { trainers = { capacity = 3; changes = ( { from = \"2014-01-01\"; add = -1; } ); }; };"
    "corps = { consultants = 5; changes = ( { from = \"2014-01-01\"; set = 6; } ); };"
    "sessions = { places = 4; changes = ( { from = \"2014-01-01\"; add = 2; every_days = 14.0; } ); };"
    "swat = { teams = 2; changes = ( { from = \"2014-01-01\"; add = 1; } ); };";

static long long whole(const struct document *document, const char *path)
{
    const struct setting *setting = setting_find(document->root, path);
    cr_assert(setting && setting->type == SETTING_INTEGER, "%s", path);
    return setting->value.integer;
}

Test(bench_scale, what_changes_on_a_date_grows_with_the_sites)
{
    static const struct {
        const char *path;
        long long value;
    } expected[] = {{"sites.copies", 10},
                    {"vendors.one.teams", 20},
                    {"vendors.one.changes.0.add", 10},
                    {"vendors.one.changes.1.set", 40},
                    {"resources.trainers.capacity", 30},
                    {"resources.trainers.changes.0.add", -10},
                    {"corps.consultants", 50},
                    {"corps.changes.0.set", 60},
                    {"sessions.places", 40},
                    {"sessions.changes.0.add", 20},
                    {"swat.teams", 20},
                    {"swat.changes.0.add", 10}};
    struct document document = {0}, copy = {0};
    struct faults faults = {0};
    cr_assert_eq(document_read_text(&document, "text", text, strlen(text), &faults), 0);
    cr_assert_eq(bench_scale(&copy, &document, 10, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        cr_expect_eq(whole(&copy, expected[i].path), expected[i].value, "%s: %lld", expected[i].path,
                     whole(&copy, expected[i].path));
    const struct setting *every = setting_find(copy.root, "sessions.changes.0.every_days");
    cr_expect(every && every->type == SETTING_REAL && every->value.real == 14);
    document_free(&copy);
    document_free(&document);
    faults_free(&faults);
}
