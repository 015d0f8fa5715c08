/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema: every fault in its words, fallbacks, sources.
 */
#include "schema_world.h"
#include "sim/date.h"

#include <signal.h>
#include <stdlib.h>

Test(schema, fallbacks_are_put_in)
{
    struct document d = checked(GOOD);
    cr_expect_not(schema_boolean(d.root, "fast"));
    cr_expect_eq(schema_choice(d.root, "form", "bass|table|learning"), 0);
    cr_expect_eq(schema_integer(d.root, "size"), 3);
    cr_expect_str_eq(schema_text(d.root, "name"), "n");
    long day;
    date_parse("2013-01-01", &day);
    cr_expect_eq(schema_day(d.root, "epoch"), day);
    cr_expect_eq(schema_epoch(&schema, &d), day);
    cr_expect_eq(schema_get(d.root, "vendors.kmd.speed")->value.integer, 1);
    cr_expect_str_eq(schema_source(schema_get(d.root, "theta")), "default");
    cr_expect_str_eq(schema_get(d.root, "theta")->file, "default");
    cr_expect(schema_has(d.root, "uptake.kappa.dist"), "a group without a row of its own is made for its fallbacks");
    cr_expect(schema_has(d.root, "corps.share"), "a group with the fallback {} is there");
    cr_expect_not(schema_has(d.root, "swat"), "a group with a row and no fallback stays away");
    char *once, *twice;
    document_write(&d, &once, 0, 0);
    cr_expect_eq(schema_check(&schema, &d, &(struct faults){0}), 0);
    document_write(&d, &twice, 0, 0);
    cr_expect_str_eq(once, twice, "a second check changes nothing");
    struct document again = checked(once);
    document_free(&again);
    free(once);
    free(twice);
    document_free(&d);
}

Test(schema, good_forms)
{
    static const char *const good[] = {
        "swat = { count = 1; title = \"x\"; note = \"y\"; source = \"F36\"; sources = { count = \"F1\"; }; };",
        "size = { value = 7; source = \"F1\"; note = \"n\"; };",
        "size = 7.0;",
        "theta = 1;",
        "theta = { value = 0.5; unit = \"share\"; };",
        "start = 100;",
        "start = \"2015-06-30\";",
        "start = { value = \"2015-06-30\"; };",
        "start = { dist = \"triangular\"; min = \"2014-01-01\"; mode = 400; max = \"2015-01-01\"; };",
        "start = { dist = \"normal\"; mean = \"2014-06-01\"; sd = 30; };",
        "start = { dist = \"discrete\"; values = [\"2014-01-01\", \"2015-01-01\"]; weights = [1, 3]; };",
        "theta = { dist = \"normal\"; mean = 0.5; sd = 0.2; };",
        "theta = { dist = \"beta\"; a = 1.2; b = 1.8; };",
        "rate = { dist = \"gamma\"; mean = 2; cv = 0.5; };",
        "free = -1e10;",
        "rates = [0, 0.5, 1];",
        "rates = ();",
        "tags = [\"a\", \"b\"];",
        "form = \"table\";",
        "work = 12;",
        "work = { value = 12; unit = \"days\"; };",
        "work = { dist = \"gamma\"; mean = { dist = \"uniform\"; min = 1; max = 9; }; cv = { value = 0.4; }; };",
        "work = { dist = \"normal\"; mean = 5; sd = 1; low = 0; high = 100; };",
        "work = { dist = \"discrete\"; values = [1, 2]; weights = [1, 1]; };",
        "work = { dist = \"constant\"; value = 4; };",
        "events = ( { day = \"2014-05-05\"; }, { day = 7; } );",
        "events = ();",
        "any = { what = { ever = (1, \"x\"); }; };",
        "", /* nothing at all */
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char text[1000];
        snprintf(text, sizeof text, GOOD "%s", good[i]);
        struct document d = checked(text);
        document_free(&d);
    }
}

Test(schema, unknown_keys)
{
    faulty("thetta = 1;", "thetta: unknown key; did you mean 'theta'?");
    faulty("qqqqqq = 1;", "qqqqqq: unknown key");
    faulty("uptake = { kapa = 2; };", "uptake.kapa: unknown key; did you mean 'kappa'?");
    faulty("swat = { count = 1; sorce = \"F1\"; };", "did you mean 'source'?");
    faulty("events = ( { day = 5; dya = 6; } );", "events.0.dya: unknown key; did you mean 'day'?");
    faulty("uptake = { thing = { source = 5; }; };", "uptake.thing: unknown key");
}

Test(schema, wrong_types)
{
    faulty("tags = 5;", "tags: must be a list of texts, is an integer");
    faulty("tags = [\"a\", 5];", "tags.1: must be a text, is an integer");
    faulty("rates = 5;", "rates: must be a list of numbers, is an integer");
    faulty("rates = (\"a\");", "rates.0: must be a number, is a text");
    faulty("rates = (0.5, 2);", "rates.1 = 2 is out of range: legal is 0 to 1");
    faulty("fast = 1;", "fast: must be true or false, is an integer");
    faulty("form = 1;", "form: must be a text, is an integer");
    faulty("form = \"tabel\";", "form: 'tabel' is none of bass, table, learning; did you mean 'table'?");
    faulty("form = \"qqqqqqqq\";", "is none of bass, table, learning");
    faulty("swat = 5;", "swat: must be a group, is an integer");
    faulty("swat = (1);", "swat: must be a group, is a list");
    faulty("events = { };", "events: must be a list, is a group");
    faulty("events = ( 5 );", "events.0: must be a group, is an integer");
    faulty("uptake = 5;", "uptake: must be a group, is an integer");
    faulty("theta = \"x\";", "theta: must be a number, is a text");
    faulty("theta = true;", "theta: must be a number, is a boolean");
    faulty("theta = (1);", "theta: must be a number, is a list");
    faulty("theta = { min = 5; };", "theta: must be a number, a group { value = …; } or a prior { dist = …; }");
    faulty("start = true;", "start: must be a date");
    faulty("swat = { count = 1; note = 5; };", "swat.note: must be a text, is an integer");
    faulty("swat = { count = 1; sources = 5; };", "swat.sources: must be a group of texts");
    faulty("swat = { count = 1; sources = { count = 5; }; };", "swat.sources.count: must be a text");
    faulty("swat = { count = 1; sources = { cuont = \"F1\"; }; };",
           "names the source of a key that is not in this group");
    faulty("theta = { value = 1; source = 5; };", "theta.source: must be a text");
}

Test(schema, ranges)
{
    faulty("theta = 1.5;", "theta = 1.5 is out of range: legal is 0 to 1 share");
    faulty("theta = { value = -1; };", "theta.value = -1 is out of range");
    faulty("rate = -0.5;", "rate = -0.5 is out of range: legal is at least 0");
    faulty("size = 5.5;", "size: 5.5 is no whole number; legal is 1 to 10");
    faulty("size = 11;", "size = 11 is out of range: legal is 1 to 10");
    faulty("size = 5000000000;", "size = 5000000000 is out of range");
    faulty("size = 9007199254740993;", "is out of range: legal is 1 to 10");
    faulty("size = { dist = \"uniform\"; min = 1; max = 2; };", "size: must be a constant");
    faulty("start = \"2019-06-30\";", "start = 2019-06-30 is out of range: legal is 2013-01-01 to 2017-12-31");
    faulty("start = \"2015-02-30\";", "start: '2015-02-30' is no date");
    faulty("epoch = \"soon\";", "epoch: 'soon' is no date");
    faulty("epoch = 5;", "epoch: must be a day, \"YYYY-MM-DD\", is an integer");
    faulty("theta = { value = 0.5; unit = \"days\"; };",
           "theta.unit: 'days' is not this number's unit, which is share");
    faulty("free = { value = 0.5; unit = \"days\"; };", "which is none");
    faulty("free = { value = 0.5; unit = 5; };", "free.unit: must be a text");
    faulty("free = { value = 0.5; min = 5; };", "free.min: does not belong to a constant");
}

Test(schema, priors)
{
    faulty("rate = { dist = 5; };", "rate.dist: must be a text, the name of a distribution");
    faulty("rate = { dist = \"gama\"; mean = 1; cv = 1; };", "unknown distribution 'gama': did you mean 'gamma'?");
    faulty("rate = { dist = \"gamma\"; mean = 1; };", "gamma takes mean cv | shape scale");
    faulty("rate = { dist = \"gamma\"; mean = 1; vc = 1; };", "gamma has no argument 'vc'");
    faulty("rate = { dist = \"gamma\"; mean = 1; cv = \"x\"; };", "rate.cv: must be a number, is a text");
    faulty("rate = { dist = \"gamma\"; mean = 1; cv = -1; };", "rate: ");
    faulty("rate = { dist = \"gamma\"; mean = { value = 1; }; cv = 1; };", "rate.mean: must be a constant: a prior's");
    faulty("rate = { dist = \"discrete\"; values = 5; weights = [1]; };", "rate.values: must be a list of numbers");
    faulty("rate = { dist = \"discrete\"; values = [1, 2]; weights = [1]; };", "rate: 2 values but 1 weights");
    faulty("rate = { dist = \"discrete\"; values = [1, -2]; weights = [1, 1]; };",
           "rate.values.1 = -2 is out of range");
    faulty("rate = { dist = \"discrete\"; values = [1, \"x\"]; weights = [1, 1]; };",
           "rate.values.1: must be a number");
    faulty("rate = { dist = \"discrete\"; values = [1, 2]; weights = [1, true]; };",
           "rate.weights.1: must be a number");
    faulty("rate = { dist = \"discrete\"; values = [1, 2]; weights = [0, 0]; };", "rate: discrete");
    faulty("theta = { dist = \"triangular\"; min = -0.1; mode = 0.5; max = 1; };", "theta.min = -0.1 is out of range");
    faulty("theta = { dist = \"uniform\"; min = 0.6; max = 0.5; };", "theta: ");
    faulty("theta = { dist = \"normal\"; mean = 0.5; sd = 1; low = -1; };", "theta.low = -1 is out of range");
    faulty(
        "swat = { count = 1; pace = { dist = \"uniform\"; min = 1; max = 2; a = 1; b = 1; c = 1; d = 1; e = 1; f = 1; "
        "g = 1; h = 1; i = 1; }; };",
        "too many arguments");
}

Test(schema, priors_of_whole_numbers_and_ends)
{
    static const struct schema_key few[] = {
        {.path = "n", .type = SCHEMA_INTEGER, .low = 2, .high = 9},
        {.path = "x", .type = SCHEMA_NUMBER, .low = 2, .high = 9},
        {.path = "open", .type = SCHEMA_INTEGER},
    };
    static const struct schema small = {few, 3, 0};
    static const char *const texts[] = {"n = { dist = \"uniform\"; min = 2.1; max = 2.9; };",
                                        "n = { dist = \"discrete\"; values = [2.5, 3]; weights = [1, 1]; };",
                                        "x = { dist = \"beta\"; a = 1; b = 1; };",
                                        "x = { dist = \"bernoulli\"; p = 0.5; };", "open = 9007199254740994;"};
    static const char *const words[] = {"n: there is no whole number between 2.1 and 2.9",
                                        "n.values.0: 2.5 is no whole number",
                                        "x: the prior reaches from 0 to 1, legal is 2 to 9",
                                        "x: the prior reaches from 0 to 1", "is too large to be exact"};
    for (size_t i = 0; i < 5; i++) {
        struct document d = parse(texts[i]);
        struct faults faults = {0};
        cr_expect_eq(schema_check(&small, &d, &faults), -1, "%s", texts[i]);
        cr_assert_eq(faults.count, 1, "%s", texts[i]);
        cr_expect_not_null(strstr(faults.list[0].text, words[i]), "%s", faults.list[0].text);
        faults_free(&faults);
        document_free(&d);
    }
}

Test(schema, chance)
{
    faulty("work = { min = 5; };", "work: must be a number, a group { value = …; } or a distribution { dist = …; }");
    faulty("work = \"x\";", "work: must be a number, is a text");
    faulty("work = -5;", "work = -5 is out of range: legal is 0 to 500 days");
    faulty("work = { dist = \"gamma\"; mean = -5; cv = 1; };",
           "work.mean = -5 is out of range: legal is 0 to 500 days");
    faulty("work = { dist = \"gamma\"; mean = 5; cv = -1; };", "work.cv = -1 is out of range: legal is at least 0");
    faulty("work = { dist = \"gamma\"; mean = { dist = \"uniform\"; min = 1; max = 600; }; cv = 1; };",
           "work.mean.max = 600 is out of range");
    faulty("work = { dist = \"gamma\"; mean = { dist = \"unifrom\"; min = 1; max = 2; }; cv = 1; };",
           "work.mean: unknown distribution 'unifrom'");
    faulty("work = { dist = \"gamma\"; mean = 5; };", "work: gamma takes mean cv");
    faulty("work = { dist = \"normal\"; mean = 5; sd = 1; };",
           "work: a normal distribution reaches beyond what is legal, 0 to 500 days: state low");
    faulty("work = { dist = \"normal\"; mean = 5; sd = 1; low = 0; };", "state high");
    faulty("work = { dist = \"triangular\"; min = 5; mode = 2; max = 9; };", "work: ");
    faulty("work = { dist = \"bernoulli\"; p = 2; };", "work.p = 2 is out of range: legal is 0 to 1");
    faulty("work = { dist = \"empirical\"; values = [1, 600]; };", "work.values.1 = 600 is out of range");
    faulty("work = { dist = \"binomial\"; n = 2.5; p = 0.5; };", "work.n: 2.5 is no whole number");
    faulty("work = { dist = \"gamma\"; mean = 5; cv = 1; unit = \"weeks\"; };",
           "work.unit: 'weeks' is not this number's unit");
}

Test(schema, missing)
{
    struct document d = parse("a = { };");
    static const char *const words[] = {"'name' is missing: required (text): what it is called",
                                        "'vendors' is missing: required (group)", "a: unknown key"};
    struct faults faults = {0};
    cr_expect_eq(schema_check(&schema, &d, &faults), -1);
    cr_assert_eq(faults.count, 3, "all faults are told at once");
    for (size_t i = 0; i < 3; i++) {
        cr_expect_eq(faults.list[i].line, 1);
        cr_expect_not_null(strstr(faults.list[i].text, words[i]), "%s", faults.list[i].text);
    }
    faults_free(&faults);
    document_free(&d);
    faulty("swat = { };", "'swat.count' is missing: required (whole number: 0 to 9)");
    faulty("events = ( { } );", "'events.0.day' is missing: required (date)");
    d = parse("name = \"n\";\nvendors = {\n kmd = { };\n csc = { speed = 2; }; source = \"F5\"; };");
    cr_expect_eq(schema_check(&schema, &d, &faults), -1);
    cr_assert_eq(faults.count, 2);
    cr_expect_str_eq(faults.list[0].text,
                     "'vendors.kmd.teams' is missing: required (whole number: 0 to 50 teams): upgrade teams");
    cr_expect_eq(faults.list[0].line, 3);
    cr_expect_eq(faults.list[1].line, 4);
    faults_free(&faults);
    document_free(&d);
    d = parse("name = \"n\";\nvendors = { source = \"F5\"; };");
    cr_expect_eq(schema_check(&schema, &d, &faults), -1);
    cr_expect_str_eq(faults.list[0].text, "'vendors' is empty: at least one group is required");
    faults_free(&faults);
    document_free(&d);
}

Test(schema, a_group_that_may_be_absent_may_be_empty)
{
    static const struct schema_key some[] = {{.path = "risks", .type = SCHEMA_GROUP, .fallback = "{}"},
                                             {.path = "risks.*", .type = SCHEMA_GROUP, .required = true},
                                             {.path = "bare.*", .type = SCHEMA_NUMBER, .required = true}};
    static const struct schema small = {some, 3, 0};
    struct document d = parse("");
    struct faults faults = {0};
    cr_expect_eq(schema_check(&small, &d, &faults), 0);
    document_free(&d);
    d = parse("risks = { }; bare = ( );");
    cr_expect_eq(schema_check(&small, &d, &faults), -1);
    cr_assert_eq(faults.count, 1);
    cr_expect_str_eq(faults.list[0].text, "'bare' is empty: at least one number is required");
    faults_free(&faults);
    document_free(&d);
}

/* A wrong fallback is the table's fault, and is told as such. */
Test(schema, wrong_fallbacks)
{
    static const struct schema_key bad[] = {{.path = "a", .type = SCHEMA_NUMBER, .low = 0, .high = 1, .fallback = "7"},
                                            {.path = "b", .type = SCHEMA_NUMBER, .fallback = "{ open"}};
    static const struct schema small = {bad, 2, 0};
    struct document d = parse("");
    struct faults faults = {0};
    cr_expect_eq(schema_check(&small, &d, &faults), -1);
    cr_assert_eq(faults.count, 2);
    cr_expect_str_eq(faults.list[0].file, "default");
    faults_free(&faults);
    document_free(&d);
}

Test(schema, literal_segments_win)
{
    static const struct schema_key both[] = {{.path = "a.*.x", .type = SCHEMA_NUMBER},
                                             {.path = "a.b.x", .type = SCHEMA_TEXT},
                                             {.path = "title", .type = SCHEMA_TEXT, .required = true}};
    static const struct schema small = {both, 3, 0};
    struct document d = parse("title = \"t\"; a = { b = { x = \"text\"; }; c = { x = 5; }; title = \"u\"; };");
    struct faults faults = {0};
    cr_expect_eq(schema_check(&small, &d, &faults), 0, "%s", faults.count ? faults.list[0].text : "");
    cr_expect_eq(schema_key_of(&small, setting_find(d.root, "a.b.x")), &both[1]);
    cr_expect_eq(schema_key_of(&small, setting_find(d.root, "title")), &both[2]);
    cr_expect_null(schema_key_of(&small, setting_find(d.root, "a.title")));
    cr_expect_null(schema_key_of(&small, setting_find(d.root, "a.b")));
    document_free(&d);
}

Test(schema, reading_what_is_not_there_aborts, .signal = SIGABRT)
{
    struct document d = checked(GOOD);
    fclose(stderr);
    schema_get(d.root, "nothing");
}

Test(schema, a_text_is_no_boolean, .signal = SIGABRT)
{
    struct document d = checked(GOOD);
    fclose(stderr);
    schema_boolean(d.root, "name");
}

Test(schema, describe)
{
    char *text = 0;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    cr_expect_eq(schema_describe(&schema, out), 0);
    fclose(out);
    cr_expect_not_null(strstr(text, "## At the top\n\n| key | type | legal | default | meaning |\n"));
    cr_expect_not_null(strstr(text, "\n| `name` | text |  | required | what it is called |\n"));
    cr_expect_not_null(strstr(text, "| `form` | choice | `bass`, `table`, `learning` | `bass` |  |\n"));
    cr_expect_not_null(strstr(text, "## `vendors`\n"));
    cr_expect_not_null(
        strstr(text, "| `vendors.*.teams` | whole number | 0 to 50 teams | required | upgrade teams |\n"));
    cr_expect_not_null(strstr(text, "| `size` | fixed whole number | 1 to 10 | `3` |"));
    size_t rows = 0;
    for (const char *at = text; (at = strstr(at, "\n| `")) != 0; at++)
        rows++;
    cr_expect_eq(rows, schema.count, "every key has its row, once");
    free(text);
}
