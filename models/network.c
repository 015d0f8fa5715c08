/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * network: one site's way through the activity network.
 *
 * A node becomes possible when its predecessors are open to it; work waits for a consultant where an engagement
 * gates it, then for its resource, then runs on its work calendar at a pace that may change on the way.
 */
#include "models/rollout_rules.h"

#include <math.h>

static void reach(struct rollout *rollout, size_t site, size_t index);

static const struct node *node_of(const struct rollout *rollout, size_t node)
{
    return &rollout->programme->node[node];
}

const struct node_list *network_after(const struct rollout *rollout, size_t site, size_t node)
{
    const struct node *n = node_of(rollout, node);
    return rollout->hosted[site] ? &n->hosted_after : &n->after;
}

/* ---- pace ---- */

/* Days lost to a low pace since the last account. */
static void note_lost(const struct rollout *rollout, struct step *step, const struct work *work)
{
    if (work->support == 1 && work->risk == 1)
        return;
    double days = rollout->now - work->since;
    step->lost_support += days * (1 - (double)work->support);
    step->lost_risk += days * (double)work->support * (1 - (double)work->risk);
}

/* Working days done since the last account are taken off, too. */
static void bring_up_to_date(const struct rollout *rollout, size_t site, size_t index)
{
    const struct worktime *worktime = &rollout->programme->worktime[node_of(rollout, index)->calendar];
    struct work *work = work_of(rollout, site, index);
    double effort = worktime_effort(worktime, rollout->now) - worktime_effort(worktime, work->since);
    double remaining = work->remaining - effort * work->pace;
    work->remaining = remaining > 0 ? remaining : 0;
    note_lost(rollout, step_of(rollout, site, index), work);
    work->since = rollout->now;
}

/* A pace and its parts that can be below 1. */
struct pace {
    double all;
    float support, risk;
};

static struct pace pace_of(const struct rollout *rollout, size_t site, const struct node *node)
{
    double support = node->organisational ? corps_support(rollout, site) : 1;
    double risk = risk_pace(rollout, site);
    if (node->resource == VENDOR_RESOURCE)
        risk *= rollout->risk_vendor[rollout->vendor[site]];
    double all = support * risk * (node->organisational ? rollout->swat[site] : 1);
    return (struct pace){all, (float)support, (float)(risk < 1 ? risk : 1)};
}

static void set_pace(struct work *work, struct pace pace)
{
    work->support = pace.support;
    work->risk = pace.risk;
    work->pace = pace.all;
}

static void plan_end(struct rollout *rollout, size_t site, size_t node, struct work *work)
{
    const struct worktime *worktime = &rollout->programme->worktime[node_of(rollout, node)->calendar];
    work->event = plan(rollout, worktime_after(worktime, rollout->now, work->remaining / work->pace), EVENT_FINISH,
                       site, node, NORMAL);
}

static void change_pace(struct rollout *rollout, size_t site, size_t index)
{
    struct work *work = work_of(rollout, site, index);
    struct pace pace = pace_of(rollout, site, node_of(rollout, index));
    if (pace.all == work->pace)
        return; /* nor have its parts changed: each event changes one of them */
    bring_up_to_date(rollout, site, index);
    set_pace(work, pace);
    calendar_cancel(rollout->calendar, work->event);
    plan_end(rollout, site, index, work);
    tell(rollout, HAPPENS_PACE, (int)site, (int)index, work->pace);
}

double network_drive(const struct rollout *rollout, size_t site)
{
    return corps_support(rollout, site) * risk_pace(rollout, site) * rollout->swat[site];
}

/* Most of a site's nodes do not work: those that do have a bit set. */
void network_pace(struct rollout *rollout, size_t site)
{
    size_t words = rollout->words;
    rollout->drive[site] = network_drive(rollout, site);
    for (size_t w = 0; w < words; w++)
        for (uint64_t bits = rollout->working[site * words + w]; bits != 0; bits &= bits - 1)
            change_pace(rollout, site, 64 * w + (size_t)__builtin_ctzll(bits));
}

/* ---- work ---- */

/* What is drawn, as effort in working days. */
static double as_effort(const struct rollout *rollout, size_t site, const struct node *node, double days)
{
    const struct programme *p = rollout->programme;
    int vendor = rollout->vendor[site];
    int duration = node->vendor_duration && vendor != NOBODY ? node->vendor_duration[vendor] : node->duration;
    double longer = value_of(rollout, node->per_version_days) * rollout->versions[site];
    if (longer > 0)
        days = rollout->mean[duration] > 0 ? days * (1 + longer / rollout->mean[duration]) : longer;
    days *= value_of(rollout, node->factor) * rollout->stretch;
    if (node->weighted)
        days *= rollout->weight[site];
    if (node->pushed && rollout->push)
        days *= value_of(rollout, p->push_factor);
    if (node->organisational && vendor != NOBODY)
        days *= value_of(rollout, p->vendor[vendor].organisational_factor);
    if (node->organisational && p->packages && rollout->now < value_of(rollout, p->packages_ready))
        days *= value_of(rollout, p->packages_factor);
    return days;
}

/* A first attempt that ends about when it is told to have ended. */
static double led_length(const struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    const struct worktime *worktime = &rollout->programme->worktime[node->calendar];
    double extra = node->resource == VENDOR_RESOURCE ? rollout->batch_extra : 1;
    double each = as_effort(rollout, site, node, 1) * extra / pace_of(rollout, site, node).all; /* of what is drawn */
    double told = worktime_effort(worktime, guide_told(rollout, site, index));
    double rate = worktime_effort(worktime, rollout->programme->horizon) / rollout->programme->horizon;
    return guide_draw(rollout, site, node->duration, node->purpose,
                      (told - worktime_effort(worktime, rollout->now)) / each, rate / each);
}

static bool fails(const struct rollout *rollout, size_t site, const struct node *node, const struct work *work);

/* The effort of one attempt, in working days. */
static double effort_of(const struct rollout *rollout, size_t site, size_t index, const struct work *work)
{
    const struct node *node = node_of(rollout, index);
    bool led = guide_of(rollout) && work->attempt == 0 && guide_leads(rollout, site, index, node->purpose) &&
               !fails(rollout, site, node, work);
    return as_effort(rollout, site, node,
                     led ? led_length(rollout, site, index) : length_of(rollout, site, index, work->attempt));
}

static void run(struct rollout *rollout, size_t site, size_t node, double days)
{
    struct work *work = work_of(rollout, site, node);
    set_state(rollout, site, node, STEP_WORK);
    work->remaining = days;
    work->since = rollout->now;
    set_pace(work, pace_of(rollout, site, node_of(rollout, node)));
    plan_end(rollout, site, node, work);
}

void network_begin(struct rollout *rollout, size_t site, size_t node)
{
    step_of(rollout, site, node)->begin = rollout->now;
    tell(rollout, HAPPENS_BEGIN, (int)site, (int)node, 0);
    run(rollout, site, node, effort_of(rollout, site, node, work_of(rollout, site, node)));
}

void network_stretch(struct rollout *rollout, size_t site, size_t node, double days)
{
    calendar_cancel(rollout->calendar, work_of(rollout, site, node)->event);
    run(rollout, site, node, days);
}

static void ask_resource(struct rollout *rollout, size_t site, size_t node)
{
    struct step *step = step_of(rollout, site, node);
    step->asked = rollout->now;
    if (node_of(rollout, node)->resource == NOBODY) {
        network_begin(rollout, site, node);
        return;
    }
    set_state(rollout, site, node, STEP_QUEUE);
    pool_request(rollout, site, node);
}

void network_gate(struct rollout *rollout, size_t site, int engagement)
{
    for (size_t node = 1; node < rollout->programme->nodes; node++)
        if (node_of(rollout, node)->engagement == engagement && state_of(rollout, site, node) == STEP_CONSULTANT)
            ask_resource(rollout, site, node);
}

/* ---- ends ---- */

static bool follows(const struct node_list *list, size_t node)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->node[i] == node)
            return true;
    return false;
}

void network_fetch(const struct rollout *rollout, size_t site, size_t node)
{
    const struct node_list *before = &node_of(rollout, node)->before;
    __builtin_prefetch(&rollout->state[place_of(rollout, site, node)], 1);
    __builtin_prefetch(&rollout->missing[place_of(rollout, site, node)], 1);
    __builtin_prefetch(step_of(rollout, site, node), 1);
    __builtin_prefetch(work_of(rollout, site, node), 1);
    __builtin_prefetch(&rollout->phase[site * rollout->programme->corps.engagements], 1);
    for (size_t i = 0; i < before->count; i++) {
        __builtin_prefetch(step_of(rollout, site, before->node[i]), 1);
        __builtin_prefetch(work_of(rollout, site, before->node[i]), 1);
    }
}

void network_release(struct rollout *rollout, size_t site, size_t node)
{
    const struct node_list *before = &node_of(rollout, node)->before;
    set_state(rollout, site, node, STEP_DONE); /* no longer in its lag */
    for (size_t i = 0; i < before->count; i++) {
        size_t next = before->node[i];
        const struct node *successor = node_of(rollout, next);
        if (successor->after.node != successor->hosted_after.node && !follows(network_after(rollout, site, next), node))
            continue;
        if (--rollout->missing[place_of(rollout, site, next)] == 0)
            reach(rollout, site, next);
    }
}

/* What hangs on a node's completion, be it done or not needed. */
static void conclude(struct rollout *rollout, size_t site, size_t index)
{
    const struct programme *p = rollout->programme;
    struct step *step = step_of(rollout, site, index);
    set_state(rollout, site, index, STEP_DONE); /* first of all: what follows may change the pace of all that runs */
    step->end = step->open = rollout->now;
    if (p->uptake.present && (int)index == p->uptake.training)
        rollout->trained[site] = 1;
    if (p->node[index].awaited)
        gate_node_done(rollout, site, index);
    corps_node_done(rollout, site, index);
}

void network_done(struct rollout *rollout, size_t site, size_t index)
{
    const struct programme *p = rollout->programme;
    const struct node *node = &p->node[index];
    struct step *step = step_of(rollout, site, index);
    tell(rollout, node->kind == NODE_MILESTONE ? HAPPENS_MILESTONE : HAPPENS_FINISH, (int)site, (int)index,
         rollout->now - step->ready);
    if (index == p->nodes - 1)
        rollout->finished++;
    conclude(rollout, site, index);
    if (node->lag != NOBODY) {
        step->open +=
            draw_of(rollout, node->lag, site_entity(rollout, site), node->purpose, DRAW_LAG) * rollout->stretch;
        set_state(rollout, site, index, STEP_LAG);
        plan(rollout, step->open, EVENT_RELEASE, site, index, NORMAL);
        return;
    }
    network_release(rollout, site, index);
}

static bool fails(const struct rollout *rollout, size_t site, const struct node *node, const struct work *work)
{
    double probability = value_of(rollout, node->failure);
    if (!(probability > 0))
        return false;
    return uniform_of(rollout, site_entity(rollout, site), node->purpose, (uint64_t)work->attempt * 4 + DRAW_FAILURE) <
           probability;
}

/* A failed attempt is followed by a correction and then by a new attempt; whatever was held is kept meanwhile. */
static void try_again(struct rollout *rollout, size_t site, size_t index, struct work *work)
{
    const struct node *node = node_of(rollout, index);
    tell(rollout, HAPPENS_FAIL, (int)site, (int)index, 0);
    if (work->attempt == 0)
        step_of(rollout, site, index)->failed = rollout->now;
    work->correcting = 1;
    double days = node->correction == NOBODY ? 0
                                             : draw_of(rollout, node->correction, site_entity(rollout, site),
                                                       node->purpose, (uint64_t)work->attempt * 4 + DRAW_CORRECTION);
    if (work->attempt < UINT16_MAX)
        work->attempt++;
    run(rollout, site, index, days * rollout->stretch);
}

void network_finish(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    if (state_of(rollout, site, index) == STEP_WORK) {
        struct work *work = work_of(rollout, site, index);
        note_lost(rollout, step_of(rollout, site, index), work); /* nothing remains */
        if (work->correcting) {
            work->correcting = 0;
            run(rollout, site, index, effort_of(rollout, site, index, work));
            return;
        }
        if (fails(rollout, site, node, work)) {
            try_again(rollout, site, index, work);
            return;
        }
        if (node->resource != NOBODY)
            pool_release(rollout, site, index);
    }
    network_done(rollout, site, index);
}

/* ---- beginnings ---- */

static double opening_of(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    switch (node->until) {
    case WAIT_DATE:
        return value_of(rollout, node->date);
    case WAIT_DOCTORS:
        return doctors_opening(rollout, rollout->region[site]);
    case WAIT_VENDOR_READY:
        break;
    case WAIT_SITE:
    case WAIT_REGION_FIRST:
    case WAIT_VENDOR_FIRST:
    case WAIT_GROUP_FIRST:
    case WAIT_FIRST:
        return gate_opening(rollout, site, index);
    }
    size_t vendor = (size_t)rollout->vendor[site];
    return rollout->pilot[site] ? vendor_pilot_from(rollout, vendor) : rollout->vendor_ready[vendor];
}

/* An infinite instant: somebody else will say when. */
static void wait_until(struct rollout *rollout, size_t site, size_t node, double instant)
{
    set_state(rollout, site, node, STEP_WAIT);
    tell(rollout, HAPPENS_BEGIN, (int)site, (int)node, 0);
    if (instant < INFINITY)
        plan(rollout, fmax(instant, rollout->now), EVENT_FINISH, site, node, NORMAL);
}

static bool needed(const struct rollout *rollout, size_t site, const struct node *node)
{
    double probability = value_of(rollout, node->probability);
    if (node->waves) { /* else what else is known of the site need not be fetched */
        int wave = rollout->programme->site[site].wave;
        if (wave == NOBODY || !node->waves[wave])
            return false;
    }
    if (probability >= 1)
        return true;
    return uniform_of(rollout, site_entity(rollout, site), node->purpose, DRAW_NEEDED) < probability;
}

static void reach_work(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    struct work *work = work_of(rollout, site, index);
    if (node->circle != CIRCLE_SITE && (gate_is_open(rollout, site, index) || !gate_leads(rollout, site, index))) {
        wait_until(rollout, site, index, gate_is_open(rollout, site, index) ? rollout->now : INFINITY);
        return;
    }
    work->lead = (uint32_t)place_of(rollout, site, index);
    work->attempt = work->together = work->correcting = 0;
    int engagements = (int)rollout->programme->corps.engagements;
    if (node->engagement != NOBODY &&
        rollout->phase[site * (size_t)engagements + (size_t)node->engagement].state == ENGAGEMENT_WAITING) {
        set_state(rollout, site, index, STEP_CONSULTANT);
        return;
    }
    ask_resource(rollout, site, index);
}

/* All predecessors are open: the node becomes possible. */
static void reach(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    struct step *step = step_of(rollout, site, index);
    step->ready = step->asked = step->begin = rollout->now;
    step->failed = -1;
    step->lost_support = step->lost_risk = 0;
    if (node->kind != NODE_MILESTONE && !needed(rollout, site, node)) {
        tell(rollout, HAPPENS_SKIP, (int)site, (int)index, 0);
        conclude(rollout, site, index);
        network_release(rollout, site, index);
        return;
    }
    switch (node->kind) {
    case NODE_START:
    case NODE_MILESTONE:
        network_done(rollout, site, index);
        break;
    case NODE_WORK:
        reach_work(rollout, site, index);
        break;
    case NODE_WAIT:
        wait_until(rollout, site, index, opening_of(rollout, site, index));
        break;
    case NODE_SESSION:
        wait_until(rollout, site, index, training_book(rollout, site));
        break;
    case NODE_UPTAKE:
        set_state(rollout, site, index, STEP_UPTAKE);
        tell(rollout, HAPPENS_BEGIN, (int)site, (int)index, 0);
        uptake_join(rollout, site, index);
        break;
    }
}

void network_start(struct rollout *rollout, size_t site)
{
    tell(rollout, HAPPENS_DECISION, (int)site, 0, 0);
    reach(rollout, site, 0);
}
