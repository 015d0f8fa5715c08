/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_csv: the summary's tables as files (RFC 4180). An empty field is "not reached" or "not known".
 */
#include "analysis/answers/csv.h"
#include "analysis/answers/summary.h"
#include "sim/date.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* ---- fields ---- */

static void instant_field(struct csv *csv, const struct results_spec *spec, double t)
{
    char text[SUMMARY_DATE];
    summary_date(spec, t, text);
    csv_text(csv, text);
}

static void day_field(struct csv *csv, long date)
{
    char text[DATE_TEXT];
    date_format(date, text);
    csv_text(csv, text);
}

static void milestone_field(struct csv *csv, const struct results_spec *spec, int milestone)
{
    csv_text(csv, milestone >= 0 ? spec->milestones[milestone].name : "");
}

/* ---- tables: the rows of one scenario ---- */

static void write_deadlines(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct summary_deadline *row = &scenario->deadlines[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        csv_text(csv, spec->scenarios[s].name);
        csv_text(csv, deadline->name);
        day_field(csv, deadline->date);
        csv_text(csv, results_reading_name(row->reading));
        milestone_field(csv, spec, row->reading == READING_MOST_CARDS ? -1 : deadline->milestone);
        csv_number(csv, row->probability);
        csv_number(csv, row->interval.low);
        csv_number(csv, row->interval.high);
        csv_line(csv);
    }
}

static void write_done(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t i = 0; i < scenario->done_count; i++) {
        const struct summary_done *row = &scenario->done[i];
        csv_text(csv, spec->scenarios[s].name);
        csv_text(csv, spec->deadlines[row->deadline].name);
        day_field(csv, spec->deadlines[row->deadline].date);
        milestone_field(csv, spec, spec->deadlines[row->deadline].milestone);
        csv_number(csv, row->q10);
        csv_number(csv, row->q50);
        csv_number(csv, row->q90);
        csv_line(csv);
    }
}

static void write_milestones(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        const struct summary_milestone *row = &scenario->milestones[i];
        csv_text(csv, spec->scenarios[s].name);
        milestone_field(csv, spec, row->milestone);
        csv_text(csv, results_reading_name(row->reading));
        for (size_t q = 0; q < SUMMARY_DATES; q++)
            instant_field(csv, spec, row->date[q]);
        csv_number(csv, row->not_reached);
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            instant_field(csv, spec, row->interval[q].low);
            instant_field(csv, spec, row->interval[q].high);
        }
        csv_line(csv);
    }
}

static void write_cards(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t w = 0; w < spec->weeks; w++) {
        csv_text(csv, spec->scenarios[s].name);
        day_field(csv, spec->epoch + spec->monday + 7 * (long)w);
        for (size_t q = 0; q < RESULTS_QUANTILES; q++)
            csv_number(csv, scenario->cards[w * RESULTS_QUANTILES + q]);
        csv_line(csv);
    }
}

static void write_resources(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t r = 0; r < spec->resource_count; r++) {
        const struct summary_resource *row = &scenario->resources[r];
        csv_text(csv, spec->scenarios[s].name);
        csv_text(csv, spec->resources[r].name);
        csv_number(csv, row->utilisation);
        csv_number(csv, row->wait_mean_days);
        csv_number(csv, row->queue_max_mean);
        csv_number(csv, row->idle_days);
        csv_line(csv);
    }
}

static void write_causes(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t c = 0; c < spec->cause_count; c++) {
        if (!summary_has_cause(summary, c))
            continue;
        csv_text(csv, spec->scenarios[s].name);
        csv_text(csv, spec->causes[c].name);
        csv_number(csv, scenario->causes[c].last_site_share);
        csv_number(csv, scenario->causes[c].mean_days);
        csv_line(csv);
    }
}

static void write_last_line(const struct results_spec *spec, size_t s, const char *kind, const char *name, double share,
                            struct csv *csv)
{
    csv_text(csv, spec->scenarios[s].name);
    csv_text(csv, kind);
    csv_text(csv, name);
    csv_number(csv, share);
    csv_line(csv);
}

static void write_last(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (size_t v = 0; v < spec->vendor_count; v++)
        write_last_line(spec, s, "vendor", spec->vendors[v].name, scenario->last_vendor[v], csv);
    for (size_t r = 0; r < spec->region_count; r++)
        write_last_line(spec, s, "region", spec->regions[r], scenario->last_region[r], csv);
}

static void write_amounts(const struct summary *summary, size_t s, struct csv *csv)
{
    const struct results_spec *spec = summary->spec;
    const struct summary_scenario *scenario = &summary->scenarios[s];
    for (enum amount a = 0; a < AMOUNTS; a++) {
        const struct summary_amount *row = &scenario->amount[a];
        if (!row->told)
            continue;
        csv_text(csv, spec->scenarios[s].name);
        csv_text(csv, outcome_fields[amount_field(a)].name);
        csv_number(csv, row->mean);
        csv_number(csv, row->q10);
        csv_number(csv, row->q50);
        csv_number(csv, row->q90);
        csv_line(csv);
    }
}

static const struct {
    const char *name, *header;
    void (*write)(const struct summary *summary, size_t s, struct csv *csv);
} tables[] = {
    {"deadlines", "scenario,name,date,reading,milestone,probability,low,high", write_deadlines},
    {"sites_done", "scenario,name,date,milestone,q10,q50,q90", write_done},
    {"milestones",
     "scenario,name,reading,q10,q50,q80,q90,not_reached,q10_low,q10_high,q50_low,q50_high,q80_low,q80_high,q90_low,"
     "q90_high",
     write_milestones},
    {"items", "scenario,date,q05,q25,q50,q75,q95", write_cards},
    {"resources", "scenario,name,utilisation,wait_mean_days,queue_max_mean,idle_days", write_resources},
    {"causes", "scenario,name,last_site_share,mean_days", write_causes},
    {"amounts", "scenario,name,mean,q10,q50,q90", write_amounts},
    {"last", "scenario,kind,name,share", write_last},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* ---- files ---- */

static int put_table(const struct summary *summary, size_t table, const char *folder, bool force, struct error *error)
{
    char *path = 0;
    struct csv csv;
    if (asprintf(&path, "%s/%s.csv", folder, tables[table].name) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = csv_begin(&csv, path, tables[table].header, force, error);
    for (size_t s = 0; status == 0 && s < summary->spec->scenario_count; s++)
        tables[table].write(summary, s, &csv);
    if (status == 0)
        status = csv_end(&csv, error);
    free(path);
    return status;
}

static int put_ranking(const struct summary *summary, const char *folder, bool force, struct error *error)
{
    char *path = 0;
    if (!summary->ranking.spec)
        return 0;
    if (asprintf(&path, "%s/ranking.csv", folder) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = ranking_csv(&summary->ranking, path, force, error);
    free(path);
    return status;
}

static int check_file(const char *folder, const char *name, bool force, struct error *error)
{
    char *path = 0;
    if (asprintf(&path, "%s/%s.csv", folder, name) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    int status = output_check(path, force, error);
    free(path);
    return status;
}

static int check_files(const struct summary *summary, const char *folder, bool force, struct error *error)
{
    for (size_t t = 0; t < TABLES; t++)
        if (check_file(folder, tables[t].name, force, error) != 0)
            return -1;
    return summary->ranking.spec ? check_file(folder, "ranking", force, error) : 0;
}

int summary_csv(const struct summary *summary, const char *folder, bool force, struct error *error)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return error_system(error, ERROR_IO, "%s: cannot create", folder);
    if (check_files(summary, folder, force, error) != 0) /* all of them before one is written */
        return -1;
    for (size_t t = 0; t < TABLES; t++)
        if (put_table(summary, t, folder, force, error) != 0)
            return -1;
    return put_ranking(summary, folder, force, error);
}
