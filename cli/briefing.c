/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing: results files as a page for people who decide.
 */
#include "analysis/briefing/briefing.h"

#include "cli.h"
#include "sim/output.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_LANGUAGE = 'l', KEY_FIGURES = 'f', KEY_OBSERVATIONS = 0x3001 };

struct arguments {
    const char **files; /* owned */
    size_t count;
    const char *language, *figures, *observations;
    struct cli_common common; /* json: what the page says */
};

static const struct argp_option list[] = {
    CLI_OUTPUT_OPTION("PAGE.html", "The page to write"),
    {"lang", KEY_LANGUAGE, "da|en", 0, "Language in which the page opens (default en); it holds both", 0},
    {"figures", KEY_FIGURES, "DIR", 0, "Also write every figure as SVG, PNG and PDF into this folder", 0},
    {"observations", KEY_OBSERVATIONS, "FILE.csv", 0, "What was planned and observed, to be shown beside the courses",
     0},
    CLI_FORCE_OPTION("Replace an existing page and existing figures"),
    CLI_JSON_OPTION("Print what the page says as one JSON document instead"),
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_LANGUAGE:
        if (strcmp(argument, "da") != 0 && strcmp(argument, "en") != 0)
            argp_error(state, "--lang: '%.20s' is neither da nor en", argument);
        arguments->language = argument;
        return 0;
    case KEY_FIGURES:
        arguments->figures = argument;
        return 0;
    case KEY_OBSERVATIONS:
        arguments->observations = argument;
        return 0;
    case ARGP_KEY_ARG:
        cli_append(&arguments->files, &arguments->count, argument, state);
        return 0;
    case ARGP_KEY_END:
        if (arguments->count == 0)
            argp_error(state, "the results file is missing");
        if (!arguments->common.output && !arguments->figures && !arguments->common.json)
            argp_error(state, "where to? --output PAGE.html, --figures DIR or --json");
        return 0;
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    list,
    parse,
    "FILE.h5...",
    "Write the briefing of a results file of `fmksim run`: one web page, in Danish and English, that opens without a "
    "network and prints on A4. Further files are told of in short.\v"
    "Scenarios in the file that move one setting become the page's what-if. --figures needs the programs node and "
    "rsvg-convert; the page needs nothing but a browser.\n\n"
    "Examples:\n"
    "  fmksim run configs/fmk.cfg --scenario all -o fmk.h5\n"
    "  fmksim briefing fmk.h5 --observations configs/observations.csv -o briefing.html\n"
    "  fmksim briefing fmk.h5 --lang da -o orientering.html --figures figurer\n",
    cli_output,
    0,
    0};

static int tell(const struct arguments *arguments, struct faults *faults, struct error *error)
{
    struct briefing_options options = {arguments->files, arguments->count, arguments->observations,
                                       arguments->language};
    const struct cli_common *asked = &arguments->common;
    if (!asked->json && briefing_missing())
        return error_set(error, ERROR_USAGE, "%s", briefing_missing());
    if (output_apart(asked->output, arguments->files, arguments->count, error) != 0 ||
        output_apart(asked->output, &arguments->observations, 1, error) != 0)
        return -1;
    json_t *data = briefing_data(&options, faults, error);
    int status = data ? 0 : -1;
    if (status == 0 && asked->json)
        return cli_json(data);
    if (status == 0 && asked->output)
        status = briefing_page(data, asked->output, asked->force, error);
    if (status == 0 && arguments->figures)
        status = briefing_figures(data, arguments->figures, asked->force, error);
    json_decref(data);
    return status;
}

int command_briefing(int argc, char *argv[])
{
    struct arguments arguments = {.language = "en"};
    struct error error = {.code = ERROR_NONE};
    struct faults faults = {0};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status = tell(&arguments, &faults, &error);
    if (status < 0)
        status = cli_refuse(&faults, &error);
    free(arguments.files);
    faults_free(&faults);
    return status;
}
