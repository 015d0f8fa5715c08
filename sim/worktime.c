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

/* Whether work can end within a day: its effort is there and not lost in rounding. */
static bool is_open(const struct worktime *worktime, size_t number)
{
    return worktime->day[number + 1].total > worktime->day[number].total;
}

static size_t next_open(const struct worktime *worktime, size_t number)
{
    while (number < worktime->last && !is_open(worktime, number))
        number++;
    return number;
}

/* Rounding is monotone, so a day whose end reaches effort a also reaches the mark of a: the table is a true bound. */
static void make_guide(struct worktime *worktime)
{
    size_t number = next_open(worktime, 0);
    for (size_t mark = 0; mark < worktime->marks; mark++) {
        while (number < worktime->last && mark_of(worktime, worktime->day[number + 1].total) < mark)
            number = next_open(worktime, number + 1);
        worktime->guide[mark] = (unsigned)number;
    }
}

static void list_days(struct worktime *worktime, const double effort[])
{
    struct worktime_day *day = worktime->day;
    for (size_t i = 0; i < worktime->days; i++) {
        day[i].effort = effort[i];
        day[i + 1].total = day[i].total + effort[i];
        worktime->last = is_open(worktime, i) ? i : worktime->last;
    }
}

static size_t count_open(const struct worktime *worktime)
{
    size_t count = 0;
    for (size_t i = 0; i < worktime->days; i++)
        count += is_open(worktime, i);
    return count;
}

int worktime_init(struct worktime *worktime, const double effort[], size_t days, struct error *error)
{
    *worktime = (struct worktime){.days = days};
    if (check(effort, days, error) != 0)
        return -1;

    worktime->day = calloc(days + 1, sizeof *worktime->day);
    if (!worktime->day)
        goto no_memory;
    list_days(worktime, effort);

    /* So many marks a day that between two of them there is hardly ever more than one day to search. Efforts too small
     * for that get a single mark, so a search of the whole. */
    enum { MARKS_A_DAY = 2 };
    double all = worktime->day[days].total;
    worktime->scale = all > 1e-300 ? MARKS_A_DAY * (double)count_open(worktime) / all : 0;
    worktime->marks = mark_of(worktime, all) + 2;
    worktime->guide = malloc(worktime->marks * sizeof *worktime->guide);
    if (!worktime->guide)
        goto no_memory;
    make_guide(worktime);
    return 0;

no_memory:
    worktime_free(worktime);
    return error_set(error, ERROR_MEMORY, "out of memory: a work calendar of %zu days", days);
}

void worktime_free(struct worktime *worktime)
{
    free(worktime->day);
    free(worktime->guide);
    *worktime = (struct worktime){0};
}

double worktime_effort(const struct worktime *worktime, double t)
{
    if (!(t > 0))
        return 0;
    if (t >= (double)worktime->days)
        return worktime->day[worktime->days].total;
    size_t number = (size_t)t;
    const struct worktime_day *day = &worktime->day[number];
    return day->total + (t - (double)number) * day->effort;
}

/* The first day whose end reaches effort a, 0 < a <= A(days): that of a's mark or of the next mark, which needs no
 * branch; where efforts differ much, one in between. */
static size_t find_day(const struct worktime *worktime, double a)
{
    const struct worktime_day *day = worktime->day;
    size_t mark = mark_of(worktime, a), low = worktime->guide[mark], high = worktime->guide[mark + 1];
    size_t found = day[low + 1].total < a ? high : low;
    if (day[found].total < a)
        return found;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (day[middle + 1].total < a)
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
    if (least > worktime->day[worktime->days].total)
        return (double)INFINITY;

    size_t number = find_day(worktime, least);
    const struct worktime_day *day = &worktime->day[number];
    double midnight = (double)number + 1;
    if (a + slack >= day[1].total)
        return midnight;
    double part = a - day->total;
    if (day->effort != 1) /* on most days nobody waits for a division */
        part /= day->effort;
    double t = (double)number + part;
    return t < midnight ? t : midnight;
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
