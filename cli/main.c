/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * main: finds the subcommand, and sees to it that what it wrote has arrived.
 */
#include "cli.h"
#include "version.h"
#include "visible.h"
#include "analysis/briefing/briefing.h"
#include "sim/nearest.h"

#include <errno.h>
#include <fcntl.h>
#include <gsl/gsl_errno.h>
#include <hdf5.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct command {
    const char *name;
    int (*run)(int argc, char *argv[]);
    const char *purpose;
};

/* One line a command, in the order in which they are used. */
static const struct command commands[] = {
    {"init", command_init, "write a configuration to begin with"},
    {"check", command_check, "check a configuration and print its register of assumptions"},
    {"run", command_run, "simulate: the replications of every scenario, into a results file"},
    {"nowcast", command_nowcast, "the forecast given what was known at a date"},
    {"backtest", command_backtest, "nowcasts of the past, held against what was observed later"},
    {"merge", command_merge, "join the shards of a study (run --shard) into one results file"},
    {"trace", command_trace, "tell one replication event by event, or one site's story"},
    {"summary", command_summary, "print what a results file says: probabilities, dates, resources, causes"},
    {"briefing", command_briefing, "write the page for people who decide, and its figures"},
    {"optimise", command_optimise, "which levers to pull: cheapest to a target, or best within a budget"},
    {"staff", command_staff, "the smallest corps that meets a deadline with a given probability"},
    {"rank", command_rank,
     "all scenarios of a results file in one table: what each gains, and which could be the best"},
    {"compare", command_compare, "compare two scenarios of a results file, replication by replication"},
    {"sensitivity", command_sensitivity, "which assumptions, activities and causes decide"},
    {"verify", command_verify, "recompute models whose answers are known exactly, on this machine"},
    {"bench", command_bench, "measure how fast the program is on this machine"},
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_usage(FILE *file)
{
    fputs("Usage: fmksim COMMAND [OPTION...] ARGUMENT...\n"
          "Forecast a national rollout by simulating it many times over.\n\n",
          file);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(file, "  %-12s %s\n", commands[i].name, commands[i].purpose);
    fputs("\n"
          "  fmksim COMMAND --help   explains a command and its options\n"
          "  fmksim --version        says which version this is\n\n"
          "Exit codes: 0 done, 1 failed while running, 2 wrong usage or configuration, 3 done but\n"
          "the result must not be trusted, 130 interrupted and resumable.\n",
          file);
}

static int refuse(const char *name)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i].name;
    const char *nearest = nearest_name(name, names, COMMANDS);
    if (*name == '-')
        fprintf(stderr, "fmksim: '%.60s' is no option of fmksim itself; options follow the command\n", name);
    else if (nearest)
        fprintf(stderr, "fmksim: there is no command '%.60s'; did you mean '%s'?\n", name, nearest);
    else
        fprintf(stderr, "fmksim: there is no command '%.60s'\n", name);
    fputs("Try `fmksim --help' for a list of commands.\n", stderr);
    return WRONG;
}

static int dispatch(int argc, char *argv[])
{
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        char name[64]; /* what argp's messages begin with */
        snprintf(name, sizeof name, "fmksim %s", commands[i].name);
        argv[1] = name;
        int status = commands[i].run(argc - 1, argv + 1);
        argv[1] = (char *)commands[i].name;
        return status;
    }
    return refuse(argv[1]);
}

/* At exit, also when argp ends the program: what could not be written is an error. */
static void close_output(void)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    if (fclose(stdout) == 0 && !failed)
        return;
    if (errno == EPIPE)
        _exit(FAILED); /* the reader has gone, as `head` does */
    fprintf(stderr, "fmksim: cannot write to standard output%s%s\n", errno ? ": " : "", errno ? strerror(errno) : "");
    _exit(FAILED);
}

/* A standard file that is closed would be the next one opened: a results file must never be what is printed to. It
 * is opened the wrong way round, so that using it still fails. */
static void fill_standard_files(void)
{
    for (int file = 0; file <= 2; file++)
        if (fcntl(file, F_GETFD) == -1 && open("/dev/null", file == 0 ? O_WRONLY : O_RDONLY) != file)
            _exit(FAILED);
}

static void print_version(void)
{
    const char *why = briefing_without_simulation();
    puts("fmksim " FMKSIM_VERSION " (" FMKSIM_COMMIT ", " FMKSIM_COMPILER ")");
    printf("Pages of `fmksim briefing` %s%s\n", why ? "do not simulate by themselves: " : "simulate by themselves",
           why ? why : "");
}

int main(int argc, char *argv[])
{
    fill_standard_files();
    signal(SIGXFSZ, SIG_IGN); /* a file that must not grow is an error of writing, which has a text and cleans up */
    if (visible_begin() != 0 || atexit(close_output) != 0)
        return FAILED;
    gsl_set_error_handler_off();
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0); /* results never change in place: readers need no lock, nor a disk that
                                                    has them */
    H5Eset_auto(H5E_DEFAULT, 0, 0);
    argp_err_exit_status = WRONG;
    setenv("ARGP_HELP_FMT", "no-dup-args-note", 0); /* the help without a paragraph on short options */
    if (argc < 2) {
        print_usage(stderr);
        return WRONG;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0 || strcmp(argv[1], "help") == 0) {
        print_usage(stdout);
        return DONE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        print_version();
        return DONE;
    }
    return dispatch(argc, argv);
}
