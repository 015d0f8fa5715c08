/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_lines: the exact cases' lines: what is compared with what, and by which test.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/verify/verify_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

int verify_refuse(struct verify *verify, enum error_code code, const char *text)
{
    if (verify->status == 0)
        error_set(verify->error, code, "%s", text);
    return verify->status = -1;
}

__attribute__((format(printf, 4, 0))) static struct verify_line *
add_line(struct verify *verify, const char *name, enum verify_kind kind, const char *format, va_list arguments)
{
    struct verify_report *report = verify->report;
    if (report->count == report->room) {
        size_t room = report->room ? 2 * report->room : 128;
        struct verify_line *grown = realloc(report->lines, room * sizeof *grown);
        if (!grown) {
            verify_refuse(verify, ERROR_MEMORY, "out of memory");
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
