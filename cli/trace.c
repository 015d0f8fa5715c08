/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * trace: one replication event by event.
 */
#include "trace.h"

#include "register.h"
#include "analysis/nowcast/monitor.h"
#include "sim/date.h"
#include "sim/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- arguments ---- */

struct arguments {
    struct cli_config config;
    const char *scenario, *municipality, *columns;
    struct monitor_making making;
    uint64_t replication;
    bool has_replication, sheet, observed; /* observed: an option that goes with --sheet only */
};

enum {
    KEY_REPLICATION = 'r',
    KEY_SCENARIO = 's',
    KEY_MUNICIPALITY = 'm',
    KEY_SHEET = 0x3001,
    KEY_DATE_ERROR,
    KEY_MISSING,
    KEY_COLUMNS
};

static const struct argp_option options[] = {
    {"replication", KEY_REPLICATION, "R", 0, "The replication, from 0 (required)", 0},
    {"scenario", KEY_SCENARIO, "NAME", 0, "Of this scenario; default: baseline, the configuration as it is", 0},
    CLI_SEED_OPTION("Seed of the study; default: 1, as of `run`"),
    CLI_SET_OPTION,
    {"site", KEY_MUNICIPALITY, "CODE", 0, "Tell the story of one site, by its code or name", 0},
    {"municipality", 0, 0, OPTION_ALIAS | OPTION_HIDDEN, 0, 0},
    {"sheet", KEY_SHEET, "FROM:TO", 0,
     "Instead of the story print what an office would have written down: a monitoring sheet (docs/observations.md) "
     "with "
     "a row a site on each Sunday between two days",
     0},
    {"date-error", KEY_DATE_ERROR, "DAYS", 0, "With --sheet: standard deviation of the days that are told (default 0)",
     0},
    {"missing", KEY_MISSING, "SHARE", 0, "With --sheet: share of the rows that are missing (default 0)", 0},
    {"columns", KEY_COLUMNS, "NAMES", 0,
     "With --sheet: what it tells beside decision and milestones, with commas: vendor, hosted, any activity", 0},
    CLI_JSON_OPTION("Print one JSON document with every event"),
    {0},
};

static void parse_days(struct argp_state *state, char *argument, struct monitor_making *making)
{
    char *colon = strchr(argument, ':');
    if (colon)
        *colon = '\0';
    if (!colon || !date_parse(argument, &making->first) || !date_parse(colon + 1, &making->last) ||
        making->last < making->first)
        argp_error(state, "--sheet: two days are wanted, as 2014-01-01:2015-10-04");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_REPLICATION:
        arguments->replication = cli_whole(state, "--replication", argument, 0, UINT64_C(1) << 53);
        arguments->has_replication = true;
        return 0;
    case KEY_SCENARIO:
        arguments->scenario = argument;
        return 0;
    case KEY_MUNICIPALITY:
        arguments->municipality = argument;
        return 0;
    case KEY_SHEET:
        parse_days(state, argument, &arguments->making);
        arguments->sheet = true;
        return 0;
    case KEY_DATE_ERROR:
        arguments->making.date_error = cli_real(state, "--date-error", argument, 0, 1000);
        arguments->observed = true;
        return 0;
    case KEY_MISSING:
        arguments->making.missing = cli_real(state, "--missing", argument, 0, 0.999);
        arguments->observed = true;
        return 0;
    case KEY_COLUMNS:
        arguments->columns = argument;
        arguments->observed = true;
        return 0;
    case ARGP_KEY_END:
        if (arguments->observed && !arguments->sheet)
            argp_error(state, "--date-error, --missing and --columns go with --sheet");
        if (arguments->sheet && (arguments->config.common.json || arguments->municipality))
            argp_error(state, "--sheet goes neither with --json nor with --site");
        if (arguments->config.path && !arguments->has_replication)
            argp_error(state, "--replication is missing: which one is to be told?");
        return cli_config_parse(key, argument, state, &arguments->config);
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    options,
    parse,
    "CONFIG --replication R",
    "Run one replication and tell what happens in it, in the order of its dates: one site's story with "
    "--site, else the log of all sites' decisions, milestones and what befalls them.\v"
    "It is the very replication that `run` computes with the same seed and scenario. A midnight belongs to the day "
    "that it ends, so what takes until the end of a Friday carries that Friday's date.\n\n"
    "Examples:\n"
    "  fmksim trace fmk.cfg --replication 7\n"
    "  fmksim trace fmk.cfg --replication 7 --site 751\n"
    "  fmksim trace fmk.cfg -r 7 --sheet 2014-01-01:2015-10-04 > made.csv\n"
    "  fmksim trace fmk.cfg -r 7 -m Bornholm --scenario corps-8\n",
    0,
    0,
    0};

/* ---- the municipality asked for ---- */

/* Lower case of ASCII and of the Danish letters, so that "århus" finds "Århus". */
static void fold(const char *text, char folded[64])
{
    size_t i = 0;
    bool danish = false; /* the byte before was 0xC3 */
    for (; i < 63 && text[i]; i++) {
        unsigned char c = (unsigned char)text[i];
        bool capital = (c >= 'A' && c <= 'Z') || (danish && c >= 0x80 && c <= 0x9E && c != 0x97);
        danish = c == 0xC3;
        folded[i] = (char)(capital ? c + 0x20 : c);
    }
    folded[i] = '\0';
}

static const char *nearest_site(const struct programme *p, const char *wanted, bool by_code)
{
    char(*texts)[64] = calloc(p->sites + 1, sizeof *texts);
    const char **list = calloc(p->sites + 1, sizeof *list);
    const char *found = 0;
    char folded[64];
    fold(wanted, folded);
    for (size_t i = 0; texts && list && i < p->sites; i++) {
        if (by_code)
            snprintf(texts[i], sizeof texts[i], "%ld", p->site[i].code);
        else
            fold(p->site[i].name, texts[i]);
        list[i] = texts[i];
    }
    const char *nearest = texts && list ? nearest_name(folded, list, p->sites) : 0;
    for (size_t i = 0; nearest && i < p->sites && !found; i++)
        if (list[i] == nearest)
            found = p->site[i].name;
    free(list);
    free(texts);
    return found;
}

static int find_site(const struct programme *p, const char *wanted, struct error *error)
{
    char *end = 0, folded[64], name[64];
    long code = strtol(wanted, &end, 10);
    bool by_code = *wanted && !*end;
    fold(wanted, folded);
    for (size_t i = 0; i < p->sites; i++) {
        fold(p->site[i].name, name);
        if (by_code ? p->site[i].code == code : strcmp(name, folded) == 0)
            return (int)i;
    }
    char called[WORD_TEXT];
    words_say(WORD_SITE, p->words[WORD_SITE], WORD_ONE, called);
    const char *nearest = nearest_site(p, wanted, by_code);
    for (size_t i = 0; nearest && i < p->sites; i++)
        if (p->site[i].name == nearest) {
            error_set(error, ERROR_USAGE, "there is no %s '%.60s'; did you mean %ld (%s)?", called, wanted,
                      p->site[i].code, p->site[i].name);
            return NOBODY;
        }
    error_set(error, ERROR_USAGE, "there is no %s '%.60s'; legal are the codes and names of %zu", called, wanted,
              p->sites);
    return NOBODY;
}

/* ---- the replication ---- */

static void see(void *context, const struct observation *observation)
{
    struct trace *trace = context;
    bool other = observation->site != NOBODY && observation->site != trace->site;
    if (trace->lost || (trace->site != NOBODY && other))
        return;
    if (trace->count == trace->room) {
        size_t room = trace->room ? 2 * trace->room : 1024;
        struct observation *list = reallocarray(trace->list, room, sizeof *list);
        if (!list) {
            trace->lost = true;
            return;
        }
        trace->list = list;
        trace->room = room;
    }
    trace->list[trace->count++] = *observation;
}

static int tell(const struct arguments *arguments, struct trace *trace, struct error *error)
{
    if (trace->lost)
        return error_set(error, ERROR_MEMORY, "out of memory: the replication has too many events");
    if (arguments->config.common.json)
        return cli_json(trace_json(trace)) == DONE ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    return trace->site == NOBODY ? chronicle_print(trace, error) : story_print(trace, error);
}

/* Takes a name of --columns; ERROR_USAGE if the sheet cannot have it. */
static int take_column(const struct programme *programme, const char *name, size_t node[],
                       struct monitor_making *making, struct error *error)
{
    int found = programme_node(programme, name);
    bool vendor = strcmp(name, "vendor") == 0, hosted = strcmp(name, "hosted") == 0, twice = false;
    for (size_t i = 0; i < making->nodes; i++)
        twice = twice || (int)node[i] == found;
    if (vendor && programme->vendors > 0)
        making->vendor = true;
    else if (hosted && monitor_has_hosted(programme))
        making->hosted = true;
    else if (vendor || hosted || found < 1 || (size_t)found >= programme_first_milestone(programme) || twice)
        return error_set(error, ERROR_USAGE,
                         "--columns: '%.60s' is %s; legal are vendor, hosted (where there are any) and the activities, "
                         "each once",
                         name, twice ? "told twice" : "nothing that the sheet could tell");
    else
        node[making->nodes++] = (size_t)found;
    return 0;
}

static int write_down(const struct arguments *arguments, const struct programme *programme,
                      const struct rollout *rollout, struct error *error)
{
    struct monitor_making making = arguments->making;
    size_t *node = calloc(programme->nodes + 1, sizeof *node);
    char *names = strdup(arguments->columns ? arguments->columns : ""), *rest = 0;
    int status = node && names ? 0 : error_set(error, ERROR_MEMORY, "out of memory");
    making.seed = arguments->config.common.seed;
    making.replication = arguments->replication;
    making.node = node;
    for (char *name = status == 0 ? strtok_r(names, ",", &rest) : 0; name && status == 0;
         name = strtok_r(0, ",", &rest))
        status = take_column(programme, name, node, &making, error);
    if (status == 0 && monitor_make(programme, rollout, &making, stdout) != 0)
        status = error_set(error, ERROR_MEMORY, "out of memory");
    free(names);
    free(node);
    return status;
}

static int run(const struct arguments *arguments, const struct programme *programme, const struct scenario *scenario,
               struct error *error)
{
    struct trace trace = {.programme = programme, .scenario = scenario, .site = NOBODY};
    struct rollout *rollout = 0;
    struct observer observer = {.see = see, .context = &trace};
    trace.luck = (struct luck){.seed = arguments->config.common.seed,
                               .replication = arguments->replication,
                               .parameters = arguments->replication};
    if (arguments->municipality && (trace.site = find_site(programme, arguments->municipality, error)) == NOBODY)
        return -1;
    if (rollout_new(&rollout, programme, error) != 0)
        return -1;
    trace.rollout = rollout;
    int status = arguments->sheet ? rollout_keep_cards(rollout, error) : 0;
    if (status == 0)
        status = rollout_run(rollout, trace.luck, arguments->sheet ? 0 : &observer, error);
    if (status == 0)
        status = arguments->sheet ? write_down(arguments, programme, rollout, error) : tell(arguments, &trace, error);
    free(trace.list);
    rollout_free(rollout);
    return status;
}

/* The configuration of the scenario, and the replication of it. */
static int prepare(const struct arguments *arguments, const struct document *document, struct faults *faults)
{
    struct error error = {.code = ERROR_NONE};
    struct scenarios scenarios;
    struct document copy;
    struct programme programme;
    const struct scenario *scenario = 0;
    int status = scenarios_list(&scenarios, document, faults);
    if (status == 0 && !(scenario = scenarios_find(&scenarios, arguments->scenario, &error)))
        cli_error(&error);
    if (scenario && (status = scenario_compile(&programme, &copy, document, scenario, faults)) == 0) {
        if (run(arguments, &programme, scenario, &error) != 0)
            cli_error(&error);
        programme_free(&programme);
        document_free(&copy);
    }
    scenarios_free(&scenarios);
    if (status == 0)
        return error_exit_code(&error);
    faults_sort(faults);
    return cli_faults(faults);
}

int command_trace(int argc, char *argv[])
{
    struct arguments arguments = {.scenario = SCENARIO_BASELINE, .config = {.common = cli_defaults()}};
    struct document document;
    struct faults faults;
    faults_init(&faults);
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    int status = WRONG;
    if (cli_read(&document, &arguments.config, &faults) != 0) {
        cli_faults(&faults);
    } else {
        status = prepare(&arguments, &document, &faults);
        document_free(&document);
    }
    faults_free(&faults);
    cli_config_free(&arguments.config);
    return status;
}
