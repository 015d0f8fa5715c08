/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_swap: two sites change vendors with one another.
 *
 * Which vendor a site has is dealt out by a uniform number of its own; one drawn anew moves others, too. So both
 * numbers are drawn until just the two have changed: a draw from the prior given that, and as likely the other way
 * round, since the two numbers may change places. With whom a site changes is chosen among some partners by a guess
 * (models/site_course.h) of what the sheet says of both, if each also took the other's place in the queue; then the
 * replication is simulated. Going back is choosing the same one of the same partners, so that the ratio is
 *
 *   f(y) / f(x)  w_y(k) sum of w_x / (w_x(k) sum of w_y),
 *
 * w_x(k) being the price of changing with partner k where the course is that of x. It is right for any prices.
 */
#include "site_moves.h"
#include "models/vendor_swap.h"

#include <math.h>
#include <string.h>

enum { PARTNERS = 16, DRAWS = 300 }; /* draws: at most; others are as rare both ways */

static size_t pick(const struct site_sweep *sweep, size_t count)
{
    return (size_t)((double)count * stream_uniform(sweep->stream));
}

struct partners {
    size_t site, count, chosen;
    size_t partner[PARTNERS];
    double log_share[PARTNERS]; /* of all prices */
};

/* By how much likelier the sheet would about be of a site with another one's vendor. */
static double gain_of(struct site_moves *moves, struct rollout *rollout, const struct sighting *sighting,
                      const uint32_t *generation, size_t site, size_t partner)
{
    const struct posterior *posterior = moves->posterior;
    const struct renewal same = {
        .generation = generation, .by_site = true, .placed = &moves->placed, .memo = moves->memo};
    site_course_seen(rollout, site, posterior->known, &moves->seen);
    site_course_guess_vendor(rollout, &same, &same, site, partner, posterior->known, &moves->guessed);
    return monitor_track_gain(posterior->options.track, posterior->programme, rollout, sighting, site, posterior->known,
                              &moves->seen, &moves->guessed);
}

static bool may_change(const struct site_moves *moves, const struct rollout *rollout, size_t one, size_t two)
{
    const struct site *site = moves->posterior->programme->site;
    return site[one].vendor == NOBODY && site[two].vendor == NOBODY &&
           rollout_vendor(rollout, one) != rollout_vendor(rollout, two);
}

/* False if there is nobody to change with. */
static bool price(struct site_moves *moves, struct rollout *rollout, const struct sighting *sighting,
                  const uint32_t *generation, struct partners *partners, double beta)
{
    double greatest = -INFINITY, sum = 0;
    for (size_t k = 0; k < partners->count; k++) {
        size_t one = partners->site, two = partners->partner[k];
        partners->log_share[k] = -INFINITY;
        if (may_change(moves, rollout, one, two))
            partners->log_share[k] = beta * (gain_of(moves, rollout, sighting, generation, one, two) +
                                             gain_of(moves, rollout, sighting, generation, two, one));
        greatest = fmax(greatest, partners->log_share[k]);
    }
    if (greatest == -INFINITY)
        return false;
    for (size_t k = 0; k < partners->count; k++)
        sum += exp(partners->log_share[k] - greatest);
    for (size_t k = 0; k < partners->count; k++)
        partners->log_share[k] -= greatest + log(fmax(sum, 1)); /* the greatest is among them */
    return true;
}

static void choose(const struct site_sweep *sweep, struct partners *partners)
{
    double rest = stream_uniform(sweep->stream);
    partners->chosen = 0;
    for (size_t k = 0; k < partners->count && rest >= 0; k++) {
        rest -= exp(partners->log_share[k]);
        if (partners->log_share[k] > -INFINITY)
            partners->chosen = k;
    }
}

/* Luck by which the two change, and nobody else. */
static bool draw(struct site_moves *moves, const struct site_sweep *sweep, const struct vendor_swap *swap)
{
    for (int k = 0; k < DRAWS; k++) {
        uint32_t fresh[2];
        for (size_t i = 0; i < 2; i++)
            fresh[i] = SAMPLER_OWN | (uint32_t)(stream_uniform(sweep->stream) * 0x1p31);
        if (!vendor_swap_fits(swap, moves->kept, fresh))
            continue;
        memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
        for (size_t i = 0; i < 2; i++)
            moves->proposed[swap->cell[i]] = fresh[i];
        return true;
    }
    return false;
}

static bool propose(struct site_moves *moves, const struct site_sweep *sweep, struct partners *partners)
{
    size_t sites = moves->posterior->programme->sites;
    struct vendor_swap swap;
    partners->site = pick(sweep, sites);
    partners->count = PARTNERS;
    for (size_t k = 0; k < PARTNERS; k++)
        partners->partner[k] = pick(sweep, sites);
    if (!price(moves, moves->kept, &moves->kept_sighting, sweep->generation, partners, sweep->beta))
        return false;
    choose(sweep, partners);
    return vendor_swap_of(&swap, moves->kept, sweep->generation, partners->site, partners->partner[partners->chosen]) &&
           draw(moves, sweep, &swap);
}

int site_swap(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    struct partners partners;
    struct tempered fit;
    struct sampler_particle other = *sweep->particle;
    if (!propose(moves, sweep, &partners))
        return 0;
    double log_ratio = -partners.log_share[partners.chosen];
    other.generation = moves->proposed;
    if (sweep->ask(sweep->context, sweep->worker, &other, &fit, error) != 0)
        return -1;
    if (!price(moves, moves->rollout, &moves->sighting, moves->proposed, &partners, sweep->beta))
        return 0;
    log_ratio += partners.log_share[partners.chosen];
    if (!site_accepts(sweep, log_ratio + tempering_log(&fit, sweep->beta) - tempering_log(sweep->now, sweep->beta)))
        return 0;
    *sweep->now = fit;
    memcpy(sweep->generation, moves->proposed, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    sweep->turn(sweep->context, sweep->worker);
    return 0;
}
