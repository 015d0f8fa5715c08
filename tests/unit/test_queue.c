/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/queue.c against its slow twin, a list that is searched.
 */
#include "dice.h"
#include "sim/queue.h"

#include <criterion/criterion.h>
#include <math.h>
#include <signal.h>

static void make_queue(struct queue *queue, struct arena *arena, uint32_t members)
{
    cr_assert_eq(arena_init(arena, queue_need(members), 0), 0);
    queue_init(queue, arena, members);
    cr_assert_eq(arena->used, queue_need(members));
}

Test(queue, keys_first_then_as_they_came)
{
    struct arena arena;
    struct queue queue;
    make_queue(&queue, &arena, 10);
    cr_assert_eq(queue_first(&queue), QUEUE_NOBODY);
    cr_assert_eq(queue_take(&queue), QUEUE_NOBODY);

    queue_join(&queue, 9, 1);
    queue_join(&queue, 3, -(double)INFINITY);
    queue_join(&queue, 0, 1);
    queue_join(&queue, 5, -0.0);
    queue_join(&queue, 4, 0.0);
    queue_join(&queue, 1, (double)INFINITY);
    cr_assert(queue_has(&queue, 0));
    cr_assert_not(queue_has(&queue, 2));

    static const uint32_t order[] = {3, 5, 4, 9, 0, 1, QUEUE_NOBODY};
    for (int i = 0; i < 7; i++) {
        cr_assert_eq(queue_first(&queue), order[i]);
        cr_assert_eq(queue_take(&queue), order[i]);
    }
    arena_free(&arena);
}

/* The twin: who waits with which key, in the order of joining. */
struct slow_queue {
    uint32_t member[200];
    double key[200];
    uint32_t count;
};

static uint32_t slow_first(const struct slow_queue *slow)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < slow->count; i++)
        if (slow->key[i] < slow->key[best])
            best = i;
    return best;
}

static void slow_remove(struct slow_queue *slow, uint32_t at)
{
    slow->count--;
    for (; at < slow->count; at++) {
        slow->member[at] = slow->member[at + 1];
        slow->key[at] = slow->key[at + 1];
    }
}

static bool slow_leave(struct slow_queue *slow, uint32_t member)
{
    for (uint32_t i = 0; i < slow->count; i++)
        if (slow->member[i] == member) {
            slow_remove(slow, i);
            return true;
        }
    return false;
}

static void run_history(uint64_t seed)
{
    struct dice dice = {seed};
    struct arena arena;
    struct queue queue;
    struct slow_queue slow = {.count = 0};
    uint32_t members = 1 + dice_roll(&dice, seed % 2 ? 12 : 200), kinds = 1 + dice_roll(&dice, 20);
    uint32_t joins = 1 + dice_roll(&dice, 3);
    make_queue(&queue, &arena, members);

    for (int step = 0; step < 600; step++) {
        uint32_t roll = dice_roll(&dice, joins + 2), member = dice_roll(&dice, members);
        if (roll < joins && !queue_has(&queue, member)) {
            double key = (double)dice_roll(&dice, kinds) - 3;
            queue_join(&queue, member, key);
            slow.member[slow.count] = member;
            slow.key[slow.count++] = key;
        } else if (roll == joins) {
            bool left = queue_leave(&queue, member);
            cr_assert_eq(left, slow_leave(&slow, member), "seed %d step %d", (int)seed, step);
        } else if (roll == joins + 1) {
            uint32_t at = slow_first(&slow), expected = slow.count > 0 ? slow.member[at] : QUEUE_NOBODY;
            cr_assert_eq(queue_first(&queue), expected, "seed %d step %d", (int)seed, step);
            cr_assert_eq(queue_take(&queue), expected, "seed %d step %d", (int)seed, step);
            if (expected != QUEUE_NOBODY)
                slow_remove(&slow, at);
        }
        cr_assert_eq(queue.count, slow.count, "seed %d step %d", (int)seed, step);
        for (uint32_t i = 0; i < slow.count; i++)
            cr_assert(queue_has(&queue, slow.member[i]), "seed %d step %d", (int)seed, step);
    }
    arena_free(&arena);
}

Test(queue, random_histories_equal_the_slow_twin)
{
    for (uint64_t seed = 1; seed <= 1000; seed++)
        run_history(seed);
}

Test(queue, leaving_without_waiting)
{
    struct arena arena;
    struct queue queue;
    make_queue(&queue, &arena, 2);
    cr_assert_not(queue_leave(&queue, 0));
    cr_assert_not(queue_leave(&queue, 2));
    cr_assert_not(queue_leave(&queue, QUEUE_NOBODY));
    queue_join(&queue, 1, 0);
    cr_assert(queue_leave(&queue, 1));
    cr_assert_not(queue_leave(&queue, 1));
    queue_join(&queue, 1, 0);
    cr_assert_eq(queue_take(&queue), 1);
    arena_free(&arena);
}

Test(queue, aborts_on_joining_twice, .signal = SIGABRT)
{
    struct arena arena;
    struct queue queue;
    make_queue(&queue, &arena, 2);
    queue_join(&queue, 1, 0);
    queue_join(&queue, 1, 5);
}

Test(queue, aborts_on_a_stranger, .signal = SIGABRT)
{
    struct arena arena;
    struct queue queue;
    make_queue(&queue, &arena, 2);
    queue_join(&queue, 2, 0);
}

Test(queue, aborts_on_a_key_that_is_no_number, .signal = SIGABRT)
{
    struct arena arena;
    struct queue queue;
    make_queue(&queue, &arena, 2);
    queue_join(&queue, 1, (double)NAN);
}
