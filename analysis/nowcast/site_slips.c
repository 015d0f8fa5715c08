/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_slips: what delays all vendors is moved with the days kept on which their versions are ready.
 *
 * A version is ready at r = o + s (x - o), x = planned + common slip + own slip, s the stretch and o the plan's day.
 * What a sheet tells holds r, so that s or the common slip moved alone moves every site. With r kept the own slip
 * becomes x' - planned' - common', x' = o + (s / s') (x - o), and the ratio has f(slip') s / (f(slip) s') of each
 * vendor.
 */
#include "site_moves.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

static double value_at(const struct site_moves *moves, const double position[], size_t quantity)
{
    const struct posterior *posterior = moves->posterior;
    double place = 0.5;
    for (size_t i = 0; i < posterior->dimensions; i++)
        if (posterior->coordinate[i] == quantity)
            place = posterior_position(position[i]);
    return quantities_value(&posterior->programme->quantities, quantity, place);
}

/* What all vendors wait for, and its stretch. */
struct common {
    double planned, stretch, from;
};

static struct common common_of(const struct site_moves *moves, const double position[])
{
    const struct programme *p = moves->posterior->programme;
    bool view = p->overrun != NO_NUMBER;
    return (struct common){value_at(moves, position, p->planned) + value_at(moves, position, p->common_slip_days),
                           view ? 1 + value_at(moves, position, p->overrun) : 1,
                           view ? value_at(moves, position, p->overrun_from) : 0};
}

static bool keep_one(struct site_moves *moves, size_t coordinate, const struct common *was, const struct common *now,
                     double *derivative)
{
    const struct posterior *posterior = moves->posterior;
    size_t quantity = posterior->coordinate[coordinate];
    const struct variate *variate = &posterior->programme->quantities.list[quantity]->variate;
    double slip = value_at(moves, moves->position, quantity), ratio = was->stretch / now->stretch;
    double after = was->planned + slip - was->from, other = now->from + ratio * after - now->planned;
    double place = variate_cdf(variate, other);
    if (after <= 0 || !site_place_is_told(place))
        return false;
    *derivative += variate_log_density(variate, other) - variate_log_density(variate, slip) + log(ratio);
    moves->position[coordinate] = gsl_cdf_ugaussian_Pinv(place);
    return isfinite(*derivative);
}

bool site_slips_keep(struct site_moves *moves, const double position[], double *derivative)
{
    const struct posterior *posterior = moves->posterior;
    const struct programme *p = posterior->programme;
    const struct common was = common_of(moves, position), now = common_of(moves, moves->position);
    for (size_t i = 0; i < posterior->dimensions; i++)
        for (size_t v = 0; v < p->vendors; v++)
            if (posterior->coordinate[i] == p->vendor[v].slip_days && !keep_one(moves, i, &was, &now, derivative))
                return false;
    return true;
}

bool site_slips_go_with(const struct site_moves *moves, size_t coordinate)
{
    const struct programme *p = moves->posterior->programme;
    size_t quantity = moves->posterior->coordinate[coordinate];
    return moves->guide.told && (quantity == p->overrun || quantity == p->planned || quantity == p->common_slip_days);
}
