/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results: the results file, HDF5 with the conventions of netCDF-4 (xarray, R, MATLAB and HDFView open it as it is).
 *
 * `struct results_spec` says all that is known before the first replication; the writer takes it, the reader gives
 * it back. Outcome fields are those of models/outcome.h, one variable each. Instants are days since the epoch.
 * The writer streams: it holds one block of rows, whatever the number of scenarios. A file of equal contents has equal
 * bytes. HDF5 has one global lock: use one writer, and a reader from one thread at a time.
 */
#ifndef FMKSIM_ANALYSIS_RESULTS_H
#define FMKSIM_ANALYSIS_RESULTS_H

#include "models/outcome.h"
#include "models/words.h"
#include "sim/error.h"
#include "sim/output.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What "done by the deadline" means. */
enum results_reading {
    READING_ALL_MUNICIPALITIES,  /* every municipality has reached the milestone */
    READING_MOST_MUNICIPALITIES, /* 95 % of them, rounded up: 94 of 98 */
    READING_MOST_CARDS,          /* 95 % of the expected cards on the last Monday by then; knows no milestone */
    READINGS
};
const char *results_reading_name(enum results_reading reading);           /* "all-municipalities", … */
size_t results_reading_sites(enum results_reading reading, size_t sites); /* how many must be done; 0 for cards */
bool results_reading_cards(int32_t cards, int32_t expected);              /* are so many cards 95 % of the expected? */

enum { RESULTS_SAMPLERS = 1000 }; /* of a nowcast at the most */

enum { RESULTS_QUANTILES = 5 };
extern const double results_quantiles[RESULTS_QUANTILES]; /* of the fans: 0.05 0.25 0.5 0.75 0.95 */

struct results_named {
    const char *name, *title;
};

struct results_municipality {
    int code; /* official */
    const char *name;
    int region; /* index among the regions, -1: none */
};

struct results_parameter {
    const char *name, *unit, *source;
};

struct results_deadline {
    const char *name;
    long date;         /* the day, 0 = 1970-01-01; on time is what happens up to the midnight that ends it */
    int milestone;     /* index, -1: none (then the readings of municipalities make no sense) */
    unsigned readings; /* bit 1 << reading: makes sense */
};

/* Plain data; the caller owns everything. Strings are UTF-8 and never null ("" where there is nothing to say). Lists
 * may be empty (null, 0) but for scenarios and municipalities. Names are unique within their list. */
struct results_spec {
    const char *title;                              /* of the study */
    const char *words[WORDS];                       /* models/words.h; null or "": the default */
    const char *configuration, *configuration_hash; /* the whole effective text, and its hash */
    const char *sites;                              /* the sites' file that it names, as it was; "" or null: none */
    const char *defaults; /* numbers that nobody said: "\n", and each one's path with "\n"; "" or null: not told */
    const char *outlines; /* the sites', as outlines_read() draws them; "" or null: none */
    const char *command;  /* canonical: without threads, shard, output */
    const char *version, *commit, *compiler;
    const char *created;       /* ISO 8601, UTC; honours SOURCE_DATE_EPOCH */
    const char *replication_0; /* hash of replication 0 */
    const char *plan;          /* the deadline against which delay is counted; "" or null: none */
    const char *cost_unit;     /* of costs and values; "" or null: nobody says */
    const char *as_of;         /* of a nowcast: the day whose knowledge weighs the replications; "" or null: none */
    const char *observations;  /* of a nowcast: the rows that weigh them, as CSV; "" or null: none */
    const char *sampling;      /* of a nowcast: what its samplers went through, as CSV; "" or null: none */
    const char *sheet; /* of a nowcast: the rows of a monitoring sheet that it knows, as CSV; "" or null: none */
    const char *pasts; /* of a nowcast: the luck of some rows, packed for the page; "" or null: none */
    uint64_t seed;
    int streams;                  /* version of the streams that the seed names */
    long epoch;                   /* day of instant 0 */
    int horizon;                  /* instant at which every replication ends */
    int monday;                   /* instant of week 0: a Monday's midnight */
    int headline;                 /* index of the deadline in force, of which is spoken first; -1: no deadlines */
    int32_t cards_expected;       /* nationally, the central value; each replication has its own in `cards_expected` */
    size_t replications;          /* of each scenario in this file */
    size_t replications_per_draw; /* so many in a row share one draw of the parameters; 0 or 1: none */
    size_t first_replication;     /* the number of the first one; 0 but for a shard */
    size_t samplers; /* of a nowcast: so many in a row, replications / samplers, are of one sampler, and any answer's
                        error is the spread between them; 0: replications are independent */
    size_t fan_replications;  /* the fans are of so many; 0: no fans in the file */
    size_t shard_of;          /* of a shard: replications of the whole study; 0: the file is the study */
    size_t card_replications; /* of a shard: of so many of its rows it holds every municipality's cards, for the fans */

    size_t weeks, scenario_count, municipality_count, region_count, vendor_count, milestone_count, deadline_count,
        resource_count, cause_count, activity_count, parameter_count;
    const char *const *scenario_kinds; /* "baseline", "lever", "assumption", "counterfactual"; null: all are levers */
    const struct results_named *scenarios, *vendors, *milestones, *resources, *causes, *activities;
    const struct results_municipality *municipalities;
    const char *const *regions;
    const struct results_deadline *deadlines;
    const struct results_parameter *parameters;
};

/* So many replications in a row are alike, since they share their parameters or their sampler; 1: none are. */
size_t results_alike(const struct results_spec *spec);

struct outcome_layout results_layout(const struct results_spec *spec);
/* Whether a file says each municipality's days by cause: of samplers, and only with fans. */
bool results_has_causes(const struct results_spec *spec);
bool results_has_cards(const struct results_spec *spec); /* whether anything is taken into use one by one */

/* Whether a reading asks the same as that of all municipalities: of few, 95 % rounded up are all. It is computed, but
 * people are not told everything twice. */
bool results_reading_repeats(const struct results_spec *spec, enum results_reading reading);

double results_deadline_instant(const struct results_spec *spec, size_t deadline); /* on time: t <= this */

/* The scenario of that name; ERROR_USAGE, with the nearest name, if there is none. */
int results_scenario(const struct results_spec *spec, const char *name, size_t *index, struct error *error);

/* Which scenarios are meant by some names or patterns (fnmatch(3): corps-*), chosen[scenario]; none said, or "all":
 * every one. ERROR_USAGE for a pattern that fits none. */
int results_scenarios(const struct results_spec *spec, const char *const patterns[], size_t count, bool chosen[],
                      struct error *error);

/* ---- writing ---- */

struct results_writer; /* opaque */

/* Claims PATH (sim/output.h), of which a regular file is replaced, and begins it. The spec must live until commit or
 * discard. On failure nothing stays behind. ERROR_IO, ERROR_MEMORY; ERROR_USAGE if the spec contradicts itself. */
int results_create(struct results_writer **out, const char *path, const struct results_spec *spec, struct error *error);

/* The same for an output that the caller has claimed; takes it over, also on failure. Rows are packed by so many
 * threads (1 to 1024; results_create(): one), whatever their number with the same bytes. */
int results_create_in(struct results_writer **out, struct output *output, const struct results_spec *spec,
                      unsigned threads, struct error *error);

/* The next `count` records (results_layout), which begin with replication `first` (from 0 within the file). In order:
 * replications of scenario 0, then of scenario 1, …; else ERROR_USAGE. After a failure only discard is legal. */
int results_write(struct results_writer *writer, size_t scenario, size_t first, size_t count, const void *records,
                  struct error *error);

/* Fans of cards of one scenario, [quantile][entity][week], each at any time before commit, for every scenario if
 * spec.fan_replications > 0 (a fan of no entities is skipped and may be null). */
struct results_fans {
    const float *municipality, *region, *vendor;
    const float *causes; /* [municipality][cause], where results_has_causes() */
};
int results_write_fans(struct results_writer *writer, size_t scenario, const struct results_fans *fans,
                       struct error *error);

/* Rows of the cards that lie together in the file: writing a multiple of so many is quickest. */
size_t results_cards_rows(const struct results_spec *spec);

/* Of a shard: every municipality's cards of the next `count` of spec.card_replications rows, [count][municipality]
 * [week], in order within each scenario, at any time before commit. */
int results_write_cards(struct results_writer *writer, size_t scenario, size_t first, size_t count,
                        const int32_t *cards, struct error *error);

/* Completes the file: closed, synced, given its name, folder synced. Frees the writer
 * in any case; on failure nothing half-written stays behind. */
int results_commit(struct results_writer *writer, struct error *error);

/* Gives up: removes what was written and frees the writer. Null is allowed. */
void results_discard(struct results_writer *writer);

/* ---- reading ---- */

struct results; /* opaque */

/* Opens a results file and reads everything but the large variables. ERROR_IO if it cannot be opened, ERROR_FORMAT if
 * it is no results file, of another layout, truncated or contradicts itself, or if a replication's weight is negative
 * or not finite or those of a scenario are all 0, or if HDF5 crashes on it, which a child process finds out; every size
 * is checked before memory is taken. Another file is never opened by way of this one. */
int results_open(struct results **out, const char *path, struct error *error);
void results_close(struct results *results); /* null is allowed */

const struct results_spec *results_spec(const struct results *results);
const char *results_path(const struct results *results);

/* What to read of an outcome field: rows of one scenario, and of its first inner dimension the elements from … from +
 * width - 1 (width 0: all; must be 0 for a field without dimensions). */
struct results_slice {
    size_t scenario, first, count;
    size_t from, width;
};

/* Into values[count][width]…, elements of the field's type. */
int results_read(const struct results *results, enum outcome_name name, const struct results_slice *slice, void *values,
                 struct error *error);

/* Who wants to see a field's rows: `values` are those of the rows first … first + count - 1, and stay until every
 * walker has seen the block. */
struct results_walker {
    enum outcome_name field;
    void (*take)(void *context, const void *values, size_t first, size_t count);
    void *context;
};

/* Shows all rows of a scenario, a block after the other in the file's order, each field read once however many want it;
 * a block is shown to the walkers in the order of their list. All processors unpack; walkers are called one at a time,
 * from any thread, and must not read the file. ERROR_FORMAT, ERROR_MEMORY. */
int results_walk(const struct results *results, size_t scenario, const struct results_walker walker[], size_t count,
                 struct error *error);

/* Bytes of outcome fields that were given out since the file was opened, by results_read() and results_walk(): a part
 * of a row counts as the whole, which has to be unpacked for it. */
size_t results_unpacked(const struct results *results);

/* municipalities_done into done[count][deadline]; -1 where the deadline has no milestone. */
int results_read_done(const struct results *results, size_t scenario, size_t first, size_t count, int16_t *done,
                      struct error *error);

/* deadline_probability, _low and _high (95 %) of one scenario into value[3][deadline][reading]; NaN: makes no sense. */
int results_read_probability(const struct results *results, size_t scenario, double *value, struct error *error);

int results_read_critical_share(const struct results *results, size_t scenario, double *share, struct error *error);

/* Of a shard: rows below spec.card_replications, into cards[count][municipality][week]. */
int results_read_cards(const struct results *results, size_t scenario, size_t first, size_t count, int32_t *cards,
                       struct error *error);

enum results_fan { FAN_MUNICIPALITY, FAN_REGION, FAN_VENDOR, FANS };
/* [quantile][entity][week]; ERROR_USAGE if the file has no such fan. */
int results_read_fan(const struct results *results, enum results_fan fan, size_t scenario, float *values,
                     struct error *error);
/* [municipality][cause]; ERROR_USAGE if the file does not say. */
int results_read_causes(const struct results *results, size_t scenario, float *values, struct error *error);

#endif
