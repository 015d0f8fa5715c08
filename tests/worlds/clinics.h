/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * clinics: the programme of 25 sites of which monitoring sheets are made.
 */
#ifndef FMKSIM_TESTS_WORLDS_CLINICS_H
#define FMKSIM_TESTS_WORLDS_CLINICS_H

static const char CLINICS[] =
    "title = \"twenty-five clinics\"; epoch = \"2026-01-01\"; horizon = \"2027-12-31\";\n"
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"
    "sites = { count = 25; cards = 5000; decision_from = \"2026-02-01\";\n"
    "  decision_spread_days = { dist = \"uniform\"; min = 60; max = 160; };\n"
    "  lateness = { dist = \"uniform\"; min = 0; max = 1; };\n"
    "  pace = { dist = \"gamma\"; mean = 1; cv = { dist = \"uniform\"; min = 0.1; max = 0.6; }; }; };\n"
    "resources = { technicians = { capacity = 2; }; };\n"
    "activities = {\n"
    "  preparation = { after = [\"start\"]; duration = { dist = \"gamma\"; cv = 0.4;\n"
    "    mean = { dist = \"uniform\"; min = 10; max = 40; }; }; };\n"
    "  installation = { after = [\"preparation\"]; resource = \"technicians\";\n"
    "    duration = { dist = \"triangular\"; min = 3; mode = 5; max = 15; };\n"
    "    factor = { dist = \"lognormal\"; mean = 1; cv = 0.3; }; };\n"
    "  training = { after = [\"installed\"]; duration = { dist = \"gamma\"; mean = 10; cv = 0.3; }; };\n"
    "  enrolment = { kind = \"uptake\"; after = [\"installed\"]; }; };\n"
    "milestones = { installed = { after = [\"installation\"]; }; in_use = { after = [\"training\", \"enrolment\"]; }; "
    "};\n"
    "uptake = { form = \"learning\";\n"
    "  base_week = { dist = \"lognormal\"; median = 0.06; sigma = 0.4; low = 0.001; high = 1; };\n"
    "  learning = 3; imitation = 3; training = \"training\"; untrained = 0.3; overdispersion = 0.02; criterion = 0.9; "
    "};\n"
    "deadlines = { autumn = { date = \"2026-10-31\"; milestone = \"in_use\"; }; };\n";

#endif
