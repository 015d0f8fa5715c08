/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * order: see sim/order.h. Merging from the bottom up.
 */
#include "sim/order.h"

/* [left, middle) and [middle, end) are in order. */
static void merge(const struct order_item from[], struct order_item to[], size_t left, size_t middle, size_t end)
{
    size_t i = left, j = middle, k = left;
    while (i < middle && j < end) {
        size_t second = from[j].key < from[i].key;
        to[k++] = from[second ? j : i];
        i += 1 - second;
        j += second;
    }
    while (i < middle)
        to[k++] = from[i++];
    while (j < end)
        to[k++] = from[j++];
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

struct order_item *order_items(struct order_item item[], struct order_item room[], size_t count)
{
    struct order_item *from = item, *to = room;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t left = 0; left < count; left += 2 * width)
            merge(from, to, left, least(left + width, count), least(left + 2 * width, count));
        struct order_item *made = to;
        to = from;
        from = made;
    }
    return from;
}
