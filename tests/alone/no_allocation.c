/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A replication allocates nothing: this program puts its own allocator in front of the C library's, so that the
 * library's, GSL's and the C library's own calls (qsort's) are counted, too.
 */
#include "models/rollout.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>

/* glibc's own names of its allocator. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static volatile size_t calls; /* volatile, since compilers believe that malloc changes nothing */

void *malloc(size_t size)
{
    calls++;
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    calls++;
    return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    calls++;
    return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    calls++;
    return __libc_memalign(alignment, size);
}

enum { REPLICATIONS = 20, SETTINGS = 4 };

/* What is on the way of one replication and not of another. */
static const struct variant {
    const char *file, *settings[SETTINGS];
} variants[] = {
    {"configs/fmk.cfg", {0}},
    {"configs/fmk.cfg", {"as_of=2015-10-06"}}, /* the task force, the clean-up, the moved deadline */
    {"configs/fmk.cfg", {"uptake.form=learning", "vendors.kmd.order=largest-first"}},
    {"configs/fmk.cfg", {"uptake.form=deadline-rush", "vendors.kmd.order=by-region"}},
    {"configs/fmk.cfg", {"uptake.form=capacity", "corps.consultants=0"}},
    {"configs/fmk.cfg", {"uptake.form=table", "uptake.table=[0.05, 0.1, 0.2]", "uptake.overdispersion=0.5"}},
    {"configs/fmk.cfg", {"sites.copies=3", "sites.cards=5000000", "vendors.kmd.teams=1"}},
    /* A distribution made anew in each replication, its mean by an integral. */
    {"configs/fmk.cfg",
     {"activities.upgrade.duration={dist=\"gamma\"; mean={dist=\"uniform\"; min=10; max=14;}; cv=0.4; low=2; "
      "high=60;}"}},
    {"configs/plan-2013.cfg", {0}},
    {"configs/five.cfg", {0}},
};
enum { VARIANTS = sizeof variants / sizeof *variants };

_Noreturn static void give_up(const struct faults *faults, const struct error *error)
{
    for (size_t i = 0; i < faults->count; i++)
        fprintf(stderr, "%s:%d: %s\n", faults->list[i].file, faults->list[i].line, faults->list[i].text);
    fprintf(stderr, "%s\n", error->text);
    exit(1);
}

static void compile(struct programme *programme, struct document *document, const struct variant *variant)
{
    char path[4096];
    struct faults faults;
    faults_init(&faults);
    snprintf(path, sizeof path, SOURCE_DIR "/%s", variant->file);
    int status = document_read(document, path, &faults);
    for (size_t i = 0; status == 0 && i < SETTINGS && variant->settings[i]; i++)
        status = document_set(document, variant->settings[i], &faults);
    if (status != 0 || programme_init(programme, document, &faults) != 0)
        give_up(&faults, &(struct error){.text = "the configuration is refused"});
    faults_free(&faults);
}

/* Calls during replications. */
static size_t count_calls(const struct programme *programme)
{
    struct error error;
    struct rollout *rollout;
    size_t extent[OUTCOME_DIMENSIONS], before;
    programme_extent(programme, extent);
    struct outcome_layout layout = outcome_layout(extent);
    void *record = malloc(layout.size);
    if (!record || rollout_new(&rollout, programme, &error) != 0)
        give_up(&(struct faults){.count = 0}, &error);
    before = calls;
    for (uint64_t i = 0; i < REPLICATIONS; i++) {
        if (rollout_run(rollout, (struct luck){.seed = 1, .replication = i, .parameters = i}, 0, &error) != 0)
            give_up(&(struct faults){.count = 0}, &error);
        rollout_outcome(rollout, &layout, record);
    }
    size_t found = calls - before;
    rollout_free(rollout);
    free(record);
    return found;
}

/* A C library's function that allocates behind the caller's back is seen, too. */
static bool counts(void)
{
    size_t before = calls;
    char *copy = 0;
    bool seen = asprintf(&copy, "%zu calls", before) > 0 && calls > before;
    free(copy);
    return seen;
}

int main(void)
{
    int failures = 0;
    gsl_set_error_handler_off();
    if (!counts()) {
        fprintf(stderr, "calls of the allocator are not counted, so this test shows nothing\n");
        return 1;
    }
    for (size_t i = 0; i < VARIANTS; i++) {
        struct programme programme;
        struct document document;
        compile(&programme, &document, &variants[i]);
        size_t found = count_calls(&programme);
        if (found > 0) {
            fprintf(stderr, "%s (variant %zu): %zu allocations in %d replications\n", variants[i].file, i, found,
                    REPLICATIONS);
            failures++;
        }
        programme_free(&programme);
        document_free(&document);
    }
    return failures > 0;
}
