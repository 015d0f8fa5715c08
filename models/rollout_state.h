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
#include "sim/order.h"

enum { DRAWS_NUMBERS = 9 };

struct rollout {
    const struct programme *programme;
    size_t nodes, words; /* of the programme; of working bits a site */
    bool wide;           /* the state is larger than a cache */
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

    uint8_t *ahead; /* [nodes], its first durations are drawn already: … */
    double *length; /* … [nodes][sites] */

    struct calendar *calendar;
    struct step *step;   /* [sites][nodes] */
    struct work *work;   /* [sites][nodes] */
    uint8_t *state;      /* [sites][nodes], enum step_state */
    uint16_t *missing;   /* [sites][nodes], predecessors */
    uint64_t *working;   /* [sites][working_words()], a bit for each node that is in STEP_WORK */
    struct phase *phase; /* [sites][engagements] */
    struct gate *gate;   /* [gates] */

    /* sites, one array each: the weekly loop runs over them */
    uint64_t *entity; /* the address of their luck */
    uint32_t *region;
    int16_t *vendor;
    uint8_t *hosted, *versions, *pilot, *trained;
    double earliest;                         /* decision of all, or the day on which decisions may begin */
    double *weight, *decision, *pace, *swat; /* swat: factor of the task force at the site, else 1 */
    double *drive;                           /* pace of the site's uptake: support x risks x task force */
    int32_t *expected, *cards;
    double *began;                  /* of uptake; below 0: not yet */
    uint32_t *uptake;               /* sites in uptake, dense */
    uint8_t *uptake_open;           /* [sites], the criterion is open for an activity under way */
    struct queue crew;              /* of a week's turns, if crews take the items into use */
    double crew_days, crew_servers; /* server-days free for the items until now; servers, in the week that ended */
    double crew_carry;              /* fraction of an item of theirs not yet used */
    double crew_busy;               /* server-days that they have spent on items */
    double *crew_lost;              /* [sites], days that the uptake lacked them; with crews only */
    size_t crew_short;              /* most sites that lacked them in one week */
    double *carry;                  /* fraction of an item of the staff's capacity not yet used */
    size_t uptakes;
    uint64_t site_weeks;
    struct stream_series *series; /* [sites], luck of the weekly draws */
    struct turn *turn;            /* [sites], of the week being settled */
    double *missed;               /* [sites], of each turn: chance of an item not to come in */
    uint32_t *turn_of;            /* [sites], of each draw of the batch … */
    uint32_t *turn_alone;         /* … and of those that have a stream each */
    struct batch draws;           /* room for the sites */
    struct batch_alone alone;     /* the same, of those that have a stream each */
    double *draws_block;          /* [DRAWS_NUMBERS][sites], the numbers of both */

    double *vendor_ready;
    struct resource *team;  /* [vendors + pools]; a member is site x users + user */
    struct queue *batch;    /* [vendors], hosted sites that wait */
    double batch_extra;     /* how much longer the batch that begins takes than the longest of it */
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
    uint8_t *helped;                             /* [sites], a team is there */
    struct behind *behind;                       /* [sites], a heap */
    size_t behinds, behind_week;                 /* in it; the week for which it holds, from 1; 0: none */
    event_id *swat_next;                         /* [swat teams], when it takes the next site */
    int swat_teams;                              /* the first of them that are at work */

    int form;
    int64_t expected_total, cards_total;
    int32_t *spread;            /* [sites], items by size, kept from one replication to the next … */
    int64_t spread_total;       /* … and all of them … */
    double spread_of;           /* … where so many are expected; NaN: not made yet */
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

/* What hardly ever holds while courses are made by the thousand: compilers take a pointer for one that is there, and
 * would lay the code for who looks on or renews luck in the way of all others. */
#ifdef __GNUC__
#define RARELY(condition) __builtin_expect(!!(condition), 0)
#else
#define RARELY(condition) (condition)
#endif

/* fmin() and fmax() of what is no NaN, without a call. */
static inline double lesser(double a, double b)
{
    return b < a ? b : a;
}

static inline double greater(double a, double b)
{
    return b > a ? b : a;
}

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

/* Of the luck that an entity draws for a purpose now; 0 unless a sampler has renewed it. */
static inline uint32_t generation_of(const struct rollout *rollout, uint64_t entity, uint64_t purpose)
{
    const struct renewal *renewal = rollout->luck.renewal;
    if (!RARELY(renewal))
        return 0;
    if (renewal->future > 0 && rollout->now > renewal->known)
        return renewal->future;
    if (!renewal->generation)
        return 0;
    return renewal->generation[renewal->by_site ? site_luck_kind(purpose) * SITE_LUCK_BLOCKS + site_luck_block(entity)
                                                : renewal_block(entity, purpose)];
}

/* Whether the generation of what is drawn now stands for a place in its distribution. */
static inline bool is_placed(const struct rollout *rollout, uint64_t entity, uint64_t purpose, uint64_t occurrence,
                             uint32_t *generation)
{
    const struct renewal *renewal = rollout->luck.renewal;
    if (!RARELY(renewal) || !renewal->placed || occurrence != 0 ||
        (renewal->future > 0 && rollout->now > renewal->known))
        return false;
    *generation = generation_of(rollout, entity, purpose);
    return *generation >= SITE_LUCK_PLACE && site_luck_is_placed(renewal->placed, entity, purpose);
}

static inline const struct sighting *sighting_of(const struct rollout *rollout)
{
    return RARELY(rollout->luck.renewal) ? rollout->luck.renewal->sighting : 0;
}

static inline struct guide *guide_of(const struct rollout *rollout)
{
    return RARELY(rollout->luck.renewal) ? rollout->luck.renewal->guide : 0;
}

static inline const struct hindsight *hindsight_in(const struct rollout *rollout)
{
    return RARELY(rollout->luck.renewal) ? rollout->luck.renewal->hindsight : 0;
}

static inline struct stream stream_of(const struct rollout *rollout, uint64_t entity, uint64_t purpose,
                                      uint64_t occurrence)
{
    return stream_open_generation(rollout->luck.seed, rollout->luck.replication,
                                  generation_of(rollout, entity, purpose), entity, purpose, occurrence);
}

static inline uint64_t site_entity(const struct rollout *rollout, size_t site)
{
    return rollout->entity[site];
}

static inline void tell_draw(const struct rollout *rollout, const struct drawn *drawn)
{
    if (RARELY(rollout->observer) && rollout->observer->count)
        rollout->observer->count(rollout->observer->context, drawn);
}

static inline double placed_value(const struct rollout *rollout, const struct variate *variate, uint64_t entity,
                                  uint64_t purpose, uint32_t generation)
{
    struct site_luck_memo *memo = rollout->luck.renewal->memo;
    if (!memo)
        return variate_quantile(variate, site_luck_place(generation));
    return site_luck_quantile(memo + site_luck_kind(purpose) * SITE_LUCK_BLOCKS + site_luck_block(entity), variate,
                              generation);
}

static inline double draw_of(const struct rollout *rollout, int chance, uint64_t entity, uint64_t purpose,
                             uint64_t occurrence)
{
    const struct variate *variate = &rollout->variate[chance];
    if (variate->family == VARIATE_CONSTANT)
        return variate->p[0];
    uint32_t generation;
    double value;
    if (is_placed(rollout, entity, purpose, occurrence, &generation)) {
        value = placed_value(rollout, variate, entity, purpose, generation);
    } else {
        struct stream stream = stream_of(rollout, entity, purpose, occurrence);
        value = variate_draw(variate, &stream);
    }
    tell_draw(rollout, &(struct drawn){rollout->luck.replication, entity, purpose, occurrence, .variate = variate,
                                       .value = value});
    return value;
}

/* Whether draw_together() makes such draws. */
static inline bool draws_together(const struct rollout *rollout, int chance)
{
    const struct variate *variate = &rollout->variate[chance];
    return variate->family == VARIATE_GAMMA && !variate->truncated && variate->p[0] >= 1;
}

/* The draw_of() all sites, in vectors, where no luck is renewed. Nobody is told: that is for who uses them. */
static inline void draw_together(const struct rollout *rollout, int chance, uint64_t purpose, uint64_t occurrence,
                                 double drawn[])
{
    rollout->variant->gammas(&(struct batch_gammas){.count = rollout->programme->sites,
                                                    .gamma = &rollout->variate[chance],
                                                    .address = stream_of(rollout, 0, purpose, occurrence),
                                                    .entity = rollout->entity,
                                                    .drawn = drawn});
}

static inline double uniform_of(const struct rollout *rollout, uint64_t entity, uint64_t purpose, uint64_t occurrence)
{
    double value = stream_first_uniform(rollout->luck.seed, rollout->luck.replication,
                                        generation_of(rollout, entity, purpose), entity, purpose, occurrence);
    tell_draw(rollout, &(struct drawn){rollout->luck.replication, entity, purpose, occurrence, .value = value});
    return value;
}

static inline void tell(const struct rollout *rollout, enum happening what, int site, int node, double amount)
{
    if (RARELY(rollout->observer))
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

#endif
