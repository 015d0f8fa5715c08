/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify: recomputes the exact cases on this machine.
 */
#include "analysis/verify/verify.h"

#include "cli.h"

enum { KEY_FULL = 0x3001, KEY_CASE };

struct arguments {
    struct verify_options options;
    struct cli_common common;
};

static const struct argp_option list[] = {
    {"full", KEY_FULL, 0, 0, "So many replications that a deviation of 1 % is seen (some minutes)", 0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    {"case", KEY_CASE, "V10", 0, "This case only", 0},
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    CLI_JSON_OPTION("Print one JSON document"),
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_FULL:
        arguments->options.full = true;
        return 0;
    case KEY_SEED: /* only such as JSON's integers hold */
        arguments->common.seed = cli_whole(state, "--seed", argument, 0, INT64_MAX);
        return 0;
    case KEY_CASE:
        arguments->options.only = argument;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%.60s' is too much: verify takes options only", argument);
        return 0;
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    list,
    parse,
    0,
    "Recompute on this machine models whose answers are known exactly: queues, batches, networks, order statistics, "
    "diffusion, and one for each rule of the model that has such an answer.\v"
    "The exit code is 0 if all lines passed and 1 if one failed. Of a faultless program one run in 1000 fails by "
    "chance; another --seed tells chance from fault.",
    0,
    0,
    0};

static void show_progress(void *context, size_t group, size_t groups, const char *name)
{
    (void)context;
    fprintf(stderr, "%zu/%zu %s\n", group + 1, groups, name);
}

int command_verify(int argc, char *argv[])
{
    struct arguments arguments = {.options = {.progress = show_progress}, .common = cli_defaults()};
    struct verify_report report;
    struct error error = {.code = ERROR_NONE};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.options.seed = arguments.common.seed;
    arguments.options.threads = arguments.common.threads;
    arguments.options.stop = cli_catch_signals();
    int status = DONE;
    if (verify_run(&report, &arguments.options, &error) != 0)
        status = cli_error(&error);
    else if (arguments.common.json)
        status = cli_json(verify_json(&report));
    else
        verify_print(&report, stdout);
    if (status == DONE && report.failed > 0)
        status = FAILED;
    verify_free(&report);
    return status;
}
