/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fmksim backtest: nowcasts of the past, held against what came.
 */
#include "analysis/nowcast/backtest.h"

#include "cli.h"
#include "progress.h"
#include "visible.h"
#include "sim/date.h"
#include "sim/scratch.h"

#include <stdlib.h>
#include <unistd.h>

enum { KEY_OBSERVATIONS = 0x3101, KEY_AS_OF };
enum { DAYS_MOST = 100 };

struct arguments {
    struct cli_config config;
    struct nowcast_options options;
    long days[DAYS_MOST];
    size_t count;
};

static const struct argp_option list[] = {
    {"observations", KEY_OBSERVATIONS, "FILE.csv", 0, "What was seen, one row a fact (docs/observations.md)", 0},
    {"as-of", KEY_AS_OF, "DATE", 0, "A day to look from, as 2015-08-31; may be repeated, later ones last", 0},
    {"replications", 'n', "N", 0, "Courses of each nowcast at the most (default 4800)", 0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    CLI_SET_OPTION,
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_QUIET_OPTION("Show no progress"),
    {0}};

static void add_day(struct arguments *arguments, const char *text, struct argp_state *state)
{
    long *day = &arguments->days[arguments->count];
    if (arguments->count == DAYS_MOST)
        argp_error(state, "--as-of: more than %d", DAYS_MOST);
    if (!date_parse(text, day))
        argp_error(state, "--as-of: '%.40s' is no day, such as 2015-10-06", text);
    if (arguments->count > 0 && *day <= day[-1])
        argp_error(state, "--as-of: '%.40s' is not after the day before it", text);
    arguments->count++;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case 'n':
        arguments->options.replications = cli_whole(state, "--replications", argument, 1, 100000000);
        return 0;
    case KEY_OBSERVATIONS:
        arguments->options.observations = argument;
        return 0;
    case KEY_AS_OF:
        add_day(arguments, argument, state);
        return 0;
    case ARGP_KEY_SUCCESS:
        if (!arguments->options.observations)
            argp_error(state, "--observations FILE.csv is missing");
        if (arguments->count == 0)
            argp_error(state, "--as-of DATE is missing");
        return 0;
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    list,
    parse,
    "CONFIG",
    "Look back: a nowcast as of each day, the probability of every deadline over time, and scores against what was "
    "observed later, beside forecasts that anybody can make: a straight line, the last weeks, the plan.\v"
    "Exit code 3: some nowcast is worth fewer than 400 independent courses; more courses (-n) help.\n\n"
    "Example:\n"
    "  fmksim backtest configs/fmk.cfg --observations configs/observations.csv --as-of 2014-12-31 --as-of 2015-08-31\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, const struct backtest *backtest)
{
    int status = DONE;
    if (arguments->config.common.json)
        status = cli_json(backtest_json(backtest));
    else
        backtest_print(backtest, stdout);
    for (size_t i = 0; status == DONE && i < backtest->count; i++)
        if (!backtest->days[i].trusted) {
            fputs("fmksim: not every nowcast is to be trusted; more courses (-n) help\n", stderr);
            status = UNTRUSTED;
        }
    return status;
}

static int run(struct arguments *arguments, const char *folder)
{
    struct backtest backtest;
    struct progress progress;
    struct faults faults = {0};
    struct error error = {0};
    progress_init(&progress, arguments->config.common.quiet ? 0 : visible_screen());
    arguments->options.fitting = progress_fit;
    arguments->options.context = &progress;
    struct study_run running = {.threads = arguments->config.common.threads,
                                .stop = cli_catch_signals(),
                                .progress = progress_show,
                                .context = &progress};
    int status = backtest_run(&backtest, &arguments->options, arguments->days, arguments->count, &running, folder,
                              &faults, &error);
    progress_end(&progress);
    int code = status == 0 ? tell(arguments, &backtest) : cli_refuse(&faults, &error);
    backtest_free(&backtest);
    faults_free(&faults);
    return code;
}

int command_backtest(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()}, .options = {.replications = 4800}};
    struct scratch scratch;
    struct error error = {0};
    int status;
    nowcast_defaults(&arguments.options);
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.options.threads = arguments.config.common.threads;
    arguments.options.seed = arguments.config.common.seed;
    arguments.options.configuration = arguments.config.path;
    arguments.options.sets = arguments.config.assignments;
    arguments.options.set_count = arguments.config.assignment_count;
    status = scratch_make(&scratch, &error) == 0 ? run(&arguments, scratch.path) : cli_error(&error);
    scratch_remove(&scratch);
    cli_config_free(&arguments.config);
    return status;
}
