/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * cli: what the subcommands share.
 */
#include "cli.h"

#include "sim/farm.h"
#include "sim/output.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- telling ---- */

int cli_error(const struct error *error)
{
    fprintf(stderr, "fmksim: %s\n", error->text);
    return error_exit_code(error);
}

int cli_refuse(const struct faults *faults, const struct error *error)
{
    return faults->count + faults->lost > 0 ? cli_faults(faults) : cli_error(error);
}

int cli_faults(const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->list[i];
        if (*fault->file && fault->line > 0)
            fprintf(stderr, "%s:%d: %s\n", fault->file, fault->line, fault->text);
        else if (*fault->file)
            fprintf(stderr, "%s: %s\n", fault->file, fault->text);
        else
            fprintf(stderr, "fmksim: %s\n", fault->text);
    }
    size_t count = faults->count + faults->lost;
    if (faults->lost > 0)
        fprintf(stderr, "fmksim: out of memory: %zu more cannot be told\n", faults->lost);
    fprintf(stderr, "fmksim: %zu fault%s\n", count, count == 1 ? "" : "s");
    return WRONG;
}

int cli_faults_json(const struct faults *faults)
{
    json_t *list = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->list[i];
        json_array_append_new(
            list, json_pack("{s:s, s:i, s:s}", "file", fault->file, "line", fault->line, "text", fault->text));
    }
    int status = cli_json(json_pack("{s:o}", "faults", list));
    return status == DONE ? WRONG : status;
}

int cli_json(json_t *document)
{
    /* fifteen digits: what a double certainly holds, and no 0.10000000000000001 */
    int status = document ? json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) : -1;
    bool written = !ferror(stdout); /* if not, it is told at exit */
    if (status == 0 || !written)    /* then for closing to try again and learn the reason */
        putchar('\n');
    json_decref(document);
    if (status == 0 || !written)
        return DONE;
    fputs("fmksim: the JSON document cannot be made: out of memory, or a text in it is not UTF-8\n", stderr);
    return FAILED;
}

/* ---- arguments ---- */

enum { KEY_NO_LOCK = 0x1f01 };

static const struct argp_option output_list[] = {
    {"no-lock", KEY_NO_LOCK, 0, 0,
     "Write where the file system has no locks; that nobody else writes the same file is up to you then", 0},
    {0}};

/* NOLINTNEXTLINE(readability-non-const-parameter): the type of a parser is argp's */
static error_t parse_output(int key, char *argument, struct argp_state *state)
{
    (void)argument;
    (void)state;
    if (key != KEY_NO_LOCK)
        return ARGP_ERR_UNKNOWN;
    output_without_locks();
    return 0;
}

static const struct argp output_argp = {output_list, parse_output, 0, 0, 0, 0, 0};
const struct argp_child cli_output[] = {{&output_argp, 0, 0, 0}, {0}};

struct cli_common cli_defaults(void)
{
    return (struct cli_common){.seed = CLI_SEED, .threads = farm_processors()};
}

char *cli_file(const struct argp_state *state, char *name)
{
    if (*name == '\0' || name[strlen(name) - 1] == '/')
        argp_error(state, "--output: a file's name is wanted");
    return name;
}

error_t cli_common_parse(int key, char *argument, const struct argp_state *state, struct cli_common *common)
{
    switch (key) {
    case KEY_JSON:
        common->json = true;
        return 0;
    case KEY_CSV:
        common->csv = argument;
        return 0;
    case KEY_OUTPUT:
        common->output = cli_file(state, argument);
        return 0;
    case KEY_DEADLINE:
        common->deadline = argument;
        return 0;
    case KEY_READING:
        common->reading = argument;
        return 0;
    case KEY_FORCE:
        common->force = true;
        return 0;
    case KEY_RESUME:
        common->resume = true;
        return 0;
    case KEY_QUIET:
        common->quiet = true;
        return 0;
    case KEY_SEED:
        common->seed = cli_whole(state, "--seed", argument, 0, UINT64_MAX);
        return 0;
    case KEY_THREADS:
        common->threads = (unsigned)cli_whole(state, "--threads", argument, 1, 1024);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

error_t cli_path_parse(int key, char *argument, struct argp_state *state, const char *what, const char **path)
{
    if (key == ARGP_KEY_END && !*path)
        argp_error(state, "the %s is missing", what);
    if (key != ARGP_KEY_ARG)
        return 0;
    if (*path)
        argp_error(state, "one %s at a time: '%s' is too much", what, argument);
    *path = argument;
    return 0;
}

void cli_append(const char ***list, size_t *count, const char *text, const struct argp_state *state)
{
    const char **grown = reallocarray(*list, *count + 1, sizeof *grown);
    if (!grown) {
        argp_failure(state, FAILED, 0, "out of memory"); /* ends the program */
        return;
    }
    grown[(*count)++] = text;
    *list = grown;
}

error_t cli_config_parse(int key, char *argument, struct argp_state *state, struct cli_config *config)
{
    switch (key) {
    case KEY_SET:
        cli_append(&config->assignments, &config->assignment_count, argument, state);
        return 0;
    case ARGP_KEY_ARG:
    case ARGP_KEY_END:
        return cli_path_parse(key, argument, state, "configuration", &config->path);
    default:
        return cli_common_parse(key, argument, state, &config->common);
    }
}

void cli_config_free(struct cli_config *config)
{
    free(config->assignments);
    *config = (struct cli_config){.path = 0};
}

error_t cli_results_parse(int key, char *argument, struct argp_state *state, struct cli_results *results)
{
    switch (key) {
    case KEY_PATTERN:
        cli_append(&results->patterns, &results->pattern_count, argument, state);
        return 0;
    case ARGP_KEY_ARG:
    case ARGP_KEY_END:
        return cli_path_parse(key, argument, state, "results file", &results->path);
    default:
        return cli_common_parse(key, argument, state, &results->common);
    }
}

void cli_results_free(struct cli_results *results)
{
    free(results->patterns);
    *results = (struct cli_results){.path = 0};
}

uint64_t cli_whole(const struct argp_state *state, const char *option, const char *text, uint64_t low, uint64_t high)
{
    char *end = 0;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    bool digits = *text && strspn(text, "0123456789") == strlen(text);
    if (!digits || errno != 0 || value < low || value > high)
        argp_error(state, "%s: '%.60s' is no whole number from %llu to %llu", option, text, (unsigned long long)low,
                   (unsigned long long)high);
    return value;
}

double cli_real(const struct argp_state *state, const char *option, const char *text, double low, double high)
{
    char *end;
    double value = strtod(text, &end);
    if (*text == '\0' || *end != '\0' || !(value >= low && value <= high))
        argp_error(state, "%s: '%.40s' is no number from %g to %g", option, text, low, high);
    return value;
}

/* ---- configurations ---- */

int cli_read(struct document *document, const struct cli_config *config, struct faults *faults)
{
    *document = (struct document){.root = 0};
    if (document_read(document, config->path, faults) != 0) {
        faults_sort(faults);
        return -1;
    }
    int status = 0;
    for (size_t i = 0; i < config->assignment_count; i++)
        if (document_set(document, config->assignments[i], faults) != 0)
            status = -1;
    if (status != 0) {
        document_free(document);
        *document = (struct document){.root = 0};
    }
    return status;
}

/* ---- text ---- */

size_t cli_width(const char *text)
{
    size_t width = 0;
    for (; *text; text++)
        width += ((unsigned char)*text & 0xC0) != 0x80;
    return width;
}

void cli_pad(const char *text, size_t width)
{
    fputs(text, stdout);
    for (size_t used = cli_width(text); used < width; used++)
        putchar(' ');
}

char *cli_number(double value, char text[CLI_NUMBER])
{
    if (fabs(value) < 1e12 && value == floor(value))
        snprintf(text, CLI_NUMBER, "%.0f", value + 0.0);
    else
        snprintf(text, CLI_NUMBER, "%.6g", value);
    return text;
}
