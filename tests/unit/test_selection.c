/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/statistics/selection.c.
 */
#include "analysis/statistics/selection.h"
#include "sim/stream.h"

#include <criterion/criterion.h>
#include <math.h>

Test(selection, sprt_steps_and_boundaries)
{
    struct sprt sprt = selection_sprt(0.25, 0.5, 0.05, 0.1);
    cr_assert_float_eq(sprt.success, log(2), 1e-15);
    cr_assert_float_eq(sprt.failure, log(2.0 / 3), 1e-15);
    cr_assert_float_eq(sprt.upper, log(18), 1e-14);
    cr_assert_float_eq(sprt.lower, log(0.1 / 0.95), 1e-14);
    cr_assert_eq(selection_sprt_verdict(&sprt, 0, 0), SPRT_CONTINUE);
    cr_assert_eq(selection_sprt_verdict(&sprt, 5, 5), SPRT_UPPER); /* 5 log 2 = 3.47 > 2.89 */
    cr_assert_eq(selection_sprt_verdict(&sprt, 4, 4), SPRT_CONTINUE);
    cr_assert_eq(selection_sprt_verdict(&sprt, 0, 6), SPRT_LOWER); /* 6 log(2/3) = -2.43 < -2.25 */
    cr_assert_eq(selection_sprt_verdict(&sprt, 0, 5), SPRT_CONTINUE);
}

/* Its risks are kept: at p0 the upper verdict comes in at most alpha / (1 - beta) of the tests. */
Test(selection, sprt_keeps_its_risk)
{
    struct sprt sprt = selection_sprt(0.5, 0.6, 0.1, 0.1);
    int wrong = 0;
    for (unsigned test = 0; test < 2000; test++) {
        struct stream stream = stream_open(7, test, 0, 0, 0);
        double hits = 0, n = 0;
        enum sprt_verdict verdict;
        while ((verdict = selection_sprt_verdict(&sprt, hits, n)) == SPRT_CONTINUE) {
            hits += stream_uniform(&stream) < 0.5;
            n++;
        }
        wrong += verdict == SPRT_UPPER;
    }
    cr_assert_lt(wrong, 2000 * (0.1 / 0.9) + 4 * sqrt(2000 * 0.1));
    cr_assert_gt(wrong, 100, "%d wrong verdicts: the test hardly ever ends at the upper boundary", wrong);
}

Test(selection, kn_margin_falls_to_nothing)
{
    struct selection_kn kn = selection_kn(10, 20, 0.05);
    double delta = 0.5, variance = 2, end = kn.h2 * variance / (delta * delta);
    cr_assert_float_eq(selection_kn_margin(&kn, delta, variance, 10), delta / 20 * (end - 10), 1e-12);
    cr_assert_gt(selection_kn_margin(&kn, delta, variance, 20), selection_kn_margin(&kn, delta, variance, 40));
    cr_assert_eq(selection_kn_margin(&kn, delta, variance, ceil(end)), 0);
}

/* Two systems and known variances would need h = sqrt(2) z; with few first observations more. */
Test(selection, rinott_tends_to_the_normal)
{
    double normal = M_SQRT2 * 1.6448536269514722;
    cr_assert_float_eq(selection_rinott(2, 4000, 0.95), normal, 2e-3);
    cr_assert_gt(selection_rinott(2, 10, 0.95), normal + 0.1);
    cr_assert_gt(selection_rinott(5, 20, 0.95), selection_rinott(3, 20, 0.95));
    cr_assert_gt(selection_rinott(3, 20, 0.99), selection_rinott(3, 20, 0.95));
}

/* Computed by others' means: eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, and Rinott's double integral. */
Test(selection, constants_of_kim_and_nelson_and_of_rinott)
{
    static const struct {
        size_t k, n0;
        double eta, h2;
    } kns[] = {{10, 20, 0.3029338036492749, 11.511484538672446},
               {6, 50, 0.08656442394351505, 8.483313546464474},
               {2, 10, 0.3340502686000293, 6.012904834800527}};
    for (size_t i = 0; i < 3; i++) {
        struct selection_kn kn = selection_kn(kns[i].k, kns[i].n0, 0.05);
        cr_assert_float_eq(kn.eta, kns[i].eta, 1e-12);
        cr_assert_float_eq(kn.h2, kns[i].h2, 1e-10);
    }
    cr_assert_float_eq(selection_rinott(10, 20, 0.95), 3.8752766356516872, 1e-8);
    cr_assert_float_eq(selection_rinott(2, 20, 0.95), 2.4524732526221555, 1e-8);
}

Test(selection, rinott_refuses)
{
    cr_assert(isnan(selection_rinott(1, 20, 0.95)));
    cr_assert(isnan(selection_rinott(3, 2, 0.95)));
    cr_assert(isnan(selection_rinott(4, 20, 0.25)));
    cr_assert(isnan(selection_rinott(4, 20, 1)));
}
