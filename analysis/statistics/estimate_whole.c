/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate_whole: quantiles of whole numbers. They are dealt out over buckets of equal width; then only the buckets
 * that hold a wanted rank are searched.
 */
#include "analysis/statistics/estimate.h"

#include <math.h>

/* Two counts in turn: equal values in a row would wait for one another. */
enum { BUCKETS = 512, TURNS = 2 };

struct buckets {
    int32_t least;
    unsigned shift; /* a bucket is 2^shift wide */
    uint32_t count[TURNS][BUCKETS];
};

static size_t bucket_of(const struct buckets *buckets, int32_t value)
{
    return ((uint32_t)value - (uint32_t)buckets->least) >> buckets->shift;
}

static size_t held(const struct buckets *buckets, size_t bucket)
{
    return (size_t)buckets->count[0][bucket] + buckets->count[1][bucket];
}

static void deal_out(struct buckets *buckets, const int32_t values[], size_t n)
{
    int32_t least = values[0], most = values[0];
    for (size_t i = 1; i < n; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    *buckets = (struct buckets){.least = least};
    while (((uint32_t)most - (uint32_t)least) >> buckets->shift >= BUCKETS)
        buckets->shift++;
    for (size_t i = 0; i < n; i++)
        buckets->count[i % TURNS][bucket_of(buckets, values[i])]++;
}

/* The values of one bucket. */
static void gather(const struct buckets *buckets, size_t bucket, const int32_t values[], int32_t room[])
{
    size_t got = 0, all = held(buckets, bucket);
    for (size_t i = 0; got < all; i++) {
        room[got] = values[i];
        got += bucket_of(buckets, values[i]) == bucket;
    }
}

/* As estimate_select(). */
static int32_t select_whole(int32_t x[], size_t n, size_t rank)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)n - 1, target = (ptrdiff_t)rank - 1;
    while (low < high) {
        int32_t pivot = x[low + (high - low) / 2];
        ptrdiff_t i = low, j = high;
        do {
            while (x[i] < pivot)
                i++;
            while (x[j] > pivot)
                j--;
            if (i <= j) {
                int32_t kept = x[i];
                x[i++] = x[j];
                x[j--] = kept;
            }
        } while (i <= j);
        if (j < target)
            low = i;
        if (target < i)
            high = j;
    }
    return x[target];
}

void estimate_whole_quantiles(const int32_t values[], size_t n, const double levels[], size_t count, double out[],
                              int32_t room[])
{
    struct buckets buckets;
    size_t b = 0, before = 0, gathered = BUCKETS; /* `before` values are in buckets below b */
    if (n > 0)
        deal_out(&buckets, values, n);
    for (size_t i = 0; i < count; i++) {
        size_t rank = n > 0 ? estimate_quantile_rank(n, levels[i]) : 0;
        while (rank > 0 && before + held(&buckets, b) < rank)
            before += held(&buckets, b++);
        if (rank == 0) {
            out[i] = NAN;
        } else if (buckets.shift == 0) {
            out[i] = buckets.least + (double)b;
        } else {
            if (gathered != b)
                gather(&buckets, b, values, room);
            gathered = b;
            out[i] = select_whole(room, held(&buckets, b), rank - before);
        }
    }
}
