/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nearest: distances known by hand, and when no guess is made.
 */
#include "sim/nearest.h"

#include <criterion/criterion.h>
#include <string.h>

Test(nearest, distance)
{
    cr_expect_eq(nearest_distance("", ""), 0);
    cr_expect_eq(nearest_distance("abc", ""), 3);
    cr_expect_eq(nearest_distance("", "abc"), 3);
    cr_expect_eq(nearest_distance("kitten", "sitting"), 3);
    cr_expect_eq(nearest_distance("gama", "gamma"), 1);
    cr_expect_eq(nearest_distance("ab", "ba"), 2);
}

Test(nearest, name)
{
    const char *const names[] = {"gamma", "normal", "pert"};
    cr_expect_str_eq(nearest_name("gama", names, 3), "gamma");
    cr_expect_str_eq(nearest_name("nomal", names, 3), "normal");
    cr_expect_str_eq(nearest_name("pert", names, 3), "pert");
    cr_expect_null(nearest_name("zzz", names, 3));
    cr_expect_null(nearest_name("", names, 3));
    cr_expect_null(nearest_name("gamma", names, 0));
}

Test(nearest, long_names_stay_inside)
{
    char a[201], b[201];
    memset(a, 'a', 200);
    memset(b, 'b', 200);
    a[200] = b[200] = 0;
    cr_expect_eq(nearest_distance(a, b), 63);
}
