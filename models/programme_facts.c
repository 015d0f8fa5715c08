/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * programme_facts: what is asked of a programme.
 */
#include "models/programme_parts.h"

#include <math.h>
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

/* A constant, or what its key's bound or its own limits a prior to. */
static double highest(const struct programme *p, number id)
{
    const struct quantity *quantity = p->quantities.list[id];
    return quantity->kind == QUANTITY_CONSTANT ? quantity->constant : quantity->high;
}

double programme_start(const struct programme *programme)
{
    const struct programme *p = programme;
    double start = INFINITY;
    for (size_t i = 0; i < p->sites; i++)
        start = fmin(start, isnan(p->site[i].decision) ? p->quantities.list[programme_decision_from(p, i)]->constant
                                                       : p->site[i].decision);
    for (size_t v = 0; v < p->vendors; v++)
        if (p->quantities.list[p->vendor[v].pilots]->constant > 0)
            start = fmin(start, p->quantities.list[p->vendor[v].pilot_from]->constant);
    return start;
}

number programme_decision_from(const struct programme *programme, size_t site)
{
    int wave = programme->site[site].wave;
    return wave == NOBODY ? programme->decision_from : programme->wave_from[wave];
}

static double known_items(const struct programme *p)
{
    double items = 0;
    for (size_t i = 0; i < p->sites; i++)
        items += p->site[i].items == NOBODY ? 0 : p->site[i].items;
    return items;
}

double programme_items(const struct programme *programme)
{
    return programme->quantities.list[programme->cards]->constant + known_items(programme);
}

bool programme_has_items(const struct programme *programme)
{
    return highest(programme, programme->cards) > 0 || known_items(programme) > 0;
}

number programme_changed(const struct programme *programme, const struct change *change)
{
    const struct programme *p = programme;
    switch (change->what) {
    case CHANGE_CONSULTANTS:
        return p->corps.consultants;
    case CHANGE_SERVERS:
        return change->place < p->vendors ? p->vendor[change->place].teams
                                          : p->pool[change->place - p->vendors].capacity;
    case CHANGE_SWAT:
        return p->swat.teams;
    case CHANGE_PLACES:
        return p->sessions.places;
    case CHANGE_EVERY_DAYS:
        return p->sessions.every_days;
    case CHANGE_BATCH_SIZE:
        return p->vendor[change->place].batch_size;
    case CHANGE_PROBABILITY:
        return p->node[change->place].probability;
    case CHANGE_ORDER:
    case CHANGE_PUSH:
    case CHANGE_CLEANUP:
        break;
    }
    return NO_NUMBER;
}

size_t programme_most(const struct programme *programme, number id)
{
    double set = highest(programme, id), added = 0;
    for (size_t i = 0; i < programme->changes; i++) {
        const struct change *change = &programme->change[i];
        if (programme_changed(programme, change) != id)
            continue;
        double amount = highest(programme, change->amount);
        set = change->adds ? set : fmax(set, amount);
        added += change->adds ? fmax(0, amount) : 0;
    }
    return (size_t)(set + added);
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

/* What most files do not say is left out where it is not said, so that their studies stay the same ones. */
static void hash_columns(struct digest *digest, const struct site *site)
{
    char text[160];
    if (isnan(site->decision) && site->wave == NOBODY && site->items == NOBODY && site->factor == 1 &&
        site->depends_on == NOBODY)
        return;
    int length = snprintf(text, sizeof text, "%.17g;%d;%d;%.17g;%d;", isnan(site->decision) ? -1 : site->decision,
                          site->wave, site->items, site->factor, site->depends_on);
    digest_update(digest, text, (size_t)length);
}

void programme_hash_sites(const struct programme *programme, struct digest *digest)
{
    for (size_t i = 0; i < programme->sites; i++) {
        const struct site *site = &programme->site[i];
        char text[128];
        int length = snprintf(text, sizeof text, "%ld;%d;%d;%d;%d;%.17g;", site->code, site->region, site->vendor,
                              site->hosted, site->versions, site->size);
        digest_update(digest, text, (size_t)length);
        hash_columns(digest, site);
        digest_update(digest, site->name, strlen(site->name) + 1);
    }
    for (size_t i = 0; programme->groups < programme->sites && i < programme->sites; i++)
        digest_update(digest, &programme->site[i].group, sizeof programme->site[i].group);
    for (size_t r = 0; r < programme->regions.count; r++)
        digest_update(digest, programme->regions.name[r], strlen(programme->regions.name[r]) + 1);
}
