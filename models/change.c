/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * change: capacities and switches that change on a date.
 *
 * A change at the epoch or before is in force from the beginning, as if it had been said without a date; a later one is
 * an event. Its day begins with the midnight that ends the day before, so it comes when all that belongs to that one is
 * over, the settling of the week as well. What a number has become stands among the values, so that whoever reads it
 * finds what is in force.
 */
#include "models/rollout_rules.h"

#include <math.h>

/* By instant; at the same instant in the configuration's order. */
static void sort_changes(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    for (size_t i = 0; i < p->changes; i++) {
        size_t at = i;
        for (; at > 0 &&
               value_of(rollout, p->change[rollout->change[at - 1]].from) > value_of(rollout, p->change[i].from);
             at--)
            rollout->change[at] = rollout->change[at - 1];
        rollout->change[at] = (uint16_t)i;
    }
}

/* The new value of the number that a change moves. */
static double moved(const struct rollout *rollout, const struct change *change, number id)
{
    return (change->adds ? value_of(rollout, id) : 0) + value_of(rollout, change->amount);
}

static void begin_with(struct rollout *rollout, const struct change *change)
{
    number id = programme_changed(rollout->programme, change);
    if (id != NO_NUMBER)
        rollout->value[id] = moved(rollout, change, id);
    else if (change->what == CHANGE_PUSH)
        rollout->push = change->choice != 0;
    else if (change->what == CHANGE_ORDER)
        rollout->order[change->place] = (uint8_t)change->choice;
}

/* Of the i-th in order. */
static double comes_at(const struct rollout *rollout, size_t i)
{
    return value_of(rollout, rollout->programme->change[rollout->change[i]].from);
}

void change_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->push = p->push;
    for (size_t r = 0; r < p->vendors + p->pools; r++)
        rollout->order[r] = (uint8_t)(r < p->vendors ? p->vendor[r].order : p->pool[r - p->vendors].order);
    sort_changes(rollout);
    for (size_t i = 0; i < p->changes; i++) {
        const struct change *change = &p->change[rollout->change[i]];
        if (!(comes_at(rollout, i) > 0))
            begin_with(rollout, change);
        else if (i == 0 || comes_at(rollout, i) > comes_at(rollout, i - 1))
            plan(rollout, comes_at(rollout, i), EVENT_CHANGE, i, 0, AFTER);
    }
    for (size_t i = 0; p->changes > 0 && i < p->quantities.count; i++)
        rollout->initial[i] = rollout->value[i];
}

static void happen(struct rollout *rollout, size_t index)
{
    const struct change *change = &rollout->programme->change[index];
    number id = programme_changed(rollout->programme, change);
    double before = id == NO_NUMBER ? 0 : value_of(rollout, id), after = before;
    if (id != NO_NUMBER)
        rollout->value[id] = after = moved(rollout, change, id);
    tell(rollout, HAPPENS_CHANGE, NOBODY, NOBODY, (double)index);
    switch (change->what) {
    case CHANGE_CONSULTANTS:
        posts_resize(rollout, (int)lround(after));
        break;
    case CHANGE_SERVERS:
        pool_add(rollout, change->place, (int)(lround(after) - lround(before)));
        break;
    case CHANGE_SWAT:
        swat_resize(rollout, (int)lround(after));
        break;
    case CHANGE_EVERY_DAYS:
        training_rhythm(rollout, after);
        break;
    case CHANGE_ORDER:
        pool_set_order(rollout, change->place, (enum service_order)change->choice);
        break;
    case CHANGE_PUSH:
        rollout->push = change->choice != 0;
        break;
    case CHANGE_PLACES:
    case CHANGE_BATCH_SIZE:
    case CHANGE_PROBABILITY: /* read where they are wanted */
    case CHANGE_CLEANUP:     /* which the doctors' curve knows of beforehand */
        break;
    }
}

/* All of one instant, before anybody is served by what some of them leave. */
void change_happen(struct rollout *rollout, size_t first)
{
    for (size_t i = first; i < rollout->programme->changes && comes_at(rollout, i) <= rollout->now; i++)
        if (rollout->programme->change[rollout->change[i]].what != CHANGE_CLEANUP)
            happen(rollout, rollout->change[i]);
}
