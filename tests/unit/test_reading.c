/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When "done" comes true in a record, in each of its readings, by hand.
 */
#include "../model_world.h"
#include "analysis/results/reading.h"

/* Twenty sites of a hundred items each, all in on the second Monday after a site's work; site i + 1 works for i + 1
 * days, but the last for 4000, which no horizon sees. */
Test(reading, of_a_record)
{
    static const char text[] =
        WORLD_TIMES "sites = { cards = 2000; }; uptake = { form = \"capacity\"; capacity_weeks = 1; };"
                    "vendors = { v = { name = \"V\"; sites = 20; teams = 20; }; };"
                    "activities = { work = { after = [\"start\"]; duration = 1; per_version_days = 1; };"
                    "  uptake = { after = [\"work\"]; kind = \"uptake\"; }; };"
                    "milestones = { L = { after = [\"work\"]; }; M = { after = [\"uptake\"]; }; };";
    char csv[1024] = "code,name,region,versions_behind\n";
    struct world world;
    double scratch[20];
    for (int i = 0; i < 19; i++)
        sprintf(csv + strlen(csv), "%d,s%d,East,%d\n", i + 1, i + 1, i);
    strcat(csv, "20,s20,East,50\n");
    world_table(&world, csv, text,
                (const char *const[]){"sites.exceptions={m20={weight=100;};}", "activities.work.weighted=true", 0});
    world_run(&world, 1, 0);
    const struct programme *p = &world.programme;
    cr_expect(isinf(
        reading_of_record(p, &world.layout, world.record, (struct question){0, READING_ALL_MUNICIPALITIES}, scratch)));
    cr_expect_eq(
        reading_of_record(p, &world.layout, world.record, (struct question){0, READING_MOST_MUNICIPALITIES}, scratch),
        19);
    cr_expect_eq(
        reading_of_record(p, &world.layout, world.record, (struct question){1, READING_MOST_MUNICIPALITIES}, scratch),
        28);
    cr_expect_eq(reading_of_record(p, &world.layout, world.record, (struct question){-1, READING_MOST_CARDS}, scratch),
                 28);
    world_close(&world);
    world_table(&world, csv, text,
                0); /* site 20 after 51 days: all are done on day 63, 95 % of the items are in before */
    world_run(&world, 1, 0);
    p = &world.programme;
    cr_expect_eq(
        reading_of_record(p, &world.layout, world.record, (struct question){0, READING_ALL_MUNICIPALITIES}, scratch),
        51);
    cr_expect_eq(
        reading_of_record(p, &world.layout, world.record, (struct question){1, READING_ALL_MUNICIPALITIES}, scratch),
        63);
    cr_expect_eq(reading_of_record(p, &world.layout, world.record, (struct question){-1, READING_MOST_CARDS}, scratch),
                 28);
    world_close(&world);
}

/* 95 % of 400 sites are 380, of 300 they are 285, of 3 all. Site i of n is done on day (7 i mod n) + 1, which is every
 * day once; those of the last days never are. As many as may be late: the day of the last other one. One more: never.
 */
Test(reading, who_is_never_done_comes_last)
{
    static const size_t sites[] = {400, 300, 3}, enough[] = {380, 285, 3};
    static float dates[2 * 400];
    double scratch[400];
    for (size_t k = 0; k < 3; k++)
        for (size_t never = 0; never <= 1; never++) {
            for (size_t i = 0; i < sites[k]; i++) {
                size_t day = 7 * i % sites[k] + 1;
                dates[2 * i] = 5;
                dates[2 * i + 1] = day > enough[k] - never ? NAN : (float)day;
            }
            double got =
                reading_of_sites(dates, sites[k], 2, (struct question){1, READING_MOST_MUNICIPALITIES}, scratch);
            cr_expect_eq(got, never == 1 ? (double)INFINITY : (double)enough[k], "%zu sites: %g", sites[k], got);
        }
}
