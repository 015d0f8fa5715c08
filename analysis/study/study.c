/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study: opens a study: reads, checks and identifies everything that is to be run.
 */
#include "version.h"
#include "analysis/study/outlines.h"
#include "analysis/study/study_parts.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- scenarios ---- */

static int choose(struct study *study, const struct scenario *scenario, struct error *error)
{
    for (size_t k = 0; k < study->scenarios; k++)
        if (study->scenario[k] == scenario)
            return error_set(error, ERROR_USAGE, "scenario %s is asked for twice", scenario->name);
    study->scenario[study->scenarios++] = scenario;
    return 0;
}

/* Those that a pattern fits, but for the ones that are chosen already. */
static int choose_pattern(struct study *study, const char *pattern, struct error *error)
{
    bool found = false;
    for (size_t k = 0; k < study->known.count; k++) {
        const struct scenario *one = &study->known.list[k];
        bool chosen = false;
        if (fnmatch(pattern, one->name, 0) != 0)
            continue;
        for (size_t i = 0; i < study->scenarios; i++)
            chosen |= study->scenario[i] == one;
        if (!chosen && choose(study, one, error) != 0)
            return -1;
        found = true;
    }
    return found ? 0 : error_set(error, ERROR_USAGE, "no scenario fits \"%.100s\"", pattern);
}

/* A sweep's name stands for all its points, a pattern for what it fits, any other name for one scenario. */
static int choose_named(struct study *study, const char *name, struct error *error)
{
    bool found = false;
    if (strpbrk(name, "*?["))
        return choose_pattern(study, name, error);
    for (size_t k = 0; k < study->known.count; k++) {
        const struct scenario *one = &study->known.list[k];
        if (!one->sweep || strcmp(one->sweep, name) != 0)
            continue;
        if (choose(study, one, error) != 0)
            return -1;
        found = true;
    }
    if (found)
        return 0;
    if (strcmp(name, SCENARIO_ALL) == 0)
        return error_set(error, ERROR_USAGE,
                         "\"" SCENARIO_ALL "\" stands for every scenario; ask for nothing beside it");
    const struct scenario *scenario = scenarios_find(&study->known, name, error);
    return scenario ? choose(study, scenario, error) : -1;
}

static int choose_scenarios(struct study *study, struct error *error)
{
    const struct study_options *options = &study->options;
    bool all = options->scenario_count == 1 && strcmp(options->scenarios[0], SCENARIO_ALL) == 0;
    study->scenario = calloc(study->known.count + 1, sizeof(const struct scenario *));
    if (!study->scenario)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t k = 0; k < study->known.count && (all || (k == 0 && options->scenario_count == 0 && !options->sweep));
         k++)
        study->scenario[study->scenarios++] = &study->known.list[k];
    if (options->sweep)
        return choose_named(study, options->sweep->sweep.name, error);
    for (size_t i = 0; i < options->scenario_count && !all; i++)
        if (choose_named(study, options->scenarios[i], error) != 0)
            return -1;
    return 0;
}

/* ---- parameters: whatever is uncertain in any of the scenarios ---- */

static int add_parameters(struct study *study, const struct programme *programme, struct faults *faults)
{
    for (size_t i = 0; i < programme->parameters; i++) {
        const char *path = programme->quantities.list[programme->parameter[i]]->path;
        size_t k = 0;
        while (k < study->parameters && strcmp(study->parameter[k], path) != 0)
            k++;
        if (k < study->parameters)
            continue;
        char **grown = realloc(study->parameter, (study->parameters + 1) * sizeof *grown);
        if (!grown)
            return faults_add(faults, 0, 0, "out of memory");
        study->parameter = grown;
        if (!(study->parameter[study->parameters] = strdup(path)))
            return faults_add(faults, 0, 0, "out of memory");
        study->parameters++;
    }
    return 0;
}

static int check_scenarios(struct study *study, struct digest *sites, struct faults *faults)
{
    int status = 0;
    for (size_t i = 0; i < study->scenarios; i++) {
        struct programme programme = {0};
        struct document document = {0};
        if (scenario_compile(&programme, &document, &study->document, study->scenario[i], faults) != 0) {
            status = -1;
            continue;
        }
        programme_hash_sites(&programme, sites);
        if (scenario_match(&study->baseline, &programme, study->scenario[i], faults) != 0 ||
            add_parameters(study, &programme, faults) != 0)
            status = -1;
        programme_free(&programme);
        document_free(&document);
    }
    return status;
}

/* ---- identity ---- */

/* The record of replication 0 under the first scenario: another machine's mathematics may differ in the last digit. */
static int hash_replication_0(struct study *study, unsigned char value[DIGEST_BYTES], struct error *error)
{
    struct programme programme = {0};
    struct document document = {0};
    struct rollout **rollouts = 0;
    struct digest digest;
    if (study_programme(study, 0, &programme, &document, error) != 0)
        return -1;
    void *record = calloc(1, study->layout.size);
    int status = record ? study_workers(&rollouts, &programme, 1, false, error)
                        : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0 && rollouts)
        status = rollout_run(rollouts[0], study_luck(study, 0), 0, error);
    if (status == 0 && rollouts) {
        rollout_outcome(rollouts[0], &study->layout, record);
        digest_init(&digest);
        digest_update(&digest, record, study->layout.size);
        digest_final(&digest, value);
        digest_format(value, study->replication_0);
    }
    study_workers_free(rollouts, 1);
    free(record);
    programme_free(&programme);
    document_free(&document);
    return status;
}

static void update_text(struct digest *digest, const char *text)
{
    digest_update(digest, text, strlen(text) + 1);
}

/* The identity in words, for the journal: what a user would change first stands first. */
static void describe(struct study *study)
{
    char scenarios[300];
    size_t used = 0;
    for (size_t i = 0; i < study->scenarios && used < sizeof scenarios; i++)
        used += (size_t)snprintf(scenarios + used, sizeof scenarios - used, "%s%s", i > 0 ? ", " : "",
                                 study->scenario[i]->name);
    if (used >= sizeof scenarios)
        snprintf(scenarios, sizeof scenarios, "%zu of them", study->scenarios);
    snprintf(study->subject, sizeof study->subject,
             "program: fmksim " FMKSIM_VERSION " (" FMKSIM_COMMIT ")\n"
             "version of the streams: %d\n"
             "seed: %" PRIu64 "\n"
             "replications: %zu\n"
             "replications to a draw of the parameters: %zu\n"
             "scenarios: %s\n"
             "share of the replications: %zu to %zu\n"
             "configuration and sites: %s\n"
             "replication 0 on this machine: %s\n",
             STREAMS_VERSION, study->options.seed, study->options.replications, study->options.inner, scenarios,
             study->first, study->first + study->count - 1, study->hash, study->replication_0);
}

/* Everything that decides the records, and which of them this part holds. */
static int identify(struct study *study, struct error *error)
{
    struct digest digest;
    struct faults faults = {0};
    unsigned char value[DIGEST_BYTES];
    uint64_t numbers[] = {study->options.seed, study->options.replications, study->options.inner, study->first,
                          study->count,        study->layout.size,          study->scenarios,     STREAMS_VERSION};
    const struct study_sample *sample = study_sample(study);
    int status = document_write(&study->document, &study->configuration, 0, &faults);
    faults_free(&faults);
    if (status != 0 || hash_replication_0(study, value, error) != 0)
        return error->code ? -1 : error_set(error, ERROR_MEMORY, "out of memory");
    digest_init(&digest);
    update_text(&digest, study->configuration);
    digest_update(&digest, study->sites, sizeof study->sites);
    digest_final(&digest, study->identity);
    digest_format(study->identity, study->hash);

    digest_init(&digest);
    update_text(&digest, study->hash);
    if (study->outlines)
        update_text(&digest, study->outlines);
    update_text(&digest, FMKSIM_VERSION);
    update_text(&digest, FMKSIM_COMMIT);
    digest_update(&digest, value, sizeof value);
    digest_update(&digest, numbers, sizeof numbers);
    digest_update(&digest, &study->options.precision, sizeof study->options.precision);
    digest_update(&digest, &study->options.precision_reading, sizeof study->options.precision_reading);
    for (size_t i = 0; i < study->scenarios; i++)
        update_text(&digest, study->scenario[i]->name);
    if (sample) {
        update_text(&digest, sample->method);
        update_text(&digest, study->options.condition->observations);
    }
    digest_final(&digest, study->identity);
    describe(study);
    return 0;
}

/* ---- opening and closing ---- */

static int check_options(const struct study_options *options, struct error *error)
{
    if (options->replications < 1 || options->replications > 100000000)
        return error_set(error, ERROR_USAGE, "%zu replications; 1 to 100000000 are legal", options->replications);
    if (options->inner < 1 || options->replications % options->inner != 0)
        return error_set(error, ERROR_USAGE, "%zu replications cannot share parameters in groups of %zu",
                         options->replications, options->inner);
    if (options->precision < 0 || options->precision >= 0.5 || (options->precision > 0 && options->shards > 0))
        return error_set(error, ERROR_USAGE, "a precision of %g; above 0 and below 0.5 is legal, and no shards with it",
                         options->precision);
    if (options->condition && (options->shards > 0 || options->precision > 0))
        return error_set(error, ERROR_USAGE, "a nowcast has no shards and no precision");
    if (options->shards > 0 &&
        (options->shard < 1 || options->shard > options->shards || options->shards > options->replications))
        return error_set(error, ERROR_USAGE, "shard %zu/%zu of %zu replications", options->shard, options->shards,
                         options->replications);
    return 0;
}

static void share_out(struct study *study)
{
    const struct study_options *options = &study->options;
    size_t shards = options->shards ? options->shards : 1, shard = options->shards ? options->shard - 1 : 0;
    study->first = options->replications / shards * shard + (options->replications % shards) * shard / shards;
    size_t next =
        options->replications / shards * (shard + 1) + (options->replications % shards) * (shard + 1) / shards;
    study->count = study->slots = next - study->first;
}

static int read_all(struct study *study, struct faults *faults, struct error *error)
{
    const struct study_options *options = &study->options;
    int status = document_read(&study->document, options->configuration, faults);
    for (size_t i = 0; status == 0 && i < options->set_count; i++)
        if (document_set(&study->document, options->sets[i], faults) != 0)
            status = -1;
    if (status == 0 && options->sweep)
        status = sweep_add(&study->document, &options->sweep->sweep, "--path", faults);
    if (status == 0 && options->from)
        status = scenarios_date(&study->document, options->from, &study->undated, faults) < 0 ? -1 : 0;
    if (status != 0)
        return -1;
    status = scenarios_list(&study->known, &study->document, faults);
    if (programme_init(&study->baseline, &study->document, faults) != 0 || status != 0 ||
        outlines_read(&study->document, &study->baseline, &study->outlines, faults) != 0)
        return -1;
    if (choose_scenarios(study, error) != 0)
        return -1;
    struct digest sites;
    digest_init(&sites);
    programme_hash_sites(&study->baseline, &sites);
    status = check_scenarios(study, &sites, faults);
    digest_final(&sites, study->sites);
    return status;
}

int study_open(struct study **out, const struct study_options *options, struct faults *faults, struct error *error)
{
    struct study *study = calloc(1, sizeof *study);
    *out = 0;
    if (!study)
        return error_set(error, ERROR_MEMORY, "out of memory");
    study->options = *options;
    if (check_options(options, error) != 0 || read_all(study, faults, error) != 0) {
        study_close(study);
        return -1;
    }
    size_t extent[OUTCOME_DIMENSIONS];
    programme_extent(&study->baseline, extent);
    extent[OUTCOME_PARAMETER] = study->parameters;
    study->layout = outcome_layout(extent);
    share_out(study);
    if (identify(study, error) != 0) {
        study_close(study);
        return -1;
    }
    *out = study;
    return 0;
}

void study_close(struct study *study)
{
    if (!study)
        return;
    for (size_t i = 0; i < study->parameters; i++)
        free(study->parameter[i]);
    free(study->parameter);
    free(study->configuration);
    free(study->outlines);
    free(study->undated);
    free(study->scenario);
    scenarios_free(&study->known);
    programme_free(&study->baseline);
    document_free(&study->document);
    free(study);
}

long study_acts(const struct study *study, size_t scenario)
{
    const struct scenario *one = study->scenario[scenario];
    return one->setting ? scenario_begins(one, study->baseline.epoch) : LONG_MAX;
}

int study_ask(const struct study *study,
              int (*about)(void *context, const struct scenario *scenario, const struct programme *programme, long acts,
                           struct error *error),
              void *context, struct error *error)
{
    int status = 0;
    for (size_t i = 0; status == 0 && i < study->scenarios; i++) {
        struct programme programme = {0};
        struct document document = {0};
        if (!study->scenario[i]->setting)
            continue;
        if (study_programme(study, i, &programme, &document, error) != 0)
            return -1;
        status = about(context, study->scenario[i], &programme, study_acts(study, i), error);
        programme_free(&programme);
        document_free(&document);
    }
    return status;
}

const char *study_undated(const struct study *study)
{
    return study->undated ? study->undated : "";
}

bool study_was_done(const struct study *study)
{
    return study->was_done;
}

size_t study_replications(const struct study *study)
{
    return study->count;
}

bool study_is_precise(const struct study *study, double *half_width)
{
    *half_width = study->half_width;
    return study->precise;
}

size_t study_records(const struct study *study)
{
    return study->count * study->scenarios;
}
