/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * vendor_swap: see include/models/vendor_swap.h.
 */
#include "models/vendor_swap.h"

#include "models/rollout_rules.h"

static double number_of(const struct rollout *rollout, size_t site, uint32_t generation)
{
    struct stream stream = stream_open_generation(rollout->luck.seed, rollout->luck.replication, generation,
                                                  site_entity(rollout, site), PURPOSE_VENDOR, 0);
    return stream_uniform(&stream);
}

static size_t cell_of(const struct rollout *rollout, size_t site)
{
    return site_luck_kind(PURPOSE_VENDOR) * SITE_LUCK_BLOCKS + site_luck_block(site_entity(rollout, site));
}

static bool is_drawn(const struct rollout *rollout, size_t site)
{
    return rollout->programme->site[site].vendor == NOBODY && rollout->vendor[site] != NOBODY;
}

/* Who has an earlier vendor than the one that is wanted has a lesser number, who has a later one a greater. */
static void narrow(struct vendor_swap *swap, const struct rollout *rollout, size_t site, double luck)
{
    for (size_t i = 0; i < 2; i++) {
        int wanted = rollout->vendor[swap->site[1 - i]];
        if (rollout->vendor[site] < wanted)
            swap->least[i] = greater(swap->least[i], luck);
        else if (rollout->vendor[site] > wanted)
            swap->most[i] = lesser(swap->most[i], luck);
    }
}

bool vendor_swap_of(struct vendor_swap *swap, const struct rollout *rollout, const uint32_t generation[], size_t one,
                    size_t two)
{
    *swap = (struct vendor_swap){{one, two}, {cell_of(rollout, one), cell_of(rollout, two)}, {0, 0}, {1, 1}, false};
    if (!is_drawn(rollout, one) || !is_drawn(rollout, two) || rollout->vendor[one] == rollout->vendor[two])
        return false;
    swap->ascending = rollout->vendor[two] < rollout->vendor[one];
    for (size_t site = 0; site < rollout->programme->sites; site++) {
        size_t cell = cell_of(rollout, site);
        if (site == one || site == two)
            continue;
        if (cell == swap->cell[0] || cell == swap->cell[1])
            return false;
        if (is_drawn(rollout, site))
            narrow(swap, rollout, site, number_of(rollout, site, generation[cell]));
    }
    return swap->cell[0] != swap->cell[1];
}

bool vendor_swap_fits(const struct vendor_swap *swap, const struct rollout *rollout, const uint32_t fresh[2])
{
    double one = number_of(rollout, swap->site[0], fresh[0]), two = number_of(rollout, swap->site[1], fresh[1]);
    return one > swap->least[0] && one < swap->most[0] && two > swap->least[1] && two < swap->most[1] &&
           (one < two) == swap->ascending;
}
