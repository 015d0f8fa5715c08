/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * mixing: see include/analysis/statistics/mixing.h.
 */
#include "analysis/statistics/mixing.h"

#include "sim/stream.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Some hundred steps: by then the ends move by less than a point a hundred, while the estimate's known habit of falling
 * apart into a few single points, which many thousand would bring out, has not set in. */
enum { POINTS = 101, STEPS = 400, RESAMPLES = 60 };

/* So many resamples are estimated side by side: they wait for nothing of each other. */
enum { LANES = 4 };
_Static_assert(RESAMPLES % LANES == 0, "no lane is empty");

/* A number of hits that occurs, and its likelihood at each point; a factor that is its own cancels. Outside of first …
 * last it is below 1e-15 of its peak and counts as 0. */
struct kind {
    size_t count; /* of draws */
    size_t first, last;
    double likelihood[POINTS];
};

struct seen {
    size_t kinds, draws;
    struct kind *kind; /* [kinds] */
};

static double log_likelihood(size_t hits, size_t inner, double p)
{
    if ((p <= 0 && hits > 0) || (p >= 1 && hits < inner))
        return -INFINITY;
    if (p <= 0 || p >= 1)
        return 0;
    return (double)hits * log(p) + (double)(inner - hits) * log1p(-p);
}

static void fill(struct kind *kind, size_t hits, size_t inner)
{
    double peak = -INFINITY; /* at a point, so that it is above 0 somewhere however large inner is */
    for (size_t g = 0; g < POINTS; g++)
        peak = fmax(peak, log_likelihood(hits, inner, (double)g / (POINTS - 1)));
    kind->first = POINTS;
    for (size_t g = 0; g < POINTS; g++) {
        double likelihood = exp(log_likelihood(hits, inner, (double)g / (POINTS - 1)) - peak);
        if (likelihood < 1e-15)
            continue;
        kind->likelihood[g] = likelihood;
        kind->first = g < kind->first ? g : kind->first;
        kind->last = g;
    }
}

static int seen_new(struct seen *seen, const size_t draws_with[], size_t inner, struct error *error)
{
    size_t kinds = 0;
    for (size_t hits = 0; hits <= inner; hits++)
        kinds += draws_with[hits] > 0;
    *seen = (struct seen){.kind = calloc(kinds + 1, sizeof *seen->kind)};
    if (!seen->kind)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t hits = 0; hits <= inner; hits++)
        if (draws_with[hits] > 0) {
            fill(&seen->kind[seen->kinds], hits, inner);
            seen->kind[seen->kinds++].count = draws_with[hits];
            seen->draws += draws_with[hits];
        }
    return 0;
}

/* One step of EM: each draw is dealt out over the points by its posterior. */
static void step(const struct seen *seen, double count[][LANES], double weight[POINTS][LANES])
{
    double next[POINTS][LANES] = {{0}};
    for (size_t k = 0; k < seen->kinds; k++) {
        const struct kind *kind = &seen->kind[k];
        double sum[LANES] = {0}, share[LANES];
        for (size_t g = kind->first; g <= kind->last; g++)
            for (size_t l = 0; l < LANES; l++)
                sum[l] += weight[g][l] * kind->likelihood[g];
        for (size_t l = 0; l < LANES; l++)
            share[l] = sum[l] > 0 ? count[k][l] / (double)seen->draws / sum[l] : 0;
        for (size_t g = kind->first; g <= kind->last; g++)
            for (size_t l = 0; l < LANES; l++)
                next[g][l] += share[l] * weight[g][l] * kind->likelihood[g];
    }
    memcpy(weight, next, sizeof next);
}

static double quantile(double weight[POINTS][LANES], size_t lane, double level)
{
    double sum = weight[0][lane];
    size_t g = 0;
    while (sum < level && g < POINTS - 1)
        sum += weight[++g][lane];
    return (double)g / (POINTS - 1);
}

/* count[kinds]: how many draws hit so often. */
static void estimate(const struct seen *seen, double count[][LANES], struct interval range[LANES])
{
    double weight[POINTS][LANES];
    for (size_t g = 0; g < POINTS; g++)
        for (size_t l = 0; l < LANES; l++)
            weight[g][l] = 1.0 / POINTS;
    for (int i = 0; i < STEPS; i++)
        step(seen, count, weight);
    for (size_t l = 0; l < LANES; l++)
        range[l] = (struct interval){quantile(weight, l, 0.05), quantile(weight, l, 0.95)};
}

/* As many draws as there are, each one of them at random; kind[draws] is that of each. */
static void resample(const struct seen *seen, const size_t kind[], struct stream *stream, double count[][LANES],
                     size_t lane)
{
    for (size_t k = 0; k < seen->kinds; k++)
        count[k][lane] = 0;
    for (size_t d = 0; d < seen->draws; d++)
        count[kind[(size_t)(stream_uniform(stream) * (double)seen->draws)]][lane]++;
}

static void list_kinds(const struct seen *seen, size_t kind[])
{
    for (size_t k = 0; k < seen->kinds; k++)
        for (size_t d = 0; d < seen->kind[k].count; d++)
            *kind++ = k;
}

/* The range, and the standard errors of its ends. `count` and `kind` are room to work in. */
static void bootstrap(struct mixing *mixing, const struct seen *seen, double count[][LANES], size_t kind[],
                      uint64_t seed)
{
    double sum[2] = {0}, square[2] = {0};
    struct interval range[LANES];
    list_kinds(seen, kind);
    for (size_t k = 0; k < seen->kinds; k++)
        count[k][0] = (double)seen->kind[k].count;
    estimate(seen, count, range);
    mixing->range = range[0];
    struct stream stream = stream_open(seed, 0, stream_name("bootstrap"), 0, 0);
    for (int b = 0; b < RESAMPLES; b++) {
        for (size_t l = 0; l < LANES && b % LANES == 0; l++)
            resample(seen, kind, &stream, count, l);
        if (b % LANES == 0)
            estimate(seen, count, range);
        const struct interval *one = &range[b % LANES];
        double end[2] = {one->low - mixing->range.low, one->high - mixing->range.high};
        for (int e = 0; e < 2; e++) {
            sum[e] += end[e];
            square[e] += end[e] * end[e];
        }
    }
    mixing->low_error = sqrt(fmax(0, square[0] - sum[0] * sum[0] / RESAMPLES) / (RESAMPLES - 1));
    mixing->high_error = sqrt(fmax(0, square[1] - sum[1] * sum[1] / RESAMPLES) / (RESAMPLES - 1));
}

int mixing_of(struct mixing *mixing, const size_t draws_with[], size_t inner, uint64_t seed, struct error *error)
{
    struct seen seen;
    if (seen_new(&seen, draws_with, inner, error) != 0)
        return -1;
    double(*count)[LANES] = calloc(seen.kinds + 1, sizeof *count);
    size_t *kind = calloc(seen.draws + 1, sizeof *kind);
    int status = count && kind ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    if (status == 0)
        bootstrap(mixing, &seen, count, kind, seed);
    free(kind);
    free(count);
    free(seen.kind);
    return status;
}
