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
