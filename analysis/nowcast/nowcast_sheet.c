/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_sheet: the monitoring sheet of a nowcast.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/results/results.h"
#include "sim/digest.h"

#include <stdlib.h>
#include <string.h>

static bool has_counts(const struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->count; i++)
        if (monitor->row[i].cards >= 0)
            return true;
    return false;
}

/* Why counts tell nothing of a programme's luck; null: they do. */
static const char *why_not_counts(const struct programme *p)
{
    if (p->uptake.crew != NOBODY)
        return "counts of sites that share crews (uptake.resource) cannot be used yet";
    if (p->uptake.form == UPTAKE_CAPACITY)
        return "by uptake.form = \"capacity\" counts are certain, so that none can be learnt from";
    if (p->quantities.list[p->cards]->kind == QUANTITY_PRIOR)
        return "counts cannot be used while sites.cards is uncertain";
    return 0;
}

/* What a sheet cannot be held against. */
static int refuse_programme(const struct monitor *monitor, const struct programme *p, struct error *error)
{
    const char *why = has_counts(monitor) ? why_not_counts(p) : 0;
    return why ? error_set(error, ERROR_USAGE, "%s: %s", monitor->file, why) : 0;
}

int nowcast_sheet_open(struct nowcast *nowcast, struct faults *faults, struct error *error)
{
    const struct nowcast_options *options = nowcast->options;
    const struct programme *p = &nowcast->programme;
    if (!options->sheet)
        return 0;
    if (monitor_read(&nowcast->monitor, options->sheet, p, faults) != 0 ||
        refuse_programme(&nowcast->monitor, p, error) != 0)
        return -1;
    if (monitor_track_init(&nowcast->track, &nowcast->monitor, p, options->as_of, options->date_error) != 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    if (nowcast_track(nowcast) && options->method == NOWCAST_WEIGHTS)
        return error_set(error, ERROR_USAGE,
                         "%s: plain courses never fit a monitoring sheet; --method samplers is wanted", options->sheet);
    return 0;
}

void nowcast_sheet_close(struct nowcast *nowcast)
{
    monitor_free(&nowcast->monitor);
    monitor_track_free(&nowcast->track);
}

const struct monitor_track *nowcast_track(const struct nowcast *nowcast)
{
    return nowcast->track.rows > 0 ? &nowcast->track : 0;
}

/* ---- what would have happened ---- */

/* Luck is kept site by site: they must be the same ones in the same weeks. */
static bool has_other_sites(const struct programme *seen, const struct programme *other)
{
    for (size_t i = 0; i < seen->sites; i++)
        if (seen->site[i].code != other->site[i].code)
            return true;
    return seen->weeks != other->weeks || seen->epoch != other->epoch;
}

/* Of a scenario that acts on or before the as-of date, which another branch of what was seen must be able to carry. */
static const char *why_not_back(const struct nowcast *nowcast, const struct scenario *scenario,
                                const struct programme *programme)
{
    if (scenario->kind == SCENARIO_ASSUMPTION)
        return "another view of what one cannot choose is no other branch of what was seen but wants a nowcast of its "
               "own; --set gives one";
    if (has_other_sites(&nowcast->programme, programme))
        return "its sites or weeks are not those of which the luck is known";
    return has_counts(&nowcast->monitor) ? why_not_counts(programme) : 0;
}

static int ask_scenario(void *context, const struct scenario *scenario, const struct programme *programme, long acts,
                        struct error *error)
{
    struct nowcast *nowcast = context;
    const char *why = acts <= nowcast->options->as_of ? why_not_back(nowcast, scenario, programme) : 0;
    if (!why)
        return 0;
    return error_set(error, ERROR_USAGE,
                     "scenario '%s' acts on or before the as-of date, and with a monitoring sheet it cannot be told "
                     "what would have happened: %s",
                     scenario->name, why);
}

int nowcast_sheet_refuse(struct nowcast *nowcast, struct error *error)
{
    return nowcast_track(nowcast) ? study_ask(nowcast->study, ask_scenario, nowcast, error) : 0;
}

void nowcast_sheet_list(const struct nowcast *nowcast, FILE *file)
{
    const struct monitor_track *track = nowcast_track(nowcast);
    struct digest digest;
    unsigned char value[DIGEST_BYTES];
    char text[DIGEST_TEXT];
    if (!track)
        return;
    digest_init(&digest);
    digest_update(&digest, track->cards, track->sites * track->weeks * sizeof *track->cards);
    digest_update(&digest, track->told, track->sites * track->weeks * sizeof *track->told);
    digest_update(&digest, track->done, track->sites * track->columns * sizeof *track->done);
    digest_update(&digest, track->until, track->sites * sizeof *track->until);
    digest_update(&digest, track->node, track->columns * sizeof *track->node);
    if (nowcast->monitor.vendors || nowcast->monitor.hosted)
        digest_update(&digest, track->site, track->sites * sizeof *track->site);
    digest_final(&digest, value);
    digest_format(value, text);
    fprintf(file, "monitoring_sheet,national,,,,%zu,%.15g,%s\n", track->rows, track->date_error, text);
}

/* Days of what is done stand in each site's last row alone: they are what it knows. */
static void list_row(const struct nowcast *nowcast, const struct monitor_row *row, bool last, FILE *file)
{
    char day[DATE_TEXT];
    date_format(row->date, day);
    fprintf(file, "%ld,%s,", nowcast->programme.site[row->site].code, day);
    if (row->cards >= 0)
        fprintf(file, "%ld", row->cards);
    for (size_t c = 0; c < nowcast->monitor.columns; c++) {
        if (last && row->done[c] != MONITOR_NOT_YET)
            date_format(row->done[c], day);
        fprintf(file, ",%s", last && row->done[c] != MONITOR_NOT_YET ? day : "");
    }
    fputc('\n', file);
}

char *nowcast_sheet_rows(const struct nowcast *nowcast)
{
    const struct monitor *monitor = &nowcast->monitor;
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return 0;
    fputs("code,date,cards", file);
    for (size_t c = 0; c < monitor->columns; c++)
        fprintf(file, ",%s", monitor->node[c] == 0 ? "decision" : nowcast->programme.node[monitor->node[c]].name);
    fputc('\n', file);
    for (size_t i = 0; i < monitor->count; i++) {
        const struct monitor_row *row = &monitor->row[i], *next = i + 1 < monitor->count ? row + 1 : 0;
        if (row->date <= nowcast->options->as_of)
            list_row(nowcast, row, !next || next->site != row->site || next->date > nowcast->options->as_of, file);
    }
    if (fclose(file) == 0)
        return text;
    free(text);
    return 0;
}

/* ---- what is told of it ---- */

/* What the file says of sites that began before their time. */
static void ahead_of(const struct results_spec *spec, double *courses, double *sites)
{
    const char *line = spec->sampling ? strstr(spec->sampling, "\n" NOWCAST_AHEAD) : 0;
    char *end = 0;
    *courses = *sites = 0;
    if (!line)
        return;
    *courses = strtod(line + 1 + strlen(NOWCAST_AHEAD), &end);
    *sites = *end == ',' ? strtod(end + 1, 0) : 0;
}

static void print_back(const struct results_spec *spec, FILE *file)
{
    double courses, sites;
    size_t told = 0;
    for (size_t s = 0; s < spec->scenario_count; s++)
        if (telling_is_past(spec, s))
            fprintf(file, "%s%s", told++ == 0 ? "  what would have happened, and can be chosen no more: " : ", ",
                    spec->scenarios[s].name);
    if (told == 0)
        return;
    ahead_of(spec, &courses, &sites);
    fprintf(
        file,
        ". Each course keeps its assumptions, its luck and\n  where each count lies in its distribution; sites that "
        "were seen before the course had got so far (%.2g of them\n  a course, in %.0f %% of the courses) keep their "
        "lead\n",
        sites, 100 * courses);
}

void nowcast_sheet_print(const struct nowcast *nowcast, const struct results_spec *spec, FILE *file)
{
    struct monitor_state state = {.done = calloc(nowcast->monitor.columns + 1, sizeof *state.done)};
    if (nowcast->options->sheet && state.done) {
        monitor_state(&nowcast->monitor, nowcast->options->as_of, &state);
        fprintf(
            file,
            "  monitoring sheet: %zu rows of %zu sites used, %zu dated later; counts as they are, days with an error "
            "of %g\n",
            state.rows, state.sites, state.later, nowcast->options->date_error);
        if (state.rows > 0) {
            nowcast_bands_print(nowcast, file);
            print_back(spec, file);
        }
    }
    free(state.done);
}

json_t *nowcast_sheet_json(const struct nowcast *nowcast, const struct results_spec *spec)
{
    struct monitor_state state = {.done = calloc(nowcast->monitor.columns + 1, sizeof *state.done)};
    json_t *object = 0, *back = json_array();
    double courses, sites;
    int status = 0;
    ahead_of(spec, &courses, &sites);
    for (size_t s = 0; s < spec->scenario_count; s++)
        if (telling_is_past(spec, s))
            status |= json_array_append_new(back, json_string(spec->scenarios[s].name));
    if (state.done && back && status == 0) {
        monitor_state(&nowcast->monitor, nowcast->options->as_of, &state);
        object = json_pack("{s:I, s:I, s:I, s:f, s:o, s:O, s:f, s:f}", "rows", (json_int_t)state.rows, "sites",
                           (json_int_t)state.sites, "later", (json_int_t)state.later, "date_error",
                           nowcast->options->date_error, "calibrated", nowcast_bands_json(nowcast, state.rows > 0),
                           "would_have_happened", back, "courses_ahead", courses, "sites_ahead", sites);
    }
    json_decref(back);
    free(state.done);
    return object;
}
