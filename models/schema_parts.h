/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * schema_parts: patterns, shared by the schema's sources.
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

/* "an integer", "a list of texts" */
const char *schema_type_name(enum schema_type type);

/* Puts fallbacks into the document and misses what is required. */
void schema_complete(const struct schema *schema, struct document *document, struct faults *faults);

#endif
