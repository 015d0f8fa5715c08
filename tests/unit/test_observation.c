/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/observation*.c: rows, a spreadsheet's dialect, every fault, and what is known by a day.
 */
#include "analysis/nowcast/observation.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define HEADING "quantity,scope,date_from,date_to,known_from,value,error,kind,note,source\n"

static void programme_of(struct programme *programme)
{
    struct document document = {0};
    struct faults faults = {0};
    cr_assert_eq(document_read(&document, SOURCE_DIR "/configs/fmk.cfg", &faults), 0);
    cr_assert_eq(programme_init(programme, &document, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    document_free(&document);
    faults_free(&faults);
}

static long day(const char *text)
{
    long read = 0;
    cr_assert(date_parse(text, &read));
    return read;
}

/* Reads and resolves; all faults as one text, "line: text\n" each. */
static void told(const char *text, const struct programme *programme, char *said, size_t size)
{
    struct observations all;
    struct faults faults = {0};
    size_t used = 0;
    int status = observations_read_text(&all, "seen.csv", text, strlen(text), &faults);
    status |= observations_resolve(&all, programme, &faults);
    faults_sort(&faults);
    cr_expect_eq(status, faults.count ? -1 : 0);
    said[0] = '\0';
    for (size_t i = 0; i < faults.count && used < size; i++) {
        cr_expect_str_eq(faults.list[i].file, "seen.csv");
        used += (size_t)snprintf(said + used, size - used, "%d: %s\n", faults.list[i].line, faults.list[i].text);
    }
    observations_free(&all);
    faults_free(&faults);
}

Test(observation, a_row)
{
    struct programme p;
    struct observations all;
    struct faults faults = {0};
    static const char text[] = "source,value,kind,error,known_from,date_to,date_from,scope,quantity,who\n"
                               "\"a \"\"b\"\", c\",7.5,rounded,0.5,2015-10-06,2015-08-31,2015-08-01,region:"
                               "Syddanmark,m1_sites,me\n";
    programme_of(&p);
    cr_assert_eq(observations_read_text(&all, "seen.csv", text, strlen(text), &faults), 0);
    cr_assert_eq(all.count, 1);
    const struct observed *row = &all.list[0];
    cr_expect_str_eq(row->source, "a \"b\", c");
    cr_expect_str_eq(row->note, "");
    cr_expect_eq(row->line, 2);
    cr_expect_eq(row->value, 7.5);
    cr_expect_eq(row->error, 0.5);
    cr_expect_eq(row->kind, OBSERVED_ROUNDED);
    cr_expect_eq(row->from, day("2015-08-01"));
    cr_expect_eq(row->to, day("2015-08-31"));
    cr_expect_eq(row->known_from, day("2015-10-06"));
    cr_expect_eq(all.ignored_count, 1);
    cr_expect_str_eq(all.ignored[0], "who");
    cr_assert_eq(observations_resolve(&all, &p, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    cr_expect_eq(row->quantity, OBSERVED_SITES);
    cr_expect_str_eq(p.node[programme_first_milestone(&p) + (size_t)row->milestone].name, "M1");
    cr_expect_eq(row->scope, SCOPE_REGION);
    cr_expect_str_eq(p.regions.title[row->whom], "Syddanmark");
    observations_free(&all);
    faults_free(&faults);
    programme_free(&p);
}

/* Semicolons, CRLF, a byte order mark, decimal commas, a quoted line break, empty lines and empty rows. */
Test(observation, spreadsheet)
{
    struct observations all;
    struct faults faults = {0};
    static const char text[] =
        "\xEF\xBB\xBF"
        "quantity;scope;date_from;date_to;known_from;value;error;kind;note;source;\r\n"
        "cards;national;2015-10-06;2015-10-06;2015-10-06;50000;0,05;relative;\"two\r\nlines\";x;\r\n"
        "\r\n;;;;;;;;;;\r\n"
        "m1_share;national;;;2015-10-06;0,93;0,005;rounded;;x;\r\n\r\n";
    cr_assert_eq(observations_read_text(&all, "seen.csv", text, strlen(text), &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    cr_assert_eq(all.count, 2);
    cr_expect_eq(all.ignored_count, 0);
    cr_expect_eq(all.list[0].error, 0.05);
    cr_expect_eq(all.list[0].line, 2);
    cr_expect_str_eq(all.list[0].note, "two\r\nlines");
    cr_expect_eq(all.list[1].value, 0.93);
    cr_expect_eq(all.list[1].line, 6);
    cr_expect_eq(all.list[1].from, OBSERVED_UNDATED);
    observations_free(&all);
}

/* An old Macintosh's lines end at a carriage return alone. */
Test(observation, carriage_return)
{
    struct observations all;
    struct faults faults = {0};
    static const char text[] = "quantity,scope,date_from,date_to,known_from,value,error,kind,source\r"
                               "cards,national,2015-10-06,2015-10-06,2015-10-06,50000,0.05,relative,x\r\r"
                               "m1_share,national,,,2015-10-06,0.93,0.005,rounded,x\r";
    cr_assert_eq(observations_read_text(&all, "seen.csv", text, strlen(text), &faults), 0);
    cr_assert_eq(all.count, 2);
    cr_expect_eq(all.list[0].line, 2);
    cr_expect_eq(all.list[1].line, 4);
    observations_free(&all);
}

Test(observation, faults)
{
    static const struct {
        const char *rows, *said;
    } cases[] = {
        {"", "0: is empty; a heading and rows are wanted\n"},
        {"\n\n", "0: is empty; a heading and rows are wanted\n"},
        {"quantity,scope,date_from,date_to,value,error,kinds,note,source\n",
         "1: column \"known_from\" is missing\n1: column \"kind\" is missing; is it \"kinds\"?\n"},
        {"quantity,quantity,scope,date_from,date_to,known_from,value,error,kind,source\n",
         "1: column \"quantity\" stands here twice\n"},
        {HEADING "cards,national,2015-10-06\n", "2: has 3 fields; the heading has 10\n"},
        {HEADING "cards,nation,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n",
         "2: scope = \"nation\": is no scope; national, region:NAME, vendor:NAME and site:CODE are legal\n"},
        {HEADING ",national,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n", "2: quantity = \"\": is missing\n"},
        {HEADING "cards,national,6/10/2015,2015-02-29,,1,1,count,,\n",
         "2: date_from = \"6/10/2015\": is no day; YYYY-MM-DD is legal, and nothing if it is not known\n"
         "2: date_to = \"2015-02-29\": is no day; YYYY-MM-DD is legal, and nothing if it is not known\n"
         "2: known_from = \"\": is no day; YYYY-MM-DD is wanted, the day since when this has been known\n"},
        {HEADING "cards,national,2015-10-06,2015-10-05,2015-10-06,1,1,count,,\n",
         "2: date_to = \"2015-10-05\": is before date_from\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,nan,1,count,,\n",
         "2: value = \"nan\": is no number\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1 000,1,count,,\n",
         "2: value = \"1 000\": is no number\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,-1,1,count,,\n",
         "2: value = \"-1\": is out of range; 0 or more is legal\n"},
        {HEADING "m1_sites,national,2015-10-06,2015-10-06,2015-10-06,99,0,exact,,\n",
         "2: value = \"99\": is out of range; 0 to 98 is legal\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,1,about,,\n",
         "2: kind = \"about\": is no kind; plan, exact, rounded, relative and count are legal\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,,rounded,,\n",
         "2: error = \"\": is missing; of this kind a number above 0 is wanted\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,0,count,,\n",
         "2: error = \"0\": is out of range; of this kind a number above 0 is legal\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,2,exact,,\n",
         "2: error = \"2\": is more than an exact value has; 0 or nothing is legal\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,0,2,relative,,\n",
         "2: value = \"0\": has no relative error; kind count is legal\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-05,1,1,count,,\n",
         "2: kind = \"count\": was known before its day; what was foreseen is of the kind plan\n"},
        {HEADING "cards_per_week,national,2015-10-01,2015-10-06,2015-10-06,1,1,count,,\n",
         "2: quantity = \"cards_per_week\": date_to must be a week or more after date_from\n"},
        {HEADING "cards,national,2015-10-06,,2015-10-06,1,1,count,,\n"
                 "m1_sites,national,,2015-10-06,2015-10-06,1,0,exact,,\n"
                 "cards_expected,national,,2015-10-06,2015-10-06,1,1,count,,\n"
                 "weather,national,,2015-10-06,2015-10-06,1,1,count,,\n",
         "2: date_to = \"\": is missing; wanted is the last day, for a single day date_from again\n"
         "3: date_from = \"\": is missing; wanted is the first day, for a single day date_to again\n"},
        {HEADING "cards,region:Sydanmark,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n"
                 "cards,vendor:Acme,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n"
                 "cards,site:1,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n",
         "2: scope = \"region:Sydanmark\": there is no region \"Sydanmark\"; is it "
         "\"Syddanmark\"?\n3: scope = \"vendor:Acme\": there is no vendor \"Acme\"\n"
         "4: scope = \"site:1\": there is no site of the code \"1\"\n"},
        {HEADING "consultants,site:101,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\n",
         "2: scope = \"site:101\": is no scope that this quantity has\n"},
        {HEADING "m1_sites,national,2015-10-06,2015-10-06,2015-10-06,1,0,exact,,\n"
                 "M1_share,national,2015-10-06,2015-10-06,2015-10-07,0.5,0.1,rounded,,\n",
         "3: tells M1_share of national a second time for these dates; line 2 has it already, and each fact counts "
         "once\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\xE6\n",
         "2: is no UTF-8; save the sheet as \"CSV UTF-8\"\n"},
        {"quantity;scope;date_from;date_to;known_from;value;error;kind;source\n"
         "cards;national;2015-10-06;2015-10-06;2015-10-06;50.000;1;count;\n",
         "2: value = \"50.000\": may be thousands or thousandths; write 50000 or 0,5 without separators\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,1,count,,\"open\n",
         "2: begins a quoted field that does not end\n"},
        {HEADING "cards,national,2015-10-06,2015-10-06,2015-10-06,1,1,count,,a \"b\" c\n",
         "2: has a quote inside a field; double it and quote the whole field\n"},
    };
    struct programme p;
    char said[4096];
    programme_of(&p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        told(cases[i].rows, &p, said, sizeof said);
        cr_expect_str_eq(said, cases[i].said, "%s gave\n%s", cases[i].rows, said);
    }
    programme_free(&p);
}

Test(observation, no_file)
{
    struct observations all;
    struct faults faults = {0};
    cr_assert_eq(observations_read(&all, "/nowhere/seen.csv", &faults), -1);
    cr_expect_str_eq(faults.list[0].text, "cannot be read: No such file or directory");
    observations_free(&all);
    faults_free(&faults);
}

/* The facts that the house keeps: all rows are sound, and five of them can be used in the end. */
Test(observation, facts)
{
    struct programme p;
    struct observations all;
    struct faults faults = {0};
    programme_of(&p);
    cr_assert_eq(observations_read(&all, SOURCE_DIR "/configs/observations.csv", &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    cr_assert_eq(observations_resolve(&all, &p, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    cr_expect_eq(all.count, 14);
    cr_expect_eq(observations_judge(&all, &p, day("2013-01-28")), 0);
    cr_expect_eq(observations_judge(&all, &p, day("2015-08-31")), 1);
    cr_expect_eq(observations_judge(&all, &p, day("2015-10-06")), 5);
    observations_free(&all);
    programme_free(&p);
}

/* A template is a sound file without a fact, and filled in, each of its rows can be used. */
Test(observation, template)
{
    static char empty[1 << 16], filled[1 << 17];
    struct programme p;
    struct observations all;
    struct faults faults = {0};
    FILE *file = fmemopen(empty, sizeof empty, "w");
    programme_of(&p);
    observations_template(&p, file);
    fclose(file);
    cr_assert_eq(observations_read_text(&all, "seen.csv", empty, strlen(empty), &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    cr_expect_eq(all.count, 0);
    observations_free(&all);
    for (char *in = empty, *out = filled, *blank; *in; *out = '\0') {
        blank = strstr(in, ",,,,,,");
        size_t length = blank ? (size_t)(blank - in) : strlen(in);
        out += sprintf(out, "%.*s%s", (int)length, in, blank ? ",2014-10-06,2015-10-06,2015-10-06,1,," : "");
        in += length + (blank ? 6 : 0);
    }
    for (char *kind = filled;
         (kind = strstr(kind, ",count,"));) /* the template's kind for what is counted with an error */
        memcpy(kind, ",exact,", 7);
    cr_assert_eq(observations_read_text(&all, "seen.csv", filled, strlen(filled), &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    cr_assert_eq(observations_resolve(&all, &p, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    cr_expect_eq(all.count, 3 + p.milestones + (p.regions.count + p.vendors) * (1 + p.milestones));
    cr_expect_eq(observations_judge(&all, &p, day("2015-10-06")), all.count);
    observations_free(&all);
    programme_free(&p);
}

/* Each row is used from the day on which it was known, and not a day earlier; each other says why it is not. */
Test(observation, known)
{
    static const char text[] =
        HEADING "plan_m1_sites,national,2014-12-31,2014-12-31,2013-01-28,98,,plan,,\n"
                "m1_sites,national,2015-02-01,2015-08-31,2015-08-31,89,0,exact,,\n"
                "m1_sites,national,2015-08-01,2015-08-31,2015-10-06,91,0.5,rounded,,\n"
                "hospital_full_use_share,national,2015-08-01,2015-08-31,2015-10-06,0.61,0.005,rounded,,\n"
                "cards_expected,national,,2015-10-06,2015-10-06,100000,5000,rounded,,\n"
                "cards_per_week,national,,,2015-10-06,2500,0.1,relative,,\n"
                "cards,national,2012-10-06,2012-10-06,2012-10-06,50000,2500,rounded,,\n"
                "teams,vendor:kmd,2014-10-06,2014-10-06,2014-10-06,5,1,count,,\n";
    struct programme p;
    struct observations all;
    struct faults faults = {0};
    programme_of(&p);
    cr_assert_eq(observations_read_text(&all, "seen.csv", text, strlen(text), &faults), 0);
    cr_assert_eq(observations_resolve(&all, &p, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    static const enum observed_use want[] = {UNUSED_PLAN,   OBSERVED_USED,  OBSERVED_USED,  UNUSED_QUANTITY,
                                             OBSERVED_USED, UNUSED_UNDATED, UNUSED_OUTSIDE, UNUSED_NOT_YIELDED};
    cr_expect_eq(observations_judge(&all, &p, day("2015-10-06")), 3);
    for (size_t i = 0; i < all.count; i++)
        cr_expect_eq(all.list[i].use, want[i], "row %zu: %s", i, observed_use_text(all.list[i].use));
    cr_expect_eq(observations_judge(&all, &p, day("2015-10-05")), 1);
    cr_expect_eq(all.list[2].use, UNUSED_KNOWN_AFTER);
    cr_expect_eq(observations_judge(&all, &p, day("2015-08-30")), 0);
    observations_free(&all);
    programme_free(&p);
}
