/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler: see include/analysis/statistics/sampler.h. The samplers go in step, so that any number of threads has work:
 * a sweep's jobs are the particles of all samplers that have not ended.
 */
#include "analysis/statistics/sampler_parts.h"
#include "sim/farm.h"
#include "sim/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double SHARE = 0.5;       /* that a step's weights are worth */
static const double ACCEPTANCE = 0.25; /* at which moves go farthest, roughly (Roberts & Rosenthal 2001) */
static const double STALE = 0.2;       /* what is left of the portrait's past after a step */
static const double HOPELESS = 1e6;    /* beta / (1 - beta) at which nobody is within a thousandth of the bands */

/* ---- progress ---- */

static size_t moves_of(const struct sampler *sampler)
{
    size_t coordinates = sampler_proposals(SAMPLER_ALL) + sampler_proposals(SAMPLER_SOME);
    return (sampler->target.dimensions > 0 ? coordinates : 0) +
           (sampler->target.blocks > 0 ? sampler_proposals(SAMPLER_LUCK) : 0);
}

/* Sweeps that a sampler has before it, as far as can be told: its particles halve in worth with each step. */
static double sweeps_left(const struct sampler *sampler, const struct chain *chain)
{
    const struct sampler_options *options = &sampler->options;
    double sweeps = (double)options->sweeps, n = (double)options->particles;
    if (chain->ended)
        return 0;
    double here = sweeps - (double)chain->step_sweeps;
    if (chain->beta >= 1)
        return here + (double)options->settling;
    double worth = fmax(1, tempering_worth(chain->now.fit, options->particles, chain->beta, 1));
    return here + sweeps * ceil(log2(fmax(2, n / worth))) + (double)options->settling;
}

static void tell(struct sampler *sampler)
{
    double left = 0;
    sampler->told.beta = 1;
    sampler->told.step = 0;
    for (size_t r = 0; r < sampler->options.samplers; r++) {
        const struct chain *chain = &sampler->chain[r];
        left += sweeps_left(sampler, chain);
        sampler->told.beta = fmin(sampler->told.beta, chain->beta);
        sampler->told.step = chain->steps > sampler->told.step ? chain->steps : sampler->told.step;
    }
    sampler->told.expected =
        sampler->told.done + (size_t)(left * (double)(sampler->options.particles * moves_of(sampler)));
}

static void report(const struct sampler *sampler, size_t done, size_t each)
{
    struct sampler_progress now = sampler->told;
    now.done += done * each;
    if (now.expected < now.done)
        now.expected = now.done;
    if (sampler->options.progress)
        sampler->options.progress(sampler->options.context, &now);
}

/* ---- the start ---- */

static uint64_t replication_of(const struct sampler *sampler, size_t r, size_t start)
{
    const struct sampler_options *options = &sampler->options;
    return (options->first + r) * (options->stride > 0 ? options->stride : options->starts) + start;
}

static int fit_start(void *context, unsigned worker, size_t job, struct error *error)
{
    struct sampler *sampler = context;
    struct room *room = &sampler->room[worker];
    const struct sampler_options *options = &sampler->options;
    uint64_t replication = replication_of(sampler, job / options->starts, job % options->starts);
    struct sampler_particle particle = {replication, room->position, room->generation};
    memset(room->generation, 0, sampler->target.blocks * sizeof *room->generation);
    sampler->target.start(sampler->target.context, replication, room->position);
    if (sampler->target.fit(sampler->target.context, worker, &particle, &sampler->start[job], error) != 0)
        return -1;
    if (sampler->target.distances > 0)
        sampler->target.distance(sampler->target.context, worker,
                                 sampler->start_distance + job * sampler->target.distances);
    return 0;
}

static int progress_start(void *context, size_t done, struct error *error)
{
    (void)error;
    report(context, done, 1);
    return 0;
}

static int fit_starts(struct sampler *sampler, struct error *error)
{
    const struct sampler_options *options = &sampler->options;
    size_t count = options->samplers * options->starts;
    struct farm farm = {count, options->threads, sampler, fit_start, progress_start, options->stop};
    sampler->told.expected = count;
    int status = farm_run(&farm, error);
    sampler->told.done += count;
    return status;
}

/* ---- a step ---- */

/* Chooses among n by their weight for the next beta; fills the ancestors. */
static int choose(struct sampler *sampler, struct chain *chain, const struct tempered fits[], size_t n, double share,
                  struct error *error)
{
    struct stream stream = sampler_stream(sampler, chain, PURPOSE_RESAMPLE, 0);
    double beta = tempering_next(fits, n, chain->beta, share);
    double worth = tempering_worth(fits, n, chain->beta, beta);
    if (beta <= 0 || worth <= 0 || chain->steps == SAMPLER_STEPS_MOST || (beta < 1 && beta / (1 - beta) > HOPELESS))
        return error_set(error, ERROR_UNTRUSTED,
                         "no course fits what was observed, however far the search goes: wider errors or wider priors "
                         "are needed");
    chain->log_evidence += tempering_weights(fits, n, chain->beta, beta, sampler->weight);
    tempering_resample(sampler->weight, n, stream_uniform(&stream), sampler->ancestor, sampler->options.particles);
    chain->beta = beta;
    chain->step[chain->steps++] = (struct sampler_step){.beta = beta, .worth = worth / (double)n};
    chain->step_sweeps = 0;
    memset(chain->accepted_sum, 0, sizeof chain->accepted_sum);
    return 0;
}

static int first_step(struct sampler *sampler, size_t r, struct error *error)
{
    struct chain *chain = &sampler->chain[r];
    size_t starts = sampler->options.starts, n = sampler->options.particles, d = sampler->target.dimensions;
    const struct tempered *fits = &sampler->start[r * starts];
    size_t k = sampler->target.distances;
    if (choose(sampler, chain, fits, starts, fmin(SHARE, (double)n / (double)starts), error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        size_t from = sampler->ancestor[i];
        chain->now.replication[i] = replication_of(sampler, r, from);
        chain->now.fit[i] = fits[from];
        memcpy(chain->now.distance + i * k, sampler->start_distance + (r * starts + from) * k,
               k * sizeof *chain->now.distance);
        sampler->target.start(sampler->target.context, chain->now.replication[i], &chain->now.position[i * d]);
    }
    portrait_take(sampler, chain);
    return 0;
}

static int next_step(struct sampler *sampler, size_t r, struct error *error)
{
    struct chain *chain = &sampler->chain[r];
    size_t n = sampler->options.particles, d = sampler->target.dimensions, blocks = sampler->target.blocks;
    struct population from = chain->now, to = chain->spare;
    size_t far = sampler->target.distances;
    if (choose(sampler, chain, from.fit, n, SHARE, error) != 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        size_t k = sampler->ancestor[i];
        to.replication[i] = from.replication[k];
        to.fit[i] = from.fit[k];
        memcpy(to.distance + i * far, from.distance + k * far, far * sizeof *to.distance);
        memcpy(&to.position[i * d], &from.position[k * d], d * sizeof *to.position);
        memcpy(&to.generation[i * blocks], &from.generation[k * blocks], blocks * sizeof *to.generation);
    }
    chain->now = to;
    chain->spare = from;
    chain->portrait.sweeps *= STALE;
    portrait_take(sampler, chain);
    return 0;
}

/* ---- sweeps ---- */

static int sweep(void *context, unsigned worker, size_t job, struct error *error)
{
    struct sampler *sampler = context;
    size_t n = sampler->options.particles;
    return sampler_sweep(sampler, worker, sampler->active[job / n], job % n, error);
}

static int progress_sweep(void *context, size_t done, struct error *error)
{
    (void)error;
    report(context, done, moves_of(context));
    return 0;
}

/* Of all blocks of all particles, those that the present sweep has renewed. */
static double renewed_share(const struct sampler *sampler, const struct chain *chain)
{
    size_t n = sampler->options.particles, blocks = sampler->target.blocks, renewed = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t b = 0; b < blocks; b++)
            renewed += chain->now.generation[i * blocks + b] >= sampler_generation(sampler, chain, 0, 0, 0);
    return blocks > 0 ? (double)renewed / (double)(n * blocks) : 0;
}

/* What was accepted in the sweep, and how bold the next one is. */
static void adapt(const struct sampler *sampler, struct chain *chain)
{
    size_t n = sampler->options.particles;
    struct sampler_step *step = &chain->step[chain->steps - 1];
    chain->boldness[SAMPLER_LUCK] = renewed_share(sampler, chain);
    chain->sweeps++;
    chain->step_sweeps++;
    for (size_t m = 0; m < SAMPLER_MOVES; m++) {
        size_t accepted = 0;
        for (size_t i = 0; i < n; i++)
            accepted += chain->accepted[i * SAMPLER_MOVES + m];
        double share = (double)accepted / (double)(n * sampler_proposals((enum sampler_move)m));
        bool moved = m == SAMPLER_LUCK ? sampler->target.blocks > 0 : sampler->target.dimensions > 0;
        chain->accepted_sum[m] += share;
        if (m == SAMPLER_ALL)
            chain->boldness[m] = fmin(1, fmax(0.01, chain->boldness[m] * exp(share - ACCEPTANCE)));
        step->acceptance[m] = moved ? chain->accepted_sum[m] / (double)chain->step_sweeps : NAN;
        step->boldness[m] = chain->boldness[m];
    }
}

static int sweep_active(struct sampler *sampler, struct error *error)
{
    const struct sampler_options *options = &sampler->options;
    struct farm farm = {
        sampler->active_count * options->particles, options->threads, sampler, sweep, progress_sweep, options->stop};
    tell(sampler);
    if (farm_run(&farm, error) != 0)
        return -1;
    sampler->told.done += farm.count * moves_of(sampler);
    for (size_t i = 0; i < sampler->active_count; i++) {
        adapt(sampler, sampler->active[i]);
        group_learn(sampler, sampler->active[i]);
        if (sampler->target.distances > 0) {
            slope_learn(sampler, sampler->active[i]);
            portrait_take(sampler, sampler->active[i]);
        }
    }
    return 0;
}

/* The next step of every sampler that has done its sweeps; those that have none left are at the end. */
static int advance(struct sampler *sampler, struct error *error)
{
    const struct sampler_options *options = &sampler->options;
    sampler->active_count = 0;
    for (size_t r = 0; r < options->samplers; r++) {
        struct chain *chain = &sampler->chain[r];
        size_t wanted = options->sweeps + (chain->beta >= 1 ? options->settling : 0);
        if (chain->step_sweeps >= wanted && chain->beta >= 1)
            chain->ended = true;
        else if (chain->step_sweeps >= wanted && next_step(sampler, r, error) != 0)
            return -1;
        if (!chain->ended)
            sampler->active[sampler->active_count++] = chain;
    }
    return 0;
}

static int run(struct sampler *sampler, struct error *error)
{
    if (fit_starts(sampler, error) != 0)
        return -1;
    for (size_t r = 0; r < sampler->options.samplers; r++)
        group_begin(sampler, &sampler->chain[r]);
    for (size_t r = 0; r < sampler->options.samplers; r++)
        if (first_step(sampler, r, error) != 0)
            return -1;
    while (advance(sampler, error) == 0) {
        if (sampler->active_count == 0)
            return 0;
        if (sweep_active(sampler, error) != 0)
            return -1;
    }
    return -1;
}

static int check(const struct sampler_target *target, const struct sampler_options *options, struct error *error)
{
    if (target->dimensions + target->blocks == 0)
        return error_set(error, ERROR_USAGE, "nothing is uncertain");
    if (options->samplers < 1 || options->samplers > 1000 || options->particles < 2 || options->particles > 1000000)
        return error_set(error, ERROR_USAGE, "%zu samplers of %zu particles; 1 to 1000 of 2 to 1000000 are legal",
                         options->samplers, options->particles);
    if (options->starts < options->particles || options->sweeps < 1 ||
        (options->stride > 0 && options->stride < options->starts))
        return error_set(error, ERROR_USAGE, "%zu starts of %zu particles, %zu sweeps a step", options->starts,
                         options->particles, options->sweeps);
    if ((SAMPLER_STEPS_MOST * options->sweeps + options->settling) > UINT32_MAX / 2 / GROUP_MOVES / options->particles)
        return error_set(error, ERROR_USAGE, "so many sweeps of so many particles need more than 2^32 generations");
    return 0;
}

int sampler_run(struct sampler **out, const struct sampler_target *target, const struct sampler_options *options,
                struct error *error)
{
    *out = 0;
    if (check(target, options, error) != 0)
        return -1;
    struct sampler *sampler = calloc(1, sizeof *sampler);
    if (!sampler)
        return error_set(error, ERROR_MEMORY, "out of memory");
    sampler->target = *target;
    sampler->options = *options;
    size_t kinds = target->kinds > 0 ? target->kinds : 1;
    sampler->components = target->dimensions + (target->blocks > 0 ? kinds : 0);
    int status = sampler_take(sampler) ? run(sampler, error) : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        *out = sampler;
    else
        sampler_free(sampler);
    return status;
}

/* ---- at the end ---- */

struct sampler_particle sampler_particle(const struct sampler *sampler, size_t which, size_t particle)
{
    const struct population *now = &sampler->chain[which].now;
    return (struct sampler_particle){now->replication[particle], &now->position[particle * sampler->target.dimensions],
                                     &now->generation[particle * sampler->target.blocks]};
}

uint32_t sampler_future(const struct sampler *sampler, size_t which, size_t particle, size_t future)
{
    return sampler_generation(sampler, &sampler->chain[which], particle, future, 0);
}

double sampler_log_evidence(const struct sampler *sampler, size_t which)
{
    return sampler->chain[which].log_evidence;
}

size_t sampler_steps(const struct sampler *sampler, size_t which)
{
    return sampler->chain[which].steps;
}

const struct sampler_step *sampler_step(const struct sampler *sampler, size_t which, size_t step)
{
    return &sampler->chain[which].step[step];
}

size_t sampler_ancestors(const struct sampler *sampler, size_t which)
{
    /* Ancestors are chosen in ascending order and copied so ever after: equal ones stand together. */
    const uint64_t *replication = sampler->chain[which].now.replication;
    size_t count = 1;
    for (size_t i = 1; i < sampler->options.particles; i++)
        count += replication[i] != replication[i - 1];
    return count;
}

size_t sampler_asked(const struct sampler *sampler)
{
    return sampler->told.done;
}
