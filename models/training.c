/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * training: joint training sessions of a hospital and its municipalities, in every region on the same days, with a
 * number of places each. Who finds no place waits for the next one.
 */
#include "models/rollout_state.h"

#include <math.h>

double training_book(struct rollout *rollout, size_t site)
{
    const struct sessions *sessions = &rollout->programme->sessions;
    double first = value_of(rollout, sessions->first), every = value_of(rollout, sessions->every_days);
    uint32_t places = (uint32_t)lround(value_of(rollout, sessions->places));
    uint32_t *booked = &rollout->booked[(size_t)rollout->programme->site[site].region * rollout->sessions];
    double next = ceil(fmax(0, rollout->now - first) / every);
    for (size_t k = next < (double)rollout->sessions ? (size_t)next : rollout->sessions; k < rollout->sessions; k++)
        if (booked[k] < places) {
            booked[k]++;
            return first + (double)k * every + 1; /* over at the end of its day */
        }
    return INFINITY;
}
