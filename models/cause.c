/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cause: where a site's days went, traced backwards along its critical path.
 *
 * At a join the predecessor that opened last is followed. A wait (for a version, a date, the doctors) costs a site
 * nothing while it has other work to do: of a wait that opened last only the days beyond the next-latest
 * predecessor count, and the trace goes on there. Within a piece of work, days of waiting for a consultant, of queueing
 * for a resource, of slow pace and of rework are told apart, within uptake those of waiting for crews. All days from
 * the programme's earliest decision to the final milestone (or, for a site that does not reach it, to the horizon) are
 * accounted for.
 */
#include "models/rollout_rules.h"

#include <math.h>

struct trace {
    const struct rollout *rollout;
    size_t site;
    double *days;
    uint8_t *critical;
};

static void charge(const struct trace *trace, int cause, double days)
{
    trace->days[cause] += days;
}

/* The cause of waiting for what a piece of work needs. */
static int queue_of(const struct trace *trace, const struct node *node)
{
    return node->resource >= 0 ? trace->rollout->programme->pool[node->resource].cause : CAUSE_VENDOR_QUEUE;
}

/* Days of [ready, until] of a piece of work; `until` is its end, or the horizon while it runs. */
static void charge_work(const struct trace *trace, const struct node *node, enum step_state state,
                        const struct step *step, double until)
{
    double asked = lesser(step->asked, until), begin = lesser(step->begin, until);
    if (state == STEP_CONSULTANT)
        asked = begin = until;
    if (state == STEP_QUEUE)
        begin = until;
    double own = until - begin;
    double rework = step->failed >= 0 ? until - greater(step->failed, begin) : 0;
    double support = lesser(step->lost_support, own - rework), risk = lesser(step->lost_risk, own - rework - support);
    charge(trace, CAUSE_CONSULTANT, asked - step->ready);
    charge(trace, queue_of(trace, node), begin - asked);
    charge(trace, CAUSE_REWORK, rework);
    charge(trace, CAUSE_UNSUPPORTED, support);
    charge(trace, CAUSE_RISK, risk);
    charge(trace, node->cause, own - rework - support - risk);
}

static const struct step *step_at(const struct trace *trace, size_t node)
{
    return step_of(trace->rollout, trace->site, node);
}

static double open_of(const struct trace *trace, size_t node)
{
    return step_done(trace->rollout, trace->site, node) ? step_at(trace, node)->open : INFINITY;
}

/* Uptake: the days that it lacked crews are theirs. */
static void charge_uptake(const struct trace *trace, const struct node *node, const struct step *step, double until)
{
    const struct rollout *rollout = trace->rollout;
    int crew = rollout->programme->uptake.crew;
    double lost = crew == NOBODY ? 0 : lesser(rollout->crew_lost[trace->site], until - step->ready);
    if (crew != NOBODY)
        charge(trace, rollout->programme->pool[crew].cause, lost);
    charge(trace, node->cause, until - step->ready - lost);
}

/* The days before the decision: until a wave's beginning they were planned. */
static void charge_start(const struct trace *trace, double decision)
{
    const struct rollout *rollout = trace->rollout;
    const struct programme *p = rollout->programme;
    double planned = 0;
    if (p->site[trace->site].wave != NOBODY) {
        double from = value_of(rollout, programme_decision_from(p, trace->site));
        planned = greater(0, lesser(from, decision) - rollout->earliest);
        charge(trace, p->wave_cause, planned);
    }
    charge(trace, CAUSE_LATE_START, decision - rollout->earliest - planned);
}

/* The predecessor that opens last; with `waits` false only those that are no waits; NOBODY if there is none. */
static int last_of(const struct trace *trace, size_t node, bool waits)
{
    const struct node_list *after = network_after(trace->rollout, trace->site, node);
    int last = NOBODY;
    for (size_t i = 0; i < after->count; i++) {
        size_t one = after->node[i];
        if (!waits && trace->rollout->programme->node[one].kind == NODE_WAIT)
            continue;
        if (last == NOBODY || open_of(trace, one) > open_of(trace, (size_t)last))
            last = (int)one;
    }
    return last;
}

/* Charges a node from its readiness to `until` and returns the instant from which its predecessors account. */
static double charge_node(const struct trace *trace, size_t index, double until)
{
    const struct rollout *rollout = trace->rollout;
    const struct node *node = &rollout->programme->node[index];
    const struct step *step = step_at(trace, index);
    if (trace->critical && node->kind != NODE_MILESTONE && node->kind != NODE_START)
        trace->critical[index - 1] = 1;
    if (node->kind == NODE_MILESTONE)
        return until;
    double end = step_done(rollout, trace->site, index) ? lesser(step->end, until) : until;
    charge(trace, node->cause, until - end); /* the lag */
    if (node->kind == NODE_WORK)
        charge_work(trace, node, state_of(rollout, trace->site, index), step, end);
    else if (node->kind == NODE_UPTAKE)
        charge_uptake(trace, node, step, end);
    else
        charge(trace, node->cause, end - step->ready);
    return step->ready;
}

/* A site's first wait for a date that others are faster than: see the caption. */
static int pass_wait(const struct trace *trace, size_t next, size_t wait, double *until)
{
    int other = last_of(trace, next, false);
    double ready = state_of(trace->rollout, trace->site, wait) == STEP_PENDING ? INFINITY : step_at(trace, wait)->ready;
    if (other == NOBODY || !(open_of(trace, (size_t)other) > ready) || !(open_of(trace, (size_t)other) <= *until))
        return NOBODY;
    charge(trace, trace->rollout->programme->node[wait].cause, *until - open_of(trace, (size_t)other));
    if (trace->critical)
        trace->critical[wait - 1] = 1;
    *until = open_of(trace, (size_t)other);
    return other;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): they are written to, through the trace */
void cause_trace(const struct rollout *rollout, size_t site, double days[], uint8_t critical[])
{
    const struct programme *p = rollout->programme;
    const struct trace trace = {rollout, site, days, critical};
    double until = step_done(rollout, site, p->nodes - 1) ? step_of(rollout, site, p->nodes - 1)->end : p->horizon;
    size_t node = p->nodes - 1;
    while (node != 0) {
        if (state_of(rollout, site, node) != STEP_PENDING)
            until = charge_node(&trace, node, until);
        int last = last_of(&trace, node, true), other = NOBODY;
        if (p->node[last].kind == NODE_WAIT)
            other = pass_wait(&trace, node, (size_t)last, &until);
        node = (size_t)(other == NOBODY ? last : other);
    }
    charge_start(&trace, until);
}
