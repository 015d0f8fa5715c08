/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_parameters: a parameter moved with what has happened kept.
 *
 * With the luck kept, a factor of all sites' work moves every date, and a sheet has dates enough to forbid that. So
 * what the sites have drawn is kept instead, each draw times its scale (struct site_luck_form), and its place in its
 * distribution follows: u' = F'(c F^-1(u) / c'). The ratio has the derivative du'/du = f'(v') c / (c' f(v)) of each.
 * What has not been drawn by the as-of date keeps its place; if the step changes which that is, it is not taken, since
 * the way back would be another. That both ways of writing a hierarchy, the luck kept and the draws kept, mix where
 * either alone would not is shown by Yu & Meng, "To center or not to center", J. Comput. Graph. Stat. 20 (2011).
 */
#include "site_moves.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

static double *place_of(struct site_moves *moves, const double position[])
{
    const struct posterior *posterior = moves->posterior;
    for (size_t i = 0; i < posterior->programme->quantities.count; i++)
        moves->place[i] = 0.5;
    for (size_t i = 0; i < posterior->dimensions; i++)
        moves->place[posterior->coordinate[i]] = posterior_position(position[i]);
    return moves->place;
}

static int forms_at(struct site_moves *moves, const double position[], struct site_luck_form form[],
                    struct error *error)
{
    return site_luck_forms(&moves->placed, moves->posterior->programme, place_of(moves, position), moves->value, form,
                           error);
}

/* Sites that are placed: one of each block. */
static bool is_placed(const struct site_moves *moves, size_t kind, size_t site)
{
    const struct site_luck *placed = &moves->placed;
    return placed->draw[kind].purpose != 0 && !site_is_led(moves, kind, site) &&
           site_luck_is_placed(placed, (uint64_t)moves->posterior->programme->site[site].code,
                               placed->draw[kind].purpose);
}

static size_t cell_of(const struct site_moves *moves, size_t kind, size_t site)
{
    return kind * SITE_LUCK_BLOCKS + site_luck_of(moves->posterior->programme, site);
}

/* ---- placing ---- */

static bool place_one(struct site_moves *moves, const struct site_sweep *sweep, size_t kind, size_t site)
{
    size_t cell = cell_of(moves, kind, site);
    if (!is_placed(moves, kind, site) || sweep->generation[cell] >= SITE_LUCK_PLACE ||
        moves->form[kind].variate.family == VARIATE_CONSTANT)
        return false;
    double value = rollout_luck_value(moves->rollout, &moves->placed, kind, site, sweep->generation[cell]);
    moves->proposed[cell] = site_luck_at(variate_cdf(&moves->form[kind].variate, value));
    return true;
}

/* The draw is what it was; all else of the cell is drawn anew, so that it is for the fit to decide. */
int site_parameters_place(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    struct tempered fit;
    bool any = false;
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    if (sweep->ask(sweep->context, sweep->worker, sweep->particle, &fit, error) != 0 ||
        forms_at(moves, sweep->position, moves->form, error) != 0)
        return -1;
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++)
        for (size_t site = 0; site < moves->posterior->programme->sites; site++)
            any |= place_one(moves, sweep, kind, site);
    return any ? site_decide(moves, sweep, 0, error) : 0;
}

/* ---- moving ---- */

static void note_used(struct site_moves *moves)
{
    size_t sites = moves->posterior->programme->sites;
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++)
        for (size_t site = 0; site < sites; site++)
            moves->used[kind * sites + site] =
                is_placed(moves, kind, site) && rollout_luck_used(moves->rollout, &moves->placed, kind, site);
}

static bool uses_the_same(const struct site_moves *moves)
{
    size_t sites = moves->posterior->programme->sites;
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++)
        for (size_t site = 0; site < sites; site++)
            if (moves->used[kind * sites + site] !=
                (is_placed(moves, kind, site) && rollout_luck_used(moves->rollout, &moves->placed, kind, site)))
                return false;
    return true;
}

/* Keeps a draw; adds the logarithm of the derivative. False if it cannot have been. */
static bool keep(struct site_moves *moves, size_t kind, size_t cell, double *derivative)
{
    const struct site_luck_form *from = &moves->form[kind], *to = &moves->other[kind];
    double place = site_luck_place(moves->proposed[cell]), ratio = from->scale / to->scale;
    double value = variate_quantile(&from->variate, place), other = value * ratio;
    double there = variate_cdf(&to->variate, other);
    if (!site_place_is_told(place) || !site_place_is_told(there))
        return false;
    *derivative += site_log_density(&to->variate, other) + log(ratio) - site_log_density(&from->variate, value);
    moves->proposed[cell] = site_luck_at(there);
    return isfinite(*derivative);
}

/* Proposes what of the luck goes with the parameters proposed. */
static bool propose_luck(struct site_moves *moves, const struct site_sweep *sweep, double *derivative)
{
    size_t sites = moves->posterior->programme->sites;
    *derivative = 0;
    memcpy(moves->proposed, sweep->generation, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    for (size_t kind = 0; kind < SITE_LUCK_KINDS; kind++) {
        if (moves->placed.draw[kind].purpose == 0 || site_form_is_same(&moves->form[kind], &moves->other[kind]))
            continue;
        if (moves->form[kind].variate.family == VARIATE_CONSTANT ||
            moves->other[kind].variate.family == VARIATE_CONSTANT)
            continue;
        for (size_t site = 0; site < sites; site++) {
            size_t cell = cell_of(moves, kind, site);
            if (moves->used[kind * sites + site] && moves->proposed[cell] >= SITE_LUCK_PLACE &&
                !keep(moves, kind, cell, derivative))
                return false;
        }
    }
    return true;
}

/* A step that leaves the standard normal prior as it is, how far being drawn by its logarithm. */
static double step_of(const struct site_sweep *sweep, double z)
{
    double far = exp(-4 * stream_uniform(sweep->stream));
    return sqrt(1 - far * far) * z + far * gsl_cdf_ugaussian_Pinv(stream_uniform(sweep->stream));
}

enum how {
    KEPT,
    TRADED,
    READY
}; /* what goes with a parameter: the draws, the next draw, draws and vendors' readiness */

static int move_one(struct site_moves *moves, const struct site_sweep *sweep, size_t i, enum how how,
                    struct error *error)
{
    double derivative = 0, slips = 0;
    struct error contradiction = {0};
    memcpy(moves->position, sweep->position, moves->posterior->dimensions * sizeof *moves->position);
    moves->position[i] = step_of(sweep, sweep->position[i]);
    if ((how == READY && !site_slips_keep(moves, sweep->position, &slips)) ||
        forms_at(moves, moves->position, moves->other, &contradiction) != 0 ||
        !(how == TRADED ? site_trade_all : propose_luck)(moves, sweep, &derivative))
        return 0;
    derivative += slips;
    struct sampler_particle other = {sweep->particle->replication, moves->position, moves->proposed};
    struct tempered fit;
    if (sweep->ask(sweep->context, sweep->worker, &other, &fit, error) != 0)
        return -1;
    if (!uses_the_same(moves) ||
        !site_accepts(sweep, derivative + tempering_log(&fit, sweep->beta) - tempering_log(sweep->now, sweep->beta)))
        return 0;
    *sweep->now = fit;
    memcpy(sweep->generation, moves->proposed, posterior_blocks(moves->posterior) * sizeof *moves->proposed);
    memcpy(sweep->position, moves->position, moves->posterior->dimensions * sizeof *moves->position);
    memcpy(moves->form, moves->other, sizeof moves->form);
    return 0;
}

int site_parameters_move(struct site_moves *moves, const struct site_sweep *sweep, struct error *error)
{
    struct tempered fit;
    if (sweep->ask(sweep->context, sweep->worker, sweep->particle, &fit, error) != 0 || /* as it stands now */
        forms_at(moves, sweep->position, moves->form, error) != 0)
        return -1;
    note_used(moves);
    for (size_t i = 0; i < moves->posterior->dimensions; i++)
        if (move_one(moves, sweep, i, KEPT, error) != 0 ||
            (!moves->guide.told && move_one(moves, sweep, i, TRADED, error) != 0) ||
            (site_slips_go_with(moves, i) && move_one(moves, sweep, i, READY, error) != 0))
            return -1;
    return 0;
}
