/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/resource.c: a case by hand, and random histories against a twin that keeps everything
 * and computes the statistics afterwards.
 */
#include "dice.h"
#include "sim/resource.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

/* What the levels and sums say. */
struct told {
    double utilisation, wait_mean, queue_mean, queue_max, idle;
};

static struct told told_by(const struct resource *resource, double now)
{
    return (struct told){level_area(&resource->busy_level, now) / level_area(&resource->capacity_level, now),
                         resource->wait_total / (double)resource->granted, level_mean(&resource->queue_level, now),
                         resource->queue_level.max, level_area(&resource->idle_level, now)};
}

static void make_resource(struct resource *resource, struct arena *arena, uint32_t members, int capacity, double now)
{
    cr_assert_eq(arena_init(arena, resource_need(members), 0), 0);
    resource_init(resource, arena, members, capacity, now);
    cr_assert_eq(arena->used, resource_need(members));
}

/* Two servers from time 10; four members; one shares another's.
 *
 *   time      10  11  12  13  15  16  18  20
 *   busy       0   1   2   2   2   2   1   1
 *   waiting    0   0   0   2   1   0   0   0      member 3 shares from 15, member 2 is served at 16
 *   idle       2   1   0   0   0   0   1   1 */
Test(resource, by_hand)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 4, 2, 10);
    cr_assert(resource_request(&resource, 11, 0, 0));
    cr_assert(resource_request(&resource, 12, 1, 0));
    cr_assert_not(resource_request(&resource, 13, 2, 0));
    cr_assert_not(resource_request(&resource, 13, 3, 0));
    cr_assert_eq(resource_grant(&resource, 13), QUEUE_NOBODY);
    cr_assert(resource_share(&resource, 15, 3));
    cr_assert_not(resource_share(&resource, 15, 3));
    resource_release(&resource, 16);
    cr_assert_eq(resource_grant(&resource, 16), 2);
    cr_assert_eq(resource_grant(&resource, 16), QUEUE_NOBODY);
    resource_release(&resource, 18);

    struct told report = told_by(&resource, 20);
    cr_assert_eq(report.utilisation, (1 + 2 * 6 + 2) / 20.0);
    cr_assert_eq(report.wait_mean, (2 + 3) / 4.0);
    cr_assert_eq(report.queue_mean, (2 * 2 + 1) / 10.0);
    cr_assert_eq(report.queue_max, 2);
    cr_assert_eq(report.idle, 2 + 1 + 2);
    cr_assert(resource.requested == 4 && resource.granted == 4);
    arena_free(&arena);
}

Test(resource, capacity_falls_below_busy_and_rises_again)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 5, 3, 0);
    for (uint32_t i = 0; i < 3; i++)
        cr_assert(resource_request(&resource, 0, i, 0));
    resource_set_capacity(&resource, 1, 1);
    cr_assert_eq(resource.busy, 3);
    cr_assert_not(resource_request(&resource, 1, 3, 0));
    resource_release(&resource, 2);
    cr_assert_eq(resource_grant(&resource, 2), QUEUE_NOBODY);
    resource_release(&resource, 3);
    cr_assert_eq(resource_grant(&resource, 3), QUEUE_NOBODY); /* one busy of one */
    resource_release(&resource, 4);
    cr_assert_eq(resource_grant(&resource, 4), 3);
    cr_assert_not(resource_request(&resource, 4, 4, 0));
    resource_set_capacity(&resource, 5, 4);
    cr_assert_eq(resource_grant(&resource, 6), 4); /* asked for late: a wait all the same, and no idle server */

    struct told report = told_by(&resource, 8);
    cr_assert_eq(report.utilisation, (3 + 3 + 2 + 1 + 1 + 1 + 2 * 2) / (3.0 + (3 + 2 + 1 + 1) + 3 * 4));
    cr_assert_eq(report.wait_mean, (3 + 2) / 5.0);
    cr_assert_eq(report.queue_mean, (3 + 2) / 8.0);
    cr_assert_eq(report.idle, 2 * 2);
    arena_free(&arena);
}

Test(resource, no_overtaking_before_the_grant)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 3, 1, 0);
    cr_assert(resource_request(&resource, 0, 0, 0));
    cr_assert_not(resource_request(&resource, 1, 1, 0));
    resource_release(&resource, 2);
    cr_assert_not(resource_request(&resource, 2, 2, 0)); /* a server is free, but not for it */
    cr_assert_eq(resource_grant(&resource, 2), 1);
    cr_assert_eq(resource_grant(&resource, 2), QUEUE_NOBODY);
    arena_free(&arena);
}

Test(resource, served_by_key)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 4, 0, 0);
    resource_request(&resource, 0, 0, 5);
    resource_request(&resource, 0, 1, 2);
    resource_request(&resource, 0, 2, 5);
    resource_request(&resource, 0, 3, -1);
    resource_set_capacity(&resource, 1, 9);
    static const uint32_t order[] = {3, 1, 0, 2, QUEUE_NOBODY};
    for (int i = 0; i < 5; i++)
        cr_assert_eq(resource_grant(&resource, 1), order[i]);
    arena_free(&arena);
}

Test(resource, nothing_offered_is_no_number)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 1, 0, 3);
    cr_assert(isnan(told_by(&resource, 3).queue_mean));
    struct told report = told_by(&resource, 5);
    cr_assert(isnan(report.utilisation) && isnan(report.wait_mean));
    cr_assert(report.queue_mean == 0 && report.queue_max == 0 && report.idle == 0);
    arena_free(&arena);
}

/* The twin: no queue but a list searched for the best, no running statistics but sums over every step of time. */
enum { MEMBERS = 30 };

struct slow_resource {
    struct {
        uint32_t member;
        double key, asked;
    } waiting[MEMBERS];
    uint32_t count;
    int capacity, busy;
    double busy_area, queue_area, capacity_area, idle_area, wait_total;
    uint32_t queue_max;
    uint64_t requested, granted;
};

static void slow_pass(struct slow_resource *slow, double days)
{
    slow->busy_area += slow->busy * days;
    slow->queue_area += slow->count * days;
    slow->capacity_area += (slow->capacity > slow->busy ? slow->capacity : slow->busy) * days;
    if (slow->count == 0 && slow->busy < slow->capacity)
        slow->idle_area += (slow->capacity - slow->busy) * days;
}

static void slow_remove(struct slow_resource *slow, uint32_t at)
{
    slow->count--;
    for (; at < slow->count; at++)
        slow->waiting[at] = slow->waiting[at + 1];
}

static bool slow_request(struct slow_resource *slow, double now, uint32_t member, double key)
{
    slow->requested++;
    if (slow->count == 0 && slow->busy < slow->capacity) {
        slow->busy++;
        slow->granted++;
        return true;
    }
    slow->waiting[slow->count].member = member;
    slow->waiting[slow->count].key = key;
    slow->waiting[slow->count].asked = now;
    slow->count++;
    slow->queue_max = slow->count > slow->queue_max ? slow->count : slow->queue_max;
    return false;
}

static uint32_t slow_grant(struct slow_resource *slow, double now)
{
    if (slow->count == 0 || slow->busy >= slow->capacity)
        return QUEUE_NOBODY;
    uint32_t best = 0;
    for (uint32_t i = 1; i < slow->count; i++)
        best = slow->waiting[i].key < slow->waiting[best].key ? i : best;
    uint32_t member = slow->waiting[best].member;
    slow->wait_total += now - slow->waiting[best].asked;
    slow->busy++;
    slow->granted++;
    slow_remove(slow, best);
    return member;
}

static bool slow_share(struct slow_resource *slow, double now, uint32_t member)
{
    for (uint32_t i = 0; i < slow->count; i++)
        if (slow->waiting[i].member == member) {
            slow->wait_total += now - slow->waiting[i].asked;
            slow->granted++;
            slow_remove(slow, i);
            return true;
        }
    return false;
}

static void step_both(struct resource *fast, struct slow_resource *slow, struct dice *dice, double now, int seed)
{
    uint32_t member = dice_roll(dice, MEMBERS), roll = dice_roll(dice, 10);
    if (roll < 4 && !queue_has(&fast->queue, member)) {
        double key = dice_roll(dice, 3);
        bool at_once = resource_request(fast, now, member, key);
        cr_assert_eq(at_once, slow_request(slow, now, member, key), "seed %d at %g", seed, now);
    } else if (roll < 7 && slow->busy > 0) {
        resource_release(fast, now);
        slow->busy--;
    } else if (roll == 7) {
        bool shares = resource_share(fast, now, member);
        cr_assert_eq(shares, slow_share(slow, now, member), "seed %d at %g", seed, now);
    } else if (roll == 8 && dice_roll(dice, 3) == 0) {
        slow->capacity = (int)dice_roll(dice, 7);
        resource_set_capacity(fast, now, slow->capacity);
    }
    if (dice_roll(dice, 4) == 0) /* a caller that is late with granting */
        return;
    for (uint32_t granted = 0; granted != QUEUE_NOBODY;) {
        granted = resource_grant(fast, now);
        cr_assert_eq(granted, slow_grant(slow, now), "seed %d at %g", seed, now);
    }
}

static void check_both(const struct resource *fast, const struct slow_resource *slow, double days, double now, int seed)
{
    cr_assert(fast->busy == slow->busy && fast->capacity == slow->capacity, "seed %d", seed);
    cr_assert(fast->requested == slow->requested && fast->granted == slow->granted, "seed %d", seed);
    cr_assert_eq(fast->queue.count, slow->count, "seed %d", seed);
    cr_assert_eq(fast->requested, fast->granted + fast->queue.count, "seed %d", seed);

    /* All times are multiples of 1/8, so every sum is exact in whatever order it is made. */
    struct told report = told_by(fast, now);
    cr_assert_eq(level_area(&fast->busy_level, now), slow->busy_area, "seed %d", seed);
    cr_assert_eq(level_area(&fast->capacity_level, now), slow->capacity_area, "seed %d", seed);
    cr_assert_eq(fast->wait_total, slow->wait_total, "seed %d", seed);
    cr_assert_eq(report.idle, slow->idle_area, "seed %d", seed);
    cr_assert_eq(report.queue_max, slow->queue_max, "seed %d", seed);
    if (days > 0)
        cr_assert_eq(report.queue_mean, slow->queue_area / days, "seed %d", seed);
    if (slow->capacity_area > 0)
        cr_assert_eq(report.utilisation, slow->busy_area / slow->capacity_area, "seed %d", seed);
    if (slow->granted > 0)
        cr_assert_eq(report.wait_mean, slow->wait_total / (double)slow->granted, "seed %d", seed);
}

Test(resource, random_histories_equal_the_slow_twin)
{
    for (int seed = 1; seed <= 500; seed++) {
        struct dice dice = {(uint64_t)seed};
        struct slow_resource slow = {.capacity = (int)dice_roll(&dice, 6)};
        double start = dice_roll(&dice, 100), now = start;
        struct arena arena;
        struct resource fast;
        make_resource(&fast, &arena, MEMBERS, slow.capacity, start);
        for (int step = 0; step < 400; step++) {
            double days = dice_roll(&dice, 3) == 0 ? 0 : dice_roll(&dice, 40) / 8.0;
            slow_pass(&slow, days);
            now += days;
            step_both(&fast, &slow, &dice, now, seed);
            check_both(&fast, &slow, now - start, now, seed);
        }
        arena_free(&arena);
    }
}

Test(resource, aborts_on_giving_back_what_nobody_has, .signal = SIGABRT)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 1, 1, 0);
    resource_release(&resource, 1);
}

Test(resource, aborts_on_a_second_request, .signal = SIGABRT)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 1, 0, 0);
    resource_request(&resource, 1, 0, 0);
    resource_request(&resource, 2, 0, 0);
}

Test(resource, aborts_on_a_negative_capacity, .signal = SIGABRT)
{
    struct arena arena;
    struct resource resource;
    make_resource(&resource, &arena, 1, -1, 0);
}

/* All who ask at an instant are heard before one is served, and who is served within it has not waited. */
Test(resource, ask_at_once_and_be_heard)
{
    struct arena arena;
    struct resource resource;
    cr_assert_eq(arena_init(&arena, resource_need(4), &(struct error){0}), 0);
    resource_init(&resource, &arena, 4, 1, 0);
    resource_ask(&resource, 5, 0, 3);
    resource_ask(&resource, 5, 1, 1);
    cr_expect_eq(resource_grant(&resource, 5), 1, "the smaller key first, though it asked later");
    cr_expect_eq(resource_grant(&resource, 5), QUEUE_NOBODY);
    resource_heard(&resource, 5);
    cr_expect_eq(resource.queue_level.max, 1);
    resource_release(&resource, 8);
    cr_expect_eq(resource_grant(&resource, 8), 0);
    cr_expect_eq(resource.requested, 2);
    cr_expect_eq(resource.granted, 2);
    cr_expect_float_eq(resource.wait_total, 3, 1e-12);
    arena_free(&arena);
}
