/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_known: see verify_known.h. Every unknown x is uniform from `low` to `high` a priori, so that with the
 * likelihood L(x) of the rows the evidence is Z = integral of L(x) dx / (high - low), and a quantity with the
 * expectation f(x) given x and the rows has the posterior mean (integral of f(x) L(x) dx / (high - low)) / Z. Integrals
 * are midpoint sums, to 1e-6 of their value or better; what is left is a sum over finitely many counts.
 *
 * Day 0 is a Monday, 30 December 2013; a row's date counts to its day's end.
 */
#include "analysis/verify/verify_known.h"

#include "analysis/verify/verify_markov.h"
#include "analysis/verify/verify_parts.h"
#include "sim/date.h"

#include <math.h>

#define KNOWN "title = \"something is known\"; epoch = \"2013-12-30\"; horizon = \"2015-12-31\";\n" RESTLESS
#define END "deadlines = { end = { date = \"2015-12-31\"; milestone = \"M\"; }; };\n"
#define HEADING "quantity,scope,date_from,date_to,known_from,value,error,kind,source\n"

/* Adds what an integrand has at the midpoints of `points` intervals. */
static void integrate_over(double low, double high, int points, void (*at)(double x, struct known_answer *here),
                           double share, struct known_answer *sum)
{
    for (int i = 0; i < points; i++) {
        struct known_answer here = {0};
        at(low + (high - low) * (i + 0.5) / points, &here);
        sum->evidence += share * here.evidence / points;
        for (int k = 0; k < KNOWN_VALUES; k++)
            sum->mean[k] += share * here.mean[k] / points;
    }
}

static double normal_density(double deviation, double sd)
{
    return exp(-0.5 * deviation * deviation / (sd * sd)) / (sd * sqrt(2 * M_PI));
}

/* ---- a share: 4 of 12 sites are done on a day, so that 8 needed the work, which takes 100 days ----
 *
 * The number that needs it is Binomial(12, x) with x uniform from 0 to 1: whatever is told, its probability is 1/13,
 * and the posterior is Beta(9, 5). What is known only later, that all are done, changes nothing. */

enum { SITES = 12, NEED = 8 };

#define SHARE_ROWS                                                                                                     \
    HEADING "M_sites,national,2014-01-31,2014-01-31,2014-01-31,4,0,exact,a\n"                                          \
            "M_share,national,2014-01-30,2014-01-30,2014-02-02,1,0,exact,a\n"
#define SHARE_TEXT                                                                                                     \
    KNOWN END "sites = { count = 12; };\n"                                                                             \
              "activities = { work = { after = [\"start\"]; duration = 100;\n"                                         \
              "    probability = { dist = \"uniform\"; min = 0; max = 1; }; }; };\n"                                   \
              "milestones = { M = { after = [\"work\"]; }; };\n"

static void share_look(const struct course *course, double unknown, double value[KNOWN_VALUES])
{
    (void)course;
    value[KNOWN_FIRST] = unknown;
    value[KNOWN_SECOND] = unknown < 0.7;
}

static void share_at(double x, struct known_answer *here)
{
    here->evidence = markov_count(NEED, SITES, x, 0);
    here->mean[KNOWN_FIRST] = x * here->evidence;
    here->mean[KNOWN_SECOND] = x < 0.7 ? here->evidence : 0;
}

/* 2000 points: 0.7 is the end of the 1400th interval. */
static void share_integrate(struct known_answer *sum)
{
    integrate_over(0, 1, 2000, share_at, 1, sum);
}

/* ---- under way: of 20 sites some are done on a day ----
 *
 * Each takes Exp(x) days, x uniform from 10 to 90. On day t they are K ~ Binomial(20, 1 - exp(-t / x)); of those that
 * are not, each is done by day u with probability 1 - exp(-(u - t) / x), whatever t. */

enum { CREW = 20, WHEN = 32, LATER = 62 }; /* days: the ends of 30 January and of 1 March 2014 */

#define CREW_TEXT                                                                                                      \
    KNOWN END "sites = { count = 20; };\n"                                                                             \
              "activities = { work = { after = [\"start\"]; duration = { dist = \"exponential\";\n"                    \
              "    mean = { dist = \"uniform\"; min = 10; max = 90; }; }; }; };\n"                                     \
              "milestones = { M = { after = [\"work\"]; }; };\n"

static void crew_look(const struct course *course, double unknown, double value[KNOWN_VALUES])
{
    const float *date = outcome_of(course->layout, course->record, OUTCOME_MUNICIPALITY_DATE);
    value[KNOWN_FIRST] = unknown;
    value[KNOWN_SECOND] = 0;
    for (size_t site = 0; site < CREW; site++)
        value[KNOWN_SECOND] += date[site * course->programme->milestones] <= LATER;
}

/* Adds what `seen(K)` has to say of the K that are done on day t, each with the probability `share` of being meant. */
static void add_crew(double x, double t, double share, double (*seen)(int k), struct known_answer *here)
{
    double done = -expm1(-t / x), then = -expm1(-(LATER - t) / x);
    for (int k = 0; k <= CREW; k++) {
        double p = share * markov_count(k, CREW, done, 0) * seen(k);
        here->evidence += p;
        here->mean[KNOWN_FIRST] += p * x;
        here->mean[KNOWN_SECOND] += p * (k + (CREW - k) * then);
    }
}

/* An error: 14 were told, with the standard deviation 3. A day later all were. */
#define ERROR_ROWS                                                                                                     \
    HEADING "M_sites,national,2014-01-30,2014-01-30,2014-01-30,14,3,count,a\n"                                         \
            "M_sites,national,2014-01-31,2014-01-31,2014-01-31,20,0,exact,a\n"

static double told_14(int k)
{
    return normal_density(14 - k, 3);
}

static void error_at(double x, struct known_answer *here)
{
    add_crew(x, WHEN, 1, told_14, here);
}

static void error_integrate(struct known_answer *sum)
{
    integrate_over(10, 90, 2000, error_at, 1, sum);
}

/* A range of days: 13 to 15 were done on one of ten days, each being as likely. */
#define RANGE_ROWS HEADING "M_sites,national,2014-01-21,2014-01-30,2014-01-30,14,1,rounded,a\n"

static double rounded_14(int k)
{
    return k >= 13 && k <= 15;
}

static void range_at(double x, struct known_answer *here)
{
    for (int day = 0; day < 10; day++)
        add_crew(x, WHEN - day, 0.1, rounded_14, here);
}

static void range_integrate(struct known_answer *sum)
{
    integrate_over(10, 90, 2000, range_at, 1, sum);
}

/* ---- items: one site takes up 40, a week's being BetaBinomial(those left, p, 0.05) ---- */

enum { ITEMS = 40 };
static const double RHO = 0.05;

#define ITEMS_TEXT                                                                                                     \
    KNOWN END "sites = { count = 1; cards = 40; };\n"                                                                  \
              "activities = { take = { after = [\"start\"]; kind = \"uptake\"; }; };\n"                                \
              "milestones = { M = { after = [\"take\"]; }; };\n"

struct week {
    double p[ITEMS + 1][ITEMS + 1]; /* of going from x to z in a week */
};

/* The hazard is h (1 + learning x / 40). */
static void fill_week(struct week *week, double hazard, double learning)
{
    for (int x = 0; x <= ITEMS; x++)
        for (int z = 0; z <= ITEMS; z++)
            week->p[x][z] =
                z < x ? 0 : markov_count(z - x, ITEMS - x, -expm1(-hazard * (1 + learning * x / ITEMS)), RHO);
}

static void go_on(const struct week *week, int weeks, double p[ITEMS + 1])
{
    for (; weeks > 0; weeks--) {
        double next[ITEMS + 1] = {0};
        for (int x = 0; x <= ITEMS; x++)
            for (int z = x; z <= ITEMS; z++)
                next[z] += p[x] * week->p[x][z];
        for (int z = 0; z <= ITEMS; z++)
            p[z] = next[z];
    }
}

static double mean_items(const double p[ITEMS + 1])
{
    double sum = 0;
    for (int x = 0; x <= ITEMS; x++)
        sum += x * p[x];
    return sum;
}

/* A rate: from the second to the fourth Monday three a week were told, with a standard deviation of a quarter of that.
 * The share of a week is uniform from 0.02 to 0.42. With z in on the fourth Monday, 40 - (40 - z) (1 - share)^3 are
 * expected on the seventh: the beta-binomial's mean is the binomial's. */
#define RATE_TEXT                                                                                                      \
    ITEMS_TEXT "uptake = { form = \"table\"; table = [{ dist = \"uniform\"; min = 0.02; max = 0.42; }];\n"             \
               "    overdispersion = 0.05; };\n"
#define RATE_ROWS HEADING "cards_per_week,national,2014-01-12,2014-01-26,2014-01-26,3,0.25,relative,a\n"

static void rate_look(const struct course *course, double unknown, double value[KNOWN_VALUES])
{
    const int32_t *cards = outcome_of(course->layout, course->record, OUTCOME_CARDS);
    value[KNOWN_FIRST] = unknown;
    value[KNOWN_SECOND] = cards[6];
}

static void rate_at(double share, struct known_answer *here)
{
    struct week week;
    double second[ITEMS + 1] = {1};
    fill_week(&week, -log1p(-share), 0);
    go_on(&week, 2, second);
    for (int x = 0; x <= ITEMS; x++) {
        double fourth[ITEMS + 1] = {0};
        fourth[x] = second[x];
        go_on(&week, 2, fourth);
        for (int z = x; z <= ITEMS; z++) {
            double p = fourth[z] * normal_density(3 - (z - x) / 2.0, 0.75);
            here->evidence += p;
            here->mean[KNOWN_FIRST] += p * share;
            here->mean[KNOWN_SECOND] += p * (ITEMS - (ITEMS - z) * pow(1 - share, 3));
        }
    }
}

static void rate_integrate(struct known_answer *sum)
{
    integrate_over(0.02, 0.42, 400, rate_at, 1, sum);
}

/* Which form: on two Mondays 2 and 7 were in, each told to within 1. Either the share is 0.09 (prior 1/4), or the
 * hazard is that of learning, x (1 + 5 share in) with x uniform from 0.02 to 0.3 (3/4). Asked for: the form, and how
 * many are in on the fifth. */
#define FORM_TEXT                                                                                                      \
    ITEMS_TEXT "uptake = { form = \"drawn\"; weights = { table = 1; learning = 3; }; table = [0.09];\n"                \
               "    base_week = { dist = \"uniform\"; min = 0.02; max = 0.3; }; learning = 5;\n"                       \
               "    overdispersion = 0.05; };\n"
#define FORM_ROWS                                                                                                      \
    HEADING "cards,national,2014-01-05,2014-01-05,2014-01-05,2,1,rounded,a\n"                                          \
            "cards,national,2014-01-12,2014-01-12,2014-01-12,7,1,rounded,a\n"

static void form_look(const struct course *course, double unknown, double value[KNOWN_VALUES])
{
    const int32_t *cards = outcome_of(course->layout, course->record, OUTCOME_CARDS);
    value[KNOWN_FIRST] = lround(unknown) == UPTAKE_LEARNING;
    value[KNOWN_SECOND] = cards[4];
}

static void add_form(double hazard, double learning, bool learns, struct known_answer *here)
{
    struct week week;
    double p[ITEMS + 1] = {0};
    fill_week(&week, hazard, learning);
    for (int x = 1; x <= 3; x++)
        for (int z = 6; z <= 8; z++)
            p[z] += week.p[0][x] * week.p[x][z];
    here->evidence = p[6] + p[7] + p[8];
    here->mean[KNOWN_FIRST] = learns ? here->evidence : 0;
    go_on(&week, 3, p);
    here->mean[KNOWN_SECOND] = mean_items(p);
}

static void table_at(double share, struct known_answer *here)
{
    add_form(-log1p(-share), 0, false, here);
}

static void learning_at(double hazard, struct known_answer *here)
{
    add_form(hazard, 5, true, here);
}

static void form_integrate(struct known_answer *sum)
{
    integrate_over(0.09, 0.09, 1, table_at, 0.25, sum);
    integrate_over(0.02, 0.3, 1000, learning_at, 0.75, sum);
}

/* ---- the list ---- */

const struct known_case known_cases[KNOWN_CASES] = {
    {"a share",
     SHARE_TEXT,
     SHARE_ROWS,
     2014,
     1,
     31,
     "activities.work.probability",
     {"the share", "P(it is below 0.7)"},
     share_look,
     share_integrate},
    {"an error",
     CREW_TEXT,
     ERROR_ROWS,
     2014,
     1,
     30,
     "activities.work.duration.mean",
     {"mean length", "sites done 30 days later"},
     crew_look,
     error_integrate},
    {"a range of days",
     CREW_TEXT,
     RANGE_ROWS,
     2014,
     1,
     30,
     "activities.work.duration.mean",
     {"mean length", "sites done 30 days later"},
     crew_look,
     range_integrate},
    {"a rate",
     RATE_TEXT,
     RATE_ROWS,
     2014,
     1,
     26,
     "uptake.table.0",
     {"share of a week", "items in 3 weeks later"},
     rate_look,
     rate_integrate},
    {"two forms",
     FORM_TEXT,
     FORM_ROWS,
     2014,
     1,
     12,
     "uptake.form",
     {"P(learning)", "items in 3 weeks later"},
     form_look,
     form_integrate},
};

long known_as_of(const struct known_case *of)
{
    return date_of(of->year, of->month, of->day);
}

void known_answer(const struct known_case *of, struct known_answer *answer)
{
    *answer = (struct known_answer){0};
    of->integrate(answer);
    for (int k = 0; k < KNOWN_VALUES; k++)
        answer->mean[k] /= answer->evidence;
}
