/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimise: which levers to pull.
 */
#include "cli.h"
#include "visible.h"
#include "analysis/staffing/optimising.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_TARGET = 0x3001, KEY_BUDGET, KEY_LEVER, KEY_FROM, KEY_DELTA, KEY_CONFIRM, KEY_FRONT, KEY_JOURNAL };

struct arguments {
    struct cli_config config;
    struct optimising_options options;
    const char **levers;
    const char *from;
    bool wanted;
};

static const struct argp_option list[] = {
    {"target", KEY_TARGET, "P", 0, "The cheapest bundle that is on time with this probability, such as 0.8", 0},
    {"budget", KEY_BUDGET, "B", 0,
     "Or the bundle that is most often on time among those that cost at most B more than today until the deadline", 0},
    {"lever", KEY_LEVER, "NAME|GLOB", 0,
     "Sweep or scenario of kind \"lever\" to choose from (may be repeated; default: all sweeps along one path)", 0},
    {"from", KEY_FROM, "DATE", 0, "Levers that say no day act from this one (default: from the epoch)", 0},
    CLI_DEADLINE_OPTION("the one that presses in the end, else the last"),
    CLI_READING_OPTION("all-municipalities"),
    {"delta", KEY_DELTA, "D", 0, "Tolerance: probabilities within it are not told apart (default 0.02)", 0},
    {"confirm", KEY_CONFIRM, "N", 0, "Fresh replications that confirm the answer (default 400)", 0},
    {"front", KEY_FRONT, "N", 0,
     "Simulate every bundle N times and show the front of cost against probability (default: no)", 0},
    {"journal", KEY_JOURNAL, "FILE", 0,
     "Keep finished replications in FILE: after an interruption, or for another target of the same question, the "
     "command goes on from there",
     0},
    CLI_SET_OPTION,
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    CLI_THREADS_OPTION("Threads (default: all processors); the answer does not depend on it"),
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_QUIET_OPTION("Show no progress"),
    {0},
};

static double real(const struct argp_state *state, const char *option, const char *text, double low, double high)
{
    char *end;
    double value = strtod(text, &end);
    if (end == text || *end || !(value >= low && value <= high))
        argp_error(state, "%s: '%.60s' is no number from %g to %g", option, text, low, high);
    return value;
}

static void want(struct arguments *arguments, bool by_target, struct argp_state *state)
{
    if (arguments->wanted)
        argp_error(state, "--target or --budget, not both, and once");
    arguments->wanted = true;
    arguments->options.by_target = by_target;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    struct optimising_options *options = &arguments->options;
    switch (key) {
    case KEY_TARGET:
        want(arguments, true, state);
        options->target = real(state, "--target", argument, 0, 1);
        return 0;
    case KEY_BUDGET:
        want(arguments, false, state);
        options->budget = real(state, "--budget", argument, -1e12, 1e12);
        return 0;
    case KEY_LEVER:
        cli_append(&arguments->levers, &options->lever_count, argument, state);
        return 0;
    case KEY_FROM:
        arguments->from = argument;
        return 0;
    case KEY_DELTA:
        options->delta = real(state, "--delta", argument, 0.0001, 0.5);
        return 0;
    case KEY_CONFIRM:
        options->confirm = cli_whole(state, "--confirm", argument, 0, 10000000);
        return 0;
    case KEY_FRONT:
        options->front = cli_whole(state, "--front", argument, 1, 1000000);
        return 0;
    case KEY_JOURNAL:
        options->journal = argument;
        return 0;
    case ARGP_KEY_SUCCESS:
        if (!arguments->wanted)
            argp_error(state, "--target or --budget is missing");
        return 0;
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    list,
    parse,
    "CONFIG",
    "Which levers shall be pulled? Of all bundles of the levers that the configuration declares: the cheapest that "
    "reaches a target, or the one that is most often on time within a budget, with a guarantee.\v"
    "A lever is a sweep (a value along a path) or a scenario (pulled or not) of kind \"lever\"; what it costs is what "
    "the configuration's `costs' say, from the day on which it acts to the deadline. Bundles are compared under the "
    "same "
    "luck; what a failure or a dearer bundle implies is not simulated. The answer is confirmed by fresh courses, and "
    "explained: which causes' days shrink, and what binds then; or, if nothing reaches the target, under which other "
    "assumptions the dearest bundle would.\n\n"
    "Examples:\n"
    "  fmksim optimise configs/fmk.cfg --target 0.5 --deadline end-2016 --lever corps --lever kmd-teams\n"
    "  fmksim optimise configs/fmk.cfg --budget 10 --deadline end-2016 --lever corps --lever kmd-teams --front 400\n",
    cli_output,
    0,
    0};

/* ---- the question ---- */

static void show(void *context, size_t replications)
{
    if (*(const bool *)context)
        fprintf(visible_screen(), "\r\033[K%zu courses", replications);
}

static int find_deadline(struct arguments *arguments, const struct programme *p, struct error *error)
{
    const char *asked = arguments->config.common.deadline;
    if (p->deadlines == 0)
        return error_set(error, ERROR_CONFIG, "the configuration has no deadline");
    arguments->options.deadline = (size_t)programme_headline(p);
    for (size_t d = 0; asked && d < p->deadlines; d++)
        if (strcmp(p->deadline[d].name, asked) == 0) {
            arguments->options.deadline = d;
            asked = 0;
        }
    return asked ? error_set(error, ERROR_USAGE, "there is no deadline \"%.60s\"; the first of %zu is \"%s\"", asked,
                             p->deadlines, p->deadline[0].name)
                 : 0;
}

static int prepare(struct arguments *arguments, struct document *document, struct faults *faults, struct error *error)
{
    struct programme programme = {0};
    char *undated = 0;
    if (cli_read(document, &arguments->config, faults) != 0)
        return -1;
    if (arguments->from && scenarios_date(document, arguments->from, &undated, faults) < 0)
        return -1;
    free(undated); /* a lever that is chosen and cannot be dated acts from the epoch, and its price says so */
    if (programme_init(&programme, document, faults) != 0)
        return -1;
    int status = find_deadline(arguments, &programme, error);
    if (status == 0 && arguments->config.common.reading) {
        arguments->options.reading = reading_named(arguments->config.common.reading, error);
        status = arguments->options.reading == READINGS ? -1 : 0;
    }
    programme_free(&programme);
    return status;
}

static int ask(struct arguments *arguments, bool terminal, struct faults *faults, struct error *error)
{
    struct optimising optimising;
    int asked = optimising_ask(&optimising, &arguments->options, faults, error);
    if (terminal && arguments->options.progress)
        fputs("\r\033[K", visible_screen());
    if (asked != 0)
        return cli_error(error);
    int status = DONE;
    if (arguments->config.common.json)
        status = cli_json(optimising_json(&optimising));
    else
        optimising_print(&optimising, stdout);
    if (status == DONE && optimising.answer.open)
        status = UNTRUSTED;
    optimising_free(&optimising);
    return status;
}

int command_optimise(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()},
                                  .options = {.delta = 0.02, .risk = 0.05, .limit = 50000, .confirm = 400}};
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    bool terminal = isatty(STDERR_FILENO);
    int status;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.options.stop = cli_catch_signals();
    arguments.options.seed = arguments.config.common.seed;
    arguments.options.threads = arguments.config.common.threads;
    arguments.options.levers = arguments.levers;
    arguments.options.document = &document;
    arguments.options.progress = arguments.config.common.quiet ? 0 : show;
    arguments.options.context = &terminal;
    status = prepare(&arguments, &document, &faults, &error) != 0 ? cli_refuse(&faults, &error)
                                                                  : ask(&arguments, terminal, &faults, &error);
    free(arguments.levers);
    document_free(&document);
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
