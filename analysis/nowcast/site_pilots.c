/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_pilots: another site of a vendor becomes its pilot, where days lead the draws.
 *
 * A vendor's first site to decide is its pilot and decides when the pilot version is there; so the day that is told of
 * a pilot's decision says nothing of its own draw, v, and led by it (struct guide) a site hardly ever comes to be the
 * first. The pilot P and another site S of the vendor's change over: S draws what P has drawn, and P draws anew from g,
 * about the day told. Back it goes the same way, so that with S chosen by chances c that do not depend on the luck the
 * ratio is, but for the weights f / g that are in the fit,
 *
 *   f(y) / f(x)  c_P g_S(v) / (c_S g_P(v)).
 */
#include "site_moves.h"

#include <math.h>
#include <string.h>

enum { EARLIEST = 12 }; /* of a vendor's sites by their told decisions: half of the choices are among them */

struct candidates {
    size_t *site, count; /* by told decision */
};

static double told_decision(const struct site_moves *moves, size_t site)
{
    return moves->guide.told[site * moves->posterior->programme->nodes];
}

static void list_candidates(const struct site_moves *moves, int vendor, struct candidates *list)
{
    const struct monitor_track *track = moves->posterior->options.track;
    list->count = 0;
    for (size_t site = 0; site < track->sites; site++) {
        size_t at = list->count;
        if (track->site[site].vendor != vendor || !site_is_led(moves, site_luck_decision(), site))
            continue;
        for (; at > 0 && told_decision(moves, list->site[at - 1]) > told_decision(moves, site); at--)
            list->site[at] = list->site[at - 1];
        list->site[at] = site;
        list->count++;
    }
}

static size_t pick(const struct site_sweep *sweep, size_t count)
{
    return (size_t)((double)count * stream_uniform(sweep->stream));
}

static size_t earliest(const struct candidates *list)
{
    return list->count < EARLIEST ? list->count : EARLIEST;
}

static size_t choose(const struct site_sweep *sweep, const struct candidates *list)
{
    return pick(sweep, stream_uniform(sweep->stream) < 0.5 ? earliest(list) : list->count);
}

static double log_choice(const struct candidates *list, size_t k)
{
    return log(0.5 / (double)list->count + (k < earliest(list) ? 0.5 / (double)earliest(list) : 0));
}

/* The one candidate that is a pilot as the replication just run has it; count: none or several. */
static size_t pilot_of(const struct site_moves *moves, const struct candidates *list)
{
    size_t found = list->count, pilots = 0;
    for (size_t k = 0; k < list->count; k++)
        if (rollout_site(moves->rollout, list->site[k]).pilot) {
            found = k;
            pilots++;
        }
    return pilots == 1 ? found : list->count;
}

static int change(struct site_moves *moves, const struct site_sweep *sweep, const struct candidates *list,
                  struct error *error)
{
    const struct programme *p = moves->posterior->programme;
    struct tempered fit;
    size_t kind = site_luck_decision(), other = choose(sweep, list);
    if (sweep->ask(sweep->context, sweep->worker, sweep->particle, &fit, error) != 0)
        return -1;
    size_t pilot = pilot_of(moves, list);
    if (pilot == list->count || pilot == other)
        return 0;
    size_t was = list->site[pilot], now = list->site[other];
    double log_ratio = log_choice(list, pilot) - log_choice(list, other), log_there, log_here,
           value = moves->guide.value[kind * p->sites + was];
    double place = rollout_lateness_place(moves->rollout, &moves->guide, now, value, &log_there);
    rollout_lateness_place(moves->rollout, &moves->guide, was, value, &log_here);
    if (!site_place_is_told(place))
        return 0;
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    moves->proposed[kind * SITE_LUCK_BLOCKS + site_luck_of(p, now)] = site_luck_at(place);
    moves->proposed[kind * SITE_LUCK_BLOCKS + site_luck_of(p, was)] = site_fresh(sweep);
    struct sampler_particle particle = *sweep->particle;
    particle.generation = moves->proposed;
    if (sweep->ask(sweep->context, sweep->worker, &particle, &fit, error) != 0)
        return -1;
    if (pilot_of(moves, list) != other ||
        !site_accepts(sweep, log_ratio + log_there - log_here + tempering_log(&fit, sweep->beta) -
                                 tempering_log(sweep->now, sweep->beta)))
        return 0;
    *sweep->now = fit;
    memcpy(sweep->generation, moves->proposed, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    return 0;
}

int site_pilots_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    const struct programme *p = moves->posterior->programme;
    struct candidates list = {moves->room, 0};
    for (size_t k = 0; moves->guide.told && k < 2 * p->vendors; k++) {
        list_candidates(moves, (int)(k % p->vendors), &list);
        if (list.count > 1 && change(moves, sweep, &list, error) != 0)
            return -1;
    }
    return 0;
}
