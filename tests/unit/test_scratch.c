/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sim/scratch.h promises: nothing stays of a folder whose process has ended, and nobody else's is touched.
 */
#include "sim/scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char base[] = "/tmp/fmksim-test-scratch-XXXXXX";
static struct error error;

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(base));
    cr_assert_eq(setenv("TMPDIR", base, 1), 0);
    error = (struct error){.code = ERROR_NONE};
}

static void tear_down(void)
{
    cr_assert_eq(rmdir(base), 0, "something was left behind");
}

TestSuite(scratch, .init = set_up, .fini = tear_down);

static bool is_there(const char *path)
{
    struct stat there;
    return lstat(path, &there) == 0;
}

static void put(const char *folder, const char *name, char path[static 200])
{
    snprintf(path, 200, "%s/%s", folder, name);
    const int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0666);
    cr_assert_geq(file, 0, "%s", path);
    close(file);
}

/* What a process that is killed at once has made: its path. */
static void leave(char path[static 200])
{
    int line[2];
    cr_assert_eq(pipe(line), 0);
    const pid_t child = fork();
    if (child == 0) {
        struct scratch scratch;
        char file[200];
        if (scratch_make(&scratch, &error) != 0 || write(line[1], scratch.path, strlen(scratch.path)) < 0)
            _exit(1);
        put(scratch.path, "half", file);
        raise(SIGKILL);
    }
    close(line[1]);
    int status = 0;
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    const ssize_t got = read(line[0], path, 199);
    cr_assert_gt(got, 0);
    path[got] = 0;
    close(line[0]);
}

/* Who makes a folder is alone in it; with it go the files in it, also those that a link leads to only by name. */
Test(scratch, removed)
{
    struct scratch scratch;
    struct stat there;
    char file[200], other[200], link[200];
    put(base, "other", other);
    cr_assert_eq(scratch_make(&scratch, &error), 0, "%s", error.text);
    cr_assert(stat(scratch.path, &there) == 0 && (there.st_mode & 0777) == 0700);
    put(scratch.path, "file", file);
    snprintf(link, sizeof link, "%s/link", scratch.path);
    cr_assert_eq(symlink("../other", link), 0);
    char path[200];
    snprintf(path, sizeof path, "%s", scratch.path);
    scratch_remove(&scratch);
    cr_assert(!is_there(path) && is_there(other));
    unlink(other);
}

Test(scratch, left_by_a_killed_process)
{
    struct scratch scratch;
    char path[200];
    leave(path);
    cr_assert(is_there(path));
    cr_assert_eq(scratch_make(&scratch, &error), 0, "%s", error.text);
    cr_assert(!is_there(path), "the killed process's folder is still there");
    scratch_remove(&scratch);
}

/* Two at once leave each other alone. */
Test(scratch, held)
{
    struct scratch one, other;
    char file[200];
    cr_assert_eq(scratch_make(&one, &error), 0, "%s", error.text);
    put(one.path, "file", file);
    cr_assert_eq(scratch_make(&other, &error), 0, "%s", error.text);
    cr_assert(is_there(file) && strcmp(one.path, other.path) != 0);
    scratch_remove(&other);
    cr_assert(is_there(file));
    scratch_remove(&one);
}

/* Of another name, another machine, a link, or with a folder in it: not ours to remove. */
Test(scratch, of_others)
{
    struct scratch scratch;
    char path[200], inner[220], link[200], machine[200], longer[220];
    leave(path);
    snprintf(inner, sizeof inner, "%s/inner", path);
    cr_assert_eq(mkdir(inner, 0700), 0);
    snprintf(longer, sizeof longer, "%s-mine", path);
    cr_assert_eq(mkdir(longer, 0700), 0);
    snprintf(machine, sizeof machine, "%s/fmksim-scratch-no.such_machine-abcdef", base);
    cr_assert_eq(mkdir(machine, 0700), 0);
    snprintf(link, sizeof link, "%.*sabcdef", (int)strlen(path) - 6, path);
    cr_assert_eq(symlink(machine, link), 0);
    cr_assert_eq(scratch_make(&scratch, &error), 0, "%s", error.text);
    cr_assert(is_there(inner) && is_there(longer) && is_there(machine) && is_there(link));
    scratch_remove(&scratch);
    unlink(link);
    cr_assert(rmdir(inner) == 0 && rmdir(path) == 0 && rmdir(longer) == 0 && rmdir(machine) == 0);
}

Test(scratch, nowhere)
{
    struct scratch scratch;
    cr_assert_eq(setenv("TMPDIR", "/nonexistent/folder", 1), 0);
    cr_assert_eq(scratch_make(&scratch, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_not_null(strstr(error.text, "/nonexistent/folder/fmksim-scratch-"));
    scratch_remove(&scratch);
}
