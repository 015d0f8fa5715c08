/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * corps: the implementation consultants. Each is an individual with a home region, a case load of its own, absences and
 * a term in the post; a site asks for one in each of its engagements, waits as long as its patience lasts, and is
 * slower without support.
 */
#include "models/rollout_rules.h"

#include <math.h>

static struct phase *phase_of(const struct rollout *rollout, size_t site, size_t engagement)
{
    return &rollout->phase[site * rollout->programme->corps.engagements + engagement];
}

static uint32_t member_of(const struct rollout *rollout, size_t site, size_t engagement)
{
    return (uint32_t)(site * rollout->programme->corps.engagements + engagement);
}

/* ---- levels ---- */

/* Nothing is done for cases that somebody keeps while away: busy is what those who are present do of what they could.
 */
static void count_levels(struct rollout *rollout)
{
    struct corps_state *corps = &rollout->corps;
    level_set(&corps->busy, rollout->now, corps->limit - corps->room);
    level_set(&corps->capacity, rollout->now, corps->limit);
    level_set(&corps->idle, rollout->now, corps->waiting == 0 ? corps->room : 0);
}

static bool has_room(const struct consultant *one)
{
    return one->present && one->load < one->limit;
}

/* Nobody who is away has any, whatever the cases that are kept meanwhile. */
static int room_of(const struct consultant *one)
{
    return one->present ? one->limit - one->load : 0;
}

/* Every change of a consultant goes through here, so that the sums need no loop over all of them. */
static void set_consultant(struct corps_state *corps, struct consultant *one, bool present, int load)
{
    size_t place = (size_t)(one - corps->consultant);
    int room = room_of(one);
    corps->limit += (present ? one->limit : 0) - (one->present ? one->limit : 0);
    one->present = present;
    one->load = load;
    corps->room += room_of(one) - room;
    corps->standing[place] = (struct standing){(int16_t)room_of(one), (int16_t)one->region};
    corps->free[place / 64] &= ~(UINT64_C(1) << place % 64);
    corps->free[place / 64] |= (uint64_t)has_room(one) << place % 64;
}

/* A consultant's phases are chained in the order of sites. */
static void hold(struct rollout *rollout, struct consultant *one, uint32_t member)
{
    uint32_t *place = &one->held;
    while (*place < member)
        place = &rollout->phase[*place].next;
    rollout->phase[member].next = *place;
    *place = member;
    set_consultant(&rollout->corps, one, one->present, one->load + 1);
}

static void let_go(struct rollout *rollout, struct consultant *one, uint32_t member)
{
    uint32_t *place = &one->held;
    while (*place != member)
        place = &rollout->phase[*place].next;
    *place = rollout->phase[member].next;
    set_consultant(&rollout->corps, one, one->present, one->load - 1);
}

static struct usage *usage_of(struct rollout *rollout)
{
    return &rollout->usage[rollout->programme->vendors + rollout->programme->pools];
}

static void usage_from(struct rollout *rollout)
{
    struct usage *usage = usage_of(rollout);
    if (usage->begun)
        return;
    *usage = (struct usage){.begun = true,
                            .busy_from = level_area(&rollout->corps.busy, rollout->now),
                            .capacity_from = level_area(&rollout->corps.capacity, rollout->now),
                            .idle_from = level_area(&rollout->corps.idle, rollout->now)};
}

static void usage_to(struct rollout *rollout)
{
    struct usage *usage = usage_of(rollout);
    usage->ended = true;
    usage->busy_to = level_area(&rollout->corps.busy, rollout->now);
    usage->capacity_to = level_area(&rollout->corps.capacity, rollout->now);
    usage->idle_to = level_area(&rollout->corps.idle, rollout->now);
}

struct usage_report corps_report(const struct rollout *rollout)
{
    const struct corps_state *corps = &rollout->corps;
    return usage_report(&rollout->usage[rollout->programme->vendors + rollout->programme->pools], corps->wait_total,
                        corps->granted, corps->waiting_max);
}

/* ---- who serves whom ---- */

enum { NEAR = 1 << 12 }; /* more than anybody's room */

/* How well one who has room suits a site: one of its region best, then who has most room. */
static int suits(struct standing one, int near)
{
    return one.room + (one.region == near ? NEAR : 0);
}

/* Of a site's former consultants who have room the one who suits it best. */
static int former_consultant(const struct rollout *rollout, size_t site, int near)
{
    const struct corps_state *corps = &rollout->corps;
    int best = NOBODY, best_score = -1;
    for (size_t e = 0; e < rollout->programme->corps.engagements; e++) {
        const struct phase *phase = phase_of(rollout, site, e);
        int c = phase->consultant;
        if (c == NOBODY || !has_room(&corps->consultant[c]) ||
            (phase->state != ENGAGEMENT_HELD && phase->term != corps->consultant[c].terms))
            continue;
        int score = suits(corps->standing[c], near);
        if (score > best_score || (score == best_score && c < best)) {
            best = c;
            best_score = score;
        }
    }
    return best;
}

/* The site's former consultant, if one has room, else the first of those who suit it best. */
static int best_consultant(const struct rollout *rollout, size_t site)
{
    const struct corps_state *corps = &rollout->corps;
    int near = rollout->programme->corps.nearest_first ? (int)rollout->region[site] : NOBODY;
    int best = former_consultant(rollout, site, near), best_score = -1;
    if (best != NOBODY)
        return best;
    for (int word = 0; 64 * word < corps->consultants; word++)
        for (uint64_t bits = corps->free[word]; bits != 0; bits &= bits - 1) {
            int c = 64 * word + __builtin_ctzll(bits), score = suits(corps->standing[c], near);
            if (score > best_score) {
                best = c;
                best_score = score;
            }
        }
    return best;
}

/* The queue from which a consultant takes the next site: the home region's first, else whoever asked first. */
static struct queue *best_queue(struct rollout *rollout, const struct consultant *consultant)
{
    struct queue *queues = rollout->corps.queue, *best = 0;
    if (rollout->programme->corps.nearest_first && queues[consultant->region].count > 0)
        return &queues[consultant->region];
    for (size_t r = 0; r < rollout->programme->regions.count; r++)
        if (queues[r].count > 0 && (!best || queues[r].heap[0].key < best->heap[0].key))
            best = &queues[r];
    return best;
}

static void engage(struct rollout *rollout, size_t site, size_t engagement, int consultant)
{
    struct phase *phase = phase_of(rollout, site, engagement);
    struct corps_state *corps = &rollout->corps;
    calendar_cancel(rollout->calendar, phase->impatience);
    phase->impatience = EVENT_NONE;
    phase->state = ENGAGEMENT_HELD;
    phase->consultant = (int16_t)consultant;
    hold(rollout, &corps->consultant[consultant], member_of(rollout, site, engagement));
    corps->granted++;
    corps->wait_total += rollout->now - phase->asked;
    count_levels(rollout);
    tell(rollout, HAPPENS_CONSULTANT, (int)site, NOBODY, consultant);
    network_gate(rollout, site, (int)engagement);
    network_pace(rollout, site);
}

static void leave_queue(struct rollout *rollout, size_t site, size_t engagement)
{
    struct corps_state *corps = &rollout->corps;
    queue_leave(&corps->queue[rollout->region[site]], member_of(rollout, site, engagement));
    corps->waiting--;
}

static void serve(struct rollout *rollout, size_t consultant)
{
    const struct consultant *one = &rollout->corps.consultant[consultant];
    size_t engagements = rollout->programme->corps.engagements;
    while (has_room(one)) {
        struct queue *queue = best_queue(rollout, one);
        if (!queue)
            break;
        uint32_t member = queue_first(queue);
        leave_queue(rollout, member / engagements, member % engagements);
        engage(rollout, member / engagements, member % engagements, (int)consultant);
    }
    count_levels(rollout);
}

/* ---- a site's engagement ---- */

static void go_alone(struct rollout *rollout, size_t site, size_t engagement)
{
    phase_of(rollout, site, engagement)->state = ENGAGEMENT_ALONE;
    tell(rollout, HAPPENS_ALONE, (int)site, NOBODY, 0);
    network_gate(rollout, site, (int)engagement);
    network_pace(rollout, site);
}

/* Asks for a consultant: one that is free comes at once, otherwise the site waits while its patience lasts. */
static void ask(struct rollout *rollout, size_t site, size_t engagement)
{
    const struct corps *plan_of = &rollout->programme->corps;
    struct corps_state *corps = &rollout->corps;
    struct phase *phase = phase_of(rollout, site, engagement);
    phase->asked = rollout->now;
    phase->state = ENGAGEMENT_WAITING;
    if (corps->posts == 0) {
        go_alone(rollout, site, engagement);
        return;
    }
    corps->requested++;
    usage_from(rollout);
    tell(rollout, HAPPENS_ASK_CONSULTANT, (int)site, NOBODY, 0);
    int consultant = best_consultant(rollout, site);
    if (consultant != NOBODY) {
        engage(rollout, site, engagement, consultant);
        return;
    }
    queue_join(&corps->queue[rollout->region[site]], member_of(rollout, site, engagement), rollout->now);
    if (++corps->waiting > corps->waiting_max)
        corps->waiting_max = corps->waiting;
    if (plan_of->patience_days != NO_NUMBER)
        phase->impatience = plan(rollout, rollout->now + value_of(rollout, plan_of->patience_days), EVENT_IMPATIENCE,
                                 site, engagement, NORMAL);
}

static void withdraw(struct rollout *rollout, size_t site, size_t engagement)
{
    struct phase *phase = phase_of(rollout, site, engagement);
    leave_queue(rollout, site, engagement);
    rollout->corps.withdrawn++;
    calendar_cancel(rollout->calendar, phase->impatience);
    phase->impatience = EVENT_NONE;
    count_levels(rollout);
}

void corps_impatience(struct rollout *rollout, size_t site, size_t engagement)
{
    withdraw(rollout, site, engagement);
    go_alone(rollout, site, engagement);
}

/* The consultant of a site is free again and takes the next one. */
static void disengage(struct rollout *rollout, size_t site, size_t engagement)
{
    struct phase *phase = phase_of(rollout, site, engagement);
    size_t consultant = (size_t)phase->consultant;
    phase->state = ENGAGEMENT_OVER;
    let_go(rollout, &rollout->corps.consultant[consultant], member_of(rollout, site, engagement));
    phase->term = rollout->corps.consultant[consultant].terms;
    count_levels(rollout);
    usage_to(rollout);
    tell(rollout, HAPPENS_FREE, (int)site, NOBODY, (double)consultant);
    serve(rollout, consultant);
}

/* The longest time is over: the support has been given, or will not be. */
void corps_disengage(struct rollout *rollout, size_t site, size_t engagement)
{
    struct phase *phase = phase_of(rollout, site, engagement);
    phase->disengage = EVENT_NONE;
    if (phase->state == ENGAGEMENT_HELD) {
        disengage(rollout, site, engagement);
        network_pace(rollout, site);
    } else if (phase->state == ENGAGEMENT_WAITING) {
        corps_impatience(rollout, site, engagement);
    }
}

static void conclude(struct rollout *rollout, size_t site, size_t engagement)
{
    struct phase *phase = phase_of(rollout, site, engagement);
    calendar_cancel(rollout->calendar, phase->disengage);
    phase->disengage = EVENT_NONE;
    if (phase->state == ENGAGEMENT_WAITING)
        withdraw(rollout, site, engagement);
    if (phase->state == ENGAGEMENT_HELD)
        disengage(rollout, site, engagement);
    phase->state = ENGAGEMENT_OVER;
}

void corps_node_done(struct rollout *rollout, size_t site, size_t node)
{
    const struct corps *corps = &rollout->programme->corps;
    bool changed = false;
    for (size_t e = 0; e < corps->engagements; e++) {
        const struct engagement *engagement = &corps->engagement[e];
        struct phase *phase = phase_of(rollout, site, e);
        if (engagement->until == node && phase->state != ENGAGEMENT_IDLE) {
            conclude(rollout, site, e);
            changed = true;
        }
        if (engagement->from != node || step_done(rollout, site, engagement->until))
            continue; /* what would end it has been: nobody would free the consultant */
        ask(rollout, site, e);
        changed = true;
        if (engagement->max_days != NO_NUMBER)
            phase->disengage =
                plan(rollout, rollout->now + value_of(rollout, engagement->max_days), EVENT_DISENGAGE, site, e, NORMAL);
    }
    if (changed)
        network_pace(rollout, site); /* of work that runs beside */
}

/* The latest engagement that has begun decides: a site is unsupported while it waits, goes alone, or its consultant is
 * away. */
double corps_support(const struct rollout *rollout, size_t site)
{
    const struct corps *corps = &rollout->programme->corps;
    for (size_t e = corps->engagements; e-- > 0;) {
        const struct phase *phase = phase_of(rollout, site, e);
        if (phase->state == ENGAGEMENT_IDLE)
            continue;
        bool supported = phase->state == ENGAGEMENT_OVER ||
                         (phase->state == ENGAGEMENT_HELD && rollout->corps.consultant[phase->consultant].present);
        return supported ? 1 : 1 / value_of(rollout, corps->unsupported_factor);
    }
    return 1;
}

/* ---- a consultant comes and goes ---- */

/* The sites that a consultant holds: they work at another pace, or must ask anew if the consultant leaves for good. */
static void tell_sites(struct rollout *rollout, size_t consultant, bool leaves)
{
    size_t engagements = rollout->programme->corps.engagements;
    struct consultant *one = &rollout->corps.consultant[consultant];
    for (uint32_t member = one->held, next; member != NOT_HELD; member = next) {
        size_t site = member / engagements;
        next = rollout->phase[member].next;
        if (leaves) {
            let_go(rollout, one, member);
            rollout->phase[member].consultant = NOBODY;
            ask(rollout, site, member % engagements);
        }
        network_pace(rollout, site);
    }
}

void corps_set_presence(struct rollout *rollout, size_t consultant, bool present)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    set_consultant(&rollout->corps, one, present, one->load);
    count_levels(rollout);
    tell_sites(rollout, consultant, false);
    if (present)
        serve(rollout, consultant);
}

void corps_set_limit(struct rollout *rollout, size_t consultant, int limit)
{
    struct corps_state *corps = &rollout->corps;
    struct consultant *one = &corps->consultant[consultant];
    bool present = one->present;
    set_consultant(corps, one, false, one->load);
    one->limit = limit;
    set_consultant(corps, one, present, one->load);
    count_levels(rollout);
    if (present)
        serve(rollout, consultant);
}

void corps_leave(struct rollout *rollout, size_t consultant)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    set_consultant(&rollout->corps, one, false, one->load);
    tell_sites(rollout, consultant, true);
    count_levels(rollout);
}

/* ---- the beginning ---- */

void corps_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    struct corps_state *corps = &rollout->corps;
    size_t most = programme_most(p, p->corps.consultants);
    *corps = (struct corps_state){.posts = (int)fmax(0, round(value_of(rollout, p->corps.consultants)))};
    corps->consultant = ARENA_TAKE(&rollout->arena, most, struct consultant);
    corps->standing = ARENA_TAKE(&rollout->arena, most, struct standing);
    corps->free = ARENA_TAKE(&rollout->arena, most / 64 + 1, uint64_t);
    corps->queue = ARENA_TAKE(&rollout->arena, p->regions.count, struct queue);
    corps->sites_of = ARENA_TAKE(&rollout->arena, p->regions.count, size_t);
    for (size_t i = 0; i < p->sites; i++)
        corps->sites_of[p->site[i].region]++;
    for (size_t r = 0; r < p->regions.count; r++)
        queue_init(&corps->queue[r], &rollout->arena, (uint32_t)(p->sites * p->corps.engagements));
    for (size_t i = 0; i < p->sites * p->corps.engagements; i++)
        rollout->phase[i].consultant = NOBODY;
    level_init(&corps->busy, 0, 0);
    level_init(&corps->capacity, 0, 0);
    level_init(&corps->idle, 0, 0);
    posts_begin(rollout);
    count_levels(rollout);
}
