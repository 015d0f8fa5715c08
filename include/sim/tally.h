/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * tally: running statistics. `tally` of observations (Welford 1962; merging after Chan, Golub & LeVeque 1979),
 * `level` of a quantity over time (time-weighted). One thread at a time.
 */
#ifndef FMKSIM_SIM_TALLY_H
#define FMKSIM_SIM_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally {
    uint64_t count;
    double mean, square; /* square: sum of squared deviations from the mean */
    double min, max;     /* +inf, -inf while empty */
};

void tally_init(struct tally *tally);
void tally_add(struct tally *tally, double x);

/* Many observations: their own mean and squares in two passes, merged. In a fifth of the time of adding each, and as
 * exact, but not the same last bits. */
void tally_add_row(struct tally *tally, const double x[], size_t count);
void tally_merge(struct tally *tally, const struct tally *other);
double tally_mean(const struct tally *tally);     /* NaN while empty */
double tally_variance(const struct tally *tally); /* of the sample, n - 1; NaN below two */
double tally_error(const struct tally *tally);    /* standard error of the mean */

struct level {
    double value, since; /* the value now, and since when it has been counted */
    double start, area;  /* integral of the value from start to since */
    double max;
};

void level_init(struct level *level, double now, double value);
double level_mean(const struct level *level, double now); /* time average over [start, now]; NaN at start */
double level_area(const struct level *level, double now); /* now >= since, else it aborts */

/* Of use below only: aborts. */
_Noreturn void level_refuse(const struct level *level, double now);

/* From now on the quantity is `value`; aborts unless now >= since. */
static inline void level_set(struct level *level, double now, double value)
{
    if (!(now >= level->since))
        level_refuse(level, now);
    level->area += level->value * (now - level->since);
    level->since = now;
    level->value = value;
    level->max = value > level->max ? value : level->max;
}

#endif
