/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_input: one thing of a results file at a time.
 *
 * A file is never trusted: types, ranks and extents are compared with what this version would have written, and memory
 * is taken only for what the file is long enough to hold.
 */
#include "analysis/results/results_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- faults ---- */

int input_broken(const struct results *results, struct error *error, const char *name, const char *what)
{
    H5Eclear2(H5E_DEFAULT);
    return error_set(error, ERROR_FORMAT, "%s: not a sound results file: `%s` %s", results->path, name, what);
}

int input_unreadable(const struct results *results, struct error *error)
{
    return file_error(error, ERROR_FORMAT, results->path, "not a sound results file, cannot be read");
}

void *input_take(struct results *results, size_t count, size_t size, struct error *error)
{
    size_t bytes;
    struct piece *piece = 0;
    if (!__builtin_mul_overflow(count, size, &bytes) && bytes < SIZE_MAX - sizeof *piece - 1)
        piece = calloc(1, sizeof *piece + bytes + 1);
    if (!piece) {
        error_set(error, ERROR_MEMORY, "no memory to read %s", results->path);
        return 0;
    }
    piece->next = results->pieces;
    results->pieces = piece;
    return piece->bytes;
}

static bool type_is(hid_t own, hid_t wanted)
{
    bool same = own >= 0 && H5Tequal(own, wanted) > 0;
    if (own >= 0)
        H5Tclose(own);
    return same;
}

static bool valid_text(const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0';) {
        int more = *c < 0x80                 ? 0
                   : *c >= 0xc2 && *c < 0xe0 ? 1
                   : *c >= 0xe0 && *c < 0xf0 ? 2
                   : *c >= 0xf0 && *c < 0xf5 ? 3
                                             : -1;
        if (more < 0)
            return false;
        for (c++; more > 0; more--)
            if ((*c++ & 0xc0) != 0x80)
                return false;
    }
    return true;
}

/* ---- attributes ---- */

int input_text(struct results *results, const char *name, const char **text, struct error *error)
{
    *text = "";
    if (H5Aexists(results->file, name) <= 0)
        return 0;
    hid_t id = H5Aopen(results->file, name, H5P_DEFAULT), space = id >= 0 ? H5Aget_space(id) : -1;
    char *value = 0;
    int status = 0;
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || !type_is(H5Aget_type(id), results->string))
        status = input_broken(results, error, name, "is not a string");
    else if (H5Aread(id, results->string, &value) < 0)
        status = input_unreadable(results, error);
    else if (value && !valid_text(value))
        status = input_broken(results, error, name, "is not UTF-8");
    if (status == 0 && value) {
        char *copy = input_take(results, strlen(value) + 1, 1, error);
        status = copy ? 0 : -1;
        if (copy)
            *text = memcpy(copy, value, strlen(value) + 1);
    }
    if (value)
        H5free_memory(value);
    if (space >= 0)
        H5Sclose(space);
    if (id >= 0)
        H5Aclose(id);
    return status;
}

int input_number(struct results *results, const char *name, hid_t type, void *value, struct error *error)
{
    hid_t id = H5Aexists(results->file, name) > 0 ? H5Aopen(results->file, name, H5P_DEFAULT) : -1;
    hid_t space = id >= 0 ? H5Aget_space(id) : -1;
    int status = 0;
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || !type_is(H5Aget_type(id), type))
        status = input_broken(results, error, name, "is not a number");
    else if (H5Aread(id, type, value) < 0)
        status = input_unreadable(results, error);
    if (space >= 0)
        H5Sclose(space);
    if (id >= 0)
        H5Aclose(id);
    return status;
}

/* ---- small variables ---- */

/* What is wrong with how a dataset is kept; null: nothing. */
static const char *odd_storage(hid_t id)
{
    static const H5Z_filter_t known[] = {H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE, H5Z_FILTER_FLETCHER32};
    hid_t plan = H5Dget_create_plist(id);
    const char *odd = plan < 0                             ? "is kept in no known way"
                      : H5Pget_layout(plan) == H5D_VIRTUAL ? "is made of other files"
                      : H5Pget_external_count(plan) != 0   ? "is kept in another file"
                                                           : 0;
    for (int i = 0; !odd && i < H5Pget_nfilters(plan); i++) {
        size_t values = 0;
        unsigned flags, config;
        H5Z_filter_t filter = H5Pget_filter2(plan, (unsigned)i, &flags, &values, 0, 0, 0, &config);
        odd = "is packed in an unknown way";
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (filter == known[k])
                odd = 0;
    }
    if (plan >= 0)
        H5Pclose(plan);
    return odd;
}

hid_t input_dataset(const struct results *results, const char *name, struct error *error)
{
    H5L_info_t link;
    hid_t id = -1;
    if (H5Lexists(results->file, name, H5P_DEFAULT) <= 0 || H5Lget_info(results->file, name, &link, H5P_DEFAULT) < 0)
        return input_broken(results, error, name, "is missing");
    if (link.type != H5L_TYPE_HARD)
        return input_broken(results, error, name, "is a link to something else");
    if ((id = H5Dopen2(results->file, name, H5P_DEFAULT)) < 0)
        return input_broken(results, error, name, "is missing");
    const char *odd = odd_storage(id);
    if (!odd)
        return id;
    H5Dclose(id);
    return input_broken(results, error, name, odd);
}

hid_t input_open(struct results *results, const struct file_variable *variable, hid_t type, struct error *error)
{
    hsize_t size[H5S_MAX_RANK];
    hid_t id = input_dataset(results, variable->name, error);
    if (id < 0)
        return -1;
    hid_t space = H5Dget_space(id);
    bool sound = space >= 0 && H5Sget_simple_extent_ndims(space) == variable->rank &&
                 H5Sget_simple_extent_dims(space, size, 0) == variable->rank;
    for (int r = 0; r < variable->rank && sound; r++)
        sound = size[r] == file_extent(&results->spec, variable->dimension[r]);
    if (space >= 0)
        H5Sclose(space);
    if (sound && type_is(H5Dget_type(id), type))
        return id;
    input_broken(results, error, variable->name, sound ? "has another type" : "has another shape");
    H5Dclose(id);
    return -1;
}

int input_all(struct results *results, const struct file_variable *variable, hid_t type, hid_t native, void *values,
              struct error *error)
{
    hid_t id = input_open(results, variable, type, error);
    if (id < 0)
        return -1;
    int status = 0;
    if (H5Dread(id, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        status = input_unreadable(results, error);
    H5Dclose(id);
    return status;
}

int input_extent(struct results *results, enum file_dimension dimension, struct error *error)
{
    const char *name = file_dimension_name(dimension);
    if (H5Lexists(results->file, name, H5P_DEFAULT) <= 0)
        return 0;
    hsize_t size = 0;
    hid_t id = input_dataset(results, name, error), space = id >= 0 ? H5Dget_space(id) : -1;
    if (id < 0)
        return -1;
    bool sound = space >= 0 && H5Sget_simple_extent_ndims(space) == 1;
    if (sound)
        sound = H5Sget_simple_extent_dims(space, &size, 0) == 1;
    /* Coordinates are contiguous, at least 4 bytes an item: a file cannot claim more of them than it has bytes for. */
    if (sound)
        sound = size <= INT32_MAX && size <= results->file_size / 4 && H5Dget_storage_size(id) >= 4 * size;
    if (space >= 0)
        H5Sclose(space);
    H5Dclose(id);
    if (!sound)
        return input_broken(results, error, name, "has no believable size");
    file_extent_set(&results->spec, dimension, (size_t)size);
    return 0;
}

const char **input_strings(struct results *results, const struct file_variable *variable, struct error *error)
{
    size_t count = file_extent(&results->spec, variable->dimension[0]);
    char **raw = input_take(results, count, sizeof *raw, error);
    const char **strings = input_take(results, count, sizeof *strings, error);
    if (!raw || !strings || input_all(results, variable, results->string, results->string, raw, error) != 0)
        return 0;
    bool sound = true;
    for (size_t i = 0; i < count; i++) {
        const char *text = raw[i] ? raw[i] : "";
        char *copy = sound ? input_take(results, strlen(text) + 1, 1, error) : 0;
        sound = copy;
        if (sound)
            strings[i] = memcpy(copy, text, strlen(text) + 1);
        if (sound && !valid_text(text)) {
            input_broken(results, error, variable->name, "is not UTF-8");
            sound = false;
        }
        H5free_memory(raw[i]);
    }
    return sound ? strings : 0;
}

int input_label(struct results *results, const struct file_label *label, struct error *error)
{
    struct file_variable variable = {label->name, 1, {label->dimension}, "", ""};
    if (!file_variable_exists(&results->spec, &variable))
        return 0;
    bool older = label->fallback && H5Lexists(results->file, label->name, H5P_DEFAULT) <= 0;
    const char **strings = older ? 0 : input_strings(results, &variable, error);
    if (!strings && !older)
        return -1;
    char *list = *(char **)(void *)((char *)&results->spec + label->list);
    for (size_t i = 0; i < file_extent(&results->spec, label->dimension); i++)
        *(const char **)(void *)(list + i * label->stride + label->member) = older ? label->fallback : strings[i];
    return 0;
}

int32_t *input_int32(struct results *results, const char *name, enum file_dimension dimension, struct error *error)
{
    struct file_variable variable = {name, 1, {dimension}, "", ""};
    int32_t *values = input_take(results, file_extent(&results->spec, dimension), sizeof *values, error);
    if (!values || input_all(results, &variable, H5T_STD_I32LE, H5T_NATIVE_INT32, values, error) != 0)
        return 0;
    return values;
}
