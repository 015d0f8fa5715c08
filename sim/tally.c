/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tally: see include/sim/tally.h.
 */
#include "sim/tally.h"

#include "sim/error.h"

#include <math.h>

void tally_init(struct tally *tally)
{
    *tally = (struct tally){.min = (double)INFINITY, .max = -(double)INFINITY};
}

void tally_add(struct tally *tally, double x)
{
    tally->count++;
    double from_old = x - tally->mean;
    tally->mean += from_old / (double)tally->count;
    tally->square += from_old * (x - tally->mean);
    tally->min = x < tally->min ? x : tally->min;
    tally->max = x > tally->max ? x : tally->max;
}

enum { LANES = 4 }; /* beside each other, so that no addition waits for the one before */

/* The first pass over a multiple of LANES: sum and extremes. */
static struct tally gather(const double x[], size_t count)
{
    struct tally row = {.count = count, .min = (double)INFINITY, .max = -(double)INFINITY};
    double sum[LANES] = {0}, min[LANES], max[LANES];
    for (size_t l = 0; l < LANES; l++)
        min[l] = max[l] = x[l];
    for (size_t i = 0; i < count; i += LANES)
        for (size_t l = 0; l < LANES; l++) {
            sum[l] += x[i + l];
            min[l] = x[i + l] < min[l] ? x[i + l] : min[l];
            max[l] = x[i + l] > max[l] ? x[i + l] : max[l];
        }
    for (size_t l = 0; l < LANES; l++) {
        row.mean += sum[l] / (double)count;
        row.min = min[l] < row.min ? min[l] : row.min;
        row.max = max[l] > row.max ? max[l] : row.max;
    }
    return row;
}

void tally_add_row(struct tally *tally, const double x[], size_t count)
{
    size_t whole = count - count % LANES;
    if (whole > 0) {
        struct tally row = gather(x, whole);
        double square[LANES] = {0};
        for (size_t i = 0; i < whole; i += LANES)
            for (size_t l = 0; l < LANES; l++)
                square[l] += (x[i + l] - row.mean) * (x[i + l] - row.mean);
        for (size_t l = 0; l < LANES; l++)
            row.square += square[l];
        tally_merge(tally, &row);
    }
    for (size_t i = whole; i < count; i++)
        tally_add(tally, x[i]);
}

void tally_merge(struct tally *tally, const struct tally *other)
{
    if (other->count == 0)
        return;
    if (tally->count == 0) {
        *tally = *other;
        return;
    }

    double n = (double)tally->count, m = (double)other->count;
    double apart = other->mean - tally->mean;
    tally->count += other->count;
    tally->mean += apart * (m / (n + m));
    tally->square += other->square + apart * apart * (n * m / (n + m));
    tally->min = other->min < tally->min ? other->min : tally->min;
    tally->max = other->max > tally->max ? other->max : tally->max;
}

double tally_mean(const struct tally *tally)
{
    return tally->count > 0 ? tally->mean : (double)NAN;
}

double tally_variance(const struct tally *tally)
{
    return tally->count > 1 ? tally->square / (double)(tally->count - 1) : (double)NAN;
}

double tally_error(const struct tally *tally)
{
    return sqrt(tally_variance(tally) / (double)tally->count);
}

void level_init(struct level *level, double now, double value)
{
    *level = (struct level){.value = value, .since = now, .start = now, .max = value};
}

void level_refuse(const struct level *level, double now)
{
    error_abort("level: set at %.17g, which lies before %.17g", now, level->since);
}

double level_area(const struct level *level, double now)
{
    if (!(now >= level->since))
        level_refuse(level, now);
    return level->area + level->value * (now - level->since);
}

double level_mean(const struct level *level, double now)
{
    double area = level_area(level, now);
    return now > level->start ? area / (now - level->start) : (double)NAN;
}
