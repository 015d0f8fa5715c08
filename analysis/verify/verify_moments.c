/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_moments: cases that are lists of instants: of which site and node, and when exactly, on average, or by when
 * with what probability.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <stdio.h>

static double instant_of(const struct verify_outcome *outcome, size_t site, const char *node, bool begin)
{
    int index = programme_node(outcome->programme, node);
    if (index == NOBODY)
        return NAN; /* fails in every line */
    return begin ? verify_begin(outcome, site, (size_t)index) : verify_end(outcome, site, (size_t)index);
}

static double value_of(const struct verify_outcome *outcome, const struct moment *moment)
{
    const struct verify_support *support = &outcome->support[moment->site];
    switch (moment->of) {
    case OF_BEGIN:
        return instant_of(outcome, moment->site, moment->node, true);
    case OF_END:
        return instant_of(outcome, moment->site, moment->node, false);
    case OF_SPAN:
        return instant_of(outcome, moment->site, moment->node, false) -
               instant_of(outcome, moment->site, moment->node, true);
    case OF_CAME:
        return support->came;
    case OF_ALONE:
        return support->alone;
    case OF_FIRST:
        return support->first;
    case OF_CONSULTANT:
        return support->consultant;
    case OF_CARDS: /* `site` is a week's index */
        return outcome->cards[moment->site];
    case OF_CAUSE: /* `site` is a cause's index */
        return round((double)outcome->cause[moment->site] * 1e4) / 1e4;
    case OF_EXPECTED:
        return rollout_site(outcome->rollout, moment->site).expected;
    case OF_VENDOR:
        return outcome->vendor[moment->site];
    }
    return NAN;
}

struct moments {
    const struct moment *list;
    size_t count;
};

static void read_moments(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct moments *moments = context;
    (void)index;
    for (size_t i = 0; i < moments->count; i++) {
        const struct moment *moment = &moments->list[i];
        double value = value_of(outcome, moment);
        values[i] = moment->kind == MOMENT_BY       ? value <= moment->limit
                    : moment->kind == MOMENT_SPREAD ? (value - moment->limit) * (value - moment->limit)
                                                    : value;
    }
}

/* The observation that is furthest from what all should be. */
static double furthest(const struct tally *tally, double exact)
{
    if (isnan(tally->mean))
        return NAN;
    return tally->max - exact > exact - tally->min ? tally->max : tally->min;
}

static void tell_moment(struct verify *verify, const char *name, const struct moment *moment, const struct tally *tally)
{
    const char *quantity = moment->quantity;
    switch (moment->kind) {
    case MOMENT_ALWAYS:
        verify_exact(verify, name, moment->exact, furthest(tally, moment->exact), "%s", quantity);
        break;
    case MOMENT_MEAN:
        verify_mean(verify, name, moment->exact, tally, "%s", quantity);
        break;
    case MOMENT_BY:
        verify_probability(verify, name, moment->exact, tally, "%s", quantity);
        break;
    case MOMENT_SPREAD:
        verify_spread(verify, name, moment->exact, tally, "%s", quantity);
        break;
    }
}

void verify_moments(struct verify *verify, const struct verify_programme *programme, const struct moment list[],
                    size_t count)
{
    struct tally tallies[VERIFY_WIDTH];
    const struct moments moments = {list, count};
    char name[4] = {programme->name[0], programme->name[1], programme->name[2]};
    struct verify_programme watched = *programme;
    watched.watch = true;
    watched.width = count;
    watched.read = read_moments;
    watched.context = &moments;
    watched.observations = programme->observations > 0 ? programme->observations : 1;
    if (verify_simulate(verify, &watched, tallies) != 0)
        return;
    for (size_t i = 0; i < count; i++)
        tell_moment(verify, name, &list[i], &tallies[i]);
}
