/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare: two scenarios of a results file, replication by replication.
 */
#include "cli.h"

#include "analysis/answers/compare.h"

struct arguments {
    const char *text[3]; /* file, scenario A, scenario B */
    size_t count;
    struct cli_common common;
};

static const struct argp_option options[] = {
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("FILE", "Write one table"),
    CLI_FORCE_OPTION("Overwrite a CSV file that exists"),
    {0},
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case ARGP_KEY_ARG:
        if (arguments->count == 3)
            argp_error(state, "'%s' is too much", argument);
        arguments->text[arguments->count++] = argument;
        return 0;
    case ARGP_KEY_END:
        if (arguments->count < 3)
            argp_error(state, "a results file and two of its scenarios are wanted");
        return 0;
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    options,
    parse,
    "FILE.h5 SCENARIO_A SCENARIO_B",
    "Compare two scenarios of a results file, B against A, replication by replication: they met the same luck, so the "
    "differences are known far better than the two results.\v"
    "Dates: paired t intervals. Deadlines: McNemar's exact test and the interval of Agresti and Min.\n\n"
    "Example:\n"
    "  fmksim run configs/fmk.cfg -n 2000 --scenario baseline --scenario corps-6\n"
    "  fmksim compare fmk.h5 baseline corps-6\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, const struct comparison *comparison, struct error *error)
{
    const struct cli_common *asked = &arguments->common;
    if (asked->csv && compare_csv(comparison, asked->csv, asked->force, error) != 0)
        return cli_error(error);
    if (asked->json)
        return cli_json(compare_json(comparison));
    if (!asked->csv)
        compare_print(comparison, stdout);
    return DONE;
}

int command_compare(int argc, char *argv[])
{
    struct arguments arguments = {.count = 0};
    struct comparison comparison = {.spec = NULL};
    struct results *results = NULL;
    struct error error = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status;
    if (results_open(&results, arguments.text[0], &error) != 0 ||
        compare_scenarios(&comparison, results, arguments.text[1], arguments.text[2], &error) != 0)
        status = cli_error(&error);
    else
        status = tell(&arguments, &comparison, &error);
    compare_free(&comparison);
    results_close(results);
    return status;
}
