/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_calendars: compiles the work calendars into tables of effort.
 */
#include "models/programme_parts.h"
#include "sim/date.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_holiday(struct compiler *compiler, const struct setting *calendar, long day)
{
    int year, month, day_of_month;
    const struct setting *fixed = setting_named(calendar, "holidays"), *easter = setting_named(calendar, "easter");
    date_split(day, &year, &month, &day_of_month);
    /* MM-DD, written out: each day of each calendar is asked for */
    const char text[] = {(char)('0' + month / 10),        (char)('0' + month % 10),        '-',
                         (char)('0' + day_of_month / 10), (char)('0' + day_of_month % 10), '\0'};
    for (size_t i = 0; fixed && i < fixed->count; i++)
        if (strcmp(fixed->children[i]->value.text, text) == 0)
            return true;
    for (size_t i = 0; easter && i < easter->count; i++)
        if (day - date_easter(year) == lround(compile_constant(compiler->programme, easter->children[i])))
            return true;
    return false;
}

static double effort_of_day(struct compiler *compiler, const struct setting *calendar, long day)
{
    const struct programme *p = compiler->programme;
    const struct setting *weekdays = schema_get(calendar, "weekdays"), *reduced = setting_named(calendar, "reduced");
    double effort = compile_constant(p, weekdays->children[date_weekday(day) - 1]);
    int year, week;
    if (is_holiday(compiler, calendar, day))
        return 0;
    date_iso_week(day, &year, &week);
    for (size_t i = 0; reduced && i < reduced->count; i++) {
        const struct setting *weeks = schema_get(reduced->children[i], "weeks");
        for (size_t k = 0; k < weeks->count; k++)
            if (lround(compile_constant(p, weeks->children[k])) == week)
                effort *= compile_constant(p, schema_get(reduced->children[i], "effort"));
    }
    return effort;
}

/* The days off that a text names for one year only: a date, or the first and the last one with a slash between them.
 * False for what is neither. */
static bool dates_of(const char *text, long *first, long *last)
{
    char date[11] = "";
    if (strlen(text) == 10) {
        if (!date_parse(text, first))
            return false;
        *last = *first;
        return true;
    }
    if (strlen(text) != 21 || text[10] != '/')
        return false;
    memcpy(date, text, 10);
    return date_parse(date, first) && date_parse(text + 11, last) && *first <= *last;
}

static bool is_day_of_year(const char *text)
{
    char date[16];
    long day;
    snprintf(date, sizeof date, "2012-%.7s", text);
    return strlen(text) == 5 && date_parse(date, &day);
}

static int check_holidays(struct compiler *compiler, const struct setting *calendar)
{
    const struct setting *holidays = setting_named(calendar, "holidays");
    int status = 0;
    long first, last;
    for (size_t i = 0; holidays && i < holidays->count; i++) {
        const char *text = holidays->children[i]->value.text;
        if (!is_day_of_year(text) && !dates_of(text, &first, &last))
            status = compile_fault(compiler, holidays->children[i],
                                   "\"%.40s\" is no day of the year; write MM-DD, or for one year YYYY-MM-DD or the "
                                   "first and the last day, YYYY-MM-DD/YYYY-MM-DD",
                                   text);
    }
    return status;
}

/* No effort on the days of one year. */
static void take_off(const struct programme *p, const struct setting *calendar, double effort[], size_t days)
{
    const struct setting *holidays = setting_named(calendar, "holidays");
    long first, last;
    for (size_t i = 0; holidays && i < holidays->count; i++) {
        if (!dates_of(holidays->children[i]->value.text, &first, &last))
            continue;
        long from = first - p->epoch > 0 ? first - p->epoch : 0;
        for (long day = from; day <= last - p->epoch && day < (long)days; day++)
            effort[day] = 0;
    }
}

/* Work may end after the horizon; the tables reach a year beyond it and everything later is "never". */
static int compile_calendar(struct compiler *compiler, const struct setting *calendar, size_t index)
{
    struct programme *p = compiler->programme;
    size_t days = (size_t)p->horizon + 366;
    struct error error = {0};
    const struct setting *weekdays = schema_get(calendar, "weekdays");
    if (weekdays->count != 7)
        return compile_fault(compiler, weekdays, "has %zu numbers; seven are wanted, Monday to Sunday",
                             weekdays->count);
    if (check_holidays(compiler, calendar) != 0)
        return -1;
    double *effort = calloc(days, sizeof *effort);
    if (!effort)
        return faults_add(compiler->faults, 0, 0, "out of memory");
    for (size_t day = 0; day < days; day++)
        effort[day] = effort_of_day(compiler, calendar, p->epoch + (long)day);
    take_off(p, calendar, effort, days);
    int status = worktime_init(&p->worktime[index], effort, days, &error);
    free(effort);
    if (status != 0)
        return compile_fault(compiler, calendar, "%s", error.text);
    for (size_t i = 0; i < 7; i++)
        p->normal_week[index] += compile_constant(p, weekdays->children[i]);
    if (p->normal_week[index] <= 0)
        return compile_fault(compiler, weekdays, "a week without any effort; at least one day must have some");
    return 0;
}

int compile_calendars(struct compiler *compiler)
{
    struct programme *p = compiler->programme;
    const struct setting *group = schema_get(compiler->document->root, "calendars");
    if (compile_names(compiler, &p->calendars, group) != 0)
        return -1;
    if (p->calendars.count == 0)
        return compile_fault(compiler, group, "names no calendar; at least one is wanted");
    p->worktime = compile_take(compiler, p->calendars.count, sizeof *p->worktime);
    p->normal_week = compile_take(compiler, p->calendars.count, sizeof *p->normal_week);
    if (!p->worktime || !p->normal_week)
        return -1;
    int status = 0;
    for (size_t i = 0; i < p->calendars.count; i++)
        if (compile_calendar(compiler, setting_named(group, p->calendars.name[i]), i) != 0)
            status = -1;
    return status;
}
