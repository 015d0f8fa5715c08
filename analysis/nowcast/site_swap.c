/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_swap: two sites change vendors with one another.
 *
 * Which vendor a site has is dealt out by a uniform number of its own; one drawn anew moves others, too. So both
 * numbers are drawn until just the two have changed: a draw from the prior given that, and as likely the other way
 * round, since the two numbers may change places. A guess (models/site_course.h) of what the sheet says of the two, if
 * each also took the other's place in the queue, decides whether the replication is simulated; the ratio is then that
 * of delayed acceptance with a guess that depends on the state (Christen & Fox, J. Comput. Graph. Stat. 14, 2005).
 */
#include "site_moves.h"
#include "models/vendor_swap.h"

#include <math.h>
#include <string.h>

enum { DRAWS = 300 }; /* at most; others are as rare both ways */

static size_t pick(const struct site_sweep *sweep, size_t count)
{
    return (size_t)((double)count * stream_uniform(sweep->stream));
}

/* By how much likelier the sheet would about be of the two. */
static double gain_of(struct site_moves *moves, struct rollout *rollout, const struct sighting *sighting,
                      const struct vendor_swap *swap, const uint32_t *from, const uint32_t *to)
{
    const struct posterior *posterior = moves->posterior;
    const struct renewal was = {.generation = from, .by_site = true, .placed = &moves->placed, .memo = moves->memo};
    const struct renewal other = {
        .generation = to, .by_site = true, .placed = &moves->placed, .memo = moves->tried_memo};
    double gain = 0;
    for (size_t i = 0; i < 2; i++) {
        size_t site = swap->site[i];
        site_course_seen(rollout, site, posterior->known, &moves->seen);
        site_course_guess_vendor(rollout, &was, &other, site, swap->site[1 - i], posterior->known, &moves->guessed);
        gain += monitor_track_gain(posterior->options.track, posterior->programme, rollout, sighting, site,
                                   posterior->known, &moves->seen, &moves->guessed);
    }
    return gain;
}

static bool propose(struct site_moves *moves, const struct site_sweep *sweep, struct vendor_swap *swap)
{
    size_t sites = moves->posterior->programme->sites, one = pick(sweep, sites), two = pick(sweep, sites);
    if (!vendor_swap_of(swap, moves->kept, sweep->generation, one, two))
        return false;
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

int site_swap(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    struct vendor_swap swap;
    struct tempered fit;
    struct sampler_particle other = *sweep->particle;
    if (!propose(moves, sweep, &swap))
        return 0;
    double there =
        sweep->beta * gain_of(moves, moves->kept, &moves->kept_sighting, &swap, sweep->generation, moves->proposed);
    if (!site_accepts(sweep, there))
        return 0;
    other.generation = moves->proposed;
    if (sweep->ask(sweep->context, sweep->worker, &other, &fit, error) != 0)
        return -1;
    double back =
        sweep->beta * gain_of(moves, moves->rollout, &moves->sighting, &swap, moves->proposed, sweep->generation);
    if (!site_accepts(sweep, fmin(0, back) - fmin(0, there) + tempering_log(&fit, sweep->beta) -
                                 tempering_log(sweep->now, sweep->beta)))
        return 0;
    *sweep->now = fit;
    memcpy(sweep->generation, moves->proposed, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    sweep->turn(sweep->context, sweep->worker);
    return 0;
}
