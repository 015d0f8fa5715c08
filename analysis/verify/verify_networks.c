/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_networks: V11, activity networks (series, the bridge of Kulkarni & Adlakha 1986, maxima of exponentials), and
 * V12, the latest of n gamma durations, with and without a shock that all share.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <string.h>

enum { ALL = 98, TEXT = 2048 };

#define NETWORK                                                                                                        \
    "title = \"a network\"; epoch = \"2013-01-01\"; horizon = \"2062-12-31\";\n"                                       \
    "calendars = { restless = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };\n"                                             \
    "deadlines = { end = { date = \"2062-12-31\"; milestone = \"done\"; }; };\n"

/* ---- V11: three discrete durations in series ---- */

static const char SERIES[] = NETWORK
    "sites = { count = 98; };\n"
    "activities = {\n"
    "    first = { after = [\"start\"];\n"
    "              duration = { dist = \"discrete\"; values = [60, 90, 120]; weights = [0.3, 0.5, 0.2]; }; };\n"
    "    second = { after = [\"first\"];\n"
    "               duration = { dist = \"discrete\"; values = [30, 60, 120]; weights = [0.6, 0.3, 0.1]; }; };\n"
    "    third = { after = [\"second\"];\n"
    "              duration = { dist = \"discrete\"; values = [60, 90, 180]; weights = [0.5, 0.3, 0.2]; }; };\n"
    "};\n"
    "milestones = { done = { after = [\"third\"]; }; };\n";

enum {
    PMF_FROM = 5,
    PMF_TO = 14,
    SERIES_MEAN = PMF_TO + 1,
    SERIES_SQUARE,
    LE_8,
    LE_10,
    ALL_12,
    ALL_13,
    LATEST,
    SERIES_VALUES
};

static void read_series(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    double latest = 0;
    for (size_t i = 0; i < ALL; i++) {
        double months = round((double)outcome->dates[i] / MONTH);
        values[SERIES_MEAN] += months / ALL;
        values[SERIES_SQUARE] += (months - 7.6) * (months - 7.6) / ALL;
        values[LE_8] += (months <= 8) / (double)ALL;
        values[LE_10] += (months <= 10) / (double)ALL;
        if (months >= PMF_FROM && months <= PMF_TO)
            values[(size_t)months] += 1.0 / ALL;
        latest = fmax(latest, months);
    }
    values[ALL_12] = latest <= 12;
    values[ALL_13] = latest <= 13;
    values[LATEST] = latest;
}

static void series(struct verify *verify)
{
    static const double pmf[] = {0.09, 0.249, 0.252, 0.126, 0.088, 0.103, 0.06, 0.018, 0.01, 0.004};
    struct tally t[SERIES_VALUES];
    const struct verify_programme programme = {.name = "V11.series",
                                               .text = SERIES,
                                               .observations = verify_size(verify, 40000, 490000),
                                               .width = SERIES_VALUES,
                                               .read = read_series};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    verify_mean(verify, "V11", 7.6, &t[SERIES_MEAN], "series: mean, months");
    verify_spread(verify, "V11", 3.62, &t[SERIES_SQUARE], "series: variance");
    verify_share(verify, "V11", 0.717, &t[LE_8], "series: P(<= 8)");
    verify_share(verify, "V11", 0.908, &t[LE_10], "series: P(<= 10)");
    for (int m = PMF_FROM; m <= PMF_TO; m++)
        verify_share(verify, "V11", pmf[m - PMF_FROM], &t[m], "series: P(%d months)", m);
    verify_probability(verify, "V11", 0.25115259177963767, &t[ALL_12], "series: P(all 98 <= 12)");
    verify_probability(verify, "V11", 0.6751731537320426, &t[ALL_13], "series: P(all 98 <= 13)");
    verify_mean(verify, "V11", 13.03231188802281, &t[LATEST], "series: mean of the latest of 98");
}

/* ---- V11: the bridge, rates a month of A 1/2, B 1/3, C 1, D 1/4, E 1/2 ---- */

static const char BRIDGE[] =
    NETWORK "sites = { count = 1; };\n"
            "activities = {\n"
            "    a = { after = [\"start\"]; duration = { dist = \"exponential\"; mean = 60; }; };\n"
            "    b = { after = [\"start\"]; duration = { dist = \"exponential\"; mean = 90; }; };\n"
            "    c = { after = [\"a\"]; duration = { dist = \"exponential\"; mean = 30; }; };\n"
            "    d = { after = [\"a\"]; duration = { dist = \"exponential\"; mean = 120; }; };\n"
            "    e = { after = [\"b\", \"c\"]; duration = { dist = \"exponential\"; mean = 60; }; };\n"
            "};\n"
            "milestones = { pair = { after = [\"a\", \"b\"]; }; done = { after = [\"d\", \"e\"]; }; };\n";

enum { BRIDGE_MEAN = 5, BRIDGE_SQUARE, PATH_AD, PATH_ACE, PATH_BE, PAIR, BRIDGE_VALUES };

static void read_bridge(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    enum { A, B, C, D, E };
    const double mean = 64241.0 / 7980, months = (double)outcome->dates[1] / MONTH;
    const uint8_t *critical = outcome->critical;
    (void)index;
    (void)context;
    for (int i = A; i <= E; i++)
        values[i] = critical[i];
    values[BRIDGE_MEAN] = months;
    values[BRIDGE_SQUARE] = (months - mean) * (months - mean);
    values[PATH_AD] = critical[A] && critical[D];
    values[PATH_ACE] = critical[A] && critical[C] && critical[E];
    values[PATH_BE] = critical[B] && critical[E];
    values[PAIR] = (double)outcome->dates[0] / MONTH;
}

static void bridge(struct verify *verify)
{
    static const double critical[] = {1847.0 / 2660, 813.0 / 2660, 307.0 / 1140, 848.0 / 1995, 1147.0 / 1995};
    struct tally t[BRIDGE_VALUES];
    const struct verify_programme programme = {.name = "V11.bridge",
                                               .text = BRIDGE,
                                               .observations = verify_size(verify, 80000, 450000),
                                               .width = BRIDGE_VALUES,
                                               .read = read_bridge};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    verify_mean(verify, "V11", 64241.0 / 7980, &t[BRIDGE_MEAN], "bridge: mean, months");
    verify_spread(verify, "V11", 234783197.0 / 12736080, &t[BRIDGE_SQUARE], "bridge: variance");
    verify_probability(verify, "V11", 848.0 / 1995, &t[PATH_AD], "bridge: P(path A-D is critical)");
    verify_probability(verify, "V11", 307.0 / 1140, &t[PATH_ACE], "bridge: P(path A-C-E is critical)");
    verify_probability(verify, "V11", 813.0 / 2660, &t[PATH_BE], "bridge: P(path B-E is critical)");
    for (int i = 0; i < 5; i++)
        verify_probability(verify, "V11", critical[i], &t[i], "bridge: P(%c is critical)", "ABCDE"[i]);
    verify_mean(verify, "V11", 3.8, &t[PAIR], "mean of the later of two exponentials, months");
}

/* ---- the latest of n ---- */

struct latest {
    const char *name, *variant, *duration, *factor;
    int sites;
    double mean, sd; /* of the latest, months; mean 0: no line */
    double by[2], probability[2];
    double single, variance; /* mean and variance of one site's duration; 0: no correlation is looked at */
    double correlation;
    bool variance_line; /* the spread is told as a variance */
    size_t few, many;
};

enum { MAXIMUM, MAXIMUM_SQUARE, BY_0, BY_1, PRODUCT, LATEST_VALUES };

static void read_latest(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct latest *of = context;
    double months = (double)outcome->national[0] / MONTH, sum = 0, squares = 0, n = of->sites;
    (void)index;
    values[MAXIMUM] = months;
    values[MAXIMUM_SQUARE] = (months - of->mean) * (months - of->mean);
    values[BY_0] = months <= of->by[0];
    values[BY_1] = months <= of->by[1];
    for (int i = 0; i < of->sites; i++) {
        double deviation = (double)outcome->dates[i] / MONTH - of->single;
        sum += deviation;
        squares += deviation * deviation;
    }
    if (of->variance > 0) /* mean product of two different sites' deviations */
        values[PRODUCT] = (sum * sum - squares) / (n * (n - 1)) / of->variance;
}

static void latest_of(struct verify *verify, const struct latest *of)
{
    char text[TEXT], name[4] = {of->name[0], of->name[1], of->name[2]};
    struct tally t[LATEST_VALUES];
    snprintf(text, sizeof text,
             NETWORK "sites = { count = %d; };\n"
                     "activities = { work = { after = [\"start\"]; duration = %s; factor = %s; }; };\n"
                     "milestones = { done = { after = [\"work\"]; }; };\n",
             of->sites, of->duration, of->factor);
    const struct verify_programme programme = {.name = of->name,
                                               .text = text,
                                               .observations = verify_size(verify, of->few, of->many),
                                               .width = LATEST_VALUES,
                                               .read = read_latest,
                                               .context = of};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    verify_mean(verify, name, of->mean, &t[MAXIMUM], "%smean of the latest of %d, months", of->variant, of->sites);
    if (of->variance_line)
        verify_spread(verify, name, of->sd * of->sd, &t[MAXIMUM_SQUARE], "%sits variance", of->variant);
    else
        verify_deviation(verify, name, of->sd, &t[MAXIMUM_SQUARE], "%slatest of %d: standard deviation", of->variant,
                         of->sites);
    for (int i = 0; i < 2 && of->by[i] > 0; i++)
        verify_probability(verify, name, of->probability[i], &t[BY_0 + i], "%sP(latest of %d <= %g)", of->variant,
                           of->sites, of->by[i]);
    if (of->variance > 0)
        verify_spread(verify, name, of->correlation, &t[PRODUCT], "%scorrelation of two sites' durations", of->variant);
}

#define GAMMA_3 "{ dist = \"gamma\"; shape = 3; scale = 30; }"
#define GAMMA_25 "{ dist = \"gamma\"; shape = 2.5; scale = 36; }"
#define SHOCK "{ dist = \"lognormal\"; mean = 1; cv = 0.3068782880967801; }" /* sigma of the logarithm 0.3 */

static const struct latest gammas[] = {{"V12.3",
                                        "",
                                        GAMMA_3,
                                        "1",
                                        3,
                                        4.495627572016462,
                                        1.7397992185395965,
                                        {6, 9},
                                        {0.8253760164790024, 0.9814196933883476},
                                        0,
                                        0,
                                        0,
                                        false,
                                        80000,
                                        80000},
                                       {"V12.26",
                                        "",
                                        GAMMA_3,
                                        "1",
                                        26,
                                        7.397270809441666,
                                        1.6301768659621065,
                                        {6, 9},
                                        {0.18951750246869942, 0.8499786021121184},
                                        0,
                                        0,
                                        0,
                                        false,
                                        40000,
                                        690000},
                                       {"V12.28",
                                        "",
                                        GAMMA_3,
                                        "1",
                                        28,
                                        7.493338462516113,
                                        1.6264953215875504,
                                        {6, 9},
                                        {0.16675692874306644, 0.8394171505292692},
                                        0,
                                        0,
                                        0,
                                        false,
                                        40000,
                                        810000},
                                       {"V12.44",
                                        "",
                                        GAMMA_3,
                                        "1",
                                        44,
                                        8.074197371267585,
                                        1.6051205257017154,
                                        {6, 9},
                                        {0.05991842584844052, 0.7595154330036202},
                                        0,
                                        0,
                                        0,
                                        false,
                                        40000,
                                        2520000},
                                       {"V12.98",
                                        "",
                                        GAMMA_3,
                                        "1",
                                        98,
                                        9.083551754234536,
                                        1.5719204577194439,
                                        {6, 9},
                                        {0.0018936233822786676, 0.5419040962422453},
                                        3,
                                        3,
                                        0,
                                        false,
                                        40000,
                                        140000},
                                       {"V12.gamma",
                                        "gamma(2.5, 1.2): ",
                                        GAMMA_25,
                                        "1",
                                        98,
                                        9.835762255341585,
                                        1.8129162371422163,
                                        {9, 12},
                                        {0.3603039591893132, 0.8846615039995861},
                                        0,
                                        0,
                                        0,
                                        false,
                                        40000,
                                        290000},
                                       /* Var of one duration: 9 (e^(0.09) (1 + 1/3) - 1). */
                                       {"V12.shock",
                                        "shared shock: ",
                                        GAMMA_3,
                                        SHOCK,
                                        98,
                                        9.083551754234536,
                                        3.236361913909589,
                                        {9, 12},
                                        {0.561036887629932, 0.8380541829367729},
                                        3,
                                        4.130091404462525,
                                        0.20521786816415344,
                                        false,
                                        80000,
                                        130000}};

static void maxima(struct verify *verify)
{
    for (size_t i = 0; i < sizeof gammas / sizeof *gammas; i++)
        latest_of(verify, &gammas[i]);
}

void verify_networks(struct verify *verify)
{
    static const struct latest exponential = {"V11.98",
                                              "exponential: ",
                                              "{ dist = \"exponential\"; mean = 30; }",
                                              "1",
                                              98,
                                              5.1672765075386105,
                                              1.2785858867435664,
                                              {0},
                                              {0},
                                              0,
                                              0,
                                              0,
                                              true,
                                              40000,
                                              40000};
    series(verify);
    bridge(verify);
    latest_of(verify, &exponential);
    maxima(verify);
}
