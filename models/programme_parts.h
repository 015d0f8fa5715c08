/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_parts: what the files that compile a programme share; nobody else includes it.
 *
 * Each takes only from those before it: compile (below), programme_facts, the parts (programme_*), programme.
 */
#ifndef FMKSIM_MODELS_PROGRAMME_PARTS_H
#define FMKSIM_MODELS_PROGRAMME_PARTS_H

#include "models/keys.h"
#include "models/programme.h"

#include <stddef.h>

struct compiler {
    struct programme *programme;
    struct document *document;
    struct faults *faults;
};

/* A piece of the memory that the programme owns. */
struct programme_block {
    struct programme_block *next;
    max_align_t memory[];
};

/* Zeroed memory that the programme owns; null with a fault if there is none. */
void *compile_take(struct compiler *compiler, size_t count, size_t size);

/* A copy that the programme owns; an empty text with a fault if there is no memory. Never null, so that names can be
 * compared on the way to telling that fault. */
char *compile_text(struct compiler *compiler, const char *text);

/* Adds a fault at a setting's place, the setting's path in front of the text. Returns -1. */
int compile_fault(struct compiler *compiler, const struct setting *setting, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The number at a path below a setting; the optional one is NO_NUMBER where nothing is said. */
number compile_number(const struct setting *from, const char *path);
number compile_optional(const struct setting *from, const char *path);

/* The chance distribution at a path, as an index; NOBODY where nothing is said. */
int compile_chance(struct compiler *compiler, const struct setting *from, const char *path);

/* The index of a text among names, NOBODY with a fault (and the nearest name) if it is none of them. */
int compile_name(struct compiler *compiler, const struct setting *text, char *const names[], size_t count,
                 const char *what);

/* Whether the view knows of a group, by its day `key` ("known_from"). What it does not know, `path` below the group (""
 * for all of it), is noted among the unknown. */
bool compile_known(struct compiler *compiler, const struct setting *group, const char *key, const char *path);

/* The constant that a fixed number is. */
double compile_constant(const struct programme *programme, const struct setting *setting);

/* Names and titles of the groups within a group. */
int compile_names(struct compiler *compiler, struct name_list *list, const struct setting *group);

/* The parts, each after the ones above it. */
int compile_calendars(struct compiler *compiler);
int compile_vendors(struct compiler *compiler);
int compile_waves(struct compiler *compiler);
int compile_sites(struct compiler *compiler);   /* wants vendors, waves */
int compile_network(struct compiler *compiler); /* wants calendars, pools */
int compile_gates(struct compiler *compiler);   /* wants sites, the network */
int compile_corps(struct compiler *compiler);   /* wants the network */
int compile_deadlines(struct compiler *compiler);
int compile_uptake(struct compiler *compiler); /* wants deadlines */
int compile_risks(struct compiler *compiler);
void compile_doctors(struct compiler *compiler);
void compile_helps(struct compiler *compiler);
int compile_needs(struct compiler *compiler, const struct setting *group, struct node *node); /* of an activity */
int compile_changes(struct compiler *compiler);                                               /* wants all the others */
int compile_leaders(struct compiler *compiler);                                               /* wants changes */
int compile_costs(struct compiler *compiler);                                                 /* wants changes */

#endif
