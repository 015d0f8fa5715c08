/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sighting: items that were seen take the place of a replication's draws.
 *
 * Where a site's count of a week is known, its items are that many, whatever was drawn; the replication notes what
 * chance they had, so that somebody can tell how likely the count was. A site of which items are seen before it has got
 * so far takes part from the beginning of that week on, and the weeks until it gets so far are counted.
 */
#include "models/rollout_rules.h"

#include <math.h>
#include <string.h>

static size_t cell_of(const struct rollout *rollout, size_t site, size_t week)
{
    return site * rollout->programme->weeks + week;
}

void sighting_begin(struct rollout *rollout)
{
    struct sighting *sighting = rollout->luck.renewal ? rollout->luck.renewal->sighting : 0;
    const struct programme *p = rollout->programme;
    if (!sighting)
        return;
    sighting->paced = p->uptake.present && rollout->form != UPTAKE_CAPACITY && rollout->form != UPTAKE_TABLE;
    for (size_t i = 0; i < p->sites * p->weeks; i++)
        sighting->missed[i] = 1;
    memset(sighting->room, 0, p->sites * p->weeks * sizeof *sighting->room);
    memset(sighting->late, 0, p->sites * sizeof *sighting->late);
    memset(sighting->joined, 0, p->sites * sizeof *sighting->joined);
}

void sighting_join(struct rollout *rollout, size_t site)
{
    sighting_of(rollout)->joined[site] = 1;
}

void sighting_begin_week(struct rollout *rollout, size_t week)
{
    const struct sighting *sighting = sighting_of(rollout);
    for (size_t site = 0; site < rollout->programme->sites; site++) {
        int32_t seen = sighting->cards[cell_of(rollout, site, week)];
        if (seen <= rollout->cards[site] || sighting->joined[site])
            continue;
        sighting->late[site]++;
        if (rollout->began[site] < 0) {
            rollout->began[site] = fmax(0, rollout->now - 7);
            rollout->uptake[rollout->uptakes++] = (uint32_t)site;
        }
    }
}

void sighting_note(struct rollout *rollout, size_t turns, size_t week)
{
    const struct sighting *sighting = sighting_of(rollout);
    for (size_t k = 0; k < turns; k++) {
        size_t cell = cell_of(rollout, rollout->turn[k].site, week);
        sighting->missed[cell] = rollout->form == UPTAKE_CAPACITY ? 0 : rollout->missed[k];
        sighting->room[cell] = rollout->turn[k].room;
    }
}

int32_t sighting_increment(const struct rollout *rollout, size_t site, size_t week, int32_t drawn)
{
    int32_t seen = sighting_of(rollout)->cards[cell_of(rollout, site, week)], now = rollout->cards[site];
    if (seen >= 0)
        return seen > now ? seen - now : 0;
    int32_t most = ~seen > now ? ~seen - now : 0;
    return drawn < most ? drawn : most;
}
