/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/calendar.c against its slow twin, a sorted array.
 */
#include "dice.h"
#include "sim/calendar.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdlib.h>

/* The twin: all pending events in order, latest first, so that the next one is the last. */
struct slow_event {
    struct event event;
    event_id id;
};

struct slow_calendar {
    struct slow_event list[512];
    size_t count;
};

static void slow_add(struct slow_calendar *slow, struct event event, event_id id)
{
    size_t at = slow->count++;
    for (; at > 0; at--) { /* equal ones before the new one stay nearer to the end */
        const struct event *other = &slow->list[at - 1].event;
        bool first = other->time < event.time || (other->time == event.time && other->priority <= event.priority);
        if (!first)
            break;
        slow->list[at] = slow->list[at - 1];
    }
    slow->list[at] = (struct slow_event){event, id};
}

static struct slow_event slow_remove(struct slow_calendar *slow, size_t at)
{
    struct slow_event removed = slow->list[at];
    slow->count--;
    for (; at < slow->count; at++)
        slow->list[at] = slow->list[at + 1];
    return removed;
}

/* One random history: the calendar, its twin, and ids that are no longer pending. */
struct history {
    uint64_t seed;
    struct dice dice;
    struct calendar *fast;
    struct slow_calendar slow;
    size_t room;
    event_id old[64];
    size_t old_count;
    uint64_t taken;
    uint32_t serial;
};

#define CHECK(history, condition)                                                                                      \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            cr_assert_fail("seed %llu, after %llu events: %s", (unsigned long long)(history)->seed,                    \
                           (unsigned long long)(history)->taken, #condition);                                          \
    } while (0)

static void remember(struct history *history, event_id id)
{
    history->old[history->old_count++ % 64] = id;
}

static double random_delay(struct dice *dice)
{
    switch (dice_roll(dice, 4)) {
    case 0:
        return 0; /* equal times */
    case 1:
        return dice_roll(dice, 5);
    default:
        return dice_share(dice) * 10;
    }
}

static void add_one(struct history *history)
{
    if (history->slow.count == history->room)
        return;
    struct dice *dice = &history->dice;
    struct event event = {
        .time = calendar_now(history->fast) + random_delay(dice),
        .kind = dice_roll(dice, 30),
        .a = history->serial++,
        .b = ~history->serial,
        .priority = dice_roll(dice, 2) == 0 ? 0 : (uint8_t)dice_roll(dice, 256),
    };
    event_id id = calendar_add(history->fast, &event);
    CHECK(history, id != EVENT_NONE);
    slow_add(&history->slow, event, id);
}

static void take_one(struct history *history)
{
    struct event event;
    bool found = calendar_take(history->fast, &event);
    CHECK(history, found == (history->slow.count > 0));
    if (!found)
        return;
    history->taken++;
    struct slow_event expected = slow_remove(&history->slow, history->slow.count - 1);
    CHECK(history, event.time == expected.event.time);
    CHECK(history, event.kind == expected.event.kind);
    CHECK(history, event.a == expected.event.a);
    CHECK(history, event.b == expected.event.b);
    CHECK(history, event.priority == expected.event.priority);
    CHECK(history, calendar_now(history->fast) == event.time);
    remember(history, expected.id);
}

static void cancel_one(struct history *history)
{
    if (history->slow.count > 0) {
        size_t at = dice_roll(&history->dice, (uint32_t)history->slow.count);
        struct slow_event removed = slow_remove(&history->slow, at);
        CHECK(history, calendar_cancel(history->fast, removed.id));
        remember(history, removed.id);
    }
    if (history->old_count > 0) {
        size_t known = history->old_count < 64 ? history->old_count : 64;
        CHECK(history, !calendar_cancel(history->fast, history->old[dice_roll(&history->dice, (uint32_t)known)]));
    }
}

static void check_state(struct history *history)
{
    CHECK(history, calendar_count(history->fast) == history->slow.count);
    CHECK(history, calendar_taken(history->fast) == history->taken);
    if (dice_roll(&history->dice, 5) == 0) {
        const struct calendar_slot *next = calendar_foresee(history->fast);
        CHECK(history, (next != 0) == (history->slow.count > 0));
        CHECK(history, !next || next->a == history->slow.list[history->slow.count - 1].event.a);
    }
    if (dice_roll(&history->dice, 3) == 0) { /* not always: looking clears the leaf of the event last taken */
        double next = calendar_next(history->fast);
        CHECK(history, history->slow.count > 0 ? next == history->slow.list[history->slow.count - 1].event.time
                                               : next == (double)INFINITY);
    }
}

static void run_history(uint64_t seed, struct arena *arena)
{
    struct history history = {.seed = seed, .dice = {seed}};
    history.room = 1 + dice_roll(&history.dice, seed % 10 == 0 ? 500 : 40);
    arena_reset(arena);
    history.fast = calendar_init(arena, history.room);

    uint32_t adds = 1 + dice_roll(&history.dice, 6), takes = 1 + dice_roll(&history.dice, 6);
    uint32_t cancels = dice_roll(&history.dice, 3);
    for (int step = 0; step < 600; step++) {
        uint32_t roll = dice_roll(&history.dice, adds + takes + cancels);
        if (roll < adds)
            add_one(&history);
        else if (roll < adds + takes)
            take_one(&history);
        else
            cancel_one(&history);
        check_state(&history);
    }
    while (history.slow.count > 0)
        take_one(&history);
    take_one(&history); /* from the empty one */
    check_state(&history);
}

static struct calendar *new_calendar(struct arena *arena, size_t room)
{
    cr_assert_eq(arena_init(arena, calendar_need(room), 0), 0);
    struct calendar *calendar = calendar_init(arena, room);
    cr_assert_eq(arena->used, calendar_need(room));
    return calendar;
}

Test(calendar, random_histories_equal_the_slow_twin)
{
    struct arena arena;
    cr_assert_eq(arena_init(&arena, calendar_need(512), 0), 0);
    for (uint64_t seed = 1; seed <= 4000; seed++)
        run_history(seed, &arena);
    arena_free(&arena);
}

Test(calendar, equal_times_leave_by_priority_then_as_they_came)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 6);
    static const uint8_t priorities[] = {2, 0, 255, 0, 2, 1};
    for (uint32_t i = 0; i < 6; i++)
        calendar_add(calendar, &(struct event){.time = 5, .a = i, .priority = priorities[i]});
    static const uint32_t order[] = {1, 3, 5, 0, 4, 2};
    struct event event;
    for (int i = 0; i < 6; i++) {
        cr_assert(calendar_take(calendar, &event));
        cr_assert_eq(event.a, order[i]);
    }
    cr_assert_not(calendar_take(calendar, &event));
    arena_free(&arena);
}

Test(calendar, extreme_times_are_in_order)
{
    static const double times[] = {-0.0, 0x1p-1074, 0x1p-1022, 1e-300, 1, 1 + 0x1p-52, 1e15, 0x1.fffffffffffffp1023};
    enum { COUNT = sizeof times / sizeof *times };
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, COUNT);
    for (int i = COUNT - 1; i >= 0; i--)
        calendar_add(calendar, &(struct event){.time = times[i], .a = (uint32_t)i});
    struct event event;
    for (uint32_t i = 0; i < COUNT; i++) {
        cr_assert_eq(calendar_next(calendar), times[i]);
        cr_assert(calendar_take(calendar, &event));
        cr_assert_eq(event.a, i);
        cr_assert_eq(event.time, times[i]);
    }
    arena_free(&arena);
}

Test(calendar, minus_zero_is_zero)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 2);
    calendar_add(calendar, &(struct event){.time = 0.0, .a = 1});
    calendar_add(calendar, &(struct event){.time = -0.0, .a = 2});
    struct event event;
    cr_assert(calendar_take(calendar, &event) && event.a == 1);
    cr_assert(calendar_take(calendar, &event) && event.a == 2);
    cr_assert_not(signbit(event.time));
    arena_free(&arena);
}

Test(calendar, never_is_dropped)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 1);
    cr_assert_eq(calendar_add(calendar, &(struct event){.time = (double)INFINITY}), EVENT_NONE);
    cr_assert_eq(calendar_count(calendar), 0);
    cr_assert_eq(calendar_next(calendar), (double)INFINITY);
    cr_assert_not(calendar_cancel(calendar, EVENT_NONE));
    arena_free(&arena);
}

Test(calendar, ids_are_never_reused)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 1);
    event_id last = EVENT_NONE;
    for (int i = 0; i < 1000; i++) {
        event_id id = calendar_add(calendar, &(struct event){.time = i});
        cr_assert_gt(id, last);
        cr_assert_not(calendar_cancel(calendar, last));
        if (i % 2 == 0)
            cr_assert(calendar_cancel(calendar, id));
        else
            cr_assert(calendar_take(calendar, &(struct event){0}));
        cr_assert_not(calendar_cancel(calendar, id));
        last = id;
    }
    cr_assert_not(calendar_cancel(calendar, ~(event_id)0));
    arena_free(&arena);
}

Test(calendar, a_copy_goes_on_by_itself)
{
    struct arena arena, other;
    enum { ROOM = 100 };
    struct calendar *calendar = new_calendar(&arena, ROOM), *copy = new_calendar(&other, ROOM);
    struct dice dice = {7};
    struct event event, copied;
    for (int i = 0; i < ROOM; i++)
        calendar_add(calendar, &(struct event){.time = dice_share(&dice), .a = (uint32_t)i});
    calendar_take(calendar, &event);
    memcpy(copy, calendar, calendar_need(ROOM));
    while (calendar_take(calendar, &event)) {
        cr_assert(calendar_take(copy, &copied));
        cr_assert_eq(event.a, copied.a);
    }
    cr_assert_not(calendar_take(copy, &copied));
    arena_free(&arena);
    arena_free(&other);
}

Test(calendar, many_pending)
{
    enum { MANY = 100000 };
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, MANY);
    struct dice dice = {11};
    event_id *ids = calloc(MANY, sizeof *ids);
    for (int i = 0; i < MANY; i++)
        ids[i] = calendar_add(calendar, &(struct event){.time = dice_share(&dice), .kind = (uint32_t)i % 2});
    for (int i = 0; i < MANY; i += 2)
        cr_assert(calendar_cancel(calendar, ids[i]));
    struct event event;
    double last = 0;
    for (int i = 0; i < MANY / 2; i++) {
        cr_assert(calendar_take(calendar, &event));
        cr_assert(event.time >= last && event.kind == 1);
        last = event.time;
    }
    cr_assert_not(calendar_take(calendar, &event));
    free(ids);
    arena_free(&arena);
}

Test(calendar, what_is_foreseen_comes_next_unless_an_earlier_one_is_added)
{
    enum { PENDING = 100 };
    struct arena arena;
    struct error error;
    struct event event;
    cr_assert_eq(arena_init(&arena, calendar_need(PENDING), &error), 0);
    struct calendar *calendar = calendar_init(&arena, PENDING);
    cr_assert_null(calendar_foresee(calendar));
    for (uint32_t i = 0; i < PENDING; i++)
        calendar_add(calendar, &(struct event){.time = i * 37 % PENDING, .a = i});
    cr_assert(calendar_take(calendar, &event));
    for (uint32_t left = PENDING - 1; left > 0; left--) {
        const struct calendar_slot *next = calendar_foresee(calendar);
        cr_assert_not_null(next);
        uint32_t foreseen = next->a;
        cr_assert(calendar_take(calendar, &event));
        cr_assert_eq(event.a, foreseen, "%u left", left);
    }
    cr_assert_null(calendar_foresee(calendar));
    arena_free(&arena);
}

Test(calendar, aborts_when_full, .signal = SIGABRT)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 3);
    for (int i = 0; i < 4; i++)
        calendar_add(calendar, &(struct event){.time = i});
}

Test(calendar, aborts_before_now, .signal = SIGABRT)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 3);
    calendar_add(calendar, &(struct event){.time = 2});
    calendar_take(calendar, &(struct event){0});
    calendar_add(calendar, &(struct event){.time = 2});
    calendar_add(calendar, &(struct event){.time = nextafter(2, 1)});
}

Test(calendar, aborts_on_no_number, .signal = SIGABRT)
{
    struct arena arena;
    calendar_add(new_calendar(&arena, 3), &(struct event){.time = (double)NAN});
}

Test(calendar, aborts_on_a_negative_time, .signal = SIGABRT)
{
    struct arena arena;
    calendar_add(new_calendar(&arena, 3), &(struct event){.time = -0x1p-1074});
}

Test(calendar, last_sequence_is_still_in_order)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 3);
    calendar->sequence = CALENDAR_SEQUENCE_MAX - 2;
    calendar_add(calendar, &(struct event){.time = 1, .a = 1, .priority = 255});
    calendar_add(calendar, &(struct event){.time = 1, .a = 2, .priority = 255});
    struct event event;
    cr_assert(calendar_take(calendar, &event) && event.a == 1 && event.priority == 255);
    cr_assert(calendar_take(calendar, &event) && event.a == 2 && event.priority == 255);
    arena_free(&arena);
}

Test(calendar, aborts_after_the_last_sequence, .signal = SIGABRT)
{
    struct arena arena;
    struct calendar *calendar = new_calendar(&arena, 3);
    calendar->sequence = CALENDAR_SEQUENCE_MAX - 1;
    calendar_add(calendar, &(struct event){.time = 1});
    calendar_add(calendar, &(struct event){.time = 1});
}

Test(calendar, aborts_without_room, .signal = SIGABRT)
{
    calendar_need(0);
}

Test(calendar, aborts_on_too_much_room, .signal = SIGABRT)
{
    calendar_need(CALENDAR_ROOM_MAX + 1);
}
