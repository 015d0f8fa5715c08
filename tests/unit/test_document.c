/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document: what is read, what is refused and in which words, overlays, assignments, and the canonical text.
 */
#include "models/document.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct document read_text(const char *text)
{
    struct document document;
    struct faults faults = {0};
    int result = document_read_text(&document, "t.cfg", text, strlen(text), &faults);
    cr_assert_eq(result, 0, "%s: %s", text, faults.count ? faults.list[0].text : "?");
    cr_assert_eq(faults.count, 0);
    return document;
}

/* The text is refused with a fault on that line that says `words`. */
static void expect_refused(const char *text, size_t length, int line, const char *words)
{
    struct document document;
    struct faults faults = {0};
    cr_assert_eq(document_read_text(&document, "t.cfg", text, length, &faults), -1, "%s is read", text);
    cr_assert_gt(faults.count, 0);
    cr_expect_eq(faults.list[0].line, line, "%s: line %d, %s", text, faults.list[0].line, faults.list[0].text);
    cr_expect_str_eq(faults.list[0].file, "t.cfg");
    cr_expect_not_null(strstr(faults.list[0].text, words), "%s: %s", text, faults.list[0].text);
    cr_expect_null(document.root);
    faults_free(&faults);
}

static void refused(const char *text, int line, const char *words)
{
    expect_refused(text, strlen(text), line, words);
}

static void set_refused(struct document *document, const char *assignment, const char *words);

static char *canonical(const struct document *document)
{
    char *text;
    size_t length;
    cr_assert_eq(document_write(document, &text, &length, 0), 0);
    cr_assert_eq(strlen(text), length);
    return text;
}

Test(document, all_types)
{
    struct document d = read_text("a = 5; b = 0.5; c = TRUE; d = \"te\" \"xt\"; # remark\n// more\n/* and\n more */\n"
                                  "e : { f = [1, 2.5, -3]; g = ( { h = \"x\"; }, 7 ); };");
    cr_expect_eq(setting_find(d.root, "a")->value.integer, 5);
    cr_expect_eq(setting_find(d.root, "b")->value.real, 0.5);
    cr_expect(setting_find(d.root, "c")->value.boolean);
    cr_expect_str_eq(setting_find(d.root, "d")->value.text, "text");
    cr_expect_eq(setting_find(d.root, "e.f.1")->value.real, 2.5);
    cr_expect_eq(setting_find(d.root, "e.f.2")->value.integer, -3);
    cr_expect_str_eq(setting_find(d.root, "e.g.0.h")->value.text, "x");
    cr_expect_eq(setting_find(d.root, "e.g.0.h")->line, 5);
    cr_expect_eq(setting_find(d.root, "e")->line, 5);
    cr_expect_str_eq(setting_find(d.root, "e")->file, "t.cfg");
    document_free(&d);
}

Test(document, finding)
{
    struct document d = read_text("a = { b = (1, { c = 2; }); };");
    char path[SETTING_PATH];
    struct setting *c = setting_find(d.root, "a.b.1.c");
    cr_expect_str_eq(setting_path(c, path), "a.b.1.c");
    cr_expect_str_eq(setting_path(d.root, path), "");
    cr_expect_eq(setting_find(d.root, ""), d.root);
    static const char *const nowhere[] = {"a.b.2", "a.b.01", "a.b.x", "a.", ".a", "a..b", "a.b.1.c.d", "z", "a.b.-1"};
    for (size_t i = 0; i < sizeof nowhere / sizeof *nowhere; i++)
        cr_expect_null(setting_find(d.root, nowhere[i]), "%s", nowhere[i]);
    cr_expect_null(setting_child(d.root, 1));
    cr_expect_eq(setting_child(d.root, 0), setting_named(d.root, "a"));
    cr_expect_null(setting_named(c, "x"));
    document_free(&d);
}

/* libconfig wraps integers silently: 5000000000 would become 705032704. */
Test(document, integers_are_64_bits_wide)
{
    struct document d =
        read_text("a = 5000000000; b = -9223372036854775808; c = 9223372036854775807L; d = 0xFFFFFFFF;\n"
                  "e = 0x7fffffffffffffffLL; f = 010; g = +3; h = [1, 5000000000, 0x10L];");
    cr_expect_eq(setting_find(d.root, "a")->value.integer, INT64_C(5000000000));
    cr_expect_eq(setting_find(d.root, "b")->value.integer, INT64_MIN);
    cr_expect_eq(setting_find(d.root, "c")->value.integer, INT64_MAX);
    cr_expect_eq(setting_find(d.root, "d")->value.integer, INT64_C(4294967295));
    cr_expect_eq(setting_find(d.root, "e")->value.integer, INT64_MAX);
    cr_expect_eq(setting_find(d.root, "f")->value.integer, 10);
    cr_expect_eq(setting_find(d.root, "g")->value.integer, 3);
    cr_expect_eq(setting_find(d.root, "h.1")->value.integer, INT64_C(5000000000));
    cr_expect_eq(setting_find(d.root, "h.2")->value.integer, 16);
    document_free(&d);
}

Test(document, reals)
{
    struct document d = read_text("a = .5; b = 5.; c = -1e3; d = 1E+308; e = 0e5; f = 0.0; g = +2.5e-3;");
    cr_expect_eq(setting_find(d.root, "a")->value.real, 0.5);
    cr_expect_eq(setting_find(d.root, "b")->value.real, 5);
    cr_expect_eq(setting_find(d.root, "c")->value.real, -1000);
    cr_expect_eq(setting_find(d.root, "d")->value.real, 1e308);
    cr_expect_eq(setting_find(d.root, "e")->value.real, 0);
    cr_expect_eq(setting_find(d.root, "g")->value.real, 0.0025);
    document_free(&d);
}

Test(document, numbers_refused)
{
    refused("a = 1;\nb = 9223372036854775808;", 2, "beyond what the computer can hold");
    refused("b = -9223372036854775809L;", 1, "beyond");
    refused("b = 0x8000000000000000L;", 1, "beyond");
    refused("b = 1e400;", 1, "beyond");
    refused("b = -1e400;", 1, "beyond");
    refused("b = 1e-400;", 1, "beyond");
    refused("b = 2015-06-30;", 1, "a date is written in quotation marks");
    refused("b = 5days;", 1, "5days is not a number");
    refused("b = .;", 1, "not a number");
    refused("b = -;", 1, "not a number");
    refused("b = 1.2.3;", 1, "not a number");
    refused("b = 0x;", 1, "not a number");
    refused("b = 1e;", 1, "not a number");
    refused("b = -0x5;", 1, "not a number");
}

/* Numbers in texts and comments are none. */
Test(document, texts_and_comments_are_left_alone)
{
    struct document d = read_text("a = \"99999999999999999999 # no // comment @include\"; # 1e999 \" [\n"
                                  "/* 1e999 } \" */ b = \"\\\"\\\\\\n\\t\\x41\"; // @include \"x\"\n c = 1;");
    cr_expect_str_eq(setting_find(d.root, "a")->value.text, "99999999999999999999 # no // comment @include");
    cr_expect_str_eq(setting_find(d.root, "b")->value.text, "\"\\\n\tA");
    cr_expect_eq(setting_find(d.root, "c")->line, 3);
    document_free(&d);
    d = read_text("a = 1; # the last line ends without a break");
    document_free(&d);
    d = read_text("\xEF\xBB\xBF"
                  "a = 1;\r\nb = 2;\r\n");
    cr_expect_eq(setting_find(d.root, "b")->line, 2);
    document_free(&d);
    d = read_text("a/* c */= /* d */ 1 /**/; b // e\n = 2;");
    cr_expect_eq(setting_find(d.root, "b")->value.integer, 2);
    document_free(&d);
}

Test(document, refusals)
{
    expect_refused("a = 1;\nb\0 = 2;", 14, 2, "zero byte");
    expect_refused("a = \"x\0y\";", 10, 1, "zero byte");
    refused("a = 1;\n@include \"other.cfg\"\n", 2, "base = \"other.cfg\"");
    refused("a = 1;\na = 2;", 2, "'a' is said twice in one group, first in line 1");
    refused("g = { x = 1;\n y = 2; x = 3; };", 2, "'x' is said twice");
    refused("l = ( { x = 1; x = 2; } );", 1, "'x' is said twice");
    refused("a = \"open;\nb = 1;", 1, "not closed");
    refused("a = \"open", 1, "not closed");
    refused("a = \"\\", 1, "unknown escape");
    refused("a = \"\\q\";", 1, "unknown escape");
    refused("a = \"\\x00\";", 1, "zero byte");
    refused("a = 1;\n/* open\n\n", 2, "never closed");
    refused("a = { b = 1;\n", 1, "the { that begins here is never closed");
    refused("a = [1, 2);", 1, ") does not close the [ of line 1");
    refused("a = 1; }", 1, "} closes nothing");
    refused("a = word;", 1, "a text stands in quotation marks");
    refused("true = 1;", 1, "cannot be a name");
    refused("a = 1;\nb == 2;", 2, "syntax error");
    refused("a = ;", 1, "syntax error");
    refused("a = 1 2;", 1, "syntax error");
    refused("a*b = 1;", 1, "a name is followed by");
    refused("a = 1; $", 1, "unexpected character $");
    refused("a = 1; \x01", 1, "unexpected byte 0x01");
    refused("a = 1;\nb = \"\xC0\x80\";", 2, "not valid UTF-8");
    refused("b = \"\\xff\";", 1, "not valid UTF-8");
    refused("b = \"\xED\xA0\x80\";", 1, "not valid UTF-8");
    refused("base = \"x.cfg\";", 1, "only a file can have a base");
    refused("n123456789012345678901234567890123456789012345678901234567890123 = 1;", 1, "too long");
}

Test(document, all_faults_of_a_scan_at_once)
{
    struct document document;
    struct faults faults = {0};
    const char *text = "a = 1e999;\nb = word;\nc = 99999999999999999999;\na = 1;";
    cr_expect_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), -1);
    cr_assert_eq(faults.count, 4);
    for (int i = 0; i < 4; i++)
        cr_expect_eq(faults.list[i].line, i + 1);
    faults_free(&faults);
}

Test(document, limits)
{
    char *text = malloc(200000), *at = text;
    at += sprintf(text, "a = \"");
    memset(at, 'x', DOCUMENT_TEXT_BYTES + 1);
    strcpy(at + DOCUMENT_TEXT_BYTES + 1, "\";");
    refused(text, 1, "too long");
    strcpy(at + DOCUMENT_TEXT_BYTES, "\";");
    struct document d = read_text(text);
    document_free(&d);
    strcpy(at + DOCUMENT_TEXT_BYTES, "\" \"x\";");
    refused(text, 1, "too long");
    at = text;
    for (int i = 0; i <= DOCUMENT_CHILDREN; i++)
        at += sprintf(at, "a%d=1;", i);
    refused(text, 1, "more than 4096 settings in one group");
    *strrchr(text, 'a') = '\0';
    d = read_text(text);
    set_refused(&d, "b=1", "more than 4096 settings in one group");
    document_free(&d);
    strcpy(text, "a = ");
    memset(text + 4, '(', 100);
    text[104] = '\0';
    refused(text, 1, "more than 32 deep");
    free(text);
}

Test(document, sources_are_inherited)
{
    struct document d = read_text("top = 1;\n"
                                  "v = { source = \"F5\"; sources = { teams = \"assumption\"; };\n"
                                  "  teams = 2; x = { value = 1; source = \"F9\"; }; g = { y = (1, 2); }; };");
    cr_expect_null(setting_find(d.root, "top")->source);
    cr_expect_str_eq(setting_find(d.root, "v.teams")->source, "assumption");
    cr_expect_str_eq(setting_find(d.root, "v.x")->source, "F9");
    cr_expect_str_eq(setting_find(d.root, "v.g.y.1")->source, "F5");
    document_free(&d);
}

/* Assignments. */

static void set(struct document *document, const char *assignment)
{
    struct faults faults = {0};
    cr_assert_eq(document_set(document, assignment, &faults), 0, "%s: %s", assignment,
                 faults.count ? faults.list[0].text : "?");
}

static void set_refused(struct document *document, const char *assignment, const char *words)
{
    struct faults faults = {0};
    cr_assert_eq(document_set(document, assignment, &faults), -1, "%s is taken", assignment);
    cr_assert_eq(faults.count, 1);
    cr_expect_str_eq(faults.list[0].file, "--set");
    cr_expect_eq(faults.list[0].line, 0);
    cr_expect_not_null(strstr(faults.list[0].text, words), "%s: %s", assignment, faults.list[0].text);
    faults_free(&faults);
}

Test(document, set)
{
    struct document d = read_text("v = { source = \"F5\"; kmd = { teams = 4; }; l = (1, 2); };");
    set(&d, "v.kmd.teams=5");
    cr_expect_eq(setting_find(d.root, "v.kmd.teams")->value.integer, 5);
    cr_expect_str_eq(setting_find(d.root, "v.kmd.teams")->file, "--set");
    cr_expect_eq(setting_find(d.root, "v.kmd.teams")->line, 0);
    cr_expect_str_eq(setting_find(d.root, "v.kmd.teams")->source, "--set");
    set(&d, " v.kmd.rate = 0.4 ");
    cr_expect_eq(setting_find(d.root, "v.kmd.rate")->value.real, 0.4);
    set(&d, "flag=true");
    cr_expect(setting_find(d.root, "flag")->value.boolean);
    set(&d, "day=2015-06-30");
    cr_expect_str_eq(setting_find(d.root, "day")->value.text, "2015-06-30");
    set(&d, "v.order=ready-first");
    cr_expect_str_eq(setting_find(d.root, "v.order")->value.text, "ready-first");
    set(&d, "v.name=\"a = \\\"b\\\"\"");
    cr_expect_str_eq(setting_find(d.root, "v.name")->value.text, "a = \"b\"");
    set(&d, "big=5000000000");
    cr_expect_eq(setting_find(d.root, "big")->value.integer, INT64_C(5000000000));
    set(&d, "v.l.1=7");
    cr_expect_eq(setting_find(d.root, "v.l.1")->value.integer, 7);
    cr_expect_eq(setting_find(d.root, "v.l")->count, 2);
    set(&d, "v.l=[1, 2, 3.5]");
    cr_expect_eq(setting_find(d.root, "v.l.2")->value.real, 3.5);
    set(&d, "v.kmd.teams={dist=\"uniform\"; min=1; max=2; source=\"F1\";}");
    cr_expect_eq(setting_find(d.root, "v.kmd.teams.max")->value.integer, 2);
    cr_expect_str_eq(setting_find(d.root, "v.kmd.teams")->source, "F1");
    set(&d, "v.kmd.teams.max=3"); /* one part of a number changes what the number rests on */
    cr_expect_str_eq(setting_find(d.root, "v.kmd.teams")->source, "--set");
    set(&d, "v.kmd.teams.source=F2");
    cr_expect_str_eq(setting_find(d.root, "v.kmd.teams")->source, "F2");
    document_free(&d);
}

Test(document, set_refused)
{
    struct document d = read_text("vendors = { kmd = { teams = 4; }; l = (1, 2); };");
    set_refused(&d, "novalue", "no assignment of the form PATH=VALUE");
    set_refused(&d, "=5", "no assignment");
    set_refused(&d, "  = 5", "no assignment");
    set_refused(&d, "vendors.kmd.teams=", "no value is given");
    set_refused(&d, "vendors.kdm.teams=5", "there is no 'vendors.kdm'; did you mean 'vendors.kmd'?");
    set_refused(&d, "venders.kmd.teams=5", "did you mean 'vendors'?");
    set_refused(&d, "zzzzzz.kmd=5", "there is no 'zzzzzz'");
    set_refused(&d, "vendors.kmd.teams.min=5", "'vendors.kmd.teams' is an integer, not a group");
    set_refused(&d, "vendors.l.2=5", "'vendors.l' is a list of 2, and has no element '2'");
    set_refused(&d, "vendors.l.x.y=5", "has no element 'x'");
    set_refused(&d, "vendors.5x=5", "is not a name");
    set_refused(&d, "vendors.=5", "is not a name");
    set_refused(&d, "vendors..x=5", "there is no");
    set_refused(&d, "vendors.x=1e999", "beyond what the computer can hold");
    set_refused(&d, "vendors.x=99999999999999999999", "beyond");
    set_refused(&d, "vendors.x=[1, 2", "never closed");
    set_refused(&d, "vendors.x=\"a", "not closed");
    set_refused(&d, "vendors.x={a=1;}; b=2", "more than one value");
    set_refused(&d, "vendors.x=a\"b", "must stand in quotation marks");
    set_refused(&d, "vendors.x=\xFF", "not valid UTF-8");
    set_refused(&d, "true=1", "is not a name");
    set_refused(&d, "vendors.n12345678901234567890123456789012345678901234567890123456789012=1", "is not a name");
    set_refused(&d, "vendors.kmd.x=((((((((((((((((((((((((((((((( 1 )))))))))))))))))))))))))))))))",
                "more than 32 deep");
    char *text = canonical(&d);
    struct document same = read_text(text);
    cr_expect_eq(setting_find(same.root, "vendors")->count, 2, "a refused assignment changed something");
    free(text);
    document_free(&same);
    document_free(&d);
}

Test(document, set_at)
{
    struct document d = read_text("a = 1;");
    cr_expect_eq(document_set_at(&d, "a=2", "s.cfg", 7, "F3", 0), 0);
    cr_expect_str_eq(setting_find(d.root, "a")->file, "s.cfg");
    cr_expect_eq(setting_find(d.root, "a")->line, 7);
    cr_expect_str_eq(setting_find(d.root, "a")->source, "F3");
    cr_expect_eq(document_set_at(&d, "a=3", "s.cfg", 8, 0, 0), 0);
    cr_expect_null(setting_find(d.root, "a")->source);
    document_free(&d);
}

/* Canonical text. */

Test(document, canonical_text_is_stable)
{
    struct document d =
        read_text("a=5;b=0.1;c=1e300;d=-0.0;e=100.;t=\"\\\"\\\\\\n\\x01\xC3\xA6\";f=TRUE;g={};h=();k=(1,2.5);"
                  "m=({x=1;},{y=(1,(2,3));});n=5000000000;o=1e22;p=123456789.125;q=-2147483648;");
    char *first = canonical(&d);
    cr_expect_str_eq(first, "a = 5;\nb = 0.1;\nc = 1e+300;\nd = -0.0;\ne = 1e+02;\n"
                            "t = \"\\\"\\\\\\n\\x01\xC3\xA6\";\nf = true;\n"
                            "g = {\n};\nh = ();\nk = (1, 2.5);\nm = (\n    {\n        x = 1;\n    },\n    {\n"
                            "        y = (\n            1,\n            (2, 3)\n        );\n    }\n);\n"
                            "n = 5000000000L;\no = 1e+22;\np = 123456789.125;\nq = -2147483648;\n");
    struct document again = read_text(first);
    char *second = canonical(&again);
    cr_expect_str_eq(first, second);
    unsigned char hash[DIGEST_BYTES], other[DIGEST_BYTES];
    cr_expect_eq(document_hash(&d, hash, 0), 0);
    cr_expect_eq(document_hash(&again, other, 0), 0);
    cr_expect_arr_eq(hash, other, DIGEST_BYTES);
    set(&again, "a=6");
    cr_expect_eq(document_hash(&again, other, 0), 0);
    cr_expect_neq(memcmp(hash, other, DIGEST_BYTES), 0);
    free(first);
    free(second);
    document_free(&d);
    document_free(&again);
}

/* Reals of all magnitudes come back bit by bit. */
Test(document, reals_round_trip)
{
    uint64_t bits = 88172645463325252u;
    for (int i = 0; i < 2000; i++) {
        double x;
        char text[64];
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        memcpy(&x, &bits, sizeof x);
        if (!(x - x == 0))
            continue;
        snprintf(text, sizeof text, "x = %.17e;", x);
        struct document d = read_text(text);
        char *written = canonical(&d);
        struct document again = read_text(written);
        cr_assert_eq(again.root->children[0]->type, SETTING_REAL);
        cr_assert_eq(again.root->children[0]->value.real, x, "%s", written);
        free(written);
        document_free(&again);
        document_free(&d);
    }
}

Test(document, copies_are_independent)
{
    struct document copy, d = read_text("a = { b = 1; source = \"F1\"; };");
    cr_assert_eq(document_copy(&copy, &d, 0), 0);
    set(&copy, "a.b=2");
    cr_expect_eq(setting_find(d.root, "a.b")->value.integer, 1);
    document_free(&d);
    cr_expect_eq(setting_find(copy.root, "a.b")->value.integer, 2);
    cr_expect_str_eq(setting_find(copy.root, "a.source")->source, "F1");
    cr_expect_str_eq(setting_find(copy.root, "a")->file, "t.cfg");
    document_free(&copy);
}

Test(document, merge)
{
    struct document d =
        read_text("a = { x = 1; y = { dist = \"gamma\"; mean = 1; cv = 2; }; z = { mean = 3; }; l = (1, 2); };");
    struct document over = read_text("a = { x = { value = 7; }; y = { dist = \"uniform\"; min = 1; max = 2; };\n"
                                     " z = { sd = 4; }; l = (3); n = 5; };");
    struct faults faults = {0};
    cr_assert_eq(document_merge(&d, over.root, 0), 0);
    cr_expect_eq(document_merge(&d, setting_find(over.root, "a.n"), &faults), -1);
    cr_expect_not_null(strstr(faults.list[0].text, "must be a group of settings, is an integer"));
    faults_free(&faults);
    document_free(&over);
    cr_expect_eq(setting_find(d.root, "a.x.value")->value.integer, 7);
    cr_expect_null(setting_find(d.root, "a.y.mean"), "a number in the long form replaces as a whole");
    cr_expect_eq(setting_find(d.root, "a.z")->count, 2);
    cr_expect_eq(setting_find(d.root, "a.l")->count, 1);
    cr_expect_eq(setting_find(d.root, "a.n")->value.integer, 5);
    cr_expect_eq(setting_find(d.root, "a.n")->index, 4);
    document_free(&d);
}
