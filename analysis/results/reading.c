/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading: when "done" came true.
 */
#include "analysis/results/reading.h"

#include "analysis/results/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 1024 }; /* replications read at once */

const char *reading_plain_name(enum results_reading reading)
{
    static const char *const names[READINGS] = {"all-sites", "95-percent-of-sites", "95-percent-of-items"};
    return names[reading];
}

enum results_reading reading_named(const char *name, struct error *error)
{
    for (enum results_reading reading = 0; reading < READINGS; reading++)
        if (strcmp(results_reading_name(reading), name) == 0 || strcmp(reading_plain_name(reading), name) == 0)
            return reading;
    error_set(error, ERROR_USAGE, "there is no reading \"%.60s\"; legal are %s, %s and %s", name,
              reading_plain_name(READING_ALL_MUNICIPALITIES), reading_plain_name(READING_MOST_MUNICIPALITIES),
              reading_plain_name(READING_MOST_CARDS));
    return READINGS;
}

static void ask_nearer(struct reading_asked *asked, const struct results_spec *spec, size_t deadline,
                       enum results_reading reading, double probability)
{
    if (isnan(probability) || !(fabs(probability - 0.5) < fabs(asked->probability - 0.5)))
        return;
    int milestone = reading == READING_MOST_CARDS ? -1 : spec->deadlines[deadline].milestone;
    *asked = (struct reading_asked){deadline, {milestone, reading}, probability};
}

int reading_least_certain(struct reading_asked *asked, const struct results *results, size_t scenario,
                          const char *deadline, const char *reading, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    long view;
    double *value = calloc(3 * spec->deadline_count * READINGS + 1, sizeof *value);
    enum results_reading wanted = reading ? reading_named(reading, error) : READINGS;
    int status = value ? results_read_probability(results, scenario, value, error)
                       : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0 && reading && wanted == READINGS)
        status = -1;
    if (status == 0)
        status = view_day(spec, &view, error);
    *asked = (struct reading_asked){.probability = INFINITY};
    for (size_t i = 0; status == 0 && i < spec->deadline_count * READINGS; i++) {
        size_t d = i / READINGS;
        enum results_reading r = (enum results_reading)(i % READINGS);
        if ((!deadline || strcmp(deadline, spec->deadlines[d].name) == 0) && (!reading || r == wanted) &&
            (spec->deadlines[d].readings >> r & 1) != 0 &&
            (deadline || view_status(spec, view, d, value[i]) == VIEW_AHEAD))
            ask_nearer(asked, spec, d, r, value[i]);
    }
    free(value);
    if (status == 0 && isinf(asked->probability))
        status =
            error_set(error, ERROR_USAGE, "the file has no such deadline and reading, or none ahead of its as-of date");
    return status;
}

static int sites_of_file(const struct results *results, size_t scenario, struct question question, double dates[],
                         struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    size_t row = spec->municipality_count * spec->milestone_count;
    float *rows = calloc(ROWS * row, sizeof *rows);
    double *scratch = calloc(spec->municipality_count, sizeof *scratch);
    int status = rows && scratch ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t first = 0; first < spec->replications && status == 0; first += ROWS) {
        size_t left = spec->replications - first;
        struct results_slice slice = {.scenario = scenario, .first = first, .count = left < ROWS ? left : ROWS};
        status = results_read(results, OUTCOME_MUNICIPALITY_DATE, &slice, rows, error);
        for (size_t i = 0; i < slice.count && status == 0; i++)
            dates[first + i] =
                reading_of_sites(rows + i * row, spec->municipality_count, spec->milestone_count, question, scratch);
    }
    free(scratch);
    free(rows);
    return status;
}

/* All municipalities: the national date, far quicker to read than everybody's own. */
static int nation_of_file(const struct results *results, size_t scenario, struct question question, double dates[],
                          struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    float rows[ROWS];
    for (size_t first = 0; first < spec->replications; first += ROWS) {
        size_t left = spec->replications - first, count = left < ROWS ? left : ROWS;
        struct results_slice slice = {scenario, first, count, (size_t)question.milestone, 1};
        if (results_read(results, OUTCOME_NATIONAL_DATE, &slice, rows, error) != 0)
            return -1;
        for (size_t i = 0; i < count; i++)
            dates[first + i] = isnan(rows[i]) ? INFINITY : rows[i];
    }
    return 0;
}

static int cards_of_file(const struct results *results, size_t scenario, double dates[], struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    int32_t *rows = calloc(ROWS * spec->weeks + 1, sizeof *rows), expected[ROWS];
    int status = rows ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t first = 0; first < spec->replications && status == 0; first += ROWS) {
        size_t left = spec->replications - first;
        struct results_slice slice = {.scenario = scenario, .first = first, .count = left < ROWS ? left : ROWS};
        status = results_read(results, OUTCOME_CARDS_EXPECTED, &slice, expected, error);
        if (status == 0)
            status = results_read(results, OUTCOME_CARDS, &slice, rows, error);
        for (size_t i = 0; i < slice.count && status == 0; i++)
            dates[first + i] = reading_of_cards(rows + i * spec->weeks, spec->weeks, expected[i], spec->monday);
    }
    free(rows);
    return status;
}

int reading_of_file(const struct results *results, size_t scenario, struct question question, double dates[],
                    struct error *error)
{
    switch (question.reading) {
    case READING_ALL_MUNICIPALITIES:
        return nation_of_file(results, scenario, question, dates, error);
    case READING_MOST_CARDS:
        return cards_of_file(results, scenario, dates, error);
    case READING_MOST_MUNICIPALITIES:
    case READINGS:
        break;
    }
    return sites_of_file(results, scenario, question, dates, error);
}

/* ---- all at once ---- */

static float *dates_of(const struct reading_table *table, struct question question)
{
    size_t milestones = table->spec->milestone_count;
    size_t place = question.reading == READING_MOST_CARDS ? 2 * milestones
                                                          : 2 * (size_t)question.milestone + (size_t)question.reading;
    return table->dates + place * table->spec->replications;
}

/* 95 % of the municipalities, of every milestone: the rows are large, and are read once. */
static int fill_most(struct reading_table *table, const struct results *results, size_t scenario, struct error *error)
{
    const struct results_spec *spec = table->spec;
    size_t sites = spec->municipality_count, milestones = spec->milestone_count, n = spec->replications;
    float *rows = calloc(ROWS * sites * milestones + 1, sizeof *rows);
    double *scratch = calloc(sites, sizeof *scratch);
    int status = rows && scratch ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t first = 0; first < n && milestones > 0 && status == 0; first += ROWS) {
        struct results_slice slice = {
            .scenario = scenario, .first = first, .count = n - first < ROWS ? n - first : ROWS};
        status = results_read(results, OUTCOME_MUNICIPALITY_DATE, &slice, rows, error);
        for (size_t i = 0; i < slice.count * milestones && status == 0; i++) {
            struct question question = {(int)(i % milestones), READING_MOST_MUNICIPALITIES};
            dates_of(table, question)[first + i / milestones] = (float)reading_of_sites(
                rows + i / milestones * sites * milestones, sites, milestones, question, scratch);
        }
    }
    free(scratch);
    free(rows);
    return status;
}

int reading_table_of(struct reading_table *table, const struct results *results, size_t scenario, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    size_t n = spec->replications, milestones = spec->milestone_count;
    double *dates = calloc(n + 1, sizeof *dates);
    *table = (struct reading_table){spec, calloc((2 * milestones + 1) * n + 1, sizeof *table->dates)};
    int status = dates && table->dates ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t m = 0; m <= milestones && status == 0; m++) {
        bool cards = m == milestones;
        struct question question = {cards ? -1 : (int)m, cards ? READING_MOST_CARDS : READING_ALL_MUNICIPALITIES};
        status = reading_of_file(results, scenario, question, dates, error);
        for (size_t i = 0; i < n && status == 0; i++)
            dates_of(table, question)[i] = (float)dates[i];
    }
    free(dates);
    if (status == 0)
        status = fill_most(table, results, scenario, error);
    if (status != 0)
        reading_table_free(table);
    return status;
}

void reading_table_take(const struct reading_table *table, struct question question, double dates[])
{
    const float *from = dates_of(table, question);
    for (size_t i = 0; i < table->spec->replications; i++)
        dates[i] = (double)from[i];
}

void reading_table_free(struct reading_table *table)
{
    free(table->dates);
    table->dates = 0;
}
