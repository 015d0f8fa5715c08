/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_state: the mutable state of one replication, shared by the files that move it; nobody else includes it.
 *
 * One world, no pointers between its things: sites, nodes, vendors, consultants are indices. Everything lies in one
 * arena that is laid out anew for every replication.
 *
 * The nouns of this one world (network, pool, vendor, corps, posts, presence, risk, swat, uptake, cause) call one
 * another in a circle, since an event runs on through them at once: work that ends frees a team, which begins at
 * another site, where a consultant is asked for. rollout.c stands above them all and is called by none.
 */
#ifndef FMKSIM_MODELS_ROLLOUT_STATE_H
#define FMKSIM_MODELS_ROLLOUT_STATE_H

#include "models/rollout_things.h"
#include "sim/arena.h"
#include "sim/batch.h"

struct rollout {
    const struct programme *programme;
    size_t nodes, words; /* of the programme; of working bits a site */
    const struct batch_variant *variant;
    struct arena arena;
    const struct observer *observer;
    struct luck luck;
    double now;

    double stretch;          /* of all times that were planned */
    double *value;           /* [quantities] */
    struct variate *variate; /* [chances] */
    bool *drawn;             /* [chances], has arguments that are priors */
    double *mean;            /* [chances], mean of activities' durations that versions lengthen */

    struct calendar *calendar;
    struct step *step;   /* [sites][nodes] */
    struct work *work;   /* [sites][nodes] */
    uint8_t *state;      /* [sites][nodes], enum step_state */
    uint16_t *missing;   /* [sites][nodes], predecessors */
    uint64_t *working;   /* [sites][working_words()], a bit for each node that is in STEP_WORK */
    struct phase *phase; /* [sites][engagements] */

    /* sites, one array each: the weekly loop runs over them */
    int16_t *vendor;
    uint8_t *hosted, *versions, *pilot, *trained;
    double earliest;                         /* decision of all, or the day on which decisions may begin */
    double *weight, *decision, *pace, *swat; /* swat: factor of the task force at the site, else 1 */
    double *drive;                           /* pace of the site's uptake: support x risks x task force */
    int32_t *expected, *cards;
    double *began;        /* of uptake; below 0: not yet */
    uint32_t *uptake;     /* sites in uptake, dense */
    uint8_t *uptake_open; /* [sites], the criterion is open for an activity under way */
    double *carry;        /* fraction of an item of the staff's capacity not yet used */
    size_t uptakes;
    uint64_t site_weeks;
    struct stream_series *series; /* [sites], luck of the weekly draws */
    struct turn *turn;            /* [sites], of the week being settled */
    double *missed;               /* [sites], of each turn: chance of an item not to come in */
    uint32_t *turn_of;            /* [sites], of each draw of the batch */
    struct batch draws;           /* room for the sites */
    double *draws_block;          /* [6][sites], its numbers */

    double *vendor_ready;
    struct resource *team;  /* [vendors + pools]; a member is site x users + user */
    struct queue *batch;    /* [vendors], hosted sites that wait */
    uint32_t *batch_member; /* [largest batch], of the one that is being made */
    int32_t *teams;   /* [vendors + pools], servers; below 0 where more have gone than there were: missed on return */
    uint8_t *serving; /* [vendors + pools], EVENT_SERVE is planned for this instant */
    uint8_t *order;   /* [vendors + pools], of service, in force */
    struct usage *usage; /* [vendors + pools + 1], the last one the corps' */
    struct corps_state corps;

    double *midpoint;        /* [regions] of the doctors' curve */
    struct session *session; /* [regions], the latest that is booked */
    double session_first, session_every;
    uint16_t *change; /* [changes], in the order of their instants */
    double *initial;  /* [quantities], values before what changed later; null where nothing changes */
    bool push;
    struct spell *spell; /* [changes + 1], in their order */
    size_t spells;

    double risk_all, *risk_region, *risk_vendor; /* pace in force */
    uint8_t *risk_on;                            /* [risks] */
    int32_t *swat_site;                          /* [swat teams] */
    struct behind *behind;                       /* [2 sites], a heap */
    size_t behinds, behind_week;                 /* in it; the week for which it holds, from 1; 0: none */
    event_id *swat_next;                         /* [swat teams], when it takes the next site */
    int swat_teams;                              /* the first of them that are at work */

    int form;
    int64_t expected_total, cards_total;
    double share, share_before; /* of the items, at the last two ticks */
    double *common;             /* [regions], of the week being settled */
    double *share_at;           /* [regions][3], the doctors' */
    int32_t *national;          /* [weeks] */
    int32_t *history;           /* [sites][weeks], if kept */
    bool keep;
    double *lost, *lost_last; /* [causes], days of all sites; of the last one */
    int last_site;            /* at the final milestone; NOBODY unless all are */
    size_t finished;          /* sites at the final milestone */
    size_t week;              /* next Monday */
};

/* ---- shortcuts ---- */

static inline size_t place_of(const struct rollout *rollout, size_t site, size_t node)
{
    return site * rollout->nodes + node;
}

static inline struct step *step_of(const struct rollout *rollout, size_t site, size_t node)
{
    return &rollout->step[place_of(rollout, site, node)];
}

static inline struct work *work_of(const struct rollout *rollout, size_t site, size_t node)
{
    return &rollout->work[place_of(rollout, site, node)];
}

static inline enum step_state state_of(const struct rollout *rollout, size_t site, size_t node)
{
    return (enum step_state)rollout->state[place_of(rollout, site, node)];
}

static inline size_t working_words(const struct programme *p)
{
    return (p->nodes + 63) / 64;
}

static inline uint64_t working_bit(size_t node)
{
    return UINT64_C(1) << node % 64;
}

static inline uint64_t *working_word(const struct rollout *rollout, size_t site, size_t node)
{
    return &rollout->working[site * rollout->words + node / 64];
}

static inline void set_state(struct rollout *rollout, size_t site, size_t node, enum step_state state)
{
    uint8_t *now = &rollout->state[place_of(rollout, site, node)];
    if ((*now == STEP_WORK) != (state == STEP_WORK))
        *working_word(rollout, site, node) ^= working_bit(node);
    *now = (uint8_t)state;
}

static inline bool step_done(const struct rollout *rollout, size_t site, size_t node)
{
    enum step_state state = state_of(rollout, site, node);
    return state == STEP_DONE || state == STEP_LAG;
}

static inline double value_of(const struct rollout *rollout, number id)
{
    return rollout->value[id];
}

/* An instant that the plan names, as the outside view has it: the days to it from the plan's own day take longer. */
static inline double stretched(const struct rollout *rollout, double instant)
{
    const struct programme *p = rollout->programme;
    double from = rollout->stretch == 1 ? instant : value_of(rollout, p->overrun_from); /* exactly so */
    return instant <= from ? instant : from + rollout->stretch * (instant - from);
}

/* Of the luck that an entity draws from now; 0 unless a sampler has renewed it. */
static inline uint32_t generation_of(const struct rollout *rollout, uint64_t entity)
{
    const struct renewal *renewal = rollout->luck.renewal;
    if (!renewal)
        return 0;
    if (renewal->future > 0 && rollout->now > renewal->known)
        return renewal->future;
    return renewal->generation ? renewal->generation[renewal_block(entity)] : 0;
}

static inline struct stream stream_of(const struct rollout *rollout, uint64_t entity, uint64_t purpose,
                                      uint64_t occurrence)
{
    return stream_open_generation(rollout->luck.seed, rollout->luck.replication, generation_of(rollout, entity), entity,
                                  purpose, occurrence);
}

static inline uint64_t site_entity(const struct rollout *rollout, size_t site)
{
    return (uint64_t)rollout->programme->site[site].code;
}

static inline void tell_draw(const struct rollout *rollout, const struct drawn *drawn)
{
    if (rollout->observer && rollout->observer->count)
        rollout->observer->count(rollout->observer->context, drawn);
}

static inline double draw_of(const struct rollout *rollout, int chance, uint64_t entity, uint64_t purpose,
                             uint64_t occurrence)
{
    const struct variate *variate = &rollout->variate[chance];
    if (variate->family == VARIATE_CONSTANT)
        return variate->p[0];
    struct stream stream = stream_of(rollout, entity, purpose, occurrence);
    double value = variate_draw(variate, &stream);
    tell_draw(rollout, &(struct drawn){rollout->luck.replication, entity, purpose, occurrence, .variate = variate,
                                       .value = value});
    return value;
}

static inline double uniform_of(const struct rollout *rollout, uint64_t entity, uint64_t purpose, uint64_t occurrence)
{
    struct stream stream = stream_of(rollout, entity, purpose, occurrence);
    double value = stream_uniform(&stream);
    tell_draw(rollout, &(struct drawn){rollout->luck.replication, entity, purpose, occurrence, .value = value});
    return value;
}

static inline void tell(const struct rollout *rollout, enum happening what, int site, int node, double amount)
{
    if (rollout->observer)
        rollout->observer->see(rollout->observer->context,
                               &(struct observation){rollout->now, what, site, node, amount});
}

static inline event_id plan(struct rollout *rollout, double time, uint32_t kind, size_t a, size_t b, uint8_t priority)
{
    return calendar_add(rollout->calendar, &(struct event){time, kind, (uint32_t)a, (uint32_t)b, priority});
}

/* The nodes that need a resource. */
static inline const struct node_list *users_of(const struct programme *p, size_t resource)
{
    return resource < p->vendors ? &p->vendor_users : &p->pool[resource - p->vendors].users;
}

/* ---- network.c: a site's project; `index` is a node's where the definition needs the name `node` for itself ---- */

/* The predecessors that count for this site. */
const struct node_list *network_after(const struct rollout *rollout, size_t site, size_t node);

void network_start(struct rollout *rollout, size_t site);                /* the decision */
void network_finish(struct rollout *rollout, size_t site, size_t index); /* work or wait over */
void network_release(struct rollout *rollout, size_t site, size_t node); /* lag over */
void network_gate(struct rollout *rollout, size_t site, int engagement); /* a consultant came, or none will */
void network_begin(struct rollout *rollout, size_t site, size_t node);   /* holds the resource it asked for */
void network_stretch(struct rollout *rollout, size_t site, size_t node, double days); /* new remaining effort */
void network_done(struct rollout *rollout, size_t site, size_t index); /* the uptake's criterion is met */
void network_pace(struct rollout *rollout, size_t site);               /* the site's pace may have changed */
double network_drive(const struct rollout *rollout, size_t site);      /* what `drive` must be */

/* ---- pool.c: servers that sites ask for; a resource is a vendor (its teams) or, after them, another pool ---- */

void pool_begin(struct rollout *rollout);
void pool_use(struct rollout *rollout, size_t resource);    /* from now on its use is measured */
void pool_settle(struct rollout *rollout, size_t resource); /* serves its queue at the end of the instant */
void pool_serve(struct rollout *rollout, size_t resource);  /* that end */
void pool_request(struct rollout *rollout, size_t site, size_t index);
void pool_release(struct rollout *rollout, size_t site, size_t node);
void pool_add(struct rollout *rollout, size_t resource, int servers);
void pool_set_order(struct rollout *rollout, size_t resource, enum service_order order); /* of those who wait, too */
/* A member of the queue begins, alone or in its leader's batch; returns its effort in working days. */
double pool_begin_member(struct rollout *rollout, size_t resource, uint32_t member, uint32_t leader);
struct resource_report pool_report(const struct rollout *rollout, size_t resource);
struct resource_report usage_report(const struct usage *usage, double wait_total, uint64_t granted, double queue_max);

/* ---- vendor.c: versions, teams, batches ---- */

void vendor_assign(struct rollout *rollout); /* which site has which vendor, hosted or not, versions behind */
void vendor_begin(struct rollout *rollout);
double vendor_pilot_from(const struct rollout *rollout, size_t vendor); /* when the pilot version is ready */
void vendor_come_ready(struct rollout *rollout, size_t vendor);
void vendor_queue(struct rollout *rollout, size_t vendor, size_t site, uint32_t member, double key); /* for batches */
void vendor_begin_batch(struct rollout *rollout, size_t vendor, uint32_t leader); /* the leader holds a team */

/* ---- corps.c: the consultants ---- */

void corps_begin(struct rollout *rollout);
void corps_set_limit(struct rollout *rollout, size_t consultant, int limit);
void corps_node_done(struct rollout *rollout, size_t site, size_t node); /* asks or frees where an engagement says so */
void corps_impatience(struct rollout *rollout, size_t site, size_t engagement);
void corps_disengage(struct rollout *rollout, size_t site, size_t engagement);
void corps_set_presence(struct rollout *rollout, size_t consultant, bool present);
void corps_leave(struct rollout *rollout, size_t consultant);     /* for good: the sites ask anew */
double corps_support(const struct rollout *rollout, size_t site); /* pace: 1, or 1 / unsupported factor */
struct resource_report corps_report(const struct rollout *rollout);

/* ---- posts.c: the corps' posts ---- */

void posts_begin(struct rollout *rollout);
void posts_resize(struct rollout *rollout, int posts); /* open from now on */

/* ---- presence.c: a consultant's term and absences ---- */

void presence_begin(struct rollout *rollout, size_t consultant);   /* of a term */
void presence_recruit(struct rollout *rollout, size_t consultant); /* for a post that has been opened */
void presence_end(struct rollout *rollout, size_t consultant);     /* of the post */
void presence_change(struct rollout *rollout, size_t consultant, enum event_kind what);

/* ---- doctors.c ---- */

void doctors_begin(struct rollout *rollout);
double doctors_share(const struct rollout *rollout, size_t region, double t);
/* In two steps, with the exponential of the first one's result between them, for many at once. */
double doctors_exponent(const struct rollout *rollout, size_t region, double t);
double doctors_share_of(const struct rollout *rollout, double exponential);
double doctors_opening(const struct rollout *rollout, size_t region); /* when the share reaches the threshold */

/* ---- training.c: joint sessions ---- */

/* Books the first session from now on that has a place, and returns the instant at which it is over, which may lie
 * beyond the horizon. */
double training_book(struct rollout *rollout, size_t site);
void training_begin(struct rollout *rollout);
void training_rhythm(struct rollout *rollout, double every_days); /* from now on, counted from the last session */

/* ---- uptake_draw.c ---- */

void uptake_draw_begin(struct rollout *rollout);

/* Draws the items of turns 0 ... turns - 1, whose `missed` are given. */
void uptake_draw(struct rollout *rollout, size_t turns, size_t week, double overdispersion);

/* ---- uptake.c ---- */

void uptake_begin(struct rollout *rollout);
void uptake_join(struct rollout *rollout, size_t site, size_t node);
void uptake_week(struct rollout *rollout, size_t index); /* the week of that index, at its end */

/* ---- risk.c: risk events ---- */

void risk_begin(struct rollout *rollout);
void risk_happen(struct rollout *rollout, size_t index, bool over); /* the risk of that index begins or is over */
double risk_pace(const struct rollout *rollout, size_t site);

/* ---- swat.c: the task force ---- */

void swat_begin(struct rollout *rollout);
void swat_take(struct rollout *rollout, size_t team);   /* its next site */
void swat_notice(struct rollout *rollout, size_t site); /* it may be helped from now on */
void swat_resize(struct rollout *rollout, int teams);   /* at work from now on */

/* ---- change.c: what changes on a date ---- */
void change_begin(struct rollout *rollout); /* after the values are drawn, before all else begins */
void change_happen(struct rollout *rollout, size_t index);

/* ---- cause.c ---- */

/* Days lost by cause along a site's critical path, [causes], added to `days`; marks the activities on it where
 * `critical` is not null. They add up to the days from the earliest decision to the final milestone (or horizon). */
void cause_trace(const struct rollout *rollout, size_t site, double days[], uint8_t critical[]);

/* ---- loss.c: of the replication just run ---- */

double loss_site_months(const struct rollout *rollout); /* NaN: the programme has no plan */
double loss_item_years(const struct rollout *rollout);  /* NaN: no plan, or nothing to take into use */
double loss_value(const struct rollout *rollout, double item_years);
double loss_cost(const struct rollout *rollout);

/* ---- invariant.c ---- */

void invariant_check(const struct rollout *rollout, bool at_end); /* aborts with the command that replays */

#endif
