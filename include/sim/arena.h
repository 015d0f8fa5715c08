/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * arena: memory taken piece by piece and given back all at once.
 *
 * One arena a worker; it is reset before every replication, so the hot loop calls no allocator.
 * Used by one thread at a time. In debug builds a reset fills the memory with a pattern.
 */
#ifndef FMKSIM_SIM_ARENA_H
#define FMKSIM_SIM_ARENA_H

#include "sim/error.h"

#include <stddef.h>

struct arena {
    unsigned char *base;
    size_t used, size; /* bytes */
};

/* Reserves `size` bytes, aligned to 128 so that two workers never share a cache line. ERROR_MEMORY. */
int arena_init(struct arena *arena, size_t size, struct error *error);
void arena_free(struct arena *arena);
void arena_reset(struct arena *arena);

/* `count` items of `size` bytes, zeroed, aligned to 64 (a cache line). Never fails inside the size that was reserved;
 * beyond it the program aborts: sizes are computed beforehand with arena_need(). */
void *arena_take(struct arena *arena, size_t count, size_t size);

/* The same without zeroing, for memory that is written before it is read. */
void *arena_take_raw(struct arena *arena, size_t count, size_t size);

/* Bytes that arena_take(count, size) uses, alignment included; saturates at SIZE_MAX on overflow. */
size_t arena_need(size_t count, size_t size);

#define ARENA_TAKE(arena, count, type) ((type *)arena_take((arena), (count), sizeof(type)))

#endif
