/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * worktime: how much work fits between two instants.
 *
 * A work calendar gives each day the share of normal effort available; A(t) is its cumulated effort since instant 0.
 * An activity of d working days that starts at t ends at A^-1(A(t) + d), the earliest such instant: so a day's work
 * ends at the midnight that ends the day. Constant once made; any number of threads may read.
 */
#ifndef FMKSIM_SIM_WORKTIME_H
#define FMKSIM_SIM_WORKTIME_H

#include "sim/error.h"

#include <stddef.h>

struct worktime_day {
    double total;  /* A at the midnight that begins it */
    double effort; /* share of normal effort, >= 0 */
};

struct worktime {
    size_t days;              /* length; instants lie in [0, days] */
    size_t last;              /* day with effort; 0 without any */
    struct worktime_day *day; /* [days + 1], of the last one only `total` */
    unsigned
        *guide; /* [marks], guide table: the first day whose end reaches mark k (Chen & Asau 1974), else the last */
    size_t marks;
    double scale; /* marks a unit of effort */
};

enum { WORKTIME_DAYS_MAX = 1000000 };

/* Copies the efforts, each finite and in [0, 1000], of 1 to WORKTIME_DAYS_MAX days. ERROR_CONFIG, ERROR_MEMORY. */
int worktime_init(struct worktime *worktime, const double effort[], size_t days, struct error *error);
void worktime_free(struct worktime *worktime);

/* A(t); t outside [0, days] is clamped. */
double worktime_effort(const struct worktime *worktime, double t);

/* The earliest t >= 0 with A(t) >= a; +inf if there is none. */
double worktime_inverse(const struct worktime *worktime, double a);

/* When work of d >= 0 days that starts at t is done: A^-1(A(t) + d), not before t, t itself if d = 0, +inf if never.
 * Within a billionth of a working day of a midnight it is that midnight: or else 0.1 + 0.2 + 0.7 days' work, which
 * rounding makes a little more than a day, would on a Friday last until Monday. */
double worktime_after(const struct worktime *worktime, double t, double work_days);

#endif
