/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * rank: all scenarios of a results file in one table.
 */
#include "cli.h"

#include "analysis/answers/ranking.h"

#include <stdlib.h>

struct arguments {
    struct ranking_options options;
    const char **patterns;
    const char *path;
    struct cli_common common;
};

enum { KEY_SCENARIO = 0x3001, KEY_DEADLINE, KEY_READING };

static const struct argp_option options[] = {
    {"deadline", KEY_DEADLINE, "NAME", 0, "Deadline (default: the one that is least certain today)", 0},
    {"reading", KEY_READING, "R", 0,
     "all-municipalities, 95-percent-of-municipalities or 95-percent-of-cards (default: the least certain one)", 0},
    {"scenario", KEY_SCENARIO, "NAME|GLOB", 0,
     "Only these scenarios beside the baseline, such as 'corps-*' (may be repeated; default: all)", 0},
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("FILE", "Write one table"),
    CLI_FORCE_OPTION("Overwrite a CSV file that exists"),
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_DEADLINE:
        arguments->options.deadline = argument;
        return 0;
    case KEY_READING:
        arguments->options.reading = argument;
        return 0;
    case KEY_SCENARIO:
        cli_append(&arguments->patterns, &arguments->options.pattern_count, argument, state);
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
    "Rank the scenarios of a results file by what they gain against its baseline, which is today: percentage points of "
    "being on time, and days at the date that is kept with 80 %. Scenarios met the same luck and are compared course "
    "by "
    "course.\v"
    "All intervals hold together with 95 %. The levers that could be the best hold the best one with 95 %. Scenarios "
    "with kind = \"assumption\", and levers that would have had to be pulled before the as-of date, stand in tables of "
    "their own; what levers cost is told where the configuration has "
    "`costs'.\n\n"
    "Examples:\n"
    "  fmksim run configs/fmk.cfg -n 2000 --scenario all -o all.h5\n"
    "  fmksim rank all.h5 --deadline mid-2016 --reading 95-percent-of-municipalities\n"
    "  fmksim rank all.h5 --scenario 'corps-*'\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, const struct ranking *ranking, struct error *error)
{
    const struct cli_common *asked = &arguments->common;
    if (asked->csv && ranking_csv(ranking, asked->csv, asked->force, error) != 0)
        return cli_error(error);
    if (asked->json)
        return cli_json(ranking_json(ranking));
    if (!asked->csv) {
        printf("%s\n", ranking->spec->title);
        ranking_print(ranking, stdout);
    }
    return DONE;
}

int command_rank(int argc, char *argv[])
{
    struct arguments arguments = {.path = NULL};
    struct ranking ranking = {.spec = NULL};
    struct results *results = NULL;
    struct error error = {.code = ERROR_NONE};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.options.patterns = arguments.patterns;
    int status;
    if (results_open(&results, arguments.path, &error) != 0 ||
        ranking_of(&ranking, results, &arguments.options, &error) != 0)
        status = cli_error(&error);
    else
        status = tell(&arguments, &ranking, &error);
    ranking_free(&ranking);
    results_close(results);
    free(arguments.patterns);
    return status;
}
