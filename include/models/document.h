/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document: a configuration as a tree of settings, read from libconfig text.
 *
 * Knows no key of any programme: what is legal is the schema's business (models/schema.h). Each setting remembers
 * where it was said last, and on whose authority.
 *
 * Ownership: a document owns every setting and every text in it, from one pool; pointers into it stay valid until
 * document_free(), also those of settings that have been replaced since. Reading a document that nobody changes is
 * safe from any number of threads. All functions that can fail take a `struct faults` and return 0 or -1; they add
 * at least one fault when they return -1. The numeric locale must be "C" (a program that never sets it is fine).
 *
 * What is read is libconfig's language, with these differences:
 *   - a whole number is 64 bits wide with or without L (libconfig would wrap it silently), and one beyond that, like
 *     a real number beyond the range of doubles, is refused;
 *   - an array [ ] may mix whole and real numbers, and is the same as a list ( );
 *   - names consist of letters, digits, - and _, and begin with a letter; a text ends on the line on which it begins;
 *   - @include is refused. Instead a file may say `base = "other.cfg"` at its top (relative to itself) and then only
 *     what differs: groups merge by name, everything else replaces. A group that says `dist` or `value` is a number
 *     in the long form and replaces as a whole. Chains of bases are fine, cycles are refused.
 *
 * Sources: in any group `source = "F22"` is the authority of all that stands beneath it in the same file and has no
 * source of its own; `sources = { teams = "assumption"; }` names it key by key. They are resolved when a file is
 * read, before bases merge, so that a number keeps the source of the file that said it.
 */
#ifndef FMKSIM_MODELS_DOCUMENT_H
#define FMKSIM_MODELS_DOCUMENT_H

#include "sim/digest.h"
#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum setting_type {
    SETTING_GROUP,
    SETTING_LIST, /* libconfig's lists and arrays */
    SETTING_INTEGER,
    SETTING_REAL, /* always finite */
    SETTING_BOOLEAN,
    SETTING_TEXT, /* UTF-8 */
};

struct setting {
    const char *name; /* "" for the root and for elements of lists */
    enum setting_type type;
    union {
        int64_t integer;
        double real;
        bool boolean;
        const char *text;
    } value;
    const char *file;   /* as it was named; "--set" for the command line, "default" for a fallback */
    int line;           /* from 1; 0 for the command line and fallbacks */
    const char *source; /* authority: its own `source`, the nearest one above it; "--set"; "default"; or null */
    struct setting *parent;
    struct setting **children; /* groups and lists, in order */
    size_t count, room;
    size_t index;    /* among the parent's children */
    size_t quantity; /* its number in the quantity table, plus 1; 0: none (see models/quantity.h) */
};

/* A file that the configuration names, once it has been read: it travels with the document, so that the same
 * configuration is the same elsewhere and later. */
struct attachment {
    const char *name; /* as the configuration says it; null: there is none */
    const char *text; /* ends in a zero that `size` does not count */
    size_t size;
};

struct document {
    struct setting *root; /* a group */
    struct attachment attachment;
    struct document_block *blocks;
};

enum {
    DOCUMENT_BYTES = 2 << 20,    /* a file at most */
    DOCUMENT_TEXT_BYTES = 65536, /* one text at most */
    DOCUMENT_NAME_BYTES = 62,    /* one name at most */
    DOCUMENT_DEPTH = 32,         /* groups and lists within each other */
    DOCUMENT_CHILDREN = 4096,    /* settings in one group */
    DOCUMENT_BASES = 16,         /* length of a chain of bases */
    SETTING_PATH = 512,          /* bytes of a path that setting_path() fills */
};

/* Reads a file and its bases. On -1 the document is empty and holds nothing. */
int document_read(struct document *document, const char *path, struct faults *faults);

/* The same from memory, `name` standing for the file in messages; `base` is refused. For tests and fuzzing. */
int document_read_text(struct document *document, const char *name, const char *text, size_t length,
                       struct faults *faults);

/* An independent copy, positions and sources included. -1: out of memory. */
int document_copy(struct document *copy, const struct document *document, struct faults *faults);
void document_free(struct document *document); /* an all-zero document is fine, too */

/* Overrides one setting by "PATH=VALUE": the value is 5, 0.4, true, "text", [1, 2] or {dist = "uniform"; …}; any other
 * bare word (ready-first, 2015-06-30) is a text. The path may name a new setting of a group that exists; the schema
 * judges it afterwards. The setting's file is "--set", its line 0, and its source "--set" unless the value says one. */
int document_set(struct document *document, const char *assignment, struct faults *faults);

/* The same on behalf of a place in a file (a scenario's list of assignments): position and source are the ones given
 * (`source` may be null). Both texts are copied. */
int document_set_at(struct document *document, const char *assignment, const char *file, int line, const char *source,
                    struct faults *faults);

/* Lays a group (of this or another document) over the document's root as an overlay over its base: see above. */
int document_merge(struct document *document, const struct setting *overlay, struct faults *faults);

/* Appends (or replaces) the setting `name` of a group of this document by a copy of `value`, position and source
 * included. Returns the copy, or null with a fault. In a list, `name` is "" and the copy is appended. */
struct setting *document_put(struct document *document, struct setting *group, const char *name,
                             const struct setting *value, struct faults *faults);

/* A text as long-lived as the document; null: out of memory. */
const char *document_text(struct document *document, const char *text);

/* Attaches a copy of a file's bytes in the place of what was attached. */
int document_attach(struct document *document, const char *name, const char *bytes, size_t size, struct faults *faults);

/* Canonical text: every tree has one, and reading it gives the same tree (positions and resolved sources apart).
 * Real numbers carry the fewest digits that read back equal, and always a point or an exponent. The caller frees
 * *text, which ends in a zero that *length (may be null) does not count. */
int document_write(const struct document *document, char **text, size_t *length, struct faults *faults);

/* SHA-256 of the canonical text. */
int document_hash(const struct document *document, unsigned char value[DIGEST_BYTES], struct faults *faults);

/* The setting at a path below `from` ("a.b.c", list elements by index: "a.0.b"; "" is `from` itself), or null. */
struct setting *setting_find(const struct setting *from, const char *path);

/* The child of that name, or null; the i-th child, or null. Any type of setting may be asked. */
struct setting *setting_named(const struct setting *group, const char *name);
struct setting *setting_child(const struct setting *parent, size_t index);

/* The path from the root, cut at SETTING_PATH; "" for the root. Returns `path`. */
char *setting_path(const struct setting *setting, char path[SETTING_PATH]);

/* A scalar's value as a number: integers and reals only. */
bool setting_number(const struct setting *setting, double *value);

/* With its article: "a group", "a list", "an integer", "a real number", "a boolean", "a text". */
const char *setting_type_name(enum setting_type type);

#endif
