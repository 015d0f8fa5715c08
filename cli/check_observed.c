/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * check --observations: a monitoring sheet, or a file of facts, against its configuration.
 */
#include "check.h"
#include "analysis/nowcast/monitor.h"
#include "analysis/nowcast/observation.h"
#include "sim/date.h"

#include <stdlib.h>

static const char *column_name(const struct monitor *monitor, const struct programme *programme, size_t column)
{
    size_t node = monitor->node[column];
    return node == 0 ? "decision" : programme->node[node].name;
}

static void print_sheet(const struct monitor *monitor, const struct programme *programme,
                        const struct monitor_state *state)
{
    char first[DATE_TEXT], last[DATE_TEXT], word[WORD_TEXT];
    words_say(WORD_SITE, programme->words[WORD_SITE], WORD_MANY, word);
    if (state->rows == 0) {
        printf("%s: a monitoring sheet without rows\n", monitor->file);
        return;
    }
    date_format(state->first, first);
    date_format(state->last, last);
    printf("%s: a monitoring sheet, %zu rows of %zu of %zu %s, from %s to %s\n", monitor->file, state->rows,
           state->sites, programme->sites, word, first, last);
    if (monitor->vendors)
        printf("  %-24s told of %zu of %zu\n", "vendor", state->vendors, state->sites);
    if (monitor->hosted)
        printf("  %-24s told of %zu of %zu\n", "hosted", state->hosted, state->sites);
    for (size_t c = 0; c < monitor->columns; c++)
        printf("  %-24s %zu of %zu\n", column_name(monitor, programme, c), state->done[c], state->sites);
    if (state->told > 0)
        printf("  %-24s %ld, told by %zu of %zu\n", "cards", state->cards, state->told, state->sites);
}

static json_t *sheet_json(const struct monitor *monitor, const struct programme *programme,
                          const struct monitor_state *state)
{
    char first[DATE_TEXT] = "", last[DATE_TEXT] = "";
    if (state->rows > 0) {
        date_format(state->first, first);
        date_format(state->last, last);
    }
    json_t *done = json_object();
    for (size_t c = 0; c < monitor->columns; c++)
        json_object_set_new(done, column_name(monitor, programme, c), json_integer((json_int_t)state->done[c]));
    return json_pack("{s:s, s:s, s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:o}", "file", monitor->file, "kind",
                     "monitoring-sheet", "rows", (json_int_t)state->rows, "sites", (json_int_t)state->sites, "first",
                     first, "last", last, "cards", (json_int_t)state->cards, "cards_told", (json_int_t)state->told,
                     "vendor_told", (json_int_t)state->vendors, "hosted_told", (json_int_t)state->hosted, "done", done);
}

static int check_sheet(const char *path, bool json, const struct programme *programme, struct faults *faults)
{
    struct monitor monitor;
    struct monitor_state state = {0};
    int status = monitor_read(&monitor, path, programme, faults) == 0 ? DONE : WRONG;
    state.done = status == DONE ? calloc(monitor.columns + 1, sizeof *state.done) : 0;
    if (state.done) {
        monitor_state(&monitor, LONG_MAX - 1, &state);
        if (json)
            status = cli_json(sheet_json(&monitor, programme, &state));
        else
            print_sheet(&monitor, programme, &state);
    } else if (status == DONE) {
        faults_add(faults, 0, 0, "out of memory");
        status = WRONG;
    }
    free(state.done);
    monitor_free(&monitor);
    return status;
}

static int check_facts(const char *path, bool json, const struct programme *programme, struct faults *faults)
{
    struct observations observations;
    int status = observations_read(&observations, path, faults) == 0 ? DONE : WRONG;
    if (observations_resolve(&observations, programme, faults) != 0)
        status = WRONG;
    if (status == DONE && json)
        status = cli_json(
            json_pack("{s:s, s:s, s:I}", "file", path, "kind", "facts", "rows", (json_int_t)observations.count));
    else if (status == DONE)
        printf("%s: observations, %zu rows\n", path, observations.count);
    observations_free(&observations);
    return status;
}

int check_observed(const char *path, bool json, const struct programme *programme, struct faults *faults)
{
    int status =
        monitor_is_one(path) ? check_sheet(path, json, programme, faults) : check_facts(path, json, programme, faults);
    if (status != WRONG)
        return status;
    faults_sort(faults);
    return json ? cli_faults_json(faults) : cli_faults(faults);
}
