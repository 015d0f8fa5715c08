/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * guide: told days lead the draws that end on them, and what a course so led weighs (struct guide).
 *
 * An importance draw for each told day, made when the work begins, so that whatever happened before, the day is met
 * about as well as it was told; the work's length then weighs what it is likely to be. Student's distribution with 4
 * degrees of freedom and its inverse are closed expressions (Shaw, "Sampling Student's T distribution", J. Comput.
 * Finance 9, 2006).
 */
#include "models/rollout_rules.h"

#include <math.h>

void guide_begin(struct rollout *rollout)
{
    struct guide *guide = guide_of(rollout);
    if (!guide || guide->kept)
        return;
    guide->log_weight = 0;
    for (size_t i = 0; i < SITE_LUCK_KINDS * rollout->programme->sites; i++)
        guide->value[i] = NAN;
}

double guide_told(const struct rollout *rollout, size_t site, size_t node)
{
    return guide_of(rollout)->told[site * rollout->programme->nodes + node];
}

static size_t value_at(const struct rollout *rollout, size_t site, uint64_t purpose)
{
    return site_luck_kind(purpose) * rollout->programme->sites + site;
}

bool guide_leads(const struct rollout *rollout, size_t site, size_t node, uint64_t purpose)
{
    const struct renewal *renewal = rollout->luck.renewal;
    if (renewal->future > 0 && rollout->now > renewal->known)
        return false;
    if (renewal->guide->kept)
        return !isnan(renewal->guide->value[value_at(rollout, site, purpose)]);
    return !isnan(guide_told(rollout, site, node)) &&
           site_luck_is_placed(renewal->placed, site_entity(rollout, site), purpose);
}

/* ---- Student's distribution with 4 degrees of freedom ---- */

/* P(T > t), t >= 0: 1/2 - 3/4 s + 1/4 s^3 with s = t / sqrt(4 + t^2), written so that it keeps its digits far out. */
static double beyond(double t)
{
    if (t == INFINITY)
        return 0;
    double root = sqrt(4 + t * t), gap = 4 / (root * (root + t)); /* 1 - s */
    return 0.25 * gap * gap * (3 - gap);
}

/* The t >= 0 beyond which lies q <= 1/2. */
static double beyond_inverse(double q)
{
    double root = sqrt(4 * q * (1 - q));
    return 2 * sqrt(fmax(cos(acos(fmin(root, 1)) / 3) / root - 1, 0));
}

static double log_density(double t)
{
    return log(0.375) - 2.5 * log1p(t * t / 4);
}

static double mass_between(double low, double high)
{
    if (low >= 0)
        return beyond(low) - beyond(high);
    return high <= 0 ? beyond(-high) - beyond(-low) : 1 - beyond(-low) - beyond(high);
}

/* A place between low and high, and the logarithm of what lies between them. */
static double between(double low, double high, double place, double *log_mass)
{
    if (low + high < 0) { /* the other way round, so that the end that is nearer to 0 is to the right of it */
        double t = between(-high, -low, 1 - place, log_mass);
        return -t;
    }
    double above = high == INFINITY ? 0 : beyond(high), mass, beyond_it;
    if (low >= 0) {
        mass = beyond(low) - above;
        beyond_it = above + (1 - place) * mass;
        *log_mass = log(mass);
        return fmin(fmax(beyond_inverse(beyond_it), low), high);
    }
    double below = beyond(-low);
    mass = 1 - below - above;
    *log_mass = log(mass);
    beyond_it = above + (1 - place) * mass;
    double t = beyond_it <= 0.5 ? beyond_inverse(beyond_it) : -beyond_inverse(below + place * mass);
    return fmin(fmax(t, low), high);
}

/* ---- a draw ---- */

struct told_draw {
    uint64_t entity, purpose;
    double centre, width;
};

static double told_place(const struct rollout *rollout, uint64_t entity, uint64_t purpose)
{
    uint32_t generation;
    if (is_placed(rollout, entity, purpose, 0, &generation))
        return site_luck_place(generation);
    struct stream stream = stream_of(rollout, entity, purpose, 0);
    return stream_uniform(&stream);
}

/* What g yields, and the logarithm of its density there. */
static double draw_led(const struct rollout *rollout, const struct variate *variate, const struct told_draw *draw,
                       double *log_g)
{
    double low = (variate_support_low(variate) - draw->centre) / draw->width;
    double high = (variate_support_high(variate) - draw->centre) / draw->width, t, log_mass;
    bool led = !guide_of(rollout)->raw || generation_of(rollout, draw->entity, draw->purpose) != 0;
    double place = led ? told_place(rollout, draw->entity, draw->purpose) : 0.5;
    t = between(low, high, place, &log_mass);
    if (!led) {
        struct stream stream = stream_of(rollout, draw->entity, draw->purpose, 0);
        t = (variate_draw(variate, &stream) - draw->centre) / draw->width;
    }
    *log_g = log_density(t) - log_mass - log(draw->width);
    return draw->centre + draw->width * t;
}

double guide_draw(const struct rollout *rollout, size_t site, int chance, uint64_t purpose, double centre, double scale)
{
    struct guide *guide = guide_of(rollout);
    const struct variate *variate = &rollout->variate[chance];
    const struct told_draw draw = {site_entity(rollout, site), purpose, centre, scale * guide->error};
    double log_g;
    if (variate->family == VARIATE_CONSTANT)
        return variate->p[0];
    if (guide->kept)
        return guide->value[value_at(rollout, site, purpose)];
    double value = draw_led(rollout, variate, &draw, &log_g);
    guide->log_weight += variate_log_density(variate, value) - log_g;
    guide->value[value_at(rollout, site, purpose)] = value;
    return value;
}

double rollout_lateness_place(const struct rollout *rollout, const struct guide *guide, size_t site, double value,
                              double *log_g)
{
    const struct programme *p = rollout->programme;
    const struct variate *variate = &rollout->variate[p->lateness];
    double from = value_of(rollout, programme_decision_from(p, site)), log_mass;
    double spread = value_of(rollout, p->decision_spread_days) * rollout->stretch, width = guide->error / spread;
    double centre = (guide->told[site * p->nodes] - from) / spread, t = (value - centre) / width;
    double low = (variate_support_low(variate) - centre) / width,
           high = (variate_support_high(variate) - centre) / width;
    between(low, high, 0.5, &log_mass);
    *log_g = log_density(t) - log_mass - log(width);
    return mass_between(low, t) / exp(log_mass);
}
