/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * check: what the files of the command share.
 */
#ifndef FMKSIM_CLI_CHECK_H
#define FMKSIM_CLI_CHECK_H

#include "cli.h"

/* What each number by itself would change. */
struct check_influence {
    bool asked;
    const char *deadline, *reading; /* null: the least certain */
    size_t replications;            /* of each value; 0: CHECK_REPLICATIONS */
};
enum { CHECK_REPLICATIONS = 200 };

/* Of a document that has been checked. The exit code. */
int check_influence(const struct check_influence *asked, const struct cli_common *common,
                    const struct document *document, struct faults *faults);

/* Reads a file of observations or a monitoring sheet of a programme, and tells what it holds. The exit code. */
int check_observed(const char *path, bool json, const struct programme *programme, struct faults *faults);

#endif
