/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * nowcast: the forecast given what was known at the end of a day.
 */
#include "analysis/nowcast/nowcast.h"

#include "cli.h"
#include "nowcast_options.h"
#include "progress.h"
#include "visible.h"
#include "analysis/answers/summary.h"
#include "analysis/nowcast/monitor.h"
#include "sim/date.h"
#include "sim/output.h"

#include <string.h>

enum { KEY_AS_OF = NOWCAST_KEYS_END, KEY_TEMPLATE, KEY_METHOD, KEY_FUTURES, KEY_SCENARIO, KEY_FROM };

enum { SCENARIOS_MOST = 1000 };

struct arguments {
    struct cli_config config;
    struct nowcast_options options;
    struct study_run run;
    bool dated, template, sheet;
    const char *scenarios[SCENARIOS_MOST];
};

static const struct argp_option list[] = {
    NOWCAST_OBSERVATIONS_OPTION,
    NOWCAST_DATE_ERROR_OPTION,
    {"as-of", KEY_AS_OF, "DATE", 0, "Use what was known at the end of this day, as 2015-10-06", 0},
    {"output", 'o', "FILE.h5", 0, "Results file", 0},
    {"replications", 'n', "N", 0, "Courses of each scenario at the most (default 10000)", 0},
    {"method", KEY_METHOD, "samplers|weights", 0,
     "How: samplers that go from the prior to what was seen (default), or courses of the prior that weigh as much as "
     "they fit",
     0},
    NOWCAST_SAMPLERS_OPTION,
    {"futures", KEY_FUTURES, "M", 0, "Courses that go on from each past that was found (default 1)", 0},
    NOWCAST_SWEEPS_OPTION,
    {"scenario", KEY_SCENARIO, "NAME", 0,
     "A scenario beside the baseline, on the same pasts; may be repeated, and be a pattern (`all' for every one)", 0},
    {"from", KEY_FROM, "DATE", 0,
     "Levers that say no day act from this one: the day after --as-of for what can still be done (default: from the "
     "epoch, what would have happened)",
     0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    CLI_SET_OPTION,
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    {"template", KEY_TEMPLATE, "facts|sheet", OPTION_ARG_OPTIONAL,
     "Print an empty file of observations for the configuration (default: facts, one a row), or an empty monitoring "
     "sheet, and do nothing else",
     0},
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_RESUME_OPTION("Go on with an interrupted nowcast; simulates nothing if the output is there"),
    CLI_FORCE_OPTION("Replace an existing output or journal"),
    CLI_QUIET_OPTION("Show no progress"),
    {0}};

static void check(const struct arguments *arguments, struct argp_state *state)
{
    if (arguments->template)
        return;
    if (!arguments->options.observations && !arguments->options.sheet)
        argp_error(state, "--observations FILE.csv is missing");
    if (!arguments->dated)
        argp_error(state, "--as-of DATE is missing");
    if (!arguments->run.output)
        argp_error(state, "--output FILE.h5 is missing");
}

static enum nowcast_method parse_method(struct argp_state *state, const char *argument)
{
    if (strcmp(argument, "samplers") != 0 && strcmp(argument, "weights") != 0)
        argp_error(state, "--method: '%.40s' is none; samplers and weights are", argument);
    return strcmp(argument, "weights") == 0 ? NOWCAST_WEIGHTS : NOWCAST_SAMPLERS;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case 'o':
        arguments->run.output = cli_file(state, argument);
        return 0;
    case KEY_AS_OF:
        if (!date_parse(argument, &arguments->options.as_of))
            argp_error(state, "--as-of: '%.40s' is no day, such as 2015-10-06", argument);
        arguments->dated = true;
        return 0;
    case KEY_METHOD:
        arguments->options.method = parse_method(state, argument);
        return 0;
    case KEY_FUTURES:
        arguments->options.futures = cli_whole(state, "--futures", argument, 1, 1000);
        return 0;
    case KEY_SCENARIO:
        if (arguments->options.scenario_count == SCENARIOS_MOST)
            argp_error(state, "--scenario: more than %d", SCENARIOS_MOST);
        arguments->scenarios[arguments->options.scenario_count++] = argument;
        return 0;
    case KEY_FROM:
        arguments->options.from = argument;
        return 0;
    case KEY_TEMPLATE:
        arguments->template = true;
        if (argument && strcmp(argument, "facts") != 0 && strcmp(argument, "sheet") != 0)
            argp_error(state, "--template: '%.40s' is none; facts and sheet are", argument);
        arguments->sheet = argument && strcmp(argument, "sheet") == 0;
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
    "Forecast given what was known on a day: samplers go from the prior to what was observed and known by then, moving "
    "assumptions and luck alike, and every past that they end in goes on with futures of its own. The results file is "
    "read by every other command.\v"
    "Exit code 3: some answer is worth fewer than 400 independent courses, or no course fits at all; more courses (-n) "
    "help.\n\n"
    "Examples:\n"
    "  fmksim nowcast configs/fmk.cfg --template > seen.csv\n"
    "  fmksim nowcast configs/fmk.cfg --template=sheet > sheet.csv\n"
    "  fmksim nowcast configs/fmk.cfg --observations configs/observations.csv --as-of 2015-10-06 -o now.h5\n"
    "  fmksim nowcast configs/fmk.cfg --observations sheet.csv --as-of 2015-09-27 -n 160 -o now.h5\n",
    cli_output,
    0,
    0};

static int print_template(const struct arguments *arguments, struct faults *faults)
{
    struct document document = {0};
    struct programme programme;
    int status = cli_read(&document, &arguments->config, faults);
    if (status == 0)
        status = programme_init(&programme, &document, faults);
    if (status == 0) {
        (arguments->sheet ? monitor_template : observations_template)(&programme, stdout);
        programme_free(&programme);
    }
    document_free(&document);
    return status == 0 ? DONE : cli_faults(faults);
}

static int print(const struct arguments *arguments, const struct nowcast *nowcast, const struct nowcast_answer *answer,
                 const struct summary *summary)
{
    if (!arguments->config.common.json) {
        summary_print_answer(summary, stdout);
        nowcast_print(answer, nowcast, stdout);
        if (arguments->options.sheet)
            at_risk_print(&summary->risk, stdout);
        return DONE;
    }
    json_t *document = summary_json(summary);
    if (document && nowcast_json(answer, nowcast, document) != 0) {
        json_decref(document);
        document = 0;
    }
    return cli_json(document);
}

static int tell(const struct arguments *arguments, const struct nowcast *nowcast)
{
    struct error error = {0};
    struct summary summary;
    struct nowcast_answer answer = {0};
    int status = summary_of(&summary, arguments->run.output, &error);
    if (status == 0 && (arguments->options.sheet || arguments->config.common.json))
        status = summary_risk(&summary, &error);
    if (status == 0)
        status = nowcast_answer(&answer, nowcast, arguments->run.output, &error);
    status = status == 0 ? print(arguments, nowcast, &answer, &summary) : cli_error(&error);
    if (status == DONE && *answer.lost)
        fprintf(stderr, "fmksim: %s: not to be trusted; more courses (-n) help\n", answer.lost);
    if (status == DONE && answer.effective < NOWCAST_LEAST)
        fprintf(stderr,
                "fmksim: worth %.0f independent courses%s%s%s, fewer than %d: not to be trusted; more "
                "courses (-n) help\n",
                answer.effective, *answer.weakest ? " where least (" : "", answer.weakest, *answer.weakest ? ")" : "",
                NOWCAST_LEAST);
    if (status == DONE && !answer.trusted)
        status = UNTRUSTED;
    nowcast_answer_free(&answer);
    summary_free(&summary);
    return status;
}

static int run(struct arguments *arguments, struct nowcast *nowcast)
{
    struct progress progress;
    struct error error = {0};
    progress_init(&progress, arguments->config.common.quiet ? 0 : visible_screen());
    arguments->run.progress = progress_show;
    arguments->run.context = &progress;
    arguments->options.fitting = progress_fit;
    arguments->options.context = &progress;
    if (*nowcast_undated(nowcast) && !arguments->config.common.quiet)
        fprintf(stderr, "fmksim: these cannot begin on a date and act from the epoch: %s\n", nowcast_undated(nowcast));
    int status = nowcast_run(nowcast, &arguments->run, &error);
    progress_end(&progress);
    return status == 0 ? tell(arguments, nowcast) : cli_error(&error);
}

int command_nowcast(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()}, .options = {.replications = 10000}};
    struct nowcast *nowcast = 0;
    struct faults faults = {0};
    struct error error = {0};
    int status;
    nowcast_defaults(&arguments.options);
    arguments.options.scenarios = arguments.scenarios;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.run.threads = arguments.config.common.threads;
    arguments.run.force = arguments.config.common.force;
    arguments.run.resume = arguments.config.common.resume;
    arguments.options.threads = arguments.run.threads;
    arguments.options.seed = arguments.config.common.seed;
    arguments.options.configuration = arguments.config.path;
    arguments.options.sets = arguments.config.assignments;
    arguments.options.set_count = arguments.config.assignment_count;
    if (arguments.template) {
        status = print_template(&arguments, &faults);
    } else {
        arguments.run.stop = cli_catch_signals();
        const char *const inputs[] = {arguments.config.path, arguments.options.observations, arguments.options.sheet};
        if (output_apart(arguments.run.output, inputs, 3, &error) != 0 ||
            nowcast_open(&nowcast, &arguments.options, &faults, &error) != 0)
            status = cli_refuse(&faults, &error);
        else
            status = run(&arguments, nowcast);
    }
    nowcast_close(nowcast);
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
