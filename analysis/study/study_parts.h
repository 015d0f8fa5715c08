/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * study_parts: a study's insides, shared by the files that open, run and write it; nobody else includes it.
 *
 * Each takes only from those before it: study_worker, study_precision, study_weigh and study_cards, study and
 * study_fans, study_spec, study_write, study_run and study_merge.
 */
#ifndef FMKSIM_ANALYSIS_STUDY_PARTS_H
#define FMKSIM_ANALYSIS_STUDY_PARTS_H

#include "analysis/results/results.h"
#include "analysis/study/study.h"
#include "models/rollout.h"
#include "models/scenario.h"
#include "sim/digest.h"
#include "sim/journal.h"

#include <stdatomic.h>

enum { FAN_REPLICATIONS = 1000, FAN_SCENARIOS = 10 };

struct study {
    struct study_options options;
    struct document document; /* the configuration with --set, as the baseline has it */
    struct scenarios known;
    const struct scenario **scenario; /* [scenarios], those asked for */
    size_t scenarios;
    struct programme baseline; /* shapes and names of everything */
    char **parameter;          /* [parameters], paths that are uncertain in any of the scenarios */
    size_t parameters;
    struct outcome_layout layout;
    size_t first, count; /* replications of each scenario in this part */
    size_t slots;        /* of each scenario in the journal: count, or the most that a precision may take */
    double half_width;   /* that is left, if a precision was asked for */
    bool precise;
    char *configuration; /* canonical text */
    char *outlines;      /* of the sites, for the map; null: none */
    char *undated;       /* what options.from could not date; null: nothing */
    char hash[DIGEST_TEXT];
    unsigned char sites[DIGEST_BYTES]; /* hash of what the scenarios' files of sites say */
    unsigned char identity[DIGEST_BYTES];
    char subject[JOURNAL_SUBJECT]; /* what the identity stands for, to be read */
    char replication_0[DIGEST_TEXT];
    bool was_done;
};

/* The programme of one of the study's scenarios, with the study's parameters. The document must be freed after it. */
int study_programme(const struct study *study, size_t scenario, struct programme *programme, struct document *document,
                    struct error *error);

/* The day from which one of them acts; LONG_MAX: the baseline. */
long study_acts(const struct study *study, size_t scenario);

struct luck study_luck(const struct study *study, size_t replication);

/* The sample that the rows are of; null: they are replications of the seed. */
const struct study_sample *study_sample(const struct study *study);

/* ---- until a precision is reached ---- */

/* Replications of each scenario at look 1, 2, …, capped by the study's most. */
size_t precision_look_size(const struct study *study, unsigned look);

/* Whether all probabilities are known well enough after a look; fills half_width and precise. */
int precision_judge(struct study *study, const struct journal *journal, unsigned look, struct error *error);

/* The spec of the results file; owned texts go with study_spec_free(). */
struct study_spec {
    struct results_spec spec;
    struct results_named *named[6];
    const char **kinds;
    struct results_municipality *municipalities;
    struct results_deadline *deadlines;
    struct results_parameter *parameters;
    char *command, *defaults, created[32];
};
int study_spec_init(struct study_spec *spec, const struct study *study, int64_t created, struct error *error);
void study_spec_free(struct study_spec *spec);

/* ---- weights ---- */

/* The weights of all replications under the study's condition, their mean being 1; the caller frees. Null with
 * ERROR_MEMORY, of reading the journal, or ERROR_UNTRUSTED if no replication fits. */
double *study_weights(const struct study *study, const struct journal *journal, struct error *error);

/* ---- the cards of some replications, kept for the fans ---- */

/* Of how many replications a study's fans are; 0: it has none. */
size_t fan_replications(size_t scenarios, size_t replications);

/* `fans` of `all` replications are spread evenly, so that every shard, and every draw of the assumptions that
 * replications share, has its part: the k-th of them, from 0 on, and how many there are below a replication. */
size_t fan_member(size_t k, size_t fans, size_t all);
size_t fan_members_below(size_t replication, size_t fans, size_t all);

struct study_cards {
    const struct study *study;
    struct journal *journal; /* OUTPUT.cards; null: the study has no fans */
    size_t fans, all;        /* as fan_member() takes them */
    size_t before;           /* members below the study's first replication */
    size_t replications;     /* members within the study, of each scenario: those that are kept */
    atomic_bool given_up;    /* the disk has no room for them */
};

/* Goes on with the file that is there, or begins a new one; `journal` is the study's own and says whose cards they are.
 * ERROR_IO, ERROR_MEMORY; ERROR_FORMAT if another process writes it. Closed by study_cards_close() in any case. */
int study_cards_open(struct study_cards *cards, const struct study *study, const struct study_run *run,
                     const struct journal *journal, struct error *error);
int study_cards_close(struct study_cards *cards, bool finish, struct error *error); /* finish: the file goes, too */
int study_cards_remove(const struct study_run *run, struct error *error);

size_t study_cards_size(const struct study *study); /* bytes of the `record` that the next two need to work in */

/* Whether a row's cards are to be kept, and as which of them. */
bool study_cards_wants(const struct study_cards *cards, size_t row, size_t *place);

/* After a replication's run: keeps its cards if there is room. Thread-safe for different places. */
void study_cards_keep(struct study_cards *cards, size_t scenario, size_t place, const struct rollout *rollout,
                      void *record);

/* Keeps no more, and gives back the room on the disk. Thread-safe. */
void study_cards_give_up(struct study_cards *cards);

bool study_cards_has(const struct study_cards *cards, size_t scenario, size_t place);

/* What was kept: [municipalities][weeks] and [municipalities]. ERROR_IO, ERROR_FORMAT. */
int study_cards_take(const struct study_cards *cards, size_t scenario, size_t place, void *record, int32_t *to,
                     int16_t *vendor, struct error *error);

/* ---- the fans ---- */

/* Every municipality's cards in the fans' replications of a scenario, and their quantiles. */
struct panel {
    const struct results_spec *spec;
    size_t replications, entities[FANS];
    int32_t *cards;   /* [replications][municipalities][weeks] */
    int16_t *vendor;  /* [replications][municipalities], -1: none */
    float *fan[FANS]; /* [quantiles][entities][weeks] */
    double *weight;   /* [replications]; null: all weigh alike */
    float *lost;      /* [replications][municipalities][causes], days; null: they are not told */
    float *causes;    /* [municipalities][causes], their means; null likewise */
};

/* Memory for it; freed by panel_free() in any case. The spec must outlive it. */
int panel_init(struct panel *panel, const struct results_spec *spec, size_t replications, struct error *error);
void panel_free(struct panel *panel);

/* Fills the panel with `count` of the study's members, `first` and up: what was kept of them, or simulated anew where
 * nothing was. */
int panel_fill(struct panel *panel, const struct study_cards *cards, size_t scenario, size_t first, size_t count,
               const struct study_run *run, struct error *error);

/* Makes the fans of a panel whose cards are there, and writes them. */
int panel_write(struct panel *panel, size_t scenario, const struct study_run *run, struct results_writer *writer,
                struct error *error);

/* ---- files ---- */

/* The journal's records, which are all there, and the fans into the results file. Takes the output over. */
int study_write(const struct study *study, const struct study_run *run, const struct journal *journal,
                const struct study_cards *cards, struct output *output, struct error *error);

/* The first thing in which two files' studies differ, as a sentence about `a` and `b`; 0 and no text if they are one
 * study. Not compared: which replications they hold, and when they were made. */
int spec_differs(const struct results_spec *a, const struct results_spec *b, char text[512]);

/* A rollout for each worker. */
int study_workers(struct rollout ***rollouts, const struct programme *programme, unsigned threads, bool keep_cards,
                  struct error *error);
void study_workers_free(struct rollout **rollouts, unsigned threads);

#endif
