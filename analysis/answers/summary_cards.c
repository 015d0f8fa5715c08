/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_cards: quantiles of every week's cards.
 *
 * Exact ones need all values of a week. Where those of all weeks are too many to be held, they are counted in cells
 * instead, by weight, as wide as the values demand; each further pass over the file divides the cells that hold a
 * wanted quantile, until a cell is a single number. Two passes find numbers below 4 million, three find any.
 */
#include "analysis/answers/summary_parts.h"
#include "analysis/statistics/estimate.h"

#include <stdlib.h>
#include <string.h>

/* ---- all values held ---- */

/* A week's, where all weigh alike; `room` as estimate_whole_quantiles() takes it. */
static void hold_whole(const struct summary_work *work, const int32_t cards[], int32_t values[], int32_t room[],
                       double out[])
{
    for (size_t i = 0; i < work->n; i++)
        values[i] = cards[i * work->spec->weeks];
    estimate_whole_quantiles(values, work->n, results_quantiles, RESULTS_QUANTILES, out, room);
}

static int hold_weighted(const struct summary_work *work, const int32_t cards[], double values[], double out[])
{
    for (size_t i = 0; i < work->n; i++)
        values[i] = cards[i * work->spec->weeks];
    return summary_quantiles(work, values, results_quantiles, RESULTS_QUANTILES, out);
}

static int hold(const struct summary_work *work, const int32_t cards[], double out[])
{
    double *values = summary_get(work->n, sizeof *values, work->error);
    int32_t *whole = summary_get(2 * work->n, sizeof *whole, work->error);
    int status = values && whole ? 0 : -1;
    for (size_t w = 0; w < work->spec->weeks && status == 0; w++)
        if (work->equal)
            hold_whole(work, cards + w, whole, whole + work->n, out + w * RESULTS_QUANTILES);
        else
            status = hold_weighted(work, cards + w, values, out + w * RESULTS_QUANTILES);
    free(values);
    free(whole);
    return status;
}

/* ---- counted ---- */

enum { CELL_BITS = 11, CELLS = 1 << CELL_BITS };

/* Where a quantile lies: among the values whose bits above `shift` are those of `base`, `wanted` weight being counted
 * from there. */
struct place {
    uint32_t base;
    unsigned shift, finer; /* the cells of a pass are 2^finer wide */
    double wanted;
};

struct summary_counting {
    const struct summary_work *work;
    size_t weeks;
    int32_t *held;         /* [n][weeks]; null: values are counted */
    const double *weights; /* [n]; null: all weigh 1 */
    unsigned *shift;       /* [weeks], of the first pass */
    double *count;         /* first pass: [weeks][CELLS]; further: [weeks][RESULTS_QUANTILES][CELLS] */
    struct place *place;   /* [weeks][RESULTS_QUANTILES] */
    bool below_0;
};

/* Doubles the width of a week's cells until the value has one. */
static void widen(double count[CELLS], unsigned *shift, uint32_t value)
{
    for (; value >> *shift >= CELLS; ++*shift) {
        for (size_t c = 0; c < CELLS / 2; c++)
            count[c] = count[2 * c] + count[2 * c + 1];
        memset(count + CELLS / 2, 0, CELLS / 2 * sizeof *count);
    }
}

static double weight_of(const struct summary_counting *counting, size_t replication)
{
    return counting->weights ? counting->weights[replication] : 1;
}

static void count_first(struct summary_counting *counting, const int32_t *cards, size_t first, size_t rows)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t w = 0; w < counting->weeks; w++) {
            uint32_t value = (uint32_t)*cards;
            double *count = counting->count + w * CELLS;
            counting->below_0 |= *cards++ < 0;
            if (value >> counting->shift[w] >= CELLS)
                widen(count, &counting->shift[w], value);
            count[value >> counting->shift[w]] += weight_of(counting, first + i);
        }
}

static void count_further(void *context, const void *values, size_t first, size_t rows)
{
    struct summary_counting *counting = context;
    const int32_t *cards = values;
    for (size_t i = 0; i < rows; i++) {
        const struct place *place = counting->place;
        double weight = weight_of(counting, first + i);
        for (double *count = counting->count; place < counting->place + counting->weeks * RESULTS_QUANTILES; cards++)
            for (size_t q = 0; q < RESULTS_QUANTILES; q++, place++, count += CELLS) {
                uint32_t from_base = (uint32_t)*cards - place->base;
                if (from_base >> place->shift == 0 && place->shift > 0)
                    count[from_base >> place->finer] += weight;
            }
    }
}

/* Goes to the cell that holds the quantile; sums of weights are not exact, and what is beyond all is in the last. */
static void narrow(struct place *place, const double count[CELLS], unsigned width)
{
    uint32_t cell = 0, last = 0;
    for (uint32_t c = 0; c < CELLS; c++)
        last = count[c] > 0 ? c : last;
    while (cell < last && place->wanted > count[cell])
        place->wanted -= count[cell++];
    while (cell < last && !(count[cell] > 0)) /* nothing is left to be wanted: a value is the answer all the same */
        cell++;
    place->base += cell << width;
    place->shift = width;
    place->finer = width > CELL_BITS ? width - CELL_BITS : 0;
}

static double wanted(const struct summary_counting *counting, double level)
{
    const struct summary_work *work = counting->work;
    if (!counting->weights)
        return (double)estimate_quantile_rank(work->n, level);
    return level * work->total * (1 - 1e-12); /* as estimate_weighted_quantiles() has it */
}

/* How many quantiles are still to be found. */
static size_t narrow_all(struct summary_counting *counting, bool first)
{
    size_t left = 0;
    for (size_t k = 0; k < counting->weeks * RESULTS_QUANTILES; k++) {
        struct place *place = &counting->place[k];
        size_t week = k / RESULTS_QUANTILES;
        if (first)
            place->wanted = wanted(counting, results_quantiles[k % RESULTS_QUANTILES]);
        if (first)
            narrow(place, counting->count + week * CELLS, counting->shift[week]);
        else if (place->shift > 0)
            narrow(place, counting->count + k * CELLS, place->finer);
        left += place->shift > 0;
    }
    return left;
}

static int count_on(struct summary_counting *counting, double out[])
{
    const struct summary_work *work = counting->work;
    const struct results_walker walker = {OUTCOME_CARDS, count_further, counting};
    size_t places = counting->weeks * RESULTS_QUANTILES;
    if (counting->below_0)
        return error_set(work->error, ERROR_FORMAT, "%s: not a sound results file: cards below 0",
                         results_path(work->results));
    for (size_t left = narrow_all(counting, true); left > 0; left = narrow_all(counting, false)) {
        memset(counting->count, 0, places * CELLS * sizeof *counting->count);
        if (results_walk(work->results, work->scenario, &walker, 1, work->error) != 0)
            return -1;
    }
    for (size_t k = 0; k < places; k++)
        out[k] = counting->place[k].base;
    return 0;
}

/* ---- the whole ---- */

static void take_rows(void *context, const void *values, size_t first, size_t rows)
{
    struct summary_counting *counting = context;
    if (counting->held)
        memcpy(counting->held + first * counting->weeks, values, rows * counting->weeks * sizeof *counting->held);
    else
        count_first(counting, values, first, rows);
}

int summary_cards_begin(struct summary_counting **out, const struct summary_work *work, size_t most)
{
    size_t weeks = work->spec->weeks, places = weeks * RESULTS_QUANTILES;
    struct summary_counting *counting = *out = summary_get(1, sizeof *counting, work->error);
    if (!counting)
        return -1;
    *counting = (struct summary_counting){.work = work, .weeks = weeks, .weights = work->equal ? 0 : work->weights};
    if (weeks * work->n <= most / sizeof *counting->held) {
        counting->held = summary_get(weeks * work->n, sizeof *counting->held, work->error);
        return counting->held ? 0 : -1;
    }
    counting->shift = summary_get(weeks, sizeof *counting->shift, work->error);
    counting->count = summary_get(places * CELLS, sizeof *counting->count, work->error);
    counting->place = summary_get(places, sizeof *counting->place, work->error);
    return counting->shift && counting->count && counting->place ? 0 : -1;
}

struct results_walker summary_cards_walker(struct summary_counting *counting)
{
    return (struct results_walker){OUTCOME_CARDS, take_rows, counting};
}

int summary_cards_end(struct summary_counting *counting, double out[])
{
    return counting->held ? hold(counting->work, counting->held, out) : count_on(counting, out);
}

void summary_cards_free(struct summary_counting *counting)
{
    if (!counting)
        return;
    free(counting->held);
    free(counting->place);
    free(counting->count);
    free(counting->shift);
    free(counting);
}

int summary_cards(const struct summary_work *work, size_t most, double out[])
{
    struct summary_counting *counting;
    int status = summary_cards_begin(&counting, work, most);
    if (status == 0) {
        const struct results_walker walker = summary_cards_walker(counting);
        status = results_walk(work->results, work->scenario, &walker, 1, work->error);
    }
    if (status == 0)
        status = summary_cards_end(counting, out);
    summary_cards_free(counting);
    return status;
}
