/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * optimise: which levers to pull.
 */
#include "cli.h"
#include "visible.h"
#include "analysis/nowcast/pasts.h"
#include "analysis/staffing/optimising.h"
#include "sim/date.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    KEY_TARGET = 0x3001,
    KEY_BUDGET,
    KEY_LEVER,
    KEY_FROM,
    KEY_DELTA,
    KEY_CONFIRM,
    KEY_FRONT,
    KEY_JOURNAL,
    KEY_OBSERVATIONS,
    KEY_AS_OF
};

struct arguments {
    struct cli_config config;
    struct optimising_options options;
    struct nowcast_options nowcast; /* observations null: none */
    const char **levers, *from, *as_of;
    char day_after[DATE_TEXT];
    char *undated;
    bool wanted;
};

static const struct argp_option list[] = {
    {"target", KEY_TARGET, "P", 0, "The cheapest bundle that is on time with this probability, such as 0.8", 0},
    {"budget", KEY_BUDGET, "B", 0,
     "Or the bundle that is most often on time among those that cost at most B more than today until the deadline", 0},
    {"lever", KEY_LEVER, "NAME|GLOB", 0,
     "Sweep or scenario of kind \"lever\" to choose from (may be repeated; default: all sweeps along one path)", 0},
    {"from", KEY_FROM, "DATE", 0,
     "Levers that say no day act from this one (default: the day after --as-of, "
     "or the epoch)",
     0},
    {"observations", KEY_OBSERVATIONS, "FILE.csv", 0,
     "Go on from what was seen, as nowcast does, instead of from the assumptions alone", 0},
    {"as-of", KEY_AS_OF, "DATE", 0, "Use what was known at the end of this day; levers are pulled later", 0},
    {"replications", 'n', "N", 0, "Courses that are to fit what was seen (default 10000)", 0},
    CLI_DEADLINE_OPTION("the one that presses in the end, else the last"),
    CLI_READING_OPTION("all-sites"),
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
    case KEY_OBSERVATIONS:
        arguments->nowcast.observations = argument;
        return 0;
    case KEY_AS_OF:
        if (!date_parse(argument, &arguments->nowcast.as_of))
            argp_error(state, "--as-of: '%.40s' is no day, such as 2015-10-06", argument);
        arguments->as_of = argument;
        return 0;
    case 'n':
        arguments->nowcast.replications = cli_whole(state, "--replications", argument, 1, 100000000);
        return 0;
    case ARGP_KEY_SUCCESS:
        if (!arguments->wanted)
            argp_error(state, "--target or --budget is missing");
        if (!arguments->nowcast.observations != !arguments->as_of)
            argp_error(state, "--observations FILE.csv and --as-of DATE belong together");
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

/* The deadline that was asked for; by itself one that lies ahead. */
static int find_deadline(struct arguments *arguments, const struct programme *p, struct error *error)
{
    const char *asked = arguments->config.common.deadline;
    size_t *deadline = &arguments->options.deadline;
    if (p->deadlines == 0)
        return error_set(error, ERROR_CONFIG, "the configuration has no deadline");
    *deadline = (size_t)programme_headline(p);
    if (!asked && isfinite(p->as_of) && p->deadline[*deadline].instant <= p->as_of)
        *deadline = p->deadlines - 1;
    for (size_t d = 0; asked && d < p->deadlines; d++)
        if (strcmp(p->deadline[d].name, asked) == 0) {
            *deadline = d;
            asked = 0;
        }
    if (asked)
        return error_set(error, ERROR_USAGE, "there is no deadline \"%.60s\"; the first of %zu is \"%s\"", asked,
                         p->deadlines, p->deadline[0].name);
    if (isfinite(p->as_of) && p->deadline[*deadline].instant <= p->as_of)
        return error_set(error, ERROR_USAGE, "the deadline %s has passed by the day from which the programme is seen",
                         p->deadline[*deadline].name);
    return 0;
}

/* The programme as it was known on the day, and levers from the next one. */
static int set_view(struct arguments *arguments, struct document *document, struct faults *faults)
{
    char view[DATE_TEXT + 8];
    arguments->options.earliest = LONG_MIN;
    if (arguments->as_of) {
        snprintf(view, sizeof view, "as_of=%s", arguments->as_of);
        if (document_set(document, view, faults) != 0)
            return -1;
        arguments->options.earliest = arguments->nowcast.as_of + 1;
        date_format(arguments->options.earliest, arguments->day_after);
        if (!arguments->from)
            arguments->from = arguments->day_after;
    }
    arguments->options.dated = arguments->from != 0;
    return arguments->from && scenarios_date(document, arguments->from, &arguments->undated, faults) < 0 ? -1 : 0;
}

static int prepare(struct arguments *arguments, struct document *document, struct faults *faults, struct error *error)
{
    struct programme programme = {0};
    if (cli_read(document, &arguments->config, faults) != 0 || set_view(arguments, document, faults) != 0)
        return -1;
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

static void fitting(void *context, const struct posterior_progress *progress)
{
    if (*(const bool *)context)
        fprintf(visible_screen(), "\r\033[Ksampler %zu of %zu, %.0f %%", progress->sampler, progress->samplers,
                100 * progress->done);
}

/* What was seen, if anything, and the pasts that fit it. */
static int find_pasts(struct arguments *arguments, struct pasts **pasts, struct faults *faults, struct error *error)
{
    struct optimising_options *options = &arguments->options;
    struct nowcast_options *nowcast = &arguments->nowcast;
    const struct pasts_run run = {options->journal, options->threads, options->stop};
    if (!nowcast->observations)
        return 0;
    nowcast->configuration = arguments->config.path;
    nowcast->sets = arguments->config.assignments;
    nowcast->set_count = arguments->config.assignment_count;
    nowcast->seed = options->seed;
    nowcast->threads = options->threads;
    nowcast->fitting = options->progress ? fitting : 0;
    nowcast->context = options->context;
    if (pasts_open(pasts, nowcast, &run, faults, error) != 0)
        return -1;
    options->luck = pasts_luck(*pasts);
    options->pasts = pasts_name(*pasts);
    return 0;
}

static int ask(struct arguments *arguments, bool terminal, struct faults *faults, struct error *error)
{
    struct optimising optimising;
    struct pasts *pasts = 0;
    int asked = find_pasts(arguments, &pasts, faults, error);
    bool found = asked == 0;
    if (found)
        asked = optimising_ask(&optimising, &arguments->options, faults, error);
    if (terminal && arguments->options.progress)
        fputs("\r\033[K", visible_screen());
    pasts_close(pasts);
    if (asked != 0)
        return found ? cli_error(error) : cli_refuse(faults, error);
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
                                  .options = {.delta = 0.02, .risk = 0.05, .limit = 50000, .confirm = 400},
                                  .nowcast = {.replications = 10000}};
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    bool terminal = isatty(STDERR_FILENO);
    int status;
    nowcast_defaults(&arguments.nowcast);
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
    free(arguments.undated);
    document_free(&document);
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
