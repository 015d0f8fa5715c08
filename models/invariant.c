/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * invariant: what must hold in every replication, however it went. A broken one is a defect of the program: the
 * process ends with what is wrong and the command that replays it.
 */
#include "models/rollout_rules.h"

#include <math.h>

#define HOLD(condition, ...)                                                                                           \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            broken(rollout, __VA_ARGS__);                                                                              \
    } while (0)

_Noreturn static void broken(const struct rollout *rollout, const char *what, size_t index)
{
    error_abort("broken invariant at %.6f: %s (%zu); seed %llu, replication %llu", rollout->now, what, index,
                (unsigned long long)rollout->luck.seed, (unsigned long long)rollout->luck.replication);
}

/* A node is never possible before its predecessors are open: so no milestone is reached before those it rests on. */
void invariant_check_site(const struct rollout *rollout, size_t site)
{
    const struct programme *p = rollout->programme;
    HOLD(rollout->drive[site] == network_drive(rollout, site), "a change of pace that the uptake has not heard of",
         site);
    HOLD(rollout->cards[site] >= 0 && rollout->cards[site] <= rollout->expected[site], "items beyond the expected",
         site);
    for (size_t i = 1; i < p->nodes; i++) {
        const struct step *step = step_of(rollout, site, i);
        HOLD((state_of(rollout, site, i) == STEP_WORK) == ((*working_word(rollout, site, i) & working_bit(i)) != 0),
             "work that no change of pace would reach", site);
        if (state_of(rollout, site, i) == STEP_PENDING)
            continue;
        const struct node_list *after = network_after(rollout, site, i);
        for (size_t k = 0; k < after->count; k++) {
            const struct step *before = step_of(rollout, site, after->node[k]);
            HOLD(step_done(rollout, site, after->node[k]) && before->open <= step->ready,
                 "begun before a predecessor was done", site);
        }
        HOLD(step->ready <= rollout->now && (!step_done(rollout, site, i) || step->end >= step->ready),
             "time runs backwards", site);
    }
}

/* A large corps is looked at after every 64th event only: all consultants after every event of theirs is their square.
 */
static bool is_looked_at(const struct rollout *rollout, bool at_end)
{
    return at_end || rollout->corps.consultants <= 64 || calendar_taken(rollout->calendar) % 64 == 0;
}

/* Every server in use is held by work that needs it; those of vendors are shared by batches and counted elsewhere. */
static void check_needs(const struct rollout *rollout, size_t pool)
{
    const struct programme *p = rollout->programme;
    double held = 0;
    for (size_t i = 1; i < p->nodes; i++) {
        const struct node *node = &p->node[i];
        double each = node->resource == (int)pool;
        for (size_t k = 0; k < node->needs; k++)
            each = node->need[k].pool == pool ? value_of(rollout, node->need[k].amount) : each;
        for (size_t site = 0; each > 0 && site < p->sites; site++)
            held += state_of(rollout, site, i) == STEP_WORK ? each : 0;
    }
    HOLD(rollout->team[p->vendors + pool].busy == (int)held, "servers in use that no work holds, of pool", pool);
}

static void check_resources(const struct rollout *rollout, bool at_end)
{
    const struct programme *p = rollout->programme;
    for (size_t r = 0; r < p->vendors + p->pools; r++) {
        const struct resource *team = &rollout->team[r];
        HOLD(team->busy >= 0 && team->requested == team->granted + team->queue.count,
             "requests do not add up at resource", r);
    }
    for (size_t pool = 0; at_end && p->joint && pool < p->pools; pool++)
        check_needs(rollout, pool);
    const struct corps_state *corps = &rollout->corps;
    HOLD(corps->requested == corps->granted + corps->withdrawn + corps->waiting,
         "requests for consultants do not add up", 0);
    if (!is_looked_at(rollout, at_end))
        return;
    int limit = 0, room = 0;
    for (int c = 0; c < corps->consultants; c++) {
        const struct consultant *one = &corps->consultant[c];
        HOLD(one->load >= 0 && one->load <= one->limit, "case load exceeded by consultant", (size_t)c);
        limit += one->present ? one->limit : 0;
        room += one->present ? one->limit - one->load : 0;
    }
    HOLD(limit == corps->limit && room == corps->room, "the consultants' sums are wrong", 0);
}

static void check_totals(const struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    int64_t cards = 0;
    for (size_t v = 0; v < p->vendors; v++) {
        size_t sites = 0;
        for (size_t i = 0; i < p->sites; i++)
            sites += rollout->vendor[i] == (int)v;
        HOLD(sites == p->vendor[v].sites, "number of sites of vendor", v);
    }
    for (size_t i = 0; i < p->sites; i++)
        cards += rollout->cards[i];
    HOLD(cards == rollout->cards_total, "national items differ from the sum of the sites", 0);
    for (size_t w = 1; w < rollout->week; w++)
        HOLD(rollout->national[w] >= rollout->national[w - 1], "items fall in week", w);
}

void invariant_check(const struct rollout *rollout, bool at_end)
{
    check_resources(rollout, at_end);
    if (!at_end)
        return;
    check_totals(rollout);
}
