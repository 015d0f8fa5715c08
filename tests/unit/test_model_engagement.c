/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which consultant a site gets, which site a consultant takes, how long it lasts, and whose support counts.
 */
#include "../model_world.h"

/* The consultant of a site's nth engagement, -1: none. */
static int consultant_of(const struct world *world, int site, size_t nth)
{
    for (size_t i = 0; i < world->count; i++)
        if (world->seen[i].what == HAPPENS_CONSULTANT && world->seen[i].site == site && nth-- == 0)
            return (int)world->seen[i].number;
    return -1;
}

/* All ask on day 10, in the order of the file, and keep their consultant. */
#define ALL_ASK                                                                                                        \
    "engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"M\"; }; }; };"                               \
    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"                                     \
    "  work = { after = [\"a\"]; duration = 200; organisational = true; }; };"                                         \
    "milestones = { M = { after = [\"work\"]; }; };"

/* Five sites in the East, one in the West: two of three consultants live in the East. */
Test(model_engagement, consultants_live_where_the_sites_are)
{
    static const char csv[] = "code,name,region\n1,a,East\n2,b,East\n3,c,East\n4,d,East\n5,e,East\n6,f,West\n";
    static const int wanted[] = {0, 1, 0, 1, 2, 2};
    struct world world;
    world_table(&world, csv, WORLD_TIMES "sites = {}; corps = { consultants = 3; case_load = 2; " ALL_ASK, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 6; i++)
        cr_expect_eq(consultant_of(&world, i, 0), wanted[i], "site %d: %d", i + 1, consultant_of(&world, i, 0));
    world_close(&world);
}

/* 1.5 cases each: together two (a quarter), three (a half) or four. 400 replications, standard deviation 10. */
Test(model_engagement, every_case_load_is_rounded_by_itself)
{
    struct world world;
    size_t three = 0;
    world_write(&world, WORLD_TIMES "sites = { count = 5; }; corps = { consultants = 2; case_load = 1.5; " ALL_ASK, 0);
    for (uint64_t r = 0; r < 400; r++) {
        int at_once = 0;
        world_run(&world, 1, r);
        for (int i = 0; i < 5; i++)
            at_once += world_when(&world, HAPPENS_CONSULTANT, i, 0) == 10;
        three += at_once == 3;
    }
    cr_expect(fabs((double)three - 200) < 4 * 10, "%zu of 400", three);
    world_close(&world);
}

/* A free consultant of the site's own region, where that counts; of equals the first. */
Test(model_engagement, the_nearest_of_those_who_are_free)
{
    static const char csv[] = "code,name,region\n1,a,East\n2,b,West\n";
    static const char text[] = WORLD_TIMES
        "sites = { exceptions = { m1 = { weight = 2; }; }; }; corps = { consultants = 2; case_load = 2; " ALL_ASK;
    struct world near, any;
    world_table(&near, csv, text, 0);
    world_table(&any, csv, text, (const char *const[]){"corps.nearest_first=false", 0});
    world_run(&near, 1, 0);
    world_run(&any, 1, 0);
    cr_expect_eq(consultant_of(&near, 1, 0), 1); /* site 2 asks first */
    cr_expect_eq(consultant_of(&near, 0, 0), 0);
    cr_expect_eq(consultant_of(&any, 1, 0), 0);
    cr_expect_eq(consultant_of(&any, 0, 0), 1);
    world_close(&near);
    world_close(&any);
}

/* Of strangers the one with most room, of equals the first. */
Test(model_engagement, the_one_with_most_room)
{
    struct world world;
    world_write(&world, WORLD_TIMES "sites = { count = 4; }; corps = { consultants = 2; case_load = 2; " ALL_ASK, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 4; i++)
        cr_expect_eq(consultant_of(&world, i, 0), i % 2, "site %d: %d", i + 1, consultant_of(&world, i, 0));
    world_close(&world);
}

/* The only consultant lives with site 1; sites 2 and 3, of two other regions, ask on days 12 and 11 and wait until 20.
 */
Test(model_engagement, of_other_regions_who_asked_first)
{
    static const char csv[] =
        "code,name,region\n1,a,East\n2,b,South\n3,c,North\n4,d,East\n5,e,East\n6,f,East\n7,g,East\n";
    static const char text[] =
        WORLD_TIMES "sites = { exceptions = { m2 = { weight = 1.2; }; m3 = { weight = 1.1; }; m4 = { weight = 30; };"
                    "  m5 = { weight = 30; }; m6 = { weight = 30; }; m7 = { weight = 30; }; }; };"
                    "corps = { consultants = 1; case_load = 1;"
                    "  engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"work\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  work = { after = [\"a\"]; duration = 10; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 0, 0), 10);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 2, 0), 20);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 1, 0), 30);
    world_close(&world);
}

/* Three sites, a consultant in the East and one in the West. Site 2 takes the western one, so site 3, of the West as
 * well, the eastern one; when both are free it asks again. */
Test(model_engagement, the_former_consultant_comes_first)
{
    static const char csv[] = "code,name,region,hosted\n1,a,East,0\n2,b,West,0\n3,c,West,1\n";
    static const char text[] =
        WORLD_TIMES "sites = { exceptions = { m1 = { weight = 50; }; m3 = { weight = 1.1; }; }; };"
                    "corps = { consultants = 2; case_load = 1;"
                    "  engagements = { first = { from = \"a\"; gates = []; until = \"b\"; };"
                    "    second = { from = \"c\"; gates = []; until = \"M\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  b = { after = [\"a\"]; duration = 5; }; long = { after = [\"b\"]; duration = 100; };"
                    "  c = { after = [\"b\", \"long\"]; hosted_after = [\"b\"]; duration = 10; };"
                    "  work = { after = [\"c\"]; duration = 10; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(consultant_of(&world, 1, 0), 1);
    cr_expect_eq(consultant_of(&world, 2, 0), 0);
    cr_expect_eq(world_when_nth(&world, HAPPENS_CONSULTANT, 2, 0, 1), 26);
    cr_expect_eq(consultant_of(&world, 2, 1), 0, "not the former one, though near");
    world_close(&world);
}

/* The same where no region counts: site 2 was helped by the second of two and is so again, whichever of the engagements
 * the configuration names first. */
Test(model_engagement, the_former_consultant_is_no_stranger)
{
    static const char csv[] = "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n";
    static const char first[] = "first = { from = \"a\"; gates = []; until = \"b\"; };",
                      second[] = "second = { from = \"c\"; gates = []; until = \"M\"; };";
    static const char *const orders[][2] = {{first, second}, {second, first}};
    for (size_t i = 0; i < 2; i++) {
        char text[1024];
        struct world world;
        snprintf(text, sizeof text,
                 WORLD_TIMES
                 "sites = {}; corps = { consultants = 2; case_load = 1; engagements = { %s %s }; };"
                 "activities = { a = { after = [\"start\"]; duration = 10; }; b = { after = [\"a\"]; duration = 5; };"
                 "  long = { after = [\"b\"]; duration = 100; };"
                 "  c = { after = [\"b\", \"long\"]; hosted_after = [\"b\"]; duration = 10; };"
                 "  work = { after = [\"c\"]; duration = 10; }; }; milestones = { M = { after = [\"work\"]; }; };",
                 orders[i][0], orders[i][1]);
        world_table(&world, csv, text, 0);
        world_run(&world, 1, 0);
        cr_expect_eq(consultant_of(&world, 1, 0), 1);
        cr_expect_eq(consultant_of(&world, 1, 1), 1, "order %zu", i);
        world_close(&world);
    }
}

/* Whoever is left alone by a consultant who leaves has no former one. Selected replications: the second consultant
 * leaves once while site 2 is his, the post is filled again before day 200, when site 2 asks once more and both are
 * free; the first one never leaves. Of two strangers the first comes. */
Test(model_engagement, who_has_left_is_not_the_former_consultant)
{
    static const char csv[] = "code,name,region,hosted\n1,a,East,0\n2,b,East,1\n";
    static const char text[] = WORLD_TIMES
        "sites = {}; corps = { consultants = 2; case_load = 1; patience_days = 1;"
        "  turnover = { tenure_days = 300; recruiting_days = 5; };"
        "  engagements = { first = { from = \"start\"; gates = []; until = \"b\"; };"
        "    second = { from = \"c\"; gates = []; until = \"M\"; }; }; };"
        "activities = { b = { after = [\"start\"]; duration = 150; }; long = { after = [\"b\"]; duration = 300; };"
        "  c = { after = [\"b\", \"long\"]; hosted_after = [\"b\"]; duration = 50; };"
        "  work = { after = [\"c\"]; duration = 10; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    size_t seen = 0;
    world_table(&world, csv, text, 0);
    for (uint64_t r = 0; r < 400; r++) {
        int left[2] = {0}, hired = 0, late = 0;
        world_run(&world, 1, r);
        for (size_t k = 0; k < world.count && world.seen[k].time <= 200; k++) {
            const struct observation *one = &world.seen[k];
            if (one->what == HAPPENS_LEAVES)
                left[(int)one->number]++;
            late += one->what == HAPPENS_LEAVES && one->time > 148;
            hired += one->what == HAPPENS_HIRED;
        }
        if (left[0] != 0 || left[1] != 1 || hired != 1 || late > 0)
            continue;
        cr_assert_eq(consultant_of(&world, 1, 0), 1);
        cr_assert_eq(world_when_nth(&world, HAPPENS_CONSULTANT, 1, 0, 1), 200);
        cr_assert_eq(consultant_of(&world, 1, 1), 0, "replication %llu", (unsigned long long)r);
        seen++;
    }
    cr_expect_gt(seen, 20, "%zu", seen);
    world_close(&world);
}

/* The consultant of the West has helped site 1 and goes for good on day 11; somebody else has the post from day 22
 * on. On day 28 (4 + 1 + 3 + 20) both are free, and site 1 knows neither: the one of its region comes. */
Test(model_engagement, who_left_after_the_help_is_not_the_former_consultant)
{
    static const char csv[] =
        "code,name,region,decision\n1,a,East,2014-01-03\n2,b,East,2014-01-01\n3,c,West,2014-06-01\n";
    static const char text[] =
        WORLD_TIMES "sites = {}; corps = { consultants = 2; case_load = 1; nearest_first = true; recruiting_days = 1;"
                    "  changes = ( { from = \"2014-01-10\"; set = 1; }, { from = \"2014-01-20\"; set = 2; } );"
                    "  engagements = { first = { from = \"a\"; gates = []; until = \"b\"; };"
                    "    second = { from = \"c\"; gates = []; until = \"M\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 1; }; b = { after = [\"a\"]; duration = 3; };"
                    "  c = { after = [\"b\"]; duration = 20; }; work = { after = [\"c\"]; duration = 1; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_table(&world, csv, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(consultant_of(&world, 0, 0), 1);
    cr_expect_eq(world_when_nth(&world, HAPPENS_CONSULTANT, 0, 0, 1), 28);
    cr_expect_eq(consultant_of(&world, 0, 1), 0, "%d", consultant_of(&world, 0, 1));
    world_close(&world);
}

/* Site 2 waits when its engagement is over, on day 22; the consultant who is free on day 221 goes to site 3. */
Test(model_engagement, who_waits_to_the_end_is_served_no_more)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 3; exceptions = { m1 = { weight = 100; }; m2 = { weight = 0.5; }; m3 = { weight = 100; }; "
        "}; };"
        "corps = { consultants = 1; case_load = 1;"
        "  engagements = { help = { from = \"a\"; gates = []; until = \"work\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 10; };"
        "  b = { after = [\"a\"]; duration = 11; }; work = { after = [\"b\"]; duration = 2; weighted = true; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_MILESTONE, 1, "M"), 22);
    cr_expect_eq(world_when(&world, HAPPENS_FREE, 0, 0), 221);
    cr_expect(isnan(world_when(&world, HAPPENS_CONSULTANT, 1, 0)));
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 2, 0), 221);
    world_close(&world);
}

/* The longest time counts from the asking: site 2 asks on day 20, comes to its turn on day 40 and is left on day 50. */
Test(model_engagement, the_longest_time_counts_from_the_asking)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; exceptions = { m2 = { weight = 2; }; }; };"
        "corps = { consultants = 1; case_load = 1; engagements = { help = { from = \"a\"; gates = []; until = \"M\";"
        "  max_days = 30; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
        "  work = { after = [\"a\"]; duration = 200; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FREE, 0, 0), 40);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 1, 0), 40);
    cr_expect_eq(world_when(&world, HAPPENS_FREE, 1, 0), 50);
    world_close(&world);
}

/* Who still waits when the longest time is over goes on alone: site 1 keeps the consultant in its first engagement, and
 * both ask in the second on day 20. */
Test(model_engagement, who_waits_to_the_longest_time_goes_alone)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 2; exceptions = { m2 = { weight = 100; }; }; };"
                    "corps = { consultants = 1; case_load = 1; unsupported_factor = 2;"
                    "  engagements = { first = { from = \"a\"; gates = []; until = \"M\"; };"
                    "    second = { from = \"c\"; gates = [\"work\"]; until = \"M\"; max_days = 30; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  c = { after = [\"start\"]; duration = 20; };"
                    "  work = { after = [\"c\"]; duration = 10; organisational = true; }; };"
                    "milestones = { M = { after = [\"a\", \"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (int site = 0; site < 2; site++) {
        cr_expect_eq(world_when(&world, HAPPENS_ALONE, site, 0), 50);
        cr_expect_eq(world_when(&world, HAPPENS_BEGIN, site, "work"), 50);
        cr_expect_eq(world_when(&world, HAPPENS_FINISH, site, "work"), 70);
    }
    world_close(&world);
}

/* Who has been given a consultant has no patience to lose: site 2's would end on day 40, its work on day 45. */
Test(model_engagement, patience_ends_with_the_wait)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 2; }; corps = { consultants = 1; case_load = 1; patience_days = 30; unsupported_factor = 2;"
        "  engagements = { help = { from = \"a\"; gates = [\"work\"]; until = \"work\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 10; };"
        "  work = { after = [\"a\"]; duration = 25; organisational = true; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect(isnan(world_when(&world, HAPPENS_ALONE, 1, 0)));
    cr_expect_eq(world_when(&world, HAPPENS_BEGIN, 1, "work"), 35);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 1, "work"), 60);
    world_close(&world);
}

/* From day 20 on the site waits in its second engagement while the first still has a consultant: organisational work of
 * thirty days goes on at half the pace, technical work does not care. */
Test(model_engagement, the_latest_that_has_begun_decides)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; corps = { consultants = 1; case_load = 1; unsupported_factor = 2;"
        "  engagements = { first = { from = \"a\"; gates = []; until = \"M\"; };"
        "    second = { from = \"c\"; gates = []; until = \"M\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 10; }; c = { after = [\"start\"]; duration = 20; };"
        "  work = { after = [\"start\"]; duration = 30; organisational = true; };"
        "  technical = { after = [\"start\"]; duration = 30; }; };"
        "milestones = { M = { after = [\"a\", \"c\", \"work\", \"technical\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_CONSULTANT, 0, 0), 10);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "technical"), 30, 1e-9);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 40, 1e-9);
    world_close(&world);
}

/* Unsupported from day 5 to day 15, when the engagement ends, thirty days of work take 35. */
Test(model_engagement, its_end_gives_back_the_pace)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; }; corps = { consultants = 0; unsupported_factor = 2;"
        "  engagements = { help = { from = \"a\"; gates = []; until = \"b\"; }; }; };"
        "activities = { a = { after = [\"start\"]; duration = 5; }; b = { after = [\"start\"]; duration = 15; };"
        "  work = { after = [\"start\"]; duration = 30; organisational = true; }; };"
        "milestones = { M = { after = [\"a\", \"b\", \"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "work"), 35, 1e-9);
    world_close(&world);
}

/* The site of a consultant who leaves asks anew, waits, and is served the day that the post is filled. */
Test(model_engagement, who_is_hired_serves_at_once)
{
    struct world world;
    size_t served = 0;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 1; case_load = 1;"
                            "  turnover = { tenure_days = 100; recruiting_days = 6; }; " ALL_ASK,
                0);
    for (uint64_t r = 0; r < 60; r++) {
        bool waits = false;
        world_run(&world, 1, r);
        for (size_t k = 0; k < world.count; k++) {
            const struct observation *one = &world.seen[k];
            waits = waits || one->what == HAPPENS_ASK_CONSULTANT;
            if (waits && one->what == HAPPENS_HIRED) {
                const struct observation *next = one + 1;
                cr_assert(next->what == HAPPENS_CONSULTANT && next->time == one->time, "replication %llu, day %g",
                          (unsigned long long)r, one->time);
                served++;
            }
            waits = waits && one->what != HAPPENS_CONSULTANT && one->what != HAPPENS_MILESTONE;
        }
    }
    cr_expect_gt(served, 30, "%zu", served);
    world_close(&world);
}

/* Three sites in the East, one in the West, and one consultant, who lives in the East and helps site 1 for good. Sites
 * 4, 2 and 3 ask in this order. Of those who are taken on later the first lives in the East again: alone on day 50 he
 * takes site 2, not site 4 that asked first; of two at once, the second lives in the West. */
Test(model_engagement, who_is_taken_on_later_lives_where_the_sites_are)
{
    static const char csv[] = "code,name,region\n1,a,East\n2,b,East\n3,c,East\n4,d,West\n";
    static const char text[] =
        WORLD_TIMES "sites = { exceptions = { m2 = { weight = 2; }; m3 = { weight = 3; }; m4 = { weight = 1.5; }; }; };"
                    "corps = { consultants = 1; case_load = 1; recruiting_days = 0;"
                    "  changes = ( { from = \"2014-02-18\"; add = 1; } );"
                    "  engagements = { help = { from = \"a\"; gates = []; until = \"M\"; }; }; };"
                    "activities = { a = { after = [\"start\"]; duration = 10; weighted = true; };"
                    "  work = { after = [\"a\"]; duration = 200; }; }; milestones = { M = { after = [\"work\"]; }; };";
    struct world one, two;
    world_table(&one, csv, text, 0);
    world_run(&one, 1, 0);
    cr_expect_eq(consultant_of(&one, 1, 0), 1);
    cr_expect_eq(world_when(&one, HAPPENS_CONSULTANT, 1, 0), 50);
    world_close(&one);
    world_table(&two, csv, text, (const char *const[]){"corps.changes.0.add=2", 0});
    world_run(&two, 1, 0);
    cr_expect_eq(consultant_of(&two, 1, 0), 1);
    cr_expect_eq(consultant_of(&two, 3, 0), 2);
    world_close(&two);
}

/* The consultant takes the site at once and is soon, on day a, away for as good as ever: then the site works at half
 * its pace, so by day 20 it has done a + (20 - a) / 2 of its thirty days. At that instant the longest time is over and
 * the support has been given: what is left takes so long, to day 40 - a / 2. */
Test(model_engagement, the_longest_time_ends_with_an_absent_consultant_too)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 1; case_load = 1; unsupported_factor = 2;"
                    "  absences = { between_days = 0.1; days = 36500; };"
                    "  engagements = { help = { from = \"start\"; gates = []; until = \"M\"; max_days = 20; }; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 30; organisational = true; }; };"
                    "milestones = { M = { after = [\"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    double away = world_when(&world, HAPPENS_AWAY, NOBODY, 0);
    cr_assert(away > 0 && away < 1 && isnan(world_when(&world, HAPPENS_BACK, NOBODY, 0)));
    cr_expect_float_eq(world_national(&world, "M"), 40 - away / 2, 1e-4, "%g", world_national(&world, "M"));
    world_close(&world);
}

/* Nobody helps, so work goes at half its pace from day 0 on. That what would end a second engagement is done on day 5,
 * before that one could begin, changes nothing. */
Test(model_engagement, one_that_never_begins_decides_nothing)
{
    static const char text[] =
        WORLD_TIMES "sites = { count = 1; }; corps = { consultants = 0; unsupported_factor = 2; engagements = {"
                    "  first = { from = \"start\"; gates = []; until = \"M\"; };"
                    "  second = { from = \"work\"; gates = []; until = \"early\"; }; }; };"
                    "activities = { early = { after = [\"start\"]; duration = 5; };"
                    "  work = { after = [\"start\"]; duration = 20; organisational = true; }; };"
                    "milestones = { M = { after = [\"early\", \"work\"]; }; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_national(&world, "M"), 40, "%g", world_national(&world, "M"));
    world_close(&world);
}
