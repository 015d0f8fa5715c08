/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nearest: edit distance by the usual one-row dynamic programme.
 */
#include "sim/nearest.h"

#include <string.h>

enum { NEAREST_BYTES = 63 };

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

size_t nearest_distance(const char *a, const char *b)
{
    size_t a_length = strnlen(a, NEAREST_BYTES), b_length = strnlen(b, NEAREST_BYTES);
    size_t row[NEAREST_BYTES + 1]; /* distances of a's first i bytes to every prefix of b */
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[b_length];
}

const char *nearest_name(const char *wanted, const char *const names[], size_t count)
{
    size_t best = strnlen(wanted, NEAREST_BYTES) / 3 + 2;
    const char *name = 0;
    for (size_t i = 0; i < count; i++) {
        size_t distance = nearest_distance(wanted, names[i]);
        if (distance < best) {
            best = distance;
            name = names[i];
        }
    }
    return name;
}
