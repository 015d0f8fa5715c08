/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_things: what a replication's state is made of: steps, work, phases, consultants. Part of rollout_state.h,
 * which alone includes it.
 */
#ifndef FMKSIM_MODELS_ROLLOUT_THINGS_H
#define FMKSIM_MODELS_ROLLOUT_THINGS_H

#include "models/rollout.h"
#include "models/rollout_names.h"
#include "sim/calendar.h"
#include "sim/resource.h"

enum step_state {
    STEP_PENDING,    /* predecessors are missing */
    STEP_CONSULTANT, /* waits for a consultant, or for the patience to run out */
    STEP_QUEUE,      /* waits for a resource */
    STEP_WORK,       /* runs */
    STEP_WAIT,       /* waits for an instant */
    STEP_UPTAKE,     /* items come in */
    STEP_LAG,        /* done, successors keep a distance */
    STEP_DONE,
};

/* One node of one site's project lies in three places, by how often it is looked at: what decides whether something is
 * to be done (state, missing predecessors, whether it works) side by side for all nodes of a site; its instants, a
 * cache line; and what only work has, another one. Instants are valid once the state says so. */
struct step {
    _Alignas(64) double ready;      /* predecessors done */
    double asked;                   /* resource asked for, after the consultant came */
    double begin;                   /* work begins */
    double end;                     /* work done */
    double open;                    /* successors may begin */
    double failed;                  /* when the first attempt failed; below 0: it did not */
    double lost_support, lost_risk; /* days lost to a low pace */
};

/* Work under way. */
struct work {
    _Alignas(64) double remaining; /* working days at pace 1 */
    double since;                  /* when `remaining` was last brought up to date */
    double pace;                   /* in force since then */
    float support, risk;           /* its parts that can be below 1 */
    event_id event;                /* its end */
    uint32_t lead;                 /* the batch's first, as site x nodes + node; its own place where it is alone */
    uint16_t attempt;
    uint16_t together; /* of a batch's first: sites that still work */
    uint8_t correcting;
};

enum engagement_state { ENGAGEMENT_IDLE, ENGAGEMENT_WAITING, ENGAGEMENT_HELD, ENGAGEMENT_ALONE, ENGAGEMENT_OVER };

struct phase { /* one engagement of one site */
    uint8_t state;
    int16_t consultant; /* the latest */
    union {
        uint32_t next; /* while it is held: the next that the same consultant holds, a member, or NOT_HELD */
        uint32_t term; /* afterwards: of the consultant's post, whose next holder is a stranger to the site */
    };
    double asked;
    event_id impatience, disengage;
};

#define NOT_HELD UINT32_MAX

struct consultant {
    int region, limit, load;
    int full; /* the limit of one who has learnt */
    bool present;
    bool vacant;                  /* the post: nobody is hired */
    uint32_t held;                /* first of the phases that it holds, in the order of sites; NOT_HELD: none */
    uint32_t terms, absences;     /* occurrences of their random numbers; the absences are of this term */
    event_id absence, term, ramp; /* the next of each; term: the end of it, or the next one's beginning */
};

/* What is compared where many consultants are: dense. */
struct standing {
    int16_t room, region;
};

struct corps_state {
    struct consultant *consultant; /* [consultants], by post; a closed post keeps its place */
    struct standing *standing;     /* [consultants], as of those who have room */
    int consultants, posts;        /* that there have ever been; the first of them that are open */
    size_t *sites_of;              /* [regions] */
    struct queue *queue;           /* [regions]; a member is site x engagements + engagement */
    struct level busy, capacity, idle;
    int limit;      /* sum: of the limits of those who are present */
    int room;       /* sum: of the cases that those who are present could take beside theirs */
    uint64_t *free; /* [consultants / 64 + 1], a bit for each who is present and has room */
    double wait_total;
    uint64_t requested, granted, withdrawn;
    uint32_t waiting, waiting_max;
};

/* The areas under a resource's levels when it came into use and when its last service was over. */
struct usage {
    bool begun, ended;
    double busy_from, capacity_from, idle_from;
    double busy_to, capacity_to, idle_to;
};

/* What they tell. */
struct usage_report {
    double utilisation; /* busy server-days / offered server-days; NaN if none were offered */
    double wait_mean;   /* days from asking to being granted, over the granted; NaN if none */
    double queue_max;
    double idle; /* server-days free while nobody waited */
};

struct gate {
    int32_t leader; /* site that went ahead, or NOBODY */
    bool open;
};

struct session {
    double number; /* from 0, the first one */
    uint32_t taken;
};

struct spell { /* of the clean-up agreement */
    double from, to;
};

/* A site's part in a week that is settled. */
struct turn {
    uint32_t site;
    int32_t left, room, items; /* not in yet; that the staff can take; that come in */
    bool alone;                /* not drawn together with others */
};

/* A site that a team of the task force may help. */
struct behind {
    double share; /* of its items that are in */
    uint32_t site;
};

#endif
