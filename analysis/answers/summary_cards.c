/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_cards: quantiles of every week's cards.
 *
 * Exact ones need all values of a week. Where those of all weeks are too many to be held, they are counted in cells
 * instead, as wide as the values demand; each further pass over the file divides the cells that hold a wanted rank,
 * until a cell is a single number. Two passes find numbers below 4 million, three find any.
 */
#include "analysis/answers/summary_parts.h"
#include "analysis/statistics/estimate.h"

#include <stdlib.h>
#include <string.h>

/* ---- all values held ---- */

/* As many weeks a pass as are allowed. */
static int hold(const struct summary_work *work, size_t most, double out[])
{
    size_t weeks = work->spec->weeks, width = most / (sizeof(int32_t) * work->n);
    width = width < 1 ? 1 : width < weeks ? width : weeks;
    double *values = summary_get(work->n, sizeof *values, work->error);
    int status = values ? 0 : -1;
    for (size_t from = 0; from < weeks && status == 0; from += width) {
        size_t take = weeks - from < width ? weeks - from : width;
        int32_t *cards = summary_items(work, OUTCOME_CARDS, take, from, take);
        status = cards ? 0 : -1;
        for (size_t w = 0; w < take && status == 0; w++) {
            for (size_t i = 0; i < work->n; i++)
                values[i] = cards[i * take + w];
            status = summary_quantiles(work, values, results_quantiles, RESULTS_QUANTILES,
                                       out + (from + w) * RESULTS_QUANTILES);
        }
        free(cards);
    }
    free(values);
    return status;
}

/* ---- counted ---- */

enum { CELL_BITS = 11, CELLS = 1 << CELL_BITS };

/* Where a rank lies: among the values whose bits above `shift` are those of `base`, `rank` being counted from there. */
struct place {
    uint32_t base;
    unsigned shift, finer; /* the cells of a pass are 2^finer wide */
    size_t rank;
};

struct counting {
    size_t weeks;
    unsigned *shift;     /* [weeks], of the first pass */
    uint32_t *count;     /* first pass: [weeks][CELLS]; further: [weeks][RESULTS_QUANTILES][CELLS] */
    struct place *place; /* [weeks][RESULTS_QUANTILES] */
    bool below_0;
};

/* Doubles the width of a week's cells until the value has one. */
static void widen(uint32_t count[CELLS], unsigned *shift, uint32_t value)
{
    for (; value >> *shift >= CELLS; ++*shift) {
        for (size_t c = 0; c < CELLS / 2; c++)
            count[c] = count[2 * c] + count[2 * c + 1];
        memset(count + CELLS / 2, 0, CELLS / 2 * sizeof *count);
    }
}

static void count_first(void *context, const void *values, size_t first, size_t rows)
{
    struct counting *counting = context;
    const int32_t *cards = values;
    (void)first;
    for (size_t i = 0; i < rows; i++)
        for (size_t w = 0; w < counting->weeks; w++) {
            uint32_t value = (uint32_t)*cards, *count = counting->count + w * CELLS;
            counting->below_0 |= *cards++ < 0;
            if (value >> counting->shift[w] >= CELLS)
                widen(count, &counting->shift[w], value);
            count[value >> counting->shift[w]]++;
        }
}

static void count_further(void *context, const void *values, size_t first, size_t rows)
{
    struct counting *counting = context;
    const int32_t *cards = values;
    (void)first;
    for (size_t i = 0; i < rows; i++) {
        const struct place *place = counting->place;
        for (uint32_t *count = counting->count; place < counting->place + counting->weeks * RESULTS_QUANTILES; cards++)
            for (size_t q = 0; q < RESULTS_QUANTILES; q++, place++, count += CELLS) {
                uint32_t from_base = (uint32_t)*cards - place->base;
                if (from_base >> place->shift == 0 && place->shift > 0)
                    count[from_base >> place->finer]++;
            }
    }
}

/* Goes to the cell that holds the rank. */
static void narrow(struct place *place, const uint32_t count[CELLS], unsigned width)
{
    uint32_t cell = 0;
    while (place->rank > count[cell])
        place->rank -= count[cell++];
    place->base += cell << width;
    place->shift = width;
    place->finer = width > CELL_BITS ? width - CELL_BITS : 0;
}

/* How many ranks are still to be found. */
static size_t narrow_all(struct counting *counting, size_t n, bool first)
{
    size_t left = 0;
    for (size_t k = 0; k < counting->weeks * RESULTS_QUANTILES; k++) {
        struct place *place = &counting->place[k];
        size_t week = k / RESULTS_QUANTILES;
        if (first)
            place->rank = estimate_quantile_rank(n, results_quantiles[k % RESULTS_QUANTILES]);
        if (first)
            narrow(place, counting->count + week * CELLS, counting->shift[week]);
        else if (place->shift > 0)
            narrow(place, counting->count + k * CELLS, place->finer);
        left += place->shift > 0;
    }
    return left;
}

static int count_all(const struct summary_work *work, struct counting *counting)
{
    size_t cells = counting->weeks * RESULTS_QUANTILES * CELLS;
    if (summary_each(work, OUTCOME_CARDS, counting->weeks, count_first, counting) != 0)
        return -1;
    if (counting->below_0)
        return error_set(work->error, ERROR_FORMAT, "%s: not a sound results file: cards below 0",
                         results_path(work->results));
    for (size_t left = narrow_all(counting, work->n, true); left > 0; left = narrow_all(counting, work->n, false)) {
        memset(counting->count, 0, cells * sizeof *counting->count);
        if (summary_each(work, OUTCOME_CARDS, counting->weeks, count_further, counting) != 0)
            return -1;
    }
    return 0;
}

static int count(const struct summary_work *work, double out[])
{
    size_t weeks = work->spec->weeks, places = weeks * RESULTS_QUANTILES;
    struct counting counting = {.weeks = weeks,
                                .shift = summary_get(weeks, sizeof *counting.shift, work->error),
                                .count = summary_get(places * CELLS, sizeof *counting.count, work->error),
                                .place = summary_get(places, sizeof *counting.place, work->error)};
    int status = counting.shift && counting.count && counting.place ? count_all(work, &counting) : -1;
    for (size_t k = 0; k < places && status == 0; k++)
        out[k] = counting.place[k].base;
    free(counting.place);
    free(counting.count);
    free(counting.shift);
    return status;
}

int summary_cards(const struct summary_work *work, size_t most, double out[])
{
    bool all_fit = work->spec->weeks * work->n <= most / sizeof(int32_t);
    return all_fit || !work->equal || work->n > UINT32_MAX ? hold(work, most, out) : count(work, out);
}
