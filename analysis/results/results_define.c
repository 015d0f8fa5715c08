/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_define: everything of a results file that is known before the first replication: coordinates, labels,
 * attributes and the empty variables.
 */
#include "analysis/results/results_parts.h"
#include "sim/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "days since EPOCH" with the epoch's date. */
static void units_of(const struct results_spec *spec, const char *units, char text[64])
{
    char date[DATE_TEXT];
    date_format(spec->epoch, date);
    if (strcmp(units, "days since EPOCH") == 0)
        snprintf(text, 64, "days since %s", date);
    else
        snprintf(text, 64, "%s", units);
}

static int put_units(struct results_writer *writer, hid_t id, const struct file_variable *variable, struct error *error)
{
    char units[64];
    units_of(writer->spec, variable->units, units);
    if (strncmp(units, "days since", 10) == 0 &&
        netcdf_text(&writer->netcdf, id, "calendar", "proleptic_gregorian", error) != 0)
        return -1;
    return netcdf_text(&writer->netcdf, id, "units", units, error);
}

/* The library clears a megabyte for each conversion of types unless it is told that the values need less: 64 KiB. */
static bool write_small(hid_t id, hid_t native, const void *values)
{
    hid_t how = H5Pcreate(H5P_DATASET_XFER);
    bool written = how >= 0 && H5Pset_buffer(how, (size_t)1 << 16, 0, 0) >= 0 &&
                   H5Dwrite(id, native, H5S_ALL, H5S_ALL, how, values) >= 0;
    if (how >= 0)
        H5Pclose(how);
    return written;
}

/* A small variable, written at once. */
static int put_all(struct results_writer *writer, const struct file_variable *variable, hid_t type, hid_t native,
                   const void *values, struct error *error)
{
    if (!file_variable_exists(writer->spec, variable))
        return 0;
    hid_t id = netcdf_define(&writer->netcdf, variable, type, 0, error);
    if (id < 0)
        return -1;
    int status = put_units(writer, id, variable, error);
    if (status == 0 && !write_small(id, native, values))
        status = file_error(error, ERROR_IO, writer->temporary, "cannot write");
    H5Dclose(id);
    return status;
}

static int put_strings(struct results_writer *writer, const struct file_variable *variable, const char *const strings[],
                       struct error *error)
{
    return put_all(writer, variable, writer->netcdf.string, writer->netcdf.string, strings, error);
}

static int put_label(struct results_writer *writer, const struct file_label *label, struct error *error)
{
    size_t count = file_extent(writer->spec, label->dimension);
    const char **strings = calloc(count + 1, sizeof *strings);
    if (!strings)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    const char *list = *(const char *const *)(const void *)((const char *)writer->spec + label->list);
    for (size_t i = 0; i < count; i++)
        strings[i] =
            !list ? label->fallback : *(const char *const *)(const void *)(list + i * label->stride + label->member);
    struct file_variable variable = {label->name, 1, {label->dimension}, "", label->meaning};
    int status = put_strings(writer, &variable, strings, error);
    free(strings);
    return status;
}

/* Labels that are coordinates (the scales must exist before anything uses them), or those that are not. */
static int put_labels(struct results_writer *writer, bool coordinates, struct error *error)
{
    for (size_t i = 0; i < file_label_count; i++) {
        const struct file_label *label = &file_labels[i];
        bool coordinate = strcmp(label->name, file_dimension_name(label->dimension)) == 0;
        if (coordinate == coordinates && put_label(writer, label, error) != 0)
            return -1;
    }
    return 0;
}

/* ---- coordinates that are numbers ---- */

static int32_t replication_at(const struct results_spec *spec, size_t i)
{
    return (int32_t)(spec->first_replication + i);
}

static int32_t week_at(const struct results_spec *spec, size_t i)
{
    return (int32_t)(spec->monday + 7 * (long)i);
}

static int32_t code_at(const struct results_spec *spec, size_t i)
{
    return spec->municipalities[i].code;
}

static int32_t date_at(const struct results_spec *spec, size_t i)
{
    return (int32_t)(spec->deadlines[i].date - spec->epoch);
}

static int32_t milestone_at(const struct results_spec *spec, size_t i)
{
    return spec->deadlines[i].milestone;
}

struct number {
    struct file_variable variable;
    int32_t (*at)(const struct results_spec *spec, size_t i);
};

static int put_number(struct results_writer *writer, const struct number *number, struct error *error)
{
    size_t count = file_extent(writer->spec, number->variable.dimension[0]);
    int32_t *values = malloc((count + 1) * sizeof *values);
    if (!values)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    for (size_t i = 0; i < count; i++)
        values[i] = number->at(writer->spec, i);
    int status = put_all(writer, &number->variable, H5T_STD_I32LE, H5T_NATIVE_INT32, values, error);
    free(values);
    return status;
}

static int put_numbers(struct results_writer *writer, const struct number list[], size_t count, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (put_number(writer, &list[i], error) != 0)
            return -1;
    return 0;
}

static int put_coordinates(struct results_writer *writer, struct error *error)
{
    static const struct number numbers[] = {
        {{"replication", 1, {DIM_REPLICATION}, "", "number of the replication: the same luck in every scenario"},
         replication_at},
        {{"municipality", 1, {DIM_MUNICIPALITY}, "", "official code of the municipality"}, code_at},
        {{"week", 1, {DIM_WEEK}, "days since EPOCH", "the midnight that begins the week's Monday"}, week_at},
    };
    static const struct file_variable quantile = {"quantile", 1, {DIM_QUANTILE}, "1", "level of the quantile"};
    static const struct file_variable reading = {"reading", 1, {DIM_READING}, "", "what keeping a deadline means"};
    const char *readings[READINGS];
    for (int r = 0; r < READINGS; r++)
        readings[r] = results_reading_name((enum results_reading)r);

    if (put_numbers(writer, numbers, sizeof numbers / sizeof *numbers, error) != 0 ||
        put_labels(writer, true, error) != 0)
        return -1;
    return put_strings(writer, &reading, readings, error) != 0 ||
                   put_all(writer, &quantile, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, results_quantiles, error) != 0
               ? -1
               : 0;
}

/* ---- labels that are not plain lists ---- */

static const struct file_variable municipality_region = {
    "municipality_region", 1, {DIM_MUNICIPALITY}, "", "name of the municipality's region"};

static int put_regions(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    const char **names = calloc(spec->municipality_count, sizeof *names);
    if (!names)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    for (size_t i = 0; i < spec->municipality_count; i++)
        names[i] = spec->municipalities[i].region >= 0 ? spec->regions[spec->municipalities[i].region] : "";
    int status = put_strings(writer, &municipality_region, names, error);
    free(names);
    return status;
}

static int put_readings(struct results_writer *writer, struct error *error)
{
    static const struct file_variable variable = {
        "deadline_reading", 2, {DIM_DEADLINE, DIM_READING}, "", "1 if the reading makes sense for the deadline"};
    const struct results_spec *spec = writer->spec;
    uint8_t *sense = malloc(spec->deadline_count * READINGS + 1);
    if (!sense)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    for (size_t i = 0; i < spec->deadline_count * READINGS; i++)
        sense[i] = spec->deadlines[i / READINGS].readings >> i % READINGS & 1;
    int status = put_all(writer, &variable, H5T_STD_U8LE, H5T_NATIVE_UINT8, sense, error);
    free(sense);
    return status;
}

static int put_descriptions(struct results_writer *writer, struct error *error)
{
    static const struct number numbers[] = {
        {{"deadline_date",
          1,
          {DIM_DEADLINE},
          "days since EPOCH",
          "day of the deadline; in time: up to the midnight that ends it"},
         date_at},
        {{"deadline_milestone", 1, {DIM_DEADLINE}, "", "index of the deadline's milestone; -1: none"}, milestone_at},
    };
    if (put_labels(writer, false, error) != 0 || put_regions(writer, error) != 0 || put_readings(writer, error) != 0)
        return -1;
    return put_numbers(writer, numbers, sizeof numbers / sizeof *numbers, error);
}

static int put_attributes(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    struct netcdf *netcdf = &writer->netcdf;
    hid_t root = netcdf->file;
    char epoch[DATE_TEXT];
    date_format(spec->epoch, epoch);
    int32_t fan_replications = (int32_t)spec->fan_replications;
    int32_t per_draw = spec->replications_per_draw > 1 ? (int32_t)spec->replications_per_draw : 1;

    if (netcdf_text(netcdf, root, "Conventions", "CF-1.8", error) != 0 ||
        netcdf_text(netcdf, root, "format", RESULTS_FORMAT, error) != 0 ||
        netcdf_text(netcdf, root, "epoch", epoch, error) != 0 ||
        netcdf_number(netcdf, root, "horizon", H5T_NATIVE_INT, &spec->horizon, error) != 0 ||
        netcdf_number(netcdf, root, "headline_deadline", H5T_NATIVE_INT, &spec->headline, error) != 0 ||
        netcdf_number(netcdf, root, "cards_expected", H5T_NATIVE_INT32, &spec->cards_expected, error) != 0 ||
        netcdf_number(netcdf, root, "fan_replications", H5T_NATIVE_INT32, &fan_replications, error) != 0 ||
        netcdf_number(netcdf, root, "replications_per_draw", H5T_NATIVE_INT32, &per_draw, error) != 0 ||
        netcdf_number(netcdf, root, "seed", H5T_NATIVE_UINT64, &spec->seed, error) != 0 ||
        netcdf_number(netcdf, root, "streams", H5T_NATIVE_INT, &spec->streams, error) != 0)
        return -1;
    int32_t shard_of = (int32_t)spec->shard_of, card_replications = (int32_t)spec->card_replications;
    if (shard_of > 0 &&
        (netcdf_number(netcdf, root, "shard_of_replications", H5T_NATIVE_INT32, &shard_of, error) != 0 ||
         netcdf_number(netcdf, root, "card_replications", H5T_NATIVE_INT32, &card_replications, error) != 0))
        return -1;
    int32_t samplers = (int32_t)spec->samplers;
    if (samplers > 0 && netcdf_number(netcdf, root, "samplers", H5T_NATIVE_INT32, &samplers, error) != 0)
        return -1;
    for (size_t i = 0; i < file_attribute_count; i++) {
        const char *text = *(const char *const *)(const void *)((const char *)spec + file_attributes[i].member);
        if (file_attributes[i].optional && (!text || *text == '\0'))
            continue;
        if (netcdf_text(netcdf, root, file_attributes[i].name, text, error) != 0)
            return -1;
    }
    return 0;
}

/* ---- the large variables ---- */

enum { CARDS_CHUNK = 1 << 20 }; /* bytes */

size_t results_chunk_rows(const struct results_spec *spec, size_t row_bytes)
{
    size_t rows = 1024;
    while (rows > 64 && rows * row_bytes > 256 * 1024)
        rows /= 2;
    return rows < spec->replications ? rows : spec->replications;
}

size_t results_cards_rows(const struct results_spec *spec)
{
    size_t row = spec->municipality_count * spec->weeks * sizeof(int32_t),
           rows = row < CARDS_CHUNK ? CARDS_CHUNK / row : 1;
    return rows < spec->replications ? rows : spec->replications;
}

/* CF's `coordinates`: the labels that belong to the variable's axes. */
static int put_label_names(struct results_writer *writer, hid_t id, const struct file_variable *variable,
                           struct error *error)
{
    char names[512] = "";
    size_t used = 0;
    for (int r = 0; r < variable->rank; r++) {
        for (size_t i = 0; i < file_label_count; i++) {
            const struct file_label *label = &file_labels[i];
            if (label->dimension == variable->dimension[r] &&
                strcmp(label->name, file_dimension_name(label->dimension)) != 0)
                used += (size_t)snprintf(names + used, sizeof names - used, " %s", label->name);
        }
        if (variable->dimension[r] == DIM_MUNICIPALITY)
            used += (size_t)snprintf(names + used, sizeof names - used, " municipality_region");
        if (variable->dimension[r] == DIM_DEADLINE)
            used += (size_t)snprintf(names + used, sizeof names - used, " deadline_date");
    }
    return netcdf_text(&writer->netcdf, id, "coordinates", used > 0 ? names + 1 : "", error);
}

/* An empty variable; *id is -1 if one of its dimensions is empty. */
static int define(struct results_writer *writer, const struct file_variable *variable, hid_t type,
                  const hsize_t chunk[], hid_t *id, struct error *error)
{
    *id = -1;
    if (!file_variable_exists(writer->spec, variable))
        return 0;
    *id = netcdf_define(&writer->netcdf, variable, type, chunk, error);
    if (*id < 0 || put_units(writer, *id, variable, error) != 0)
        return -1;
    return put_label_names(writer, *id, variable, error);
}

/* A variable with one row a replication. */
static int define_rows(struct results_writer *writer, const struct file_variable *variable, hid_t type,
                       size_t row_bytes, hid_t *id, struct error *error)
{
    hsize_t chunk[FILE_RANK] = {1, results_chunk_rows(writer->spec, row_bytes)};
    for (int r = 2; r < variable->rank; r++)
        chunk[r] = file_extent(writer->spec, variable->dimension[r]);
    return define(writer, variable, type, chunk, id, error);
}

static int define_cards(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    int32_t used = (int32_t)spec->card_replications;
    hsize_t chunk[FILE_RANK] = {1, results_cards_rows(spec), spec->municipality_count, spec->weeks};
    if (used == 0)
        return 0;
    if (define(writer, &file_cards, H5T_STD_I32LE, chunk, &writer->cards, error) != 0)
        return -1;
    return netcdf_number(&writer->netcdf, writer->cards, "replications_used", H5T_NATIVE_INT32, &used, error);
}

static int define_fans(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    int32_t used = (int32_t)spec->fan_replications;
    for (int f = 0; f < FANS && used > 0; f++) {
        hsize_t chunk[FILE_RANK] = {1, 1, file_extent(spec, file_fan[f].dimension[2]), spec->weeks};
        if (define(writer, &file_fan[f], H5T_IEEE_F32LE, chunk, &writer->fan[f], error) != 0)
            return -1;
        if (writer->fan[f] >= 0 &&
            netcdf_number(&writer->netcdf, writer->fan[f], "replications_used", H5T_NATIVE_INT32, &used, error) != 0)
            return -1;
    }
    return results_has_causes(spec) ? define(writer, &file_causes, H5T_IEEE_F32LE, 0, &writer->causes, error) : 0;
}

int results_define(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    for (int d = 0; d < FILE_DIMENSIONS; d++)
        writer->netcdf.extent[d] = file_extent(spec, (enum file_dimension)d);
    if (put_attributes(writer, error) != 0 || put_coordinates(writer, error) != 0 ||
        put_descriptions(writer, error) != 0)
        return -1;

    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        enum outcome_type type = outcome_fields[f].type;
        struct file_variable variable = file_outcome((enum outcome_name)f);
        if (define_rows(writer, &variable, file_type(type), writer->layout.count[f] * outcome_type_size(type),
                        &writer->outcome[f], error) != 0)
            return -1;
    }
    if (define_rows(writer, &file_done, H5T_STD_I16LE, spec->deadline_count * sizeof(int16_t), &writer->done, error) !=
            0 ||
        define(writer, &file_critical_share, H5T_IEEE_F64LE, 0, &writer->critical_share, error) != 0)
        return -1;
    for (int i = 0; i < 3; i++)
        if (define(writer, &file_probability[i], H5T_IEEE_F64LE, 0, &writer->probability[i], error) != 0)
            return -1;
    return define_cards(writer, error) != 0 ? -1 : define_fans(writer, error);
}
