/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * resource: see include/sim/resource.h.
 */
#include "sim/resource.h"

size_t resource_need(uint32_t members)
{
    return queue_need(members) + arena_need(members, sizeof(double));
}

/* Servers free while nobody waits. */
static int idle_servers(const struct resource *resource)
{
    bool idle = resource->queue.count == 0 && resource->capacity > resource->busy;
    return idle ? resource->capacity - resource->busy : 0;
}

/* A server that is taken away at work finishes it, and is there until then. */
static int offered_servers(const struct resource *resource)
{
    return resource->capacity > resource->busy ? resource->capacity : resource->busy;
}

void resource_init(struct resource *resource, struct arena *arena, uint32_t members, int capacity, double now)
{
    *resource = (struct resource){.capacity = 0};
    queue_init(&resource->queue, arena, members);
    resource->asked = ARENA_TAKE(arena, members, double);
    level_init(&resource->busy_level, now, 0);
    level_init(&resource->queue_level, now, 0);
    level_init(&resource->capacity_level, now, capacity);
    level_init(&resource->idle_level, now, capacity);
    resource_set_capacity(resource, now, capacity);
}

static void follow(struct level *level, double now, double value)
{
    if (level->value != value)
        level_set(level, now, value);
}

/* Brings the statistics up to date after any change. */
static void watch(struct resource *resource, double now)
{
    follow(&resource->busy_level, now, resource->busy);
    follow(&resource->queue_level, now, resource->queue.count);
    follow(&resource->capacity_level, now, offered_servers(resource));
    follow(&resource->idle_level, now, idle_servers(resource));
}

bool resource_request(struct resource *resource, double now, uint32_t member, double key)
{
    resource->requested++;
    bool at_once = resource->busy < resource->capacity && resource->queue.count == 0;
    if (at_once) {
        resource->busy++;
        resource->granted++;
    } else {
        queue_join(&resource->queue, member, key);
        resource->asked[member] = now;
    }
    watch(resource, now);
    return at_once;
}

/* The levels are left alone: somebody who is served within the instant has not waited. */
void resource_ask(struct resource *resource, double now, uint32_t member, double key)
{
    resource->requested++;
    queue_join(&resource->queue, member, key);
    resource->asked[member] = now;
}

void resource_heard(struct resource *resource, double now)
{
    watch(resource, now);
}

void resource_release(struct resource *resource, double now)
{
    if (resource->busy < 1)
        error_abort("resource: a server is given back at %.17g but none is in use", now);
    resource->busy--;
    watch(resource, now);
}

void resource_take(struct resource *resource, double now, int servers)
{
    if (servers > resource->capacity - resource->busy)
        error_abort("resource: %d servers are taken at %.17g, but fewer are free", servers, now);
    resource->busy += servers;
    watch(resource, now);
}

void resource_give(struct resource *resource, double now, int servers)
{
    if (servers > resource->busy)
        error_abort("resource: %d servers are given back at %.17g, but fewer are in use", servers, now);
    resource->busy -= servers;
    watch(resource, now);
}

uint32_t resource_grant(struct resource *resource, double now)
{
    if (resource->busy >= resource->capacity || resource->queue.count == 0)
        return QUEUE_NOBODY;
    uint32_t member = queue_take(&resource->queue);
    resource->busy++;
    resource->granted++;
    resource->wait_total += now - resource->asked[member];
    watch(resource, now);
    return member;
}

bool resource_share(struct resource *resource, double now, uint32_t member)
{
    if (!queue_leave(&resource->queue, member))
        return false;
    resource->granted++;
    resource->wait_total += now - resource->asked[member];
    watch(resource, now);
    return true;
}

void resource_set_capacity(struct resource *resource, double now, int capacity)
{
    if (capacity < 0)
        error_abort("resource: capacity %d", capacity);
    resource->capacity = capacity;
    watch(resource, now);
}
