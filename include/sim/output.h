/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * output: a file that is written beside its name and gets the name when it is whole.
 *
 * Beside FILE lie, while it is written, FILE.fmksim-part with what there is of it, and FILE.fmksim-lock, whose lock
 * (flock) the one writer holds. Both names are the program's own; what a killed writer left of them is in nobody's
 * way. FILE itself is what it was before, or whole.
 */
#ifndef FMKSIM_SIM_OUTPUT_H
#define FMKSIM_SIM_OUTPUT_H

#include "sim/error.h"

#include <stdbool.h>
#include <stddef.h>

struct output;

/* May `path` be written? Only if nothing is there or, by `force`, a regular file; never through a symbolic link, and
 * never in place of a folder, device, pipe or socket; nor is "-" a name. 0, or -1 with ERROR_USAGE or, if it cannot be
 * seen, ERROR_IO. */
int output_check(const char *path, bool force, struct error *error);

/* None of the files that a command reads may be what it writes, by whatever names: its input would be gone, and by
 * --force at that. Null pointers are passed over. 0, or -1 with ERROR_USAGE. */
int output_apart(const char *path, const char *const inputs[], size_t count, struct error *error);

/* Gives up locking for the whole process, on file systems that have no locks; called before anything is claimed. */
void output_without_locks(void);

/* Makes the caller the one writer of `path`, which is checked; it can write at leisure, as nothing is created yet under
 * the name. ERROR_IO if another process is the writer, which is named, or if there are no locks; ERROR_USAGE,
 * ERROR_MEMORY. */
int output_claim(struct output **output, const char *path, bool force, struct error *error);

/* Creates the part, new and empty, for reading and writing. 0 or -1. */
int output_begin(struct output *output, struct error *error);

/* The name under which the file is to be written until it is whole; valid as long as the output. */
const char *output_part(const struct output *output);
const char *output_path(const struct output *output); /* its own */

/* Once the part is whole: syncs it, gives it its name and syncs the folder. Or tells what failed (ERROR_IO) and leaves
 * nothing.
 * Frees the output in any case. */
int output_commit(struct output *output, struct error *error);

/* Gives up: removes the part and the lock, and frees. A null pointer is allowed. */
void output_discard(struct output *output);

/* The rest for a file that is in memory: begins it, unless it is begun, writes and commits. Frees the output in any
 * case. */
int output_write(struct output *output, const void *bytes, size_t size, struct error *error);

#endif
