/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_print: the summary for people. The answer comes first; no digit is sharper than the simulation's error.
 */
#include "analysis/answers/summary.h"
#include "analysis/answers/telling.h"
#include "analysis/results/view.h"
#include "sim/date.h"

#include <math.h>
#include <string.h>

/* The first sentence: the headline's deadline in its first reading. */
static void print_answer(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    if (scenario->deadline_count == 0)
        return;
    const struct summary_deadline *row = &scenario->deadlines[0];
    for (size_t i = scenario->deadline_count; i-- > 0;)
        if (scenario->deadlines[i].deadline == (size_t)spec->headline)
            row = &scenario->deadlines[i];

    char frequency[TELLING], done[TELLING], range[TELLING], date[DATE_TEXT];
    const struct results_deadline *deadline = &spec->deadlines[row->deadline];
    telling_frequency(row->probability, scenario->fitting, frequency, sizeof frequency);
    telling_question(spec, (struct question){deadline->milestone, row->reading}, "have reached", done);
    telling_range(row->interval, range);
    date_format(deadline->date, date);
    fprintf(file, "%s %s by %s (%s by simulation error alone).\n", frequency, done, date, range);
}

static void print_deadlines(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    int name = telling_width("Deadline"), what = telling_width("Done when");
    char text[TELLING];
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct results_deadline *deadline = &spec->deadlines[scenario->deadlines[i].deadline];
        telling_question(spec, (struct question){deadline->milestone, scenario->deadlines[i].reading}, "at", text);
        name = telling_width(deadline->name) > name ? telling_width(deadline->name) : name;
        what = telling_width(text) > what ? telling_width(text) : what;
    }
    if (scenario->deadline_count == 0)
        return;
    fputs("\n  ", file);
    telling_left(file, "Deadline", name);
    fputs("  Date        ", file);
    telling_left(file, "Done when", what);
    fputs("  Probability  95 % interval\n", file);
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct summary_deadline *row = &scenario->deadlines[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        char date[DATE_TEXT];
        if (results_reading_repeats(spec, row->reading))
            continue;
        date_format(deadline->date, date);
        fputs("  ", file);
        telling_left(file, deadline->name, name);
        fprintf(file, "  %s  ", date);
        telling_question(spec, (struct question){deadline->milestone, row->reading}, "at", text);
        telling_left(file, text, what);
        telling_percent(row->probability, telling_decimals(row->interval), text);
        telling_right(file, text, 2 + telling_width("Probability"));
        telling_range(row->interval, text);
        fprintf(file, "  %s", text);
        enum view_status status = view_status(spec, summary->view, row->deadline, row->probability);
        fprintf(file, status == VIEW_AHEAD ? "\n" : "  over: %s\n", view_status_name(status));
    }
}

/* ---- dates and municipalities ---- */

static const char *done_label(const struct results_spec *spec, size_t deadline, char label[TELLING])
{
    const char *title = telling_title(&spec->milestones[spec->deadlines[deadline].milestone]);
    char date[DATE_TEXT];
    date_format(spec->deadlines[deadline].date, date);
    snprintf(label, TELLING, "%.*s by %s", telling_whole(title, 60), title, date);
    return label;
}

static void print_done(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    if (scenario->done_count == 0)
        return;
    char sites[WORD_TEXT], label[TELLING];
    bool one = spec->municipality_count == 1;
    int width = 20;
    fprintf(file, "\n  In time of the %zu %s: the middle course, and the range of 8 courses of 10\n",
            spec->municipality_count, telling_word(spec, WORD_SITE, one ? WORD_ONE : WORD_MANY, sites));
    for (size_t i = 0; i < scenario->done_count; i++)
        if (telling_width(done_label(spec, scenario->done[i].deadline, label)) > width)
            width = telling_width(label);
    for (size_t i = 0; i < scenario->done_count; i++) {
        const struct summary_done *row = &scenario->done[i];
        fputs("    ", file);
        telling_left(file, done_label(spec, row->deadline, label), width);
        fprintf(file, "  %4.0f  (%.0f to %.0f)\n", row->q50, row->q10, row->q90);
    }
}

static void print_milestones(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    int what = 0;
    char text[TELLING];
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        struct question question = {scenario->milestones[i].milestone, scenario->milestones[i].reading};
        telling_question(summary->spec, question, "at", text);
        what = telling_width(text) > what ? telling_width(text) : what;
    }
    fputs("\n  ", file);
    telling_left(file, "Done by, with a chance of", what);
    fputs("        10 %        50 %        80 %        90 %  Not reached\n", file);
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        const struct summary_milestone *row = &scenario->milestones[i];
        if (results_reading_repeats(summary->spec, row->reading))
            continue;
        telling_question(summary->spec, (struct question){row->milestone, row->reading}, "at", text);
        fputs("  ", file);
        telling_left(file, text, what);
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            summary_date(summary->spec, row->date[q], text);
            telling_right(file, text[0] != '\0' ? text : "later", 12);
        }
        telling_percent(row->not_reached, 0, text);
        telling_right(file, text, 2 + telling_width("Not reached"));
        fputc('\n', file);
    }
}

/* ---- what was lost, and what it cost ---- */

static void print_amount(double x, FILE *file)
{
    char text[TELLING];
    if (fabs(x) < 100)
        snprintf(text, sizeof text, fabs(x) < 10 ? "%.1f" : "%.0f", x);
    else
        telling_grouped(x, text);
    telling_right(file, text, 12);
}

static void print_amounts(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    char heading[TELLING] = "Of a course", text[AMOUNT_TITLE];
    bool told = false;
    int width = 0;
    if (spec->plan && *spec->plan)
        snprintf(heading, sizeof heading, "Of a course, against %.60s", spec->plan);
    width = telling_width(heading);
    for (enum amount a = 0; a < AMOUNTS; a++)
        if (scenario->amount[a].told && telling_width(amount_title(spec, a, text)) > width)
            width = telling_width(text);
    for (enum amount a = 0; a < AMOUNTS; a++) {
        const struct summary_amount *row = &scenario->amount[a];
        if (!row->told)
            continue;
        if (!told) {
            fputs("\n  ", file);
            telling_left(file, heading, width);
            fputs("        Mean        10 %        50 %        90 %\n", file);
            told = true;
        }
        fputs("  ", file);
        telling_left(file, amount_title(spec, a, text), width);
        print_amount(row->mean, file);
        print_amount(row->q10, file);
        print_amount(row->q50, file);
        print_amount(row->q90, file);
        fputc('\n', file);
    }
}

static void print_joint(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    if (scenario->joint_count == 0)
        return;
    char heading[TELLING];
    snprintf(heading, sizeof heading, "At a cost of %g%s%.40s at most", summary->budget,
             spec->cost_unit && *spec->cost_unit ? " " : "", spec->cost_unit ? spec->cost_unit : "");
    fputs("\n  ", file);
    const int name = telling_deadline_width(spec), wide = telling_question_width(spec, 32);
    telling_left(file, heading, name + wide);
    fputs(" On time  Budget    Both\n", file);
    for (size_t i = 0; i < scenario->joint_count; i++) {
        const struct summary_joint *row = &scenario->joint[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        int decimals = telling_decimals(row->interval);
        char text[TELLING];
        if (results_reading_repeats(spec, row->reading))
            continue;
        fputs("  ", file);
        telling_left(file, deadline->name, name);
        telling_question(spec, (struct question){deadline->milestone, row->reading}, "at", text);
        telling_left(file, text, wide);
        telling_percent(row->on_time, decimals, text);
        telling_right(file, text, 8);
        telling_percent(row->within, decimals, text);
        telling_right(file, text, 8);
        telling_percent(row->both, decimals, text);
        telling_right(file, text, 8);
        telling_range(row->interval, text);
        fprintf(file, "  %s\n", text);
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

/* The Monday's midnight that ends the last whole week up to the deadline, or none. */
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
    char items[WORD_TEXT];
    size_t last = SIZE_MAX, week;
    for (size_t d = 0; d < spec->deadline_count && results_has_cards(spec); d++) {
        if (!week_of(spec, d, &week) || week == last)
            continue;
        if (!begun)
            fprintf(file,
                    "\n  Number of %s when the last week up to a deadline ended: median, and the range of 9 courses "
                    "of 10\n",
                    telling_word(spec, WORD_ITEM, WORD_MANY, items));
        begun = true;
        last = week;
        const double *q = scenario->cards + week * RESULTS_QUANTILES;
        char date[DATE_TEXT], median[TELLING], low[TELLING], high[TELLING];
        date_format(date_of_instant(spec->epoch, spec->monday + 7.0 * (double)week), date); /* the Sunday */
        telling_grouped(three_digits(q[2]), median);
        telling_grouped(three_digits(q[0]), low);
        telling_grouped(three_digits(q[4]), high);
        fprintf(file, "    %s  ", date);
        telling_right(file, median, 10);
        fprintf(file, "  (%s to %s)\n", low, high);
    }
}

/* ---- resources and causes ---- */

static void one_number(FILE *file, double x, int width)
{
    char text[TELLING] = "-";
    if (isfinite(x))
        snprintf(text, sizeof text, "%.*f", fabs(x) < 10 ? 1 : 0, x);
    telling_right(file, text, width);
}

static int widest(const struct results_named list[], size_t count, int least)
{
    for (size_t i = 0; i < count; i++)
        least = telling_width(telling_title(&list[i])) > least ? telling_width(telling_title(&list[i])) : least;
    return least;
}

static void print_resources(const struct summary *summary, const struct summary_scenario *scenario, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    int name = widest(spec->resources, spec->resource_count, 8);
    bool any = false;
    for (size_t r = 0; r < spec->resource_count && !any; r++)
        any = summary_has_resource(summary, r);
    if (!any)
        return;
    fputs("\n  ", file);
    telling_left(file, "Resource", name);
    fputs("  In use  Days of wait  Longest queue  Days idle\n", file);
    for (size_t r = 0; r < spec->resource_count; r++) {
        if (!summary_has_resource(summary, r))
            continue;
        const struct summary_resource *row = &scenario->resources[r];
        char text[TELLING];
        fputs("  ", file);
        telling_left(file, telling_title(&spec->resources[r]), name);
        telling_percent(row->utilisation, 0, text);
        telling_right(file, text, 8);
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
    telling_left(file, "Cause", name);
    fputs("  Decides the last site  Days lost per site\n", file);
    for (size_t c = 0; c < spec->cause_count; c++) {
        if (!summary_has_cause(summary, c))
            continue;
        const struct summary_cause *row = &scenario->causes[c];
        char text[TELLING];
        fputs("  ", file);
        telling_left(file, telling_title(&spec->causes[c]), name);
        telling_percent(row->last_site_share, 0, text);
        telling_right(file, text, 23);
        one_number(file, row->mean_days, 20);
        fputc('\n', file);
    }
}

static void print_head(const struct summary *summary, FILE *file)
{
    const struct results_spec *spec = summary->spec;
    char count[TELLING];
    telling_grouped((double)spec->replications, count);
    fprintf(file, "%s\n%s simulated courses of %s; seed %llu; fmksim %s\n", spec->title, count,
            spec->scenario_count > 1 ? "each scenario" : "one scenario", (unsigned long long)spec->seed, spec->version);
}

static void print_likelihood(const struct summary *summary, size_t s, FILE *file)
{
    const struct summary_scenario *scenario = &summary->scenarios[s];
    const struct results_named *named = &summary->spec->scenarios[s];
    fprintf(file, "\n%s%s%s%s\n", named->name, named->title[0] != '\0' ? ": " : "", named->title,
            telling_is_past(summary->spec, s) ? " (" TELLING_PAST ")" : "");
    print_answer(summary, scenario, file);
    print_deadlines(summary, scenario, file);
    if (scenario->split.count > 0)
        split_print(&scenario->split, file);
}

void summary_print_answer(const struct summary *summary, FILE *file)
{
    enum { FEW = 3 };
    print_head(summary, file);
    for (size_t s = 0; s < summary->spec->scenario_count && s < FEW; s++)
        print_likelihood(summary, s, file);
    if (summary->spec->scenario_count > FEW)
        fprintf(file, "\n… and %zu more scenarios\n", summary->spec->scenario_count - FEW);
}

void summary_print(const struct summary *summary, FILE *file)
{
    print_head(summary, file);
    if (summary->ranking.spec) {
        fputc('\n', file);
        ranking_print(&summary->ranking, file);
    }
    for (size_t s = 0; s < summary->spec->scenario_count; s++) {
        const struct summary_scenario *scenario = &summary->scenarios[s];
        print_likelihood(summary, s, file);
        print_done(summary, scenario, file);
        print_milestones(summary, scenario, file);
        print_amounts(summary, scenario, file);
        print_joint(summary, scenario, file);
        print_cards(summary, scenario, file);
        print_resources(summary, scenario, file);
        print_causes(summary, scenario, file);
    }
    if (summary->risk.spec)
        at_risk_print(&summary->risk, file);
}
