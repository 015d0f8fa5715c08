/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * visible: standard output and messages without what would steer a terminal.
 *
 * Titles, names, file names and settings come from strangers' files. Control characters but tab and newline, the
 * C1 characters, line and paragraph separators, and what turns the direction of writing appear as JSON writes them
 * ("\u001b"), so that a JSON document stays one; a byte that is no UTF-8 appears as "\x9b".
 */
#ifndef FMKSIM_CLI_VISIBLE_H
#define FMKSIM_CLI_VISIBLE_H

#include <stdio.h>

/* Lays the filter over stdout and stderr, for the whole program; once, before anything is printed. 0, or -1 if there is
 * no memory. */
int visible_begin(void);

/* Standard error as it is, for the program's own control sequences: nothing else may be printed there. */
FILE *visible_screen(void);

#endif
