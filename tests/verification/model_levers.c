/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every lever of fmk.cfg moves the forecast in the direction that its definition implies: paired differences to the
 * baseline with common random numbers. Its output is the table of docs/levers.md. What nobody knew of in January 2013
 * (the clean-up, the task force, the moved deadline) is looked at in the view as of October 2015: against its own
 * baseline, before any weighing by what was seen.
 */
#include "../model_world.h"
#include "models/scenario.h"
#include "sim/tally.h"

#include <gsl/gsl_cdf.h>

enum { REPLICATIONS = 300, MANY = 1500, KMD = 2 }; /* MANY: where the effect is small */
static const double level = 1e-3; /* one-sided, of each lever: a false alarm in 40 runs of all with other seeds */

/* ---- outcomes: one number a replication ---- */

static double site_date(const struct world *world, size_t site, const char *milestone)
{
    double date = world_site_date(world, site, milestone);
    return isnan(date) ? world->programme.horizon : date;
}

static double mean_date(const struct world *world, const char *milestone)
{
    double sum = 0;
    for (size_t i = 0; i < world->programme.sites; i++)
        sum += site_date(world, i, milestone);
    return sum / (double)world->programme.sites;
}

static double mean_m1(const struct world *world)
{
    return mean_date(world, "M1");
}

static double mean_m2a(const struct world *world)
{
    return mean_date(world, "M2a");
}

static double mean_m2b(const struct world *world)
{
    return mean_date(world, "M2b");
}

static double last_m2(const struct world *world)
{
    double last = 0;
    for (size_t i = 0; i < world->programme.sites; i++)
        last = fmax(last, site_date(world, i, "M2"));
    return last;
}

static double cards_in_october(const struct world *world)
{
    return world_cards(world, world_day(world, "2015-10-05"));
}

/* The last tenth of the sites, which the task force is for. */
static double last_tenth(const struct world *world)
{
    double dates[98], sum = 0;
    for (size_t i = 0; i < 98; i++) {
        size_t k = i;
        double date = site_date(world, i, "M2a");
        for (; k > 0 && dates[k - 1] < date; k--)
            dates[k] = dates[k - 1];
        dates[k] = date;
    }
    for (size_t i = 0; i < 10; i++)
        sum += dates[i] / 10;
    return sum;
}

/* M1 of KMD's sites, weighted: what an order of service can do is to be early with some of them. */
static double kmd_m1(const struct world *world, double (*weight)(const struct world *, size_t))
{
    double sum = 0, weights = 0;
    for (size_t i = 0; i < world->programme.sites; i++) {
        if (rollout_vendor(world->rollout, i) != KMD)
            continue;
        double w = weight(world, i);
        sum += w * site_date(world, i, "M1");
        weights += w;
    }
    return sum / weights;
}

static double weight_of_cards(const struct world *world, size_t site)
{
    return rollout_site(world->rollout, site).expected;
}

static double weight_of_first_region(const struct world *world, size_t site)
{
    return world->programme.site[site].region == 0;
}

static double kmd_m1_by_cards(const struct world *world)
{
    return kmd_m1(world, weight_of_cards);
}

static double kmd_m1_of_first_region(const struct world *world)
{
    return kmd_m1(world, weight_of_first_region);
}

/* ---- the levers ---- */

struct outcome {
    const char *name;
    double (*of)(const struct world *);
};

static const struct outcome m1 = {"mean date of M1, days", mean_m1}, m2a = {"mean date of M2a, days", mean_m2a},
                            m2b = {"mean date of M2b, days", mean_m2b}, m2 = {"last site's M2, days", last_m2},
                            tenth = {"M2a of the last ten sites, days", last_tenth},
                            cards = {"cards on 2015-10-05", cards_in_october},
                            large = {"M1 of KMD's sites by their cards, days", kmd_m1_by_cards},
                            region = {"M1 of KMD's sites in Hovedstaden, days", kmd_m1_of_first_region};

enum direction { LESS = -1, OPEN = 0, MORE = 1, SAME = 2 };

static const struct lever {
    const char *scenario;
    const struct outcome *outcome;
    enum direction expected;
    size_t replications; /* 0: REPLICATIONS */
    bool later;          /* nobody knew of it in 2013: both as of October 2015 */
} levers[] = {
    {"corps-0", &m2a, MORE, 0, false},
    {"corps-1", &m2a, MORE, 0, false},
    {"corps-2", &m2a, MORE, 0, false},
    {"corps-3", &m2a, MORE, 0, false},
    {"corps-4", &m2a, MORE, 0, false},
    {"corps-5", &m2a, SAME, 0, false},
    {"corps-6", &m2a, LESS, 0, false},
    {"corps-7", &m2a, LESS, 0, false},
    {"corps-8", &m2a, LESS, 0, false},
    {"corps-9", &m2a, LESS, 0, false},
    {"corps-10", &m2a, LESS, 0, false},
    {"corps-11", &m2a, LESS, 0, false},
    {"corps-12", &m2a, LESS, 0, false},
    {"no-push", &m1, MORE, 0, false},
    {"no-swat", &tenth, MORE, 0, true},
    {"no-cleanup", &m2b, MORE, 0, true},
    {"no-batches", &m1, MORE, 0, false},
    {"hosted-not-ahead", &m1, MORE, 0, false},
    {"all-hosted", &m1, LESS, 0, false},
    {"kmd-8-teams", &m1, LESS, 0, false},
    {"kmd-ramp", &m1, LESS, 0, false},
    {"kmd-teams-2", &m1, MORE, 0, false},
    {"kmd-teams-3", &m1, MORE, 0, false},
    {"kmd-teams-4", &m1, SAME, 0, false},
    {"kmd-teams-5", &m1, LESS, 0, false},
    {"kmd-teams-6", &m1, LESS, 0, false},
    {"kmd-teams-8", &m1, LESS, 0, false},
    {"no-slip", &m1, LESS, 0, false},
    {"kmd-fifo", &m1, OPEN, 0, false},
    {"kmd-largest-first", &large, LESS, 0, false},
    {"kmd-by-region", &region, LESS, 0, false},
    {"deadline-not-moved", &cards, MORE, 0, true},
    {"no-pause", &m2a, LESS, 0, false},
    {"more-sessions", &m2a, LESS, 0, false},
    {"packages-on-time", &m2a, LESS, MANY, false},
    {"no-pilots", &m1, MORE, 0, false},
    {"no-absences", &m2a, LESS, 0, false},
    {"no-risks", &m2a, LESS, 0, false},
    {"bass", &cards, OPEN, 0, false},
    {"learning", &cards, OPEN, 0, false},
    {"deadline-rush", &cards, OPEN, 0, false},
    {"capacity", &m2a, LESS, 0, false},
};
enum { LEVERS = sizeof levers / sizeof *levers };

static const struct outcome *const outcomes[] = {&m1, &m2a, &m2b, &m2, &tenth, &cards, &large, &region};
enum { OUTCOMES = sizeof outcomes / sizeof *outcomes };

struct difference {
    double mean, error; /* standard error */
};

static struct difference compare(const double scenario[], const double with[], size_t count)
{
    struct tally tally;
    tally_init(&tally);
    for (size_t r = 0; r < count; r++)
        tally_add(&tally, scenario[r] - with[r]);
    return (struct difference){tally_mean(&tally), tally_error(&tally)};
}

static void run(struct world *world, const char *name, bool later, double figures[OUTCOMES][MANY], size_t count)
{
    struct scenarios scenarios;
    struct faults faults = {0};
    struct error error = {0};
    struct world base;
    world_open(&base, "fmk.cfg", later ? (const char *const[]){"as_of=2015-10-06", 0} : 0);
    cr_assert_eq(scenarios_list(&scenarios, &base.document, &faults), 0);
    const struct scenario *scenario = scenarios_find(&scenarios, name, &error);
    cr_assert_not_null(scenario, "%s", error.text);
    memset(world, 0, sizeof *world);
    cr_assert_eq(scenario_apply(&world->document, &base.document, scenario, &faults), 0);
    world_compile(world, 0);
    for (size_t r = 0; r < count; r++) {
        world_race(world, 1, r);
        for (size_t k = 0; k < OUTCOMES; k++)
            figures[k][r] = outcomes[k]->of(world);
    }
    world_close(world);
    scenarios_free(&scenarios);
    world_close(&base);
}

static size_t place_of(const struct outcome *outcome)
{
    size_t k = 0;
    while (outcomes[k] != outcome)
        k++;
    return k;
}

static void print(const struct lever *lever, const struct outcome *outcome, enum direction expected,
                  struct difference d, size_t count)
{
    static const char *const words[] = {"less", "open", "more", "the same"};
    double half = gsl_cdf_tdist_Pinv(0.975, (double)count - 1) * d.error;
    printf("| `%s`%s | %s | %s | %+.2f | %+.2f to %+.2f | %d |\n", lever->scenario, lever->later ? " (2015)" : "",
           outcome->name, words[expected + 1], d.mean, d.mean - half, d.mean + half, (int)count);
    fflush(stdout);
}

static double baselines[2][OUTCOMES][MANY], results[OUTCOMES][MANY];

static void check_lever(const struct lever *lever)
{
    size_t k = place_of(lever->outcome), count = lever->replications ? lever->replications : REPLICATIONS;
    double critical = gsl_cdf_tdist_Pinv(1 - level, (double)count - 1);
    double(*baseline)[MANY] = baselines[lever->later];
    struct world world;
    run(&world, lever->scenario, lever->later, results, count);
    struct difference d = compare(results[k], baseline[k], count);
    print(lever, lever->outcome, lever->expected, d, count);
    if (lever->expected == SAME)
        cr_expect(d.mean == 0 && d.error == 0, "%s: the baseline by another name", lever->scenario);
    else if (lever->expected != OPEN)
        cr_expect(lever->expected * d.mean > critical * d.error, "%s: %s moves by %.3f (standard error %.3f)",
                  lever->scenario, lever->outcome->name, d.mean, d.error);
    if (strcmp(lever->scenario, "corps-6") == 0)
        print(lever, &m2, OPEN, compare(results[place_of(&m2)], baseline[place_of(&m2)], count), count);
}

static void check_levers(size_t from, size_t until)
{
    struct world world;
    size_t most = REPLICATIONS;
    for (size_t i = from; i < until; i++)
        most = levers[i].replications > most ? levers[i].replications : most;
    run(&world, "baseline", false, baselines[false], most);
    run(&world, "baseline", true, baselines[true], REPLICATIONS);
    for (size_t i = from; i < until; i++)
        check_lever(&levers[i]);
}

/* In two tests, which run side by side. */
Test(model_levers, first_half)
{
    check_levers(0, LEVERS / 2);
}

Test(model_levers, second_half)
{
    check_levers(LEVERS / 2, LEVERS);
}

/* No scenario of the configuration is forgotten. */
Test(model_levers, all_are_there)
{
    struct scenarios scenarios;
    struct faults faults = {0};
    struct world world;
    world_open(&world, "fmk.cfg", 0);
    cr_assert_eq(scenarios_list(&scenarios, &world.document, &faults), 0);
    for (size_t s = 1; s < scenarios.count; s++) {
        bool found = false;
        for (size_t i = 0; i < LEVERS; i++)
            found = found || strcmp(levers[i].scenario, scenarios.list[s].name) == 0;
        cr_expect(found, "no expectation for the lever %s", scenarios.list[s].name);
    }
    scenarios_free(&scenarios);
    world_close(&world);
}
