/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * worktime: see include/sim/worktime.h.
 */
#include "sim/worktime.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

static const double SNAP = 1e-9; /* working days, 0.1 ms: far above rounding, far below anything that matters */

static int check(const double effort[], size_t days, struct error *error)
{
    if (days < 1 || days > WORKTIME_DAYS_MAX)
        return error_set(error, ERROR_CONFIG, "work calendar of %zu days, must be 1 to %d", days, WORKTIME_DAYS_MAX);
    for (size_t i = 0; i < days; i++)
        if (!(effort[i] >= 0 && effort[i] <= 1000))
            return error_set(error, ERROR_CONFIG, "effort %g on day %zu of a work calendar, must be in [0, 1000]",
                             effort[i], i);
    return 0;
}

static size_t mark_of(const struct worktime *worktime, double a)
{
    return (size_t)(a * worktime->scale);
}

/* Rounding is monotone, so a day whose end reaches effort a also reaches the mark of a: the table is a true bound. */
static void make_guide(struct worktime *worktime)
{
    size_t days = worktime->days, day = 0;
    for (size_t mark = 0; mark < worktime->marks; mark++) {
        while (day < days - 1 && mark_of(worktime, worktime->total[day + 1]) < mark)
            day++;
        worktime->day_of[mark] = (unsigned)day;
    }
}

int worktime_init(struct worktime *worktime, const double effort[], size_t days, struct error *error)
{
    *worktime = (struct worktime){.days = days};
    if (check(effort, days, error) != 0)
        return -1;

    worktime->effort = malloc(days * sizeof *worktime->effort);
    worktime->total = calloc(days + 1, sizeof *worktime->total);
    if (!worktime->effort || !worktime->total)
        goto no_memory;

    for (size_t i = 0; i < days; i++) {
        worktime->effort[i] = effort[i];
        worktime->total[i + 1] = worktime->total[i] + effort[i];
    }

    /* So many marks a day that between two of them there is hardly ever more than one day to search. Efforts too small
     * for that get a single mark, so a search of the whole. */
    enum { MARKS_A_DAY = 4 };
    double all = worktime->total[days];
    worktime->scale = all > 1e-300 ? MARKS_A_DAY * (double)days / all : 0;
    worktime->marks = mark_of(worktime, all) + 2;
    worktime->day_of = malloc(worktime->marks * sizeof *worktime->day_of);
    if (!worktime->day_of)
        goto no_memory;
    make_guide(worktime);
    return 0;

no_memory:
    worktime_free(worktime);
    return error_set(error, ERROR_MEMORY, "out of memory: a work calendar of %zu days", days);
}

void worktime_free(struct worktime *worktime)
{
    free(worktime->effort);
    free(worktime->total);
    free(worktime->day_of);
    *worktime = (struct worktime){0};
}

double worktime_effort(const struct worktime *worktime, double t)
{
    if (!(t > 0))
        return 0;
    if (t >= (double)worktime->days)
        return worktime->total[worktime->days];
    size_t day = (size_t)t;
    return worktime->total[day] + (t - (double)day) * worktime->effort[day];
}

/* The first day whose end reaches effort a, 0 < a <= A(days). */
static size_t find_day(const struct worktime *worktime, double a)
{
    size_t mark = mark_of(worktime, a);
    size_t low = worktime->day_of[mark], high = worktime->day_of[mark + 1];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (worktime->total[middle + 1] < a)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The earliest t with A(t) >= a, an end of day that comes within `slack` of a counting as there. */
static double find(const struct worktime *worktime, double a, double slack)
{
    double least = a - slack;
    if (!(least > 0))
        return 0;
    if (least > worktime->total[worktime->days])
        return (double)INFINITY;

    size_t day = find_day(worktime, least);
    if (a + slack >= worktime->total[day + 1])
        return (double)day + 1;
    /* The day's effort is positive: its end reaches `least`, the day before did not. */
    double part = a - worktime->total[day];
    if (worktime->effort[day] != 1) /* on most days nobody waits for a division */
        part /= worktime->effort[day];
    double t = (double)day + part;
    return t < (double)day + 1 ? t : (double)day + 1;
}

double worktime_inverse(const struct worktime *worktime, double a)
{
    return find(worktime, a, 0);
}

double worktime_after(const struct worktime *worktime, double t, double work_days)
{
    if (!(work_days > 0))
        return t;
    double end = find(worktime, worktime_effort(worktime, t) + work_days, SNAP);
    return end > t ? end : t;
}
