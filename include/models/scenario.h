/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario: named variants of a configuration: the document as it is, with a list of assignments laid over it.
 *
 * "baseline" is the configuration itself (with what --set has changed) and always the first. A scenario changes
 * numbers and choices, never what is counted: sites, vendors, activities, milestones, deadlines and times are those of
 * the baseline, so that replications can be compared one by one.
 *
 * A scenario may say `from`, a day: what it sets then changes on that day, as if the configuration said so in
 * `changes`; without it, what it sets is in force from the epoch.
 *
 * A sweep is a family of scenarios: every combination of values along some paths (`values`), or listed rows of them
 * (`rows`). Its points are scenarios like others, named after the sweep and the values: corps-5, corps-x-kmd-5-8.
 *
 * Ownership: a list owns its array and the texts made for sweeps; all else is the document's, which must outlive it.
 * Reading is safe from any number of threads.
 */
#ifndef FMKSIM_MODELS_SCENARIO_H
#define FMKSIM_MODELS_SCENARIO_H

#include "models/choices.h"
#include "models/programme.h"

#define SCENARIO_BASELINE "baseline"
#define SCENARIO_ALL "all" /* on the command line: every one; so no scenario has this name */

struct scenario {
    const char *name, *title;      /* title: the name where none is said */
    const char *file;              /* where it is said; "" for the baseline */
    int line;                      /* 0 for the baseline */
    const struct setting *setting; /* its group in the document; null for the baseline */
    enum scenario_kind kind;       /* the baseline: a lever not pulled */
    const char *from;              /* the day from which it acts, as it is said; null: the epoch */
    const char *sweep;             /* the sweep that it is a point of; null: none */
    const char **assignment;       /* [assignments], PATH=VALUE */
    size_t assignments;
};

struct scenarios {
    struct scenario *list; /* the baseline, then the scenarios, then the sweeps' points, in the document's order */
    size_t count, room;
};

/* A sweep along one path of whole numbers: low, low + step, … up to high. */
struct sweep {
    const char *name, *path;
    int low, high, step; /* step >= 1 */
};

/* Lays a sweep into the document beside its own, as if it were said there; `said` tells where it is, in messages. The
 * texts are copied. -1: out of memory. */
int sweep_add(struct document *document, const struct sweep *sweep, const char *said, struct faults *faults);

/* Lists the scenarios of a document, which need not have been checked. Faults: a name that is missing, illegal
 * (letters, digits, - and _, at most 62, beginning with a letter or digit), "baseline", "all", or said twice; memory.
 * With -1 the list holds what is usable, and is freed as always. */
int scenarios_list(struct scenarios *scenarios, const struct document *document, struct faults *faults);
void scenarios_free(struct scenarios *scenarios);

/* What a results file and `rank` call it: "baseline", "lever", "assumption", or, for a lever that would have had to be
 * pulled by the day `as_of` (LONG_MIN: there is none), "counterfactual": that day's evening is what is known, so the
 * first that can still be chosen is the day after. Days count from 1970-01-01. As of a day on which no site has begun
 * yet nothing has passed: no day. */
const char *scenario_kind_name(const struct scenario *scenario, long epoch, long as_of);

/* The path that an assignment changes: its own, or of a list of changes that of the number or switch which `add` and
 * `set` mean there ("corps.changes=…": corps.consultants). */
void scenario_path(const char *assignment, char path[SETTING_PATH]);

/* The day from which a scenario acts: its `from`, else the first day in the lists of changes that it sets if it sets
 * nothing else, else the epoch. */
long scenario_begins(const struct scenario *scenario, long epoch);

/* Dates the levers of a document that say no day and can be dated: `from` is written into them. Returns how many
 * scenarios and sweeps cannot, named in `undated` (freed by the caller), "a, b and c"; -1 with a fault: no day, or out
 * of memory. */
int scenarios_date(struct document *document, const char *from, char **undated, struct faults *faults);

/* The scenario of that name, or null with ERROR_USAGE and the nearest name. */
const struct scenario *scenarios_find(const struct scenarios *scenarios, const char *name, struct error *error);

/* A copy of `base` with the scenario's assignments made, each with the file and line at which it is said and the
 * source that the scenario names (or "scenario NAME"). -1: all faults added, nothing held. */
int scenario_apply(struct document *copy, const struct document *base, const struct scenario *scenario,
                   struct faults *faults);

/* scenario_apply() and programme_init(). Faults stand at the scenario's lines and begin with its name; those of the
 * baseline are told as they are. On -1 nothing is held. */
int scenario_compile(struct programme *programme, struct document *copy, const struct document *base,
                     const struct scenario *scenario, struct faults *faults);

/* Whether a scenario's programme counts the same things as the baseline's: see above. -1 with a fault at its line. */
int scenario_match(const struct programme *baseline, const struct programme *programme, const struct scenario *scenario,
                   struct faults *faults);

#endif
