/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * training: joint training sessions of a hospital and its municipalities, in every region on the same days, with a
 * number of places each. Who finds no place waits for the next one.
 */
#include "models/rollout_rules.h"

#include <math.h>

/* Sites ask in the order of time, and each gets the first session with a place: so all sessions before the latest that
 * is booked are full or over, and all after it are empty. */
double training_book(struct rollout *rollout, size_t site)
{
    double first = rollout->session_first, every = rollout->session_every;
    uint32_t places = (uint32_t)fmax(1, round(value_of(rollout, rollout->programme->sessions.places)));
    struct session *latest = &rollout->session[rollout->region[site]];
    double next = ceil(fmax(0, rollout->now - first) / every);
    if (latest->taken >= places)
        *latest = (struct session){latest->number + 1, 0};
    if (next > latest->number)
        *latest = (struct session){next, 0};
    latest->taken++;
    return first + latest->number * every + 1; /* over at the end of its day */
}

void training_begin(struct rollout *rollout)
{
    const struct programme *p = rollout->programme;
    rollout->session_first = p->has_sessions ? value_of(rollout, p->sessions.first) : 0;
    rollout->session_every = p->has_sessions ? value_of(rollout, p->sessions.every_days) : 1;
}

/* Who has booked keeps the day; the next to ask gets the first session of the new rhythm that is no earlier than the
 * latest booked one. */
void training_rhythm(struct rollout *rollout, double every_days)
{
    const double first = rollout->session_first, every = rollout->session_every, close = 1e-9;
    double last = first + floor(fmax(0, rollout->now - first) / every) * every;
    for (size_t r = 0; r < rollout->programme->regions.count; r++) {
        struct session *latest = &rollout->session[r];
        double ahead = (first + latest->number * every - last) / every_days, next = ceil(ahead - close);
        *latest = (struct session){next, fabs(next - ahead) <= close ? latest->taken : 0};
    }
    rollout->session_first = last;
    rollout->session_every = every_days;
}
