/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * uptake: the items come in, week by week.
 *
 * A Monday's tick settles the week just ended. With X of n items in, the week's items are
 * BetaBinomial(n - X, p, rho), capped by the staff's capacity, p = 1 - exp(-H), H being the hazard
 * integrated over the part of the week in which the site was at it. The forms of the hazard, per week:
 *
 *   - bass: base pace doctors (1 + imitation F) deadline season support trained, F the national share: in the limit of
 *     many sites the diffusion of Bass (Management Science 15, 1969) with p = base, q = base imitation;
 *   - learning: the same with the site's own share in the place of F;
 *   - deadline-rush: pace doctors season support trained rush / (T - t + rush_days) per day, rush / rush_days after T;
 *   - table: a probability for each week since the site began, nothing else acting on it;
 *   - capacity: nothing but the staff's capacity: all that fits.
 *
 * deadline(t) = 1 + pressure exp(-(T - t) / pressure_days) up to the deadline T in force, 1 + pressure after it.
 * A deadline wears out: where pressure_fade_days says so, what it adds fades after T, exp(-(t - T) / fade), the rush
 * to the base hazard; and one that was moved once presses less: moved_belief multiplies pressure and rush.
 * The outside view's stretch is one of time: base and rush are divided by it.
 */
#include "models/rollout_rules.h"
#include "sim/elementary.h"

#include <math.h>

/* ---- deadlines ---- */

struct pressing {  /* the deadline in force */
    double at;     /* infinite: none */
    double belief; /* factor of what it adds */
};

static struct pressing pressing_at(const struct rollout *rollout, double t)
{
    const struct programme *p = rollout->programme;
    const struct uptake *uptake = &p->uptake;
    int deadline = uptake->deadline, moved = uptake->moved_deadline;
    if (moved != NOBODY && moved != deadline && t >= value_of(rollout, uptake->moved_known))
        return (struct pressing){p->deadline[moved].instant, value_of(rollout, uptake->moved_belief)};
    return (struct pressing){deadline == NOBODY ? INFINITY : p->deadline[deadline].instant, 1};
}

/* What is left of a deadline's pressure so long after it. */
static double faded(const struct rollout *rollout, double days)
{
    number fade = rollout->programme->uptake.pressure_fade_days;
    return fade == NO_NUMBER ? 1 : elementary_exp(-days / value_of(rollout, fade));
}

static double pressure_at(const struct rollout *rollout, double t)
{
    const struct uptake *uptake = &rollout->programme->uptake;
    struct pressing deadline = pressing_at(rollout, t);
    double left = deadline.at - t;
    return 1 +
           value_of(rollout, uptake->pressure) * deadline.belief *
               (left > 0 ? elementary_exp(-left / value_of(rollout, uptake->pressure_days)) : faded(rollout, -left));
}

/* ---- what is common to a region's sites over [from, to] ---- */

/* Three-point Gauss-Legendre over [from, to]; the pressure is the same in all regions, and so is where the clean-up
 * agreement moves the doctors' instants. */
struct points {
    double moved[3], pressure[3];
};

static struct points points_of(const struct rollout *rollout, double from, double to)
{
    static const double node[3] = {-0.7745966692414834, 0, 0.7745966692414834};
    double middle = (from + to) / 2, half = (to - from) / 2;
    struct points points;
    for (int i = 0; i < 3; i++) {
        double at = middle + half * node[i];
        points.moved[i] = doctors_moved(rollout, at);
        points.pressure[i] = pressure_at(rollout, at);
    }
    return points;
}

/* Of the regions first ... end - 1: mean of doctors' share x deadline pressure. */
static void climate(const struct rollout *rollout, size_t first, size_t end, double from, double to, double share[])
{
    static const double weight[3] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    struct points points = points_of(rollout, from, to);
    double *doctors = rollout->share_at;
    doctors_shares(rollout, first, end, points.moved, 3, doctors);
    for (size_t r = 0; r < end - first; r++) {
        share[r] = 0;
        for (size_t i = 0; i < 3; i++)
            share[r] += weight[i] * doctors[3 * r + i] * points.pressure[i];
    }
}

/* Of [from, to], which lies after the deadline: the days during which the rush still stands at its peak, so to speak:
 * the integral of what has not faded. */
static double unfaded_days(const struct rollout *rollout, double deadline, double from, double to)
{
    number fade = rollout->programme->uptake.pressure_fade_days;
    if (fade == NO_NUMBER)
        return to - from;
    return value_of(rollout, fade) * (faded(rollout, from - deadline) - faded(rollout, to - deadline));
}

/* Integral of rush / (T - t + rush_days) over [from, to], per week of it; after T the rush gives way to the base hazard
 * as it fades. */
static double rush(const struct rollout *rollout, double from, double to)
{
    const struct uptake *uptake = &rollout->programme->uptake;
    double days = value_of(rollout, uptake->rush_days), integral = 0, rest = 0;
    struct pressing deadline = pressing_at(rollout, (from + to) / 2);
    if (isinf(deadline.at))
        return 0;
    if (from < deadline.at)
        integral += elementary_log((deadline.at - from + days) / (fmax(0, deadline.at - to) + days));
    if (to > deadline.at) {
        double after = fmax(from, deadline.at), peak = unfaded_days(rollout, deadline.at, after, to);
        integral += peak / days;
        rest = (to - after - peak) * value_of(rollout, uptake->base_week) / 7;
    }
    integral = value_of(rollout, uptake->rush) * deadline.belief * integral + rest;
    return integral / rollout->stretch * 7 / (to - from);
}

/* Of the regions first … end - 1: the same times the doctors' share. */
static void rushes(const struct rollout *rollout, size_t first, size_t end, double from, double to, double share[])
{
    double hazard = rush(rollout, from, to), moved = doctors_moved(rollout, (from + to) / 2);
    doctors_shares(rollout, first, end, &moved, 1, share);
    for (size_t r = 0; r < end - first; r++)
        share[r] = hazard * share[r];
}

static bool by_hazard(const struct rollout *rollout)
{
    return rollout->form != UPTAKE_CAPACITY && rollout->form != UPTAKE_TABLE;
}

/* Of the regions first … end - 1. */
static void regional(const struct rollout *rollout, size_t first, size_t end, double from, double to, double share[])
{
    if (rollout->form == UPTAKE_DEADLINE_RUSH)
        rushes(rollout, first, end, from, to, share);
    else
        climate(rollout, first, end, from, to, share);
}

/* ---- one site's week ---- */

enum { SITES_AT_ONCE = 256 };

struct week {
    size_t index;
    double from, to, total; /* from: of the first week before the epoch; total: A(to), A(from) being total - effort */
    double effort, normal;  /* working days of this week and of a normal one */
    double season;          /* one over the other */
    double share;           /* F, carried forward to the middle of the week */
    double base, learning, overdispersion, untrained;
    double at_most; /* share of all items that a full staff's capacity takes in a week; infinite: no cap */
    double growth;  /* of the form: base, with the national imitation */
    double *common; /* [regions] */
};

/* A site's part of a week: all of it but for who begins within. */
struct part {
    double from;
    double season; /* its effort over a normal week's */
    double common; /* the region's mean over it */
};

/* Probability of an item in the form `table`; a part of a week counts for that part. */
static double table_probability(const struct rollout *rollout, size_t site, const struct week *week, double part)
{
    const struct uptake *uptake = &rollout->programme->uptake;
    double age = ceil((week->to - rollout->began[site]) / (7 * rollout->stretch) - 1e-9) - 1;
    size_t row = age <= 0 ? 0 : age >= (double)uptake->table_weeks ? uptake->table_weeks - 1 : (size_t)age;
    double probability = value_of(rollout, uptake->table[row]);
    return part == 1 ? probability : 1 - elementary_pow(1 - probability, part);
}

/* The hazard of an item. */
static double hazard_of(const struct rollout *rollout, size_t site, const struct week *week, const struct part *part,
                        double pace)
{
    double hazard = rollout->pace[site] * part->season * pace;
    if (rollout->form == UPTAKE_BASS)
        hazard *= week->growth;
    else if (rollout->form == UPTAKE_LEARNING)
        hazard *= week->base * (1 + week->learning * rollout->cards[site] / rollout->expected[site]);
    hazard *= part->common;
    return hazard * (rollout->trained[site] ? 1 : week->untrained);
}

/* Whole items that the staff can take; a fraction left over is kept for the next week. */
static int32_t capacity(struct rollout *rollout, size_t site, const struct week *week, double season, double pace)
{
    if (week->at_most == INFINITY)
        return INT32_MAX;
    double room = rollout->expected[site] * week->at_most * season * pace + rollout->carry[site];
    if (!(room < INT32_MAX))
        return INT32_MAX;
    int32_t whole = (int32_t)(room + 1e-9); /* room >= 0 */
    rollout->carry[site] = room > whole ? room - whole : 0;
    return whole;
}

/* Of who begins within the week. Apart, since hardly anybody does. */
static struct part first_part(const struct rollout *rollout, size_t site, const struct week *week)
{
    const struct programme *p = rollout->programme;
    size_t region = rollout->region[site];
    struct part part = {.from = rollout->began[site]};
    part.season = (week->total - worktime_effort(&p->worktime[p->uptake.calendar], part.from)) / week->normal;
    if (by_hazard(rollout))
        regional(rollout, region, region + 1, part.from, week->to, &part.common);
    return part;
}

/* What the site's week is; false if it has had no time in it. Of the chance of an item not to come in, where it goes by
 * a hazard, the logarithm. */
static bool take_turn(struct rollout *rollout, size_t site, const struct week *week, struct turn *turn, double *missed)
{
    struct part part = {week->from, week->season, week->common[rollout->region[site]]};
    if (rollout->began[site] > week->from) {
        if (!(week->to > rollout->began[site]))
            return false;
        part = first_part(rollout, site, week);
    }
    double pace = rollout->drive[site];
    int32_t left = rollout->expected[site] - rollout->cards[site];
    *turn = (struct turn){
        .site = (uint32_t)site, .left = left, .room = capacity(rollout, site, week, part.season, pace), .items = left};
    if (by_hazard(rollout))
        *missed = -hazard_of(rollout, site, week, &part, pace);
    else if (rollout->form == UPTAKE_TABLE)
        *missed = 1 - table_probability(rollout, site, week, (week->to - part.from) / (7 * rollout->stretch));
    return true;
}

static int32_t items_of(const struct turn *turn)
{
    return turn->items < turn->room ? turn->items : turn->room;
}

/* Where somebody has seen the items, or looks on. */
static void take_in(struct rollout *rollout, size_t k, size_t week)
{
    const struct turn *turn = &rollout->turn[k];
    int32_t more = items_of(turn);
    if (sighting_of(rollout))
        more = sighting_increment(rollout, turn->site, week, more);
    else if (hindsight_in(rollout))
        more = hindsight_increment(rollout, turn, rollout->missed[k], week, more);
    rollout->cards[turn->site] += more;
    rollout->cards_total += more;
    if (rollout->observer && more > 0) /* in this order: nobody foresees the latter */
        tell(rollout, HAPPENS_CARDS, (int)turn->site, NOBODY, rollout->cards[turn->site]);
}

static void take_all_in(struct rollout *rollout, size_t turns, size_t week)
{
    rollout->site_weeks += turns;
    if (RARELY(rollout->luck.renewal || rollout->observer)) {
        for (size_t k = 0; k < turns; k++)
            take_in(rollout, k, week);
        return;
    }
    for (size_t k = 0; k < turns; k++) {
        const struct turn *turn = &rollout->turn[k];
        int32_t more = items_of(turn);
        rollout->cards[turn->site] += more;
        rollout->cards_total += more;
    }
}

/* Of the sites in uptake from the first to the one before `end`; returns how many have a turn. */
static size_t draw_turns(struct rollout *rollout, const struct week *week, size_t first, size_t end)
{
    size_t turns = 0;
    for (size_t k = first; k < end; k++)
        turns += take_turn(rollout, rollout->uptake[k], week, &rollout->turn[turns], &rollout->missed[turns]);
    if (rollout->form != UPTAKE_CAPACITY) {
        /* 1 - exp twice as fast as expm1; where the hazard is so small that digits are lost, so are items. */
        if (rollout->form != UPTAKE_TABLE)
            rollout->variant->exponentials(rollout->missed, turns);
        uptake_draw(rollout, turns, week->index, week->overdispersion);
    }
    if (sighting_of(rollout))
        sighting_note(rollout, turns, week->index);
    return turns;
}

/* Some sites after the others, so that all that is in between stays in the first-level cache; but crews share out among
 * all sites at once. */
static void settle_sites(struct rollout *rollout, const struct week *week)
{
    bool crew = rollout->programme->uptake.crew != NOBODY;
    size_t all = rollout->uptakes, at_once = crew ? all : SITES_AT_ONCE;
    for (size_t first = 0; first < all; first += at_once) {
        size_t turns = draw_turns(rollout, week, first, first + at_once < all ? first + at_once : all);
        if (crew)
            crew_share(rollout, turns, week->season);
        take_all_in(rollout, turns, week->index);
    }
}

/* ---- the tick ---- */

static bool meets_criterion(const struct rollout *rollout, size_t site, double criterion)
{
    double wanted = criterion * rollout->expected[site];
    return rollout->cards[site] >= wanted - 1e-9;
}

/* All activities of kind uptake that a site has under way wait for the same items. */
static void complete(struct rollout *rollout, size_t site)
{
    rollout->uptake_open[site] = 0;
    for (size_t node = 1; node < rollout->programme->nodes; node++)
        if (state_of(rollout, site, node) == STEP_UPTAKE)
            network_done(rollout, site, node);
}

static struct week week_of(struct rollout *rollout, size_t index)
{
    const struct programme *p = rollout->programme;
    const struct uptake *uptake = &p->uptake;
    const struct worktime *worktime = &p->worktime[uptake->calendar];
    struct week week = {.index = index, .from = rollout->now - 7, .to = rollout->now, .common = rollout->common};
    week.total = worktime_effort(worktime, week.to);
    week.effort = week.total - worktime_effort(worktime, week.from);
    week.normal = p->normal_week[uptake->calendar];
    week.season = week.effort / week.normal;
    week.share = fmin(1, rollout->share + (rollout->share - rollout->share_before) / 2);
    week.base = value_of(rollout, uptake->base_week) / rollout->stretch;
    week.overdispersion = value_of(rollout, uptake->overdispersion);
    week.untrained = value_of(rollout, uptake->untrained);
    week.learning = value_of(rollout, uptake->learning);
    double weeks =
        uptake->capacity_weeks == NO_NUMBER ? 0 : value_of(rollout, uptake->capacity_weeks) * rollout->stretch;
    week.at_most = weeks > 0 ? 1 / weeks : INFINITY;
    week.growth = week.base * (1 + value_of(rollout, uptake->imitation) * week.share);
    if (by_hazard(rollout))
        regional(rollout, 0, p->regions.count, week.from, week.to, week.common);
    return week;
}

static void settle(struct rollout *rollout, size_t index)
{
    struct week week = week_of(rollout, index);
    double criterion = value_of(rollout, rollout->programme->uptake.criterion);
    settle_sites(rollout, &week);
    uint32_t *uptake = rollout->uptake;
    const int32_t *cards = rollout->cards, *expected = rollout->expected;
    size_t kept = 0;
    for (size_t k = 0, count = rollout->uptakes; k < count; k++) {
        size_t site = uptake[k];
        if (rollout->uptake_open[site] & meets_criterion(rollout, site, criterion)) /* one branch, hardly ever taken */
            complete(rollout, site);
        uptake[kept] = (uint32_t)site;
        kept += cards[site] < expected[site];
    }
    rollout->uptakes = kept;
}

/* The national share goes on in weeks without uptake as well: who joins after them meets no growth of long ago. */
static void keep_share(struct rollout *rollout)
{
    rollout->share_before = rollout->share;
    rollout->share = rollout->expected_total > 0 ? (double)rollout->cards_total / (double)rollout->expected_total : 0;
}

void uptake_week(struct rollout *rollout, size_t index)
{
    const struct programme *p = rollout->programme;
    if (p->uptake.crew != NOBODY)
        crew_week(rollout);
    if (sighting_of(rollout))
        sighting_begin_week(rollout, index);
    else if (hindsight_in(rollout))
        hindsight_begin_week(rollout, index);
    if (rollout->uptakes > 0)
        settle(rollout, index);
    keep_share(rollout);
    rollout->national[index] = (int32_t)rollout->cards_total;
    if (rollout->keep)
        for (size_t site = 0; site < p->sites; site++)
            rollout->history[site * p->weeks + index] = rollout->cards[site];
    rollout->week = index + 1;
    if (rollout->week < p->weeks)
        plan(rollout, rollout->now + 7, EVENT_WEEK, rollout->week, 0, SETTLE);
}

void uptake_join(struct rollout *rollout, size_t site, size_t node)
{
    bool first = rollout->began[site] < 0;
    if (sighting_of(rollout))
        sighting_join(rollout, site);
    if (rollout->expected[site] == 0 ||
        (!first && meets_criterion(rollout, site, value_of(rollout, rollout->programme->uptake.criterion)))) {
        network_done(rollout, site, node);
        return;
    }
    rollout->uptake_open[site] = 1;
    if (rollout->programme->uptake.crew != NOBODY)
        crew_join(rollout);
    if (first) {
        rollout->began[site] = rollout->now;
        rollout->uptake[rollout->uptakes++] = (uint32_t)site;
        swat_notice(rollout, site); /* of a second activity beside the first it knows already */
    }
}

void uptake_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    uptake_draw_begin(rollout);
    crew_begin(rollout);
    if (p->uptake.present)
        rollout->form =
            p->uptake.form != NOBODY ? p->uptake.form : (int)lround(value_of(rollout, p->uptake.drawn_form));
    sighting_begin(rollout);
    for (size_t site = 0; site < p->sites; site++)
        rollout->began[site] = -1;
    for (size_t site = 0; site < p->sites; site++)
        rollout->trained[site] = !p->uptake.present || p->uptake.training == NOBODY;
    if (p->weeks > 0)
        plan(rollout, p->first_monday, EVENT_WEEK, 0, 0, SETTLE);
}
