/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * discipline: the order of service of those who wait for a resource, as it is in force now: of a pool's queue and of
 * the sites that share its crews.
 */
#include "models/rollout_rules.h"

double discipline_key(const struct rollout *rollout, size_t resource, size_t site, double ready)
{
    switch ((enum service_order)rollout->order[resource]) {
    case ORDER_READY_FIRST:
        return ready;
    case ORDER_FIFO:
        return rollout->decision[site];
    case ORDER_LARGEST_FIRST:
        return -(double)rollout->expected[site];
    case ORDER_BY_REGION:
        return rollout->region[site];
    }
    return 0;
}
