/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nearest: which known name was probably meant. Pure functions, any thread.
 */
#ifndef FMKSIM_SIM_NEAREST_H
#define FMKSIM_SIM_NEAREST_H

#include <stddef.h>

/* Insertions, deletions and replacements of one byte that turn `a` into `b` (Levenshtein); only the first 63 bytes of
 * each are looked at. */
size_t nearest_distance(const char *a, const char *b);

/* The name with the smallest distance, the first of equals; null if there is none within a third of the wanted name's
 * length plus one, since a wild guess helps nobody. */
const char *nearest_name(const char *wanted, const char *const names[], size_t count);

#endif
