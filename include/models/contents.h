/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * contents: a file as a whole in memory.
 */
#ifndef FMKSIM_MODELS_CONTENTS_H
#define FMKSIM_MODELS_CONTENTS_H

#include <stddef.h>

enum { CONTENTS_MIB = 8, CONTENTS_WHY = 128 }; /* the largest file; bytes of a reason */

/* Reads a regular file of 1 byte to 8 MiB. Returns its bytes, for the caller to free, or null and in `why` what is
 * wrong with it, to be said after its name: "is empty". errno is ENOMEM if memory ran out. Any thread may read. */
char *contents_read(const char *path, size_t *size, char why[CONTENTS_WHY]);

/* The same of anything that can be read, a pipe too, as far as it goes, but at most `most` bytes and 8 more, so that
 * one that is too long is seen to be. */
char *contents_stream(const char *path, size_t most, size_t *size, char why[CONTENTS_WHY]);

#endif
