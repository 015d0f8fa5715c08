/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/answers/telling.c and analysis/answers/csv.c: how numbers are said and tables written.
 */
#include "analysis/answers/csv.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char text[TELLING];

Test(telling, percent)
{
    static const struct {
        double p;
        int decimals;
        const char *expected;
    } cases[] = {{0, 0, "0 %"},      {1, 0, "100 %"},     {0.214, 0, "21 %"},    {0.214, 1, "21.4 %"},
                 {0.004, 0, "<1 %"}, {0.996, 0, ">99 %"}, {0.0004, 1, "<0.1 %"}, {0.9996, 1, ">99.9 %"},
                 {NAN, 0, "-"},      {0.006, 0, "1 %"},   {0.994, 0, "99 %"},    {0.0006, 1, "0.1 %"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        telling_percent(cases[i].p, cases[i].decimals, text);
        cr_assert_str_eq(text, cases[i].expected);
    }
}

Test(telling, range_carries_no_more_digits_than_its_width)
{
    cr_assert_eq(telling_decimals((struct interval){0.20, 0.22}), 0);
    cr_assert_eq(telling_decimals((struct interval){0.2000, 0.2015}), 1);
    telling_range((struct interval){0.201, 0.224}, text);
    cr_assert_str_eq(text, "20 % to 22 %");
    telling_range((struct interval){0.2003, 0.2014}, text);
    cr_assert_str_eq(text, "20.0 % to 20.1 %");
    telling_range((struct interval){0.201, 0.2035}, text);
    cr_assert_str_eq(text, "20 %");
}

Test(telling, grouped)
{
    static const struct {
        double x;
        const char *expected;
    } cases[] = {{0, "0"},       {999, "999"},      {1000, "1 000"},       {12345678, "12 345 678"},
                 {-123, "-123"}, {-1234, "-1 234"}, {-123456, "-123 456"}, {2.6, "3"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        telling_grouped(cases[i].x, text);
        cr_assert_str_eq(text, cases[i].expected);
    }
}

Test(telling, days)
{
    telling_days(-12.4, (struct interval){-15.2, -9.3}, text);
    cr_assert_str_eq(text, "-12 (-15 to -9)");
    telling_days(0.64, (struct interval){0.1, 1.2}, text);
    cr_assert_str_eq(text, "+0.6 (+0.1 to +1.2)");
    telling_days(-0.3, (struct interval){-2, 1.6}, text);
    cr_assert_str_eq(text, "0 (-2 to +2)");
    telling_days(0, (struct interval){0, 0}, text);
    cr_assert_str_eq(text, "0.0 (0.0 to 0.0)");
}

Test(telling, frequency)
{
    static const struct {
        double p, n;
        const char *expected;
    } cases[] = {{0.21, 10000, "In about 2 of 10 simulated courses"},
                 {0, 10000, "In none of the 10 000 simulated courses"},
                 {1, 1000, "In all of the 1 000 simulated courses"},
                 {0.25, 8, "In 2 of 8 simulated courses"},
                 {0.002, 10000, "In fewer than 1 of 100 simulated courses"},
                 {0.998, 10000, "In more than 99 of 100 simulated courses"},
                 {0.03, 10000, "In about 3 of 100 simulated courses"},
                 {0.97, 10000, "In about 97 of 100 simulated courses"},
                 {0.00001, 4000, "In fewer than 1 of 100 simulated courses"}, /* a weighted share is no whole number */
                 {0.99999, 4000, "In more than 99 of 100 simulated courses"},
                 {0.31, 8, "In about 3 of 10 simulated courses"},
                 {NAN, 10, "In an unknown share of the simulated courses"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        telling_frequency(cases[i].p, cases[i].n, text, sizeof text);
        cr_assert_str_eq(text, cases[i].expected);
    }
}

/* Its 60th and 61st byte are one character. */
#define LONG_TITLE "12345678901234567890123456789012345678901234567890123456789\xC3\xB8sthavn"

Test(telling, dates_and_questions)
{
    static const struct results_named milestones[] = {{"M1", "technical"}};
    const struct results_spec spec = {
        .words = {"a municipality, municipalities, en kommune, kommuner", "a card, cards, et kort, kort", ""},
        .municipality_count = 98,
        .milestone_count = 1,
        .milestones = milestones};
    telling_date(date_of(2013, 1, 1), 365, text);
    cr_assert_str_eq(text, "2013-12-31"); /* the instant that ends the last day of the year */
    telling_date(0, INFINITY, text);
    cr_assert_str_eq(text, "");
    telling_question(&spec, (struct question){0, READING_ALL_MUNICIPALITIES}, "at", text);
    cr_assert_str_eq(text, "all 98 municipalities at technical");
    telling_question(&spec, (struct question){0, READING_MOST_MUNICIPALITIES}, "at", text);
    cr_assert_str_eq(text, "94 of 98 municipalities at technical");
    const struct results_named named[] = {{"ready", ""}, {"long", LONG_TITLE}};
    struct results_spec alone = spec;
    alone.municipality_count = 1;
    alone.milestones = named;
    telling_question(&alone, (struct question){0, READING_ALL_MUNICIPALITIES}, "have reached", text);
    cr_assert_str_eq(text, "the one municipality has reached ready"); /* it has no title */
    telling_question(&alone, (struct question){1, READING_ALL_MUNICIPALITIES}, "at", text);
    cr_assert_str_eq(text, "the one municipality at 12345678901234567890123456789012345678901234567890123456789");
    telling_question(&spec, (struct question){-1, READING_MOST_CARDS}, "at", text);
    cr_assert_str_eq(text, "95 % of the cards are in use");
}

Test(telling, columns_count_characters)
{
    char *out = 0;
    size_t size = 0;
    FILE *file = open_memstream(&out, &size);
    telling_left(file, "Ærø", 5);
    telling_right(file, "Ærø", 5);
    telling_left(file, "too long", 3);
    fclose(file);
    cr_assert_str_eq(out, "Ærø    Ærøtoo long");
    cr_assert_eq(telling_width("Ærø"), 3);
    free(out);
}

/* ---- tables ---- */

static char folder[32], path[64];
static struct csv csv;
static struct error error;

static void setup(void)
{
    strcpy(folder, "/tmp/fmksim-csv-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.csv", folder);
}

static void teardown(void)
{
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(csv, .init = setup, .fini = teardown);

static void holds(const char *expected)
{
    char content[512] = "";
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file);
    content[fread(content, 1, sizeof content - 1, file)] = '\0';
    fclose(file);
    cr_assert_str_eq(content, expected);
}

Test(csv, quotes_where_it_must)
{
    cr_assert_eq(csv_begin(&csv, path, "a,b,c", false, &error), 0);
    csv_text(&csv, "");
    csv_text(&csv, "Fanø, \"øen\"");
    csv_text(&csv, "two\nlines");
    csv_line(&csv);
    csv_number(&csv, 1.0 / 3);
    csv_number(&csv, NAN);
    csv_number(&csv, -5);
    csv_line(&csv);
    csv_number(&csv, INFINITY);
    csv_line(&csv);
    cr_assert_neq(access(path, F_OK), 0); /* not there before it is whole */
    cr_assert_eq(csv_end(&csv, &error), 0);
    holds("a,b,c\r\n,\"Fanø, \"\"øen\"\"\",\"two\nlines\"\r\n0.3333333333,,-5\r\n\r\n");
}

Test(csv, overwrites_by_force_only)
{
    cr_assert_eq(csv_begin(&csv, path, "old", false, &error), 0);
    cr_assert_eq(csv_end(&csv, &error), 0);
    cr_assert_eq(csv_begin(&csv, path, "new", false, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    holds("old\r\n");
    cr_assert_eq(csv_begin(&csv, path, "new", true, &error), 0);
    cr_assert_eq(csv_end(&csv, &error), 0);
    holds("new\r\n");
}

Test(csv, what_cannot_be_written)
{
    char inside[80];
    snprintf(inside, sizeof inside, "%s/nowhere/a.csv", folder);
    cr_assert_eq(csv_begin(&csv, inside, "a", false, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    /* a folder in the way of the renaming: told, and nothing stays behind */
    cr_assert_eq(csv_begin(&csv, path, "a", false, &error), 0);
    cr_assert_eq(mkdir(path, 0700), 0);
    cr_assert_eq(csv_end(&csv, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    snprintf(inside, sizeof inside, "%s.fmksim-part", path);
    cr_assert_neq(access(inside, F_OK), 0);
}

/* The reason why a table cannot be written is the system's; nothing is left, and nothing is written through a link. */
Test(csv, full_disk)
{
    char part[80], elsewhere[80];
    struct rlimit before, bound;
    snprintf(part, sizeof part, "%s.fmksim-part", path);
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", folder);
    cr_assert_eq(symlink(elsewhere, part), 0);
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(getrlimit(RLIMIT_FSIZE, &before), 0);
    bound = before;
    bound.rlim_cur = 0;
    cr_assert_eq(csv_begin(&csv, path, "a,b", false, &error), 0);
    csv_text(&csv, "x");
    csv_line(&csv);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &bound), 0);
    cr_assert_eq(csv_end(&csv, &error), -1);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &before), 0);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_not_null(strstr(error.text, "File too large"), "%s", error.text);
    cr_assert_neq(access(path, F_OK), 0);
    cr_assert_neq(access(part, F_OK), 0);
    cr_assert_neq(access(elsewhere, F_OK), 0);
}
