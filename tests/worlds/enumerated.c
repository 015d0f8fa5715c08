/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * enumerated: `optimise` against enumeration, on a simulated programme of 3 x 4 x 5 bundles.
 *
 * Six sites go through three steps, each with servers of its own: 1 to 3, 1 to 4, 1 to 5 of them. Every bundle is
 * simulated so often that its probability is as good as known, all bundles with the same luck. Then, seed by seed, the
 * questions: two targets, two budgets. An answer is good if its probability is no lower than the target less the
 * tolerance and no bundle that reaches the target plus the tolerance is cheaper; within a budget, if it is affordable
 * and within the tolerance of the best affordable one. Beside the courses that were spent stands what treating all
 * bundles alike takes for the same guarantee: so many of each that with 95 % no estimate (of a probability at the
 * target; of an affordable bundle's paired difference from the best one) errs by the tolerance, Bonferroni.
 *
 *   enumerated COURSES SEEDS [THREADS]
 *
 * Prints a row a question; exits with 1 if fewer than 95 in 100 are good or more than a third of the courses were
 * spent.
 */
#include "analysis/staffing/optimising.h"
#include "models/document.h"

#include <gsl/gsl_cdf.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUNDLES = 60, BLOCK = 5000 };
static const double delta = 0.03, risk = 0.05;
static const uint64_t TRUTH_SEED = 1000003;

static const char *const programme_text =
    "title = \"three steps\"; epoch = \"2013-01-01\"; horizon = \"2014-06-30\";"
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
    "sites = { count = 6; };"
    "resources = { a = { capacity = 1; }; b = { capacity = 1; }; c = { capacity = 1; }; };"
    "activities = {"
    "  first = { after = [\"start\"]; duration = { dist = \"exponential\"; mean = 6; }; resource = \"a\"; };"
    "  second = { after = [\"first\"]; duration = { dist = \"exponential\"; mean = 9; }; resource = \"b\"; };"
    "  third = { after = [\"second\"]; duration = { dist = \"exponential\"; mean = 12; }; resource = \"c\"; }; };"
    "milestones = { done = { after = [\"third\"]; }; };"
    "deadlines = { due = { date = \"2013-03-05\"; milestone = \"done\"; }; };"
    "sweeps = ( { name = \"a\"; paths = [\"resources.a.capacity\"]; values = ( [1, 2, 3] ); },"
    "           { name = \"b\"; paths = [\"resources.b.capacity\"]; values = ( [1, 2, 3, 4] ); },"
    "           { name = \"c\"; paths = [\"resources.c.capacity\"]; values = ( [1, 2, 3, 4, 5] ); } );"
    "cost_unit = \"servers\";"
    "costs = ( { path = \"resources.a.capacity\"; per_unit = 3; }, { path = \"resources.b.capacity\"; per_unit = 2; },"
    "          { path = \"resources.c.capacity\"; per_unit = 1; } );";

struct world {
    struct document document;
    size_t courses;
    unsigned threads;
    uint64_t *on_time; /* [courses], a bit a bundle */
    double truth[BUNDLES], cost[BUNDLES];
};

static void stop_with(const char *what)
{
    fprintf(stderr, "enumerated: %s\n", what);
    exit(2);
}

/* ---- the truth ---- */

static void enumerate_bundle(struct world *world, const struct bundles *bundles, size_t bundle)
{
    static struct trial trials[BLOCK];
    struct document changed = {0};
    struct variant *variant = 0;
    struct faults faults = {0};
    struct error error = {0};
    size_t hits = 0;
    if (bundles_apply(bundles, &world->document, bundle, 0, &changed, &faults) != 0 ||
        variant_open(&variant, &changed, 0, 0, (struct question){0, READING_ALL_MUNICIPALITIES}, &faults) != 0)
        stop_with(faults.count ? faults.list[0].text : "out of memory");
    for (size_t first = 0; first < world->courses; first += BLOCK) {
        struct variant_run run = {.seed = TRUTH_SEED, .first = first, .threads = world->threads};
        run.count = world->courses - first < BLOCK ? world->courses - first : BLOCK;
        if (variant_simulate(variant, &run, trials, &error) != 0)
            stop_with(error.text);
        for (size_t i = 0; i < run.count; i++) {
            bool on_time = trial_on_time(&trials[i], 0, READING_ALL_MUNICIPALITIES);
            hits += on_time;
            world->on_time[first + i] |= (uint64_t)on_time << bundle;
        }
    }
    world->truth[bundle] = (double)hits / (double)world->courses;
    world->cost[bundle] = bundles->cost[bundle];
    variant_close(variant);
    document_free(&changed);
    faults_free(&faults);
}

static void enumerate(struct world *world)
{
    struct bundles bundles;
    struct faults faults = {0};
    struct error error = {0};
    const struct bundles_question question = {.document = &world->document, .earliest = LONG_MIN, .until = 65};
    if (bundles_list(&bundles, &question, &faults, &error) != 0)
        stop_with(error.text);
    if (bundles.count != BUNDLES)
        stop_with("there are not 60 bundles");
    for (size_t b = 0; b < BUNDLES; b++)
        enumerate_bundle(world, &bundles, b);
    bundles_free(&bundles);
}

/* ---- what treating all alike takes ---- */

static double alike_to_a_target(double target)
{
    double z = gsl_cdf_ugaussian_Qinv(risk / BUNDLES);
    return BUNDLES * z * z * target * (1 - target) / (delta * delta);
}

static size_t best_within(const struct world *world, double budget)
{
    size_t best = BUNDLES;
    for (size_t b = 0; b < BUNDLES; b++)
        if (world->cost[b] <= budget && (best == BUNDLES || world->truth[b] > world->truth[best]))
            best = b;
    return best;
}

/* Of the affordable ones only, and with the same luck for all. */
static double alike_within_a_budget(const struct world *world, double budget)
{
    size_t best = best_within(world, budget), affordable = 0;
    double variance = 0;
    for (size_t b = 0; b < BUNDLES; b++) {
        size_t differ = 0;
        if (world->cost[b] > budget)
            continue;
        affordable++;
        for (size_t i = 0; i < world->courses; i++)
            differ += (world->on_time[i] >> best ^ world->on_time[i] >> b) & 1;
        double gap = world->truth[best] - world->truth[b];
        variance = fmax(variance, (double)differ / (double)world->courses - gap * gap);
    }
    double z = gsl_cdf_ugaussian_Qinv(risk / (double)affordable);
    return (double)affordable * z * z * variance / (delta * delta);
}

/* ---- the searches ---- */

static bool is_good(const struct world *world, const struct optimise_options *asked, long best)
{
    double slack = 3 * sqrt(0.25 / (double)world->courses); /* of the truth itself */
    if (best < 0)
        return false;
    if (!asked->by_target)
        return world->cost[best] <= asked->budget &&
               world->truth[best] >= world->truth[best_within(world, asked->budget)] - delta - slack;
    for (size_t b = 0; b < BUNDLES; b++)
        if (world->truth[b] >= asked->target + delta + slack && world->cost[b] < world->cost[best])
            return false;
    return world->truth[best] >= asked->target - delta - slack;
}

/* Whether enough of the searches are good, and none too dear. */
static bool ask(const struct world *world, const struct optimise_options *asked, size_t seeds)
{
    struct optimising_options options = {.document = &world->document,
                                         .by_target = asked->by_target,
                                         .target = asked->target,
                                         .budget = asked->budget,
                                         .delta = delta,
                                         .risk = risk,
                                         .limit = 200000,
                                         .earliest = LONG_MIN,
                                         .reading = READING_ALL_MUNICIPALITIES,
                                         .threads = world->threads};
    double spent = 0,
           alike = asked->by_target ? alike_to_a_target(asked->target) : alike_within_a_budget(world, asked->budget);
    size_t good = 0;
    for (options.seed = 1; options.seed <= seeds; options.seed++) {
        struct optimising optimising;
        struct faults faults = {0};
        struct error error = {0};
        if (optimising_ask(&optimising, &options, &faults, &error) != 0)
            stop_with(error.text);
        good += is_good(world, asked, optimising.answer.best) && !optimising.answer.open;
        spent += (double)optimising.answer.replications / (double)seeds;
        optimising_free(&optimising);
        faults_free(&faults);
    }
    printf("| %s %g | %zu of %zu | %.0f | %.0f | %.1f %% |\n", asked->by_target ? "target" : "budget",
           asked->by_target ? asked->target : asked->budget, good, seeds, spent, alike, 100 * spent / alike);
    fflush(stdout);
    return (double)good >= 0.95 * (double)seeds && 3 * spent <= alike;
}

int main(int argc, char *argv[])
{
    static const struct optimise_options questions[] = {
        {.by_target = true, .target = 0.5}, {.by_target = true, .target = 0.7}, {.budget = 5}, {.budget = 8}};
    struct world world = {.courses = argc > 2 ? strtoul(argv[1], 0, 10) : 0,
                          .threads = argc > 3 ? (unsigned)strtoul(argv[3], 0, 10) : 1};
    size_t seeds = argc > 2 ? strtoul(argv[2], 0, 10) : 0;
    struct faults faults = {0};
    bool sound = true;
    if (world.courses < 100 || seeds < 1 || world.threads < 1)
        stop_with("COURSES (100 or more) SEEDS [THREADS]");
    world.on_time = calloc(world.courses, sizeof *world.on_time);
    if (!world.on_time)
        stop_with("out of memory");
    if (document_read_text(&world.document, "programme", programme_text, strlen(programme_text), &faults) != 0)
        stop_with(faults.count ? faults.list[0].text : "out of memory");
    enumerate(&world);
    double least = 1, most = 0;
    for (size_t b = 0; b < BUNDLES; b++) {
        least = fmin(least, world.truth[b]);
        most = fmax(most, world.truth[b]);
    }
    printf("60 bundles, %zu courses each: on time in %.4f to %.4f\n\n", world.courses, least, most);
    printf("| question | good | courses | alike | share |\n|---|---|---|---|---|\n");
    for (size_t q = 0; q < sizeof questions / sizeof *questions; q++)
        sound &= ask(&world, &questions[q], seeds);
    free(world.on_time);
    document_free(&world.document);
    faults_free(&faults);
    return sound ? 0 : 1;
}
