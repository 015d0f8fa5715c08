/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify: the exact cases' lines, how they are judged, and the replications behind them.
 */
#include "analysis/verify/verify_parts.h"

#include "analysis/statistics/estimate.h"
#include "sim/farm.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* ---- lines ---- */

static int refuse(struct verify *verify, enum error_code code, const char *text)
{
    if (verify->status == 0)
        error_set(verify->error, code, "%s", text);
    return verify->status = -1;
}

static struct verify_line *add_line(struct verify *verify, const char *name, enum verify_kind kind, const char *format,
                                    va_list arguments)
{
    struct verify_report *report = verify->report;
    if (report->count == report->room) {
        size_t room = report->room ? 2 * report->room : 128;
        struct verify_line *grown = realloc(report->lines, room * sizeof *grown);
        if (!grown) {
            refuse(verify, ERROR_MEMORY, "out of memory");
            return 0;
        }
        report->lines = grown;
        report->room = room;
    }
    struct verify_line *line = &report->lines[report->count++];
    *line = (struct verify_line){.kind = kind};
    snprintf(line->name, sizeof line->name, "%s", name);
    vsnprintf(line->quantity, sizeof line->quantity, format, arguments);
    return line;
}

/* The normal deviate with the same two-sided p-value. */
static double deviate(double p, bool above)
{
    double z = p >= 1 ? 0 : gsl_cdf_ugaussian_Qinv(p / 2); /* NaN stays NaN, and fails */
    return above ? z : -z;
}

static double student(double estimate, double exact, double error, double degrees)
{
    if (estimate == exact)
        return 0;
    if (!(error > 0))
        return estimate > exact ? INFINITY : -INFINITY;
    double t = (estimate - exact) / error;
    return degrees > 1e5 ? t : deviate(2 * gsl_cdf_tdist_Q(fabs(t), degrees), t > 0);
}

void verify_exact(struct verify *verify, const char *name, double exact, double estimate, const char *quantity, ...)
{
    va_list arguments;
    va_start(arguments, quantity);
    struct verify_line *line = add_line(verify, name, VERIFY_EXACT, quantity, arguments);
    va_end(arguments);
    if (!line)
        return;
    line->exact = exact;
    line->estimate = estimate;
    if (!(fabs(estimate - exact) <= VERIFY_TOLERANCE * fmax(1, fabs(exact))))
        line->z = estimate < exact ? -INFINITY : INFINITY;
}

static void judge_mean(struct verify_line *line, double exact, const struct tally *tally)
{
    if (!line)
        return;
    line->exact = exact;
    line->estimate = tally_mean(tally);
    line->error = tally_error(tally);
    line->z = student(line->estimate, exact, line->error, (double)tally->count - 1);
}

#define TALLY_LINE(function, kind, judge_line)                                                                         \
    void function(struct verify *verify, const char *name, double exact, const struct tally *tally,                    \
                  const char *quantity, ...)                                                                           \
    {                                                                                                                  \
        va_list arguments;                                                                                             \
        va_start(arguments, quantity);                                                                                 \
        judge_line(add_line(verify, name, kind, quantity, arguments), exact, tally);                                   \
        va_end(arguments);                                                                                             \
    }

TALLY_LINE(verify_mean, VERIFY_MEAN, judge_mean)
TALLY_LINE(verify_share, VERIFY_PROBABILITY, judge_mean)
TALLY_LINE(verify_spread, VERIFY_SPREAD, judge_mean)

void verify_deviation(struct verify *verify, const char *name, double exact, const struct tally *tally,
                      const char *quantity, ...)
{
    va_list arguments;
    va_start(arguments, quantity);
    struct verify_line *line = add_line(verify, name, VERIFY_SPREAD, quantity, arguments);
    va_end(arguments);
    judge_mean(line, exact * exact, tally);
    if (!line)
        return;
    line->exact = exact;
    line->estimate = sqrt(line->estimate);
    line->error /= 2 * line->estimate;
}

/* Both tails of Bin(n, p) at k, from the incomplete beta function. */
static double binomial_deviate(double k, double n, double p)
{
    double below = k < n ? estimate_beta(n - k, k + 1, 1 - p) : 1, above = k > 0 ? estimate_beta(k, n - k + 1, p) : 1;
    return deviate(fmin(1, 2 * fmin(below, above)), above < below);
}

static void judge_probability(struct verify_line *line, double exact, const struct tally *tally)
{
    if (!line)
        return;
    double n = (double)tally->count;
    line->exact = exact;
    line->estimate = tally_mean(tally);
    line->error = sqrt(exact * (1 - exact) / n);
    line->z = binomial_deviate(round(line->estimate * n), n, exact);
}

TALLY_LINE(verify_probability, VERIFY_PROBABILITY, judge_probability)
TALLY_LINE(verify_coverage, VERIFY_SPREAD, judge_probability)

void verify_absent(struct verify *verify, const char *name, const char *reason, ...)
{
    va_list arguments;
    va_start(arguments, reason);
    add_line(verify, name, VERIFY_ABSENT, reason, arguments);
    va_end(arguments);
}

/* ---- the verdict ---- */

static bool is_stochastic(const struct verify_line *line)
{
    return line->kind != VERIFY_EXACT && line->kind != VERIFY_ABSENT;
}

static bool hides_a_bug(const struct verify_line *line)
{
    bool promised =
        line->kind == VERIFY_MEAN || (line->kind == VERIFY_PROBABILITY && line->exact >= 0.05 && line->exact <= 0.95);
    return promised && 4 * line->error > VERIFY_POWER * fabs(line->exact);
}

static void judge(struct verify_report *report)
{
    for (size_t i = 0; i < report->count; i++)
        report->stochastic += is_stochastic(&report->lines[i]);
    report->critical =
        report->stochastic > 0 ? gsl_cdf_ugaussian_Qinv(VERIFY_FALSE_ALARM / 2 / (double)report->stochastic) : INFINITY;
    for (size_t i = 0; i < report->count; i++) {
        struct verify_line *line = &report->lines[i];
        bool good = is_stochastic(line) ? fabs(line->z) <= report->critical : line->z == 0;
        line->verdict = line->kind == VERIFY_ABSENT ? VERIFY_NOT_OFFERED : good ? VERIFY_PASSED : VERIFY_FAILED;
        report->failed += line->verdict == VERIFY_FAILED;
        report->absent += line->verdict == VERIFY_NOT_OFFERED;
        report->unseen += hides_a_bug(line);
    }
}

/* ---- replications ---- */

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
        refuse(verify, ERROR_MEMORY, "out of memory");
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

/* ---- the whole ---- */

static const struct group {
    const char *name, *first, *last;
    void (*run)(struct verify *verify);
} groups[] = {
    {"queues", "V01", "V06", verify_queues},   {"pools and priorities", "V07", "V08", verify_pools},
    {"batches", "V09", "V10", verify_batches}, {"networks and maxima", "V11", "V12", verify_networks},
    {"uptake", "V13", "V14", verify_uptake},   {"statistics", "V15", "V18", verify_statistics},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static bool is_wanted(const struct group *group, const char *only)
{
    return !only || (strcmp(group->first, only) <= 0 && strcmp(only, group->last) <= 0);
}

/* Of the groups that were run only the case asked for is kept. */
static void keep_only(struct verify_report *report, const char *only)
{
    size_t kept = 0;
    for (size_t i = 0; i < report->count; i++)
        if (strcmp(report->lines[i].name, only) == 0)
            report->lines[kept++] = report->lines[i];
    report->count = kept;
}

int verify_run(struct verify_report *report, const struct verify_options *options, struct error *error)
{
    struct verify verify = {report, options, error, 0};
    *report = (struct verify_report){.seed = options->seed, .full = options->full};
    for (size_t i = 0; i < GROUPS && verify.status == 0; i++) {
        if (!is_wanted(&groups[i], options->only))
            continue;
        if (options->progress)
            options->progress(options->context, i, GROUPS, groups[i].name);
        groups[i].run(&verify);
    }
    if (verify.status != 0)
        return -1;
    if (options->only)
        keep_only(report, options->only);
    if (report->count == 0)
        return error_set(error, ERROR_USAGE, "there is no case \"%s\"; they are V01 to V18", options->only);
    judge(report);
    return 0;
}

void verify_free(struct verify_report *report)
{
    free(report->lines);
    *report = (struct verify_report){.seed = 0};
}
