/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_projects: V19 to V25, the rules of one site's project: failures and corrections, lags, the effort of an
 * attempt, what is not needed, work calendars, the outside view, and where the days went.
 */
#include "analysis/verify/verify_parts.h"
#include "sim/date.h"

#include <math.h>

/* Instant 0 is a Monday morning. */
#define PROJECT                                                                                                        \
    "title = \"a project\"; epoch = \"2014-01-06\"; horizon = \"2015-12-31\";\n"                                       \
    "deadlines = { end = { date = \"2015-12-31\"; milestone = \"done\"; }; };\n"

/* ---- V19: an attempt fails with probability 1/4, is corrected for 4 days, and done again ----
 *
 * With F failures, P(F = f) = (3/4) (1/4)^f, the time is D_0 + sum over the failures of (4 + D_i), D ~ Exp(10). So
 * E = 10 + 14 E[F] = 10 + 14/3, and Var = 100 E[F + 1] + 14^2 Var[F] = 400/3 + 196 * 4/9. Without corrections a
 * geometric number of exponentials is exponential, of mean 10 / (3/4). The team is kept through all attempts, so the
 * second site, which asked at the same instant, begins when the first is done: the mean of its beginning is the mean
 * time of the first. */

static const char FAILURES[] = PROJECT RESTLESS
    "sites = { count = 2; };\n"
    "resources = { team = { capacity = 1; }; };\n"
    "activities = {\n"
    "    test = { after = [\"start\"]; resource = \"team\"; failure = 0.25; correction = 4;\n"
    "             duration = { dist = \"exponential\"; mean = 10; }; };\n"
    "    plain = { after = [\"start\"]; failure = 0.25; duration = { dist = \"exponential\"; mean = 10; }; };\n"
    "};\n"
    "milestones = { done = { after = [\"test\", \"plain\"]; }; };\n";

static void failures(struct verify *verify)
{
    const struct moment list[] = {
        {MOMENT_MEAN, OF_SPAN, 0, "test", 44.0 / 3, 0, "failures: mean time with corrections"},
        {MOMENT_SPREAD, OF_SPAN, 0, "test", 400.0 / 3 + 196 * 4.0 / 9, 44.0 / 3, "failures: its variance"},
        {MOMENT_MEAN, OF_BEGIN, 1, "test", 44.0 / 3, 0, "failures: the team is kept, the next begins after all of it"},
        {MOMENT_MEAN, OF_SPAN, 1, "plain", 40.0 / 3, 0, "failures: mean time without corrections"},
        {MOMENT_BY, OF_SPAN, 1, "plain", 1 - exp(-1.5), 20, "failures: P(within 20 days), without corrections"}};
    const struct verify_programme programme = {
        .name = "V19", .text = FAILURES, .observations = verify_size(verify, 40000, 400000)};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V20: lags are calendar days after the end, whatever the work calendar ----
 *
 * Work of five days ends with Friday, at 5; three days later, at 8, Tuesday begins, and the next day's work ends it.
 * Work of three days ends with Wednesday, at 3; its lag with Saturday, at 6; the next day's work begins then, but is
 * that of Monday, which ends at 8. */

static const char LAGS[] =
    PROJECT "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"
            "sites = { count = 1; };\n"
            "activities = {\n"
            "    week = { after = [\"start\"]; duration = 5; lag_days = 3; };\n"
            "    after_week = { after = [\"week\"]; duration = 1; };\n"
            "    half = { after = [\"start\"]; duration = 3; lag_days = 3; };\n"
            "    after_half = { after = [\"half\"]; duration = 1; };\n"
            "    chance = { after = [\"start\"]; lag_days = { dist = \"exponential\"; mean = 20; }; };\n"
            "    after_chance = { after = [\"chance\"]; };\n"
            "};\n"
            "milestones = { half_done = { after = [\"half\"]; }; done = { after = [\"after_week\", \"after_half\", "
            "\"after_chance\"]; }; };\n";

static void lags(struct verify *verify)
{
    const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "week", 5, 0, "lag: the work ends before it, on day"},
        {MOMENT_ALWAYS, OF_BEGIN, 0, "after_week", 8, 0, "lag of 3 days over a weekend: the next begins on day"},
        {MOMENT_ALWAYS, OF_END, 0, "after_week", 9, 0, "lag over a weekend: the next ends on day"},
        {MOMENT_ALWAYS, OF_END, 0, "half_done", 6, 0, "lag: a milestone waits for it, too, until day"},
        {MOMENT_ALWAYS, OF_END, 0, "after_half", 8, 0, "lag into a weekend: the next ends on day"},
        {MOMENT_MEAN, OF_BEGIN, 0, "after_chance", 20, 0, "lag by chance: its mean"},
        {MOMENT_BY, OF_BEGIN, 0, "after_chance", 1 - exp(-0.5), 10, "lag by chance: P(within 10 days)"}};
    const struct verify_programme programme = {
        .name = "V20", .text = LAGS, .observations = verify_size(verify, 20000, 260000)};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V21: the effort of an attempt, d = D (1 + b v / E[D]) f w push org late, model.md (3), factor by factor ---- */

static const char EFFORT_SITES[] = "code,name,region,vendor,versions_behind\n"
                                   "1,heavy,r,A,0\n"
                                   "2,behind,r,A,2\n"
                                   "3,helped,r,B,0\n";

static const char EFFORT[] = PROJECT RESTLESS
    "sites = { exceptions = { m1 = { weight = 3; }; }; };\n"
    "vendors = { a = { name = \"A\"; sites = 2; teams = 3; };\n"
    "            b = { name = \"B\"; sites = 1; teams = 3; organisational_factor = 0.7; }; };\n"
    "push = { factor = 0.6; };\n"
    "packages = { ready = 31; late_factor = 1.25; };\n"
    "activities = {\n"
    "    weighted = { after = [\"start\"]; duration = 10; weighted = true; };\n"
    "    version = { after = [\"start\"]; duration = 20; per_version_days = 5; };\n"
    "    versions_only = { after = [\"start\"]; per_version_days = 5; };\n"
    "    pushed = { after = [\"start\"]; duration = 10; pushed = true; };\n"
    "    early = { after = [\"start\"]; duration = 10; organisational = true; };\n"
    "    packages = { after = [\"start\"]; kind = \"wait\"; date = 31; };\n"
    "    late = { after = [\"packages\"]; duration = 10; organisational = true; };\n"
    "    factor = { after = [\"start\"]; duration = 10; factor = 2; };\n"
    "    all = { after = [\"start\"]; duration = 10; factor = 2; weighted = true; per_version_days = 5; pushed = "
    "true;\n"
    "            organisational = true; };\n"
    "    chance = { after = [\"start\"]; duration = { dist = \"exponential\"; mean = 20; }; per_version_days = 5; };\n"
    "};\n"
    "milestones = { done = { after = [\"all\", \"chance\", \"late\", \"weighted\"]; }; };\n";

static void effort(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_SPAN, 0, "weighted", 30, 0, "effort: 10 days of weight 3"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "weighted", 10, 0, "effort: 10 days of weight 1"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "version", 30, 0, "effort: 20 days, and 5 for each of 2 versions"},
        {MOMENT_ALWAYS, OF_SPAN, 0, "version", 20, 0, "effort: the same without versions behind"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "versions_only", 10, 0, "effort: nothing but 5 for each of 2 versions"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "pushed", 6, 0, "effort: 10 days, pushed by 0.6"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "early", 12.5, 0, "effort: organisational, before the packages"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "late", 10, 0, "effort: organisational, when the packages are ready"},
        {MOMENT_ALWAYS, OF_SPAN, 2, "late", 7, 0, "effort: organisational, the vendor's factor 0.7"},
        {MOMENT_ALWAYS, OF_SPAN, 0, "factor", 20, 0, "effort: factor 2"},
        {MOMENT_ALWAYS, OF_SPAN, 0, "all", 10 * 2 * 3 * 0.6 * 1.25, 0, "effort: all of them, weight 3"},
        {MOMENT_ALWAYS, OF_SPAN, 1, "all", 20 * 2 * 0.6 * 1.25, 0, "effort: all of them, 2 versions behind"},
        {MOMENT_ALWAYS, OF_SPAN, 2, "all", 10 * 2 * 0.6 * 0.7 * 1.25, 0, "effort: all of them, the other vendor"},
        /* versions multiply what is drawn, so the spread grows with the mean: 1.5 Exp(20) */
        {MOMENT_MEAN, OF_SPAN, 1, "chance", 30, 0, "effort by chance, 2 versions behind: mean"},
        {MOMENT_SPREAD, OF_SPAN, 1, "chance", 900, 30, "effort by chance, 2 versions behind: variance"}};
    const struct verify_programme programme = {
        .name = "V21", .text = EFFORT, .sites = EFFORT_SITES, .observations = verify_size(verify, 20000, 200000)};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V22: what is not needed is done at once; hosted sites have predecessors of their own; dates ---- */

static const char NEEDED_SITES[] = "code,name,region,hosted\n1,own,r,0\n2,hosted,r,1\n";

static const char NEEDED[] =
    PROJECT RESTLESS "sites = { };\n"
                     "activities = {\n"
                     "    perhaps = { after = [\"start\"]; duration = 10; probability = 0.3; lag_days = 5; };\n"
                     "    short = { after = [\"start\"]; duration = 3; };\n"
                     "    long = { after = [\"start\"]; duration = 8; };\n"
                     "    both = { after = [\"short\", \"long\"]; hosted_after = [\"short\"]; duration = 1; };\n"
                     "    date = { after = [\"short\"]; kind = \"wait\"; date = \"2014-01-13\"; };\n"
                     "    past = { after = [\"long\"]; kind = \"wait\"; date = \"2014-01-13\"; };\n"
                     "};\n"
                     "milestones = { sure = { after = [\"perhaps\"]; }; done = { after = [\"both\", \"sure\", "
                     "\"date\", \"past\"]; }; };\n";

static void needed(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_BY, OF_END, 0, "sure", 0.7, 0, "P(not needed: done at once, and without its lag)"},
        {MOMENT_BY, OF_BEGIN, 0, "perhaps", 0.3, 0, "P(needed)"},
        {MOMENT_MEAN, OF_END, 1, "sure", 0.3 * 15, 0, "mean day on which it is over"},
        {MOMENT_ALWAYS, OF_BEGIN, 0, "both", 8, 0, "after both predecessors"},
        {MOMENT_ALWAYS, OF_BEGIN, 1, "both", 3, 0, "hosted: after the one that counts"},
        {MOMENT_ALWAYS, OF_END, 0, "date", 7, 0, "a wait for a date: its midnight"},
        {MOMENT_ALWAYS, OF_END, 0, "past", 8, 0, "a wait for a date that is past: at once"}};
    const struct verify_programme programme = {.name = "V22.needed",
                                               .text = NEEDED,
                                               .sites = NEEDED_SITES,
                                               .observations = verify_size(verify, 20000, 400000)};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V23: work calendars ----
 *
 * Easter Sunday of 2013 to 2017 as the almanac has it (31 March, 20 April, 5 April, 27 March, 16 April). A calendar
 * whose only day off is Easter Sunday: two days' work from the midnight before it on take three. Denmark's days off
 * around it (Thursday, Friday and Monday) and a reduced ISO week: week 30 of 2013 is 22 to 28 July. */

static const char CALENDARS[] =
    "title = \"calendars\"; epoch = \"2013-01-01\"; horizon = \"2017-12-31\";\n"
    "deadlines = { end = { date = \"2017-12-31\"; milestone = \"done\"; }; };\n"
    "calendars = {\n"
    "    easter = { weekdays = [1, 1, 1, 1, 1, 1, 1]; easter = [0]; };\n"
    "    danish = { weekdays = [1, 1, 1, 1, 1, 0, 0]; easter = [-3, -2, 1]; holidays = [\"06-05\"]; };\n"
    "    summer = { weekdays = [1, 1, 1, 1, 1, 0, 0]; reduced = ( { weeks = [30]; effort = 0.4; } ); };\n"
    "};\n"
    "sites = { count = 1; };\n"
    "activities = {\n"
    "    w2013 = { after = [\"start\"]; kind = \"wait\"; date = \"2013-03-30\"; };\n"
    "    w2014 = { after = [\"start\"]; kind = \"wait\"; date = \"2014-04-19\"; };\n"
    "    w2015 = { after = [\"start\"]; kind = \"wait\"; date = \"2015-04-04\"; };\n"
    "    w2016 = { after = [\"start\"]; kind = \"wait\"; date = \"2016-03-26\"; };\n"
    "    w2017 = { after = [\"start\"]; kind = \"wait\"; date = \"2017-04-15\"; };\n"
    "    e2013 = { after = [\"w2013\"]; duration = 2; }; e2014 = { after = [\"w2014\"]; duration = 2; };\n"
    "    e2015 = { after = [\"w2015\"]; duration = 2; }; e2016 = { after = [\"w2016\"]; duration = 2; };\n"
    "    e2017 = { after = [\"w2017\"]; duration = 2; };\n"
    "    w_danish = { after = [\"start\"]; kind = \"wait\"; date = \"2014-04-14\"; };\n"
    "    danish = { after = [\"w_danish\"]; duration = 4; calendar = \"danish\"; };\n"
    "    w_june = { after = [\"start\"]; kind = \"wait\"; date = \"2014-06-02\"; };\n"
    "    june = { after = [\"w_june\"]; duration = 5; calendar = \"danish\"; };\n"
    "    w_summer = { after = [\"start\"]; kind = \"wait\"; date = \"2013-07-19\"; };\n"
    "    summer = { after = [\"w_summer\"]; duration = 4; calendar = \"summer\"; };\n"
    "};\n"
    "milestones = { done = { after = [\"e2017\"]; }; };\n";

/* The midnight that ends a day. */
static double midnight(int year, int month, int day)
{
    return (double)(date_of(year, month, day) - date_of(2013, 1, 1) + 1);
}

static void calendars(struct verify *verify)
{
    const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "e2013", midnight(2013, 4, 1), 0, "Easter 2013 is off: two days' work ends on day"},
        {MOMENT_ALWAYS, OF_END, 0, "e2014", midnight(2014, 4, 21), 0, "Easter 2014"},
        {MOMENT_ALWAYS, OF_END, 0, "e2015", midnight(2015, 4, 6), 0, "Easter 2015"},
        {MOMENT_ALWAYS, OF_END, 0, "e2016", midnight(2016, 3, 28), 0, "Easter 2016"},
        {MOMENT_ALWAYS, OF_END, 0, "e2017", midnight(2017, 4, 17), 0, "Easter 2017"},
        /* Monday to Wednesday, then Tuesday after Easter Monday */
        {MOMENT_ALWAYS, OF_END, 0, "danish", midnight(2014, 4, 22), 0,
         "four days' work from Monday before Easter 2014"},
        /* Thursday, 5 June, is off: Monday to Wednesday, Friday, Monday */
        {MOMENT_ALWAYS, OF_END, 0, "june", midnight(2014, 6, 9), 0, "five days' work over a fixed day off"},
        /* Friday; five days of 0.4 each; Monday */
        {MOMENT_ALWAYS, OF_END, 0, "summer", midnight(2013, 7, 29), 0, "four days' work over a week of effort 0.4"}};
    const struct verify_programme programme = {.name = "V23", .text = CALENDARS};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V24: the outside view stretches what was planned by 1 + overrun = 1.5, from the plan's day 20 on ----
 *
 * Decisions: 0 + 1.5 * 10. From then on: 10 days' work take 15, a lag of 4 takes 6. The version planned for day 40 with
 * a slip of 4 comes on 20 + 1.5 * 24. Dates stay. */

static const char OUTSIDE[] =
    PROJECT RESTLESS "sites = { count = 1; decision_spread_days = 10; lateness = 1; };\n"
                     "outside_view = { overrun = 0.5; from = 20; };\n"
                     "integration = { planned = 40; common_slip_days = 4; };\n"
                     "vendors = { a = { name = \"A\"; sites = 1; teams = 1; }; };\n"
                     "activities = {\n"
                     "    work = { after = [\"start\"]; duration = 10; lag_days = 4; };\n"
                     "    next = { after = [\"work\"]; };\n"
                     "    version = { after = [\"start\"]; kind = \"wait\"; until = \"vendor-ready\"; };\n"
                     "    date = { after = [\"start\"]; kind = \"wait\"; date = 100; };\n"
                     "};\n"
                     "milestones = { done = { after = [\"next\", \"version\", \"date\"]; }; };\n";

static void outside(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "start", 15, 0, "outside view: the decision"},
        {MOMENT_ALWAYS, OF_END, 0, "work", 30, 0, "outside view: work"},
        {MOMENT_ALWAYS, OF_BEGIN, 0, "next", 36, 0, "outside view: a lag"},
        {MOMENT_ALWAYS, OF_END, 0, "version", 56, 0, "outside view: a vendor's version"},
        {MOMENT_ALWAYS, OF_END, 0, "date", 100, 0, "outside view: a date stays"}};
    const struct verify_programme programme = {.name = "V24", .text = OUTSIDE};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V25: where the days went ----
 *
 * Two sites decide on day 5. One team: the first works from 5 to 15, the second waits and works from 15 to 25. Then
 * each has organisational work of 10 days, alone, at a pace of 1 / 1.5: 15 days, 5 of them lost to that. From day 50 on
 * both work 10 days at the pace 1/2 of a risk that began at 50 (wait: 50 - 30 and 50 - 40 days) for 20 days, 10 of them
 * lost. Means of the two sites: late 5; queue 5; unsupported 5; waiting 15; risk 10; own work 10 + 10 + 10. */

static const char CAUSES[] =
    PROJECT RESTLESS "sites = { count = 2; decision_spread_days = 5; lateness = 1; };\n"
                     "resources = { team = { capacity = 1; }; };\n"
                     "corps = { consultants = 0; unsupported_factor = 1.5; engagements = {\n"
                     "    only = { from = \"build\"; gates = [\"teach\"]; until = \"teach\"; }; }; };\n"
                     "risks = { storm = { probability = 1; from = 50; to = 50; pace = 0.5; duration_days = 100; }; };\n"
                     "activities = {\n"
                     "    build = { after = [\"start\"]; duration = 10; resource = \"team\"; };\n"
                     "    teach = { after = [\"build\"]; duration = 10; organisational = true; };\n"
                     "    calm = { after = [\"teach\"]; kind = \"wait\"; date = 50; cause = \"calm\"; };\n"
                     "    finish = { after = [\"calm\"]; duration = 10; };\n"
                     "};\n"
                     "milestones = { done = { after = [\"finish\"]; }; };\n";

static void causes(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_LATE_START, 0, 5, 0, "days lost to late starts"},
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_FIXED, 0, 5, 0, "days lost in the queue of a resource"},
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_UNSUPPORTED, 0, 5, 0, "days lost without support"},
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_RISK, 0, 10, 0, "days lost to a risk"},
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_OWN_WORK, 0, 30, 0, "days of own work"},
        {MOMENT_ALWAYS, OF_CAUSE, CAUSE_FIXED + 1, 0, 15, 0, "days of a cause that the configuration names"}};
    const struct verify_programme programme = {.name = "V25", .text = CAUSES};
    verify_moments(verify, &programme, MOMENTS(list));
}

void verify_projects(struct verify *verify)
{
    failures(verify);
    lags(verify);
    effort(verify);
    needed(verify);
    calendars(verify);
    outside(verify);
    causes(verify);
}
