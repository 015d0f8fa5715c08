/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * calendar: the event calendar (future event list).
 *
 * Events leave in the order of (time, priority, sequence of scheduling): the order is total, so equal times are
 * stable. A tournament: pending events are the leaves of a tree, every inner node repeats the smallest of its four
 * children, which share a cache line, the root is the next event. Whatever happens to an event, its leaf is rewritten
 * and the matches on the way to the root are played again: as many steps as the tree is high, no branch that depends
 * on the data, and all loads known beforehand. That beats the heaps and cancelling needs no dead entries.
 *
 * Memory comes from an arena when made and never grows afterwards. The struct holds no pointers: a state is copied
 * with memcpy, calendar_need() bytes of it. One thread at a time.
 */
#ifndef FMKSIM_SIM_CALENDAR_H
#define FMKSIM_SIM_CALENDAR_H

#include "sim/arena.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct event {
    double time;      /* instant, any finite double >= 0 */
    uint32_t kind;    /* the caller's; dispatched with a switch */
    uint32_t a, b;    /* the caller's: indices of what the event concerns */
    uint8_t priority; /* lower first at equal times */
};

typedef uint64_t event_id; /* names a scheduled event for as long as it is pending; never reused */
#define EVENT_NONE ((event_id)0)

/* From the top: 64 bits of the time (non-negative doubles are ordered like their bits), 8 of the priority, 36 of the
 * sequence, 20 of the slot. The last two are the event's id. One comparison settles time, priority and sequence. */
__extension__ typedef unsigned __int128 calendar_key;

enum { CALENDAR_SLOT_BITS = 20, CALENDAR_ID_BITS = 56 };
#define CALENDAR_ROOM_MAX ((size_t)1 << CALENDAR_SLOT_BITS)
#define CALENDAR_SEQUENCE_MAX (((uint64_t)1 << (CALENDAR_ID_BITS - CALENDAR_SLOT_BITS)) - 1) /* 6.9e10 events */
#define CALENDAR_EMPTY (~(calendar_key)0)
#define CALENDAR_NO_SLOT UINT32_MAX

/* The payload of a pending event; of a slot given back `a` is the next one in the list of these. */
struct calendar_slot {
    uint32_t kind, a, b;
};

struct calendar {
    double now;
    uint64_t taken, sequence; /* events executed; scheduled */
    uint32_t count, room;
    uint32_t end;    /* of the tree, in nodes */
    uint32_t leaves; /* room rounded up to a power of four; slot i is tree node leaves + i */
    uint32_t top;    /* node above all slots ever used, so the root of the part of the tree that is played */
    uint32_t used;   /* slots ever used */
    uint32_t free;   /* list of slots given back, last in first out */
    uint32_t hole;   /* slot of the event last taken while its leaf still stands, see calendar_take() */
    _Alignas(64) calendar_key tree[]; /* [end], node i above nodes 4 i to 4 i + 3; then [room] slots */
};

/* Bytes of arena that a calendar of `room` pending events needs; room as below, else it aborts. */
size_t calendar_need(size_t room);

/* An empty calendar for at most `room` pending events, 1 to CALENDAR_ROOM_MAX. */
struct calendar *calendar_init(struct arena *arena, size_t room);

/* Removes a pending event; false if it has been taken or cancelled before, or is EVENT_NONE. */
bool calendar_cancel(struct calendar *calendar, event_id id);

/* Of use below only: a slot never used before, the tree growing by a level if it must. */
uint32_t calendar_new_slot(struct calendar *calendar);

/* Of use below only: aborts with the reason why an event cannot be added. By values: an event whose address goes
 * somewhere would have to stand in memory. */
_Noreturn void calendar_refuse(const struct calendar *calendar, double time, uint32_t kind);

static inline struct calendar_slot *calendar_slots(struct calendar *calendar)
{
    return (struct calendar_slot *)(calendar->tree + calendar->end);
}

/* The smallest of the other three in a node's group. */
static inline calendar_key calendar_rival(const calendar_key tree[], uint32_t node)
{
    calendar_key first = tree[node ^ 1], second = tree[node ^ 2], third = tree[node ^ 3];
    first = second < first ? second : first;
    return third < first ? third : first;
}

/* Writes a slot's key and plays its matches up to the root. */
static inline void calendar_play(struct calendar *calendar, uint32_t slot, calendar_key key)
{
    calendar_key *tree = calendar->tree;
    uint32_t top = calendar->top;
    uint32_t node = calendar->leaves + slot;

    tree[node] = key;
    while (node > top) {
        calendar_key rival = calendar_rival(tree, node);
        key = rival < key ? rival : key;
        node >>= 2;
        tree[node] = key;
    }
}

/* Clears the leaf of the event last taken, if that is still to be done. */
static inline void calendar_settle(struct calendar *calendar)
{
    uint32_t slot = calendar->hole;
    if (slot == CALENDAR_NO_SLOT)
        return;
    calendar->hole = CALENDAR_NO_SLOT;
    calendar_play(calendar, slot, CALENDAR_EMPTY);
    calendar_slots(calendar)[slot].a = calendar->free;
    calendar->free = slot;
}

/* A slot for a new event: that of the event last taken if possible, so that take and add play one round together. */
static inline uint32_t calendar_find_slot(struct calendar *calendar)
{
    uint32_t slot = calendar->hole;
    if (slot != CALENDAR_NO_SLOT) {
        calendar->hole = CALENDAR_NO_SLOT;
        return slot;
    }
    slot = calendar->free;
    if (slot == CALENDAR_NO_SLOT)
        return calendar_new_slot(calendar);
    calendar->free = calendar_slots(calendar)[slot].a;
    return slot;
}

/* Adds an event; aborts if the calendar is full, the time lies before the last event taken or is not a number, or
 * after CALENDAR_SEQUENCE_MAX events. A time of +inf is legal and is never taken: such an event is dropped at once
 * and EVENT_NONE returned. */
static inline event_id calendar_add(struct calendar *calendar, const struct event *event)
{
    if (event->time == (double)INFINITY)
        return EVENT_NONE;
    if (!(event->time >= calendar->now) || calendar->count == calendar->room ||
        calendar->sequence == CALENDAR_SEQUENCE_MAX)
        calendar_refuse(calendar, event->time, event->kind);

    uint32_t slot = calendar_find_slot(calendar);
    event_id id = ++calendar->sequence << CALENDAR_SLOT_BITS | slot;
    calendar_slots(calendar)[slot] = (struct calendar_slot){event->kind, event->a, event->b};
    calendar->count++;

    double time = event->time + 0.0; /* turns -0 into 0, whose bits are in order */
    uint64_t bits;
    memcpy(&bits, &time, sizeof bits);
    uint64_t low = (uint64_t)event->priority << CALENDAR_ID_BITS | id;
    calendar_play(calendar, slot, (calendar_key)bits << 64 | low);
    return id;
}

/* Removes and returns the first event; false if there is none. The leaf is cleared by the next operation that would
 * see it, because most events schedule another one, which then takes its place. */
static inline bool calendar_take(struct calendar *calendar, struct event *event)
{
    if (calendar->count == 0)
        return false;
    calendar_settle(calendar);

    calendar_key key = calendar->tree[calendar->top];
    uint64_t bits = (uint64_t)(key >> 64), low = (uint64_t)key;
    uint32_t at = (uint32_t)(low & (CALENDAR_ROOM_MAX - 1));
    const struct calendar_slot *slot = &calendar_slots(calendar)[at];

    memcpy(&event->time, &bits, sizeof bits);
    event->kind = slot->kind;
    event->a = slot->a;
    event->b = slot->b;
    event->priority = (uint8_t)(low >> CALENDAR_ID_BITS);

    calendar->hole = at;
    calendar->count--;
    calendar->taken++;
    calendar->now = event->time;
    return true;
}

/* Of use below only: a slot's payload and its nodes in the lower half of the tree are fetched into the cache. */
static inline void calendar_fetch(struct calendar *calendar, uint32_t slot)
{
    uint32_t leaf = calendar->leaves + slot;
    __builtin_prefetch(&calendar_slots(calendar)[slot], 1);
    __builtin_prefetch(&calendar->tree[leaf], 1);
    __builtin_prefetch(&calendar->tree[leaf >> 2], 1);
    __builtin_prefetch(&calendar->tree[leaf >> 4], 1);
}

/* The payload of the event that comes next unless an earlier one is added meanwhile; null: none is pending. A hint for
 * what to fetch into the cache; what the calendar itself needs of the event after that is fetched. Changes nothing. */
static inline const struct calendar_slot *calendar_foresee(struct calendar *calendar)
{
    const calendar_key *tree = calendar->tree;
    calendar_key second = CALENDAR_EMPTY;
    if (calendar->count == 0)
        return 0;
    calendar_settle(calendar);
    uint32_t slot = (uint32_t)tree[calendar->top] & (CALENDAR_ROOM_MAX - 1);
    for (uint32_t node = calendar->leaves + slot; node > calendar->top; node >>= 2) {
        calendar_key rival = calendar_rival(tree, node);
        second = rival < second ? rival : second;
    }
    if (second != CALENDAR_EMPTY)
        calendar_fetch(calendar, (uint32_t)second & (CALENDAR_ROOM_MAX - 1));
    return &calendar_slots(calendar)[slot];
}

/* The time of the first event, +inf if there is none. */
double calendar_next(struct calendar *calendar);

/* Time of the event last taken; 0 at first. */
static inline double calendar_now(const struct calendar *calendar)
{
    return calendar->now;
}

/* Events pending. */
static inline size_t calendar_count(const struct calendar *calendar)
{
    return calendar->count;
}

/* Events executed since init. */
static inline uint64_t calendar_taken(const struct calendar *calendar)
{
    return calendar->taken;
}

#endif
