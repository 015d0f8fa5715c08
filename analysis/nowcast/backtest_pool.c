/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * backtest_pool: the scores against a sheet, pooled over sites and days.
 */
#include "analysis/answers/telling.h"
#include "analysis/nowcast/backtest_parts.h"
#include "analysis/nowcast/nowcast_parts.h"
#include "analysis/statistics/score.h"

#include <math.h>
#include <string.h>

size_t backtest_targets(const struct backtest *backtest)
{
    return TARGET_DATES + nowcast_programme(backtest->last)->milestones;
}

static bool within(double transform, double share)
{
    return fabs(transform - 0.5) <= share / 2;
}

static void add(struct backtest_cell *cell, const struct backtest_seen *seen)
{
    cell->count++;
    cell->crps += seen->crps;
    cell->transform += seen->transform;
    cell->in_50 += within(seen->transform, 0.5);
    cell->in_90 += within(seen->transform, 0.9);
    cell->dates += seen->outcome >= 0;
    cell->brier += seen->outcome >= 0 ? score_brier(seen->probability, seen->outcome != 0) : 0;
    for (int b = 0; b < BASELINES; b++) {
        if (isnan(seen->baseline[b]))
            continue;
        cell->told[b]++;
        cell->error[b] += fabs(seen->baseline[b] - seen->truth);
        if (seen->outcome >= 0) /* who says the cap says: not by then */
            cell->brier_of[b] += (seen->baseline[b] < seen->limit) != (seen->outcome != 0);
    }
}

void backtest_pool(const struct backtest *backtest, struct backtest_cell cell[])
{
    memset(cell, 0, backtest_targets(backtest) * BACKTEST_HORIZONS * sizeof *cell);
    for (size_t i = 0; i < backtest->count; i++)
        for (size_t k = 0; k < backtest->days[i].seen_count; k++) {
            const struct backtest_seen *seen = &backtest->days[i].seen[k];
            add(&cell[seen->target * BACKTEST_HORIZONS + seen->horizon], seen);
        }
}

const char *backtest_target_name(const struct backtest *backtest, size_t target, char name[BACKTEST_NAME])
{
    const struct programme *p = nowcast_programme(backtest->last);
    char items[WORD_TEXT], site[WORD_TEXT];
    words_say(WORD_ITEM, p->words[WORD_ITEM], WORD_MANY, items);
    words_say(WORD_SITE, p->words[WORD_SITE], target == TARGET_ITEMS ? WORD_MANY : WORD_A, site);
    if (target == TARGET_SITE_ITEMS)
        snprintf(name, BACKTEST_NAME, "%.60s of %.60s", items, site);
    else if (target == TARGET_ITEMS)
        snprintf(name, BACKTEST_NAME, "%.60s of all %.60s", items, site);
    else
        snprintf(name, BACKTEST_NAME, "%.100s, days",
                 p->node[programme_first_milestone(p) + target - TARGET_DATES].name);
    return name;
}
