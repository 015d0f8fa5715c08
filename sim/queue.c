/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * queue: see include/sim/queue.h.
 */
#include "sim/queue.h"

size_t queue_need(uint32_t members)
{
    size_t heap = arena_need(members, sizeof(struct queue_entry)), place = arena_need(members, sizeof(uint32_t));
    return heap + place;
}

void queue_init(struct queue *queue, struct arena *arena, uint32_t members)
{
    *queue = (struct queue){.members = members};
    queue->heap = arena_take_raw(arena, members, sizeof *queue->heap);
    queue->place = ARENA_TAKE(arena, members, uint32_t);
}

static bool before(const struct queue_entry *a, const struct queue_entry *b)
{
    return a->key < b->key || (a->key == b->key && a->sequence < b->sequence);
}

static void put(struct queue *queue, uint32_t at, struct queue_entry entry)
{
    queue->heap[at] = entry;
    queue->place[entry.member] = at + 1;
}

/* Fills the hole at `at` with `entry`, or with an ancestor while the entry goes before it. */
static void rise(struct queue *queue, uint32_t at, struct queue_entry entry)
{
    while (at > 0) {
        uint32_t parent = (at - 1) / 2;
        if (!before(&entry, &queue->heap[parent]))
            break;
        put(queue, at, queue->heap[parent]);
        at = parent;
    }
    put(queue, at, entry);
}

/* Fills the hole at `at` with `entry`, or with a descendant while one goes before the entry. */
static void sink(struct queue *queue, uint32_t at, struct queue_entry entry)
{
    for (;;) {
        uint64_t child = 2 * (uint64_t)at + 1;
        if (child >= queue->count)
            break;
        if (child + 1 < queue->count && before(&queue->heap[child + 1], &queue->heap[child]))
            child++;
        if (!before(&queue->heap[child], &entry))
            break;
        put(queue, at, queue->heap[child]);
        at = (uint32_t)child;
    }
    put(queue, at, entry);
}

static void remove_at(struct queue *queue, uint32_t at)
{
    queue->place[queue->heap[at].member] = 0;
    struct queue_entry last = queue->heap[--queue->count];
    if (at == queue->count)
        return;
    if (at > 0 && before(&last, &queue->heap[(at - 1) / 2]))
        rise(queue, at, last);
    else
        sink(queue, at, last);
}

void queue_join(struct queue *queue, uint32_t member, double key)
{
    if (member >= queue->members || queue->place[member] != 0 || key != key)
        error_abort("queue: member %u of %u joins with key %g%s", member, queue->members, key,
                    member < queue->members && queue->place[member] != 0 ? " but waits already" : "");
    rise(queue, queue->count++, (struct queue_entry){key, queue->sequence++, member});
}

bool queue_leave(struct queue *queue, uint32_t member)
{
    if (member >= queue->members || queue->place[member] == 0)
        return false;
    remove_at(queue, queue->place[member] - 1);
    return true;
}

uint32_t queue_take(struct queue *queue)
{
    uint32_t member = queue_first(queue);
    if (member != QUEUE_NOBODY)
        remove_at(queue, 0);
    return member;
}

uint32_t queue_first(const struct queue *queue)
{
    return queue->count > 0 ? queue->heap[0].member : QUEUE_NOBODY;
}

void queue_rekey(struct queue *queue, double (*key)(const void *context, uint32_t member), const void *context)
{
    for (uint32_t i = 0; i < queue->count; i++) {
        queue->heap[i].key = key(context, queue->heap[i].member);
        if (queue->heap[i].key != queue->heap[i].key)
            error_abort("queue: member %u gets no number for a key", queue->heap[i].member);
    }
    for (uint32_t i = queue->count / 2; i-- > 0;)
        sink(queue, i, queue->heap[i]);
}
