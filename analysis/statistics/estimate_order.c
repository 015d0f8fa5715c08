/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate_order: instants in their order, of which any number of quantiles are then read off. Sorted by the bits of
 * their float32, digit by digit: the time is that of their number, and what is equal keeps its order.
 */
#include "analysis/statistics/estimate.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, PASSES = 3 };

/* Bits that are ordered as the numbers are. */
static uint32_t key_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits >> 31 ? ~bits : bits | 0x80000000u;
}

static float value_of(uint32_t key)
{
    uint32_t bits = key >> 31 ? key & 0x7fffffffu : ~key;
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

struct room {
    uint32_t *key;
    double *weight; /* null: all weigh alike */
};

static void sort_digit(const struct room *from, const struct room *to, size_t n, unsigned shift)
{
    size_t count[DIGITS] = {0}, sum = 0;
    for (size_t i = 0; i < n; i++)
        count[from->key[i] >> shift & (DIGITS - 1)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        size_t own = count[d];
        count[d] = sum;
        sum += own;
    }
    for (size_t i = 0; i < n; i++) {
        size_t at = count[from->key[i] >> shift & (DIGITS - 1)]++;
        to->key[at] = from->key[i];
        if (from->weight)
            to->weight[at] = from->weight[i];
    }
}

static size_t take_values(const struct room *room, const float values[], const double weights[], size_t n,
                          double *total)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (weights && !(weights[i] > 0))
            continue;
        room->key[kept] = key_of(values[i]);
        if (weights) {
            room->weight[kept] = weights[i];
            *total += weights[i];
        }
        kept++;
    }
    return kept;
}

static bool room_init(struct room *room, size_t n, bool weighted)
{
    *room = (struct room){malloc((n + 1) * sizeof *room->key), weighted ? malloc((n + 1) * sizeof *room->weight) : 0};
    return room->key && (!weighted || room->weight);
}

int estimate_order_of(struct estimate_order *order, const float values[], const double weights[], size_t n,
                      struct error *error)
{
    struct room room[2] = {{0}};
    bool ready = room_init(&room[0], n, weights) && room_init(&room[1], n, weights);
    *order = (struct estimate_order){.value = malloc((n + 1) * sizeof *order->value)};
    if (ready && order->value) {
        order->n = take_values(&room[0], values, weights, n, &order->total);
        for (unsigned pass = 0; pass < PASSES; pass++)
            sort_digit(&room[pass % 2], &room[1 - pass % 2], order->n, pass * DIGIT_BITS);
        for (size_t i = 0; i < order->n; i++)
            order->value[i] = value_of(room[1].key[i]);
        double sum = 0;
        order->sum = room[1].weight;
        for (size_t i = 0; weights && i < order->n; i++)
            order->sum[i] = sum += order->sum[i];
        room[1].weight = 0;
    }
    for (int r = 0; r < 2; r++) {
        free(room[r].key);
        free(room[r].weight);
    }
    if (ready && order->value)
        return 0;
    estimate_order_free(order);
    return error_set(error, ERROR_MEMORY, "no memory to order %zu values", n);
}

double estimate_order_quantile(const struct estimate_order *order, double level)
{
    if (order->n == 0)
        return (double)NAN;
    if (!order->sum)
        return (double)order->value[estimate_quantile_rank(order->n, level) - 1];
    double wanted = level * order->total * (1 - 1e-12); /* as estimate_weighted_quantiles() has it */
    size_t low = 0, high = order->n - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (order->sum[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return (double)order->value[low];
}

void estimate_order_free(struct estimate_order *order)
{
    free(order->value);
    free(order->sum);
    *order = (struct estimate_order){.n = 0};
}
