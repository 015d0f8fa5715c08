/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * presence: a consultant's term in the post and the absences within it.
 */
#include "models/rollout_state.h"
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
    plan(rollout, rollout->now + days, EVENT_LEAVE, consultant, 0, FIRST);
}

void presence_begin(struct rollout *rollout, size_t consultant)
{
    plan_absence(rollout, consultant);
    plan_leaving(rollout, consultant);
}

void presence_change(struct rollout *rollout, size_t consultant, enum event_kind what)
{
    static const enum happening happenings[] = {HAPPENS_AWAY, HAPPENS_BACK, HAPPENS_LEAVES, HAPPENS_HIRED};
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
        calendar_cancel(rollout->calendar, one->absence);
        plan(rollout, rollout->now + draw_of(rollout, corps->recruiting, consultant, PURPOSE_RECRUITING, one->terms),
             EVENT_HIRE, consultant, 0, FIRST);
        one->terms++;
        one->absences = 0;
        corps_leave(rollout, consultant);
        break;
    case EVENT_HIRE:
        presence_begin(rollout, consultant);
        corps_set_presence(rollout, consultant, true);
        break;
    default:
        break;
    }
}
