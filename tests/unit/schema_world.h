/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_world: a table of keys, and configurations that are held against it, for the tests of schema and quantity.
 */
#ifndef FMKSIM_TESTS_SCHEMA_WORLD_H
#define FMKSIM_TESTS_SCHEMA_WORLD_H

#include "models/quantity.h"
#include "models/schema.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct schema_key keys[] = {
    {.path = "name", .type = SCHEMA_TEXT, .required = true, .meaning = "what it is called"},
    {.path = "epoch", .type = SCHEMA_DAY, .fallback = "\"2013-01-01\"", .meaning = "instant 0"},
    {.path = "fast", .type = SCHEMA_BOOLEAN, .fallback = "false"},
    {.path = "form", .type = SCHEMA_CHOICE, .choices = "bass|table|learning", .fallback = "bass"},
    {.path = "tags", .type = SCHEMA_TEXT_LIST},
    {.path = "rates", .type = SCHEMA_NUMBER_LIST, .low = 0, .high = 1},
    {.path = "theta", .type = SCHEMA_NUMBER, .unit = "share", .low = 0, .high = 1, .fallback = "0.95"},
    {.path = "free", .type = SCHEMA_NUMBER},
    {.path = "rate", .type = SCHEMA_NUMBER, .low = 0, .high = INFINITY},
    {.path = "start", .type = SCHEMA_DATE, .low = 0, .high = 1825},
    {.path = "size", .type = SCHEMA_INTEGER, .low = 1, .high = 10, .fixed = true, .fallback = "3"},
    {.path = "work", .type = SCHEMA_VARIATE, .unit = "days", .low = 0, .high = 500},
    {.path = "vendors", .type = SCHEMA_GROUP, .required = true},
    {.path = "vendors.*", .type = SCHEMA_GROUP, .required = true},
    {.path = "vendors.*.teams",
     .type = SCHEMA_INTEGER,
     .unit = "teams",
     .low = 0,
     .high = 50,
     .required = true,
     .meaning = "upgrade teams"},
    {.path = "vendors.*.speed", .type = SCHEMA_NUMBER, .low = 0, .high = 9, .fallback = "1"},
    {.path = "uptake.kappa",
     .type = SCHEMA_NUMBER,
     .low = 0,
     .high = 50,
     .fallback = "{ dist = \"uniform\"; min = 1; max = 2; }"},
    {.path = "swat", .type = SCHEMA_GROUP},
    {.path = "swat.count", .type = SCHEMA_INTEGER, .low = 0, .high = 9, .required = true},
    {.path = "swat.pace", .type = SCHEMA_NUMBER, .fallback = "2"},
    {.path = "corps", .type = SCHEMA_GROUP, .fallback = "{}"},
    {.path = "corps.share", .type = SCHEMA_NUMBER, .fallback = "0.5"},
    {.path = "events", .type = SCHEMA_LIST},
    {.path = "events.*.day", .type = SCHEMA_DATE, .required = true},
    {.path = "any", .type = SCHEMA_ANY},
};
static const struct schema schema = {keys, sizeof keys / sizeof *keys, "epoch"};

#define GOOD "name = \"n\"; vendors = { kmd = { teams = 4; }; };\n"

static inline struct document parse(const char *text)
{
    struct document document;
    struct faults faults = {0};
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0, "%s: %s", text,
                 faults.count ? faults.list[0].text : "?");
    return document;
}

static inline struct document checked(const char *text)
{
    struct document document = parse(text);
    struct faults faults = {0};
    int result = schema_check(&schema, &document, &faults);
    cr_assert_eq(result, 0, "%s: %s", text, faults.count ? faults.list[0].text : "?");
    return document;
}

/* The good configuration with `text` in line 2 has exactly one fault, there, that says `words`. */
static inline void faulty(const char *text, const char *words)
{
    char all[2000];
    snprintf(all, sizeof all, GOOD "%s", text);
    struct document document = parse(all);
    struct faults faults = {0};
    cr_expect_eq(schema_check(&schema, &document, &faults), -1, "%s is taken", text);
    cr_expect_eq(faults.count, 1, "%s: %zu faults, the second %s", text, faults.count,
                 faults.count > 1 ? faults.list[1].text : "");
    if (faults.count > 0) {
        cr_expect_eq(faults.list[0].line, 2, "%s: %s", text, faults.list[0].text);
        cr_expect_str_eq(faults.list[0].file, "t.cfg");
        cr_expect_not_null(strstr(faults.list[0].text, words), "%s: %s", text, faults.list[0].text);
    }
    faults_free(&faults);
    document_free(&document);
}

#endif
