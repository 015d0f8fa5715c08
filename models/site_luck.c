/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * site_luck: blocks of luck for who moves one site at a time: hardly any two sites share one.
 */
#include "models/rollout_rules.h"

#include <assert.h>

size_t site_luck_kind(uint64_t purpose)
{
    return purpose == PURPOSE_PACE ? SITE_LUCK_PACE : 1 + (size_t)(purpose % (SITE_LUCK_KINDS - 1));
}

size_t site_luck_block(uint64_t entity)
{
    static_assert(SITE_LUCK_BLOCKS == 1 << (64 - 55), "the hash has as many values as there are blocks");
    return (size_t)(entity * UINT64_C(0x9E3779B97F4A7C15) >> 55); /* as in renewal.c */
}

size_t site_luck_of(const struct programme *programme, size_t site)
{
    return site_luck_block((uint64_t)programme->site[site].code);
}

size_t site_luck_kinds(const struct programme *programme, size_t kind[SITE_LUCK_KINDS])
{
    bool used[SITE_LUCK_KINDS] = {false};
    size_t count = 0;
    used[site_luck_kind(PURPOSE_LATENESS)] = true;
    for (size_t i = 1; i < programme->nodes; i++)
        used[site_luck_kind(programme->node[i].purpose)] = true;
    for (size_t k = 1; k < SITE_LUCK_KINDS; k++)
        if (used[k])
            kind[count++] = k;
    return count;
}
