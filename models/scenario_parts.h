/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario_parts: what the files about scenarios share and nobody else sees.
 *
 * Each takes only from those before it: scenarios (the list), sweep, scenario_date, scenario; scenario_match stands
 * alone.
 */
#ifndef FMKSIM_MODELS_SCENARIO_PARTS_H
#define FMKSIM_MODELS_SCENARIO_PARTS_H

#include "models/scenario.h"

/* Letters, digits, - and _, not too many, the first one a letter or digit. */
bool scenario_name_legal(const char *name);

/* The text of that name in a group; null if there is none. */
const char *scenario_text(const struct setting *group, const char *name);

/* Its `kind`; a lever where none is said, or none that there is (then the schema's check says so). */
enum scenario_kind scenario_kind_of(const struct setting *group);

/* Room for one more, with so many assignments; null with a fault if there is none. */
struct scenario *scenarios_add(struct scenarios *scenarios, size_t assignments, struct faults *faults);

/* Takes the last one away again, with its texts if it is a sweep's point. */
void scenarios_drop(struct scenarios *scenarios);

/* What --scenario means by a name must be one thing: the scenario or the sweep that has it, among the first `count`;
 * null: none has. */
const struct scenario *scenarios_owner(const struct scenarios *scenarios, size_t count, const char *name);

/* PATH=VALUE from a day on: an entry of the list `changes` beside what it changes. A list of changes has its own dates
 * and is assigned as it is. -1 with a fault for what cannot change on a date. */
struct dated_assignment {
    const char *text, *from, *file;
    int line;
    const char *source;
};
int assignment_on_date(struct document *document, const struct dated_assignment *assignment, struct faults *faults);

/* Adds the points of one sweep of the document. */
int sweep_list(struct scenarios *scenarios, const struct setting *sweep, struct faults *faults);

#endif
