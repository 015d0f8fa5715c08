/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * vendor: who has which vendor, when a vendor's version is ready, its teams and their queue; the other pools alike.
 */
#include "models/rollout_state.h"

#include <gsl/gsl_sort.h>
#include <math.h>

/* ---- assignment ---- */

/* The sites that nobody knows are shuffled by a uniform of their own and dealt to the vendors' open places. */
static void assign_vendors(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    size_t *order = ARENA_TAKE(&rollout->arena, p->sites, size_t);
    double *luck = ARENA_TAKE(&rollout->arena, p->sites, double);
    size_t *open = ARENA_TAKE(&rollout->arena, p->vendors, size_t);
    for (size_t v = 0; v < p->vendors; v++)
        open[v] = p->vendor[v].sites;
    for (size_t i = 0; i < p->sites; i++) {
        luck[i] = uniform_of(rollout, site_entity(rollout, i), PURPOSE_VENDOR, 0);
        rollout->vendor[i] = (int16_t)p->site[i].vendor;
        if (p->site[i].vendor != NOBODY)
            open[p->site[i].vendor]--;
    }
    gsl_sort_index(order, luck, 1, p->sites);
    size_t vendor = 0;
    for (size_t k = 0; k < p->sites && p->vendors > 0; k++) {
        size_t site = order[k];
        if (rollout->vendor[site] != NOBODY)
            continue;
        while (open[vendor] == 0)
            vendor++;
        rollout->vendor[site] = (int16_t)vendor;
        open[vendor]--;
    }
}

/* Pilots are the vendor's first sites to decide; they decide when the pilot version is there. */
static void choose_pilots(struct rollout *rollout, size_t vendor)
{
    const struct programme *p = rollout->programme;
    long pilots = lround(value_of(rollout, p->vendor[vendor].pilots));
    for (long k = 0; k < pilots; k++) {
        size_t first = p->sites;
        for (size_t i = 0; i < p->sites; i++)
            if (rollout->vendor[i] == (int)vendor && !rollout->pilot[i] &&
                (first == p->sites || rollout->decision[i] < rollout->decision[first]))
                first = i;
        if (first == p->sites)
            return;
        rollout->pilot[first] = 1;
        rollout->decision[first] = fmax(0, value_of(rollout, p->vendor[vendor].pilot_from));
    }
}

void vendor_assign(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    assign_vendors(rollout);
    for (size_t i = 0; i < p->sites; i++) {
        uint64_t entity = site_entity(rollout, i);
        int hosted = p->site[i].hosted, versions = p->site[i].versions, vendor = rollout->vendor[i];
        rollout->hosted[i] = hosted != NOBODY
                                 ? (uint8_t)hosted
                                 : uniform_of(rollout, entity, PURPOSE_HOSTED, 0) < value_of(rollout, p->hosted);
        if (versions == NOBODY && vendor != NOBODY)
            versions = (int)fmin(255, draw_of(rollout, p->vendor[vendor].versions_behind, entity, PURPOSE_VERSIONS, 0));
        rollout->versions[i] = versions == NOBODY ? 0 : (uint8_t)versions;
    }
    for (size_t v = 0; v < p->vendors; v++)
        choose_pilots(rollout, v);
}

/* ---- resources ---- */

static const struct node_list *users_of(const struct programme *p, size_t resource)
{
    return resource < p->vendors ? &p->vendor_users : &p->pool[resource - p->vendors].users;
}

static size_t resource_of(const struct rollout *rollout, size_t site, const struct node *node)
{
    return node->resource == VENDOR_RESOURCE ? (size_t)rollout->vendor[site]
                                             : rollout->programme->vendors + (size_t)node->resource;
}

static uint32_t member_of(const struct rollout *rollout, size_t resource, size_t site, const struct node *node)
{
    return (uint32_t)(site * users_of(rollout->programme, resource)->count + node->user);
}

void vendor_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t r = 0; r < p->vendors + p->pools; r++) {
        number capacity = r < p->vendors ? p->vendor[r].teams : p->pool[r - p->vendors].capacity;
        uint32_t members = (uint32_t)(p->sites * users_of(p, r)->count);
        resource_init(&rollout->team[r], &rollout->arena, members, (int)lround(value_of(rollout, capacity)), 0);
        if (r >= p->vendors)
            continue;
        queue_init(&rollout->batch[r], &rollout->arena, members);
        rollout->teams[r] = (int32_t)lround(value_of(rollout, capacity));
        rollout->vendor_ready[r] = value_of(rollout, p->planned) + value_of(rollout, p->common_slip_days) +
                                   value_of(rollout, p->vendor[r].slip_days);
        plan(rollout, fmax(0, rollout->vendor_ready[r]), EVENT_READY, r, 0, FIRST);
        for (size_t c = 0; c < p->vendor[r].change_count; c++)
            plan(rollout, fmax(0, value_of(rollout, p->vendor[r].changes[c].from)), EVENT_TEAMS, r, c, FIRST);
    }
}

/* ---- how much a resource was used: from its readiness or first request to the end of its last service ---- */

static void usage_begin(struct rollout *rollout, size_t resource)
{
    struct usage *usage = &rollout->usage[resource];
    const struct resource *team = &rollout->team[resource];
    usage->begun = true;
    usage->busy_from = level_area(&team->busy_level, rollout->now);
    usage->capacity_from = level_area(&team->capacity_level, rollout->now);
    usage->idle_from = level_area(&team->idle_level, rollout->now);
}

static void usage_end(struct rollout *rollout, size_t resource)
{
    struct usage *usage = &rollout->usage[resource];
    const struct resource *team = &rollout->team[resource];
    usage->ended = usage->begun;
    usage->busy_to = level_area(&team->busy_level, rollout->now);
    usage->capacity_to = level_area(&team->capacity_level, rollout->now);
    usage->idle_to = level_area(&team->idle_level, rollout->now);
}

struct resource_report usage_report(const struct usage *usage, double wait_total, uint64_t granted, double queue_max)
{
    double offered = usage->ended ? usage->capacity_to - usage->capacity_from : 0;
    return (struct resource_report){
        .utilisation = offered > 0 ? (usage->busy_to - usage->busy_from) / offered : NAN,
        .wait_mean = granted > 0 ? wait_total / (double)granted : NAN,
        .queue_mean = NAN,
        .queue_max = queue_max,
        .idle = usage->ended ? usage->idle_to - usage->idle_from : 0,
    };
}

struct resource_report vendor_report(const struct rollout *rollout, size_t resource)
{
    const struct resource *team = &rollout->team[resource];
    return usage_report(&rollout->usage[resource], team->wait_total, team->granted, team->queue_level.max);
}

void vendor_come_ready(struct rollout *rollout, size_t vendor)
{
    usage_begin(rollout, vendor);
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
            ready = fmax(ready, step_of(rollout, site, after->node[i])->open);
    return ready;
}

static double key_of(const struct rollout *rollout, size_t resource, size_t site, size_t index)
{
    const struct programme *p = rollout->programme;
    switch (resource < p->vendors ? p->vendor[resource].order : p->pool[resource - p->vendors].order) {
    case ORDER_READY_FIRST:
        return ready_of(rollout, site, index);
    case ORDER_FIFO:
        return rollout->decision[site];
    case ORDER_LARGEST_FIRST:
        return -(double)rollout->expected[site];
    case ORDER_BY_REGION:
        return p->site[site].region;
    }
    return 0;
}

static size_t batch_size(const struct rollout *rollout, size_t resource)
{
    const struct programme *p = rollout->programme;
    return resource < p->vendors ? (size_t)lround(value_of(rollout, p->vendor[resource].batch_size)) : 1;
}

/* Hosted sites may share a team, but not one that counts as several: the others would wait for it. */
static bool joins_batches(const struct rollout *rollout, size_t resource, size_t site)
{
    return rollout->hosted[site] && !(rollout->weight[site] > 1) && batch_size(rollout, resource) > 1;
}

/* A member of a resource's queue begins; returns its effort in working days. */
static double begin_member(struct rollout *rollout, size_t resource, uint32_t member, uint32_t leader)
{
    const struct node_list *users = users_of(rollout->programme, resource);
    size_t site = member / users->count, node = users->node[member % users->count];
    size_t first = leader / users->count, lead = users->node[leader % users->count];
    step_of(rollout, first, lead)->together++;
    step_of(rollout, site, node)->lead = (uint32_t)(first * rollout->programme->nodes + lead);
    network_begin(rollout, site, node);
    return step_of(rollout, site, node)->remaining;
}

/* Hosted sites that wait are taken along: one team, one batch, little more than the effort of the longest. */
static void begin_batch(struct rollout *rollout, size_t vendor, uint32_t leader)
{
    const struct node_list *users = users_of(rollout->programme, vendor);
    size_t room = batch_size(rollout, vendor), size = 1;
    uint32_t *member = rollout->batch_member;
    double longest = begin_member(rollout, vendor, leader, leader);
    if (!joins_batches(rollout, vendor, leader / users->count))
        return;
    queue_leave(&rollout->batch[vendor], leader);
    member[0] = leader;
    for (; size < room; size++) {
        uint32_t next = queue_take(&rollout->batch[vendor]);
        if (next == QUEUE_NOBODY)
            break;
        member[size] = next;
        resource_share(&rollout->team[vendor], rollout->now, next);
        longest = fmax(longest, begin_member(rollout, vendor, next, leader));
    }
    double extra = 1 + value_of(rollout, rollout->programme->vendor[vendor].batch_extra) * (double)(size - 1);
    for (size_t i = 0; size > 1 && i < size; i++)
        network_stretch(rollout, member[i] / users->count, users->node[member[i] % users->count], longest * extra);
}

static void begin_granted(struct rollout *rollout, size_t resource, uint32_t member)
{
    if (batch_size(rollout, resource) > 1)
        begin_batch(rollout, resource, member);
    else
        begin_member(rollout, resource, member, member);
}

/* The queue is served at the end of the instant: when a version comes, all who wait for it ask at once, and the order
 * of service and the batches are made of all of them. */
static void serve(struct rollout *rollout, size_t resource)
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

void vendor_serve(struct rollout *rollout, size_t resource)
{
    rollout->serving[resource] = 0;
    for (uint32_t member; (member = resource_grant(&rollout->team[resource], rollout->now)) != QUEUE_NOBODY;)
        begin_granted(rollout, resource, member);
    resource_heard(&rollout->team[resource], rollout->now);
    tell_queue(rollout, resource);
}

void vendor_request(struct rollout *rollout, size_t site, size_t index)
{
    const struct node *node = &rollout->programme->node[index];
    size_t resource = resource_of(rollout, site, node);
    uint32_t member = member_of(rollout, resource, site, node);
    double key = key_of(rollout, resource, site, index);
    if (!rollout->usage[resource].begun && resource >= rollout->programme->vendors)
        usage_begin(rollout, resource);
    resource_ask(&rollout->team[resource], rollout->now, member, key);
    if (joins_batches(rollout, resource, site))
        queue_join(&rollout->batch[resource], member, key);
    serve(rollout, resource);
}

/* A batch's team is free when the last of the batch is done: risks may slow some of its sites and not others. */
void vendor_release(struct rollout *rollout, size_t site, size_t node)
{
    if (--rollout->step[step_of(rollout, site, node)->lead].together > 0)
        return;
    size_t resource = resource_of(rollout, site, &rollout->programme->node[node]);
    resource_release(&rollout->team[resource], rollout->now);
    usage_end(rollout, resource);
    serve(rollout, resource);
}

void vendor_add_teams(struct rollout *rollout, size_t vendor, int teams)
{
    rollout->teams[vendor] += teams;
    resource_set_capacity(&rollout->team[vendor], rollout->now,
                          rollout->teams[vendor] > 0 ? rollout->teams[vendor] : 0);
    serve(rollout, vendor);
}
