/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Uptake: each form of the hazard on programmes of one site (or many alike) against its closed form; the moved
 * deadline's pressure; capacity; the criterion.
 */
#include "../model_world.h"

/* Every site begins at instant 0 with a great many items, so that a week's share is its probability. */
#define PROGRAMME(sites, cards)                                                                                        \
    WORLD_TIMES "sites = { count = " sites "; cards = " cards "; };"                                                   \
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"                              \
                "milestones = { M = { after = [\"uptake\"]; }; };"
enum { MANY = 100000000 };
#define BIG PROGRAMME("1", "100000000")

/* The share in after `week` weeks. */
static double after(const struct world *world, size_t week)
{
    const int32_t *cards = world_field(world, OUTCOME_CARDS);
    const int32_t *expected = world_field(world, OUTCOME_CARDS_EXPECTED);
    return (double)cards[week - 1] / *expected;
}

/* 10^8 items: the share's own error is below 5e-5 (one standard deviation), tolerances are 5 of them. */
static void close_to(double got, double wanted, double tolerance, size_t week)
{
    cr_expect(fabs(got - wanted) <= tolerance, "week %zu: %.6f in, %.6f in the closed form", week, got, wanted);
}

Test(model_uptake, constant_hazard)
{
    struct world world;
    world_write(&world, BIG "uptake = { form = \"bass\"; base_week = 0.03; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 100; week += 9)
        close_to(after(&world, week), 1 - exp(-0.03 * (double)week), 2.5e-4, week);
    world_close(&world);
}

/* Bass: F = (1 - e^-(p+q)t) / (1 + q/p e^-(p+q)t), p the base, q = base x imitation. The week's step uses the share
 * carried forward to its middle, so the error is of second order in the step: held to 0.6 % of all (0.44 % measured).
 */
Test(model_uptake, bass_diffusion)
{
    struct world world;
    world_write(&world, BIG "uptake = { form = \"bass\"; base_week = 0.01; imitation = 13; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 4; week <= 60; week += 4) {
        double p = 0.01, q = 0.13, e = exp(-(p + q) * (double)week);
        close_to(after(&world, week), (1 - e) / (1 + q / p * e), 6e-3, week);
    }
    world_close(&world);
}

/* Learning follows the same law at each site, with the share at the week's beginning: the recursion itself. */
Test(model_uptake, learning)
{
    struct world world;
    double share = 0;
    world_write(&world, BIG "uptake = { form = \"learning\"; base_week = 0.01; learning = 16; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 60; week++) {
        share += (1 - share) * (1 - exp(-0.01 * (1 + 16 * share)));
        close_to(after(&world, week), share, 1e-3, week);
    }
    world_close(&world);
}

/* Rush: hazard kappa / (T - t + tau) a day integrates to kappa log, so 1 - F = ((T - t + tau) / (T + tau))^kappa; after
 * T it stays at kappa / tau. */
Test(model_uptake, deadline_rush)
{
    struct world world;
    world_write(&world, BIG "uptake = { form = \"deadline-rush\"; rush = 0.4; rush_days = 10; deadline = \"due\"; };",
                0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 60; week++) {
        double deadline = 367, t = 7 * (double)week;
        double open = pow((fmax(0, deadline - t) + 10) / (deadline + 10), 0.4) * exp(-0.4 * fmax(0, t - deadline) / 10);
        close_to(after(&world, week), 1 - open, 2.5e-4, week);
    }
    world_close(&world);
}

Test(model_uptake, table)
{
    static const double table[] = {0.01, 0.2, 0.05};
    struct world world;
    double open = 1;
    world_write(&world, BIG "uptake = { form = \"table\"; table = [0.01, 0.2, 0.05]; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 30; week++) {
        open *= 1 - table[week < 3 ? week - 1 : 2];
        close_to(after(&world, week), 1 - open, 2.5e-4, week);
    }
    world_close(&world);
}

/* A third of a hundred items a week, the fraction kept: 33, 66, 100. Who begins on Thursday has four days of seven. */
Test(model_uptake, capacity)
{
    static const double weeks[] = {33, 66, 100}, late[] = {19, 52, 85, 100};
    struct world world;
    world_write(&world, PROGRAMME("1", "100") "uptake = { form = \"capacity\"; capacity_weeks = 3; };", 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 3; week++)
        close_to(100 * after(&world, week), weeks[week - 1], 1e-9, week);
    cr_expect_float_eq(world_national(&world, "M"), 21, 1e-9);
    world_close(&world);
    world_write(&world, PROGRAMME("1", "100") "uptake = { form = \"capacity\"; capacity_weeks = 3; };",
                (const char *const[]){"sites.decision_from=2014-01-02", 0});
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 4; week++)
        close_to(100 * after(&world, week), late[week - 1], 1e-9, week);
    world_close(&world);
}

/* pressure(t) = 1 + pi exp(-(T - t) / tau), T the old deadline until the move is known, then the new one; 1 + pi after
 * it. The hazard integrates in closed form. */
static double pressed(double from, double to, double deadline)
{
    double before = fmin(to, deadline), rest = fmax(0, to - fmax(from, deadline));
    double gained = before > from ? 75 * (exp(-(deadline - before) / 75) - exp(-(deadline - from) / 75)) : 0;
    return to - from + 2 * (gained + rest);
}

Test(model_uptake, moved_deadline)
{
    static const char text[] =
        BIG "uptake = { form = \"bass\"; base_week = 0.01; pressure = 2; pressure_days = 75; deadline = \"sooner\";"
            "  moved_deadline = \"due\"; moved_known = \"2014-05-12\"; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    double first = 183, second = 367, known = 133;
    for (size_t week = 1; week <= 70; week++) {
        double t = 7 * (double)week;
        double days = pressed(0, fmin(t, known), first) + (t > known ? pressed(known, t, second) : 0);
        close_to(after(&world, week), 1 - exp(-0.01 / 7 * days), 3e-4, week);
    }
    world_close(&world);
}

/* The deadline that is spoken of: the one that presses in the end, else the last one. */
Test(model_uptake, headline)
{
    static const char plain[] = WORLD_TIMES "sites = { count = 1; };"
                                            "activities = { a = { after = [\"start\"]; duration = 3; }; };"
                                            "milestones = { M = { after = [\"a\"]; }; };";
    static const struct {
        const char *text;
        int headline; /* 0: due, 1: sooner */
    } cases[] = {
        {plain, 1},
        {BIG "uptake = { form = \"bass\"; base_week = 0.01; };", 1},
        {BIG "uptake = { form = \"bass\"; base_week = 0.01; deadline = \"due\"; };", 0},
        {BIG "uptake = { form = \"bass\"; base_week = 0.01; deadline = \"sooner\"; moved_deadline = \"due\";"
             "  moved_known = \"2014-05-12\"; };",
         0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world world;
        world_write(&world, cases[i].text, 0);
        cr_expect_eq(programme_headline(&world.programme), cases[i].headline, "%s", cases[i].text);
        world_close(&world);
    }
}

/* After T the pressure's 2 fades with 40 days; the moved deadline, known from day 250 on, presses half as much. */
Test(model_uptake, deadline_wears_out)
{
    static const char text[] =
        BIG "uptake = { form = \"bass\"; base_week = 0.01; pressure = 2; pressure_days = 75; deadline = \"sooner\";"
            "  moved_deadline = \"due\"; moved_known = \"2014-09-06\"; pressure_fade_days = 40; moved_belief = 0.5; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    double first = 183, second = 367, known = 250;
    for (size_t week = 1; week <= 90; week++) {
        double t = 7 * (double)week, a = fmin(t, first), b = fmin(t, known), c = fmin(t, second);
        double days = t + 2 * 75 * (exp((a - first) / 75) - exp(-first / 75));
        days += 2 * 40 * (1 - exp(-fmax(0, b - first) / 40));
        if (t > known)
            days +=
                75 * (exp((c - second) / 75) - exp((known - second) / 75)) + 40 * (1 - exp(-fmax(0, t - second) / 40));
        close_to(after(&world, week), 1 - exp(-0.01 / 7 * days), 4e-4, week);
    }
    world_close(&world);
}

/* A deadline that is "moved" to itself is the same deadline, believed as before. */
Test(model_uptake, deadline_not_moved)
{
    static const char text[] =
        BIG "uptake = { form = \"bass\"; base_week = 0.01; pressure = 2; deadline = \"sooner\"; moved_belief = 0.5; };";
    static const char *const same[] = {"uptake.moved_deadline=sooner", "uptake.moved_known=2014-03-01", 0};
    struct world one, other;
    world_write(&one, text, 0);
    world_write(&other, text, same);
    world_run(&one, 1, 0);
    world_run(&other, 1, 0);
    for (size_t week = 1; week <= 60; week++)
        cr_expect_eq(after(&one, week), after(&other, week), "week %zu", week);
    world_close(&one);
    world_close(&other);
}

/* Whoever keeps to the first deadline has more in at it, and the lead wears out with it: the moved one, believed to
 * four fifths and known from day 150 on, presses for longer. Days' worth of base hazard that pressure adds from day 150
 * on: 2 (75 (1 - e^(-33/75)) + 60) = 173 if it is kept, 1.6 (75 (1 - e^(-217/75)) + 60) = 210 in all if it is moved. */
Test(model_uptake, the_lead_of_a_deadline_that_is_kept_wears_out)
{
    static const char text[] =
        BIG "uptake = { form = \"bass\"; base_week = 0.007; pressure = 2; pressure_days = 75; pressure_fade_days = 60;"
            "  deadline = \"sooner\"; moved_deadline = \"due\"; moved_known = \"2014-05-28\"; moved_belief = 0.8; };";
    struct world moved, kept;
    world_write(&moved, text, 0);
    world_write(&kept, text, (const char *const[]){"uptake.moved_deadline=sooner", 0});
    world_run(&moved, 1, 0);
    world_run(&kept, 1, 0);
    cr_expect_eq(after(&kept, 21), after(&moved, 21), "nobody knows yet");
    cr_expect_gt(after(&kept, 26), after(&moved, 26) + 0.01, "%g", after(&kept, 26) - after(&moved, 26));
    cr_expect_gt(after(&kept, 40), after(&moved, 40) + 0.01, "%g", after(&kept, 40) - after(&moved, 40));
    cr_expect_lt(after(&kept, 80), after(&moved, 80) - 0.002, "%g", after(&kept, 80) - after(&moved, 80));
    world_close(&moved);
    world_close(&kept);
}

/* The rush's kappa / tau a day fades after T to the base hazard. */
Test(model_uptake, rush_wears_out)
{
    struct world world;
    world_write(&world,
                BIG "uptake = { form = \"deadline-rush\"; rush = 0.1; rush_days = 10; base_week = 0.007; "
                    "deadline = \"sooner\"; pressure_fade_days = 60; };",
                0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 90; week++) {
        double deadline = 183, t = 7 * (double)week, late = fmax(0, t - deadline), peak = 60 * (1 - exp(-late / 60));
        double hazard = 0.1 * log((deadline + 10) / (fmax(0, deadline - t) + 10)) + 0.01 * peak + 0.001 * (late - peak);
        close_to(after(&world, week), 1 - exp(-hazard), 3e-4, week);
    }
    world_close(&world);
}

/* The moved deadline, known from day 133 on, is half believed: half of the rush towards it and half of what is left of
 * that after it, but the base hazard to which it fades is nobody's belief: a day's rate of 0.001 stays whole. */
Test(model_uptake, base_hazard_is_no_matter_of_belief)
{
    struct world world;
    world_write(&world,
                BIG "uptake = { form = \"deadline-rush\"; rush = 0.1; rush_days = 10; base_week = 0.007;"
                    "  deadline = \"sooner\"; moved_deadline = \"due\"; moved_known = \"2014-05-12\";"
                    "  moved_belief = 0.5; pressure_fade_days = 60; };",
                0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 110; week++) {
        double known = 133, first = 183, second = 367, t = 7 * (double)week, late = fmax(0, t - second);
        double before = fmin(t, known), after_it = fmin(fmax(t, known), second), peak = 60 * (1 - exp(-late / 60));
        double hazard = 0.1 * log((first + 10) / (first - before + 10)) +
                        0.5 * 0.1 * log((second - known + 10) / (second - after_it + 10)) + 0.5 * 0.01 * peak +
                        0.001 * (late - peak);
        close_to(after(&world, week), 1 - exp(-hazard), 3e-4, week);
    }
    world_close(&world);
}

/* A stretch of 2 halves the speed of every form: what is in after two weeks of it is what was in after one. */
Test(model_uptake, stretched)
{
    static const char *const forms[] = {"form = \"bass\"; base_week = 0.01;", "form = \"learning\"; base_week = 0.01;",
                                        "form = \"table\"; table = [0.04, 0.1, 0.02];",
                                        "form = \"capacity\"; capacity_weeks = 10;"};
    for (size_t form = 0; form < sizeof forms / sizeof *forms; form++) {
        char text[1024];
        struct world plain, slow;
        snprintf(text, sizeof text, BIG "uptake = { %s };", forms[form]);
        world_write(&plain, text, 0);
        world_write(&slow, text, (const char *const[]){"outside_view={overrun=1.0;}", 0});
        world_run(&plain, 1, 0);
        world_run(&slow, 1, 0);
        for (size_t week = 1; week <= 50; week++)
            close_to(after(&slow, 2 * week), after(&plain, week), 3e-4, week);
        world_close(&plain);
        world_close(&slow);
    }
}

/* Of the rush the factor is stretched, its deadline is a date of the calendar. */
Test(model_uptake, stretched_rush)
{
    static const char text[] =
        BIG "uptake = { form = \"deadline-rush\"; rush = 0.4; rush_days = 10; deadline = \"due\"; };";
    struct world plain, slow;
    world_write(&plain, text, 0);
    world_write(&slow, text, (const char *const[]){"outside_view={overrun=1.0;}", 0});
    world_run(&plain, 1, 0);
    world_run(&slow, 1, 0);
    for (size_t week = 1; week <= 60; week++)
        close_to(1 - after(&slow, week), sqrt(1 - after(&plain, week)), 3e-4, week);
    world_close(&plain);
    world_close(&slow);
}

/* Untrained sites have a part of the hazard; the criterion completes the activity and items go on coming in. */
Test(model_uptake, training_and_criterion)
{
    static const char text[] = WORLD_TIMES
        "sites = { count = 1; cards = 100000000; };"
        "activities = { course = { after = [\"start\"]; duration = 70; };"
        "  uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
        "milestones = { M = { after = [\"uptake\"]; }; };"
        "uptake = { form = \"bass\"; base_week = 0.05; training = \"course\"; untrained = 0.4; criterion = 0.7; };";
    struct world world;
    world_write(&world, text, 0);
    world_run(&world, 1, 0);
    for (size_t week = 1; week <= 60; week++) {
        double t = (double)week,
               hazard = 0.05 * (0.4 * fmin(t, 9) + fmax(0, t - 9)); /* the tick of day 70 finds it trained */
        close_to(after(&world, week), 1 - exp(-hazard), 2.5e-4, week);
        if (1 - exp(-hazard) < 0.7)
            cr_expect_gt(world_national(&world, "M"), 7 * t - 1e-6);
    }
    cr_expect_lt(world_national(&world, "M"), 7 * 31);
    world_close(&world);
}

/* Half of the items come in within the first week, then nobody is in uptake for 39. Who joins on a Tuesday after them
 * meets the share as it stands, 1/2, and not half of the growth of long ago beside it: 0.02 (1 + 40 / 2) for 6/7 of a
 * week.
 */
Test(model_uptake, after_a_gap)
{
    struct world world;
    world_table(&world, "code,name,region,decision\n1,a,East,2013-12-30\n2,b,West,2014-10-07\n",
                WORLD_TIMES
                "sites = { cards = 100000000; cards_by = \"equal\"; };"
                "activities = { uptake = { after = [\"start\"]; kind = \"uptake\"; }; };"
                "milestones = { M = { after = [\"uptake\"]; }; };"
                "risks = { slow = { probability = 1; from = \"2013-12-30\"; to = \"2013-12-30\"; pace = 0.001;"
                "  duration_days = 3000; hits = \"region\"; whom = \"West\"; }; };"
                "uptake = { form = \"bass\"; base_week = 20; imitation = 40; criterion = 1; };",
                0);
    world_run(&world, 1, 0);
    cr_assert_eq(world_when(&world, HAPPENS_DECISION, 1, 0), 281);
    close_to(after(&world, 40), 0.5, 1e-9, 40);
    close_to(2 * after(&world, 41) - 1, 1 - exp(-0.36), 5e-4, 41);
    world_close(&world);
}

/* A week's items of a small site: mean n p, variance n p (1 - p)(1 + (n - 1) rho). 20 000 sites: 4 standard errors. */
Test(model_uptake, overdispersion)
{
    struct world world;
    double sum = 0, square = 0, n = 20000, cards = 50, p = 1 - exp(-0.3), rho = 0.1;
    world_write(&world,
                PROGRAMME("20000", "1000000") "uptake = { form = \"bass\"; base_week = 0.3; overdispersion = 0.1; };",
                0);
    world_run(&world, 1, 0);
    for (size_t k = 0; k < world.count && world.seen[k].time <= 7; k++)
        if (world.seen[k].what == HAPPENS_CARDS) {
            sum += world.seen[k].number;
            square += world.seen[k].number * world.seen[k].number;
        }
    double mean = sum / n, variance = square / n - mean * mean;
    double wanted = cards * p * (1 - p) * (1 + (cards - 1) * rho);
    cr_expect(fabs(mean - cards * p) < 4 * sqrt(wanted / n), "mean %.4f, not %.4f", mean, cards * p);
    cr_expect(fabs(variance / wanted - 1) < 4 * sqrt(2.5 / n), "variance %.3f, not %.3f", variance, wanted);
    world_close(&world);
}
