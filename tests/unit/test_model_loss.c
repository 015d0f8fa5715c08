/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a course has lost against the plan, and what it cost.
 */
#include "../model_world.h"

#define YEAR 365.25

static double field(const struct world *world, enum outcome_name name)
{
    return (double)*(const float *)world_field(world, name);
}

static const char two_sites[] = "code,name,region,size\n1,A,X,1\n2,B,X,3\n";
static const char two[] =
    "title = \"two\"; epoch = \"2013-12-30\"; horizon = \"2014-12-31\";"
    "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; };"
    "sites = { file = \"x\"; cards = 40; cards_by = \"size\"; exceptions = { m1 = { weight = 0; }; }; };"
    "activities = { wait = { after = [\"start\"]; duration = 21; weighted = true; };"
    "  take = { after = [\"wait\"]; kind = \"uptake\"; }; };"
    "milestones = { M = { after = [\"take\"]; }; };"
    "uptake = { form = \"capacity\"; capacity_weeks = 5; };"
    "corps = { consultants = 2; };"
    "deadlines = { later = { date = \"2014-11-30\"; milestone = \"M\"; };"
    "  plan = { date = \"2014-01-15\"; milestone = \"M\"; }; };";

/* The plan's deadline ends on day 17. Of site 1's ten items two come in each week, on the Mondays 7 to 35; of site 2's
 * thirty six each, on the Mondays 28 to 56. */
Test(model_loss, two_sites_by_hand)
{
    struct world world;
    world_table(&world, two_sites, two, 0);
    world_run(&world, 1, 0);
    const double plan = 17;
    double late = 0;
    for (int w = 1; w <= 5; w++)
        late += 2 * fmax(0, 7 * w - plan) + 6 * fmax(0, 21 + 7 * w - plan);
    cr_expect_float_eq(world_site_date(&world, 0, "M"), 35, 1e-9);
    cr_expect_float_eq(world_site_date(&world, 1, "M"), 56, 1e-9);
    cr_expect_float_eq(field(&world, OUTCOME_ITEM_YEARS_LOST), late / YEAR, 1e-6);
    cr_expect_float_eq(field(&world, OUTCOME_SITE_MONTHS_LOST), (35 - plan + 56 - plan) / (YEAR / 12), 1e-5);
    cr_expect_eq(field(&world, OUTCOME_VALUE_LOST), 0, "no value is configured");
    cr_expect_eq(field(&world, OUTCOME_COST), 0, "nothing costs anything");
    world_close(&world);
}

/* Against another deadline nothing is late; with a value the loss has one; what has not come counts up to the horizon.
 */
Test(model_loss, plan_value_and_horizon)
{
    struct world world;
    world_table(&world, two_sites, two, (const char *const[]){"delay={deadline=\"later\";}", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(field(&world, OUTCOME_ITEM_YEARS_LOST), 0);
    cr_expect_eq(field(&world, OUTCOME_SITE_MONTHS_LOST), 0);
    world_close(&world);
    world_table(&world, two_sites, two,
                (const char *const[]){"delay={value_per_item_year={value=100; source=\"a study\";};}",
                                      "horizon=2014-01-31", "deadlines.later.date=2014-01-31", 0});
    world_run(&world, 1, 0); /* to day 33: four items are in by Monday 14, two more on 21, eight on 28 */
    const double late = 2 * (21 - 17.0) + 8 * (28 - 17.0) + (40 - 14) * (33 - 17.0);
    cr_expect_float_eq(field(&world, OUTCOME_ITEM_YEARS_LOST), late / YEAR, 1e-5);
    cr_expect_float_eq(field(&world, OUTCOME_SITE_MONTHS_LOST), 2 * (33 - 17) / (YEAR / 12), 1e-5);
    cr_expect_float_eq(field(&world, OUTCOME_VALUE_LOST), 100 * late / YEAR, 1e-3);
    world_close(&world);
}

/* The nation's loss is the sum of the sites'. */
Test(model_loss, sums_over_sites)
{
    struct world world;
    struct error error = {0};
    world_open(&world, "fmk.cfg", 0);
    cr_assert_eq(rollout_keep_cards(world.rollout, &error), 0);
    const struct programme *p = &world.programme;
    const double plan = world_day(&world, "2015-06-30");
    for (uint64_t r = 0; r < 5; r++) {
        double items = 0, months = 0;
        world_race(&world, 7, r);
        const int32_t *cards = rollout_cards(world.rollout);
        for (size_t i = 0; i < p->sites; i++) {
            double date = world_site_date(&world, i, "M2");
            int32_t expected = rollout_site(world.rollout, i).expected;
            months += fmax(0, (isnan(date) ? p->horizon : date) - plan) / (YEAR / 12);
            for (size_t w = 0; w < p->weeks; w++) {
                double from = p->first_monday + 7.0 * (double)w, to = fmin(from + 7, p->horizon);
                items += (expected - cards[i * p->weeks + w]) * fmax(0, to - fmax(from, plan)) / YEAR;
            }
        }
        cr_expect_float_eq(field(&world, OUTCOME_ITEM_YEARS_LOST), items, 1e-6 * items + 1e-3);
        cr_expect_float_eq(field(&world, OUTCOME_SITE_MONTHS_LOST), months, 1e-6 * months + 1e-3);
    }
    world_close(&world);
}

/* All is done on day 56. Two posts from the beginning, one of them closed on day 10, three more opened on day 20, one
 * on day 60, too late to cost anything; the push for the first ten days. */
Test(model_loss, costs_begin_on_their_day)
{
    static const char *const sets[] = {
        "corps.changes=({from=\"2014-01-09\"; add=-1;}, {from=\"2014-01-19\"; add=3;}, {from=\"2014-02-28\"; add=1;})",
        "push={enabled=true; factor=1; changes=({from=\"2014-01-09\"; set=false;});}",
        "swat={teams=3; from=\"2014-01-29\"; days=7; factor=1; changes=({from=\"2014-01-09\"; set=2;});}",
        "costs=({path=\"corps.consultants\"; per_year=365.25; per_unit=10000;}, {path=\"push.enabled\"; "
        "per_year=36525;}, {path=\"swat.teams\"; per_year=3652500; per_unit=1e6;})",
        0};
    struct world world;
    world_table(&world, two_sites, two, sets);
    world_run(&world, 1, 0);
    const double corps = 2 * 10 + 1 * 10 + 4 * 36 + 5 * 10000, push = 10 * 100, swat = 2 * 26 * 10000 + 2e6;
    cr_expect_float_eq(field(&world, OUTCOME_COST), corps + push + swat, 0.5, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

/* The clean-up is one switch and the push another: the first runs from day 10, is off from day 20 to day 30 and runs
 * until all is done on day 56; the push is off. */
Test(model_loss, every_switch_costs_by_itself)
{
    static const char *const sets[] = {
        "push={enabled=false; factor=1;}",
        "doctors={midpoint=\"2013-01-01\"; scale_days=10; floor=0; threshold=0.5; cleanup={enabled=true; "
        "from=\"2014-01-09\"; gain_days=0; ramp_days=1; changes=({from=\"2014-01-19\"; set=false;}, "
        "{from=\"2014-01-29\"; set=true;});};}",
        "costs=({path=\"doctors.cleanup.enabled\"; per_year=365.25; per_unit=10000;}, {path=\"push.enabled\"; "
        "per_year=36525; per_unit=1e6;})",
        0};
    struct world world;
    world_table(&world, two_sites, two, sets);
    world_run(&world, 1, 0);
    cr_expect_float_eq(field(&world, OUTCOME_COST), 2 * 10000 + 10 + 26, 0.01, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

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

Test(model_loss, what_makes_no_sense)
{
    refused("delay={deadline=\"mid-2014\";}", "did you mean \"mid-2015\"");
    refused("costs=({path=\"corps.consultant\"; per_unit=1;})", "there is no number");
    refused("costs=({path=\"push.factor.x\"; per_unit=1;})", "there is no number");
    refused("costs=({path=\"corps.consultants\";})", "neither");
}

/* A value that nobody stands for is not told. */
Test(model_loss, a_value_needs_a_source)
{
    struct document document;
    struct programme programme;
    struct faults faults = {0};
    char *text = 0;
    size_t found = 0;
    cr_assert_geq(asprintf(&text, "%s delay = { value_per_item_year = 5; };", two), 0);
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(programme_init(&programme, &document, &faults), -1);
    for (size_t i = 0; i < faults.count; i++)
        found += strstr(faults.list[i].text, "names no source") ? 1 : 0;
    cr_expect_eq(found, 1);
    document_free(&document);
    faults_free(&faults);
    free(text);
}

#define ONE_WEEK                                                                                                       \
    "title = \"one week\"; epoch = \"2013-12-31\"; horizon = \"2014-12-31\";"                                          \
    "calendars = { all = { weekdays = [1, 1, 1, 1, 1, 1, 1]; }; }; sites = { count = 1; cards = 1000; };"              \
    "activities = { take = { after = [\"start\"]; kind = \"uptake\"; }; }; milestones = { M = { after = [\"take\"]; "  \
    "}; }; uptake = { form = \"capacity\"; capacity_weeks = 1; };"

/* Instant 0 is a Tuesday, so the first Monday is day 6: by then 6/7 of the thousand items are in, 857, and the others
 * by day 13. Of a plan for the end of the first day all are late for five days and 143 for seven more. */
Test(model_loss, days_before_the_first_monday)
{
    static const char text[] = ONE_WEEK "deadlines = { plan = { date = \"2013-12-31\"; milestone = \"M\"; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(field(&world, OUTCOME_ITEM_YEARS_LOST), (1000 * 5 + 143 * 7) / YEAR, 1e-5);
    world_close(&world);
}

/* Nothing that is simulated could keep it, nor is anything simulated that was late for it then. */
Test(model_loss, a_deadline_before_the_epoch)
{
    static const char text[] = ONE_WEEK "\ndeadlines = { plan = { date = \"2013-12-30\"; milestone = \"M\"; }; };";
    struct document document;
    struct programme programme;
    struct faults faults;
    faults_init(&faults);
    cr_assert_eq(document_read_text(&document, "a.cfg", text, strlen(text), &faults), 0);
    cr_assert_eq(programme_init(&programme, &document, &faults), -1);
    cr_assert_eq(faults.count, 1);
    cr_expect_eq(faults.list[0].line, 2);
    cr_expect_str_eq(faults.list[0].text, "deadlines.plan.date: 2013-12-30 lies before the epoch, so nothing that is "
                                          "simulated could keep it; 2013-12-31 or later is legal");
    document_free(&document);
    faults_free(&faults);
}

#define TEN_DAYS                                                                                                       \
    WORLD_TIMES "sites = { count = 1; }; activities = { a = { after = [\"start\"]; duration = 10; }; };"               \
                "milestones = { M = { after = [\"a\"]; }; };"

/* All is done on day 10. A post that comes at that instant is not paid for; one that comes a day before is. */
Test(model_loss, what_comes_as_all_is_done_costs_nothing)
{
    static const char text[] =
        TEN_DAYS "corps = { consultants = 1; case_load = 1; changes = ( { from = \"2014-01-09\"; add = 1; } ); };"
                 "costs = ( { path = \"corps.consultants\"; per_unit = 100; } );";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(field(&world, OUTCOME_COST), 100, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
    world_write(&world, text, (const char *const[]){"corps.changes.0.from=2014-01-08", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(field(&world, OUTCOME_COST), 200, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

/* A switch that is off, and turned on with the epoch, is on from the beginning: ten days of one a day. One that is
 * turned off before it costs nothing. */
Test(model_loss, a_switch_that_is_turned_with_the_epoch)
{
    static const char text[] =
        TEN_DAYS "push = { enabled = false; factor = 1; changes = ( { from = \"2013-12-30\"; set = true; } ); };"
                 "costs = ( { path = \"push.enabled\"; per_year = 365.25; } );";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(field(&world, OUTCOME_COST), 10, 1e-5, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
    world_write(&world, text,
                (const char *const[]){"push.enabled=true", "push.changes=({from=\"2013-06-01\"; set=false;})", 0});
    world_run(&world, 1, 0);
    cr_expect_eq(field(&world, OUTCOME_COST), 0, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

/* All is done on day 10. Of one post three are closed on day 4 and two opened on day 7: none is there from day 4 on,
 * and nobody pays back; four days of one a day. */
Test(model_loss, fewer_posts_than_none_cost_nothing)
{
    static const char text[] =
        TEN_DAYS "corps = { consultants = 1; case_load = 1; changes = ( { from = \"2014-01-03\"; add = -3; }, { from = "
                 "\"2014-01-06\"; add = 2; } ); };"
                 "costs = ( { path = \"corps.consultants\"; per_year = 365.25; } );";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(field(&world, OUTCOME_COST), 4, 1e-5, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

/* A task force that would come after all is done is not paid for, by the day or by the team. */
Test(model_loss, what_begins_after_all_is_done_costs_nothing)
{
    static const char text[] = TEN_DAYS "swat = { teams = 2; from = \"2014-02-01\"; days = 7; factor = 1; };"
                                        "costs = ( { path = \"swat.teams\"; per_unit = 100; per_year = 365.25; } );";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(field(&world, OUTCOME_COST), 0, "%g", field(&world, OUTCOME_COST));
    world_close(&world);
}

/* Where a deadline presses, it is the plan, though another of the last milestone is sooner; else the first deadline of
 * that, though one of another milestone is sooner. The work is done on day 10: eight days after the end of day 2, five
 * after that of day 5. */
Test(model_loss, which_deadline_is_the_plan)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; cards = 10; }; activities = { a = { after = [\"start\"]; duration = 10; };"
                    "  b = { after = [\"start\"]; kind = \"uptake\"; }; };"
                    "milestones = { L = { after = [\"start\"]; }; M = { after = [\"a\", \"b\"]; }; };"
                    "uptake = { form = \"capacity\"; capacity_weeks = 1; };";
    static const char *const sets[] = {"deadlines.due.date=2013-12-31", "deadlines.sooner.date=2014-01-03",
                                       "deadlines.due.milestone=L", "uptake.deadline=sooner"};
    static const struct {
        int sets[4];
        double late;
    } cases[] = {{{1, 1, 0, 0}, 8}, {{1, 1, 0, 1}, 5}, {{1, 1, 1, 0}, 5}};
    for (size_t i = 0; i < 3; i++) {
        const char *chosen[5] = {0};
        size_t count = 0;
        struct world world;
        for (int k = 0; k < 4; k++)
            if (cases[i].sets[k])
                chosen[count++] = sets[k];
        world_write(&world, text, chosen);
        world_run(&world, 1, 0);
        cr_expect_float_eq(field(&world, OUTCOME_SITE_MONTHS_LOST), cases[i].late / (YEAR / 12), 1e-6, "case %zu: %g",
                           i, field(&world, OUTCOME_SITE_MONTHS_LOST) * YEAR / 12);
        world_close(&world);
    }
}
