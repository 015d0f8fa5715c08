/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Days by cause: they add up, none is negative, and the outcome's means and last site agree with them.
 */
#include "../model_world.h"

static const char *const configs[] = {"fmk.cfg",    "plan-2013.cfg", "fs3.cfg", "telekol.cfg", "patient_record.cfg",
                                      "meters.cfg", "five.cfg"};

static double final_of(const struct world *world, int site)
{
    const struct programme *p = &world->programme;
    double date = world_when(world, HAPPENS_MILESTONE, site, p->node[p->nodes - 1].name);
    return isnan(date) ? p->horizon : date;
}

/* The earliest of all decisions, or the day on which decisions may begin. */
static double origin_of(const struct world *world)
{
    double from = INFINITY;
    for (size_t i = 0; i < world->programme.sites; i++)
        if (isnan(world->programme.site[i].decision))
            from = fmin(from, rollout_value(world->rollout, programme_decision_from(&world->programme, i)));
    for (size_t i = 0; i < world->count; i++)
        if (world->seen[i].what == HAPPENS_DECISION)
            from = fmin(from, world->seen[i].time);
    return from;
}

static void check_replication(struct world *world)
{
    const struct programme *p = &world->programme;
    double total[64] = {0}, days[64], origin = origin_of(world), last_date = 0;
    const float *mean = world_field(world, OUTCOME_CAUSE_DAYS);
    int last = NOBODY;
    bool all = true;
    cr_assert_leq(p->causes.count, 64);
    for (size_t site = 0; site < p->sites; site++) {
        double sum = 0, date = final_of(world, (int)site);
        rollout_causes(world->rollout, site, days);
        for (size_t c = 0; c < p->causes.count; c++) {
            cr_assert_geq(days[c], -1e-9, "site %zu: %.9f days of %s", site, days[c], p->causes.name[c]);
            sum += days[c];
            total[c] += days[c];
        }
        cr_assert(fabs(sum - (date - origin)) <= 1e-6, "site %zu: %.9f days by cause, %.9f elapsed", site, sum,
                  date - origin);
        all = all && date < p->horizon;
        if (date > last_date)
            last = (int)site;
        last_date = fmax(last_date, date);
    }
    for (size_t c = 0; c < p->causes.count; c++)
        cr_assert_float_eq(mean[c], total[c] / (double)p->sites, 1e-3);
    int told = *(const int16_t *)world_field(world, OUTCOME_LAST_MUNICIPALITY);
    cr_assert_eq(told, all ? last : NOBODY);
    int cause = *(const int16_t *)world_field(world, OUTCOME_LAST_CAUSE);
    if (all) {
        rollout_causes(world->rollout, (size_t)last, days);
        for (size_t c = 0; c < p->causes.count; c++)
            cr_assert_leq(days[c], days[cause]);
    } else {
        cr_assert_eq(cause, NOBODY);
    }
}

Test(model_cause, days_add_up)
{
    for (size_t k = 0; k < sizeof configs / sizeof *configs; k++) {
        struct world world;
        world_open(&world, configs[k], 0);
        for (uint64_t r = 0; r < 60; r++) {
            world_run(&world, 11, r);
            check_replication(&world);
        }
        world_close(&world);
    }
}

/* The same where many sites do not arrive. */
Test(model_cause, days_add_up_to_the_horizon)
{
    static const char *const soon[] = {"horizon=2015-10-01", "deadlines.end-2015.date=2015-09-01", 0};
    struct world world;
    world_open(&world, "fmk.cfg", soon);
    for (uint64_t r = 0; r < 60; r++) {
        world_run(&world, 12, r);
        check_replication(&world);
    }
    world_close(&world);
}

/* Days before the epoch and after the horizon are not simulated: they cost nothing, least of all less than that. */
Test(model_cause, decisions_out_of_the_time_simulated)
{
    static const char *const sets[][2] = {{"sites.decision_from=2015-06-01", 0}, {"sites.decision_from=2012-01-01", 0}};
    struct world world;
    for (size_t k = 0; k < 2; k++) {
        double days[64], elapsed[5] = {0}, last[5] = {36, 57, 78, 99, 120}; /* see five.cfg */
        world_open(&world, "five.cfg", sets[k]);
        world_run(&world, 1, 0);
        for (size_t site = 0; site < 5; site++) {
            rollout_causes(world.rollout, site, days);
            for (size_t c = 0; c < world.programme.causes.count; c++) {
                cr_expect_geq(days[c], 0, "site %zu: %g days of %s", site, days[c], world.programme.causes.name[c]);
                elapsed[site] += days[c];
            }
            cr_expect_float_eq(elapsed[site], k == 0 ? 0 : last[site], 1e-9, "site %zu: %g", site, elapsed[site]);
        }
        world_close(&world);
    }
}
