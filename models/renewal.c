/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * renewal: which block of a replication's luck an entity draws from, when parts of it are drawn anew.
 */
#include "models/rollout.h"

#include <assert.h>

size_t renewal_block(uint64_t entity)
{
    /* Fibonacci hashing: neighbouring codes lie far apart (Knuth, The Art of Computer Programming 3, section 6.4). */
    return (size_t)(entity * UINT64_C(0x9E3779B97F4A7C15) >> 55);
}
static_assert(RENEWAL_BLOCKS == 1 << (64 - 55), "the hash has as many values as there are blocks");

size_t renewal_block_of_site(const struct programme *programme, size_t site)
{
    return renewal_block((uint64_t)programme->site[site].code);
}
