/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * pool: a number of equal servers that sites ask for: a vendor's teams, or another resource. Its queue, its order of
 * service, and how much it was used.
 */
#include "models/rollout_rules.h"

#include <math.h>

static size_t resource_of(const struct rollout *rollout, size_t site, const struct node *node)
{
    return node->resource == VENDOR_RESOURCE ? (size_t)rollout->vendor[site]
                                             : rollout->programme->vendors + (size_t)node->resource;
}

static uint32_t member_of(const struct rollout *rollout, size_t resource, size_t site, const struct node *node)
{
    return (uint32_t)(site * users_of(rollout->programme, resource)->count + node->user);
}

static int open_servers(const struct rollout *rollout, size_t resource)
{
    return rollout->teams[resource] > 0 ? rollout->teams[resource] : 0;
}

void pool_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t r = 0; r < p->vendors + p->pools; r++) {
        number capacity = r < p->vendors ? p->vendor[r].teams : p->pool[r - p->vendors].capacity;
        uint32_t members = (uint32_t)(p->sites * users_of(p, r)->count);
        rollout->teams[r] = (int32_t)lround(value_of(rollout, capacity));
        resource_init(&rollout->team[r], &rollout->arena, members, open_servers(rollout, r), 0);
    }
}

void pool_use(struct rollout *rollout, size_t resource)
{
    usage_begin(&rollout->usage[resource], &rollout->team[resource], rollout->now);
}

struct usage_report pool_report(const struct rollout *rollout, size_t resource)
{
    const struct resource *team = &rollout->team[resource];
    return usage_report(&rollout->usage[resource], team->wait_total, team->granted, team->queue_level.max);
}

/* ---- service ---- */

/* When the site itself was ready: its predecessors done, waits (for the vendor's version above all) not counted. */
static double ready_of(const struct rollout *rollout, size_t site, size_t index)
{
    const struct node_list *after = network_after(rollout, site, index);
    const struct step *step = step_of(rollout, site, index);
    double ready = step->asked > step->ready ? step->asked : 0; /* its consultant came last */
    for (size_t i = 0; i < after->count; i++)
        if (rollout->programme->node[after->node[i]].kind != NODE_WAIT)
            ready = greater(ready, step_of(rollout, site, after->node[i])->open);
    return ready;
}

static double key_of(const struct rollout *rollout, size_t resource, size_t site, size_t index)
{
    bool asks = rollout->order[resource] == ORDER_READY_FIRST;
    return discipline_key(rollout, resource, site, asks ? ready_of(rollout, site, index) : 0);
}

double pool_begin_member(struct rollout *rollout, size_t resource, uint32_t member, uint32_t leader)
{
    const struct node_list *users = users_of(rollout->programme, resource);
    size_t site = member / users->count, node = users->node[member % users->count];
    size_t first = leader / users->count, lead = users->node[leader % users->count];
    work_of(rollout, first, lead)->together++;
    work_of(rollout, site, node)->lead = (uint32_t)(first * rollout->programme->nodes + lead);
    network_begin(rollout, site, node);
    return work_of(rollout, site, node)->remaining;
}

/* ---- several servers at once ---- */

static const struct node *node_of_member(const struct rollout *rollout, size_t resource, uint32_t member)
{
    const struct node_list *users = users_of(rollout->programme, resource);
    return &rollout->programme->node[users->node[member % users->count]];
}

static int amount_of(const struct rollout *rollout, const struct need *need)
{
    return (int)lround(value_of(rollout, need->amount));
}

/* Whether all that the first in the queue needs is free. Nobody overtakes it while it waits, and it holds nothing: so
 * no two can wait for one another. */
static bool first_fits(const struct rollout *rollout, size_t resource)
{
    uint32_t member = queue_first(&rollout->team[resource].queue);
    if (member == QUEUE_NOBODY)
        return false;
    const struct node *node = node_of_member(rollout, resource, member);
    for (size_t k = 0; k < node->needs; k++) {
        const struct resource *team = &rollout->team[rollout->programme->vendors + node->need[k].pool];
        if (team->capacity - team->busy < amount_of(rollout, &node->need[k]))
            return false;
    }
    return true;
}

/* Takes what the one who begins needs beyond the server that it has been granted, or gives it back. */
static void move_needs(struct rollout *rollout, size_t resource, const struct node *node, bool take)
{
    for (size_t k = 0; k < node->needs; k++) {
        size_t other = rollout->programme->vendors + node->need[k].pool;
        int servers = amount_of(rollout, &node->need[k]) - (other == resource);
        if (take && !rollout->usage[other].begun)
            pool_use(rollout, other);
        (take ? resource_take : resource_give)(&rollout->team[other], rollout->now, servers);
    }
}

/* After servers have come free: its own queue, then those in which they are waited for, too. */
static void settle_all(struct rollout *rollout, size_t resource)
{
    const struct programme *p = rollout->programme;
    pool_settle(rollout, resource);
    if (resource >= p->vendors)
        for (size_t i = 0; i < p->pool[resource - p->vendors].leaders; i++)
            pool_settle(rollout, p->pool[resource - p->vendors].leader[i]);
}

static void begin_granted(struct rollout *rollout, size_t resource, uint32_t member)
{
    if (rollout->programme->joint)
        move_needs(rollout, resource, node_of_member(rollout, resource, member), true);
    if (resource < rollout->programme->vendors)
        vendor_begin_batch(rollout, resource, member);
    else
        pool_begin_member(rollout, resource, member, member);
}

/* The queue is served at the end of the instant: when a version comes, all who wait for it ask at once, and the order
 * of service and the batches are made of all of them. */
void pool_settle(struct rollout *rollout, size_t resource)
{
    if (rollout->serving[resource])
        return;
    rollout->serving[resource] = 1;
    plan(rollout, rollout->now, EVENT_SERVE, resource, 0, SETTLE);
}

/* Those who asked at this instant and have not been served. */
static void tell_queue(struct rollout *rollout, size_t resource)
{
    const struct resource *team = &rollout->team[resource];
    const struct node_list *users = users_of(rollout->programme, resource);
    for (uint32_t i = 0; rollout->observer && i < team->queue.count; i++) {
        uint32_t member = team->queue.heap[i].member;
        if (team->asked[member] >= rollout->now)
            tell(rollout, HAPPENS_QUEUE, (int)(member / users->count), users->node[member % users->count], 0);
    }
}

void pool_serve(struct rollout *rollout, size_t resource)
{
    rollout->serving[resource] = 0;
    for (uint32_t member; (!rollout->programme->joint || first_fits(rollout, resource)) &&
                          (member = resource_grant(&rollout->team[resource], rollout->now)) != QUEUE_NOBODY;)
        begin_granted(rollout, resource, member);
    resource_heard(&rollout->team[resource], rollout->now);
    tell_queue(rollout, resource);
}

void pool_add(struct rollout *rollout, size_t resource, int servers)
{
    rollout->teams[resource] += servers;
    resource_set_capacity(&rollout->team[resource], rollout->now, open_servers(rollout, resource));
    settle_all(rollout, resource);
}

struct waiting { /* whose keys are made anew */
    const struct rollout *rollout;
    size_t resource;
};

static double key_of_member(const void *context, uint32_t member)
{
    const struct waiting *waiting = context;
    const struct node_list *users = users_of(waiting->rollout->programme, waiting->resource);
    return key_of(waiting->rollout, waiting->resource, member / users->count, users->node[member % users->count]);
}

void pool_set_order(struct rollout *rollout, size_t resource, enum service_order order)
{
    const struct waiting waiting = {rollout, resource};
    rollout->order[resource] = (uint8_t)order;
    queue_rekey(&rollout->team[resource].queue, key_of_member, &waiting);
    if (resource < rollout->programme->vendors)
        queue_rekey(&rollout->batch[resource], key_of_member, &waiting);
    if (rollout->programme->joint)
        pool_settle(rollout, resource); /* another first may fit */
}

void pool_request(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = &rollout->programme->node[index];
    size_t resource = resource_of(rollout, site, node);
    uint32_t member = member_of(rollout, resource, site, node);
    double key = key_of(rollout, resource, site, index);
    if (!rollout->usage[resource].begun && resource >= rollout->programme->vendors)
        pool_use(rollout, resource);
    resource_ask(&rollout->team[resource], rollout->now, member, key);
    if (resource < rollout->programme->vendors)
        vendor_queue(rollout, resource, member, key);
    pool_settle(rollout, resource);
}

static void end_use(struct rollout *rollout, size_t resource)
{
    usage_end(&rollout->usage[resource], &rollout->team[resource], rollout->now);
}

static void release_needs(struct rollout *rollout, size_t resource, const struct node *node)
{
    move_needs(rollout, resource, node, false);
    for (size_t k = 0; k < node->needs; k++) {
        end_use(rollout, rollout->programme->vendors + node->need[k].pool);
        settle_all(rollout, rollout->programme->vendors + node->need[k].pool);
    }
}

/* A batch's team is free when the last of the batch is done: risks may slow some of its sites and not others. */
void pool_release(struct rollout *rollout, size_t site, size_t node)
{
    if (--rollout->work[work_of(rollout, site, node)->lead].together > 0)
        return;
    size_t resource = resource_of(rollout, site, &rollout->programme->node[node]);
    resource_release(&rollout->team[resource], rollout->now);
    end_use(rollout, resource);
    settle_all(rollout, resource);
    if (rollout->programme->joint)
        release_needs(rollout, resource, &rollout->programme->node[node]);
}
