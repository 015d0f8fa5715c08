/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast_options: what nowcast and backtest are asked alike. Bad arguments end the program as argp does.
 */
#ifndef FMKSIM_CLI_NOWCAST_OPTIONS_H
#define FMKSIM_CLI_NOWCAST_OPTIONS_H

#include "analysis/nowcast/nowcast.h"

#include <argp.h>

enum { KEY_OBSERVATIONS = 0x3001, KEY_SAMPLERS, KEY_SWEEPS, KEY_DATE_ERROR, NOWCAST_KEYS_END };

#define NOWCAST_OBSERVATIONS_OPTION                                                                                    \
    {                                                                                                                  \
        "observations", KEY_OBSERVATIONS, "FILE.csv", 0,                                                               \
            "What was seen: facts, one a row, or a monitoring sheet (docs/observations.md); may be said twice, once "  \
            "for "                                                                                                     \
            "each",                                                                                                    \
            0                                                                                                          \
    }
#define NOWCAST_DATE_ERROR_OPTION                                                                                      \
    {                                                                                                                  \
        "date-error", KEY_DATE_ERROR, "DAYS", 0, "Error of the days in the monitoring sheet (default 7)", 0            \
    }
#define NOWCAST_SAMPLERS_OPTION                                                                                        \
    {                                                                                                                  \
        "samplers", KEY_SAMPLERS, "R", 0, "Independent samplers, whose spread tells every error (default 8)", 0        \
    }
#define NOWCAST_SWEEPS_OPTION                                                                                          \
    {                                                                                                                  \
        "sweeps", KEY_SWEEPS, "N[:M]", 0,                                                                              \
            "Moves of every past after each step, and more of them at the end (default "                               \
            "3:1)",                                                                                                    \
            0                                                                                                          \
    }

/* These and -n, the courses. ARGP_ERR_UNKNOWN: another key. */
error_t nowcast_parse(int key, char *argument, struct argp_state *state, struct nowcast_options *options);

#endif
