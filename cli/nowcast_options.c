/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_options: what nowcast and backtest are asked alike.
 */
#include "nowcast_options.h"

#include "cli.h"
#include "analysis/nowcast/monitor.h"

#include <string.h>

/* N or N:M, sweeps after each step and at the end; writes into the argument. */
static void parse_sweeps(struct argp_state *state, char *argument, struct nowcast_options *options)
{
    char *colon = strchr(argument, ':');
    if (colon) {
        options->settling = cli_whole(state, "--sweeps", colon + 1, 0, 10000);
        *colon = '\0';
    }
    options->sweeps = cli_whole(state, "--sweeps", argument, 1, 10000);
}

/* A file of facts, or a monitoring sheet, which is known by its heading; one of each. */
static void parse_observations(const struct argp_state *state, const char *path, struct nowcast_options *options)
{
    const char **place = monitor_is_one(path) ? &options->sheet : &options->observations;
    if (*place)
        argp_error(state, "--observations: %.80s and %.80s are of one kind; one file of facts and one monitoring sheet",
                   *place, path);
    *place = path;
}

error_t nowcast_parse(int key, char *argument, struct argp_state *state, struct nowcast_options *options)
{
    switch (key) {
    case 'n':
        options->replications = cli_whole(state, "--replications", argument, 1, 100000000);
        return 0;
    case KEY_OBSERVATIONS:
        parse_observations(state, argument, options);
        return 0;
    case KEY_SAMPLERS:
        options->samplers = cli_whole(state, "--samplers", argument, 2, 1000);
        return 0;
    case KEY_SWEEPS:
        parse_sweeps(state, argument, options);
        return 0;
    case KEY_DATE_ERROR:
        options->date_error = cli_real(state, "--date-error", argument, 0.1, 1000);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}
