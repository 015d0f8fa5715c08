/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_run: simulates what the journal does not hold yet, then turns the journal into the results file.
 */
#include "analysis/study_parts.h"
#include "sim/farm.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BLOCK = 256 };      /* records read from the journal at once */
enum { SYNC_SECONDS = 1 }; /* finished work that a power cut may cost */

/* ---- workers ---- */

int study_workers(struct rollout ***made, const struct programme *programme, unsigned threads, bool keep_cards,
                  struct error *error)
{
    struct rollout **rollouts = calloc(threads, sizeof(struct rollout *));
    *made = rollouts;
    if (!rollouts)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned t = 0; t < threads; t++)
        if (rollout_new(&rollouts[t], programme, error) != 0 ||
            (keep_cards && rollout_keep_cards(rollouts[t], error) != 0))
            return -1;
    return 0;
}

void study_workers_free(struct rollout **rollouts, unsigned threads)
{
    for (unsigned t = 0; rollouts && t < threads; t++)
        rollout_free(rollouts[t]);
    free(rollouts);
}

/* ---- simulating ---- */

struct work {
    const struct study *study;
    const struct study_run *run;
    struct journal *journal;
    struct rollout **rollouts;
    void **record; /* [workers] */
    size_t scenario;
    size_t *missing;     /* replications of the scenario that are still to be simulated */
    size_t count, known; /* missing here; records known from the journal when the run began */
    size_t before;       /* records finished in earlier scenarios */
    double synced;
};

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int simulate(void *context, unsigned worker, size_t job, struct error *error)
{
    struct work *work = context;
    const struct study *study = work->study;
    size_t replication = work->missing[job];
    char note[256];
    snprintf(note, sizeof note, "fmksim trace %s --replication %zu --seed %" PRIu64 " --scenario %s",
             study->options.configuration, study->first + replication, study->options.seed,
             study->scenario[work->scenario]->name);
    error_note(note);
    int status = rollout_run(work->rollouts[worker], study_luck(study, study->first + replication), 0, error);
    error_note(0);
    if (status != 0)
        return -1;
    rollout_outcome(work->rollouts[worker], &study->layout, work->record[worker]);
    return journal_write(work->journal, work->scenario * study->count + replication, work->record[worker], error);
}

static int progress(void *context, size_t done, struct error *error)
{
    struct work *work = context;
    double now = seconds();
    if (work->run->progress)
        work->run->progress(work->run->context, STUDY_SIMULATES, work->before + done,
                            work->study->count * work->study->scenarios, work->known);
    if (now - work->synced < SYNC_SECONDS)
        return 0;
    work->synced = now;
    return journal_sync(work->journal, error);
}

static void find_missing(struct work *work)
{
    size_t count = work->study->count;
    work->count = 0;
    for (size_t r = 0; r < count; r++)
        if (!journal_has(work->journal, work->scenario * count + r))
            work->missing[work->count++] = r;
}

static int simulate_scenario(struct work *work, struct error *error)
{
    struct programme programme = {0};
    struct document document = {0};
    find_missing(work);
    size_t found = work->study->count - work->count;
    int status = 0;
    if (work->count > 0) {
        if (study_programme(work->study, work->scenario, &programme, &document, error) != 0)
            return -1;
        struct farm farm = {work->count, work->run->threads, work, simulate, progress, work->run->stop};
        work->before += found;
        status = study_workers(&work->rollouts, &programme, work->run->threads, false, error);
        if (status == 0)
            status = farm_run(&farm, error);
        study_workers_free(work->rollouts, work->run->threads);
        work->rollouts = 0;
        programme_free(&programme);
        document_free(&document);
        work->before += work->count;
    } else {
        work->before += found;
    }
    return status;
}

static int simulate_all(const struct study *study, const struct study_run *run, struct journal *journal,
                        struct error *error)
{
    struct work work = {
        .study = study, .run = run, .journal = journal, .known = journal_filled(journal), .synced = seconds()};
    int status = 0;
    work.missing = calloc(study->count, sizeof *work.missing);
    work.record = calloc(run->threads, sizeof *work.record);
    for (unsigned t = 0; work.record && t < run->threads; t++)
        if (!(work.record[t] = aligned_alloc(128, (study->layout.size + 127) / 128 * 128)))
            status = -1;
    if (!work.missing || !work.record || status != 0)
        status = error_set(error, ERROR_MEMORY, "out of memory");
    for (; status == 0 && work.scenario < study->scenarios; work.scenario++)
        status = simulate_scenario(&work, error);
    for (unsigned t = 0; work.record && t < run->threads; t++)
        free(work.record[t]);
    free(work.record);
    free(work.missing);
    return status;
}

/* ---- from the journal to the file ---- */

static int write_records(const struct study *study, const struct study_run *run, const struct journal *journal,
                         struct results_writer *writer, struct error *error)
{
    unsigned char *records = malloc(BLOCK * study->layout.size);
    int status = records ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    size_t written = 0;
    for (size_t s = 0; status == 0 && s < study->scenarios; s++)
        for (size_t first = 0; status == 0 && first < study->count; first += BLOCK) {
            size_t count = study->count - first < BLOCK ? study->count - first : BLOCK;
            for (size_t i = 0; status == 0 && i < count; i++)
                status = journal_read(journal, s * study->count + first + i, records + i * study->layout.size, error);
            if (status == 0)
                status = results_write(writer, s, first, count, records, error);
            written += count;
            if (status == 0 && run->stop && *run->stop)
                status = error_set(error, ERROR_INTERRUPTED, "interrupted");
            if (run->progress)
                run->progress(run->context, STUDY_WRITES, written, study->count * study->scenarios, 0);
        }
    free(records);
    return status;
}

static int write_fans(const struct study *study, const struct study_run *run, const struct results_spec *spec,
                      struct results_writer *writer, struct error *error)
{
    size_t entities[FANS] = {spec->municipality_count, spec->region_count, spec->vendor_count};
    float *fan[FANS] = {0};
    int status = 0;
    for (int f = 0; f < FANS; f++)
        if (!(fan[f] = calloc(RESULTS_QUANTILES * entities[f] * spec->weeks + 1, sizeof *fan[f])))
            status = error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t s = 0; status == 0 && spec->fan_replications > 0 && s < study->scenarios; s++) {
        struct results_fans fans = {fan[FAN_MUNICIPALITY], fan[FAN_REGION], fan[FAN_VENDOR]};
        status = study_fans(study, s, run, spec->fan_replications, fan, error);
        if (status == 0)
            status = results_write_fans(writer, s, &fans, error);
    }
    for (int f = 0; f < FANS; f++)
        free(fan[f]);
    return status;
}

static int write_file(const struct study *study, const struct study_run *run, const struct journal *journal,
                      struct error *error)
{
    struct study_spec spec;
    struct results_writer *writer = 0;
    if (study_spec_init(&spec, study, journal_layout(journal)->created, error) != 0)
        return -1;
    int status = results_create(&writer, run->output, &spec.spec, error);
    if (status == 0) {
        status = write_records(study, run, journal, writer, error);
        if (status == 0)
            status = write_fans(study, run, &spec.spec, writer, error);
        if (status == 0)
            status = results_commit(writer, error);
        else
            results_discard(writer);
    }
    study_spec_free(&spec);
    return status;
}

/* ---- output and journal ---- */

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* A finished output of the same study needs nothing. */
static int is_done(const struct study *study, const struct study_run *run, bool *done, struct error *error)
{
    struct results *results;
    *done = false;
    if (!exists(run->output) || run->force)
        return 0;
    if (!run->resume)
        return error_set(error, ERROR_USAGE, "%s exists already; --force replaces it", run->output);
    if (results_open(&results, run->output, error) != 0)
        return -1;
    const struct results_spec *spec = results_spec(results);
    *done = strcmp(spec->configuration_hash, study->hash) == 0 && spec->seed == study->options.seed &&
            spec->replications == study->count && spec->first_replication == study->first &&
            strcmp(spec->replication_0, study->replication_0) == 0 && spec->scenario_count == study->scenarios;
    for (size_t s = 0; *done && s < study->scenarios; s++)
        *done = strcmp(spec->scenarios[s].name, study->scenario[s]->name) == 0;
    results_close(results);
    if (*done)
        return 0;
    return error_set(error, ERROR_USAGE, "%s exists already and is of another study; --force replaces it", run->output);
}

/* Seconds since 1970; SOURCE_DATE_EPOCH makes files reproducible. */
static int64_t created_now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    char *end;
    long long value = fixed ? strtoll(fixed, &end, 10) : 0;
    return fixed && *fixed && *end == 0 ? (int64_t)value : (int64_t)time(0);
}

static int open_journal(const struct study *study, const struct study_run *run, const char *path,
                        struct journal **journal, struct error *error)
{
    struct journal_layout layout = {
        .record_size = study->layout.size, .slots = study->count * study->scenarios, .created = created_now()};
    memcpy(layout.identity, study->identity, sizeof layout.identity);
    if (run->force && exists(path) && unlink(path) != 0)
        return error_system(error, ERROR_IO, "%s: cannot be removed", path);
    if (!exists(path))
        return journal_create(journal, path, &layout, error);
    if (!run->resume)
        return error_set(error, ERROR_USAGE,
                         "%s: an interrupted study is here; --resume goes on with it, --force drops it", path);
    return journal_open(journal, path, true, &layout, error);
}

int study_run(struct study *study, const struct study_run *run, struct error *error)
{
    struct journal *journal = 0;
    char *path = 0;
    if (is_done(study, run, &study->was_done, error) != 0)
        return -1;
    if (study->was_done)
        return 0;
    if (asprintf(&path, "%s.journal", run->output) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = open_journal(study, run, path, &journal, error);
    if (status == 0) {
        status = simulate_all(study, run, journal, error);
        if (status == 0)
            status = write_file(study, run, journal, error);
        struct error closing = {0};
        if (journal_close(journal, &closing) != 0 && status == 0) {
            *error = closing;
            status = -1;
        }
        if (status == 0 && unlink(path) != 0 && errno != ENOENT)
            status = error_system(error, ERROR_IO, "%s: cannot be removed", path);
    }
    free(path);
    return status;
}
