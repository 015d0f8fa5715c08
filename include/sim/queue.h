/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * queue: who waits, in an order of service.
 *
 * Members are small integers (each at most once); the order is (key, sequence of joining). An indexed binary heap:
 * join, leave and take in O(log n), membership in O(1). FIFO is key 0 for all (joining is then O(1)).
 * Memory from an arena; one thread at a time.
 */
#ifndef FMKSIM_SIM_QUEUE_H
#define FMKSIM_SIM_QUEUE_H

#include "sim/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define QUEUE_NOBODY UINT32_MAX

struct queue_entry {
    double key; /* smaller is served first */
    uint64_t sequence;
    uint32_t member;
};

struct queue {
    struct queue_entry *heap; /* [room] */
    uint32_t *place;          /* [members], index in heap + 1; 0 = not waiting */
    uint32_t count, members;
    uint64_t sequence;
};

size_t queue_need(uint32_t members);
void queue_init(struct queue *queue, struct arena *arena, uint32_t members); /* members 0 … members - 1 */
void queue_join(struct queue *queue, uint32_t member, double key); /* aborts if it waits already or the key is NaN */
bool queue_leave(struct queue *queue, uint32_t member);            /* false if it did not wait */
uint32_t queue_take(struct queue *queue);                          /* first in order, or QUEUE_NOBODY */
uint32_t queue_first(const struct queue *queue);                   /* the same, not removed */

/* Gives every member a new key; who joined first is still first among equals. Aborts if a key is NaN. */
void queue_rekey(struct queue *queue, double (*key)(const void *context, uint32_t member), const void *context);

static inline bool queue_has(const struct queue *queue, uint32_t member)
{
    return queue->place[member] != 0;
}

#endif
