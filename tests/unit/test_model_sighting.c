/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of models/sighting.c: counts that were seen take the place of the draws, and the replication notes their
 * chances.
 */
#include "../model_world.h"
#include "analysis/nowcast/monitor_track.h"

enum { REPLICATIONS = 12 };

/* Room for a sighting in which nothing is seen. */
static struct sighting blind(const struct world *world)
{
    size_t sites = world->programme.sites, cells = sites * world->programme.weeks;
    int32_t *cards = malloc(cells * sizeof *cards);
    for (size_t i = 0; i < cells; i++)
        cards[i] = ~INT32_MAX;
    return (struct sighting){.cards = cards,
                             .missed = calloc(cells, sizeof(double)),
                             .room = calloc(cells, sizeof(int32_t)),
                             .late = calloc(sites, sizeof(uint16_t)),
                             .joined = calloc(sites, 1)};
}

static void drop(struct sighting *sighting)
{
    free((int32_t *)sighting->cards);
    monitor_sighting_free(sighting);
}

static void run(struct world *world, uint64_t replication, struct sighting *sighting, const struct observer *observer)
{
    struct error error = {0};
    const struct renewal renewal = {.sighting = sighting};
    const struct luck luck = {3, replication, replication, sighting ? &renewal : 0};
    cr_assert_eq(rollout_run(world->rollout, luck, observer, &error), 0, "%s", error.text);
    rollout_outcome(world->rollout, &world->layout, world->record);
}

/* Where nothing is seen, and where what came is what is seen, the replication is what it is without: to the byte. */
Test(model_sighting, its_own_counts_change_nothing)
{
    struct world world;
    struct error error = {0};
    world_open(&world, "fmk.cfg", 0);
    cr_assert_eq(rollout_keep_cards(world.rollout, &error), 0);
    struct sighting sighting = blind(&world);
    void *plain = malloc(world.layout.size);
    size_t cells = world.programme.sites * world.programme.weeks;
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        run(&world, r, 0, 0);
        memcpy(plain, world.record, world.layout.size);
        int32_t *own = malloc(cells * sizeof *own);
        memcpy(own, rollout_cards(world.rollout), cells * sizeof *own);
        run(&world, r, &sighting, 0);
        cr_expect_arr_eq(plain, world.record, world.layout.size);
        const int32_t *none = sighting.cards;
        sighting.cards = own;
        run(&world, r, &sighting, 0);
        cr_expect_arr_eq(plain, world.record, world.layout.size);
        for (size_t i = 0; i < world.programme.sites; i++)
            cr_expect_eq(sighting.late[i], 0);
        sighting.cards = none;
        free(own);
    }
    free(plain);
    drop(&sighting);
    world_close(&world);
}

/* Counts of another replication are met week by week, and all invariants hold; who begins before its time is told. */
Test(model_sighting, counts_of_another)
{
    struct world world;
    struct error error = {0};
    size_t late = 0;
    world_open(&world, "fmk.cfg", (const char *const[]){"uptake.form=learning", 0});
    cr_assert_eq(rollout_keep_cards(world.rollout, &error), 0);
    struct sighting sighting = blind(&world);
    size_t cells = world.programme.sites * world.programme.weeks;
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        run(&world, r + 100, 0, 0);
        memcpy((int32_t *)sighting.cards, rollout_cards(world.rollout), cells * sizeof(int32_t));
        run(&world, r, &sighting, 0);
        cr_expect_arr_eq(rollout_cards(world.rollout), sighting.cards, cells * sizeof(int32_t));
        for (size_t i = 0; i < world.programme.sites; i++)
            late += sighting.late[i];
    }
    cr_expect_gt(late, 100);
    drop(&sighting);
    world_close(&world);
}

/* Before a count that was seen there are no more items than it has. */
Test(model_sighting, at_most)
{
    struct world world;
    struct error error = {0};
    world_open(&world, "five.cfg", 0);
    cr_assert_eq(rollout_keep_cards(world.rollout, &error), 0);
    struct sighting sighting = blind(&world);
    int32_t *cards = (int32_t *)sighting.cards;
    for (size_t week = 0; week < 6; week++)
        cards[week] = week == 5 ? 10 : ~10;
    run(&world, 0, &sighting, 0);
    cr_expect_eq(rollout_cards(world.rollout)[2], 6); /* as in five.cfg's solution: 6, 21, 30 on days 21, 28, 35 */
    cr_expect_eq(rollout_cards(world.rollout)[3], 10);
    cr_expect_eq(rollout_cards(world.rollout)[5], 10);
    cr_expect_eq(rollout_cards(world.rollout)[6], 25);
    drop(&sighting);
    world_close(&world);
}

struct noted {
    const struct world *world;
    const struct sighting *sighting;
    size_t count, wrong;
};

static void compare(void *context, const struct drawn *drawn)
{
    struct noted *noted = context;
    if (drawn->variate || drawn->left == 0)
        return;
    for (size_t site = 0; site < noted->world->programme.sites; site++)
        if ((uint64_t)noted->world->programme.site[site].code == drawn->entity) {
            double missed = noted->sighting->missed[site * noted->world->programme.weeks + drawn->occurrence];
            noted->count++;
            noted->wrong += drawn->probability != 1 - missed;
        }
}

static void ignore(void *context, const struct observation *observation)
{
    (void)context;
    (void)observation;
}

/* What is noted is the chance by which the items would have been drawn in their week: the same replication, run once to
 * note and once to tell. */
Test(model_sighting, chances)
{
    struct world world;
    struct error error = {0};
    world_open(&world, "fmk.cfg", (const char *const[]){"uptake.form=bass", 0});
    struct sighting sighting = blind(&world);
    struct noted noted = {&world, &sighting, 0, 0};
    struct observer observer = {ignore, &noted, compare};
    run(&world, 1, &sighting, 0);
    cr_expect(sighting.paced);
    cr_assert_eq(rollout_run(world.rollout, (struct luck){3, 1, 1, 0}, &observer, &error), 0);
    cr_expect_gt(noted.count, 1000);
    cr_expect_eq(noted.wrong, 0);
    drop(&sighting);
    world_close(&world);
}

/* Pace has luck of its own, and can be told without a run. */
Test(model_sighting, another_pace)
{
    struct world world;
    struct error error = {0};
    world_open(&world, "fmk.cfg", 0);
    uint32_t generation[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS] = {0};
    const struct renewal renewal = {.generation = generation, .by_site = true};
    const struct luck luck = {3, 5, 5, &renewal};
    cr_assert_eq(rollout_run_until(world.rollout, luck, 0, &error), 0);
    double before = rollout_pace(world.rollout, 7), told = rollout_other_pace(world.rollout, 0, 7, 99);
    double decided = rollout_done(world.rollout, 7, 0);
    cr_expect_eq(rollout_other_pace(world.rollout, 0, 7, 0), before);
    generation[SITE_LUCK_PACE * SITE_LUCK_BLOCKS + site_luck_of(&world.programme, 7)] = 99;
    cr_assert_eq(rollout_run_until(world.rollout, luck, 900, &error), 0);
    cr_expect_eq(rollout_pace(world.rollout, 7), told);
    cr_expect_neq(told, before);
    cr_expect(isnan(decided));
    decided = rollout_done(world.rollout, 7, 0);
    generation[SITE_LUCK_PACE * SITE_LUCK_BLOCKS + site_luck_of(&world.programme, 7)] = 0;
    cr_assert_eq(rollout_run_until(world.rollout, luck, 900, &error), 0);
    cr_expect_eq(rollout_done(world.rollout, 7, 0), decided);
    world_close(&world);
}

/* A draw that is placed is the quantile there; of a kind and block only the first one's is, and none after the day from
 * which on the future is drawn anew. */
Test(model_sighting, placed)
{
    struct world world;
    struct error error = {0};
    struct site_luck placed;
    world_open(&world, "fmk.cfg", (const char *const[]){"sites.pace={dist=\"uniform\"; min=0.5; max=1.5;}", 0});
    site_luck_init(&placed, &world.programme);
    uint32_t generation[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS] = {0};
    struct renewal renewal = {.generation = generation, .by_site = true, .placed = &placed, .known = -1};
    const struct luck luck = {3, 5, 5, &renewal};
    size_t cell = SITE_LUCK_PACE * SITE_LUCK_BLOCKS + site_luck_of(&world.programme, 7);
    generation[cell] = site_luck_at(0.3);
    cr_expect_float_eq(site_luck_place(generation[cell]), 0.3, 1e-9);
    cr_assert_eq(rollout_run_until(world.rollout, luck, 0, &error), 0);
    cr_expect_float_eq(rollout_pace(world.rollout, 7), 0.8, 1e-8);
    cr_expect_eq(rollout_other_pace(world.rollout, &placed, 7, generation[cell]), rollout_pace(world.rollout, 7));
    cr_expect_float_eq(rollout_luck_value(world.rollout, &placed, SITE_LUCK_PACE, 7, site_luck_at(0.6)), 1.1, 1e-8);
    placed.entity[site_luck_of(&world.programme, 7)]++; /* another site's block */
    cr_assert_eq(rollout_run_until(world.rollout, luck, 0, &error), 0);
    cr_expect_eq(rollout_pace(world.rollout, 7), rollout_other_pace(world.rollout, 0, 7, generation[cell]));
    cr_expect_gt(fabs(rollout_pace(world.rollout, 7) - 0.8), 1e-8);
    placed.entity[site_luck_of(&world.programme, 7)]--;
    renewal.future = site_luck_at(0.9);
    cr_assert_eq(rollout_run_until(world.rollout, luck, 0, &error), 0);
    cr_expect_gt(fabs(rollout_pace(world.rollout, 7) - 1.4), 1e-6);
    world_close(&world);
}

/* What is remembered of quantiles changes no number, though the distribution and the places change from run to run. */
Test(model_sighting, remembered)
{
    struct world world;
    struct error error = {0};
    struct site_luck placed;
    world_open(&world, "fmk.cfg", 0);
    site_luck_init(&placed, &world.programme);
    uint32_t generation[SITE_LUCK_KINDS * SITE_LUCK_BLOCKS] = {0};
    struct site_luck_memo *memo = calloc(SITE_LUCK_KINDS * SITE_LUCK_BLOCKS, sizeof *memo);
    size_t cell = SITE_LUCK_PACE * SITE_LUCK_BLOCKS + site_luck_of(&world.programme, 7);
    cr_assert(memo);
    for (uint64_t r = 0; r < 8; r++) { /* each with a spread of the pace of its own */
        struct renewal renewal = {.generation = generation, .by_site = true, .placed = &placed};
        struct luck luck = {3, 5, r / 2, &renewal};
        generation[cell] = site_luck_at(r % 2 == 0 ? 0.3 : 0.9);
        cr_assert_eq(rollout_run_until(world.rollout, luck, 300, &error), 0);
        double pace = rollout_pace(world.rollout, 7), decided = rollout_done(world.rollout, 7, 0);
        renewal.memo = memo;
        for (int again = 0; again < 2; again++) {
            cr_assert_eq(rollout_run_until(world.rollout, luck, 300, &error), 0);
            cr_expect_eq(rollout_pace(world.rollout, 7), pace);
            cr_expect(rollout_done(world.rollout, 7, 0) == decided || isnan(decided));
        }
        cr_expect_eq(memo[cell].value, pace);
        memo[cell].value = -1; /* what is remembered is taken */
        cr_assert_eq(rollout_run_until(world.rollout, luck, 0, &error), 0);
        cr_expect_eq(rollout_pace(world.rollout, 7), -1);
    }
    free(memo);
    world_close(&world);
}
