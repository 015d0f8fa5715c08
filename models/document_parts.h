/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * document_parts: what the document's sources share and nobody else sees.
 */
#ifndef FMKSIM_MODELS_DOCUMENT_PARTS_H
#define FMKSIM_MODELS_DOCUMENT_PARTS_H

#include "models/document.h"

/* Zeroed memory as long-lived as the document; null: out of memory. */
void *document_take(struct document *document, size_t size);

/* A new setting without parent, and its appending to one (-1: out of memory). */
struct setting *document_new(struct document *document, const char *name, enum setting_type type, const char *file,
                             int line);
int document_append(struct document *document, struct setting *parent, struct setting *child);

/* A new last child, positioned like its parent; null: out of memory, or there was no parent. */
struct setting *document_grow(struct document *document, struct setting *parent, const char *name,
                              enum setting_type type);
bool document_grow_text(struct document *document, struct setting *parent, const char *name, const char *text);

/* A deep copy into the document's pool, without parent; null: out of memory. */
struct setting *document_clone(struct document *document, const struct setting *setting);

/* Lays overlay's children over group's; both may be of different documents. -1: out of memory. */
int document_overlay(struct document *document, struct setting *group, const struct setting *overlay);

/* Parses text into a new root in the document's pool; null with faults. */
struct setting *document_parse(struct document *document, const char *name, const char *text, size_t length,
                               struct faults *faults);

/* Fills `source` of a tree from its `source` and `sources` settings. */
void document_resolve_sources(struct setting *setting, const char *inherited);

/* A number in the long form: a group that says `dist` or `value`. */
bool setting_is_number_group(const struct setting *setting);

/* Well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF). */
bool document_is_utf8(const char *text);

/* Whether these bytes are a name: letters, digits, - and _, beginning with a letter. */
bool document_is_name(const char *text, size_t length);

/* What one bare word says: an integer, a real number, a boolean, or nothing of the sort. */
enum scan_word { SCAN_INTEGER, SCAN_REAL, SCAN_TRUE, SCAN_FALSE, SCAN_OVERFLOW, SCAN_OTHER };
enum scan_word scan_word(const char *text, size_t length, int64_t *integer, double *real);

/* Checks a text token by token and returns it in a form that libconfig takes as it is meant: comments blanked,
 * integers with L, arrays as lists; lines stay where they are. The caller frees it. Null with all faults found. */
char *scan_text(const char *file, const char *text, size_t length, struct faults *faults);

#endif
