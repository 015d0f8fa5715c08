/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * gain: see include/analysis/statistics/gain.h.
 */
#include "analysis/statistics/gain.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { BATCHES = 30, LEAST_BATCHES = 5, BATCH_GROUPS = 10 };

struct work {
    const struct gain_data *data;
    struct error *error;
    size_t groups, words;     /* words of 64 replications */
    double total, effective;  /* weight; as many groups as ones that weigh alike would be worth */
    bool plain;               /* independent and alike: exact methods */
    size_t batches;           /* 0: too few groups */
    uint64_t *on_time;        /* [systems][words] */
    double *quantile;         /* [systems][batches + 1], the last one of the whole */
    double *values, *weights; /* [n], room to work in */
};

static double weight_of(const struct gain_data *data, size_t i)
{
    return data->weights ? data->weights[i] : 1;
}

static bool in_time(const struct work *work, size_t system, size_t i)
{
    return work->on_time[system * work->words + i / 64] >> i % 64 & 1;
}

/* ---- exact, of independent pairs ---- */

double gain_ahead(size_t only_a, size_t only_b)
{
    return only_b == 0 ? 1 : gsl_cdf_binomial_Q((unsigned)(only_b - 1), 0.5, (unsigned)(only_a + only_b));
}

/* Of the box in which the share of pairs that differ, d, and the share q of these that speak for b lie together, the
 * ends of d (2 q - 1): it grows with q, and with d where q is above a half. */
struct interval gain_proportions(size_t only_a, size_t only_b, size_t n, double risk)
{
    double differ = (double)(only_a + only_b), confidence = 1 - risk / 2;
    struct interval d = estimate_clopper_pearson(differ, (double)n, confidence);
    struct interval q = estimate_clopper_pearson((double)only_b, differ, confidence);
    double low = 2 * q.low - 1, high = 2 * q.high - 1;
    return (struct interval){low * (low > 0 ? d.low : d.high), high * (high > 0 ? d.high : d.low)};
}

static void count_pairs(const struct work *work, size_t a, size_t b, size_t *only_a, size_t *only_b)
{
    const uint64_t *first = work->on_time + a * work->words, *second = work->on_time + b * work->words;
    *only_a = *only_b = 0;
    for (size_t w = 0; w < work->words; w++) {
        *only_a += (size_t)__builtin_popcountll(first[w] & ~second[w]);
        *only_b += (size_t)__builtin_popcountll(second[w] & ~first[w]);
    }
}

/* ---- of groups, and of weights ---- */

/* b minus a; `differ`: groups in which they do. */
struct difference {
    double mean, error;
    size_t differ;
};

static double group_sum(const struct work *work, size_t a, size_t b, size_t group, double mean, bool *differ)
{
    const struct gain_data *data = work->data;
    double sum = 0;
    *differ = false;
    for (size_t i = group * data->inner; i < (group + 1) * data->inner && i < data->n; i++) {
        int difference = in_time(work, b, i) - in_time(work, a, i);
        *differ |= difference != 0;
        sum += weight_of(data, i) * (difference - mean);
    }
    return sum;
}

/* The mean is a ratio of weighted sums, whose error is that of the groups' residuals (Cochran 1977, 6.3). */
static struct difference difference_of(const struct work *work, size_t a, size_t b)
{
    struct difference out = {0};
    double square = 0, groups = (double)work->groups;
    bool differ;
    for (size_t g = 0; g < work->groups; g++) {
        out.mean += group_sum(work, a, b, g, 0, &differ) / work->total;
        out.differ += differ;
    }
    for (size_t g = 0; g < work->groups; g++) {
        double rest = group_sum(work, a, b, g, out.mean, &differ);
        square += rest * rest;
    }
    out.error = sqrt(groups / (groups - 1) * square) / work->total;
    return out;
}

/* Where no group differs t knows nothing: then at most so many groups do as none of them was seen to. */
static struct interval interval_of_groups(const struct work *work, const struct difference *difference, double risk)
{
    double degrees = fmax(1, work->effective - 1);
    double half = difference->differ > 0 ? gsl_cdf_tdist_Qinv(risk / 2, degrees) * difference->error
                                         : estimate_no_hit_bound(work->effective, 1 - risk / 2);
    return (struct interval){fmax(-1, difference->mean - half), fmin(1, difference->mean + half)};
}

/* That chance alone lets a mean be so far above 0; never below what the signs of so few would say. */
static double t_ahead(double mean, double error, double count)
{
    return mean <= 0 ? 1 : fmax(gsl_cdf_tdist_Q(mean / error, count - 1), pow(0.5, count));
}

static double ahead_in_time(const struct work *work, size_t a, size_t b)
{
    if (work->plain) {
        size_t only_a, only_b;
        count_pairs(work, a, b, &only_a, &only_b);
        return gain_ahead(only_a, only_b);
    }
    struct difference difference = difference_of(work, a, b);
    return t_ahead(difference.mean, difference.error, fmax(2, work->effective));
}

/* ---- instants ---- */

/* The quantile of the replications first … last - 1, capped by the horizon. */
static int quantile_of(const struct work *work, size_t system, size_t first, size_t last, double *out)
{
    const struct gain_data *data = work->data;
    size_t count = last - first;
    for (size_t i = 0; i < count; i++) {
        work->values[i] = fmin(data->instant[system * data->n + first + i], data->horizon);
        work->weights[i] = weight_of(data, first + i);
    }
    if (data->weights)
        return estimate_weighted_quantiles(work->values, work->weights, count, &data->level, 1, out, work->error);
    estimate_quantiles(work->values, count, &data->level, 1, out);
    return 0;
}

static int find_quantiles(const struct work *work)
{
    const struct gain_data *data = work->data;
    int status = 0;
    for (size_t s = 0; s < data->systems; s++) {
        double *row = work->quantile + s * (work->batches + 1);
        for (size_t b = 0; b < work->batches && status == 0; b++) {
            size_t first = b * work->groups / work->batches, last = (b + 1) * work->groups / work->batches;
            size_t end = last * data->inner < data->n ? last * data->inner : data->n;
            status = quantile_of(work, s, first * data->inner, end, &row[b]);
        }
        if (status == 0)
            status = quantile_of(work, s, 0, data->n, &row[work->batches]);
    }
    return status;
}

/* b's days before a: of the whole, and the error that the batches tell. A batch without weight has no quantile. */
static double days_before(const struct work *work, size_t a, size_t b, double *error)
{
    const double *first = work->quantile + a * (work->batches + 1), *second = work->quantile + b * (work->batches + 1);
    double days = first[work->batches] - second[work->batches], square = 0, count = (double)work->batches;
    for (size_t i = 0; i < work->batches; i++)
        square += pow(first[i] - second[i] - days, 2);
    *error = sqrt(square / (count - 1) / count);
    return days;
}

static size_t batches_moved(const struct work *work, size_t a, size_t b)
{
    const double *first = work->quantile + a * (work->batches + 1), *second = work->quantile + b * (work->batches + 1);
    size_t moved = 0;
    for (size_t i = 0; i < work->batches; i++)
        moved += first[i] != second[i];
    return moved;
}

/* At most so large a share of the groups has other instants: an upper bound of 1 - risk. */
static double bound_of_difference(const struct work *work, size_t a, size_t b, double risk)
{
    const struct gain_data *data = work->data;
    const float *first = data->instant + a * data->n, *second = data->instant + b * data->n;
    double share = 0;
    for (size_t g = 0; g < work->groups; g++) {
        double weight = 0;
        bool differ = false;
        for (size_t i = g * data->inner; i < (g + 1) * data->inner && i < data->n; i++) {
            weight += weight_of(data, i);
            differ |= fmin(first[i], data->horizon) != fmin(second[i], data->horizon);
        }
        share += differ ? weight / work->total : 0;
    }
    return estimate_clopper_pearson(fmin(1, share) * work->effective, work->effective, 1 - 2 * risk).high;
}

/* Batches in which nothing moved know little of what moves seldom. Two distributions are nowhere further apart than the
 * share in which they differ; so the system's quantile lies between the control's at the level less and plus that. */
static int widen(const struct work *work, size_t system, double risk, struct gain *gain)
{
    const struct gain_data *data = work->data;
    double share = bound_of_difference(work, data->control, system, risk), out[2];
    const double levels[2] = {fmax(1e-9, data->level - share), fmin(1, data->level + share)};
    double today = work->quantile[data->control * (work->batches + 1) + work->batches];
    for (size_t i = 0; i < data->n; i++) {
        work->values[i] = fmin(data->instant[data->control * data->n + i], data->horizon);
        work->weights[i] = weight_of(data, i);
    }
    if (!data->weights)
        estimate_quantiles(work->values, data->n, levels, 2, out);
    else if (estimate_weighted_quantiles(work->values, work->weights, data->n, levels, 2, out, work->error) != 0)
        return -1;
    double latest = data->level + share < 1 ? out[1] : data->horizon;
    gain->days_interval.low = fmin(gain->days_interval.low, today - latest);
    gain->days_interval.high = fmax(gain->days_interval.high, today - out[0]);
    return 0;
}

/* ---- answers ---- */

static void judge_share(const struct work *work, size_t system, struct gain *gain)
{
    const struct gain_data *data = work->data;
    double on_time = 0, never = 0;
    for (size_t i = 0; i < data->n; i++) {
        on_time += in_time(work, system, i) ? weight_of(data, i) : 0;
        never += data->instant[system * data->n + i] > data->horizon ? weight_of(data, i) : 0;
    }
    gain->probability = on_time / work->total;
    gain->not_reached = never / work->total;
    double quantile = work->quantile[system * (work->batches + 1) + work->batches];
    gain->instant = quantile < data->horizon || gain->not_reached <= 1 - data->level ? quantile : (double)INFINITY;
}

static int judge_gain(const struct work *work, size_t system, double risk, struct gain *gain)
{
    const struct gain_data *data = work->data;
    if (work->plain) {
        size_t less, more;
        count_pairs(work, data->control, system, &less, &more);
        gain->points = ((double)more - (double)less) / (double)data->n;
        gain->points_interval = gain_proportions(less, more, data->n, risk);
    } else {
        struct difference difference = difference_of(work, data->control, system);
        gain->points = difference.mean;
        gain->points_interval = interval_of_groups(work, &difference, risk);
    }
    double error;
    gain->days = days_before(work, data->control, system, &error);
    double half = work->batches > 0 ? gsl_cdf_tdist_Qinv(risk / 2, (double)work->batches - 1) * error : NAN;
    gain->days_interval =
        isnan(half) ? (struct interval){-INFINITY, INFINITY} : (struct interval){gain->days - half, gain->days + half};
    bool seldom = work->batches > 0 && 2 * batches_moved(work, data->control, system) < work->batches;
    return seldom ? widen(work, system, risk, gain) : 0;
}

/* Whether some other choice is ahead of this one, beyond doubt. */
static void judge_best(const struct work *work, size_t system, struct gain gains[], double risk)
{
    const struct gain_data *data = work->data;
    struct gain *gain = &gains[system];
    gain->best_probability = gain->best_instant = true;
    for (size_t other = 0; other < data->systems; other++) {
        double error, days;
        if (other == system || !data->choice[other])
            continue;
        if (gain->best_probability && gains[other].probability > gain->probability)
            gain->best_probability = ahead_in_time(work, system, other) > risk;
        if (gain->best_instant && work->batches > 0) {
            days = days_before(work, system, other, &error);
            gain->best_instant = !(t_ahead(days, error, (double)work->batches) <= risk);
        }
    }
}

static int judge(const struct work *work, struct gain gains[])
{
    const struct gain_data *data = work->data;
    size_t choices = 0;
    int status = 0;
    for (size_t s = 0; s < data->systems && status == 0; s++) {
        gains[s] = (struct gain){.points = 0};
        choices += data->choice[s];
        judge_share(work, s, &gains[s]);
        if (s != data->control)
            status = judge_gain(work, s, data->risk / (2 * ((double)data->systems - 1)), &gains[s]);
    }
    for (size_t s = 0; s < data->systems && status == 0; s++)
        if (data->choice[s])
            judge_best(work, s, gains, choices > 1 ? data->risk / ((double)choices - 1) : data->risk);
    return status;
}

/* ---- the whole ---- */

static void size_up(struct work *work)
{
    const struct gain_data *data = work->data;
    double square = 0;
    for (size_t g = 0; g < work->groups; g++) {
        double weight = 0;
        for (size_t i = g * data->inner; i < (g + 1) * data->inner && i < data->n; i++)
            weight += weight_of(data, i);
        work->total += weight;
        square += weight * weight;
    }
    work->effective = work->total * work->total / square;
    work->plain = !data->weights && data->inner == 1;
    size_t batches = (size_t)(work->effective * (1 + 1e-9)) / BATCH_GROUPS;
    work->batches = batches > BATCHES ? BATCHES : batches < LEAST_BATCHES ? 0 : batches;
}

static int take_room(struct work *work)
{
    const struct gain_data *data = work->data;
    work->on_time = calloc(data->systems * work->words + 1, sizeof *work->on_time);
    work->quantile = calloc(data->systems * (work->batches + 1), sizeof *work->quantile);
    work->values = calloc(data->n + 1, sizeof *work->values);
    work->weights = calloc(data->n + 1, sizeof *work->weights);
    if (!work->on_time || !work->quantile || !work->values || !work->weights)
        return error_set(work->error, ERROR_MEMORY, "no memory to rank %zu scenarios", data->systems);
    for (size_t s = 0; s < data->systems; s++)
        for (size_t i = 0; i < data->n; i++)
            work->on_time[s * work->words + i / 64] |= (uint64_t)(data->instant[s * data->n + i] <= data->limit)
                                                       << i % 64;
    return 0;
}

int gain_of(struct gain gains[], const struct gain_data *data, struct error *error)
{
    struct work work = {.data = data, .error = error, .words = (data->n + 63) / 64};
    work.groups = (data->n + data->inner - 1) / data->inner;
    if (work.groups < 2)
        return error_set(error, ERROR_USAGE, "at least two replications of different parameters are needed to compare");
    size_up(&work);
    int status = take_room(&work);
    if (status == 0)
        status = find_quantiles(&work);
    if (status == 0)
        status = judge(&work, gains);
    free(work.on_time);
    free(work.quantile);
    free(work.values);
    free(work.weights);
    return status;
}
