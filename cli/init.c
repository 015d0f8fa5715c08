/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * init: a configuration to begin with, and the files that it reads.
 */
#include "cli.h"
#include "templates.h"
#include "sim/output.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { KEY_LIKE = 'l' };

struct arguments {
    const char *path, *like;
    struct cli_common common;
};

/* What can be begun like: the configuration, and the file beside which it cannot be read. */
static const struct model {
    const char *name, *configuration, *companion; /* a null companion: none */
} models[] = {
    {"smallest", "smallest.cfg", 0},
    {"fmk", "fmk.cfg", "municipalities.csv"},
};
enum { MODELS = sizeof models / sizeof *models };

static const struct argp_option list[] = {
    {"like", KEY_LIKE, "fmk|smallest", 0,
     "What to begin with: the smallest programme that runs (default), or all of FMK with its municipalities", 0},
    CLI_FORCE_OPTION("Replace existing files"),
    {0}};

static const struct model *find_model(const char *name)
{
    for (size_t i = 0; i < MODELS; i++)
        if (strcmp(models[i].name, name) == 0)
            return &models[i];
    return 0;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct arguments *arguments = state->input;
    switch (key) {
    case KEY_LIKE:
        if (!find_model(argument))
            argp_error(state, "--like: '%.20s' is neither fmk nor smallest", argument);
        arguments->like = argument;
        return 0;
    case ARGP_KEY_ARG:
        return cli_path_parse(key, argument, state, "configuration", &arguments->path);
    case ARGP_KEY_END:
        if (!arguments->path)
            argp_error(state, "the file to write is missing");
        return 0;
    default:
        return cli_common_parse(key, argument, state, &arguments->common);
    }
}

static const struct argp argp = {
    list,
    parse,
    "FILE.cfg",
    "Write a commented configuration to begin with. It runs as it is: change one thing after another.\v"
    "--like fmk also writes municipalities.csv beside the file, which the configuration reads. An existing file is "
    "never replaced without --force; one that already says the same is left alone.\n\n"
    "Examples:\n"
    "  fmksim init mine.cfg && fmksim run mine.cfg -o mine.h5\n"
    "  fmksim init fmk-2016.cfg --like fmk\n",
    cli_output,
    0,
    0};

/* ---- one file ---- */

struct target {
    const struct template *what;
    char *path;   /* owned */
    bool settled; /* there already, word for word */
};

static bool holds(const char *path, const struct template *what)
{
    unsigned char *bytes = malloc(what->size + 1);
    FILE *file = fopen(path, "rb");
    bool equal = bytes && file && fread(bytes, 1, what->size + 1, file) == what->size &&
                 memcmp(bytes, what->bytes, what->size) == 0;
    if (file)
        fclose(file);
    free(bytes);
    return equal;
}

/* Before anything is written, so that a refusal leaves no half behind. */
static int look_at(struct target *target, bool force, struct error *error)
{
    if (output_check(target->path, true, error) != 0)
        return -1;
    if (access(target->path, F_OK) != 0)
        return 0;
    target->settled = holds(target->path, target->what);
    if (!target->settled && !force)
        return error_set(error, ERROR_USAGE, "%s exists; --force replaces it", target->path);
    return 0;
}

static int write_file(const struct target *target, bool force, struct error *error)
{
    struct output *output;
    if (output_claim(&output, target->path, force, error) != 0)
        return -1;
    return output_write(output, target->what->bytes, target->what->size, error);
}

/* ---- all of them ---- */

/* The companion's path: its own name in the folder of the configuration. */
static char *beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    char *result = 0;
    int folder = slash ? (int)(slash - path) + 1 : 0;
    return asprintf(&result, "%.*s%s", folder, path, name) < 0 ? 0 : result;
}

static int write_all(struct target *targets, size_t count, bool force, struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (look_at(&targets[i], force, error) != 0)
            return -1;
    for (size_t i = 0; i < count; i++) {
        if (!targets[i].settled && write_file(&targets[i], force, error) != 0)
            return -1;
        printf("%s %s\n", targets[i].path, targets[i].settled ? "is there already" : "written");
    }
    return 0;
}

static int begin(const struct arguments *arguments, struct error *error)
{
    const struct model *model = find_model(arguments->like);
    /* the companion first: a configuration that exists can be read */
    struct target targets[2] = {{.what = 0}};
    size_t count = 0;
    if (model->companion)
        targets[count++] =
            (struct target){.what = template_find(model->companion), .path = beside(arguments->path, model->companion)};
    targets[count++] = (struct target){.what = template_find(model->configuration), .path = strdup(arguments->path)};
    int status = 0;
    for (size_t i = 0; i < count; i++)
        if (!targets[i].path)
            status = error_set(error, ERROR_MEMORY, "no memory for the file's name");
    if (status == 0 && count == 2 && strcmp(targets[0].path, targets[1].path) == 0)
        status = error_set(error, ERROR_USAGE, "%s is the name of the sites' file; the configuration needs another",
                           arguments->path);
    if (status == 0)
        status = write_all(targets, count, arguments->common.force, error);
    for (size_t i = 0; i < count; i++)
        free(targets[i].path);
    return status;
}

int command_init(int argc, char *argv[])
{
    struct arguments arguments = {.like = "smallest"};
    struct error error = {.code = ERROR_NONE};
    argp_parse(&argp, argc, argv, 0, 0, &arguments);
    return begin(&arguments, &error) == 0 ? DONE : cli_error(&error);
}
