/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * order: numbers in ascending order, for the hot paths: without branches that nobody foresees. Internal to this
 * project.
 */
#ifndef FMKSIM_SIM_ORDER_H
#define FMKSIM_SIM_ORDER_H

#include <stddef.h>

struct order_item {
    double key; /* no NaN */
    size_t at;  /* the caller's */
};

/* Orders by key, equals as they stand. Both arrays are the caller's, [count], and are written to; returns the one that
 * holds the result. O(n log n). */
struct order_item *order_items(struct order_item item[], struct order_item room[], size_t count);

#endif
