/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing_live: what the page needs to simulate by itself: the configuration, its sites, and what can be chosen.
 */
#include "analysis/briefing/briefing_parts.h"
#include "models/scenario.h"
#include "sim/date.h"

#include <inttypes.h>
#include <limits.h>
#include <string.h>

enum { TEXT_MOST = 1 << 20 }; /* bytes of configuration and sites that a page takes along, together */

/* Whether it can begin on the first day after that of the view. */
static bool is_datable(struct briefing_work *work, const struct document *document, const struct scenario *one)
{
    struct scenario dated = *one;
    struct programme programme = {0};
    struct document copy = {0};
    struct faults faults = {0};
    char day[DATE_TEXT];
    long view = work->summary->view;
    date_format((view > work->spec->epoch ? view : work->spec->epoch) + 1, day);
    dated.from = day;
    bool datable = scenario_compile(&programme, &copy, document, &dated, &faults) == 0;
    if (datable) {
        programme_free(&programme);
        document_free(&copy);
    }
    work->out_of_memory |= faults_of_memory(&faults);
    faults_free(&faults);
    return datable;
}

static json_t *choice(struct briefing_work *work, const struct document *document, const struct scenario *one)
{
    json_t *object = json_object(), *sets = json_array();
    briefing_put(work, object, "name", json_string(one->name));
    briefing_put(work, object, "title", json_string(one->title));
    briefing_put(work, object, "kind", json_string(scenario_kind_name(one, 0, LONG_MIN)));
    if (one->from)
        briefing_put(work, object, "from", json_string(one->from));
    for (size_t i = 0; i < one->assignments; i++)
        briefing_push(work, sets, json_string(one->assignment[i]));
    briefing_put(work, object, "sets", sets);
    briefing_put(work, object, "datable", json_boolean(is_datable(work, document, one)));
    if (one->assignments == 1) {
        char path[SETTING_PATH];
        scenario_path(one->assignment[0], path);
        const struct setting *standing = setting_find(document->root, path);
        briefing_put(work, object, "path", json_string(path));
        briefing_put(work, object, "standing", standing ? briefing_scalar(standing) : json_null());
    }
    return object;
}

static json_t *choices(struct briefing_work *work, const struct document *document, const struct scenarios *scenarios)
{
    json_t *list = json_array();
    for (size_t i = 1; i < scenarios->count; i++)
        briefing_push(work, list, choice(work, document, &scenarios->list[i]));
    return list;
}

static bool is_told(const char *text)
{
    return text && *text != '\0';
}

/* The page can simulate the configuration's own replications, and those of a nowcast's pasts. */
static bool is_simulable(const struct results_spec *spec)
{
    return is_told(spec->pasts) == (spec->samplers > 0) && is_told(spec->observations) == is_told(spec->pasts) &&
           spec->scenario_count > 0 && strcmp(spec->scenarios[0].name, SCENARIO_BASELINE) == 0;
}

static json_t *describe(struct briefing_work *work, const struct document *document, const struct scenarios *scenarios,
                        json_t *sites)
{
    json_t *object = json_object();
    char seed[32];
    snprintf(seed, sizeof seed, "%" PRIu64, work->spec->seed);
    briefing_put(work, object, "configuration", json_string(work->spec->configuration));
    briefing_put(work, object, "sites", json_incref(sites));
    briefing_put(work, object, "seed", json_string(seed));
    if (work->spec->samplers > 0)
        briefing_put(work, object, "pasts", json_string(work->spec->pasts));
    briefing_put(work, object, "inner", json_integer((json_int_t)results_alike(work->spec)));
    briefing_put(work, object, "choices", choices(work, document, scenarios));
    return object;
}

/* The configuration in the file, with the sites' file that it names. */
static int read_document(const struct results_spec *spec, const json_t *sites, struct document *document,
                         struct faults *faults)
{
    const char *text = spec->configuration;
    if (!sites || strlen(text) + json_string_length(sites) > TEXT_MOST ||
        document_read_text(document, "configuration", text, strlen(text), faults) != 0)
        return -1;
    const struct setting *file = setting_find(document->root, "sites.file");
    if (!file)
        return 0;
    return json_string_length(sites) > 0 ? document_attach(document, file->value.text, json_string_value(sites),
                                                           json_string_length(sites), faults)
                                         : -1;
}

json_t *briefing_live(struct briefing_work *work)
{
    const char *text = work->spec->sites;
    json_t *sites = json_string(text ? text : ""), *object = 0; /* null: in another code than UTF-8 */
    struct document document = {0};
    struct scenarios scenarios = {0};
    struct faults faults = {0};
    if (is_simulable(work->spec) && read_document(work->spec, sites, &document, &faults) == 0 &&
        scenarios_list(&scenarios, &document, &faults) == 0)
        object = describe(work, &document, &scenarios, sites);
    json_decref(sites);
    scenarios_free(&scenarios);
    document_free(&document);
    faults_free(&faults);
    return object ? object : json_null();
}
