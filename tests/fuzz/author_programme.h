/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * author_programme: every part of a programme as an author decides; all in all it is accepted.
 */
#ifndef FMKSIM_TESTS_FUZZ_AUTHOR_PROGRAMME_H
#define FMKSIM_TESTS_FUZZ_AUTHOR_PROGRAMME_H

#include "author_sites.h"

static const char *const orders[] = {"ready-first", "fifo", "largest-first", "by-region"};

/* One to three changes: of a level (`most` > 0) or a switch, and what else may change there. */
static void say_changes(struct author *author, int most, void (*more)(struct author *))
{
    if (!chance(author, 40))
        return;
    say(author, "changes = (\n");
    for (int i = 1 + pick(author, 3); i > 0; i--) {
        say(author, "{\n");
        say_date(author, "from");
        if (more)
            more(author);
        if (most == 0)
            say_truth(author, "set");
        else if (chance(author, 50))
            say_whole(author, "set", 0, most);
        else
            say_whole(author, "add", -most, most);
        say(author, "}%s\n", i > 1 ? "," : "");
    }
    say(author, ");\n");
}

static void change_order(struct author *author)
{
    if (chance(author, 50))
        say_choice(author, "order", orders, 4);
}

static void change_vendor(struct author *author)
{
    change_order(author);
    if (chance(author, 50))
        say_whole(author, "batch_size", 1, 64);
}

static void change_rhythm(struct author *author)
{
    if (chance(author, 50))
        say_number(author, "every_days", 0.1, up_to(author, 100, 36500));
}

static void say_vendors(struct author *author)
{
    int left = author->sites;
    if (author->vendors == 0)
        return;
    say(author, "integration = {\n");
    say_date(author, "planned");
    say_number(author, "common_slip_days", 0, up_to(author, 300, 36500));
    say(author, "};\nvendors = {\n");
    for (int v = 0; v < author->vendors; v++) {
        int sites = v + 1 < author->vendors ? pick(author, left + 1) : left;
        left -= sites;
        say(author, "v%d = { name = \"V%d\"; sites = %d;\n", v, v, sites);
        say_whole(author, "teams", 0, (int)up_to(author, 3, 10000));
        say_choice(author, "order", orders, 4);
        say_number(author, "slip_days", 0, up_to(author, 300, 36500));
        say_number(author, "organisational_factor", 0, up_to(author, 3, 1000));
        say_chance(author, "versions_behind", up_to(author, 4, 100));
        say_whole(author, "batch_size", 1, 64);
        say_number(author, "batch_extra", 0, 10);
        say_whole(author, "pilots", 0, (int)up_to(author, 3, 1000));
        say_date(author, "pilot_from");
        if (chance(author, 40)) {
            say(author, "team_changes = ( {\n");
            say_date(author, "from");
            int most = (int)up_to(author, 5, 10000);
            say_whole(author, "add", -most, most);
            say(author, "}, { from = 100; add = 1; } );\n");
        }
        say_changes(author, (int)up_to(author, 5, 10000), change_vendor);
        say(author, "};\n");
    }
    say(author, "};\n");
}

static void say_resources(struct author *author)
{
    say(author, "resources = {\n");
    for (int r = 0; r < author->pools; r++) {
        say(author, "r%d = {\n", r);
        say_whole(author, "capacity", 0, (int)up_to(author, 4, 100000));
        say_choice(author, "order", orders, 4);
        say_changes(author, (int)up_to(author, 4, 100000), change_order);
        say(author, "};\n");
    }
    say(author, "};\n");
}

static void say_node(struct author *author, int node)
{
    if (node < 0)
        say(author, "\"start\"");
    else
        say(author, "\"%s%d\"", author->milestone[node] ? "M" : "a", node);
}

/* Up to three of the nodes before, the latest most often. */
static void say_after(struct author *author, const char *key, int node)
{
    bool named[NODES + 1] = {false};
    named[chance(author, 66) ? node : pick(author, node + 1)] = true;
    for (int i = pick(author, 3); i > 0; i--)
        named[pick(author, node + 1)] = true;
    say(author, "%s = [", key);
    const char *comma = "";
    for (int n = 0; n <= node; n++)
        if (named[n]) {
            say(author, "%s", comma);
            say_node(author, n - 1);
            comma = ", ";
        }
    say(author, "];\n");
}

static void say_work(struct author *author)
{
    static const char *const resources[] = {"vendor", "r0", "r1", "r2"};
    say_chance(author, "duration", (const double[]){1, 10, 60, 36500}[pick(author, 4)]);
    int resource = chance(author, 40) ? author->vendors > 0 ? pick(author, 4) : 1 + pick(author, 3) : -1;
    if (resource >= 0)
        say(author, "resource = \"%s\";\n", resources[resource]);
    if (chance(author, 20)) {
        say(author, "needs = {\n");
        for (int r = 0; r < author->pools; r++)
            if (r + 1 != resource && chance(author, 50))
                say(author, "r%d = { dist = \"discrete\"; values = [1, %d]; weights = [1, 1]; };\n", r,
                    2 + pick(author, 4)); /* a constant beyond the capacity is refused */
        say(author, "};\n");
    }
    if (author->vendors > 0 && chance(author, 20)) {
        say(author, "vendor_durations = {\n");
        say_chance(author, "v0", up_to(author, 60, 36500));
        say(author, "};\n");
    }
    if (chance(author, 20))
        say_number(author, "per_version_days", 0, up_to(author, 30, 36500));
    if (chance(author, 30))
        say_number(author, "failure", 0, 0.99);
    if (chance(author, 30))
        say_chance(author, "correction", up_to(author, 20, 36500));
    if (chance(author, 20))
        say_number(author, "factor", 0, up_to(author, 3, 1000));
    if (chance(author, 20))
        say_choice(author, "once",
                   (const char *const[]){"site", "region", "all", author->grouped ? "group" : "all",
                                         author->vendors > 0 ? "vendor" : "all"},
                   5);
    say_truth(author, "weighted");
    say_truth(author, "organisational");
    say_truth(author, "pushed");
}

/* For a date or the like, or for a node of another site. */
static void say_wait(struct author *author)
{
    static const char *const until[] = {"date",         "doctors",     "first",        "site",
                                        "region-first", "group-first", "vendor-ready", "vendor-first"};
    int what = pick(author, author->vendors > 0 ? 8 : 6);
    if ((what == 3 && !author->leaders) || (what == 5 && !author->grouped))
        what = 2;
    say(author, "until = \"%s\";\n", until[what]);
    if (what >= 2 && what != 6) {
        say(author, "of = ");
        say_node(author, pick(author, author->nodes + 1) - 1);
        say(author, ";\n");
    }
    say_date(author, "date");
}

static void say_activity(struct author *author, int node)
{
    int kind = pick(author, 8);
    author->work[node] = kind > 2;
    say(author, "a%d = {\n", node);
    say_after(author, "after", node);
    if (chance(author, 20))
        say_after(author, "hosted_after", node);
    say(author, "kind = \"%s\";\n", (const char *const[]){"wait", "session", "uptake", "work"}[kind < 3 ? kind : 3]);
    if (kind == 0)
        say_wait(author);
    if (kind > 2)
        say_work(author);
    if (chance(author, 25))
        say_chance(author, "lag_days", up_to(author, 90, 36500));
    if (chance(author, 30))
        say_number(author, "probability", 0, 1);
    if (chance(author, 20))
        say(author, "changes = ( { from = 200; probability = %g; } );\n", between(author, 0, 1));
    if (chance(author, 30))
        say(author, "calendar = \"two\";\n");
    say(author, "};\n");
}

static void say_network(struct author *author)
{
    author->nodes = 2 + pick(author, NODES - 1);
    for (int n = 0; n < author->nodes; n++)
        author->milestone[n] = n == author->nodes - 1 || (n > 0 && chance(author, 20));
    say(author, "activities = {\n");
    for (int n = 0; n < author->nodes; n++)
        if (!author->milestone[n])
            say_activity(author, n);
    say(author, "};\nmilestones = {\n");
    for (int n = 0; n < author->nodes; n++)
        if (author->milestone[n]) {
            say(author, "M%d = {\n", n);
            say_after(author, "after", n);
            say(author, "};\n");
        }
    say(author, "};\n");
}

static void say_engagements(struct author *author)
{
    bool taken[NODES] = {false};
    say(author, "engagements = {\n");
    for (int e = pick(author, 4); e > 0; e--) {
        say(author, "e%d = { from = ", e);
        say_node(author, pick(author, author->nodes + 1) - 1);
        say(author, "; until = ");
        say_node(author, pick(author, author->nodes + 1) - 1);
        say(author, ";\ngates = [");
        const char *comma = "";
        for (int n = 0; n < author->nodes; n++)
            if (author->work[n] && !taken[n] && chance(author, 30)) {
                taken[n] = true;
                say(author, "%s\"a%d\"", comma, n);
                comma = ", ";
            }
        say(author, "];\n");
        if (chance(author, 50))
            say_number(author, "max_days", 0, up_to(author, 90, 36500));
        say(author, "};\n");
    }
    say(author, "};\n");
}

static void say_corps(struct author *author)
{
    say(author, "corps = {\n");
    say_whole(author, "consultants", 0, (int)up_to(author, 4, 1000));
    say_number(author, "share_of_full_time", 0, 2);
    say_number(author, "case_load", 0, up_to(author, 5, 1000));
    if (chance(author, 50))
        say_number(author, "patience_days", 0, up_to(author, 100, 36500));
    say_number(author, "unsupported_factor", 1, up_to(author, 3, 1000));
    say_truth(author, "nearest_first");
    if (chance(author, 50)) {
        say(author, "absences = {\n");
        say_number(author, "between_days", 5, up_to(author, 100, 1e6));
        say_number(author, "days", 0, up_to(author, 50, 1e5));
        say(author, "};\n");
    }
    if (chance(author, 50)) {
        say(author, "turnover = {\n");
        say_number(author, "tenure_days", 5, up_to(author, 400, 1e6));
        say_chance(author, "recruiting_days", up_to(author, 150, 36500));
        say(author, "};\n");
    }
    if (chance(author, 30))
        say_chance(author, "recruiting_days", up_to(author, 150, 36500));
    if (chance(author, 30))
        say_number(author, "ramp_days", 0, up_to(author, 150, 36500));
    say_changes(author, (int)up_to(author, 4, 1000), 0);
    say_engagements(author);
    say(author, "};\n");
}

static void say_uptake(struct author *author)
{
    say(author, "uptake = {\n");
    SAY_CHOICE(author, "form", "capacity", "bass", "learning", "deadline-rush", "table", "drawn");
    say(author,
        "weights = { capacity = 1; bass = 1; learning = 1; deadline_rush = 1; table = 1; };\n"
        "table = [0, 0.5, %g];\n",
        between(author, 0, 1));
    say_number(author, "base_week", 0.001, up_to(author, 0.5, 100));
    say_number(author, "imitation", 0, up_to(author, 20, 1e4));
    say_number(author, "learning", 0, up_to(author, 20, 1e4));
    say_number(author, "pressure", 0, up_to(author, 3, 1e4));
    say_number(author, "pressure_days", 0.01, up_to(author, 100, 36500));
    if (chance(author, 40))
        say_number(author, "pressure_fade_days", 0.01, up_to(author, 200, 36500));
    say_number(author, "moved_belief", 0, 1);
    say_number(author, "rush", 0, up_to(author, 3, 1e4));
    say_number(author, "rush_days", 0.01, up_to(author, 30, 36500));
    say_number(author, "untrained", 0, 1);
    say_number(author, "overdispersion", 0, 0.999);
    say_number(author, "criterion", 0, 1);
    if (chance(author, 50))
        say_number(author, "capacity_weeks", 0.001, up_to(author, 20, 1e6));
    if (chance(author, 30)) {
        say(author, "resource = \"r%d\";\n", pick(author, author->pools));
        say_number(author, "per_server_week", 1e-6, up_to(author, 40, 1e9));
    }
    if (chance(author, 70))
        say(author, "deadline = \"d0\";\n");
    if (chance(author, 40)) {
        say(author, "moved_deadline = \"d1\";\n");
        say_date(author, "moved_known");
    }
    if (chance(author, 40) && !author->milestone[0])
        say(author, "training = \"a0\";\n");
    say(author, "};\n");
}

static void say_helps(struct author *author)
{
    say(author, "sessions = {\n");
    say_date(author, "first");
    say_number(author, "every_days", 0.1, up_to(author, 100, 36500));
    say_whole(author, "places", 1, (int)up_to(author, 3, 100000));
    if (chance(author, 40)) {
        say(author, "changes = ( { from = 300; add = -1;\n");
        change_rhythm(author);
        say(author, "}, { from = 400; set = 4; } );\n");
    }
    say(author, "};\nswat = {\n");
    say_whole(author, "teams", 0, (int)up_to(author, 4, 1000));
    say_changes(author, (int)up_to(author, 4, 1000), 0);
    say_date(author, "from");
    say_number(author, "days", 1, up_to(author, 60, 36500));
    say_number(author, "factor", 1, up_to(author, 3, 1000));
    say(author, "};\npush = {\n");
    say_truth(author, "enabled");
    say_changes(author, 0, 0);
    say_number(author, "factor", 0, up_to(author, 2, 1000));
    say(author, "};\npackages = {\n");
    say_date(author, "ready");
    say_number(author, "late_factor", 1, up_to(author, 3, 1000));
    say(author, "};\n");
}

static void say_outside_view(struct author *author)
{
    say(author, "outside_view = {\n");
    say_number(author, "overrun", -0.5, up_to(author, 3, 99));
    say_date(author, "from");
    say(author, "};\n");
}

static void say_doctors(struct author *author)
{
    say(author, "doctors = {\n");
    say_number(author, "floor", 0, 1);
    say_date(author, "midpoint");
    say_number(author, "scale_days", 0.01, up_to(author, 200, 36500));
    say_number(author, "threshold", 0, 1);
    if (chance(author, 50))
        say(author, "region_shift_days = { dist = \"normal\"; mean = 0; sd = 20; };\n");
    if (chance(author, 50)) {
        say(author, "cleanup = {\n");
        say_truth(author, "enabled");
        say_changes(author, 0, 0);
        say_date(author, "from");
        say_number(author, "gain_days", 0, up_to(author, 100, 36500));
        say_number(author, "ramp_days", 0.01, up_to(author, 100, 36500));
        say(author, "};\n");
    }
    say(author, "};\n");
}

static void say_risks(struct author *author)
{
    say(author, "risks = {\n");
    for (int r = pick(author, 4); r > 0; r--) {
        int hits = pick(author, author->vendors > 0 ? 3 : 2);
        say(author, "k%d = {\n", r);
        say_number(author, "probability", 0, 1);
        say_date(author, "from");
        say_date(author, "to");
        say_chance(author, "duration_days", up_to(author, 200, 36500));
        say_number(author, "pace", 0.001, up_to(author, 2, 1000));
        if (hits == 1)
            say(author, "hits = \"region\"; whom = \"R1\";\n");
        if (hits == 2) {
            say(author, "hits = \"vendor\"; whom = \"v0\";\n");
            int most = (int)up_to(author, 4, 10000);
            say_whole(author, "teams", -most, most);
        }
        say(author, "};\n");
    }
    say(author, "};\n");
}

static void say_all(struct author *author, int file)
{
    static const char *const horizons[] = {"2013-12-31", "2014-01-05", "2014-01-06", "2014-09-30", "2016-12-31"};
    say(author, "title = \"fuzz\"; epoch = \"2013-12-30\"; horizon = \"%s\";\n", horizons[pick(author, 5)]);
    say_calendars(author);
    say_sites(author, file);
    say_vendors(author);
    say_resources(author);
    say_network(author);
    say_corps(author);
    say(author,
        "deadlines = { d0 = { date = \"2014-06-30\"; milestone = \"M%d\"; };"
        "  d1 = { date = \"2015-06-30\"; milestone = \"M%d\"; }; };\n",
        author->nodes - 1, author->nodes - 1);
    say_uptake(author);
    say_helps(author);
    say_doctors(author);
    if (chance(author, 40))
        say_outside_view(author);
    say_risks(author);
}

#endif
