/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify_corps: V29, who serves whom, how many and how long; V30, consultants who are away or leave.
 */
#include "analysis/verify/verify_parts.h"

#include <math.h>

#define CORPS                                                                                                          \
    "title = \"a corps\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\";\n" RESTLESS                                \
    "deadlines = { end = { date = \"2014-12-31\"; milestone = \"done\"; }; };\n"
#define ONLY "engagements = { only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; };"
#define WORK                                                                                                           \
    "activities = { work = { after = [\"start\"]; duration = 10; organisational = true; }; };\n"                       \
    "milestones = { done = { after = [\"work\"]; }; };\n"

/* ---- V29: own region first ----
 *
 * Of one consultant the home lies where half of the sites are: the third of four, in the east. Two sites of the west
 * and then two of the east ask at once; the first gets it, since it is the only one. When free, on day 10, it takes the
 * east first though the west asked earlier: 3, 4, 2. Without "nearest first": 2, 3, 4.
 *
 * Of two consultants, one of either region: the site of the east that asks first gets the second one, though the first
 * has as much room. */

static const char REGION_SITES[] = "code,name,region\n1,a,west\n2,b,west\n3,c,east\n4,d,east\n";
static const char EAST_FIRST_SITES[] = "code,name,region\n1,a,east\n2,b,west\n3,c,west\n4,d,east\n";

static const char NEAREST[] = CORPS "sites = { }; corps = { consultants = 1; " ONLY " };\n" WORK;
static const char ANYBODY[] = CORPS "sites = { }; corps = { consultants = 1; nearest_first = false; " ONLY " };\n" WORK;
static const char TWO[] = CORPS "sites = { }; corps = { consultants = 2; case_load = 2; " ONLY " };\n" WORK;

static void regions(struct verify *verify)
{
    static const struct moment nearest[] = {
        {MOMENT_ALWAYS, OF_CAME, 0, 0, 0, 0, "own region first: the first to ask is served on day"},
        {MOMENT_ALWAYS, OF_CAME, 2, 0, 10, 0, "own region first: then the first of the region"},
        {MOMENT_ALWAYS, OF_CAME, 3, 0, 20, 0, "own region first: then the second of the region"},
        {MOMENT_ALWAYS, OF_CAME, 1, 0, 30, 0, "own region first: then who asked before both"}};
    static const struct moment anybody[] = {
        {MOMENT_ALWAYS, OF_CAME, 1, 0, 10, 0, "no region first: who asked second is served on day"},
        {MOMENT_ALWAYS, OF_CAME, 2, 0, 20, 0, "no region first: the third"},
        {MOMENT_ALWAYS, OF_CAME, 3, 0, 30, 0, "no region first: the fourth"}};
    /* The regions are known in the order of the file: here the east's consultant is number 0. */
    static const struct moment two[] = {
        {MOMENT_ALWAYS, OF_FIRST, 0, 0, 0, 0, "two consultants: the east's site gets number"},
        {MOMENT_ALWAYS, OF_FIRST, 1, 0, 1, 0, "two consultants: the west's site gets number"},
        {MOMENT_ALWAYS, OF_FIRST, 2, 0, 1, 0, "two consultants: the west's other site gets number"},
        {MOMENT_ALWAYS, OF_FIRST, 3, 0, 0, 0, "two consultants: the east's other site gets number"}};
    const struct verify_programme first = {.name = "V29.nearest", .text = NEAREST, .sites = REGION_SITES};
    const struct verify_programme second = {.name = "V29.anybody", .text = ANYBODY, .sites = REGION_SITES};
    const struct verify_programme third = {.name = "V29.two", .text = TWO, .sites = EAST_FIRST_SITES};
    verify_moments(verify, &first, MOMENTS(nearest));
    verify_moments(verify, &second, MOMENTS(anybody));
    verify_moments(verify, &third, MOMENTS(two));
}

/* ---- V29: the former consultant first ----
 *
 * Two consultants of one region, a case each. The first site gets number 0, the second number 1, both for 10 days. The
 * second one's gap is 5 days and the first one's, which counts double, 10. So on day 15 the second site asks again, of
 * two who are alike, and gets number 1 again. */

static const char FORMER[] = CORPS "sites = { count = 2; exceptions = { m1 = { weight = 2; }; }; };\n"
                                   "corps = { consultants = 2; engagements = {\n"
                                   "    one = { from = \"start\"; gates = [\"work\"]; until = \"work\"; };\n"
                                   "    two = { from = \"gap\"; gates = [\"more\"]; until = \"more\"; }; }; };\n"
                                   "activities = {\n"
                                   "    work = { after = [\"start\"]; duration = 10; };\n"
                                   "    gap = { after = [\"work\"]; duration = 5; weighted = true; };\n"
                                   "    more = { after = [\"gap\"]; duration = 10; };\n"
                                   "};\n"
                                   "milestones = { done = { after = [\"more\"]; }; };\n";

static void former(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_FIRST, 1, 0, 1, 0, "former first: the second site's first consultant is number"},
        {MOMENT_ALWAYS, OF_CAME, 1, 0, 15, 0, "former first: it has one again on day"},
        {MOMENT_ALWAYS, OF_CONSULTANT, 1, 0, 1, 0, "former first: it is number"},
        {MOMENT_ALWAYS, OF_CONSULTANT, 0, 0, 0, 0, "former first: the first site's last is number"}};
    const struct verify_programme programme = {.name = "V29.former", .text = FORMER};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V29: the longest time, and the pace of who goes alone ----
 *
 * One consultant. The first site's engagement lasts 30 days after the asking at the longest, though its work takes 100;
 * having been supported, that goes on at its pace. The second is served on day 30. It asked on day 0, too: its own
 * longest time ended then, so it goes alone, and its 100 days take 150. */

static const char LONGEST[] =
    CORPS "sites = { count = 2; };\n"
          "corps = { consultants = 1; unsupported_factor = 1.5; patience_days = 20; engagements = {\n"
          "    only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; max_days = 30; }; }; };\n"
          "activities = { work = { after = [\"start\"]; duration = 100; organisational = true; }; };\n"
          "milestones = { done = { after = [\"work\"]; }; };\n";

/* An engagement that gates nothing: the work begins at once, at 1 / 1.5 of its pace while the site waits. The
 * consultant comes on day 30: 20 days are done, 80 are left. */
static const char WAITING[] = CORPS "sites = { count = 2; };\n"
                                    "corps = { consultants = 1; unsupported_factor = 1.5; engagements = {\n"
                                    "    only = { from = \"start\"; gates = [\"talk\"]; until = \"talk\"; }; }; };\n"
                                    "activities = { talk = { after = [\"start\"]; duration = 30; };\n"
                                    "    work = { after = [\"start\"]; duration = 100; organisational = true; }; };\n"
                                    "milestones = { done = { after = [\"work\", \"talk\"]; }; };\n";

static void longest(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "work", 100, 0, "longest time: the supported site is done on day"},
        {MOMENT_ALWAYS, OF_ALONE, 1, 0, 20, 0, "patience of 20 days: the other goes alone on day"},
        {MOMENT_ALWAYS, OF_END, 1, "work", 20 + 150, 0, "alone: 100 days' work takes half as long again"}};
    static const struct moment waiting[] = {
        {MOMENT_ALWAYS, OF_CAME, 1, 0, 30, 0, "waiting: the consultant comes on day"},
        {MOMENT_ALWAYS, OF_END, 1, "work", 110, 0, "waiting: work beside it is slower until then"}};
    const struct verify_programme programme = {.name = "V29.longest", .text = LONGEST};
    const struct verify_programme beside = {.name = "V29.waiting", .text = WAITING};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &beside, MOMENTS(waiting));
}

/* Here the longest time frees the consultant for another. */
static const char FREED[] =
    CORPS "sites = { count = 2; };\n"
          "corps = { consultants = 1; engagements = {\n"
          "    only = { from = \"start\"; gates = [\"work\"]; until = \"work\"; max_days = 30; };\n"
          "    later = { from = \"pause\"; gates = [\"more\"]; until = \"more\"; }; }; };\n"
          "activities = { work = { after = [\"start\"]; duration = 100; };\n"
          "    pause = { after = [\"start\"]; duration = 10; }; more = { after = [\"pause\"]; duration = 7; }; };\n"
          "milestones = { done = { after = [\"work\", \"more\"]; }; };\n";

/* On day 0 both ask; the first is served. On day 10 both ask for the second engagement, behind. On day 30 the first
 * one's longest time frees the consultant, and ends the other's waiting, at the same instant. Then the second
 * engagements: 7 days each. */
static void freed(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_END, 0, "more", 37, 0, "longest time: freed on day 30, who waits next has 7 days"},
        {MOMENT_ALWAYS, OF_END, 1, "more", 44, 0, "longest time: and the one after"}};
    const struct verify_programme programme = {.name = "V29.freed", .text = FREED};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V29: the case load is rounded up or down by chance: 5 * 0.5 = 2.5 is 2 or 3 with probability 1/2 each ---- */

static const char LOAD[] =
    CORPS "sites = { count = 4; };\n"
          "corps = { consultants = 1; case_load = 5; share_of_full_time = 0.5; " ONLY " };\n" WORK;

static void load(struct verify *verify)
{
    static const struct moment list[] = {
        {MOMENT_ALWAYS, OF_CAME, 1, 0, 0, 0, "case load 2.5: the second of four is served at once"},
        {MOMENT_BY, OF_CAME, 2, 0, 0.5, 0, "case load 2.5: P(the third, too)"},
        {MOMENT_ALWAYS, OF_CAME, 3, 0, 10, 0, "case load 2.5: the fourth is not, but on day"}};
    const struct verify_programme programme = {
        .name = "V29.load", .text = LOAD, .observations = verify_size(verify, 10000, 200000)};
    verify_moments(verify, &programme, MOMENTS(list));
}

/* ---- V30: absences ----
 *
 * Present for Exp(40), away for Exp(10), present on day 0: away on day 30 with probability
 * (1/40) / (1/40 + 1/10) (1 - exp(-(1/40 + 1/10) 30)); who asks then waits for an exponential rest of mean 10.
 *
 * Work of 20 days, at 1/5 of its pace while the consultant is away. Let u(w), v(w) be the mean time left with w days of
 * effort, present and away: u' = 1 + (v - u) / 40, v' = 5 (1 - (v - u) / 10). So d = v - u has d' = 4 - k d,
 * k = 5/10 + 1/40, d(0) = 0, hence d = 4/k (1 - e^(-k w)), and u(w) = w + (4 / (40 k)) (w - (1 - e^(-k w)) / k). */

enum { AWAY_DAY = 30, EFFORT = 20 };

static const char ABSENT[] =
    CORPS "sites = { count = 1; decision_from = 30; };\n"
          "corps = { consultants = 1; absences = { between_days = 40; days = 10; }; " ONLY " };\n" WORK;

static const char INTERRUPTED[] = CORPS
    "sites = { count = 1; };\n"
    "corps = { consultants = 1; unsupported_factor = 5; absences = { between_days = 40; days = 10; }; " ONLY " };\n"
    "activities = { work = { after = [\"start\"]; duration = 20; organisational = true; }; };\n"
    "milestones = { done = { after = [\"work\"]; }; };\n";

static void absences(struct verify *verify)
{
    const double away = 0.2 * (1 - exp(-0.125 * AWAY_DAY)), k = 0.525;
    const double time = EFFORT + 4 / (40 * k) * (EFFORT - (1 - exp(-k * EFFORT)) / k);
    const struct moment list[] = {
        {MOMENT_BY, OF_BEGIN, 0, "work", 1 - away, AWAY_DAY, "absences: P(the consultant is present on day 30)"},
        {MOMENT_MEAN, OF_BEGIN, 0, "work", AWAY_DAY + 10 * away, 0,
         "absences: mean day on which who asks on day 30 begins"},
        {MOMENT_BY, OF_BEGIN, 0, "work", 1 - away * exp(-1), AWAY_DAY + 10, "absences: P(begins by day 40)"}};
    const struct moment interrupted[] = {
        {MOMENT_BY, OF_END, 0, "work", exp(-0.5), EFFORT, "absences: P(20 days' work is not interrupted)"},
        {MOMENT_MEAN, OF_END, 0, "work", time, 0, "absences: mean time of 20 days' work"}};
    const struct verify_programme programme = {
        .name = "V30.absences", .text = ABSENT, .observations = verify_size(verify, 40000, 700000)};
    const struct verify_programme work = {
        .name = "V30.interrupted", .text = INTERRUPTED, .observations = verify_size(verify, 40000, 200000)};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &work, MOMENTS(interrupted));
}

/* ---- V30: turnover ----
 *
 * A term is Exp(50), then the post is empty for 20 days. Present on day 30, with less than two vacancies: no end before
 * 30, or a first one s <= 10 and then no end until 30, exp(-s/50) exp(-(10 - s)/50) ds / 50: exp(-30/50) + (10/50)
 * exp(-10/50).
 *
 * Work of 20 days, without a consultant at 1/5 of its pace; whose consultant leaves asks anew and gets the successor
 * after 20 days, in which 4 of its days are done. Done on day 20 if nobody leaves: exp(-20/50). Else, if one leaves at
 * s, s days are done, then 4 in the vacancy if so many are left: done by day 36 at the latest if the successor stays,
 * 36 if 20 - s is more than 4: P(done before 36) = P(nobody leaves, or one does within the last 4 days) = exp(-16/50).
 */

static const char VACANT[] =
    CORPS "sites = { count = 1; decision_from = 30; };\n"
          "corps = { consultants = 1; turnover = { tenure_days = 50; recruiting_days = 20; }; " ONLY " };\n" WORK;

static const char SUCCEEDED[] =
    CORPS "sites = { count = 1; };\n"
          "corps = { consultants = 1; unsupported_factor = 5; turnover = { tenure_days = 50; recruiting_days = 20; };\n"
          "    " ONLY " };\n"
          "activities = { work = { after = [\"start\"]; duration = 20; organisational = true; }; };\n"
          "milestones = { done = { after = [\"work\"]; }; };\n";

static void turnover(struct verify *verify)
{
    const struct moment list[] = {
        {MOMENT_BY, OF_BEGIN, 0, "work", exp(-0.6) + 0.2 * exp(-0.2), AWAY_DAY,
         "turnover: P(the post is filled on day 30)"},
        {MOMENT_BY, OF_BEGIN, 0, "work", 1, AWAY_DAY + 20, "turnover: P(begins within the 20 days of recruiting)"}};
    const struct moment succeeded[] = {
        {MOMENT_BY, OF_END, 0, "work", exp(-0.4), EFFORT, "turnover: P(20 days' work is not interrupted)"},
        {MOMENT_BY, OF_END, 0, "work", exp(-0.32), 35.999, "turnover: P(done before day 36)"},
        /* the successor, who comes at s + 20, stays for the 16 - s days that are left: s <= 16 */
        {MOMENT_BY, OF_END, 0, "work", exp(-0.32) + 16.0 / 50 * exp(-0.32), 36.001, "turnover: P(done by day 36)"}};
    const struct verify_programme programme = {
        .name = "V30.turnover", .text = VACANT, .observations = verify_size(verify, 20000, 200000)};
    const struct verify_programme work = {
        .name = "V30.succeeded", .text = SUCCEEDED, .observations = verify_size(verify, 20000, 200000)};
    verify_moments(verify, &programme, MOMENTS(list));
    verify_moments(verify, &work, MOMENTS(succeeded));
}

void verify_corps(struct verify *verify)
{
    regions(verify);
    former(verify);
    longest(verify);
    freed(verify);
    load(verify);
    absences(verify);
    turnover(verify);
}
