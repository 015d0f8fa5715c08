/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * renewal: which block of a replication's luck an entity draws from, when parts of it are drawn anew.
 */
#include "models/rollout_rules.h"

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

size_t renewal_kind(uint64_t purpose)
{
    return purpose == PURPOSE_PACE ? RENEWAL_PACE : 1 + (size_t)(purpose % (RENEWAL_KINDS - 1));
}

size_t renewal_kinds_of_sites(const struct programme *programme, size_t kind[RENEWAL_KINDS])
{
    bool used[RENEWAL_KINDS] = {false};
    size_t count = 0;
    used[renewal_kind(PURPOSE_LATENESS)] = true;
    for (size_t i = 1; i < programme->nodes; i++)
        used[renewal_kind(programme->node[i].purpose)] = true;
    for (size_t k = 1; k < RENEWAL_KINDS; k++)
        if (used[k])
            kind[count++] = k;
    return count;
}
