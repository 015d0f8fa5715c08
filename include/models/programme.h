/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme: a configuration with all names resolved to indices: everything about a rollout that is fixed.
 *
 * Made once from a checked document and the municipalities' file, constant afterwards: any number of threads may
 * read it. Instants are days since the epoch, a `number` is an index into the values that a replication draws.
 * The programme owns all that it points to.
 */
#ifndef FMKSIM_MODELS_PROGRAMME_H
#define FMKSIM_MODELS_PROGRAMME_H

#include "models/choices.h"
#include "models/outcome.h"
#include "models/quantity.h"
#include "models/words.h"
#include "sim/worktime.h"

#include <stdbool.h>
#include <stdint.h>

typedef uint32_t number; /* index into the quantities, and so into a replication's values */
#define NO_NUMBER UINT32_MAX

#define NO_PARAMETER SIZE_MAX

enum { NOBODY = -1 }; /* an index that names nothing */

struct name_list { /* titles may equal names */
    char **name, **title;
    size_t count;
};

struct node_list { /* indices of nodes */
    uint16_t *node;
    size_t count;
};

struct need {
    size_t pool;
    number amount; /* servers */
};

/* One box of a municipality's project: the start, an activity or a milestone. Node 0 is the start; activities
 * follow in the configuration's order, then the milestones in theirs. */
struct node {
    char *name, *title;
    enum node_kind kind;
    struct node_list after, hosted_after; /* predecessors; of hosted sites where they differ */
    struct node_list before;              /* nodes that name this one in either list */
    uint64_t purpose;                     /* address of its random numbers, from its name */
    int calendar;                         /* index; WORK */
    int duration, correction, lag;        /* chance distributions, NOBODY: none */
    int *vendor_duration;                 /* [vendors], of each one's sites; null: alike */
    number factor;                        /* multiplies the duration, shared by all sites */
    number per_version_days;              /* added to the mean for each version behind */
    number probability, failure;          /* that it is needed at all; that its result fails and it is done again */
    bool weighted, organisational, pushed;
    int resource;      /* index of a pool, VENDOR_RESOURCE or NOBODY: in its queue it waits */
    struct need *need; /* what it takes of pools, all at once; of one of these, `resource`'s first server is part */
    size_t needs;
    uint16_t user;         /* its place among the nodes that need the same resource */
    enum wait_until until; /* WAIT */
    number date;           /* WAIT_DATE */
    int of;                /* node of another site that a wait waits for, or NOBODY */
    enum circle circle;    /* among whose sites the first is waited for; of work: for which it is done once */
    size_t gate;           /* its first one; one for each circle */
    bool awaited;          /* its end may open a gate */
    bool *waves;           /* [waves], whose sites alone have it; null: all sites */
    int engagement;        /* that gates it, or NOBODY */
    int cause;             /* of its own days */
};
enum { VENDOR_RESOURCE = -2 };

struct site {
    long code;
    char *name;
    int region;
    int vendor;           /* known vendor, or NOBODY: drawn */
    int hosted, versions; /* known, or NOBODY: drawn */
    number weight;        /* NO_NUMBER: … */
    double factor;        /* … this */
    double size;          /* what the expected cards are spread by */
    double decision;      /* known instant of the decision, or NaN: drawn … */
    int wave;             /* … from its beginning on; NOBODY: that of all sites */
    int items;            /* known number of expected items, or NOBODY */
    int depends_on;       /* index of the site whose milestones it waits for, or NOBODY */
    int group;            /* of sites that share something */
};

struct vendor {
    char *name, *title;
    size_t sites;
    number teams, slip_days, organisational_factor, batch_size, batch_extra, pilots, pilot_from;
    int versions_behind; /* chance */
    enum service_order order;
};

struct pool {
    char *name, *title;
    number capacity;
    enum service_order order;
    int cause;              /* of the days that sites wait for it */
    struct node_list users; /* nodes that wait in its queue */
    size_t *leader;         /* other resources in whose queues its servers are waited for, too */
    size_t leaders;
};

struct engagement {
    char *name;
    uint16_t from, until;
    number max_days; /* or NO_NUMBER */
};

/* What changes on a date. */
enum change_of {
    CHANGE_CONSULTANTS,
    CHANGE_SERVERS, /* a vendor's teams, or a pool's capacity */
    CHANGE_SWAT,
    CHANGE_PLACES,
    CHANGE_EVERY_DAYS,
    CHANGE_BATCH_SIZE,
    CHANGE_PROBABILITY,
    CHANGE_ORDER, /* from here on a choice, no number */
    CHANGE_PUSH,
    CHANGE_CLEANUP,
};

struct change {
    enum change_of what;
    size_t place;  /* resource (vendors, then pools): servers, order; vendor: batch size; node: probability */
    number from;   /* instant; at the epoch or before, it is in force from the beginning */
    bool adds;     /* to what is in force, instead of taking its place */
    number amount; /* NO_NUMBER: … */
    int choice;    /* … a service order, or a switch on (1) or off (0) */
};

struct corps {
    number consultants, share_of_full_time, case_load, unsupported_factor;
    number patience_days;                       /* NO_NUMBER: a site waits for ever */
    number between_absences_days, absence_days; /* means; NO_NUMBER: never absent */
    number tenure_days;                         /* mean; NO_NUMBER: nobody leaves */
    int recruiting;                             /* chance, days that a post stands empty after a term */
    int first_recruiting;                       /* the same of a new post; NOBODY: filled at once */
    number ramp_days;                           /* until a new one has all its cases; NO_NUMBER: at once */
    bool nearest_first;
    struct engagement *engagement;
    size_t engagements;
};

struct doctors {
    bool present;
    number floor, midpoint, scale_days, threshold;
    int region_shift;
    bool has_cleanup, cleanup; /* the latter: at the beginning */
    number cleanup_from, cleanup_gain_days, cleanup_ramp_days;
};

struct uptake {
    bool present;
    int form;                  /* enum uptake_form, or NOBODY: drawn … */
    number drawn_form;         /* … as this */
    number pressure_fade_days; /* NO_NUMBER: it stays */
    number base_week, imitation, learning, pressure, pressure_days, untrained, overdispersion, capacity_weeks,
        criterion, rush, rush_days; /* capacity_weeks: NO_NUMBER: no cap */
    number *table;
    size_t table_weeks;
    int training;                 /* node whose end makes a site trained; NOBODY: none */
    int crew;                     /* pool whose servers take the items into use, at all sites; NOBODY: none … */
    number per_server_week;       /* … items that each of them does in a normal week */
    int deadline, moved_deadline; /* that press; NOBODY: none, not moved */
    number moved_known, moved_belief;
    int calendar;
};

struct sessions {
    number first, every_days, places;
};

struct swat {
    number teams, from, days, factor;
};

struct delay {    /* against the plan */
    int deadline; /* the plan's; NOBODY: none */
    number value; /* of an item-year; NO_NUMBER: none is known */
};

struct cost {                  /* of what is there, from the day on which it comes */
    number level;              /* how many; NO_NUMBER: one while a switch is on … */
    enum change_of what;       /* … this one */
    number from;               /* instant before which it costs nothing; NO_NUMBER: none */
    double per_unit, per_year; /* once for each that comes; of each for a year */
};

struct risk {
    char *name, *title;
    uint64_t entity;
    enum risk_target target;
    int whom; /* region or vendor */
    number probability, from, to, pace, teams;
    int duration; /* chance, days */
};

struct deadline {
    char *name;
    double instant; /* the midnight that ends its day */
    int milestone;  /* index among the milestones */
};

struct programme {
    char *title;
    char *words[WORDS];  /* models/words.h */
    long epoch;          /* days since 1970 */
    double horizon;      /* instant */
    double as_of;        /* instant: the end of the day of the view; infinite: all is known */
    size_t weeks;        /* Mondays in (0, horizon] */
    double first_monday; /* instant of the first of them */

    struct quantities quantities;
    struct chance *chance;
    size_t chances;
    struct name_list calendars, regions, causes;
    struct worktime *worktime; /* [calendars.count] */
    double *normal_week;       /* [calendars.count], effort of a week without holidays */

    struct site *site;
    size_t sites, groups;
    struct name_list waves;
    number *wave_from; /* [waves.count], the earliest decision */
    int wave_cause;    /* of the days before a wave begins; NOBODY: there are no waves */
    struct node *node;
    size_t gates;
    size_t nodes, milestones; /* the milestones are the last of the nodes */
    struct vendor *vendor;
    size_t vendors;
    struct node_list vendor_users; /* nodes that need a team of the site's vendor */
    struct pool *pool;
    size_t pools;
    bool joint; /* some activity needs several servers at once */
    struct deadline *deadline;
    size_t deadlines;
    struct risk *risk;
    size_t risks;

    number cards, decision_from, decision_spread_days, hosted;
    number overrun, overrun_from; /* NO_NUMBER: no outside view */
    number planned, common_slip_days, push_factor, packages_ready, packages_factor;
    int lateness, pace;                                    /* chance */
    bool has_push, push, packages, has_sessions, has_swat; /* push: at the beginning */
    struct change *change;
    size_t changes;
    struct corps corps;
    struct doctors doctors;
    struct uptake uptake;
    struct sessions sessions;
    struct swat swat;
    struct delay delay;
    struct cost *cost;
    size_t costs;
    char *cost_unit; /* "" if nobody says */

    struct name_list unknown; /* paths of what became known only after as_of, and is absent; titles: since when */

    size_t *parameter; /* quantities that the outcome reports: the priors; NO_PARAMETER: NaN */
    size_t parameters;

    struct programme_block *blocks; /* all memory that the programme owns, but the quantities and forms */
};

/* Causes that every programme has; those that activities name follow. */
enum cause {
    CAUSE_LATE_START,
    CAUSE_VENDOR_QUEUE,
    CAUSE_CONSULTANT,
    CAUSE_UNSUPPORTED,
    CAUSE_REWORK,
    CAUSE_RISK,
    CAUSE_OWN_WORK,
    CAUSE_FIXED
};

/* Checks the document (fallbacks are put into it) and compiles it. ALL faults are added; on -1 nothing is held.
 * `folder`-relative file names are resolved against the folder of the configuration that says them. */
int programme_init(struct programme *programme, struct document *document, struct faults *faults);
void programme_free(struct programme *programme);

/* Makes `paths` the parameters of the outcome instead of the programme's own priors: the union over several
 * scenarios. One that is a constant here has its constant; one that is no number here is NaN. ERROR_MEMORY. */
int programme_set_parameters(struct programme *programme, const char *const paths[], size_t count, struct error *error);

/* Hash of what the sites' file said: codes, names, regions, vendors, hosting, versions, sizes. */
void programme_hash_sites(const struct programme *programme, struct digest *digest);

/* Resources in the order of the results' dimension: vendors, pools, then the corps. */
size_t programme_resources(const struct programme *programme);

/* The sizes of the outcome's dimensions. */
void programme_extent(const struct programme *programme, size_t extent[OUTCOME_DIMENSIONS]);

/* The chance distribution's or milestone's place by name; NOBODY if there is none. */
int programme_node(const struct programme *programme, const char *name);

/* The deadline that is spoken of where none is named: the one that presses in the end, else the last one; NOBODY where
 * there is no deadline. */
int programme_headline(const struct programme *programme);

/* The first instant at which a site may decide, pilots included, by the medians of what is uncertain. */
double programme_start(const struct programme *programme);

/* Items expected in all sites together, by the medians of what is uncertain; whether there can be any. */
double programme_items(const struct programme *programme);
bool programme_has_items(const struct programme *programme);

/* Where the earliest decision of a site comes from: its wave, or what is said of all. */
number programme_decision_from(const struct programme *programme, size_t site);

/* The number that a change moves; NO_NUMBER for a choice. */
number programme_changed(const struct programme *programme, const struct change *change);

/* The most that a number with changes can be in a replication, as far as its bounds tell. */
size_t programme_most(const struct programme *programme, number id);

/* The first node that is a milestone. */
static inline size_t programme_first_milestone(const struct programme *programme)
{
    return programme->nodes - programme->milestones;
}

#endif
