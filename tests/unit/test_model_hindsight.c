/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of models/hindsight.c: a branch that differs in nothing is the replication that was seen, byte for byte; one
 * that differs from a day on is it until then; what comes in lies where the count lay; leads are kept.
 */
#include "../model_world.h"
#include "analysis/nowcast/monitor_track.h"
#include "models/hindsight.h"

enum { REPLICATIONS = 8, FUTURE = 77 };

/* What was seen of a world, and room for another branch of it. */
struct seen {
    struct monitor_track track;
    struct sighting sighting;
    struct hindsight hindsight;
    struct renewal factual, other;
    struct luck luck;
};

static void take(struct seen *seen, struct world *world)
{
    struct error error = {0};
    struct monitor empty = {0};
    *seen = (struct seen){0};
    cr_assert_eq(rollout_keep_cards(world->rollout, &error), 0);
    cr_assert_eq(monitor_track_init(&seen->track, &empty, &world->programme, 0, 7), 0);
    cr_assert(monitor_sighting_take(&seen->sighting, &seen->track));
    cr_assert(hindsight_take(&seen->hindsight, &world->programme));
    seen->factual = (struct renewal){.known = INFINITY, .future = FUTURE, .sighting = &seen->sighting};
    seen->other = (struct renewal){.known = INFINITY, .future = FUTURE, .hindsight = &seen->hindsight};
}

static void drop(struct seen *seen)
{
    monitor_track_free(&seen->track);
    monitor_sighting_free(&seen->sighting);
    hindsight_free(&seen->hindsight);
}

static void run(struct world *world, uint64_t replication, const struct renewal *renewal)
{
    struct error error = {0};
    const struct luck luck = {3, replication, replication, renewal};
    cr_assert_eq(rollout_run(world->rollout, luck, 0, &error), 0, "%s", error.text);
    rollout_outcome(world->rollout, &world->layout, world->record);
}

/* Writes down the items of the replication just run in every `step`-th of the first `weeks`, site by site beginning
 * with another one. */
static void write_down(struct seen *seen, const struct world *world, size_t weeks, size_t step)
{
    struct monitor_track *track = &seen->track;
    for (size_t site = 0; site < track->sites; site++)
        for (size_t week = 0; week < track->weeks; week++) {
            size_t cell = site * track->weeks + week;
            track->told[cell] = week < weeks && (week + site) % step == 0;
            track->cards[cell] = track->told[cell] ? rollout_cards(world->rollout)[cell] : ~INT32_MAX;
        }
    monitor_track_fill(track);
}

/* The replication with what was seen in the place of its draws; returns how many sites began before their time. */
static size_t look_back(struct seen *seen, struct world *world, uint64_t replication)
{
    run(world, replication, &seen->factual);
    return hindsight_of(&seen->hindsight, world->rollout, seen->track.told);
}

/* ---- a branch that differs in nothing ---- */

static size_t replay(const char *name, const char *const sets[], uint64_t apart, size_t step)
{
    struct world world;
    struct seen seen;
    size_t ahead = 0;
    world_open(&world, name, sets);
    take(&seen, &world);
    void *factual = malloc(world.layout.size);
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        run(&world, r + apart, 0);
        write_down(&seen, &world, 100, step);
        ahead += look_back(&seen, &world, r);
        memcpy(factual, world.record, world.layout.size);
        run(&world, r, &seen.other);
        cr_expect_arr_eq(factual, world.record, world.layout.size, "%s, replication %zu", name, (size_t)r);
    }
    free(factual);
    drop(&seen);
    world_close(&world);
    return ahead;
}

/* Of counts of its own. */
Test(model_hindsight, replays_its_own)
{
    cr_expect_eq(replay("fmk.cfg", (const char *const[]){"uptake.form=learning", 0}, 0, 1), 0);
}

/* Of those of another replication, which force sites to begin early and have items that are all but impossible. */
Test(model_hindsight, replays_another)
{
    cr_expect_gt(replay("fmk.cfg", (const char *const[]){"uptake.form=bass", 0}, 100, 1), 100);
}

/* Of one that tells every fifth week, between which items were spread evenly. */
Test(model_hindsight, replays_what_was_bridged)
{
    cr_expect_gt(replay("fmk.cfg", (const char *const[]){"uptake.form=bass", 0}, 100, 5), 100);
    replay("fmk.cfg", (const char *const[]){"uptake.form=table", "uptake.table=[0.02, 0.1, 0.3, 0.2]", 0}, 100, 3);
}

/* Where the staff's capacity caps what comes in, too. */
Test(model_hindsight, replays_what_was_capped)
{
    replay("fmk.cfg", (const char *const[]){"uptake.form=learning", "uptake.capacity_weeks=30", 0}, 0, 1);
    replay("fmk.cfg", (const char *const[]){"uptake.form=learning", "uptake.capacity_weeks=30", 0}, 100, 4);
}

/* ---- one that differs from a day on ---- */

/* From a Monday on: the week that is settled at that midnight is of the days before. */
Test(model_hindsight, equal_before_the_scenario_acts)
{
    struct world world, other;
    struct seen seen;
    size_t later = 0;
    world_open(&world, "fmk.cfg", (const char *const[]){"uptake.form=bass", 0});
    world_open(&other, "fmk.cfg",
               (const char *const[]){"uptake.form=bass", "corps.changes=({from=\"2014-06-02\"; set=12;})", 0});
    struct error error = {0};
    cr_assert_eq(rollout_keep_cards(other.rollout, &error), 0);
    take(&seen, &world);
    size_t acts = (size_t)lround((world_day(&world, "2014-06-01") - world.programme.first_monday) / 7), sites = 0;
    for (uint64_t r = 0; r < REPLICATIONS; r++) {
        run(&world, r + 100, 0);
        write_down(&seen, &world, 130, 2);
        look_back(&seen, &world, r);
        run(&other, r, &seen.other);
        for (size_t site = 0; site < world.programme.sites; site++)
            for (size_t week = 0; week < world.programme.weeks; week++) {
                size_t cell = site * world.programme.weeks + week;
                bool same = rollout_cards(world.rollout)[cell] == rollout_cards(other.rollout)[cell];
                cr_expect(same || week > acts, "site %zu, week %zu", site, week);
                later += !same;
                sites += week <= acts && rollout_cards(world.rollout)[cell] > 0;
            }
    }
    cr_expect_gt(sites, 100);
    cr_expect_gt(later, 1000);
    drop(&seen);
    world_close(&world);
    world_close(&other);
}

/* ---- by hand ---- */

static const char ONE[] =
    WORLD_TIMES "sites = { count = 1; cards = 200; decision_from = \"2013-12-30\"; };"
                "activities = { work = { after = [\"start\"]; duration = 0; };"
                "  enrolment = { kind = \"uptake\"; after = [\"ready\"]; }; };"
                "milestones = { ready = { after = [\"work\"]; }; M = { after = [\"enrolment\"]; }; };"
                "uptake = { form = \"bass\"; base_week = 0.05; overdispersion = 0.02; criterion = 1; };";

/* It with some settings, what was seen of it, and another branch with others. */
static void open_both(struct seen *seen, struct world *world, const char *const own[], struct world *other,
                      const char *const others[])
{
    struct error error = {0};
    world_write(world, ONE, own);
    world_write(other, ONE, others);
    cr_assert_eq(rollout_keep_cards(other->rollout, &error), 0);
    take(seen, world);
}

static void close_both(struct seen *seen, struct world *world, struct world *other)
{
    drop(seen);
    world_close(world);
    world_close(other);
}

static const char *const twice[] = {"uptake.base_week=0.1", 0}; /* the hazard */

/* Twice the hazard: of each week what lies where its count lay, of what is left here. */
Test(model_hindsight, keeps_the_place)
{
    static const int32_t counts[] = {9, 20, 22, 45};
    struct world world, other;
    struct seen seen;
    open_both(&seen, &world, 0, &other, twice);
    for (size_t week = 0; week < 4; week++) {
        seen.track.told[week] = true;
        seen.track.cards[week] = counts[week];
    }
    monitor_track_fill(&seen.track);
    look_back(&seen, &world, 0);
    run(&other, 0, &seen.other);
    int32_t in = 0, last = 0;
    for (size_t week = 0; week < 4; week++) {
        struct count_form before = {200 - last, exp(-0.05), 0.02}, form = {200 - in, exp(-0.1), 0.02};
        struct count_place place = seen.hindsight.place[week], from, to;
        cr_expect(count_place_of(&from, &before, counts[week] - last, false, 1e-9));
        cr_expect(count_place_of(&to, &before, counts[week] - last, false, 1 - 1e-9));
        double u = place.upper ? 1 - place.tail : place.tail;
        cr_expect_gt(u, from.upper ? 1 - from.tail : from.tail);
        cr_expect_lt(u, to.upper ? 1 - to.tail : to.tail);
        last = counts[week];
        in += (int32_t)count_at(&form, place);
        cr_expect_eq(rollout_cards(other.rollout)[week], in, "week %zu: %d instead of %d", week,
                     rollout_cards(other.rollout)[week], in);
        cr_expect_gt(in, last);
    }
    close_both(&seen, &world, &other);
}

/* A stretch of four weeks has one place: at its count there is in what lies there in one week four times as long, and
 * before it what lies there in one of those so far, and what the even spreading made of it. */
Test(model_hindsight, a_stretch_is_one_week)
{
    struct world world, other;
    struct seen seen;
    open_both(&seen, &world, 0, &other, twice);
    seen.track.told[1] = seen.track.told[5] = true;
    seen.track.cards[1] = 10;
    seen.track.cards[5] = 50;
    monitor_track_fill(&seen.track);
    look_back(&seen, &world, 0);
    run(&other, 0, &seen.other);
    int32_t first = rollout_cards(other.rollout)[1];
    struct count_place place = seen.hindsight.place[5];
    for (int week = 1; week <= 4; week++) {
        struct count_form seen_form = {190, exp(-0.05 * week), 0.02}, form = {200 - first, exp(-0.1 * week), 0.02};
        int32_t aside = 10 * week - (int32_t)count_at(&seen_form, place);
        cr_expect_eq(seen.hindsight.aside[1 + week], aside);
        cr_expect(week < 4 || aside == 0);
        cr_expect_eq(rollout_cards(other.rollout)[1 + week], first + (int32_t)count_at(&form, place) + aside);
    }
    close_both(&seen, &world, &other);
}

/* What is drawn after the last count is drawn with the luck that it has. */
Test(model_hindsight, draws_what_was_not_told)
{
    struct world world, other;
    struct seen seen;
    open_both(&seen, &world, 0, &other, twice);
    look_back(&seen, &world, 5);
    run(&other, 5, 0);
    int32_t plain[12];
    memcpy(plain, rollout_cards(other.rollout), sizeof plain);
    seen.other.future = 0; /* nothing is after the as-of date */
    run(&other, 5, &seen.other);
    cr_expect_arr_eq(rollout_cards(other.rollout), plain, sizeof plain);
    cr_expect_gt(plain[3], 10);
    close_both(&seen, &world, &other);
}

/* The other branch of replications whose draws are written down: what comes in is on average, and scatters as, what
 * that branch has with the same luck; and it is far nearer to it than with other luck. */
Test(model_hindsight, finds_the_luck_again)
{
    enum { MANY = 600, LAST = 8 };
    struct world world, other;
    struct seen seen;
    double sum = 0, squares = 0, apart = 0, rank[4] = {0};
    open_both(&seen, &world, (const char *const[]){"uptake.form=learning", "uptake.learning=2", 0}, &other,
              (const char *const[]){"uptake.form=learning", "uptake.learning=2", "uptake.base_week=0.09", 0});
    for (uint64_t r = 0; r < MANY; r++) {
        run(&other, r, 0);
        int32_t truth = rollout_cards(other.rollout)[LAST];
        run(&other, r + MANY, 0);
        apart += pow(rollout_cards(other.rollout)[LAST] - truth, 2);
        run(&world, r, 0);
        write_down(&seen, &world, LAST + 1, 1);
        size_t below = 0, equal = 0;
        for (uint32_t future = 1; future <= 9; future++) {
            seen.factual.future = seen.other.future = future;
            look_back(&seen, &world, r);
            run(&other, r, &seen.other);
            int32_t found = rollout_cards(other.rollout)[LAST];
            below += found < truth;
            equal += found == truth;
            sum += found - truth;
            squares += pow(found - truth, 2);
        }
        rank[(size_t)(0.4 * ((double)below + (double)(r * 7919 % 101) / 101 * (double)(equal + 1)))]++;
    }
    double mean = sum / (9 * MANY), deviation = sqrt(squares / (9 * MANY));
    cr_expect_lt(fabs(mean), 4 * deviation / sqrt(MANY), "%g +- %g", mean, deviation / sqrt(MANY));
    cr_expect_lt(deviation, 0.25 * sqrt(apart / MANY), "%g, with other luck %g", deviation, sqrt(apart / MANY));
    double chi = 0;
    for (int k = 0; k < 4; k++)
        chi += pow(rank[k] - MANY / 4.0, 2) / (MANY / 4.0);
    cr_expect_lt(chi, 16.3, "%g: %g %g %g %g", chi, rank[0], rank[1], rank[2], rank[3]); /* 0.1 % */
    close_both(&seen, &world, &other);
}

static double mean_first_week(struct world *world, struct world *other, struct seen *seen, int32_t *least,
                              int32_t *most)
{
    enum { FUTURES = 300 };
    double sum = 0;
    *least = INT32_MAX;
    *most = 0;
    for (uint32_t future = 1; future <= FUTURES; future++) {
        seen->factual.future = seen->other.future = future;
        look_back(seen, world, 0);
        run(other, 0, &seen->other);
        int32_t in = rollout_cards(other->rollout)[0];
        sum += in;
        *least = in < *least ? in : *least;
        *most = in > *most ? in : *most;
    }
    return sum / FUTURES;
}

/* A count of none of a site that was not at it tells nothing: were it at it, any luck may be its. */
Test(model_hindsight, fresh_where_nothing_was_drawn)
{
    struct world world, other;
    struct seen seen;
    int32_t least, most;
    open_both(&seen, &world, (const char *const[]){"activities.work.duration=28", 0}, &other, 0);
    for (size_t week = 0; week < 3; week++)
        seen.track.told[week] = true;
    monitor_track_fill(&seen.track);
    double mean = mean_first_week(&world, &other, &seen, &least, &most), exact = 200 * (1 - exp(-0.05));
    double deviation = sqrt(exact * exp(-0.05) * (1 + 199 * 0.02)); /* of a beta-binomial number */
    cr_expect_lt(fabs(mean - exact), 4 * deviation / sqrt(300), "%g instead of %g", mean, exact);
    cr_expect_lt(least, exact - deviation);
    cr_expect_gt(most, exact + deviation);
    close_both(&seen, &world, &other);
}

/* Of a count at the staff's capacity no more is known than that as much would have come: a larger staff may take more.
 */
Test(model_hindsight, beyond_the_cap)
{
    struct world world, other;
    struct seen seen;
    int32_t least, most;
    open_both(&seen, &world, (const char *const[]){"uptake.capacity_weeks=20", 0}, &other, 0); /* 10 a week */
    seen.track.told[0] = true;
    seen.track.cards[0] = 10;
    mean_first_week(&world, &other, &seen, &least, &most);
    cr_expect_eq(least, 10);
    cr_expect_gt(most, 15);
    close_both(&seen, &world, &other);
}

/* ---- a site that is ahead ---- */

static const char AHEAD[] = WORLD_TIMES
    "sites = { count = 1; cards = 200; decision_from = \"2013-12-30\"; };"
    "activities = { work = { after = [\"start\"]; duration = 21; }; more = { after = [\"work\"]; duration = 42; };"
    "  enrolment = { kind = \"uptake\"; after = [\"ready\"]; }; };"
    "milestones = { ready = { after = [\"more\"]; }; M = { after = [\"enrolment\"]; }; };"
    "uptake = { form = \"bass\"; base_week = 0.05; overdispersion = 0.02; criterion = 1; };";

static size_t first_week(const struct world *world)
{
    size_t week = 0;
    while (week < world->programme.weeks && rollout_cards(world->rollout)[week] == 0)
        week++;
    return week;
}

/* Both programmes without leads, and then the branch with them; returns its first week. */
static size_t first_of_branch(struct seen *seen, struct world *world, struct world *branch)
{
    look_back(seen, world, 0);
    seen->hindsight.leads = false;
    run(world, 0, &seen->other);
    hindsight_note(&seen->hindsight, world->rollout);
    run(branch, 0, &seen->other);
    hindsight_compare(&seen->hindsight, branch->rollout);
    seen->hindsight.leads = true;
    run(branch, 0, &seen->other);
    return first_week(branch);
}

/* Items are seen in the seventh week, three before the works of three and six weeks are done. Where the first takes two
 * weeks longer they come two weeks later; where the second takes a week less, one sooner; where it never ends,
 * never. */
Test(model_hindsight, keeps_the_lead)
{
    struct world world, same, later, sooner, never;
    struct seen seen;
    struct error error = {0};
    world_write(&world, AHEAD, 0);
    world_write(&same, AHEAD, 0);
    world_write(&later, AHEAD, (const char *const[]){"activities.work.duration=35", 0});
    world_write(&sooner, AHEAD, (const char *const[]){"activities.more.duration=35", 0});
    world_write(&never, AHEAD, (const char *const[]){"activities.more.duration=20000", 0});
    struct world *const all[] = {&same, &later, &sooner, &never};
    for (int i = 0; i < 4; i++)
        cr_assert_eq(rollout_keep_cards(all[i]->rollout, &error), 0);
    take(&seen, &world);
    for (size_t week = 0; week < 16; week++) {
        seen.track.told[week] = true;
        seen.track.cards[week] = week < 6 ? 0 : 10 * (int32_t)(week - 5);
    }
    monitor_track_fill(&seen.track);
    cr_expect_eq(look_back(&seen, &world, 0), 1);
    cr_expect_eq(first_week(&world), 6);
    cr_expect_eq(first_of_branch(&seen, &world, &same), 6);
    cr_expect_eq(first_of_branch(&seen, &world, &later), 8);
    cr_expect_eq(first_of_branch(&seen, &world, &sooner), 5);
    cr_expect_eq(first_of_branch(&seen, &world, &never), world.programme.weeks);
    seen.hindsight.acts = 7 * 6;                              /* the Monday of index 5 */
    cr_expect_eq(first_of_branch(&seen, &world, &sooner), 6); /* no sooner than in the week in which it acts */
    cr_expect_eq(first_of_branch(&seen, &world, &later), 8);
    seen.hindsight.acts = 7 * 7; /* it has begun by then */
    cr_expect_eq(first_of_branch(&seen, &world, &later), 6);
    cr_expect_eq(first_of_branch(&seen, &world, &never), 6);
    drop(&seen);
    world_close(&world);
    for (int i = 0; i < 4; i++)
        world_close(all[i]);
}
