/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * clinics: the programme that worlds are made of, and what their makers share.
 */
#ifndef FMKSIM_TESTS_WORLDS_CLINICS_H
#define FMKSIM_TESTS_WORLDS_CLINICS_H

#include "models/document.h"
#include "sim/error.h"
#include "sim/stream.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* COUNT and CARDS, of all sites, in digits; FORM of the uptake. */
#define CLINICS_OF(COUNT, CARDS, FORM)                                                                                 \
    "title = \"" COUNT " clinics\"; epoch = \"2026-01-01\"; horizon = \"2027-12-31\";\n"                               \
    "calendars = { office = { weekdays = [1, 1, 1, 1, 1, 0, 0]; }; };\n"                                               \
    "sites = { count = " COUNT "; cards = " CARDS "; decision_from = \"2026-02-01\";\n"                                \
    "  decision_spread_days = { dist = \"uniform\"; min = 60; max = 160; };\n"                                         \
    "  lateness = { dist = \"uniform\"; min = 0; max = 1; };\n"                                                        \
    "  pace = { dist = \"gamma\"; mean = 1; cv = { dist = \"uniform\"; min = 0.1; max = 0.6; }; }; };\n"               \
    "resources = { technicians = { capacity = 2; }; };\n"                                                              \
    "activities = {\n"                                                                                                 \
    "  preparation = { after = [\"start\"]; duration = { dist = \"gamma\"; cv = 0.4;\n"                                \
    "    mean = { dist = \"uniform\"; min = 10; max = 40; }; }; };\n"                                                  \
    "  installation = { after = [\"preparation\"]; resource = \"technicians\";\n"                                      \
    "    duration = { dist = \"triangular\"; min = 3; mode = 5; max = 15; };\n"                                        \
    "    factor = { dist = \"lognormal\"; mean = 1; cv = 0.3; }; };\n"                                                 \
    "  training = { after = [\"installed\"]; duration = { dist = \"gamma\"; mean = 10; cv = 0.3; }; };\n"              \
    "  enrolment = { kind = \"uptake\"; after = [\"installed\"]; }; };\n"                                              \
    "milestones = { installed = { after = [\"installation\"]; };\n"                                                    \
    "  in_use = { after = [\"training\", \"enrolment\"]; }; };\n"                                                      \
    "uptake = { " FORM ";\n"                                                                                           \
    "  base_week = { dist = \"lognormal\"; median = 0.06; sigma = 0.4; low = 0.001; high = 1; };\n"                    \
    "  learning = 3; imitation = 3; training = \"training\"; untrained = 0.3;\n"                                       \
    "  overdispersion = 0.02; criterion = 0.9; };\n"                                                                   \
    "deadlines = { autumn = { date = \"2026-10-31\"; milestone = \"in_use\"; }; };\n"

static inline void must(int status, const struct error *error, const struct faults *faults)
{
    if (status == 0)
        return;
    fprintf(stderr, "%s: %s\n", program_invocation_short_name,
            error->code     ? error->text
            : faults->count ? faults->list[0].text
                            : "?");
    exit(2);
}

/* A number of a world that is for nothing else. */
static inline double uniform_of(uint64_t seed, size_t world, uint64_t what, uint64_t k)
{
    struct stream stream = stream_open(seed, world, what, 1, k);
    return stream_uniform(&stream);
}

#endif
