/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_read: the reader of results files.
 *
 * A file is never trusted: types, ranks and extents are compared with what this version would have written, and memory
 * is taken only for what the file is long enough to hold.
 */
#include "analysis/results/results_parts.h"

#include "sim/date.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct piece {
    struct piece *next;
    max_align_t bytes[];
};

/* ---- faults ---- */

static int broken(const struct results *results, struct error *error, const char *name, const char *what)
{
    H5Eclear2(H5E_DEFAULT);
    return error_set(error, ERROR_FORMAT, "%s: not a sound results file: `%s` %s", results->path, name, what);
}

static int unreadable(const struct results *results, struct error *error)
{
    return file_error(error, ERROR_FORMAT, results->path, "not a sound results file, cannot be read");
}

static void *take(struct results *results, size_t count, size_t size, struct error *error)
{
    size_t bytes;
    struct piece *piece = NULL;
    if (!__builtin_mul_overflow(count, size, &bytes) && bytes < SIZE_MAX - sizeof *piece - 1)
        piece = calloc(1, sizeof *piece + bytes + 1);
    if (piece == NULL) {
        error_set(error, ERROR_MEMORY, "no memory to read %s", results->path);
        return NULL;
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

/* A string attribute into *text, owned by the results; "" if there is none. */
static int read_text(struct results *results, const char *name, const char **text, struct error *error)
{
    *text = "";
    if (H5Aexists(results->file, name) <= 0)
        return 0;
    hid_t id = H5Aopen(results->file, name, H5P_DEFAULT), space = id >= 0 ? H5Aget_space(id) : -1;
    char *value = NULL;
    int status = 0;
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || !type_is(H5Aget_type(id), results->string))
        status = broken(results, error, name, "is not a string");
    else if (H5Aread(id, results->string, &value) < 0)
        status = unreadable(results, error);
    else if (value != NULL && !valid_text(value))
        status = broken(results, error, name, "is not UTF-8");
    if (status == 0 && value != NULL) {
        char *copy = take(results, strlen(value) + 1, 1, error);
        status = copy != NULL ? 0 : -1;
        if (copy != NULL)
            *text = memcpy(copy, value, strlen(value) + 1);
    }
    if (value != NULL)
        H5free_memory(value);
    if (space >= 0)
        H5Sclose(space);
    if (id >= 0)
        H5Aclose(id);
    return status;
}

static int read_number(struct results *results, const char *name, hid_t type, void *value, struct error *error)
{
    hid_t id = H5Aexists(results->file, name) > 0 ? H5Aopen(results->file, name, H5P_DEFAULT) : -1;
    hid_t space = id >= 0 ? H5Aget_space(id) : -1;
    int status = 0;
    if (space < 0 || H5Sget_simple_extent_npoints(space) != 1 || !type_is(H5Aget_type(id), type))
        status = broken(results, error, name, "is not a number");
    else if (H5Aread(id, type, value) < 0)
        status = unreadable(results, error);
    if (space >= 0)
        H5Sclose(space);
    if (id >= 0)
        H5Aclose(id);
    return status;
}

static int read_attributes(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    const char *format, *epoch;
    int32_t fan_replications = 0, per_draw = 0;
    if (read_text(results, "format", &format, error) != 0)
        return -1;
    if (strncmp(format, "fmksim results", 14) != 0)
        return error_set(error, ERROR_FORMAT, "%s: an HDF5 file, but not a results file of fmksim", results->path);
    if (strcmp(format, RESULTS_FORMAT) != 0)
        return error_set(error, ERROR_FORMAT, "%s: format \"%.40s\", this version reads \"%s\"", results->path, format,
                         RESULTS_FORMAT);
    if (read_text(results, "epoch", &epoch, error) != 0)
        return -1;
    if (!date_parse(epoch, &spec->epoch))
        return broken(results, error, "epoch", "is not a date");
    if (read_number(results, "horizon", H5T_NATIVE_INT, &spec->horizon, error) != 0 ||
        read_number(results, "headline_deadline", H5T_NATIVE_INT, &spec->headline, error) != 0 ||
        read_number(results, "cards_expected", H5T_NATIVE_INT32, &spec->cards_expected, error) != 0 ||
        read_number(results, "fan_replications", H5T_NATIVE_INT32, &fan_replications, error) != 0 ||
        read_number(results, "replications_per_draw", H5T_NATIVE_INT32, &per_draw, error) != 0 ||
        read_number(results, "seed", H5T_NATIVE_UINT64, &spec->seed, error) != 0)
        return -1;
    if (fan_replications < 0)
        return broken(results, error, "fan_replications", "is negative");
    if (per_draw < 1)
        return broken(results, error, "replications_per_draw", "is not positive");
    spec->replications_per_draw = (size_t)per_draw;
    spec->fan_replications = (size_t)fan_replications;
    int32_t shard_of = 0, card_replications = 0;
    if (H5Aexists(results->file, "shard_of_replications") > 0 &&
        (read_number(results, "shard_of_replications", H5T_NATIVE_INT32, &shard_of, error) != 0 ||
         read_number(results, "card_replications", H5T_NATIVE_INT32, &card_replications, error) != 0))
        return -1;
    if (shard_of < 0 || card_replications < 0)
        return broken(results, error, "shard_of_replications", "is negative");
    spec->shard_of = (size_t)shard_of;
    spec->card_replications = (size_t)card_replications;
    for (size_t i = 0; i < file_attribute_count; i++) {
        const char **text = (const char **)(void *)((char *)spec + file_attributes[i].member);
        if (read_text(results, file_attributes[i].name, text, error) != 0)
            return -1;
    }
    return 0;
}

/* ---- small variables ---- */

/* Opens a dataset and checks its type and extents against the spec. -1 on failure. */
static hid_t open_checked(struct results *results, const struct file_variable *variable, hid_t type,
                          struct error *error)
{
    hsize_t size[H5S_MAX_RANK];
    hid_t id = H5Lexists(results->file, variable->name, H5P_DEFAULT) > 0
                   ? H5Dopen2(results->file, variable->name, H5P_DEFAULT)
                   : -1;
    if (id < 0) {
        broken(results, error, variable->name, "is missing");
        return -1;
    }
    hid_t space = H5Dget_space(id);
    bool sound = space >= 0 && H5Sget_simple_extent_ndims(space) == variable->rank &&
                 H5Sget_simple_extent_dims(space, size, NULL) == variable->rank;
    for (int r = 0; r < variable->rank && sound; r++)
        sound = size[r] == file_extent(&results->spec, variable->dimension[r]);
    if (space >= 0)
        H5Sclose(space);
    if (sound && type_is(H5Dget_type(id), type))
        return id;
    broken(results, error, variable->name, sound ? "has another type" : "has another shape");
    H5Dclose(id);
    return -1;
}

/* The whole of a contiguous variable; its bytes must lie within the file. */
static int read_all(struct results *results, const struct file_variable *variable, hid_t type, hid_t native,
                    void *values, struct error *error)
{
    hid_t id = open_checked(results, variable, type, error);
    if (id < 0)
        return -1;
    int status = 0;
    if (H5Dread(id, native, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0)
        status = unreadable(results, error);
    H5Dclose(id);
    return status;
}

/* The extent of a dimension is that of its coordinate; a dimension that is not there is empty. */
static int read_extent(struct results *results, enum file_dimension dimension, struct error *error)
{
    const char *name = file_dimension_name(dimension);
    if (H5Lexists(results->file, name, H5P_DEFAULT) <= 0)
        return 0;
    hsize_t size = 0;
    hid_t id = H5Dopen2(results->file, name, H5P_DEFAULT), space = id >= 0 ? H5Dget_space(id) : -1;
    bool sound = space >= 0 && H5Sget_simple_extent_ndims(space) == 1;
    if (sound)
        sound = H5Sget_simple_extent_dims(space, &size, NULL) == 1;
    /* Coordinates are contiguous, at least 4 bytes an item: a file cannot claim more of them than it has bytes for. */
    if (sound)
        sound = size <= INT32_MAX && size <= results->file_size / 4 && H5Dget_storage_size(id) >= 4 * size;
    if (space >= 0)
        H5Sclose(space);
    if (id >= 0)
        H5Dclose(id);
    if (!sound)
        return broken(results, error, name, "has no believable size");
    file_extent_set(&results->spec, dimension, (size_t)size);
    return 0;
}

/* Strings of a variable along one dimension, owned by the results. */
static const char **read_strings(struct results *results, const struct file_variable *variable, struct error *error)
{
    size_t count = file_extent(&results->spec, variable->dimension[0]);
    char **raw = take(results, count, sizeof *raw, error);
    const char **strings = take(results, count, sizeof *strings, error);
    if (raw == NULL || strings == NULL ||
        read_all(results, variable, results->string, results->string, raw, error) != 0)
        return NULL;
    bool sound = true;
    for (size_t i = 0; i < count; i++) {
        const char *text = raw[i] != NULL ? raw[i] : "";
        char *copy = sound ? take(results, strlen(text) + 1, 1, error) : NULL;
        sound = copy != NULL;
        if (sound)
            strings[i] = memcpy(copy, text, strlen(text) + 1);
        if (sound && !valid_text(text)) {
            broken(results, error, variable->name, "is not UTF-8");
            sound = false;
        }
        H5free_memory(raw[i]);
    }
    return sound ? strings : NULL;
}

static int read_label(struct results *results, const struct file_label *label, struct error *error)
{
    struct file_variable variable = {label->name, 1, {label->dimension}, "", ""};
    if (!file_variable_exists(&results->spec, &variable))
        return 0;
    bool older = label->fallback != NULL && H5Lexists(results->file, label->name, H5P_DEFAULT) <= 0;
    const char **strings = older ? NULL : read_strings(results, &variable, error);
    if (strings == NULL && !older)
        return -1;
    char *list = *(char **)(void *)((char *)&results->spec + label->list);
    for (size_t i = 0; i < file_extent(&results->spec, label->dimension); i++)
        *(const char **)(void *)(list + i * label->stride + label->member) = older ? label->fallback : strings[i];
    return 0;
}

static int32_t *read_int32(struct results *results, const char *name, enum file_dimension dimension,
                           struct error *error)
{
    struct file_variable variable = {name, 1, {dimension}, "", ""};
    int32_t *values = take(results, file_extent(&results->spec, dimension), sizeof *values, error);
    if (values == NULL || read_all(results, &variable, H5T_STD_I32LE, H5T_NATIVE_INT32, values, error) != 0)
        return NULL;
    return values;
}

/* ---- the spec ---- */

static int read_numbers(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    int32_t *replications = read_int32(results, "replication", DIM_REPLICATION, error);
    int32_t *weeks = replications != NULL ? read_int32(results, "week", DIM_WEEK, error) : NULL;
    if (weeks == NULL)
        return -1;
    for (size_t i = 0; i < spec->weeks; i++)
        if (weeks[i] != weeks[0] + 7 * (int64_t)i)
            return broken(results, error, "week", "does not count Mondays");
    if (replications[0] < 0)
        return broken(results, error, "replication", "is negative");
    spec->first_replication = (size_t)replications[0];
    spec->monday = weeks[0];
    for (size_t i = 0; i < spec->replications; i++)
        if (replications[i] != replications[0] + (int64_t)i)
            return broken(results, error, "replication", "does not count");
    if (spec->shard_of > 0 && spec->first_replication + spec->replications > spec->shard_of)
        return broken(results, error, "shard_of_replications", "is too small");
    if (spec->card_replications > spec->replications)
        return broken(results, error, "card_replications", "is too large");
    return 0;
}

static int region_index(const struct results *results, const char *name)
{
    for (size_t r = 0; r < results->spec.region_count; r++)
        if (strcmp(results->spec.regions[r], name) == 0)
            return (int)r;
    return -1;
}

static int read_municipalities(struct results *results, struct results_municipality *list, struct error *error)
{
    static const struct file_variable region = {"municipality_region", 1, {DIM_MUNICIPALITY}, "", ""};
    int32_t *codes = read_int32(results, "municipality", DIM_MUNICIPALITY, error);
    const char **regions = codes != NULL ? read_strings(results, &region, error) : NULL;
    if (regions == NULL)
        return -1;
    for (size_t i = 0; i < results->spec.municipality_count; i++) {
        list[i].code = codes[i];
        list[i].region = region_index(results, regions[i]);
        if (list[i].region < 0 && regions[i][0] != '\0')
            return broken(results, error, "municipality_region", "names a region that is not there");
    }
    return 0;
}

static int read_deadlines(struct results *results, struct results_deadline *list, struct error *error)
{
    static const struct file_variable variable = {"deadline_reading", 2, {DIM_DEADLINE, DIM_READING}, "", ""};
    struct results_spec *spec = &results->spec;
    if (spec->deadline_count == 0)
        return 0;
    uint8_t *sense = take(results, spec->deadline_count, READINGS, error);
    int32_t *dates = sense != NULL ? read_int32(results, "deadline_date", DIM_DEADLINE, error) : NULL;
    int32_t *milestones = dates != NULL ? read_int32(results, "deadline_milestone", DIM_DEADLINE, error) : NULL;
    if (milestones == NULL || read_all(results, &variable, H5T_STD_U8LE, H5T_NATIVE_UINT8, sense, error) != 0)
        return -1;
    for (size_t i = 0; i < spec->deadline_count; i++) {
        list[i].date = spec->epoch + dates[i];
        list[i].milestone = milestones[i];
        for (size_t r = 0; r < READINGS; r++)
            list[i].readings |= (unsigned)(sense[i * READINGS + r] != 0) << r;
        if (milestones[i] < -1 || milestones[i] >= (int64_t)spec->milestone_count)
            return broken(results, error, "deadline_milestone", "names a milestone that is not there");
    }
    return 0;
}

static int read_spec(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    if (read_attributes(results, error) != 0)
        return -1;
    for (int d = 0; d < FILE_DIMENSIONS; d++)
        if (read_extent(results, (enum file_dimension)d, error) != 0)
            return -1;
    if (spec->scenario_count == 0 || spec->replications == 0 || spec->municipality_count == 0 || spec->weeks == 0)
        return broken(results, error, "scenario, replication, municipality or week", "is empty");
    if (!results_has_headline(spec))
        return broken(results, error, "headline_deadline", "names a deadline that is not there");
    for (size_t i = 0; i < file_list_count; i++) {
        void *list = take(results, file_extent(spec, file_lists[i].dimension), file_lists[i].stride, error);
        if (list == NULL)
            return -1;
        *(void **)(void *)((char *)spec + file_lists[i].list) = list;
    }
    for (size_t i = 0; i < file_label_count; i++)
        if (read_label(results, &file_labels[i], error) != 0)
            return -1;
    if (read_numbers(results, error) != 0 ||
        read_municipalities(results, (struct results_municipality *)(uintptr_t)spec->municipalities, error) != 0)
        return -1;
    return read_deadlines(results, (struct results_deadline *)(uintptr_t)spec->deadlines, error);
}

/* ---- the large variables ---- */

static int open_variable(struct results *results, const struct file_variable *variable, hid_t type, hid_t *id,
                         struct error *error)
{
    if (!file_variable_exists(&results->spec, variable))
        return 0;
    *id = open_checked(results, variable, type, error);
    return *id < 0 ? -1 : 0;
}

static int open_variables(struct results *results, struct error *error)
{
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        struct file_variable variable = file_outcome((enum outcome_name)f);
        if (open_variable(results, &variable, file_type(outcome_fields[f].type), &results->outcome[f], error) != 0)
            return -1;
    }
    for (int i = 0; i < 3; i++)
        if (open_variable(results, &file_probability[i], H5T_IEEE_F64LE, &results->probability[i], error) != 0)
            return -1;
    for (int f = 0; f < FANS && results->spec.fan_replications > 0; f++)
        if (open_variable(results, &file_fan[f], H5T_IEEE_F32LE, &results->fan[f], error) != 0)
            return -1;
    if (results->spec.card_replications > 0 &&
        open_variable(results, &file_cards, H5T_STD_I32LE, &results->cards, error) != 0)
        return -1;
    if (open_variable(results, &file_critical_share, H5T_IEEE_F64LE, &results->critical_share, error) != 0)
        return -1;
    return open_variable(results, &file_done, H5T_STD_I16LE, &results->done, error);
}

/* The system's own answer for files that cannot be opened, before HDF5 is asked. */
static int check_file(struct results *results, struct error *error)
{
    int file = open(results->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hang */
    if (file < 0)
        return error_system(error, ERROR_IO, "%s: cannot open", results->path);
    struct stat status;
    bool regular = fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    enum seal seal = regular ? seal_check(file, (size_t)status.st_size) : SEAL_NONE;
    close(file);
    if (!regular)
        return error_set(error, ERROR_FORMAT, "%s: not a file", results->path);
    if (seal == SEAL_BROKEN)
        return error_set(error, ERROR_FORMAT, "%s: broken: its checksum is wrong", results->path);
    if (seal == SEAL_NONE)
        return error_set(error, ERROR_FORMAT,
                         "%s: not a results file of fmksim, or cut short: it does not end in fmksim's checksum",
                         results->path);
    results->file_size = (hsize_t)status.st_size;
    return 0;
}

static int open_file(struct results *results, struct error *error)
{
    if (check_file(results, error) != 0)
        return -1;
    file_silence();
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access >= 0 && H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0)
        results->file = H5Fopen(results->path, H5F_ACC_RDONLY, access);
    if (access >= 0)
        H5Pclose(access);
    if (results->file < 0)
        return file_error(error, ERROR_FORMAT, results->path, "not a whole HDF5 file");
    results->string = file_string_type();
    return results->string < 0 ? unreadable(results, error) : 0;
}

int results_open(struct results **out, const char *path, struct error *error)
{
    *out = NULL;
    struct results *results = calloc(1, sizeof *results);
    if (results == NULL)
        return error_set(error, ERROR_MEMORY, "no memory to read %s", path);
    results->file = results->string = -1;
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        results->outcome[f] = -1;
    for (int f = 0; f < FANS; f++)
        results->fan[f] = -1;
    results->probability[0] = results->probability[1] = results->probability[2] = -1;
    results->done = results->critical_share = results->cards = -1;
    results->path = strdup(path);
    int status = results->path != NULL ? open_file(results, error)
                                       : error_set(error, ERROR_MEMORY, "no memory to read %s", path);
    if (status == 0)
        status = read_spec(results, error);
    if (status == 0)
        status = open_variables(results, error);
    if (status == 0) {
        results->layout = results_layout(&results->spec);
        status = results_check_weights(results, error);
    }
    if (status != 0) {
        results_close(results);
        return -1;
    }
    *out = results;
    return 0;
}

void results_close(struct results *results)
{
    if (results == NULL)
        return;
    if (results->string >= 0)
        H5Tclose(results->string);
    if (results->file >= 0)
        H5Fclose(results->file); /* strong: closes all that is open in it */
    while (results->pieces != NULL) {
        struct piece *piece = results->pieces;
        results->pieces = piece->next;
        free(piece);
    }
    free(results->path);
    free(results);
}

const struct results_spec *results_spec(const struct results *results)
{
    return &results->spec;
}

const char *results_path(const struct results *results)
{
    return results->path;
}
