/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The map's outlines from a file of the user's.
 */
#include "analysis/study/outlines.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REST                                                                                                           \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\";"                                                 \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"                                                      \
    "activities = { a = { after = [\"start\"]; }; }; milestones = { m = { after = [\"a\"]; }; };"                      \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };"
#define SQUARE(west, south) "[[[" west "," south "],[" west ",10],[10,10],[10," south "],[" west "," south "]]]"
#define FEATURE(code, rings)                                                                                           \
    "{\"type\":\"Feature\"," code ",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":" rings "}}"
#define COLLECTION(features) "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"

/* The drawing, or null with the faults in one text. */
static char *read_outlines(const char *geojson, char told[4096])
{
    char path[] = "/tmp/fmksim-outlines-XXXXXX", text[1024];
    struct document document = {0};
    struct programme p;
    struct faults faults = {0};
    char *drawing = 0;
    int file = mkstemp(path);
    cr_assert(file >= 0 && write(file, geojson, strlen(geojson)) == (ssize_t)strlen(geojson) && close(file) == 0);
    snprintf(text, sizeof text, REST "sites = { count = 3; outlines = \"%s\"; };", path);
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(programme_init(&p, &document, &faults), 0);
    int status = outlines_read(&document, &p, &drawing, &faults);
    cr_assert_eq(status == 0, faults.count == 0);
    cr_assert_eq(status == 0, drawing != 0);
    *told = '\0';
    for (size_t i = 0; i < faults.count; i++) {
        cr_expect(strcmp(faults.list[i].file, path) == 0, "a fault is of the file, not of %s", faults.list[i].file);
        snprintf(told + strlen(told), 4096 - strlen(told), "%d %s\n", faults.list[i].line, faults.list[i].text);
    }
    unlink(path);
    faults_free(&faults);
    programme_free(&p);
    document_free(&document);
    return drawing;
}

/* Metres stay as they are, north is up, and what is of no site is passed over. */
Test(outlines, a_plane_drawing)
{
    char told[4096];
    char *drawing = read_outlines(
        COLLECTION(FEATURE("\"id\":\"2\"", "[[[1000,0],[1000,500],[2000,500],[2000,0],[1000,0]]]") "," FEATURE(
            "\"properties\":{\"code\":3}", "[[[1000,500],[1000,1000],[2000,1000],[1000,500]]]") "," FEATURE("\"id\":77",
                                                                                                            "[]")),
        told);
    cr_assert_str_eq(told, "");
    cr_expect_str_eq(drawing, "{\"width\":4000,\"height\":4000,\"shapes\":["
                              "{\"code\":2,\"polygons\":[[[[0,4000],[0,2000],[4000,2000],[4000,4000],[0,4000]]]]},"
                              "{\"code\":3,\"polygons\":[[[[0,2000],[0,0],[4000,0],[0,2000]]]]}]}");
    free(drawing);
}

/* Degrees at 60° north are half as wide as they are high. */
Test(outlines, degrees)
{
    char told[4096];
    char *drawing = read_outlines(COLLECTION(FEATURE("\"id\":1", "[[[10,55],[10,65],[20,65],[20,55],[10,55]]]")), told);
    cr_assert_not_null(drawing, "%s", told);
    cr_expect(strstr(drawing, "{\"width\":2000,\"height\":4000,") == drawing ||
                  strstr(drawing, "{\"width\":2001,\"height\":4000,") == drawing,
              "%s", drawing);
    free(drawing);
}

Test(outlines, every_fault_by_its_path)
{
    char told[4096];
    static const struct {
        const char *geojson, *told;
    } cases[] = {
        {"{\"type\": \"FeatureCollection\",\n\"features\": [}", "2 is no JSON: "},
        {"{\"type\":\"Topology\"}", "0 type: \"FeatureCollection\" is legal\n"},
        {"{\"type\":\"FeatureCollection\",\"features\":[]}", "0 features: a list of features is wanted\n"},
        {COLLECTION(FEATURE("\"id\":77", SQUARE("0", "0"))), "0 features: none has the code of one of the sites\n"},
        {COLLECTION(FEATURE("\"id\":\"x\"", SQUARE("0", "0"))), "0 features.0: has no code: an `id`"},
        {COLLECTION("{\"id\":1,\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}"),
         "0 features.0.geometry.type: Polygon and MultiPolygon are legal\n"},
        {COLLECTION(FEATURE("\"id\":1", "[[[0,0],[1,1],[0,0]]]")),
         "0 features.0.geometry.coordinates.0: is no ring: a list of 4 positions at least is legal\n"},
        {COLLECTION(FEATURE("\"id\":1", SQUARE("0", "0")) "," FEATURE("\"id\":1", SQUARE("0", "0"))),
         "0 features.1: is a second outline of its site"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cr_expect_null(read_outlines(cases[i].geojson, told));
        cr_expect(strstr(told, cases[i].told) == told, "%s: %s", cases[i].geojson, told);
    }
    /* All at once. */
    cr_expect_null(read_outlines(
        COLLECTION(FEATURE("\"id\":1", SQUARE("\"0\"", "0")) "," FEATURE(
            "\"id\":-2", SQUARE("0", "0")) ","
                                           "{\"id\":3,\"geometry\":{\"type\":\"MultiPolygon\",\"coordinates\":[" SQUARE(
                                               "0", "0") ",[]]}}"),
        told));
    cr_expect_not_null(strstr(told, "features.0.geometry.coordinates.0.0: is no position [x, y] of two numbers"));
    cr_expect_not_null(strstr(told, "features.1: has no code"));
    cr_expect_not_null(strstr(told, "features.2.geometry.coordinates.1: is no polygon: a list of rings is legal"));
}

/* A file that is not there is told at the configuration's line. */
Test(outlines, no_file)
{
    static const char text[] = REST "\n\nsites = { count = 3; outlines = \"nowhere.geojson\"; };";
    struct document document = {0};
    struct programme p;
    struct faults faults = {0};
    char *drawing = 0;
    cr_assert_eq(document_read_text(&document, "/x/t.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(programme_init(&p, &document, &faults), 0);
    cr_expect_eq(outlines_read(&document, &p, &drawing, &faults), -1);
    cr_expect(faults.count == 1 && faults.list[0].line == 3);
    cr_expect_str_eq(faults.list[0].text,
                     "sites.outlines: /x/nowhere.geojson: cannot be read: No such file or directory");
    faults_free(&faults);
    programme_free(&p);
    document_free(&document);
}
