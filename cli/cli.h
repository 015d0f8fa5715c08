/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cli: what the subcommands share: the table of commands, reading a configuration, telling what is wrong.
 *
 * Results go to standard output, messages to standard error. A command returns its exit code; standard output is
 * flushed and checked after it, at exit, so that a full disk or a closed pipe is never mistaken for success.
 */
#ifndef FMKSIM_CLI_CLI_H
#define FMKSIM_CLI_CLI_H

#include "models/document.h"
#include "models/scenario.h"
#include "sim/error.h"

#include <argp.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { DONE = 0, FAILED = 1, WRONG = 2, UNTRUSTED = 3, INTERRUPTED = 130 }; /* exit codes */

/* ---- commands: argv[0] is "fmksim NAME"; each returns its exit code ---- */

int command_briefing(int argc, char *argv[]);
int command_bench(int argc, char *argv[]);
int command_check(int argc, char *argv[]);
int command_compare(int argc, char *argv[]);
int command_backtest(int argc, char *argv[]);
int command_nowcast(int argc, char *argv[]);
int command_init(int argc, char *argv[]);
int command_optimise(int argc, char *argv[]);
int command_rank(int argc, char *argv[]);
int command_run(int argc, char *argv[]);
int command_merge(int argc, char *argv[]);
int command_sensitivity(int argc, char *argv[]);
int command_staff(int argc, char *argv[]);
int command_summary(int argc, char *argv[]);
int command_trace(int argc, char *argv[]);
int command_verify(int argc, char *argv[]);

/* ---- stopping ---- */

/* From now on Ctrl-C, SIGTERM, a hang-up and the end of the CPU time make the result non-zero instead of ending the
 * program; the same signal a second time ends it at once. */
const atomic_int *cli_catch_signals(void);

/* ---- telling ---- */

/* Prints "fmksim: TEXT"; returns the exit code that belongs to the error. */
int cli_error(const struct error *error);

/* Tells the faults where there are some, else the error; the exit code. */
int cli_refuse(const struct faults *faults, const struct error *error);

/* Prints "FILE:LINE: TEXT" for each, in order, and how many there are. Returns WRONG. */
int cli_faults(const struct faults *faults);

/* The same as {"faults": [{"file", "line", "text"}, …]} on standard output. Returns WRONG. */
int cli_faults_json(const struct faults *faults);

/* Prints one JSON document on standard output and releases it. DONE, or FAILED if it is null (out of memory). */
int cli_json(json_t *document);

/* ---- arguments: to be called from an argp parser; wrong ones end the program with WRONG and a hint at --help ---- */

enum { CLI_SEED = 1 }; /* where none is given */

/* What many commands take. A command lists the options that it knows (CLI_…_OPTION, each with what it does there) and
 * leaves to cli_common_parse() what its parser does not know itself, ARGP_ERR_UNKNOWN being the answer to the rest. */
struct cli_common {
    bool json, force, quiet, resume;
    const char *csv;                /* file or folder; null: none */
    const char *output;             /* file; null: none was said, never empty */
    const char *deadline, *reading; /* names, as typed; null: none was said */
    uint64_t seed;
    unsigned threads;
};
struct cli_common cli_defaults(void); /* CLI_SEED, all processors */

enum {
    KEY_JSON = 'j',
    KEY_CSV = 'c',
    KEY_QUIET = 'q',
    KEY_THREADS = 't',
    KEY_OUTPUT = 'o',
    KEY_SET = 0x1001,
    KEY_FORCE,
    KEY_RESUME,
    KEY_SEED,
    KEY_DEADLINE,
    KEY_READING,
    KEY_PATTERN
};
#define CLI_OPTION(name, key, argument, does)                                                                          \
    {                                                                                                                  \
        name, key, argument, 0, does, 0                                                                                \
    }
#define CLI_JSON_OPTION(does) CLI_OPTION("json", KEY_JSON, 0, does)
#define CLI_CSV_OPTION(argument, does) CLI_OPTION("csv", KEY_CSV, argument, does)
#define CLI_OUTPUT_OPTION(argument, does) CLI_OPTION("output", KEY_OUTPUT, argument, does)
#define CLI_DEADLINE_OPTION(otherwise) CLI_OPTION("deadline", KEY_DEADLINE, "NAME", "Deadline (default: " otherwise ")")
#define CLI_READING_OPTION(otherwise)                                                                                  \
    CLI_OPTION("reading", KEY_READING, "R",                                                                            \
               "all-sites, 95-percent-of-sites or 95-percent-of-items (default: " otherwise ")")
#define CLI_FORCE_OPTION(does) CLI_OPTION("force", KEY_FORCE, 0, does)
#define CLI_RESUME_OPTION(does) CLI_OPTION("resume", KEY_RESUME, 0, does)
#define CLI_QUIET_OPTION(does) CLI_OPTION("quiet", KEY_QUIET, 0, does)
#define CLI_SEED_OPTION(does) CLI_OPTION("seed", KEY_SEED, "S", does)
#define CLI_THREADS_OPTION(does) CLI_OPTION("threads", KEY_THREADS, "T", does)
error_t cli_common_parse(int key, char *argument, const struct argp_state *state, struct cli_common *common);

/* For ARGP_KEY_ARG and ARGP_KEY_END: the one argument, which must be there at the end; `what` it is, in the singular.
 */
error_t cli_path_parse(int key, char *argument, struct argp_state *state, const char *what, const char **path);

/* One more text in an array that the caller frees. */
void cli_append(const char ***list, size_t *count, const char *text, const struct argp_state *state);

/* Assignments of --set, in their order; freed by cli_config_free(). */
struct cli_config {
    const char *path;         /* CONFIG, or null so far */
    const char **assignments; /* PATH=VALUE */
    size_t assignment_count;
    struct cli_common common;
};

/* For a command's list of options, its parser's `cli_config_parse(key, argument, state, &config)` in the default
 * case: takes --set, the one argument CONFIG, which must be there at the end, and what is common. */
#define CLI_SET_OPTION                                                                                                 \
    CLI_OPTION("set", KEY_SET, "PATH=VALUE", "Override one setting of the configuration (may be repeated)")
error_t cli_config_parse(int key, char *argument, struct argp_state *state, struct cli_config *config);
void cli_config_free(struct cli_config *config);

/* What a command takes that reads a results file and may be asked for some of its scenarios. */
struct cli_results {
    const char *path;
    const char **patterns; /* names or patterns of scenarios; none: all */
    size_t pattern_count;
    struct cli_common common;
};

/* As cli_config_parse(), for the one argument FILE.h5, CLI_PATTERN_OPTION if the command lists it, and what is common.
 */
#define CLI_PATTERN_OPTION(does) CLI_OPTION("scenario", KEY_PATTERN, "NAME|GLOB", does)
error_t cli_results_parse(int key, char *argument, struct argp_state *state, struct cli_results *results);
void cli_results_free(struct cli_results *results);

/* The options of every command that writes files, as a child of its parser. */
extern const struct argp_child cli_output[];

/* The name of a file to be written, as it is; nothing and a folder's ("out/") are refused. */
char *cli_file(const struct argp_state *state, char *name);

/* A whole number of `option` within [low, high], both included. */
uint64_t cli_whole(const struct argp_state *state, const char *option, const char *text, uint64_t low, uint64_t high);

/* A number of `option` within [low, high], both included. */
double cli_real(const struct argp_state *state, const char *option, const char *text, double low, double high);

/* ---- configurations ---- */

/* Reads CONFIG and makes the assignments. 0, or -1 with all faults added and nothing held. */
int cli_read(struct document *document, const struct cli_config *config, struct faults *faults);

/* ---- text ---- */

size_t cli_width(const char *text);           /* columns of UTF-8 text, a column a character */
void cli_pad(const char *text, size_t width); /* prints it on standard output, filled up with spaces */

/* A number without needless digits. */
enum { CLI_NUMBER = 32 };
char *cli_number(double value, char text[CLI_NUMBER]);

#endif
