/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_course: see include/models/site_course.h.
 */
#include "models/site_course.h"

#include "models/rollout_rules.h"

#include <math.h>

static const double UNKNOWN = -1; /* instants are none before 0 */

struct guess {
    struct rollout *rollout;
    const struct renewal *was, *other;
    size_t site, partner; /* partner: whose place in the vendor's queue it has, commonly its own */
    double until;
    bool recast; /* who the site is has changed: hosted, or its versions */
    struct site_course *course;
};

static double by(double instant, double until)
{
    return instant <= until ? instant : INFINITY;
}

/* ---- as it was ---- */

static void see(const struct rollout *rollout, size_t site, size_t index, double until, struct site_course *course)
{
    const struct step *step = step_of(rollout, site, index);
    bool done = step_done(rollout, site, index);
    course->end[index] = done ? step->end : INFINITY;
    course->open[index] = done ? by(step->open, until) : INFINITY;
    if (rollout->programme->node[index].kind == NODE_UPTAKE && (done || state_of(rollout, site, index) == STEP_UPTAKE))
        course->joined = fmin(course->joined, step->ready);
}

static void note_training(const struct programme *p, struct site_course *course)
{
    int training = p->uptake.present ? p->uptake.training : NOBODY;
    course->trained = training == NOBODY ? 0 : course->end[training];
}

void site_course_seen(const struct rollout *rollout, size_t site, double until, struct site_course *course)
{
    course->joined = INFINITY;
    for (size_t index = 0; index < rollout->nodes; index++)
        see(rollout, site, index, until, course);
    note_training(rollout->programme, course);
}

/* ---- as it would be ---- */

static size_t cell_of(const struct guess *guess, uint64_t purpose)
{
    return site_luck_kind(purpose) * SITE_LUCK_BLOCKS + site_luck_block(site_entity(guess->rollout, guess->site));
}

static bool is_renewed(const struct guess *guess, uint64_t purpose)
{
    size_t cell = cell_of(guess, purpose);
    return guess->was->generation[cell] != guess->other->generation[cell];
}

static const struct node *node_of(const struct guess *guess, size_t index)
{
    return &guess->rollout->programme->node[index];
}

/* Of all attempts and corrections, in working days at pace 1. */
static double whole_effort(const struct guess *guess, const struct renewal *renewal, size_t index)
{
    enum { ATTEMPTS = 50 };
    struct rollout *rollout = guess->rollout;
    double sum = 0;
    rollout->luck.renewal = renewal;
    for (unsigned attempt = 0; attempt < ATTEMPTS; attempt++) {
        sum += network_effort(rollout, guess->site, index, attempt);
        if (!network_fails(rollout, guess->site, index, attempt))
            break;
        sum += network_correction(rollout, guess->site, index, attempt);
    }
    rollout->luck.renewal = guess->other;
    return sum;
}

/* That work took in the replication; below 0: it had not begun. */
static double effort_seen(const struct guess *guess, size_t index)
{
    const struct rollout *rollout = guess->rollout;
    const struct worktime *worktime = &rollout->programme->worktime[node_of(guess, index)->calendar];
    const struct step *step = step_of(rollout, guess->site, index);
    const struct work *work = work_of(rollout, guess->site, index);
    if (step_done(rollout, guess->site, index))
        return worktime_effort(worktime, step->end) - worktime_effort(worktime, step->begin);
    if (state_of(rollout, guess->site, index) != STEP_WORK)
        return -1;
    return worktime_effort(worktime, work->since) - worktime_effort(worktime, step->begin) +
           work->remaining / work->pace;
}

/* As many times as long as at pace 1 as it was before. */
static double effort_now(const struct guess *guess, size_t index, double begin)
{
    static const double LEAST = 0.5, MOST = 4;
    struct rollout *rollout = guess->rollout;
    double seen = effort_seen(guess, index), now = rollout->now;
    if (seen >= 0 && !guess->recast && !is_renewed(guess, node_of(guess, index)->purpose))
        return seen;
    rollout->now = begin; /* what is ready by then counts */
    double effort = whole_effort(guess, guess->other, index);
    if (seen > 0 && !guess->recast) {
        rollout->now = step_of(rollout, guess->site, index)->begin;
        double before = whole_effort(guess, guess->was, index);
        effort *= before > 0 ? fmin(fmax(seen / before, LEAST), MOST) : 1;
    }
    rollout->now = now;
    return effort;
}

/* Who did not wait goes on at once. */
static double held(double ready, bool came, double asked, double granted)
{
    return came && granted > asked ? fmax(ready, granted) : ready;
}

/* When work ends that becomes possible then. */
static double guess_work(const struct guess *guess, size_t index, double ready)
{
    const struct rollout *rollout = guess->rollout;
    const struct node *node = node_of(guess, index);
    const struct step *step = step_of(rollout, guess->site, index);
    enum step_state state = state_of(rollout, guess->site, index);
    bool done = state == STEP_LAG || state == STEP_DONE, begun = done || state == STEP_WORK;
    if (state == STEP_CONSULTANT || state == STEP_QUEUE || (node->circle != CIRCLE_SITE && !done))
        return INFINITY;
    if (node->circle != CIRCLE_SITE)
        return fmax(ready, step->end);
    double asked = held(ready, begun, step->ready, step->asked), begin = held(asked, begun, step->asked, step->begin);
    if (node->resource == VENDOR_RESOURCE && guess->partner != guess->site) {
        state = state_of(rollout, guess->partner, index);
        step = step_of(rollout, guess->partner, index);
        if (state == STEP_QUEUE)
            return INFINITY;
        begin = held(asked, state >= STEP_WORK, step->asked, step->begin);
    }
    if (done && !guess->recast && begin == step->begin && !is_renewed(guess, node->purpose))
        return step->end;
    return worktime_after(&rollout->programme->worktime[node->calendar], begin, effort_now(guess, index, begin));
}

static double guess_wait(const struct guess *guess, size_t index, double ready)
{
    const struct rollout *rollout = guess->rollout;
    const struct node *node = node_of(guess, index);
    const struct step *step = step_of(rollout, guess->site, index);
    if (node->until == WAIT_DATE)
        return fmax(ready, value_of(rollout, node->date));
    if (node->until == WAIT_DOCTORS)
        return fmax(ready, doctors_opening(rollout, rollout->region[guess->site]));
    if (node->until == WAIT_VENDOR_READY) {
        size_t vendor = (size_t)rollout->vendor[guess->site];
        return fmax(ready,
                    rollout->pilot[guess->site] ? vendor_pilot_from(rollout, vendor) : rollout->vendor_ready[vendor]);
    }
    if (!step_done(rollout, guess->site, index))
        return state_of(rollout, guess->site, index) == STEP_WAIT ? INFINITY : ready;
    return held(ready, true, step->ready, step->end);
}

static double session_from(const struct rollout *rollout, double ready)
{
    double first = rollout->session_first, every = rollout->session_every;
    return first + ceil(fmax(0, ready - first) / every) * every + 1;
}

static double guess_session(const struct guess *guess, size_t index, double ready)
{
    const struct rollout *rollout = guess->rollout;
    const struct step *step = step_of(rollout, guess->site, index);
    double session = session_from(rollout, ready);
    enum step_state state = state_of(rollout, guess->site, index);
    bool same = state >= STEP_WAIT && session == session_from(rollout, step->ready);
    if (!same)
        return session;
    return state == STEP_WAIT ? INFINITY : fmax(session, step->end);
}

/* The items come when they come. */
static double guess_uptake(const struct guess *guess, size_t index, double ready)
{
    const struct rollout *rollout = guess->rollout;
    const struct step *step = step_of(rollout, guess->site, index);
    guess->course->joined = fmin(guess->course->joined, by(ready, guess->until));
    return step_done(rollout, guess->site, index) ? held(ready, true, step->ready, step->end) : INFINITY;
}

static double guess_decision(const struct guess *guess)
{
    const struct rollout *rollout = guess->rollout;
    const struct programme *p = rollout->programme;
    if (!isnan(p->site[guess->site].decision) || rollout->pilot[guess->site] || !is_renewed(guess, PURPOSE_LATENESS))
        return rollout->decision[guess->site];
    double spread = value_of(rollout, p->decision_spread_days) * rollout->stretch;
    return fmax(0, value_of(rollout, programme_decision_from(p, guess->site)) +
                       spread * draw_of(rollout, p->lateness, site_entity(rollout, guess->site), PURPOSE_LATENESS, 0));
}

static double guess_end(const struct guess *guess, size_t index, double ready)
{
    switch (node_of(guess, index)->kind) {
    case NODE_START:
    case NODE_MILESTONE:
        return ready;
    case NODE_WORK:
        return guess_work(guess, index, ready);
    case NODE_WAIT:
        return guess_wait(guess, index, ready);
    case NODE_SESSION:
        return guess_session(guess, index, ready);
    case NODE_UPTAKE:
        return guess_uptake(guess, index, ready);
    }
    return INFINITY;
}

static double guess_lag(const struct guess *guess, size_t index)
{
    const struct step *step = step_of(guess->rollout, guess->site, index);
    const struct node *node = node_of(guess, index);
    if (node->lag == NOBODY)
        return 0;
    if (step_done(guess->rollout, guess->site, index) && !is_renewed(guess, node->purpose) && step->open > step->end)
        return step->open - step->end;
    return network_lag(guess->rollout, guess->site, index);
}

/* When a node is open to its successors; those before it come first. */
static double guess_open(const struct guess *guess, size_t index)
{
    struct site_course *course = guess->course;
    if (course->open[index] != UNKNOWN)
        return course->open[index];
    const struct node_list *after = network_after(guess->rollout, guess->site, index);
    double ready = 0, lag = 0;
    for (size_t i = 0; i < after->count; i++)
        ready = fmax(ready, guess_open(guess, after->node[i]));
    bool needed = node_of(guess, index)->kind == NODE_MILESTONE || network_needed(guess->rollout, guess->site, index);
    double end = ready > guess->until ? INFINITY : needed ? guess_end(guess, index, ready) : ready;
    if (needed && end <= guess->until)
        lag = guess_lag(guess, index);
    course->end[index] = by(end, guess->until);
    return course->open[index] = by(end + lag, guess->until);
}

/* What a site is may be drawn, too. */
static void cast(const struct guess *guess)
{
    struct rollout *rollout = guess->rollout;
    const struct programme *p = rollout->programme;
    const struct site *site = &p->site[guess->site];
    uint64_t entity = site_entity(rollout, guess->site);
    int vendor = rollout->vendor[guess->site];
    if (site->hosted == NOBODY && is_renewed(guess, PURPOSE_HOSTED))
        rollout->hosted[guess->site] = uniform_of(rollout, entity, PURPOSE_HOSTED, 0) < value_of(rollout, p->hosted);
    if (site->versions == NOBODY && vendor != NOBODY &&
        (is_renewed(guess, PURPOSE_VERSIONS) || guess->partner != guess->site))
        rollout->versions[guess->site] =
            (uint8_t)fmin(255, draw_of(rollout, p->vendor[vendor].versions_behind, entity, PURPOSE_VERSIONS, 0));
}

void site_course_guess_vendor(struct rollout *rollout, const struct renewal *was, const struct renewal *other,
                              size_t site, size_t partner, double until, struct site_course *course)
{
    struct guess guess = {rollout, was, other, site, partner, until, false, course};
    const struct luck luck = rollout->luck;
    const uint8_t hosted = rollout->hosted[site], versions = rollout->versions[site];
    const int16_t vendor = rollout->vendor[site];
    const double now = rollout->now;
    rollout->luck.renewal = other;
    rollout->vendor[site] = rollout->vendor[partner];
    cast(&guess);
    guess.recast = partner != site || rollout->hosted[site] != hosted || rollout->versions[site] != versions;
    course->joined = INFINITY;
    for (size_t index = 0; index < rollout->nodes; index++)
        course->open[index] = UNKNOWN;
    course->end[0] = course->open[0] = by(guess_decision(&guess), until);
    for (size_t index = 1; index < rollout->nodes; index++)
        guess_open(&guess, index);
    note_training(rollout->programme, course);
    rollout->luck = luck;
    rollout->hosted[site] = hosted;
    rollout->versions[site] = versions;
    rollout->vendor[site] = vendor;
    rollout->now = now;
}

void site_course_guess(struct rollout *rollout, const struct renewal *was, const struct renewal *other, size_t site,
                       double until, struct site_course *course)
{
    site_course_guess_vendor(rollout, was, other, site, site, until, course);
}
