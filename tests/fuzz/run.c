/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * run: a programme that is accepted can be run: it neither aborts nor hangs in any replication, whatever its network,
 * its resources and its numbers at their limits; no cause costs less than nothing; and run again it gives the same.
 *
 * FUZZ_SHOW in the environment prints the programme and why it is refused, if it is.
 */
#include "author_programme.h"
#include "models/rollout.h"

#include <gsl/gsl_errno.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { REPLICATIONS = 3 };

/* One replication; false if two priors contradict each other in it, which is legal. */
static bool run_one(struct rollout *rollout, const struct programme *programme, const struct outcome_layout *layout,
                    uint64_t replication, void *record)
{
    struct error error = {0};
    struct luck luck = {.seed = 1, .replication = replication, .parameters = replication};
    if (rollout_run(rollout, luck, 0, &error) != 0) {
        if (error.code != ERROR_CONFIG)
            abort();
        return false;
    }
    rollout_outcome(rollout, layout, record);
    double *days = calloc(programme->causes.count, sizeof *days);
    for (size_t site = 0; days && site < programme->sites; site++) {
        rollout_causes(rollout, site, days);
        for (size_t c = 0; c < programme->causes.count; c++)
            if (!(days[c] > -1e-6) || !isfinite(days[c]))
                error_abort("site %zu: %g days by cause %s", site, days[c], programme->causes.name[c]);
    }
    free(days);
    return true;
}

static void run(const struct programme *programme)
{
    struct rollout *rollout;
    struct error error = {0};
    size_t extent[OUTCOME_DIMENSIONS];
    if (rollout_new(&rollout, programme, &error) != 0)
        abort();
    programme_extent(programme, extent);
    struct outcome_layout layout = outcome_layout(extent);
    char *first = calloc(1, layout.size + 1), *again = calloc(1, layout.size + 1);
    if (!first || !again)
        abort();
    bool done = run_one(rollout, programme, &layout, 0, first);
    for (uint64_t r = 1; r < REPLICATIONS; r++)
        run_one(rollout, programme, &layout, r, again);
    if (done != run_one(rollout, programme, &layout, 0, again) || (done && memcmp(first, again, layout.size) != 0))
        abort();
    free(first);
    free(again);
    rollout_free(rollout);
}

static void compile(struct author *author)
{
    struct document document = {0};
    struct programme programme = {0};
    struct faults faults = {0};
    if (document_read_text(&document, "fuzz", author->text, author->used, &faults) == 0) {
        if (programme_init(&programme, &document, &faults) == 0) {
            run(&programme);
            programme_free(&programme);
        }
        document_free(&document);
    }
    for (size_t i = 0; getenv("FUZZ_SHOW") && i < faults.count; i++)
        fprintf(stderr, "%d: %s\n", faults.list[i].line, faults.list[i].text);
    faults_free(&faults);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct author *author = calloc(1, sizeof *author);
    if (!author)
        return 0;
    gsl_set_error_handler_off();
    author->bytes = bytes;
    author->left = size;
    for (size_t i = 0; i < size; i++)
        author->luck = (author->luck ^ bytes[i]) * UINT64_C(0x100000001B3);
    author->sites = 1 + pick(author, SITES);
    author->regions = 1 + pick(author, 3);
    author->vendors = pick(author, VENDORS + 1);
    author->pools = POOLS;
    int file = write_table(author);
    say_all(author, file);
    if (getenv("FUZZ_SHOW"))
        fprintf(stderr, "%s\n%s", author->table, author->text);
    compile(author);
    close(file);
    free(author);
    return 0;
}
