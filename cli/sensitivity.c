/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity: which assumptions and causes decide.
 */
#include "analysis/answers/sensitivity.h"

#include "cli.h"

struct arguments {
    struct cli_results asked;
    const char *scenario;
};

enum { KEY_SCENARIO = 0x3001 };

static const struct argp_option options[] = {
    {"scenario", KEY_SCENARIO, "NAME", 0, "Scenario of the file (default: its first)", 0},
    CLI_DEADLINE_OPTION("the least certain one"),
    CLI_READING_OPTION("the least certain one"),
    CLI_JSON_OPTION("Print one JSON document"),
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    if (key != KEY_SCENARIO)
        return cli_results_parse(key, argument, state, &arguments->asked);
    arguments->scenario = argument;
    return 0;
}

static const struct argp argp = {
    options,
    parse,
    "FILE.h5",
    "Which assumptions, activities, resources and causes decide? From the replications of a results file, without "
    "simulating again.\v"
    "First-order indices and Borgonovo's delta are held against inputs that do nothing; what cannot be told from noise "
    "stands in brackets. More replications tell more.\n\n"
    "Example:\n"
    "  fmksim sensitivity fmk.h5 --deadline mid-2016 --reading 95-percent-of-sites\n",
    0,
    0,
    0};

int command_sensitivity(int argc, char *argv[])
{
    struct arguments arguments = {.scenario = 0};
    struct sensitivity sensitivity = {.spec = 0};
    struct results *results = 0;
    struct error error = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    const struct cli_common *common = &arguments.asked.common;
    const struct sensitivity_options wanted = {
        .scenario = arguments.scenario, .deadline = common->deadline, .reading = common->reading};
    int status = DONE;
    if (results_open(&results, arguments.asked.path, &error) != 0 ||
        sensitivity_of(&sensitivity, results, &wanted, &error) != 0)
        status = cli_error(&error);
    else if (common->json)
        status = cli_json(sensitivity_json(&sensitivity));
    else
        sensitivity_print(&sensitivity, stdout);
    sensitivity_free(&sensitivity);
    results_close(results);
    return status;
}
