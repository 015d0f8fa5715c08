/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_options: what nowcast and backtest are asked alike. Bad arguments end the program as argp does.
 */
#ifndef FMKSIM_CLI_NOWCAST_OPTIONS_H
#define FMKSIM_CLI_NOWCAST_OPTIONS_H

#include "analysis/nowcast/nowcast.h"

#include <argp.h>

/* N or N:M, sweeps after each step and at the end; writes into the argument. */
void nowcast_parse_sweeps(struct argp_state *state, char *argument, struct nowcast_options *options);

/* A file of facts, or a monitoring sheet, which is known by its heading; one of each. */
void nowcast_parse_observations(const struct argp_state *state, const char *path, struct nowcast_options *options);

#endif
