/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of scenarios that act from a day (models/scenario_date.c).
 */
#include "models/scenario.h"
#include "sim/date.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char text[] =
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2014-12-31\"; sites = { count = 3; };\n"
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"
    "activities = { a = { after = [\"start\"]; duration = 3; resource = \"team\"; }; };\n"
    "resources = { team = { capacity = 2; changes = ( { from = \"2013-02-01\"; add = 1; } ); }; };\n"
    "corps = { consultants = 2; };\n"
    "milestones = { m = { after = [\"a\"]; }; };\n"
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };\n"
    "scenarios = ( { name = \"two\"; from = \"2013-06-01\";\n"
    "    set = [\"resources.team.capacity=5\", \"resources.team.order=fifo\"]; },\n"
    "  { name = \"own\"; from = \"2013-06-01\";\n"
    "    set = [\"resources.team.changes=({from=\\\"2013-09-01\\\"; add=4;},{from=\\\"2013-08-01\\\"; add=4;})\"]; },\n"
    "  { name = \"listed\"; set = [\"resources.team.changes=({from=\\\"2013-09-01\\\"; add=4;})\"]; },\n"
    "  { name = \"both\"; set = [\"resources.team.changes=({from=\\\"2013-05-01\\\"; add=4;})\",\n"
    "    \"corps.changes=({from=\\\"2013-09-01\\\"; add=1;})\"]; },\n"
    "  { name = \"view\"; kind = \"assumption\"; set = [\"corps.consultants=3\"]; },\n"
    "  { name = \"plain\"; set = [\"corps.consultants=3\"]; },\n"
    "  { name = \"never\"; from = \"2013-06-01\"; set = [\"activities.a.duration=4\"]; },\n"
    "  { name = \"late\"; set = [\"activities.a.duration=4\", \"corps.consultants=3\"]; } );\n"
    "sweeps = ( { name = \"s\"; from = \"2013-07-01\"; paths = [\"corps.consultants\"]; values = ( [7] ); },\n"
    "  { name = \"r\"; paths = [\"resources.team.capacity\"]; values = ( [7] ); } );\n";

static struct document document, changed;
static struct scenarios scenarios;
static struct faults faults;

static void setup(void)
{
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0, "%s", faults.list[0].text);
    cr_assert_eq(scenarios_list(&scenarios, &document, &faults), 0);
}

static void teardown(void)
{
    scenarios_free(&scenarios);
    document_free(&changed);
    document_free(&document);
    faults_free(&faults);
}

TestSuite(scenario_date, .init = setup, .fini = teardown);

static const struct scenario *named(const char *name)
{
    struct error error = {0};
    const struct scenario *found = scenarios_find(&scenarios, name, &error);
    cr_assert_not_null(found, "%s", error.text);
    return found;
}

static long day(const char *of)
{
    long days = 0;
    cr_assert(date_parse(of, &days));
    return days;
}

static const char *at(const char *path)
{
    const struct setting *setting = setting_find(changed.root, path);
    static char digits[32];
    cr_assert_not_null(setting, "%s", path);
    if (setting->type == SETTING_TEXT)
        return setting->value.text;
    snprintf(digits, sizeof digits, "%lld", (long long)setting->value.integer);
    return digits;
}

Test(scenario_date, an_assignment_becomes_a_change)
{
    cr_assert_eq(scenario_apply(&changed, &document, named("two"), &faults), 0, "%s", faults.list[0].text);
    cr_assert_str_eq(at("resources.team.capacity"), "2");
    cr_assert_str_eq(at("resources.team.changes.0.add"), "1");
    cr_assert_str_eq(at("resources.team.changes.1.from"), "2013-06-01");
    cr_assert_str_eq(at("resources.team.changes.1.set"), "5");
    cr_assert_str_eq(at("resources.team.changes.2.order"), "fifo");
    cr_assert_str_eq(setting_find(changed.root, "resources.team.changes.1.set")->file, "t.cfg");
    cr_assert_eq(setting_find(changed.root, "resources.team.changes.1.set")->line, 9);
}

Test(scenario_date, a_sweep_has_a_day_too)
{
    cr_assert_eq(scenario_apply(&changed, &document, named("s-7"), &faults), 0);
    cr_assert_str_eq(at("corps.changes.0.from"), "2013-07-01");
    cr_assert_str_eq(at("corps.changes.0.set"), "7");
}

Test(scenario_date, a_list_of_changes_has_its_own_days)
{
    cr_assert_eq(scenario_apply(&changed, &document, named("own"), &faults), 0);
    cr_assert_str_eq(at("resources.team.changes.0.from"), "2013-09-01");
    cr_assert_eq(setting_find(changed.root, "resources.team.changes")->count, 2);
}

Test(scenario_date, what_cannot_change_is_refused_at_its_line)
{
    struct programme programme;
    cr_assert_eq(scenario_compile(&programme, &changed, &document, named("never"), &faults), -1);
    cr_assert_eq(faults.count, 1);
    cr_assert_eq(faults.list[0].line, 17);
    cr_assert(strstr(faults.list[0].text, "scenario never: activities.a.duration: cannot change on a date"), "%s",
              faults.list[0].text);
}

/* A lever is one as long as its day has not passed by the evening of the view, of which all is known; a lever without a
 * day acts from the epoch. */
Test(scenario_date, counterfactual_is_what_has_passed)
{
    static const struct {
        const char *name, *begins, *kind;
    } cases[] = {{"two", "2013-06-01", "counterfactual"}, {"own", "2013-06-01", "counterfactual"},
                 {"listed", "2013-09-01", "lever"},       {"both", "2013-05-01", "counterfactual"},
                 {"view", "2013-01-01", "assumption"},    {"plain", "2013-01-01", "counterfactual"},
                 {"s-7", "2013-07-01", "counterfactual"}, {"baseline", "2013-01-01", "baseline"}};
    const long epoch = day("2013-01-01");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct scenario *one = named(cases[i].name);
        cr_expect_eq(scenario_begins(one, epoch), day(cases[i].begins), "%s", cases[i].name);
        cr_expect_str_eq(scenario_kind_name(one, epoch, day("2013-07-01")), cases[i].kind, "%s", cases[i].name);
    }
    cr_expect_str_eq(scenario_kind_name(named("s-7"), epoch, day("2013-06-30")), "lever", "from the day after");
    cr_expect_str_eq(scenario_kind_name(named("two"), epoch, LONG_MIN), "lever", "without an as-of date");
}

/* Only levers without a day get one, and those that cannot have one are named. */
Test(scenario_date, a_day_for_all_that_say_none)
{
    char *undated = 0;
    cr_assert_eq(scenarios_date(&document, "2013-10-01", &undated, &faults), 1);
    cr_assert_str_eq(undated, "late");
    free(undated);
    scenarios_free(&scenarios);
    cr_assert_eq(scenarios_list(&scenarios, &document, &faults), 0);
    static const struct {
        const char *name, *from;
    } cases[] = {{"two", "2013-06-01"}, {"listed", ""},        {"view", ""},         {"plain", "2013-10-01"},
                 {"late", ""},          {"s-7", "2013-07-01"}, {"r-7", "2013-10-01"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *from = named(cases[i].name)->from;
        cr_expect_str_eq(from ? from : "", cases[i].from, "%s", cases[i].name);
    }
    cr_assert_eq(scenarios_date(&document, "soon", &undated, &faults), -1);
    cr_assert(strstr(faults.list[0].text, "is no date"));
    free(undated);
}

/* Whoever acts from a day before the epoch acts from the epoch on, and of several days the first one counts, in
 * whatever order they are said. */
Test(scenario_date, begins_with_the_epoch_at_the_earliest)
{
    static const char *const orders[][2] = {
        {"corps.changes=({from=\"2013-05-01\"; add=1;})",
         "swat.changes=({from=\"2013-04-01\"; add=1;},{from=\"2013-06-01\"; add=1;})"},
        {"swat.changes=({from=\"2013-06-01\"; add=1;},{from=\"2013-04-01\"; add=1;})",
         "corps.changes=({from=\"2013-05-01\"; add=1;})"}};
    long epoch, april;
    cr_assert(date_parse("2013-01-01", &epoch) && date_parse("2013-04-01", &april));
    struct scenario early = {.name = "early", .file = "", .from = "2012-06-01"};
    cr_expect_eq(scenario_begins(&early, epoch), epoch);
    for (size_t i = 0; i < 2; i++) {
        const char *assignment[2] = {orders[i][0], orders[i][1]};
        struct scenario said = {.name = "said", .file = "", .assignment = assignment, .assignments = 2};
        cr_expect_eq(scenario_begins(&said, epoch), april, "order %zu", i);
    }
}
