/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_run: simulates what the journal does not hold yet, then has the journal turned into the results file.
 */
#include "analysis/study/study_parts.h"
#include "sim/farm.h"
#include "sim/output.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The journal is synced whichever comes first; so much finished work can a power cut cost. */
enum { SYNC_SECONDS = 1, SYNC_RECORDS = 1024 };
static const long long CREATED_MOST = 253402300799; /* the last second of the year 9999 */

/* ---- simulating ---- */

struct work {
    const struct study *study;
    const struct study_run *run;
    struct journal *journal;
    struct study_cards *cards;
    struct rollout **rollouts, **keepers; /* [workers]; the latter keep every week's cards, which takes time */
    void **record;                        /* [workers] */
    void **kept;                          /* [workers], one's cards */
    size_t scenario;
    size_t *missing;     /* replications of the scenario that are still to be simulated */
    size_t count, known; /* missing here; records known from the journal when the run began */
    size_t before;       /* records finished in earlier scenarios */
    double synced;
    size_t synced_records;
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
    size_t replication = work->missing[job], place;
    bool keep = study_cards_wants(work->cards, replication, &place);
    struct rollout *rollout = (keep ? work->keepers : work->rollouts)[worker];
    char note[256];
    snprintf(note, sizeof note, "fmksim trace %s --replication %zu --seed %" PRIu64 " --scenario %s",
             study->options.configuration, study->first + replication, study->options.seed,
             study->scenario[work->scenario]->name);
    error_note(note);
    const struct study_sample *sample = study_sample(study);
    struct luck luck =
        sample ? sample->luck(sample->context, worker, replication) : study_luck(study, study->first + replication);
    int status = rollout_run(rollout, luck, 0, error);
    error_note(0);
    if (status != 0)
        return -1;
    rollout_outcome(rollout, &study->layout, work->record[worker]);
    if (sample)
        *(double *)outcome_at(&study->layout, work->record[worker], OUTCOME_WEIGHT) =
            sample->weight(sample->context, replication);
    size_t slot = work->scenario * study->slots + replication;
    const void *record = work->record[worker];
    if (keep)
        study_cards_keep(work->cards, work->scenario, place, rollout, work->kept[worker]);
    if (journal_write(work->journal, slot, record, 0) == 0)
        return 0;
    study_cards_give_up(work->cards); /* which may make the room that it takes */
    return journal_write(work->journal, slot, record, error);
}

static int progress(void *context, size_t done, struct error *error)
{
    struct work *work = context;
    double now = seconds();
    if (work->run->progress)
        work->run->progress(work->run->context, STUDY_SIMULATES, work->before + done,
                            work->study->count * work->study->scenarios, work->known);
    if (now - work->synced < SYNC_SECONDS && work->before + done < work->synced_records + SYNC_RECORDS)
        return 0;
    work->synced = now;
    work->synced_records = work->before + done;
    return journal_sync(work->journal, error);
}

static void find_missing(struct work *work)
{
    size_t count = work->study->count;
    work->count = 0;
    for (size_t r = 0; r < count; r++)
        if (!journal_has(work->journal, work->scenario * work->study->slots + r))
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
        const struct study_sample *sample = study_sample(work->study);
        status = study_workers(&work->rollouts, &programme, work->run->threads, false, error);
        if (status == 0 && work->cards->journal)
            status = study_workers(&work->keepers, &programme, work->run->threads, true, error);
        if (status == 0 && sample)
            status = sample->begin(sample->context, &programme, study_acts(work->study, work->scenario),
                                   work->run->threads, error);
        if (status == 0)
            status = farm_run(&farm, error);
        study_workers_free(work->rollouts, work->run->threads);
        study_workers_free(work->keepers, work->run->threads);
        work->rollouts = work->keepers = 0;
        programme_free(&programme);
        document_free(&document);
        work->before += work->count;
    } else {
        work->before += found;
    }
    return status;
}

/* The scenarios one after the other, up to the study's count. */
static int simulate_count(struct work *work, struct error *error)
{
    int status = 0;
    work->before = 0;
    for (work->scenario = 0; status == 0 && work->scenario < work->study->scenarios; work->scenario++)
        status = simulate_scenario(work, error);
    return status;
}

/* More and more replications, until all probabilities are known well enough. */
static int simulate_until_precise(struct study *study, struct work *work, struct error *error)
{
    for (unsigned look = 1;; look++) {
        study->count = precision_look_size(study, look);
        if (simulate_count(work, error) != 0 || precision_judge(study, work->journal, look, error) != 0)
            return -1;
        if (study->precise || study->count == study->slots)
            return 0;
    }
}

static void free_records(void **records, unsigned threads)
{
    for (unsigned t = 0; records && t < threads; t++)
        free(records[t]);
    free(records);
}

/* A record for each worker, on cache lines of its own. */
static void **make_records(unsigned threads, size_t size)
{
    void **records = calloc(threads, sizeof *records);
    for (unsigned t = 0; records && t < threads; t++)
        if (!(records[t] = aligned_alloc(128, (size + 128) / 128 * 128))) {
            free_records(records, threads);
            return 0;
        }
    return records;
}

static int simulate_all(struct study *study, const struct study_run *run, struct journal *journal,
                        struct study_cards *cards, struct error *error)
{
    struct work work = {.study = study,
                        .run = run,
                        .journal = journal,
                        .cards = cards,
                        .known = journal_filled(journal),
                        .synced = seconds()};
    int status = 0;
    work.missing = calloc(study->slots, sizeof *work.missing);
    work.record = make_records(run->threads, study->layout.size);
    work.kept = make_records(run->threads, cards->replications > 0 ? study_cards_size(study) : 1);
    if (!work.missing || !work.record || !work.kept)
        status = error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status =
            study->options.precision > 0 ? simulate_until_precise(study, &work, error) : simulate_count(&work, error);
    free_records(work.record, run->threads);
    free_records(work.kept, run->threads);
    free(work.missing);
    return status;
}

/* ---- output and journal ---- */

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

/* Seconds since 1970; SOURCE_DATE_EPOCH makes files reproducible. */
static int created_now(int64_t *created, struct error *error)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    char *end;
    *created = (int64_t)time(0);
    if (!fixed)
        return 0;
    errno = 0;
    long long value = strtoll(fixed, &end, 10);
    if (*fixed == 0 || *end != 0 || errno != 0 || value < 0 || value > CREATED_MOST)
        return error_set(error, ERROR_USAGE, "SOURCE_DATE_EPOCH: \"%.60s\" is no number of seconds since 1970", fixed);
    *created = (int64_t)value;
    return 0;
}

/* A finished output of the same study needs nothing. */
static int is_done(const struct study *study, const struct study_run *run, bool *done, struct error *error)
{
    struct results *results;
    struct study_spec own;
    char text[512];
    *done = false;
    if (output_check(run->output, true, error) != 0) /* what is no regular file is refused in any case */
        return -1;
    if (!exists(run->output) || run->force)
        return 0;
    if (!run->resume)
        return error_set(error, ERROR_USAGE, "%s exists already; --force replaces it", run->output);
    if (results_open(&results, run->output, error) != 0)
        return -1;
    const struct results_spec *spec = results_spec(results);
    int status = study_spec_init(&own, study, 0, error);
    if (status == 0) {
        if (study->options.precision > 0) /* how many it took is known afterwards only */
            own.spec.replications = spec->replications;
        if (study->options.precision > 0 && strcmp(spec->command, own.spec.command) != 0)
            status = error_set(error, ERROR_USAGE, "%s exists already and was made by `%.200s'; --force replaces it",
                               run->output, spec->command);
        else if (spec_differs(spec, &own.spec, text) != 0)
            status = error_set(error, ERROR_USAGE, "%s exists already and is of another study: %s; --force replaces it",
                               run->output, text);
        else if (study->options.precision == 0 &&
                 (spec->replications != study->count || spec->first_replication != study->first))
            status = error_set(error, ERROR_USAGE,
                               "%s exists already and holds replications %zu to %zu instead of %zu to %zu; --force "
                               "replaces it",
                               run->output, spec->first_replication, spec->first_replication + spec->replications - 1,
                               study->first, study->first + study->count - 1);
        study_spec_free(&own);
    }
    results_close(results);
    *done = status == 0;
    return status;
}

static int open_journal(const struct study *study, const struct study_run *run, const char *path,
                        struct journal **journal, struct error *error)
{
    struct journal_layout layout = {.record_size = study->layout.size, .slots = study->slots * study->scenarios};
    memcpy(layout.identity, study->identity, sizeof layout.identity);
    memcpy(layout.subject, study->subject, sizeof layout.subject);
    if (created_now(&layout.created, error) != 0 || (run->force && journal_remove(path, error) != 0))
        return -1;
    if (!exists(path))
        return study_cards_remove(run, error) != 0 ? -1 : journal_create(journal, path, &layout, error);
    if (!run->resume)
        return error_set(error, ERROR_USAGE,
                         "%s: an interrupted study is here; --resume goes on with it, --force drops it", path);
    if (journal_open(journal, path, true, &layout, error) == 0)
        return 0;
    size_t length = strlen(error->text);
    if (error->code == ERROR_FORMAT)
        snprintf(error->text + length, sizeof error->text - length, "; --force drops it and begins anew");
    return -1;
}

/* Runs with the journal open; closes it, or removes it when the file is whole. */
static int run_with(struct study *study, const struct study_run *run, struct journal *journal, struct error *error)
{
    struct error closing = {0};
    struct study_cards cards = {0};
    const struct study_sample *sample = study_sample(study);
    /* Another process may have finished the study between our first look and our lock. */
    int status = is_done(study, run, &study->was_done, error);
    if (status == 0 && !study->was_done) {
        struct output *output = 0; /* claimed before the work: who comes second is told at once */
        status = output_claim(&output, run->output, run->force, error);
        if (status == 0 && sample)
            status = sample->prepare(sample->context, run, journal_layout(journal), error);
        if (status == 0)
            status = study_cards_open(&cards, study, run, journal, error);
        if (status == 0)
            status = simulate_all(study, run, journal, &cards, error);
        if (status == 0)
            status = journal_sync(journal, error); /* making the file takes a while, too */
        if (status == 0)
            status = study_write(study, run, journal, &cards, output, error);
        else
            output_discard(output);
    }
    bool misfit = status != 0 && error->code == ERROR_UNTRUSTED; /* going on would not make it fit */
    /* After a failed write the cards' file goes as well: it may be what fills the disk. */
    bool finish = status == 0 || misfit || error->code == ERROR_IO;
    if (study_cards_close(&cards, finish, status == 0 ? error : 0) != 0 && status == 0)
        status = -1;
    if (sample && (status == 0 || misfit) && sample->finish(sample->context, run, status == 0 ? error : 0) != 0 &&
        status == 0)
        status = -1;
    if (status == 0 || misfit) {
        int finished = journal_finish(journal, status == 0 ? error : 0);
        return status == 0 ? finished : -1;
    }
    if (journal_close(journal, &closing) != 0 && error->code == ERROR_INTERRUPTED)
        *error = closing; /* resuming is not as safe as "interrupted" promises */
    return -1;
}

/* What a run that was killed after its last step but one has left behind. */
static void tidy(const struct study *study, const struct study_run *run, const char *path)
{
    struct journal *journal;
    const struct study_sample *sample = study_sample(study);
    struct journal_layout layout = {.record_size = study->layout.size, .slots = study->slots * study->scenarios};
    memcpy(layout.identity, study->identity, sizeof layout.identity);
    memcpy(layout.subject, study->subject, sizeof layout.subject);
    bool held = exists(path);
    if (held && journal_open(&journal, path, true, &layout, 0) != 0)
        return;
    struct output *output = 0; /* its lock goes when it is let go */
    if (output_claim(&output, run->output, true, 0) == 0)
        output_discard(output);
    study_cards_remove(run, 0);
    if (sample)
        sample->finish(sample->context, run, 0);
    if (held)
        journal_finish(journal, 0);
}

int study_run(struct study *study, const struct study_run *run, struct error *error)
{
    struct journal *journal = 0;
    char *path = 0;
    if (run->stop && *run->stop)
        return error_set(error, ERROR_INTERRUPTED, "interrupted before anything was simulated");
    if (is_done(study, run, &study->was_done, error) != 0)
        return -1;
    if (asprintf(&path, "%s.journal", run->output) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = 0;
    if (study->was_done) {
        tidy(study, run, path);
    } else {
        status = open_journal(study, run, path, &journal, error);
        if (status == 0)
            status = run_with(study, run, journal, error);
    }
    free(path);
    return status;
}
