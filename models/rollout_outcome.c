/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rollout_outcome: the record of a replication that has been run.
 */
#include "models/rollout_rules.h"

#include <math.h>
#include <string.h>

static float date_of_step(const struct rollout *rollout, size_t site, size_t node)
{
    return step_done(rollout, site, node) ? (float)step_of(rollout, site, node)->end : NAN;
}

static void fill_dates(const struct rollout *rollout, const struct outcome_layout *layout, void *record)
{
    const struct programme *p = rollout->programme;
    float *national = outcome_at(layout, record, OUTCOME_NATIONAL_DATE);
    float *each = outcome_at(layout, record, OUTCOME_MUNICIPALITY_DATE);
    size_t first = programme_first_milestone(p);
    for (size_t m = 0; m < p->milestones; m++)
        national[m] = 0;
    for (size_t site = 0; site < p->sites; site++)
        for (size_t m = 0; m < p->milestones; m++) {
            float date = date_of_step(rollout, site, first + m);
            each[site * p->milestones + m] = date;
            if (!(date <= national[m])) /* later, or not at all; once NaN it stays so */
                national[m] = isnan(national[m]) ? national[m] : date;
        }
}

/* Of a vendor's teams, a pool (the crews of the uptake among them) or, behind these, the corps. */
static struct usage_report report_of(const struct rollout *rollout, size_t resource)
{
    const struct programme *p = rollout->programme;
    if (resource + 1 == programme_resources(p))
        return corps_report(rollout);
    if (p->uptake.crew != NOBODY && resource == p->vendors + (size_t)p->uptake.crew)
        return crew_report(rollout);
    return pool_report(rollout, resource);
}

static void fill_resources(const struct rollout *rollout, const struct outcome_layout *layout, void *record)
{
    float *utilisation = outcome_at(layout, record, OUTCOME_RESOURCE_UTILISATION);
    float *wait = outcome_at(layout, record, OUTCOME_RESOURCE_WAIT_DAYS);
    float *idle = outcome_at(layout, record, OUTCOME_RESOURCE_IDLE_DAYS);
    int16_t *longest = outcome_at(layout, record, OUTCOME_RESOURCE_QUEUE_MAX);
    size_t count = programme_resources(rollout->programme);
    for (size_t r = 0; r < count; r++) {
        struct usage_report report = report_of(rollout, r);
        utilisation[r] = (float)report.utilisation;
        wait[r] = (float)report.wait_mean;
        idle[r] = (float)report.idle;
        longest[r] = (int16_t)fmin(report.queue_max, INT16_MAX);
    }
}

static void fill_causes(const struct rollout *rollout, const struct outcome_layout *layout, void *record)
{
    const struct programme *p = rollout->programme;
    float *days = outcome_at(layout, record, OUTCOME_CAUSE_DAYS);
    int16_t *last = outcome_at(layout, record, OUTCOME_LAST_CAUSE);
    uint8_t *critical = outcome_at(layout, record, OUTCOME_ACTIVITY_CRITICAL);
    int most = NOBODY;
    memset(critical, 0, layout->count[OUTCOME_ACTIVITY_CRITICAL]);
    for (size_t c = 0; c < p->causes.count; c++)
        days[c] = (float)(rollout->lost[c] / (double)p->sites);
    if (rollout->last_site != NOBODY) {
        memset(rollout->lost_last, 0, p->causes.count * sizeof *rollout->lost_last);
        cause_trace(rollout, (size_t)rollout->last_site, rollout->lost_last, critical);
        most = 0;
        for (size_t c = 1; c < p->causes.count; c++)
            if (rollout->lost_last[c] > rollout->lost_last[most])
                most = (int)c;
    }
    *last = (int16_t)most;
    *(int16_t *)outcome_at(layout, record, OUTCOME_LAST_MUNICIPALITY) = (int16_t)rollout->last_site;
}

void rollout_seen(const struct rollout *rollout, const struct outcome_layout *layout, void *record)
{
    const struct programme *p = rollout->programme;
    double *parameters = outcome_at(layout, record, OUTCOME_PARAMETERS);
    const double *value = p->changes > 0 ? rollout->initial : rollout->value;
    memset(record, 0, layout->size);
    fill_dates(rollout, layout, record);
    memcpy(outcome_at(layout, record, OUTCOME_CARDS), rollout->national, p->weeks * sizeof *rollout->national);
    memcpy(outcome_at(layout, record, OUTCOME_VENDOR), rollout->vendor, p->sites * sizeof *rollout->vendor);
    for (size_t i = 0; i < p->parameters; i++)
        parameters[i] = p->parameter[i] == NO_PARAMETER ? NAN : value[p->parameter[i]];
    *(int32_t *)outcome_at(layout, record, OUTCOME_CARDS_EXPECTED) = (int32_t)rollout->expected_total;
}

void rollout_outcome(const struct rollout *rollout, const struct outcome_layout *layout, void *record)
{
    rollout_seen(rollout, layout, record);
    fill_resources(rollout, layout, record);
    fill_causes(rollout, layout, record);
    double item_years = loss_item_years(rollout);
    *(float *)outcome_at(layout, record, OUTCOME_ITEM_YEARS_LOST) = (float)item_years;
    *(float *)outcome_at(layout, record, OUTCOME_SITE_MONTHS_LOST) = (float)loss_site_months(rollout);
    *(float *)outcome_at(layout, record, OUTCOME_VALUE_LOST) = (float)loss_value(rollout, item_years);
    *(float *)outcome_at(layout, record, OUTCOME_COST) = (float)loss_cost(rollout);
    *(double *)outcome_at(layout, record, OUTCOME_WEIGHT) = 1;
    *(int32_t *)outcome_at(layout, record, OUTCOME_EVENTS) = (int32_t)calendar_taken(rollout->calendar);
}
