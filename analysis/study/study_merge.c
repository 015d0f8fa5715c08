/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_merge: joins the shards of a study into the file that one machine would have written.
 *
 * Nothing is simulated and no configuration is read: the rows are copied, what is counted over them is counted anew,
 * and the fans are made of the cards that the shards keep.
 */
#include "analysis/study/study_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 256 }; /* read at once */

/* Shards that stay open: few, since each holds what HDF5 has read ahead. */
enum { OPEN_SHARDS = 16 };

struct shard {
    const char *path;
    struct results *results; /* null: closed at present */
    size_t first, count;
    size_t before, cards; /* members of the fans in earlier shards, and here */
};

struct merge {
    const struct study_run *run;
    struct shard *shard; /* [shards], by replication */
    size_t shards;
    struct results *base; /* the one with the first replications */
    struct results_spec spec;
    char created[32];
    struct output *output; /* until the writer takes it over */
    struct results_writer *writer;
    unsigned char *records; /* [ROWS] */
    void *column;           /* [ROWS] values of one field */
    size_t total;           /* replications of each scenario in the study */
    size_t written;
};

/* ---- looking at the shards ---- */

static int open_shard(struct shard *shard, struct error *error)
{
    if (shard->results)
        return 0;
    if (results_open(&shard->results, shard->path, error) != 0)
        return -1;
    const struct results_spec *spec = results_spec(shard->results);
    if (spec->first_replication == shard->first && spec->replications == shard->count &&
        spec->card_replications == shard->cards)
        return 0;
    return error_set(error, ERROR_FORMAT, "%s: has changed in the meantime", shard->path);
}

static void close_shard(struct shard *shard)
{
    results_close(shard->results);
    shard->results = 0;
}

/* What a shard says of itself, compared with the first one named. */
static int look(struct merge *merge, struct shard *shard, const struct results *first, struct faults *faults)
{
    const struct results_spec *spec = results_spec(shard->results), *other = results_spec(first);
    char text[512];
    shard->first = spec->first_replication;
    shard->count = spec->replications;
    shard->cards = spec->card_replications;
    size_t fans = fan_replications(spec->scenario_count, spec->shard_of);
    shard->before = fan_members_below(shard->first, fans, spec->shard_of);
    size_t cards = fan_members_below(shard->first + shard->count, fans, spec->shard_of) - shard->before;
    merge->total = spec->shard_of;
    if (merge->created[0] == 0 || strcmp(spec->created, merge->created) < 0)
        snprintf(merge->created, sizeof merge->created, "%s", spec->created);
    if (spec->shard_of == 0)
        return faults_add(faults, shard->path, 0, "is a whole study and no shard of one (run --shard makes shards)");
    if (spec_differs(spec, other, text) != 0)
        return faults_add(faults, shard->path, 0, "is of another study than %s: %s", results_path(first), text);
    if (shard->cards != cards)
        return faults_add(faults, shard->path, 0, "holds the cards of %zu replications instead of %zu", shard->cards,
                          cards);
    return 0;
}

/* Every shard is opened once; the first stays open until all are compared with it. */
static int look_at_all(struct merge *merge, const char *const paths[], struct faults *faults, struct error *error)
{
    struct results *first = 0;
    int status = 0;
    for (size_t i = 0; i < merge->shards && error->code == ERROR_NONE; i++) {
        struct shard *shard = &merge->shard[i];
        shard->path = paths[i];
        if (merge->run->stop && *merge->run->stop)
            error_set(error, ERROR_INTERRUPTED, "interrupted");
        else if (results_open(&shard->results, paths[i], error) == 0 &&
                 look(merge, shard, first ? first : shard->results, faults) != 0)
            status = -1;
        if (!first) {
            first = shard->results;
            shard->results = 0;
        } else {
            close_shard(shard);
        }
    }
    results_close(first);
    return error->code != ERROR_NONE ? -1 : status;
}

static int by_replication(const void *a, const void *b)
{
    const struct shard *one = a, *other = b;
    if (one->first != other->first)
        return one->first < other->first ? -1 : 1;
    return strcmp(one->path, other->path);
}

/* Every replication once: tells all that are missing, and those that are there twice. */
static int check_cover(const struct merge *merge, size_t total, struct faults *faults)
{
    size_t next = 0;
    int status = 0;
    for (size_t i = 0; i <= merge->shards; i++) {
        const struct shard *shard = &merge->shard[i];
        size_t first = i < merge->shards ? shard->first : total;
        if (first > next)
            status = faults_add(faults, "", 0, "replications %zu to %zu of %zu are missing", next, first - 1, total);
        if (i == merge->shards)
            break;
        if (first < next)
            status = faults_add(faults, shard->path, 0, "replications %zu to %zu are in another shard, too: %s", first,
                                shard->first + shard->count < next ? shard->first + shard->count - 1 : next - 1,
                                merge->shard[i - 1].path);
        if (shard->first + shard->count > next)
            next = shard->first + shard->count;
    }
    return status;
}

/* ---- copying ---- */

/* Rows of a shard into records. */
static int read_records(const struct merge *merge, const struct shard *shard, size_t scenario, size_t first,
                        size_t count, struct error *error)
{
    const struct outcome_layout layout = results_layout(&merge->spec);
    struct results_slice slice = {.scenario = scenario, .first = first, .count = count};
    memset(merge->records, 0, count * layout.size);
    for (int f = 0; f < OUTCOME_FIELDS; f++) {
        size_t bytes = layout.count[f] * outcome_type_size(outcome_fields[f].type);
        if (results_read(shard->results, (enum outcome_name)f, &slice, merge->column, error) != 0)
            return -1;
        for (size_t i = 0; i < count; i++)
            memcpy(outcome_at(&layout, merge->records + i * layout.size, (enum outcome_name)f),
                   (const unsigned char *)merge->column + i * bytes, bytes);
    }
    return 0;
}

static int tell(struct merge *merge, struct error *error)
{
    const struct study_run *run = merge->run;
    if (run->progress)
        run->progress(run->context, STUDY_WRITES, merge->written, merge->spec.replications * merge->spec.scenario_count,
                      0);
    return run->stop && *run->stop ? error_set(error, ERROR_INTERRUPTED, "interrupted") : 0;
}

static int copy_shard(struct merge *merge, struct shard *shard, size_t scenario, struct error *error)
{
    for (size_t first = 0; first < shard->count; first += ROWS) {
        size_t count = shard->count - first < ROWS ? shard->count - first : ROWS;
        if (read_records(merge, shard, scenario, first, count, error) != 0 ||
            results_write(merge->writer, scenario, shard->first + first, count, merge->records, error) != 0)
            return -1;
        merge->written += count;
        if (tell(merge, error) != 0)
            return -1;
    }
    return 0;
}

/* A shard's cards into the panel. */
static int take_cards(const struct shard *shard, size_t scenario, struct panel *panel, struct error *error)
{
    size_t sites = panel->spec->municipality_count;
    for (size_t k = shard->before; k < shard->before + shard->cards; k++) {
        size_t row = fan_member(k, panel->replications, panel->spec->replications) - shard->first;
        struct results_slice slice = {.scenario = scenario, .first = row, .count = 1};
        if (results_read(shard->results, OUTCOME_VENDOR, &slice, &panel->vendor[k * sites], error) != 0)
            return -1;
    }
    return results_read_cards(shard->results, scenario, 0, shard->cards,
                              &panel->cards[shard->before * sites * panel->spec->weeks], error);
}

/* The rows of a scenario, or its fans: first all rows and then all fans, as a study writes them. */
static int copy_scenario(struct merge *merge, size_t scenario, struct panel *panel, struct error *error)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < merge->shards; i++) {
        struct shard *shard = &merge->shard[i];
        if (panel && shard->cards == 0)
            continue;
        status = open_shard(shard, error);
        if (status == 0)
            status = panel ? take_cards(shard, scenario, panel, error) : copy_shard(merge, shard, scenario, error);
        if (merge->shards > OPEN_SHARDS)
            close_shard(shard);
    }
    if (status == 0 && panel)
        status = panel_write(panel, scenario, merge->run, merge->writer, error);
    return status;
}

static int take_memory(struct merge *merge, struct error *error)
{
    const struct outcome_layout layout = results_layout(&merge->spec);
    merge->records = malloc(ROWS * layout.size);
    merge->column = malloc(ROWS * layout.size); /* no field is larger than the record */
    return merge->records && merge->column ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
}

static int write_merged(struct merge *merge, struct error *error)
{
    struct panel panel = {.replications = 0};
    int status = take_memory(merge, error);
    if (status == 0)
        status = panel_init(&panel, &merge->spec, merge->spec.fan_replications, error);
    if (status == 0) {
        status = results_create_in(&merge->writer, merge->output, &merge->spec, merge->run->threads, error);
        merge->output = 0;
    }
    for (size_t s = 0; status == 0 && s < merge->spec.scenario_count; s++)
        status = copy_scenario(merge, s, 0, error);
    for (size_t s = 0; status == 0 && panel.replications > 0 && s < merge->spec.scenario_count; s++)
        status = copy_scenario(merge, s, &panel, error);
    panel_free(&panel);
    if (status == 0)
        return results_commit(merge->writer, error);
    results_discard(merge->writer);
    return -1;
}

static int join(struct merge *merge, struct error *error)
{
    if (results_open(&merge->base, merge->shard[0].path, error) != 0)
        return -1;
    merge->spec = *results_spec(merge->base);
    merge->spec.replications = merge->spec.shard_of;
    merge->spec.first_replication = merge->spec.shard_of = merge->spec.card_replications = 0;
    merge->spec.fan_replications = fan_replications(merge->spec.scenario_count, merge->spec.replications);
    merge->spec.created = merge->created;
    return write_merged(merge, error);
}

int study_merge(const char *const paths[], size_t count, const struct study_run *run, struct faults *faults,
                struct error *error)
{
    struct merge merge = {.run = run, .shards = count};
    if (output_claim(&merge.output, run->output, run->force, error) != 0)
        return -1;
    merge.shard = calloc(count + 1, sizeof *merge.shard);
    int status =
        merge.shard ? look_at_all(&merge, paths, faults, error) : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0) {
        qsort(merge.shard, count, sizeof *merge.shard, by_replication);
        status = check_cover(&merge, merge.total, faults);
    }
    if (status == 0)
        status = join(&merge, error);
    output_discard(merge.output);
    for (size_t i = 0; merge.shard && i < count; i++)
        close_shard(&merge.shard[i]);
    results_close(merge.base);
    free(merge.records);
    free(merge.column);
    free(merge.shard);
    return status;
}
