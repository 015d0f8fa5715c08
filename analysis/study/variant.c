/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * variant: a configuration with some assignments, simulated in memory.
 */
#include "analysis/study/variant.h"

#include "models/rollout.h"
#include "sim/farm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct variant {
    struct document document;
    struct programme programme;
    struct outcome_layout layout;
    struct question question;
    struct worker *workers; /* grown to the threads that were asked for */
    unsigned worker_count;
};

/* Each on cache lines of its own. */
struct worker {
    _Alignas(128) struct rollout *rollout;
    void *record;
    double *scratch;
};

bool trial_on_time(const struct trial *trial, size_t deadline, enum results_reading reading)
{
    return trial->on_time >> (deadline * READINGS + (size_t)reading) & 1;
}

/* ---- opening ---- */

int variant_open(struct variant **opened, const struct document *base, const char *const assignments[], size_t count,
                 struct question question, struct faults *faults)
{
    struct variant *variant = calloc(1, sizeof *variant);
    size_t extent[OUTCOME_DIMENSIONS];
    *opened = 0;
    if (!variant)
        return faults_add(faults, 0, 0, "out of memory");
    int status = document_copy(&variant->document, base, faults);
    for (size_t i = 0; status == 0 && i < count; i++)
        status = document_set(&variant->document, assignments[i], faults);
    if (status == 0)
        status = programme_init(&variant->programme, &variant->document, faults);
    if (status == 0 && variant->programme.deadlines > VARIANT_DEADLINES)
        status = faults_add(faults, 0, 0, "more than %d deadlines", VARIANT_DEADLINES);
    if (status != 0) {
        variant_close(variant);
        return -1;
    }
    programme_extent(&variant->programme, extent);
    variant->layout = outcome_layout(extent);
    variant->question = question;
    *opened = variant;
    return 0;
}

void variant_close(struct variant *variant)
{
    if (!variant)
        return;
    for (unsigned w = 0; w < variant->worker_count; w++) {
        rollout_free(variant->workers[w].rollout);
        free(variant->workers[w].record);
        free(variant->workers[w].scratch);
    }
    free(variant->workers);
    programme_free(&variant->programme);
    document_free(&variant->document);
    free(variant);
}

const struct programme *variant_programme(const struct variant *variant)
{
    return &variant->programme;
}

void variant_ask(struct variant *variant, struct question question)
{
    variant->question = question;
}

/* ---- simulating ---- */

struct job {
    struct variant *variant;
    const struct variant_run *run;
    struct trial *trials;
};

static void judge(const struct variant *variant, struct worker *worker, struct trial *trial)
{
    const struct programme *p = &variant->programme;
    double date[READINGS];
    *trial = (struct trial){.last_cause = -1};
    for (size_t d = 0; d < p->deadlines; d++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            struct question question = {p->deadline[d].milestone, r};
            bool asked = d > 0 && (r == READING_MOST_CARDS || p->deadline[d].milestone == p->deadline[d - 1].milestone);
            if (!asked) /* neighbours mostly ask the same */
                date[r] = reading_of_record(p, &variant->layout, worker->record, question, worker->scratch);
            trial->on_time |= (uint64_t)(date[r] <= p->deadline[d].instant) << (d * READINGS + (size_t)r);
        }
    trial->date = (float)reading_of_record(p, &variant->layout, worker->record, variant->question, worker->scratch);
    trial->last_cause = *(const int16_t *)outcome_of(&variant->layout, worker->record, OUTCOME_LAST_CAUSE);
}

static struct luck luck_of(const struct variant_run *run, unsigned worker, uint64_t replication)
{
    if (run->luck)
        return run->luck->draw(run->luck->context, worker, replication);
    return (struct luck){
        .seed = run->seed, .replication = replication, .parameters = replication / (run->inner ? run->inner : 1)};
}

static int simulate(void *context, unsigned index, size_t trial, struct error *error)
{
    struct job *job = context;
    struct worker *worker = &job->variant->workers[index];
    if (rollout_run(worker->rollout, luck_of(job->run, index, job->run->first + trial), 0, error) != 0)
        return -1;
    rollout_outcome(worker->rollout, &job->variant->layout, worker->record);
    judge(job->variant, worker, &job->trials[trial]);
    const struct outcome_layout *layout = &job->variant->layout;
    if (job->run->cause_days)
        memcpy(job->run->cause_days + trial * layout->count[OUTCOME_CAUSE_DAYS],
               outcome_of(layout, worker->record, OUTCOME_CAUSE_DAYS),
               layout->count[OUTCOME_CAUSE_DAYS] * sizeof(float));
    return 0;
}

static int hire(struct variant *variant, unsigned threads, struct error *error)
{
    if (threads <= variant->worker_count)
        return 0;
    struct worker *grown = aligned_alloc(128, threads * sizeof *grown);
    if (!grown)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned w = 0; w < variant->worker_count; w++)
        grown[w] = variant->workers[w];
    free(variant->workers);
    variant->workers = grown;
    while (variant->worker_count < threads) {
        struct worker *worker = &grown[variant->worker_count++];
        *worker = (struct worker){.record = calloc(1, variant->layout.size),
                                  .scratch = calloc(variant->programme.sites + 1, sizeof(double))};
        if (!worker->record || !worker->scratch)
            return error_set(error, ERROR_MEMORY, "out of memory");
        if (rollout_new(&worker->rollout, &variant->programme, error) != 0)
            return -1;
    }
    return 0;
}

int variant_simulate(struct variant *variant, const struct variant_run *run, struct trial trials[], struct error *error)
{
    struct job job = {variant, run, trials};
    struct farm farm = {run->count, run->threads, &job, simulate, 0, run->stop};
    if (run->count == 0)
        return 0;
    if (hire(variant, run->threads, error) != 0)
        return -1;
    if (run->luck && run->luck->begin(run->luck->context, &variant->programme, run->threads, error) != 0)
        return -1;
    return farm_run(&farm, error);
}
