/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_queues: V01 to V06, queues as programmes: sites are the customers. All stand before a door with one server
 * whose service is exponential with mean 1 / lambda; the queue before it never ends until the last has passed, so the
 * departures from it are a Poisson stream. Behind the door is the station: a resource, a vendor's teams, or the corps.
 *
 * A run begins with an empty station and ends with the last customer. The exact values are those of that finite run, so
 * there is no warm-up: M/M/c by the chain of what customers find (verify_markov.h), M/G/1 by Spitzer's identity. Where
 * only the steady state is known, V04's lognormal and V06, the first customers are left out and the bias is stated.
 */
#include "analysis/verify/verify_markov.h"
#include "analysis/verify/verify_parts.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { TEXT = 2048, LIMITS = 2 };

/* %d customers, %s the station as a group of the configuration, %g mean time between arrivals, %s service, %s where */
#define QUEUE                                                                                                          \
    "title = \"a queue\"; epoch = \"2013-01-01\"; horizon = \"2032-12-31\";\n" RESTLESS "sites = { count = %d; };\n"   \
    "%s\n"                                                                                                             \
    "activities = {\n"                                                                                                 \
    "    arrival = { after = [\"start\"]; resource = \"door\";\n"                                                      \
    "                duration = { dist = \"exponential\"; mean = %.17g; }; };\n"                                       \
    "    service = { after = [\"came\"]; duration = %s; %s };\n"                                                       \
    "};\n"                                                                                                             \
    "milestones = { came = { after = [\"arrival\"]; }; served = { after = [\"service\"]; }; };\n"                      \
    "deadlines = { end = { date = \"2032-12-31\"; milestone = \"served\"; }; };\n"

enum { ARRIVAL = 1, SERVICE, CAME, SERVED };

struct queue_case {
    const char *name, *variant;
    const char *station, *where, *service;
    int servers, customers, from; /* customers before `from` do not count */
    double arrival;
    double limit[LIMITS];
    int resource; /* the station's, among the results' resources; the door's is not looked at */
    size_t few, many;
};

enum {
    WAIT,    /* means over the customers that count */
    SOJOURN, /* from arrival to the end of the service */
    SQUARE,  /* of the wait */
    WAITED,
    LATE,
    LAST = LATE + LIMITS, /* the last customer's wait */
    ALONE,                /* share of those who gave up */
    /* what the results say of the station, over what the customers' own times say: 1 */
    BUSY_RATIO,
    WAIT_RATIO,
    IDLE_RATIO,
    LONGEST, /* the difference: 0 */
    QUEUE_VALUES
};

/* ---- one replication ---- */

/* Customers arrive in their order and are served in it: those who wait when k arrives began after it. */
static double longest_queue(const struct verify_outcome *outcome, int customers)
{
    int longest = 0, served = 0;
    for (int k = 0; k < customers; k++) {
        double now = verify_end(outcome, (size_t)k, CAME);
        while (served < k && verify_begin(outcome, (size_t)served, SERVICE) <= now)
            served++;
        int waiting = k - served + (verify_begin(outcome, (size_t)k, SERVICE) > now);
        longest = waiting > longest ? waiting : longest;
    }
    return longest;
}

static void read_results(const struct verify_outcome *outcome, const struct queue_case *of, double values[])
{
    /* A vendor's teams are offered from its readiness on, another resource's from the first request on. */
    double first = (size_t)of->resource < outcome->programme->vendors ? 0 : verify_end(outcome, 0, CAME);
    double waits = 0, busy = 0, last = 0;
    for (size_t i = 0; i < (size_t)of->customers; i++) {
        waits += verify_begin(outcome, i, SERVICE) - verify_end(outcome, i, CAME);
        busy += verify_end(outcome, i, SERVED) - verify_begin(outcome, i, SERVICE);
        last = fmax(last, verify_end(outcome, i, SERVED));
    }
    double offered = of->servers * (last - first);
    values[BUSY_RATIO] = (double)outcome->utilisation[of->resource] * offered / busy;
    values[WAIT_RATIO] = (double)outcome->wait[of->resource] / (waits / of->customers);
    values[IDLE_RATIO] = ((double)outcome->idle[of->resource] + busy) / offered;
    values[LONGEST] = outcome->longest[of->resource] - longest_queue(outcome, of->customers);
}

static void read_queue(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const struct queue_case *of = context;
    double n = of->customers - of->from;
    (void)index;
    for (size_t i = (size_t)of->from; i < (size_t)of->customers; i++) {
        double came = verify_end(outcome, i, CAME), wait = verify_begin(outcome, i, SERVICE) - came;
        values[WAIT] += wait / n;
        values[SOJOURN] += (verify_end(outcome, i, SERVED) - came) / n;
        values[SQUARE] += wait * wait / n;
        values[WAITED] += (wait > 0) / n;
        values[ALONE] += !isnan(outcome->support[i].alone) / n;
        for (int k = 0; k < LIMITS; k++)
            values[LATE + k] += (wait > of->limit[k]) / n;
        values[LAST] = wait;
    }
    if (of->resource >= 0)
        read_results(outcome, of, values);
}

static int observe(struct verify *verify, const struct queue_case *of, struct tally t[])
{
    char text[TEXT];
    snprintf(text, sizeof text, QUEUE, of->customers, of->station, 1 / of->arrival, of->service, of->where);
    const struct verify_programme programme = {.name = of->name,
                                               .text = text,
                                               .watch = true,
                                               .observations = verify_size(verify, of->few, of->many),
                                               .width = QUEUE_VALUES,
                                               .read = read_queue,
                                               .context = of};
    return verify_simulate(verify, &programme, t);
}

/* ---- lines that every station has ---- */

/* The observation that is furthest from 1, to the digits that the results file holds. */
static double furthest(const struct tally *tally)
{
    double value = tally->max - 1 > 1 - tally->min ? tally->max : tally->min;
    return round(value * 1e5) / 1e5;
}

static void results_agree(struct verify *verify, const char *name, const char *variant, const struct tally t[])
{
    verify_exact(verify, name, 1, furthest(&t[BUSY_RATIO]), "%sutilisation in the results / customers' own times",
                 variant);
    verify_exact(verify, name, 1, furthest(&t[WAIT_RATIO]), "%smean wait in the results / customers' own waits",
                 variant);
    verify_exact(verify, name, 1, furthest(&t[IDLE_RATIO]), "%sidle days in the results + served / offered", variant);
    verify_exact(verify, name, 0, fmax(t[LONGEST].max, -t[LONGEST].min), "%slongest queue in the results - seen",
                 variant);
}

/* ---- V01, V02: M/M/c ---- */

static void markovian(struct verify *verify, const struct queue_case *of)
{
    char name[4] = {of->name[0], of->name[1], of->name[2]};
    struct tally t[QUEUE_VALUES];
    struct arrivals chain;
    double wait = 0, square = 0, waits = 0, late[LIMITS] = {0}, last = 0, n = of->customers;
    if (observe(verify, of, t) != 0)
        return;
    arrivals_begin(&chain, of->servers, of->arrival, 1, 0);
    for (int k = 0; k < of->customers; k++, arrivals_next(&chain)) {
        last = arrivals_wait(&chain);
        wait += last / n;
        square += arrivals_wait_square(&chain) / n;
        waits += arrivals_waits(&chain) / n;
        for (int i = 0; i < LIMITS; i++)
            late[i] += arrivals_late(&chain, of->limit[i]) / n;
    }
    verify_mean(verify, name, wait, &t[WAIT], "%smean wait of the first %d customers", of->variant, of->customers);
    verify_mean(verify, name, wait + 1, &t[SOJOURN], "%stheir mean time in the system", of->variant);
    verify_spread(verify, name, square, &t[SQUARE], "%smean square of the wait", of->variant);
    verify_share(verify, name, waits, &t[WAITED], "%sP(wait)", of->variant);
    for (int i = 0; i < LIMITS; i++)
        verify_share(verify, name, late[i], &t[LATE + i], "%sP(wait > %g)", of->variant, of->limit[i]);
    verify_mean(verify, name, last, &t[LAST], "%smean wait of customer %d", of->variant, of->customers);
    results_agree(verify, name, of->variant, t);
}

/* ---- V03, V04: M/G/1 ----
 *
 * The waits are a random walk that is reflected at 0 (Lindley 1952), and the mean of the k-th customer's, the first
 * being number 0, is the sum over j = 1 … k of E[S_j^+] / j (Spitzer 1956), S_j the sum of j services less j times
 * between arrivals. The latter are together Gamma(j, 1 / lambda). */

/* E[(X - Y)^+] of X ~ Gamma(a, theta), Y ~ Gamma(b, phi). X > Y if and only if a Beta(a, b) variate exceeds
 * phi / (theta + phi); and x times a gamma density is the density of a shape one higher, times the mean. */
static double gamma_excess(double a, double theta, double b, double phi)
{
    double at = phi / (theta + phi);
    return a * theta * gsl_cdf_beta_Q(at, a + 1, b) - b * phi * gsl_cdf_beta_Q(at, a, b + 1);
}

/* E[(d - Y)^+] */
static double constant_excess(double d, double b, double phi)
{
    return d * gsl_cdf_gamma_P(d, b, phi) - b * phi * gsl_cdf_gamma_P(d, b + 1, phi);
}

/* Service of mean 1: Gamma(shape, 1 / shape), or constant where shape is 0. */
static void general(struct verify *verify, const struct queue_case *of, double shape)
{
    char name[4] = {of->name[0], of->name[1], of->name[2]};
    struct tally t[QUEUE_VALUES];
    double last = 0, wait = 0;
    if (observe(verify, of, t) != 0)
        return;
    for (int j = 1; j < of->customers; j++) {
        double excess =
            shape > 0 ? gamma_excess(j * shape, 1 / shape, j, 1 / of->arrival) : constant_excess(j, j, 1 / of->arrival);
        last += excess / j;
        wait += last / of->customers;
    }
    verify_mean(verify, name, wait, &t[WAIT], "%smean wait of the first %d customers", of->variant, of->customers);
    verify_mean(verify, name, wait + 1, &t[SOJOURN], "%stheir mean time in the system", of->variant);
    verify_mean(verify, name, last, &t[LAST], "%smean wait of customer %d", of->variant, of->customers);
    results_agree(verify, name, of->variant, t);
}

/* Pollaczek (1930), Khinchine (1932): lambda E[S^2] / (2 (1 - rho)); E[S^2] = exp(sigma^2), sigma = 0.8, and rho = 0.6.
 * By Spitzer's identity the customers from number 300 on wait less by the sum over j > 300 of E[S_j^+] / j. S_j has
 * mean -2 j / 3 and standard deviation 1.92 sqrt(j): at j = 300 it is 6 of them below 0, and the sum is below 1e-6. */
static void lognormal(struct verify *verify, const struct queue_case *of)
{
    struct tally t[QUEUE_VALUES];
    double wait = of->arrival * exp(0.64) / (2 * (1 - of->arrival));
    if (observe(verify, of, t) != 0)
        return;
    verify_mean(verify, "V04", wait, &t[WAIT], "%sWq", of->variant);
    verify_mean(verify, "V04", wait + 1, &t[SOJOURN], "%sW", of->variant);
    verify_share(verify, "V04", of->arrival, &t[WAITED], "%sP(wait)", of->variant);
    results_agree(verify, "V04", of->variant, t);
}

/* ---- V05: M/M/5/5, a corps of five and no patience at all (Erlang 1917; here the first customers of an empty one)
 * ---- */

static void loss(struct verify *verify, const struct queue_case *of)
{
    struct tally t[QUEUE_VALUES];
    struct arrivals chain;
    double lost = 0;
    if (observe(verify, of, t) != 0)
        return;
    arrivals_begin(&chain, of->servers, of->arrival, 1, (size_t)of->servers);
    for (int k = 0; k < of->customers; k++, arrivals_next(&chain))
        lost += arrivals_turned_away(&chain) / of->customers;
    verify_share(verify, "V05", lost, &t[ALONE], "%sP(goes alone), first %d customers", of->variant, of->customers);
    verify_exact(verify, "V05", 0, t[WAIT].max, "%slongest mean wait", of->variant);
}

/* ---- V06: M/M/5 + D, patience of two days (Barrer 1957) ----
 *
 * The virtual wait v of who would be patient has, above 0, the density f(v) = lambda p4 exp(-(c mu - lambda) v) up to
 * the patience tau, and from there on it falls like exp(-c mu v), since nobody who would wait longer joins; p4 is the
 * probability that four are busy, and p0 … p4 are as in M/M/5. P(gives up) = P(v > tau); who gives up has waited tau.
 * The first 600 customers, 100 days, are left out. The like station with exponential patience has forgotten its start
 * to 1e-9 by then (tests/verification/test_verify.c), and this one, whose wait is bounded, sooner: no bias that counts.
 */

struct barrer {
    double wait, waits, gives_up;
};

static struct barrer barrer(double lambda, int c, double tau)
{
    double term = 1, below = 1, down = c - lambda, e = exp(-down * tau);
    for (int j = 1; j < c; j++) {
        term *= lambda / j; /* p_j / p_0 */
        below += term;
    }
    double within = (1 - e) / down, beyond = e / c; /* of f / (lambda p4) */
    double first = (1 - e) / (down * down) - tau * e / down;
    double p4 = term / (below + lambda * term * (within + beyond));
    return (struct barrer){lambda * p4 * (first + tau * beyond), lambda * p4 * (within + beyond), lambda * p4 * beyond};
}

static void reneging(struct verify *verify, const struct queue_case *of)
{
    struct tally t[QUEUE_VALUES];
    struct barrer exact = barrer(of->arrival, of->servers, 2);
    if (observe(verify, of, t) != 0)
        return;
    verify_share(verify, "V06", exact.waits, &t[WAITED], "%sP(wait)", of->variant);
    verify_share(verify, "V06", exact.gives_up, &t[ALONE], "%sP(gives up)", of->variant);
    verify_mean(verify, "V06", exact.wait, &t[WAIT], "%sWq of all, served or not", of->variant);
}

/* ---- the cases ---- */

#define DESK(servers) "resources = { door = { capacity = 1; }; desk = { capacity = " servers "; }; };"
#define TEAMS(customers, teams)                                                                                        \
    "resources = { door = { capacity = 1; }; };\n"                                                                     \
    "vendors = { only = { name = \"Only\"; sites = " customers "; teams = " teams "; }; };"
#define CORPS(patience)                                                                                                \
    "resources = { door = { capacity = 1; }; };\n"                                                                     \
    "corps = { consultants = 5; patience_days = " patience "; engagements = {\n"                                       \
    "    only = { from = \"came\"; gates = [\"service\"]; until = \"service\"; }; }; };"

#define AT_DESK "resource = \"desk\";"
#define EXPONENTIAL "{ dist = \"exponential\"; mean = 1; }"

/* clang-format off */
static const struct queue_case markovians[] = {
    {"V01", "", DESK("1"), AT_DESK, EXPONENTIAL, 1, 100, 0, 0.8, {2, 5}, 1, 16000, 250000},
    {"V02.3", "c = 3: ", DESK("3"), AT_DESK, EXPONENTIAL, 3, 100, 0, 2.4, {0.5, 1}, 1, 8000, 350000},
    {"V02.5", "c = 5: ", TEAMS("100", "5"), "resource = \"vendor\";", EXPONENTIAL, 5, 100, 0, 4, {0.5, 1}, 0, 8000, 450000},
};
static const struct queue_case constant_case = {
    "V03", "", DESK("1"), AT_DESK, "1", 1, 100, 0, 0.8, {0}, 1, 10000, 240000};
static const struct queue_case gamma_case = {
    "V04.gamma", "gamma: ", DESK("1"), AT_DESK, "{ dist = \"gamma\"; shape = 2.5; scale = 0.4; }",
    1, 100, 0, 0.8, {0}, 1, 10000, 260000};
/* By mean and cv: sigma of the logarithm is 0.8. */
static const struct queue_case lognormal_case = {
    "V04.lognormal", "lognormal: ", DESK("1"), AT_DESK, "{ dist = \"lognormal\"; mean = 1; cv = 0.9468267419675848; }",
    1, 1500, 300, 0.6, {0}, 1, 600, 9000};
static const struct queue_case loss_case = {
    "V05", "M/M/5/5: ", CORPS("0"), "", EXPONENTIAL, 5, 100, 0, 4, {0}, NOBODY, 8000, 40000};
static const struct queue_case impatient_case = {
    "V06", "M/M/5 + D: ", CORPS("2"), "", EXPONENTIAL, 5, 2000, 600, 6, {0}, NOBODY, 500, 5000};
/* clang-format on */

void verify_queues(struct verify *verify)
{
    for (size_t i = 0; i < sizeof markovians / sizeof *markovians; i++)
        markovian(verify, &markovians[i]);
    general(verify, &constant_case, 0);
    general(verify, &gamma_case, 2.5);
    lognormal(verify, &lognormal_case);
    loss(verify, &loss_case);
    verify_absent(verify, "V05", "M/M/3/10, finite room: no resource turns anybody away");
    reneging(verify, &impatient_case);
    verify_absent(verify, "V06", "exponential patience: it is one number for all sites");
}
