/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sites with and without a file (models/programme_sites.c).
 */
#include "models/programme.h"
#include "sim/digest.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* The sites' file is read once and then travels with the document: it need not be there any more. */
Test(sites, attached)
{
    static const char text[] = REST "sites = { file = \"gone.csv\"; };";
    static const char table[] = "code,name,region\n7,Seven,East\n8,Eight,West\n";
    struct document document = {0}, copy = {0};
    struct programme p;
    struct faults faults;
    faults_init(&faults);
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(document_attach(&document, "gone.csv", table, strlen(table), &faults), 0);
    cr_assert_eq(document_copy(&copy, &document, &faults), 0);
    document_free(&document);
    cr_assert_eq(programme_init(&p, &copy, &faults), 0);
    cr_assert_eq(p.sites, 2);
    cr_expect_eq(p.site[1].code, 8);
    programme_free(&p);
    document_attach(&copy, "another.csv", table, strlen(table), &faults);
    cr_assert_eq(programme_init(&p, &copy, &faults), -1);
    document_free(&copy);
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
    refuse("sites = { count = 3; items_by = \"people\"; };", "sites.items_by: unknown key; did you mean 'cards_by'?");
    refuse("sites = { count = 3; items = 40; };", "sites.items: unknown key; did you mean 'cards'?");
    refuse("sites = { count = 30000; copies = 2; };", "sites.copies: 60000 sites; 1 to 30000 are legal");
    refuse("sites = { count = 3; cards_by = \"people\"; };", "sites.cards_by: must be \"equal\": there is no file");
    refuse("sites = { file = \"/nowhere/x.csv\"; };", "/nowhere/x.csv: cannot be read");
    refuse("sites = { count = 3; }; vendors = { v = { name = \"V\"; sites = 4; teams = 1; }; };",
           "the vendors' sites add up to 4; there are 3 sites");
}

/* The same two sites, however a spreadsheet writes them down. */
Test(sites, spreadsheets)
{
    static const char *const tables[] = {
        "code,name,region,cards\n1,a,East,2.5\n2,b,West,50\n",
        "code,name,region,cards\r\n1,a,East,2.5\r\n2,b,West,50\r\n\r\n",
        "\xEF\xBB\xBF"
        "code;name;region;cards\r\n1;a;East;2,5\r\n;;;\r\n2;b;West;50\r\n",
        "code,name,region,cards\r1,a,East,2.5\r\r2,b,West,50\r",
        "code,name,region,cards\n1,a,East,2.5\n2,b,West,50\n\n\n",
    };
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        char path[] = "/tmp/fmksim-table-XXXXXX", sites[256];
        struct programme p;
        struct faults faults;
        int file = mkstemp(path);
        cr_assert(file >= 0 && write(file, tables[t], strlen(tables[t])) == (ssize_t)strlen(tables[t]) &&
                  close(file) == 0);
        snprintf(sites, sizeof sites, "sites = { file = \"%s\"; cards = 9; cards_by = \"cards\"; };", path);
        int status = compile(&p, sites, &faults);
        unlink(path);
        cr_expect_eq(status, 0, "%s: %s", tables[t], faults.count > 0 ? faults.list[0].text : "");
        if (status == 0) {
            cr_expect(p.sites == 2 && p.site[0].size == 2.5 && p.site[1].size == 50 && p.site[1].code == 2);
            cr_expect_str_eq(p.regions.title[1], "West");
            programme_free(&p);
        }
        faults_free(&faults);
    }
}

/* A table's fault, with the line that it is on. */
static void refuse_table(const char *rows, int line, const char *pattern)
{
    char path[] = "/tmp/fmksim-table-XXXXXX", sites[256];
    struct programme p;
    struct faults faults;
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, rows, strlen(rows)) == (ssize_t)strlen(rows) && close(file) == 0);
    snprintf(sites, sizeof sites,
             "vendors = { v = { name = \"V\"; sites = 2; teams = 1; }; }; sites = { file = \"%s\"; };", path);
    cr_expect_eq(compile(&p, sites, &faults), -1, "%s", rows);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found = found || (faults.list[i].line == line && strstr(faults.list[i].text, pattern));
    cr_expect(found, "\"%s\" is not told on line %d: %s", pattern, line,
              faults.count > 0 ? faults.list[0].text : "nothing");
    faults_free(&faults);
    unlink(path);
}

Test(sites, tables_with_faults)
{
    refuse_table("code,name\n1,a\n2,b\n", 1, "column \"region\" is missing");
    refuse_table("code,name,region\n1,,East\n2,b,East\n", 2, "column \"name\" is empty");
    refuse_table("code,name,region\n1,a,East\n2,b,\n", 3, "column \"region\" is empty");
    refuse_table("code,name,region\n1,a,East\n1,b,East\n", 3, "code 1 stands here a second time");
    refuse_table("code,name,region\n1.5,a,East\n2,b,East\n", 2, "\"1.5\" is no whole number from 0 to 999999");
    refuse_table("code,name,region\n1,a,East,more\n2,b,East\n", 2, "has 4 fields; the heading has 3");
    refuse_table("code,name,region,vendor\n1,a,East,V\n2,b,East,W\n", 3, "there is no vendor \"W\"");
    refuse_table("code,name,region,hosted\n1,a,East,2\n2,b,East,0\n", 2, "\"2\" is no whole number from 0 to 1");
    refuse_table("code,name,region\r1,a,East\r\r2,b,East,more\r", 4, "has 4 fields; the heading has 3");
    refuse_table("code,name,region\r\n\"1\",\"a\r\nb\",East\r\n2,b,East,more\r\n", 4, "has 4 fields");
    refuse_table("code,name,region\n1,\xC6r\xF8,East\n2,b,East\n", 2, "is no UTF-8");
    refuse_table("code;name;region\n1.000;a;East\n2;b;East\n", 2, "\"1.000\" is no whole number");
    refuse_table("code,name,region\n1,a,\"East\n2,b,East\n", 2, "begins a quoted field that does not end");
    refuse_table("\n\r\n,,\n", 0, "is empty; a heading and rows are wanted");
    refuse_table("code,name,region\n", 1, "0 sites; 1 to 30000 are legal");
}

/* How the items are spread is nothing without how many they are. */
Test(sites, how_many_items)
{
    char path[] = "/tmp/fmksim-table-XXXXXX", sites[256];
    int file = mkstemp(path);
    const char rows[] = "code,name,region,people\n1,a,East,3\n2,b,East,4\n";
    cr_assert(file >= 0 && write(file, rows, strlen(rows)) == (ssize_t)strlen(rows) && close(file) == 0);
    snprintf(sites, sizeof sites, "sites = { file = \"%s\"; cards_by = \"people\"; };", path);
    refuse(sites, "sites.cards_by: says how items are spread, but sites.cards does not say how many: 0 to 1000000000");
    unlink(path);
}

/* The optional columns. */
Test(sites, columns_with_faults)
{
    refuse_table("code,name,region,wave\n1,a,East,\n2,b,East,one\n", 3, "column \"wave\": there is no \"one\"");
    refuse_table("code,name,region,decision\n1,a,East,2013-2-1\n2,b,East,\n", 2, "\"2013-2-1\" is no date YYYY-MM-DD");
    refuse_table("code,name,region,decision\n1,a,East,\n2,b,East,2012-12-31\n", 3, "between the epoch and the horizon");
    refuse_table("code,name,region,items\n1,a,East,-1\n2,b,East,\n", 2, "is no whole number from 0 to 1000000000");
    refuse_table("code,name,region,items\n1,a,East,600000000\n2,b,East,600000000\n", 1,
                 "more than 1000000000 together");
    refuse_table("code,name,region,weight\n1,a,East,101\n2,b,East,\n", 2, "\"101\" is no number from 0 to 100");
    refuse_table("code,name,region,depends_on\n1,a,East,3\n2,b,East,\n", 2, "no site has the code 3");
    refuse_table("code,name,region,depends_on\n1,a,East,1\n2,b,East,\n", 2, "site 1 waits for itself");
    refuse_table("code,name,region,depends_on\n1,a,East,2\n2,b,East,1\n", 3, "waits for itself, by way of others");
}

Test(sites, too_many_copies_of_a_table)
{
    char path[] = "/tmp/fmksim-table-XXXXXX", sites[256], rows[1024] = "code,name,region\n";
    for (int i = 1; i <= 31; i++)
        sprintf(rows + strlen(rows), "%d,s,East\n", i);
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, rows, strlen(rows)) == (ssize_t)strlen(rows) && close(file) == 0);
    snprintf(sites, sizeof sites, "sites = { copies = 1000; file = \"%s\"; };", path);
    refuse(sites, "31000 sites; 1 to 30000 are legal");
    unlink(path);
}

/* All sites of a file stand once more for every copy, with codes of their own. */
Test(sites, copies_of_a_table)
{
    char path[] = "/tmp/fmksim-table-XXXXXX", sites[256];
    static const char rows[] = "code,name,region\n7,a,East\n9,b,West\n";
    struct programme p;
    struct faults faults;
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, rows, strlen(rows)) == (ssize_t)strlen(rows) && close(file) == 0);
    snprintf(sites, sizeof sites, "sites = { copies = 3; file = \"%s\"; };", path);
    cr_assert_eq(compile(&p, sites, &faults), 0);
    cr_assert_eq(p.sites, 6);
    for (size_t i = 0; i < 6; i++) {
        cr_expect_eq(p.site[i].code, (i % 2 ? 9 : 7) + 1000000 * (long)(i / 2));
        cr_expect_eq(p.site[i].region, (int)(i % 2));
    }
    programme_free(&p);
    faults_free(&faults);
    unlink(path);
}

static void digest_of(const char *table, unsigned char value[DIGEST_BYTES])
{
    static const char text[] = REST "sites = { file = \"t.csv\"; waves = { w = { from = 1; }; v = { from = 1; }; }; };"
                                    "vendors = { a = { name = \"A\"; sites = 2; teams = 1; };"
                                    "  b = { name = \"B\"; sites = 1; teams = 1; }; };";
    struct document document = {0};
    struct programme p;
    struct digest digest;
    struct faults faults;
    faults_init(&faults);
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(document_attach(&document, "t.csv", table, strlen(table), &faults), 0);
    cr_assert_eq(programme_init(&p, &document, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    digest_init(&digest);
    programme_hash_sites(&p, &digest);
    digest_final(&digest, value);
    programme_free(&p);
    document_free(&document);
    faults_free(&faults);
}

/* Two files that differ in one cell of any column, or only in who shares a group, are two studies. */
Test(sites, every_column_is_part_of_the_identity)
{
    static const char heading[] =
        "code,name,region,vendor,hosted,versions_behind,decision,wave,items,weight,depends_on,group\n";
    static const char *const rows[] = {
        "1,a,East,A,0,1,2013-02-01,w,5,2,3,g\n", "8,a,East,A,0,1,2013-02-01,w,5,2,3,g\n",
        "1,b,East,A,0,1,2013-02-01,w,5,2,3,g\n", "1,a,West,A,0,1,2013-02-01,w,5,2,3,g\n",
        "1,a,East,,0,1,2013-02-01,w,5,2,3,g\n",  "1,a,East,A,1,1,2013-02-01,w,5,2,3,g\n",
        "1,a,East,A,,1,2013-02-01,w,5,2,3,g\n",  "1,a,East,A,0,2,2013-02-01,w,5,2,3,g\n",
        "1,a,East,A,0,,2013-02-01,w,5,2,3,g\n",  "1,a,East,A,0,1,2013-02-02,w,5,2,3,g\n",
        "1,a,East,A,0,1,,w,5,2,3,g\n",           "1,a,East,A,0,1,2013-02-01,v,5,2,3,g\n",
        "1,a,East,A,0,1,2013-02-01,,5,2,3,g\n",  "1,a,East,A,0,1,2013-02-01,w,6,2,3,g\n",
        "1,a,East,A,0,1,2013-02-01,w,,2,3,g\n",  "1,a,East,A,0,1,2013-02-01,w,5,3,3,g\n",
        "1,a,East,A,0,1,2013-02-01,w,5,,3,g\n",  "1,a,East,A,0,1,2013-02-01,w,5,2,2,g\n",
        "1,a,East,A,0,1,2013-02-01,w,5,2,,g\n",  "1,a,East,A,0,1,2013-02-01,w,5,2,3,h\n",
        "1,a,East,A,0,1,2013-02-01,w,5,2,3,\n",
    };
    enum { ROWS = sizeof rows / sizeof *rows };
    unsigned char value[ROWS][DIGEST_BYTES];
    for (size_t i = 0; i < ROWS; i++) {
        char table[1024];
        snprintf(table, sizeof table, "%s%s2,x,East,A,,,,,,,,g\n3,y,East,,,,,,,,,h\n", heading, rows[i]);
        digest_of(table, value[i]);
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(memcmp(value[i], value[j], DIGEST_BYTES), 0, "%s%s", rows[i], rows[j]);
    }
}

/* Of plain sites, too, for whom most columns are empty. */
Test(sites, one_told_cell_is_part_of_the_identity)
{
    static const char *const tables[] = {
        "code,name,region\n1,a,East\n2,b,East\n3,c,East\n",
        "code,name,region,depends_on\n1,a,East,\n2,b,East,1\n3,c,East,\n",
        "code,name,region,depends_on\n1,a,East,\n2,b,East,3\n3,c,East,\n",
        "code,name,region,depends_on\n1,a,East,\n2,b,East,\n3,c,East,1\n",
        "code,name,region,group\n1,a,East,g\n2,b,East,g\n3,c,East,\n",
        "code,name,region,group\n1,a,East,\n2,b,East,g\n3,c,East,g\n",
        "code,name,region,group\n1,a,East,g\n2,b,East,\n3,c,East,g\n",
        "code,name,region,group\n1,a,East,g\n2,b,East,g\n3,c,East,g\n",
    };
    enum { TABLES = sizeof tables / sizeof *tables };
    unsigned char value[TABLES][DIGEST_BYTES];
    for (size_t i = 0; i < TABLES; i++) {
        digest_of(tables[i], value[i]);
        for (size_t j = 0; j < i; j++)
            cr_expect_neq(memcmp(value[i], value[j], DIGEST_BYTES), 0, "%s%s", tables[i], tables[j]);
    }
}
