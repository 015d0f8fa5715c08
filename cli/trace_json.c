/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * trace_json: one replication as data.
 */
#include "trace.h"

#include <math.h>
#include <stdlib.h>

static const char *const happenings[] = {
    [HAPPENS_DECISION] = "decision",
    [HAPPENS_BEGIN] = "begin",
    [HAPPENS_FINISH] = "finish",
    [HAPPENS_FAIL] = "fail",
    [HAPPENS_SKIP] = "skip",
    [HAPPENS_ASK_CONSULTANT] = "ask-consultant",
    [HAPPENS_CONSULTANT] = "consultant",
    [HAPPENS_ALONE] = "alone",
    [HAPPENS_FREE] = "free",
    [HAPPENS_QUEUE] = "queue",
    [HAPPENS_PACE] = "pace",
    [HAPPENS_MILESTONE] = "milestone",
    [HAPPENS_CARDS] = "items",
    [HAPPENS_RISK] = "risk",
    [HAPPENS_RISK_OVER] = "risk-over",
    [HAPPENS_AWAY] = "away",
    [HAPPENS_BACK] = "back",
    [HAPPENS_LEAVES] = "leaves",
    [HAPPENS_HIRED] = "hired",
    [HAPPENS_RAMP] = "ramp",
    [HAPPENS_CHANGE] = "change",
};

static json_t *event_json(const struct trace *trace, const struct observation *event)
{
    const struct programme *p = trace->programme;
    char date[DATE_TEXT];
    trace_day(trace, event->time, trace_begins_day(p, event) ? event->time : NAN, date);
    return json_pack(
        "{s:f, s:s, s:s, s:o, s:o, s:f}", "time", event->time, "date", date, "what", happenings[event->what], "site",
        event->site == NOBODY ? json_null() : json_integer(p->site[event->site].code), "activity",
        event->node == NOBODY ? json_null() : json_string(p->node[event->node].name), "number", event->number);
}

static json_t *parameters_json(const struct trace *trace)
{
    const struct quantities *all = &trace->programme->quantities;
    json_t *list = json_array();
    for (size_t i = 0; i < all->count; i++)
        if (all->list[i]->kind == QUANTITY_PRIOR)
            json_array_append_new(list, json_pack("{s:s, s:s, s:f}", "path", all->list[i]->path, "unit",
                                                  all->list[i]->unit, "value", rollout_value(trace->rollout, i)));
    return list;
}

static json_t *causes_json(const struct trace *trace)
{
    const struct name_list *causes = &trace->programme->causes;
    double *days = calloc(causes->count + 1, sizeof *days);
    json_t *list = days ? json_array() : 0;
    if (days)
        rollout_causes(trace->rollout, (size_t)trace->site, days);
    for (size_t i = 0; days && i < causes->count; i++)
        json_array_append_new(list, json_pack("{s:s, s:f}", "name", causes->name[i], "days", days[i]));
    free(days);
    return list;
}

static json_t *site_json(const struct trace *trace)
{
    const struct programme *p = trace->programme;
    if (trace->site == NOBODY)
        return json_null();
    const struct site *site = &p->site[trace->site];
    struct site_facts facts = rollout_site(trace->rollout, (size_t)trace->site);
    return json_pack("{s:I, s:s, s:o, s:o, s:b, s:b, s:i, s:f, s:i, s:i, s:o}", "code", (json_int_t)site->code, "name",
                     site->name, "region",
                     site->region == NOBODY ? json_null() : json_string(p->regions.name[site->region]), "vendor",
                     facts.vendor == NOBODY ? json_null() : json_string(p->vendor[facts.vendor].name), "hosted",
                     facts.hosted, "pilot", facts.pilot, "versions_behind", facts.versions, "weight", facts.weight,
                     "items_expected", (int)facts.expected, "items", (int)facts.cards, "causes", causes_json(trace));
}

json_t *trace_json(const struct trace *trace)
{
    char epoch[DATE_TEXT];
    json_t *events = json_array();
    for (size_t i = 0; i < trace->count; i++)
        json_array_append_new(events, event_json(trace, &trace->list[i]));
    date_format(trace->programme->epoch, epoch);
    return json_pack("{s:s, s:I, s:o, s:s, s:s, s:o, s:o, s:o}", "title", trace->programme->title, "replication",
                     (json_int_t)trace->luck.replication, "seed", json_integer((json_int_t)trace->luck.seed),
                     "scenario", trace->scenario->name, "epoch", epoch, "parameters", parameters_json(trace), "site",
                     site_json(trace), "events", events);
}
