/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * posterior_sample: all members of a posterior one after the other, where nothing is to be kept or shown meanwhile.
 */
#include "analysis/nowcast/posterior.h"

#include <stdlib.h>

/* Those of the members that have any particles. */
static int run_all(const struct posterior *posterior, const size_t particles[], const struct posterior_run *run,
                   void *const record[], struct error *error)
{
    int status = 0;
    for (size_t m = 0; status == 0 && m < posterior_members(posterior); m++)
        if (particles[m] > 0)
            status = posterior_run(posterior, m, particles[m], run, record[m], error);
    return status;
}

int posterior_sample(struct posterior *posterior, const struct posterior_run *run, struct error *error)
{
    size_t members = posterior_members(posterior), size = posterior_record_size(posterior);
    unsigned char *block = calloc(members, size);
    void **record = calloc(members, sizeof *record);
    size_t *particles = calloc(members, sizeof *particles);
    const void *const *records = (const void *const *)record;
    int status = block && record && particles ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t m = 0; status == 0 && m < members; m++) {
        record[m] = block + m * size;
        particles[m] = posterior_first(posterior, m);
    }
    if (status == 0)
        status = run_all(posterior, particles, run, record, error);
    if (status == 0)
        status = posterior_second(posterior, records, particles, error);
    if (status == 0)
        status = run_all(posterior, particles, run, record, error);
    if (status == 0)
        status = posterior_take(posterior, records, error);
    free(particles);
    free(record);
    free(block);
    return status;
}
