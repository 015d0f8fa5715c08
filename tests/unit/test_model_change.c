/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changes on a date: capacities and switches of the programme, and scenarios that act from a day.
 */
#include "../model_world.h"
#include "models/scenario.h"

enum { REPLICATIONS = 6 };

/* Whatever can change on a date, as a lever of fmk.cfg. */
static const char *const levers[] = {
    "corps.consultants=9",
    "corps.consultants=2",
    "vendors.kmd.teams=8",
    "vendors.kmd.order=largest-first",
    "vendors.kmd.batch_size=1",
    "swat.teams=0",
    "swat.teams=9",
    "sessions.places=9",
    "sessions.every_days=14",
    "push.enabled=false",
    "doctors.cleanup.enabled=false",
    "activities.pause.probability=0",
};
enum { LEVERS = sizeof levers / sizeof *levers };

/* fmk.cfg with one assignment from a day; null: without a day, no assignment: as it is. `setting` is one more that both
 * have. */
static void open_from(struct world *world, const char *assignment, const char *from, const char *setting)
{
    struct document base;
    struct faults faults = {0};
    char path[512];
    memset(world, 0, sizeof *world);
    snprintf(path, sizeof path, "%s/configs/fmk.cfg", SOURCE_DIR);
    document_read(&base, path, &faults);
    document_set(&base, "as_of=2016-12-31", &faults); /* when all of it is known */
    if (setting)
        document_set(&base, setting, &faults);
    world_refuse(&faults);
    const struct scenario scenario = {
        .name = "x", .file = "x", .from = from, .assignment = &assignment, .assignments = assignment ? 1 : 0};
    scenario_apply(&world->document, &base, &scenario, &faults);
    world_refuse(&faults);
    document_free(&base);
    world_compile(world, 0);
}

/* All but the parameters, of which the undated one may have fewer: what is set is uncertain no more. */
static bool same_record(const struct world *a, const struct world *b)
{
    for (enum outcome_name f = 0; f < OUTCOME_FIELDS; f++)
        if (f != OUTCOME_PARAMETERS && memcmp(world_field(a, f), world_field(b, f),
                                              a->layout.count[f] * outcome_type_size(outcome_fields[f].type)) != 0)
            return false;
    return true;
}

/* A day that lies before the epoch, or at it, is no day: the same bytes, of every record. */
Test(model_change, from_the_epoch_is_undated)
{
    static const char *const days[] = {"2013-01-01", "2010-05-05"};
    for (size_t l = 0; l < LEVERS; l++) {
        struct world plain, dated;
        open_from(&plain, levers[l], 0, 0);
        open_from(&dated, levers[l], days[l % 2], 0);
        for (uint64_t r = 0; r < REPLICATIONS; r++) {
            world_race(&plain, 5, r);
            world_race(&dated, 5, r);
            cr_assert(same_record(&plain, &dated), "%s", levers[l]);
        }
        world_close(&plain);
        world_close(&dated);
    }
}

/* Nobody is left who could notice. */
Test(model_change, after_everybody_is_done_nothing_changes)
{
    struct world plain, dated;
    open_from(&plain, 0, 0, "horizon=2079-12-31");
    for (size_t l = 0; l < LEVERS; l++) {
        open_from(&dated, levers[l], "2079-12-01", "horizon=2079-12-31");
        for (uint64_t r = 0; r < REPLICATIONS / 2; r++) {
            world_race(&plain, 5, r);
            world_race(&dated, 5, r);
            cr_assert_eq(memcmp(plain.record, dated.record, plain.layout.size), 0, "%s", levers[l]);
        }
        world_close(&dated);
    }
    world_close(&plain);
}

static bool same_until(const struct world *a, const struct world *b, double instant)
{
    const float *one = world_field(a, OUTCOME_MUNICIPALITY_DATE), *two = world_field(b, OUTCOME_MUNICIPALITY_DATE);
    const int32_t *cards = world_field(a, OUTCOME_CARDS), *others = world_field(b, OUTCOME_CARDS);
    for (size_t i = 0; i < a->layout.count[OUTCOME_MUNICIPALITY_DATE]; i++)
        if ((one[i] <= instant || two[i] <= instant) && one[i] != two[i])
            return false;
    for (size_t w = 0; w < a->programme.weeks; w++)
        if (a->programme.first_monday + 7.0 * (double)w <= instant && cards[w] != others[w])
            return false;
    return true;
}

/* The past does not know of the future; the future knows of the change. What ends, and the week that is settled, at the
 * midnight that begins the change's day belongs to the day before. */
static void check_past(const char *before, const char *from)
{
    struct world plain, dated;
    open_from(&plain, 0, 0, 0);
    const double day = world_day(&plain, before);
    for (size_t l = 0; l < LEVERS; l++) {
        size_t later = 0;
        open_from(&dated, levers[l], from, 0);
        for (uint64_t r = 0; r < REPLICATIONS; r++) {
            world_race(&plain, 5, r);
            world_race(&dated, 5, r);
            cr_assert(same_until(&plain, &dated, day), "%s, replication %zu", levers[l], (size_t)r);
            later += !same_until(&plain, &dated, INFINITY);
            cr_assert_eq(memcmp(world_field(&plain, OUTCOME_PARAMETERS), world_field(&dated, OUTCOME_PARAMETERS),
                                plain.programme.parameters * sizeof(double)),
                         0, "%s: a parameter is what was drawn", levers[l]);
        }
        cr_assert_gt(later, 0, "%s changes nothing at all", levers[l]);
        world_close(&dated);
    }
    world_close(&plain);
}

Test(model_change, the_past_is_the_same)
{
    check_past("2014-01-31", "2014-02-01");
}

Test(model_change, the_past_is_the_same_on_a_monday)
{
    check_past("2014-02-02", "2014-02-03");
}

/* ---- the corps, by hand ---- */

#define NETWORK                                                                                                        \
    "activities = { technical = { after = [\"start\"]; duration = 10; };"                                              \
    "  work = { after = [\"technical\"]; duration = 20; organisational = true; }; };"                                  \
    "milestones = { M = { after = [\"work\"]; }; };"
#define HELP "engagements = { help = { from = \"technical\"; gates = [\"work\"]; until = \"M\"; }; };"

static double begins(const struct world *world, int site)
{
    return world_when(world, HAPPENS_BEGIN, site, "work");
}

/* Six sites ask on day 10. One consultant has three cases; from day 15 (2014-01-14) one more post is recruited for for
 * 8 days: three more begin on day 23, or with a ramp of 10 days on the days 23, 28 and, when the first ones end, 30. */
Test(model_change, a_new_consultant_is_recruited_and_learns)
{
    static const char text[] = WORLD_TIMES "sites = { count = 6; };"
                                           "corps = { consultants = 1; case_load = 3; recruiting_days = 8;"
                                           "  changes = ( { from = \"2014-01-14\"; add = 1; } ); " HELP " };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 6; i++)
        cr_expect_float_eq(begins(&world, i), i < 3 ? 10 : 23, 1e-9, "site %d begins at %g", i, begins(&world, i));
    world_close(&world);
    world_write(&world, text, (const char *const[]){"corps.ramp_days=10", 0});
    world_run(&world, 1, 0);
    for (int i = 0; i < 6; i++)
        cr_expect_float_eq(begins(&world, i), ((double[]){10, 10, 10, 23, 28, 30})[i], 1e-9, "site %d begins at %g", i,
                           begins(&world, i));
    world_close(&world);
    world_write(&world, text, (const char *const[]){"corps.changes.0.from=2013-12-01", "corps.ramp_days=10", 0});
    world_run(&world, 1, 0); /* at the epoch they are there, and know the work */
    for (int i = 0; i < 6; i++)
        cr_expect_float_eq(begins(&world, i), 10, 1e-9);
    world_close(&world);
}

/* Nobody at first, and sites go on alone, 30 days long; then one post; then none: who has the consultant works on at
 * half the pace, and who waits goes alone at once. */
Test(model_change, posts_that_come_and_go)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; };"
        "corps = { consultants = 0; case_load = 1; unsupported_factor = 2;"
        "  changes = ( { from = \"2014-01-04\"; set = 1; }, { from = \"2014-01-19\"; set = 0; } ); " HELP " };" NETWORK;
    struct world world;
    world_write(&world, text, 0); /* days 5 and 20 */
    world_run(&world, 1, 0);
    cr_expect_float_eq(begins(&world, 0), 10, 1e-9);
    cr_expect_float_eq(begins(&world, 1), 20, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 40, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 1, "work"), 60, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_LEAVES, NOBODY, 0), 20, 1e-9);
    world_close(&world);
}

/* Of one post three are given up on day 5: there is none, and whoever asks on day 10 goes on alone at once. Two that
 * come on day 12 only make up for those, one more on day 15 is a post. */
Test(model_change, posts_that_went_below_none_are_missed)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; exceptions = { m2 = { weight = 2; }; }; };"
                    "corps = { consultants = 1; case_load = 1; unsupported_factor = 2; recruiting_days = 0;"
                    "  changes = ( { from = \"2014-01-04\"; add = -3; }, { from = \"2014-01-11\"; add = 2; },"
                    "              { from = \"2014-01-14\"; add = 1; } );"
                    "  engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"M\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  work = { after = [\"a\"]; duration = 20; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_ALONE, 0, 0), 10);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 50, 1e-9);
    cr_expect_eq(world_when(&world, HAPPENS_HIRED, NOBODY, 0), 15, "%g", world_when(&world, HAPPENS_HIRED, NOBODY, 0));
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 1, 0), 20);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 1, "work"), 40, 1e-9);
    world_close(&world);
}

/* A post that is closed while it is recruited for never gets anybody, and nobody leaves it. */
Test(model_change, a_post_closed_before_anybody_came)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; };"
                    "corps = { consultants = 1; case_load = 1; recruiting_days = 30; patience_days = 200;"
                    "  changes = ( { from = \"2014-01-04\"; add = 1; }, { from = \"2014-01-09\"; add = -1; },"
                    "              { from = \"2014-01-14\"; add = 1; } ); " HELP " };" NETWORK;
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_HIRED, NOBODY, 0), 45, 1e-9);
    cr_expect(isnan(world_when(&world, HAPPENS_LEAVES, NOBODY, 0)));
    cr_expect_float_eq(begins(&world, 0), 10, 1e-9);
    cr_expect_float_eq(begins(&world, 1), 30, 1e-9);
    world_close(&world);
}

/* ---- the others, by hand ---- */

/* Eight sites ask one server for ten days each: three from day 25, none from day 40 to day 60. */
Test(model_change, servers_of_a_pool)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 8; };"
                    "resources = { r = { capacity = 1; changes = ( { from = \"2014-01-24\"; set = 3; },"
                    "  { from = \"2014-02-08\"; set = 0; }, { from = \"2014-02-28\"; add = 2; } ); }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; resource = \"r\"; }; };"
                    "milestones = { M = { after = [\"a\"]; }; };";
    static const double wanted[8] = {0, 10, 20, 25, 25, 30, 35, 35};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 8; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_BEGIN, i, "a"), wanted[i], 1e-9, "site %d begins at %g", i,
                           world_when(&world, HAPPENS_BEGIN, i, "a"));
    world_close(&world);
}

/* One team, ten days a site, equal readiness: by code; from day 15 those who wait are served by their size. */
Test(model_change, an_order_of_service)
{
    static const char sites[] = "code,name,region,size\n1,A,X,1\n2,B,X,2\n3,C,X,3\n4,D,X,4\n5,E,X,5\n";
    static const char text[] =
        WORLD_TIMES "sites = { file = \"x\"; cards = 15; cards_by = \"size\"; };"
                    "resources = { r = { capacity = 1; changes = ( { from = \"2014-01-14\"; order = "
                    "\"largest-first\"; } ); }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; resource = \"r\"; }; };"
                    "milestones = { M = { after = [\"a\"]; }; };";
    static const double wanted[5] = {0, 10, 40, 30, 20};
    struct world world;
    world_table(&world, sites, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_BEGIN, i, "a"), wanted[i], 1e-9, "site %d begins at %g", i,
                           world_when(&world, HAPPENS_BEGIN, i, "a"));
    world_close(&world);
}

/* Two who ask after the change, on the days 6 and 7 while the team is busy to day 10, come by their size as well. */
Test(model_change, who_asks_later_is_served_in_the_new_order)
{
    static const char sites[] = "code,name,region,size\n1,A,X,1\n2,B,X,2\n3,C,X,3\n";
    static const char text[] =
        WORLD_TIMES "sites = { file = \"x\"; cards = 6; cards_by = \"size\"; exceptions = { m1 = { weight = 0; };"
                    "  m2 = { weight = 6; }; m3 = { weight = 7; }; }; };"
                    "resources = { r = { capacity = 1; changes = ( { from = \"2014-01-04\"; order = "
                    "\"largest-first\"; } ); }; };"
                    "activities = { p = { after = [\"start\"]; duration = 1; weighted = true; };"
                    "  a = { after = [\"p\"]; duration = 10; resource = \"r\"; }; };"
                    "milestones = { M = { after = [\"a\"]; }; };";
    struct world world;
    world_table(&world, sites, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_BEGIN, i, "a"), ((double[]){0, 20, 10})[i], 1e-9, "site %d", i);
    world_close(&world);
}

/* One team, two hosted sites a batch, equal readiness: by code; from day 5 on by size, who leads a batch and who goes
 * along. */
Test(model_change, an_order_of_batches)
{
    static const char sites[] = "code,name,region,size,hosted\n1,A,X,1,1\n2,B,X,2,1\n3,C,X,3,1\n4,D,X,4,1\n5,E,X,5,1\n";
    static const char text[] =
        WORLD_TIMES "sites = { file = \"x\"; cards = 15; cards_by = \"size\"; };"
                    "vendors = { v = { name = \"V\"; sites = 5; teams = 1; batch_size = 2; batch_extra = 0;"
                    "  changes = ( { from = \"2014-01-04\"; order = \"largest-first\"; } ); }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; resource = \"vendor\"; }; };"
                    "milestones = { M = { after = [\"a\"]; }; };";
    static const double wanted[5] = {0, 0, 20, 10, 10};
    struct world world;
    world_table(&world, sites, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_BEGIN, i, "a"), wanted[i], 1e-9, "site %d begins at %g", i,
                           world_when(&world, HAPPENS_BEGIN, i, "a"));
    world_close(&world);
}

/* Every 28 days from day 7, one place. Four sites ask on day 0 and get the days 7, 35, 63 and 91. From day 40 on every
 * fortnight, counted from the session of day 35, with two places: who asks again on day 50 gets the second place of day
 * 91, then the days 105, 105 and 119. */
Test(model_change, sessions_in_another_rhythm)
{
    static const char sites[] = "code,name,region\n1,A,X\n2,B,X\n3,C,X\n4,D,X\n";
    static const char text[] = WORLD_TIMES "sites = { file = \"x\"; };"
                                           "sessions = { first = \"2014-01-06\"; every_days = 28; places = 1;"
                                           "  changes = ( { from = \"2014-02-08\"; every_days = 14; },"
                                           "              { from = \"2014-02-09\"; set = 2; } ); };"
                                           "activities = { wait = { after = [\"start\"]; duration = 50; };"
                                           "  first = { after = [\"start\"]; kind = \"session\"; };"
                                           "  again = { after = [\"wait\"]; kind = \"session\"; }; };"
                                           "milestones = { M = { after = [\"first\", \"again\"]; }; };";
    static const double first[4] = {8, 36, 64, 92}, again[4] = {92, 106, 106, 120};
    struct world world;
    world_table(&world, sites, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++) {
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, i, "first"), first[i], 1e-9);
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, i, "again"), again[i], 1e-9, "site %d: %g", i,
                           world_when(&world, HAPPENS_FINISH, i, "again"));
    }
    world_close(&world);
}

/* The agreement is in force from day 10 to day 20 and again from day 40; each day moves the curve by one more, thirty
 * at most. The doctors are ready when day + moved = midpoint. */
Test(model_change, an_agreement_made_and_given_up)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; };"
                    "doctors = { floor = 0; midpoint = \"2014-06-01\"; scale_days = 10; threshold = 0.5;"
                    "  cleanup = { enabled = false; from = \"2013-12-30\"; gain_days = 30; ramp_days = 30; changes = ("
                    "    { from = \"2014-01-19\"; set = false; }, { from = \"2014-02-08\"; set = true; },"
                    "    { from = \"2014-01-09\"; set = true; } ); }; };"
                    "activities = { d = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                    "milestones = { M = { after = [\"d\"]; }; };";
    static const struct {
        double midpoint, ready;
    } cases[] = {{8, 8}, {25, 17.5}, {31, 21}, {50, 40}, {55, 42.5}, {90, 60}, {100, 70}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char midpoint[40];
        struct world world;
        snprintf(midpoint, sizeof midpoint, "doctors.midpoint=%g", cases[i].midpoint);
        world_write(&world, text, (const char *const[]){midpoint, 0});
        world_run(&world, 1, 0);
        cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "d"), cases[i].ready, 1e-9, "%s: %g", midpoint,
                           world_when(&world, HAPPENS_FINISH, 0, "d"));
        world_close(&world);
    }
}

/* ---- what is refused ---- */

static void refused(const char *setting, const char *why)
{
    struct document document;
    struct programme programme;
    struct faults faults = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/configs/fmk.cfg", SOURCE_DIR);
    cr_assert_eq(document_read(&document, path, &faults), 0);
    cr_assert_eq(document_set(&document, setting, &faults), 0);
    cr_assert_eq(programme_init(&programme, &document, &faults), -1, "%s", setting);
    cr_expect_eq(faults.count, 1, "%s: %zu faults", setting, faults.count);
    cr_expect(strstr(faults.list[0].text, why), "%s: %s", setting, faults.list[0].text);
    document_free(&document);
    faults_free(&faults);
}

Test(model_change, what_makes_no_sense)
{
    refused("corps.changes=({from=\"2014-01-01\"; add=1; set=2;})", "both");
    refused("corps.changes=({from=\"2014-01-01\";})", "changes nothing");
    refused("corps.changes=({add=1;})", "from");
    refused("corps.changes=({from=\"2014-01-01\"; set=1001;})", "1000");
    refused("vendors.kmd.changes=({from=\"2014-01-01\"; order=\"slowly\";})", "none of");
    refused("push.changes=({from=\"2014-01-01\"; set=3;})", "true or false");
    refused("swat.changes=({from=\"2014-01-01\"; order=\"fifo\";})", "unknown key");
}
