/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_vendors: V26 to V28, vendors: versions and pilots, teams that come and go, batches of hosted sites; the orders
 * of service; and who has which vendor, which is drawn.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>
#include <stdio.h>

#define VENDORS                                                                                                        \
    "title = \"vendors\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\";\n" RESTLESS                                \
    "deadlines = { end = { date = \"2014-12-31\"; milestone = \"done\"; }; };\n"

/* ---- V26: versions and pilots ----
 *
 * A version is ready on the planned day 59, plus the slip of 10 that all share, plus the vendor's own. Of A, whose own
 * is 5, the first site to decide is the pilot: it decides and goes on when the pilot version is there, on day 20. */

static const char READY_SITES[] = "code,name,region,vendor\n1,pilot,r,A\n2,second,r,A\n3,other,r,B\n";

static const char READY[] =
    VENDORS "sites = { };\n"
            "integration = { planned = 59; common_slip_days = 10; };\n"
            "vendors = { a = { name = \"A\"; sites = 2; teams = 1; slip_days = 5; pilots = 1; pilot_from = 20; };\n"
            "            b = { name = \"B\"; sites = 1; teams = 1; }; };\n"
            "activities = { ready = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; }; };\n"
            "milestones = { done = { after = [\"ready\"]; }; };\n";

static void readiness(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "start", 20, 0, "versions: the pilot decides on day"},
        {MOMENT_ALWAYS, OF_END, 0, "ready", 20, 0, "versions: the pilot's is there on day"},
        {MOMENT_ALWAYS, OF_END, 1, "ready", 74, 0, "versions: planned, common and own slip"},
        {MOMENT_ALWAYS, OF_END, 2, "ready", 69, 0, "versions: the other vendor, planned and common slip"}};
    const struct verify_programme programme = {.name = "V26.ready", .text = READY, .sites = READY_SITES};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V26: teams that come and go ----
 *
 * Jobs of 8 days. One team: 0-8, 8-16. On day 10 a second one comes: 10-18, and when the first is free 16-24. On day 17
 * one goes: who is at work goes on, so at 18 nobody begins, and the last waits until the other is done: 24-32. */

static const char TEAMS[] =
    VENDORS "sites = { count = 5; };\n"
            "vendors = { a = { name = \"A\"; sites = 5; teams = 1;\n"
            "                  team_changes = ( { from = 10; add = 1; }, { from = 17; add = -1; } ); }; };\n"
            "activities = { job = { after = [\"start\"]; duration = 8; resource = \"vendor\"; }; };\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

static void teams(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_BEGIN, 1, "job", 8, 0, "teams: one, the second job begins on day"},
        {MOMENT_ALWAYS, OF_BEGIN, 2, "job", 10, 0, "teams: one more comes"},
        {MOMENT_ALWAYS, OF_BEGIN, 3, "job", 16, 0, "teams: the first is free"},
        {MOMENT_ALWAYS, OF_END, 2, "job", 18, 0, "teams: one goes, the work under way goes on"},
        {MOMENT_ALWAYS, OF_BEGIN, 4, "job", 24, 0, "teams: one less, the last job begins on day"}};
    const struct verify_programme programme = {.name = "V26.teams", .text = TEAMS};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V26: batches of up to three hosted sites, a tenth more for each further one ----
 *
 * One team; all ask at once and are served in their order. Site 1 is hosted and takes along the next two that are, 3
 * and 5; 10 (1 + 0.2) = 12 days for all of them. Then 2, which is not hosted: 12-22. Then 4, hosted, but it counts as
 * two: alone, 20 days, 22-42. Then 6, hosted, with nobody left: 42-52.
 *
 * By chance: four hosted sites in one batch take 1.3 times the longest of four Exp(10):
 * 13 (1 + 1/2 + 1/3 + 1/4). */

static const char BATCH_SITES[] = "code,name,region,hosted\n1,a,r,1\n2,b,r,0\n3,c,r,1\n4,d,r,1\n5,e,r,1\n6,f,r,1\n";

static const char BATCH[] =
    VENDORS "sites = { exceptions = { m4 = { weight = 2; }; }; };\n"
            "vendors = { a = { name = \"A\"; sites = 6; teams = 1; batch_size = 3; batch_extra = 0.1; }; };\n"
            "activities = { job = { after = [\"start\"]; duration = 10; weighted = true; resource = \"vendor\"; }; };\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

static const char CHANCE_BATCH[] =
    VENDORS "sites = { count = 4; hosted = 1; };\n"
            "vendors = { a = { name = \"A\"; sites = 4; teams = 1; batch_size = 4; batch_extra = 0.1; }; };\n"
            "activities = { job = { after = [\"start\"]; duration = { dist = \"exponential\"; mean = 10; };\n"
            "                       resource = \"vendor\"; }; };\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

/* A storm in the north halves the pace there: of a batch of two, 11 days' work for both, the south is done on day 11
 * and the north on day 22. The team goes on to the third site then, not before. */
static const char STORM_SITES[] = "code,name,region,hosted\n1,a,north,1\n2,b,south,1\n3,c,south,0\n";

static const char STORM_BATCH[] =
    VENDORS "sites = { };\n"
            "vendors = { a = { name = \"A\"; sites = 3; teams = 1; batch_size = 2; batch_extra = 0.1; }; };\n"
            "risks = { storm = { probability = 1; from = 0; to = 0; duration_days = 100; hits = \"region\";\n"
            "                    whom = \"north\"; pace = 0.5; }; };\n"
            "activities = { job = { after = [\"start\"]; duration = 10; resource = \"vendor\"; }; };\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

static void unequal_batch(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 1, "job", 11, 0, "batch of two, one in a storm: the other is done on day"},
        {MOMENT_ALWAYS, OF_END, 0, "job", 22, 0, "batch of two, one in a storm: it is done on day"},
        {MOMENT_ALWAYS, OF_BEGIN, 2, "job", 22, 0, "batch: the team is kept until all are done"}};
    const struct verify_programme programme = {.name = "V26.storm", .text = STORM_BATCH, .sites = STORM_SITES};
    verify_moments(verify, &programme, MOMENTS(list));
}

static void batches(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "job", 12, 0, "batch of three: its first is done on day"},
        {MOMENT_ALWAYS, OF_END, 2, "job", 12, 0, "batch of three: its second"},
        {MOMENT_ALWAYS, OF_END, 4, "job", 12, 0, "batch of three: its third"},
        {MOMENT_ALWAYS, OF_BEGIN, 1, "job", 12, 0, "batch: who is not hosted comes when the team is free"},
        {MOMENT_ALWAYS, OF_END, 1, "job", 22, 0, "batch: who is not hosted is alone"},
        {MOMENT_ALWAYS, OF_END, 3, "job", 42, 0, "batch: who counts as two is alone"},
        {MOMENT_ALWAYS, OF_END, 5, "job", 52, 0, "batch: the last has nobody to share with"}};
    static const struct moment chance[] = {
        {MOMENT_MEAN, OF_END, 0, "job", 13 * 25.0 / 12, 0, "batch of four by chance: mean"},
        {MOMENT_MEAN, OF_END, 3, "job", 13 * 25.0 / 12, 0, "batch of four by chance: mean of the last"}};
    const struct verify_programme programme = {.name = "V26.batch", .text = BATCH, .sites = BATCH_SITES};
    const struct verify_programme by_chance = {
        .name = "V26.chance", .text = CHANCE_BATCH, .observations = verify_size(verify, 20000, 200000)};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &by_chance, MOMENTS(chance));
}

/* ---- V27: orders of service ----
 *
 * Sites decide on days of their own and are ready after work of their own; all wait for the version on day 300 and then
 * stand before one team. Whoever begins later must not have come before in the order. Ready: when its own work was
 * done, the wait not counted. */

enum { ORDER_SITES = 12 };

static const char ORDERED_SITES[] = "code,name,region,size\n"
                                    "1,a,west,5\n2,b,east,1\n3,c,west,7\n4,d,north,2\n5,e,east,9\n6,f,west,3\n"
                                    "7,g,north,8\n8,h,east,4\n9,i,north,6\n10,j,west,12\n11,k,east,10\n12,l,north,11\n";

static const char ORDERS[] =
    VENDORS "sites = { cards = 780; cards_by = \"size\"; decision_spread_days = 100;\n"
            "          lateness = { dist = \"uniform\"; min = 0; max = 1; }; };\n"
            "integration = { planned = 300; };\n"
            "vendors = { a = { name = \"A\"; sites = 12; teams = 1; order = \"%s\"; }; };\n"
            "activities = {\n"
            "    own = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 1; max = 100; }; };\n"
            "    version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };\n"
            "    job = { after = [\"own\", \"version\"]; duration = 1; resource = \"vendor\"; };\n"
            "};\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

/* What comes first has the least. */
static double place_of(const struct verify_outcome *outcome, size_t site, enum service_order order)
{
    switch (order) {
    case ORDER_READY_FIRST:
        return verify_end(outcome, site, 1);
    case ORDER_FIFO:
        return verify_end(outcome, site, 0);
    case ORDER_LARGEST_FIRST:
        return -rollout_site(outcome->rollout, site).expected;
    case ORDER_BY_REGION:
        return outcome->programme->site[site].region;
    }
    return NAN;
}

static void read_order(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    const enum service_order *order = context;
    (void)index;
    for (size_t a = 0; a < ORDER_SITES; a++)
        for (size_t b = 0; b < ORDER_SITES; b++)
            values[0] += verify_begin(outcome, a, 3) < verify_begin(outcome, b, 3) &&
                         !(place_of(outcome, a, *order) <= place_of(outcome, b, *order));
    for (size_t a = 0; a < ORDER_SITES; a++)
        values[1] = fmax(values[1], verify_end(outcome, a, 3));
}

static void orders(struct verify *verify)
{
    static const char *const names[] = {"ready-first", "fifo", "largest-first", "by-region"};
    static const enum service_order order[] = {ORDER_READY_FIRST, ORDER_FIFO, ORDER_LARGEST_FIRST, ORDER_BY_REGION};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        char text[2048];
        struct tally t[2];
        snprintf(text, sizeof text, ORDERS, names[i]);
        const struct verify_programme programme = {.name = "V27",
                                                   .text = text,
                                                   .sites = ORDERED_SITES,
                                                   .watch = true,
                                                   .observations = 100,
                                                   .width = 2,
                                                   .read = read_order,
                                                   .context = &order[i]};
        if (verify_simulate(verify, &programme, t) != 0)
            return;
        verify_exact(verify, "V27", 0, t[0].max, "%s: pairs of 12 sites served in the wrong order", names[i]);
        verify_exact(verify, "V27", 300 + ORDER_SITES, t[1].max, "%s: the last is done on day", names[i]);
    }
}

/* ---- V28: who has which vendor, and which site is hosted ----
 *
 * Ten sites, three of A and seven of B: the sample is without replacement, so P(a site has A) = 3/10, and of two sites
 * at once 3/10 * 2/9. Hosted with probability 0.4 each. */

static const char DRAWN[] =
    VENDORS "sites = { count = 10; hosted = 0.4; };\n"
            "vendors = { a = { name = \"A\"; sites = 3; teams = 1; }; b = { name = \"B\"; sites = 7; teams = 1;\n"
            "            versions_behind = { dist = \"poisson\"; mean = 0.8; }; }; };\n"
            "activities = { job = { after = [\"start\"]; }; };\n"
            "milestones = { done = { after = [\"job\"]; }; };\n";

enum { FIRST_A, LAST_A, BOTH_A, HOSTED, BOTH_HOSTED, VERSIONS, VERSIONS_OF_A, ALL_A, DRAWN_VALUES };

static void read_drawn(const struct verify_outcome *outcome, size_t index, const void *context, double values[])
{
    (void)index;
    (void)context;
    struct site_facts first = rollout_site(outcome->rollout, 0), last = rollout_site(outcome->rollout, 9);
    values[FIRST_A] = first.vendor == 0;
    values[LAST_A] = last.vendor == 0;
    values[BOTH_A] = first.vendor == 0 && last.vendor == 0;
    values[HOSTED] = first.hosted;
    values[BOTH_HOSTED] = first.hosted && last.hosted;
    for (size_t i = 0; i < 10; i++) {
        struct site_facts site = rollout_site(outcome->rollout, i);
        values[ALL_A] += site.vendor == 0;
        values[site.vendor == 0 ? VERSIONS_OF_A : VERSIONS] += site.versions / 7.0;
    }
}

static void draws(struct verify *verify)
{
    struct tally t[DRAWN_VALUES];
    const struct verify_programme programme = {.name = "V28",
                                               .text = DRAWN,
                                               .observations = verify_size(verify, 20000, 2400000),
                                               .width = DRAWN_VALUES,
                                               .read = read_drawn};
    if (verify_simulate(verify, &programme, t) != 0)
        return;
    verify_probability(verify, "V28", 0.3, &t[FIRST_A], "P(the first of 10 sites has vendor A, who has 3)");
    verify_probability(verify, "V28", 0.3, &t[LAST_A], "P(the last has)");
    verify_probability(verify, "V28", 0.3 * 2 / 9, &t[BOTH_A], "P(both have)");
    verify_probability(verify, "V28", 0.4, &t[HOSTED], "P(the first is hosted)");
    verify_probability(verify, "V28", 0.16, &t[BOTH_HOSTED], "P(both are)");
    verify_mean(verify, "V28", 0.8, &t[VERSIONS], "mean versions behind of the other vendor's sites");
    verify_exact(verify, "V28", 3, t[ALL_A].min, "sites of A, least of all courses");
    verify_exact(verify, "V28", 0, t[VERSIONS_OF_A].max, "versions behind of A's sites");
}

void verify_vendors(struct verify *verify)
{
    readiness(verify);
    teams(verify);
    batches(verify);
    unequal_batch(verify);
    orders(verify);
    draws(verify);
}
