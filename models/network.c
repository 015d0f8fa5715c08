/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * network: one site's way through the activity network.
 *
 * A node becomes possible when its predecessors are open to it; work waits for a consultant where an engagement
 * gates it, then for its resource, then runs on its work calendar at a pace that may change on the way.
 */
#include "models/rollout_state.h"

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

/* Working days done since the last account are taken off; days lost to a low pace are noted. */
static void bring_up_to_date(struct rollout *rollout, struct step *step, const struct node *node)
{
    const struct worktime *worktime = &rollout->programme->worktime[node->calendar];
    double days = rollout->now - step->since;
    double effort = worktime_effort(worktime, rollout->now) - worktime_effort(worktime, step->since);
    step->remaining = fmax(0, step->remaining - effort * step->pace);
    step->lost_support += days * (1 - (double)step->support);
    step->lost_risk += days * (double)step->support * (1 - (double)step->risk);
    step->since = rollout->now;
}

static void set_pace(const struct rollout *rollout, size_t site, const struct node *node, struct step *step)
{
    double support = node->organisational ? corps_support(rollout, site) : 1;
    double risk = risk_pace(rollout, site);
    if (node->resource == VENDOR_RESOURCE)
        risk *= rollout->risk_vendor[rollout->vendor[site]];
    step->support = (float)support;
    step->risk = (float)fmin(risk, 1);
    step->pace = support * risk * (node->organisational ? rollout->swat[site] : 1);
}

static void plan_end(struct rollout *rollout, size_t site, size_t node, struct step *step)
{
    const struct worktime *worktime = &rollout->programme->worktime[node_of(rollout, node)->calendar];
    step->event = plan(rollout, worktime_after(worktime, rollout->now, step->remaining / step->pace), EVENT_FINISH,
                       site, node, NORMAL);
}

void network_pace(struct rollout *rollout, size_t site)
{
    for (size_t node = 1; node < rollout->programme->nodes; node++) {
        struct step *step = step_of(rollout, site, node);
        if (step->state != STEP_WORK)
            continue;
        double before = step->pace;
        bring_up_to_date(rollout, step, node_of(rollout, node));
        set_pace(rollout, site, node_of(rollout, node), step);
        if (step->pace == before)
            continue;
        calendar_cancel(rollout->calendar, step->event);
        plan_end(rollout, site, node, step);
        tell(rollout, HAPPENS_PACE, (int)site, (int)node, step->pace);
    }
}

/* ---- work ---- */

/* The effort of one attempt, in working days. */
static double effort_of(const struct rollout *rollout, size_t site, size_t index, const struct step *step)
{
    const struct programme *p = rollout->programme;
    const struct node *node = &p->node[index];
    double days = draw_of(rollout, node->duration, site_entity(rollout, site), node->purpose,
                          (uint64_t)step->attempt * 4 + DRAW_DURATION);
    double longer = value_of(rollout, node->per_version_days) * rollout->versions[site];
    if (longer > 0)
        days = rollout->mean[node->duration] > 0 ? days * (1 + longer / rollout->mean[node->duration]) : longer;
    days *= value_of(rollout, node->factor) * rollout->stretch;
    if (node->weighted)
        days *= rollout->weight[site];
    if (node->pushed && rollout->push)
        days *= value_of(rollout, p->push_factor);
    if (node->organisational && rollout->vendor[site] != NOBODY)
        days *= value_of(rollout, p->vendor[rollout->vendor[site]].organisational_factor);
    if (node->organisational && p->packages && rollout->now < value_of(rollout, p->packages_ready))
        days *= value_of(rollout, p->packages_factor);
    return days;
}

static void run(struct rollout *rollout, size_t site, size_t node, double days)
{
    struct step *step = step_of(rollout, site, node);
    step->state = STEP_WORK;
    step->remaining = days;
    step->since = rollout->now;
    set_pace(rollout, site, node_of(rollout, node), step);
    plan_end(rollout, site, node, step);
}

void network_begin(struct rollout *rollout, size_t site, size_t node)
{
    struct step *step = step_of(rollout, site, node);
    step->begin = rollout->now;
    tell(rollout, HAPPENS_BEGIN, (int)site, (int)node, 0);
    run(rollout, site, node, effort_of(rollout, site, node, step));
}

void network_stretch(struct rollout *rollout, size_t site, size_t node, double days)
{
    struct step *step = step_of(rollout, site, node);
    calendar_cancel(rollout->calendar, step->event);
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
    step->state = STEP_QUEUE;
    pool_request(rollout, site, node);
}

void network_gate(struct rollout *rollout, size_t site, int engagement)
{
    for (size_t node = 1; node < rollout->programme->nodes; node++)
        if (node_of(rollout, node)->engagement == engagement && step_of(rollout, site, node)->state == STEP_CONSULTANT)
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

void network_release(struct rollout *rollout, size_t site, size_t node)
{
    const struct node_list *before = &node_of(rollout, node)->before;
    step_of(rollout, site, node)->state = STEP_DONE; /* no longer in its lag */
    for (size_t i = 0; i < before->count; i++) {
        size_t next = before->node[i];
        const struct node *successor = node_of(rollout, next);
        if (successor->after.node != successor->hosted_after.node && !follows(network_after(rollout, site, next), node))
            continue;
        if (--step_of(rollout, site, next)->missing == 0)
            reach(rollout, site, next);
    }
}

/* What hangs on a node's completion, be it done or not needed. */
static void conclude(struct rollout *rollout, size_t site, size_t index)
{
    const struct programme *p = rollout->programme;
    struct step *step = step_of(rollout, site, index);
    step->state = STEP_DONE; /* first of all, for what follows may change the pace of all work that runs */
    step->end = step->open = rollout->now;
    if (p->uptake.present && (int)index == p->uptake.training)
        rollout->trained[site] = 1;
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
        step->state = STEP_LAG;
        plan(rollout, step->open, EVENT_RELEASE, site, index, NORMAL);
        return;
    }
    network_release(rollout, site, index);
}

static bool fails(const struct rollout *rollout, size_t site, const struct node *node, const struct step *step)
{
    double probability = value_of(rollout, node->failure);
    if (!(probability > 0))
        return false;
    return uniform_of(rollout, site_entity(rollout, site), node->purpose, (uint64_t)step->attempt * 4 + DRAW_FAILURE) <
           probability;
}

/* A failed attempt is followed by a correction and then by a new attempt; whatever was held is kept meanwhile. */
static void try_again(struct rollout *rollout, size_t site, size_t index, struct step *step)
{
    const struct node *node = node_of(rollout, index);
    tell(rollout, HAPPENS_FAIL, (int)site, (int)index, 0);
    if (step->attempt == 0)
        step->failed = rollout->now;
    step->correcting = 1;
    double days = node->correction == NOBODY ? 0
                                             : draw_of(rollout, node->correction, site_entity(rollout, site),
                                                       node->purpose, (uint64_t)step->attempt * 4 + DRAW_CORRECTION);
    if (step->attempt < UINT16_MAX)
        step->attempt++;
    run(rollout, site, index, days * rollout->stretch);
}

void network_finish(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    struct step *step = step_of(rollout, site, index);
    if (node->kind == NODE_WORK) {
        bring_up_to_date(rollout, step, node);
        if (step->correcting) {
            step->correcting = 0;
            run(rollout, site, index, effort_of(rollout, site, index, step));
            return;
        }
        if (fails(rollout, site, node, step)) {
            try_again(rollout, site, index, step);
            return;
        }
        if (node->resource != NOBODY)
            pool_release(rollout, site, index);
    }
    network_done(rollout, site, index);
}

/* ---- beginnings ---- */

static double opening_of(const struct rollout *rollout, size_t site, const struct node *node)
{
    switch (node->until) {
    case WAIT_DATE:
        return value_of(rollout, node->date);
    case WAIT_DOCTORS:
        return doctors_opening(rollout, (size_t)rollout->programme->site[site].region);
    case WAIT_VENDOR_READY:
        break;
    }
    size_t vendor = (size_t)rollout->vendor[site];
    return rollout->pilot[site] ? vendor_pilot_from(rollout, vendor) : rollout->vendor_ready[vendor];
}

static void wait_until(struct rollout *rollout, size_t site, size_t node, double instant)
{
    struct step *step = step_of(rollout, site, node);
    step->asked = step->begin = rollout->now;
    step->state = STEP_WAIT;
    tell(rollout, HAPPENS_BEGIN, (int)site, (int)node, 0);
    step->event = plan(rollout, fmax(instant, rollout->now), EVENT_FINISH, site, node, NORMAL);
}

static bool needed(const struct rollout *rollout, size_t site, const struct node *node)
{
    double probability = value_of(rollout, node->probability);
    if (probability >= 1)
        return true;
    return uniform_of(rollout, site_entity(rollout, site), node->purpose, DRAW_NEEDED) < probability;
}

static void reach_work(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = node_of(rollout, index);
    struct step *step = step_of(rollout, site, index);
    int engagements = (int)rollout->programme->corps.engagements;
    if (node->engagement != NOBODY &&
        rollout->phase[site * (size_t)engagements + (size_t)node->engagement].state == ENGAGEMENT_WAITING) {
        step->state = STEP_CONSULTANT;
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
        wait_until(rollout, site, index, opening_of(rollout, site, node));
        break;
    case NODE_SESSION:
        wait_until(rollout, site, index, training_book(rollout, site));
        break;
    case NODE_UPTAKE:
        step->state = STEP_UPTAKE;
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
