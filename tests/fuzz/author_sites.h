/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * author_sites: calendars, and the sites with the table that tells of them.
 */
#ifndef FMKSIM_TESTS_FUZZ_AUTHOR_SITES_H
#define FMKSIM_TESTS_FUZZ_AUTHOR_SITES_H

#include "author.h"

#include <sys/mman.h>
#include <unistd.h>

static void say_calendars(struct author *author)
{
    static const char *const weeks[] = {"[1, 1, 1, 1, 1, 0, 0]", "[1, 1, 1, 1, 1, 1, 1]", "[0.5, 0, 0, 0, 0, 0, 0]",
                                        "[0, 0, 10, 0.001, 0, 0, 1]"};
    say(author, "calendars = { one = { weekdays = %s;", weeks[pick(author, 4)]);
    if (chance(author, 40))
        say(author,
            "holidays = [\"01-01\", \"12-25\", \"2014-02-03\", \"2013-12-20/2014-01-07\"]; easter = [-3, 1, 39];");
    if (chance(author, 40))
        say(author, "reduced = ( { weeks = [28, 29, 30, 31]; effort = %g; } );", chance(author, 50) ? 0 : 0.4);
    say(author, "}; two = { weekdays = %s; }; };\n", weeks[pick(author, 4)]);
}

/* What a file may say of a site, most often nothing; a site waits for an earlier one, so for itself never. */
static size_t write_columns(struct author *author, int site, char *text)
{
    size_t used = (size_t)sprintf(text, ",%s,%s,", (const char *const[]){"", "w1", "w2"}[pick(author, 3)],
                                  (const char *const[]){"", "", "2013-12-30", "2013-12-31"}[pick(author, 4)]);
    if (site > 0 && chance(author, 30))
        used += (size_t)sprintf(text + used, "%d", (const int[]){0, 1, 40, 70000000}[pick(author, 4)]);
    used += (size_t)sprintf(text + used, ",%s,", (const char *const[]){"", "0", "0.5", "100"}[pick(author, 4)]);
    if (site > 0 && chance(author, 40)) {
        used += (size_t)sprintf(text + used, "%d", 1 + pick(author, site));
        author->leaders = true;
    }
    int group = pick(author, 3);
    author->grouped |= group > 0 && author->group[group];
    author->group[group] = true;
    return used + (size_t)sprintf(text + used, ",%s\n", (const char *const[]){"", "g", "h"}[group]);
}

/* The table of sites goes to a file without a name. */
static int write_table(struct author *author)
{
    size_t used = (size_t)sprintf(author->table, "code,name,region,hosted,versions_behind,cards,"
                                                 "wave,decision,items,weight,depends_on,group\n");
    int file = memfd_create("sites", 0);
    for (int i = 0; i < author->sites; i++) {
        used += (size_t)sprintf(author->table + used, "%d,s%d,R%d,%s,%s,%d", i + 1, i + 1,
                                1 + (i > 0 ? pick(author, author->regions) : 0),
                                (const char *const[]){"", "0", "1"}[pick(author, 3)],
                                (const char *const[]){"", "0", "3"}[pick(author, 3)], pick(author, 100));
        used += write_columns(author, i, author->table + used);
    }
    if (file < 0 || write(file, author->table, used) != (ssize_t)used)
        abort();
    return file;
}

static void say_sites(struct author *author, int file)
{
    say(author, "sites = { file = \"/proc/self/fd/%d\";\n", file);
    say_number(author, "cards", 0, (const double[]){0, 1, 30, 2000, 1e9}[pick(author, 5)]);
    say(author, "cards_by = \"%s\";\n", chance(author, 50) ? "cards" : "equal");
    say_date(author, "decision_from");
    say(author, "waves = { w1 = {\n");
    say_date(author, "from");
    say(author, "}; w2 = { from = 90; }; };\n");
    say_number(author, "decision_spread_days", 0, up_to(author, 900, 36500));
    say_chance(author, "lateness", 1);
    say_chance(author, "pace", up_to(author, 3, 1000));
    say_number(author, "hosted", 0, 1);
    if (chance(author, 30))
        say(author, "exceptions = { m1 = { weight = %g; }; };\n", (const double[]){0, 0.5, 3, 100}[pick(author, 4)]);
    say(author, "};\n");
}

#endif
