/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * fmksim backtest: nowcasts of the past, held against what came.
 */
#include "analysis/nowcast/backtest.h"

#include "cli.h"
#include "nowcast_options.h"
#include "progress.h"
#include "visible.h"
#include "sim/date.h"
#include "sim/output.h"
#include "sim/scratch.h"

#include <stdlib.h>
#include <unistd.h>

enum { KEY_AS_OF = NOWCAST_KEYS_END, KEY_PICTURE };
enum { DAYS_MOST = 100, COURSES = 4800, COURSES_OF_SHEET = 320 };

struct arguments {
    struct cli_config config;
    struct nowcast_options options;
    const char *picture; /* null: none */
    long days[DAYS_MOST];
    size_t count;
};

static const struct argp_option list[] = {
    NOWCAST_OBSERVATIONS_OPTION,
    NOWCAST_DATE_ERROR_OPTION,
    {"as-of", KEY_AS_OF, "DATE", 0, "A day to look from, as 2015-08-31; may be repeated, later ones last", 0},
    {"replications", 'n', "N", 0, "Courses of each nowcast at the most (default 4800; 320 with a sheet)", 0},
    NOWCAST_SAMPLERS_OPTION,
    NOWCAST_SWEEPS_OPTION,
    {"picture", KEY_PICTURE, "FILE.svg", 0, "Draw the scores against the monitoring sheet into this file", 0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    CLI_SET_OPTION,
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_FORCE_OPTION("Replace an existing picture"),
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

static void check(struct arguments *arguments, const struct argp_state *state)
{
    if (!arguments->options.observations && !arguments->options.sheet)
        argp_error(state, "--observations FILE.csv is missing");
    if (arguments->count == 0)
        argp_error(state, "--as-of DATE is missing");
    if (arguments->picture && !arguments->options.sheet)
        argp_error(state, "--picture draws the scores against a monitoring sheet, and none is given");
    if (arguments->options.replications == 0)
        arguments->options.replications = arguments->options.sheet ? COURSES_OF_SHEET : COURSES;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_PICTURE:
        arguments->picture = cli_file(state, argument);
        return 0;
    case KEY_AS_OF:
        add_day(arguments, argument, state);
        return 0;
    case ARGP_KEY_SUCCESS:
        check(arguments, state);
        return 0;
    default:
        return nowcast_parse(key, argument, state, &arguments->options) == 0
                   ? 0
                   : cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    list,
    parse,
    "CONFIG",
    "Look back: a nowcast as of each day, the probability of every deadline over time, and scores against what was "
    "observed later, beside forecasts that anybody can make: a straight line, the last weeks, the plan. With a "
    "monitoring sheet also items and days of every site, 4, 12 and 26 weeks ahead.\v"
    "Exit code 3: some nowcast is worth fewer than 400 independent courses; more courses (-n) help.\n\n"
    "Examples:\n"
    "  fmksim backtest configs/fmk.cfg --observations configs/observations.csv --as-of 2014-12-31 --as-of 2015-08-31\n"
    "  fmksim backtest clinics.cfg --observations sheet.csv --as-of 2026-05-31 --as-of 2026-06-28 --picture "
    "scores.svg\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, const struct backtest *backtest)
{
    int status = DONE;
    struct error error = {0};
    if (arguments->picture &&
        backtest_picture(backtest, arguments->picture, arguments->config.common.force, &error) != 0)
        return cli_error(&error);
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
    struct arguments arguments = {.config = {.common = cli_defaults()}, .options = {.replications = 0}};
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
    const char *const inputs[] = {arguments.config.path, arguments.options.observations, arguments.options.sheet};
    if (arguments.picture && (output_apart(arguments.picture, inputs, 3, &error) != 0 ||
                              output_check(arguments.picture, arguments.config.common.force, &error) != 0)) {
        status = cli_error(&error);
    } else {
        status = scratch_make(&scratch, &error) == 0 ? run(&arguments, scratch.path) : cli_error(&error);
        scratch_remove(&scratch);
    }
    cli_config_free(&arguments.config);
    return status;
}
