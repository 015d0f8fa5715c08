/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * check: every fault of a configuration at once, or its register of assumptions, or what each number would change.
 */
#include "check.h"

#include "register.h"
#include "analysis/study/outlines.h"
#include "models/keys.h"
#include "sim/digest.h"

#include <stdlib.h>
#include <string.h>

struct arguments {
    struct cli_config config;
    const char *scenario;         /* null: the configuration as it is */
    const char *observed;         /* file of what was seen; null: none */
    bool keys, scenarios, detail; /* detail: an option that goes with --influence only */
    struct check_influence influence;
};

enum {
    KEY_KEYS = 'k',
    KEY_SCENARIO = 's',
    KEY_REPLICATIONS = 'n',
    KEY_SCENARIOS = 0x3001,
    KEY_INFLUENCE,
    KEY_OBSERVATIONS,
};

static const struct argp_option options[] = {
    CLI_SET_OPTION,
    {"scenario", KEY_SCENARIO, "NAME", 0, "Show the register of this scenario (all are checked in any case)", 0},
    {"scenarios", KEY_SCENARIOS, 0, 0, "Print the names of the scenarios, one a line, and end", 0},
    {"influence", KEY_INFLUENCE, 0, 0,
     "Instead of the register: move one number after the other, simulate, and tell what changes and which constants "
     "should be priors",
     0},
    {"deadline", KEY_DEADLINE, "NAME", 0, "With --influence: the deadline (default: the least certain one)", 0},
    {"reading", KEY_READING, "R", 0,
     "With --influence: all-sites, 95-percent-of-sites or 95-percent-of-items (default: the least "
     "certain one)",
     0},
    {"replications", KEY_REPLICATIONS, "N", 0, "With --influence: replications of each value (default 200)", 0},
    CLI_SEED_OPTION("With --influence: seed of the random numbers (default 1)"),
    CLI_THREADS_OPTION("With --influence: threads (default: all processors)"),
    CLI_QUIET_OPTION("With --influence: show no progress"),
    {"observations", KEY_OBSERVATIONS, "FILE.csv", 0,
     "Instead of the register: check a file of observations or a monitoring sheet (docs/observations.md) against the "
     "configuration, and tell what it holds",
     0},
    CLI_JSON_OPTION("Print one JSON document: the register, the influences, what was observed, or the faults"),
    {"keys", KEY_KEYS, 0, 0, "Print the reference of all keys that a configuration can say (Markdown), and end", 0},
    {0},
};

static error_t parse_influence(int key, char *argument, struct argp_state *state, struct arguments *arguments)
{
    struct check_influence *influence = &arguments->influence;
    switch (key) {
    case KEY_INFLUENCE:
        influence->asked = true;
        return 0;
    case KEY_DEADLINE:
        influence->deadline = argument;
        break;
    case KEY_READING:
        influence->reading = argument;
        break;
    case KEY_REPLICATIONS:
        influence->replications = cli_whole(state, "--replications", argument, 2, 1000000);
        break;
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
    arguments->detail = true;
    return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_KEYS:
        arguments->keys = true;
        return 0;
    case KEY_SCENARIOS:
        arguments->scenarios = true;
        return 0;
    case KEY_SCENARIO:
        arguments->scenario = argument;
        return 0;
    case KEY_OBSERVATIONS:
        arguments->observed = argument;
        return 0;
    case ARGP_KEY_END:
        if (arguments->detail && !arguments->influence.asked)
            argp_error(state, "--deadline, --reading and --replications go with --influence");
        return arguments->keys ? 0 : cli_config_parse(key, argument, state, &arguments->config);
    default:
        return parse_influence(key, argument, state, arguments);
    }
}

static const struct argp argp = {
    options,
    parse,
    "CONFIG\n--keys",
    "Check a configuration and print its register of assumptions: every number, its prior or value, its legal range, "
    "and on whose authority it is there.\v"
    "All faults are told at once as FILE:LINE: PATH: what is wrong and what would be legal, those of the "
    "configuration's scenarios too; then the exit code is 2.\n\n"
    "Examples:\n"
    "  fmksim check fmk.cfg\n"
    "  fmksim check fmk.cfg --set corps.consultants=8 --json\n"
    "  fmksim check a.cfg --set 'corps.case_load={dist=\"uniform\"; min=4; max=6;}'\n"
    "  fmksim check fmk.cfg --observations sheet.csv\n"
    "  fmksim check fmk.cfg --influence --deadline mid-2016 --reading 95-percent-of-items\n",
    0,
    0,
    0};

/* One scenario against the baseline, which is clean. */
static void check_scenario(const struct document *document, const struct programme *baseline,
                           const struct scenario *scenario, struct faults *faults)
{
    struct document copy;
    struct programme programme;
    if (scenario_compile(&programme, &copy, document, scenario, faults) != 0)
        return;
    scenario_match(baseline, &programme, scenario, faults);
    programme_free(&programme);
    document_free(&copy);
}

/* Assignments that cannot be made are told even where the baseline has faults of its own. */
static void apply_scenario(const struct document *document, const struct scenario *scenario, struct faults *faults)
{
    struct document copy;
    if (scenario_apply(&copy, document, scenario, faults) == 0)
        document_free(&copy);
}

static int check_all(struct document *document, struct programme *baseline, struct scenarios *scenarios,
                     struct faults *faults)
{
    int status = programme_init(baseline, document, faults);
    char *outlines = 0;
    if (status == 0)
        outlines_read(document, baseline, &outlines, faults); /* for its faults */
    free(outlines);
    scenarios_list(scenarios, document, faults);
    for (size_t i = 1; i < scenarios->count; i++)
        if (status == 0)
            check_scenario(document, baseline, &scenarios->list[i], faults);
        else
            apply_scenario(document, &scenarios->list[i], faults);
    faults_sort(faults);
    if (status == 0 && faults->count + faults->lost > 0)
        programme_free(baseline);
    return faults->count + faults->lost > 0 ? -1 : 0;
}

static int tell(const struct arguments *arguments, const struct document *document, const struct programme *programme,
                const struct scenarios *scenarios, struct faults *faults)
{
    unsigned char value[DIGEST_BYTES];
    char hash[DIGEST_TEXT];
    if (arguments->observed)
        return check_observed(arguments->observed, arguments->config.common.json, programme, faults);
    if (arguments->influence.asked)
        return check_influence(&arguments->influence, &arguments->config.common, document, faults);
    if (document_hash(document, value, faults) != 0)
        return cli_faults(faults);
    digest_format(value, hash);
    struct register_of what = {document, programme, scenarios, arguments->config.path, hash};
    if (arguments->config.common.json)
        return cli_json(register_json(&what));
    register_print(&what);
    return DONE;
}

/* The register of one scenario; everything has been checked before. */
static int tell_scenario(const struct arguments *arguments, const struct document *document,
                         const struct scenarios *scenarios, struct faults *faults)
{
    struct error error = {.code = ERROR_NONE};
    struct document copy;
    struct programme programme;
    const struct scenario *scenario = scenarios_find(scenarios, arguments->scenario, &error);
    if (!scenario)
        return cli_error(&error);
    if (scenario_compile(&programme, &copy, document, scenario, faults) != 0)
        return cli_faults(faults);
    int status = tell(arguments, &copy, &programme, scenarios, faults);
    programme_free(&programme);
    document_free(&copy);
    return status;
}

/* Names only, without checking what they assign: quick enough for a shell that completes a line. */
static int list_scenarios(const struct arguments *arguments, struct faults *faults)
{
    struct document document;
    struct scenarios scenarios = {.count = 0};
    if (cli_read(&document, &arguments->config, faults) != 0)
        return cli_faults(faults);
    int status = scenarios_list(&scenarios, &document, faults) == 0 ? DONE : cli_faults(faults);
    for (size_t i = 0; i < scenarios.count; i++)
        puts(scenarios.list[i].name);
    scenarios_free(&scenarios);
    document_free(&document);
    return status;
}

static int check(const struct arguments *arguments, struct faults *faults)
{
    struct document document;
    struct programme baseline;
    struct scenarios scenarios = {.count = 0};
    int status = cli_read(&document, &arguments->config, faults);
    if (status == 0) {
        status = check_all(&document, &baseline, &scenarios, faults);
        if (status != 0)
            document_free(&document);
    }
    if (status != 0) {
        scenarios_free(&scenarios);
        return arguments->config.common.json ? cli_faults_json(faults) : cli_faults(faults);
    }
    status = arguments->scenario ? tell_scenario(arguments, &document, &scenarios, faults)
                                 : tell(arguments, &document, &baseline, &scenarios, faults);
    programme_free(&baseline);
    scenarios_free(&scenarios);
    document_free(&document);
    return status;
}

int command_check(int argc, char *argv[])
{
    struct arguments arguments = {.scenario = 0, .config.common = cli_defaults()};
    struct faults faults;
    faults_init(&faults);
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status = DONE;
    if (arguments.scenarios && !arguments.keys)
        status = list_scenarios(&arguments, &faults);
    else if (!arguments.keys)
        status = check(&arguments, &faults);
    else if (schema_describe(&programme_schema, stdout) != 0)
        status = FAILED; /* told at exit */
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
