/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_batches: V09, 98 jobs of a month each on c servers, exactly; V10, the same with exponential jobs, where the
 * time until all are done is Erlang(98 - c, c) plus the last c jobs' maximum.
 */
#include "analysis/statistics/estimate.h"
#include "analysis/verify/verify_parts.h"
#include "sim/date.h"

#include <gsl/gsl_randist.h>
#include <math.h>

enum { JOBS = 98, TEXT = 2048 };

/* The 539th day after the epoch ends at the instant 540, 18 months; the 719th at 24. */
#define BATCH                                                                                                          \
    "title = \"a batch\"; epoch = \"2013-01-01\"; horizon = \"2018-12-31\";\n"                                         \
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"                                             \
    "sites = { count = 98; };\n"                                                                                       \
    "milestones = { done = { after = [\"work\"]; }; };\n"                                                              \
    "deadlines = { months-18 = { date = \"2014-06-24\"; milestone = \"done\"; };\n"                                    \
    "              months-24 = { date = \"2014-12-21\"; milestone = \"done\"; }; };\n"

#define CONSULTANTS                                                                                                    \
    BATCH "corps = { consultants = %d; engagements = {\n"                                                              \
          "    only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; }; };\n"                            \
          "activities = { work = { after = [\"start\"]; duration = %s; }; };\n"

#define TEAMS                                                                                                          \
    BATCH "resources = { team = { capacity = %d; }; };\n"                                                              \
          "activities = { work = { after = [\"start\"]; duration = %s; resource = \"team\"; }; };\n"

static const char VENDORS[] =
    BATCH "vendors = { avaleo = { name = \"Avaleo\"; sites = 26; teams = 2; }; csc = { name = \"CSC\"; sites = 28; "
          "teams = 2; };\n"
          "            kmd = { name = \"KMD\"; sites = 44; teams = 3; }; };\n"
          "activities = { work = { after = [\"start\"]; duration = 30; resource = \"vendor\"; }; };\n";

static const char WEEKDAYS[] = "title = \"working days\"; epoch = \"2014-01-06\"; horizon = \"2014-12-31\";\n"
                               "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"
                               "sites = { count = 1; };\n"
                               "activities = { short = { after = [\"start\"]; duration = 12; }; long = { after = "
                               "[\"start\"]; duration = 60; }; };\n"
                               "milestones = { twelve = { after = [\"short\"]; }; sixty = { after = [\"long\"]; }; };\n"
                               "deadlines = { end = { date = \"2014-12-31\"; milestone = \"sixty\"; }; };\n";

/* ---- V09 ---- */

enum { MAKESPAN, MEAN_COMPLETION, BY_18, INSTANT, BATCH_VALUES };

static void read_batch(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    double deadline = outcome->programme->deadline[0].instant;
    values[MAKESPAN] = (double)outcome->national[0] / MONTH;
    values[INSTANT] = deadline;
    for (size_t i = 0; i < JOBS; i++) {
        values[MEAN_COMPLETION] += (double)outcome->dates[i] / MONTH / JOBS;
        values[BY_18] += (double)outcome->dates[i] <= deadline;
    }
}

/* The makespan in months. */
static double batch_of(struct verify *verify, int servers, bool consultants)
{
    char text[TEXT];
    struct tally t[BATCH_VALUES];
    const char *what = consultants ? "consultants" : "teams";
    if (consultants)
        snprintf(text, sizeof text, CONSULTANTS, servers, "30");
    else
        snprintf(text, sizeof text, TEAMS, servers, "30");
    const struct verify_programme batch = {
        .name = "V09", .text = text, .observations = 1, .width = BATCH_VALUES, .read = read_batch};
    if (verify_simulate(verify, &batch, t) != 0)
        return NAN;
    int makespan = 0;
    double sum = 0, done = 0;
    for (int i = 1; i <= JOBS; i++) {
        makespan = (i + servers - 1) / servers;
        sum += makespan;
        done += makespan <= 18;
    }
    verify_exact(verify, "V09", makespan, t[MAKESPAN].mean, "%d %s: months until all are done", servers, what);
    verify_exact(verify, "V09", sum / JOBS, t[MEAN_COMPLETION].mean, "%d %s: mean completion, months", servers, what);
    verify_exact(verify, "V09", done, t[BY_18].mean, "%d %s: done by 18 months", servers, what);
    if (servers == 3)
        verify_exact(verify, "V09", 18 * MONTH, t[INSTANT].mean, "the deadline's instant");
    return t[MAKESPAN].mean;
}

static void read_vendors(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    for (size_t i = 0; i < JOBS; i++)
        values[outcome->vendor[i]] = fmax(values[outcome->vendor[i]], (double)outcome->dates[i] / MONTH);
}

static void vendor_queues(struct verify *verify)
{
    static const double makespan[] = {13, 14, 15};
    static const char *const names[] = {"Avaleo, 26 on 2", "CSC, 28 on 2", "KMD, 44 on 3"};
    struct tally t[3];
    const struct verify_programme vendors = {
        .name = "V09", .text = VENDORS, .observations = 1, .width = 3, .read = read_vendors};
    if (verify_simulate(verify, &vendors, t) != 0)
        return;
    for (int v = 0; v < 3; v++)
        verify_exact(verify, "V09", makespan[v], t[v].mean, "%s teams: months until all are done", names[v]);
}

/* The day on which a milestone is reached, as the number YYYYMMDD. */
static double calendar_number(const struct verify_outcome *outcome, size_t milestone)
{
    int year, month, day;
    date_split(date_of_instant(outcome->programme->epoch, (double)outcome->dates[milestone]), &year, &month, &day);
    return year * 10000 + month * 100 + day;
}

static void read_weekdays(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    values[0] = calendar_number(outcome, 0);
    values[1] = calendar_number(outcome, 1);
}

static void working_days(struct verify *verify)
{
    struct tally t[2];
    const struct verify_programme weekdays = {
        .name = "V09", .text = WEEKDAYS, .observations = 1, .width = 2, .read = read_weekdays};
    if (verify_simulate(verify, &weekdays, t) != 0)
        return;
    verify_exact(verify, "V09", 20140121, t[0].mean, "12 working days from 2014-01-06 end on");
    verify_exact(verify, "V09", 20140328, t[1].mean, "60 working days from 2014-01-06 end on");
}

/* One consultant, six sites, a patience of 45 days: the first site is served at once, the second after 30 days; the
 * others give up after 45 and then need twice the 30 days. */
static const char PATIENCE[] =
    "title = \"patience\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\";\n"
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"
    "sites = { count = 6; };\n"
    "corps = { consultants = 1; patience_days = 45; unsupported_factor = 2; engagements = {\n"
    "    only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; }; };\n"
    "activities = { work = { after = [\"start\"]; duration = 30; organisational = true; }; };\n"
    "milestones = { done = { after = [\"work\"]; }; };\n"
    "deadlines = { end = { date = \"2013-12-31\"; milestone = \"done\"; }; };\n";

static void read_patience(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    for (size_t i = 0; i < 6; i++)
        values[i] = (double)outcome->dates[i];
}

static void patience(struct verify *verify)
{
    static const double day[] = {30, 60, 105, 105, 105, 105};
    struct tally t[6];
    const struct verify_programme programme = {
        .name = "V09", .text = PATIENCE, .observations = 1, .width = 6, .read = read_patience};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    for (int i = 0; i < 6; i++)
        verify_exact(verify, "V09", day[i], t[i].mean, "patience of 45 days: site %d done on day", i + 1);
}

static void deterministic(struct verify *verify)
{
    int needed = 0;
    for (int servers = 3; servers <= 8; servers++) {
        double makespan = batch_of(verify, servers, true);
        if (needed == 0 && makespan <= 18)
            needed = servers;
        batch_of(verify, servers, false);
    }
    verify_exact(verify, "V09", 6, needed, "consultants needed for 18 months");
    vendor_queues(verify);
    working_days(verify);
    patience(verify);
}

/* ---- V10 ---- */

struct exponential_batch {
    int servers;
    double mean, sd, by_18, by_24;
    size_t many; /* observations with --full */
};

enum { FINISH, FINISH_SQUARE, IN_18, IN_24, FINISH_VALUES };

static void read_finish(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct exponential_batch *batch = context;
    double finish = (double)outcome->national[0];
    (void)index;
    values[FINISH] = finish / MONTH;
    values[FINISH_SQUARE] = (finish / MONTH - batch->mean) * (finish / MONTH - batch->mean);
    values[IN_18] = finish <= outcome->programme->deadline[0].instant;
    values[IN_24] = finish <= outcome->programme->deadline[1].instant;
}

/* Returns the estimate of P(T <= 18 months). */
static double exponential_batch(struct verify *verify, const struct exponential_batch *of)
{
    char text[TEXT];
    struct tally t[FINISH_VALUES];
    snprintf(text, sizeof text, CONSULTANTS, of->servers, "{ dist = \"exponential\"; mean = 30; }");
    const struct verify_programme batch = {.name = "V10",
                                           .text = text,
                                           .observations = verify_size(verify, 40000, of->many),
                                           .width = FINISH_VALUES,
                                           .read = read_finish,
                                           .context = of};
    if (verify_simulate(verify, &batch, t) != 0)
        return NAN;
    verify_mean(verify, "V10", of->mean, &t[FINISH], "%d consultants: mean finish, months", of->servers);
    verify_deviation(verify, "V10", of->sd, &t[FINISH_SQUARE], "%d consultants: its standard deviation", of->servers);
    verify_probability(verify, "V10", of->by_18, &t[IN_18], "%d consultants: P(finish by 18)", of->servers);
    verify_probability(verify, "V10", of->by_24, &t[IN_24], "%d consultants: P(finish by 24)", of->servers);
    return t[IN_18].mean;
}

/* ---- coverage of the printed interval ---- */

enum { COVERAGE_RUNS = 1000, COVERAGE_SIZE = 400 };

static bool covers(double hits, double p)
{
    struct interval interval = estimate_wilson(hits, COVERAGE_SIZE, 0.95);
    return interval.low <= p && p <= interval.high;
}

static void count_hit(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    values[0] += (double)outcome->national[0] <= outcome->programme->deadline[0].instant;
}

static void close_run(const void *context, double values[])
{
    const struct exponential_batch *batch = context;
    values[0] = covers(values[0], batch->by_18);
}

/* Wilson's interval does not cover 95 % exactly at every p: the expectation is the sum over all outcomes. */
static void coverage(struct verify *verify, const struct exponential_batch *of)
{
    char text[TEXT];
    struct tally t;
    double exact = 0;
    for (unsigned k = 0; k <= COVERAGE_SIZE; k++)
        if (covers(k, of->by_18))
            exact += gsl_ran_binomial_pdf(k, of->by_18, COVERAGE_SIZE);
    snprintf(text, sizeof text, CONSULTANTS, of->servers, "{ dist = \"exponential\"; mean = 30; }");
    const struct verify_programme batch = {.name = "V10.coverage",
                                           .text = text,
                                           .observations = COVERAGE_RUNS,
                                           .width = 1,
                                           .block = COVERAGE_SIZE,
                                           .read = count_hit,
                                           .close = close_run,
                                           .context = of};
    if (verify_simulate(verify, &batch, &t) == 0)
        verify_coverage(verify, "V10", exact, &t, "coverage of the 95 %% interval, %d runs of %d", COVERAGE_RUNS,
                        COVERAGE_SIZE);
}

/* Numbers of observations: the smallest n with 4 sqrt((1 - p) / (p n)) <= 1 % for the probabilities above 0.05. */
static void exponential(struct verify *verify)
{
    static const struct exponential_batch batches[] = {
        {4, 25.583333333333332, 2.7015941795745544, 0.0007644004604606159, 0.2874575918041935, 400000},
        {5, 20.883333333333333, 2.276754512702481, 0.09454337776261013, 0.9100951377384457, 1540000},
        {6, 17.783333333333335, 2.011701877626117, 0.5674644377796942, 0.9958294339600685, 125000},
        {7, 15.592857142857143, 1.8354672182572622, 0.9019655347495511, 0.9996738485946156, 600000},
        {8, 13.967857142857143, 1.71279655889256, 0.9807520902259013, 0.9999499692639053, 50000},
        {9, 12.717857142857143, 1.6243562304080057, 0.9951496560542514, 0.9999878733754836, 50000},
        {10, 11.728968253968254, 1.5587712247685805, 0.9983840871542733, 0.9999959858900418, 50000}};
    static const struct {
        double target;
        int servers;
        bool close; /* P with that many is 0.902: only --full can tell it from 0.9 */
    } smallest[] = {{0.5, 6, false}, {0.8, 7, false}, {0.9, 7, true}, {0.95, 8, false}};
    enum { BATCHES = sizeof batches / sizeof *batches };
    double by_18[BATCHES];
    for (size_t i = 0; i < BATCHES; i++)
        by_18[i] = exponential_batch(verify, &batches[i]);
    for (size_t k = 0; k < sizeof smallest / sizeof *smallest; k++) {
        size_t first = 0;
        while (first < BATCHES - 1 && !(by_18[first] >= smallest[k].target))
            first++;
        if (verify->options->full || !smallest[k].close)
            verify_exact(verify, "V10", smallest[k].servers, batches[first].servers,
                         "fewest consultants with P(finish by 18) >= %g", smallest[k].target);
    }
    if (verify->options->full)
        coverage(verify, &batches[3]);
}

void verify_batches(struct verify *verify)
{
    deterministic(verify);
    exponential(verify);
}
