/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_read: opens a results file: what it says of itself, and where its large variables are.
 */
#include "analysis/results/results_parts.h"
#include "sim/date.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the spec ---- */

static int read_attributes(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    const char *format, *epoch;
    int32_t fan_replications = 0, per_draw = 0;
    if (input_text(results, "format", &format, error) != 0)
        return -1;
    if (strncmp(format, "fmksim results", 14) != 0)
        return error_set(error, ERROR_FORMAT, "%s: an HDF5 file, but not a results file of fmksim", results->path);
    if (strcmp(format, RESULTS_FORMAT) != 0)
        return error_set(error, ERROR_FORMAT, "%s: format \"%.40s\", this version reads \"%s\"", results->path, format,
                         RESULTS_FORMAT);
    if (input_text(results, "epoch", &epoch, error) != 0)
        return -1;
    if (!date_parse(epoch, &spec->epoch))
        return input_broken(results, error, "epoch", "is not a date");
    if (input_number(results, "horizon", H5T_NATIVE_INT, &spec->horizon, error) != 0 ||
        input_number(results, "headline_deadline", H5T_NATIVE_INT, &spec->headline, error) != 0 ||
        input_number(results, "cards_expected", H5T_NATIVE_INT32, &spec->cards_expected, error) != 0 ||
        input_number(results, "fan_replications", H5T_NATIVE_INT32, &fan_replications, error) != 0 ||
        input_number(results, "replications_per_draw", H5T_NATIVE_INT32, &per_draw, error) != 0 ||
        input_number(results, "seed", H5T_NATIVE_UINT64, &spec->seed, error) != 0)
        return -1;
    spec->streams = 1; /* which was the first version, and did not say so */
    if (H5Aexists(results->file, "streams") > 0 &&
        input_number(results, "streams", H5T_NATIVE_INT, &spec->streams, error) != 0)
        return -1;
    if (fan_replications < 0)
        return input_broken(results, error, "fan_replications", "is negative");
    if (per_draw < 1)
        return input_broken(results, error, "replications_per_draw", "is not positive");
    spec->replications_per_draw = (size_t)per_draw;
    spec->fan_replications = (size_t)fan_replications;
    int32_t shard_of = 0, card_replications = 0;
    if (H5Aexists(results->file, "shard_of_replications") > 0 &&
        (input_number(results, "shard_of_replications", H5T_NATIVE_INT32, &shard_of, error) != 0 ||
         input_number(results, "card_replications", H5T_NATIVE_INT32, &card_replications, error) != 0))
        return -1;
    if (shard_of < 0 || card_replications < 0)
        return input_broken(results, error, "shard_of_replications", "is negative");
    spec->shard_of = (size_t)shard_of;
    spec->card_replications = (size_t)card_replications;
    int32_t samplers = 0;
    if (H5Aexists(results->file, "samplers") > 0 &&
        input_number(results, "samplers", H5T_NATIVE_INT32, &samplers, error) != 0)
        return -1;
    if (samplers < 0 || samplers == 1 || samplers > RESULTS_SAMPLERS)
        return input_broken(results, error, "samplers", "is no number of samplers");
    spec->samplers = (size_t)samplers;
    for (size_t i = 0; i < file_attribute_count; i++) {
        const char **text = (const char **)(void *)((char *)spec + file_attributes[i].member);
        if (input_text(results, file_attributes[i].name, text, error) != 0)
            return -1;
    }
    return 0;
}

static int read_numbers(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    int32_t *replications = input_int32(results, "replication", DIM_REPLICATION, error);
    int32_t *weeks = replications ? input_int32(results, "week", DIM_WEEK, error) : 0;
    if (!weeks)
        return -1;
    for (size_t i = 0; i < spec->weeks; i++)
        if (weeks[i] != weeks[0] + 7 * (int64_t)i)
            return input_broken(results, error, "week", "does not count Mondays");
    if (replications[0] < 0)
        return input_broken(results, error, "replication", "is negative");
    spec->first_replication = (size_t)replications[0];
    spec->monday = weeks[0];
    for (size_t i = 0; i < spec->replications; i++)
        if (replications[i] != replications[0] + (int64_t)i)
            return input_broken(results, error, "replication", "does not count");
    if (spec->shard_of > 0 && spec->first_replication + spec->replications > spec->shard_of)
        return input_broken(results, error, "shard_of_replications", "is too small");
    if (spec->samplers > 0 && spec->replications % spec->samplers != 0)
        return input_broken(results, error, "samplers", "does not divide the replications");
    if (spec->card_replications > spec->replications)
        return input_broken(results, error, "card_replications", "is too large");
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
    int32_t *codes = input_int32(results, "municipality", DIM_MUNICIPALITY, error);
    const char **regions = codes ? input_strings(results, &region, error) : 0;
    if (!regions)
        return -1;
    for (size_t i = 0; i < results->spec.municipality_count; i++) {
        list[i].code = codes[i];
        list[i].region = region_index(results, regions[i]);
        if (list[i].region < 0 && regions[i][0] != '\0')
            return input_broken(results, error, "municipality_region", "names a region that is not there");
    }
    return 0;
}

static int read_deadlines(struct results *results, struct results_deadline *list, struct error *error)
{
    static const struct file_variable variable = {"deadline_reading", 2, {DIM_DEADLINE, DIM_READING}, "", ""};
    struct results_spec *spec = &results->spec;
    if (spec->deadline_count == 0)
        return 0;
    uint8_t *sense = input_take(results, spec->deadline_count, READINGS, error);
    int32_t *dates = sense ? input_int32(results, "deadline_date", DIM_DEADLINE, error) : 0;
    int32_t *milestones = dates ? input_int32(results, "deadline_milestone", DIM_DEADLINE, error) : 0;
    if (!milestones || input_all(results, &variable, H5T_STD_U8LE, H5T_NATIVE_UINT8, sense, error) != 0)
        return -1;
    for (size_t i = 0; i < spec->deadline_count; i++) {
        list[i].date = spec->epoch + dates[i];
        list[i].milestone = milestones[i];
        for (size_t r = 0; r < READINGS; r++)
            list[i].readings |= (unsigned)(sense[i * READINGS + r] != 0) << r;
        if (milestones[i] < -1 || milestones[i] >= (int64_t)spec->milestone_count)
            return input_broken(results, error, "deadline_milestone", "names a milestone that is not there");
    }
    return 0;
}

static int read_spec(struct results *results, struct error *error)
{
    struct results_spec *spec = &results->spec;
    if (read_attributes(results, error) != 0)
        return -1;
    for (int d = 0; d < FILE_DIMENSIONS; d++)
        if (input_extent(results, (enum file_dimension)d, error) != 0)
            return -1;
    if (spec->scenario_count == 0 || spec->replications == 0 || spec->municipality_count == 0 || spec->weeks == 0)
        return input_broken(results, error, "scenario, replication, municipality or week", "is empty");
    if (!results_has_headline(spec))
        return input_broken(results, error, "headline_deadline", "names a deadline that is not there");
    for (size_t i = 0; i < file_list_count; i++) {
        void *list = input_take(results, file_extent(spec, file_lists[i].dimension), file_lists[i].stride, error);
        if (!list)
            return -1;
        *(void **)(void *)((char *)spec + file_lists[i].list) = list;
    }
    for (size_t i = 0; i < file_label_count; i++)
        if (input_label(results, &file_labels[i], error) != 0)
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
    *id = input_open(results, variable, type, error);
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
    if (results_has_causes(&results->spec) &&
        open_variable(results, &file_causes, H5T_IEEE_F32LE, &results->causes, error) != 0)
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
    if (seal == SEAL_UNREAD)
        error_system(error, ERROR_IO, "%s: cannot read", results->path);
    close(file);
    if (seal == SEAL_UNREAD)
        return -1;
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
    file_silence();
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    if (access >= 0 && H5Pset_fclose_degree(access, H5F_CLOSE_STRONG) >= 0)
        results->file = H5Fopen(results->path, H5F_ACC_RDONLY, access);
    if (access >= 0)
        H5Pclose(access);
    if (results->file < 0)
        return file_error(error, ERROR_FORMAT, results->path, "not a whole HDF5 file");
    results->string = file_string_type();
    return results->string < 0 ? input_unreadable(results, error) : 0;
}

/* All that an open file has read. */
static int read_file(struct results *results, struct error *error)
{
    if (open_file(results, error) != 0 || read_spec(results, error) != 0 || open_variables(results, error) != 0)
        return -1;
    results->layout = results_layout(&results->spec);
    return results_check_weights(results, error);
}

int results_open(struct results **out, const char *path, struct error *error)
{
    *out = 0;
    struct results *results = calloc(1, sizeof *results);
    if (!results)
        return error_set(error, ERROR_MEMORY, "no memory to read %s", path);
    results->file = results->string = -1;
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        results->outcome[f] = -1;
    for (int f = 0; f < FANS; f++)
        results->fan[f] = -1;
    results->probability[0] = results->probability[1] = results->probability[2] = -1;
    results->done = results->critical_share = results->cards = results->causes = -1;
    results->path = strdup(path);
    results->unpacked = calloc(1, sizeof *results->unpacked);
    int status = results->path && results->unpacked ? check_file(results, error)
                                                    : error_set(error, ERROR_MEMORY, "no memory to read %s", path);
    if (status == 0)
        status = results_trial(results, read_file, error);
    if (status == 0)
        status = read_file(results, error);
    if (status != 0) {
        results_close(results);
        return -1;
    }
    *out = results;
    return 0;
}

void results_close(struct results *results)
{
    if (!results)
        return;
    if (results->string >= 0)
        H5Tclose(results->string);
    if (results->file >= 0)
        H5Fclose(results->file); /* strong: closes all that is open in it */
    while (results->pieces) {
        struct piece *piece = results->pieces;
        results->pieces = piece->next;
        free(piece);
    }
    free(results->unpacked);
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
