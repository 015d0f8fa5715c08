/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scenario_match: whether a scenario can be compared with the baseline, replication by replication.
 */
#include "models/scenario.h"

#include <string.h>

static int differs(const struct scenario *scenario, struct faults *faults, const char *what)
{
    return faults_add(faults, scenario->file, scenario->line,
                      "scenario %s: changes %s; scenarios are compared replication by replication, so another "
                      "configuration (base = \"…\") is needed for that",
                      scenario->name, what);
}

static bool same_sites(const struct programme *a, const struct programme *b)
{
    bool same = a->sites == b->sites;
    for (size_t i = 0; same && i < a->sites; i++)
        same = a->site[i].code == b->site[i].code && a->site[i].region == b->site[i].region;
    return same;
}

static bool same_nodes(const struct programme *a, const struct programme *b)
{
    bool same = a->nodes == b->nodes && a->milestones == b->milestones;
    for (size_t i = 0; same && i < a->nodes; i++)
        same = strcmp(a->node[i].name, b->node[i].name) == 0;
    return same;
}

static bool same_resources(const struct programme *a, const struct programme *b)
{
    bool same = a->vendors == b->vendors && a->pools == b->pools;
    for (size_t i = 0; same && i < a->vendors; i++)
        same = strcmp(a->vendor[i].name, b->vendor[i].name) == 0;
    for (size_t i = 0; same && i < a->pools; i++)
        same = strcmp(a->pool[i].name, b->pool[i].name) == 0;
    return same;
}

static bool same_deadlines(const struct programme *a, const struct programme *b)
{
    bool same = a->deadlines == b->deadlines;
    for (size_t i = 0; same && i < a->deadlines; i++)
        same = strcmp(a->deadline[i].name, b->deadline[i].name) == 0 &&
               a->deadline[i].instant == b->deadline[i].instant && a->deadline[i].milestone == b->deadline[i].milestone;
    return same;
}

static bool same_causes(const struct programme *a, const struct programme *b)
{
    bool same = a->causes.count == b->causes.count;
    for (size_t i = 0; same && i < a->causes.count; i++)
        same = strcmp(a->causes.name[i], b->causes.name[i]) == 0;
    return same;
}

int scenario_match(const struct programme *baseline, const struct programme *programme, const struct scenario *scenario,
                   struct faults *faults)
{
    const struct programme *a = baseline, *b = programme;
    if (a->epoch != b->epoch || a->horizon != b->horizon)
        return differs(scenario, faults, "the epoch or the horizon");
    if (!same_sites(a, b))
        return differs(scenario, faults, "the sites");
    if (!same_nodes(a, b))
        return differs(scenario, faults, "the activities or milestones");
    if (!same_resources(a, b))
        return differs(scenario, faults, "the vendors or resources");
    if (!same_deadlines(a, b))
        return differs(scenario, faults, "the deadlines");
    if (!same_causes(a, b))
        return differs(scenario, faults, "the causes of delay");
    return 0;
}
