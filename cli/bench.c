/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench: how fast the program is on this machine.
 */
#include "analysis/bench/bench.h"

#include "cli.h"
#include "visible.h"
#include "analysis/study/study.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct arguments {
    struct cli_config config;
    struct bench_options bench;
};

enum { KEY_SECONDS = 's' };

static const struct argp_option options[] = {
    CLI_JSON_OPTION("Print one JSON document"),
    {"seconds", KEY_SECONDS, "S", 0, "Measure that long (default 10); five rounds are run in any case", 0},
    CLI_THREADS_OPTION("What \"all threads\" are (default: all processors)"),
    CLI_SET_OPTION,
    {0},
};

static double seconds_of(const struct argp_state *state, const char *text)
{
    char *end;
    double seconds = strtod(text, &end);
    if (end == text || *end || !(seconds >= 0 && seconds <= 86400))
        argp_error(state, "--seconds %s: must be a number from 0 to 86400", text);
    return seconds;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_SECONDS:
        arguments->bench.seconds = seconds_of(state, argument);
        return 0;
    case ARGP_KEY_END:
        if (!arguments->config.path && arguments->config.assignment_count > 0)
            argp_error(state, "--set needs a configuration");
        return 0; /* without one the engine alone is measured */
    default:
        return cli_config_parse(key, argument, state, &arguments->config);
    }
}

static const struct argp argp = {
    options,
    parse,
    "[CONFIG]",
    "Measure how fast this machine simulates: the event calendar, a queue, random variates; and, with a configuration, "
    "its replications on one thread and on all, how much of their time goes into random numbers, and how the time "
    "grows with the number of sites.\v"
    "Everything is measured once a round; medians over the rounds are told. Let the machine be idle meanwhile.\n\n"
    "Examples:\n"
    "  fmksim bench\n"
    "  fmksim bench configs/fmk.cfg\n"
    "  fmksim bench configs/fmk.cfg --seconds 60 --json > speed.json\n",
    0,
    0,
    0};

static void tell_progress(void *context, size_t round, double seconds)
{
    const struct arguments *arguments = context;
    fprintf(visible_screen(), "\rround %zu, %.0f of %.0f s", round + 1, seconds, arguments->bench.seconds);
}

/* ---- a whole study ---- */

/* Processor seconds and how much was done when a phase of the study was last heard of, and first. */
struct mark {
    double first, last;
    size_t first_done, done;
};

static double processor_seconds(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

static void note_phase(void *context, enum study_phase phase, size_t done, size_t total, size_t known)
{
    struct mark *mark = (struct mark *)context + phase;
    (void)total;
    (void)known;
    mark->last = processor_seconds();
    mark->done = done;
    if (mark->first == 0) {
        mark->first = mark->last;
        mark->first_done = done;
    }
}

static int run_in(const char *folder, struct study *study, const struct arguments *arguments, struct mark mark[],
                  struct error *error)
{
    char path[320];
    snprintf(path, sizeof path, "%s/study.h5", folder);
    struct study_run run = {.output = path,
                            .threads = arguments->bench.threads,
                            .force = true,
                            .stop = arguments->bench.stop,
                            .progress = note_phase,
                            .context = mark};
    int status = study_run(study, &run, error);
    for (size_t i = 0; i < 3; i++) { /* what an interruption leaves, too */
        static const char *const names[] = {"study.h5", "study.h5.journal", "study.h5.cards"};
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    return status;
}

static int run_study(void *context, struct bench_study *told, struct error *error)
{
    const struct arguments *arguments = context;
    const char *temporary = getenv("TMPDIR");
    char folder[256];
    struct mark mark[3] = {{0}};
    struct faults faults;
    struct study *study = 0;
    struct study_options wanted = {.configuration = arguments->config.path,
                                   .sets = arguments->config.assignments,
                                   .set_count = arguments->config.assignment_count,
                                   .seed = arguments->bench.seed,
                                   .replications = told->replications,
                                   .inner = 1};
    snprintf(folder, sizeof folder, "%.200s/fmksim-bench-XXXXXX", temporary && *temporary ? temporary : "/tmp");
    if (!mkdtemp(folder))
        return error_system(error, ERROR_IO, "%s: cannot be made", folder);
    faults_init(&faults);
    error_set(error, ERROR_CONFIG, "the configuration is faulty"); /* unless somebody says better */
    int status = study_open(&study, &wanted, &faults, error);
    double begin = processor_seconds();
    if (status == 0)
        status = run_in(folder, study, arguments, mark, error);
    const struct mark *loop = &mark[STUDY_SIMULATES], *file = &mark[STUDY_WRITES];
    told->simulated = (loop->last - begin) / (double)(loop->done > 0 ? loop->done : 1);
    told->written =
        (file->last - file->first) / (double)(file->done > file->first_done ? file->done - file->first_done : 1);
    told->ended = processor_seconds() - file->last;
    study_close(study);
    faults_free(&faults);
    rmdir(folder);
    return status;
}

static int measure(struct arguments *arguments, const struct document *document)
{
    struct error error = {.code = ERROR_NONE};
    struct bench_report report;
    struct faults faults;
    bool terminal = isatty(STDERR_FILENO);
    faults_init(&faults);
    arguments->bench.document = document;
    arguments->bench.stop = cli_catch_signals();
    arguments->bench.progress = terminal ? tell_progress : 0;
    arguments->bench.study = run_study;
    arguments->bench.context = arguments;
    int status = bench_run(&report, &arguments->bench, &faults, &error);
    if (terminal)
        fputs("\r\033[K", visible_screen());
    if (status != 0)
        status = cli_refuse(&faults, &error);
    else if (arguments->config.common.json)
        status = cli_json(bench_json(&report));
    else
        bench_print(&report, stdout);
    bench_free(&report);
    faults_free(&faults);
    return status;
}

int command_bench(int argc, char *argv[])
{
    struct arguments arguments = {.config = {.common = cli_defaults()}, .bench = {.seconds = 10}};
    struct document document = {.root = 0};
    struct faults faults;
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    arguments.bench.threads = arguments.config.common.threads;
    arguments.bench.seed = arguments.config.common.seed;
    faults_init(&faults);
    int status;
    if (arguments.config.path && cli_read(&document, &arguments.config, &faults) != 0)
        status = cli_faults(&faults);
    else
        status = measure(&arguments, arguments.config.path ? &document : 0);
    faults_free(&faults);
    document_free(&document);
    cli_config_free(&arguments.config);
    return status;
}
