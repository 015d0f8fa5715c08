/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Consultants come and go: how long they are present, away and in the post, and how long the post stands empty.
 */
#include "../model_world.h"

/* Forty consultants and one site that works to the horizon, so that all are watched to it. */
#define WORLD                                                                                                          \
    WORLD_TIMES                                                                                                        \
    "sites = { count = 1; }; activities = { work = { after = [\"start\"]; duration = 5000; }; };"                      \
    "milestones = { M = { after = [\"work\"]; }; };"
enum { CONSULTANTS = 40 };

struct spells {
    double sum;
    size_t count, longer; /* than the mean that is wanted */
};

static void add_spell(struct spells *spells, double days, double mean)
{
    spells->sum += days;
    spells->longer += days > mean;
    spells->count++;
}

/* Exponential with that mean: within four standard errors, and a share of 1/e longer than it. */
static void check_spells(const struct spells *spells, double mean, const char *what)
{
    double n = (double)spells->count, e = exp(-1);
    cr_expect(n >= 200, "%s: %g", what, n);
    cr_expect(fabs(spells->sum / n - mean) < 4 * mean / sqrt(n), "%s: %g days, not %g", what, spells->sum / n, mean);
    cr_expect(fabs((double)spells->longer / n - e) < 4 * sqrt(e * (1 - e) / n), "%s: %zu of %zu are longer", what,
              spells->longer, spells->count);
}

/* Of each consultant the first twenty spells, that none is cut off. */
Test(model_presence, absences)
{
    struct world world;
    struct spells present = {0}, away = {0};
    double since[CONSULTANTS] = {0};
    size_t changes[CONSULTANTS] = {0};
    world_write(&world, WORLD "corps = { consultants = 40; absences = { between_days = 25; days = 5; }; };", 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count; k++) {
        const struct observation *one = &world.seen[k];
        int who = (int)one->number;
        if ((one->what != HAPPENS_AWAY && one->what != HAPPENS_BACK) || changes[who] == 40)
            continue;
        cr_assert_eq(one->what, changes[who]++ % 2 == 0 ? HAPPENS_AWAY : HAPPENS_BACK);
        if (one->what == HAPPENS_AWAY)
            add_spell(&present, one->time - since[who], 25);
        else
            add_spell(&away, one->time - since[who], 5);
        since[who] = one->time;
    }
    check_spells(&present, 25, "present");
    check_spells(&away, 5, "away");
    world_close(&world);
}

/* Nobody is away or back while the post stands empty; every holder of the post leaves it in time. */
Test(model_presence, terms)
{
    struct world world;
    struct spells terms = {0};
    size_t successors_away = 0;
    double since[CONSULTANTS] = {0}, least = INFINITY, most = 0;
    bool vacant[CONSULTANTS] = {false};
    size_t ended[CONSULTANTS] = {0};
    world_write(&world,
                WORLD
                "corps = { consultants = 40; absences = { between_days = 25; days = 5; };"
                "  turnover = { tenure_days = 60; recruiting_days = { dist = \"uniform\"; min = 10; max = 20; }; }; };",
                0);
    world_run(&world, 2, 0);
    for (size_t k = 0; k < world.count; k++) {
        const struct observation *one = &world.seen[k];
        int who = (int)one->number;
        switch (one->what) {
        case HAPPENS_AWAY:
        case HAPPENS_BACK:
            cr_assert_not(vacant[who], "consultant %d comes or goes on day %g, after leaving", who, one->time);
            successors_away += one->what == HAPPENS_AWAY && ended[who] > 0;
            break;
        case HAPPENS_LEAVES:
            cr_assert_not(vacant[who]);
            if (ended[who]++ < 8)
                add_spell(&terms, one->time - since[who], 60);
            vacant[who] = true;
            since[who] = one->time;
            break;
        case HAPPENS_HIRED:
            cr_assert(vacant[who]);
            least = fmin(least, one->time - since[who]);
            most = fmax(most, one->time - since[who]);
            vacant[who] = false;
            since[who] = one->time;
            break;
        default:
            break;
        }
    }
    check_spells(&terms, 60, "in the post");
    cr_expect_gt(successors_away, 400, "%zu absences of successors", successors_away);
    cr_expect(least >= 10 && least < 11 && most > 19 && most <= 20, "filled after %g to %g days", least, most);
    world_close(&world);
}

/* A post from day 15 on, filled on day 23, four cases after a ramp of 12 days: one more on the days 27, 31 and 35, and
 * no fifth. */
Test(model_presence, the_ramp_ends_with_all_cases)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 5; }; corps = { consultants = 0; case_load = 4; recruiting_days = 8; ramp_days = 12;"
        "  changes = ( { from = \"2014-01-14\"; add = 1; } );"
        "  engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"M\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 16; }; work = { after = [\"a\"]; duration = 200; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    static const double wanted[] = {23, 27, 31, 35, 223};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 5; i++)
        cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, i, 0), wanted[i], "site %d: %g", i,
                     world_when(&world, HAPPENS_CONSULTANT, i, 0));
    world_close(&world);
}

/* Of three posts one is closed on day 50: the newest. */
Test(model_presence, the_newest_post_is_closed_first)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 3; }; corps = { consultants = 3; case_load = 1;"
                    "  changes = ( { from = \"2014-02-18\"; add = -1; } );"
                    "  engagements = { help = { from = \"start\"; gates = []; until = \"M\"; }; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 200; }; }; milestones = { M = { after = "
                    "[\"work\"]; }; };";
    struct world world;
    size_t left = 0;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count; k++)
        if (world.seen[k].what == HAPPENS_LEAVES) {
            cr_expect(world.seen[k].time == 50 && world.seen[k].number == 2, "day %g: consultant %g",
                      world.seen[k].time, world.seen[k].number);
            left++;
        }
    cr_expect_eq(left, 1);
    world_close(&world);
}

/* A second post from day 5 on, filled on day 10, four cases after a ramp of 30 days; closed on day 25 and opened again
 * on day 27, it is filled on day 32 by somebody who begins his own ramp: the second case on day 42, not on day 40, when
 * the former one would have had his fourth. The first consultant has all his cases from day 1 on. */
Test(model_presence, a_successor_has_a_ramp_of_his_own)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 9; }; corps = { consultants = 1; case_load = 4; recruiting_days = 5; ramp_days = 30;"
        "  changes = ( { from = \"2014-01-04\"; add = 1; }, { from = \"2014-01-24\"; add = -1; },"
        "    { from = \"2014-01-26\"; add = 1; } );"
        "  engagements = { help = { from = \"a\"; gates = []; until = \"M\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 1; }; work = { after = [\"a\"]; duration = 200; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    static const double wanted[] = {1, 1, 1, 1, 10, 20, 32, 42, 52};
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 9; i++)
        cr_expect_float_eq(world_when(&world, HAPPENS_CONSULTANT, i, 0), wanted[i], 1e-9, "site %d: %g", i + 1,
                           world_when(&world, HAPPENS_CONSULTANT, i, 0));
    world_close(&world);
}

/* Site 2 asks on day 6 and waits for fifteen days, to day 21; a post from day 11 on is filled after ten days, at the
 * same instant. People come before waiting ends (R3.7): the site is helped, and forty days of work take forty. */
Test(model_presence, who_comes_as_patience_ends_comes_in_time)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; corps = { consultants = 1; case_load = 1; recruiting_days = 10; patience_days = 15;"
                    "  unsupported_factor = 2; changes = ( { from = \"2014-01-10\"; add = 1; } );"
                    "  engagements = { help = { from = \"start\"; gates = [\"work\"]; until = \"work\"; }; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 40; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,East,2014-01-05\n", text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 1, 0), 21);
    cr_expect(isnan(world_when(&world, HAPPENS_ALONE, 1, 0)));
    cr_expect_eq(world_site_date(&world, 1, "M"), 61, "%g", world_site_date(&world, 1, "M"));
    world_close(&world);
}

/* A case load that comes to no case at all: whoever is hired for it serves nobody, with a ramp or without. */
Test(model_presence, who_has_no_case_serves_nobody)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 1; case_load = 0; ramp_days = 10; patience_days = "
                    "20; changes = ( { from = \"2014-01-04\"; add = 1; } );"
                    "  engagements = { help = { from = \"start\"; gates = [\"work\"]; until = \"M\"; }; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 10; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_HIRED, NOBODY, 0), 5);
    cr_expect(isnan(world_when(&world, HAPPENS_CONSULTANT, 0, 0)));
    cr_expect_eq(world_national(&world, "M"), 30, "%g", world_national(&world, "M"));
    world_close(&world);
}
