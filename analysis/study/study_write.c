/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_write: turns a study's journal into the results file. All threads read, check and place the records; only the
 * sums, whose order is that of the file, are one thread's.
 */
#include "analysis/study/study_parts.h"
#include "sim/farm.h"
#include "sim/output.h"

#include <stdlib.h>

enum { BLOCK = 1024, TOGETHER = 64 }; /* records read from the journal at once, and by one thread of them */

struct reading_back {
    const struct journal *journal;
    size_t first, count, size; /* slots; bytes of a record */
    unsigned char *records;
};

static int read_some(void *context, unsigned worker, size_t job, struct error *error)
{
    const struct reading_back *block = context;
    size_t from = job * TOGETHER, count = block->count - from < TOGETHER ? block->count - from : TOGETHER;
    (void)worker;
    return journal_read_some(block->journal, block->first + from, count, block->records + from * block->size, error);
}

/* A block from the journal, by all threads. */
static int read_block(const struct study_run *run, struct reading_back *block, struct error *error)
{
    size_t jobs = (block->count + TOGETHER - 1) / TOGETHER;
    return farm_run(&(struct farm){jobs, run->threads, block, read_some, 0, 0}, error);
}

static void tell(const struct study *study, const struct study_run *run, size_t written)
{
    if (run->progress)
        run->progress(run->context, STUDY_WRITES, written, study->count * study->scenarios, 0);
}

/* A scenario's records into the file. */
static int write_scenario(const struct study *study, const struct study_run *run, struct reading_back *block,
                          const double weights[], size_t scenario, struct results_writer *writer, struct error *error)
{
    int status = 0;
    for (size_t first = 0; status == 0 && first < study->count; first += BLOCK) {
        block->first = scenario * study->slots + first;
        block->count = study->count - first < BLOCK ? study->count - first : BLOCK;
        status = read_block(run, block, error);
        for (size_t i = 0; status == 0 && weights && i < block->count; i++)
            *(double *)outcome_at(&study->layout, block->records + i * block->size, OUTCOME_WEIGHT) =
                weights[first + i];
        if (status == 0)
            status = results_write(writer, scenario, first, block->count, block->records, error);
        if (status == 0 && run->stop && *run->stop)
            status = error_set(error, ERROR_INTERRUPTED, "interrupted");
        tell(study, run, scenario * study->count + first + block->count);
    }
    return status;
}

static int write_records(const struct study *study, const struct study_run *run, const struct journal *journal,
                         struct results_writer *writer, struct error *error)
{
    const struct study_condition *condition = study->options.condition;
    struct reading_back block = {
        .journal = journal, .size = study->layout.size, .records = malloc(BLOCK * study->layout.size)};
    double *weights = 0;
    int status = block.records ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0 && condition && condition->weighs && !condition->sample &&
        !(weights = study_weights(study, journal, error)))
        status = -1;
    tell(study, run, 0); /* from here on a study of a single block is on its way, too */
    for (size_t s = 0; status == 0 && s < study->scenarios; s++)
        status = write_scenario(study, run, &block, weights, s, writer, error);
    free(block.records);
    free(weights);
    return status;
}

/* The fans; of a shard the cards that they are made of, a few at a time, so that it needs no more memory than others.
 */
static int write_fans(const struct study_cards *cards, const struct study_run *run, const struct results_spec *spec,
                      struct results_writer *writer, struct error *error)
{
    struct panel panel;
    size_t all = spec->shard_of > 0 ? spec->card_replications : spec->fan_replications;
    size_t together = spec->shard_of > 0 && results_cards_rows(spec) < all ? results_cards_rows(spec) : all;
    if (all == 0)
        return 0;
    int status = panel_init(&panel, spec, together, error);
    for (size_t s = 0; status == 0 && s < spec->scenario_count; s++)
        for (size_t first = 0; status == 0 && first < all; first += together) {
            size_t count = all - first < together ? all - first : together;
            status = panel_fill(&panel, cards, s, first, count, run, error);
            if (status == 0 && spec->shard_of > 0)
                status = results_write_cards(writer, s, first, count, panel.cards, error);
            else if (status == 0)
                status = panel_write(&panel, s, run, writer, error);
        }
    panel_free(&panel);
    return status;
}

int study_write(const struct study *study, const struct study_run *run, const struct journal *journal,
                const struct study_cards *cards, struct output *output, struct error *error)
{
    struct study_spec spec;
    struct results_writer *writer = 0;
    if (study_spec_init(&spec, study, journal_layout(journal)->created, error) != 0) {
        output_discard(output);
        return -1;
    }
    int status = results_create_in(&writer, output, &spec.spec, run->threads, error);
    if (status == 0) {
        status = write_records(study, run, journal, writer, error);
        if (status == 0)
            status = write_fans(cards, run, &spec.spec, writer, error);
        if (status == 0)
            status = results_commit(writer, error);
        else
            results_discard(writer);
    }
    study_spec_free(&spec);
    return status;
}
