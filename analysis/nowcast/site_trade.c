/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_trade: two of a site's draws, one following the other, traded against each other: what one takes longer, the
 * other is shorter.
 *
 * A sheet that tells when a site was ready, but not when it decided, holds the sum of what came before and leaves its
 * parts open; one part moved alone moves the sum. Both get a place in their distributions that follows from the value,
 * so that the ratio has the derivative f1(v1') f2(v2') / (f1(v1) f2(v2)). Likewise a parameter is moved with all sites'
 * places in one draw kept, and the other draw of each takes up the difference: the ratio has the derivative
 * f2(v2') / f2(v2) of each.
 */
#include "site_moves.h"

#include <math.h>
#include <string.h>

/* A generation that is a place, of a draw that the site has. */
static bool is_tradable(const struct site_moves *moves, const struct site_sweep *sweep, size_t kind, size_t site)
{
    size_t block = site_luck_of(moves->posterior->programme, site);
    return moves->form[kind].variate.family != VARIATE_CONSTANT &&
           moves->placed.entity[block] == (uint64_t)moves->posterior->programme->site[site].code &&
           sweep->generation[kind * SITE_LUCK_BLOCKS + block] >= SITE_LUCK_PLACE && !site_is_led(moves, kind, site);
}

/* The width of the middle half, in days. */
static double width_of(const struct site_moves *moves, size_t kind)
{
    const struct site_luck_form *form = &moves->form[kind];
    return (variate_quantile(&form->variate, 0.75) - variate_quantile(&form->variate, 0.25)) * form->scale *
           moves->day[kind];
}

/* Proposes a draw that takes `days` more; adds the logarithm of the derivative. False if it cannot. */
static bool lengthen(struct site_moves *moves, size_t kind, size_t block, double days, double *derivative)
{
    const struct site_luck_form *form = &moves->form[kind];
    uint32_t *generation = &moves->proposed[kind * SITE_LUCK_BLOCKS + block];
    double value = variate_quantile(&form->variate, site_luck_place(*generation));
    double other = value + days / (form->scale * moves->day[kind]);
    double there = variate_cdf(&form->variate, other);
    if (!site_place_is_told(site_luck_place(*generation)) || !site_place_is_told(there))
        return false;
    *derivative += site_log_density(&form->variate, other) - site_log_density(&form->variate, value);
    *generation = site_luck_at(there);
    return isfinite(*derivative);
}

/* ---- of one site ---- */

int site_trade(struct site_moves *moves, const struct site_sweep *sweep, size_t site, struct error *error)
{
    size_t block = site_luck_of(moves->posterior->programme, site);
    double derivative = 0;
    if (moves->chained < 2)
        return 0;
    size_t first = (size_t)((double)(moves->chained - 1) * stream_uniform(sweep->stream));
    size_t one = moves->chain[first], two = moves->chain[first + 1];
    if (!is_tradable(moves, sweep, one, site) || !is_tradable(moves, sweep, two, site))
        return 0;
    double width = fmin(width_of(moves, one), width_of(moves, two));
    double days = 2 * width * exp(-3 * stream_uniform(sweep->stream)) * (2 * stream_uniform(sweep->stream) - 1);
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    if (!lengthen(moves, one, block, days, &derivative) || !lengthen(moves, two, block, -days, &derivative))
        return 0;
    return site_decide(moves, sweep, derivative, error);
}

/* ---- of all sites ---- */

/* The one kind whose form the proposed parameters change, as its place in the chain; none or several: `chained`. */
static size_t changed_link(const struct site_moves *moves)
{
    size_t found = moves->chained, count = 0;
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++)
        count += moves->placed.draw[kind].purpose != 0 && !site_form_is_same(&moves->form[kind], &moves->other[kind]);
    for (size_t i = 0; i < moves->chained; i++)
        if (!site_form_is_same(&moves->form[moves->chain[i]], &moves->other[moves->chain[i]]))
            found = i;
    return count == 1 ? found : moves->chained;
}

static size_t neighbour(const struct site_moves *moves, const struct site_sweep *sweep, size_t link)
{
    bool next = stream_uniform(sweep->stream) < 0.5;
    return link == 0 ? 1 : link + 1 == moves->chained || !next ? link - 1 : link + 1;
}

bool site_trade_all(struct site_moves *moves, const struct site_sweep *sweep, double *derivative)
{
    const struct programme *p = moves->posterior->programme;
    size_t link = changed_link(moves);
    *derivative = 0;
    if (link == moves->chained || moves->chained < 2)
        return false;
    size_t kind = moves->chain[link], other = moves->chain[neighbour(moves, sweep, link)];
    const struct site_luck_form *from = &moves->form[kind], *to = &moves->other[kind];
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    for (size_t site = 0; site < p->sites; site++) {
        size_t block = site_luck_of(p, site);
        if (!moves->used[kind * p->sites + site] || !moves->used[other * p->sites + site] ||
            !is_tradable(moves, sweep, kind, site) || !is_tradable(moves, sweep, other, site))
            continue;
        double place = site_luck_place(sweep->generation[kind * SITE_LUCK_BLOCKS + block]);
        double longer =
            variate_quantile(&to->variate, place) * to->scale - variate_quantile(&from->variate, place) * from->scale;
        if (!lengthen(moves, other, block, -longer * moves->day[kind], derivative))
            return false;
    }
    return true;
}
