/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_print: the summary for people. The answer comes first; no digit is sharper than the simulation's error.
 */
#include "analysis/summary.h"

#include "sim/date.h"

#include <math.h>
#include <string.h>

enum { CELL = 96 };

/* Characters, not bytes: continuation bytes of UTF-8 take no room. */
static int width_of(const char *text)
{
    int width = 0;
    for (; *text != '\0'; text++)
        width += (*text & 0xc0) != 0x80;
    return width;
}

static void left(FILE *file, const char *text, int width)
{
    fprintf(file, "%s%*s", text, width > width_of(text) ? width - width_of(text) : 0, "");
}

static void right(FILE *file, const char *text, int width)
{
    fprintf(file, "%*s%s", width > width_of(text) ? width - width_of(text) : 0, "", text);
}

/* 12345678 as "12 345 678". */
static void grouped(double x, char text[CELL])
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%.0f", x), used = 0;
    for (int i = 0; i < length && used < CELL - 2; i++) {
        text[used++] = digits[i];
        if ((length - i - 1) % 3 == 0 && i < length - 1 && digits[i] != '-')
            text[used++] = ' ';
    }
    text[used] = '\0';
}

/* ---- probabilities ---- */

/* "21 %", with a decimal where the error is small enough to carry it. */
static void percent(double p, int decimals, char text[CELL])
{
    double step = pow(10, -decimals) / 100;
    if (isnan(p))
        snprintf(text, CELL, "-");
    else if (p > 0 && p < step / 2)
        snprintf(text, CELL, "<%.*f %%", decimals, 100 * step);
    else if (p < 1 && p > 1 - step / 2)
        snprintf(text, CELL, ">%.*f %%", decimals, 100 - 100 * step);
    else
        snprintf(text, CELL, "%.*f %%", decimals, 100 * p);
}

static int decimals_of(struct interval interval)
{
    double half = (interval.high - interval.low) / 2;
    return half < 0.001 ? 1 : 0; /* 0.1 percentage points */
}

static void percent_range(struct interval interval, char text[CELL])
{
    char low[CELL], high[CELL];
    percent(interval.low, decimals_of(interval), low);
    percent(interval.high, decimals_of(interval), high);
    if (strcmp(low, high) == 0)
        snprintf(text, CELL, "%.40s", low);
    else
        snprintf(text, CELL, "%.40s to %.40s", low, high);
}

void summary_frequency(double p, double n, char *text, size_t size)
{
    static const char courses[] = "simulated courses";
    double hits = round(p * n);
    char count[CELL];
    grouped(floor(n), count);
    if (isnan(p))
        snprintf(text, size, "In an unknown share of the %s", courses);
    else if (hits <= 0)
        snprintf(text, size, "In none of the %s %s", count, courses);
    else if (hits >= n)
        snprintf(text, size, "In all of the %s %s", count, courses);
    else if (n < 100)
        snprintf(text, size, "In %.0f of %s %s", hits, count, courses);
    else if (p < 0.005)
        snprintf(text, size, "In fewer than 1 of 100 %s", courses);
    else if (p > 0.995)
        snprintf(text, size, "In more than 99 of 100 %s", courses);
    else if (p < 0.05 || p > 0.95)
        snprintf(text, size, "In about %.0f of 100 %s", 100 * p, courses);
    else
        snprintf(text, size, "In about %.0f of 10 %s", 10 * p, courses);
}

/* "all 98 municipalities at M2", `at` being "at" or another word for it. */
static void what_is_done(const struct results_spec *spec, enum results_reading reading, int milestone, const char *at,
                         char text[CELL])
{
    if (reading == READING_MOST_CARDS)
        snprintf(text, CELL, "95 %% of the %.40ss are in use", spec->item[0] != '\0' ? spec->item : "item");
    else if (reading == READING_ALL_MUNICIPALITIES)
        snprintf(text, CELL, "all %zu municipalities %s %.40s", spec->municipality_count, at,
                 spec->milestones[milestone].name);
    else
        snprintf(text, CELL, "%zu of %zu municipalities %s %.40s",
                 results_reading_sites(reading, spec->municipality_count), spec->municipality_count, at,
                 spec->milestones[milestone].name);
}

/* The first sentence: the deadline in force, or the last one, in its first reading. */
static void print_answer(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    if (scenario->deadline_count == 0)
        return;
    size_t wanted = spec->headline >= 0 ? (size_t)spec->headline : spec->deadline_count - 1;
    const struct summary_deadline *row = &scenario->deadlines[0];
    for (size_t i = scenario->deadline_count; i-- > 0;)
        if (scenario->deadlines[i].deadline == wanted)
            row = &scenario->deadlines[i];

    char frequency[CELL], done[CELL], range[CELL], date[DATE_TEXT];
    const struct results_deadline *deadline = &spec->deadlines[row->deadline];
    summary_frequency(row->probability, scenario->effective, frequency, sizeof frequency);
    what_is_done(spec, row->reading, deadline->milestone, "have reached", done);
    percent_range(row->interval, range);
    date_format(deadline->date, date);
    fprintf(file, "%s %s by %s (%s by simulation error alone).\n", frequency, done, date, range);
}

static void print_deadlines(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    int name = width_of("Deadline"), what = width_of("Done when");
    char text[CELL];
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct results_deadline *deadline = &spec->deadlines[scenario->deadlines[i].deadline];
        what_is_done(spec, scenario->deadlines[i].reading, deadline->milestone, "at", text);
        name = width_of(deadline->name) > name ? width_of(deadline->name) : name;
        what = width_of(text) > what ? width_of(text) : what;
    }
    if (scenario->deadline_count == 0)
        return;
    fputs("\n  ", file);
    left(file, "Deadline", name);
    fputs("  Date        ", file);
    left(file, "Done when", what);
    fputs("  Probability  95 % interval\n", file);
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct summary_deadline *row = &scenario->deadlines[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        char date[DATE_TEXT];
        date_format(deadline->date, date);
        fputs("  ", file);
        left(file, deadline->name, name);
        fprintf(file, "  %s  ", date);
        what_is_done(spec, row->reading, deadline->milestone, "at", text);
        left(file, text, what);
        percent(row->probability, decimals_of(row->interval), text);
        right(file, text, 2 + width_of("Probability"));
        percent_range(row->interval, text);
        fprintf(file, "  %s\n", text);
    }
}

/* ---- dates and municipalities ---- */

static void print_done(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    if (scenario->done_count == 0)
        return;
    fprintf(file, "\n  Municipalities in time, of %zu: the middle course, and the range of 8 courses of 10\n",
            spec->municipality_count);
    for (size_t i = 0; i < scenario->done_count; i++) {
        const struct summary_done *row = &scenario->done[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        char date[DATE_TEXT], label[CELL];
        date_format(deadline->date, date);
        snprintf(label, sizeof label, "%.40s by %s", spec->milestones[deadline->milestone].name, date);
        fputs("    ", file);
        left(file, label, 20);
        fprintf(file, "  %4.0f  (%.0f to %.0f)\n", row->q50, row->q10, row->q90);
    }
}

static void print_milestones(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    int what = 0;
    char text[CELL];
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        what_is_done(summary->spec, scenario->milestones[i].reading, scenario->milestones[i].milestone, "at", text);
        what = width_of(text) > what ? width_of(text) : what;
    }
    fputs("\n  ", file);
    left(file, "Done by, with a chance of", what);
    fputs("        10 %        50 %        80 %        90 %  Not reached\n", file);
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        const struct summary_milestone *row = &scenario->milestones[i];
        what_is_done(summary->spec, row->reading, row->milestone, "at", text);
        fputs("  ", file);
        left(file, text, what);
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            summary_date(summary->spec, row->date[q], text);
            right(file, text[0] != '\0' ? text : "later", 12);
        }
        percent(row->not_reached, 0, text);
        right(file, text, 2 + width_of("Not reached"));
        fputc('\n', file);
    }
}

/* ---- cards ---- */

/* Two digits fewer than the value has are noise to a reader: three significant ones. */
static double three_digits(double x)
{
    if (x < 1000)
        return x;
    double unit = pow(10, floor(log10(x)) - 2);
    return round(x / unit) * unit;
}

/* The last Monday at or before the deadline, or none. */
static bool week_of(const struct results_spec *spec, size_t deadline, size_t *week)
{
    double after = results_deadline_instant(spec, deadline) - spec->monday;
    if (after < 0)
        return false;
    *week = (size_t)(after / 7) < spec->weeks ? (size_t)(after / 7) : spec->weeks - 1;
    return true;
}

static void print_cards(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    bool begun = false;
    size_t last = SIZE_MAX, week;
    for (size_t d = 0; d < spec->deadline_count; d++) {
        if (!week_of(spec, d, &week) || week == last)
            continue;
        if (!begun)
            fprintf(
                file,
                "\n  Number of %ss on the last Monday before a deadline: median, and the range of 9 courses of 10\n",
                spec->item[0] != '\0' ? spec->item : "item");
        begun = true;
        last = week;
        const double *q = scenario->cards + week * RESULTS_QUANTILES;
        char date[DATE_TEXT], median[CELL], low[CELL], high[CELL];
        date_format(spec->epoch + spec->monday + 7 * (long)week, date);
        grouped(three_digits(q[2]), median);
        grouped(three_digits(q[0]), low);
        grouped(three_digits(q[4]), high);
        fprintf(file, "    %s  ", date);
        right(file, median, 10);
        fprintf(file, "  (%s to %s)\n", low, high);
    }
}

/* ---- resources and causes ---- */

static void one_number(FILE *file, double x, int width)
{
    char text[CELL] = "-";
    if (isfinite(x))
        snprintf(text, sizeof text, "%.*f", fabs(x) < 10 ? 1 : 0, x);
    right(file, text, width);
}

static int widest(const struct results_named list[], size_t count, int least)
{
    for (size_t i = 0; i < count; i++)
        least = width_of(list[i].name) > least ? width_of(list[i].name) : least;
    return least;
}

static void print_resources(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    int name = widest(spec->resources, spec->resource_count, 8);
    if (spec->resource_count == 0)
        return;
    fputs("\n  ", file);
    left(file, "Resource", name);
    fputs("  In use  Days of wait  Longest queue  Days idle\n", file);
    for (size_t r = 0; r < spec->resource_count; r++) {
        const struct summary_resource *row = &scenario->resources[r];
        char text[CELL];
        fputs("  ", file);
        left(file, spec->resources[r].name, name);
        percent(row->utilisation, 0, text);
        right(file, text, 8);
        one_number(file, row->wait_mean_days, 14);
        one_number(file, row->queue_max_mean, 15);
        one_number(file, row->idle_days, 11);
        fputc('\n', file);
    }
}

static void print_causes(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    int name = widest(spec->causes, spec->cause_count, 5);
    if (spec->cause_count == 0)
        return;
    fputs("\n  ", file);
    left(file, "Cause", name);
    fputs("  Decides the last site  Days lost per site\n", file);
    for (size_t c = 0; c < spec->cause_count; c++) {
        const struct summary_cause *row = &scenario->causes[c];
        char text[CELL];
        fputs("  ", file);
        left(file, spec->causes[c].name, name);
        percent(row->last_site_share, 0, text);
        right(file, text, 23);
        one_number(file, row->mean_days, 20);
        fputc('\n', file);
    }
}

void summary_print(const struct summary *summary, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    char count[CELL];
    grouped((double)spec->replications, count);
    fprintf(file, "%s\n%s simulated courses of %s; seed %llu; fmksim %s\n", spec->title, count,
            spec->scenario_count > 1 ? "each scenario" : "one scenario", (unsigned long long)spec->seed, spec->version);
    for (size_t s = 0; s < spec->scenario_count; s++) {
        const struct summary_scenario *scenario = &summary->scenarios[s];
        const struct results_named *named = &spec->scenarios[s];
        fprintf(file, "\n%s%s%s\n", named->name, named->title[0] != '\0' ? ": " : "", named->title);
        print_answer(summary, scenario, file);
        print_deadlines(summary, scenario, file);
        print_done(summary, scenario, file);
        print_milestones(summary, scenario, file);
        print_cards(summary, scenario, file);
        print_resources(summary, scenario, file);
        print_causes(summary, scenario, file);
    }
}
