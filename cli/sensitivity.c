/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * sensitivity: which assumptions and causes decide.
 */
#include "analysis/answers/sensitivity.h"

#include "cli.h"

struct arguments {
    struct sensitivity_options options;
    const char *path;
    struct cli_common common;
};

enum { KEY_SCENARIO = 0x3001, KEY_DEADLINE, KEY_READING };

static const struct argp_option options[] = {
    {"scenario", KEY_SCENARIO, "NAME", 0, "Scenario of the file (default: its first)", 0},
    {"deadline", KEY_DEADLINE, "NAME", 0, "Deadline (default: the least certain one)", 0},
    {"reading", KEY_READING, "R", 0,
     "all-municipalities, 95-percent-of-municipalities or 95-percent-of-cards (default: the least certain one)", 0},
    CLI_JSON_OPTION("Print one JSON document"),
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_SCENARIO:
        arguments->options.scenario = argument;
        return 0;
    case KEY_DEADLINE:
        arguments->options.deadline = argument;
        return 0;
    case KEY_READING:
        arguments->options.reading = argument;
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
    "Which assumptions, activities, resources and causes decide? From the replications of a results file, without "
    "simulating again.\v"
    "First-order indices and Borgonovo's delta are held against inputs that do nothing; what cannot be told from noise "
    "stands in brackets. More replications tell more.\n\n"
    "Example:\n"
    "  fmksim sensitivity fmk.h5 --deadline mid-2016 --reading 95-percent-of-municipalities\n",
    0,
    0,
    0};

int command_sensitivity(int argc, char *argv[])
{
    struct arguments arguments = {.path = 0};
    struct sensitivity sensitivity = {.spec = 0};
    struct results *results = 0;
    struct error error = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status = DONE;
    if (results_open(&results, arguments.path, &error) != 0 ||
        sensitivity_of(&sensitivity, results, &arguments.options, &error) != 0)
        status = cli_error(&error);
    else if (arguments.common.json)
        status = cli_json(sensitivity_json(&sensitivity));
    else
        sensitivity_print(&sensitivity, stdout);
    sensitivity_free(&sensitivity);
    results_close(results);
    return status;
}
