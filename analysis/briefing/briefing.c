/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing: the page and its figures, from the data.
 */
#include "analysis/briefing/briefing.h"

#include "analysis/briefing/briefing_parts.h"
#include "sim/output.h"
#include "sim/scratch.h"

#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char *briefing_missing(void)
{
    return *briefing_absent ? briefing_absent : 0;
}

const char *briefing_without_simulation(void)
{
    return *briefing_still ? briefing_still : 0;
}

/* ---- JSON that may stand within a page ---- */

/* What could end the script element, open a comment in it or end a line of a script is written as an escape; such
 * characters occur within texts only, where JSON allows it. Jansson escapes all that is not ASCII. */
static int print_escaped(FILE *file, const char *json)
{
    for (; *json; json++)
        if (strchr("<>&", *json))
            fprintf(file, "\\u%04x", (unsigned)(unsigned char)*json);
        else
            fputc(*json, file);
    return ferror(file) ? -1 : 0;
}

static int print_data(FILE *file, const json_t *data, struct error *error)
{
    char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(10));
    if (!text)
        return error_set(error, ERROR_MEMORY, "no memory for the briefing");
    int status = print_escaped(file, text);
    free(text);
    return status;
}

static void print_text(FILE *file, const char *text)
{
    for (; *text; text++)
        if (*text == '&')
            fputs("&amp;", file);
        else if (*text == '<')
            fputs("&lt;", file);
        else
            fputc(*text, file);
}

/* What stands in the place of a mark of the template, @@NAME@@; returns the mark's length, 0 if it is none. */
static size_t print_mark(FILE *file, const char *at, size_t left, const json_t *data, struct error *error)
{
    static const char *const marks[] = {"@@LANGUAGE@@", "@@ANSWER@@", "@@DATA@@"};
    size_t which = 0;
    while (which < 3 && (left < strlen(marks[which]) || memcmp(at, marks[which], strlen(marks[which])) != 0))
        which++;
    if (which == 3)
        return 0;
    if (which == 0)
        fputs(json_string_value(json_object_get(data, "language")), file);
    else if (which == 1)
        print_text(file, json_string_value(json_object_get(data, "answer")));
    else if (print_data(file, data, error) != 0)
        return SIZE_MAX;
    return strlen(marks[which]);
}

/* The template with language, answer and data in their places. */
static int print_page(FILE *file, const json_t *data, struct error *error)
{
    const char *at = (const char *)briefing_template, *end = at + briefing_template_size;
    while (at < end) {
        const char *mark = memmem(at, (size_t)(end - at), "@@", 2);
        size_t plain = mark ? (size_t)(mark - at) : (size_t)(end - at);
        fwrite(at, 1, plain, file);
        at += plain;
        if (!mark)
            break;
        size_t length = print_mark(file, at, (size_t)(end - at), data, error);
        if (length == SIZE_MAX)
            return -1;
        if (length == 0)
            fputc(*at, file);
        at += length > 0 ? length : 1;
    }
    return 0;
}

/* The page in memory, for the caller to free; or null. */
static char *make_page(const json_t *data, size_t *size, struct error *error)
{
    char *page = 0;
    FILE *file = open_memstream(&page, size);
    int status = file ? print_page(file, data, error) : -1;
    if (file && (ferror(file) | fclose(file)) != 0)
        status = -1;
    if (status == 0)
        return page;
    if (error && error->code == ERROR_NONE)
        error_set(error, ERROR_MEMORY, "no memory for the briefing");
    free(page);
    return 0;
}

int briefing_page(const json_t *data, const char *path, bool force, struct error *error)
{
    struct output *output;
    size_t size = 0;
    if (briefing_missing())
        return error_set(error, ERROR_USAGE, "%s", briefing_missing());
    if (output_claim(&output, path, force, error) != 0)
        return -1;
    char *page = make_page(data, &size, error);
    if (!page) {
        output_discard(output);
        return -1;
    }
    int status = output_write(output, page, size, error);
    free(page);
    return status;
}

/* ---- figures: by a script of ours, run by node ---- */

/* In a folder that nobody else may write to, so a file that is created here is ours. */
static int put_file(const char *folder, const char *name, char **path, const void *bytes, size_t size,
                    struct error *error)
{
    struct output *output;
    if (asprintf(path, "%s/%s", folder, name) < 0) {
        *path = 0;
        return error_set(error, ERROR_MEMORY, "no memory for the figures");
    }
    return output_claim(&output, *path, false, error) == 0 ? output_write(output, bytes, size, error) : -1;
}

static int put_data(const char *folder, char **path, const json_t *data, struct error *error)
{
    char *text = json_dumps(data, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(10));
    if (!text)
        return error_set(error, ERROR_MEMORY, "no memory for the briefing");
    int status = put_file(folder, "data.json", path, text, strlen(text), error);
    free(text);
    return status;
}

enum {
    NODE_OLD = 3,
    NODE_EXISTS = 4,
    NODE_RSVG = 5,
    NODE_TAKEN = 6
}; /* exit codes of our script, see analysis/briefing/node.js */

static int judge_script(int status, const char *folder, struct error *error)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    switch (WIFEXITED(status) ? WEXITSTATUS(status) : -1) {
    case NODE_OLD:
        return error_set(error, ERROR_IO, "figures need Node.js 18 or newer; the `node` that was found is older");
    case NODE_EXISTS:
        return error_set(error, ERROR_USAGE, "%s holds figures already; --force replaces them", folder);
    case NODE_TAKEN:
        return error_set(error, ERROR_USAGE,
                         "%s: a figure's name is taken by a link, folder or other thing that is no "
                         "regular file, which is never replaced",
                         folder);
    case NODE_RSVG:
        return error_set(error, ERROR_IO,
                         "PNG and PDF figures need the program rsvg-convert (Debian: apt-get install "
                         "librsvg2-bin); no figure was written");
    default:
        return error_set(error, ERROR_IO, "%s: the figures could not be written", folder);
    }
}

static int run_script(char *script, char *data, const char *folder, bool force, struct error *error)
{
    char node[] = "node", yes[] = "force", no[] = "keep";
    char *target = strdup(folder);
    char *arguments[] = {node, script, data, target, force ? yes : no, 0};
    pid_t child = 0;
    int status = 0;
    if (!target)
        return error_set(error, ERROR_MEMORY, "no memory for the figures");
    int failed = posix_spawnp(&child, node, 0, 0, arguments, environ);
    free(target);
    if (failed == ENOENT)
        return error_set(error, ERROR_IO,
                         "figures need the program node, Node.js 18 or newer (Debian: apt-get install "
                         "nodejs librsvg2-bin); the page does not");
    if (failed != 0) {
        errno = failed;
        return error_system(error, ERROR_IO, "node cannot be started");
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return error_system(error, ERROR_IO, "node's end cannot be awaited");
    return judge_script(status, folder, error);
}

int briefing_figures(const json_t *data, const char *folder, bool force, struct error *error)
{
    struct scratch scratch;
    char *script = 0, *document = 0;
    if (briefing_missing())
        return error_set(error, ERROR_USAGE, "%s", briefing_missing());
    int status = scratch_make(&scratch, error);
    if (status == 0)
        status = put_file(scratch.path, "figures.mjs", &script, briefing_script, briefing_script_size, error);
    if (status == 0)
        status = put_data(scratch.path, &document, data, error);
    if (status == 0)
        status = run_script(script, document, folder, force, error);
    scratch_remove(&scratch);
    free(script);
    free(document);
    return status;
}
