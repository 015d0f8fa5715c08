/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify: the exact cases, group by group, and the verdict on their lines.
 */
#include "analysis/verify/verify_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- the whole ---- */

static const struct group {
    const char *name, *first, *last;
    void (*run)(struct verify *verify);
} groups[] = {
    {"queues", "V01", "V06", verify_queues},         {"pools and priorities", "V07", "V08", verify_pools},
    {"batches", "V09", "V10", verify_batches},       {"networks and maxima", "V11", "V12", verify_networks},
    {"uptake", "V13", "V14", verify_uptake},         {"statistics", "V15", "V18", verify_statistics},
    {"projects", "V19", "V25", verify_projects},     {"vendors", "V26", "V28", verify_vendors},
    {"corps", "V29", "V30", verify_corps},           {"what sites share", "V31", "V34", verify_shared},
    {"forms of uptake", "V35", "V35", verify_forms}, {"nowcasts", "V36", "V37", verify_nowcasts},
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
        return error_set(error, ERROR_USAGE, "there is no case \"%s\"; they are V01 to V37", options->only);
    judge(report);
    return 0;
}

void verify_free(struct verify_report *report)
{
    free(report->lines);
    *report = (struct verify_report){.seed = 0};
}
