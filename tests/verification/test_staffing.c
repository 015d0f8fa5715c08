/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The staff question asked of a configuration whose answer is known: 98 exponential jobs of a month on c consultants,
 * due in 18 months (V10).
 */
#include "analysis/staffing/staffing.h"
#include "models/keys.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double exact[] = {0.0007644004604606159, 0.09454337776261013, 0.5674644377796942, 0.9019655347495511,
                               0.9807520902259013,    0.9951496560542514,  0.9983840871542733}; /* c = 4 … 10 */

static const char text[] = "title = \"a batch\"; epoch = \"2013-01-01\"; horizon = \"2018-12-31\";\n"
                           "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
                           "sites = { count = 98; };\n"
                           "corps = { consultants = 5; engagements = {\n"
                           "    only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; }; };\n"
                           "activities = { work = { after = [\"start\"];\n"
                           "    duration = { dist = \"exponential\"; mean = 30; }; }; };\n"
                           "milestones = { done = { after = [\"work\"]; }; };\n"
                           "deadlines = { months-18 = { date = \"2014-06-24\"; milestone = \"done\"; }; };\n";

static void read_batch(struct document *document)
{
    struct faults faults = {0};
    gsl_set_error_handler_off();
    cr_assert_eq(document_read_text(document, "batch.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(faults.count, 0, "%s", faults.count ? faults.list[0].text : "");
    faults_free(&faults);
}

static struct staffing_options options_of(const struct document *document, double target, uint64_t seed)
{
    return (struct staffing_options){.document = document,
                                     .path = CONSULTANTS_PATH,
                                     .staff = {.target = target,
                                               .delta = 0.02,
                                               .risk = 0.05,
                                               .low = 4,
                                               .high = 10,
                                               .step = 1,
                                               .confirm = 400,
                                               .limit = 20000},
                                     .seed = seed,
                                     .threads = 2};
}

static struct staffing ask(const struct staffing_options *options)
{
    struct staffing staffing;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    cr_assert_eq(staffing_ask(&staffing, options, &faults, &error), 0, "%s", error.text);
    faults_free(&faults);
    return staffing;
}

struct score {
    size_t good, right, told, open;
    double replications;
};

static void count(struct score *score, const struct staff_answer *answer, double target, int expected)
{
    int i = answer->answer;
    cr_assert_geq(i, 0);
    score->good += exact[i] >= target - 0.02 && (i == 0 || exact[i - 1] < target + 0.02);
    score->right += answer->sizes[i].size == expected;
    score->told += answer->sizes[i].size == expected ||
                   (answer->alternative >= 0 && answer->sizes[answer->alternative].size == expected);
    score->open += answer->open;
    score->replications += (double)answer->replications;
}

/* At least 95 % good selections are promised; with 200 repetitions 180 would be missed by chance once in 500 times. */
static struct score repeat(double target, int expected, uint64_t times)
{
    struct document document;
    struct score score = {0};
    read_batch(&document);
    for (uint64_t seed = 1; seed <= times; seed++) {
        struct staffing_options options = options_of(&document, target, seed);
        struct staffing staffing = ask(&options);
        count(&score, &staffing.answer, target, expected);
        staffing_free(&staffing);
    }
    document_free(&document);
    score.replications /= (double)times;
    printf("target %g: %zu of %d good, %zu say %d, %zu at least as the alternative, %zu undecided, %.0f replications\n",
           target, score.good, (int)times, score.right, expected, score.told, score.open, score.replications);
    return score;
}

Test(staffing, seven_or_eight_for_90_percent, .timeout = 600)
{
    struct score score = repeat(0.9, 7, 200);
    cr_assert_geq(score.good, 190);
    cr_assert_geq(score.told, 180);
    cr_assert_leq(score.open, 10);
    cr_assert_lt(score.replications, 2500);
}

Test(staffing, six_for_even_chances, .timeout = 600)
{
    struct score score = repeat(0.5, 6, 50);
    cr_assert_geq(score.right, 48);
    cr_assert_lt(score.replications, 2500);
}

Test(staffing, eight_for_95_percent, .timeout = 600)
{
    struct score score = repeat(0.95, 8, 50);
    cr_assert_geq(score.right, 48);
    cr_assert_lt(score.replications, 2500);
}

/* The curve's probabilities against the exact ones, at four standard errors; and its fit never falls. */
Test(staffing, the_curve, .timeout = 600)
{
    enum { N = 4000 };
    struct document document;
    read_batch(&document);
    struct staffing_options options = options_of(&document, 0.8, 42);
    options.staff.display = N;
    struct staffing staffing = ask(&options);
    for (size_t i = 0; i < 7; i++) {
        const struct staff_size *size = &staffing.answer.sizes[i];
        double error = sqrt(exact[i] * (1 - exact[i]) / N) + 0.25 / N;
        cr_assert_float_eq((double)size->curve_hits / N, exact[i], 4 * error, "%d consultants", size->size);
        cr_assert(i == 0 || size->isotonic >= size[-1].isotonic);
        cr_assert_float_eq(staffing.sizes[i].probability[0][0], (double)size->curve_hits / N, 1e-12);
        cr_assert(i == 0 || staffing.sizes[i].date[1] <= staffing.sizes[i - 1].date[1]);
    }
    cr_assert(staffing.answer.monotone && staffing.answer.answer == 3);
    /* at c = 7 the 90 % quantile of the finish is just within the deadline, 540 days */
    cr_assert_float_eq(staffing.sizes[3].date[2], 540, 6);
    staffing_free(&staffing);
    document_free(&document);
}

/* The answer does not depend on the threads. */
Test(staffing, threads, .timeout = 600)
{
    struct document document;
    read_batch(&document);
    struct staffing_options options = options_of(&document, 0.9, 5);
    options.staff.display = 300;
    struct staffing two = ask(&options);
    options.threads = 1;
    struct staffing one = ask(&options);
    cr_assert_eq(one.answer.answer, two.answer.answer);
    cr_assert_eq(one.answer.replications, two.answer.replications);
    for (size_t i = 0; i < 7; i++) {
        cr_assert_eq(one.answer.sizes[i].curve_hits, two.answer.sizes[i].curve_hits);
        cr_assert_eq(one.answer.sizes[i].tested_hits, two.answer.sizes[i].tested_hits);
        cr_assert_eq(one.answer.sizes[i].confirm_hits, two.answer.sizes[i].confirm_hits);
    }
    staffing_free(&one);
    staffing_free(&two);
    document_free(&document);
}

Test(staffing, a_size_that_the_configuration_refuses)
{
    struct document document;
    struct staffing staffing;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    read_batch(&document);
    struct staffing_options options = options_of(&document, 0.9, 5);
    options.staff.low = -1;
    options.staff.display = 5;
    cr_assert_eq(staffing_ask(&staffing, &options, &faults, &error), -1);
    cr_assert_eq(error.code, ERROR_CONFIG);
    cr_assert_not_null(strstr(error.text, "corps.consultants = -1 is out of range"), "%s", error.text);
    faults_free(&faults);
    document_free(&document);
}

/* ---- two paths ---- */

static struct grid_options grid_of(const struct document *document)
{
    return (struct grid_options){.document = document,
                                 .path = {CONSULTANTS_PATH, "sites.copies"},
                                 .low = {4, 1},
                                 .high = {8, 1},
                                 .step = {2, 1},
                                 .target = 0.8,
                                 .delta = 0.02,
                                 .risk = 0.05,
                                 .replications = 400,
                                 .limit = 20000,
                                 .seed = 1,
                                 .threads = 2};
}

/* Today there are 5, so of 4, 6 and 8 what counts is the way from 6 to 8: P rises from 0.567 to 0.981, 20.7 points
 * each; the 28 of the step from 4 to 6 are nothing that can be bought. Without a second path to speak of. */
Test(staffing, gain, .timeout = 600)
{
    struct document document;
    struct grid grid;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    read_batch(&document);
    struct grid_options options = grid_of(&document);
    cr_assert_eq(grid_ask(&grid, &options, &faults, &error), 0, "%s", error.text);
    cr_assert(grid.rows == 3 && grid.columns == 1);
    cr_assert_eq(grid.today[0], 5);
    cr_assert_float_eq(grid.gain[0], (exact[4] - exact[2]) / 2, 0.02);
    cr_assert(grid.gain_interval[0].low < grid.gain[0] && grid.gain[0] < grid.gain_interval[0].high);
    cr_assert(isnan(grid.gain[1]) && isnan(grid.lead.low));
    cr_assert(!grid.has_costs && grid.cheapest == -1);
    json_t *document_of_it = grid_json(&grid);
    cr_assert_not_null(document_of_it);
    json_decref(document_of_it);
    grid_free(&grid);
    faults_free(&faults);
    document_free(&document);
}

static char *told(const struct grid *grid)
{
    char *text_of = 0;
    size_t size;
    FILE *file = open_memstream(&text_of, &size);
    grid_print(grid, file);
    fclose(file);
    return text_of;
}

/* A table that ends at today's value says so, and nothing of what one more would buy. */
Test(staffing, a_table_that_ends_today, .timeout = 600)
{
    struct document document;
    struct grid grid;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    read_batch(&document);
    cr_assert_eq(document_set(&document, "corps.consultants=8", &faults), 0);
    struct grid_options options = grid_of(&document);
    cr_assert_eq(grid_ask(&grid, &options, &faults, &error), 0, "%s", error.text);
    cr_assert(isnan(grid.gain[0]));
    char *text_of = told(&grid);
    cr_assert_not_null(
        strstr(text_of, "What one more of corps.consultants than today's 8 buys, the table does not tell"));
    cr_assert_null(strstr(text_of, "on average over the table"));
    free(text_of);
    grid_free(&grid);
    faults_free(&faults);
    document_free(&document);
}

/* What a consultant buys against what twice the sites do, which is less than nothing: for a unit of cost. */
Test(staffing, the_verdict_counts_costs, .timeout = 600)
{
    struct document document;
    struct grid grid;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    read_batch(&document);
    struct grid_options options = grid_of(&document);
    cr_assert_eq(document_set(&document,
                              "costs=({path=\"corps.consultants\"; per_unit=4;}, {path=\"sites.copies\"; per_unit=2;})",
                              &faults),
                 0);
    options.high[1] = 2;
    options.replications = 100;
    cr_assert_eq(grid_ask(&grid, &options, &faults, &error), 0, "%s", error.text);
    cr_assert(grid.per_cost && grid.price[0] == 4 && grid.price[1] == 2);
    double middle = (grid.lead.low + grid.lead.high) / 2;
    cr_assert_float_eq(middle, grid.gain[0] / 4 - grid.gain[1] / 2, 1e-9);
    char *text_of = told(&grid);
    cr_assert_not_null(strstr(text_of, "for a unit of cost"));
    cr_assert_not_null(strstr(text_of, "corps.consultants buys more for its cost."));
    free(text_of);
    grid_free(&grid);
    faults_free(&faults);
    document_free(&document);
}

/* At a price for each the cheapest of 4, 6, 8 that reaches 80 % is 8; a limit too small is told. */
Test(staffing, cheapest, .timeout = 600)
{
    struct document document;
    struct grid grid;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    read_batch(&document);
    cr_assert_eq(document_set(&document,
                              "costs=({path=\"corps.consultants\"; per_unit=3;}, {path=\"sites.copies\"; per_unit=1;})",
                              &faults),
                 0);
    struct grid_options options = grid_of(&document);
    cr_assert_eq(grid_ask(&grid, &options, &faults, &error), 0, "%s", error.text);
    cr_assert(grid.has_costs && grid.cheapest == 2 && !grid.open);
    cr_assert_eq(grid.cells[2].cost, 25);
    cr_assert_eq(grid.cells[0].verdict, STAFF_NOT_ASKED);
    grid_free(&grid);
    options.target = exact[2];
    options.limit = 64;
    cr_assert_eq(grid_ask(&grid, &options, &faults, &error), 0, "%s", error.text);
    cr_assert(grid.open && grid.cells[1].verdict == STAFF_OPEN);
    grid_free(&grid);
    faults_free(&faults);
    document_free(&document);
}

Test(staffing, grids_that_make_no_sense)
{
    struct document document;
    struct faults faults = {0};
    read_batch(&document);
    struct grid_options wrong[6];
    for (int i = 0; i < 6; i++)
        wrong[i] = grid_of(&document);
    wrong[0].path[1] = wrong[0].path[0];
    wrong[1].low[0] = 9;
    wrong[2].step[1] = 0;
    wrong[3].target = 0.99;
    wrong[4].replications = 1;
    wrong[5].low[0] = INT32_MIN, wrong[5].high[0] = INT32_MAX;
    for (int i = 0; i < 6; i++) {
        struct grid grid;
        struct error error = {.code = ERROR_NONE};
        cr_assert_eq(grid_ask(&grid, &wrong[i], &faults, &error), -1, "%d", i);
        cr_assert_eq(error.code, ERROR_USAGE, "%d: %s", i, error.text);
    }
    document_free(&document);
}
