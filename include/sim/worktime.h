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

struct worktime {
    size_t days;      /* length; instants lie in [0, days] */
    double *effort;   /* [days], share of normal effort of day i, >= 0 */
    double *total;    /* [days + 1], A at the midnight that begins day i */
    unsigned *day_of; /* [floor(A(days)) + 2], first day whose end reaches effort k */
    size_t marks;
};

/* Copies the efforts, each finite and in [0, 1000]. ERROR_CONFIG, ERROR_MEMORY. */
int worktime_init(struct worktime *worktime, const double effort[], size_t days, struct error *error);
void worktime_free(struct worktime *worktime);

double worktime_effort(const struct worktime *worktime, double t);   /* A(t); t outside [0, days] is clamped */
double worktime_inverse(const struct worktime *worktime, double a);  /* earliest t with A(t) >= a; +inf if none */
double worktime_after(const struct worktime *worktime, double t, double work_days); /* A^-1(A(t) + d); d = 0 gives t */

#endif
