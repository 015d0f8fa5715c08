/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sites without a file (models/programme_sites.c).
 */
#include "models/programme.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define REST                                                                                                           \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\";"                                                 \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"                                                      \
    "activities = { a = { after = [\"start\"]; duration = 3; }; };"                                                    \
    "milestones = { m = { after = [\"a\"]; }; };"                                                                      \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };\n"

static int compile(struct programme *programme, const char *sites, struct faults *faults)
{
    char text[2048];
    struct document document = {0};
    snprintf(text, sizeof text, REST "%s", sites);
    faults_init(faults);
    int status = document_read_text(&document, "t.cfg", text, strlen(text), faults);
    if (status == 0)
        status = programme_init(programme, &document, faults);
    document_free(&document);
    return status;
}

Test(sites, counted)
{
    struct programme p;
    struct faults faults;
    cr_assert_eq(compile(&p, "sites = { count = 5; copies = 2; exceptions = { m3 = { weight = 2; }; }; };", &faults),
                 0);
    cr_assert_eq(p.sites, 10);
    cr_assert_eq(p.regions.count, 1);
    for (size_t i = 0; i < 10; i++) {
        cr_assert_eq(p.site[i].code, (long)(i % 5) + 1 + (i < 5 ? 0 : 1000000));
        cr_assert_eq(p.site[i].size, 1);
        cr_assert_eq(p.site[i].region, 0);
        cr_assert_eq(p.site[i].weight == NO_NUMBER, i % 5 != 2);
        cr_assert_eq(p.site[i].vendor, NOBODY);
    }
    cr_assert_str_eq(p.site[4].name, "site 5");
    programme_free(&p);
    faults_free(&faults);
}

static void refuse(const char *sites, const char *pattern)
{
    struct programme p;
    struct faults faults;
    cr_assert_eq(compile(&p, sites, &faults), -1, "%s", sites);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found = found || strstr(faults.list[i].text, pattern);
    cr_assert(found, "%s: \"%s\" is not told", sites, pattern);
    faults_free(&faults);
}

Test(sites, file_or_count)
{
    refuse("sites = { };", "sites: says neither `file` nor `count`");
    refuse("sites = { file = \"x.csv\"; count = 3; };", "sites: says both `file` and `count`");
    refuse("sites = { count = 0; };", "sites.count = 0 is out of range: legal is 1 to 30000");
    refuse("sites = { count = 30000; copies = 2; };", "sites.copies: 60000 sites; 1 to 30000 are legal");
    refuse("sites = { count = 3; cards_by = \"people\"; };", "sites.cards_by: must be \"equal\": there is no file");
    refuse("sites = { file = \"/nowhere/x.csv\"; };", "/nowhere/x.csv: cannot be read");
    refuse("sites = { count = 3; }; vendors = { v = { name = \"V\"; sites = 4; teams = 1; }; };",
           "the vendors' sites add up to 4; there are 3 sites");
}
