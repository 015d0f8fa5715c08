/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Networks that contradict themselves or want what the programme has not (models/programme_network.c).
 */
#include "models/programme.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define REST                                                                                                           \
    "title = \"t\"; epoch = \"2013-01-01\"; horizon = \"2013-12-31\"; sites = { count = 2; };"                         \
    "calendars = { c = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };"                                                      \
    "deadlines = { d = { date = \"2013-12-31\"; milestone = \"m\"; }; };"

/* One activity `a` beside others that are sound; `rest` for what stands outside of the activities. */
static void refuse(const char *activities, const char *rest, const char *pattern)
{
    char text[2048];
    struct document document = {0};
    struct programme p;
    struct faults faults = {0};
    snprintf(text, sizeof text, REST "activities = { %s }; milestones = { m = { after = [\"a\"]; }; }; %s", activities,
             rest);
    int status = document_read_text(&document, "t.cfg", text, strlen(text), &faults);
    cr_assert_eq(status, 0, "%s", text);
    cr_expect_eq(programme_init(&p, &document, &faults), -1, "%s", activities);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found = found || strstr(faults.list[i].text, pattern);
    cr_expect(found, "\"%s\" is not told: %s", pattern, faults.count > 0 ? faults.list[0].text : "nothing");
    document_free(&document);
    faults_free(&faults);
}

Test(network_refused, what_the_programme_has_not)
{
    static const char start[] = "after = [\"start\"];";
    static const struct {
        const char *what, *told;
    } cases[] = {
        {"kind = \"uptake\";", "is of kind uptake, but the programme has no `uptake`"},
        {"kind = \"session\";", "is of kind session, but the programme has no `sessions`"},
        {"kind = \"wait\"; until = \"doctors\";", "waits for the doctors, but the programme has no `doctors`"},
        {"kind = \"wait\"; until = \"vendor-ready\";", "waits for the vendor, but the programme has no vendors"},
        {"duration = 3; resource = \"vendor\";", "wants a vendor's team, but the programme has no vendors"},
        {"duration = 3; resource = \"room\";", "there is no resource \"room\""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char activity[256];
        snprintf(activity, sizeof activity, "a = { %s %s };", start, cases[i].what);
        refuse(activity, "", cases[i].told);
    }
    refuse(
        "a = { after = [\"start\"]; kind = \"wait\"; until = \"date\"; date = \"2013-03-01\"; resource = \"room\"; };",
        "resources = { room = { capacity = 1; }; };", "only an activity of kind work can need a resource");
}

/* What could only be meant otherwise is told, not simulated. */
Test(network_refused, what_would_say_nothing)
{
    static const char use[] = "a = { after = [\"start\"]; kind = \"uptake\"; };";
    refuse(use, "uptake = { learning = 3; form = \"learning\"; };",
           "uptake.base_week: is 0, but the form \"learning\" grows from it: nothing would ever come in; above 0");
    refuse(use, "uptake = { form = \"bass\"; base_week = 0; };", "uptake.base_week: is 0, but the form \"bass\"");
    refuse(use, "uptake = { form = \"drawn\"; weights = { capacity = 1; learning = 1; }; };",
           "uptake.base_week: is 0, but the form \"drawn\"");
    refuse(use, "uptake = { form = \"capacity\"; };",
           "uptake: wants items: sites.cards is not said, nor the file's column `items`");
    refuse("a = { after = [\"start\"]; waves = [\"first\"]; };", "", "there is no wave \"first\"");
    refuse("a = { after = [\"start\"]; waves = []; };", "", "activities.a.waves: is empty; name at least one");
}

Test(network_refused, arcs)
{
    refuse("a = { after = []; duration = 3; };", "", "is empty; name at least one predecessor");
    refuse("a = { after = [\"start\", \"start\"]; duration = 3; };", "", "names \"start\" twice");
    refuse("a = { after = [\"b\"]; duration = 3; };", "", "there is no activity or milestone \"b\"");
    refuse("a = { after = [\"b\"]; duration = 3; }; b = { after = [\"a\"]; duration = 3; };", "",
           "the activities run in a circle: a -> b -> a");
    refuse("a = { after = [\"start\"]; hosted_after = [\"c\"]; duration = 3; };", "",
           "there is no activity or milestone \"c\"");
    refuse("m = { after = [\"start\"]; duration = 3; }; a = { after = [\"m\"]; duration = 3; };", "",
           "an activity has this name already");
}

Test(network_refused, engagements)
{
    static const char work[] = "a = { after = [\"start\"]; duration = 3; };";
    refuse(work, "corps = { engagements = { e = { from = \"b\"; gates = [\"a\"]; until = \"m\"; }; }; };",
           "there is no activity or milestone \"b\"");
    refuse(work, "corps = { engagements = { e = { from = \"start\"; gates = [\"m\"]; until = \"m\"; }; }; };",
           "only an activity of kind work can wait for a consultant");
    refuse(work,
           "corps = { engagements = { e = { from = \"start\"; gates = [\"a\"]; until = \"m\"; };"
           "  f = { from = \"start\"; gates = [\"a\"]; until = \"m\"; }; }; };",
           "waits for a consultant in another phase already");
}
