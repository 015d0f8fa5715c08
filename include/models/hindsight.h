/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * hindsight: the luck that the counts of a monitoring sheet must have been in a replication, for another branch of it.
 *
 * In a replication that is held against a sheet counts take the place of the draws (struct sighting). Were something
 * done otherwise, they would have been others. So what is kept of a count is where in its beta-binomial distribution it
 * lies, given all that the replication came with: its probability is an interval of the inverse distribution function,
 * and the place a uniform number within it, drawn at an address of its own (abduction). In the other branch a week
 * yields what lies at that place at its own chances (prediction; Pearl, Causality, 2009, section 7.1). Where the
 * replication was not at it, so that its count of 0 tells nothing, the place is that fresh number itself. Weeks without
 * a count are drawn in both, with the same luck.
 *
 * Weeks without a count before one belong to it: a stretch. It has one place, as the sheet's likelihood takes it for
 * one long week; within it the items in so far are those at that place at the chances so far, and what the replication
 * was aside of that (its items were spread evenly) is kept until the count. So a branch that differs in nothing is the
 * replication to the last item.
 *
 * A site that the sheet brought in before its time (struct sighting's `late`) has no cause for it. Its lead is kept: it
 * begins as many weeks before it gets so far. When that is in a branch tells a run of it without leads, compared with
 * one of the programme that was seen (hindsight_compare()); what the leads do to others' times is left out.
 */
#ifndef FMKSIM_MODELS_HINDSIGHT_H
#define FMKSIM_MODELS_HINDSIGHT_H

#include "models/rollout.h"
#include "sim/count_place.h"

enum stretch { STRETCH_NONE, STRETCH_GOES_ON, STRETCH_ENDS }; /* NONE: no count follows, so the week is drawn */

struct hindsight { /* the caller's, one for each rollout at work */
    size_t sites, weeks;
    uint8_t *stretch;          /* [sites][weeks], enum stretch */
    struct count_place *place; /* [sites][weeks], of the stretch that the week is in */
    int32_t *aside;            /* [sites][weeks] */
    bool leads;                /* sites that are ahead begin before their time; false: nobody does */
    struct lead {
        bool ahead;
        long week;    /* the first one in which items came in, in the replication … */
        long at;      /* … and in the branch; LONG_MAX: it never gets so far */
        double began; /* instant without leads, in the programme that was seen; NaN: not */
    } * lead;         /* [sites] */
    struct branch {
        double log_missed, room; /* of the stretch so far */
        int32_t from;            /* items in before it */
    } * branch;                  /* [sites], of the branch under way */
};

/* Room for a programme's; false if memory ran out; free in any case. */
bool hindsight_take(struct hindsight *hindsight, const struct programme *programme);
void hindsight_free(struct hindsight *hindsight);

/* Fills it for the replication that the rollout has just run with a sighting up to the last count or longer, its items
 * kept (rollout_keep_cards()). told[sites][weeks]: where a count stands. Luck is of the renewal's future, so that the
 * futures of one past differ in it. Returns how many sites began before their time; the branch has them begin in the
 * week in which they did. */
size_t hindsight_of(struct hindsight *hindsight, const struct rollout *rollout, const bool told[]);

/* Where there are such: takes their times without leads, which two runs with `leads` false tell, one of the programme
 * that was seen and then one of the branch's, and moves their beginnings as far as those lie apart. */
void hindsight_note(struct hindsight *hindsight, const struct rollout *seen);
void hindsight_compare(struct hindsight *hindsight, const struct rollout *branch);

#endif
