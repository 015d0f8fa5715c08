/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * briefing: the page and its figures, from the data.
 */
#include "analysis/briefing/briefing.h"

#include "analysis/briefing/briefing_parts.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

const char *briefing_missing(void)
{
    return *briefing_absent ? briefing_absent : NULL;
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
    errno = EIO;
    int status = print_escaped(file, text);
    free(text);
    return status;
}

/* ---- files beside their names, renamed when whole ---- */

static int finish(FILE *file, const char *temporary, const char *path, int status, struct error *error)
{
    errno = EIO;
    bool written = status == 0 && fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
    int cause = errno;
    if (fclose(file) != 0 && written) {
        written = false;
        cause = errno;
    }
    if (written && rename(temporary, path) == 0)
        return 0;
    if (written)
        cause = errno;
    unlink(temporary);
    errno = cause;
    return status == 0 || (error && error->code == ERROR_NONE) ? error_system(error, ERROR_IO, "%s: cannot write", path)
                                                               : -1;
}

/* The template with the language and the data in their places. */
static int print_page(FILE *file, const json_t *data, struct error *error)
{
    static const char language_mark[] = "@@LANGUAGE@@", data_mark[] = "@@DATA@@";
    const char *language = json_string_value(json_object_get(data, "language"));
    const char *at = (const char *)briefing_template, *end = at + briefing_template_size;
    while (at < end) {
        const char *mark = memmem(at, (size_t)(end - at), "@@", 2);
        size_t plain = mark ? (size_t)(mark - at) : (size_t)(end - at);
        fwrite(at, 1, plain, file);
        at += plain;
        if (!mark)
            break;
        size_t left = (size_t)(end - at);
        if (left >= sizeof language_mark - 1 && memcmp(at, language_mark, sizeof language_mark - 1) == 0) {
            fputs(language, file);
            at += sizeof language_mark - 1;
        } else if (left >= sizeof data_mark - 1 && memcmp(at, data_mark, sizeof data_mark - 1) == 0) {
            if (print_data(file, data, error) != 0)
                return -1;
            at += sizeof data_mark - 1;
        } else {
            fputc(*at++, file);
        }
    }
    return 0;
}

int briefing_page(const json_t *data, const char *path, bool force, struct error *error)
{
    char *temporary = NULL;
    if (briefing_missing())
        return error_set(error, ERROR_USAGE, "%s", briefing_missing());
    if (!force && access(path, F_OK) == 0)
        return error_set(error, ERROR_USAGE, "%s exists; --force replaces it", path);
    if (asprintf(&temporary, "%s.tmp", path) < 0)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
    FILE *file = fopen(temporary, "wb");
    int status = file ? finish(file, temporary, path, print_page(file, data, error), error)
                      : error_system(error, ERROR_IO, "%s: cannot be written", temporary);
    free(temporary);
    return status;
}

/* ---- figures: by a script of ours, run by node ---- */

static int put_file(const char *folder, const char *name, char **path, const void *bytes, size_t size,
                    const json_t *data, struct error *error)
{
    if (asprintf(path, "%s/%s", folder, name) < 0) {
        *path = NULL;
        return error_set(error, ERROR_MEMORY, "no memory for the figures");
    }
    FILE *file = fopen(*path, "wb");
    if (!file)
        return error_system(error, ERROR_IO, "%s: cannot be written", *path);
    int status = 0;
    if (data)
        status = print_data(file, data, error);
    else
        fwrite(bytes, 1, size, file);
    errno = EIO;
    bool written = !ferror(file);
    if ((fclose(file) != 0 || !written) && status == 0)
        status = error_system(error, ERROR_IO, "%s: cannot be written", *path);
    return status;
}

enum { NODE_OLD = 3, NODE_EXISTS = 4, NODE_RSVG = 5 }; /* exit codes of our script, see analysis/briefing/node.js */

static int judge_script(int status, const char *folder, struct error *error)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return 0;
    switch (WIFEXITED(status) ? WEXITSTATUS(status) : -1) {
    case NODE_OLD:
        return error_set(error, ERROR_IO, "figures need Node.js 18 or newer; the `node` that was found is older");
    case NODE_EXISTS:
        return error_set(error, ERROR_USAGE, "%s holds figures already; --force replaces them", folder);
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
    char *arguments[] = {node, script, data, target, force ? yes : no, NULL};
    pid_t child = 0;
    int status = 0;
    if (!target)
        return error_set(error, ERROR_MEMORY, "no memory for the figures");
    int failed = posix_spawnp(&child, node, NULL, NULL, arguments, environ);
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
    const char *base = getenv("TMPDIR");
    char *scratch = NULL, *script = NULL, *document = NULL;
    if (briefing_missing())
        return error_set(error, ERROR_USAGE, "%s", briefing_missing());
    if (asprintf(&scratch, "%s/fmksim-XXXXXX", base && *base ? base : "/tmp") < 0)
        return error_set(error, ERROR_MEMORY, "no memory for the figures");
    int status = mkdtemp(scratch) ? 0 : error_system(error, ERROR_IO, "%s: cannot be made", scratch);
    bool made = status == 0;
    if (status == 0)
        status = put_file(scratch, "figures.mjs", &script, briefing_script, briefing_script_size, NULL, error);
    if (status == 0)
        status = put_file(scratch, "data.json", &document, NULL, 0, data, error);
    if (status == 0)
        status = run_script(script, document, folder, force, error);
    if (script)
        unlink(script);
    if (document)
        unlink(document);
    if (made)
        rmdir(scratch);
    free(script);
    free(document);
    free(scratch);
    return status;
}
