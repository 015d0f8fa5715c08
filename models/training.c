/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * training: joint training sessions of a hospital and its municipalities, in every region on the same days, with a
 * number of places each. Who finds no place waits for the next one.
 */
#include "models/rollout_state.h"

#include <math.h>

/* Sites ask in the order of time, and each gets the first session with a place: so all sessions before the latest that
 * is booked are full or over, and all after it are empty. */
double training_book(struct rollout *rollout, size_t site)
{
    const struct sessions *sessions = &rollout->programme->sessions;
    double first = value_of(rollout, sessions->first), every = value_of(rollout, sessions->every_days);
    uint32_t places = (uint32_t)lround(value_of(rollout, sessions->places));
    struct session *latest = &rollout->session[rollout->programme->site[site].region];
    double next = ceil(fmax(0, rollout->now - first) / every);
    if (latest->taken == places)
        *latest = (struct session){latest->number + 1, 0};
    if (next > latest->number)
        *latest = (struct session){next, 0};
    latest->taken++;
    return first + latest->number * every + 1; /* over at the end of its day */
}
