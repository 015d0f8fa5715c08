/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_parts: patterns, shared by the schema's sources.
 *
 * From a text to a number, each takes only from those before it: schema_key (which row of the table), number (what one
 * scalar may be), form (the parts of a distribution), quantity_read (a number in any of its forms), quantity (all
 * numbers of a configuration), chance (a distribution that is drawn from), schema_complete, schema (the check of it
 * all).
 */
#ifndef FMKSIM_MODELS_SCHEMA_PARTS_H
#define FMKSIM_MODELS_SCHEMA_PARTS_H

#include "models/schema.h"

/* The segments of a setting's path, or of a pattern. */
enum { SCHEMA_SEGMENTS = DOCUMENT_DEPTH + 1 };

/* How a pattern meets a path of `count` segments: it ends with it, goes on beneath it, or does not meet it. */
enum meeting { MEETING_NONE, MEETING_BENEATH, MEETING_EXACT };
enum meeting schema_meeting(const char *pattern, const char *path);

/* Segments of a pattern, and the length of the first. */
size_t schema_depth(const char *pattern);
size_t schema_segment(const char *pattern);

/* The row whose pattern meets a path exactly, the most literal of them; null: none. */
const struct schema_key *schema_key_at(const struct schema *schema, const char *path);

/* Whether a setting is a remark such as `source`, which is no key unless the row names it literally. */
bool schema_remark_at(const struct setting *setting, const struct schema_key *key);

/* "an integer", "a list of texts" */
const char *schema_type_name(enum schema_type type);

/* Puts fallbacks into the document and misses what is required. */
void schema_complete(const struct schema *schema, struct document *document, struct faults *faults);

#endif
