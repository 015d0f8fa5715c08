/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior: see include/analysis/nowcast/posterior.h.
 */
#include "posterior_parts.h"
#include "site_moves.h"
#include "analysis/nowcast/likelihood.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is uncertain ---- */

static bool is_moved(const struct posterior *posterior, size_t quantity)
{
    return posterior->programme->quantities.list[quantity]->kind == QUANTITY_PRIOR &&
           (long)quantity != posterior->choice;
}

static void list_forms(struct posterior *posterior)
{
    const struct programme *p = posterior->programme;
    posterior->choice = p->uptake.present && p->uptake.form == NOBODY ? (long)p->uptake.drawn_form : -1;
    if (posterior->choice < 0) {
        posterior->form[posterior->forms++] = (struct form_prior){NOBODY, 1, 0.5};
        return;
    }
    const struct variate_form *choice = &p->quantities.list[posterior->choice]->form;
    double total = 0, below = 0;
    for (size_t i = 0; i < choice->count; i++)
        total += choice->weights[i];
    for (size_t i = 0; i < choice->count; i++) {
        double prior = choice->weights[i] / total;
        if (prior > 0)
            posterior->form[posterior->forms++] =
                (struct form_prior){(int)lround(choice->values[i]), prior, below + prior / 2};
        below += prior;
    }
}

static int list_coordinates(struct posterior *posterior, struct error *error)
{
    const struct quantities *quantities = &posterior->programme->quantities;
    posterior->coordinate = calloc(quantities->count + 1, sizeof *posterior->coordinate);
    if (!posterior->coordinate)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < quantities->count; i++)
        if (is_moved(posterior, i))
            posterior->coordinate[posterior->dimensions++] = i;
    return 0;
}

int posterior_new(struct posterior **out, const struct programme *programme, const struct observations *observations,
                  double known, const struct posterior_options *options, struct error *error)
{
    struct posterior *posterior = calloc(1, sizeof *posterior);
    *out = 0;
    if (!posterior)
        return error_set(error, ERROR_MEMORY, "out of memory");
    posterior->programme = programme;
    posterior->observations = observations;
    posterior->known = known;
    posterior->options = *options;
    list_forms(posterior);
    posterior->members = posterior->forms * options->samplers;
    int status = list_coordinates(posterior, error);
    if (status == 0 &&
        (options->samplers < 2 || options->particles < 2 || options->futures < 1 ||
         (posterior->forms > 1 && (options->pilots < 2 || options->pilots * posterior->forms > options->particles))))
        status = error_set(error, ERROR_USAGE, "%zu samplers of %zu particles are too few", options->samplers,
                           options->particles);
    if (status == 0) {
        *out = posterior;
        return 0;
    }
    posterior_free(posterior);
    return -1;
}

void posterior_free(struct posterior *posterior)
{
    if (!posterior)
        return;
    free(posterior->coordinate);
    free(posterior->record);
    free(posterior->weight);
    free(posterior);
}

size_t posterior_members(const struct posterior *posterior)
{
    return posterior->members;
}

size_t posterior_rows(const struct posterior *posterior)
{
    return posterior->options.samplers * posterior->options.particles * posterior->options.futures;
}

int posterior_form(const struct posterior *posterior, size_t member)
{
    return posterior->form[member / posterior->options.samplers].form;
}

/* ---- a record: the trace, then one array after the other, each of the particles ---- */

static size_t particle_bytes(const struct posterior *posterior)
{
    return sizeof(uint64_t) + posterior->dimensions * sizeof(double) +
           (posterior_blocks(posterior) + posterior->options.futures) * sizeof(uint32_t);
}

size_t posterior_record_size(const struct posterior *posterior)
{
    return sizeof(struct posterior_trace) + posterior->options.particles * ((particle_bytes(posterior) + 7) / 8 * 8);
}

/* Within the bytes of a record; all of it lies at multiples of its size. */
struct posterior_particle posterior_particle_in(const struct posterior *posterior, const void *record, size_t k)
{
    const struct posterior_trace *trace = record;
    size_t n = trace->particles, d = posterior->dimensions;
    const uint64_t *replication = (const uint64_t *)(const void *)(trace + 1);
    const double *position = (const double *)(const void *)(replication + n);
    const uint32_t *generation = (const uint32_t *)(const void *)(position + n * d);
    const uint32_t *future = generation + n * posterior_blocks(posterior);
    return (struct posterior_particle){replication[k], position + k * d, generation + k * posterior_blocks(posterior),
                                       future + k * posterior->options.futures};
}

struct posterior_particle posterior_particle_at(const struct posterior *posterior, size_t member, size_t particle)
{
    return posterior_particle_in(posterior, posterior->record + member * posterior_record_size(posterior), particle);
}

const struct posterior_trace *posterior_trace(const struct posterior *posterior, size_t member)
{
    return (const struct posterior_trace *)(const void *)(posterior->record +
                                                          member * posterior_record_size(posterior));
}

static void fill_trace(struct posterior_trace *trace, const struct sampler *sampler, size_t particles)
{
    memset(trace, 0, sizeof *trace);
    trace->particles = particles;
    trace->log_evidence = sampler_log_evidence(sampler, 0);
    trace->asked = sampler_asked(sampler);
    trace->steps = sampler_steps(sampler, 0);
    trace->ancestors = sampler_ancestors(sampler, 0);
    for (size_t i = 0; i < trace->steps; i++)
        trace->step[i] = *sampler_step(sampler, 0, i);
}

static uint64_t replication_of(const struct posterior *posterior, uint64_t replication)
{
    return posterior->options.begin ? *posterior->options.begin : replication;
}

static void fill_record(const struct posterior *posterior, const struct sampler *sampler, size_t particles,
                        void *record)
{
    memset(record, 0, posterior_record_size(posterior));
    fill_trace(record, sampler, particles);
    for (size_t k = 0; k < particles; k++) {
        struct sampler_particle from = sampler_particle(sampler, 0, k);
        struct posterior_particle to = posterior_particle_in(posterior, record, k);
        ((uint64_t *)(void *)((struct posterior_trace *)record + 1))[k] = replication_of(posterior, from.replication);
        memcpy((double *)to.position, from.position, posterior->dimensions * sizeof(double));
        memcpy((uint32_t *)to.generation, from.generation, posterior_blocks(posterior) * sizeof(uint32_t));
        for (size_t f = 0; f < posterior->options.futures; f++)
            ((uint32_t *)to.future)[f] = sampler_future(sampler, 0, k, f);
    }
}

/* ---- fitting ---- */

struct fitting {
    const struct posterior *posterior;
    const struct posterior_run *run;
    const struct form_prior *form;
    struct outcome_layout layout;
    bool cards;
    struct rollout **rollout; /* [threads] */
    double **place;           /* [threads][quantities] */
    void **record;            /* [threads] */
    struct site_moves *sites; /* [threads]; null: no sheet */
};

static void start(const void *context, uint64_t replication, double position[])
{
    const struct fitting *fitting = context;
    const struct posterior *posterior = fitting->posterior;
    const struct quantities *quantities = &posterior->programme->quantities;
    for (size_t i = 0; i < posterior->dimensions; i++)
        position[i] = gsl_cdf_ugaussian_Pinv(quantities_position(
            quantities, posterior->coordinate[i], posterior->options.seed, replication_of(posterior, replication)));
}

static int fit(void *context, unsigned worker, const struct sampler_particle *particle, struct tempered *out,
               struct error *error)
{
    struct fitting *fitting = context;
    const struct posterior *posterior = fitting->posterior;
    double *place = fitting->place[worker];
    for (size_t i = 0; i < posterior->dimensions; i++)
        place[posterior->coordinate[i]] = posterior_position(particle->position[i]);
    if (posterior->choice >= 0)
        place[posterior->choice] = fitting->form->position;
    struct site_moves *sites = fitting->sites ? &fitting->sites[worker] : 0;
    struct renewal renewal = {.position = place,
                              .generation = particle->generation,
                              .by_site = sites != 0,
                              .placed = sites ? &sites->placed : 0,
                              .memo = sites ? sites->memo : 0,
                              .sighting = sites ? &sites->sighting : 0,
                              .told = sites ? posterior->options.track->site : 0,
                              .guide = sites && sites->guide.told ? &sites->guide : 0};
    uint64_t replication = replication_of(posterior, particle->replication);
    struct luck luck = {posterior->options.seed, replication, replication, &renewal};
    if (rollout_run_until(fitting->rollout[worker], luck, posterior->known, error) != 0)
        return -1;
    rollout_seen(fitting->rollout[worker], &fitting->layout, fitting->record[worker]);
    struct course course = {posterior->programme, &fitting->layout, fitting->record[worker],
                            rollout_cards(fitting->rollout[worker])};
    *out = likelihood_fit(posterior->observations, &course);
    if (sites)
        site_moves_add_fit(sites, out);
    return 0;
}

static int move_sites(void *context, unsigned worker, const struct sampler_particle *particle, double position[],
                      uint32_t generation[], double beta, struct stream *stream, struct tempered *now,
                      struct error *error)
{
    struct fitting *fitting = context;
    struct site_sweep sweep = {.context = context, .worker = worker, .ask = fit, .particle = particle};
    sweep.position = position;
    sweep.generation = generation;
    sweep.beta = beta;
    sweep.stream = stream;
    sweep.now = now;
    return site_moves_sweep(&fitting->sites[worker], &sweep, error);
}

/* Of the course that the worker has fitted last: its record is still there. */
static void distances_of(void *context, unsigned worker, double distance[])
{
    const struct fitting *fitting = context;
    struct course course = {fitting->posterior->programme, &fitting->layout, fitting->record[worker],
                            rollout_cards(fitting->rollout[worker])};
    likelihood_distances(fitting->posterior->observations, &course, distance);
}

static size_t used_rows(const struct observations *observations)
{
    size_t used = 0;
    for (size_t i = 0; i < observations->count; i++)
        used += observations->list[i].use == OBSERVED_USED;
    return used;
}

static void free_rooms(struct fitting *fitting)
{
    for (unsigned t = 0; t < fitting->run->threads; t++) {
        if (fitting->rollout)
            rollout_free(fitting->rollout[t]);
        if (fitting->place)
            free(fitting->place[t]);
        if (fitting->record)
            free(fitting->record[t]);
        if (fitting->sites)
            site_moves_free(&fitting->sites[t]);
    }
    free(fitting->sites);
    free(fitting->rollout);
    free(fitting->place);
    free(fitting->record);
}

static int take_rooms(struct fitting *fitting, struct error *error)
{
    const struct programme *p = fitting->posterior->programme;
    unsigned threads = fitting->run->threads;
    fitting->rollout = calloc(threads, sizeof(struct rollout *));
    fitting->place = calloc(threads, sizeof *fitting->place);
    fitting->record = calloc(threads, sizeof *fitting->record);
    if (fitting->posterior->options.track)
        fitting->sites = calloc(threads, sizeof *fitting->sites);
    if (!fitting->rollout || !fitting->place || !fitting->record ||
        (fitting->posterior->options.track && !fitting->sites))
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (unsigned t = 0; t < threads; t++) {
        fitting->place[t] = calloc(p->quantities.count + 1, sizeof **fitting->place);
        fitting->record[t] = calloc(1, fitting->layout.size);
        if (!fitting->place[t] || !fitting->record[t])
            return error_set(error, ERROR_MEMORY, "out of memory");
        if (rollout_new(&fitting->rollout[t], p, error) != 0 ||
            (fitting->cards && rollout_keep_cards(fitting->rollout[t], error) != 0))
            return -1;
        if (fitting->sites && !site_moves_take(&fitting->sites[t], fitting->posterior, fitting->rollout[t]))
            return error_set(error, ERROR_MEMORY, "out of memory");
        for (size_t i = 0; i < p->quantities.count; i++)
            fitting->place[t][i] = 0.5;
    }
    return 0;
}

int posterior_run(const struct posterior *posterior, size_t member, size_t particles, const struct posterior_run *run,
                  void *record, struct error *error)
{
    const struct posterior_options *options = &posterior->options;
    size_t extent[OUTCOME_DIMENSIONS];
    struct fitting fitting = {.posterior = posterior,
                              .run = run,
                              .form = &posterior->form[member / options->samplers],
                              .cards = likelihood_needs_cards(posterior->observations)};
    programme_extent(posterior->programme, extent);
    fitting.layout = outcome_layout(extent);
    struct sampler_target target = {.dimensions = posterior->dimensions,
                                    .blocks = posterior_blocks(posterior),
                                    .kinds = options->track ? SITE_LUCK_KINDS : RENEWAL_KINDS,
                                    .start = start,
                                    .fit = fit,
                                    .context = &fitting,
                                    .distances = options->track ? 0 : used_rows(posterior->observations),
                                    .distance = distances_of,
                                    .move = options->track ? move_sites : 0};
    bool pilot = posterior->forms > 1 && particles == options->pilots; /* tells what matters, and no more */
    struct sampler_options sampling = {.seed = options->seed,
                                       .samplers = 1,
                                       .first = member % options->samplers,
                                       .particles = particles,
                                       .starts = options->starts * particles,
                                       .stride = options->starts * options->particles,
                                       .sweeps = pilot ? 1 : options->sweeps,
                                       .settling = options->settling,
                                       .threads = run->threads,
                                       .stop = run->stop,
                                       .progress = run->progress,
                                       .context = run->context};
    struct sampler *sampler = 0;
    int status = take_rooms(&fitting, error);
    if (status == 0)
        status = sampler_run(&sampler, &target, &sampling, error);
    if (status == 0) {
        fill_record(posterior, sampler, particles, record);
    } else if (error->code == ERROR_UNTRUSTED && posterior->forms > 1) { /* another form may fit */
        struct posterior_trace *trace = record;
        memset(record, 0, posterior_record_size(posterior));
        trace->particles = particles;
        trace->log_evidence = -INFINITY;
        *error = (struct error){0};
        status = 0;
    }
    sampler_free(sampler);
    free_rooms(&fitting);
    return status;
}

/* ---- the whole ---- */

int posterior_take(struct posterior *posterior, const void *const records[], struct error *error)
{
    size_t size = posterior_record_size(posterior), samplers = posterior->options.samplers;
    free(posterior->record);
    free(posterior->weight);
    posterior->record = malloc(posterior->members * size);
    posterior->weight = calloc(posterior->members, sizeof *posterior->weight);
    if (!posterior->record || !posterior->weight)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t m = 0; m < posterior->members; m++)
        memcpy(posterior->record + m * size, records[m], size);
    for (size_t r = 0; r < samplers; r++) {
        const struct posterior_trace *trace[UPTAKE_FORMS];
        double share[UPTAKE_FORMS] = {0};
        for (size_t f = 0; f < posterior->forms; f++)
            trace[f] = posterior_trace(posterior, f * samplers + r);
        if (posterior_weigh_forms(posterior, trace, share, error) != 0)
            return -1;
        for (size_t f = 0; f < posterior->forms; f++)
            posterior->weight[f * samplers + r] =
                share[f] * (double)posterior->options.particles / (double)trace[f]->particles;
    }
    return 0;
}

struct posterior_place posterior_place_of(const struct posterior *posterior, size_t row)
{
    const struct posterior_options *options = &posterior->options;
    size_t each = options->particles * options->futures, group = row / each, k = row % each;
    struct posterior_place place = {group, k % options->particles, k / options->particles};
    for (; place.particle >= posterior_trace(posterior, place.member)->particles; place.member += options->samplers)
        place.particle -= posterior_trace(posterior, place.member)->particles;
    return place;
}

double posterior_weight(const struct posterior *posterior, size_t row)
{
    return posterior->weight[posterior_place_of(posterior, row).member];
}
