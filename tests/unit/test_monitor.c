/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/nowcast/monitor*.c: rows, a spreadsheet's dialect, every contradiction, and two hundred mutations
 * of a sound sheet.
 */
#include "analysis/nowcast/monitor.h"
#include "sim/date.h"
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct programme five(void)
{
    struct programme programme;
    struct document document = {0};
    struct faults faults = {0};
    cr_assert_eq(document_read(&document, SOURCE_DIR "/configs/five.cfg", &faults), 0);
    cr_assert_eq(programme_init(&programme, &document, &faults), 0);
    document_free(&document);
    return programme;
}

static long day(const char *text)
{
    long read = 0;
    cr_assert(date_parse(text, &read));
    return read;
}

/* Reads a sheet of five.cfg; all faults as one text, "line: text\n" each. */
static void told(const char *text, char *said, size_t size)
{
    struct programme p = five();
    struct monitor monitor;
    struct faults faults = {0};
    size_t used = 0;
    int status = monitor_read_text(&monitor, "sheet.csv", text, strlen(text), &p, &faults);
    faults_sort(&faults);
    cr_expect_eq(status, faults.count ? -1 : 0);
    said[0] = '\0';
    for (size_t i = 0; i < faults.count && used < size; i++) {
        cr_expect_str_eq(faults.list[i].file, "sheet.csv");
        used += (size_t)snprintf(said + used, size - used, "%d: %s\n", faults.list[i].line, faults.list[i].text);
    }
    monitor_free(&monitor);
    faults_free(&faults);
    programme_free(&p);
}

static void expect(const char *text, const char *faults)
{
    char said[4096];
    told(text, said, sizeof said);
    cr_expect_str_eq(said, faults);
}

/* Rows in any order, columns in any order, people's columns, missing cells, activities by name, the decision. */
Test(monitor, rows)
{
    struct programme p = five();
    struct monitor monitor;
    struct faults faults = {0};
    static const char text[] = "M1,cards,note,upgrade,date,decision,code\n"
                               "2014-01-15,21,\"a, b\",2014-01-11,2014-01-27,2013-12-30,1\n"
                               "2014-01-15,6,,2014-01-11,2014-01-20,2013-12-30,1\n"
                               ",,,,2014-01-20,2013-12-30,3\n";
    cr_assert_eq(monitor_read_text(&monitor, "a.csv", text, strlen(text), &p, &faults), 0);
    cr_assert_eq(monitor.count, 3);
    cr_assert_eq(monitor.columns, 3);
    cr_expect_str_eq(p.node[monitor.node[0]].name, "M1");
    cr_expect_str_eq(p.node[monitor.node[1]].name, "upgrade");
    cr_expect_eq(monitor.node[2], 0);
    cr_expect_eq(monitor.row[0].date, day("2014-01-20"));
    cr_expect_eq(monitor.row[0].line, 3);
    cr_expect_eq(monitor.row[0].cards, 6);
    cr_expect_eq(monitor.row[1].cards, 21);
    cr_expect_eq(monitor.row[1].done[1], day("2014-01-11"));
    cr_expect_eq(monitor.row[2].site, 2);
    cr_expect_eq(monitor.row[2].cards, -1);
    cr_expect_eq(monitor.row[2].done[0], MONITOR_NOT_YET);
    monitor_free(&monitor);
    programme_free(&p);
}

Test(monitor, state)
{
    struct programme p = five();
    struct monitor monitor;
    struct faults faults = {0};
    size_t done[2];
    struct monitor_state state = {.done = done};
    static const char text[] = "code,date,cards,M1,M2a\n"
                               "1,2014-01-20,6,2014-01-15,\n"
                               "1,2014-01-27,,2014-01-15,\n"
                               "1,2014-02-10,30,2014-01-15,2014-02-04\n"
                               "2,2014-01-27,0,,\n";
    cr_assert_eq(monitor_read_text(&monitor, "a.csv", text, strlen(text), &p, &faults), 0);
    monitor_state(&monitor, day("2014-01-31"), &state);
    cr_expect_eq(state.rows, 3);
    cr_expect_eq(state.later, 1);
    cr_expect_eq(state.sites, 2);
    cr_expect_eq(state.first, day("2014-01-20"));
    cr_expect_eq(state.last, day("2014-01-27"));
    cr_expect_eq(done[0], 1);
    cr_expect_eq(done[1], 0);
    cr_expect_eq(state.told, 2);
    cr_expect_eq(state.cards, 6);
    monitor_state(&monitor, day("2014-01-01"), &state);
    cr_expect_eq(state.rows, 0);
    cr_expect_eq(state.sites, 0);
    monitor_free(&monitor);
    programme_free(&p);
}

/* A spreadsheet's dialect; its empty columns and rows; rows that nobody has filled in. */
Test(monitor, spreadsheet)
{
    struct programme p = five();
    struct monitor monitor;
    struct faults faults = {0};
    static const char text[] =
        "\xEF\xBB\xBF"
        "code;name;date;cards;M1;\r\n1;Ask;2014-01-20;6,0;2014-01-15;\r\n2;Birk;;;;\r\n;;;;;\r\n";
    cr_assert_eq(monitor_read_text(&monitor, "a.csv", text, strlen(text), &p, &faults), 0);
    cr_assert_eq(monitor.count, 1);
    cr_expect_eq(monitor.row[0].cards, 6);
    monitor_free(&monitor);
    programme_free(&p);
}

/* What `nowcast --template=sheet` prints is a sheet of no rows. */
Test(monitor, template)
{
    struct programme p = five();
    struct monitor monitor;
    struct faults faults = {0};
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    monitor_template(&p, file);
    fclose(file);
    cr_expect(strncmp(text, "code,name,date,cards,vendor,M1,M2a,M2\n1,Ask,,,,,,\n", 50) == 0, "%s", text);
    cr_assert_eq(monitor_read_text(&monitor, "a.csv", text, size, &p, &faults), 0);
    cr_expect_eq(monitor.count, 0);
    cr_expect_eq(monitor.columns, 3);
    monitor_free(&monitor);
    free(text);
    programme_free(&p);
}

Test(monitor, headings)
{
    expect("kode,date\n1,2014-01-20\n", "1: column \"kode\" is no activity and no milestone of the programme; is it "
                                        "\"code\"?\n"
                                        "1: column \"code\" is missing; is it \"kode\"?\n");
    expect("code,date,M2,M2,upgrad\n", "1: column \"M2\" stands here twice\n"
                                       "1: column \"upgrad\" is no activity and no milestone of the programme; is it "
                                       "\"upgrade\"?\n");
    expect("", "0: is empty; a heading and rows are wanted\n");
}

Test(monitor, cells)
{
    expect("code,date,cards,M1\n"
           "9,2014-01-20,1,\n"
           ",2014-01-20,1,\n"
           "1,20-01-2014,1,\n"
           "1,2012-01-20,1,\n"
           "2,2014-01-20,2.5,\n"
           "3,2014-01-20,-1,\n"
           "4,2014-01-20,61,soon\n"
           "5,2014-01-20,,2014-01-21\n",
           "2: code = \"9\": is no code of a site in the configuration\n"
           "3: code = \"\": is missing\n"
           "4: date = \"20-01-2014\": is no day; YYYY-MM-DD is legal\n"
           "5: date = \"2012-01-20\": is outside the configuration's epoch and horizon\n"
           "6: cards = \"2.5\": is no count; a whole number from 0 is legal\n"
           "7: cards = \"-1\": is no count; a whole number from 0 is legal\n"
           "8: M1 = \"soon\": is no day; YYYY-MM-DD is legal, and nothing as long as it is not done\n"
           "8: cards = 61: the site has 60; 0 to that is legal\n"
           "9: M1 = \"2014-01-21\": is after the row's own date; what was foreseen does not belong here\n");
}

/* Rows of a site against each other: later lines are held against earlier days, wherever they stand. */
Test(monitor, contradictions)
{
    expect("code,date,cards,M1\n"
           "1,2014-02-03,5,2014-01-15\n"
           "1,2014-01-20,6,2014-01-15\n"
           "1,2014-01-20,6,2014-01-15\n"
           "2,2014-01-20,,2014-01-15\n"
           "2,2014-01-27,,\n"
           "3,2014-01-20,,\n"
           "3,2014-01-27,,2014-01-18\n",
           "2: cards = 5: fewer than the 6 of line 3, but they are counted from the start\n"
           "4: tells of the site a second time for this day; line 3 has it already\n"
           "6: M1: line 5 says that it was done on 2014-01-15\n"
           "8: M1 = \"2014-01-18\": line 7, of a later day, does not know of it yet\n");
}

/* Told once, in the first row that has it. */
Test(monitor, order)
{
    expect("code,date,decision,upgrade,M1,M2a\n"
           "1,2014-03-03,2014-01-06,2014-01-20,2014-01-15,2014-02-01\n"
           "1,2014-03-10,2014-01-06,2014-01-20,2014-01-15,2014-02-01\n"
           "2,2014-03-03,,,,2014-02-01\n",
           "2: M1 is done before upgrade, which comes before it\n"
           "4: M2a is done, but decision, which comes before, is not\n"
           "4: M2a is done, but M1, which comes before, is not\n");
}

/* ---- mutations ---- */

enum { MUTATIONS = 200, ROWS = 40, CELLS = 5, ROOM = 8192 };

static double uniform(size_t mutation, uint64_t what)
{
    struct stream stream = stream_open(14, mutation, what, 1, 0);
    return stream_uniform(&stream);
}

/* Eight weekly rows of five sites, one line each. */
static void sound(char cell[ROWS][CELLS][24])
{
    for (size_t row = 0; row < ROWS; row++) {
        size_t site = row / 8, week = row % 8;
        char date[DATE_TEXT];
        date_format(day("2014-01-20") + 7 * (long)week, date);
        snprintf(cell[row][0], 24, "%zu", site + 1);
        snprintf(cell[row][1], 24, "%s", date);
        snprintf(cell[row][2], 24, "%zu", week < 2 ? 0 : 3 * (week - 1));
        snprintf(cell[row][3], 24, "%s", week < 1 ? "" : "2014-01-24");
        snprintf(cell[row][4], 24, "%s", week < 7 ? "" : "2014-03-07");
    }
}

/* Breaks a cell of a row, so that this row must be told of; rows 1 to 6 of a site have neighbours. */
static void breaks(char row[CELLS][24], size_t kind)
{
    static const struct {
        size_t cell;
        const char *text;
    } ways[] = {{0, "77"},         {0, ""},           {0, "1x"},         {1, "2014-02-30"}, {1, "yesterday"},
                {1, "1999-01-04"}, {2, "121"},        {2, "-3"},         {2, "many"},       {2, "1e99"},
                {3, "2014-13-01"}, {3, "2044-01-24"}, {3, "1914-01-24"}, {4, "2014-01-02"}, {4, "\xC3\xB8"}};
    kind %= sizeof ways / sizeof *ways;
    snprintf(row[ways[kind].cell], 24, "%s", ways[kind].text);
}

static size_t write_rows(char cell[ROWS][CELLS][24], char text[ROOM])
{
    size_t used = (size_t)snprintf(text, ROOM, "code,date,cards,M1,M2a\n");
    for (size_t row = 0; row < ROWS; row++)
        used += (size_t)snprintf(text + used, ROOM - used, "%s,%s,%s,%s,%s\n", cell[row][0], cell[row][1], cell[row][2],
                                 cell[row][3], cell[row][4]);
    return used;
}

/* One to six rows are broken, each in a way of its own: every one of their lines is told of, in one go. */
Test(monitor, two_hundred_mutations)
{
    struct programme p = five();
    for (size_t m = 0; m < MUTATIONS; m++) {
        char cell[ROWS][CELLS][24], text[ROOM];
        bool broken[ROWS] = {false};
        struct monitor monitor;
        struct faults faults = {0};
        sound(cell);
        for (size_t k = 0, count = 1 + m % 6; k < count; k++) {
            size_t row = (size_t)(ROWS * uniform(m, 2 * k + 1));
            if (!broken[row])
                breaks(cell[row], (size_t)(1000 * uniform(m, 2 * k + 2)));
            broken[row] = true;
        }
        size_t size = write_rows(cell, text);
        cr_expect_eq(monitor_read_text(&monitor, "a.csv", text, size, &p, &faults), -1);
        for (size_t row = 0; row < ROWS; row++) {
            bool found = false;
            for (size_t i = 0; i < faults.count; i++)
                found = found || faults.list[i].line == (int)row + 2;
            cr_expect(found || !broken[row], "mutation %zu: line %zu is not told of:\n%s", m, row + 2, text);
        }
        monitor_free(&monitor);
        faults_free(&faults);
    }
    programme_free(&p);
}

/* Bytes replaced, left out and doubled at random: whatever that makes of it, it is read or told of. */
Test(monitor, two_hundred_mutations_of_bytes)
{
    struct programme p = five();
    for (size_t m = 0; m < MUTATIONS; m++) {
        char cell[ROWS][CELLS][24], text[ROOM + 64];
        struct monitor monitor;
        struct faults faults = {0};
        sound(cell);
        size_t size = write_rows(cell, text);
        for (uint64_t k = 0; k < 1 + m % 16; k++) {
            size_t at = (size_t)((double)size * uniform(m, 100 + 2 * k));
            unsigned byte = (unsigned)(256 * uniform(m, 101 + 2 * k));
            if (k % 3 == 0) {
                text[at] = (char)byte;
            } else {
                memmove(text + at + (k % 3 == 1), text + at + (k % 3 == 2), size - at - (k % 3 == 2));
                size = k % 3 == 1 ? size + 1 : size - 1;
            }
        }
        int status = monitor_read_text(&monitor, "a.csv", text, size, &p, &faults);
        cr_expect_eq(status != 0, faults.count + faults.lost > 0, "mutation %zu", m);
        monitor_free(&monitor);
        faults_free(&faults);
    }
    programme_free(&p);
}
