/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bundles: see include/analysis/staffing/bundles.h.
 */
#include "analysis/staffing/bundles.h"

#include "models/keys.h"

#include <fnmatch.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listing {
    struct bundles *bundles;
    const struct bundles_question *question;
    const struct document *document;
    long epoch;
    struct error *error;
};

/* ---- prices ---- */

static double number_at(const struct setting *setting)
{
    double value;
    if (setting && setting->type == SETTING_GROUP)
        setting = setting_named(setting, "value");
    if (setting && setting->type == SETTING_BOOLEAN)
        return setting->value.boolean;
    return setting && setting_number(setting, &value) ? value : NAN;
}

static const struct setting *cost_of(const struct document *document, const char *path)
{
    const struct setting *costs = setting_named(document->root, "costs");
    for (size_t i = 0; costs && i < costs->count; i++) {
        const struct setting *said = setting_named(costs->children[i], "path");
        if (said && said->type == SETTING_TEXT && strcmp(said->value.text, path) == 0)
            return costs->children[i];
    }
    return 0;
}

static double amount(const struct setting *cost, const char *key)
{
    double value = number_at(setting_named(cost, key));
    return isnan(value) ? 0 : value;
}

/* The value that an assignment gives to its path; NaN if it is no number. */
static double assigned(const char *assignment)
{
    const char *value = strchr(assignment, '=') + 1;
    char *end;
    while (*value == ' ')
        value++;
    if (strcmp(value, "true") == 0 || strcmp(value, "false") == 0)
        return *value == 't';
    double real = strtod(value, &end);
    return end == value || *end ? NAN : real;
}

/* What a scenario costs more than today, from the day on which it acts. */
static int price_of(const struct listing *listing, const struct scenario *scenario, double *price)
{
    double from = (double)(scenario_begins(scenario, listing->epoch) - listing->epoch);
    double years = fmax(0, listing->question->until - from) / 365.25;
    *price = 0;
    for (size_t i = 0; i < scenario->assignments; i++) {
        char path[SETTING_PATH];
        scenario_path(scenario->assignment[i], path);
        const struct setting *cost = cost_of(listing->document, path);
        double after = assigned(scenario->assignment[i]),
               before = number_at(setting_find(listing->document->root, path));
        if (!cost)
            return error_set(listing->error, ERROR_USAGE,
                             "%s: the configuration names no cost of %s; per_unit = 0 says that it is free",
                             scenario->name, path);
        if (isnan(after) || isnan(before))
            return error_set(listing->error, ERROR_USAGE, "%s: how much more of %s it has than today cannot be told",
                             scenario->name, path);
        *price += (after - before) * (amount(cost, "per_unit") + years * amount(cost, "per_year"));
    }
    return 0;
}

/* ---- levers ---- */

static bool is_today(const struct listing *listing, const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->assignments; i++) {
        char path[SETTING_PATH];
        scenario_path(scenario->assignment[i], path);
        if (assigned(scenario->assignment[i]) != number_at(setting_find(listing->document->root, path)))
            return false;
    }
    return true;
}

static int by_price(const void *a, const void *b)
{
    const struct lever_choice *first = a, *second = b;
    return (first->price > second->price) - (first->price < second->price);
}

/* `belongs` tells which scenarios are the lever's choices: its sweep's points, or itself alone. */
static int fill_lever(const struct listing *listing, struct lever *lever, const struct scenario *first)
{
    const struct scenarios *all = &listing->bundles->scenarios;
    lever->name = first->sweep ? first->sweep : first->name;
    lever->choice = calloc(all->count + 1, sizeof *lever->choice);
    if (!lever->choice)
        return error_set(listing->error, ERROR_MEMORY, "out of memory");
    lever->choices = 1; /* as today */
    for (size_t s = 0; s < all->count; s++) {
        const struct scenario *one = &all->list[s];
        bool belongs = first->sweep ? one->sweep && strcmp(one->sweep, first->sweep) == 0 : one == first;
        if (!belongs)
            continue;
        struct lever_choice *choice = &lever->choice[lever->choices];
        choice->scenario = one;
        if (price_of(listing, one, &choice->price) != 0)
            return -1;
        lever->choices += !is_today(listing, one);
    }
    qsort(lever->choice, lever->choices, sizeof *lever->choice, by_price);
    lever->ordered = true;
    for (size_t c = 1; c < lever->choices; c++)
        lever->ordered &= lever->choice[c].price > lever->choice[c - 1].price;
    return 0;
}

static bool is_asked(const struct scenario *scenario, const char *const patterns[], size_t count)
{
    const char *name = scenario->sweep ? scenario->sweep : scenario->name;
    if (!scenario->setting || scenario->kind != SCENARIO_LEVER)
        return false;
    if (count == 0)
        return scenario->sweep && scenario->assignments == 1;
    for (size_t i = 0; i < count; i++)
        if (fnmatch(patterns[i], name, 0) == 0)
            return true;
    return false;
}

static int note(char **names, const struct scenario *scenario, struct error *error)
{
    const char *name = scenario->sweep ? scenario->sweep : scenario->name;
    char *longer = 0;
    if (asprintf(&longer, "%s%s%s", *names ? *names : "", *names ? ", " : "", name) < 0)
        return error_set(error, ERROR_MEMORY, "out of memory");
    free(*names);
    *names = longer;
    return 0;
}

/* A lever that was asked for, by the first of its choices: one of the list, or told as one that is not. */
static int add_lever(const struct listing *listing, const struct scenario *first)
{
    struct bundles *bundles = listing->bundles;
    long begins = scenario_begins(first, listing->epoch);
    if (begins < listing->question->earliest)
        return note(&bundles->past, first, listing->error);
    if (listing->question->dated && begins <= listing->epoch && note(&bundles->undated, first, listing->error) != 0)
        return -1;
    return fill_lever(listing, &bundles->lever[bundles->levers++], first);
}

static int none_fits(const struct listing *listing)
{
    if (listing->bundles->past)
        return error_set(listing->error, ERROR_USAGE,
                         "nothing is left to choose: these act from a day that has passed, or cannot begin on a date: "
                         "%.300s",
                         listing->bundles->past);
    return error_set(listing->error, ERROR_USAGE,
                     "the configuration declares no such lever: a sweep or a scenario of kind \"lever\"");
}

static int list_levers(const struct listing *listing, const char *const patterns[], size_t count)
{
    struct bundles *bundles = listing->bundles;
    bundles->lever = calloc(bundles->scenarios.count + 1, sizeof *bundles->lever);
    if (!bundles->lever)
        return error_set(listing->error, ERROR_MEMORY, "out of memory");
    for (size_t s = 0; s < bundles->scenarios.count; s++) {
        const struct scenario *one = &bundles->scenarios.list[s];
        const struct scenario *before = s > 0 ? &bundles->scenarios.list[s - 1] : 0;
        bool begins = !one->sweep || !before || !before->sweep || strcmp(before->sweep, one->sweep) != 0;
        if (!begins || !is_asked(one, patterns, count))
            continue;
        if (add_lever(listing, one) != 0)
            return -1;
    }
    return bundles->levers == 0 ? none_fits(listing) : 0;
}

/* ---- bundles ---- */

static int list_bundles(const struct listing *listing)
{
    struct bundles *bundles = listing->bundles;
    bundles->count = 1;
    for (size_t l = 0; l < bundles->levers; l++) {
        bundles->count *= bundles->lever[l].choices;
        if (bundles->count > BUNDLES_MOST)
            return error_set(listing->error, ERROR_USAGE,
                             "more than %d bundles of %zu levers; name fewer of them (--lever)", BUNDLES_MOST,
                             bundles->levers);
    }
    bundles->cost = calloc(bundles->count + 1, sizeof *bundles->cost);
    bundles->level = calloc(bundles->count * bundles->levers + 1, sizeof *bundles->level);
    bundles->ordered = calloc(bundles->levers + 1, sizeof *bundles->ordered);
    if (!bundles->cost || !bundles->level || !bundles->ordered)
        return error_set(listing->error, ERROR_MEMORY, "out of memory");
    for (size_t b = 0; b < bundles->count; b++) {
        size_t rest = b;
        bool today = true;
        for (size_t l = 0; l < bundles->levers; l++) {
            const struct lever *lever = &bundles->lever[l];
            size_t at = rest % lever->choices;
            rest /= lever->choices;
            bundles->level[b * bundles->levers + l] = (int)at;
            bundles->ordered[l] = lever->ordered;
            bundles->cost[b] += lever->choice[at].price;
            today &= !lever->choice[at].scenario;
        }
        if (today)
            bundles->today = b;
    }
    return 0;
}

int bundles_list(struct bundles *bundles, const struct bundles_question *question, struct faults *faults,
                 struct error *error)
{
    const struct listing listing = {bundles, question, question->document,
                                    schema_epoch(&programme_schema, question->document), error};
    *bundles = (struct bundles){.levers = 0};
    int status = scenarios_list(&bundles->scenarios, question->document, faults);
    if (status != 0)
        error_set(error, ERROR_CONFIG, "%s", faults->count ? faults->list[0].text : "out of memory");
    if (status == 0)
        status = list_levers(&listing, question->patterns, question->count);
    if (status == 0)
        status = list_bundles(&listing);
    if (status != 0)
        bundles_free(bundles);
    return status;
}

void bundles_free(struct bundles *bundles)
{
    for (size_t l = 0; bundles->lever && l < bundles->levers; l++)
        free(bundles->lever[l].choice);
    free(bundles->lever);
    free(bundles->cost);
    free(bundles->level);
    free(bundles->ordered);
    free(bundles->past);
    free(bundles->undated);
    scenarios_free(&bundles->scenarios);
    *bundles = (struct bundles){.levers = 0};
}

/* Takes the document before over, or frees it. */
static int lay_over(struct document *changed, const struct scenario *scenario, struct faults *faults)
{
    struct document before = *changed;
    int status = scenario_apply(changed, &before, scenario, faults);
    document_free(&before);
    return status;
}

int bundles_apply(const struct bundles *bundles, const struct document *document, size_t bundle,
                  const struct scenario *more, struct document *changed, struct faults *faults)
{
    int status = document_copy(changed, document, faults);
    for (size_t l = 0; status == 0 && l < bundles->levers; l++) {
        size_t at = (size_t)bundles->level[bundle * bundles->levers + l];
        const struct scenario *scenario = bundles->lever[l].choice[at].scenario;
        if (scenario)
            status = lay_over(changed, scenario, faults);
    }
    return status == 0 && more ? lay_over(changed, more, faults) : status;
}
