/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * results_judge: the deadlines' probabilities of a scenario that has been written, and what simulation leaves open.
 *
 * Replications that are independent of one another: Wilson's interval on the effective sample size, which is their
 * number if they weigh the same. Those of samplers: Student's interval of the samplers' spread. Where a probability is
 * below 1 or above 99 %, few samplers cannot tell their spread: Wilson's interval on the least effective size of the
 * other probabilities, or on the number of samplers if there are none.
 */
#include "analysis/results/results_parts.h"
#include "analysis/statistics/spread.h"

#include <math.h>
#include <stdlib.h>

static bool makes_sense(const struct results_spec *spec, size_t i)
{
    return (spec->deadlines[i / READINGS].readings >> i % READINGS & 1) != 0;
}

static bool is_open(double p)
{
    return p >= 0.01 && p <= 0.99;
}

static struct spread spread_at(const struct results_writer *writer, size_t i, double answer[])
{
    size_t count = writer->spec->deadline_count * READINGS;
    for (size_t r = 0; r < writer->groups; r++)
        answer[r] = writer->group_hits[r * count + i] / writer->group_weight[r];
    return spread_of(answer, writer->groups, 0.95);
}

/* The least effective size of the probabilities that are open. */
static double least_size(const struct results_writer *writer, double answer[])
{
    double least = INFINITY;
    for (size_t i = 0; i < writer->spec->deadline_count * READINGS; i++) {
        struct spread spread = spread_at(writer, i, answer);
        if (makes_sense(writer->spec, i) && is_open(spread.mean))
            least = fmin(least, spread_effective_normal(spread.mean, spread.error, writer->groups));
    }
    return isfinite(least) ? least : (double)writer->groups;
}

static void put(double value[], size_t count, size_t i, double p, struct interval interval)
{
    value[i] = p;
    value[count + i] = fmax(0, interval.low);
    value[2 * count + i] = fmin(1, interval.high);
}

static int judge_samplers(const struct results_writer *writer, double value[], struct error *error)
{
    size_t count = writer->spec->deadline_count * READINGS;
    double *answer = calloc(writer->groups, sizeof *answer);
    if (!answer)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", writer->path);
    double size = least_size(writer, answer);
    for (size_t i = 0; i < count; i++)
        if (makes_sense(writer->spec, i)) {
            struct spread spread = spread_at(writer, i, answer);
            double p = writer->hits[i] / writer->weight;
            put(value, count, i, p, is_open(p) ? spread.interval : estimate_wilson(p * size, size, 0.95));
        }
    free(answer);
    return 0;
}

int results_judge(const struct results_writer *writer, double value[], struct error *error)
{
    const struct results_spec *spec = writer->spec;
    size_t count = spec->deadline_count * READINGS;
    double size = writer->weight_square > 0 ? writer->weight * writer->weight / writer->weight_square : 0;
    for (size_t i = 0; i < 3 * count; i++)
        value[i] = NAN;
    if (spec->samplers > 0)
        return judge_samplers(writer, value, error);
    for (size_t i = 0; i < count && size > 0; i++)
        if (makes_sense(spec, i)) {
            double p = writer->hits[i] / writer->weight;
            put(value, count, i, p, estimate_wilson(p * size, size, 0.95));
        }
    return 0;
}
