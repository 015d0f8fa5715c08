/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * merge: joins the shards of a study into one results file.
 */
#include "cli.h"
#include "progress.h"
#include "visible.h"
#include "analysis/study/study.h"
#include "sim/output.h"

#include <stdlib.h>

struct arguments {
    struct study_run run;
    const char **shard; /* [shards], owned array */
    size_t shards;
    struct cli_common common;
};

static const struct argp_option list[] = {
    CLI_OUTPUT_OPTION("FILE.h5", "Results file of the whole study"),
    CLI_FORCE_OPTION("Replace an existing output"),
    CLI_THREADS_OPTION("Threads (default: all processors); results do not depend on it"),
    CLI_QUIET_OPTION("Show no progress"),
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        cli_append(&arguments->shard, &arguments->shards, argument, state);
        return 0;
    case ARGP_KEY_END:
        if (arguments->shards == 0)
            argp_error(state, "the shards are missing");
        if (!arguments->common.output)
            argp_error(state, "--output is missing");
        return 0;
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    list,
    parse,
    "SHARD.h5...",
    "Join the shards that `run --shard I/N' wrote into the file that `run' without it would have written.\v"
    "The order does not matter. Shards that are missing, there twice or of another study are named, and nothing is "
    "written. Nothing is simulated: the configuration is not needed.",
    cli_output,
    0,
    0};

int command_merge(int argc, char *argv[])
{
    struct arguments arguments = {.common = cli_defaults()};
    struct progress progress;
    struct faults faults = {0};
    struct error error = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    progress_init(&progress, arguments.common.quiet ? 0 : visible_screen());
    arguments.run.output = arguments.common.output;
    arguments.run.threads = arguments.common.threads;
    arguments.run.force = arguments.common.force;
    arguments.run.stop = cli_catch_signals();
    arguments.run.progress = progress_show;
    arguments.run.context = &progress;
    int status = output_apart(arguments.run.output, arguments.shard, arguments.shards, &error);
    if (status == 0)
        status = study_merge(arguments.shard, arguments.shards, &arguments.run, &faults, &error);
    progress_end(&progress);
    if (status != 0)
        status = error.code != ERROR_NONE ? cli_error(&error) : cli_faults(&faults);
    else if (!arguments.common.quiet)
        printf("%zu shards joined into %s\n", arguments.shards, arguments.run.output);
    faults_free(&faults);
    free(arguments.shard);
    return status;
}
