/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_moves: see site_moves.h.
 */
#include "site_moves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TOGETHER = 4 };            /* draws that days lead */
static const double NEAR = 0.3;   /* of them go a place a little further */
enum { PACES = 6 };               /* that a site is offered in a sweep */
static const double ALL = 0.2;    /* of the renewals are of all kinds */
static const double TRADED = 0.4; /* of the steps of sites trade two draws … */
static const double LED = 0.1;    /* … and where days lead the draws, so that few can be traded */
static const double NUDGED = 0.7; /* of the others are a place a little further */

/* Of working days that is a mean over the whole time: trades need not be exact to be accepted. */
static double day_of(const struct programme *p, int node)
{
    const struct worktime *worktime = node == NOBODY ? 0 : &p->worktime[p->node[node].calendar];
    double worked = worktime ? worktime_effort(worktime, p->horizon) : 0;
    return worked > 0 ? p->horizon / worked : 1;
}

/* The decision, and then the activities. */
static void order_chain(struct site_moves *moves)
{
    for (size_t kind = 1; kind < SITE_LUCK_KINDS; kind++) {
        size_t at = moves->chained;
        if (moves->placed.draw[kind].purpose == 0)
            continue;
        for (; at > 0 && moves->placed.draw[moves->chain[at - 1]].node > moves->placed.draw[kind].node; at--)
            moves->chain[at] = moves->chain[at - 1];
        moves->chain[at] = kind;
        moves->day[kind] = day_of(moves->posterior->programme, moves->placed.draw[kind].node);
        moves->chained++;
    }
}

static bool take_guide(struct site_moves *moves)
{
    const struct posterior_options *options = &moves->posterior->options;
    size_t sites = moves->posterior->programme->sites, cells = SITE_LUCK_KINDS * sites;
    moves->led = calloc(cells, sizeof *moves->led);
    moves->room = calloc(sites + 1, sizeof *moves->room);
    if (!moves->led || !moves->room || !monitor_guide_take(&moves->guide, options->track))
        return false;
    moves->guide.raw = options->begin; /* else what is told would lead away from where it is to begin */
    for (size_t site = 0; site < sites; site++)
        for (size_t k = 0; k < moves->chained; k++)
            if (site_is_led(moves, moves->chain[k], site))
                moves->led[moves->leds++] = moves->chain[k] * sites + site;
    return true;
}

bool site_moves_take(struct site_moves *moves, const struct posterior *posterior, const struct rollout *rollout)
{
    *moves = (struct site_moves){.posterior = posterior, .rollout = rollout};
    site_luck_init(&moves->placed, posterior->programme);
    order_chain(moves);
    if (!take_guide(moves))
        return false;
    moves->known = monitor_known_take(posterior->options.track);
    moves->kinds = site_luck_kinds(posterior->programme, moves->kind);
    moves->proposed = calloc(posterior_blocks(posterior), sizeof *moves->proposed);
    moves->memo = calloc(posterior_blocks(posterior), sizeof *moves->memo);
    moves->place = calloc(posterior->programme->quantities.count + 1, sizeof *moves->place);
    moves->value = calloc(posterior->programme->quantities.count + 1, sizeof *moves->value);
    moves->position = calloc(posterior->dimensions + 1, sizeof *moves->position);
    moves->used = calloc(SITE_LUCK_KINDS * posterior->programme->sites, sizeof *moves->used);
    return moves->known && moves->proposed && moves->memo && moves->place && moves->value && moves->position &&
           moves->used && monitor_sighting_take(&moves->sighting, posterior->options.track);
}

void site_moves_free(struct site_moves *moves)
{
    monitor_sighting_free(&moves->sighting);
    monitor_guide_free(&moves->guide);
    free(moves->led);
    free(moves->room);
    free(moves->known);
    free(moves->proposed);
    free(moves->memo);
    free(moves->place);
    free(moves->value);
    free(moves->position);
    free(moves->used);
    *moves = (struct site_moves){0};
}

void site_moves_add_fit(struct site_moves *moves, struct tempered *fit)
{
    const struct posterior *posterior = moves->posterior;
    struct tempered sheet = monitor_track_fit(posterior->options.track, posterior->programme, moves->rollout,
                                              &moves->sighting, posterior->known, moves->known);
    fit->log_density += sheet.log_density + (moves->guide.told ? moves->guide.log_weight : 0);
    fit->excess += sheet.excess;
}

static size_t pick(const struct site_sweep *sweep, size_t count)
{
    return (size_t)((double)count * stream_uniform(sweep->stream));
}

/* ---- by simulating ---- */

/* A place a little further, up to how far being drawn by its logarithm; the ends reflect. */
static uint32_t nudge(const struct site_sweep *sweep, uint32_t generation)
{
    double far = exp(-4 * stream_uniform(sweep->stream));
    double place = site_luck_place(generation) + far * (2 * stream_uniform(sweep->stream) - 1);
    return site_luck_at(place < 0 ? -place : place > 1 ? 2 - place : place);
}

/* One kind, or all but the pace. */
static int renew_site(struct site_moves *moves, const struct site_sweep *sweep, size_t site, struct error *error)
{
    size_t block = site_luck_of(moves->posterior->programme, site);
    bool all = stream_uniform(sweep->stream) < ALL;
    size_t kind = moves->kind[pick(sweep, moves->kinds)];
    uint32_t generation = site_fresh(sweep);
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    for (size_t k = 1; k < SITE_LUCK_KINDS; k++)
        if (all || k == kind)
            moves->proposed[k * SITE_LUCK_BLOCKS + block] = generation;
    uint32_t own = sweep->generation[kind * SITE_LUCK_BLOCKS + block];
    if (!all && own >= SITE_LUCK_PLACE && stream_uniform(sweep->stream) < NUDGED)
        moves->proposed[kind * SITE_LUCK_BLOCKS + block] = nudge(sweep, own);
    return site_decide(moves, sweep, 0, error);
}

/* What days lead ends on them whatever else happens, so that it hardly matters to other sites: several at a time. */
static int renew_led(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    const struct programme *p = moves->posterior->programme;
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    size_t count = 1 + pick(sweep, TOGETHER), first = pick(sweep, moves->leds);
    bool next = stream_uniform(sweep->stream) < 0.5; /* one after the other */
    for (size_t k = 0; k < count; k++) {
        size_t cell = moves->led[next ? (first + k) % moves->leds : pick(sweep, moves->leds)];
        uint32_t *generation = &moves->proposed[cell / p->sites * SITE_LUCK_BLOCKS + site_luck_of(p, cell % p->sites)];
        *generation = *generation >= SITE_LUCK_PLACE && stream_uniform(sweep->stream) < NEAR ? nudge(sweep, *generation)
                                                                                             : site_fresh(sweep);
    }
    return site_decide(moves, sweep, 0, error);
}

static int move_site(struct site_moves *moves, const struct site_sweep *sweep, size_t site, struct error *error)
{
    return stream_uniform(sweep->stream) < (moves->guide.told ? LED : TRADED) ? site_trade(moves, sweep, site, error)
                                                                              : renew_site(moves, sweep, site, error);
}

static int renew_pace(struct site_moves *moves, const struct site_sweep *sweep, size_t site, struct error *error)
{
    size_t block = site_luck_of(moves->posterior->programme, site);
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    moves->proposed[SITE_LUCK_PACE * SITE_LUCK_BLOCKS + block] = site_fresh(sweep);
    return site_decide(moves, sweep, 0, error);
}

/* ---- without ---- */

/* Sites that share a block have their paces together. */
static double counts_of_block(const struct site_moves *moves, size_t site, uint32_t generation, bool other)
{
    const struct posterior *posterior = moves->posterior;
    const struct programme *p = posterior->programme;
    size_t block = site_luck_of(p, site);
    double sum = 0;
    for (size_t i = 0; i < p->sites; i++) {
        if (site_luck_of(p, i) != block)
            continue;
        double times =
            other ? rollout_other_pace(moves->rollout, &moves->placed, i, generation) / rollout_pace(moves->rollout, i)
                  : 1;
        sum += monitor_track_counts(posterior->options.track, p, moves->rollout, &moves->sighting, i, times);
    }
    return sum;
}

/* Of the sites that share a block the first moves it. */
static bool leads(const struct site_moves *moves, size_t site)
{
    const struct programme *p = moves->posterior->programme;
    size_t block = site_luck_of(p, site), first = 0;
    while (site_luck_of(p, first) != block)
        first++;
    return first == site;
}

static bool is_whole(const struct site_moves *moves, size_t site)
{
    const struct posterior *posterior = moves->posterior;
    const struct programme *p = posterior->programme;
    size_t block = site_luck_of(p, site);
    for (size_t i = 0; i < p->sites; i++)
        if (site_luck_of(p, i) == block && !monitor_track_is_whole(posterior->options.track, p, i, posterior->known))
            return false;
    return true;
}

static void offer_paces(struct site_moves *moves, const struct site_sweep *sweep, size_t site)
{
    size_t block = site_luck_of(moves->posterior->programme, site);
    double first = counts_of_block(moves, site, 0, false), now = first;
    for (int k = 0; k < PACES; k++) {
        uint32_t generation = site_fresh(sweep);
        double other = counts_of_block(moves, site, generation, true);
        if (!site_accepts(sweep, sweep->beta * (other - now)))
            continue;
        now = other;
        sweep->generation[SITE_LUCK_PACE * SITE_LUCK_BLOCKS + block] = generation;
    }
    sweep->now->log_density += now - first;
}

static int renew_paces(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    const struct programme *p = moves->posterior->programme;
    struct tempered fit;
    for (size_t site = 0; site < p->sites; site++)
        if (!is_whole(moves, site) && leads(moves, site) && renew_pace(moves, sweep, site, error) != 0)
            return -1;
    if (sweep->ask(sweep->context, sweep->worker, sweep->particle, &fit, error) != 0) /* as it stands now */
        return -1;
    for (size_t site = 0; moves->sighting.paced && site < p->sites; site++)
        if (is_whole(moves, site) && leads(moves, site))
            offer_paces(moves, sweep, site);
    return 0;
}

int site_moves_sweep(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    const struct programme *p = moves->posterior->programme;
    if (site_parameters_place(moves, sweep, error) != 0)
        return -1;
    for (size_t k = 0; moves->leds > 0 && k < p->sites; k++)
        if (renew_led(moves, sweep, error) != 0)
            return -1;
    for (size_t k = 0; k < p->sites; k++)
        if (move_site(moves, sweep, pick(sweep, p->sites), error) != 0)
            return -1;
    if (site_pilots_move(moves, sweep, error) != 0)
        return -1;
    if (p->uptake.present && renew_paces(moves, sweep, error) != 0)
        return -1;
    return site_parameters_move(moves, sweep, error);
}
