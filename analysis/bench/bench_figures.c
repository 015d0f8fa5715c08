/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench_figures: the clocks, the cases, and the figures that are made of their rounds.
 */
#include "analysis/bench/bench_parts.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

double bench_now(void)
{
    return seconds_of(CLOCK_MONOTONIC);
}

double bench_worked(void)
{
    return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

int bench_add(struct bench *bench, void *state, int (*measure)(void *state, double *seconds, struct error *error),
              void (*release)(void *state))
{
    if (!state)
        return -1;
    bench->cases[bench->count] = (struct bench_case){.state = state, .measure = measure, .release = release};
    return (int)bench->count++;
}

/* ---- figures ---- */

static struct bench_figure *add_figure(struct bench *bench, const char *name, const char *unit, const char *meaning)
{
    struct bench_report *report = bench->report;
    if (report->count == report->room) {
        size_t room = 2 * report->room + 32;
        struct bench_figure *figures = realloc(report->figures, room * sizeof *figures);
        if (!figures)
            return 0;
        report->figures = figures;
        report->room = room;
    }
    struct bench_figure *figure = &report->figures[report->count++];
    *figure = (struct bench_figure){.meaning = meaning};
    snprintf(figure->name, sizeof figure->name, "%s", name);
    snprintf(figure->unit, sizeof figure->unit, "%s", unit);
    return figure;
}

/* Sorts the values, one a round. */
static void summarise(struct bench_figure *figure, double values[], size_t count)
{
    gsl_sort(values, 1, count);
    figure->low = gsl_stats_quantile_from_sorted_data(values, 1, count, 0.25);
    figure->median = gsl_stats_quantile_from_sorted_data(values, 1, count, 0.5);
    figure->high = gsl_stats_quantile_from_sorted_data(values, 1, count, 0.75);
}

/* scale x of / over, where either may be NOBODY: 1. */
static void add_quotient(struct bench *bench, int of, int over, double scale, struct bench_figure *figure)
{
    double *values = figure ? malloc(bench->rounds * sizeof *values) : 0;
    if (!values)
        return;
    for (size_t i = 0; i < bench->rounds; i++)
        values[i] = scale * (of == NOBODY ? 1 : bench->cases[of].sample[i]) /
                    (over == NOBODY ? 1 : bench->cases[over].sample[i]);
    summarise(figure, values, bench->rounds);
    free(values);
}

void bench_rate(struct bench *bench, int of, double scale, const char *name, const char *unit, const char *meaning)
{
    add_quotient(bench, NOBODY, of, scale, add_figure(bench, name, unit, meaning));
}

void bench_cost(struct bench *bench, int of, double scale, const char *name, const char *unit, const char *meaning)
{
    add_quotient(bench, of, NOBODY, scale, add_figure(bench, name, unit, meaning));
}

void bench_ratio(struct bench *bench, int of, int over, double scale, const char *name, const char *meaning)
{
    add_quotient(bench, of, over, scale, add_figure(bench, name, "ratio", meaning));
}

void bench_value(struct bench *bench, double value, const char *name, const char *unit, const char *meaning)
{
    struct bench_figure *figure = add_figure(bench, name, unit, meaning);
    if (figure)
        figure->median = figure->low = figure->high = value;
}

double bench_median(const struct bench *bench, int of)
{
    struct bench_figure figure = {.median = 0};
    double *values = malloc(bench->rounds * sizeof *values);
    if (!values)
        return 0;
    memcpy(values, bench->cases[of].sample, bench->rounds * sizeof *values);
    summarise(&figure, values, bench->rounds);
    free(values);
    return figure.median;
}
