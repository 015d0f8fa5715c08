/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * swat: the task force, whose teams help the sites furthest behind.
 */
#include "models/rollout_rules.h"

#include <math.h>

void swat_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->swat_teams = 0;
    if (p->has_swat)
        swat_resize(rollout, (int)lround(value_of(rollout, p->swat.teams)));
}

/* ---- the sites that no team helps, the one furthest behind on top ---- */

/* Shares change on Mondays only, so a heap lasts a week: it is made when the first team asks, and later comers are put
 * in. A site that a team takes leaves it and returns when the team goes, so each is there once at most. */

static bool further_behind(const struct behind *a, const struct behind *b)
{
    return a->share < b->share || (a->share == b->share && a->site < b->site);
}

static void sift_down(struct behind heap[], size_t count, size_t i)
{
    struct behind one = heap[i];
    for (size_t child; (child = 2 * i + 1) < count; i = child) {
        child += child + 1 < count && further_behind(&heap[child + 1], &heap[child]);
        if (!further_behind(&heap[child], &one))
            break;
        heap[i] = heap[child];
    }
    heap[i] = one;
}

static void sift_up(struct behind heap[], size_t i)
{
    struct behind one = heap[i];
    for (; i > 0 && further_behind(&one, &heap[(i - 1) / 2]); i = (i - 1) / 2)
        heap[i] = heap[(i - 1) / 2];
    heap[i] = one;
}

static bool may_be_helped(const struct rollout *rollout, size_t site)
{
    return rollout->uptake_open[site] && !rollout->helped[site];
}

static struct behind behind_of(const struct rollout *rollout, size_t site)
{
    return (struct behind){(double)rollout->cards[site] / rollout->expected[site], (uint32_t)site};
}

static void make_heap(struct rollout *rollout)
{
    size_t count = 0;
    for (size_t k = 0; k < rollout->uptakes; k++)
        if (may_be_helped(rollout, rollout->uptake[k]))
            rollout->behind[count++] = behind_of(rollout, rollout->uptake[k]);
    for (size_t i = count / 2; i-- > 0;)
        sift_down(rollout->behind, count, i);
    rollout->behinds = count;
    rollout->behind_week = rollout->week + 1;
}

/* Nothing is kept where the week's heap is not made yet: the next who asks makes it. */
void swat_notice(struct rollout *rollout, size_t site)
{
    if (rollout->behind_week != rollout->week + 1)
        return;
    rollout->behind[rollout->behinds] = behind_of(rollout, site);
    sift_up(rollout->behind, rollout->behinds++);
}

#ifndef NDEBUG
/* The slow twin: all of them are looked at. */
static void check_top(const struct rollout *rollout, int top)
{
    int behind = NOBODY;
    for (size_t k = 0; k < rollout->uptakes; k++) {
        size_t site = rollout->uptake[k];
        struct behind one = behind_of(rollout, site),
                      least = behind_of(rollout, (size_t)(behind == NOBODY ? 0 : behind));
        if (may_be_helped(rollout, site) && (behind == NOBODY || further_behind(&one, &least)))
            behind = (int)site;
    }
    if (behind != top)
        error_abort("the site furthest behind is %d, not %d; seed %llu, replication %llu", behind, top,
                    (unsigned long long)rollout->luck.seed, (unsigned long long)rollout->luck.replication);
}
#endif

/* Takes out, of the sites that take items into use, the one with the smallest share in that no team helps. */
static int take_furthest_behind(struct rollout *rollout)
{
    if (rollout->behind_week != rollout->week + 1)
        make_heap(rollout);
    int top = rollout->behinds > 0 ? (int)rollout->behind[0].site : NOBODY;
#ifndef NDEBUG
    check_top(rollout, top);
#endif
    if (rollout->behinds > 0) {
        rollout->behind[0] = rollout->behind[--rollout->behinds];
        sift_down(rollout->behind, rollout->behinds, 0);
    }
    return top;
}

/* ---- the teams ---- */

static void leave(struct rollout *rollout, size_t site)
{
    rollout->swat[site] = 1;
    rollout->helped[site] = 0;
    if (rollout->uptake_open[site])
        swat_notice(rollout, site);
    network_pace(rollout, site);
}

void swat_take(struct rollout *rollout, size_t team)
{
    const struct swat *swat = &rollout->programme->swat;
    int before = rollout->swat_site[team], next;
    if (before != NOBODY)
        leave(rollout, (size_t)before);
    rollout->swat_site[team] = next = take_furthest_behind(rollout);
    if (next != NOBODY) {
        rollout->helped[next] = 1;
        rollout->swat[next] = value_of(rollout, swat->factor);
        network_pace(rollout, (size_t)next);
    }
    rollout->swat_next[team] =
        plan(rollout, rollout->now + (next == NOBODY ? 7 : value_of(rollout, swat->days)), EVENT_SWAT, team, 0, AFTER);
}

static void start(struct rollout *rollout, size_t team)
{
    rollout->swat_site[team] = NOBODY;
    rollout->swat_next[team] =
        plan(rollout, fmax(rollout->now, value_of(rollout, rollout->programme->swat.from)), EVENT_SWAT, team, 0, AFTER);
}

static void stop(struct rollout *rollout, size_t team)
{
    int site = rollout->swat_site[team];
    calendar_cancel(rollout->calendar, rollout->swat_next[team]);
    if (site != NOBODY)
        leave(rollout, (size_t)site);
}

void swat_resize(struct rollout *rollout, int teams)
{
    while (rollout->swat_teams < teams)
        start(rollout, (size_t)rollout->swat_teams++);
    while (rollout->swat_teams > teams && rollout->swat_teams > 0)
        stop(rollout, (size_t)--rollout->swat_teams);
}
