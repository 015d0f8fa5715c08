/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_decide: whether a step of a particle that is held against a sheet is taken.
 */
#include "site_moves.h"

#include <math.h>
#include <string.h>

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
