/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench: how fast the program is on this machine.
 */
#include "analysis/bench/bench.h"

#include "cli.h"
#include "visible.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

struct arguments {
    struct cli_config config;
    struct bench_options bench;
};

enum { KEY_SECONDS = 's' };

static const struct argp_option options[] = {
    CLI_JSON_OPTION("Print one JSON document"),
    {"seconds", KEY_SECONDS, "S", 0, "Measure that long (default 10); five rounds are run in any case", 0},
    CLI_THREADS_OPTION("What \"all threads\" are (default: all processors)"),
    CLI_SET_OPTION,
    {0},
};

static double seconds_of(const struct argp_state *state, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds >= 0 && seconds <= 86400))
        argp_error(state, "--seconds %s: must be a number from 0 to 86400", text);
    return seconds;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_SECONDS:
        arguments->bench.seconds = seconds_of(state, argument);
        return 0;
    case ARGP_KEY_END:
        if (!arguments->config.path && arguments->config.assignment_count > 0)
            argp_error(state, "--set needs a configuration");
        return 0; /* without one the engine alone is measured */
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    options,
    parse,
    "[CONFIG]",
    "Measure how fast this machine simulates: the event calendar, a queue, random variates; and, with a configuration, "
    "its replications on one thread and on all, how much of their time goes into random numbers, and how the time "
    "grows with the number of sites.\v"
    "Everything is measured once a round; medians over the rounds are told. Let the machine be idle meanwhile.\n\n"
    "Examples:\n"
    "  fmksim bench\n"
    "  fmksim bench configs/fmk.cfg\n"
    "  fmksim bench configs/fmk.cfg --seconds 60 --json > speed.json\n",
    0,
    0,
    0};

static void tell_progress(void *context, size_t round, double seconds)
{
    const struct arguments *arguments = context;
    fprintf(visible_screen(), "\rround %zu, %.0f of %.0f s", round + 1, seconds, arguments->bench.seconds);
}

static int measure(struct arguments *arguments, const struct document *document)
{
    struct error error = {.code = ERROR_NONE};
    struct bench_report report;
    struct faults faults;
    bool terminal = isatty(STDERR_FILENO);
    faults_init(&faults);
    arguments->bench.document = document;
    arguments->bench.stop = cli_catch_signals();
    arguments->bench.progress = terminal ? tell_progress : 0;
    arguments->bench.context = arguments;
    int status = bench_run(&report, &arguments->bench, &faults, &error);
    if (terminal)
        fputs("\r\033[K", visible_screen());
    if (status != 0)
        status = cli_refuse(&faults, &error);
    else if (arguments->config.common.json)
        status = cli_json(bench_json(&report));
    else
        bench_print(&report, stdout);
    bench_free(&report);
    faults_free(&faults);
    return status;
}

int command_bench(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()}, .bench = {.seconds = 10}};
    struct document document = {.root = 0};
    struct faults faults;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.bench.threads = arguments.config.common.threads;
    arguments.bench.seed = arguments.config.common.seed;
    faults_init(&faults);
    int status;
    if (arguments.config.path && cli_read(&document, &arguments.config, &faults) != 0)
        status = cli_faults(&faults);
    else
        status = measure(&arguments, arguments.config.path ? &document : 0);
    faults_free(&faults);
    document_free(&document);
    cli_config_free(&arguments.config);
    return status;
}
