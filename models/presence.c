/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * presence: a consultant's term in the post and the absences within it.
 */
#include "models/rollout_rules.h"
#include "sim/elementary.h"

#include <math.h>

static double exponential(const struct rollout *rollout, double mean, size_t consultant, uint64_t purpose,
                          uint64_t occurrence)
{
    return -mean * elementary_log(uniform_of(rollout, consultant, purpose, occurrence));
}

/* The luck of a consultant's next absence: each holder of the post has his own, whatever befell the ones before. */
static uint64_t next_absence(const struct consultant *one)
{
    return (uint64_t)one->terms << 32 | one->absences;
}

static void plan_absence(struct rollout *rollout, size_t consultant)
{
    const struct corps *corps = &rollout->programme->corps;
    struct consultant *one = &rollout->corps.consultant[consultant];
    if (corps->between_absences_days == NO_NUMBER)
        return;
    double days = exponential(rollout, value_of(rollout, corps->between_absences_days), consultant, PURPOSE_PRESENCE,
                              next_absence(one));
    one->absence = plan(rollout, rollout->now + days, EVENT_AWAY, consultant, 0, FIRST);
}

static void plan_leaving(struct rollout *rollout, size_t consultant)
{
    const struct corps *corps = &rollout->programme->corps;
    if (corps->tenure_days == NO_NUMBER)
        return;
    double days = exponential(rollout, value_of(rollout, corps->tenure_days), consultant, PURPOSE_TENURE,
                              rollout->corps.consultant[consultant].terms);
    rollout->corps.consultant[consultant].term = plan(rollout, rollout->now + days, EVENT_LEAVE, consultant, 0, FIRST);
}

/* Someone new begins with one site and takes them all when the ramp is over; the steps between are even. */
static void begin_ramp(struct rollout *rollout, size_t consultant)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    number ramp = rollout->programme->corps.ramp_days;
    if (ramp == NO_NUMBER || !(value_of(rollout, ramp) > 0) || one->full <= 1)
        return;
    one->limit = 1; /* of somebody absent: no sum knows of it */
    one->ramp =
        plan(rollout, rollout->now + value_of(rollout, ramp) / (one->full - 1), EVENT_RAMP, consultant, 0, FIRST);
}

static void ramp_up(struct rollout *rollout, size_t consultant)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    double step = value_of(rollout, rollout->programme->corps.ramp_days) / (one->full - 1);
    one->ramp =
        one->limit + 1 < one->full ? plan(rollout, rollout->now + step, EVENT_RAMP, consultant, 0, FIRST) : EVENT_NONE;
    corps_set_limit(rollout, consultant, one->limit + 1);
}

void presence_begin(struct rollout *rollout, size_t consultant)
{
    plan_absence(rollout, consultant);
    plan_leaving(rollout, consultant);
}

static void recruit(struct rollout *rollout, size_t consultant, int recruiting)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    double days = recruiting == NOBODY ? 0 : draw_of(rollout, recruiting, consultant, PURPOSE_RECRUITING, one->terms);
    one->vacant = true;
    one->term = plan(rollout, rollout->now + days, EVENT_HIRE, consultant, 0, FIRST);
    one->terms++;
    one->absences = 0;
}

/* What was planned for the one who holds the post. */
static void forget(struct rollout *rollout, struct consultant *one)
{
    calendar_cancel(rollout->calendar, one->absence);
    calendar_cancel(rollout->calendar, one->ramp);
    one->absence = one->ramp = EVENT_NONE;
}

void presence_recruit(struct rollout *rollout, size_t consultant)
{
    recruit(rollout, consultant, rollout->programme->corps.first_recruiting);
}

void presence_end(struct rollout *rollout, size_t consultant)
{
    struct consultant *one = &rollout->corps.consultant[consultant];
    bool vacant = one->vacant;
    calendar_cancel(rollout->calendar, one->term);
    forget(rollout, one);
    one->vacant = true;
    if (vacant)
        return;
    tell(rollout, HAPPENS_LEAVES, NOBODY, NOBODY, (double)consultant);
    corps_leave(rollout, consultant);
}

void presence_change(struct rollout *rollout, size_t consultant, enum event_kind what)
{
    static const enum happening happenings[] = {HAPPENS_AWAY, HAPPENS_BACK, HAPPENS_LEAVES, HAPPENS_HIRED,
                                                HAPPENS_RAMP};
    const struct corps *corps = &rollout->programme->corps;
    struct consultant *one = &rollout->corps.consultant[consultant];
    tell(rollout, happenings[what - EVENT_AWAY], NOBODY, NOBODY, (double)consultant);
    switch (what) {
    case EVENT_AWAY:
        one->absence = plan(rollout,
                            rollout->now + exponential(rollout, value_of(rollout, corps->absence_days), consultant,
                                                       PURPOSE_ABSENCE, next_absence(one)),
                            EVENT_BACK, consultant, 0, FIRST);
        one->absences++;
        corps_set_presence(rollout, consultant, false);
        break;
    case EVENT_BACK:
        plan_absence(rollout, consultant);
        corps_set_presence(rollout, consultant, true);
        break;
    case EVENT_LEAVE:
        forget(rollout, one);
        recruit(rollout, consultant, corps->recruiting);
        corps_leave(rollout, consultant);
        break;
    case EVENT_RAMP:
        ramp_up(rollout, consultant);
        break;
    case EVENT_HIRE:
        one->vacant = false;
        begin_ramp(rollout, consultant);
        presence_begin(rollout, consultant);
        corps_set_presence(rollout, consultant, true);
        break;
    default:
        break;
    }
}
