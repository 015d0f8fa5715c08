/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_print: the lines for people, and as JSON.
 */
#include "analysis/verify/verify.h"

#include <math.h>

static const char *const verdicts[] = {"passed", "FAILED", "not offered"};

static void print_line(const struct verify_line *line, FILE *file)
{
    fprintf(file, "%-4s %-58s ", line->name, line->quantity);
    if (line->kind == VERIFY_ABSENT)
        fprintf(file, "%12s %12s %10s %6s  ", "", "", "", "");
    else if (line->kind == VERIFY_EXACT)
        fprintf(file, "%12.8g %12.8g %10s %6s  ", line->exact, line->estimate, "exact", "");
    else
        fprintf(file, "%12.6g %12.6g %10.2g %6.2f  ", line->exact, line->estimate, line->error, line->z);
    fprintf(file, "%s\n", verdicts[line->verdict]);
}

static void print_foot(const struct verify_report *report, FILE *file)
{
    size_t judged = report->count - report->absent;
    fprintf(file, "\n%zu of %zu lines passed", judged - report->failed, judged);
    if (report->absent > 0)
        fprintf(file, "; %zu not offered by this program", report->absent);
    fprintf(file, ".\nSeed %llu. Exact lines must agree to %g.\n", (unsigned long long)report->seed, VERIFY_TOLERANCE);
    if (report->stochastic == 0)
        return;
    fprintf(file, "The %zu stochastic lines fail beyond |z| = %.2f, so that a faultless program fails in at most\n",
            report->stochastic, report->critical);
    fprintf(file, "%g %% of all runs (Bonferroni over these lines).\n", 100 * VERIFY_FALSE_ALARM);
    if (report->unseen > 0)
        fprintf(file, "%zu means and probabilities are known less well than 1 %% (4 standard errors)%s.\n",
                report->unseen, report->full ? "" : "; --full sees more");
    else
        fprintf(file, "A deviation of 1 %% is seen in every mean, and every probability from 0.05 to 0.95.\n");
}

void verify_print(const struct verify_report *report, FILE *file)
{
    fprintf(file, "%-4s %-58s %12s %12s %10s %6s  %s\n", "case", "quantity", "exact", "estimate", "error", "z",
            "verdict");
    for (size_t i = 0; i < report->count; i++)
        print_line(&report->lines[i], file);
    print_foot(report, file);
}

/* JSON has no infinity: what is not finite is null. */
static json_t *number_or_null(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

static json_t *line_json(const struct verify_line *line)
{
    static const char *const kinds[] = {"exact", "mean", "probability", "spread", "absent"};
    static const char *const words[] = {"passed", "failed", "not-offered"};
    if (line->kind == VERIFY_ABSENT)
        return json_pack("{s:s, s:s, s:s, s:s}", "case", line->name, "quantity", line->quantity, "kind",
                         kinds[line->kind], "verdict", words[line->verdict]);
    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s}", "case", line->name, "quantity", line->quantity, "kind",
                     kinds[line->kind], "exact", number_or_null(line->exact), "estimate",
                     number_or_null(line->estimate), "error", number_or_null(line->error), "z", number_or_null(line->z),
                     "verdict", words[line->verdict]);
}

json_t *verify_json(const struct verify_report *report)
{
    json_t *lines = json_array();
    for (size_t i = 0; lines && i < report->count; i++)
        if (json_array_append_new(lines, line_json(&report->lines[i])) != 0) {
            json_decref(lines);
            lines = 0;
        }
    if (!lines)
        return 0;
    return json_pack("{s:I, s:b, s:f, s:f, s:o, s:I, s:I, s:I, s:I, s:o}", "seed", (json_int_t)report->seed, "full",
                     report->full, "false_alarm", VERIFY_FALSE_ALARM, "tolerance", VERIFY_TOLERANCE, "critical_z",
                     number_or_null(report->critical), "stochastic", (json_int_t)report->stochastic, "failed",
                     (json_int_t)report->failed, "not_offered", (json_int_t)report->absent, "unseen",
                     (json_int_t)report->unseen, "lines", lines);
}
