/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * length: how long first attempts of work take by chance. Nearly all of them are wanted in the end, so those of a
 * gamma distribution, the same for all sites, are drawn together beforehand, in vectors. Each has an address of its
 * own: when it is drawn changes nothing.
 */
#include "models/rollout_rules.h"

/* A state far beyond the cache is better not visited once more; and renewed luck may depend on the instant. */
static bool worthwhile(const struct rollout *rollout)
{
    return !rollout->luck.renewal && !rollout->wide;
}

static bool is_alike(const struct rollout *rollout, const struct node *node)
{
    return node->kind == NODE_WORK && !node->vendor_duration && draws_together(rollout, node->duration);
}

void length_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t i = 1; i < p->nodes && worthwhile(rollout); i++) {
        const struct node *node = &p->node[i];
        rollout->ahead[i] = is_alike(rollout, node);
        if (!rollout->ahead[i])
            continue;
        draw_together(rollout, node->duration, node->purpose, DRAW_DURATION, rollout->length + i * p->sites);
    }
}

double length_of(const struct rollout *rollout, size_t site, size_t index, unsigned attempt)
{
    const struct node *node = &rollout->programme->node[index];
    int vendor = rollout->vendor[site];
    uint64_t entity = site_entity(rollout, site), occurrence = (uint64_t)attempt * 4 + DRAW_DURATION;
    if (!rollout->ahead[index] || attempt > 0)
        return draw_of(rollout,
                       node->vendor_duration && vendor != NOBODY ? node->vendor_duration[vendor] : node->duration,
                       entity, node->purpose, occurrence);
    double value = rollout->length[index * rollout->programme->sites + site];
    tell_draw(rollout, &(struct drawn){rollout->luck.replication, entity, node->purpose, occurrence,
                                       .variate = &rollout->variate[node->duration], .value = value});
    return value;
}
