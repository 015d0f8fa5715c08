/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The summary of made-up studies: the figures against their definitions, the document's form, text and tables.
 */
#include "synthetic.h"
#include "analysis/answers/summary.h"
#include "analysis/answers/telling.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 110 };

static char folder[32], path[64];
static struct error error;
static struct synthetic made;
static struct summary summary;

static void start_nested(bool weighted, size_t inner)
{
    strcpy(folder, "/tmp/fmksim-summary-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.h5", folder);
    synthetic_init(&made, N);
    made.spec.replications_per_draw = inner;
    if (weighted) {
        made.weights = malloc(N * sizeof *made.weights);
        for (size_t i = 0; i < N; i++)
            made.weights[i] = i % 11 == 10 ? 3 : 1; /* the replications that never end weigh three times */
    }
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(summary_of(&summary, path, &error), 0, "%s", error.text);
}

static void start(bool weighted)
{
    start_nested(weighted, 1);
}

static void setup(void)
{
    start(false);
}

static void teardown(void)
{
    char command[80];
    summary_free(&summary);
    synthetic_free(&made);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(summary, .init = setup, .fini = teardown);

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* M2 in the reading of all municipalities: the median by sorting, one in eleven never. */
Test(summary, dates_follow_their_definition)
{
    const struct summary_milestone *row = &summary.scenarios[1].milestones[6];
    cr_assert_eq(row->milestone, 3);
    cr_assert_eq(row->reading, READING_ALL_MUNICIPALITIES);
    double dates[N];
    for (size_t i = 0; i < N; i++) {
        dates[i] = 0;
        for (size_t m = 0; m < 20; m++) {
            float date = synthetic_date(&made, 1, i, m, 3);
            dates[i] = isnan(date) ? INFINITY : fmax(dates[i], date);
        }
    }
    qsort(dates, N, sizeof *dates, ascending);
    cr_assert_eq(row->date[0], dates[11 - 1]);
    cr_assert_eq(row->date[1], dates[55 - 1]);
    cr_assert_eq(row->date[3], dates[99 - 1]);
    cr_assert(row->interval[1].low <= row->date[1] && row->date[1] <= row->interval[1].high);
    cr_assert(isinf(row->interval[3].high), "one in eleven never: q90 has no upper bound");
    cr_assert_float_eq(row->not_reached, 10.0 / 110, 1e-12);
}

Test(summary, cards_resources_and_causes)
{
    const struct summary_scenario *scenario = &summary.scenarios[0];
    double cards[N];
    unsigned char *record = malloc(made.layout.size);
    for (size_t i = 0; i < N; i++) {
        synthetic_record(&made, 0, i, record);
        cards[i] = ((int32_t *)outcome_at(&made.layout, record, OUTCOME_CARDS))[130];
    }
    free(record);
    qsort(cards, N, sizeof *cards, ascending);
    cr_assert_eq(scenario->cards[130 * RESULTS_QUANTILES + 2], cards[55 - 1]);
    cr_assert_eq(scenario->cards[130 * RESULTS_QUANTILES + 4], cards[105 - 1]); /* ceil(104.5) */

    cr_assert_float_eq(scenario->resources[0].wait_mean_days, 2, 1e-12);
    cr_assert_float_eq(scenario->resources[1].queue_max_mean, 1.5, 1e-12);
    cr_assert(isnan(scenario->resources[2].utilisation), "never asked for");
    cr_assert_float_eq(scenario->causes[1].mean_days, 20, 1e-12);
    double shares = scenario->causes[0].last_site_share + scenario->causes[1].last_site_share;
    cr_assert_float_eq(shares, 1, 1e-12);
    cr_assert_float_eq(scenario->last_vendor[0] + scenario->last_vendor[1], 1, 1e-12);
}

/* Two draws of the assumptions tell next to nothing about a quantile, however many replications share them. */
Test(summary, dates_of_a_nested_run_are_as_sure_as_its_draws)
{
    const struct summary_milestone *row = &summary.scenarios[0].milestones[0];
    double plain = row->date[1];
    cr_assert(isfinite(row->interval[1].low) && isfinite(row->interval[1].high));
    teardown();
    start_nested(false, N / 2);
    row = &summary.scenarios[0].milestones[0];
    cr_assert_eq(row->date[1], plain);
    cr_assert(isinf(row->interval[1].low) && isinf(row->interval[1].high));
}

Test(summary, weights_decide)
{
    teardown();
    start(true);
    const struct summary_scenario *scenario = &summary.scenarios[0];
    cr_assert_float_eq(scenario->milestones[6].not_reached, 30.0 / 130, 1e-12);
    cr_assert_float_eq(scenario->effective, 130.0 * 130 / (100 + 90), 1e-9);
    cr_assert(isinf(scenario->milestones[6].date[2]), "over a fifth never");
    cr_assert(isfinite(scenario->milestones[6].date[1]));
    cr_assert_eq(scenario->fitting, N);
}

/* Writes the study with these weights (the last one for all from the second on) and tries to open it. */
static int open_weighted(double first, double others)
{
    struct results *results;
    free(made.weights);
    made.weights = malloc(N * sizeof *made.weights);
    for (size_t i = 0; i < N; i++)
        made.weights[i] = i == 0 ? first : others;
    cr_assert_eq(remove(path), 0);
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    int status = results_open(&results, path, &error);
    if (status == 0)
        results_close(results);
    return status;
}

/* Every command opens the file so: none answers from what is no weight. */
Test(summary, what_is_no_weight_is_refused)
{
    static const double wrong[][2] = {{-1, 1},  {-1, -1},   {INFINITY, 1}, {INFINITY, INFINITY},
                                      {NAN, 1}, {NAN, NAN}, {0, 0}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cr_assert_eq(open_weighted(wrong[i][0], wrong[i][1]), -1, "%g, %g", wrong[i][0], wrong[i][1]);
        cr_assert_eq(error.code, ERROR_FORMAT);
        cr_assert_not_null(strstr(error.text, "weight"), "%s", error.text);
    }
    cr_assert_eq(open_weighted(0, 0.5), 0, "%s", error.text);
}

/* In words a share is one of the courses that weigh, however little: not of those that they are worth. */
Test(summary, courses_that_weigh_nothing_are_not_counted)
{
    char *text = 0;
    size_t size;
    cr_assert_eq(open_weighted(0, 0.5), 0, "%s", error.text);
    summary_free(&summary);
    cr_assert_eq(summary_of(&summary, path, &error), 0, "%s", error.text);
    cr_assert_eq(summary.scenarios[0].fitting, N - 1);
    summary.scenarios[0].effective = 7;
    for (size_t i = 0; i < summary.scenarios[0].deadline_count; i++)
        summary.scenarios[0].deadlines[i].probability = 0;
    FILE *file = open_memstream(&text, &size);
    summary_print(&summary, file);
    fclose(file);
    cr_assert_not_null(strstr(text, "In none of the 109 simulated courses"), "%s", text);
    free(text);
}

/* All of weight 1/2 are all of weight 1. */
Test(summary, equal_weights_change_nothing)
{
    const struct summary_scenario *one = &summary.scenarios[0];
    double p = one->deadlines[0].probability, low = one->deadlines[0].interval.low, date = one->milestones[6].date[1];
    double never = one->milestones[6].not_reached, bound = one->milestones[6].interval[1].low;
    cr_assert_eq(open_weighted(0.5, 0.5), 0, "%s", error.text);
    summary_free(&summary);
    cr_assert_eq(summary_of(&summary, path, &error), 0, "%s", error.text);
    one = &summary.scenarios[0];
    cr_assert_eq(one->deadlines[0].probability, p);
    cr_assert_float_eq(one->deadlines[0].interval.low, low, 1e-12);
    cr_assert(one->milestones[6].date[1] == date && one->milestones[6].interval[1].low == bound);
    cr_assert_float_eq(one->milestones[6].not_reached, never, 1e-12);
    cr_assert_float_eq(one->effective, N, 1e-9);
}

/* What is due to the assumptions is counted draw by draw: weights that differ would make it wrong. */
Test(summary, weights_of_a_nested_run)
{
    made.spec.replications_per_draw = 5;
    cr_assert_eq(open_weighted(3, 1), 0, "%s", error.text);
    summary_free(&summary);
    cr_assert_eq(summary_of(&summary, path, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    cr_assert_not_null(strstr(error.text, "differ in weight"), "%s", error.text);
}

static const char *text_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? json_string_value(value) : json_is_null(value) ? "null" : "missing";
}

Test(summary, the_document_has_its_form)
{
    json_t *document = summary_json(&summary);
    cr_assert_not_null(document);
    cr_assert_eq(json_integer_value(json_object_get(document, "replications")), N);
    cr_assert_eq(json_integer_value(json_object_get(document, "seed")), 42);
    cr_assert_eq(json_array_size(json_object_get(document, "scenarios")), 3);
    const json_t *scenario = json_array_get(json_object_get(document, "scenarios"), 0);
    cr_assert_str_eq(text_of(scenario, "name"), "baseline");

    const json_t *deadlines = json_object_get(scenario, "deadlines");
    cr_assert_eq(json_array_size(deadlines), 2 + 3 + 3 + 1, "only readings that make sense");
    const json_t *row = json_array_get(deadlines, 5);
    cr_assert_str_eq(text_of(row, "name"), "end-2015");
    cr_assert_str_eq(text_of(row, "date"), "2015-12-31");
    cr_assert_str_eq(text_of(row, "reading"), "all-municipalities");
    cr_assert_str_eq(text_of(row, "milestone"), "M2");
    double p = json_real_value(json_object_get(row, "probability"));
    cr_assert(json_real_value(json_object_get(row, "low")) < p && p < json_real_value(json_object_get(row, "high")));
    cr_assert_str_eq(text_of(json_array_get(deadlines, 7), "milestone"), "null");

    const json_t *milestones = json_object_get(scenario, "milestones");
    cr_assert_eq(json_array_size(milestones), 2 * 4 + 1);
    row = json_array_get(milestones, 6);
    cr_assert_str_eq(text_of(row, "name"), "M2");
    cr_assert_eq(strlen(text_of(row, "q50")), strlen("2015-12-31"));
    cr_assert_float_eq(json_real_value(json_object_get(row, "not_reached")), 10.0 / 110, 1e-12);
    cr_assert_eq(json_array_size(json_object_get(scenario, "cards")), 200);
    cr_assert_str_eq(text_of(json_array_get(json_object_get(scenario, "cards"), 0), "date"), "2013-01-07");
    cr_assert_str_eq(text_of(json_array_get(json_object_get(scenario, "resources"), 2), "utilisation"), "null");
    cr_assert_eq(json_array_size(json_object_get(scenario, "causes")), 2);
    cr_assert_eq(json_array_size(json_object_get(scenario, "sites_done")), 3);
    json_decref(document);
}

Test(summary, never_is_null)
{
    summary.scenarios[0].milestones[0].date[3] = INFINITY;
    json_t *document = summary_json(&summary);
    const json_t *scenario = json_array_get(json_object_get(document, "scenarios"), 0);
    cr_assert_str_eq(text_of(json_array_get(json_object_get(scenario, "milestones"), 0), "q90"), "null");
    json_decref(document);
}

Test(summary, dates_belong_to_the_day_that_ends)
{
    char text[SUMMARY_DATE];
    summary_date(summary.spec, 1095, text);
    cr_assert_str_eq(text, "2015-12-31");
    summary_date(summary.spec, 1095.001, text);
    cr_assert_str_eq(text, "2016-01-01");
    summary_date(summary.spec, INFINITY, text);
    cr_assert_str_eq(text, "");
}

Test(summary, frequencies_are_told_in_words)
{
    static const struct {
        double p, n;
        const char *text;
    } cases[] = {{0.21, 10000, "In about 2 of 10 simulated courses"},
                 {0, 10000, "In none of the 10 000 simulated courses"},
                 {1, 1000, "In all of the 1 000 simulated courses"},
                 {0.15, 20, "In 3 of 20 simulated courses"},
                 {0.001, 10000, "In fewer than 1 of 100 simulated courses"},
                 {0.03, 10000, "In about 3 of 100 simulated courses"},
                 {0.97, 10000, "In about 97 of 100 simulated courses"},
                 {0.9999, 10000, "In more than 99 of 100 simulated courses"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[96];
        telling_frequency(cases[i].p, cases[i].n, text, sizeof text);
        cr_assert_str_eq(text, cases[i].text);
    }
}

Test(summary, text_begins_with_the_answer)
{
    char *text = 0;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    summary_print(&summary, file);
    fclose(file);
    cr_assert_not_null(strstr(text, "\nbaseline: som besluttet\nIn about "));
    cr_assert_not_null(strstr(text, "all 20 municipalities have reached full use by 2015-12-31"));
    cr_assert_not_null(strstr(text, "corps-8: otte konsulenter på Ærø"));
    cr_assert_null(strstr(text, "nan"));
    cr_assert_null(strstr(text, "inf"));
    free(text);
}

static char *printed(void)
{
    char *text = 0;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    summary_print(&summary, file);
    fclose(file);
    return text;
}

/* Writes the made-up study anew after it was changed. */
static void start_changed(size_t sites, int32_t cards, long deadline)
{
    struct results_deadline *list = (struct results_deadline *)(uintptr_t)made.spec.deadlines;
    summary_free(&summary);
    made.spec.municipality_count = sites;
    made.spec.cards_expected = cards;
    for (size_t d = 0; d < made.spec.deadline_count && cards == 0; d++)
        list[d].readings &= ~(1u << READING_MOST_CARDS);
    list[2].date = deadline;
    made.layout = results_layout(&made.spec);
    cr_assert_eq(remove(path), 0);
    cr_assert_eq(synthetic_write(&made, path, &error), 0, "%s", error.text);
    cr_assert_eq(summary_of(&summary, path, &error), 0, "%s", error.text);
}

/* Of 12, 95 % rounded up are all 12: people are not told the same twice. */
Test(summary, all_of_few_are_told_once)
{
    start_changed(12, 1000, date_of(2015, 12, 31));
    char *text = printed();
    cr_assert_not_null(strstr(text, "all 12 municipalities at full use"));
    cr_assert_null(strstr(text, "12 of 12"));
    free(text);
}

Test(summary, what_counts_no_cards_tells_of_none)
{
    made.spec.deadline_count = 3; /* without the one of cards only */
    start_changed(20, 0, date_of(2015, 12, 31));
    char *text = printed();
    cr_assert_null(strstr(text, "card"), "%s", text);
    free(text);
}

/* A deadline on a Sunday: the cards of the week that ends with it, told by a day that is not after it. */
Test(summary, cards_are_told_by_a_day_up_to_the_deadline)
{
    start_changed(20, 1000, date_of(2015, 10, 4));
    char *text = printed();
    cr_assert_not_null(strstr(text, "    2015-10-04  "));
    cr_assert_null(strstr(text, "    2015-10-05  "));
    free(text);
}

Test(summary, tables_are_written_once)
{
    char csv[64], name[96], line[256];
    snprintf(csv, sizeof csv, "%s/tables", folder);
    summary.spec = results_spec(summary.results);
    cr_assert_eq(summary_csv(&summary, csv, false, &error), 0, "%s", error.text);
    snprintf(name, sizeof name, "%s/deadlines.csv", csv);
    FILE *file = fopen(name, "rb");
    cr_assert_not_null(file);
    cr_assert_not_null(fgets(line, sizeof line, file));
    cr_assert_str_eq(line, "scenario,name,date,reading,milestone,probability,low,high\r\n");
    cr_assert_not_null(fgets(line, sizeof line, file));
    cr_assert_not_null(strstr(line, "baseline,end-2014,2014-12-31,all-municipalities,M1,"));
    fclose(file);
    cr_assert_eq(summary_csv(&summary, csv, false, &error), -1, "existing tables stay");
    cr_assert_eq(summary_csv(&summary, csv, true, &error), 0);
    cr_assert_eq(summary_csv(&summary, "/nowhere/at/all", false, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
}

Test(summary, fields_are_quoted)
{
    struct results_spec spec = *summary.spec;
    struct results_named odd[3] = {{"a \"b\", c", ""}, {"d", ""}, {"e", ""}};
    char name[96], line[256];
    spec.scenarios = odd;
    summary.spec = &spec;
    cr_assert_eq(summary_csv(&summary, folder, false, &error), 0, "%s", error.text);
    summary.spec = results_spec(summary.results);
    snprintf(name, sizeof name, "%s/causes.csv", folder);
    FILE *file = fopen(name, "rb");
    cr_assert_not_null(fgets(line, sizeof line, file));
    cr_assert_not_null(fgets(line, sizeof line, file));
    cr_assert_eq(strncmp(line, "\"a \"\"b\"\", c\",vendor-queue,", 26), 0, "%s", line);
    fclose(file);
}

Test(summary, what_cannot_be_read_is_told)
{
    struct summary other;
    cr_assert_eq(summary_of(&other, "/nowhere.h5", &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    summary_free(&other);
}
