/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_pools: V07, 98 municipalities that share c teams again and again (the machine repairman), and V08, three
 * classes of customers without preemption (Cobham 1954).
 */
#include "analysis/verify/verify_markov.h"
#include "analysis/verify/verify_parts.h"

#include <math.h>

/* ---- V07 ----
 *
 * Each site needs a team for an exponential time of mean 1 day, over and over, after exponential times of mean 20 days:
 * a chain of 16 rounds of two activities. The number at the teams is a birth and death process with births (98 - n) /
 * 20 and deaths min(n, c), from 0 on; its distribution after t days is known by uniformisation, so nothing need be
 * stationary. That a site would have had a 17th request within 60 days: Poisson(3) > 16, less than 1e-8. */

enum { SITES = 98, ROUNDS = 16, ROUND_TEXT = 256, DAYS = 60, STEP = 2, POINTS = DAYS / STEP };

static const char POOL[] =
    "title = \"a pool\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\";\n" RESTLESS "sites = { count = 98; };\n"
    "resources = { team = { capacity = %d; }; };\n"
    "milestones = { done = { after = [\"need16\"]; }; };\n"
    "deadlines = { end = { date = \"2014-12-31\"; milestone = \"done\"; }; };\n"
    "activities = {\n";

struct repair {
    int teams;
    size_t few, many;
};

enum { PRESENT, QUEUED, ALL_BUSY, SERVED, LATE_PRESENT, POOL_VALUES };

static void read_pool(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct repair *of = context;
    (void)index;
    for (int point = 1; point <= POINTS; point++) {
        int present = 0;
        for (size_t i = 0; i < SITES; i++)
            for (size_t round = 0; round < ROUNDS; round++) /* NaN: not yet */
                present += verify_end(outcome, i, 2 * round + 1) <= point * STEP &&
                           !(verify_end(outcome, i, 2 * round + 2) <= point * STEP);
        values[PRESENT] += (double)present / POINTS;
        values[QUEUED] += fmax(0, present - of->teams) / POINTS;
        values[ALL_BUSY] += (present >= of->teams) / (double)POINTS;
        values[LATE_PRESENT] = present;
    }
    for (size_t i = 0; i < SITES; i++)
        for (size_t round = 0; round < ROUNDS; round++)
            values[SERVED] += verify_end(outcome, i, 2 * round + 2) <= DAYS;
}

/* Means over the same days as above, and the services: the integral of E[min(n, c)] by Simpson's rule in half days,
 * whose error is below 1e-7. */
static void pool_exact(int teams, double exact[POOL_VALUES])
{
    enum { HALVES = 2 * DAYS };
    double birth[SITES + 1], death[SITES + 1], p[SITES + 1] = {1};
    for (int n = 0; n <= SITES; n++) {
        birth[n] = (SITES - n) / 20.0;
        death[n] = fmin(n, teams);
    }
    for (int half = 0; half <= 2 * HALVES; half++) { /* quarters of a day: Simpson's middles and ends */
        double weight = half == 0 || half == 2 * HALVES ? 1 : half % 2 ? 4 : 2;
        bool point = half > 0 && half % (4 * STEP) == 0;
        for (int n = 0; n <= SITES; n++) {
            exact[SERVED] += weight * p[n] * death[n] * 0.25 / 3;
            exact[PRESENT] += point ? p[n] * n / POINTS : 0;
            exact[QUEUED] += point ? p[n] * fmax(0, n - teams) / POINTS : 0;
            exact[ALL_BUSY] += point && n >= teams ? p[n] / POINTS : 0;
            exact[LATE_PRESENT] += half == 2 * HALVES ? p[n] * n : 0;
        }
        markov_move(p, SITES + 1, birth, death, 0.25);
    }
}

static void closed_pool(struct verify *verify, const struct repair *of)
{
    char text[sizeof POOL + ROUNDS * ROUND_TEXT], name[16], before[16];
    double exact[POOL_VALUES] = {0};
    struct tally t[POOL_VALUES];
    int c = of->teams, length = snprintf(text, sizeof text, POOL, c);
    for (int round = 1; round <= ROUNDS; round++) {
        snprintf(before, sizeof before, round > 1 ? "need%d" : "start", round - 1);
        length += snprintf(text + length, sizeof text - (size_t)length,
                           "    up%d = { after = [\"%s\"]; duration = { dist = \"exponential\"; mean = 20; }; };\n"
                           "    need%d = { after = [\"up%d\"]; resource = \"team\";\n"
                           "              duration = { dist = \"exponential\"; mean = 1; }; };\n",
                           round, before, round, round);
    }
    snprintf(text + length, sizeof text - (size_t)length, "};\n");
    snprintf(name, sizeof name, "V07.%d", c);
    const struct verify_programme programme = {.name = name,
                                               .text = text,
                                               .watch = true,
                                               .observations = verify_size(verify, of->few, of->many),
                                               .width = POOL_VALUES,
                                               .read = read_pool,
                                               .context = of};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    pool_exact(c, exact);
    verify_mean(verify, "V07", exact[PRESENT], &t[PRESENT], "c = %d: at the teams, mean of days 2, 4 ... 60", c);
    verify_mean(verify, "V07", exact[QUEUED], &t[QUEUED], "c = %d: of them waiting", c);
    verify_share(verify, "V07", exact[ALL_BUSY], &t[ALL_BUSY], "c = %d: P(all teams are busy)", c);
    verify_mean(verify, "V07", exact[LATE_PRESENT], &t[LATE_PRESENT], "c = %d: at the teams on day 60", c);
    verify_mean(verify, "V07", exact[SERVED], &t[SERVED], "c = %d: services within 60 days", c);
}

/* ---- V08 ----
 *
 * Three classes are the sites of three regions, and the desk serves region by region. Each class has a vendor of its
 * own with a single team, its door (verify_queues.c): the door's work is organisational, and the vendor's factor makes
 * its mean 1 / lambda. In the steady state (Cobham 1954; of c servers Kella & Yechiali 1985)
 *
 *     Wq_k = W0 / ((1 - s_{k-1}) (1 - s_k)),   W0 = C / (c mu),  s_k = (lambda_1 + ... + lambda_k) / (c mu)
 *
 * with Erlang's C = 288/445 for c = 3, load 2.4. Customers count who come between days 300 and 600 on average. M/M/3
 * forgets its start like exp(-(sqrt(3) - sqrt(2.4))^2 t) = exp(-0.0334 t): after 300 days 5e-5 of the mean wait is
 * missing, a hundredth of the error here and a tenth of that with --full. Doors end after 833 days, five standard
 * deviations later than the last who counts comes. */

enum { CLASSES = 3, CUSTOMERS = 2000, LINE = 48 };
static const int customers_of[CLASSES] = {500, 667, 833}, from_of[CLASSES] = {180, 240, 300},
                 to_of[CLASSES] = {360, 480, 600};

static const char PRIORITIES[] =
    "title = \"priorities\"; epoch = \"2013-01-01\"; horizon = \"2022-12-31\";\n" RESTLESS "sites = { };\n"
    "vendors = {\n"
    "    a = { name = \"A\"; sites = 500; teams = 1; organisational_factor = 1.6666666666666667; };\n"
    "    b = { name = \"B\"; sites = 667; teams = 1; organisational_factor = 1.25; };\n"
    "    c = { name = \"C\"; sites = 833; teams = 1; organisational_factor = 1; };\n"
    "};\n"
    "resources = { desk = { capacity = 3; order = \"by-region\"; }; };\n"
    "activities = {\n"
    "    arrival = { after = [\"start\"]; resource = \"vendor\"; organisational = true;\n"
    "                duration = { dist = \"exponential\"; mean = 1; }; };\n"
    "    service = { after = [\"came\"]; resource = \"desk\"; duration = { dist = \"exponential\"; mean = 1; }; };\n"
    "};\n"
    "milestones = { came = { after = [\"arrival\"]; }; served = { after = [\"service\"]; }; };\n"
    "deadlines = { end = { date = \"2022-12-31\"; milestone = \"served\"; }; };\n";

static void read_priorities(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    enum { SERVICE = 2, CAME };
    size_t first = 0;
    (void)index;
    (void)context;
    for (int k = 0; k < CLASSES; k++) {
        for (int i = from_of[k]; i < to_of[k]; i++) {
            size_t site = first + (size_t)i;
            double wait = verify_begin(outcome, site, SERVICE) - verify_end(outcome, site, CAME);
            values[k] += wait / (to_of[k] - from_of[k]);
        }
        first += (size_t)customers_of[k];
    }
}

static void priorities(struct verify *verify)
{
    static const double exact[CLASSES] = {24.0 / 89, 45.0 / 89, 180.0 / 89};
    static char sites[CUSTOMERS * LINE];
    struct tally t[CLASSES];
    int length = snprintf(sites, sizeof sites, "code,name,region,vendor\n"), code = 1;
    for (int k = 0; k < CLASSES; k++)
        for (int i = 0; i < customers_of[k]; i++, code++)
            length += snprintf(sites + length, sizeof sites - (size_t)length, "%d,site %d,region %d,%c\n", code, code,
                               k + 1, "ABC"[k]);
    const struct verify_programme programme = {.name = "V08",
                                               .text = PRIORITIES,
                                               .sites = sites,
                                               .watch = true,
                                               .observations = verify_size(verify, 400, 60000),
                                               .width = CLASSES,
                                               .read = read_priorities};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    for (int k = 0; k < CLASSES; k++)
        verify_mean(verify, "V08", exact[k], &t[k], "M/M/3, class %d of 3: Wq", k + 1);
}

void verify_pools(struct verify *verify)
{
    static const struct repair repairs[] = {{3, 1000, 5000}, {5, 1200, 65000}, {8, 1200, 150000}};
    for (size_t i = 0; i < sizeof repairs / sizeof *repairs; i++)
        closed_pool(verify, &repairs[i]);
    priorities(verify);
    verify_absent(verify, "V08", "preemptive resume: resources do not preempt");
}
