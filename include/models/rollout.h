/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout: one replication of a programme, from the first decision to the horizon.
 *
 * A rollout is a worker's own: make one a thread, run any number of replications with it. A replication depends on
 * (programme, seed, replication) only. The programme is shared and constant. Nothing is allocated after rollout_new().
 */
#ifndef FMKSIM_MODELS_ROLLOUT_H
#define FMKSIM_MODELS_ROLLOUT_H

#include "models/outcome.h"
#include "models/programme.h"
#include "sim/variate.h"

#include <stdbool.h>
#include <stdint.h>

struct rollout; /* opaque */
struct hindsight;

/* What an observer is told, in the order in which it happens. */
enum happening {
    HAPPENS_DECISION,       /* the site decides to start */
    HAPPENS_BEGIN,          /* work, uptake or a wait on `node` begins */
    HAPPENS_FINISH,         /* `node` is done; number: days since it became possible */
    HAPPENS_FAIL,           /* the result of `node` fails; it is corrected and done again */
    HAPPENS_SKIP,           /* `node` is not needed here */
    HAPPENS_ASK_CONSULTANT, /* asks the corps */
    HAPPENS_CONSULTANT,     /* number: the consultant it is given, from 0 */
    HAPPENS_ALONE,          /* goes on without one */
    HAPPENS_FREE,           /* its consultant is free again; number: which */
    HAPPENS_QUEUE,          /* waits for a team (or other resource) to do `node` */
    HAPPENS_PACE,           /* its pace of work changes; number: the new one, 1 being normal */
    HAPPENS_MILESTONE,      /* `node` is reached */
    HAPPENS_CARDS,          /* a week is settled; number: items in so far */
    HAPPENS_RISK,           /* a risk event begins; number: its index; site NOBODY */
    HAPPENS_RISK_OVER,
    HAPPENS_AWAY, /* consultant `number` is away; site NOBODY */
    HAPPENS_BACK,
    HAPPENS_LEAVES,
    HAPPENS_HIRED,
    HAPPENS_RAMP,   /* consultant `number`, who is new, can take one site more */
    HAPPENS_CHANGE, /* the programme's change of index `number` takes effect; site NOBODY */
};

struct observation {
    double time;
    enum happening what;
    int site, node; /* NOBODY where it concerns none */
    double number;
};

/* One use of chance: a stream's address and what was drawn from it. The parameters' priors are not among them. */
struct drawn {
    uint64_t replication, entity, purpose, occurrence;
    const struct variate *variate; /* null: items of a week if there are any left, else a uniform number */
    bool series;                   /* the address is a series' (stream_series_uniform()) */
    long left;                     /* beta-binomial: trials, mean share, correlation */
    double probability, overdispersion;
    double value;
};

struct observer {
    void (*see)(void *context, const struct observation *observation);
    void *context;
    void (*count)(void *context, const struct drawn *drawn); /* told every draw; may be null */
};

/* A rollout of that programme, which must outlive it. ERROR_MEMORY. */
int rollout_new(struct rollout **made, const struct programme *programme, struct error *error);
void rollout_free(struct rollout *rollout);

/* The weekly draws in the processor's vectors, or one after the other: `variant` counts from 0, the plain one, to the
 * fastest, which rollout_new() has chosen. Returns its name; null where there is none of that number, and nothing
 * changes. Results are the same to the bit. */
const char *rollout_use(struct rollout *rollout, size_t variant);

/* Items that were seen, site by site and week by week, which take the place of the draws; and what the replication had
 * for them. [sites][weeks], row by row; the caller's, one for each rollout at work. */
struct sighting {
    const int32_t *cards; /* items in at the midnight that begins the Monday; below 0: not seen, but at most ~cards */
    double *missed;       /* out: chance of an item not to come in that week; 1 where the site was not at it … */
    int32_t *room;        /* … and the items that its staff could take */
    uint16_t *late;       /* [sites], out: weeks in which items came in, though the site had not got so far */
    uint8_t *joined;      /* [sites], working room */
    bool paced;           /* out: the chances go by the sites' pace: missed is a power of it */
};

/* What is known of a site and takes the place of what would be drawn. A vendor that has no place left, since a scenario
 * has taken it, is drawn all the same. */
struct site_told {
    int vendor, hosted; /* NOBODY: not known */
};

/* Days that were told lead the draws that end on them: the decision, and the first attempt of work. What a site has
 * placed of these (struct site_luck) is not drawn from its own distribution, f, but from Student's with 4 degrees of
 * freedom, g, about what would end on the told day as things stand when it begins, within what f can be; its place is
 * one in g. The weight f / g of each makes it right again: a course so led weighs as one drawn from f. An attempt that
 * fails is not led, nor is what begins when it has been done for long by what is told: it has the rest of g. */
struct guide {
    const double *told; /* [sites][nodes], instant; NaN: not told */
    double error;       /* days, scale of g */
    double log_weight;  /* out: sum of the logarithms */
    double *value;      /* [SITE_LUCK_KINDS][sites], out: what has been drawn so; NaN: nothing */
    bool raw;           /* in: what has not been renewed is drawn from f */
    bool kept;          /* in: of another branch, `value` is taken as it stands, and days lead nothing */
};

/* Of the replication just run, led by days: the place that a value has in g where it is a site's lateness, and the
 * logarithm of g there. */
double rollout_lateness_place(const struct rollout *rollout, const struct guide *guide, size_t site, double value,
                              double *log_g);

/* What a sampler has changed of a replication's luck; all of it is the sampler's and lives as long as the run. */
struct renewal {
    const double *position;         /* [quantities] of the parameters in their priors, in (0, 1); null: drawn */
    const uint32_t *generation;     /* [RENEWAL_BLOCKS] of the luck of a block; null: 0 */
    double known;                   /* instant: what is drawn later … */
    uint32_t future;                /* … is of this generation, if above 0, so that one past has several futures */
    bool by_site;                   /* generation[SITE_LUCK_KINDS][SITE_LUCK_BLOCKS] instead */
    const struct site_luck *placed; /* with by_site: whose draws are places in their distributions; null: none */
    struct site_luck_memo *memo;    /* [SITE_LUCK_KINDS * SITE_LUCK_BLOCKS], as below; null: none */
    struct sighting *sighting;      /* null: none */
    const struct site_told *told;   /* [sites]; null: none */
    struct guide *guide;            /* with placed; null: none */
    struct hindsight *hindsight; /* of a replication of which this is another branch; null: none. Not with a sighting */
};

/* Luck is renewed in blocks: of a kind, which is what it is drawn for, and some entities, which are sites, consultants,
 * regions and risks alike. The blocks of a kind stand together, as many for each. About six of a hundred sites share
 * one and get fresh luck together; activities may share a kind. */
enum { RENEWAL_KINDS = 64, RENEWAL_BLOCKS = 1024 };
size_t renewal_block(uint64_t entity, uint64_t purpose);

/* The same for who moves one site at a time: few of a hundred sites share a block, and few activities a kind, since
 * what shares one is moved together and but one of it can be placed. */
enum { SITE_LUCK_PACE, SITE_LUCK_KINDS = 48, SITE_LUCK_BLOCKS = 512 };
size_t site_luck_kind(uint64_t purpose); /* the pace, and others by what they are for */
size_t site_luck_decision(void);         /* the kind of what a site decides by */
size_t site_luck_block(uint64_t entity);
size_t site_luck_of(const struct programme *programme, size_t site);                     /* the site's block */
size_t site_luck_kinds(const struct programme *programme, size_t kind[SITE_LUCK_KINDS]); /* of sites, but the pace */

/* A site's draw of a kind may be placed: where its generation is SITE_LUCK_PLACE + k, the draw is the quantile at
 * (k + 1/2) / 2^31, so that it can be moved a little, or kept while its distribution changes. Of a kind that is one
 * draw at most (the decision, the first attempt's length of one activity, the pace), and of the sites that share a
 * block the first one's; all else that has such a generation is drawn as with any other. */
#define SITE_LUCK_PLACE (UINT32_C(1) << 31)
struct site_luck {
    uint64_t entity[SITE_LUCK_BLOCKS];
    struct site_luck_draw {
        uint64_t purpose; /* 0: none of the kind is placed */
        int chance, node; /* node: whose length; NOBODY: of none */
    } draw[SITE_LUCK_KINDS];
};
void site_luck_init(struct site_luck *luck, const struct programme *programme);
bool site_luck_is_placed(const struct site_luck *luck, uint64_t entity, uint64_t purpose);

/* The place that a generation stands for, in (0, 1), and the generation nearest to a place. */
double site_luck_place(uint32_t generation);
uint32_t site_luck_at(double place);

/* Quantiles of a cell of luck as they were found last: a sampler that moves one site simulates all others as they were,
 * and a gamma's quantile takes longer than a site's whole course. Zeroed to begin with, one thread's; it changes no
 * number. */
struct site_luck_memo {
    uint32_t generation; /* 0: nothing is known */
    enum variate_family family;
    double p[4], low, high, value; /* of the distribution; the quantile */
};
double site_luck_quantile(struct site_luck_memo *memo, const struct variate *variate, uint32_t generation);

/* What a kind is drawn from and what multiplies it: the decisions' spread, an activity's factor, the uptake's base. */
struct site_luck_form {
    struct variate variate;
    double scale; /* > 0 */
};
/* At the parameters' places in their priors, position[quantities]; `value` is working room of as many. ERROR_CONFIG if
 * two priors contradict each other. */
int site_luck_forms(const struct site_luck *luck, const struct programme *programme, const double position[],
                    double value[], struct site_luck_form form[SITE_LUCK_KINDS], struct error *error);

struct luck {
    uint64_t seed, replication;
    uint64_t parameters; /* replication that keys the parameters: replication, or floor(replication / n) if nested */
    const struct renewal *renewal; /* null: none */
};

/* Simulates. `observer` may be null. ERROR_CONFIG if two priors contradict each other in this replication. A broken
 * invariant is a defect of the program: it is told on stderr with seed and replication, and the process aborts. */
int rollout_run(struct rollout *rollout, struct luck luck, const struct observer *observer, struct error *error);

/* The same, but only what happens up to an instant: less work for who looks at the past alone. After it the milestones'
 * dates, the items and the parameters may be asked for (rollout_seen()), and nothing else. The replication run whole
 * with the same luck goes through the same states. */
int rollout_run_until(struct rollout *rollout, struct luck luck, double instant, struct error *error);

/* Fills of a record what rollout_run_until() yields: dates, items, vendors, parameters. The rest is 0. */
void rollout_seen(const struct rollout *rollout, const struct outcome_layout *layout, void *record);

/* Fills a record (of outcome_layout(programme_extent())) with the replication just run. */
void rollout_outcome(const struct rollout *rollout, const struct outcome_layout *layout, void *record);

/* The replication's items in, [site][week], row by row, at the midnights that begin the Mondays. The rollout's own
 * memory, valid until the next run; null unless asked for with rollout_keep_cards(). */
const int32_t *rollout_cards(const struct rollout *rollout);
int rollout_keep_cards(struct rollout *rollout, struct error *error);

/* The vendor of each site in the replication just run; NOBODY: none. */
int rollout_vendor(const struct rollout *rollout, size_t site);

/* What the replication just run gave a site. */
struct site_facts {
    int vendor; /* NOBODY: none */
    bool hosted, pilot;
    int versions; /* behind */
    double weight;
    int32_t expected, cards; /* at the end */
};
struct site_facts rollout_site(const struct rollout *rollout, size_t site);

/* The instant at which the site was done with a node in the replication just run, node 0 being its decision; NaN: not
 * within what was simulated. */
double rollout_done(const struct rollout *rollout, size_t site, size_t node);

/* A site's pace in the replication just run, and what it would be with another generation of that luck; `placed` as in
 * the renewal, or null. */
double rollout_pace(const struct rollout *rollout, size_t site);
double rollout_other_pace(const struct rollout *rollout, const struct site_luck *placed, size_t site,
                          uint32_t generation);

/* Of a kind of which something is placed: what the site would draw with a generation, and whether it has come to what
 * is drawn in what was simulated. */
double rollout_luck_value(const struct rollout *rollout, const struct site_luck *placed, size_t kind, size_t site,
                          uint32_t generation);
bool rollout_luck_used(const struct rollout *rollout, const struct site_luck *placed, size_t kind, size_t site);

/* The value that the replication just run drew for a number, by its index among the programme's quantities. */
double rollout_value(const struct rollout *rollout, size_t quantity);

/* Where the site's days went in the replication just run: days[causes], which add up to the days from the earliest
 * decision to its final milestone, or to the horizon. */
void rollout_causes(const struct rollout *rollout, size_t site, double days[]);

/* Site-weeks of uptake settled in the replication just run: what the benchmark counts. */
uint64_t rollout_site_weeks(const struct rollout *rollout);

#endif
