/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * estimate_whole: quantiles of whole numbers. They are dealt out over buckets of equal width; then only the values of
 * buckets that hold a wanted rank are kept, and counted one by one.
 */
#include "analysis/statistics/estimate.h"

#include <math.h>
#include <string.h>

/* Two counts in turn: equal values in a row would wait for one another. */
enum { BUCKETS = 512, TURNS = 2, LEVELS = 8 };

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
    if (least == most) { /* as in the weeks before the first item */
        buckets->count[0][0] = (uint32_t)n;
        return;
    }
    while (((uint32_t)most - (uint32_t)least) >> buckets->shift >= BUCKETS)
        buckets->shift++;
    for (size_t i = 0; i < n; i++)
        buckets->count[i % TURNS][bucket_of(buckets, values[i])]++;
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

/* Where the wanted ranks lie: each in a bucket, as that one's `rank`. The list has each such bucket once. */
struct places {
    size_t count, bucket[LEVELS];
    size_t of[LEVELS], rank[LEVELS]; /* of each level: the place in the list, and the rank in that bucket */
    uint8_t slot[BUCKETS];           /* in the list, from 1; 0: not wanted */
};

/* Ranks ascend, so the buckets do. */
static void find_places(const struct buckets *buckets, size_t n, const double levels[], size_t count,
                        struct places *places)
{
    size_t b = 0, before = 0; /* `before` values are in buckets below b */
    for (size_t i = 0; i < count; i++) {
        size_t rank = estimate_quantile_rank(n, levels[i]);
        while (before + held(buckets, b) < rank)
            before += held(buckets, b++);
        if (places->slot[b] == 0) {
            places->bucket[places->count] = b;
            places->slot[b] = (uint8_t)++places->count;
        }
        places->of[i] = places->slot[b] - 1u;
        places->rank[i] = rank - before;
    }
}

/* The values of wanted buckets; returns how many. */
static size_t keep_wanted(const struct buckets *buckets, const struct places *places, const int32_t values[], size_t n,
                          int32_t kept[])
{
    size_t got = 0;
    for (size_t i = 0; i < n; i++) {
        kept[got] = values[i];
        got += places->slot[bucket_of(buckets, values[i])] != 0;
    }
    return got;
}

/* Narrow buckets: each value that may be in one has a count. Nothing is compared, so nothing is foreseen wrongly. */
static void pick_by_count(const struct buckets *buckets, const struct places *places, const int32_t kept[], size_t all,
                          size_t count, double out[])
{
    uint32_t counts[LEVELS][BUCKETS];
    const size_t width = (size_t)1 << buckets->shift;
    for (size_t p = 0; p < places->count; p++)
        memset(counts[p], 0, width * sizeof *counts[p]);
    for (size_t i = 0; i < all; i++) {
        uint32_t above = (uint32_t)kept[i] - (uint32_t)buckets->least;
        counts[places->slot[above >> buckets->shift] - 1][above & (width - 1)]++;
    }
    for (size_t i = 0; i < count; i++) {
        size_t p = places->of[i], value = 0, below = 0;
        while (below + counts[p][value] < places->rank[i])
            below += counts[p][value++];
        out[i] = buckets->least + (double)((places->bucket[p] << buckets->shift) + value);
    }
}

/* Wide ones: of what is kept, what lies in buckets before comes first. */
static void pick_by_search(const struct buckets *buckets, const struct places *places, int32_t kept[], size_t all,
                           size_t count, double out[])
{
    size_t before = 0, p = 0;
    for (size_t i = 0; i < count; i++) {
        while (p < places->of[i])
            before += held(buckets, places->bucket[p++]);
        out[i] = select_whole(kept, all, before + places->rank[i]);
    }
}

/* So many levels at once. */
static void some_quantiles(const struct buckets *buckets, const int32_t values[], size_t n, const double levels[],
                           size_t count, double out[], int32_t room[])
{
    struct places places = {.count = 0};
    find_places(buckets, n, levels, count, &places);
    if (buckets->shift == 0) {
        for (size_t i = 0; i < count; i++)
            out[i] = buckets->least + (double)places.bucket[places.of[i]];
        return;
    }
    size_t kept = keep_wanted(buckets, &places, values, n, room);
    if ((size_t)1 << buckets->shift <= BUCKETS)
        pick_by_count(buckets, &places, room, kept, count, out);
    else
        pick_by_search(buckets, &places, room, kept, count, out);
}

void estimate_whole_quantiles(const int32_t values[], size_t n, const double levels[], size_t count, double out[],
                              int32_t room[])
{
    struct buckets buckets;
    for (size_t i = 0; n == 0 && i < count; i++)
        out[i] = NAN;
    if (n == 0)
        return;
    deal_out(&buckets, values, n);
    for (size_t i = 0; i < count; i += LEVELS)
        some_quantiles(&buckets, values, n, levels + i, count - i < LEVELS ? count - i : LEVELS, out + i, room);
}
