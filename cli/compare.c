/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * compare: two scenarios of a results file, replication by replication.
 */
#include "analysis/answers/compare.h"

#include "cli.h"
#include "sim/output.h"

#include <stdlib.h>
#include <string.h>

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
    "FILE.h5 SCENARIO_A SCENARIO_B|GLOB",
    "Compare two scenarios of a results file, B against A, replication by replication: they met the same luck, so the "
    "differences are known far better than the two results.\v"
    "A pattern such as 'corps-*' compares every scenario that it fits with A; `fmksim rank' puts them into one "
    "table.\n\n"
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

static int compare(const struct arguments *arguments, const struct results *results, const char *b)
{
    struct comparison comparison = {.spec = 0};
    struct error error = {0};
    int status = compare_scenarios(&comparison, results, arguments->text[1], b, &error) != 0
                     ? cli_error(&error)
                     : tell(arguments, &comparison, &error);
    compare_free(&comparison);
    return status;
}

/* One JSON document of many comparisons. */
static int compare_as_json(const struct arguments *arguments, const struct results *results, const bool chosen[])
{
    const struct results_spec *spec = results_spec(results);
    json_t *list = json_array();
    for (size_t s = 0; s < spec->scenario_count; s++) {
        struct comparison comparison;
        struct error error = {0};
        if (!chosen[s])
            continue;
        if (compare_scenarios(&comparison, results, arguments->text[1], spec->scenarios[s].name, &error) != 0) {
            json_decref(list);
            return cli_error(&error);
        }
        json_array_append_new(list, compare_json(&comparison));
        compare_free(&comparison);
    }
    return cli_json(json_pack("{s:o}", "comparisons", list));
}

/* All that a pattern fits but A itself. */
static int compare_many(const struct arguments *arguments, const struct results *results, struct error *error)
{
    const struct results_spec *spec = results_spec(results);
    bool *chosen = calloc(spec->scenario_count, sizeof *chosen);
    int status = chosen ? DONE : FAILED, told = 0;
    if (status == DONE && results_scenarios(spec, &arguments->text[2], 1, chosen, error) != 0)
        status = cli_error(error);
    for (size_t s = 0; status == DONE && s < spec->scenario_count; s++)
        chosen[s] = chosen[s] && strcmp(spec->scenarios[s].name, arguments->text[1]) != 0;
    if (status == DONE && arguments->common.json)
        status = compare_as_json(arguments, results, chosen);
    else
        for (size_t s = 0; status == DONE && s < spec->scenario_count; s++)
            if (chosen[s]) {
                fputs(told++ > 0 ? "\n\n" : "", stdout);
                status = compare(arguments, results, spec->scenarios[s].name);
            }
    free(chosen);
    return status;
}

int command_compare(int argc, char *argv[])
{
    struct arguments arguments = {.count = 0};
    struct results *results = 0;
    struct error error = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    bool many = strpbrk(arguments.text[2], "*?[");
    int status;
    if (many && arguments.common.csv)
        status = cli_error((error_set(&error, ERROR_USAGE, "--csv writes the table of one comparison"), &error));
    else if (output_apart(arguments.common.csv, arguments.text, 1, &error) != 0 ||
             results_open(&results, arguments.text[0], &error) != 0)
        status = cli_error(&error);
    else
        status = many ? compare_many(&arguments, results, &error) : compare(&arguments, results, arguments.text[2]);
    results_close(results);
    return status;
}
