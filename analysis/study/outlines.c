/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * outlines: GeoJSON read, checked and made a plane drawing.
 */
#include "analysis/study/outlines.h"

#include "models/contents.h"
#include "models/schema.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PLACE = 256, FAULTS_MOST = 100 };

struct reading {
    const struct programme *programme;
    const char *path;
    struct faults *faults;
    size_t before; /* faults */
    bool *known;   /* [sites], has an outline */
    size_t found;
    json_t *shapes;
    double west, east, south, north; /* of all that is drawn */
};

/* ---- the file ---- */

/* Beside the configuration that names it. */
static char *path_of(const struct setting *setting)
{
    const char *name = setting->value.text, *slash = strrchr(setting->file, '/');
    char *path = 0;
    int folder = *name == '/' || !slash ? 0 : (int)(slash - setting->file) + 1;
    return asprintf(&path, "%.*s%s", folder, setting->file, name) < 0 ? 0 : path;
}

static char *bytes_of(const struct reading *reading, const struct setting *setting, size_t *size)
{
    char why[CONTENTS_WHY];
    char *bytes = contents_read(reading->path, size, why);
    if (!bytes)
        faults_add(reading->faults, setting->file, setting->line, "sites.outlines: %s: %s", reading->path, why);
    return bytes;
}

/* ---- what must be so ---- */

static int fault(const struct reading *reading, const char *place, const char *what)
{
    if (reading->faults->count - reading->before < FAULTS_MOST)
        faults_add(reading->faults, reading->path, 0, "%s: %s", place, what);
    return -1;
}

/* One position, from which the drawing's extent grows. */
static int check_position(struct reading *reading, const json_t *position, const char *place)
{
    const json_t *x = json_array_get(position, 0), *y = json_array_get(position, 1);
    if (!json_is_number(x) || !json_is_number(y) || !(fabs(json_number_value(x)) <= 1e9) ||
        !(fabs(json_number_value(y)) <= 1e9))
        return fault(reading, place, "is no position [x, y] of two numbers from -1e9 to 1e9");
    reading->west = fmin(reading->west, json_number_value(x));
    reading->east = fmax(reading->east, json_number_value(x));
    reading->south = fmin(reading->south, json_number_value(y));
    reading->north = fmax(reading->north, json_number_value(y));
    return 0;
}

static int check_ring(struct reading *reading, const json_t *ring, const char *place)
{
    char inner[PLACE];
    int status = 0;
    if (json_array_size(ring) < 4)
        return fault(reading, place, "is no ring: a list of 4 positions at least is legal");
    for (size_t i = 0; i < json_array_size(ring); i++) {
        snprintf(inner, sizeof inner, "%.160s.%zu", place, i);
        status |= check_position(reading, json_array_get(ring, i), inner);
    }
    return status;
}

static int check_polygon(struct reading *reading, const json_t *polygon, const char *place)
{
    char inner[PLACE];
    int status = 0;
    if (json_array_size(polygon) == 0)
        return fault(reading, place, "is no polygon: a list of rings is legal");
    for (size_t i = 0; i < json_array_size(polygon); i++) {
        snprintf(inner, sizeof inner, "%.160s.%zu", place, i);
        status |= check_ring(reading, json_array_get(polygon, i), inner);
    }
    return status;
}

/* The polygons of a geometry, a new reference; null with a fault. */
static json_t *polygons_of(struct reading *reading, const json_t *geometry, const char *place)
{
    char inner[PLACE];
    const char *type = json_string_value(json_object_get(geometry, "type"));
    json_t *coordinates = json_object_get(geometry, "coordinates"), *polygons;
    int status = 0;
    snprintf(inner, sizeof inner, "%.160s.geometry.type", place);
    if (!type || (strcmp(type, "Polygon") != 0 && strcmp(type, "MultiPolygon") != 0)) {
        fault(reading, inner, "Polygon and MultiPolygon are legal");
        return 0;
    }
    bool one = strcmp(type, "Polygon") == 0;
    polygons = one ? json_pack("[O]", coordinates) : json_incref(coordinates);
    if (!one && json_array_size(polygons) == 0) {
        snprintf(inner, sizeof inner, "%.160s.geometry.coordinates", place);
        status = fault(reading, inner, "is no list of polygons");
    }
    for (size_t i = 0; i < json_array_size(polygons); i++) {
        if (one)
            snprintf(inner, sizeof inner, "%.160s.geometry.coordinates", place);
        else
            snprintf(inner, sizeof inner, "%.160s.geometry.coordinates.%zu", place, i);
        status |= check_polygon(reading, json_array_get(polygons, i), inner);
    }
    if (status == 0)
        return polygons;
    json_decref(polygons);
    return 0;
}

/* A whole number, or a text that is one; -1: neither. */
static long code_of(const json_t *feature)
{
    const json_t *code = json_object_get(feature, "id");
    char *end = 0;
    if (!code)
        code = json_object_get(json_object_get(feature, "properties"), "code");
    if (json_is_integer(code))
        return json_integer_value(code) >= 0 ? (long)json_integer_value(code) : -1;
    if (!json_is_string(code) || json_string_length(code) == 0)
        return -1;
    long value = strtol(json_string_value(code), &end, 10);
    return *end ? -1 : value;
}

static void read_feature(struct reading *reading, const json_t *feature, size_t index)
{
    const struct programme *p = reading->programme;
    char place[PLACE];
    size_t site = 0;
    long code = code_of(feature);
    snprintf(place, sizeof place, "features.%zu", index);
    if (code < 0) {
        fault(reading, place, "has no code: an `id` or a property `code`, a whole number from 0 to 999999, is wanted");
        return;
    }
    while (site < p->sites && p->site[site].code != code)
        site++;
    if (site == p->sites)
        return;
    if (reading->known[site]) {
        fault(reading, place, "is a second outline of its site; one is legal, a MultiPolygon if it has parts");
        return;
    }
    json_t *polygons = polygons_of(reading, json_object_get(feature, "geometry"), place);
    reading->known[site] = true;
    reading->found++;
    if (polygons)
        json_array_append_new(reading->shapes, json_pack("{s:I, s:o}", "code", (json_int_t)code, "polygons", polygons));
}

static int read_features(struct reading *reading, const json_t *root)
{
    const char *type = json_string_value(json_object_get(root, "type"));
    const json_t *features = json_object_get(root, "features");
    if (!type || strcmp(type, "FeatureCollection") != 0)
        return fault(reading, "type", "\"FeatureCollection\" is legal");
    if (json_array_size(features) == 0)
        return fault(reading, "features", "a list of features is wanted");
    for (size_t i = 0; i < json_array_size(features); i++)
        read_feature(reading, json_array_get(features, i), i);
    if (reading->found == 0 && reading->faults->count == reading->before)
        return fault(reading, "features", "none has the code of one of the sites");
    return reading->faults->count == reading->before ? 0 : -1;
}

/* ---- the drawing ---- */

struct plane {
    double west, north, wide, scale; /* `wide` multiplies x */
};

static struct plane plane_of(const struct reading *reading, double *width, double *height)
{
    static const double degree = 0.017453292519943295;
    bool degrees = reading->west >= -180 && reading->east <= 180 && reading->south >= -90 && reading->north <= 90;
    double wide = degrees ? cos((reading->south + reading->north) / 2 * degree) : 1;
    double x = fmax((reading->east - reading->west) * wide, 1e-9), y = fmax(reading->north - reading->south, 1e-9);
    double scale = OUTLINES_ACROSS / fmax(x, y);
    *width = ceil(x * scale);
    *height = ceil(y * scale);
    return (struct plane){reading->west, reading->north, wide, scale};
}

/* The same place twice in a row is one; what is smaller than the units is a triangle of one. */
static json_t *drawn_ring(const struct plane *plane, const json_t *ring)
{
    json_t *drawn = json_array();
    long last_x = -1, last_y = -1;
    for (size_t i = 0; i < json_array_size(ring); i++) {
        const json_t *position = json_array_get(ring, i);
        long x = lround((json_number_value(json_array_get(position, 0)) - plane->west) * plane->wide * plane->scale);
        long y = lround((plane->north - json_number_value(json_array_get(position, 1))) * plane->scale);
        if (x != last_x || y != last_y)
            json_array_append_new(drawn, json_pack("[i, i]", (int)x, (int)y));
        last_x = x;
        last_y = y;
    }
    if (json_array_size(drawn) < 4) {
        json_decref(drawn);
        drawn = json_pack("[[i, i], [i, i], [i, i], [i, i]]", (int)last_x, (int)last_y, (int)last_x + 1, (int)last_y,
                          (int)last_x, (int)last_y + 1, (int)last_x, (int)last_y);
    }
    return drawn;
}

static json_t *drawn_polygons(const struct plane *plane, const json_t *polygons)
{
    json_t *list = json_array();
    for (size_t i = 0; i < json_array_size(polygons); i++) {
        const json_t *rings = json_array_get(polygons, i);
        json_t *polygon = json_array();
        for (size_t k = 0; k < json_array_size(rings); k++)
            json_array_append_new(polygon, drawn_ring(plane, json_array_get(rings, k)));
        json_array_append_new(list, polygon);
    }
    return list;
}

static char *draw(const struct reading *reading)
{
    double width, height;
    struct plane plane = plane_of(reading, &width, &height);
    json_t *shapes = json_array();
    for (size_t i = 0; i < json_array_size(reading->shapes); i++) {
        const json_t *shape = json_array_get(reading->shapes, i);
        json_array_append_new(shapes, json_pack("{s:O, s:o}", "code", json_object_get(shape, "code"), "polygons",
                                                drawn_polygons(&plane, json_object_get(shape, "polygons"))));
    }
    json_t *drawing = json_pack("{s:i, s:i, s:o}", "width", (int)width, "height", (int)height, "shapes", shapes);
    char *text = drawing ? json_dumps(drawing, JSON_COMPACT) : 0;
    json_decref(drawing);
    return text;
}

/* ---- all of it ---- */

static int read_text(struct reading *reading, const char *bytes, size_t size, char **text)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return faults_add(reading->faults, reading->path, error.line > 0 ? error.line : 0, "is no JSON: %s",
                          error.text);
    reading->shapes = json_array();
    reading->known = calloc(reading->programme->sites + 1, sizeof *reading->known);
    int status = reading->shapes && reading->known ? read_features(reading, root) : -1;
    if (status == 0 && !(*text = draw(reading)))
        status = -1;
    if (status != 0 && reading->faults->count == reading->before)
        faults_add(reading->faults, 0, 0, "out of memory");
    json_decref(reading->shapes);
    free(reading->known);
    json_decref(root);
    return status;
}

int outlines_read(const struct document *document, const struct programme *programme, char **text,
                  struct faults *faults)
{
    const struct setting *setting = setting_find(document->root, "sites.outlines");
    *text = 0;
    if (!setting)
        return 0;
    char *path = path_of(setting), *bytes = 0;
    size_t size = 0;
    struct reading reading = {.programme = programme,
                              .path = path,
                              .faults = faults,
                              .before = faults->count,
                              .west = INFINITY,
                              .east = -INFINITY,
                              .south = INFINITY,
                              .north = -INFINITY};
    int status = path ? 0 : faults_add(faults, 0, 0, "out of memory");
    if (status == 0 && !(bytes = bytes_of(&reading, setting, &size)))
        status = -1;
    if (status == 0)
        status = read_text(&reading, bytes, size, text);
    free(bytes);
    free(path);
    return status;
}
