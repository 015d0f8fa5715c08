/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scratch: a folder for files that nobody keeps, in TMPDIR (/tmp).
 *
 * Its name is fmksim-scratch-MACHINE-XXXXXX, and who made it holds its lock (flock), which goes with the process
 * however that ends. What a killed process left is removed by the next one of the same user and machine that makes a
 * folder.
 */
#ifndef FMKSIM_SIM_SCRATCH_H
#define FMKSIM_SIM_SCRATCH_H

#include "sim/error.h"

struct scratch {
    char *path; /* owned */
    int lock;   /* the folder itself, or -1 */
};

/* Makes a folder, empty and for this user only, after removing those that nobody holds any more. Where folders cannot
 * be locked none is removed. 0, or -1 with ERROR_IO or ERROR_MEMORY; scratch_remove() in any case. */
int scratch_make(struct scratch *scratch, struct error *error);

/* Removes the files in it, then the folder; of folders in it, which are not ours, nothing. */
void scratch_remove(struct scratch *scratch);

#endif
