/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_csv: the summary's tables as files (RFC 4180). An empty field is "not reached" or "not known".
 */
#include "analysis/summary.h"

#include "sim/date.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- fields; each but the first of a line begins with its comma ---- */

static void text_field(FILE *file, const char *text, bool first)
{
    if (!first)
        fputc(',', file);
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, file);
        return;
    }
    fputc('"', file);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

static void number_field(FILE *file, double x)
{
    char text[40] = "";
    if (isfinite(x))
        snprintf(text, sizeof text, "%.10g", x);
    text_field(file, text, false);
}

static void instant_field(FILE *file, const struct results_spec *spec, double t)
{
    char text[SUMMARY_DATE];
    summary_date(spec, t, text);
    text_field(file, text, false);
}

static void day_field(FILE *file, long date)
{
    char text[DATE_TEXT];
    date_format(date, text);
    text_field(file, text, false);
}

static void milestone_field(FILE *file, const struct results_spec *spec, int milestone)
{
    text_field(file, milestone >= 0 ? spec->milestones[milestone].name : "", false);
}

static void end_line(FILE *file)
{
    fputs("\r\n", file);
}

/* ---- tables: the rows of one scenario ---- */

static void write_deadlines(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario,
                            FILE *file)
{
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct summary_deadline *row = &scenario->deadlines[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        text_field(file, spec->scenarios[s].name, true);
        text_field(file, deadline->name, false);
        day_field(file, deadline->date);
        text_field(file, results_reading_name(row->reading), false);
        milestone_field(file, spec, row->reading == READING_MOST_CARDS ? -1 : deadline->milestone);
        number_field(file, row->probability);
        number_field(file, row->interval.low);
        number_field(file, row->interval.high);
        end_line(file);
    }
}

static void write_done(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario, FILE *file)
{
    for (size_t i = 0; i < scenario->done_count; i++) {
        const struct summary_done *row = &scenario->done[i];
        text_field(file, spec->scenarios[s].name, true);
        text_field(file, spec->deadlines[row->deadline].name, false);
        day_field(file, spec->deadlines[row->deadline].date);
        milestone_field(file, spec, spec->deadlines[row->deadline].milestone);
        number_field(file, row->q10);
        number_field(file, row->q50);
        number_field(file, row->q90);
        end_line(file);
    }
}

static void write_milestones(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario,
                             FILE *file)
{
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        const struct summary_milestone *row = &scenario->milestones[i];
        text_field(file, spec->scenarios[s].name, true);
        milestone_field(file, spec, row->milestone);
        text_field(file, results_reading_name(row->reading), false);
        for (size_t q = 0; q < SUMMARY_DATES; q++)
            instant_field(file, spec, row->date[q]);
        number_field(file, row->not_reached);
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            instant_field(file, spec, row->interval[q].low);
            instant_field(file, spec, row->interval[q].high);
        }
        end_line(file);
    }
}

static void write_cards(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario, FILE *file)
{
    for (size_t w = 0; w < spec->weeks; w++) {
        text_field(file, spec->scenarios[s].name, true);
        day_field(file, spec->epoch + spec->monday + 7 * (long)w);
        for (size_t q = 0; q < RESULTS_QUANTILES; q++)
            number_field(file, scenario->cards[w * RESULTS_QUANTILES + q]);
        end_line(file);
    }
}

static void write_resources(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario,
                            FILE *file)
{
    for (size_t r = 0; r < spec->resource_count; r++) {
        const struct summary_resource *row = &scenario->resources[r];
        text_field(file, spec->scenarios[s].name, true);
        text_field(file, spec->resources[r].name, false);
        number_field(file, row->utilisation);
        number_field(file, row->wait_mean_days);
        number_field(file, row->queue_max_mean);
        number_field(file, row->idle_days);
        end_line(file);
    }
}

static void write_causes(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario, FILE *file)
{
    for (size_t c = 0; c < spec->cause_count; c++) {
        text_field(file, spec->scenarios[s].name, true);
        text_field(file, spec->causes[c].name, false);
        number_field(file, scenario->causes[c].last_site_share);
        number_field(file, scenario->causes[c].mean_days);
        end_line(file);
    }
}

static void write_last_line(const struct results_spec *spec, size_t s, const char *kind, const char *name, double share,
                            FILE *file)
{
    text_field(file, spec->scenarios[s].name, true);
    text_field(file, kind, false);
    text_field(file, name, false);
    number_field(file, share);
    end_line(file);
}

static void write_last(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario, FILE *file)
{
    for (size_t v = 0; v < spec->vendor_count; v++)
        write_last_line(spec, s, "vendor", spec->vendors[v].name, scenario->last_vendor[v], file);
    for (size_t r = 0; r < spec->region_count; r++)
        write_last_line(spec, s, "region", spec->regions[r], scenario->last_region[r], file);
}

static const struct {
    const char *name, *header;
    void (*write)(const struct results_spec *spec, size_t s, const struct summary_scenario *scenario, FILE *file);
} tables[] = {
    {"deadlines", "scenario,name,date,reading,milestone,probability,low,high", write_deadlines},
    {"municipalities_done", "scenario,name,date,milestone,q10,q50,q90", write_done},
    {"milestones",
     "scenario,name,reading,q10,q50,q80,q90,not_reached,q10_low,q10_high,q50_low,q50_high,q80_low,q80_high,q90_low,"
     "q90_high",
     write_milestones},
    {"cards", "scenario,date,q05,q25,q50,q75,q95", write_cards},
    {"resources", "scenario,name,utilisation,wait_mean_days,queue_max_mean,idle_days", write_resources},
    {"causes", "scenario,name,last_site_share,mean_days", write_causes},
    {"last", "scenario,kind,name,share", write_last},
};
enum { TABLES = sizeof tables / sizeof *tables };

/* ---- files ---- */

static int write_table(const struct summary *summary, size_t table, const char *path, struct error *error)
{
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return error_system(error, ERROR_IO, "%s: cannot create", path);
    fputs(tables[table].header, file);
    end_line(file);
    for (size_t s = 0; s < summary->spec->scenario_count; s++)
        tables[table].write(summary->spec, s, &summary->scenarios[s], file);
    errno = EIO;
    bool written = fflush(file) == 0 && !ferror(file);
    int status = written ? 0 : error_system(error, ERROR_IO, "%s: cannot write", path);
    if (fclose(file) != 0 && status == 0)
        status = error_system(error, ERROR_IO, "%s: cannot write", path);
    return status;
}

/* Beside its name, renamed when whole. */
static int put_table(const struct summary *summary, size_t table, const char *folder, struct error *error)
{
    char *path = NULL, *temporary = NULL;
    int status = 0;
    if (asprintf(&path, "%s/%s.csv", folder, tables[table].name) < 0)
        return error_set(error, ERROR_MEMORY, "no memory to write into %s", folder);
    if (asprintf(&temporary, "%s.tmp", path) < 0) {
        free(path);
        return error_set(error, ERROR_MEMORY, "no memory to write into %s", folder);
    }
    status = write_table(summary, table, temporary, error);
    if (status == 0 && rename(temporary, path) != 0)
        status = error_system(error, ERROR_IO, "%s: cannot rename", temporary);
    if (status != 0)
        unlink(temporary);
    free(temporary);
    free(path);
    return status;
}

static int refuse_existing(const char *folder, struct error *error)
{
    for (size_t t = 0; t < TABLES; t++) {
        char *path;
        if (asprintf(&path, "%s/%s.csv", folder, tables[t].name) < 0)
            return error_set(error, ERROR_MEMORY, "no memory to write into %s", folder);
        bool exists = access(path, F_OK) == 0;
        if (exists)
            error_set(error, ERROR_USAGE, "%s exists", path);
        free(path);
        if (exists)
            return -1;
    }
    return 0;
}

int summary_csv(const struct summary *summary, const char *folder, bool force, struct error *error)
{
    if (mkdir(folder, 0777) != 0 && errno != EEXIST)
        return error_system(error, ERROR_IO, "%s: cannot create", folder);
    if (!force && refuse_existing(folder, error) != 0)
        return -1;
    for (size_t t = 0; t < TABLES; t++)
        if (put_table(summary, t, folder, error) != 0)
            return -1;
    return 0;
}
