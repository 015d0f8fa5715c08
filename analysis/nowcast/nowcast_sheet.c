/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_sheet: the monitoring sheet of a nowcast.
 */
#include "analysis/nowcast/nowcast_parts.h"
#include "sim/digest.h"

#include <stdlib.h>

/* What a sheet cannot be held against. */
static int refuse_programme(const struct monitor *monitor, const struct programme *p, struct error *error)
{
    bool counts = false;
    for (size_t i = 0; i < monitor->count; i++)
        counts = counts || monitor->row[i].cards >= 0;
    if (counts && p->uptake.crew != NOBODY)
        return error_set(error, ERROR_USAGE,
                         "%s: counts of sites that share crews (uptake.resource) cannot be used yet", monitor->file);
    if (counts && p->uptake.form == UPTAKE_CAPACITY)
        return error_set(error, ERROR_USAGE,
                         "%s: by uptake.form = \"capacity\" counts are certain, so that none can be learnt from",
                         monitor->file);
    if (counts && p->quantities.list[p->cards]->kind == QUANTITY_PRIOR)
        return error_set(error, ERROR_USAGE, "%s: counts cannot be used while sites.cards is uncertain", monitor->file);
    return 0;
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

int nowcast_sheet_refuse(const struct nowcast *nowcast, struct error *error)
{
    if (!nowcast_track(nowcast) || study_first_lever(nowcast->study) > nowcast->options->as_of)
        return 0;
    return error_set(error, ERROR_USAGE,
                     "a scenario acts on or before the as-of date: what would have happened cannot be told yet with a "
                     "monitoring sheet, whose counts are kept; one with `from` after that date can");
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
    digest_final(&digest, value);
    digest_format(value, text);
    fprintf(file, "monitoring_sheet,national,,,,%zu,%.15g,%s\n", track->rows, track->date_error, text);
}

/* ---- what is told of it ---- */

void nowcast_sheet_print(const struct nowcast *nowcast, FILE *file)
{
    struct monitor_state state = {.done = calloc(nowcast->monitor.columns + 1, sizeof *state.done)};
    if (nowcast->options->sheet && state.done) {
        monitor_state(&nowcast->monitor, nowcast->options->as_of, &state);
        fprintf(
            file,
            "  monitoring sheet: %zu rows of %zu sites used, %zu dated later; counts as they are, days with an error "
            "of %g\n",
            state.rows, state.sites, state.later, nowcast->options->date_error);
        if (state.rows > 0)
            nowcast_bands_print(nowcast->options, file);
    }
    free(state.done);
}

json_t *nowcast_sheet_json(const struct nowcast *nowcast)
{
    struct monitor_state state = {.done = calloc(nowcast->monitor.columns + 1, sizeof *state.done)};
    json_t *object = 0;
    if (state.done) {
        monitor_state(&nowcast->monitor, nowcast->options->as_of, &state);
        object =
            json_pack("{s:I, s:I, s:I, s:f, s:o}", "rows", (json_int_t)state.rows, "sites", (json_int_t)state.sites,
                      "later", (json_int_t)state.later, "date_error", nowcast->options->date_error, "calibrated",
                      nowcast_bands_json(nowcast->options, state.rows > 0));
    }
    free(state.done);
    return object;
}
