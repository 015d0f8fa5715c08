/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staffing_study: the replications of a curve as a results file.
 */
#include "analysis/staffing/staffing.h"
#include "analysis/study/study.h"

int staffing_write(const struct staffing_options *options, const struct staffing_file *file, struct faults *faults,
                   struct error *error)
{
    const struct staff_options *staff = &options->staff;
    struct study_sweep sizes = {.sweep = {"staff", options->path, staff->low, staff->high, staff->step},
                                .target = staff->target};
    struct study_options study_options = {.configuration = file->configuration,
                                          .sets = file->sets,
                                          .set_count = file->set_count,
                                          .sweep = &sizes,
                                          .from = options->from,
                                          .seed = options->seed,
                                          .replications = staff->display,
                                          .inner = 1};
    struct study_run run = {.output = file->output,
                            .threads = options->threads,
                            .force = file->force,
                            .resume = file->resume,
                            .stop = options->stop};
    struct study *study = 0;
    int status = study_open(&study, &study_options, faults, error);
    if (status == 0)
        status = study_run(study, &run, error);
    study_close(study);
    return status;
}
