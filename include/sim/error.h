/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * error: why something failed, and the list of all that is wrong with an input.
 *
 * Every function that can fail returns 0 or -1 and fills a `struct error` that the caller owns.
 * Nothing below cli/ prints or exits, but for a broken invariant: error_abort(). An object is used by one thread at a
 * time.
 */
#ifndef FMKSIM_SIM_ERROR_H
#define FMKSIM_SIM_ERROR_H

#include <stdbool.h>
#include <stddef.h>

enum error_code {
    ERROR_NONE = 0,
    ERROR_USAGE,       /* wrong arguments: exit code 2 */
    ERROR_CONFIG,      /* wrong configuration or input data: exit code 2 */
    ERROR_IO,          /* the system refused to read or write */
    ERROR_FORMAT,      /* a results file or journal is broken or of another study */
    ERROR_MEMORY,      /* out of memory */
    ERROR_INTERRUPTED, /* stopped on request: exit code 130 */
    ERROR_UNTRUSTED,   /* done, but the result must not be trusted: exit code 3 */
};

struct error {
    enum error_code code;
    char text[1024]; /* one line, no newline; names file, line, path and legal range where they exist */
};

/* Fills *error (a null pointer is allowed and ignored). Always returns -1, so that a caller can `return error_set(…)`.
 */
int error_set(struct error *error, enum error_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same, with ": " and the text of errno behind it. The caller must not have changed errno since the failure. */
int error_system(struct error *error, enum error_code code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#if defined(__clang_analyzer__) && !defined(ERROR_ITSELF)
/* The analyzer does not look into another source, and would follow what comes after an error of value 0. */
static inline int error_minus_one(int status)
{
    (void)status;
    return -1;
}
#define error_set(...) error_minus_one(error_set(__VA_ARGS__))
#define error_system(...) error_minus_one(error_system(__VA_ARGS__))
#endif

/* The process's exit code for an error: 0, 1, 2, 3 or 130. */
int error_exit_code(const struct error *error);

/* What the calling thread computes at present, best as the command that does it again; "" at first, cut to 511 bytes.
 * Kept per thread for no other purpose than to be printed by error_abort(). */
void error_note(const char *text);

/* A broken invariant, so a fault of the program and not of its input: prints the text and the thread's note on
 * standard error and aborts. */
_Noreturn void error_abort(const char *format, ...) __attribute__((format(printf, 1, 2), cold));

/* All faults of one input, told at once, in the order of file and line. */
struct fault {
    char *file;               /* owned; "" where there is none */
    int line;                 /* from 1; 0 where there is none */
    char *text;               /* owned */
    size_t order, file_order; /* places before sorting; of use to faults_sort() only */
};

struct faults {
    struct fault *list;
    size_t count, room;
    size_t lost; /* faults that could not be kept because memory ran out */
};

/* Starts an empty list; an all-zero struct is one too. */
void faults_init(struct faults *faults);
void faults_free(struct faults *faults);

/* Adds one fault. Always returns -1. `file` may be null. */
int faults_add(struct faults *faults, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether memory ran out: a fault says so, or one could not be kept. Then the input may be sound. */
bool faults_of_memory(const struct faults *faults);

/* Sorts by file (in order of first appearance) and line, keeping the order of equal ones, and drops exact repeats. */
void faults_sort(struct faults *faults);

#endif
