/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tests of sim/error.c.
 */
#include "sim/error.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <wchar.h>

Test(error, set_fills_code_and_text)
{
    struct error error = {0};
    cr_assert_eq(error_set(&error, ERROR_CONFIG, "%s:%d: %s", "a.cfg", 7, "no"), -1);
    cr_assert_eq(error.code, ERROR_CONFIG);
    cr_assert_str_eq(error.text, "a.cfg:7: no");
}

Test(error, null_is_allowed)
{
    cr_assert_eq(error_set(0, ERROR_IO, "x"), -1);
    cr_assert_eq(error_system(0, ERROR_IO, "x"), -1);
}

Test(error, text_is_one_line_and_cut)
{
    struct error error = {0};
    error_set(&error, ERROR_IO, "a\nb\r\nc");
    cr_assert_str_eq(error.text, "a b  c");

    char text[3000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    error_set(&error, ERROR_IO, "%s", text);
    cr_assert_eq(strlen(error.text), sizeof error.text - 1);
    errno = EACCES;
    error_system(&error, ERROR_IO, "%s", text);
    cr_assert_eq(strlen(error.text), sizeof error.text - 1);
}

Test(error, system_tells_errno)
{
    struct error error = {0};
    errno = ENOENT;
    cr_assert_eq(error_system(&error, ERROR_IO, "cannot open %s", "f"), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_str_eq(error.text, "cannot open f: No such file or directory");
}

Test(error, exit_codes)
{
    static const struct {
        enum error_code code;
        int exit_code;
    } cases[] = {{ERROR_NONE, 0},   {ERROR_USAGE, 2},  {ERROR_CONFIG, 2},        {ERROR_IO, 1},
                 {ERROR_FORMAT, 1}, {ERROR_MEMORY, 1}, {ERROR_INTERRUPTED, 130}, {ERROR_UNTRUSTED, 3}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = {.code = cases[i].code};
        cr_expect_eq(error_exit_code(&error), cases[i].exit_code, "code %d", (int)cases[i].code);
    }
}

/* What a child that aborts says. */
static void last_words(const char *note, char *words, size_t size)
{
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    pid_t child = fork();
    cr_assert_geq(child, 0);
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        error_note(note);
        error_abort("busy %d of %d", 3, 2);
    }
    close(ends[1]);

    size_t used = 0;
    for (ssize_t got; (got = read(ends[0], words + used, size - 1 - used)) > 0;)
        used += (size_t)got;
    words[used] = '\0';
    close(ends[0]);

    int status;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

Test(error, abort_prints_how_to_replay)
{
    char words[1000];
    last_words("fmksim run --only 17", words, sizeof words);
    cr_assert_str_eq(words, "fmksim: broken invariant: busy 3 of 2\nfmksim: to replay it: fmksim run --only 17\n");
    last_words("", words, sizeof words);
    cr_assert_str_eq(words, "fmksim: broken invariant: busy 3 of 2\n");
}

static void expect_fault(const struct faults *faults, size_t i, const char *file, int line, const char *text)
{
    cr_assert_lt(i, faults->count);
    cr_expect_str_eq(faults->list[i].file, file, "file of fault %zu", i);
    cr_expect_eq(faults->list[i].line, line, "line of fault %zu", i);
    cr_expect_str_eq(faults->list[i].text, text, "text of fault %zu", i);
}

Test(faults, sorted_by_first_file_then_line_then_coming)
{
    struct faults faults;
    faults_init(&faults);
    cr_assert_eq(faults_add(&faults, "z.cfg", 9, "late %d", 1), -1);
    faults_add(&faults, "a.csv", 2, "b");
    faults_add(&faults, "z.cfg", 3, "y first");
    faults_add(&faults, 0, 0, "of no file");
    faults_add(&faults, "z.cfg", 3, "x second");
    faults_add(&faults, "a.csv", 1, "a\nb");
    faults_sort(&faults);

    cr_assert_eq(faults.count, 6);
    expect_fault(&faults, 0, "z.cfg", 3, "y first");
    expect_fault(&faults, 1, "z.cfg", 3, "x second");
    expect_fault(&faults, 2, "z.cfg", 9, "late 1");
    expect_fault(&faults, 3, "a.csv", 1, "a b");
    expect_fault(&faults, 4, "a.csv", 2, "b");
    expect_fault(&faults, 5, "", 0, "of no file");
    faults_free(&faults);
    cr_assert_eq(faults.count, 0);
}

Test(faults, repeats_go_and_the_first_stays)
{
    struct faults faults = {0};
    faults_add(&faults, "f", 5, "same");
    faults_add(&faults, "f", 5, "other");
    faults_add(&faults, "f", 5, "same");
    faults_add(&faults, "f", 6, "same");
    faults_add(&faults, "g", 5, "same");
    faults_sort(&faults);
    cr_assert_eq(faults.count, 4);
    expect_fault(&faults, 0, "f", 5, "same");
    expect_fault(&faults, 1, "f", 5, "other");
    expect_fault(&faults, 2, "f", 6, "same");
    expect_fault(&faults, 3, "g", 5, "same");

    /* A list can be sorted again after more was added. */
    faults_add(&faults, "f", 5, "other");
    faults_add(&faults, "f", 1, "new");
    faults_sort(&faults);
    cr_assert_eq(faults.count, 5);
    expect_fault(&faults, 0, "f", 1, "new");
    expect_fault(&faults, 1, "f", 5, "same");
    faults_free(&faults);
}

Test(faults, empty_list_sorts)
{
    struct faults faults = {0};
    faults_sort(&faults);
    cr_assert_eq(faults.count, 0);
    faults_free(&faults);
}

Test(faults, many)
{
    enum { COUNT = 50000, FILES = 7, LINES = 1000 };
    struct faults faults = {0};
    for (int i = 0; i < COUNT; i++) {
        char file[16];
        snprintf(file, sizeof file, "%d.cfg", (FILES - 1) - i % FILES);
        faults_add(&faults, file, LINES - i % LINES, "fault %d", i / 2);
    }
    cr_assert_eq(faults.count, COUNT);
    cr_assert_eq(faults.lost, 0);
    faults_sort(&faults);
    cr_assert_eq(faults.count, COUNT); /* neighbours share a text but neither file nor line */

    int rank = FILES - 1, line = 0;
    for (size_t i = 0; i < faults.count; i++) {
        int file = faults.list[i].file[0] - '0';
        cr_assert_leq(file, rank);
        line = file < rank ? 0 : line;
        cr_assert_geq(faults.list[i].line, line);
        rank = file;
        line = faults.list[i].line;
    }
    faults_free(&faults);
}

Test(faults, of_memory)
{
    struct faults faults = {0};
    faults_add(&faults, "f", 1, "is out of range");
    cr_expect(!faults_of_memory(&faults));
    faults_add(&faults, 0, 0, "out of memory");
    cr_expect(faults_of_memory(&faults));
    faults_free(&faults);
    faults.lost = 1;
    cr_expect(faults_of_memory(&faults));
}

Test(faults, what_cannot_be_kept_is_counted)
{
    struct faults faults = {0};
    /* No character of any locale, so that making the text fails, at once, as it would without memory. */
    cr_assert_eq(faults_add(&faults, "f", 1, "%lc", (wint_t)0x7fffffff), -1);
    cr_assert_eq(faults.count, 0);
    cr_assert_eq(faults.lost, 1);
    faults_free(&faults);
}
