/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * reading: when "done" came true.
 */
#include "analysis/results/reading.h"

#include "analysis/results/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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
