/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_observe: the replications behind the lines, in parallel.
 */
#include "analysis/verify/verify_parts.h"
#include "sim/farm.h"

#include <stdlib.h>

/* Jobs are blocks of observations; each block tallies for itself, and the blocks are merged in their order. */
struct work {
    const struct verify_sample *sample;
    void **workers;
    struct tally *tallies; /* [blocks][width] */
    size_t block;
    uint64_t seed;
};

static int work_block(void *context, unsigned worker, size_t job, struct error *error)
{
    struct work *work = context;
    const struct verify_sample *sample = work->sample;
    struct tally *tallies = work->tallies + job * sample->width;
    size_t from = job * work->block, to = from + work->block;
    if (!work->workers[worker] && sample->worker && !(work->workers[worker] = sample->worker(sample->context, error)))
        return -1;
    for (size_t i = 0; i < sample->width; i++)
        tally_init(&tallies[i]);
    for (size_t k = from; k < to && k < sample->observations; k++) {
        double values[VERIFY_WIDTH] = {0};
        if (sample->observe(sample->context, work->workers[worker], work->seed, k, values, error) != 0)
            return -1;
        for (size_t i = 0; i < sample->width; i++)
            tally_add(&tallies[i], values[i]);
    }
    return 0;
}

static void merge_blocks(const struct work *work, size_t blocks, struct tally tallies[])
{
    size_t width = work->sample->width;
    for (size_t i = 0; i < width; i++)
        tally_init(&tallies[i]);
    for (size_t block = 0; block < blocks; block++)
        for (size_t i = 0; i < width; i++)
            tally_merge(&tallies[i], &work->tallies[block * width + i]);
}

int verify_observe(struct verify *verify, const struct verify_sample *sample, struct tally tallies[])
{
    enum { BLOCKS = 128 };
    unsigned threads = verify->options->threads;
    size_t size = (sample->observations + BLOCKS - 1) / BLOCKS, blocks = (sample->observations + size - 1) / size;
    struct work work = {sample, calloc(threads, sizeof(void *)), calloc(blocks * sample->width, sizeof *work.tallies),
                        size, verify->options->seed ^ stream_name(sample->name)};
    if (verify->status == 0 && (!work.workers || !work.tallies))
        verify_refuse(verify, ERROR_MEMORY, "out of memory");
    struct farm farm = {blocks, threads, &work, work_block, 0, verify->options->stop};
    if (verify->status == 0)
        verify->status = farm_run(&farm, verify->error);
    if (verify->status == 0)
        merge_blocks(&work, blocks, tallies);
    for (unsigned t = 0; work.workers && t < threads; t++)
        if (work.workers[t])
            sample->release(work.workers[t]);
    free(work.workers);
    free(work.tallies);
    return verify->status;
}
