/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * staff: how many it takes.
 */
#include "cli.h"
#include "visible.h"
#include "analysis/staffing/staffing.h"
#include "models/keys.h"
#include "sim/output.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    KEY_TARGET = 0x3001,
    KEY_DELTA,
    KEY_MIN,
    KEY_MAX,
    KEY_PATH,
    KEY_DISPLAY,
    KEY_CONFIRM,
    KEY_FROM,
};

enum { COARSE = 100, FINE = 1000 }; /* replications of each size, of themselves and where the curve is asked for */

struct arguments {
    struct cli_config config;
    struct staffing_options options;
    char *path[2]; /* owned */
    int low[2], high[2], step[2];
    int paths, min, max;
    bool shown; /* --display was said */
};

static const struct argp_option options[] = {
    {"target", KEY_TARGET, "P", 0, "Probability to be reached, such as 0.8 (required)", 0},
    CLI_DEADLINE_OPTION("the one that presses in the end, else the last"),
    CLI_READING_OPTION("all-sites"),
    {"delta", KEY_DELTA, "D", 0, "Tolerance: probabilities within it of the target are not told apart (default 0.02)",
     0},
    {"min", KEY_MIN, "K", 0, "Smallest size (default 0, or as few as the programme can do with)", 0},
    {"max", KEY_MAX, "K", 0, "Largest size (default 12)", 0},
    {"path", KEY_PATH, "PATH[=LOW:HIGH[:STEP]]", 0,
     "Whole number to vary instead of " CONSULTANTS_PATH
     ", or without a corps of the first sweep's; twice for a table of two",
     0},
    CLI_SET_OPTION,
    {"display", KEY_DISPLAY, "N", 0,
     "Replications of each size for the curve (default 100; 1000 for --output, --csv and two paths; 0: no curve)", 0},
    {"from", KEY_FROM, "DATE", 0, "So many from this day on, and as the configuration says before it", 0},
    {"confirm", KEY_CONFIRM, "N", 0, "Fresh replications that confirm the answer (default 400)", 0},
    CLI_SEED_OPTION("Seed of the random numbers (default 1)"),
    CLI_THREADS_OPTION("Threads (default: all processors)"),
    CLI_OUTPUT_OPTION("FILE.h5",
                      "Write the curve's replications to a results file, a scenario for each size: staff-0, staff-1 …"),
    CLI_JSON_OPTION("Print one JSON document"),
    CLI_CSV_OPTION("FILE", "Write the curve as a table"),
    CLI_RESUME_OPTION("Go on with the results file of an interrupted `staff'; the answer is found anew"),
    CLI_FORCE_OPTION("Overwrite files that exist"),
    CLI_QUIET_OPTION("Show no progress"),
    {0},
};

static double fraction(const struct argp_state *state, const char *option, const char *text)
{
    char *end;
    double value = strtod(text, &end);
    if (*text == 0 || *end != 0 || !(value > 0 && value < 1))
        argp_error(state, "%s: '%.60s' is no number between 0 and 1", option, text);
    return value;
}

static void parse_path(struct arguments *arguments, const char *text, struct argp_state *state)
{
    int k = arguments->paths;
    if (k == 2)
        argp_error(state, "--path: two at most");
    const char *equals = strchr(text, '=');
    int read = 0;
    arguments->step[k] = 1;
    arguments->low[k] = INT32_MIN;
    if (equals) {
        int found = sscanf(equals + 1, "%d:%d%n:%d%n", &arguments->low[k], &arguments->high[k], &read,
                           &arguments->step[k], &read);
        if (found < 2 || equals[1 + read] != 0)
            argp_error(state, "--path: '%.60s' is not of the form PATH=LOW:HIGH or PATH=LOW:HIGH:STEP", text);
    }
    arguments->path[k] = equals ? strndup(text, (size_t)(equals - text)) : strdup(text);
    if (!arguments->path[k])
        argp_failure(state, FAILED, 0, "out of memory");
    arguments->paths++;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_TARGET:
        arguments->options.staff.target = fraction(state, "--target", argument);
        return 0;
    case KEY_DELTA:
        arguments->options.staff.delta = fraction(state, "--delta", argument);
        return 0;
    case KEY_MIN:
        arguments->min = (int)cli_whole(state, "--min", argument, 0, 1000000);
        return 0;
    case KEY_MAX:
        arguments->max = (int)cli_whole(state, "--max", argument, 0, 1000000);
        return 0;
    case KEY_PATH:
        parse_path(arguments, argument, state);
        return 0;
    case KEY_DISPLAY:
        arguments->options.staff.display = (size_t)cli_whole(state, "--display", argument, 0, 10000000);
        arguments->shown = true;
        return 0;
    case KEY_FROM:
        arguments->options.from = argument;
        return 0;
    case KEY_CONFIRM:
        arguments->options.staff.confirm = cli_whole(state, "--confirm", argument, 0, 10000000);
        return 0;
    case ARGP_KEY_SUCCESS:
        if (arguments->options.staff.target == 0)
            argp_error(state, "--target is missing");
        if (arguments->config.common.resume && !arguments->config.common.output)
            argp_error(state, "--resume goes on with the file of --output");
        if (arguments->config.common.output && arguments->paths == 2)
            argp_error(state, "--output goes with one path");
        if (arguments->config.common.output && arguments->options.staff.display == 0)
            argp_error(state, "--output holds the curve, which --display 0 leaves out");
        if (arguments->options.from && arguments->paths == 2)
            argp_error(state, "--from goes with one path");
        if (!arguments->shown &&
            (arguments->config.common.output || arguments->config.common.csv || arguments->paths == 2))
            arguments->options.staff.display = FINE;
        return 0;
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    options,
    parse,
    "CONFIG",
    "How many consultants does it take? Finds the smallest corps with which the probability of being on time reaches a "
    "target, with a guarantee, and shows the whole curve.\v"
    "Each size is tested sequentially, the answer and the size below it are confirmed by fresh replications. Any whole "
    "number of the configuration can be asked for instead (--path vendors.kmd.teams), or two at once, with the "
    "cheapest "
    "combination where the configuration names `costs`.\n\n"
    "Examples:\n"
    "  fmksim staff configs/fmk.cfg --target 0.5 --deadline end-2016 --reading 95-percent-of-sites\n"
    "  fmksim staff configs/fmk.cfg --target 0.4 --deadline end-2016 --path corps.consultants=0:8:2 --path "
    "vendors.kmd.teams=2:6:2\n",
    cli_output,
    0,
    0};

/* ---- the question ---- */

static void show(void *context, const char *what, int size)
{
    const bool *terminal = context;
    if (*terminal)
        fprintf(visible_screen(), "\r\033[K%s: %d", what, size);
}

static int find_deadline(struct arguments *arguments, const struct programme *p, struct error *error)
{
    size_t *index = &arguments->options.deadline;
    if (p->deadlines == 0)
        return error_set(error, ERROR_CONFIG, "the configuration has no deadline");
    *index = (size_t)programme_headline(p);
    if (!arguments->config.common.deadline)
        return 0;
    for (*index = 0; *index < p->deadlines; ++*index)
        if (strcmp(p->deadline[*index].name, arguments->config.common.deadline) == 0)
            return 0;
    return error_set(error, ERROR_USAGE, "there is no deadline \"%.60s\"; the first of %zu is \"%s\"",
                     arguments->config.common.deadline, p->deadlines, p->deadline[0].name);
}

/* The paths must be whole numbers of the programme. */
static int check_path(const struct programme *p, const char *path, struct error *error)
{
    long index = quantities_find(&p->quantities, path);
    if (index < 0)
        return error_set(error, ERROR_USAGE, "--path: the configuration has no number %s", path);
    if (!p->quantities.list[index]->whole)
        return error_set(error, ERROR_USAGE, "--path: %s is not a whole number", path);
    return 0;
}

/* The programme has no corps: what its configuration declares first as a sweep along one whole number, over that range.
 */
static int choose_sweep(struct arguments *arguments, const struct document *document, const struct programme *p,
                        struct faults *faults, struct error *error)
{
    struct scenarios scenarios;
    const char *sweep = 0;
    char path[SETTING_PATH];
    int status = scenarios_list(&scenarios, document, faults);
    for (size_t i = 0; status == 0 && i < scenarios.count; i++) {
        const struct scenario *one = &scenarios.list[i];
        if (!one->sweep || one->assignments != 1 || (sweep && strcmp(sweep, one->sweep) != 0))
            continue;
        scenario_path(one->assignment[0], path);
        long index = quantities_find(&p->quantities, path);
        if (index < 0 || !p->quantities.list[index]->whole)
            continue;
        int value = atoi(strchr(one->assignment[0], '=') + 1);
        if (!sweep && !(arguments->path[0] = strdup(path)))
            status = error_set(error, ERROR_MEMORY, "out of memory");
        arguments->low[0] = !sweep || value < arguments->low[0] ? value : arguments->low[0];
        arguments->high[0] = !sweep || value > arguments->high[0] ? value : arguments->high[0];
        sweep = one->sweep;
    }
    scenarios_free(&scenarios);
    if (status != 0 || sweep)
        return status;
    return error_set(error, ERROR_USAGE,
                     "the programme has no corps, and no sweep along one whole number; say what to vary (--path)");
}

static int choose_path(struct arguments *arguments, const struct document *document, const struct programme *p,
                       struct faults *faults, struct error *error)
{
    bool corps = p->corps.engagements > 0;
    if (arguments->paths == 0) {
        arguments->paths = 1;
        arguments->step[0] = 1;
        arguments->low[0] = INT32_MIN;
        if (!corps)
            return choose_sweep(arguments, document, p, faults, error);
        arguments->path[0] = strdup(CONSULTANTS_PATH);
        return arguments->path[0] ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    }
    for (int k = 0; !corps && k < arguments->paths; k++)
        if (strcmp(arguments->path[k], CONSULTANTS_PATH) == 0)
            return error_set(error, ERROR_USAGE, "--path: the programme has no corps; varying %s would change nothing",
                             CONSULTANTS_PATH);
    return 0;
}

/* Before the work, not after it. */
static int check_output(const struct arguments *arguments, const char *path, bool keep, struct error *error)
{
    if (output_apart(path, &arguments->config.path, 1, error) != 0)
        return -1;
    return path && !keep ? output_check(path, arguments->config.common.force, error) : 0;
}

static int prepare(struct arguments *arguments, struct document *document, struct faults *faults, struct error *error)
{
    struct programme programme = {0};
    if (cli_read(document, &arguments->config, faults) != 0)
        return -1;
    if (programme_init(&programme, document, faults) != 0)
        return -1;
    int status = find_deadline(arguments, &programme, error);
    if (status == 0 && arguments->config.common.reading) {
        arguments->options.reading = reading_named(arguments->config.common.reading, error);
        status = arguments->options.reading == READINGS ? -1 : 0;
    }
    if (status == 0)
        status = choose_path(arguments, document, &programme, faults, error);
    for (int k = 0; status == 0 && k < arguments->paths; k++)
        status = check_path(&programme, arguments->path[k], error);
    if (status == 0)
        status = check_output(arguments, arguments->config.common.output, arguments->config.common.resume, error);
    if (status == 0)
        status = check_output(arguments, arguments->config.common.csv, false, error);
    programme_free(&programme);
    return status;
}

static void end_progress(const struct staffing_options *asked)
{
    if (asked->progress && *(bool *)asked->context)
        fputs("\r\033[K", visible_screen());
}

/* The range along a path. */
static void find_range(const struct arguments *arguments, int k, int *low, int *high)
{
    bool said = arguments->low[k] != INT32_MIN;
    *high = said ? arguments->high[k] : arguments->max;
    *low = said ? arguments->low[k] : arguments->min == NOBODY ? 0 : arguments->min;
    if (!said && arguments->min == NOBODY && !arguments->options.from) /* before that day there are others */
        *low = staffing_least(arguments->options.document, arguments->path[k], 0, *high);
}

/* ---- one path ---- */

static int write_file(const struct arguments *arguments, struct faults *faults, struct error *error)
{
    const struct cli_config *config = &arguments->config;
    struct staffing_file file = {config->path,          config->assignments,  config->assignment_count,
                                 config->common.output, config->common.force, config->common.resume};
    return staffing_write(&arguments->options, &file, faults, error);
}

static int ask_one(struct arguments *arguments, struct faults *faults, struct error *error)
{
    struct staffing staffing;
    struct staff_options *staff = &arguments->options.staff;
    arguments->options.path = arguments->path[0];
    staff->step = arguments->step[0];
    find_range(arguments, 0, &staff->low, &staff->high);
    int asked = staffing_ask(&staffing, &arguments->options, faults, error);
    end_progress(&arguments->options);
    if (asked != 0)
        return cli_error(error);
    int status = DONE;
    if (arguments->config.common.output && write_file(arguments, faults, error) != 0)
        status = cli_refuse(faults, error);
    if (status == DONE && arguments->config.common.csv &&
        staffing_csv(&staffing, arguments->config.common.csv, arguments->config.common.force, error) != 0)
        status = cli_error(error);
    if (status == DONE && arguments->config.common.json)
        status = cli_json(staffing_json(&staffing));
    else if (status == DONE)
        staffing_print(&staffing, stdout);
    if (status == DONE && staffing.answer.open)
        status = UNTRUSTED;
    staffing_free(&staffing);
    return status;
}

/* ---- two paths ---- */

static int ask_two(struct arguments *arguments, struct faults *faults, struct error *error)
{
    const struct staffing_options *from = &arguments->options;
    struct grid grid;
    struct grid_options grid_options = {.document = from->document,
                                        .target = from->staff.target,
                                        .delta = from->staff.delta,
                                        .risk = from->staff.risk,
                                        .replications = from->staff.display,
                                        .limit = from->staff.limit,
                                        .deadline = from->deadline,
                                        .reading = from->reading,
                                        .seed = from->seed,
                                        .threads = from->threads,
                                        .stop = from->stop,
                                        .progress = from->progress,
                                        .context = from->context};
    for (int k = 0; k < 2; k++) {
        grid_options.path[k] = arguments->path[k];
        grid_options.step[k] = arguments->step[k];
        find_range(arguments, k, &grid_options.low[k], &grid_options.high[k]);
    }
    int asked = grid_ask(&grid, &grid_options, faults, error);
    end_progress(from);
    if (asked != 0)
        return cli_error(error);
    int status = DONE;
    if (arguments->config.common.csv &&
        grid_csv(&grid, arguments->config.common.csv, arguments->config.common.force, error) != 0)
        status = cli_error(error);
    if (status == DONE && arguments->config.common.json)
        status = cli_json(grid_json(&grid));
    else if (status == DONE)
        grid_print(&grid, stdout);
    if (status == DONE && grid.open)
        status = UNTRUSTED;
    grid_free(&grid);
    return status;
}

int command_staff(int argc, char *argv[])
{
    struct arguments arguments = {
        .config = {.common = cli_defaults()},
        .options = {.staff = {.delta = 0.02, .risk = 0.05, .display = COARSE, .confirm = 400, .limit = 20000}},
        .min = NOBODY,
        .max = 12};
    struct document document = {0};
    struct faults faults = {0};
    struct error error = {0};
    bool terminal = isatty(STDERR_FILENO);
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status;
    arguments.options.stop = cli_catch_signals();
    arguments.options.seed = arguments.config.common.seed;
    arguments.options.threads = arguments.config.common.threads;
    if (prepare(&arguments, &document, &faults, &error) != 0) {
        status = cli_refuse(&faults, &error);
    } else {
        arguments.options.document = &document;
        arguments.options.progress = arguments.config.common.quiet ? 0 : show;
        arguments.options.context = &terminal;
        status = arguments.paths == 2 ? ask_two(&arguments, &faults, &error) : ask_one(&arguments, &faults, &error);
    }
    free(arguments.path[0]);
    free(arguments.path[1]);
    document_free(&document);
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
