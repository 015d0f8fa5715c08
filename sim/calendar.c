/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * calendar: see include/sim/calendar.h, where the operations of the event loop stand to be inlined.
 */
#include "sim/calendar.h"

enum { GROUP = 4 }; /* nodes beside each other, below one */

static size_t leaves_of(size_t room)
{
    size_t leaves = GROUP;
    while (leaves < room)
        leaves *= GROUP;
    return leaves;
}

/* Nodes up to the last slot's group. */
static size_t end_of(size_t room)
{
    return leaves_of(room) + (room + GROUP - 1) / GROUP * GROUP;
}

size_t calendar_need(size_t room)
{
    if (room < 1 || room > CALENDAR_ROOM_MAX)
        error_abort("calendar: room for %zu events, must be 1 to %zu", room, CALENDAR_ROOM_MAX);
    return arena_need(1, sizeof(struct calendar) + end_of(room) * sizeof(calendar_key) +
                             room * sizeof(struct calendar_slot));
}

struct calendar *calendar_init(struct arena *arena, size_t room)
{
    /* Room is reserved for the worst case and hardly ever used up: the tree is cleared as it grows. */
    struct calendar *calendar = arena_take_raw(arena, 1, calendar_need(room));
    memset(calendar, 0, sizeof *calendar);
    calendar->room = (uint32_t)room;
    calendar->end = (uint32_t)end_of(room);
    calendar->leaves = (uint32_t)leaves_of(room);
    calendar->top = calendar->leaves;
    calendar->free = CALENDAR_NO_SLOT;
    calendar->hole = CALENDAR_NO_SLOT;
    calendar->tree[calendar->top] = CALENDAR_EMPTY;
    return calendar;
}

/* Empties the nodes from this one to the end of its group. */
static void clear_group(struct calendar *calendar, uint32_t node)
{
    do
        calendar->tree[node] = CALENDAR_EMPTY;
    while (++node % GROUP != 0);
}

uint32_t calendar_new_slot(struct calendar *calendar)
{
    uint32_t slot = calendar->used++;
    /* `top` stands above leaves / top slots. One level up, the other three stand above none yet, and the new event's
     * matches will fill in the new root. */
    if (slot == calendar->leaves / calendar->top) {
        clear_group(calendar, calendar->top + 1);
        calendar->top /= GROUP;
    }
    for (uint32_t node = calendar->leaves + slot; node > calendar->top && node % GROUP == 0; node /= GROUP)
        clear_group(calendar, node);
    return slot;
}

/* Of a slot whose leaf says what is in it. */
static bool is_pending(const struct calendar *calendar, uint32_t slot, event_id id)
{
    calendar_key key = calendar->tree[calendar->leaves + slot];
    return key != CALENDAR_EMPTY && ((uint64_t)key & (((uint64_t)1 << CALENDAR_ID_BITS) - 1)) == id;
}

bool calendar_cancel(struct calendar *calendar, event_id id)
{
    uint32_t slot = (uint32_t)(id & (CALENDAR_ROOM_MAX - 1));
    if (id == EVENT_NONE || slot >= calendar->used || slot == calendar->hole || !is_pending(calendar, slot, id))
        return false;

    calendar_slots(calendar)[slot].a = calendar->free;
    calendar->free = slot;
    calendar_play(calendar, slot, CALENDAR_EMPTY);
    calendar->count--;
    return true;
}

double calendar_next(struct calendar *calendar)
{
    if (calendar->count == 0)
        return (double)INFINITY;
    calendar_settle(calendar);

    uint64_t bits = (uint64_t)(calendar->tree[calendar->top] >> 64);
    double time;
    memcpy(&time, &bits, sizeof time);
    return time;
}

void calendar_refuse(const struct calendar *calendar, double time, uint32_t kind)
{
    if (!(time >= calendar->now))
        error_abort("calendar: event of kind %u at %.17g, but it is %.17g already", kind, time, calendar->now);
    if (calendar->count == calendar->room)
        error_abort("calendar: full, %u events pending", calendar->room);
    error_abort("calendar: more than %llu events scheduled", (unsigned long long)CALENDAR_SEQUENCE_MAX);
}
