/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * farm: many independent jobs on a few threads (pthreads).
 *
 * Jobs are numbered 0 … count - 1 and handed out by one atomic counter; a job's result must depend on its number
 * only. The work function writes to where the number says (its own row), so workers share no lock and no cache line.
 */
#ifndef FMKSIM_SIM_FARM_H
#define FMKSIM_SIM_FARM_H

#include "sim/error.h"

#include <stdatomic.h>
#include <stddef.h>

struct farm {
    size_t count;     /* jobs */
    unsigned threads; /* workers, 1 to 1024; never more than there are jobs are started */
    void *context;    /* passed through */

    /* One job, on worker 0 … threads - 1. Non-zero stops the farm after the running jobs; the error of the lowest job
     * that failed is told, which is the same one for any number of threads. */
    int (*work)(void *context, unsigned worker, size_t job, struct error *error);

    /* Called from the thread that called farm_run, about every tenth of a second and once at the end; may be null.
     * `done` counts finished jobs. A non-zero return stops the farm like *stop does, and is not called again; without
     * a filled error it counts as a wish, ERROR_INTERRUPTED. */
    int (*progress)(void *context, size_t done, struct error *error);

    const atomic_int *stop; /* non-zero: stop after the running jobs; may be null; may be set by a signal handler */
};

/* Runs all jobs, on threads of its own that block the signals meant for the process: they land in the caller's thread.
 * 0 if all jobs were done (even if a stop came with the last of them); -1 with ERROR_INTERRUPTED if stopped before,
 * with the error of a job, else of progress, or with ERROR_MEMORY if a thread cannot start (no thread is left behind).
 * ERROR_USAGE if `threads` is out of range. */
int farm_run(const struct farm *farm, struct error *error);

/* Processors that this process may use (sched_getaffinity), at least 1. */
unsigned farm_processors(void);

#endif
