/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * summary: what a results file says.
 */
#include "analysis/answers/summary.h"

#include "cli.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct arguments {
    struct cli_results asked; /* csv: a folder */
    bool scenarios, budgeted;
    double budget;
};

enum { KEY_SCENARIOS = 0x3001, KEY_BUDGET };

static const struct argp_option options[] = {
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("DIR", "Write one CSV file a table into this folder, which is made if it is missing"),
    CLI_FORCE_OPTION("Overwrite CSV files that exist"),
    CLI_PATTERN_OPTION("Only these scenarios, such as 'corps-*' (may be repeated; default: all)"),
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
    default:
        return cli_results_parse(key, argument, state, &arguments->asked);
    }
}

static const struct argp argp = {
    options,
    parse,
    "FILE.h5",
    "Summarise a results file of `fmksim run`: how likely each deadline is kept, with its interval; dates at 10, 50, "
    "80 "
    "and 90 %; how busy the resources were; what the days went to; what was lost against the plan and what it cost; "
    "the sites that are likeliest to be late. "
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

static int tell(const struct cli_common *asked, const struct summary *summary, struct error *error)
{
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
    struct results *results = 0;
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
    struct arguments arguments = {.scenarios = false};
    struct cli_results *asked = &arguments.asked;
    struct error error = {.code = ERROR_NONE};
    struct summary summary;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    if (arguments.scenarios)
        return list_scenarios(asked->path);
    int status = summary_of_some(&summary, asked->path, asked->patterns, asked->pattern_count, &error);
    if (status == 0)
        status = summary_rank(&summary, asked->patterns, asked->pattern_count, &error);
    if (status == 0)
        status = summary_risk(&summary, &error);
    if (status == 0 && arguments.budgeted)
        status = summary_budget(&summary, arguments.budget, &error);
    status = status == 0 ? tell(&asked->common, &summary, &error) : cli_error(&error);
    summary_free(&summary);
    cli_results_free(asked);
    return status;
}
