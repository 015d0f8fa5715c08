/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * renewal: which block of a replication's luck an entity draws from for a purpose, when parts of it are drawn anew.
 */
#include "models/rollout.h"

#include <assert.h>

/* Purposes that belong to no activity are small numbers; those of activities are hashes, whose high half is used. */
static size_t kind_of(uint64_t purpose)
{
    enum { OWN = 16 };
    return purpose >> 32 == 0 ? (size_t)(purpose % OWN) : OWN + (size_t)((purpose >> 32) * (RENEWAL_KINDS - OWN) >> 32);
}

size_t renewal_block(uint64_t entity, uint64_t purpose)
{
    /* Fibonacci hashing: neighbouring codes lie far apart (Knuth, The Art of Computer Programming 3, section 6.4). */
    size_t column = (size_t)(entity * UINT64_C(0x9E3779B97F4A7C15) >> 60);
    static_assert(RENEWAL_BLOCKS / RENEWAL_KINDS == 1 << (64 - 60), "the hash has as many values as a kind has blocks");
    return kind_of(purpose) * (RENEWAL_BLOCKS / RENEWAL_KINDS) + column;
}
