/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/answers/compare.c on ten pairs of replications, worked out by hand.
 */
#include "synthetic.h"
#include "analysis/answers/compare.h"

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 10, DEADLINE = 295 };

/* Every municipality at every milestone. Differences: -400 six times, 400 once, 0 three times. */
static const float dates[2][N] = {{500, 500, 500, 500, 500, 500, 100, 100, 100, 500},
                                  {100, 100, 100, 100, 100, 100, 500, 100, 100, 500}};

static char folder[32], path[64];
static struct synthetic made;
static struct results *results;
static struct comparison comparison;
static struct error error;

static void fill(size_t scenario, size_t replication, const float *at, void *record)
{
    synthetic_record(&made, scenario, replication, record);
    float *each = outcome_at(&made.layout, record, OUTCOME_MUNICIPALITY_DATE);
    float *national = outcome_at(&made.layout, record, OUTCOME_NATIONAL_DATE);
    int32_t *cards = outcome_at(&made.layout, record, OUTCOME_CARDS);
    for (size_t i = 0; i < made.spec.municipality_count * made.spec.milestone_count; i++)
        each[i] = at[replication];
    for (size_t m = 0; m < made.spec.milestone_count; m++)
        national[m] = at[replication];
    for (size_t w = 0; w < made.spec.weeks; w++)
        cards[w] = (int32_t)(500 + (scenario == 1 ? 10 * replication : 0));
}

static void start(const float at[2][N], size_t inner)
{
    strcpy(folder, "/tmp/fmksim-compare-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.h5", folder);
    synthetic_init(&made, N);
    made.spec.scenario_count = 2;
    made.spec.fan_replications = 0;
    made.spec.replications_per_draw = inner;
    struct results_deadline *deadline = (struct results_deadline *)(uintptr_t)&made.spec.deadlines[1];
    deadline->date = made.spec.epoch + DEADLINE - 1;
    struct results_writer *writer;
    unsigned char *record = malloc(made.layout.size);
    cr_assert_eq(results_create(&writer, path, &made.spec, &error), 0, "%s", error.text);
    for (size_t s = 0; s < 2; s++)
        for (size_t r = 0; r < N; r++) {
            fill(s, r, at[s], record);
            cr_assert_eq(results_write(writer, s, r, 1, record, &error), 0, "%s", error.text);
        }
    cr_assert_eq(results_commit(writer, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    free(record);
}

static void compare(void)
{
    cr_assert_eq(compare_scenarios(&comparison, results, "baseline", "corps-8", &error), 0, "%s", error.text);
}

static void teardown(void)
{
    char command[80];
    compare_free(&comparison);
    results_close(results);
    synthetic_free(&made);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(compare, .fini = teardown);

static const struct compare_date *date_of(int milestone, enum results_reading reading)
{
    for (size_t i = 0; i < comparison.date_count; i++)
        if (comparison.dates[i].question.milestone == milestone && comparison.dates[i].question.reading == reading)
            return &comparison.dates[i];
    cr_assert_fail("no such date");
    return 0;
}

static const struct compare_deadline *deadline_of(size_t deadline, enum results_reading reading)
{
    for (size_t i = 0; i < comparison.deadline_count; i++)
        if (comparison.deadlines[i].deadline == deadline && comparison.deadlines[i].reading == reading)
            return &comparison.deadlines[i];
    cr_assert_fail("no such deadline");
    return 0;
}

/* Mean -200, variance 80000, standard error sqrt(8000), t of 9 degrees 2.262157. Var A = 37333.33, Var B = 28444.44. */
Test(compare, paired_t)
{
    start(dates, 1);
    compare();
    const struct compare_date *row = date_of(3, READING_ALL_MUNICIPALITIES);
    cr_assert_float_eq(row->difference_days, -200, 1e-9);
    cr_assert_float_eq(row->error, sqrt(8000), 1e-9);
    cr_assert_float_eq(row->interval.low, -200 - 2.262157163 * sqrt(8000), 1e-5);
    cr_assert_float_eq(row->interval.high, -200 + 2.262157163 * sqrt(8000), 1e-5);
    cr_assert_eq(row->median_days, -400);
    cr_assert_float_eq(row->earlier, 0.6, 1e-12);
    cr_assert_float_eq(row->later, 0.1, 1e-12);
    cr_assert_eq(row->not_reached_a + row->not_reached_b, 0);
    cr_assert_float_eq(row->variance_reduction, (336000.0 + 256000) / 9 / 80000, 1e-9);
    cr_assert_float_eq(date_of(0, READING_MOST_MUNICIPALITIES)->difference_days, -200, 1e-9);
}

/* Six pairs in which only B is on time, one in which only A is: 2 (1 + 7) / 2^7 = 0.125. */
Test(compare, mcnemar_and_agresti_min)
{
    start(dates, 1);
    compare();
    const struct compare_deadline *row = deadline_of(1, READING_ALL_MUNICIPALITIES);
    cr_assert(row->only_a == 1 && row->only_b == 6);
    cr_assert_float_eq(row->a, 0.3, 1e-12);
    cr_assert_float_eq(row->b, 0.8, 1e-12);
    cr_assert_float_eq(row->difference, 0.5, 1e-12);
    cr_assert_float_eq(row->p_value, 0.125, 1e-12);
    cr_assert_float_eq(row->interval.low, 5.0 / 12 - 1.959963985 * sqrt(8 - 25.0 / 12) / 12, 1e-9);
    cr_assert_float_eq(row->interval.high, 5.0 / 12 + 1.959963985 * sqrt(8 - 25.0 / 12) / 12, 1e-9);
    for (size_t i = 1; i < comparison.deadline_count; i++)
        cr_assert_geq(comparison.deadlines[i].deadline, comparison.deadlines[i - 1].deadline);
}

/* 10 x replication: mean 45, standard deviation sqrt(8250 / 9). */
Test(compare, cards)
{
    start(dates, 1);
    compare();
    cr_assert_gt(comparison.card_count, 0);
    cr_assert_float_eq(comparison.cards[0].difference, 45, 1e-12);
    cr_assert_float_eq(comparison.cards[0].error, sqrt(8250.0 / 9 / 10), 1e-9);
}

/* Groups of two: -400, -400, -400, 200, 0 days; on time 1, 1, 1, -1/2, 0. */
Test(compare, groups_that_share_their_parameters_count_once)
{
    start(dates, 2);
    compare();
    const struct compare_date *row = date_of(3, READING_ALL_MUNICIPALITIES);
    cr_assert_float_eq(row->difference_days, -200, 1e-9);
    cr_assert_float_eq(row->error, sqrt(80000.0 / 5), 1e-9);
    cr_assert_float_eq(row->interval.high, -200 + 2.776445105 * sqrt(80000.0 / 5), 1e-5);
    const struct compare_deadline *due = deadline_of(1, READING_ALL_MUNICIPALITIES);
    cr_assert_float_eq(due->difference, 0.5, 1e-12);
    cr_assert_float_eq(due->interval.low, 0.5 - 2.776445105 * sqrt(0.1), 1e-8);
    cr_assert_eq(due->interval.high, 1); /* t's 1.378 is no difference of two probabilities */
    cr_assert_float_eq(due->p_value, 2 * gsl_cdf_tdist_Q(0.5 / sqrt(0.1), 4), 1e-12);
    cr_assert_eq(deadline_of(2, READING_ALL_MUNICIPALITIES)->p_value, 1); /* all in time in both: they never differ */
}

/* Beyond the horizon counts as the horizon, 1826, and is told. */
Test(compare, not_reached)
{
    float at[2][N];
    memcpy(at, dates, sizeof at);
    at[0][0] = at[0][9] = at[1][9] = NAN;
    start((const float(*)[N])at, 1);
    compare();
    const struct compare_date *row = date_of(3, READING_ALL_MUNICIPALITIES);
    cr_assert_float_eq(row->not_reached_a, 0.2, 1e-12);
    cr_assert_float_eq(row->not_reached_b, 0.1, 1e-12);
    cr_assert_float_eq(row->difference_days, (-2000 + 400 + (100 - 1826)) / 10.0, 1e-9);
}

/* B always five days later: nothing varies, and yet there is a difference. */
Test(compare, a_constant_difference)
{
    float at[2][N];
    char *text = 0;
    size_t size = 0;
    for (size_t r = 0; r < N; r++) {
        at[0][r] = (float)(100 + 30 * r);
        at[1][r] = at[0][r] + 5;
    }
    start((const float(*)[N])at, 1);
    compare();
    const struct compare_date *row = date_of(3, READING_ALL_MUNICIPALITIES);
    cr_assert(row->variance_reduction == (double)INFINITY && row->later == 1);
    cr_assert(row->interval.low == 5 && row->interval.high == 5);
    FILE *file = open_memstream(&text, &size);
    compare_print(&comparison, file);
    fclose(file);
    cr_assert_not_null(strstr(text, "+5.0 (+5.0 to +5.0)"));
    cr_assert_not_null(strstr(text, "no variance"));
    free(text);
    json_t *document = compare_json(&comparison);
    cr_assert_not_null(document);
    cr_assert(
        json_is_null(json_object_get(json_array_get(json_object_get(document, "dates"), 0), "variance_reduction")));
    json_decref(document);
}

static void refuse(const char *b, const char *pattern)
{
    error = (struct error){.code = ERROR_NONE};
    cr_assert_eq(compare_scenarios(&comparison, results, "baseline", b, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    cr_assert_not_null(strstr(error.text, pattern), "%s", error.text);
}

Test(compare, unknown_scenarios)
{
    start(dates, 1);
    refuse("corps-9", "did you mean \"corps-8\"?");
    refuse("something else", "the file holds no scenario \"something else\"; the first of its 2 is \"baseline\"");
}

Test(compare, too_few_groups)
{
    start(dates, N);
    refuse("corps-8", "at least two replications of different parameters");
}

Test(compare, weights)
{
    start(dates, 1);
    results_close(results);
    made.weights = calloc(N, sizeof *made.weights);
    for (size_t i = 0; i < N; i++)
        made.weights[i] = i == 4 ? 2 : 1;
    made.spec.replications_per_draw = 1;
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    refuse("corps-8", "replications of different weight cannot be paired");
}
