/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_worker: what simulates a replication of a study: the programme of its scenario, its luck, a rollout a worker.
 */
#include "analysis/study/study_parts.h"

#include <stdlib.h>

int study_programme(const struct study *study, size_t scenario, struct programme *programme, struct document *document,
                    struct error *error)
{
    struct faults faults = {0};
    int status = scenario_compile(programme, document, &study->document, study->scenario[scenario], &faults);
    if (status != 0)
        error_set(error, ERROR_CONFIG, "%s", faults.count ? faults.list[0].text : "out of memory");
    else if (programme_set_parameters(programme, (const char *const *)study->parameter, study->parameters, error) !=
             0) {
        programme_free(programme);
        document_free(document);
        status = -1;
    }
    faults_free(&faults);
    return status;
}

struct luck study_luck(const struct study *study, size_t replication)
{
    return (struct luck){
        .seed = study->options.seed, .replication = replication, .parameters = replication / study->options.inner};
}

const struct study_sample *study_sample(const struct study *study)
{
    return study->options.condition ? study->options.condition->sample : 0;
}

int study_workers(struct rollout ***rollouts, const struct programme *programme, unsigned threads, bool keep_cards,
                  struct error *error)
{
    struct rollout **made = calloc(threads, sizeof(struct rollout *));
    *rollouts = made;
    if (!made)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned t = 0; t < threads; t++)
        if (rollout_new(&made[t], programme, error) != 0 || (keep_cards && rollout_keep_cards(made[t], error) != 0))
            return -1;
    return 0;
}

void study_workers_free(struct rollout **rollouts, unsigned threads)
{
    for (unsigned t = 0; rollouts && t < threads; t++)
        rollout_free(rollouts[t]);
    free(rollouts);
}
