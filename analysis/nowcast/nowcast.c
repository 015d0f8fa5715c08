/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast: a study whose replications weigh what the observations say of them.
 */
#include "analysis/nowcast/likelihood.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "models/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---- */

/* The baseline first, which `all` holds, and whoever asks for it gets once. */
static void list_scenarios(struct nowcast *nowcast)
{
    const struct nowcast_options *options = nowcast->options;
    bool all = options->scenario_count == 0;
    for (size_t i = 0; i < options->scenario_count; i++)
        all |= strcmp(options->scenarios[i], SCENARIO_ALL) == 0;
    if (!all)
        nowcast->scenarios[nowcast->scenario_count++] = SCENARIO_BASELINE;
    for (size_t i = 0; i < options->scenario_count; i++)
        if (strcmp(options->scenarios[i], SCENARIO_BASELINE) != 0)
            nowcast->scenarios[nowcast->scenario_count++] = options->scenarios[i];
}

/* The programme is seen as of the nowcast's day: `known_from` obeys it (models/programme.h). */
static int set_view(struct nowcast *nowcast, struct error *error)
{
    const struct nowcast_options *options = nowcast->options;
    char day[DATE_TEXT];
    date_format(options->as_of, day);
    snprintf(nowcast->view, sizeof nowcast->view, "as_of=%s", day);
    nowcast->sets = calloc(options->set_count + 1, sizeof *nowcast->sets);
    nowcast->scenarios = calloc(options->scenario_count + 1, sizeof *nowcast->scenarios);
    if (!nowcast->sets || !nowcast->scenarios)
        return error_set(error, ERROR_MEMORY, "out of memory");
    list_scenarios(nowcast);
    for (size_t i = 0; i < options->set_count; i++)
        if (strncmp(options->sets[i], "as_of=", 6) != 0)
            nowcast->sets[nowcast->set_count++] = options->sets[i];
    nowcast->sets[nowcast->set_count++] = nowcast->view;
    return 0;
}

static int read_programme(struct nowcast *nowcast, struct faults *faults)
{
    const struct nowcast_options *options = nowcast->options;
    struct document document = {0};
    int status = document_read(&document, options->configuration, faults);
    for (size_t i = 0; status == 0 && i < nowcast->set_count; i++)
        status = document_set(&document, nowcast->sets[i], faults);
    if (status == 0)
        status = programme_init(&nowcast->programme, &document, faults);
    document_free(&document);
    return status;
}

/* A replication's record holds no site's cards. */
static void drop_unrecorded(struct observations *observations)
{
    for (size_t i = 0; i < observations->count; i++) {
        struct observed *row = &observations->list[i];
        bool cards = row->quantity == OBSERVED_CARDS || row->quantity == OBSERVED_CARDS_PER_WEEK;
        if (row->use == OBSERVED_USED && cards && row->scope != SCOPE_NATIONAL)
            row->use = UNUSED_NOT_YIELDED;
    }
}

/* Where nothing is known, courses are those of `run`, whatever the method. */
static int choose_method(struct nowcast *nowcast, struct error *error)
{
    const struct nowcast_options *options = nowcast->options;
    size_t used = 0;
    for (size_t i = 0; i < nowcast->observations.count; i++)
        used += nowcast->observations.list[i].use == OBSERVED_USED;
    if (options->method == NOWCAST_WEIGHTS)
        drop_unrecorded(&nowcast->observations);
    if (options->method == NOWCAST_WEIGHTS || (used == 0 && !nowcast_track(nowcast)))
        return 0;
    return nowcast_sample_open(&nowcast->sample, options, &nowcast->programme, &nowcast->observations,
                               nowcast_track(nowcast), error);
}

static double log_likelihood(const void *context, const struct outcome_layout *layout, const void *record)
{
    const struct nowcast *nowcast = context;
    struct course course = {&nowcast->programme, layout, record, 0};
    return likelihood_of_course(&nowcast->observations, &course);
}

/* ---- what the file tells ---- */

static void put_day(FILE *file, long day)
{
    char text[DATE_TEXT] = "";
    if (day != OBSERVED_UNDATED)
        date_format(day, text);
    fprintf(file, "%s,", text);
}

static char *list_used(const struct nowcast *nowcast)
{
    const struct observations *observations = &nowcast->observations;
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return 0;
    for (size_t i = 0; i < observations->count; i++) {
        const struct observed *row = &observations->list[i];
        if (row->use != OBSERVED_USED)
            continue;
        fprintf(file, "%s,%s,", row->quantity_name, row->scope_name);
        put_day(file, row->from);
        put_day(file, row->to);
        put_day(file, row->known_from);
        fprintf(file, "%.15g,%.15g,%s\n", row->value, row->error, observed_kind_name(row->kind));
    }
    nowcast_sheet_list(nowcast, file);
    if (fclose(file) == 0)
        return text;
    free(text);
    return 0;
}

static int set_condition(struct nowcast *nowcast, struct error *error)
{
    date_format(nowcast->options->as_of, nowcast->as_of);
    nowcast->used = list_used(nowcast);
    if (!nowcast->used)
        return error_set(error, ERROR_MEMORY, "out of memory");
    if (nowcast_track(nowcast) && !(nowcast->sheet_rows = nowcast_sheet_rows(nowcast)))
        return error_set(error, ERROR_MEMORY, "out of memory");
    bool samples = nowcast->sample.posterior;
    bool plain = nowcast->options->method == NOWCAST_WEIGHTS;
    nowcast->condition = (struct study_condition){.as_of = nowcast->as_of,
                                                  .observations = nowcast->used,
                                                  .path = nowcast->options->observations,
                                                  .sheet = nowcast_track(nowcast) ? nowcast->options->sheet : 0,
                                                  .rows = nowcast->sheet_rows,
                                                  .arguments = samples ? nowcast->sample.arguments
                                                               : plain ? " --method weights"
                                                                       : "",
                                                  .weighs = *nowcast->used != '\0',
                                                  .sample = samples ? &nowcast->sample.study : 0,
                                                  .log_likelihood = log_likelihood,
                                                  .context = nowcast};
    return 0;
}

static int open_study(struct nowcast *nowcast, struct faults *faults, struct error *error)
{
    const struct nowcast_options *options = nowcast->options;
    struct study_options study = {.configuration = options->configuration,
                                  .sets = nowcast->sets,
                                  .set_count = nowcast->set_count,
                                  .seed = options->seed,
                                  .scenarios = nowcast->scenarios,
                                  .scenario_count = nowcast->scenario_count,
                                  .from = options->from,
                                  .replications = nowcast->sample.posterior ? posterior_rows(nowcast->sample.posterior)
                                                                            : options->replications,
                                  .inner = 1,
                                  .precision_reading = READINGS,
                                  .condition = &nowcast->condition};
    if (study_open(&nowcast->study, &study, faults, error) != 0)
        return -1;
    return nowcast_sheet_refuse(nowcast, error);
}

/* ---- opening and closing ---- */

void nowcast_defaults(struct nowcast_options *options)
{
    options->samplers = 8;
    options->futures = 1;
    options->starts = 20;
    options->sweeps = 3;
    options->settling = 1;
    options->date_error = 7;
}

int nowcast_open(struct nowcast **out, const struct nowcast_options *options, struct faults *faults,
                 struct error *error)
{
    struct nowcast *nowcast = calloc(1, sizeof *nowcast);
    *out = 0;
    if (!nowcast)
        return error_set(error, ERROR_MEMORY, "out of memory");
    nowcast->options = options;
    if (set_view(nowcast, error) != 0) {
        nowcast_close(nowcast);
        return -1;
    }
    int status = read_programme(nowcast, faults);
    bool configured = status == 0;
    if (options->observations && observations_read(&nowcast->observations, options->observations, faults) != 0)
        status = -1;
    if (configured && observations_resolve(&nowcast->observations, &nowcast->programme, faults) != 0)
        status = -1;
    if (configured && nowcast_sheet_open(nowcast, faults, error) != 0)
        status = -1;
    if (status == 0) {
        observations_judge(&nowcast->observations, &nowcast->programme, options->as_of);
        status = choose_method(nowcast, error);
    }
    if (status == 0)
        status = set_condition(nowcast, error);
    if (status == 0)
        status = open_study(nowcast, faults, error);
    if (status != 0) {
        nowcast_close(nowcast);
        return -1;
    }
    *out = nowcast;
    return 0;
}

const char *nowcast_undated(const struct nowcast *nowcast)
{
    return study_undated(nowcast->study);
}

void nowcast_close(struct nowcast *nowcast)
{
    if (!nowcast)
        return;
    study_close(nowcast->study);
    nowcast_sample_close(&nowcast->sample);
    programme_free(&nowcast->programme);
    observations_free(&nowcast->observations);
    nowcast_sheet_close(nowcast);
    free(nowcast->sets);
    free(nowcast->scenarios);
    free(nowcast->used);
    free(nowcast->sheet_rows);
    free(nowcast);
}

int nowcast_run(struct nowcast *nowcast, const struct study_run *run, struct error *error)
{
    return study_run(nowcast->study, run, error);
}

const struct observations *nowcast_observations(const struct nowcast *nowcast)
{
    return &nowcast->observations;
}

const struct programme *nowcast_programme(const struct nowcast *nowcast)
{
    return &nowcast->programme;
}

long nowcast_as_of(const struct nowcast *nowcast)
{
    return nowcast->options->as_of;
}
