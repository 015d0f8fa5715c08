/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * hindsight: see include/models/hindsight.h.
 */
#include "models/hindsight.h"

#include "models/rollout_rules.h"
#include "sim/elementary.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>

/* ---- memory ---- */

bool hindsight_take(struct hindsight *hindsight, const struct programme *programme)
{
    size_t sites = programme->sites, cells = sites * programme->weeks + 1;
    *hindsight = (struct hindsight){.sites = sites, .weeks = programme->weeks};
    hindsight->stretch = calloc(cells, sizeof *hindsight->stretch);
    hindsight->place = calloc(cells, sizeof *hindsight->place);
    hindsight->aside = calloc(cells, sizeof *hindsight->aside);
    hindsight->lead = calloc(sites, sizeof *hindsight->lead);
    hindsight->branch = calloc(sites, sizeof *hindsight->branch);
    return hindsight->stretch && hindsight->place && hindsight->aside && hindsight->lead && hindsight->branch;
}

void hindsight_free(struct hindsight *hindsight)
{
    free(hindsight->stretch);
    free(hindsight->place);
    free(hindsight->aside);
    free(hindsight->lead);
    free(hindsight->branch);
    *hindsight = (struct hindsight){0};
}

/* ---- what the chances make of a place ---- */

static void add_week(struct branch *branch, double missed, int32_t room)
{
    if (missed < 1)
        branch->log_missed += elementary_log(fmax(missed, 1e-300));
    branch->room += room;
}

static struct count_form form_of(const struct rollout *rollout, size_t site, const struct branch *branch)
{
    number overdispersion = rollout->programme->uptake.overdispersion;
    return (struct count_form){.n = rollout->expected[site] - branch->from,
                               .rest = elementary_exp(branch->log_missed),
                               .overdispersion = value_of(rollout, overdispersion)};
}

/* Items of the stretch so far. */
static int32_t items_at(const struct rollout *rollout, size_t site, const struct branch *branch,
                        struct count_place place)
{
    const struct count_form form = form_of(rollout, site, branch);
    return (int32_t)fmin(count_at(&form, place), branch->room);
}

/* ---- from a replication ---- */

static size_t cell_of(const struct hindsight *hindsight, size_t site, size_t week)
{
    return site * hindsight->weeks + week;
}

static int32_t items_by(const struct rollout *rollout, size_t site, size_t week)
{
    return week == 0 ? 0 : rollout->history[site * rollout->programme->weeks + week - 1];
}

/* A number of the site and week that nothing else has. */
static double within(const struct rollout *rollout, size_t site, size_t week)
{
    const struct renewal *renewal = rollout->luck.renewal;
    struct stream stream = stream_open_generation(rollout->luck.seed, rollout->luck.replication, renewal->future,
                                                  site_entity(rollout, site), PURPOSE_CARDS_SEEN, week);
    return stream_uniform(&stream);
}

/* Where the count at the end of the stretch [first, last] lies. What the site could not have had has no place: fresh
 * luck, and all of it is aside. */
static struct count_place seen_at(const struct rollout *rollout, const struct sighting *sighting, size_t site,
                                  size_t first, size_t last)
{
    struct branch branch = {.from = items_by(rollout, site, first)};
    size_t row = site * rollout->programme->weeks;
    for (size_t week = first; week <= last; week++)
        add_week(&branch, sighting->missed[row + week], sighting->room[row + week]);
    double more = items_by(rollout, site, last + 1) - branch.from, luck = within(rollout, site, last);
    const struct count_form form = form_of(rollout, site, &branch);
    struct count_place place = {.tail = luck};
    count_place_of(&place, &form, more, more >= branch.room && branch.room < form.n, luck);
    return place;
}

static void keep_stretch(struct hindsight *hindsight, const struct rollout *rollout, const struct sighting *sighting,
                         size_t site, size_t first, size_t last)
{
    struct count_place place = seen_at(rollout, sighting, site, first, last);
    struct branch branch = {.from = items_by(rollout, site, first)};
    for (size_t week = first; week <= last; week++) {
        size_t cell = cell_of(hindsight, site, week);
        add_week(&branch, sighting->missed[cell], sighting->room[cell]);
        hindsight->stretch[cell] = week == last ? STRETCH_ENDS : STRETCH_GOES_ON;
        hindsight->place[cell] = place;
        hindsight->aside[cell] =
            items_by(rollout, site, week + 1) - branch.from - items_at(rollout, site, &branch, place);
    }
}

static long first_week(const struct rollout *rollout, size_t site)
{
    size_t week = 0;
    while (week + 1 < rollout->programme->weeks && items_by(rollout, site, week + 1) == 0)
        week++;
    return (long)week;
}

size_t hindsight_of(struct hindsight *hindsight, const struct rollout *rollout, const bool told[])
{
    const struct sighting *sighting = rollout->luck.renewal->sighting;
    size_t ahead = 0;
    for (size_t site = 0; site < hindsight->sites; site++) {
        size_t first = 0;
        for (size_t week = 0; week < hindsight->weeks; week++) {
            hindsight->stretch[cell_of(hindsight, site, week)] = STRETCH_NONE;
            if (!told[cell_of(hindsight, site, week)])
                continue;
            keep_stretch(hindsight, rollout, sighting, site, first, week);
            first = week + 1;
        }
        long week = sighting->late[site] > 0 ? first_week(rollout, site) : LONG_MAX;
        hindsight->lead[site] =
            (struct lead){.ahead = sighting->late[site] > 0, .week = week, .at = week, .began = NAN};
        ahead += sighting->late[site] > 0;
    }
    hindsight->leads = true;
    return ahead;
}

/* ---- how far a branch moves who is ahead ---- */

static double began_at(const struct rollout *rollout, size_t site)
{
    return rollout->began[site] < 0 ? NAN : rollout->began[site];
}

/* The Monday that ends an instant's week, counted from the first. */
static long monday_after(const struct rollout *rollout, double instant)
{
    return (long)ceil((instant - rollout->programme->first_monday) / 7);
}

void hindsight_note(struct hindsight *hindsight, const struct rollout *seen)
{
    for (size_t site = 0; site < hindsight->sites; site++)
        hindsight->lead[site].began = began_at(seen, site);
}

void hindsight_compare(struct hindsight *hindsight, const struct rollout *branch)
{
    for (size_t site = 0; site < hindsight->sites; site++) {
        struct lead *lead = &hindsight->lead[site];
        double began = began_at(branch, site);
        if (isnan(began) && !isnan(lead->began))
            lead->at = LONG_MAX;
        else if (lead->ahead && !isnan(lead->began))
            lead->at = lead->week + monday_after(branch, began) - monday_after(branch, lead->began);
    }
}

/* ---- in another branch ---- */

static bool begins_ahead(const struct rollout *rollout, size_t site, size_t week)
{
    const struct hindsight *hindsight = hindsight_in(rollout);
    const struct lead *lead = &hindsight->lead[site];
    return hindsight->leads && lead->ahead && rollout->began[site] < 0 && (long)week >= lead->at;
}

void hindsight_begin_week(struct rollout *rollout, size_t week)
{
    const struct hindsight *hindsight = hindsight_in(rollout);
    for (size_t site = 0; site < hindsight->sites; site++) {
        if (week == 0 || hindsight->stretch[cell_of(hindsight, site, week - 1)] != STRETCH_GOES_ON)
            hindsight->branch[site] = (struct branch){.from = rollout->cards[site]};
        if (!begins_ahead(rollout, site, week))
            continue;
        rollout->began[site] = fmax(0, rollout->now - 7);
        rollout->uptake[rollout->uptakes++] = (uint32_t)site;
    }
}

int32_t hindsight_increment(const struct rollout *rollout, const struct turn *turn, double missed, size_t week,
                            int32_t drawn)
{
    const struct hindsight *hindsight = hindsight_in(rollout);
    size_t site = turn->site, cell = cell_of(hindsight, site, week);
    struct branch *branch = &hindsight->branch[site];
    if (hindsight->stretch[cell] == STRETCH_NONE)
        return drawn;
    add_week(branch, missed, turn->room);
    int32_t in = branch->from + items_at(rollout, site, branch, hindsight->place[cell]) + hindsight->aside[cell];
    int32_t more = in - rollout->cards[site];
    return more < 0 ? 0 : more > turn->left ? turn->left : more;
}
