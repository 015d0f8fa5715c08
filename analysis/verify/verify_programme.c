/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_programme: exact cases that are programmes go the user's way: configuration, programme, rollout, outcome.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct runner {
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
    /* of what is watched */
    size_t sites, nodes;
    double *begin, *end;
    struct verify_support *support;
};

struct plan {
    const struct verify_programme *of;
    struct programme programme;
};

static void release_runner(void *worker)
{
    struct runner *runner = worker;
    rollout_free(runner->rollout);
    free(runner->record);
    free(runner->begin);
    free(runner->end);
    free(runner->support);
    free(runner);
}

static int take_memory(const struct plan *plan, struct runner *runner)
{
    const struct programme *p = &plan->programme;
    runner->record = malloc(runner->layout.size);
    if (!plan->of->watch)
        return runner->record ? 0 : -1;
    runner->sites = p->sites;
    runner->nodes = p->nodes;
    runner->begin = malloc(p->sites * p->nodes * sizeof *runner->begin);
    runner->end = malloc(p->sites * p->nodes * sizeof *runner->end);
    runner->support = malloc(p->sites * sizeof *runner->support);
    return runner->record && runner->begin && runner->end && runner->support ? 0 : -1;
}

static void *make_runner(const void *context, struct error *error)
{
    const struct plan *plan = context;
    struct runner *runner = calloc(1, sizeof *runner);
    size_t extent[OUTCOME_DIMENSIONS];
    if (!runner) {
        error_set(error, ERROR_MEMORY, "out of memory");
        return 0;
    }
    programme_extent(&plan->programme, extent);
    runner->layout = outcome_layout(extent);
    int status = take_memory(plan, runner);
    if (status != 0)
        error_set(error, ERROR_MEMORY, "out of memory");
    else if (rollout_new(&runner->rollout, &plan->programme, error) == 0)
        return runner;
    release_runner(runner);
    return 0;
}

/* ---- what is watched ---- */

static void forget(struct runner *runner)
{
    for (size_t i = 0; i < runner->sites * runner->nodes; i++)
        runner->begin[i] = runner->end[i] = NAN;
    for (size_t i = 0; i < runner->sites; i++)
        runner->support[i] = (struct verify_support){NAN, NAN, NAN, NAN, NOBODY, NOBODY};
}

static void note(void *context, const struct observation *seen)
{
    struct runner *runner = context;
    if (seen->site == NOBODY)
        return;
    struct verify_support *support = &runner->support[seen->site];
    size_t place = (size_t)seen->site * runner->nodes + (size_t)(seen->node == NOBODY ? 0 : seen->node);
    switch (seen->what) {
    case HAPPENS_DECISION:
        runner->begin[place] = runner->end[place] = seen->time;
        break;
    case HAPPENS_BEGIN:
        runner->begin[place] = seen->time;
        break;
    case HAPPENS_FINISH:
    case HAPPENS_SKIP:
    case HAPPENS_MILESTONE:
        runner->end[place] = seen->time;
        break;
    case HAPPENS_ASK_CONSULTANT:
        support->asked = seen->time;
        break;
    case HAPPENS_CONSULTANT:
        support->came = seen->time;
        support->consultant = (int)seen->number;
        if (support->first == NOBODY)
            support->first = (int)seen->number;
        break;
    case HAPPENS_ALONE:
        support->alone = seen->time;
        break;
    case HAPPENS_FREE:
        support->freed = seen->time;
        break;
    default:
        break;
    }
}

static struct verify_outcome outcome_of_record(const struct plan *plan, const struct runner *runner)
{
    const struct outcome_layout *layout = &runner->layout;
    return (struct verify_outcome){.programme = &plan->programme,
                                   .rollout = runner->rollout,
                                   .dates = outcome_of(layout, runner->record, OUTCOME_MUNICIPALITY_DATE),
                                   .national = outcome_of(layout, runner->record, OUTCOME_NATIONAL_DATE),
                                   .cards = outcome_of(layout, runner->record, OUTCOME_CARDS),
                                   .vendor = outcome_of(layout, runner->record, OUTCOME_VENDOR),
                                   .critical = outcome_of(layout, runner->record, OUTCOME_ACTIVITY_CRITICAL),
                                   .cause = outcome_of(layout, runner->record, OUTCOME_CAUSE_DAYS),
                                   .utilisation = outcome_of(layout, runner->record, OUTCOME_RESOURCE_UTILISATION),
                                   .wait = outcome_of(layout, runner->record, OUTCOME_RESOURCE_WAIT_DAYS),
                                   .idle = outcome_of(layout, runner->record, OUTCOME_RESOURCE_IDLE_DAYS),
                                   .longest = outcome_of(layout, runner->record, OUTCOME_RESOURCE_QUEUE_MAX),
                                   .begin = runner->begin,
                                   .end = runner->end,
                                   .support = runner->support};
}

/* ---- replications ---- */

static int observe_block(const void *context, void *worker, uint64_t seed, uint64_t observation, double values[],
                         struct error *error)
{
    const struct plan *plan = context;
    struct runner *runner = worker;
    size_t block = plan->of->block ? plan->of->block : 1, inner = plan->of->inner ? plan->of->inner : 1;
    for (size_t i = 0; i < block; i++) {
        uint64_t replication = observation * block + i;
        const struct luck luck = {.seed = seed, .replication = replication, .parameters = replication / inner};
        const struct observer observer = {.see = note, .context = runner};
        if (plan->of->watch)
            forget(runner);
        if (rollout_run(runner->rollout, luck, plan->of->watch ? &observer : 0, error) != 0)
            return -1;
        rollout_outcome(runner->rollout, &runner->layout, runner->record);
        struct verify_outcome outcome = outcome_of_record(plan, runner);
        plan->of->read(&outcome, i, plan->of->context, values);
    }
    if (plan->of->close)
        plan->of->close(plan->of->context, values);
    return 0;
}

/* A sites' file that lies in no folder: the program may stand where nothing can be written. Returns its descriptor. */
static int sites_file(struct verify *verify, const char *text)
{
    size_t size = strlen(text);
    int file = memfd_create("sites", MFD_CLOEXEC);
    if (file < 0 || write(file, text, size) != (ssize_t)size)
        verify_refuse(verify, ERROR_IO, "the sites of an exact case cannot be written to memory");
    return file;
}

int verify_compile(struct verify *verify, const struct verify_programme *of, struct programme *programme)
{
    struct document document = {0};
    struct faults faults = {0};
    const char *text = of->text;
    char assignment[64];
    int file = of->sites ? sites_file(verify, of->sites) : -1;
    snprintf(assignment, sizeof assignment, "sites.file=\"/proc/self/fd/%d\"", file);
    if (verify->status == 0 && (document_read_text(&document, of->name, text, strlen(text), &faults) != 0 ||
                                (file >= 0 && document_set(&document, assignment, &faults) != 0) ||
                                programme_init(programme, &document, &faults) != 0))
        verify->status = faults.count > 0 ? error_set(verify->error, ERROR_CONFIG, "%s:%d: %s", faults.list[0].file,
                                                      faults.list[0].line, faults.list[0].text)
                                          : error_set(verify->error, ERROR_MEMORY, "out of memory");
    document_free(&document);
    faults_free(&faults);
    if (file >= 0)
        close(file);
    return verify->status;
}

int verify_simulate(struct verify *verify, const struct verify_programme *programme, struct tally tallies[])
{
    struct plan plan = {.of = programme};
    const char *only = verify->options->only;
    if (verify->status != 0 || (only && strncmp(only, programme->name, strlen(only)) != 0) ||
        verify_compile(verify, programme, &plan.programme) != 0)
        return -1;
    const struct verify_sample sample = {programme->name, programme->observations, programme->width, &plan,
                                         make_runner,     release_runner,          observe_block};
    verify_observe(verify, &sample, tallies);
    programme_free(&plan.programme);
    return verify->status;
}
