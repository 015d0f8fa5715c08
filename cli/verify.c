/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * verify: recomputes the exact cases on this machine.
 */
#include "analysis/verify/verify.h"
#include "cli.h"
#include "sim/farm.h"

#include <signal.h>
#include <string.h>

enum { KEY_FULL = 0x3001, KEY_SEED, KEY_THREADS, KEY_CASE, KEY_JSON = 'j' };

struct arguments {
    struct verify_options options;
    bool json;
};

static const struct argp_option list[] = {
    {"full", KEY_FULL, 0, 0, "So many replications that a deviation of 1 % is seen (some minutes)", 0},
    {"seed", KEY_SEED, "S", 0, "Seed of the random numbers (default 1)", 0},
    {"case", KEY_CASE, "V10", 0, "This case only", 0},
    {"threads", KEY_THREADS, "T", 0, "Threads (default: all processors); results do not depend on it", 0},
    {"json", KEY_JSON, 0, 0, "Print one JSON document", 0},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_FULL:
        arguments->options.full = true;
        return 0;
    case KEY_SEED:
        arguments->options.seed = cli_whole(state, "--seed", argument, 0, INT64_MAX);
        return 0;
    case KEY_CASE:
        arguments->options.only = argument;
        return 0;
    case KEY_THREADS:
        arguments->options.threads = (unsigned)cli_whole(state, "--threads", argument, 1, 1024);
        return 0;
    case KEY_JSON:
        arguments->json = true;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "'%.60s' is too much: verify takes options only", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp argp = {
    list,
    parse,
    0,
    "Recompute on this machine models whose answers are known exactly: queues, batches, networks, order statistics, "
    "diffusion, thinning, intervals, scores.\v"
    "The exit code is 0 if all lines passed and 1 if one failed. Of a faultless program one run in 1000 fails by "
    "chance; another --seed tells chance from fault.",
    0,
    0,
    0};

static atomic_int stop;

static void on_signal(int signal_number)
{
    stop = signal_number;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, 0);
    sigaction(SIGTERM, &action, 0);
}

static void show_progress(void *context, size_t group, size_t groups, const char *name)
{
    (void)context;
    fprintf(stderr, "%zu/%zu %s\n", group + 1, groups, name);
}

int command_verify(int argc, char *argv[])
{
    struct arguments arguments = {
        .options = {.seed = 1, .threads = farm_processors(), .stop = &stop, .progress = show_progress}};
    struct verify_report report;
    struct error error = {.code = ERROR_NONE};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    catch_signals();
    int status = DONE;
    if (verify_run(&report, &arguments.options, &error) != 0)
        status = cli_error(&error);
    else if (arguments.json)
        status = cli_json(verify_json(&report));
    else
        verify_print(&report, stdout);
    if (status == DONE && report.failed > 0)
        status = FAILED;
    verify_free(&report);
    return status;
}
