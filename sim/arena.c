/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * arena: see include/sim/arena.h.
 */
#include "sim/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __linux__
#include <sys/mman.h>
#endif

enum { PIECE = 64, BLOCK = 128 }; /* alignments; 128 because processors fetch lines in pairs */

/* From here on in large pages, where the system has them: a state that is visited here and there would miss the
 * processor's table of small ones at every step. */
static const size_t LARGE = (size_t)8 << 20, LARGE_PAGE = (size_t)2 << 20;

/* `size` rounded up to a multiple of a power of two; SIZE_MAX if that does not fit. */
static size_t round_up(size_t size, size_t to)
{
    return size > SIZE_MAX - (to - 1) ? SIZE_MAX : (size + to - 1) & ~(to - 1);
}

int arena_init(struct arena *arena, size_t size, struct error *error)
{
    *arena = (struct arena){0};
    size_t page = size >= LARGE ? LARGE_PAGE : BLOCK, rounded = round_up(size > 0 ? size : 1, page);
    unsigned char *base = rounded <= PTRDIFF_MAX ? aligned_alloc(page, rounded) : 0;
    if (!base)
        return error_set(error, ERROR_MEMORY, "out of memory: %zu bytes for an arena", size);

#ifdef MADV_HUGEPAGE
    if (page == LARGE_PAGE)
        (void)madvise(base, rounded, MADV_HUGEPAGE); /* a wish: without it all goes on, slower */
#endif
    arena->base = base;
    arena->size = rounded;
    arena_reset(arena);
    return 0;
}

void arena_free(struct arena *arena)
{
    free(arena->base);
    *arena = (struct arena){0};
}

void arena_reset(struct arena *arena)
{
    arena->used = 0;
#ifndef NDEBUG
    /* What outlived the reset by mistake now reads as nonsense: huge integers and huge negative numbers. */
    if (arena->base)
        memset(arena->base, 0xfb, arena->size);
#endif
}

size_t arena_need(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return SIZE_MAX;
    return round_up(bytes, PIECE);
}

void *arena_take_raw(struct arena *arena, size_t count, size_t size)
{
    size_t bytes = arena_need(count, size);
    if (bytes > arena->size - arena->used)
        error_abort("arena: %zu items of %zu bytes asked for, %zu of %zu bytes used", count, size, arena->used,
                    arena->size);
    void *piece = arena->base + arena->used;
    arena->used += bytes;
    return piece;
}

void *arena_take(struct arena *arena, size_t count, size_t size)
{
    return memset(arena_take_raw(arena, count, size), 0, arena_need(count, size));
}
