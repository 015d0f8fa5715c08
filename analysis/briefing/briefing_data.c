/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_data: all that a briefing says, as one JSON document.
 */
#include "analysis/briefing/briefing.h"
#include "analysis/briefing/briefing_parts.h"
#include "analysis/results/view.h"
#include "sim/date.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static json_t *days(const struct results_spec *spec, const double instant[], size_t count, struct briefing_work *work)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        briefing_push(work, list, briefing_day(spec, instant[i]));
    return list;
}

/* ---- the study ---- */

/* {"site": ["a municipality", "municipalities", "en kommune", "kommuner"], …} */
static json_t *words(struct briefing_work *work, const struct results_spec *spec)
{
    json_t *object = json_object();
    for (int word = 0; word < WORDS; word++) {
        json_t *forms = json_array();
        char text[WORD_TEXT];
        for (int form = WORD_A; form < WORD_FORMS; form++)
            briefing_push(work, forms,
                          json_string(words_say((enum word)word, spec->words[word], (enum word_form)form, text)));
        briefing_put(work, object, word_names[word], forms);
    }
    return object;
}

static json_t *study(struct briefing_work *work, const struct results_spec *spec)
{
    json_t *object = json_object();
    char seed[24], *command = briefing_command(spec->command);
    snprintf(seed, sizeof seed, "%llu", (unsigned long long)spec->seed);
    const char *slash = strrchr(results_path(work->results), '/');
    briefing_put(work, object, "file", json_string(slash ? slash + 1 : results_path(work->results)));
    briefing_put(work, object, "title", json_string(spec->title));
    briefing_put(work, object, "words", words(work, spec));
    briefing_put(work, object, "version", json_string(spec->version));
    briefing_put(work, object, "commit", json_string(spec->commit));
    briefing_put(work, object, "compiler", json_string(spec->compiler));
    briefing_put(work, object, "command", json_string(command));
    briefing_put(work, object, "created", json_string(spec->created));
    briefing_put(work, object, "configuration_hash", json_string(spec->configuration_hash));
    briefing_put(work, object, "seed", json_string(seed));
    briefing_put(work, object, "replications", json_integer((json_int_t)spec->replications));
    briefing_put(work, object, "cards_expected", json_integer(spec->cards_expected));
    briefing_put(work, object, "sites", json_integer((json_int_t)spec->municipality_count));
    briefing_put(
        work, object, "most_sites",
        json_integer((json_int_t)results_reading_sites(READING_MOST_MUNICIPALITIES, spec->municipality_count)));
    briefing_put(work, object, "monday", json_integer(spec->epoch + spec->monday));
    briefing_put(work, object, "epoch", json_integer(spec->epoch));
    briefing_put(work, object, "horizon", json_integer(spec->epoch + spec->horizon - 1));
    briefing_put(work, object, "headline", json_integer(spec->headline));
    if (work->summary->view != LONG_MIN)
        briefing_put(work, object, "as_of", json_integer(work->summary->view));
    free(command);
    return object;
}

static json_t *named(struct briefing_work *work, const struct results_named list[], size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        briefing_put(work, object, "name", json_string(list[i].name));
        briefing_put(work, object, "title", json_string(list[i].title));
        briefing_push(work, array, object);
    }
    return array;
}

static json_t *deadlines(struct briefing_work *work, const struct results_spec *spec)
{
    json_t *array = json_array();
    for (size_t d = 0; d < spec->deadline_count; d++) {
        json_t *object = json_object();
        briefing_put(work, object, "name", json_string(spec->deadlines[d].name));
        briefing_put(work, object, "day", json_integer(spec->deadlines[d].date));
        briefing_put(work, object, "milestone", json_integer(spec->deadlines[d].milestone));
        briefing_push(work, array, object);
    }
    return array;
}

static json_t *municipalities(struct briefing_work *work)
{
    json_t *array = json_array();
    for (size_t i = 0; i < work->spec->municipality_count; i++) {
        const struct results_municipality *one = &work->spec->municipalities[i];
        json_t *object = json_object();
        briefing_put(work, object, "code", json_integer(one->code));
        briefing_put(work, object, "name", json_string(one->name));
        briefing_put(work, object, "region", json_integer(one->region));
        briefing_push(work, array, object);
    }
    return array;
}

static void put_lists(struct briefing_work *work, json_t *data)
{
    const struct results_spec *spec = work->spec;
    json_t *regions = json_array();
    for (size_t r = 0; r < spec->region_count; r++)
        briefing_push(work, regions, json_string(spec->regions[r]));
    briefing_put(work, data, "deadlines", deadlines(work, spec));
    briefing_put(work, data, "municipalities", municipalities(work));
    json_t *outlines = spec->outlines && *spec->outlines ? json_loads(spec->outlines, 0, 0) : 0;
    if (outlines)
        briefing_put(work, data, "outlines", outlines);
    briefing_put(work, data, "regions", regions);
    briefing_put(work, data, "milestones", named(work, spec->milestones, spec->milestone_count));
    briefing_put(work, data, "vendors", named(work, spec->vendors, spec->vendor_count));
    briefing_put(work, data, "resources", named(work, spec->resources, spec->resource_count));
    briefing_put(work, data, "causes", named(work, spec->causes, spec->cause_count));
}

/* ---- one scenario: what the summary says ---- */

static void put_deadlines(struct briefing_work *work, const struct summary_scenario *from, json_t *scenario)
{
    json_t *list = json_array(), *done = json_array();
    for (size_t i = 0; i < from->deadline_count; i++) {
        const struct summary_deadline *row = &from->deadlines[i];
        if (results_reading_repeats(work->spec, row->reading))
            continue;
        json_t *object = json_object();
        briefing_put(work, object, "deadline", json_integer((json_int_t)row->deadline));
        briefing_put(work, object, "reading", json_integer(row->reading));
        briefing_put(work, object, "p", briefing_number(row->probability));
        briefing_put(work, object, "low", briefing_number(row->interval.low));
        briefing_put(work, object, "high", briefing_number(row->interval.high));
        briefing_push(work, list, object);
    }
    for (size_t i = 0; i < from->done_count; i++) {
        const struct summary_done *row = &from->done[i];
        json_t *object = json_object();
        briefing_put(work, object, "deadline", json_integer((json_int_t)row->deadline));
        briefing_put(work, object, "q10", briefing_whole(row->q10));
        briefing_put(work, object, "q50", briefing_whole(row->q50));
        briefing_put(work, object, "q90", briefing_whole(row->q90));
        briefing_push(work, done, object);
    }
    briefing_put(work, scenario, "deadlines", list);
    briefing_put(work, scenario, "done", done);
}

static void put_milestones(struct briefing_work *work, const struct results_spec *spec,
                           const struct summary_scenario *from, json_t *scenario)
{
    json_t *list = json_array();
    for (size_t i = 0; i < from->milestone_count; i++) {
        const struct summary_milestone *row = &from->milestones[i];
        double low[SUMMARY_DATES], high[SUMMARY_DATES];
        if (results_reading_repeats(spec, row->reading))
            continue;
        for (size_t q = 0; q < SUMMARY_DATES; q++) {
            low[q] = row->interval[q].low;
            high[q] = row->interval[q].high;
        }
        json_t *object = json_object();
        briefing_put(work, object, "milestone", json_integer(row->milestone));
        briefing_put(work, object, "reading", json_integer(row->reading));
        briefing_put(work, object, "q", days(spec, row->date, SUMMARY_DATES, work));
        briefing_put(work, object, "low", days(spec, low, SUMMARY_DATES, work));
        briefing_put(work, object, "high", days(spec, high, SUMMARY_DATES, work));
        briefing_put(work, object, "never", briefing_number(row->not_reached));
        briefing_push(work, list, object);
    }
    briefing_put(work, scenario, "milestones", list);
}

static json_t *numbers(struct briefing_work *work, const double values[], size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        briefing_push(work, list, briefing_number(values[i]));
    return list;
}

static void put_resources(struct briefing_work *work, const struct summary_scenario *from, json_t *scenario)
{
    const struct results_spec *spec = work->spec;
    json_t *resources = json_array(), *causes = json_array();
    for (size_t r = 0; r < spec->resource_count; r++) {
        const struct summary_resource *row = &from->resources[r];
        double values[4] = {row->utilisation, row->wait_mean_days, row->queue_max_mean, row->idle_days};
        briefing_push(work, resources, numbers(work, values, 4));
    }
    for (size_t c = 0; c < spec->cause_count; c++) {
        double values[2] = {from->causes[c].last_site_share, from->causes[c].mean_days};
        briefing_push(work, causes, numbers(work, values, 2));
    }
    briefing_put(work, scenario, "resources", resources);
    briefing_put(work, scenario, "causes", causes);
    briefing_put(work, scenario, "last_vendor", numbers(work, from->last_vendor, spec->vendor_count));
    briefing_put(work, scenario, "last_region", numbers(work, from->last_region, spec->region_count));
}

/* ---- one scenario ---- */

/* What a course loses against the plan: {"items": {q10, q50, q90}, "sites": …}, in years and months; what there is to
 * lose. */
static void put_losses(struct briefing_work *work, const struct summary_scenario *from, json_t *scenario)
{
    static const struct {
        enum amount amount;
        const char *name;
    } losses[] = {{AMOUNT_ITEM_YEARS, "items"}, {AMOUNT_SITE_MONTHS, "sites"}};
    json_t *object = json_object();
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        const struct summary_amount *row = &from->amount[losses[i].amount];
        json_t *one = row->told ? json_object() : 0;
        if (!one)
            continue;
        briefing_put(work, one, "q10", briefing_number(row->q10));
        briefing_put(work, one, "q50", briefing_number(row->q50));
        briefing_put(work, one, "q90", briefing_number(row->q90));
        briefing_put(work, object, losses[i].name, one);
    }
    briefing_put(work, scenario, "lost", object);
}

static json_t *scenario(struct briefing_work *work, size_t index)
{
    const struct results_spec *spec = work->spec;
    const struct summary_scenario *from = &work->summary->scenarios[index];
    json_t *object = json_object(), *courses = briefing_courses(work, index);
    json_t *differences = !courses ? 0 : index > 0 ? briefing_paired(work, 0, index) : json_null();
    json_t *spread = !differences ? 0 : index > 0 ? briefing_spread(work, 0, index) : json_null();
    if (!courses || !differences || !spread) {
        json_decref(object);
        json_decref(courses);
        json_decref(differences);
        return 0;
    }
    briefing_put(work, object, "name", json_string(spec->scenarios[index].name));
    briefing_put(work, object, "title", json_string(spec->scenarios[index].title));
    briefing_put(work, object, "effective", briefing_number(from->effective));
    put_deadlines(work, from, object);
    put_losses(work, from, object);
    put_milestones(work, spec, from, object);
    put_resources(work, from, object);
    briefing_put(work, object, "cards", briefing_fan(work, from->cards, spec->weeks));
    briefing_put(work, object, "courses", courses);
    briefing_put(work, object, "paired", differences);
    briefing_put(work, object, "spread", spread);
    return object;
}

/* ---- further files: what they say of their first scenario ---- */

static json_t *other(struct briefing_work *work, const char *path)
{
    struct summary summary;
    if (summary_of(&summary, path, work->error) != 0) {
        summary_free(&summary);
        return 0;
    }
    struct briefing_work own = {
        .results = summary.results, .spec = summary.spec, .summary = &summary, .error = work->error};
    json_t *object = json_object();
    briefing_put(&own, object, "study", study(&own, summary.spec));
    briefing_put(&own, object, "milestone_list", named(&own, summary.spec->milestones, summary.spec->milestone_count));
    briefing_put(&own, object, "deadline_list", deadlines(&own, summary.spec));
    briefing_put(&own, object, "effective", briefing_number(summary.scenarios[0].effective));
    put_deadlines(&own, &summary.scenarios[0], object);
    put_milestones(&own, summary.spec, &summary.scenarios[0], object);
    work->out_of_memory |= own.out_of_memory;
    summary_free(&summary);
    return object;
}

/* ---- the whole ---- */

/* Puts a chapter that may fail. */
static int put_chapter(struct briefing_work *work, json_t *data, const char *key, json_t *chapter)
{
    if (!chapter)
        return -1;
    briefing_put(work, data, key, chapter);
    return 0;
}

static int put_scenarios(struct briefing_work *work, json_t *data)
{
    json_t *list = json_array();
    briefing_put(work, data, "scenarios", list);
    for (size_t s = 0; s < work->spec->scenario_count; s++) {
        json_t *one = scenario(work, s);
        if (!one)
            return -1;
        briefing_push(work, list, one);
    }
    return 0;
}

/* Few scenarios are compared each with each; of many, each with the first alone, in its own chapter. */
static json_t *pairs(struct briefing_work *work)
{
    enum { FEW = 10 };
    json_t *list = json_array();
    size_t count = work->spec->scenario_count <= FEW ? work->spec->scenario_count : 0;
    for (size_t a = 1; a < count; a++)
        for (size_t b = a + 1; b < count; b++) {
            json_t *object = json_object(), *spread = briefing_spread(work, a, b);
            if (!spread) {
                json_decref(object);
                json_decref(list);
                return 0;
            }
            briefing_put(work, object, "a", json_integer((json_int_t)a));
            briefing_put(work, object, "b", json_integer((json_int_t)b));
            briefing_put(work, object, "paired", briefing_paired(work, a, b));
            briefing_put(work, object, "spread", spread);
            briefing_push(work, list, object);
        }
    return list;
}

static int put_others(struct briefing_work *work, json_t *data, const struct briefing_options *options)
{
    json_t *list = json_array();
    briefing_put(work, data, "others", list);
    for (size_t i = 1; i < options->result_count; i++) {
        json_t *one = other(work, options->results[i]);
        if (!one)
            return -1;
        briefing_push(work, list, one);
    }
    return 0;
}

/* For who reads without JavaScript. */
static json_t *answer(const struct summary *summary)
{
    char *text = 0;
    size_t size = 0;
    FILE *file = open_memstream(&text, &size);
    if (!file)
        return 0;
    summary_print_answer(summary, file);
    json_t *value = fclose(file) == 0 ? json_string(text) : 0;
    free(text);
    return value;
}

json_t *briefing_data(const struct briefing_options *options, struct faults *faults, struct error *error)
{
    struct summary summary;
    if (summary_of(&summary, options->results[0], error) != 0 || summary_risk(&summary, error) != 0) {
        summary_free(&summary);
        return 0;
    }
    struct briefing_work work = {
        .results = summary.results, .spec = summary.spec, .summary = &summary, .faults = faults, .error = error};
    json_t *data = json_object();
    briefing_put(&work, data, "format", json_integer(1));
    briefing_put(&work, data, "language", json_string(options->language));
    briefing_put(&work, data, "study", study(&work, work.spec));
    briefing_put(&work, data, "answer", answer(&summary));
    put_lists(&work, data);
    int status = briefing_work_init(&work);
    if (status == 0)
        status = put_scenarios(&work, data);
    if (status == 0)
        status = put_chapter(&work, data, "pairs", pairs(&work));
    if (status == 0)
        status = put_chapter(&work, data, "ranks", briefing_ranks(&work));
    if (status == 0)
        status = put_chapter(&work, data, "risk", briefing_risk(&work));
    if (status == 0)
        status = put_chapter(&work, data, "story", briefing_story(&work));
    if (status == 0)
        status = put_chapter(&work, data, "split", briefing_split(&work));
    if (status == 0)
        status = put_chapter(&work, data, "groups", briefing_groups(&work));
    if (status == 0)
        status = put_chapter(&work, data, "decides", briefing_decides(&work));
    if (status == 0)
        status = put_chapter(&work, data, "configuration", briefing_configuration(&work));
    if (status == 0)
        status = put_chapter(&work, data, "live", briefing_live(&work));
    if (status == 0 && options->observations)
        status = put_chapter(&work, data, "observations", briefing_observations(&work, options->observations));
    if (status == 0)
        status = put_others(&work, data, options);
    briefing_work_free(&work);
    summary_free(&summary);
    if (status == 0 && work.out_of_memory)
        status = error_set(error, ERROR_MEMORY, "no memory for the briefing, or a text in the file is not UTF-8");
    if (status == 0)
        return data;
    json_decref(data);
    return 0;
}
