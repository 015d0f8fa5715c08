/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_options: what nowcast and backtest are asked alike.
 */
#include "nowcast_options.h"

#include "cli.h"
#include "analysis/nowcast/monitor.h"

#include <string.h>

void nowcast_parse_sweeps(struct argp_state *state, char *argument, struct nowcast_options *options)
{
    char *colon = strchr(argument, ':');
    if (colon) {
        options->settling = cli_whole(state, "--sweeps", colon + 1, 0, 10000);
        *colon = '\0';
    }
    options->sweeps = cli_whole(state, "--sweeps", argument, 1, 10000);
}

void nowcast_parse_observations(const struct argp_state *state, const char *path, struct nowcast_options *options)
{
    const char **place = monitor_is_one(path) ? &options->sheet : &options->observations;
    if (*place)
        argp_error(state, "--observations: %.80s and %.80s are of one kind; one file of facts and one monitoring sheet",
                   *place, path);
    *place = path;
}
