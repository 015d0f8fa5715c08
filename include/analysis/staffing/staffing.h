/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing: the staff question asked of a configuration: along a path of whole numbers, or along two.
 */
#ifndef FMKSIM_ANALYSIS_STAFFING_H
#define FMKSIM_ANALYSIS_STAFFING_H

#include "analysis/staffing/staff.h"
#include "analysis/study/variant.h"

#include <jansson.h>
#include <stdio.h>

enum { STAFFING_DATES = 3 };
extern const double staffing_dates[STAFFING_DATES]; /* 0.5 0.8 0.9 */

struct staffing_options {
    const struct document *document; /* checked */
    const char *path;                /* of a whole number */
    const char *from;                /* the day from which it is so many; null: the epoch */
    struct staff_options staff;
    size_t deadline; /* index among the programme's */
    enum results_reading reading;
    uint64_t seed;
    unsigned threads;
    const atomic_int *stop;
    void (*progress)(void *context, const char *what, int size); /* may be null */
    void *context;
};

/* What is said of the programme when an answer is told; valid as long as it lives. */
struct staffing_names {
    struct variant *variant; /* the configuration as it is: owner of the texts */
    struct results_named *milestones;
    struct results_deadline *deadlines;
    struct results_spec spec; /* only what telling_question() needs */
};

/* 0, or -1 with faults and ERROR_CONFIG, or ERROR_MEMORY; nothing is held then. */
int staffing_names_take(struct staffing_names *names, const struct document *document, struct faults *faults,
                        struct error *error);
void staffing_names_free(struct staffing_names *names);

/* The title, and a line of what is to be reached by when. */
void staffing_names_print(const struct staffing_names *names, size_t deadline, enum results_reading reading,
                          double target, double delta, FILE *file);

/* One size of the curve. */
struct staffing_size {
    double date[STAFFING_DATES];                     /* +inf: not reached */
    double probability[VARIANT_DEADLINES][READINGS]; /* of every deadline and reading */
};

struct staffing {
    struct staff_answer answer;
    struct staffing_size *sizes; /* [answer.count] */
    double response;             /* largest less smallest probability over the sizes */
    size_t better_deadline;      /* the deadline and reading that respond most, … */
    enum results_reading better_reading;
    double better_response; /* … and how much */
    int16_t binding_cause;  /* that most often decides the last site at the largest size; -1: none */
    double binding_share;
    struct staffing_options options;
    struct staffing_names names;
};

/* The smallest size from `low` to `high` that the programme can do with all along: where an activity needs two of a
 * resource, two. `low` if there is none, so that asking tells why. */
int staffing_least(const struct document *document, const char *path, int low, int high);

/* Errors of staff_decide(); faults of the configuration; ERROR_USAGE if the path cannot change on a date. */
int staffing_ask(struct staffing *staffing, const struct staffing_options *options, struct faults *faults,
                 struct error *error);
void staffing_free(struct staffing *staffing);

/* Where the curve's replications go, and where the configuration is from. */
struct staffing_file {
    const char *configuration; /* path */
    const char *const *sets;   /* [set_count] PATH=VALUE, that the document of the question has already */
    size_t set_count;
    const char *output;
    bool force;  /* replaces it if it is there */
    bool resume; /* goes on with its journal; leaves a whole file of the same question as it is */
};

/* Writes the replications of the curve (options.staff.display > 0) to a results file, a scenario for each size:
 * staff-0, staff-1 … Faults, or an error of study_run(). */
int staffing_write(const struct staffing_options *options, const struct staffing_file *file, struct faults *faults,
                   struct error *error);

void staffing_print(const struct staffing *staffing, FILE *file);
json_t *staffing_json(const struct staffing *staffing);
int staffing_csv(const struct staffing *staffing, const char *path, bool force, struct error *error);

/* ---- two paths ---- */

struct grid_options {
    const struct document *document;
    const char *path[2];
    int low[2], high[2], step[2];
    double target, delta, risk;
    size_t replications; /* of each cell */
    size_t limit;        /* of a sequential test */
    size_t deadline;
    enum results_reading reading;
    uint64_t seed;
    unsigned threads;
    const atomic_int *stop;
    void (*progress)(void *context, const char *what, int size);
    void *context;
};

struct grid_cell {
    int value[2];
    double probability;
    struct interval interval; /* Wilson, 95 % */
    double cost;              /* NaN where a path has none */
    enum staff_verdict verdict;
    size_t tested;
};

struct grid {
    struct grid_options options;
    struct staffing_names names;
    size_t rows, columns;
    struct grid_cell *cells; /* [rows][columns]; rows: path[0] */
    double today[2];         /* the configuration's own values, NaN if they are no constants */
    /* Mean gain in probability of one more along each path, from today's values upwards: cells below either of them
     * are what nobody would choose and do not count. NaN where fewer than two values are left. */
    double gain[2];
    struct interval gain_interval[2];
    struct interval lead; /* 95 %, of gain[0] - gain[1], each for a unit of cost if both have costs above 0 */
    bool has_costs, per_cost;
    double price[2]; /* the configuration's `costs` of one more, NaN if there is none */
    int cheapest;    /* index of the cheapest cell that reaches the target by a sequential test; -1: none */
    bool open;       /* a test of that cell or a cheaper one ran into its limit: do not trust it */
};

int grid_ask(struct grid *grid, const struct grid_options *options, struct faults *faults, struct error *error);
void grid_free(struct grid *grid);
void grid_print(const struct grid *grid, FILE *file);
json_t *grid_json(const struct grid *grid);
int grid_csv(const struct grid *grid, const char *path, bool force, struct error *error);

#endif
