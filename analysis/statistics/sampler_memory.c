/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_memory: what a sampler needs, taken at once and given back.
 */
#include "analysis/statistics/sampler_parts.h"

#include <stdlib.h>

static bool take_population(struct population *population, const struct sampler *sampler)
{
    size_t n = sampler->options.particles;
    population->replication = calloc(n, sizeof *population->replication);
    population->position = calloc(n * sampler->target.dimensions + 1, sizeof *population->position);
    population->generation = calloc(n * sampler->target.blocks + 1, sizeof *population->generation);
    population->fit = calloc(n, sizeof *population->fit);
    population->distance = calloc(n * sampler->target.distances + 1, sizeof *population->distance);
    return population->distance && population->replication && population->position && population->generation &&
           population->fit;
}

static void free_population(struct population *population)
{
    free(population->replication);
    free(population->position);
    free(population->generation);
    free(population->fit);
    free(population->distance);
}

static bool take_slope(struct slope *slope, const struct sampler *sampler)
{
    size_t n = sampler->options.particles, d = sampler->target.dimensions, k = sampler->target.distances;
    slope->step = calloc(k > 0 ? n * d + 1 : 1, sizeof *slope->step);
    slope->change = calloc(n * k + 1, sizeof *slope->change);
    slope->square = calloc(d * d + 1, sizeof *slope->square);
    slope->product = calloc(k * d + 1, sizeof *slope->product);
    slope->gradient = calloc(k * d + 1, sizeof *slope->gradient);
    return slope->step && slope->change && slope->square && slope->product && slope->gradient;
}

static void free_slope(struct slope *slope)
{
    free(slope->step);
    free(slope->change);
    free(slope->square);
    free(slope->product);
    free(slope->gradient);
}

static bool take_chain(struct chain *chain, const struct sampler *sampler)
{
    size_t d = sampler->target.dimensions;
    bool whole = take_population(&chain->now, sampler);
    whole = take_population(&chain->spare, sampler) && whole;
    chain->portrait.mean = calloc(d + 1, sizeof *chain->portrait.mean);
    chain->portrait.deviation = calloc(d + 1, sizeof *chain->portrait.deviation);
    chain->portrait.root = calloc(d * d + 1, sizeof *chain->portrait.root);
    chain->portrait.past_mean = calloc(d + 1, sizeof *chain->portrait.past_mean);
    chain->portrait.past = calloc(d * d + 1, sizeof *chain->portrait.past);
    chain->accepted = calloc(sampler->options.particles, SAMPLER_MOVES);
    chain->component = calloc(sampler->components, sizeof *chain->component);
    chain->taken = calloc(sampler->options.particles * GROUP_MOVES, sampler->components);
    chain->chance = calloc(sampler->options.particles * GROUP_MOVES, sizeof *chain->chance);
    for (int m = 0; m < SAMPLER_MOVES; m++)
        chain->boldness[m] = 0.5;
    whole = take_slope(&chain->slope, sampler) && whole;
    return whole && chain->portrait.mean && chain->portrait.deviation && chain->portrait.root &&
           chain->portrait.past_mean && chain->portrait.past && chain->accepted && chain->component && chain->taken &&
           chain->chance;
}

static bool take_room(struct room *room, const struct sampler *sampler)
{
    room->position = calloc(sampler->target.dimensions + 1, sizeof *room->position);
    room->normal = calloc(sampler->target.dimensions + 1, sizeof *room->normal);
    room->generation = calloc(sampler->target.blocks + 1, sizeof *room->generation);
    room->distance = calloc(sampler->target.distances + 1, sizeof *room->distance);
    room->order = calloc(sampler->components, sizeof *room->order);
    return room->position && room->normal && room->generation && room->distance && room->order;
}

bool sampler_take(struct sampler *sampler)
{
    const struct sampler_options *options = &sampler->options;
    sampler->chain = calloc(options->samplers, sizeof *sampler->chain);
    sampler->room = calloc(options->threads, sizeof *sampler->room);
    sampler->start = calloc(options->samplers * options->starts, sizeof *sampler->start);
    sampler->start_distance =
        calloc(options->samplers * options->starts * sampler->target.distances + 1, sizeof *sampler->start_distance);
    sampler->weight = calloc(options->starts, sizeof *sampler->weight);
    sampler->ancestor = calloc(options->particles, sizeof *sampler->ancestor);
    sampler->active = calloc(options->samplers, sizeof *sampler->active);
    bool whole = sampler->start_distance && sampler->chain && sampler->room && sampler->start && sampler->weight &&
                 sampler->ancestor && sampler->active;
    for (size_t r = 0; whole && r < options->samplers; r++)
        whole = take_chain(&sampler->chain[r], sampler);
    for (unsigned t = 0; whole && t < options->threads; t++)
        whole = take_room(&sampler->room[t], sampler);
    return whole;
}

void sampler_free(struct sampler *sampler)
{
    if (!sampler)
        return;
    for (size_t r = 0; sampler->chain && r < sampler->options.samplers; r++) {
        struct chain *chain = &sampler->chain[r];
        free_population(&chain->now);
        free_population(&chain->spare);
        free_slope(&chain->slope);
        free(chain->portrait.mean);
        free(chain->portrait.deviation);
        free(chain->portrait.root);
        free(chain->portrait.past_mean);
        free(chain->portrait.past);
        free(chain->accepted);
        free(chain->component);
        free(chain->taken);
        free(chain->chance);
    }
    for (unsigned t = 0; sampler->room && t < sampler->options.threads; t++) {
        free(sampler->room[t].position);
        free(sampler->room[t].normal);
        free(sampler->room[t].generation);
        free(sampler->room[t].distance);
        free(sampler->room[t].order);
    }
    free(sampler->chain);
    free(sampler->room);
    free(sampler->start);
    free(sampler->weight);
    free(sampler->ancestor);
    free(sampler->start_distance);
    free(sampler->active);
    free(sampler);
}
