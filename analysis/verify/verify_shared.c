/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_shared: V31 to V34, what sites have in common: training sessions, the doctors' curves, risks, the task force.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>

/* Instant 0 is a Monday morning, so the weeks are settled on days 7, 14, … */
#define SHARED                                                                                                         \
    "title = \"shared\"; epoch = \"2013-01-07\"; horizon = \"2015-12-31\";\n" RESTLESS                                 \
    "deadlines = { end = { date = \"2015-12-31\"; milestone = \"done\"; }; };\n"

/* ---- V31: sessions on days 14, 42, 70, … in every region, with four places each, over at the end of their day ----
 *
 * In the north six sites ask on day 0: four have the first session, over at 15; two the second, over at 43. After it
 * the first four ask again: two places are left in the second, the others have the third, over at 71. The south has
 * sessions of its own. A site that waits until day 15 has missed the first. */

static const char SESSION_SITES[] =
    "code,name,region\n1,a,north\n2,b,north\n3,c,north\n4,d,north\n5,e,north\n6,f,north\n"
    "7,g,south\n";

static const char SESSIONS[] = SHARED "sites = { };\n"
                                      "sessions = { first = 14; every_days = 28; places = 4; };\n"
                                      "activities = {\n"
                                      "    first = { after = [\"start\"]; kind = \"session\"; };\n"
                                      "    second = { after = [\"first\"]; kind = \"session\"; };\n"
                                      "};\n"
                                      "milestones = { done = { after = [\"second\"]; }; };\n";

static const char MISSED[] = SHARED "sites = { count = 1; };\n"
                                    "sessions = { first = 14; every_days = 28; places = 4; };\n"
                                    "activities = {\n"
                                    "    late = { after = [\"start\"]; duration = 15; };\n"
                                    "    just = { after = [\"start\"]; duration = 14; };\n"
                                    "    missed = { after = [\"late\"]; kind = \"session\"; };\n"
                                    "    reached = { after = [\"just\"]; kind = \"session\"; };\n"
                                    "};\n"
                                    "milestones = { done = { after = [\"missed\", \"reached\"]; }; };\n";

static void sessions(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 3, "first", 15, 0, "sessions: the fourth has a place in the first"},
        {MOMENT_ALWAYS, OF_END, 4, "first", 43, 0, "sessions: the fifth waits for the second"},
        {MOMENT_ALWAYS, OF_END, 6, "first", 15, 0, "sessions: another region has its own"},
        {MOMENT_ALWAYS, OF_END, 0, "second", 43, 0, "sessions: places left in the second are taken"},
        {MOMENT_ALWAYS, OF_END, 1, "second", 43, 0, "sessions: the last of them"},
        {MOMENT_ALWAYS, OF_END, 2, "second", 71, 0, "sessions: who finds none has the third"},
        {MOMENT_ALWAYS, OF_END, 3, "second", 71, 0, "sessions: so has the next"},
        {MOMENT_ALWAYS, OF_END, 4, "second", 71, 0, "sessions: who had the second has the third, if there is room"},
        {MOMENT_ALWAYS, OF_END, 5, "second", 71, 0, "sessions: its last place"}};
    static const struct moment missed[] = {
        {MOMENT_ALWAYS, OF_END, 0, "missed", 43, 0, "sessions: who is ready on day 15 has missed that of day 14"},
        {MOMENT_ALWAYS, OF_END, 0, "reached", 15, 0, "sessions: who is ready on its morning has not"}};
    const struct verify_programme programme = {.name = "V31", .text = SESSIONS, .sites = SESSION_SITES};
    const struct verify_programme late = {.name = "V31.missed", .text = MISSED};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &late, MOMENTS(missed));
}

/* ---- V32: the day on which the doctors' share passes its threshold ----
 *
 * model.md (4): s(t) = a + (1 - a) / (1 + exp(-(t + g(t) - m) / sigma)), a = 0.2, m = 200, sigma = 90, threshold 0.8:
 * t + g(t) = m + sigma log(0.6 / 0.2) = 298.9. Without the clean-up that is the day. With it, g(t) = gain
 * min(1, (t - from) / ramp), in force from `from` on: the line t + g(t) is inverted piece by piece. */

#define DOCTORS(cleanup)                                                                                               \
    SHARED "sites = { count = 1; };\n"                                                                                 \
           "doctors = { floor = 0.2; midpoint = 200; scale_days = 90; threshold = 0.8; " cleanup " };\n"               \
           "activities = { doctors = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };\n"             \
           "milestones = { done = { after = [\"doctors\"]; }; };\n"

static const char REGION_DOCTORS[] =
    SHARED "sites = { };\n"
           "doctors = { floor = 0.2; midpoint = 200; scale_days = 90; threshold = 0.8;\n"
           "            region_shift_days = { dist = \"uniform\"; min = 0; max = 100; }; };\n"
           "activities = { doctors = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };\n"
           "milestones = { done = { after = [\"doctors\"]; }; };\n";

/* The first two are of one region. */
static const char DOCTORS_SITES[] = "code,name,region\n1,a,north\n2,b,north\n3,c,south\n";

enum { SAME_REGION, OTHER_REGION, SHIFT, SHIFTS };

static void read_regions(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    double first = verify_end(outcome, 0, 1), third = verify_end(outcome, 2, 1);
    values[SAME_REGION] = fabs(first - verify_end(outcome, 1, 1));
    values[OTHER_REGION] = first <= third;
    values[SHIFT] = first;
}

static void doctors(struct verify *verify)
{
    const double open = 200 + 90 * log(3);
    const struct moment plain[] = {
        {MOMENT_ALWAYS, OF_END, 0, "doctors", open, 0, "doctors: without a clean-up, on day"}};
    const struct moment before[] = {
        {MOMENT_ALWAYS, OF_END, 0, "doctors", open - 60, 0, "doctors: clean-up in force long before, day"}};
    /* from 250, 60 days over 90: t + 60 (t - 250) / 90 = open */
    const struct moment within[] = {{MOMENT_ALWAYS, OF_END, 0, "doctors", (open + 60 * 250 / 90.0) / (1 + 60 / 90.0), 0,
                                     "doctors: clean-up taking effect, day"}};
    const struct moment after[] = {
        {MOMENT_ALWAYS, OF_END, 0, "doctors", open, 0, "doctors: clean-up that comes too late, day"}};
    const struct verify_programme programmes[] = {
        {.name = "V32.plain", .text = DOCTORS("")},
        {.name = "V32.before", .text = DOCTORS("cleanup = { from = 50; gain_days = 60; ramp_days = 90; };")},
        {.name = "V32.within", .text = DOCTORS("cleanup = { from = 250; gain_days = 60; ramp_days = 90; };")},
        {.name = "V32.after", .text = DOCTORS("cleanup = { from = 300; gain_days = 60; ramp_days = 90; };")}};
    verify_moments(verify, &programmes[0], MOMENTS(plain));
    verify_moments(verify, &programmes[1], MOMENTS(before));
    verify_moments(verify, &programmes[2], MOMENTS(within));
    verify_moments(verify, &programmes[3], MOMENTS(after));
    struct tally t[SHIFTS];
    const struct verify_programme shifts = {.name = "V32.regions",
                                            .text = REGION_DOCTORS,
                                            .sites = DOCTORS_SITES,
                                            .watch = true,
                                            .observations = verify_size(verify, 4000, 170000),
                                            .width = SHIFTS,
                                            .read = read_regions};
    if (verify_simulate(verify, &shifts, t) != 0)
        return;
    verify_exact(verify, "V32", 0, t[SAME_REGION].max, "doctors: days between two sites of one region");
    verify_probability(verify, "V32", 0.5, &t[OTHER_REGION], "doctors: P(one region before the other)");
    verify_mean(verify, "V32", open + 50, &t[SHIFT], "doctors: mean with a region's own shift");
}

/* ---- V33: risks ----
 *
 * 30 days' work from day 0. A storm from day 10 to 30 at pace 1/2: 10 done, then 10 in 20 days, the rest by day 40. A
 * second one from 20 to 30 at 1/2: there the pace is 1/4, 10 + 5 + 2.5 are done by day 30, the rest by day 42.5. One
 * that hits the north leaves the south alone; one that hits a vendor slows its teams' work only, and takes a team away:
 * a second job that would begin on day 0 waits until the risk is over on day 30.
 *
 * By chance: it happens with probability 0.4, begins at u, uniform in (10, 50), and lasts: done on day u + 2 (30 - u)
 * if u < 30, which has density 1/40, else on day 30. P(later than 30) = 0.4 * 20/40, P(later than 40) = 0.4 * 10/40,
 * and the mean delay 0.4 * integral of (30 - u) / 40 from 10 to 30 = 2. A length of Exp(10): see below. */

static const char RISK_SITES[] = "code,name,region,vendor\n1,a,north,A\n2,b,south,A\n3,c,south,B\n";

#define RISKS(risks)                                                                                                   \
    SHARED                                                                                                             \
    "sites = { };\n"                                                                                                   \
    "vendors = { a = { name = \"A\"; sites = 2; teams = 2; }; b = { name = \"B\"; sites = 1; teams = 2; }; };\n"       \
    "risks = { " risks " };\n"                                                                                         \
    "activities = {\n"                                                                                                 \
    "    own = { after = [\"start\"]; duration = 30; };\n"                                                             \
    "    late = { after = [\"start\"]; kind = \"wait\"; date = 5; };\n"                                                \
    "    job = { after = [\"late\"]; duration = 30; resource = \"vendor\"; };\n"                                       \
    "};\n"                                                                                                             \
    "milestones = { done = { after = [\"own\", \"job\"]; }; };\n"

#define STORM(name, from, hits, length, rest)                                                                          \
    name " = { probability = 1; from = " from "; to = " from "; hits = \"" hits "\"; duration_days = " length          \
         "; " rest " };"

static void certain_risks(struct verify *verify)
{
    static const struct moment two[] = {
        {MOMENT_ALWAYS, OF_END, 0, "own", 42.5, 0, "risks: two storms, one within the other, 30 days' work ends on"},
        {MOMENT_ALWAYS, OF_END, 2, "own", 42.5, 0, "risks: another site's, too"}};
    static const struct moment region[] = {
        {MOMENT_ALWAYS, OF_END, 0, "own", 40, 0, "risks: a storm in the north, there"},
        {MOMENT_ALWAYS, OF_END, 1, "own", 30, 0, "risks: a storm in the north, in the south"}};
    /* On day 5 one team of A is away: the second job begins on day 30. The first: 5 days by day 10, 10 by day 30. */
    static const struct moment vendor[] = {
        {MOMENT_ALWAYS, OF_END, 0, "own", 30, 0, "risks: a vendor's does not touch own work"},
        {MOMENT_ALWAYS, OF_END, 0, "job", 45, 0, "risks: a vendor's slows its teams' work"},
        {MOMENT_ALWAYS, OF_BEGIN, 1, "job", 30, 0, "risks: a team less, the second job begins when it is back"},
        {MOMENT_ALWAYS, OF_END, 2, "job", 35, 0, "risks: another vendor's work"}};
    const struct verify_programme first = {
        .name = "V33.two",
        .text = RISKS(STORM("x", "10", "all", "20", "pace = 0.5;") STORM("y", "20", "all", "10", "pace = 0.5;")),
        .sites = RISK_SITES};
    const struct verify_programme second = {
        .name = "V33.region",
        .text = RISKS(STORM("x", "10", "region", "20", "whom = \"north\"; pace = 0.5;")),
        .sites = RISK_SITES};
    const struct verify_programme third = {.name = "V33.vendor",
                                           .text =
                                               RISKS(STORM("x", "10", "vendor", "20", "whom = \"a\"; pace = 0.5;")
                                                         STORM("y", "3", "vendor", "27", "whom = \"a\"; teams = -1;")),
                                           .sites = RISK_SITES};
    verify_moments(verify, &first, MOMENTS(two));
    verify_moments(verify, &second, MOMENTS(region));
    verify_moments(verify, &third, MOMENTS(vendor));
}

/* A storm at day 10 that lasts for Exp(10) at pace 0.001 or so nearly stops work: 30 days' work ends after its end e =
 * 10 + L if 0.001 L is small, at 30 + 0.999 L while L <= 20 / 0.001: mean 30 + 9.99. */
static void uncertain_risks(struct verify *verify)
{
    static const struct moment window[] = {
        {MOMENT_BY, OF_END, 0, "own", 0.8, 30, "risks: P(30 days' work is not hit)"},
        {MOMENT_BY, OF_END, 0, "own", 0.9, 40, "risks: P(done by day 40)"},
        {MOMENT_MEAN, OF_END, 0, "own", 32, 0, "risks: mean day on which it is done"}};
    const struct moment length[] = {
        {MOMENT_MEAN, OF_END, 0, "own", 39.99, 0, "risks: mean with a length by chance"},
        {MOMENT_BY, OF_END, 0, "own", 1 - exp(-1), 39.99, "risks: P(the length is below its mean)"}};
    const struct verify_programme programme = {
        .name = "V33.window",
        .text = RISKS("x = { probability = 0.4; from = 10; to = 50; duration_days = 1000; pace = 0.5; };"),
        .sites = RISK_SITES,
        .observations = verify_size(verify, 20000, 200000)};
    const struct verify_programme lasting = {
        .name = "V33.length",
        .text = RISKS("x = { probability = 1; from = 10; to = 10; pace = 0.001;\n"
                      "      duration_days = { dist = \"exponential\"; mean = 10; }; };"),
        .sites = RISK_SITES,
        .observations = verify_size(verify, 20000, 200000)};
    verify_moments(verify, &programme, MOMENTS(window));
    verify_moments(verify, &lasting, MOMENTS(length));
}

/* ---- V34: the task force ----
 *
 * Two sites of 100 cards that take all that the staff can, 10 a week. One team from day 14 on, 14 days at a site,
 * factor 2. On day 14, after the week is settled, 20 are in at both: of equals the first is taken. Day 21: 40 and 30;
 * 28: 60 and 40; then the second, with less in, is taken: 35: 70 and 60, 42: 80 and 80. Then the first: 49: 100 and 90.
 * 56: 100 and 100. Organisational work of 20 days from day 0 at the first: 14 done by day 14, the rest at twice the
 * pace by day 17.
 *
 * If the uptake begins on day 10 and the task force is there from day 0, it finds nobody then, nor a week later, and
 * looks again on day 14: 4/7 of 10 cards, 5 whole ones each, are in by then, 5/7 of a card is carried on. Day
 * 21: 20.71, so 20 at the first and 10 at the second. */

static const char SWAT[] = SHARED "sites = { count = 2; cards = 200; };\n"
                                  "uptake = { form = \"capacity\"; capacity_weeks = 10; criterion = 1; };\n"
                                  "swat = { teams = 1; from = %s; days = 14; factor = 2; };\n"
                                  "activities = {\n"
                                  "    ready = { after = [\"start\"]; kind = \"wait\"; date = %s; };\n"
                                  "    take = { after = [\"ready\"]; kind = \"uptake\"; };\n"
                                  "    teach = { after = [\"start\"]; duration = 20; organisational = true; };\n"
                                  "    month = { after = [\"start\"]; kind = \"wait\"; date = 28; };\n"
                                  "    more = { after = [\"month\"]; duration = 14; organisational = true; };\n"
                                  "};\n"
                                  "milestones = { done = { after = [\"take\", \"teach\", \"more\"]; }; };\n";

static void task_force(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_CARDS, 1, 0, 40, 0, "task force: cards in on day 14"},
        {MOMENT_ALWAYS, OF_CARDS, 2, 0, 70, 0, "task force: day 21, the first of equals is helped"},
        {MOMENT_ALWAYS, OF_CARDS, 4, 0, 130, 0, "task force: day 35, whoever has less in is helped"},
        {MOMENT_ALWAYS, OF_CARDS, 6, 0, 190, 0, "task force: day 49"},
        {MOMENT_ALWAYS, OF_END, 0, "take", 49, 0, "task force: the first is done"},
        {MOMENT_ALWAYS, OF_END, 1, "take", 56, 0, "task force: the second is done"},
        {MOMENT_ALWAYS, OF_END, 0, "teach", 17, 0, "task force: organisational work is faster"},
        {MOMENT_ALWAYS, OF_END, 1, "teach", 20, 0, "task force: but not at the other"},
        {MOMENT_ALWAYS, OF_END, 1, "more", 35, 0, "task force: it has gone to the other on day 28"},
        {MOMENT_ALWAYS, OF_END, 0, "more", 42, 0, "task force: and helps the first no more"}};
    static const struct moment idle[] = {
        {MOMENT_ALWAYS, OF_CARDS, 1, 0, 10, 0, "task force, nobody there before: day 14"},
        {MOMENT_ALWAYS, OF_CARDS, 2, 0, 40, 0, "task force, nobody there before: day 21, it has come"},
        {MOMENT_ALWAYS, OF_CARDS, 3, 0, 70, 0, "task force, nobody there before: day 28"}};
    char text[2048], other[2048];
    snprintf(text, sizeof text, SWAT, "14", "0");
    snprintf(other, sizeof other, SWAT, "0", "10");
    const struct verify_programme programme = {.name = "V34", .text = text};
    const struct verify_programme waiting = {.name = "V34.idle", .text = other};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &waiting, MOMENTS(idle));
}

void verify_shared(struct verify *verify)
{
    sessions(verify);
    doctors(verify);
    certain_risks(verify);
    uncertain_risks(verify);
    task_force(verify);
}
