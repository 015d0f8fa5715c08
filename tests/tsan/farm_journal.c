/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The farm and the journal as a study uses them, for the thread sanitizer: Criterion does not work under it.
 *
 * Workers write their slots while the calling thread counts, looks and syncs; a study is stopped at a seeded place,
 * resumed and finished, then read back by many threads at once. Prints 'N passed, N failed'.
 */
#include "sim/farm.h"
#include "sim/journal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 3000, RECORD = 96, THREADS = 8 };

struct study {
    struct journal *journal;
    size_t *missing; /* slot of each job */
    size_t count;
    size_t stop_after; /* SIGINT to ourselves at this job; SIZE_MAX: never */
    size_t fail_at;    /* this slot and all behind it fail; SIZE_MAX: none */
};

static atomic_int stop;
static int passed, failed;

static void check(int holds, const char *what)
{
    if (holds)
        passed++;
    else
        failed++;
    if (!holds)
        fprintf(stderr, "failed: %s\n", what);
}

static void on_interrupt(int number)
{
    (void)number;
    atomic_store(&stop, 1);
}

static void fill(unsigned char *record, size_t slot)
{
    for (size_t i = 0; i < RECORD; i++)
        record[i] = (unsigned char)(slot * 31 + i * 7 + (slot >> 8));
}

/* The handler runs in another thread; five seconds are ample. */
static void await_stop(void)
{
    for (int ms = 0; ms < 5000 && !atomic_load(&stop); ms++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, 0);
}

static int simulate(void *context, unsigned worker, size_t job, struct error *error)
{
    struct study *study = context;
    const size_t slot = study->missing[job];
    unsigned char record[RECORD];
    (void)worker;
    if (slot >= study->fail_at)
        return error_set(error, ERROR_CONFIG, "slot %zu", slot);
    if (job == study->stop_after)
        kill(getpid(), SIGINT);
    if (job >= study->stop_after)
        await_stop();
    fill(record, slot);
    return journal_write(study->journal, slot, record, error);
}

static int read_back(void *context, unsigned worker, size_t job, struct error *error)
{
    const struct study *study = context;
    unsigned char record[RECORD];
    unsigned char expected[RECORD];
    (void)worker;
    fill(expected, job);
    if (journal_read(study->journal, job, record, error))
        return -1;
    return memcmp(record, expected, RECORD) ? error_set(error, ERROR_FORMAT, "slot %zu is wrong", job) : 0;
}

static int watch(void *context, size_t done, struct error *error)
{
    const struct study *study = context;
    size_t has = 0;
    for (size_t slot = 0; slot < SLOTS; slot++)
        has += journal_has(study->journal, slot);
    if (has > SLOTS || done > study->count)
        return error_set(error, ERROR_UNTRUSTED, "counts do not fit");
    return journal_sync(study->journal, error);
}

static void list_missing(struct study *study)
{
    study->count = 0;
    for (size_t slot = 0; slot < SLOTS; slot++)
        if (!journal_has(study->journal, slot))
            study->missing[study->count++] = slot;
}

static int go(struct study *study, struct error *error)
{
    list_missing(study);
    const struct farm farm = {.count = study->count,
                              .threads = THREADS,
                              .context = study,
                              .work = simulate,
                              .progress = watch,
                              .stop = &stop};
    return farm_run(&farm, error);
}

static void walk(struct study *study, const char *path)
{
    const struct journal_layout layout = {.record_size = RECORD, .slots = SLOTS, .created = 1, .identity = "study"};
    struct error error = {.code = ERROR_NONE};

    check(journal_create(&study->journal, path, &layout, &error) == 0, "create");
    study->stop_after = 700;
    check(go(study, &error) == -1 && error.code == ERROR_INTERRUPTED, "a signal interrupts");
    check(journal_filled(study->journal) > 600 && journal_filled(study->journal) < SLOTS, "it stopped on the way");
    check(journal_close(study->journal, &error) == 0, "close");

    atomic_store(&stop, 0);
    study->stop_after = SIZE_MAX;
    check(journal_open(&study->journal, path, true, &layout, &error) == 0, "open again");
    study->fail_at = 2000;
    check(go(study, &error) == -1 && error.code == ERROR_CONFIG, "a failing slot fails the study");
    check(strcmp(error.text, "slot 2000") == 0, "and it is the lowest that is told");
    study->fail_at = SIZE_MAX;
    check(go(study, &error) == 0, "the rest is done");
    check(journal_filled(study->journal) == SLOTS, "every slot is filled");
    const struct farm reading = {.count = SLOTS, .threads = THREADS, .context = study, .work = read_back};
    check(farm_run(&reading, &error) == 0, "every slot is right");
    check(journal_close(study->journal, &error) == 0, "close again");
}

int main(void)
{
    char folder[] = "/tmp/fmksim-tsan-XXXXXX";
    char path[64];
    struct study study = {.missing = calloc(SLOTS, sizeof(size_t)), .stop_after = SIZE_MAX, .fail_at = SIZE_MAX};
    struct sigaction action = {.sa_handler = on_interrupt};
    if (!study.missing || !mkdtemp(folder) || sigaction(SIGINT, &action, 0)) {
        perror("farm_journal");
        return EXIT_FAILURE;
    }
    snprintf(path, sizeof path, "%s/journal", folder);
    walk(&study, path);
    free(study.missing);
    check(unlink(path) == 0 && rmdir(folder) == 0, "only the journal was left");
    printf("%d passed, %d failed\n", passed, failed);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
