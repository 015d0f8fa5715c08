/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * at_risk_tell: the sites at risk for people and as data.
 */
#include "analysis/answers/at_risk.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <math.h>

enum { HELPED_MOST = 3, CAUSES_MOST = 3 }; /* sites told of a lever; causes told of a site */

static const struct results_municipality *named(const struct at_risk *risk, const struct at_risk_site *site)
{
    return &risk->spec->municipalities[site->site];
}

static const char *milestone_title(const struct at_risk *risk, int milestone)
{
    return telling_title(&risk->spec->milestones[milestone]);
}

static size_t slowest_of(const struct at_risk *risk, const struct at_risk_site *site, double *days)
{
    size_t most = 0;
    *days = 0;
    for (size_t m = 0; m < risk->spec->milestone_count; m++) {
        *days += site->ahead[m];
        most = site->ahead[m] > site->ahead[most] ? m : most;
    }
    return most;
}

/* ---- text ---- */

static void print_heading(const struct at_risk *risk, const struct at_risk_table *table, int width, FILE *file)
{
    const char *title = milestone_title(risk, table->milestone);
    char word[WORD_TEXT], date[DATE_TEXT];
    telling_word(risk->spec, WORD_SITE, WORD_MANY, word);
    if (table->deadline >= 0) {
        const struct results_deadline *deadline = &risk->spec->deadlines[table->deadline];
        date_format(deadline->date, date);
        fprintf(file, "\nAt risk: %s not at %.*s by %s (%s), the likeliest first", word, telling_whole(title, 60),
                title, date, deadline->name);
    } else
        fprintf(file, "\nAt risk: %s that come last at %.*s, the likeliest first; no deadline is ahead", word,
                telling_whole(title, 60), title);
    if (risk->spec->scenario_count > 1)
        fprintf(file, "; in %s", risk->spec->scenarios[risk->today].name);
    fputs("\n  ", file);
    telling_left(file, "", width);
    fprintf(file, "%s  Last  Middle course  Half of the courses       Nine of ten\n",
            table->deadline >= 0 ? "  Not in time           " : "");
}

static void print_date(const struct at_risk *risk, double instant, int width, FILE *file)
{
    char text[TELLING];
    telling_date(risk->spec->epoch, instant, text);
    telling_left(file, *text ? text : "later", width);
}

static void print_numbers(const struct at_risk *risk, const struct at_risk_table *table,
                          const struct at_risk_site *site, FILE *file)
{
    char text[TELLING], range[TELLING], cell[2 * TELLING + 8];
    if (table->deadline >= 0) {
        telling_percent(site->miss, telling_decimals(site->miss_interval), text);
        telling_range(site->miss_interval, range);
        snprintf(cell, sizeof cell, "%s (%s)", text, range);
        fputs("  ", file);
        telling_left(file, cell, 22);
    }
    telling_percent(site->last, 0, text);
    telling_right(file, text, 6);
    fputs("  ", file);
    print_date(risk, site->date[2], 10, file);
    fputs("     ", file);
    print_date(risk, site->date[1], 10, file);
    fputs(" to ", file);
    print_date(risk, site->date[3], 10, file);
    fputs("  ", file);
    print_date(risk, site->date[0], 10, file);
    fputs(" to ", file);
    print_date(risk, site->date[4], 0, file);
    fputc('\n', file);
}

/* The causes that take most of its days. */
static void print_lost(const struct at_risk *risk, const struct at_risk_site *site, FILE *file)
{
    size_t told[CAUSES_MOST];
    for (size_t count = 0; site->lost && count < CAUSES_MOST; count++) {
        size_t most = SIZE_MAX;
        for (size_t c = 0; c < risk->spec->cause_count; c++) {
            bool before = false;
            for (size_t k = 0; k < count; k++)
                before |= told[k] == c;
            if (!before && site->lost[c] >= 0.5F && (most == SIZE_MAX || site->lost[c] > site->lost[most]))
                most = c;
        }
        if (most == SIZE_MAX)
            return;
        const char *cause = telling_title(&risk->spec->causes[most]);
        fprintf(file, "%s%.*s %.0f", count > 0 ? ", " : "; most days of its path: ", telling_whole(cause, 40), cause,
                (double)site->lost[most]);
        told[count] = most;
    }
}

/* What holds it up, as far as the file has it. */
static void print_why(const struct at_risk *risk, const struct at_risk_site *site, FILE *file)
{
    char share[TELLING];
    double days;
    size_t slowest = slowest_of(risk, site, &days);
    if (site->waits_for < 0) {
        fputs("      is done in most courses\n", file);
        return;
    }
    const char *title = milestone_title(risk, site->waits_for), *slow = milestone_title(risk, (int)slowest);
    telling_percent(site->waits_share, 0, share);
    fprintf(file, "      waits for %.*s (in %s of the courses); %.0f of the %.0f days ahead go on the way to %.*s",
            telling_whole(title, 40), title, share, site->ahead[slowest], days, telling_whole(slow, 40), slow);
    if (site->cause >= 0) {
        const char *cause = telling_title(&risk->spec->causes[site->cause]);
        telling_percent(site->cause_share, 0, share);
        fprintf(file, "; when it is last, most often by %.*s (%s)", telling_whole(cause, 60), cause, share);
    }
    print_lost(risk, site, file);
    fputc('\n', file);
}

static void gain_text(const struct at_risk_table *table, const struct gain *gain, char text[TELLING])
{
    struct interval hundredths = {100 * gain->points_interval.low, 100 * gain->points_interval.high};
    if (table->deadline >= 0)
        telling_days(100 * gain->points, hundredths, text);
    else
        telling_days(gain->days, gain->days_interval, text);
}

static void print_help(const struct at_risk *risk, const struct at_risk_table *table, const struct at_risk_site *site,
                       FILE *file)
{
    char text[TELLING];
    if (risk->lever_count == 0)
        return;
    if (site->best < 0) {
        fprintf(file, "      none of the %zu levers surely helps it\n", risk->lever_count);
        return;
    }
    const struct results_named *lever = &risk->spec->scenarios[risk->lever[site->best]];
    const char *title = telling_title(lever);
    gain_text(table, &site->gain[site->best], text);
    fprintf(file, "      %s helps it most: %s %s (%.*s)\n", lever->name, text,
            table->deadline >= 0 ? "points" : "days earlier", telling_whole(title, 80), title);
}

static int width_of(const struct at_risk *risk, const struct at_risk_table *table)
{
    int width = 4;
    for (size_t k = 0; k < table->count; k++) {
        int own = telling_width(named(risk, &table->site[k])->name);
        width = own > width ? own : width;
    }
    return width + 2;
}

static void print_nobody(const struct at_risk *risk, const struct at_risk_table *table, FILE *file)
{
    char word[WORD_TEXT], date[DATE_TEXT];
    if (table->deadline < 0) {
        fputs("\nAt risk: nobody; all are done\n", file);
        return;
    }
    const struct results_deadline *deadline = &risk->spec->deadlines[table->deadline];
    date_format(deadline->date, date);
    fprintf(file, "\nAt risk: in none of the courses is a %s late for %s (%s)\n",
            telling_word(risk->spec, WORD_SITE, WORD_ONE, word), date, deadline->name);
}

void at_risk_print(const struct at_risk *risk, FILE *file)
{
    const struct at_risk_table *table = risk->count > 0 ? &risk->table[risk->asked] : 0;
    if (!table)
        return;
    if (table->count == 0) {
        print_nobody(risk, table, file);
        return;
    }
    int width = width_of(risk, table);
    print_heading(risk, table, width, file);
    for (size_t k = 0; k < table->count; k++) {
        fputs("    ", file);
        telling_left(file, named(risk, &table->site[k])->name, width - 2);
        print_numbers(risk, table, &table->site[k], file);
        print_why(risk, &table->site[k], file);
        print_help(risk, table, &table->site[k], file);
    }
    if (risk->lever_count > 0)
        fputs("    In brackets behind a lever: the intervals of all levers and sites of this list hold together with "
              "95 %\n",
              file);
}

static bool surely(const struct at_risk_table *table, const struct gain *gain)
{
    return (table->deadline >= 0 ? gain->points_interval.low : gain->days_interval.low) > 0;
}

/* Those that a lever helps, the most helped first; how many there are, of which HELPED_MOST at most are listed. */
static size_t helped_by(const struct at_risk_table *table, size_t lever, const struct at_risk_site *list[HELPED_MOST])
{
    size_t count = 0;
    for (size_t k = 0; k < table->count; k++) {
        const struct at_risk_site *one = &table->site[k];
        if (!surely(table, &one->gain[lever]))
            continue;
        for (size_t at = 0; at < HELPED_MOST; at++) {
            double own = table->deadline >= 0 ? one->gain[lever].points : one->gain[lever].days;
            if (at < count && own <= (table->deadline >= 0 ? list[at]->gain[lever].points : list[at]->gain[lever].days))
                continue;
            const struct at_risk_site *pushed = at < count ? list[at] : 0;
            list[at] = one;
            if (!pushed)
                break;
            one = pushed;
        }
        count++;
    }
    return count;
}

void at_risk_print_helped(const struct at_risk *risk, int deadline, FILE *file)
{
    const struct at_risk_table *table = 0;
    bool begun = false;
    for (size_t t = 0; t < risk->count; t++)
        table = risk->table[t].deadline == deadline ? &risk->table[t] : table;
    for (size_t l = 0; table && l < risk->lever_count; l++) {
        const struct at_risk_site *list[HELPED_MOST] = {0};
        size_t count = helped_by(table, l, list);
        if (count > 0 && !begun)
            fprintf(file,
                    "\n  Of the %zu likeliest to %s these are surely helped, in %s more than today (all "
                    "intervals hold together with 95 %%)\n",
                    table->count, deadline >= 0 ? "miss it" : "be last", deadline >= 0 ? "points" : "days");
        begun |= count > 0;
        if (count > 0)
            fprintf(file, "    %s:", risk->spec->scenarios[risk->lever[l]].name);
        for (size_t k = 0; k < count && k < HELPED_MOST; k++) {
            char text[TELLING];
            gain_text(table, &list[k]->gain[l], text);
            fprintf(file, "%s %s %s", k > 0 ? "," : "", named(risk, list[k])->name, text);
        }
        if (count > HELPED_MOST)
            fprintf(file, " and %zu more", count - HELPED_MOST);
        if (count > 0)
            fputc('\n', file);
    }
}

/* ---- data ---- */

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *date_or_null(const struct at_risk *risk, double instant)
{
    char text[TELLING];
    telling_date(risk->spec->epoch, instant, text);
    return *text ? json_string(text) : json_null();
}

static void put(json_t *object, const char *key, json_t *value, bool *failed)
{
    *failed |= json_object_set_new(object, key, value) != 0;
}

static json_t *ahead_json(const struct at_risk *risk, const struct at_risk_site *site, bool *failed)
{
    json_t *list = json_array();
    for (size_t m = 0; m < risk->spec->milestone_count; m++)
        *failed |= json_array_append_new(list, json_pack("{s:s, s:o}", "milestone", risk->spec->milestones[m].name,
                                                         "days", real_or_null(site->ahead[m]))) != 0;
    return list;
}

static json_t *lost_json(const struct at_risk *risk, const struct at_risk_site *site, bool *failed)
{
    json_t *list = json_array();
    for (size_t c = 0; c < risk->spec->cause_count; c++)
        if (site->lost[c] > 0)
            *failed |= json_array_append_new(list, json_pack("{s:s, s:o}", "cause", risk->spec->causes[c].name, "days",
                                                             real_or_null((double)site->lost[c]))) != 0;
    return list;
}

static json_t *levers_json(const struct at_risk *risk, const struct at_risk_site *site, bool *failed)
{
    json_t *list = json_array();
    for (size_t l = 0; l < risk->lever_count; l++) {
        const struct gain *gain = &site->gain[l];
        *failed |=
            json_array_append_new(
                list, json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "name",
                                risk->spec->scenarios[risk->lever[l]].name, "points", real_or_null(100 * gain->points),
                                "points_low", real_or_null(100 * gain->points_interval.low), "points_high",
                                real_or_null(100 * gain->points_interval.high), "days_earlier",
                                real_or_null(gain->days), "days_low", real_or_null(gain->days_interval.low),
                                "days_high", real_or_null(gain->days_interval.high))) != 0;
    }
    return list;
}

static json_t *site_json(const struct at_risk *risk, const struct at_risk_table *table, const struct at_risk_site *site,
                         bool *failed)
{
    static const char *const keys[AT_RISK_QUANTILES] = {"q05", "q25", "q50", "q75", "q95"};
    json_t *object = json_object();
    put(object, "code", json_integer(named(risk, site)->code), failed);
    put(object, "name", json_string(named(risk, site)->name), failed);
    if (table->deadline >= 0) {
        put(object, "missed", real_or_null(site->miss), failed);
        put(object, "missed_low", real_or_null(site->miss_interval.low), failed);
        put(object, "missed_high", real_or_null(site->miss_interval.high), failed);
    }
    put(object, "last", real_or_null(site->last), failed);
    put(object, "last_low", real_or_null(site->last_interval.low), failed);
    put(object, "last_high", real_or_null(site->last_interval.high), failed);
    for (int q = 0; q < AT_RISK_QUANTILES; q++)
        put(object, keys[q], date_or_null(risk, site->date[q]), failed);
    put(object, "waits_for",
        site->waits_for < 0 ? json_null() : json_string(risk->spec->milestones[site->waits_for].name), failed);
    put(object, "waits_share", real_or_null(site->waits_share), failed);
    put(object, "days_ahead", ahead_json(risk, site, failed), failed);
    put(object, "last_cause", site->cause < 0 ? json_null() : json_string(risk->spec->causes[site->cause].name),
        failed);
    put(object, "last_cause_share", real_or_null(site->cause_share), failed);
    if (site->lost)
        put(object, "path_days", lost_json(risk, site, failed), failed);
    put(object, "levers", levers_json(risk, site, failed), failed);
    put(object, "helped_most_by",
        site->best < 0 ? json_null() : json_string(risk->spec->scenarios[risk->lever[site->best]].name), failed);
    return object;
}

static json_t *table_json(const struct at_risk *risk, const struct at_risk_table *table, bool *failed)
{
    json_t *object = json_object(), *sites = json_array();
    if (table->deadline >= 0) {
        char date[DATE_TEXT];
        date_format(risk->spec->deadlines[table->deadline].date, date);
        put(object, "deadline", json_string(risk->spec->deadlines[table->deadline].name), failed);
        put(object, "date", json_string(date), failed);
    } else {
        put(object, "deadline", json_null(), failed);
        put(object, "date", json_null(), failed);
    }
    put(object, "milestone", json_string(risk->spec->milestones[table->milestone].name), failed);
    for (size_t k = 0; k < table->count; k++)
        *failed |= json_array_append_new(sites, site_json(risk, table, &table->site[k], failed)) != 0;
    put(object, "sites", sites, failed);
    return object;
}

json_t *at_risk_json(const struct at_risk *risk)
{
    bool failed = false;
    json_t *list = json_array();
    for (size_t k = 0; k < risk->count; k++) {
        size_t t = k == 0 ? risk->asked : k <= risk->asked ? k - 1 : k;
        failed |= json_array_append_new(list, table_json(risk, &risk->table[t], &failed)) != 0;
    }
    if (!failed)
        return list;
    json_decref(list);
    return 0;
}
