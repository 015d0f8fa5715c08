/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * quantity: the table of all numbers of a programme, constants and priors.
 *
 * Each number of a checked configuration gets an index; a replication draws all values at once. A prior's draw
 * depends on (seed, replication, its own path) only: adding, removing or fixing another number changes nothing
 * (common random numbers across scenarios). One uniform a prior, by inversion.
 *
 * Ownership: the table owns all that it holds (it borrows nothing from the document). Constant once collected: any
 * number of threads may draw.
 */
#ifndef FMKSIM_MODELS_QUANTITY_H
#define FMKSIM_MODELS_QUANTITY_H

#include "models/schema.h"
#include "sim/variate.h"

#include <stdint.h>

enum quantity_kind { QUANTITY_CONSTANT, QUANTITY_PRIOR };

struct quantity {
    char *path;
    char *unit;   /* "" if none */
    char *source; /* "F22", "assumption", "--set", "default"; null: nobody says */
    char *note;   /* null: none */
    char *file;
    int line;
    bool whole;       /* values are rounded to the nearest whole number within the bounds */
    bool date;        /* days since the epoch */
    double low, high; /* CONSTANT: the legal range; PRIOR: its support within it; -inf, +inf where open */
    enum quantity_kind kind;
    double constant;                     /* CONSTANT: the value; PRIOR: its median */
    struct variate_form form;            /* PRIOR */
    char *names[VARIATE_ARGUMENTS];      /* PRIOR: arguments as stated or added as truncation, … */
    double arguments[VARIATE_ARGUMENTS]; /* … and their values, form.argument_count of them */
    struct variate variate;              /* PRIOR: ready to draw; borrows `form` */
};

struct quantities {
    struct quantity **list; /* each at a fixed address */
    size_t count, room;
    uint64_t *entities; /* stream address of each */
};

/* A chance distribution (VARIATE): its form and which quantities are its arguments. */
struct chance {
    struct variate_form form;        /* owned */
    size_t index[VARIATE_ARGUMENTS]; /* into the quantities, form.argument_count of them */
};

void quantities_init(struct quantities *quantities); /* all-zero is the same */
void quantities_free(struct quantities *quantities);

/* Adds every number of a cleanly checked document, in the document's order, and notes the index in each setting.
 * `root`: the document's. Faults only for what the check could not see (memory; a prior that cannot be made). */
int quantities_collect(struct quantities *quantities, const struct schema *schema, struct document *document,
                       struct faults *faults);

/* Adds a choice among 0 … count - 1 with these weights, drawn like any prior and under that path: for what is uncertain
 * but no number of the document. Position and source are those of `setting`. The index, or -1 with a fault. */
long quantities_add_choice(struct quantities *quantities, const char *path, const char *unit, const double weights[],
                           size_t count, const struct setting *setting, struct faults *faults);

/* The index of the number at `path` below `from`; aborts if there is none (the program's mistake). */
size_t quantities_at(const struct setting *from, const char *path);

/* The index of the number with that full path, or -1. */
long quantities_find(const struct quantities *quantities, const char *path);

/* All values of one replication: values[count]. Constants are copied. */
void quantities_draw(const struct quantities *quantities, uint64_t seed, uint64_t replication, double values[]);

/* Where they stand in their priors: the uniforms in (0, 1) that quantities_draw() uses; 0.5 for constants. */
void quantities_positions(const struct quantities *quantities, uint64_t seed, uint64_t replication, double positions[]);
double quantities_position(const struct quantities *quantities, size_t index, uint64_t seed, uint64_t replication);

/* One number's value at u in (0, 1): the quantile of a prior, or the constant. */
double quantities_value(const struct quantities *quantities, size_t index, double u);

/* The distribution at `path` below `from` (a collected VARIATE). -1 with ERROR_MEMORY or ERROR_CONFIG. */
int chance_init(struct chance *chance, const struct setting *from, const char *path, struct error *error);
void chance_free(struct chance *chance);

/* The distribution with the values of one replication; ready to draw, borrows `chance`. Never fails for a
 * distribution whose arguments are constants, since schema_check() has made it once; with priors in it, two arguments
 * may contradict each other in a replication (min > max): ERROR_CONFIG. */
int chance_make(struct variate *variate, const struct chance *chance, const double values[], struct error *error);

#endif
