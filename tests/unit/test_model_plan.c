/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan's own picture of one municipality: everything certain, nobody waits, full support.
 */
#include "../model_world.h"

/* fmk.cfg without luck, holidays, queues and obstacles: every duration is its mean. */
static const char *const certain[] = {"calendars.municipal.holidays=[]",
                                      "calendars.municipal.easter=[]",
                                      "calendars.municipal.reduced=()",
                                      "calendars.vendor.holidays=[]",
                                      "calendars.vendor.easter=[]",
                                      "calendars.vendor.reduced=()",
                                      "calendars.consultant.holidays=[]",
                                      "calendars.consultant.easter=[]",
                                      "calendars.consultant.reduced=()",
                                      "outside_view.overrun=0",
                                      "uptake.capacity_weeks=6",
                                      "uptake.criterion=0.95",
                                      "sites.hosted=0",
                                      "integration.planned=2013-01-01",
                                      "integration.common_slip_days=0",
                                      "vendors.avaleo.slip_days=0",
                                      "vendors.csc.slip_days=0",
                                      "vendors.kmd.slip_days=0",
                                      "vendors.avaleo.teams=98",
                                      "vendors.csc.teams=98",
                                      "vendors.kmd.teams=98",
                                      "vendors.avaleo.pilots=0",
                                      "vendors.csc.pilots=0",
                                      "vendors.kmd.pilots=0",
                                      "vendors.kmd.versions_behind=0",
                                      "corps.consultants=0",
                                      "corps.unsupported_factor=1",
                                      "activities.internal_mobilisation.duration=35",
                                      "activities.signature_server.duration=40",
                                      "activities.intention.duration=25",
                                      "activities.agreements.duration=120",
                                      "activities.startup_meeting.lag_days=75",
                                      "activities.upgrade.duration=12",
                                      "activities.network.duration=4",
                                      "activities.connection_test.duration=5",
                                      "activities.connection_test.failure=0",
                                      "activities.pause.probability=0",
                                      "activities.commissioning_test.duration=7",
                                      "activities.training.duration=20",
                                      "activities.operations_test.duration=5",
                                      "activities.support_structure.duration=40",
                                      "doctors.floor=1",
                                      "uptake.form=capacity",
                                      "packages.ready=2013-01-01",
                                      "sessions.first=2013-01-01",
                                      "sessions.every_days=1",
                                      "sessions.places=98",
                                      "swat.teams=0",
                                      "risks.central_service.probability=0",
                                      "risks.kmd_defect.probability=0",
                                      "risks.hovedstaden_hospitals.probability=0",
                                      0};

Test(model_plan, three_months_from_the_upgrade_to_M2a)
{
    struct world world;
    size_t seen = 0;
    world_open(&world, "fmk.cfg", certain);
    world_run(&world, 1, 0);
    for (int i = 0; i < 98; i++) {
        struct site_facts site = rollout_site(world.rollout, (size_t)i);
        if (site.weight > 1 || strcmp(world.programme.vendor[site.vendor].name, "csc") == 0)
            continue;
        double from = world_when(&world, HAPPENS_BEGIN, i, "upgrade");
        double m1 = world_when(&world, HAPPENS_MILESTONE, i, "M1"),
               m2a = world_when(&world, HAPPENS_MILESTONE, i, "M2a");
        cr_expect(fabs(m2a - from - 91) <= 7, "site %d: %.2f days from the upgrade to M2a, not 91 +- 7", i, m2a - from);
        cr_expect(fabs(m1 - from - 30) <= 3, "site %d: %.2f days of technical part, not a month", i, m1 - from);
        cr_expect(fabs(m2a - m1 - 61) <= 6, "site %d: %.2f days of organisational part, not two months", i, m2a - m1);
        seen++;
    }
    cr_expect_geq(seen, 69);
    world_close(&world);
}
