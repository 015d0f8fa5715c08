/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * resource: a number of equal servers with a queue.
 *
 * The capacity is an integer that may change over time (a fall lets running services finish: capacity is
 * then over-used until they are given back). Requests wait in the order (key, arrival). Statistics are time-weighted
 * and exact.
 * The resource schedules no event: the caller asks resource_grant() after anything that can free a server.
 * Memory from an arena; one thread at a time.
 */
#ifndef FMKSIM_SIM_RESOURCE_H
#define FMKSIM_SIM_RESOURCE_H

#include "sim/arena.h"
#include "sim/queue.h"
#include "sim/tally.h"

#include <stdbool.h>
#include <stdint.h>

struct resource {
    int capacity, busy;
    struct queue queue;
    double *asked; /* [members], when a waiting member asked */
    struct level busy_level, queue_level;
    struct level capacity_level; /* servers that are there: the capacity, or those at work if they are more */
    struct level idle_level;     /* free servers while nobody waits */
    double wait_total;           /* of those granted */
    uint64_t requested, granted;
};

size_t resource_need(uint32_t members);
void resource_init(struct resource *resource, struct arena *arena, uint32_t members, int capacity, double now);

/* Asks for one server for `member` (0 … members - 1, at most one waiting request each). True: granted at once. */
bool resource_request(struct resource *resource, double now, uint32_t member, double key);

/* The same without a grant at once: whoever else asks at this instant is heard first. Call resource_grant() until
 * nobody, and then resource_heard(), at the end of the instant. */
void resource_ask(struct resource *resource, double now, uint32_t member, double key);
void resource_heard(struct resource *resource, double now);

/* Gives one server back. */
void resource_release(struct resource *resource, double now);

/* Takes servers beside the queue, or gives them back; as many as are free, or were taken. */
void resource_take(struct resource *resource, double now, int servers);
void resource_give(struct resource *resource, double now, int servers);

/* The next waiting member if a server is free for it, now holding it; QUEUE_NOBODY otherwise. Call until nobody. */
uint32_t resource_grant(struct resource *resource, double now);

/* Grants a waiting member without a server of its own: it shares that of another. False if the member does not wait. */
bool resource_share(struct resource *resource, double now, uint32_t member);

void resource_set_capacity(struct resource *resource, double now, int capacity); /* capacity >= 0 */

#endif
