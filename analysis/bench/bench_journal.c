/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_journal: what it takes to keep a finished replication safe: its record is written to a journal, and read back
 * when the results file is made.
 */
#include "analysis/bench/bench_parts.h"
#include "sim/journal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { RECORDS = 256 };

struct keeping {
    struct journal_layout layout;
    char folder[256], path[320];
    unsigned char *record;
};

static int write_and_read(struct keeping *keeping, struct journal *journal, struct error *error)
{
    int status = 0;
    for (size_t slot = 0; status == 0 && slot < RECORDS; slot++)
        status = journal_write(journal, slot, keeping->record, error);
    if (status == 0)
        status = journal_sync(journal, error);
    for (size_t slot = 0; status == 0 && slot < RECORDS; slot++)
        status = journal_read(journal, slot, keeping->record, error);
    return status;
}

static int measure(void *state, double *seconds, struct error *error)
{
    struct keeping *keeping = state;
    struct journal *journal;
    if (journal_create(&journal, keeping->path, &keeping->layout, error) != 0)
        return -1;
    double begin = bench_worked();
    int status = write_and_read(keeping, journal, error);
    *seconds = (bench_worked() - begin) / RECORDS;
    if (status == 0)
        return journal_finish(journal, error);
    journal_finish(journal, 0);
    return -1;
}

static void release(void *state)
{
    struct keeping *keeping = state;
    rmdir(keeping->folder);
    free(keeping->record);
    free(keeping);
}

int bench_journal_add(struct bench *bench, size_t record_size, struct error *error)
{
    const char *temporary = getenv("TMPDIR");
    struct keeping *keeping = calloc(1, sizeof *keeping);
    if (!keeping || !(keeping->record = malloc(record_size))) {
        free(keeping);
        return error_set(error, ERROR_MEMORY, "out of memory");
    }
    memset(keeping->record, 1, record_size);
    keeping->layout.record_size = record_size;
    keeping->layout.slots = RECORDS;
    snprintf(keeping->folder, sizeof keeping->folder, "%.200s/fmksim-bench-XXXXXX",
             temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(keeping->folder)) {
        error_system(error, ERROR_IO, "%s: cannot be made", keeping->folder);
        free(keeping->record);
        free(keeping);
        return -1;
    }
    snprintf(keeping->path, sizeof keeping->path, "%s/journal", keeping->folder);
    return bench_add(bench, keeping, measure, release);
}
