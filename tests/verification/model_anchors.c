/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model against the plan of 2013, under plan-2013.cfg; and the tail that shared fates give the national date. The
 * view of fmk.cfg is held to nothing that was seen later.
 */
#include "../model_world.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>

enum { REPLICATIONS = 1200 };

struct band {
    double low, middle, high; /* 5 %, 50 %, 95 % */
};

static struct band band_of(double values[], const char *name)
{
    gsl_sort(values, 1, REPLICATIONS);
    struct band band = {gsl_stats_quantile_from_sorted_data(values, 1, REPLICATIONS, 0.05),
                        gsl_stats_quantile_from_sorted_data(values, 1, REPLICATIONS, 0.50),
                        gsl_stats_quantile_from_sorted_data(values, 1, REPLICATIONS, 0.95)};
    printf("%-40s %10.1f  (90 %%: %.1f to %.1f)\n", name, band.middle, band.low, band.high);
    fflush(stdout);
    return band;
}

/* F22: each consultant supports about 20 sites in 18 months, 6 to 7 in half a year, about one a month. */
Test(model_anchors, the_plan_and_its_consultants)
{
    static double m1[REPLICATIONS], m2[REPLICATIONS], supported[REPLICATIONS], half[REPLICATIONS];
    struct world world;
    world_open(&world, "plan-2013.cfg", 0);
    double from = world_day(&world, "2013-12-31"), middle = world_day(&world, "2014-06-30");
    for (size_t r = 0; r < REPLICATIONS; r++) {
        bool helped[98] = {false};
        world_run(&world, 2013, r);
        supported[r] = half[r] = 0;
        for (size_t k = 0; k < world.count; k++) {
            const struct observation *one = &world.seen[k];
            if (one->what != HAPPENS_CONSULTANT)
                continue;
            supported[r] += helped[one->site] ? 0 : 0.2; /* of five consultants */
            helped[one->site] = true;
        }
        for (size_t i = 0; i < 98; i++) { /* sites that are helped into use: M1 to M2a */
            double begun = world_site_date(&world, i, "M1");
            half[r] += helped[i] && begun > middle && begun <= middle + 184 ? 0.2 : 0;
        }
        m1[r] = fmin(world_national(&world, "M1"), 1e9);
        m2[r] = fmin(world_national(&world, "M2"), 1e9);
    }
    struct band technical = band_of(m1, "last site at M1, days from 2013-01-01"), full = band_of(m2, "last site at M2");
    struct band all = band_of(supported, "sites a consultant in the whole rollout");
    struct band six = band_of(half, "sites a consultant in the second half of 2014");
    cr_expect(technical.middle > from + 300 && technical.middle <= world_day(&world, "2014-12-31"));
    cr_expect(full.middle > world_day(&world, "2015-03-31") && full.middle <= world_day(&world, "2015-06-30"));
    cr_expect(technical.high > world_day(&world, "2014-12-31") && full.high > world_day(&world, "2015-06-30"),
              "a plan of half a chance may fail");
    cr_expect(all.middle >= 18 && all.middle <= 20, "%.1f", all.middle);
    cr_expect(six.middle >= 5.5 && six.middle <= 7.5, "%.1f", six.middle);
    world_close(&world);
}

static double deviation(struct world *world, const char *milestone, const char *name)
{
    static double dates[REPLICATIONS];
    for (size_t r = 0; r < REPLICATIONS; r++) {
        world_race(world, 7, r);
        double date = world_national(world, milestone);
        dates[r] = isnan(date) ? world->programme.horizon : date;
    }
    world_close(world);
    double sd = gsl_stats_sd(dates, 1, REPLICATIONS);
    printf("%-44s %10.1f days\n", name, sd);
    fflush(stdout);
    return sd;
}

static double deviation_of(const char *config, const char *const sets[], const char *milestone, const char *name)
{
    struct world world;
    world_open(&world, config, sets);
    return deviation(&world, milestone, name);
}

/* Fifty sites whose only work is longer or shorter by the same law, each by itself or all together. */
Test(model_anchors, a_shared_shock_by_itself)
{
    static const char alone[] = WORLD_TIMES
        "sites = { count = 50; };"
        "activities = { work = { after = [\"start\"]; duration = { dist = \"uniform\"; min = 50; max = 150; }; }; };"
        "milestones = { M = { after = [\"work\"]; }; };";
    static const char together[] = WORLD_TIMES "sites = { count = 50; };"
                                               "activities = { work = { after = [\"start\"]; duration = 100; factor = "
                                               "{ dist = \"uniform\"; min = 0.5; max = 1.5; }; }; };"
                                               "milestones = { M = { after = [\"work\"]; }; };";
    struct world one, other;
    world_write(&one, alone, 0);
    world_write(&other, together, 0);
    double independent = deviation(&one, "M", "sd of the last of 50, each by itself");
    double shared = deviation(&other, "M", "sd of the last of 50, all together");
    /* Closed forms: a uniform's, and that of the largest of 50 uniforms; the error of each within 4 standard errors. */
    double one_uniform = 100 / sqrt(12), largest = 100 * sqrt(50.0 / (51 * 51 * 52.0));
    cr_expect(fabs(shared / one_uniform - 1) < 4 * sqrt(0.2 / REPLICATIONS), "%.2f", shared);
    cr_expect(fabs(independent / largest - 1) < 4 * sqrt(2.0 / REPLICATIONS), "%.2f", independent);
}

/* The outside view's stretch is the same for all, so it widens the national date as independent noise cannot: the plan
 * with it against the plan with the stretch at its median. A standard deviation has a relative error of about
 * 1/sqrt(2n) = 2 %, and the replications are paired. */
Test(model_anchors, shared_fates_make_the_tail)
{
    static const char *const drawn[] = {"outside_view.overrun={dist=\"lognormal\"; q10=0.1; q90=0.54;}", 0},
                             *const fixed[] = {"outside_view.overrun=0.2324", 0};
    static const char *const ends[] = {"M1", "M2"};
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++) {
        double with = deviation_of("plan-2013.cfg", drawn, ends[k], "sd of the last site's date, stretch unknown"),
               without = deviation_of("plan-2013.cfg", fixed, ends[k], "  stretch known");
        cr_expect_gt(with, 1.5 * without, "%.1f days, and %.1f without shared fates", with, without);
    }
}
