/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_uptake: V13, diffusion after Bass (1969), the rush before a deadline and the arithmetic of October 2015; V14,
 * binomial thinning of a backlog, plain and overdispersed.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>

/* The epochs are chosen so that the uptake begins on a Monday, or so that a Monday's tick meets the deadline. */
#define UPTAKE                                                                                                         \
    "title = \"uptake\";\n"                                                                                            \
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"                                             \
    "activities = { take = { after = [\"start\"]; kind = \"uptake\"; }; };\n"                                          \
    "milestones = { done = { after = [\"take\"]; }; };\n"

/* ---- V13: Bass ---- */

/* A year of 52 weeks: 0.03 and 0.38 a year are 0.03 / 52 a week and an imitation of 0.38 / 0.03. */
static const char BASS[] =
    UPTAKE "epoch = \"2013-01-07\"; horizon = \"2033-12-31\";\n"
           "sites = { count = 98; cards = 100000; };\n"
           "uptake = { form = \"bass\"; base_week = 0.0005769230769230769; imitation = 12.666666666666666; };\n"
           "deadlines = { end = { date = \"2033-12-31\"; milestone = \"done\"; }; };\n";

static const struct {
    int week;
    double share;
} bass_points[] = {{52, 0.03575816425644162},     {2 * 52, 0.08505628140218216}, {5 * 52, 0.3311986424913736},
                   {322, 0.46052631578947367},    {8 * 52, 0.65173758595855},    {10 * 52, 0.8128032212213462},
                   {15 * 52, 0.9716096398109868}, {20 * 52, 0.9962594145024163}};
enum { BASS_POINTS = sizeof bass_points / sizeof *bass_points, PEAK_WEEK = 322, PEAK_SPAN = 4, ITEMS = 100000 };

static double bass_share(double p, double q, double t)
{
    double e = exp(-(p + q) * t);
    return (1 - e) / (1 + q / p * e);
}

static void read_bass(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    for (size_t i = 0; i < BASS_POINTS; i++)
        values[i] = (double)outcome->cards[bass_points[i].week - 1] / ITEMS;
    int32_t more = outcome->cards[PEAK_WEEK + PEAK_SPAN - 1] - outcome->cards[PEAK_WEEK - PEAK_SPAN - 1];
    values[BASS_POINTS] = more * 52.0 / (2 * PEAK_SPAN);
}

static void bass(struct verify *verify)
{
    const double p = 0.03, q = 0.38;
    struct tally t[BASS_POINTS + 1];
    const struct verify_programme programme = {.name = "V13.bass",
                                               .text = BASS,
                                               .observations = verify_size(verify, 800, 800),
                                               .width = BASS_POINTS + 1,
                                               .read = read_bass};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    for (size_t i = 0; i < BASS_POINTS; i++) { /* week 322 is 3e-5 of a year off the peak, so the formula is asked */
        int week = bass_points[i].week;
        double exact = week == PEAK_WEEK ? bass_share(p, q, week / 52.0) : bass_points[i].share;
        verify_mean(verify, "V13", exact, &t[i], "Bass: share after %g years of 98 sites", week / 52.0);
    }
    double around = bass_share(p, q, (PEAK_WEEK + PEAK_SPAN) / 52.0) - bass_share(p, q, (PEAK_WEEK - PEAK_SPAN) / 52.0);
    verify_mean(verify, "V13", ITEMS * around * 52 / (2 * PEAK_SPAN), &t[BASS_POINTS],
                "Bass: items a year in the 8 weeks of the peak");
}

/* ---- V13: the hazard 0.8 / (60 - t + 1) ---- */

static const char RUSH[] = UPTAKE /* the 420th day ends at the instant of week 60 */
    "epoch = \"2013-01-07\"; horizon = \"2014-12-31\";\n"
    "sites = { count = 1; cards = 100000; };\n"
    "uptake = { form = \"deadline-rush\"; rush = 0.8; rush_days = 7; deadline = \"end\"; };\n"
    "deadlines = { end = { date = \"2014-03-02\"; milestone = \"done\"; }; };\n";

static const int rush_weeks[] = {10, 30, 50, 60};

static void read_rush(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    for (int i = 0; i < 4; i++)
        values[i] = 1 - (double)outcome->cards[rush_weeks[i] - 1] / ITEMS;
}

static void rush(struct verify *verify)
{
    static const double left[] = {0.8665472989050907, 0.5818693577020153, 0.25400968745609964, 0.037302344788762785};
    struct tally t[4];
    const struct verify_programme programme = {.name = "V13.rush",
                                               .text = RUSH,
                                               .observations = verify_size(verify, 500, 2000),
                                               .width = 4,
                                               .read = read_rush};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    for (int i = 0; i < 4; i++)
        verify_share(verify, "V13", left[i], &t[i], "rush: share left after %d of 60 weeks", rush_weeks[i]);
}

/* ---- V13: 50,000 of 100,000 cards on 6 October 2015, 86 days before the deadline ---- */

/* The uptake begins on the Saturday of the first week, so that the thirteenth Monday's tick comes after 86 days, at the
 * deadline, and the first one settles two days. */
#define OCTOBER                                                                                                        \
    UPTAKE "epoch = \"2015-10-05\"; horizon = \"2016-03-31\";\n"                                                       \
           "sites = { count = 1; cards = 50000; decision_from = \"2015-10-10\"; };\n"                                  \
           "deadlines = { end = { date = \"2016-01-03\"; milestone = \"done\"; }; };\n"

static const char CONSTANT_HAZARD[] = OCTOBER "uptake = { form = \"bass\"; base_week = 0.08; };\n";

/* kappa = 0.08 (86 / 7 + 1) */
static const char HYPERBOLIC_HAZARD[] =
    OCTOBER "uptake = { form = \"deadline-rush\"; rush = 1.062857142857143; rush_days = 7; deadline = \"end\"; };\n";

enum { HALF = 50000, DEADLINE_TICK = 12 };

static void read_october(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    values[0] = HALF + outcome->cards[DEADLINE_TICK];
}

static void october_of(struct verify *verify, const char *text, double exact, const char *what)
{
    char name[40];
    struct tally t;
    snprintf(name, sizeof name, "V13.%s", what);
    const struct verify_programme programme = {
        .name = name, .text = text, .observations = verify_size(verify, 500, 2000), .width = 1, .read = read_october};
    if (verify_simulate(verify, &programme, &t) == 0)
        verify_mean(verify, "V13", exact, &t, "October 2015: %s, cards at the deadline", what);
}

static void october(struct verify *verify)
{
    const double weeks = 86.0 / 7;
    const double constant = 2 * HALF - HALF * exp(-0.08 * weeks);
    const double hyperbolic = 2 * HALF - HALF * pow(1 / (weeks + 1), 0.08 * (weeks + 1));
    october_of(verify, CONSTANT_HAZARD, constant, "constant hazard");
    october_of(verify, HYPERBOLIC_HAZARD, hyperbolic, "hyperbolic hazard");
}

/* ---- V14 ---- */

#define BACKLOG                                                                                                        \
    UPTAKE "epoch = \"2013-01-07\"; horizon = \"2013-03-31\"; sites = { count = 1; cards = 50000; };\n"                \
           "deadlines = { end = { date = \"2013-03-31\"; milestone = \"done\"; }; };\n"

static const char THINNING[] = BACKLOG "uptake = { form = \"table\"; table = [0.04]; };\n";

static const char HURRYING[] = BACKLOG /* 0.5 / (13 - t) */
    "uptake = { form = \"table\"; table = [0.041666666666666664, 0.045454545454545456, 0.05, 0.05555555555555555,\n"
    "    0.0625, 0.07142857142857142, 0.08333333333333333, 0.1, 0.125, 0.16666666666666666, 0.25, 0.5]; };\n";

static const char OVERDISPERSED[] = BACKLOG "uptake = { form = \"table\"; table = [0.04]; overdispersion = 0.05; };\n";

enum { TOTAL, TOTAL_SQUARE, GE_19500, GE_19300, WEEK_1, WEEK_1_SQUARE, WEEK_12, COVARIANCE, THINNING_VALUES };

struct thinning {
    double total; /* exact mean */
};

static void read_thinning(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct thinning *of = context;
    const int32_t *cards = outcome->cards;
    double first = cards[0], second = cards[1] - cards[0], total = cards[11];
    (void)index;
    values[TOTAL] = total;
    values[TOTAL_SQUARE] = (total - of->total) * (total - of->total);
    values[GE_19500] = total >= 19500;
    values[GE_19300] = total >= 19300;
    values[WEEK_1] = first;
    values[WEEK_1_SQUARE] = (first - 2000) * (first - 2000);
    values[WEEK_12] = cards[11] - cards[10];
    values[COVARIANCE] = (first - 2000) * (second - 1920);
}

static int thin(struct verify *verify, const char *name, const char *text, double total, size_t observations,
                struct tally t[])
{
    const struct thinning of = {total};
    const struct verify_programme programme = {.name = name,
                                               .text = text,
                                               .observations = observations,
                                               .width = THINNING_VALUES,
                                               .read = read_thinning,
                                               .context = &of};
    return verify_simulate(verify, &programme, t);
}

static void thinning(struct verify *verify)
{
    const double constant = 19364.512133511646, hurrying = 41940.98711013794;
    struct tally t[THINNING_VALUES];
    if (thin(verify, "V14.constant", THINNING, constant, verify_size(verify, 40000, 1340000), t) != 0)
        return;
    verify_mean(verify, "V14", constant, &t[TOTAL], "constant: mean of 12 weeks");
    verify_deviation(verify, "V14", 108.92577991519386, &t[TOTAL_SQUARE], "constant: its standard deviation");
    verify_probability(verify, "V14", 0.10765768516620981, &t[GE_19500], "constant: P(>= 19,500)");
    verify_probability(verify, "V14", 0.7246212118406057, &t[GE_19300], "constant: P(>= 19,300)");
    verify_mean(verify, "V14", 2000, &t[WEEK_1], "constant: mean of week 1");
    verify_mean(verify, "V14", 1276.4786611036816, &t[WEEK_12], "constant: mean of week 12");
    verify_spread(verify, "V14", -76.8, &t[COVARIANCE], "constant: covariance of weeks 1 and 2");
    if (thin(verify, "V14.hurrying", HURRYING, hurrying, verify_size(verify, 40000, 40000), t) != 0)
        return;
    verify_mean(verify, "V14", hurrying, &t[TOTAL], "0.5 / (13 - t): mean of 12 weeks");
    verify_deviation(verify, "V14", 82.21957865790122, &t[TOTAL_SQUARE], "0.5 / (13 - t): its standard deviation");
    if (thin(verify, "V14.overdispersed", OVERDISPERSED, constant, verify_size(verify, 100000, 200000), t) != 0)
        return;
    verify_mean(verify, "V14", 2000, &t[WEEK_1], "intraclass correlation 0.05: mean of week 1");
    verify_deviation(verify, "V14", 2191.3064596263116, &t[WEEK_1_SQUARE],
                     "intraclass correlation 0.05: standard deviation of week 1");
}

void verify_uptake(struct verify *verify)
{
    bass(verify);
    rush(verify);
    october(verify);
    thinning(verify);
}
