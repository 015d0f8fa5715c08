/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sampler_group: which components a proposal draws anew together, and how far each of them goes.
 *
 * A component is a coordinate or a kind of luck. What drawing it anew costs is learnt: with costs c that add up to s a
 * proposal is accepted with probability e^-s, as if each component had a Poisson number of objections with mean c. So a
 * rejection with probability r counts r c / (1 - e^-s) objections of each, the expectation step of Dempster, Laird &
 * Rubin (1977); a sweep is an iteration. A proposal takes components in random order as long as the costs fit a budget:
 * those that nothing observed depends on are drawn anew in nearly all of them. A component that costs too much alone
 * goes less far.
 */
#include "analysis/statistics/sampler_parts.h"
#include "sim/stream.h"

#include <math.h>
#include <string.h>

static const double BUDGET = 1.2;      /* e^-1.2 = 0.3 */
static const double FIRST = 0.2;       /* of the budget: as long as less is used up, anything may follow */
static const double WANTED = 2;        /* cost of a component that goes as far as it should */
static const double LEAST_BOLD = 0.01; /* of a component */
static const double HARD = 0.7;        /* boldness below which a coordinate moves with others as well */
static const double LEAST_COST = 1e-6; /* so that what costs nothing here can cost something later */
static const double MOST_COST = 6;
static const double BEFORE = 10; /* proposals whose worth the present cost is */

void group_begin(const struct sampler *sampler, struct chain *chain)
{
    for (size_t i = 0; i < sampler->components; i++)
        chain->component[i] = (struct component){.cost = 0.3, .boldness = 1};
}

/* The numbers first … end - 1 in random order (Fisher and Yates). */
static void shuffle(struct stream *stream, size_t first, size_t end, size_t order[])
{
    for (size_t i = 0; i < end - first; i++) {
        size_t j = (size_t)((double)(i + 1) * stream_uniform(stream));
        order[i] = order[j];
        order[j] = first + i;
    }
}

void group_choose(const struct sampler *sampler, const struct chain *chain, bool luck, struct stream *stream,
                  size_t order[], unsigned char taken[])
{
    size_t d = sampler->target.dimensions, n = sampler->components, own = luck ? n - d : d;
    double sum = 0;
    shuffle(stream, luck ? d : 0, luck ? n : d, order);
    shuffle(stream, luck ? 0 : d, luck ? d : n, order + own);
    memset(taken, 0, n);
    for (size_t i = 0; i < n; i++) {
        double cost = chain->component[order[i]].cost;
        if (sum >= FIRST * BUDGET && sum + cost > BUDGET)
            continue;
        taken[order[i]] = 1;
        sum += cost;
    }
}

/* Adds a proposal's objections to those of its components. */
static void count(const struct sampler *sampler, const struct chain *chain, const unsigned char taken[], double chance)
{
    double sum = 0;
    for (size_t i = 0; i < sampler->components; i++)
        sum += taken[i] ? chain->component[i].cost : 0;
    double each = (1 - chance) / -expm1(-sum);
    for (size_t i = 0; i < sampler->components; i++)
        if (taken[i]) {
            chain->component[i].objections += each;
            chain->component[i].proposals++;
        }
}

static void learn(struct component *component)
{
    component->cost *= (BEFORE + component->objections) / (BEFORE + component->proposals);
    component->cost = fmin(MOST_COST, fmax(LEAST_COST, component->cost));
    component->objections = component->proposals = 0;
    double factor = sqrt(WANTED / component->cost), before = component->boldness;
    component->boldness = fmin(1, fmax(LEAST_BOLD, before * fmin(factor, 1.5)));
    component->cost *= component->boldness / before; /* about proportional to how far it goes */
}

bool group_is_hard(const struct chain *chain, size_t coordinate)
{
    return chain->hard == 0 || chain->component[coordinate].boldness < HARD;
}

size_t group_hard(const struct sampler *sampler, const struct chain *chain)
{
    return chain->hard > 0 ? chain->hard : sampler->target.dimensions;
}

void group_learn(const struct sampler *sampler, struct chain *chain)
{
    size_t n = sampler->components;
    for (size_t i = 0; i < sampler->options.particles; i++)
        for (size_t m = 0; m < GROUP_MOVES; m++)
            if (chain->chance[i * GROUP_MOVES + m] >= 0)
                count(sampler, chain, chain->taken + (i * GROUP_MOVES + m) * n, chain->chance[i * GROUP_MOVES + m]);
    for (size_t i = 0; i < n; i++)
        learn(&chain->component[i]);
    chain->hard = 0;
    for (size_t i = 0; i < sampler->target.dimensions; i++)
        chain->hard += chain->component[i].boldness < HARD;
}
