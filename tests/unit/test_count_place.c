/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/count_place.c: intervals against sums of closed forms, there and back, and far tails.
 */
#include "sim/count_place.h"

#include <criterion/criterion.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

/* By logarithms of large numbers, so that seven digits are right. */
static double chance(const struct count_form *form, double k)
{
    double size = (1 - form->overdispersion) / form->overdispersion, a = (1 - form->rest) * size, b = form->rest * size;
    double ways = gsl_sf_lnchoose((unsigned)form->n, (unsigned)k);
    if (form->overdispersion < 1e-9)
        return exp(ways + k * log(1 - form->rest) + (form->n - k) * log(form->rest));
    return exp(ways + gsl_sf_lnbeta(k + a, form->n - k + b) - gsl_sf_lnbeta(a, b));
}

static const struct count_form forms[] = {{30, 0.9, 0.02}, {30, 0.5, 0.3},    {200, 0.97, 0.02},
                                          {7, 0.2, 0.9},   {1, 0.4, 0.1},     {400, 0.001, 0.05},
                                          {50, 0.7, 0},    {1000, 0.6, 1e-4}, {40, 0.9999, 0.02}};
enum { FORMS = sizeof forms / sizeof *forms };

/* A place parts the two tails that the closed form sums up. */
Test(count_place, is_in_its_interval)
{
    for (size_t f = 0; f < FORMS; f++) {
        const struct count_form *form = &forms[f];
        double below = 0;
        for (double k = 0; k <= form->n; k++) {
            double at = chance(form, k), above = fmax(0, 1 - below - at);
            struct count_place place;
            if (at < 1e-200)
                continue;
            cr_assert(count_place_of(&place, form, k, false, 0.25), "%zu %g", f, k);
            double exact = place.upper ? above + 0.75 * at : below + 0.25 * at;
            cr_expect_float_eq(place.tail, exact, 1e-7 * exact + 1e-10, "%zu: %g: %g instead of %g", f, k, place.tail,
                               exact);
            cr_expect(count_place_of(&place, form, k, true, 0.25));
            exact = place.upper ? 0.75 * (at + above) : below + 0.25 * (at + above);
            cr_expect_float_eq(place.tail, exact, 1e-7 * exact + 1e-10, "%zu: %g or more", f, k);
            below += at;
        }
    }
}

/* Wherever within its interval, a count is what lies there; nothing is lost far out. */
Test(count_place, there_and_back)
{
    static const double within[] = {1e-6, 0.5, 1 - 1e-6};
    for (size_t f = 0; f < FORMS; f++)
        for (double k = 0; k <= forms[f].n; k++)
            for (int w = 0; w < 3; w++) {
                struct count_place place;
                if (chance(&forms[f], k) < 1e-38) /* farther out a place is that of the least such count */
                    continue;
                cr_assert(count_place_of(&place, &forms[f], k, false, within[w]));
                double back = count_at(&forms[f], place);
                cr_expect_eq(back, k, "%zu: %g came back as %g", f, k, back);
            }
}

/* The likelier an item, the more lie at a place, and none of it depends on where the likelier one begins. */
Test(count_place, rises_with_the_chance)
{
    for (double tail = 1e-12; tail < 0.5; tail *= 3)
        for (int upper = 0; upper < 2; upper++) {
            double last = 0;
            for (double rest = 1; rest >= 0; rest -= 1.0 / 64) {
                struct count_form form = {120, rest, 0.02};
                double k = count_at(&form, (struct count_place){tail, upper != 0});
                cr_expect_geq(k, last);
                last = k;
            }
            cr_expect_eq(last, 120);
        }
}

/* What is certain, and what cannot be. */
Test(count_place, certain)
{
    struct count_place place = {0.5, true};
    const struct count_form none = {10, 1, 0.02}, all = {10, 0, 0.02}, nobody = {0, 0.5, 0.02};
    cr_expect(!count_place_of(&place, &none, 1, false, 0.5));
    cr_expect(!count_place_of(&place, &all, 9, false, 0.5));
    cr_expect_eq(place.tail, 0.5);
    cr_expect(place.upper);
    cr_expect(count_place_of(&place, &none, 0, false, 0.3));
    cr_expect_eq(place.tail, 0.3);
    cr_expect(!place.upper);
    cr_expect_eq(count_at(&none, place), 0);
    cr_expect(count_place_of(&place, &all, 9, true, 0.3));
    cr_expect_eq(count_at(&all, place), 10);
    cr_expect(count_place_of(&place, &nobody, 0, false, 0.3));
    cr_expect_eq(count_at(&nobody, place), 0);
    cr_expect(!count_place_of(&place, &(struct count_form){5000, 0.5, 0}, 0, false, 0.5));
}
