/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary_json: the summary as data. What is not reached or not known is null.
 */
#include "analysis/answers/summary.h"
#include "analysis/results/view.h"
#include "sim/date.h"

#include <limits.h>
#include <math.h>
#include <string.h>

static json_t *real_or_null(double x)
{
    return isfinite(x) ? json_real(x) : json_null();
}

static json_t *whole(double x)
{
    return isfinite(x) ? json_integer((json_int_t)llround(x)) : json_null();
}

static json_t *instant(const struct results_spec *spec, double t)
{
    char text[SUMMARY_DATE];
    summary_date(spec, t, text);
    return text[0] != '\0' ? json_string(text) : json_null();
}

static json_t *day(long date)
{
    char text[DATE_TEXT];
    date_format(date, text);
    return json_string(text);
}

static json_t *milestone(const struct results_spec *spec, int index)
{
    return index >= 0 ? json_string(spec->milestones[index].name) : json_null();
}

/* Jansson's setters take the value and fail on null, but go on: one flag for all of a document. */
static void put(json_t *object, const char *key, json_t *value, bool *failed)
{
    *failed |= json_object_set_new(object, key, value) != 0;
}

static void push(json_t *array, json_t *value, bool *failed)
{
    *failed |= json_array_append_new(array, value) != 0;
}

static json_t *deadlines(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    const struct results_spec *spec = summary->spec;
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->deadline_count; i++) {
        const struct summary_deadline *row = &scenario->deadlines[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        bool cards = row->reading == READING_MOST_CARDS;
        json_t *object = json_object();
        put(object, "name", json_string(deadline->name), failed);
        put(object, "date", day(deadline->date), failed);
        put(object, "reading", json_string(results_reading_name(row->reading)), failed);
        put(object, "milestone", milestone(spec, cards ? -1 : deadline->milestone), failed);
        put(object, "probability", real_or_null(row->probability), failed);
        put(object, "low", real_or_null(row->interval.low), failed);
        put(object, "high", real_or_null(row->interval.high), failed);
        if (summary->view != LONG_MIN)
            put(object, "status",
                json_string(view_status_name(view_status(spec, summary->view, row->deadline, row->probability))),
                failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *done(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    const struct results_spec *spec = summary->spec;
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->done_count; i++) {
        const struct summary_done *row = &scenario->done[i];
        const struct results_deadline *deadline = &spec->deadlines[row->deadline];
        json_t *object = json_object();
        put(object, "name", json_string(deadline->name), failed);
        put(object, "date", day(deadline->date), failed);
        put(object, "milestone", milestone(spec, deadline->milestone), failed);
        put(object, "q10", whole(row->q10), failed);
        put(object, "q50", whole(row->q50), failed);
        put(object, "q90", whole(row->q90), failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *milestones(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    static const char *const keys[SUMMARY_DATES] = {"q10", "q50", "q80", "q90"};
    static const char *const intervals[SUMMARY_DATES] = {"q10_interval", "q50_interval", "q80_interval",
                                                         "q90_interval"};
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->milestone_count; i++) {
        const struct summary_milestone *row = &scenario->milestones[i];
        json_t *object = json_object();
        put(object, "name", milestone(summary->spec, row->milestone), failed);
        put(object, "reading", json_string(results_reading_name(row->reading)), failed);
        for (size_t q = 0; q < SUMMARY_DATES; q++)
            put(object, keys[q], instant(summary->spec, row->date[q]), failed);
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            json_t *pair = json_array();
            push(pair, instant(summary->spec, row->interval[q].low), failed);
            push(pair, instant(summary->spec, row->interval[q].high), failed);
            put(object, intervals[q], pair, failed);
        }
        put(object, "not_reached", real_or_null(row->not_reached), failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *cards(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    static const char *const keys[RESULTS_QUANTILES] = {"q05", "q25", "q50", "q75", "q95"};
    const struct results_spec *spec = summary->spec;
    json_t *list = json_array();
    for (size_t w = 0; w < spec->weeks; w++) {
        json_t *object = json_object();
        /* a week's figure carries the date of its Monday, though the instant is the midnight before */
        put(object, "date", day(spec->epoch + spec->monday + 7 * (long)w), failed);
        for (size_t q = 0; q < RESULTS_QUANTILES; q++)
            put(object, keys[q], whole(scenario->cards[w * RESULTS_QUANTILES + q]), failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *resources(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    json_t *list = json_array();
    for (size_t r = 0; r < summary->spec->resource_count; r++) {
        if (!summary_has_resource(summary, r))
            continue;
        const struct summary_resource *row = &scenario->resources[r];
        json_t *object = json_object();
        put(object, "name", json_string(summary->spec->resources[r].name), failed);
        put(object, "utilisation", real_or_null(row->utilisation), failed);
        put(object, "wait_mean_days", real_or_null(row->wait_mean_days), failed);
        put(object, "queue_max_mean", real_or_null(row->queue_max_mean), failed);
        put(object, "idle_days", real_or_null(row->idle_days), failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *causes(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    json_t *list = json_array();
    for (size_t c = 0; c < summary->spec->cause_count; c++) {
        if (!summary_has_cause(summary, c))
            continue;
        json_t *object = json_object();
        put(object, "name", json_string(summary->spec->causes[c].name), failed);
        put(object, "last_site_share", real_or_null(scenario->causes[c].last_site_share), failed);
        put(object, "mean_days", real_or_null(scenario->causes[c].mean_days), failed);
        push(list, object, failed);
    }
    return list;
}

static json_t *last(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    json_t *object = json_object(), *vendors = json_object(), *regions = json_object();
    for (size_t v = 0; v < summary->spec->vendor_count; v++)
        put(vendors, summary->spec->vendors[v].name, real_or_null(scenario->last_vendor[v]), failed);
    for (size_t r = 0; r < summary->spec->region_count; r++)
        put(regions, summary->spec->regions[r], real_or_null(scenario->last_region[r]), failed);
    put(object, "vendors", vendors, failed);
    put(object, "regions", regions, failed);
    return object;
}

static json_t *amounts(const struct summary_scenario *scenario, bool *failed)
{
    json_t *object = json_object();
    for (enum amount a = 0; a < AMOUNTS; a++) {
        const struct summary_amount *row = &scenario->amount[a];
        if (row->told)
            put(object, outcome_fields[amount_field(a)].name,
                json_pack("{s:o, s:o, s:o, s:o}", "mean", real_or_null(row->mean), "q10", real_or_null(row->q10), "q50",
                          real_or_null(row->q50), "q90", real_or_null(row->q90)),
                failed);
    }
    return object;
}

static json_t *joint(const struct summary *summary, const struct summary_scenario *scenario, bool *failed)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->joint_count; i++) {
        const struct summary_joint *row = &scenario->joint[i];
        push(list,
             json_pack("{s:s, s:s, s:f, s:f, s:f, s:f, s:f, s:f}", "name", summary->spec->deadlines[row->deadline].name,
                       "reading", results_reading_name(row->reading), "budget", summary->budget, "on_time",
                       row->on_time, "within_budget", row->within, "both", row->both, "low", row->interval.low, "high",
                       row->interval.high),
             failed);
    }
    return list;
}

json_t *summary_json(const struct summary *summary)
{
    const struct results_spec *spec = summary->spec;
    bool failed = false;
    json_t *document = json_object(), *scenarios = json_array();
    put(document, "title", json_string(spec->title), &failed);
    put(document, "replications", json_integer((json_int_t)spec->replications), &failed);
    /* JSON's integers are signed here; the upper half of the seeds is told as text */
    char seed[24];
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)spec->seed);
    put(document, "seed", spec->seed <= INT64_MAX ? json_integer((json_int_t)spec->seed) : json_string(seed), &failed);
    put(document, "version", json_string(spec->version), &failed);
    put(document, "commit", json_string(spec->commit), &failed);
    if (spec->plan && *spec->plan)
        put(document, "plan_deadline", json_string(spec->plan), &failed);
    if (spec->cost_unit && *spec->cost_unit)
        put(document, "cost_unit", json_string(spec->cost_unit), &failed);
    put(document, "configuration_hash", json_string(spec->configuration_hash), &failed);
    if (summary->ranking.spec)
        put(document, "ranking", ranking_json(&summary->ranking), &failed);
    if (summary->risk.spec)
        put(document, "sites_at_risk", at_risk_json(&summary->risk), &failed);
    for (size_t s = 0; s < spec->scenario_count; s++) {
        const struct summary_scenario *scenario = &summary->scenarios[s];
        json_t *object = json_object();
        put(object, "name", json_string(spec->scenarios[s].name), &failed);
        put(object, "title", json_string(spec->scenarios[s].title), &failed);
        put(object, "kind", json_string(spec->scenario_kinds[s]), &failed);
        put(object, "effective_replications", real_or_null(scenario->effective), &failed);
        put(object, "deadlines", deadlines(summary, scenario, &failed), &failed);
        put(object, "sites_done", done(summary, scenario, &failed), &failed);
        put(object, "milestones", milestones(summary, scenario, &failed), &failed);
        json_t *items = cards(summary, scenario, &failed);
        put(object, "items", items, &failed);
        put(object, "cards", json_incref(items), &failed); /* the older name, which stays */
        put(object, "resources", resources(summary, scenario, &failed), &failed);
        put(object, "causes", causes(summary, scenario, &failed), &failed);
        put(object, "amounts", amounts(scenario, &failed), &failed);
        if (scenario->joint_count > 0)
            put(object, "within_budget", joint(summary, scenario, &failed), &failed);
        put(object, "last", last(summary, scenario, &failed), &failed);
        if (scenario->split.count > 0)
            put(object, "nested", split_json(&scenario->split), &failed);
        push(scenarios, object, &failed);
    }
    put(document, "scenarios", scenarios, &failed);
    if (failed) {
        json_decref(document);
        return 0;
    }
    return document;
}
