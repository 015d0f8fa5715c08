/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_spec: what a results file says of a study before its first replication.
 */
#include "version.h"
#include "analysis/study/study_parts.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NAMED_SCENARIOS, NAMED_VENDORS, NAMED_MILESTONES, NAMED_RESOURCES, NAMED_CAUSES, NAMED_ACTIVITIES, NAMED };

static bool take_lists(struct study_spec *spec, const struct study *study)
{
    const struct programme *p = &study->baseline;
    size_t counts[NAMED] = {study->scenarios,       p->vendors,      p->milestones,
                            programme_resources(p), p->causes.count, p->nodes};
    bool whole = true;
    for (int i = 0; i < NAMED; i++)
        whole = (spec->named[i] = calloc(counts[i] + 1, sizeof *spec->named[i])) && whole;
    spec->kinds = calloc(study->scenarios + 1, sizeof *spec->kinds);
    spec->municipalities = calloc(p->sites + 1, sizeof *spec->municipalities);
    spec->deadlines = calloc(p->deadlines + 1, sizeof *spec->deadlines);
    spec->parameters = calloc(study->parameters + 1, sizeof *spec->parameters);
    return whole && spec->kinds && spec->municipalities && spec->deadlines && spec->parameters;
}

static void fill_names(struct study_spec *spec, const struct study *study)
{
    const struct programme *p = &study->baseline;
    size_t first = programme_first_milestone(p), r = 0;
    bool ahead = isinf(p->as_of) || p->as_of <= programme_start(p); /* nothing has begun that could be missed */
    long as_of = ahead ? LONG_MIN : p->epoch + lround(p->as_of) - 1;
    for (size_t i = 0; i < study->scenarios; i++) {
        spec->named[NAMED_SCENARIOS][i] = (struct results_named){study->scenario[i]->name, study->scenario[i]->title};
        spec->kinds[i] = scenario_kind_name(study->scenario[i], p->epoch, as_of);
    }
    for (size_t i = 0; i < p->vendors; i++, r++) {
        spec->named[NAMED_VENDORS][i] = (struct results_named){p->vendor[i].name, p->vendor[i].title};
        spec->named[NAMED_RESOURCES][r] = spec->named[NAMED_VENDORS][i];
    }
    for (size_t i = 0; i < p->pools; i++, r++)
        spec->named[NAMED_RESOURCES][r] = (struct results_named){p->pool[i].name, p->pool[i].title};
    spec->named[NAMED_RESOURCES][r] = (struct results_named){"corps", "consultants"};
    for (size_t i = 0; i < p->causes.count; i++)
        spec->named[NAMED_CAUSES][i] = (struct results_named){p->causes.name[i], p->causes.title[i]};
    for (size_t i = 1; i < first; i++)
        spec->named[NAMED_ACTIVITIES][i - 1] = (struct results_named){p->node[i].name, p->node[i].title};
    for (size_t i = 0; i < p->milestones; i++)
        spec->named[NAMED_MILESTONES][i] = (struct results_named){p->node[first + i].name, p->node[first + i].title};
}

static void fill_lists(struct study_spec *spec, const struct study *study)
{
    const struct programme *p = &study->baseline;
    unsigned cards = p->uptake.present && programme_has_items(p) ? 1U << READING_MOST_CARDS : 0;
    for (size_t i = 0; i < p->sites; i++)
        spec->municipalities[i] =
            (struct results_municipality){(int)p->site[i].code, p->site[i].name, p->site[i].region};
    for (size_t i = 0; i < p->deadlines; i++) {
        bool final = p->deadline[i].milestone == (int)p->milestones - 1;
        spec->deadlines[i] = (struct results_deadline){
            p->deadline[i].name, p->epoch + lround(p->deadline[i].instant) - 1, p->deadline[i].milestone,
            1U << READING_ALL_MUNICIPALITIES | 1U << READING_MOST_MUNICIPALITIES | (final ? cards : 0)};
    }
    for (size_t i = 0; i < study->parameters; i++) {
        long index = quantities_find(&p->quantities, study->parameter[i]);
        const struct quantity *quantity = index < 0 ? 0 : p->quantities.list[index];
        spec->parameters[i] = (struct results_parameter){study->parameter[i], quantity ? quantity->unit : "",
                                                         quantity && quantity->source ? quantity->source : ""};
    }
}

/* A word as a shell wants it. */
static void put_word(FILE *file, const char *word)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./=,:+@%";
    if (*word != 0 && strspn(word, plain) == strlen(word)) {
        fputs(word, file);
        return;
    }
    putc('\'', file);
    for (const char *c = word; *c; c++)
        fputs(*c == '\'' ? "'\\''" : (char[]){*c, 0}, file);
    putc('\'', file);
}

/* What is asked for, in the words of the command that asks it. */
static void put_question(FILE *file, const struct study_options *options)
{
    if (options->sweep) {
        const struct sweep *sweep = &options->sweep->sweep;
        fprintf(file, " --target %g --path %s=%d:%d:%d --display %zu", options->sweep->target, sweep->path, sweep->low,
                sweep->high, sweep->step, options->replications);
        return;
    }
    if (options->condition) {
        const char *const paths[] = {options->condition->path, options->condition->sheet};
        for (size_t i = 0; i < 2; i++)
            if (paths[i]) {
                fputs(" --observations ", file);
                put_word(file, paths[i]);
            }
        fprintf(file, " --as-of %s%s", options->condition->as_of, options->condition->arguments);
    }
    fprintf(file, " -n %zu", options->replications);
}

/* The command that would make this file, without threads, shard and output. */
static char *canonical_command(const struct study_options *options)
{
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return 0;
    fprintf(file, "fmksim %s ", options->sweep ? "staff" : options->condition ? "nowcast" : "run");
    put_word(file, options->configuration);
    put_question(file, options);
    fprintf(file, " --seed %" PRIu64, options->seed);
    if (options->precision > 0)
        fprintf(file, " --precision %g", options->precision);
    if (options->precision > 0 && options->precision_reading != READINGS)
        fprintf(file, ":%s", results_reading_name((enum results_reading)options->precision_reading));
    if (options->inner > 1)
        fprintf(file, " --nested %zux%zu", options->replications / options->inner, options->inner);
    for (size_t i = options->condition ? 1 : 0; i < options->scenario_count; i++) { /* a nowcast's first is implied */
        fputs(" --scenario ", file);
        put_word(file, options->scenarios[i]);
    }
    if (options->from)
        fprintf(file, " --from %s", options->from);
    for (size_t i = 0; i < options->set_count; i++) {
        fputs(" --set ", file);
        put_word(file, options->sets[i]);
    }
    if (fclose(file) != 0) {
        free(text);
        return 0;
    }
    return text;
}

/* Sizes and lists; the lists have been filled. */
static void point_to_lists(struct study_spec *spec, const struct study *study)
{
    const struct programme *p = &study->baseline;
    struct results_spec *to = &spec->spec;
    to->weeks = p->weeks;
    to->scenario_count = study->scenarios;
    to->municipality_count = p->sites;
    to->region_count = p->regions.count;
    to->vendor_count = p->vendors;
    to->milestone_count = p->milestones;
    to->deadline_count = p->deadlines;
    to->resource_count = programme_resources(p);
    to->cause_count = p->causes.count;
    to->activity_count = programme_first_milestone(p) - 1;
    to->parameter_count = study->parameters;
    to->scenarios = spec->named[NAMED_SCENARIOS];
    to->scenario_kinds = spec->kinds;
    to->vendors = spec->named[NAMED_VENDORS];
    to->milestones = spec->named[NAMED_MILESTONES];
    to->resources = spec->named[NAMED_RESOURCES];
    to->causes = spec->named[NAMED_CAUSES];
    to->activities = spec->named[NAMED_ACTIVITIES];
    to->municipalities = spec->municipalities;
    to->regions = (const char *const *)p->regions.name;
    to->deadlines = spec->deadlines;
    to->parameters = spec->parameters;
}

/* In the configuration's effective text they look as if they had been said. */
static char *defaults_of(const struct programme *p)
{
    char *text = 0;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return 0;
    fputc('\n', out);
    for (size_t i = 0; i < p->quantities.count; i++) {
        const struct quantity *one = p->quantities.list[i];
        if (one->source && strcmp(one->source, "default") == 0)
            fprintf(out, "%s\n", one->path);
    }
    if (fclose(out) == 0)
        return text;
    free(text);
    return 0;
}

int study_spec_init(struct study_spec *spec, const struct study *study, int64_t created, struct error *error)
{
    const struct programme *p = &study->baseline;
    size_t all = study->options.precision > 0 ? study->count : study->options.replications;
    const struct study_condition *condition = study->options.condition;
    /* the fans are of replications that weigh alike, or of a sample's rows */
    bool none = condition && (condition->sample ? !condition->sample->sites : condition->weighs);
    size_t fans = none ? 0 : fan_replications(study->scenarios, all);
    time_t seconds = (time_t)created;
    struct tm utc;
    *spec = (struct study_spec){.command = canonical_command(&study->options), .defaults = defaults_of(p)};
    if (!take_lists(spec, study) || !spec->command || !spec->defaults || !gmtime_r(&seconds, &utc)) {
        study_spec_free(spec);
        return error_set(error, ERROR_MEMORY, "out of memory");
    }
    strftime(spec->created, sizeof spec->created, "%Y-%m-%dT%H:%M:%SZ", &utc);
    fill_names(spec, study);
    fill_lists(spec, study);
    spec->spec = (struct results_spec){
        .title = p->title,
        .words = {p->words[WORD_SITE], p->words[WORD_ITEM], p->words[WORD_VENDOR]},
        .configuration = study->configuration,
        .configuration_hash = study->hash,
        .sites = study->document.attachment.text,
        .defaults = spec->defaults,
        .outlines = study->outlines,
        .command = spec->command,
        .version = FMKSIM_VERSION,
        .commit = FMKSIM_COMMIT,
        .compiler = FMKSIM_COMPILER,
        .created = spec->created,
        .replication_0 = study->replication_0,
        .plan = p->delay.deadline == NOBODY ? "" : p->deadline[p->delay.deadline].name,
        .cost_unit = p->cost_unit,
        .as_of = condition ? condition->as_of : "",
        .observations = condition ? condition->observations : "",
        .samplers = condition && condition->sample ? condition->sample->groups : 0,
        .sampling = condition && condition->sample ? condition->sample->told(condition->sample->context) : "",
        .sheet = condition && condition->rows ? condition->rows : "",
        .pasts = condition && condition->sample ? condition->sample->pasts(condition->sample->context) : "",
        .seed = study->options.seed,
        .streams = STREAMS_VERSION,
        .epoch = p->epoch,
        .horizon = (int)lround(p->horizon),
        .monday = (int)lround(p->first_monday),
        .headline = programme_headline(p),
        .cards_expected = p->uptake.present ? (int32_t)lround(programme_items(p)) : 0,
        .replications = study->count,
        .replications_per_draw = study->options.inner,
        .first_replication = study->first,
        .fan_replications = study->options.shards > 0 ? 0 : fans,
        .shard_of = study->options.shards > 0 ? study->options.replications : 0,
        .card_replications = study->options.shards == 0 ? 0
                                                        : fan_members_below(study->first + study->count, fans, all) -
                                                              fan_members_below(study->first, fans, all),
    };
    point_to_lists(spec, study);
    return 0;
}

void study_spec_free(struct study_spec *spec)
{
    for (int i = 0; i < NAMED; i++)
        free(spec->named[i]);
    free(spec->kinds);
    free(spec->municipalities);
    free(spec->deadlines);
    free(spec->parameters);
    free(spec->command);
    free(spec->defaults);
    *spec = (struct study_spec){.command = 0};
}

/* ---- comparing ---- */

static int text_differs(const char *what, const char *a, const char *b, char text[512])
{
    if (strcmp(a, b) == 0)
        return 0;
    snprintf(text, 512, "its %s is %.120s instead of %.120s", what, a, b);
    return -1;
}

static int number_differs(const char *what, uint64_t a, uint64_t b, char text[512])
{
    if (a == b)
        return 0;
    snprintf(text, 512, "its %s is %" PRIu64 " instead of %" PRIu64, what, a, b);
    return -1;
}

static int scenarios_differ(const struct results_spec *a, const struct results_spec *b, char text[512])
{
    if (number_differs("number of scenarios", a->scenario_count, b->scenario_count, text) != 0)
        return -1;
    for (size_t i = 0; i < a->scenario_count; i++) {
        char what[48];
        snprintf(what, sizeof what, "scenario %zu", i + 1);
        if (text_differs(what, a->scenarios[i].name, b->scenarios[i].name, text) != 0)
            return -1;
    }
    return 0;
}

/* Implied by the configuration and the version; a second look, since rows are copied on the strength of it. */
static int shapes_differ(const struct results_spec *a, const struct results_spec *b, char text[512])
{
    const struct outcome_layout one = results_layout(a), other = results_layout(b);
    for (int d = 0; d < OUTCOME_DIMENSIONS; d++) {
        char what[64];
        snprintf(what, sizeof what, "extent of the dimension %s", outcome_dimension_name((enum outcome_dimension)d));
        if (number_differs(what, one.extent[d], other.extent[d], text) != 0)
            return -1;
    }
    return number_differs("number of deadlines", a->deadline_count, b->deadline_count, text) != 0 ||
                   number_differs("number of regions", a->region_count, b->region_count, text) != 0 ||
                   number_differs("number of vendors", a->vendor_count, b->vendor_count, text) != 0
               ? -1
               : 0;
}

int spec_differs(const struct results_spec *a, const struct results_spec *b, char text[512])
{
    size_t of_a = a->shard_of > 0 ? a->shard_of : a->replications;
    size_t of_b = b->shard_of > 0 ? b->shard_of : b->replications;
    if (text_differs("version of fmksim", a->version, b->version, text) != 0 ||
        text_differs("commit of fmksim", a->commit, b->commit, text) != 0 ||
        text_differs("compiler", a->compiler, b->compiler, text) != 0 ||
        number_differs("version of the streams", (uint64_t)a->streams, (uint64_t)b->streams, text) != 0 ||
        number_differs("seed", a->seed, b->seed, text) != 0 ||
        number_differs("number of replications", of_a, of_b, text) != 0 ||
        number_differs("number of replications to a draw of the parameters", a->replications_per_draw,
                       b->replications_per_draw, text) != 0 ||
        scenarios_differ(a, b, text) != 0 ||
        text_differs("configuration's hash", a->configuration_hash, b->configuration_hash, text) != 0 ||
        text_differs("as-of date", a->as_of, b->as_of, text) != 0 ||
        text_differs("list of observations", a->observations, b->observations, text) != 0 ||
        text_differs("monitoring sheet", a->sheet, b->sheet, text) != 0 ||
        number_differs("number of samplers", a->samplers, b->samplers, text) != 0 || shapes_differ(a, b, text) != 0)
        return -1;
    if (text_differs("replication 0", a->replication_0, b->replication_0, text) == 0)
        return 0;
    snprintf(text, 512,
             "its replication 0 is another one (%.16s… instead of %.16s…), so the machines do not calculate alike",
             a->replication_0, b->replication_0);
    return -1;
}
