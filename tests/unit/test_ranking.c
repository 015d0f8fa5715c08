/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of analysis/answers/ranking.c on a file of four scenarios and ten replications: what is read, ordered, priced
 * and told. The statistics are test_gain.c's.
 */
#include "synthetic.h"
#include "analysis/answers/ranking.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { N = 10, SCENARIOS = 4, DEADLINE = 300 };

static const char configuration[] =
    "title = \"t\";\n"
    "corps = { consultants = 5; };\n"
    "teams = { value = 2; source = \"assumption\"; };\n"
    "costs = ( { path = \"corps.consultants\"; per_unit = 1.5; }, { path = \"teams\"; per_unit = { value = 2.0; }; } "
    ");\n"
    "scenarios = ( { name = \"more\"; set = [\"corps.consultants=9\", \"teams=1\"]; },\n"
    "  { name = \"view\"; kind = \"assumption\"; set = [\"corps.consultants=5\"]; },\n"
    "  { name = \"other\"; set = [\"corps.consultants=9\", \"push=false\"]; } );\n";

/* The first of the ten are on time in so many, at 200; the others come at 400. */
static const int on_time[SCENARIOS] = {4, 9, 10, 4};
static const char *const kinds[SCENARIOS] = {"baseline", "lever", "assumption", "lever"};
static const struct results_named scenarios[SCENARIOS] = {
    {"baseline", "as it is"}, {"more", "more of both"}, {"view", "another view"}, {"other", "ø"}};

static char folder[32], path[64];
static struct synthetic made;
static struct results *results;
static struct ranking ranking;
static struct error error;

static void fill(size_t scenario, size_t replication, void *record)
{
    synthetic_record(&made, scenario, replication, record);
    float *national = outcome_at(&made.layout, record, OUTCOME_NATIONAL_DATE);
    for (size_t m = 0; m < made.spec.milestone_count; m++)
        national[m] = (int)replication < on_time[scenario] ? 200 : 400;
    double *weight = outcome_at(&made.layout, record, OUTCOME_WEIGHT);
    *weight = made.weights ? made.weights[scenario * N + replication] : 1;
}

static void start(const char *text, double *weights)
{
    strcpy(folder, "/tmp/fmksim-ranking-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.h5", folder);
    synthetic_init(&made, N);
    made.weights = weights;
    made.spec.scenarios = scenarios;
    made.spec.scenario_kinds = kinds;
    made.spec.scenario_count = SCENARIOS;
    made.spec.fan_replications = 0;
    made.spec.configuration = text;
    struct results_deadline *deadline = (struct results_deadline *)(uintptr_t)&made.spec.deadlines[1];
    deadline->date = made.spec.epoch + DEADLINE - 1;
    struct results_writer *writer;
    unsigned char *record = malloc(made.layout.size);
    cr_assert_eq(results_create(&writer, path, &made.spec, &error), 0, "%s", error.text);
    for (size_t s = 0; s < SCENARIOS; s++)
        for (size_t r = 0; r < N; r++) {
            fill(s, r, record);
            cr_assert_eq(results_write(writer, s, r, 1, record, &error), 0, "%s", error.text);
        }
    cr_assert_eq(results_commit(writer, &error), 0, "%s", error.text);
    cr_assert_eq(results_open(&results, path, &error), 0, "%s", error.text);
    free(record);
}

static int rank(const char *const *patterns, size_t count)
{
    const struct ranking_options options = {
        .deadline = "mid-2015", .reading = "all-municipalities", .patterns = patterns, .pattern_count = count};
    return ranking_of(&ranking, results, &options, &error);
}

static void teardown(void)
{
    char command[80];
    ranking_free(&ranking);
    results_close(results);
    synthetic_free(&made);
    snprintf(command, sizeof command, "rm -r %s", folder);
    cr_assert_eq(system(command), 0);
}

TestSuite(ranking, .fini = teardown);

/* A course of the k-th scenario costs 100 + k; nobody says what the push costs. */
Test(ranking, in_order_and_priced)
{
    start(configuration, 0);
    cr_assert(ranking_pays(results_spec(results)));
    cr_assert_eq(rank(0, 0), 0, "%s", error.text);
    cr_assert_eq(ranking.table[RANKING_LEVERS].count, 3);
    cr_assert_eq(ranking.table[RANKING_ASSUMPTIONS].count, 1);
    static const size_t order[3] = {1, 0, 3};
    for (size_t i = 0; i < 3; i++)
        cr_assert_eq(ranking.table[RANKING_LEVERS].row[i].scenario, order[i]);
    cr_assert_eq(ranking.table[RANKING_ASSUMPTIONS].row[0].scenario, 2);
    cr_assert_eq(ranking.today, 0);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[0].gain.points, 0.5, 1e-12);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[0].gain.days, 200, 1e-12);
    cr_assert_float_eq(ranking.table[RANKING_ASSUMPTIONS].row[0].gain.points, 0.6, 1e-12);
    cr_assert(ranking.has_costs);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[0].cost, 1, 1e-12);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[1].cost, 0, 1e-12);
    cr_assert(isnan(ranking.table[RANKING_LEVERS].row[2].cost));
    cr_assert_float_eq(ranking.table[RANKING_ASSUMPTIONS].row[0].cost, 2, 1e-12);
    cr_assert(!ranking.table[RANKING_ASSUMPTIONS].row[0].gain.best_probability, "an assumption is no choice");
    /* five of five differ for `more`: 1/32 <= 0.05 / 2 is not quite so */
    cr_assert(ranking.table[RANKING_LEVERS].row[0].gain.best_probability &&
              ranking.table[RANKING_LEVERS].row[1].gain.best_probability);
}

Test(ranking, as_data_and_as_text)
{
    start(configuration, 0);
    cr_assert_eq(rank(0, 0), 0, "%s", error.text);
    json_t *document = ranking_json(&ranking), *more = json_array_get(json_object_get(document, "levers"), 0);
    cr_assert_str_eq(json_string_value(json_object_get(document, "deadline")), "mid-2015");
    cr_assert_str_eq(json_string_value(json_object_get(more, "name")), "more");
    cr_assert_str_eq(json_string_value(json_object_get(more, "kind")), "lever");
    cr_assert_float_eq(json_real_value(json_object_get(more, "points")), 50, 1e-9);
    cr_assert_float_eq(json_real_value(json_object_get(more, "points_per_cost")), 50, 1e-9);
    cr_assert(json_is_null(json_object_get(more, "days_low")), "ten replications are too few");
    json_decref(document);

    char *text = 0;
    size_t size;
    FILE *file = open_memstream(&text, &size);
    ranking_print(&ranking, file);
    fclose(file);
    cr_assert_not_null(strstr(text, "On time: all 20 municipalities at full use by 2013-10-27 (mid-2015)."), "%s",
                       text);
    cr_assert_not_null(strstr(text, "  more         90 %"), "%s", text);
    cr_assert(strstr(text, "  Assumptions") > strstr(text, "  baseline"), "%s", text);
    cr_assert_not_null(strstr(text, "today  2014-02-04"), "%s", text);
    free(text);
}

Test(ranking, no_costs_no_columns)
{
    start("title = \"t\"; corps = { consultants = 5; };\n", 0);
    cr_assert_eq(rank(0, 0), 0, "%s", error.text);
    cr_assert(!ranking.has_costs);
    json_t *document = ranking_json(&ranking);
    cr_assert_null(json_object_get(json_array_get(json_object_get(document, "levers"), 0), "cost"));
    json_decref(document);
}

Test(ranking, some_of_them)
{
    static const char *const some[] = {"o*"}, *const none[] = {"base*"}, *const wrong[] = {"mare"};
    start(configuration, 0);
    cr_assert_eq(rank(some, 1), 0, "%s", error.text);
    cr_assert_eq(ranking.table[RANKING_LEVERS].count, 2, "today and `other`");
    cr_assert_eq(ranking.table[RANKING_ASSUMPTIONS].count, 0);
    ranking_free(&ranking);
    cr_assert_eq(rank(none, 1), -1);
    cr_assert_not_null(strstr(error.text, "no scenario beside the baseline"), "%s", error.text);
    ranking_free(&ranking);
    cr_assert_eq(rank(wrong, 1), -1);
    cr_assert_not_null(strstr(error.text, "did you mean \"more\""), "%s", error.text);
}

/* The six replications after the first four weigh twice: today is on time in 4 of 16, `more` in 14 of 16. */
Test(ranking, weights_of_their_own)
{
    double *weights = calloc(SCENARIOS * N, sizeof *weights);
    for (int i = 0; i < SCENARIOS * N; i++)
        weights[i] = i % N < 4 ? 1 : 2;
    start(configuration, weights);
    cr_assert_eq(rank(0, 0), 0, "%s", error.text);
    cr_assert(ranking.weighted);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[0].gain.probability, 14.0 / 16, 1e-12);
    cr_assert_float_eq(ranking.table[RANKING_LEVERS].row[0].gain.points, 10.0 / 16, 1e-12);
}

Test(ranking, weights_that_differ_between_scenarios)
{
    double *weights = calloc(SCENARIOS * N, sizeof *weights);
    for (int i = 0; i < SCENARIOS * N; i++)
        weights[i] = i == 15 ? 2 : 1;
    start(configuration, weights);
    cr_assert_eq(rank(0, 0), -1);
    cr_assert_not_null(strstr(error.text, "cannot be paired"), "%s", error.text);
}
