/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench: the rounds, in each of which every case is measured once.
 */
#include "analysis/bench/bench_parts.h"

#include <stdlib.h>

static int keep(struct bench_case *one, size_t round, double seconds, struct error *error)
{
    if (round >= one->room) {
        size_t room = 2 * one->room + 16;
        double *sample = realloc(one->sample, room * sizeof *sample);
        if (!sample)
            return error_set(error, ERROR_MEMORY, "out of memory");
        one->sample = sample;
        one->room = room;
    }
    one->sample[round] = seconds;
    return 0;
}

/* Every case once, in turn. */
static int run_round(struct bench *bench, struct error *error)
{
    for (size_t i = 0; i < bench->count; i++) {
        struct bench_case *one = &bench->cases[i];
        double seconds = 0;
        if (bench->options->stop && atomic_load(bench->options->stop))
            return error_set(error, ERROR_INTERRUPTED, "interrupted");
        if (one->measure(one->state, &seconds, error) != 0 || keep(one, bench->rounds, seconds, error) != 0)
            return -1;
    }
    bench->rounds++;
    return 0;
}

static int run_rounds(struct bench *bench, double begin, struct error *error)
{
    const struct bench_options *options = bench->options;
    while (bench->rounds < BENCH_ROUNDS || bench_now() - begin < options->seconds) {
        if (options->progress)
            options->progress(options->context, bench->rounds, bench_now() - begin);
        if (run_round(bench, error) != 0)
            return -1;
    }
    return 0;
}

/* ---- the run ---- */

static void release_cases(struct bench *bench)
{
    for (size_t i = 0; i < bench->count; i++) {
        bench->cases[i].release(bench->cases[i].state);
        free(bench->cases[i].sample);
    }
}

int bench_run(struct bench_report *report, const struct bench_options *options, struct faults *faults,
              struct error *error)
{
    struct bench bench = {.options = options, .report = report};
    struct bench_engine engine;
    struct bench_rollout rollout = {.scales = 0};
    double begin = bench_now();
    *report = (struct bench_report){.threads = options->threads};
    int status = bench_engine_add(&bench, &engine, error);
    if (status == 0 && options->document)
        status = bench_rollout_add(&bench, &rollout, faults, error);
    if (status == 0)
        status = run_rounds(&bench, begin, error);
    if (status == 0) {
        bench_engine_tell(&bench, &engine);
        if (options->document) {
            bench_rollout_tell(&bench, &rollout);
            status = bench_rollout_study(&bench, &rollout, error);
        }
    }
    report->rounds = bench.rounds;
    report->seconds = bench_now() - begin;
    release_cases(&bench);
    bench_rollout_free(&rollout);
    return status;
}

void bench_free(struct bench_report *report)
{
    free(report->figures);
    *report = (struct bench_report){0};
}
