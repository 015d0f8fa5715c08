/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How often the printed interval of a probability covers it, over 5 000 whole runs of 200 replications, each run with a
 * seed of its own as a user would take them, against the exact sum over the binomial distribution.
 *
 * Wilson's interval does not cover 95 % at every p: at n = 200 the sum is a sawtooth that jumps by nearly a point where
 * p changes by 1/2000, 94.4 % at 0.6905 and 95.3 % at 0.6910. So p must be known exactly before a coverage is judged,
 * and here it is. If less were covered, the replications of a run would be alike: so the scatter of their number in
 * time is held against the binomial's, too.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/study/variant.h"

#include <criterion/criterion.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { RUNS = 5000, REPLICATIONS = 200, SITES = 7, CELLS = 4 };

/* Seven sites that work a month each on average, without waiting for anybody: all are done by t days with probability
 * (1 - exp(-t / 30))^7. */
static const char text[] = "title = \"seven\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\";\n"
                           "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
                           "sites = { count = 7; };\n"
                           "activities = { work = { after = [\"start\"];\n"
                           "    duration = { dist = \"exponential\"; mean = 30; }; }; };\n"
                           "milestones = { done = { after = [\"work\"]; }; };\n"
                           "deadlines = { a = { date = \"2013-03-10\"; milestone = \"done\"; };\n"
                           "    b = { date = \"2013-03-20\"; milestone = \"done\"; };\n"
                           "    c = { date = \"2013-03-30\"; milestone = \"done\"; };\n"
                           "    d = { date = \"2013-05-10\"; milestone = \"done\"; }; };\n";
static const double days[CELLS] = {69, 79, 89, 130};

static bool covers(double hits, double p)
{
    struct interval interval = estimate_wilson(hits, REPLICATIONS, 0.95);
    return interval.low <= p && p <= interval.high;
}

static double exact_coverage(double p)
{
    double sum = 0;
    for (unsigned k = 0; k <= REPLICATIONS; k++)
        sum += covers(k, p) ? gsl_ran_binomial_pdf(k, p, REPLICATIONS) : 0;
    return sum;
}

struct cell {
    double p, covered, sum, square;
};

static void count_run(struct cell cells[CELLS], const struct trial trials[REPLICATIONS])
{
    for (size_t c = 0; c < CELLS; c++) {
        double hits = 0;
        for (size_t r = 0; r < REPLICATIONS; r++)
            hits += trial_on_time(&trials[r], c, READING_ALL_MUNICIPALITIES);
        cells[c].covered += covers(hits, cells[c].p);
        cells[c].sum += hits;
        cells[c].square += (hits - REPLICATIONS * cells[c].p) * (hits - REPLICATIONS * cells[c].p);
    }
}

/* Four standard errors each: a false alarm in 1 300 of the twelve checks together. */
static void judge(const struct cell *cell)
{
    double exact = exact_coverage(cell->p), covered = cell->covered / RUNS, share = cell->sum / RUNS / REPLICATIONS;
    double binomial = REPLICATIONS * cell->p * (1 - cell->p), scatter = cell->square / RUNS / binomial;
    printf("p %.4f: share %.4f, covered %.4f, exactly %.4f, scatter %.3f\n", cell->p, share, covered, exact, scatter);
    cr_expect_float_eq(share, cell->p, 4 * sqrt(cell->p * (1 - cell->p) / RUNS / REPLICATIONS));
    cr_expect_float_eq(covered, exact, 4 * sqrt(exact * (1 - exact) / RUNS), "p %g: covered %g instead of %g", cell->p,
                       covered, exact);
    cr_expect_float_eq(scatter, 1, 4 * sqrt(2.0 / RUNS), "p %g: scatter %g times the binomial's", cell->p, scatter);
}

Test(coverage, wilson_over_whole_runs, .timeout = 600)
{
    struct document document;
    struct faults faults = {0};
    struct error error = {.code = ERROR_NONE};
    struct variant *variant;
    struct trial trials[REPLICATIONS];
    struct cell cells[CELLS] = {{0}};
    gsl_set_error_handler_off();
    cr_assert_eq(document_read_text(&document, "seven.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(variant_open(&variant, &document, 0, 0, (struct question){0, 0}, &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    for (size_t c = 0; c < CELLS; c++)
        cells[c].p = pow(1 - exp(-days[c] / 30), SITES);
    for (uint64_t seed = 1; seed <= RUNS; seed++) {
        struct variant_run run = {.seed = seed, .count = REPLICATIONS, .threads = 1, .stop = 0};
        cr_assert_eq(variant_simulate(variant, &run, trials, &error), 0, "%s", error.text);
        count_run(cells, trials);
    }
    for (size_t c = 0; c < CELLS; c++)
        judge(&cells[c]);
    variant_close(variant);
    faults_free(&faults);
    document_free(&document);
}
