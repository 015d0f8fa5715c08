/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * run: simulates a configuration and writes the results file; ends with a short answer.
 */
#include "cli.h"
#include "progress.h"
#include "visible.h"
#include "analysis/answers/summary.h"
#include "analysis/results/reading.h"
#include "analysis/study/pilot.h"
#include "analysis/study/study.h"
#include "sim/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_SCENARIO = 0x3001, KEY_FROM, KEY_SHARD, KEY_NESTED, KEY_PRECISION };

struct arguments {
    struct cli_config config;
    struct study_options options;
    struct study_run run;
    const char **scenarios; /* owned array */
    char *named;            /* the output's name where none was said, owned */
    const char *output;
    bool counted; /* a number of replications was said */
    bool pilot;   /* a pilot chooses how the run is nested */
};

static const struct argp_option list[] = {
    CLI_OUTPUT_OPTION("FILE.h5", "Results file (default: named after the configuration, in this folder)"),
    {"replications", 'n', "N", 0, "Replications of each scenario (default 10000)", 0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    {"scenario", KEY_SCENARIO, "NAME|GLOB", 0,
     "Scenario to run, or those that a pattern fits, such as 'corps-*' (may be repeated; `all' for every one; default: "
     "the configuration as it is)",
     0},
    {"from", KEY_FROM, "DATE", 0,
     "Levers that say no day act from this one, such as 2015-11-01 (default: from the epoch)", 0},
    CLI_SET_OPTION,
    {"precision", KEY_PRECISION, "H[:READING]", 0,
     "Instead of a number of replications: until every deadline's probability (in that reading, or in each) is known "
     "to "
     "±H with 95 % confidence, such as 0.01; -n is then the most (default 1000000)",
     0},
    {"nested", KEY_NESTED, "KxN", 0,
     "K draws of the assumptions with N replications each: tells what we do not know from chance; `auto' lets a short "
     "pilot choose N, with -n replications in all",
     0},
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    {"shard", KEY_SHARD, "I/N", 0, "Only the I-th of N shares of the study; `merge' joins them", 0},
    CLI_RESUME_OPTION("Go on with an interrupted run; does nothing if the output is there already"),
    CLI_FORCE_OPTION("Replace an existing output or journal"),
    CLI_QUIET_OPTION("Show no progress and no answer"),
    {0}};

static void parse_shard(struct arguments *arguments, const char *text, struct argp_state *state)
{
    const char *slash = strchr(text, '/');
    char first[24];
    if (!slash || slash == text || (size_t)(slash - text) >= sizeof first)
        argp_error(state, "--shard: '%.60s' is not of the form I/N, such as 3/8", text);
    memcpy(first, text, (size_t)(slash - text));
    first[slash - text] = 0;
    arguments->options.shards = cli_whole(state, "--shard", slash + 1, 1, 1000000);
    arguments->options.shard = cli_whole(state, "--shard", first, 1, arguments->options.shards);
}

/* "200x8"; the sign of multiplication is fine, too. */
static void parse_nested(struct arguments *arguments, const char *text, struct argp_state *state)
{
    size_t outer, inner;
    char end;
    arguments->pilot = strcmp(text, "auto") == 0;
    if (arguments->pilot)
        return;
    if (sscanf(text, "%zux%zu%c", &outer, &inner, &end) != 2 && sscanf(text, "%zu×%zu%c", &outer, &inner, &end) != 2)
        argp_error(state, "--nested: '%.60s' is not of the form KxN, such as 200x8", text);
    if (outer < 2 || inner < 2 || outer > 10000000 || inner > 100000 || outer > 100000000 / inner)
        argp_error(state, "--nested: K and N are 2 at least, and 100000000 replications in all at most");
    arguments->options.inner = inner;
    arguments->options.replications = outer * inner;
    arguments->counted = true;
}

/* "0.01" or "0.01:95-percent-of-items" */
static void parse_precision(struct arguments *arguments, const char *text, struct argp_state *state)
{
    struct error error = {0};
    char *end;
    arguments->options.precision = strtod(text, &end);
    if (end == text || (*end != 0 && *end != ':') || !(arguments->options.precision > 0) ||
        arguments->options.precision >= 0.5)
        argp_error(state, "--precision: '%.60s' is no number above 0 and below 0.5", text);
    if (*end == ':' && (arguments->options.precision_reading = (int)reading_named(end + 1, &error)) == READINGS)
        argp_error(state, "--precision: %s", error.text);
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case 'n':
        arguments->options.replications = cli_whole(state, "--replications", argument, 1, 100000000);
        arguments->counted = true;
        return 0;
    case KEY_SCENARIO:
        cli_append(&arguments->scenarios, &arguments->options.scenario_count, argument, state);
        return 0;
    case KEY_FROM:
        arguments->options.from = argument;
        return 0;
    case KEY_NESTED:
        parse_nested(arguments, argument, state);
        return 0;
    case KEY_PRECISION:
        parse_precision(arguments, argument, state);
        return 0;
    case KEY_SHARD:
        parse_shard(arguments, argument, state);
        return 0;
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    list,
    parse,
    "CONFIG",
    "Simulate a configuration many times over and write what came out to a results file.\v"
    "Finished replications are kept in a journal beside the output: after Ctrl-C or a crash the same command with "
    "--resume goes on where it stopped and ends in the same file.\n\n"
    "On many machines: `run --shard I/N' with I from 1 to N, each with an output of its own, then `merge'.",
    cli_output,
    0,
    0};

/* ---- output ---- */

/* configs/fmk.cfg becomes fmk.h5, here. */
static char *default_output(const char *configuration)
{
    const char *slash = strrchr(configuration, '/'), *name = slash ? slash + 1 : configuration;
    const char *dot = strrchr(name, '.');
    size_t length = dot && dot > name ? (size_t)(dot - name) : strlen(name);
    char *output = malloc(length + 4);
    if (output) {
        memcpy(output, name, length);
        memcpy(output + length, ".h5", 4);
    }
    return output;
}

static int answer(const struct arguments *arguments, const struct study *study)
{
    struct summary summary;
    struct error error = {0};
    if (arguments->config.common.quiet)
        return DONE;
    if (study_was_done(study))
        fprintf(stderr, "%s is finished already\n", arguments->output);
    int status = summary_of(&summary, arguments->output, &error) == 0 ? DONE : cli_error(&error);
    if (status == DONE) {
        summary_print_answer(&summary, stdout);
        printf("\nResults: %s (`fmksim summary %s' tells more)\n", arguments->output, arguments->output);
    }
    summary_free(&summary);
    return status;
}

/* How many replications a precision took, and whether it was reached. */
static int tell_precision(const struct arguments *arguments, const struct study *study)
{
    double half;
    if (arguments->options.precision == 0 || study_was_done(study))
        return DONE;
    bool precise = study_is_precise(study, &half);
    if (!arguments->config.common.quiet)
        fprintf(stderr, "%zu replications of each scenario: every probability asked for is known to ±%.2f points\n",
                study_replications(study), 100 * half);
    if (precise)
        return DONE;
    fprintf(stderr, "fmksim: ±%g points are not reached within %zu replications\n", 100 * arguments->options.precision,
            study_replications(study));
    return UNTRUSTED;
}

/* What is safe after a run that did not end, and how to go on. */
static void tell_rest(const struct arguments *arguments)
{
    char *journal = 0;
    if (asprintf(&journal, "%s.journal", arguments->output) < 0)
        return;
    if (access(journal, F_OK) == 0)
        fprintf(stderr,
                "fmksim: finished replications are safe in %s; the same command with --resume goes on from there\n",
                journal);
    free(journal);
}

static int run(struct arguments *arguments, struct study *study)
{
    struct progress progress;
    struct error error = {0};
    if (*study_undated(study) && !arguments->config.common.quiet)
        fprintf(stderr, "fmksim: these cannot begin on a date and act from the epoch: %s\n", study_undated(study));
    progress_init(&progress, arguments->config.common.quiet ? 0 : visible_screen());
    arguments->run.output = arguments->output;
    arguments->run.progress = progress_show;
    arguments->run.context = &progress;
    int status = study_run(study, &arguments->run, &error);
    progress_end(&progress);
    if (status == 0) {
        status = answer(arguments, study);
        return status == DONE ? tell_precision(arguments, study) : status;
    }
    status = cli_error(&error);
    if (error.code != ERROR_USAGE && error.code != ERROR_FORMAT)
        tell_rest(arguments);
    return status;
}

/* A short nested run says how many replications should share a draw of the assumptions. */
static int fly_pilot(struct arguments *arguments, struct faults *faults, struct error *error)
{
    struct study_options *options = &arguments->options;
    struct variant_run run = {.seed = options->seed, .threads = arguments->run.threads, .stop = arguments->run.stop};
    struct document document = {0};
    struct pilot pilot;
    if (cli_read(&document, &arguments->config, faults) != 0)
        return -1;
    int status = pilot_run(&pilot, &document, &run, faults, error);
    document_free(&document);
    if (status != 0)
        return -1;
    options->inner = pilot.inner;
    options->replications = (options->replications + pilot.inner - 1) / pilot.inner * pilot.inner;
    if (!arguments->config.common.quiet)
        fprintf(stderr, "nested: %zu draws of the assumptions x %zu replications\n",
                options->replications / pilot.inner, pilot.inner);
    return 0;
}

int command_run(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()},
                                  .options = {.replications = 10000, .inner = 1, .precision_reading = READINGS}};
    struct study *study = 0;
    struct faults faults = {0};
    struct error error = {0};
    int status;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.run.stop = cli_catch_signals();
    arguments.run.threads = arguments.config.common.threads;
    arguments.run.force = arguments.config.common.force;
    arguments.run.resume = arguments.config.common.resume;
    arguments.options.seed = arguments.config.common.seed;
    arguments.options.configuration = arguments.config.path;
    arguments.options.sets = arguments.config.assignments;
    arguments.options.set_count = arguments.config.assignment_count;
    arguments.options.scenarios = arguments.scenarios;
    if (arguments.options.precision > 0 && !arguments.counted)
        arguments.options.replications = 1000000;
    arguments.output = arguments.config.common.output;
    if (!arguments.output)
        arguments.output = arguments.named = default_output(arguments.config.path);
    if (!arguments.output)
        error_set(&error, ERROR_MEMORY, "out of memory");
    const char *input = arguments.config.path;
    if (!error.code)
        output_apart(arguments.output, &input, 1, &error);
    if (!error.code && arguments.pilot)
        fly_pilot(&arguments, &faults, &error);
    if (error.code || faults.count || study_open(&study, &arguments.options, &faults, &error) != 0)
        status = cli_refuse(&faults, &error);
    else
        status = run(&arguments, study);
    study_close(study);
    faults_free(&faults);
    free(arguments.named);
    free(arguments.scenarios);
    cli_config_free(&arguments.config);
    return status;
}
