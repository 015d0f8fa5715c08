/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_sample: the samplers of a nowcast: run one after the other, each kept in a journal of its own beside the
 * study's, so that an interrupted nowcast goes on with the next one.
 */
#include "analysis/nowcast/nowcast_parts.h"
#include "sim/journal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Particles that a sampler learns its moves from, at the least. */
enum { PARTICLES_LEAST = 20 };
/* One in so many of a group's particles, at the least, tells which forms of the uptake matter. */
enum { PILOTS = 50 };

/* ---- the file ---- */

static char *path_of(const struct study_run *run)
{
    char *path = 0;
    return asprintf(&path, "%s.samplers", run->output) < 0 ? 0 : path;
}

static int open_journal(struct journal **journal, const char *path, const struct journal_layout *layout,
                        struct error *error)
{
    if (journal_open(journal, path, true, layout, 0) == 0)
        return 0;
    if (journal_remove(path, error) != 0) /* another process writes it */
        return -1;
    return journal_create(journal, path, layout, error);
}

/* ---- progress: a sampler's share of the whole is that of its particles ---- */

struct fitting {
    const struct nowcast_sample *sample;
    struct posterior_run run;
    struct posterior_progress now;
    double before, own, all; /* particles of samplers that are done, of the one at work, of all that are expected */
};

static void show(void *context, const struct sampler_progress *progress)
{
    struct fitting *fitting = context;
    const struct nowcast_options *options = fitting->sample->options;
    double part = progress->expected > 0 ? (double)progress->done / (double)progress->expected : 0;
    fitting->now.done = (fitting->before + part * fitting->own) / fitting->all;
    fitting->now.beta = progress->beta;
    if (options->fitting)
        options->fitting(options->context, &fitting->now);
}

/* ---- running ---- */

/* A member's record, from the journal or its sampler. */
static int run_member(struct fitting *fitting, size_t member, size_t particles, size_t slot, struct journal *journal,
                      void *record, struct error *error)
{
    fitting->before += fitting->own;
    fitting->own = (double)particles;
    fitting->now.sampler++;
    if (journal && journal_has(journal, slot) && journal_read(journal, slot, record, 0) == 0)
        return 0;
    if (posterior_run(fitting->sample->posterior, member, particles, &fitting->run, record, error) != 0)
        return -1;
    if (!journal)
        return 0;
    return journal_write(journal, slot, record, error) == 0 ? journal_sync(journal, error) : -1;
}

/* A sampler of so many particles is still to be run. */
static void expect(struct fitting *fitting, size_t particles)
{
    fitting->all += (double)particles;
    fitting->now.samplers += particles > 0;
}

/* The first samplers, then the second ones. */
static int run_both(struct nowcast_sample *sample, const struct study_run *run, struct journal *journal,
                    void *const records[], struct error *error)
{
    struct posterior *posterior = sample->posterior;
    const struct nowcast_options *options = sample->options;
    size_t members = posterior_members(posterior), second[UPTAKE_FORMS * NOWCAST_SAMPLERS_MOST];
    struct fitting fitting = {.sample = sample, .run = {run->threads, run->stop, show, &fitting}};
    int status = 0;
    for (size_t m = 0; m < members; m++)
        expect(&fitting, posterior_first(posterior, m));
    if (members > options->samplers) { /* there are second ones, of one form at the least */
        fitting.all += (double)posterior_rows(posterior) / (double)options->futures;
        fitting.now.samplers += options->samplers;
    }
    for (size_t m = 0; status == 0 && m < members; m++)
        if (posterior_first(posterior, m) > 0)
            status = run_member(&fitting, m, posterior_first(posterior, m), m, journal, records[m], error);
    if (status == 0)
        status = posterior_second(posterior, (const void *const *)records, second, error);
    fitting.all = fitting.before + fitting.own;
    fitting.now.samplers = fitting.now.sampler;
    for (size_t m = 0; status == 0 && m < members; m++)
        expect(&fitting, second[m]);
    for (size_t m = 0; status == 0 && m < members; m++)
        if (second[m] > 0)
            status = run_member(&fitting, m, second[m], members + m, journal, records[m], error);
    return status == 0 ? posterior_take(posterior, (const void *const *)records, error) : -1;
}

static int run_members(struct nowcast_sample *sample, const struct study_run *run, struct journal *journal,
                       struct error *error)
{
    size_t members = posterior_members(sample->posterior);
    void **records = calloc(members, sizeof *records);
    int status = records ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t m = 0; status == 0 && m < members; m++)
        if (!(records[m] = malloc(posterior_record_size(sample->posterior))))
            status = error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        status = run_both(sample, run, journal, records, error);
    for (size_t m = 0; records && m < members; m++)
        free(records[m]);
    free(records);
    return status;
}

/* ---- what they went through ---- */

static void tell_member(FILE *file, const struct posterior *posterior, const struct nowcast_options *options, size_t m)
{
    const struct posterior_trace *trace = posterior_trace(posterior, m);
    if (trace->steps == 0) /* no course of this form fits */
        fprintf(file, "%d,%zu,1,1,0,nan,nan,nan,nan,nan,nan,0,-inf,0\n", posterior_form(posterior, m),
                m % options->samplers);
    for (size_t i = 0; i < trace->steps; i++) {
        const struct sampler_step *step = &trace->step[i];
        fprintf(file, "%d,%zu,%zu,%.6g,%.4g", posterior_form(posterior, m), m % options->samplers, i + 1, step->beta,
                step->worth);
        for (int k = 0; k < SAMPLER_MOVES; k++)
            fprintf(file, ",%.4g", step->acceptance[k]);
        for (int k = 0; k < SAMPLER_MOVES; k++)
            fprintf(file, ",%.4g", step->boldness[k]);
        fprintf(file, ",%" PRIu64 ",%.8g,%" PRIu64 "\n", trace->ancestors, trace->log_evidence, trace->asked);
    }
}

/* How many courses, by weight, have sites that began before their time, and how many sites of a course did. */
static int count_ahead(const struct nowcast_sample *sample, double *courses, double *sites, struct error *error)
{
    size_t rows = posterior_rows(sample->posterior);
    struct posterior_lot *lot = 0;
    int status = posterior_lot_new(&lot, sample->posterior, sample->programme, error);
    if (status == 0)
        status = posterior_lot_look_back(lot, error);
    *courses = *sites = 0;
    for (size_t row = 0; status == 0 && row < rows; row++) {
        double weight = posterior_weight(sample->posterior, row) / (double)rows;
        posterior_draw(lot, row);
        *courses += posterior_ahead(lot) > 0 ? weight : 0;
        *sites += weight * (double)posterior_ahead(lot);
    }
    posterior_lot_free(lot);
    return status;
}

static char *tell(const struct nowcast_sample *sample, double courses, double sites)
{
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return 0;
    fputs(
        "form,sampler,step,beta,worth,accepted_all,accepted_some,accepted_luck,bold_all,bold_some,bold_luck,ancestors,"
        "log_evidence,courses\n",
        file);
    for (size_t m = 0; m < posterior_members(sample->posterior); m++)
        tell_member(file, sample->posterior, sample->options, m);
    if (sample->sheet)
        fprintf(file, NOWCAST_AHEAD "%.6g,%.6g\n", courses, sites);
    if (fclose(file) == 0)
        return text;
    free(text);
    return 0;
}

/* ---- for the study ---- */

static int prepare(void *context, const struct study_run *run, const struct journal_layout *of_study,
                   struct error *error)
{
    struct nowcast_sample *sample = context;
    struct journal_layout layout = *of_study;
    struct journal *journal = 0;
    struct error closing = {0};
    double courses = 0, sites = 0;
    char *path = run->output ? path_of(run) : 0; /* without an output nothing is kept */
    if (run->output && !path)
        return error_set(error, ERROR_MEMORY, "out of memory");
    layout.record_size = posterior_record_size(sample->posterior);
    layout.slots = 2 * posterior_members(sample->posterior);
    int status = run->resume || !path ? 0 : journal_remove(path, error);
    if (status == 0 && path)
        status = open_journal(&journal, path, &layout, error);
    if (status == 0)
        status = run_members(sample, run, journal, error);
    if (journal && journal_close(journal, &closing) != 0 && status == 0)
        status = error_set(error, closing.code, "%s", closing.text);
    free(path);
    free(sample->told);
    free(sample->pasts);
    if (status == 0 && sample->sheet)
        status = count_ahead(sample, &courses, &sites, error);
    sample->told = status == 0 ? tell(sample, courses, sites) : 0;
    if (status == 0 && sample->sheet) /* the page does not know what was seen of every site */
        sample->pasts = strdup("");
    else if (status == 0 && !(sample->pasts = nowcast_packed(sample->posterior, sample->programme,
                                                             sample->options->samplers, sample->known, error)))
        return -1;
    return status == 0 && !sample->told ? error_set(error, ERROR_MEMORY, "out of memory") : status;
}

static void free_lots(struct nowcast_sample *sample)
{
    for (unsigned t = 0; sample->lots && t < sample->threads; t++)
        posterior_lot_free(sample->lots[t]);
    free(sample->lots);
    sample->lots = 0;
}

static int begin(void *context, const struct programme *programme, long acts, unsigned threads, struct error *error)
{
    struct nowcast_sample *sample = context;
    free_lots(sample);
    sample->threads = threads;
    sample->lots = calloc(threads, sizeof(struct posterior_lot *));
    if (!sample->lots)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned t = 0; t < threads; t++)
        if (posterior_lot_new(&sample->lots[t], sample->posterior, programme, error) != 0 ||
            (acts <= sample->options->as_of && posterior_lot_look_back(sample->lots[t], error) != 0))
            return -1;
    return 0;
}

static struct luck luck_of(void *context, unsigned worker, size_t row)
{
    const struct nowcast_sample *sample = context;
    return posterior_draw(sample->lots[worker], row);
}

static double weight_of(const void *context, size_t row)
{
    const struct nowcast_sample *sample = context;
    return posterior_weight(sample->posterior, row);
}

static const char *pasts(const void *context)
{
    const struct nowcast_sample *sample = context;
    return sample->pasts ? sample->pasts : "";
}

static const char *told(const void *context)
{
    const struct nowcast_sample *sample = context;
    return sample->told ? sample->told : "";
}

static int finish(void *context, const struct study_run *run, struct error *error)
{
    char *path = path_of(run);
    (void)context;
    int status = path ? journal_remove(path, error) : error_set(error, ERROR_MEMORY, "out of memory");
    free(path);
    return status;
}

/* ---- opening and closing ---- */

static size_t forms_of(const struct programme *programme)
{
    size_t forms = 0;
    if (!programme->uptake.present || programme->uptake.form != NOBODY)
        return 1;
    const struct variate_form *choice = &programme->quantities.list[programme->uptake.drawn_form]->form;
    for (size_t i = 0; i < choice->count; i++)
        forms += choice->weights[i] > 0;
    return forms > 0 ? forms : 1;
}

int nowcast_sample_open(struct nowcast_sample *sample, const struct nowcast_options *options,
                        const struct programme *programme, const struct observations *observations,
                        const struct monitor_track *track, struct error *error)
{
    size_t forms = forms_of(programme), each = options->samplers * options->futures;
    size_t least = forms > 1 ? 2 * forms * PARTICLES_LEAST : PARTICLES_LEAST;
    struct posterior_options posterior = {.seed = options->seed,
                                          .samplers = options->samplers,
                                          .particles = options->replications / each,
                                          .pilots = PARTICLES_LEAST,
                                          .futures = options->futures,
                                          .starts = options->starts,
                                          .sweeps = options->sweeps,
                                          .settling = options->settling,
                                          .track = track};
    *sample = (struct nowcast_sample){
        .options = options, .programme = programme, .known = (double)(options->as_of + 1 - programme->epoch)};
    if (posterior.particles / PILOTS > PARTICLES_LEAST)
        posterior.pilots = posterior.particles / PILOTS;
    if (posterior.particles < least)
        return error_set(error, ERROR_USAGE, "%zu courses are too few for %zu samplers; -n %zu is the least",
                         options->replications, options->samplers, least * each);
    snprintf(sample->method, sizeof sample->method, "samplers %zu, futures %zu, starts %zu, sweeps %zu + %zu",
             options->samplers, options->futures, options->starts, options->sweeps, options->settling);
    sample->sheet = track != 0;
    snprintf(sample->arguments, sizeof sample->arguments, " --samplers %zu --futures %zu --sweeps %zu:%zu",
             options->samplers, options->futures, options->sweeps, options->settling);
    sample->study = (struct study_sample){.method = sample->method,
                                          .groups = options->samplers,
                                          .prepare = prepare,
                                          .begin = begin,
                                          .luck = luck_of,
                                          .weight = weight_of,
                                          .sites = track != 0,
                                          .told = told,
                                          .pasts = pasts,
                                          .finish = finish,
                                          .context = sample};
    return posterior_new(&sample->posterior, programme, observations, sample->known, &posterior, error);
}

void nowcast_sample_close(struct nowcast_sample *sample)
{
    free_lots(sample);
    free(sample->told);
    free(sample->pasts);
    posterior_free(sample->posterior);
    *sample = (struct nowcast_sample){0};
}
