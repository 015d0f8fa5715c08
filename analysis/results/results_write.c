/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_write: the streaming writer of results files.
 *
 * Records come row by row and leave column by column: a block of rows is split into one buffer a field, whole chunks
 * each, so that every chunk is compressed once.
 */
#include "analysis/results/results_parts.h"
#include "analysis/statistics/estimate.h"
#include "sim/farm.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- starting ---- */

static int check_deadlines(const struct results_spec *spec, struct error *error)
{
    for (size_t i = 0; i < spec->deadline_count; i++) {
        const struct results_deadline *deadline = &spec->deadlines[i];
        if (deadline->milestone < -1 || deadline->milestone >= (int)spec->milestone_count)
            return error_set(error, ERROR_USAGE, "results: deadline %s: no milestone %d", deadline->name,
                             deadline->milestone);
        if (deadline->milestone < 0 && (deadline->readings & ~(1u << READING_MOST_CARDS)) != 0)
            return error_set(error, ERROR_USAGE, "results: deadline %s: without a milestone only %s makes sense",
                             deadline->name, results_reading_name(READING_MOST_CARDS));
    }
    return 0;
}

static int check_spec(const struct results_spec *spec, struct error *error)
{
    if (spec->scenario_count == 0 || spec->municipality_count == 0 || spec->replications == 0 || spec->weeks == 0)
        return error_set(error, ERROR_USAGE, "results: no scenario, municipality, replication or week");
    if (spec->municipality_count > INT16_MAX)
        return error_set(error, ERROR_USAGE, "results: %zu municipalities, at most %d", spec->municipality_count,
                         INT16_MAX);
    if (spec->replications > INT32_MAX || spec->first_replication > INT32_MAX - spec->replications)
        return error_set(error, ERROR_USAGE, "results: %zu replications, at most %d", spec->replications, INT32_MAX);
    if (!results_has_headline(spec))
        return error_set(error, ERROR_USAGE, "results: the headline cannot be deadline %d of %zu", spec->headline,
                         spec->deadline_count);
    if (spec->fan_replications > spec->replications)
        return error_set(error, ERROR_USAGE, "results: fans of %zu replications, but there are %zu",
                         spec->fan_replications, spec->replications);
    if (spec->shard_of > INT32_MAX ||
        (spec->shard_of > 0 && spec->first_replication + spec->replications > spec->shard_of) ||
        spec->card_replications > (spec->shard_of > 0 ? spec->replications : 0))
        return error_set(error, ERROR_USAGE, "results: no shard of %zu replications has %zu + %zu", spec->shard_of,
                         spec->first_replication, spec->replications);
    if (spec->samplers == 1 || spec->samplers > RESULTS_SAMPLERS ||
        (spec->samplers > 0 && spec->replications % spec->samplers != 0))
        return error_set(error, ERROR_USAGE, "results: no %zu samplers have %zu replications", spec->samplers,
                         spec->replications);
    for (size_t i = 0; i < spec->municipality_count; i++)
        if (spec->municipalities[i].region < -1 || spec->municipalities[i].region >= (int)spec->region_count)
            return error_set(error, ERROR_USAGE, "results: %s: no region %d", spec->municipalities[i].name,
                             spec->municipalities[i].region);
    return check_deadlines(spec, error);
}

static int no_memory(const struct results_writer *writer, struct error *error)
{
    return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
}

/* Big enough for every chunk: chunk rows are 1024 or smaller powers of two, or all replications. */
static int take_buffers(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    writer->block = spec->replications < 1024 ? spec->replications : 1024;
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        size_t bytes = writer->layout.count[f] * outcome_type_size(outcome_fields[f].type);
        writer->column[f] = calloc(writer->block, bytes > 0 ? bytes : 1);
        if (!writer->column[f])
            return no_memory(writer, error);
    }
    writer->done_column = calloc(writer->block, (spec->deadline_count + 1) * sizeof *writer->done_column);
    writer->kept = calloc(writer->block, spec->deadline_count + 1);
    writer->hits = calloc(spec->deadline_count * READINGS + 1, sizeof *writer->hits);
    writer->critical = calloc(spec->activity_count + 1, sizeof *writer->critical);
    writer->groups = spec->samplers > 0 ? spec->samplers : 1;
    writer->group_weight = calloc(writer->groups, sizeof *writer->group_weight);
    writer->group_hits = calloc(writer->groups * (spec->deadline_count * READINGS + 1), sizeof *writer->group_hits);
    writer->fans_written = calloc(spec->scenario_count, sizeof *writer->fans_written);
    writer->cards_written = calloc(spec->scenario_count, sizeof *writer->cards_written);
    if (!writer->done_column || !writer->kept || !writer->hits || !writer->critical || !writer->group_weight ||
        !writer->group_hits || !writer->fans_written || !writer->cards_written)
        return no_memory(writer, error);
    return 0;
}

static void forget_datasets(struct results_writer *writer)
{
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        writer->outcome[f] = -1;
    for (int i = 0; i < 3; i++)
        writer->probability[i] = -1;
    for (int f = 0; f < FANS; f++)
        writer->fan[f] = -1;
    writer->done = writer->critical_share = writer->cards = writer->causes = -1;
}

int results_create(struct results_writer **out, const char *path, const struct results_spec *spec, struct error *error)
{
    struct output *output;
    *out = 0;
    return output_claim(&output, path, true, error) == 0 ? results_create_in(out, output, spec, 1, error) : -1;
}

int results_create_in(struct results_writer **out, struct output *output, const struct results_spec *spec,
                      unsigned threads, struct error *error)
{
    *out = 0;
    struct results_writer *writer = check_spec(spec, error) == 0 ? calloc(1, sizeof *writer) : 0;
    if (!writer) {
        if (error && error->code == ERROR_NONE)
            error_set(error, ERROR_MEMORY, "no memory to write %s", output_path(output));
        output_discard(output);
        return -1;
    }
    writer->spec = spec;
    writer->layout = results_layout(spec);
    writer->netcdf = (struct netcdf){.file = -1, .string = -1, .driver = -1};
    forget_datasets(writer);
    writer->output = output;
    writer->threads = threads;
    writer->path = output_path(output);
    writer->temporary = output_part(output);
    if (take_buffers(writer, error) != 0 || output_begin(output, error) != 0 ||
        netcdf_create(&writer->netcdf, writer->temporary, error) != 0 || results_define(writer, error) != 0) {
        results_discard(writer);
        return -1;
    }
    *out = writer;
    return 0;
}

/* ---- streaming ---- */

static int flush_block(struct results_writer *writer, struct error *error)
{
    size_t rows = writer->filled, start = writer->written - rows;
    struct results_column column[OUTCOME_FIELDS + 1];
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        column[f] = (struct results_column){writer->outcome[f], file_native(outcome_fields[f].type), writer->column[f],
                                            writer->layout.count[f] * outcome_type_size(outcome_fields[f].type)};
    column[OUTCOME_FIELDS] = (struct results_column){writer->done, H5T_NATIVE_INT16, writer->done_column,
                                                     writer->spec->deadline_count * sizeof *writer->done_column};
    writer->filled = 0;
    return results_put_columns(writer, column, OUTCOME_FIELDS + 1, start, rows, error);
}

/* How many municipalities reached the milestone by the instant. Dates are float32; NaN is never in time. */
static size_t count_done(const struct results_spec *spec, const float *dates, int milestone, float instant)
{
    size_t done = 0;
    for (size_t i = 0; i < spec->municipality_count; i++)
        done += dates[i * spec->milestone_count + (size_t)milestone] <= instant;
    return done;
}

/* Cards on the last Monday tick by the instant; none before the first. */
static int32_t cards_by(const struct results_spec *spec, const int32_t *cards, double instant)
{
    if (instant < spec->monday)
        return 0;
    size_t week = (size_t)((instant - spec->monday) / 7);
    return cards[week < spec->weeks ? week : spec->weeks - 1];
}

static bool keeps(const struct results_spec *spec, enum results_reading reading, size_t done, int32_t cards,
                  int32_t expected)
{
    if (reading == READING_MOST_CARDS)
        return results_reading_cards(cards, expected);
    return done >= results_reading_sites(reading, spec->municipality_count);
}

/* Which readings of each deadline a record keeps, as bits, and how many municipalities do. */
static void judge_deadlines(const struct results_writer *writer, size_t row, const void *record)
{
    const struct results_spec *spec = writer->spec;
    const float *dates = outcome_of(&writer->layout, record, OUTCOME_MUNICIPALITY_DATE);
    const int32_t *cards = outcome_of(&writer->layout, record, OUTCOME_CARDS);
    const int32_t *expected = outcome_of(&writer->layout, record, OUTCOME_CARDS_EXPECTED);
    int16_t *done_column = writer->done_column + row * spec->deadline_count;
    unsigned char *kept = writer->kept + row * spec->deadline_count;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        const struct results_deadline *deadline = &spec->deadlines[d];
        double instant = results_deadline_instant(spec, d);
        size_t done = 0;
        if (deadline->milestone >= 0)
            done = count_done(spec, dates, deadline->milestone, (float)instant);
        done_column[d] = (int16_t)(deadline->milestone >= 0 ? (int)done : -1);
        int32_t in = cards_by(spec, cards, instant);
        kept[d] = 0;
        for (unsigned r = 0; r < READINGS; r++)
            kept[d] |= (unsigned char)((unsigned)keeps(spec, (enum results_reading)r, done, in, *expected) << r);
    }
}

/* A record into a row of the block. Rows are independent. */
static void place_record(const struct results_writer *writer, size_t row, const void *record)
{
    const struct outcome_layout *layout = &writer->layout;
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        size_t bytes = layout->count[f] * outcome_type_size(outcome_fields[f].type);
        memcpy(writer->column[f] + row * bytes, outcome_of(layout, record, (enum outcome_name)f), bytes);
    }
    judge_deadlines(writer, row, record);
}

/* The next row of the block into the sums, whose order is that of the file. */
static void add_row(struct results_writer *writer)
{
    size_t row = writer->filled, deadlines = writer->spec->deadline_count, activities = writer->spec->activity_count;
    double weight = ((const double *)(const void *)writer->column[OUTCOME_WEIGHT])[row];
    const uint8_t *critical = writer->column[OUTCOME_ACTIVITY_CRITICAL] + row * activities;
    const unsigned char *kept = writer->kept + row * deadlines;
    size_t group = writer->written / (writer->spec->replications / writer->groups);
    double *hits = writer->group_hits + group * deadlines * READINGS;
    writer->weight += weight;
    writer->weight_square += weight * weight;
    for (size_t a = 0; a < activities; a++)
        writer->critical[a] += critical[a] != 0 ? weight : 0;
    writer->group_weight[group] += weight;
    for (size_t i = 0; i < deadlines * READINGS; i++)
        if (kept[i / READINGS] >> i % READINGS & 1) {
            writer->hits[i] += weight;
            hits[i] += weight;
        }
    writer->filled++;
    writer->written++;
}

/* Some records into the rows behind those that are filled, a few at a time by each thread. */
struct placing {
    const struct results_writer *writer;
    const unsigned char *records;
    size_t count;
};

enum { TOGETHER = 64 };

static int place(void *context, unsigned worker, size_t job, struct error *error)
{
    const struct placing *placing = context;
    size_t end = (job + 1) * TOGETHER < placing->count ? (job + 1) * TOGETHER : placing->count;
    (void)worker;
    (void)error;
    for (size_t i = job * TOGETHER; i < end; i++)
        place_record(placing->writer, placing->writer->filled + i, placing->records + i * placing->writer->layout.size);
    return 0;
}

static int take_records(struct results_writer *writer, const unsigned char *records, size_t count, struct error *error)
{
    struct placing placing = {writer, records, count};
    size_t jobs = (count + TOGETHER - 1) / TOGETHER;
    int status = 0;
    if (jobs > 1 && writer->threads > 1)
        status = farm_run(&(struct farm){jobs, writer->threads, &placing, place, 0, 0}, error);
    else
        for (size_t job = 0; job < jobs; job++)
            place(&placing, 0, job, error);
    for (size_t i = 0; status == 0 && i < count; i++)
        add_row(writer);
    return status;
}

static int put_probabilities(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    size_t count = spec->deadline_count * READINGS;
    double *value = malloc((3 * count + 1) * sizeof *value);
    if (!value)
        return no_memory(writer, error);
    int status = results_judge(writer, value, error);
    for (size_t i = 0; i < 3 && status == 0; i++)
        status = results_put(writer, writer->probability[i], H5T_NATIVE_DOUBLE, writer->scenario, 0,
                             spec->deadline_count, value + i * count, error);
    free(value);
    return status;
}

static int end_scenario(struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    for (size_t a = 0; a < spec->activity_count; a++)
        writer->critical[a] = writer->weight > 0 ? writer->critical[a] / writer->weight : NAN;
    if (results_put(writer, writer->critical_share, H5T_NATIVE_DOUBLE, writer->scenario, 0, spec->activity_count,
                    writer->critical, error) != 0 ||
        put_probabilities(writer, error) != 0)
        return -1;

    memset(writer->critical, 0, spec->activity_count * sizeof *writer->critical);
    memset(writer->hits, 0, spec->deadline_count * READINGS * sizeof *writer->hits);
    memset(writer->group_hits, 0, writer->groups * spec->deadline_count * READINGS * sizeof *writer->group_hits);
    memset(writer->group_weight, 0, writer->groups * sizeof *writer->group_weight);
    writer->weight = writer->weight_square = 0;
    writer->written = 0;
    writer->scenario++;
    return 0;
}

int results_write(struct results_writer *writer, size_t scenario, size_t first, size_t count, const void *records,
                  struct error *error)
{
    const struct results_spec *spec = writer->spec;
    if (scenario != writer->scenario || first != writer->written || scenario >= spec->scenario_count ||
        count > spec->replications - first)
        return error_set(error, ERROR_USAGE,
                         "results: rows %zu + %zu of scenario %zu given, row %zu of scenario %zu expected", first,
                         count, scenario, writer->written, writer->scenario);
    const unsigned char *record = records;
    while (count > 0) {
        size_t room = writer->block - writer->filled, some = count < room ? count : room;
        if (take_records(writer, record, some, error) != 0)
            return -1;
        record += some * writer->layout.size;
        count -= some;
        if ((writer->filled == writer->block || writer->written == spec->replications) &&
            flush_block(writer, error) != 0)
            return -1;
    }
    return writer->written == spec->replications ? end_scenario(writer, error) : 0;
}

int results_write_fans(struct results_writer *writer, size_t scenario, const struct results_fans *fans,
                       struct error *error)
{
    const float *const values[FANS] = {fans->municipality, fans->region, fans->vendor};
    if (scenario >= writer->spec->scenario_count || writer->spec->fan_replications == 0)
        return error_set(error, ERROR_USAGE, "results: no fans are expected of scenario %zu", scenario);
    if (writer->causes >= 0 && !fans->causes)
        return error_set(error, ERROR_USAGE, "results: the causes of scenario %zu are missing", scenario);
    for (int f = 0; f < FANS; f++)
        if (results_put(writer, writer->fan[f], H5T_NATIVE_FLOAT, scenario, 0, RESULTS_QUANTILES, values[f], error) !=
            0)
            return -1;
    if (results_put(writer, writer->causes, H5T_NATIVE_FLOAT, scenario, 0, writer->spec->municipality_count,
                    fans->causes, error) != 0)
        return -1;
    writer->fans_written[scenario] = true;
    return 0;
}

/* ---- ending ---- */

static int check_complete(const struct results_writer *writer, struct error *error)
{
    const struct results_spec *spec = writer->spec;
    if (writer->scenario < spec->scenario_count)
        return error_set(error, ERROR_USAGE, "results: %s ends at row %zu of scenario %zu", writer->path,
                         writer->written, writer->scenario);
    for (size_t s = 0; s < spec->scenario_count && spec->fan_replications > 0; s++)
        if (!writer->fans_written[s])
            return error_set(error, ERROR_USAGE, "results: %s has no fans of scenario %zu", writer->path, s);
    for (size_t s = 0; s < spec->scenario_count; s++)
        if (writer->cards_written[s] < spec->card_replications)
            return error_set(error, ERROR_USAGE, "results: %s ends at row %zu of scenario %zu's cards", writer->path,
                             writer->cards_written[s], s);
    return 0;
}

static int close_dataset(struct results_writer *writer, hid_t id, struct error *error)
{
    return id < 0 || H5Dclose(id) >= 0 ? 0 : file_error(error, ERROR_IO, writer->temporary, "cannot write");
}

/* All are closed, whatever happens; the first error is told. */
static int close_datasets(struct results_writer *writer, struct error *error)
{
    int status = 0;
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        status |= close_dataset(writer, writer->outcome[f], status == 0 ? error : 0);
    for (int i = 0; i < 3; i++)
        status |= close_dataset(writer, writer->probability[i], status == 0 ? error : 0);
    for (int f = 0; f < FANS; f++)
        status |= close_dataset(writer, writer->fan[f], status == 0 ? error : 0);
    status |= close_dataset(writer, writer->done, status == 0 ? error : 0);
    status |= close_dataset(writer, writer->critical_share, status == 0 ? error : 0);
    status |= close_dataset(writer, writer->cards, status == 0 ? error : 0);
    status |= close_dataset(writer, writer->causes, status == 0 ? error : 0);
    forget_datasets(writer);
    return status;
}

static void free_writer(struct results_writer *writer)
{
    for (int f = 0; f < OUTCOME_FIELDS; f++)
        free(writer->column[f]);
    free(writer->done_column);
    free(writer->kept);
    free(writer->hits);
    free(writer->group_weight);
    free(writer->group_hits);
    free(writer->critical);
    free(writer->fans_written);
    free(writer->cards_written);
    free(writer);
}

int results_commit(struct results_writer *writer, struct error *error)
{
    int status = check_complete(writer, error);
    if (status == 0)
        status = close_datasets(writer, error);
    if (status == 0)
        status = netcdf_close(&writer->netcdf, true, error);
    if (status == 0)
        status = seal_put(writer->temporary, error);
    if (status != 0) {
        results_discard(writer);
        return -1;
    }
    status = output_commit(writer->output, error);
    free_writer(writer);
    return status;
}

void results_discard(struct results_writer *writer)
{
    if (!writer)
        return;
    close_datasets(writer, 0);
    netcdf_close(&writer->netcdf, false, 0);
    output_discard(writer->output);
    free_writer(writer);
}
