/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which replications the fans are of: evenly spread, so that shards have equal shares.
 */
#include "analysis/study/study_parts.h"

#include <criterion/criterion.h>

static const size_t numbers[][2] = {{1, 1}, {7, 7}, {1000, 1000}, {1000, 1001}, {1000, 2401}, {1000, 100000000},
                                    {3, 10}};

Test(fans, members_below_count_members)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        size_t fans = numbers[i][0], all = numbers[i][1];
        for (size_t k = 0; k < fans; k++) {
            size_t replication = fan_member(k, fans, all);
            cr_assert_lt(replication, all);
            cr_assert_eq(fan_members_below(replication, fans, all), k, "%zu of %zu", fans, all);
            cr_assert_eq(fan_members_below(replication + 1, fans, all), k + 1, "%zu of %zu", fans, all);
        }
        cr_assert_eq(fan_members_below(all, fans, all), fans);
    }
    cr_assert_eq(fan_members_below(5, 0, 10), 0);
}

Test(fans, shards_have_equal_shares)
{
    for (size_t all = 8; all < 5000; all += 37) {
        size_t fans = fan_replications(1, all), least = fans, most = 0;
        for (size_t shard = 0; shard < 8; shard++) {
            size_t first = all / 8 * shard + all % 8 * shard / 8;
            size_t next = all / 8 * (shard + 1) + all % 8 * (shard + 1) / 8;
            size_t share = fan_members_below(next, fans, all) - fan_members_below(first, fans, all);
            least = share < least ? share : least;
            most = share > most ? share : most;
        }
        cr_assert_leq(most - least, 1, "%zu replications: %zu to %zu", all, least, most);
    }
}
