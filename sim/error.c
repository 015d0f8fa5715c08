/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * error: see include/sim/error.h.
 */
#define ERROR_ITSELF /* defines what the header makes plain to the analyzer */
#include "sim/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An error is shown on one line, whatever came in from a file name or a foreign library. */
static void flatten(char *text)
{
    for (; *text != '\0'; text++)
        if (*text == '\n' || *text == '\r')
            *text = ' ';
}

int error_set(struct error *error, enum error_code code, const char *format, ...)
{
    if (!error)
        return -1;

    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);
    flatten(error->text);
    error->code = code;
    return -1;
}

int error_system(struct error *error, enum error_code code, const char *format, ...)
{
    int number = errno;
    if (!error)
        return -1;

    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->text, sizeof error->text, format, arguments);
    va_end(arguments);

    size_t used = strlen(error->text);
    snprintf(error->text + used, sizeof error->text - used, ": %s", strerror(number));
    flatten(error->text);
    error->code = code;
    return -1;
}

int error_exit_code(const struct error *error)
{
    switch (error->code) {
    case ERROR_NONE:
        return 0;
    case ERROR_USAGE:
    case ERROR_CONFIG:
        return 2;
    case ERROR_UNTRUSTED:
        return 3;
    case ERROR_INTERRUPTED:
        return 130;
    case ERROR_IO:
    case ERROR_FORMAT:
    case ERROR_MEMORY:
        break;
    }
    return 1;
}

/* The one thing that is not handed down as an argument: from the depth of the event loop no caller could be asked. */
static _Thread_local char note[512];

void error_note(const char *text)
{
    snprintf(note, sizeof note, "%s", text);
}

_Noreturn void error_abort(const char *format, ...)
{
    fputs("fmksim: broken invariant: ", stderr);
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    if (note[0] != '\0')
        fprintf(stderr, "fmksim: to replay it: %s\n", note);
    abort();
}

void faults_init(struct faults *faults)
{
    *faults = (struct faults){0};
}

static void fault_free(struct fault *fault)
{
    free(fault->file);
    free(fault->text);
}

void faults_free(struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        fault_free(&faults->list[i]);
    free(faults->list);
    faults_init(faults);
}

/* Makes room for one more. */
static int faults_grow(struct faults *faults)
{
    if (faults->count < faults->room)
        return 0;

    size_t room = faults->room == 0 ? 16 : 2 * faults->room;
    struct fault *list = reallocarray(faults->list, room, sizeof *list);
    if (!list)
        return -1;
    faults->list = list;
    faults->room = room;
    return 0;
}

int faults_add(struct faults *faults, const char *file, int line, const char *format, ...)
{
    struct fault fault = {.file = strdup(file ? file : ""), .line = line};

    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&fault.text, format, arguments) < 0)
        fault.text = 0; /* undefined after a failure */
    va_end(arguments);

    if (!fault.file || !fault.text || faults_grow(faults) != 0) {
        fault_free(&fault);
        faults->lost++;
        return -1;
    }
    flatten(fault.text);
    faults->list[faults->count++] = fault;
    return -1;
}

bool faults_of_memory(const struct faults *faults)
{
    bool found = faults->lost > 0;
    for (size_t i = 0; i < faults->count; i++)
        found = found || strstr(faults->list[i].text, "out of memory");
    return found;
}

static int compare(size_t a, size_t b)
{
    return (a > b) - (a < b);
}

static int by_file(const void *left, const void *right)
{
    const struct fault *a = left, *b = right;
    int order = strcmp(a->file, b->file);
    return order != 0 ? order : compare(a->order, b->order);
}

/* Equal faults become neighbours, the earliest first. */
static int by_text(const void *left, const void *right)
{
    const struct fault *a = left, *b = right;
    int order = compare(a->file_order, b->file_order);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    if (order == 0)
        order = strcmp(a->text, b->text);
    return order != 0 ? order : compare(a->order, b->order);
}

static int by_place(const void *left, const void *right)
{
    const struct fault *a = left, *b = right;
    int order = compare(a->file_order, b->file_order);
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    return order != 0 ? order : compare(a->order, b->order);
}

/* Numbers each file by where its first fault stands; leaves the list sorted by name. */
static void number_files(struct faults *faults)
{
    struct fault *list = faults->list;
    for (size_t i = 0; i < faults->count; i++)
        list[i].order = i;
    qsort(list, faults->count, sizeof *list, by_file);
    for (size_t i = 0; i < faults->count; i++) {
        bool same = i > 0 && strcmp(list[i].file, list[i - 1].file) == 0;
        list[i].file_order = same ? list[i - 1].file_order : list[i].order;
    }
}

static bool repeats(const struct fault *fault, const struct fault *before)
{
    return fault->file_order == before->file_order && fault->line == before->line &&
           strcmp(fault->text, before->text) == 0;
}

void faults_sort(struct faults *faults)
{
    if (faults->count < 2)
        return;

    struct fault *list = faults->list;
    number_files(faults);
    qsort(list, faults->count, sizeof *list, by_text);

    size_t kept = 1;
    for (size_t i = 1; i < faults->count; i++)
        if (repeats(&list[i], &list[kept - 1]))
            fault_free(&list[i]);
        else
            list[kept++] = list[i];
    faults->count = kept;
    qsort(list, faults->count, sizeof *list, by_place);
}
