/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * calendar: see include/sim/calendar.h, where the operations of the event loop stand to be inlined.
 */
#include "sim/calendar.h"

static size_t leaves_of(size_t room)
{
    size_t leaves = 1;
    while (leaves < room)
        leaves *= 2;
    return leaves;
}

size_t calendar_need(size_t room)
{
    if (room < 1 || room > CALENDAR_ROOM_MAX)
        error_abort("calendar: room for %zu events, must be 1 to %zu", room, CALENDAR_ROOM_MAX);
    return arena_need(1, sizeof(struct calendar) + 2 * leaves_of(room) * sizeof(calendar_key) +
                             room * sizeof(struct calendar_slot));
}

struct calendar *calendar_init(struct arena *arena, size_t room)
{
    /* Room is reserved for the worst case and hardly ever used up: the tree is cleared as it grows. */
    struct calendar *calendar = arena_take_raw(arena, 1, calendar_need(room));
    memset(calendar, 0, sizeof *calendar);
    calendar->room = (uint32_t)room;
    calendar->leaves = (uint32_t)leaves_of(room);
    calendar->top = calendar->leaves;
    calendar->free = CALENDAR_NO_SLOT;
    calendar->hole = CALENDAR_NO_SLOT;
    calendar->tree[calendar->top] = CALENDAR_EMPTY;
    return calendar;
}

/* Empties `node` and all below it. */
static void clear_below(struct calendar *calendar, size_t node)
{
    for (size_t width = 1; node < 2 * (size_t)calendar->leaves; node *= 2, width *= 2)
        for (size_t i = 0; i < width; i++)
            calendar->tree[node + i] = CALENDAR_EMPTY;
}

uint32_t calendar_new_slot(struct calendar *calendar)
{
    /* `top` stands above leaves / top slots. One level up, the sibling's half is empty yet, and the new event's matches
     * will fill in the new root. */
    if (calendar->used == calendar->leaves / calendar->top) {
        clear_below(calendar, (size_t)calendar->top + 1);
        calendar->top /= 2;
    }
    return calendar->used++;
}

bool calendar_cancel(struct calendar *calendar, event_id id)
{
    uint32_t slot = (uint32_t)(id & (CALENDAR_ROOM_MAX - 1));
    if (id == EVENT_NONE || slot >= calendar->used || calendar_slots(calendar)[slot].id != id)
        return false;

    calendar_slots(calendar)[slot].id = EVENT_NONE;
    calendar_slots(calendar)[slot].next = calendar->free;
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
