/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The doctors' curve: its floor, its regions, the clean-up; and what it does to the uptake and to those who wait.
 */
#include "../model_world.h"

/* Floor 0.2, midpoint on day 200, scale 60; from day 100 on moved by up to 80 days within 120. */
#define DOCTORS                                                                                                        \
    "doctors = { floor = 0.2; midpoint = \"2014-07-18\"; scale_days = 60;"                                             \
    "  cleanup = { from = \"2014-04-09\"; gain_days = 80; ramp_days = 120; }; };"

static double share(double t)
{
    double moved = t + (t > 100 ? 80 * fmin(1, (t - 100) / 120) : 0);
    return 0.2 + 0.8 / (1 + exp(-(moved - 200) / 60));
}

/* Its mean over a week, in a thousand steps. */
static double mean_share(double from)
{
    double sum = 0;
    for (int i = 0; i < 1000; i++)
        sum += share(from + 7 * (i + 0.5) / 1000);
    return sum / 1000;
}

static double share_in(const struct world *world, size_t week)
{
    const int32_t *cards = world_field(world, OUTCOME_CARDS);
    return cards[week - 1] / 1e8;
}

#define ONE_SITE                                                                                                       \
    WORLD_TIMES                                                                                                        \
    "sites = { count = 1; cards = 100000000; }; activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; " \
    "};"                                                                                                               \
    "milestones = { M = { after = [\"uptake\"]; }; };"

/* The hazard of a week is multiplied by the share's mean over it. */
Test(model_doctors, their_share_multiplies_the_uptake)
{
    struct world world;
    double hazard = 0;
    world_write(&world, ONE_SITE DOCTORS "uptake = { form = \"bass\"; base_week = 0.05; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 60; week++) {
        hazard += 0.05 * mean_share(7 * ((double)week - 1));
        cr_expect_float_eq(share_in(&world, week), 1 - exp(-hazard), 3e-4, "week %zu: %g, not %g", week,
                           share_in(&world, week), 1 - exp(-hazard));
    }
    world_close(&world);
}

/* What an agreement has moved stays when it is given up: in force from day 100 to day 130 it has moved the curve by 20
 * days, and from day 260 on it moves it by more. */
Test(model_doctors, what_an_agreement_has_moved_stays)
{
    static const char changes[] =
        "doctors.cleanup.changes=({from=\"2014-05-09\"; set=false;}, {from=\"2014-09-16\"; set=true;})";
    struct world world;
    double hazard = 0;
    world_write(&world, ONE_SITE DOCTORS "uptake = { form = \"bass\"; base_week = 0.05; };",
                (const char *const[]){changes, 0});
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 60; week++) {
        for (int i = 0; i < 1000; i++) {
            double t = 7 * ((double)week - 1 + (i + 0.5) / 1000);
            double days = fmax(0, fmin(t, 130) - 100) + fmax(0, t - 260);
            double moved = t + 80 * fmin(1, days / 120);
            hazard += 0.05 / 1000 * (0.2 + 0.8 / (1 + exp(-(moved - 200) / 60)));
        }
        cr_expect_float_eq(share_in(&world, week), 1 - exp(-hazard), 3e-4, "week %zu: %g, not %g", week,
                           share_in(&world, week), 1 - exp(-hazard));
    }
    world_close(&world);
}

/* The rush takes the share of the week's middle. */
Test(model_doctors, their_share_multiplies_the_rush)
{
    struct world world;
    double hazard = 0;
    world_write(
        &world,
        ONE_SITE DOCTORS "uptake = { form = \"deadline-rush\"; rush = 0.5; rush_days = 20; deadline = \"due\"; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 50; week++) {
        double from = 7 * ((double)week - 1);
        hazard += 0.5 * log((387 - from) / (380 - from)) * share(from + 3.5);
        cr_expect_float_eq(share_in(&world, week), 1 - exp(-hazard), 3e-4, "week %zu", week);
    }
    world_close(&world);
}

/* Every region is shifted by its own luck, and each site waits for its own. */
Test(model_doctors, every_region_has_its_own_curve)
{
    static const char text[] =
        WORLD_TIMES "sites = {}; doctors = { floor = 0.2; midpoint = \"2014-07-18\"; scale_days = 60; threshold = 0.8;"
                    "  region_shift_days = { dist = \"uniform\"; min = -50; max = 50; }; };"
                    "activities = { wait = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                    "milestones = { M = { after = [\"wait\"]; }; };";
    struct world world;
    double plain = 200 + 60 * log(0.6 / 0.2), shift[3];
    world_table(&world, "code,name,region\n1,a,East\n2,b,West\n3,c,South\n4,d,West\n", text, 0);
    world_run(&world, 1, 0);
    for (int i = 0; i < 3; i++) {
        shift[i] = world_when(&world, HAPPENS_FINISH, i, "wait") - plain;
        cr_expect(fabs(shift[i]) <= 50 && fabs(shift[i]) > 1e-6, "site %d: %g", i, shift[i]);
    }
    cr_expect(fabs(shift[0] - shift[1]) > 1e-6 && fabs(shift[0] - shift[2]) > 1e-6 && fabs(shift[1] - shift[2]) > 1e-6);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 3, "wait"), world_when(&world, HAPPENS_FINISH, 1, "wait"));
    world_close(&world);
}

/* A threshold that the floor reaches has been passed from the beginning on. */
Test(model_doctors, a_threshold_below_the_floor_is_no_wait)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; }; doctors = { floor = 0.5; midpoint = \"2014-07-18\"; scale_days = "
                            "60; threshold = 0.5; };"
                            "activities = { work = { after = [\"start\"]; duration = 3; };"
                            "  wait = { after = [\"work\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                            "milestones = { M = { after = [\"wait\"]; }; };",
                0);
    world_run(&world, 1, 0);
    cr_expect_eq(world_when(&world, HAPPENS_FINISH, 0, "wait"), 3);
    world_close(&world);
}

/* An agreement for day 153 that is given up on day 92 never was in force: half of the doctors at the curve's midpoint,
 * day 274. */
Test(model_doctors, an_agreement_given_up_before_it_is_in_force)
{
    struct world world;
    world_write(&world,
                WORLD_TIMES "sites = { count = 1; }; doctors = { floor = 0; midpoint = \"2014-09-30\"; scale_days = 30;"
                            "  threshold = 0.5; cleanup = { from = \"2014-06-01\"; gain_days = 60; ramp_days = 90;"
                            "  changes = ( { from = \"2014-04-01\"; set = false; } ); }; };"
                            "activities = { wait = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                            "milestones = { M = { after = [\"wait\"]; }; };",
                0);
    world_run(&world, 1, 0);
    cr_expect_float_eq(world_when(&world, HAPPENS_FINISH, 0, "wait"), 274, 1e-9);
    world_close(&world);
}

static double opening(const char *cleanup)
{
    char text[2048];
    struct world world;
    snprintf(text, sizeof text,
             WORLD_TIMES "sites = { count = 1; }; doctors = { floor = 0; midpoint = 274; scale_days = 30;"
                         "  threshold = 0.5; cleanup = { from = -100; gain_days = 60; ramp_days = 400; %s }; };"
                         "activities = { wait = { after = [\"start\"]; kind = \"wait\"; until = \"doctors\"; }; };"
                         "milestones = { M = { after = [\"wait\"]; }; };",
             cleanup);
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    double opens = world_when(&world, HAPPENS_FINISH, 0, "wait");
    world_close(&world);
    return opens;
}

/* In force from a hundred days before the epoch on, it moves the curve by 60 (t + 100) / 400 days: half of the doctors
 * where t + 0.15 t + 15 = 274. What is said from the epoch on is said without a date: given up with the epoch, it never
 * was in force; made with the epoch, it always was; and said twice it is said once. */
Test(model_doctors, an_agreement_of_the_epoch_is_undated)
{
    const double ever = (274 - 15) / 1.15;
    cr_expect_float_eq(opening(""), ever, 1e-9);
    cr_expect_float_eq(opening("enabled = false;"), 274, 1e-9);
    cr_expect_float_eq(opening("changes = ( { from = \"2013-12-30\"; set = false; } );"), 274, 1e-9);
    cr_expect_float_eq(opening("enabled = false; changes = ( { from = \"2013-12-30\"; set = true; } );"), ever, 1e-9);
    cr_expect_float_eq(opening("changes = ( { from = \"2014-03-01\"; set = true; } );"), ever, 1e-9);
}
