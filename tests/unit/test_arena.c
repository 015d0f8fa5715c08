/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/arena.c.
 */
#include "sim/arena.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>

Test(arena, need_is_what_take_uses)
{
    static const size_t counts[] = {0, 1, 3, 8, 9, 1000};
    size_t all = 0;
    for (size_t i = 0; i < 6; i++)
        all += arena_need(counts[i], 24);

    struct arena arena;
    cr_assert_eq(arena_init(&arena, all, 0), 0);
    size_t before = 0;
    for (size_t i = 0; i < 6; i++) {
        unsigned char *piece = arena_take(&arena, counts[i], 24);
        cr_assert_eq((uintptr_t)piece % 64, 0);
        cr_assert_eq(arena.used - before, arena_need(counts[i], 24));
        before = arena.used;
        for (size_t byte = 0; byte < counts[i] * 24; byte++)
            cr_assert_eq(piece[byte], 0);
        memset(piece, 0x5a, counts[i] * 24);
    }
    cr_assert_eq(arena.used, all);
    arena_free(&arena);
    cr_assert_null(arena.base);
}

Test(arena, pieces_are_zero_again_after_a_reset)
{
    struct arena arena;
    cr_assert_eq(arena_init(&arena, 1000, 0), 0);
    cr_assert_eq((uintptr_t)arena.base % 128, 0);
    long *first = ARENA_TAKE(&arena, 100, long);
    for (int i = 0; i < 100; i++)
        first[i] = i + 1;
    arena_reset(&arena);
    cr_assert_eq(arena.used, 0);
    long *again = ARENA_TAKE(&arena, 100, long);
    cr_assert_eq(again, first);
    for (int i = 0; i < 100; i++)
        cr_assert_eq(again[i], 0);
    arena_free(&arena);
}

Test(arena, need_saturates)
{
    cr_assert_eq(arena_need(SIZE_MAX / 2, 3), SIZE_MAX);
    cr_assert_eq(arena_need(SIZE_MAX, 1), SIZE_MAX);
    cr_assert_eq(arena_need(SIZE_MAX - 62, 1), SIZE_MAX);
    cr_assert_eq(arena_need(SIZE_MAX - 63, 1), SIZE_MAX - 63);
    cr_assert_eq(arena_need(0, 8), 0);
}

Test(arena, out_of_memory_is_an_error)
{
    struct arena arena;
    struct error error = {0};
    cr_assert_eq(arena_init(&arena, SIZE_MAX, &error), -1);
    cr_assert_eq(error.code, ERROR_MEMORY);
    cr_assert_null(arena.base);
    arena_free(&arena);
}

Test(arena, nothing_can_be_an_arena)
{
    struct arena arena;
    cr_assert_eq(arena_init(&arena, 0, 0), 0);
    arena_free(&arena);
}

Test(arena, aborts_beyond_its_size, .signal = SIGABRT)
{
    struct arena arena;
    cr_assert_eq(arena_init(&arena, 128, 0), 0);
    arena_take(&arena, 128, 1);
    arena_take(&arena, 1, 1);
}

Test(arena, aborts_on_overflow, .signal = SIGABRT)
{
    struct arena arena;
    cr_assert_eq(arena_init(&arena, 128, 0), 0);
    arena_take(&arena, SIZE_MAX / 2 + 1, 2);
}
