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
