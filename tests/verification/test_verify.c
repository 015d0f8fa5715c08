/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of the exact cases' own machinery. The cases themselves are run by `fmksim verify` (tests/cli/verify.sh), and
 * mutation.sh proves that they find faults.
 */
#include "analysis/verify/verify.h"
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
    struct verify_report report = run("V05", 2);
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
    const struct verify_options options = {.seed = 1, .threads = 1, .only = "V19"};
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
