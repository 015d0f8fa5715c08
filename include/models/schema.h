/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema: one table of keys from which a configuration is checked, completed and documented.
 *
 * A key's path is a pattern: "vendors.*.teams", where * stands for any one name or list index; a literal segment wins
 * over *. Order in the table is the order of the documentation.
 *
 * Numbers. NUMBER, INTEGER and DATE settings are written as
 *   - a plain scalar:       teams = 2;                    a date: "2015-06-30"
 *   - a constant at length: teams = { value = 2; source = "F5"; note = "…"; unit = "teams"; };
 *   - a prior:              teams = { dist = "triangular"; min = 1; mode = 2; max = 4; source = "assumption"; };
 *     with the families and arguments of sim/variate.h, all arguments constants, drawn once a replication.
 * A VARIATE is chance, drawn anew at each use: a plain scalar, { value = … }, or { dist = …; } in which each scalar
 * argument is a NUMBER of its own (so it may be a prior, and has a path: activities.upgrade.duration.mean).
 * A DATE counts days since the epoch; its location arguments (value, min, mode, max, mean, median, low, high, q10,
 * q90 and the elements of values) may be texts "YYYY-MM-DD" or numbers of days since the epoch.
 *
 * Bounds. A constant, the ends of a bounded prior (uniform, triangular, pert, beta, empirical, discrete, bernoulli)
 * and a stated low or high must lie within the key's bounds; a prior of any other family is truncated to the key's
 * bounds where it states no low or high itself. Of a VARIATE the bounds hold for its location arguments, and a normal
 * one must state its low (high) if the key's low (high) is finite; it is never truncated tacitly, since
 * truncation costs time at each draw. Its other arguments: sd, cv, sigma, shape, scale, a, b >= 0; p, rho in [0, 1].
 *
 * Every group may say `source`, `sources` (a group of texts), `note` and `title`.
 *
 * Absent keys. A key without fallback that is not required may be absent: setting_named() gives null. A required key
 * is missed in each instance of its parent that is there. A group that has no row of its own counts as there, empty,
 * if its own parent is there; a group with a row of its own is there if the file says it or it has the fallback "{}".
 * A required "a.*" demands at least one entry of "a" if "a" itself is required (or has no row and is there).
 *
 * Ownership: schema, keys and their texts are the caller's, static as a rule. Nothing is allocated but in the
 * document's pool. Functions other than schema_check() change nothing: any number of threads.
 */
#ifndef FMKSIM_MODELS_SCHEMA_H
#define FMKSIM_MODELS_SCHEMA_H

#include "models/document.h"

#include <stdio.h>

enum schema_type {
    SCHEMA_TEXT,
    SCHEMA_CHOICE, /* a text of key->choices */
    SCHEMA_BOOLEAN,
    SCHEMA_DAY,     /* a fixed day, "YYYY-MM-DD"; no quantity, no prior */
    SCHEMA_INTEGER, /* a quantity with whole values; a prior's draws are rounded */
    SCHEMA_NUMBER,  /* a quantity */
    SCHEMA_DATE,    /* a quantity, days since the epoch */
    SCHEMA_VARIATE, /* a chance distribution; its arguments are quantities */
    SCHEMA_TEXT_LIST,
    SCHEMA_NUMBER_LIST, /* each element a quantity like NUMBER, path "a.0", "a.1", … */
    SCHEMA_GROUP,
    SCHEMA_LIST, /* elements are described by "path.*" */
    SCHEMA_ANY,  /* not looked into: checked elsewhere (a scenario's overlay) */
};

struct schema_key {
    const char *path;
    enum schema_type type;
    const char *unit; /* null: none */
    double low, high; /* legal range, inclusive; low == high: no bounds; INFINITY where one side is open.
                         DATE: days since the epoch. TEXT, TEXT_LIST, LIST: not used */
    bool required;
    bool fixed;           /* a quantity that must be a constant */
    const char *fallback; /* libconfig text, "5" or "\"fifo\"" or "{ dist = …; }"; null: none */
    const char *choices;  /* "a|b|c" */
    const char *meaning;  /* one sentence */
    const char *example;  /* libconfig text, null: none */
};

struct schema {
    const struct schema_key *keys;
    size_t count;
    const char *epoch; /* path of the DAY that is instant 0; null: 1970-01-01 */
};

/* Checks the whole document, adding ALL faults, and puts the fallbacks of absent keys into the document (file and
 * source "default", line 0), so that afterwards reading needs no fallbacks and document_write() gives the whole
 * effective configuration. May be repeated. Sorts the faults. 0: clean. */
int schema_check(const struct schema *schema, struct document *document, struct faults *faults);

/* The key that describes a setting; null: none (then it is no part of the schema, or an argument of a number). */
const struct schema_key *schema_key_of(const struct schema *schema, const struct setting *setting);

/* The day that is instant 0. Valid after a clean check. */
long schema_epoch(const struct schema *schema, const struct document *document);

/* On whose authority a setting is what it is; null if nobody says. */
const char *schema_source(const struct setting *setting);

/* The note that belongs to a setting: its own, or null. */
const char *schema_note(const struct setting *setting);

/* Reading after a clean check. `path` is relative to `from` (a setting of the document); a key that is absent or of
 * another type is a mistake of the program, not of the user: it aborts with the path. */
bool schema_has(const struct setting *from, const char *path);
const struct setting *schema_get(const struct setting *from, const char *path);
const char *schema_text(const struct setting *from, const char *path); /* TEXT, CHOICE */
bool schema_boolean(const struct setting *from, const char *path);
long schema_day(const struct setting *from, const char *path);        /* DAY: days since 1970-01-01 */
int64_t schema_integer(const struct setting *from, const char *path); /* `fixed` INTEGER, scalar or { value } */
int schema_choice(const struct setting *from, const char *path, const char *choices); /* index in "a|b|c" */

/* Names every group may say besides its keys: source, sources, note, title. */
bool schema_is_remark(const char *name);

/* The reference table in Markdown, a section for each top-level name. -1: cannot be written. */
int schema_describe(const struct schema *schema, FILE *file);

#endif
