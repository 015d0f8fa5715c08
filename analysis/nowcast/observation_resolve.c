/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * observation_resolve: what the rows speak of in a programme, and which of them are known by a day.
 */
#include "analysis/nowcast/observation.h"
#include "sim/nearest.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    NATION = 1 << SCOPE_NATIONAL,
    REGIONS = 1 << SCOPE_REGION,
    VENDORS = 1 << SCOPE_VENDOR,
    SITES = 1 << SCOPE_SITE
};
enum { EVERY = NATION | REGIONS | VENDORS | SITES };

/* What the model has: the scopes that make sense, the greatest value, and whether a replication's record, cards and
 * vendors yield it. */
static const struct known_quantity {
    const char *name;
    unsigned scopes;
    double most;
    bool yielded, needs_date;
} quantities[] = {
    [OBSERVED_CARDS] = {"cards", EVERY, INFINITY, true, true},
    [OBSERVED_CARDS_PER_WEEK] = {"cards_per_week", EVERY, INFINITY, true, true},
    [OBSERVED_SITES] = {"_sites", EVERY, INFINITY, true, true},
    [OBSERVED_SHARE] = {"_share", EVERY, 1, true, true},
    [OBSERVED_CARDS_EXPECTED] = {"cards_expected", NATION, INFINITY, true, false},
    [OBSERVED_VENDOR_READY] = {"vendor_ready", VENDORS, 1, false, true},
    [OBSERVED_DOCTORS_SHARE] = {"doctors_share", NATION | REGIONS, 1, false, true},
    [OBSERVED_CONSULTANTS] = {"consultants", NATION, INFINITY, false, true},
    [OBSERVED_TEAMS] = {"teams", VENDORS, INFINITY, false, true},
};

static const char *const uses[OBSERVED_USES] = {
    "used",
    "a plan, no observation",
    "of a quantity that the model does not have",
    "of a quantity that replications do not report yet",
    "its dates are not known",
    "dated after the as-of date",
    "known only after the as-of date",
    "dated outside the configuration's epoch and horizon",
};

double observed_deviation(const struct observed *row)
{
    return row->kind == OBSERVED_RELATIVE ? row->error * fabs(row->value) : row->error;
}

const char *observed_use_text(enum observed_use use)
{
    return uses[use];
}

struct resolver {
    struct observations *observations;
    const struct programme *programme;
    struct faults *faults;
    int status;
};

static void wrong(struct resolver *resolver, const struct observed *row, const char *what, const char *text,
                  const char *why)
{
    resolver->status =
        faults_add(resolver->faults, resolver->observations->file, row->line, "%s = \"%.80s\": %s", what, text, why);
}

/* ---- quantities ---- */

static int milestone_named(const struct programme *p, const char *name, size_t length)
{
    const struct node *first = p->node + programme_first_milestone(p);
    for (size_t m = 0; m < p->milestones; m++)
        if (strlen(first[m].name) == length && strncmp(first[m].name, name, length) == 0)
            return (int)m;
    for (size_t m = 0; m < p->milestones; m++)
        if (strlen(first[m].name) == length && strncasecmp(first[m].name, name, length) == 0)
            return (int)m;
    return NOBODY;
}

static void resolve_quantity(const struct programme *p, struct observed *row)
{
    const char *name = row->quantity_name;
    size_t length = strlen(name);
    row->quantity = OBSERVED_OTHER;
    row->milestone = NOBODY;
    for (int q = 0; q < OBSERVED_OTHER; q++) {
        size_t tail = strlen(quantities[q].name);
        if (quantities[q].name[0] != '_' && strcmp(quantities[q].name, name) == 0)
            row->quantity = (enum observed_quantity)q;
        else if (quantities[q].name[0] == '_' && length > tail &&
                 strcmp(name + length - tail, quantities[q].name) == 0 &&
                 (row->milestone = milestone_named(p, name, length - tail)) != NOBODY)
            row->quantity = (enum observed_quantity)q;
        if (row->quantity != OBSERVED_OTHER)
            return;
    }
}

/* ---- scopes ---- */

static int listed(const char *name, char *const names[], char *const titles[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0 || strcmp(titles[i], name) == 0)
            return (int)i;
    return NOBODY;
}

static void unknown(struct resolver *resolver, const struct observed *row, const char *what, const char *name,
                    const char *near)
{
    resolver->status = faults_add(resolver->faults, resolver->observations->file, row->line,
                                  "scope = \"%.80s\": there is no %s \"%.60s\"%s%s%s", row->scope_name, what, name,
                                  near ? "; is it \"" : "", near ? near : "", near ? "\"?" : "");
}

static void resolve_region(struct resolver *resolver, struct observed *row, const char *name)
{
    const struct name_list *regions = &resolver->programme->regions;
    row->scope = SCOPE_REGION;
    row->whom = listed(name, regions->name, regions->title, regions->count);
    if (row->whom == NOBODY)
        unknown(resolver, row, "region", name, nearest_name(name, (const char *const *)regions->title, regions->count));
}

static void resolve_vendor(struct resolver *resolver, struct observed *row, const char *name)
{
    const struct programme *p = resolver->programme;
    row->scope = SCOPE_VENDOR;
    for (size_t v = 0; v < p->vendors; v++)
        if (strcmp(p->vendor[v].name, name) == 0 || strcmp(p->vendor[v].title, name) == 0)
            row->whom = (int)v;
    if (row->whom == NOBODY)
        unknown(resolver, row, "vendor", name, 0);
}

static void resolve_site(struct resolver *resolver, struct observed *row, const char *name)
{
    const struct programme *p = resolver->programme;
    char *end;
    long code = strtol(name, &end, 10);
    row->scope = SCOPE_SITE;
    for (size_t i = 0; *end == '\0' && i < p->sites; i++)
        if (p->site[i].code == code)
            row->whom = (int)i;
    if (row->whom == NOBODY)
        unknown(resolver, row, "site of the code", name, 0);
}

static void resolve_scope(struct resolver *resolver, struct observed *row)
{
    const char *name = row->scope_name, *colon = strchr(name, ':');
    row->scope = SCOPE_NATIONAL;
    row->whom = NOBODY;
    if (colon && strncmp(name, "region:", 7) == 0)
        resolve_region(resolver, row, colon + 1);
    else if (colon && strncmp(name, "vendor:", 7) == 0)
        resolve_vendor(resolver, row, colon + 1);
    else if (colon && strncmp(name, "site:", 5) == 0)
        resolve_site(resolver, row, colon + 1);
}

/* ---- what must fit together ---- */

static double most(const struct programme *p, const struct observed *row)
{
    if (row->quantity != OBSERVED_SITES)
        return quantities[row->quantity].most;
    return row->scope == SCOPE_SITE ? 1 : (double)p->sites;
}

/* One date alone: whether the fact is of that day, or of a time whose other end is open, nobody said. */
static void check_dates(struct resolver *resolver, const struct observed *row)
{
    bool begins = row->from != OBSERVED_UNDATED, ends = row->to != OBSERVED_UNDATED;
    if (begins && !ends)
        wrong(resolver, row, "date_to", "", "is missing; wanted is the last day, for a single day date_from again");
    else if (ends && !begins)
        wrong(resolver, row, "date_from", "", "is missing; wanted is the first day, for a single day date_to again");
}

static void check_row(struct resolver *resolver, const struct observed *row)
{
    char value[32], legal[64];
    double limit = most(resolver->programme, row);
    snprintf(value, sizeof value, "%g", row->value);
    if (isfinite(limit))
        snprintf(legal, sizeof legal, "is out of range; 0 to %.0f is legal", limit);
    else
        snprintf(legal, sizeof legal, "is out of range; 0 or more is legal");
    if (!(quantities[row->quantity].scopes & 1u << row->scope))
        wrong(resolver, row, "scope", row->scope_name, "is no scope that this quantity has");
    if (!(row->value >= 0 && row->value <= limit))
        wrong(resolver, row, "value", value, legal);
    if (quantities[row->quantity].needs_date)
        check_dates(resolver, row);
    if (row->kind == OBSERVED_PLAN)
        return;
    if (row->quantity == OBSERVED_CARDS_PER_WEEK && row->from != OBSERVED_UNDATED && row->to != OBSERVED_UNDATED &&
        row->to < row->from + 7)
        wrong(resolver, row, "quantity", row->quantity_name, "date_to must be a week or more after date_from");
    if (row->from != OBSERVED_UNDATED && row->known_from < row->from)
        wrong(resolver, row, "kind", observed_kind_name(row->kind),
              "was known before its day; what was foreseen is of the kind plan");
}

int observations_resolve(struct observations *observations, const struct programme *programme, struct faults *faults)
{
    struct resolver resolver = {observations, programme, faults, 0};
    for (size_t i = 0; i < observations->count; i++) {
        struct observed *row = &observations->list[i];
        resolve_quantity(programme, row);
        resolve_scope(&resolver, row);
        if (row->quantity != OBSERVED_OTHER)
            check_row(&resolver, row);
    }
    return resolver.status;
}

/* ---- what is known ---- */

static enum observed_use judge(const struct observed *row, const struct programme *p, long as_of)
{
    if (row->kind == OBSERVED_PLAN)
        return UNUSED_PLAN;
    if (row->quantity == OBSERVED_OTHER)
        return UNUSED_QUANTITY;
    if (!quantities[row->quantity].yielded)
        return UNUSED_NOT_YIELDED;
    if (row->known_from > as_of)
        return UNUSED_KNOWN_AFTER;
    if (row->to != OBSERVED_UNDATED && row->to > as_of)
        return UNUSED_DATED_AFTER;
    if (!quantities[row->quantity].needs_date)
        return OBSERVED_USED;
    if (row->from == OBSERVED_UNDATED || row->to == OBSERVED_UNDATED)
        return UNUSED_UNDATED;
    if (row->from < p->epoch || row->to >= p->epoch + (long)p->horizon)
        return UNUSED_OUTSIDE;
    return OBSERVED_USED;
}

size_t observations_judge(struct observations *observations, const struct programme *programme, long as_of)
{
    size_t used = 0;
    for (size_t i = 0; i < observations->count; i++) {
        observations->list[i].use = judge(&observations->list[i], programme, as_of);
        used += observations->list[i].use == OBSERVED_USED;
    }
    return used;
}
