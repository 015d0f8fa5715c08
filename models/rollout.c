/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout: one replication: parameters are drawn, sites decide, and the loop takes event after event to the horizon.
 */
#include "models/rollout_rules.h"

#include <math.h>
#include <stdlib.h>

/* ---- memory ---- */

/* The arrays of one replication: where the pointer lies, and how much it points to. */
struct array {
    void **place;
    size_t count, size;
    bool raw; /* not zeroed */
};

#define PIECE(field, number_of, raw)                                                                                   \
    (struct array)                                                                                                     \
    {                                                                                                                  \
        (void **)&rollout->field, (number_of), sizeof *rollout->field, (raw)                                           \
    }
#define ARRAY(field, number_of) PIECE(field, number_of, false)
#define RAW(field, number_of) PIECE(field, number_of, true)

enum { ARRAYS = 64, CACHE = 1 << 20 }; /* bytes of a second-level cache; it decides about time, not about values */

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
static size_t pending_events(const struct programme *p)
{
    size_t count = p->sites * (p->nodes + 2 * p->corps.engagements) + p->vendors + p->vendors + p->pools;
    return count + 3 * programme_most(p, p->corps.consultants) + p->risks + swat_teams(p) + p->changes + 1;
}

/* What each site has; returns how many arrays. */
static size_t list_sites(struct rollout *rollout, struct array array[])
{
    const struct programme *p = rollout->programme;
    size_t sites = p->sites, count = 0;
    size_t draws = (sites + BATCH_PADDING - 1) / BATCH_PADDING * BATCH_PADDING;
    array[count++] = RAW(step, sites * p->nodes); /* set as a node becomes possible */
    array[count++] = RAW(work, sites * p->nodes);
    array[count++] = ARRAY(state, sites * p->nodes);
    array[count++] = ARRAY(missing, sites * p->nodes);
    array[count++] = ARRAY(working, sites * working_words(p));
    array[count++] = ARRAY(phase, sites * p->corps.engagements);
    array[count++] = RAW(entity, sites);
    array[count++] = RAW(region, sites);
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
    array[count++] = ARRAY(crew_lost, p->uptake.crew == NOBODY ? 0 : sites);
    array[count++] = ARRAY(series, sites);
    array[count++] = RAW(turn, sites);
    array[count++] = RAW(missed, sites);
    array[count++] = RAW(turn_of, sites);
    array[count++] = RAW(turn_alone, sites);
    array[count++] = RAW(draws_block, DRAWS_NUMBERS * draws);
    array[count++] = RAW(alone.entity, sites);
    array[count++] = RAW(alone.generation, sites);
    array[count++] = RAW(draws.class, draws);
    array[count++] = RAW(draws.order, draws);
    return count;
}

static size_t list_arrays(struct rollout *rollout, struct array array[ARRAYS])
{
    const struct programme *p = rollout->programme;
    size_t sites = p->sites, regions = p->regions.count, count = list_sites(rollout, array);
    array[count++] = ARRAY(value, p->quantities.count);
    array[count++] = ARRAY(ahead, p->nodes);
    array[count++] = RAW(length, rollout->wide ? 0 : sites * p->nodes);
    array[count++] = ARRAY(gate, p->gates);
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
    array[count++] = RAW(behind, p->has_swat ? sites : 0);
    array[count++] = ARRAY(helped, p->has_swat ? sites : 0);
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

static size_t memory_needed(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    struct array array[ARRAYS];
    size_t need = calendar_need(pending_events(p)) + crew_need(p), count = list_arrays(rollout, array);
    for (size_t i = 0; i < count; i++)
        need += arena_need(array[i].count, array[i].size);
    for (size_t v = 0; v < p->vendors; v++) {
        uint32_t members = (uint32_t)(p->sites * p->vendor_users.count);
        need += resource_need(members) + queue_need(members);
    }
    for (size_t i = 0; i < p->pools; i++)
        need += resource_need((uint32_t)(p->sites * p->pool[i].users.count));
    need += arena_need(programme_most(p, p->corps.consultants), sizeof(struct consultant));
    need += arena_need(programme_most(p, p->corps.consultants), sizeof(struct standing));
    need += arena_need(programme_most(p, p->corps.consultants) / 64 + 1, sizeof(uint64_t));
    need += arena_need(p->regions.count, sizeof(struct queue)) + arena_need(p->regions.count, sizeof(size_t));
    need += p->regions.count * queue_need((uint32_t)(p->sites * p->corps.engagements));
    need += 2 * arena_need(p->sites, sizeof(double)) + arena_need(p->vendors, sizeof(size_t)); /* for sorting … */
    need += 2 * arena_need(p->sites, sizeof(struct order_item));                               /* … sites, too */
    need += queue_need((uint32_t)p->sites) + arena_need(p->vendors, sizeof(long));             /* the pilots */
    return need;
}

/* ---- a worker's rollout ---- */

static int init(struct rollout *rollout, struct error *error)
{
    const struct programme *p = rollout->programme;
    if (pending_events(p) > CALENDAR_ROOM_MAX)
        return error_set(error, ERROR_CONFIG, "%zu sites x %zu activities are too many to simulate", p->sites,
                         p->nodes);
    if (chances_init(rollout, error) != 0 || items_init(rollout, error) != 0)
        return -1;
    return arena_init(&rollout->arena, memory_needed(rollout), error);
}

int rollout_new(struct rollout **made, const struct programme *programme, struct error *error)
{
    struct rollout *rollout = calloc(1, sizeof *rollout);
    *made = 0;
    if (!rollout)
        return error_set(error, ERROR_MEMORY, "out of memory");
    rollout->programme = programme;
    rollout->nodes = programme->nodes;
    rollout->words = working_words(programme);
    rollout->wide = programme->sites * programme->nodes * (sizeof(struct step) + sizeof(struct work)) > CACHE;
    rollout->variant = batch_fastest();
    if (init(rollout, error) != 0) {
        rollout_free(rollout);
        return -1;
    }
    *made = rollout;
    return 0;
}

const char *rollout_use(struct rollout *rollout, size_t variant)
{
    const struct batch_variant *chosen = batch_variant(variant);
    if (!chosen)
        return 0;
    rollout->variant = chosen;
    return chosen->name;
}

void rollout_free(struct rollout *rollout)
{
    if (!rollout)
        return;
    free(rollout->variate);
    free(rollout->drawn);
    free(rollout->mean);
    free(rollout->spread);
    free(rollout->history);
    arena_free(&rollout->arena);
    free(rollout);
}

int rollout_keep_cards(struct rollout *rollout, struct error *error)
{
    const struct programme *p = rollout->programme;
    rollout->history = calloc(p->sites * p->weeks + 1, sizeof *rollout->history);
    rollout->keep = rollout->history != 0;
    return rollout->keep ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
}

/* ---- the beginning ---- */

/* What the loop needs of a site lies dense. */
static void place_sites(struct rollout *rollout)
{
    const struct site *site = rollout->programme->site;
    for (size_t i = 0; i < rollout->programme->sites; i++) {
        rollout->entity[i] = (uint64_t)site[i].code;
        rollout->region[i] = (uint32_t)site[i].region;
    }
}

static double lateness_of(const struct rollout *rollout, size_t site, double from, double spread)
{
    if (guide_of(rollout) && spread > 0 && guide_leads(rollout, site, 0, PURPOSE_LATENESS))
        return guide_draw(rollout, site, rollout->programme->lateness, PURPOSE_LATENESS,
                          (guide_told(rollout, site, 0) - from) / spread, 1 / spread);
    return draw_of(rollout, rollout->programme->lateness, site_entity(rollout, site), PURPOSE_LATENESS, 0);
}

static void draw_paces(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    bool together = !rollout->luck.renewal && draws_together(rollout, p->pace);
    if (together)
        draw_together(rollout, p->pace, PURPOSE_PACE, 0, rollout->pace);
    for (size_t i = 0; i < p->sites && (!together || rollout->observer); i++) /* who looks on is told of each */
        rollout->pace[i] = draw_of(rollout, p->pace, site_entity(rollout, i), PURPOSE_PACE, 0);
}

static void begin_sites(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    double earliest = INFINITY;
    double spread = value_of(rollout, p->decision_spread_days) * rollout->stretch;
    draw_paces(rollout);
    for (size_t i = 0; i < p->sites; i++) {
        double from = value_of(rollout, programme_decision_from(p, i));
        if (isnan(p->site[i].decision))
            rollout->decision[i] = fmax(0, from + spread * lateness_of(rollout, i, from, spread));
        else
            rollout->decision[i] = from = p->site[i].decision;
        earliest = fmin(earliest, from);
        rollout->weight[i] = p->site[i].weight == NO_NUMBER ? p->site[i].factor : value_of(rollout, p->site[i].weight);
        rollout->swat[i] = rollout->drive[i] = 1;
    }
    vendor_assign(rollout);
    rollout->earliest = fmin(fmax(0, earliest), p->horizon); /* what is not simulated costs nothing */
    for (size_t i = 0; i < p->sites; i++) {
        for (size_t node = 1; node < p->nodes; node++)
            rollout->missing[place_of(rollout, i, node)] = (uint16_t)network_after(rollout, i, node)->count;
        rollout->earliest = fmin(rollout->earliest, rollout->decision[i]);
        plan(rollout, rollout->decision[i], EVENT_DECIDE, i, 0, NORMAL);
    }
}

/* The parameters, drawn or where a sampler has moved them to. */
static void set_values(struct rollout *rollout, struct luck luck)
{
    const struct quantities *quantities = &rollout->programme->quantities;
    if (!luck.renewal || !luck.renewal->position) {
        quantities_draw(quantities, luck.seed, luck.parameters, rollout->value);
        return;
    }
    for (size_t i = 0; i < quantities->count; i++)
        rollout->value[i] = quantities_value(quantities, i, luck.renewal->position[i]);
}

static int begin(struct rollout *rollout, struct luck luck, const struct observer *observer, struct error *error)
{
    const struct programme *p = rollout->programme;
    struct array array[ARRAYS];
    size_t count = list_arrays(rollout, array);
    arena_reset(&rollout->arena);
    for (size_t i = 0; i < count; i++)
        *array[i].place = (array[i].raw ? arena_take_raw : arena_take)(&rollout->arena, array[i].count, array[i].size);
    rollout->observer = observer;
    rollout->luck = luck;
    rollout->now = rollout->share = rollout->share_before = 0;
    rollout->uptakes = rollout->finished = rollout->week = 0;
    rollout->behinds = rollout->behind_week = 0;
    rollout->site_weeks = 0;
    rollout->cards_total = 0;
    rollout->calendar = calendar_init(&rollout->arena, pending_events(p));
    set_values(rollout, luck);
    rollout->stretch = p->overrun == NO_NUMBER ? 1 : 1 + value_of(rollout, p->overrun);
    if (chances_draw(rollout, error) != 0)
        return -1;
    place_sites(rollout);
    change_begin(rollout);
    items_expect(rollout);
    risk_begin(rollout);
    swat_begin(rollout);
    training_begin(rollout);
    doctors_begin(rollout);
    guide_begin(rollout);
    begin_sites(rollout);
    length_begin(rollout);
    gate_begin(rollout);
    pool_begin(rollout);
    vendor_begin(rollout);
    corps_begin(rollout);
    uptake_begin(rollout);
    return 0;
}

/* ---- the loop ---- */

static void dispatch(struct rollout *rollout, const struct event *event)
{
    switch ((enum event_kind)event->kind) {
    case EVENT_DECIDE:
        network_start(rollout, event->a);
        break;
    case EVENT_FINISH:
        network_finish(rollout, event->a, event->b);
        break;
    case EVENT_RELEASE:
        network_release(rollout, event->a, event->b);
        break;
    case EVENT_IMPATIENCE:
        corps_impatience(rollout, event->a, event->b);
        break;
    case EVENT_DISENGAGE:
        corps_disengage(rollout, event->a, event->b);
        break;
    case EVENT_WEEK:
        uptake_week(rollout, event->a);
        break;
    case EVENT_READY:
        vendor_come_ready(rollout, event->a);
        break;
    case EVENT_AWAY:
    case EVENT_BACK:
    case EVENT_LEAVE:
    case EVENT_HIRE:
    case EVENT_RAMP:
        presence_change(rollout, event->a, (enum event_kind)event->kind);
        break;
    case EVENT_RISK:
        risk_happen(rollout, event->a, false);
        break;
    case EVENT_RISK_OVER:
        risk_happen(rollout, event->a, true);
        break;
    case EVENT_SWAT:
        swat_take(rollout, event->a);
        break;
    case EVENT_SERVE:
        pool_serve(rollout, event->a);
        break;
    case EVENT_CHANGE:
        change_happen(rollout, event->a);
        break;
    }
}

/* Weeks after everybody is done hold what the last one held. */
static void fill_weeks(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t week = rollout->week; week < p->weeks; week++) {
        rollout->national[week] = (int32_t)rollout->cards_total;
        for (size_t site = 0; rollout->keep && site < p->sites; site++)
            rollout->history[site * p->weeks + week] = rollout->cards[site];
    }
}

/* The causes of every site and of the last one, for the outcome; every site is checked on the way. */
static void account(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->last_site = NOBODY;
    for (size_t site = 0; site < p->sites; site++) {
        invariant_check_site(rollout, site); /* here, while all that the trace looks at is close by */
        cause_trace(rollout, site, rollout->lost, 0);
        if (rollout->finished == p->sites &&
            (rollout->last_site == NOBODY || step_of(rollout, site, p->nodes - 1)->end >
                                                 step_of(rollout, (size_t)rollout->last_site, p->nodes - 1)->end))
            rollout->last_site = (int)site;
    }
}

/* The next event's site is fetched into the cache while this one's is worked on. */
static void look_ahead(const struct rollout *rollout)
{
    const struct calendar_slot *next = calendar_foresee(rollout->calendar);
    if (next && (next->kind == EVENT_FINISH || next->kind == EVENT_RELEASE))
        network_fetch(rollout, next->a, next->b);
}

static void loop(struct rollout *rollout, double until)
{
    const struct programme *p = rollout->programme;
    struct event event;
    while (rollout->finished < p->sites || rollout->uptakes > 0) {
        if (!calendar_take(rollout->calendar, &event) || event.time > until)
            break;
        rollout->now = event.time;
        if (rollout->wide)
            look_ahead(rollout);
        dispatch(rollout, &event);
#ifndef NDEBUG
        invariant_check(rollout, false);
#endif
    }
    fill_weeks(rollout);
}

int rollout_run(struct rollout *rollout, struct luck luck, const struct observer *observer, struct error *error)
{
    if (begin(rollout, luck, observer, error) != 0)
        return -1;
    loop(rollout, rollout->programme->horizon);
    invariant_check(rollout, true);
    account(rollout);
    return 0;
}

int rollout_run_until(struct rollout *rollout, struct luck luck, double instant, struct error *error)
{
    if (begin(rollout, luck, 0, error) != 0)
        return -1;
    loop(rollout, fmin(instant, rollout->programme->horizon));
    return 0;
}
