/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * vendor: who has which vendor, when a vendor's version is ready, how many teams it has, and the batches of hosted
 * sites that a team upgrades together.
 */
#include "models/rollout_rules.h"

#include <math.h>

/* ---- assignment ---- */

static const struct site_told *told_of(const struct rollout *rollout, size_t site)
{
    const struct renewal *renewal = rollout->luck.renewal;
    return renewal && renewal->told ? &renewal->told[site] : 0;
}

/* The sites that nobody knows are shuffled by a uniform of their own and dealt to the vendors' open places: given whom
 * the others have, every deal of them is as likely as any other. */
static void assign_vendors(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    struct order_item *luck = ARENA_TAKE(&rollout->arena, p->sites, struct order_item);
    struct order_item *room = ARENA_TAKE(&rollout->arena, p->sites, struct order_item);
    size_t *open = ARENA_TAKE(&rollout->arena, p->vendors, size_t);
    for (size_t v = 0; v < p->vendors; v++)
        open[v] = p->vendor[v].sites;
    for (size_t i = 0; i < p->sites; i++) {
        luck[i] = (struct order_item){uniform_of(rollout, site_entity(rollout, i), PURPOSE_VENDOR, 0), i};
        rollout->vendor[i] = (int16_t)p->site[i].vendor;
        if (p->site[i].vendor != NOBODY)
            open[p->site[i].vendor]--;
    }
    for (size_t i = 0; i < p->sites; i++) {
        const struct site_told *told = told_of(rollout, i);
        if (!told || told->vendor == NOBODY || rollout->vendor[i] != NOBODY || open[told->vendor] == 0)
            continue;
        rollout->vendor[i] = (int16_t)told->vendor;
        open[told->vendor]--;
    }
    luck = order_items(luck, room, p->sites);
    size_t vendor = 0;
    for (size_t k = 0; k < p->sites && p->vendors > 0; k++) {
        size_t site = luck[k].at;
        if (rollout->vendor[site] != NOBODY)
            continue;
        while (open[vendor] == 0)
            vendor++;
        rollout->vendor[site] = (int16_t)vendor;
        open[vendor]--;
    }
}

double vendor_pilot_from(const struct rollout *rollout, size_t vendor)
{
    return stretched(rollout, value_of(rollout, rollout->programme->vendor[vendor].pilot_from));
}

/* How many pilots each vendor wants; returns the sum. */
static long count_pilots(const struct rollout *rollout, long wanted[])
{
    const struct programme *p = rollout->programme;
    long all = 0;
    for (size_t v = 0; v < p->vendors; v++) {
        wanted[v] = lround(value_of(rollout, p->vendor[v].pilots));
        all += wanted[v] > 0 ? wanted[v] : 0;
    }
    return all;
}

/* Pilots are the vendor's first sites to decide; they decide when the pilot version is there, unless the sites' file
 * tells when they do. */
static void choose_pilots(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    long *wanted = ARENA_TAKE(&rollout->arena, p->vendors, long);
    long left = count_pilots(rollout, wanted);
    struct queue first;
    if (left == 0)
        return;
    queue_init(&first, &rollout->arena, (uint32_t)p->sites);
    for (size_t i = 0; i < p->sites; i++)
        if (rollout->vendor[i] != NOBODY && wanted[rollout->vendor[i]] > 0)
            queue_join(&first, (uint32_t)i, rollout->decision[i]);
    for (uint32_t site; left > 0 && (site = queue_take(&first)) != QUEUE_NOBODY;) {
        size_t vendor = (size_t)rollout->vendor[site];
        if (wanted[vendor] <= 0)
            continue;
        wanted[vendor]--;
        left--;
        rollout->pilot[site] = 1;
        if (isnan(p->site[site].decision))
            rollout->decision[site] = fmax(0, vendor_pilot_from(rollout, vendor));
    }
}

void vendor_assign(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    assign_vendors(rollout);
    for (size_t i = 0; i < p->sites; i++) {
        uint64_t entity = site_entity(rollout, i);
        const struct site_told *told = told_of(rollout, i);
        int hosted = p->site[i].hosted, versions = p->site[i].versions, vendor = rollout->vendor[i];
        if (hosted == NOBODY && told)
            hosted = told->hosted;
        rollout->hosted[i] = hosted != NOBODY
                                 ? (uint8_t)hosted
                                 : uniform_of(rollout, entity, PURPOSE_HOSTED, 0) < value_of(rollout, p->hosted);
        if (versions == NOBODY && vendor != NOBODY)
            versions = (int)fmin(255, draw_of(rollout, p->vendor[vendor].versions_behind, entity, PURPOSE_VERSIONS, 0));
        rollout->versions[i] = versions == NOBODY ? 0 : (uint8_t)versions;
    }
    choose_pilots(rollout);
}

/* ---- readiness and teams ---- */

void vendor_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t v = 0; v < p->vendors; v++) {
        const struct vendor *vendor = &p->vendor[v];
        queue_init(&rollout->batch[v], &rollout->arena, (uint32_t)(p->sites * p->vendor_users.count));
        rollout->vendor_ready[v] =
            stretched(rollout, value_of(rollout, p->planned) + value_of(rollout, p->common_slip_days) +
                                   value_of(rollout, vendor->slip_days));
        plan(rollout, fmax(0, rollout->vendor_ready[v]), EVENT_READY, v, 0, FIRST);
    }
}

void vendor_come_ready(struct rollout *rollout, size_t vendor)
{
    pool_use(rollout, vendor);
}

/* ---- batches ---- */

static size_t batch_size(const struct rollout *rollout, size_t vendor)
{
    return (size_t)lround(value_of(rollout, rollout->programme->vendor[vendor].batch_size));
}

/* Hosted sites may share a team, but not one that counts as several, since the others would wait for it, nor one that
 * needs more than the team. They queue for a
 * batch also while batches are of one site: that may change. */
static bool joins_batches(const struct rollout *rollout, size_t vendor, uint32_t member)
{
    const struct node_list *users = &rollout->programme->vendor_users;
    size_t site = member / users->count, node = users->node[member % users->count];
    return rollout->hosted[site] && !(rollout->weight[site] > 1) && rollout->programme->node[node].needs == 0 &&
           programme_most(rollout->programme, rollout->programme->vendor[vendor].batch_size) > 1;
}

void vendor_queue(struct rollout *rollout, size_t vendor, uint32_t member, double key)
{
    if (joins_batches(rollout, vendor, member))
        queue_join(&rollout->batch[vendor], member, key);
}

static double extra_of(const struct rollout *rollout, size_t vendor, double size)
{
    return 1 + value_of(rollout, rollout->programme->vendor[vendor].batch_extra) * (size - 1);
}

/* Hosted sites that wait are taken along: one team, one batch, little more than the effort of the longest. */
void vendor_begin_batch(struct rollout *rollout, size_t vendor, uint32_t leader)
{
    const struct node_list *users = users_of(rollout->programme, vendor);
    size_t room = batch_size(rollout, vendor), size = 1;
    uint32_t *member = rollout->batch_member;
    bool joins = joins_batches(rollout, vendor, leader);
    rollout->batch_extra =
        joins ? extra_of(rollout, vendor, fmin((double)rollout->batch[vendor].count, (double)room)) : 1;
    double longest = pool_begin_member(rollout, vendor, leader, leader);
    if (!joins)
        return;
    queue_leave(&rollout->batch[vendor], leader);
    member[0] = leader;
    for (; size < room; size++) {
        uint32_t next = queue_take(&rollout->batch[vendor]);
        if (next == QUEUE_NOBODY)
            break;
        member[size] = next;
        resource_share(&rollout->team[vendor], rollout->now, next);
        longest = fmax(longest, pool_begin_member(rollout, vendor, next, leader));
    }
    double extra = extra_of(rollout, vendor, (double)size);
    rollout->batch_extra = 1;
    for (size_t i = 0; size > 1 && i < size; i++)
        network_stretch(rollout, member[i] / users->count, users->node[member[i] % users->count], longest * extra);
}
