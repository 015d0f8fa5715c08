/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * calendar: the event calendar (future event list).
 *
 * Events leave in the order of (time, priority, sequence of scheduling): the order is total, so equal times are
 * stable. A binary heap of 16-byte keys over slots that hold the payload; cancelling is O(1) and lazy (the key
 * stays until it surfaces or until dead keys outnumber live ones). Memory comes from an arena when made and never
 * grows afterwards. One thread at a time.
 */
#ifndef FMKSIM_SIM_CALENDAR_H
#define FMKSIM_SIM_CALENDAR_H

#include "sim/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct event {
    double time;    /* instant, any finite double >= 0 */
    uint32_t kind;  /* the caller's; dispatched with a switch */
    uint32_t a, b;  /* the caller's: indices of what the event concerns */
    uint8_t priority; /* lower first at equal times */
};

typedef uint64_t event_id; /* names a scheduled event for as long as it is pending; never reused */
#define EVENT_NONE ((event_id)0)

struct calendar; /* laid out in calendar.c's header section below so that a state can be copied as bytes */

/* Bytes of arena that a calendar of `room` pending events needs. */
size_t calendar_need(size_t room);

/* An empty calendar for at most `room` pending events, 1 to 2^24 - 1. */
struct calendar *calendar_init(struct arena *arena, size_t room);

/* Adds an event; aborts if the calendar is full or the time lies before the last event taken. A time of +inf is
 * legal and is never taken: such an event is dropped at once and EVENT_NONE returned. */
event_id calendar_add(struct calendar *calendar, const struct event *event);

/* Removes a pending event; false if it has been taken or cancelled before, or is EVENT_NONE. */
bool calendar_cancel(struct calendar *calendar, event_id id);

/* Removes and returns the first event; false if there is none. */
bool calendar_take(struct calendar *calendar, struct event *event);

/* The time of the first event, +inf if there is none. */
double calendar_next(struct calendar *calendar);

double calendar_now(const struct calendar *calendar);     /* time of the event last taken; 0 at first */
size_t calendar_count(const struct calendar *calendar);   /* pending */
uint64_t calendar_taken(const struct calendar *calendar); /* executed since init */

#endif
