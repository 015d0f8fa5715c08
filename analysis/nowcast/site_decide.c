/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_decide: whether a step of a particle that is held against a sheet is taken, and what its ratio is made of.
 */
#include "site_moves.h"

#include <math.h>
#include <string.h>

static const double EDGE = 0x1p-24; /* places nearer to an end than this are not told apart well enough */

bool site_is_led(const struct site_moves *moves, size_t kind, size_t site)
{
    const struct site_luck_draw *draw = &moves->placed.draw[kind];
    const struct programme *p = moves->posterior->programme;
    bool own = draw->purpose != 0 && kind != SITE_LUCK_PACE &&
               moves->placed.entity[site_luck_of(p, site)] == (uint64_t)p->site[site].code;
    return moves->guide.told && own &&
           !isnan(moves->guide.told[site * p->nodes + (draw->node == NOBODY ? 0 : (size_t)draw->node)]);
}

uint32_t site_fresh(const struct site_sweep *sweep)
{
    return SAMPLER_OWN | (uint32_t)(stream_uniform(sweep->stream) * 0x1p31);
}

bool site_place_is_told(double place)
{
    return place >= EDGE && place <= 1 - EDGE;
}

double site_log_density(const struct variate *variate, double x)
{
    double step = 1e-5 * fmax(fabs(x), 1e-3);
    return log((variate_cdf(variate, x + step) - variate_cdf(variate, x - step)) / (2 * step));
}

bool site_form_is_same(const struct site_luck_form *a, const struct site_luck_form *b)
{
    bool same = a->scale == b->scale && a->variate.family == b->variate.family;
    for (size_t i = 0; i < sizeof a->variate.p / sizeof *a->variate.p; i++)
        same &= a->variate.p[i] == b->variate.p[i];
    return same && a->variate.low == b->variate.low && a->variate.high == b->variate.high;
}

bool site_accepts(const struct site_sweep *sweep, double log_ratio)
{
    return log(stream_uniform(sweep->stream)) < log_ratio;
}

int site_decide(struct site_moves *moves, const struct site_sweep *sweep, double derivative, struct error *error)
{
    struct sampler_particle other = *sweep->particle;
    struct tempered fit;
    other.generation = moves->proposed;
    if (sweep->ask(sweep->context, sweep->worker, &other, &fit, error) != 0)
        return -1;
    if (site_accepts(sweep, derivative + tempering_log(&fit, sweep->beta) - tempering_log(sweep->now, sweep->beta))) {
        *sweep->now = fit;
        memcpy(sweep->generation, moves->proposed, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    }
    return 0;
}
