/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sweeps, families of scenarios (models/sweep.c).
 */
#include "models/scenario.h"

#include <criterion/criterion.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE                                                                                                           \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\"; sites = { count = 3; };\n"                       \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"                                                    \
    "activities = { a = { after = [\"start\"]; duration = 3; lag_days = 0; resource = \"team\"; }; };\n"               \
    "resources = { team = { capacity = 2; }; };\n"                                                                     \
    "milestones = { m = { after = [\"a\"]; }; };\n"                                                                    \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };\n" /* six lines; what follows is line 7 */

static struct document document;
static struct scenarios scenarios;
static struct faults faults;

static int list(const char *rest)
{
    char *text = 0;
    cr_assert_geq(asprintf(&text, BASE "%s", rest), 0);
    cr_assert_eq(document_read_text(&document, "t.cfg", text, strlen(text), &faults), 0, "%s",
                 faults.count ? faults.list[0].text : "");
    free(text);
    return scenarios_list(&scenarios, &document, &faults);
}

static void teardown(void)
{
    scenarios_free(&scenarios);
    document_free(&document);
    faults_free(&faults);
}

TestSuite(sweep, .fini = teardown);

static void expect(const char *const names[], size_t count)
{
    cr_assert_eq(faults.count, 0, "%s", faults.count ? faults.list[0].text : "");
    cr_assert_eq(scenarios.count, count + 1);
    for (size_t i = 0; i < count; i++)
        cr_assert_str_eq(scenarios.list[i + 1].name, names[i]);
}

Test(sweep, every_combination_the_last_path_fastest)
{
    static const char *const names[] = {"s-1-10", "s-1-20", "s-1-30", "s-2-10", "s-2-20", "s-2-30"};
    cr_assert_eq(list("sweeps = ( { name = \"s\"; paths = [\"resources.team.capacity\", \"activities.a.duration\"];\n"
                      "  values = ( [1, 2], [10, 20, 30] ); } );"),
                 0);
    expect(names, 6);
    const struct scenario *last = &scenarios.list[6];
    cr_assert_str_eq(last->sweep, "s");
    cr_assert_eq(last->assignments, 2);
    cr_assert_str_eq(last->assignment[0], "resources.team.capacity=2");
    cr_assert_str_eq(last->assignment[1], "activities.a.duration=30");
    cr_assert_str_eq(last->title, "resources.team.capacity = 2, activities.a.duration = 30");
    cr_assert_eq(last->line, 7);
}

Test(sweep, rows)
{
    static const char *const names[] = {"s-1-10", "s-2-5"};
    cr_assert_eq(list("sweeps = ( { name = \"s\"; paths = [\"resources.team.capacity\", \"activities.a.duration\"];\n"
                      "  rows = ( [1, 10], [2, 5] ); } );"),
                 0);
    expect(names, 2);
}

/* What one could do, and what one cannot choose; a lever where nothing is said. */
Test(sweep, kinds)
{
    cr_assert_eq(list("scenarios = ( { name = \"x\"; set = []; },\n"
                      "  { name = \"y\"; kind = \"assumption\"; set = []; } );\n"
                      "sweeps = ( { name = \"s\"; kind = \"assumption\"; paths = [\"activities.a.lag_days\"];\n"
                      "  values = ( [1] ); }, { name = \"r\"; kind = \"lever\"; paths = [\"activities.a.lag_days\"];\n"
                      "  values = ( [1] ); } );"),
                 0);
    static const char *const kinds[] = {"baseline", "lever", "assumption", "assumption", "lever"};
    cr_assert_eq(scenarios.count, 5);
    for (size_t i = 0; i < 5; i++)
        cr_assert_str_eq(scenario_kind_name(&scenarios.list[i], 0, LONG_MIN), kinds[i], "%s", scenarios.list[i].name);
}

/* A point becomes _, a minus m; a plus and what no name may hold is left out. */
Test(sweep, names_of_values)
{
    static const char *const names[] = {"s-0_5", "s-m3", "s-m0_25", "s-1em07", "s-1e20", "s-true", "s-readym_first"};
    cr_assert_eq(list("sweeps = ( { name = \"s\"; paths = [\"activities.a.lag_days\"];\n"
                      "  rows = ( [0.5], [-3], [-0.25], [1e-7], [1e20], [true], [\"ready-.f irst\"] ); } );"),
                 0);
    expect(names, 7);
}

/* The value that a point's programme gets, beside what the configuration says. */
Test(sweep, points_are_scenarios)
{
    struct error error = {0};
    cr_assert_eq(list("sweeps = ( { name = \"s\"; paths = [\"resources.team.capacity\"]; values = ( [1, 5] ); } );"),
                 0);
    const struct scenario *five = scenarios_find(&scenarios, "s-5", &error);
    struct programme programme, base;
    struct document copy, plain;
    cr_assert_not_null(five);
    cr_assert_eq(scenario_compile(&programme, &copy, &document, five, &faults), 0);
    cr_assert_eq(scenario_compile(&base, &plain, &document, &scenarios.list[0], &faults), 0);
    cr_assert_eq(scenario_match(&base, &programme, five, &faults), 0);
    long index = quantities_find(&programme.quantities, "resources.team.capacity");
    cr_assert(index >= 0 && programme.quantities.list[index]->constant == 5 &&
              base.quantities.list[index]->constant == 2);
    programme_free(&programme);
    programme_free(&base);
    document_free(&copy);
    document_free(&plain);
}

Test(sweep, a_wrong_name_is_answered_with_the_nearest)
{
    struct error error = {0};
    cr_assert_eq(
        list("sweeps = ( { name = \"teams\"; paths = [\"resources.team.capacity\"]; values = ( [1, 5] ); } );"), 0);
    cr_assert_null(scenarios_find(&scenarios, "taems", &error));
    cr_assert_not_null(strstr(error.text, "did you mean \"teams\"?"), "%s", error.text);
}

/* ---- faults ---- */

static void refuse(const char *rest, int line, const char *pattern)
{
    cr_assert_eq(list(rest), -1, "%s", rest);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found = found || (faults.list[i].line == line && strstr(faults.list[i].text, pattern));
    cr_assert(found, "%s: \"%s\" is not told at line %d but: %d: %s", rest, pattern, line,
              faults.count ? faults.list[0].line : 0, faults.count ? faults.list[0].text : "nothing");
    teardown();
    faults_init(&faults);
}

#define PATH "paths = [\"resources.team.capacity\"]; "

Test(sweep, wrong_shapes)
{
    static const char values[] = "`values` wants one list of values for each path", rows[] = "`rows` wants lists";
    refuse("\nsweeps = (\n{ name = \"s\"; " PATH "values = ( 1, 2 ); } );", 9, values);
    refuse("sweeps = ( { name = \"s\"; " PATH "values = ( [1], [2] ); } );", 7, values);
    refuse("sweeps = ( { name = \"s\"; " PATH "values = ( [] ); } );", 7, values);
    refuse("sweeps = ( { name = \"s\"; " PATH "values = 3; } );", 7, values);
    refuse("sweeps = ( { name = \"s\"; " PATH "rows = ( [1, 2] ); } );", 7, rows);
    refuse("sweeps = ( { name = \"s\"; " PATH "rows = ( ); } );", 7, rows);
    refuse("sweeps = ( { name = \"s\"; " PATH "} );", 7, "wants either `values`");
    refuse("sweeps = ( { name = \"s\"; " PATH "values = ( [1] ); rows = ( [1] ); } );", 7, "wants either `values`");
    refuse("sweeps = ( { name = \"s\"; paths = []; values = ( [1] ); } );", 7, "1 to 8 paths");
    refuse("sweeps = ( { name = \"s\"; paths = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\"];\n"
           "rows = ( [1, 2, 3, 4, 5, 6, 7, 8, 9] ); } );",
           7, "1 to 8 paths");
    refuse("sweeps = ( { name = \"s\"; " PATH "\nvalues = ( (1,\n{ dist = \"normal\"; }) ); } );", 9,
           "a value is a number, a boolean or a short text");
}

Test(sweep, names)
{
    refuse("sweeps = ( { name = \"baseline\"; " PATH "values = ( [1] ); } );", 7, "its name is not legal");
    refuse("sweeps = ( { name = \"all\"; " PATH "values = ( [1] ); } );", 7, "its name is not legal");
    refuse("sweeps = ( { name = \"-s\"; " PATH "values = ( [1] ); } );", 7, "its name is not legal");
    refuse("sweeps = ( { name = \"s\"; " PATH "values = ( [1, 1] ); } );", 7, "\"s-1\" is there already");
    refuse("scenarios = ( { name = \"s-1\"; set = []; } );\nsweeps = ( { name = \"s\"; " PATH "values = ( [1] ); } );",
           8, "\"s-1\" is there already, at t.cfg:7");
    refuse("scenarios = ( { name = \"s\"; set = []; } );\nsweeps = ( { name = \"s\"; " PATH "values = ( [1] ); } );", 8,
           "sweep s: the name is there already, at t.cfg:7");
    refuse("sweeps = ( { name = \"s\"; " PATH "values = ( [1] ); },\n{ name = \"s\"; " PATH "values = ( [2] ); } );", 8,
           "sweep s: the name is there already, at t.cfg:7");
    refuse("sweeps = ( { name = \"s-1\"; " PATH "values = ( [1] ); },\n{ name = \"s\"; " PATH "values = ( [1] ); } );",
           8, "\"s-1\" is there already, at t.cfg:7");
    refuse("sweeps = ( { name = \"a-name-of-sixty-characters-0123456789-0123456789-0123456789-\";\n" PATH
           "values = ( [1, 100] ); } );",
           7, "is longer than 62 characters");
}

Test(sweep, too_many_points)
{
    char rest[4096] = "sweeps = ( { name = \"s\"; paths = [\"resources.team.capacity\", \"activities.a.duration\", "
                      "\"activities.a.lag_days\"]; values = ( [0",
         numbers[512] = "";
    for (int i = 1; i < 22; i++)
        snprintf(numbers + strlen(numbers), sizeof numbers - strlen(numbers), ", %d", i);
    snprintf(rest + strlen(rest), sizeof rest - strlen(rest), "%s], [0%s], [0%s] ); } );", numbers, numbers, numbers);
    refuse(rest, 7, "more than 10000 points"); /* 22^3 = 10648 */
}

/* Faults of a point's own value stand where the sweep is said. */
Test(sweep, values_that_the_programme_refuses)
{
    struct programme programme;
    struct document copy;
    cr_assert_eq(list("\n\nsweeps = ( { name = \"s\"; " PATH "values = ( [1, -5] ); },\n"
                      "{ name = \"t\"; paths = [\"resources.crew.capacity\"]; values = ( [1] ); } );"),
                 0);
    cr_assert_eq(scenario_compile(&programme, &copy, &document, &scenarios.list[2], &faults), -1);
    cr_assert_eq(faults.list[0].line, 9);
    cr_assert_not_null(strstr(faults.list[0].text, "scenario s-m5: "), "%s", faults.list[0].text);
    size_t before = faults.count;
    cr_assert_eq(scenario_compile(&programme, &copy, &document, &scenarios.list[3], &faults), -1);
    cr_assert_eq(faults.list[before].line, 10);
}

/* One that is laid over the configuration is listed after those that it says, and cannot take their names. */
Test(sweep, one_of_the_command_line)
{
    static const char *const names[] = {"s-1", "s-2", "staff-m2", "staff-1", "staff-4"};
    const struct sweep sweep = {"staff", "activities.a.duration", -2, 5, 3};
    cr_assert_eq(list("sweeps = ( { name = \"s\"; paths = [\"resources.team.capacity\"]; values = ([1, 2]); } );"), 0);
    scenarios_free(&scenarios);
    cr_assert_eq(sweep_add(&document, &sweep, "--path", &faults), 0);
    cr_assert_eq(scenarios_list(&scenarios, &document, &faults), 0);
    expect(names, 5);
    cr_assert_str_eq(scenarios.list[3].assignment[0], "activities.a.duration=-2");
    scenarios_free(&scenarios);
    cr_assert_eq(sweep_add(&document, &sweep, "--path", &faults), 0);
    cr_assert_eq(scenarios_list(&scenarios, &document, &faults), -1);
    cr_assert_str_eq(faults.list[0].file, "--path");
    cr_assert_not_null(strstr(faults.list[0].text, "the name is there already"));
}

Test(sweep, one_of_the_command_line_where_there_is_none)
{
    static const char *const names[] = {"x-1"};
    const struct sweep sweep = {"x", "resources.team.capacity", 1, 1, 1};
    cr_assert_eq(list(""), 0);
    scenarios_free(&scenarios);
    cr_assert_eq(sweep_add(&document, &sweep, "--path", &faults), 0);
    cr_assert_eq(scenarios_list(&scenarios, &document, &faults), 0);
    expect(names, 1);
    char *text = 0; /* and the canonical text says it */
    cr_assert_eq(document_write(&document, &text, 0, &faults), 0);
    cr_assert_not_null(strstr(text, "sweeps"));
    free(text);
}
