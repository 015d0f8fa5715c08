/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary: what a results file says.
 */
#include "cli.h"

#include "analysis/answers/summary.h"

#include <math.h>
#include <stdlib.h>

struct arguments {
    const char *path;
    bool scenarios;
    const char **patterns;
    size_t pattern_count;
    double budget;
    bool budgeted;
    struct cli_common common; /* csv: a folder */
};

enum { KEY_SCENARIOS = 0x3001, KEY_SCENARIO, KEY_BUDGET };

static const struct argp_option options[] = {
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("DIR", "Write one CSV file a table into this folder, which is made if it is missing"),
    CLI_FORCE_OPTION("Overwrite CSV files that exist"),
    {"scenario", KEY_SCENARIO, "NAME|GLOB", 0,
     "Only these scenarios, such as 'corps-*' (may be repeated; default: all)", 0},
    {"budget", KEY_BUDGET, "B", 0,
     "How likely each deadline is kept at a cost of B at most, in the unit of the configuration's `costs'", 0},
    {"scenarios", KEY_SCENARIOS, 0, 0, "Print the names of the scenarios, one a line, and end", 0},
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    char *end;
    switch (key) {
    case KEY_SCENARIOS:
        arguments->scenarios = true;
        return 0;
    case KEY_BUDGET:
        arguments->budget = strtod(argument, &end);
        if (end == argument || *end || !(arguments->budget >= 0) || isinf(arguments->budget))
            argp_error(state, "--budget: '%.60s' is no number from 0 on", argument);
        arguments->budgeted = true;
        return 0;
    case KEY_SCENARIO:
        cli_append(&arguments->patterns, &arguments->pattern_count, argument, state);
        return 0;
    case ARGP_KEY_ARG:
    case ARGP_KEY_END:
        return cli_path_parse(key, argument, state, "results file", &arguments->path);
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    options,
    parse,
    "FILE.h5",
    "Summarise a results file of `fmksim run`: how likely each deadline is kept, with its interval; dates at 10, 50, "
    "80 "
    "and 90 %; how busy the resources were; what the days went to; what was lost against the plan and what it cost. "
    "Three scenarios or more, the baseline among them, "
    "come first in one table (see `fmksim rank').\v"
    "The summary is printed unless --csv is all that is asked for; numbers carry no more digits than the simulation "
    "error allows.\n\n"
    "Examples:\n"
    "  fmksim summary fmk.h5\n"
    "  fmksim summary fmk.h5 --json > fmk.json\n"
    "  fmksim summary fmk.h5 --csv tables\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, const struct summary *summary, struct error *error)
{
    const struct cli_common *asked = &arguments->common;
    if (asked->csv && summary_csv(summary, asked->csv, asked->force, error) != 0)
        return cli_error(error);
    if (asked->json)
        return cli_json(summary_json(summary));
    if (!asked->csv)
        summary_print(summary, stdout);
    return DONE;
}

static int list_scenarios(const char *path)
{
    struct error error = {.code = ERROR_NONE};
    struct results *results = NULL;
    if (results_open(&results, path, &error) != 0)
        return cli_error(&error);
    const struct results_spec *spec = results_spec(results);
    for (size_t i = 0; i < spec->scenario_count; i++)
        puts(spec->scenarios[i].name);
    results_close(results);
    return DONE;
}

int command_summary(int argc, char *argv[])
{
    struct arguments arguments = {.path = NULL};
    struct error error = {.code = ERROR_NONE};
    struct summary summary;
    argp_parse(&argp, argc, argv, 0, NULL, &arguments);
    if (arguments.scenarios)
        return list_scenarios(arguments.path);
    int status = summary_of_some(&summary, arguments.path, arguments.patterns, arguments.pattern_count, &error);
    if (status == 0)
        status = summary_rank(&summary, arguments.patterns, arguments.pattern_count, &error);
    if (status == 0 && arguments.budgeted)
        status = summary_budget(&summary, arguments.budget, &error);
    status = status == 0 ? tell(&arguments, &summary, &error) : cli_error(&error);
    summary_free(&summary);
    free(arguments.patterns);
    return status;
}
