/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_facts: what is asked of a programme.
 */
#include "models/programme_parts.h"

#include <stdio.h>
#include <string.h>

size_t programme_resources(const struct programme *programme)
{
    return programme->vendors + programme->pools + 1;
}

void programme_extent(const struct programme *programme, size_t extent[OUTCOME_DIMENSIONS])
{
    extent[OUTCOME_MUNICIPALITY] = programme->sites;
    extent[OUTCOME_MILESTONE] = programme->milestones;
    extent[OUTCOME_WEEK] = programme->weeks;
    extent[OUTCOME_RESOURCE] = programme_resources(programme);
    extent[OUTCOME_CAUSE] = programme->causes.count;
    extent[OUTCOME_ACTIVITY] = programme_first_milestone(programme) - 1;
    extent[OUTCOME_PARAMETER] = programme->parameters;
}

int programme_node(const struct programme *programme, const char *name)
{
    for (size_t i = 0; i < programme->nodes; i++)
        if (strcmp(programme->node[i].name, name) == 0)
            return (int)i;
    return NOBODY;
}

int programme_headline(const struct programme *programme)
{
    const struct uptake *uptake = &programme->uptake;
    if (uptake->present && uptake->moved_deadline != NOBODY)
        return uptake->moved_deadline;
    if (uptake->present && uptake->deadline != NOBODY)
        return uptake->deadline;
    return programme->deadlines > 0 ? (int)programme->deadlines - 1 : NOBODY;
}

int programme_set_parameters(struct programme *programme, const char *const paths[], size_t count, struct error *error)
{
    struct faults faults = {0};
    struct compiler compiler = {programme, 0, &faults};
    programme->parameter = compile_take(&compiler, count, sizeof *programme->parameter);
    faults_free(&faults);
    programme->parameters = programme->parameter ? count : 0;
    if (!programme->parameter)
        return error_set(error, ERROR_MEMORY, "out of memory");
    for (size_t i = 0; i < count; i++) {
        long index = quantities_find(&programme->quantities, paths[i]);
        programme->parameter[i] = index < 0 ? NO_PARAMETER : (size_t)index;
    }
    return 0;
}

void programme_hash_sites(const struct programme *programme, struct digest *digest)
{
    for (size_t i = 0; i < programme->sites; i++) {
        const struct site *site = &programme->site[i];
        char text[128];
        int length = snprintf(text, sizeof text, "%ld;%d;%d;%d;%d;%.17g;", site->code, site->region, site->vendor,
                              site->hosted, site->versions, site->size);
        digest_update(digest, text, (size_t)length);
        digest_update(digest, site->name, strlen(site->name) + 1);
    }
    for (size_t r = 0; r < programme->regions.count; r++)
        digest_update(digest, programme->regions.name[r], strlen(programme->regions.name[r]) + 1);
}
