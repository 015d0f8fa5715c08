/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_programme: exact cases that are programmes go the user's way: configuration, programme, rollout, outcome.
 */
#include "analysis/verify/verify_parts.h"

#include <stdlib.h>
#include <string.h>

struct runner {
    struct rollout *rollout;
    struct outcome_layout layout;
    void *record;
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
    free(runner);
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
    runner->record = malloc(runner->layout.size);
    if (runner->record && rollout_new(&runner->rollout, &plan->programme, error) == 0)
        return runner;
    if (!runner->record)
        error_set(error, ERROR_MEMORY, "out of memory");
    release_runner(runner);
    return 0;
}

static struct verify_outcome outcome_of_record(const struct plan *plan, const struct runner *runner)
{
    const struct outcome_layout *layout = &runner->layout;
    return (struct verify_outcome){.programme = &plan->programme,
                                   .dates = outcome_of(layout, runner->record, OUTCOME_MUNICIPALITY_DATE),
                                   .national = outcome_of(layout, runner->record, OUTCOME_NATIONAL_DATE),
                                   .cards = outcome_of(layout, runner->record, OUTCOME_CARDS),
                                   .vendor = outcome_of(layout, runner->record, OUTCOME_VENDOR),
                                   .critical = outcome_of(layout, runner->record, OUTCOME_ACTIVITY_CRITICAL)};
}

static int observe_block(const void *context, void *worker, uint64_t seed, uint64_t observation, double values[],
                         struct error *error)
{
    const struct plan *plan = context;
    struct runner *runner = worker;
    size_t block = plan->of->block ? plan->of->block : 1, inner = plan->of->inner ? plan->of->inner : 1;
    for (size_t i = 0; i < block; i++) {
        uint64_t replication = observation * block + i;
        if (rollout_run(runner->rollout,
                        (struct luck){.seed = seed, .replication = replication, .parameters = replication / inner}, 0,
                        error) != 0)
            return -1;
        rollout_outcome(runner->rollout, &runner->layout, runner->record);
        struct verify_outcome outcome = outcome_of_record(plan, runner);
        plan->of->read(&outcome, i, plan->of->context, values);
    }
    if (plan->of->close)
        plan->of->close(plan->of->context, values);
    return 0;
}

static int compile(struct verify *verify, struct plan *plan)
{
    struct document document = {0};
    struct faults faults = {0};
    const char *text = plan->of->text;
    if (document_read_text(&document, plan->of->name, text, strlen(text), &faults) != 0 ||
        programme_init(&plan->programme, &document, &faults) != 0)
        verify->status = faults.count > 0 ? error_set(verify->error, ERROR_CONFIG, "%s:%d: %s", faults.list[0].file,
                                                      faults.list[0].line, faults.list[0].text)
                                          : error_set(verify->error, ERROR_MEMORY, "out of memory");
    document_free(&document);
    faults_free(&faults);
    return verify->status;
}

int verify_simulate(struct verify *verify, const struct verify_programme *programme, struct tally tallies[])
{
    struct plan plan = {.of = programme};
    if (verify->status != 0 || compile(verify, &plan) != 0)
        return -1;
    const struct verify_sample sample = {programme->name, programme->observations, programme->width, &plan,
                                         make_runner,     release_runner,          observe_block};
    verify_observe(verify, &sample, tallies);
    programme_free(&plan.programme);
    return verify->status;
}
