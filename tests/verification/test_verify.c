/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the exact cases' own machinery. The cases themselves are run by `fmksim verify` (tests/cli/verify.sh), and
 * mutation.sh proves that they find faults.
 */
#include "analysis/verify/verify.h"
#include "analysis/verify/verify_markov.h"
#include "analysis/verify/verify_parts.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

static void start(void)
{
    gsl_set_error_handler_off();
}

static struct verify_report run(const char *only, unsigned threads)
{
    struct verify_report report;
    struct error error = {.code = ERROR_NONE};
    const struct verify_options options = {.seed = 1, .threads = threads, .only = only};
    cr_assert_eq(verify_run(&report, &options, &error), 0, "%s", error.text);
    return report;
}

Test(verify, lines_do_not_depend_on_threads, .init = start)
{
    static const char *const names[] = {"V05", "V09", "V18"};
    for (size_t i = 0; i < 3; i++) {
        struct verify_report one = run(names[i], 1), three = run(names[i], 3);
        cr_assert_eq(one.count, three.count);
        cr_assert_gt(one.count, 0);
        for (size_t k = 0; k < one.count; k++)
            cr_assert(memcmp(&one.lines[k].estimate, &three.lines[k].estimate, sizeof(double)) == 0 &&
                          memcmp(&one.lines[k].z, &three.lines[k].z, sizeof(double)) == 0,
                      "%s", one.lines[k].quantity);
        cr_assert_eq(one.failed, 0);
        verify_free(&one);
        verify_free(&three);
    }
}

Test(verify, critical_value_is_bonferroni_over_the_stochastic_lines, .init = start)
{
    struct verify_report report = run("V02", 2);
    size_t stochastic = 0;
    for (size_t i = 0; i < report.count; i++)
        stochastic += report.lines[i].kind != VERIFY_EXACT && report.lines[i].kind != VERIFY_ABSENT;
    cr_assert_eq(report.stochastic, stochastic);
    cr_assert_float_eq(2 * gsl_cdf_ugaussian_Q(report.critical), 0.001 / (double)stochastic, 1e-12);
    verify_free(&report);
}

Test(verify, unknown_case, .init = start)
{
    struct verify_report report;
    struct error error = {.code = ERROR_NONE};
    const struct verify_options options = {.seed = 1, .threads = 1, .only = "V99"};
    cr_assert_eq(verify_run(&report, &options, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    verify_free(&report);
}

Test(verify, stops_on_request, .init = start)
{
    struct verify_report report;
    struct error error = {.code = ERROR_NONE};
    atomic_int stop = 1;
    const struct verify_options options = {.seed = 1, .threads = 2, .stop = &stop};
    cr_assert_eq(verify_run(&report, &options, &error), -1);
    cr_assert_eq(error.code, ERROR_INTERRUPTED);
    verify_free(&report);
}

/* ---- how lines are judged ---- */

static struct tally tally_of(double mean, double sd, uint64_t count)
{
    return (struct tally){count, mean, sd * sd * (double)(count - 1), mean - sd, mean + sd};
}

Test(verify, z_of_a_mean_is_student_s, .init = start)
{
    struct verify_report report = {0};
    struct verify verify = {&report, 0, 0, 0};
    struct tally few = tally_of(12, 4, 16), many = tally_of(12, 4, 1600000), same = tally_of(10, 0, 16);
    verify_mean(&verify, "T", 10, &few, "few");
    verify_mean(&verify, "T", 11.99, &many, "many");
    verify_mean(&verify, "T", 10, &same, "without spread, right");
    verify_mean(&verify, "T", 11, &same, "without spread, wrong");
    cr_assert_float_eq(report.lines[0].error, 1, 1e-12);
    cr_assert_float_eq(2 * gsl_cdf_ugaussian_Q(report.lines[0].z), 2 * gsl_cdf_tdist_Q(2, 15), 1e-12);
    cr_assert_float_eq(report.lines[1].z, 0.01 / (4 / sqrt(1600000)), 1e-6);
    cr_assert_eq(report.lines[2].z, 0);
    cr_assert_eq(report.lines[3].z, -(double)INFINITY);
    verify_free(&report);
}

Test(verify, z_of_a_probability_is_the_binomial_s, .init = start)
{
    struct verify_report report = {0};
    struct verify verify = {&report, 0, 0, 0};
    struct tally above = {1000, 0.13, 0, 0, 1}, below = {1000, 0.08, 0, 0, 1}, none = {1000, 0, 0, 0, 0};
    verify_probability(&verify, "T", 0.1, &above, "above");
    verify_probability(&verify, "T", 0.1, &below, "below");
    verify_probability(&verify, "T", 0.001, &none, "none of a rare thing");
    cr_assert_float_eq(gsl_cdf_ugaussian_Q(report.lines[0].z), gsl_cdf_binomial_Q(129, 0.1, 1000), 1e-10);
    cr_assert_float_eq(gsl_cdf_ugaussian_P(report.lines[1].z), gsl_cdf_binomial_P(80, 0.1, 1000), 1e-10);
    cr_assert_float_eq(gsl_cdf_ugaussian_P(report.lines[2].z), pow(0.999, 1000), 1e-10);
    verify_free(&report);
}

Test(verify, exact_lines_have_no_mercy, .init = start)
{
    struct verify_report report = {0};
    struct verify verify = {&report, 0, 0, 0};
    verify_exact(&verify, "T", 1, 1 + 0.9e-9, "within");
    verify_exact(&verify, "T", 1, 1 + 1.1e-9, "without");
    verify_exact(&verify, "T", 1e6, 1e6 + 0.9e-3, "relative");
    verify_exact(&verify, "T", 1, NAN, "no number");
    cr_assert_eq(report.lines[0].z, 0);
    cr_assert_neq(report.lines[1].z, 0);
    cr_assert_eq(report.lines[2].z, 0);
    cr_assert_neq(report.lines[3].z, 0);
    verify_free(&report);
}

Test(verify, json_says_every_line, .init = start)
{
    struct verify_report report = run("V08", 2);
    json_t *document = verify_json(&report);
    cr_assert_not_null(document);
    cr_assert_eq(json_array_size(json_object_get(document, "lines")), report.count);
    cr_assert_eq(json_integer_value(json_object_get(document, "not_offered")), 1);
    cr_assert_eq(json_real_value(json_object_get(document, "false_alarm")), 0.001);
    json_decref(document);
    verify_free(&report);
}

/* ---- the chains that give exact values ---- */

/* The steady state, which the finite values must tend to: M/M/c after Erlang, at rho = 0.8. */
Test(verify, what_customers_find_tends_to_erlang, .init = start)
{
    static struct arrivals one, three, full;
    arrivals_begin(&one, 1, 0.8, 1, 0);
    arrivals_begin(&three, 3, 2.4, 1, 0);
    arrivals_begin(&full, 5, 4, 1, 5);
    for (int k = 0; k < 450; k++) {
        arrivals_next(&one);
        arrivals_next(&three);
        arrivals_next(&full);
    }
    cr_assert_float_eq(arrivals_waits(&one), 0.8, 2e-3);
    cr_assert_float_eq(arrivals_wait(&one), 4, 2e-2);
    cr_assert_float_eq(arrivals_late(&one, 5), 0.2943035529371539, 2e-3);
    cr_assert_float_eq(arrivals_waits(&three), 288.0 / 445, 1e-3);
    cr_assert_float_eq(arrivals_wait(&three), 96.0 / 89, 4e-3);
    cr_assert_float_eq(arrivals_late(&three, 1), 0.3551859577417519, 1e-3);
    cr_assert_float_eq(arrivals_turned_away(&full), 128.0 / 643, 1e-12);
}

/* The second customer of M/M/1 waits if the first service outlasts the time between: lambda / (lambda + mu), then
 * exponentially. */
Test(verify, what_the_second_customer_finds, .init = start)
{
    static struct arrivals one;
    arrivals_begin(&one, 1, 0.8, 1, 0);
    cr_assert_eq(arrivals_wait(&one), 0);
    arrivals_next(&one);
    cr_assert_float_eq(arrivals_waits(&one), 0.8 / 1.8, 1e-15);
    cr_assert_float_eq(arrivals_wait(&one), 0.8 / 1.8, 1e-15);
    cr_assert_float_eq(arrivals_wait_square(&one), 2 * 0.8 / 1.8, 1e-15);
    cr_assert_float_eq(arrivals_late(&one, 1), 0.8 / 1.8 * exp(-1), 1e-15);
}

/* One server, one customer: p1(t) = (1 - exp(-(a + b) t)) a / (a + b). */
Test(verify, uniformisation_of_two_states, .init = start)
{
    static const double birth[] = {2, 0}, death[] = {0, 3};
    double p[] = {1, 0};
    markov_move(p, 2, birth, death, 0.3);
    cr_assert_float_eq(p[1], 0.4 * (1 - exp(-1.5)), 1e-14);
    cr_assert_float_eq(p[0] + p[1], 1, 1e-14);
}

/* 98 municipalities and 5 teams, and Palm's queue with reneging, forget how they began. */
Test(verify, uniformisation_tends_to_the_steady_state, .init = start)
{
    double birth[100], death[100], p[100] = {1}, mean = 0, queue = 0;
    for (int n = 0; n < 99; n++) {
        birth[n] = (98 - n) / 20.0;
        death[n] = fmin(n, 5);
    }
    markov_move(p, 99, birth, death, 400);
    for (int n = 0; n < 99; n++)
        mean += n * p[n];
    cr_assert_float_eq(mean, 8.436549536507952, 1e-9);
    memset(p, 0, sizeof p);
    p[0] = 1;
    for (int n = 0; n < 100; n++) {
        birth[n] = n < 99 ? 6 : 0;
        death[n] = fmin(n, 5) + 0.5 * fmax(0, n - 5);
    }
    markov_move(p, 100, birth, death, 100);
    for (int n = 5; n < 100; n++)
        queue += (n - 5) * p[n];
    cr_assert_float_eq(queue, 2.716639320060581, 1e-9);
}
