/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A summary in bounded memory: quantiles by counting are those of all values, dates read together those read alone.
 */
#include "results_world.h"
#include "analysis/answers/summary_parts.h"

#include <math.h>

enum { N = 1500 }; /* more than a block of rows */

static struct synthetic made;
static struct results *results;

/* Weeks of nothing, of one number, of few and of many, up to the type's most. */
static int32_t cards_of(size_t replication, size_t week)
{
    uint32_t hash = (uint32_t)(replication * 2654435761u + week * 40503u);
    uint32_t range = UINT32_MAX >> (1 + week % 31);
    hash ^= hash >> 15;
    hash *= 2246822519u;
    hash ^= hash >> 13;
    if (week % 7 == 3 && hash % 10 < 7)
        return 0;
    return (int32_t)(week % 11 == 5 ? range : hash & range);
}

static void write_weighted(int32_t odd_one, bool weighted)
{
    struct results_writer *writer;
    synthetic_init(&made, N);
    made.weights = weighted ? calloc(N, sizeof *made.weights) : 0;
    for (size_t i = 0; weighted && i < N; i++)
        made.weights[i] = i % 5 == 0 ? 0 : (double)(i % 7) / 10 + 0.05;
    char *record = calloc(1, made.layout.size);
    made.spec.fan_replications = 0;
    cr_assert_eq(results_create(&writer, path, &made.spec, &error), 0, "%s", error.text);
    for (size_t s = 0; s < made.spec.scenario_count; s++)
        for (size_t i = 0; i < N; i++) {
            synthetic_record(&made, s, i, record);
            int32_t *cards = outcome_at(&made.layout, record, OUTCOME_CARDS);
            for (size_t w = 0; w < made.spec.weeks; w++)
                cards[w] = cards_of(i, w);
            cards[0] = i == N - 1 ? odd_one : cards[0];
            cr_assert_eq(results_write(writer, s, i, 1, record, &error), 0, "%s", error.text);
        }
    cr_assert_eq(results_commit(writer, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    free(record);
}

static void write_with(int32_t odd_one)
{
    write_weighted(odd_one, false);
}

static void close_all(void)
{
    results_close(results);
    synthetic_free(&made);
    teardown();
}

TestSuite(summary_cards, .init = setup, .fini = close_all);

static struct summary_work work_on(size_t scenario)
{
    struct summary_work work = {
        .results = results, .spec = results_spec(results), .scenario = scenario, .n = N, .error = &error};
    cr_assert_eq(summary_weights(&work), 0);
    return work;
}

static void expect_counted_as_held(size_t scenario)
{
    struct summary_work work = work_on(scenario);
    size_t count = work.spec->weeks * RESULTS_QUANTILES;
    double *held = calloc(count, sizeof *held), *counted = calloc(count, sizeof *counted);
    cr_assert_eq(summary_cards(&work, SIZE_MAX, held), 0);
    cr_assert_eq(summary_cards(&work, 0, counted), 0, "%s", error.text);
    for (size_t k = 0; k < count; k++)
        cr_expect_eq(counted[k], held[k], "week %zu, quantile %zu", k / RESULTS_QUANTILES, k % RESULTS_QUANTILES);
    free(counted);
    free(held);
    free(work.weights);
}

Test(summary_cards, counted_as_if_held)
{
    write_with(7);
    expect_counted_as_held(1);
}

Test(summary_cards, counted_by_weight_as_if_held)
{
    write_weighted(7, true);
    expect_counted_as_held(0);
}

Test(summary_cards, below_0_is_no_sound_file)
{
    write_with(-1);
    struct summary_work work = work_on(0);
    double *out = calloc(work.spec->weeks * RESULTS_QUANTILES, sizeof *out);
    cr_assert_eq(summary_cards(&work, 0, out), -1);
    cr_assert_eq(error.code, ERROR_FORMAT);
    free(out);
    free(work.weights);
}

Test(summary_cards, dates_read_together_are_those_read_alone)
{
    struct reading_table table;
    double together[N], alone[N];
    write_with(7);
    cr_assert_eq(reading_table_of(&table, results, 2, &error), 0, "%s", error.text);
    for (int m = -1; m < (int)table.spec->milestone_count; m++)
        for (enum results_reading r = 0; r < READINGS; r++) {
            struct question question = {m, r};
            if ((r == READING_MOST_CARDS) != (m < 0))
                continue;
            cr_assert_eq(reading_of_file(results, 2, question, alone, &error), 0);
            reading_table_take(&table, question, together);
            for (size_t i = 0; i < N; i++)
                cr_assert(together[i] == alone[i], "milestone %d, reading %d, replication %zu", m, (int)r, i);
        }
    reading_table_free(&table);
}

/* The few latest of many by themselves, the median of many by selection: against a sort. */
Test(summary_cards, the_last_sites_but_some)
{
    struct reading_table table;
    write_with(7);
    size_t sites = made.spec.municipality_count;
    cr_assert_eq(reading_table_of(&table, results, 0, &error), 0, "%s", error.text);
    for (size_t m = 0; m < table.spec->milestone_count; m++)
        for (size_t i = 0; i < N; i++) {
            double dates[N];
            size_t later = 0, rank = results_reading_sites(READING_MOST_MUNICIPALITIES, sites), same = 0;
            reading_table_take(&table, (struct question){(int)m, READING_MOST_MUNICIPALITIES}, dates);
            for (size_t s = 0; s < sites; s++) {
                float date = synthetic_date(&made, 0, i, s, m);
                later += isnan(date) || (double)date > dates[i];
                same += isnan(date) ? isinf(dates[i]) : (double)date == dates[i];
            }
            later -= isinf(dates[i]) ? same : 0;
            cr_assert(later <= sites - rank && later + same > sites - rank, "milestone %zu, replication %zu", m, i);
            i += 37;
        }
    reading_table_free(&table);
}
