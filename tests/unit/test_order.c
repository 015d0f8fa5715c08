/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/order.c.
 */
#include "dice.h"
#include "sim/order.h"

#include <criterion/criterion.h>

enum { MOST = 300 };

/* Few different keys, so that there are equals: these stay as they stood. */
Test(order, any_number_of_items_with_equals)
{
    struct order_item item[MOST], room[MOST];
    struct dice dice = {1};
    for (size_t count = 0; count < MOST; count++) {
        size_t keys = 1 + count / 2, sum = 0;
        for (size_t i = 0; i < count; i++)
            item[i] = (struct order_item){(double)(dice_bits(&dice) % keys), i};
        const struct order_item *made = order_items(item, room, count);
        for (size_t i = 0; i < count; i++)
            sum += made[i].at;
        cr_assert_eq(sum, count < 2 ? 0 : count * (count - 1) / 2);
        for (size_t i = 1; i < count; i++)
            cr_assert(made[i - 1].key < made[i].key || (made[i - 1].key == made[i].key && made[i - 1].at < made[i].at),
                      "count %zu, place %zu", count, i);
    }
}
