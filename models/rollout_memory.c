/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_memory: the arrays of a replication, and how much memory and how many pending events it can need.
 */
#include "models/rollout_state.h"

#define PIECE(field, number_of, raw)                                                                                   \
    (struct memory_piece)                                                                                              \
    {                                                                                                                  \
        (void **)&rollout->field, (number_of), sizeof *rollout->field, (raw)                                           \
    }
#define ARRAY(field, number_of) PIECE(field, number_of, false)
#define RAW(field, number_of) PIECE(field, number_of, true)

static size_t swat_teams(const struct programme *p)
{
    return p->has_swat ? programme_most(p, p->swat.teams) : 0;
}

static size_t largest_batch(const struct programme *p)
{
    size_t largest = 0;
    for (size_t v = 0; v < p->vendors; v++) {
        size_t size = programme_most(p, p->vendor[v].batch_size);
        largest = size > largest ? size : largest;
    }
    return largest;
}

/* Events that can be pending at once. Of a site: the decision or else one of each node, and patience and longest time
 * of each engagement. Of a vendor: its readiness and, as of every resource, its service at the end of the instant. Of a
 * consultant: the next absence (or the end of it), the end of the term (or the next one), and the next site more. Of a
 * risk, a task force team and a change: one. And the next Monday. */
size_t memory_events(const struct programme *programme)
{
    const struct programme *p = programme;
    size_t count = p->sites * (p->nodes + 2 * p->corps.engagements) + p->vendors + p->vendors + p->pools;
    return count + 3 * programme_most(p, p->corps.consultants) + p->risks + swat_teams(p) + p->changes + 1;
}

/* Of the sites, one each. */
static size_t list_sites(struct rollout *rollout, struct memory_piece array[])
{
    size_t sites = rollout->programme->sites, count = 0;
    array[count++] = ARRAY(vendor, sites);
    array[count++] = ARRAY(hosted, sites);
    array[count++] = ARRAY(versions, sites);
    array[count++] = ARRAY(pilot, sites);
    array[count++] = ARRAY(trained, sites);
    array[count++] = ARRAY(weight, sites);
    array[count++] = ARRAY(decision, sites);
    array[count++] = ARRAY(pace, sites);
    array[count++] = ARRAY(swat, sites);
    array[count++] = ARRAY(drive, sites);
    array[count++] = ARRAY(expected, sites);
    array[count++] = ARRAY(cards, sites);
    array[count++] = ARRAY(began, sites);
    array[count++] = ARRAY(uptake, sites);
    array[count++] = ARRAY(uptake_open, sites);
    array[count++] = ARRAY(carry, sites);
    array[count++] = ARRAY(series, sites);
    array[count++] = RAW(turn, sites);
    array[count++] = RAW(missed, sites);
    array[count++] = RAW(turn_of, sites);
    array[count++] = RAW(draws.trials, sites);
    array[count++] = RAW(draws.share, sites);
    array[count++] = RAW(draws.rest, sites);
    array[count++] = RAW(draws.uniform, sites);
    array[count++] = RAW(draws.none, sites);
    array[count++] = RAW(draws.class, sites);
    array[count++] = RAW(draws.order, sites + BATCH_PADDING);
    array[count++] = RAW(draws.drawn, sites);
    return count;
}

size_t memory_list(struct rollout *rollout, struct memory_piece array[MEMORY_PIECES])
{
    const struct programme *p = rollout->programme;
    size_t sites = p->sites, regions = p->regions.count, count = 0;
    array[count++] = ARRAY(value, p->quantities.count);
    array[count++] = RAW(step, sites * p->nodes); /* set as a node becomes possible */
    array[count++] = RAW(work, sites * p->nodes);
    array[count++] = ARRAY(state, sites * p->nodes);
    array[count++] = ARRAY(missing, sites * p->nodes);
    array[count++] = ARRAY(working, sites * working_words(p));
    array[count++] = ARRAY(phase, sites * p->corps.engagements);
    count += list_sites(rollout, array + count);
    array[count++] = ARRAY(vendor_ready, p->vendors);
    array[count++] = ARRAY(team, p->vendors + p->pools);
    array[count++] = ARRAY(batch, p->vendors);
    array[count++] = ARRAY(batch_member, largest_batch(p));
    array[count++] = ARRAY(teams, p->vendors + p->pools);
    array[count++] = ARRAY(serving, p->vendors + p->pools);
    array[count++] = ARRAY(order, p->vendors + p->pools);
    array[count++] = ARRAY(usage, programme_resources(p));
    array[count++] = ARRAY(midpoint, regions);
    array[count++] = ARRAY(session, regions);
    array[count++] = ARRAY(risk_region, regions);
    array[count++] = ARRAY(risk_vendor, p->vendors);
    array[count++] = ARRAY(risk_on, p->risks);
    array[count++] = ARRAY(swat_site, swat_teams(p));
    array[count++] = RAW(behind, p->has_swat ? 2 * sites : 0);
    array[count++] = ARRAY(swat_next, swat_teams(p));
    array[count++] = ARRAY(change, p->changes);
    array[count++] = ARRAY(spell, p->changes + 1);
    array[count++] = ARRAY(initial, p->changes > 0 ? p->quantities.count : 0);
    array[count++] = ARRAY(common, regions);
    array[count++] = ARRAY(share_at, 3 * regions);
    array[count++] = ARRAY(national, p->weeks);
    array[count++] = ARRAY(lost, p->causes.count);
    array[count++] = ARRAY(lost_last, p->causes.count);
    return count;
}

size_t memory_needed(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    struct memory_piece array[MEMORY_PIECES];
    size_t need = calendar_need(memory_events(p)), count = memory_list(rollout, array);
    for (size_t i = 0; i < count; i++)
        need += arena_need(array[i].count, array[i].size);
    for (size_t v = 0; v < p->vendors; v++) {
        uint32_t members = (uint32_t)(p->sites * p->vendor_users.count);
        need += resource_need(members) + queue_need(members);
    }
    for (size_t i = 0; i < p->pools; i++)
        need += resource_need((uint32_t)(p->sites * p->pool[i].users.count));
    need += arena_need(programme_most(p, p->corps.consultants), sizeof(struct consultant));
    need += arena_need(p->regions.count, sizeof(struct queue)) + arena_need(p->regions.count, sizeof(size_t));
    need += p->regions.count * queue_need((uint32_t)(p->sites * p->corps.engagements));
    need += 4 * arena_need(p->sites, sizeof(double)) + arena_need(p->vendors, sizeof(size_t)); /* for sorting */
    return need;
}
