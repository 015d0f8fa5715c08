/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sim/output.h promises: a regular file or nothing is replaced, whole or not at all.
 */
#include "sim/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static char folder[] = "/tmp/fmksim-output-XXXXXX";
static char path[80], part[96], lock[96], other[80];
static struct error error;

static void set_up(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/out", folder);
    snprintf(part, sizeof part, "%s.fmksim-part", path);
    snprintf(lock, sizeof lock, "%s.fmksim-lock", path);
    snprintf(other, sizeof other, "%s/other", folder);
    error = (struct error){.code = ERROR_NONE};
}

static void tear_down(void)
{
    remove(part);
    remove(path);
    remove(other);
    cr_assert_eq(rmdir(folder), 0, "something was left behind");
}

TestSuite(output, .init = set_up, .fini = tear_down);

static void put(const char *name, const char *text)
{
    FILE *file = fopen(name, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

static void holds(const char *name, const char *text)
{
    char found[64] = "";
    FILE *file = fopen(name, "r");
    cr_assert_not_null(file, "%s", name);
    found[fread(found, 1, sizeof found - 1, file)] = 0;
    fclose(file);
    cr_assert_str_eq(found, text);
}

/* The same file under two names is refused; another, or none, is not. */
Test(output, apart)
{
    char same[256];
    const char *const inputs[] = {0, other, path};
    snprintf(same, sizeof same, "%s/../%s", folder, path + strlen("/tmp/"));
    put(path, "input");
    cr_expect_eq(output_apart(same, inputs, 3, &error), -1);
    cr_expect_eq(error.code, ERROR_USAGE);
    cr_expect_eq(output_apart(same, inputs, 2, &error), 0);
    cr_expect_eq(output_apart(other, inputs, 3, &error), 0);
    cr_expect_eq(output_apart(0, inputs, 3, &error), 0);
}

static void write_text(const char *text, bool force)
{
    struct output *output;
    cr_assert_eq(output_claim(&output, path, force, &error), 0, "%s", error.text);
    cr_assert_eq(output_write(output, text, strlen(text), &error), 0, "%s", error.text);
}

Test(output, is_whole_or_not_there)
{
    struct output *output;
    write_text("one", false);
    holds(path, "one");
    cr_assert_eq(output_claim(&output, path, false, &error), -1);
    cr_assert_eq(error.code, ERROR_USAGE);
    write_text("two", true);
    holds(path, "two");
    cr_assert_eq(output_claim(&output, path, true, &error), 0);
    cr_assert_eq(output_begin(output, &error), 0);
    put(output_part(output), "half");
    output_discard(output);
    holds(path, "two");
    cr_assert_neq(access(part, F_OK), 0);
}

/* What comes up under the name while the output is written is not replaced unasked. */
Test(output, looks_again_at_the_end)
{
    struct output *output;
    cr_assert_eq(output_claim(&output, path, false, &error), 0);
    put(path, "theirs");
    cr_assert_eq(output_write(output, "ours", 4, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    holds(path, "theirs");
    cr_assert_neq(access(part, F_OK), 0);
}

static void refused(const char *what)
{
    struct output *output;
    for (int force = 0; force < 2; force++) {
        struct stat before, after;
        cr_assert_eq(lstat(path, &before), 0);
        cr_assert_eq(output_claim(&output, path, force, &error), -1);
        cr_assert_eq(error.code, ERROR_USAGE);
        cr_assert_not_null(strstr(error.text, what), "%s", error.text);
        cr_assert_eq(lstat(path, &after), 0);
        cr_assert_eq(before.st_ino, after.st_ino);
        cr_assert_eq(before.st_mode, after.st_mode);
    }
}

Test(output, replaces_regular_files_only)
{
    cr_assert_eq(mkdir(path, 0700), 0);
    refused("a folder");
    cr_assert_eq(rmdir(path), 0);
    cr_assert_eq(mkfifo(path, 0600), 0);
    refused("a pipe");
    cr_assert_eq(unlink(path), 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    cr_assert_eq(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    refused("a socket");
    close(listener);
    cr_assert_eq(output_check("/dev/null", true, &error), -1);
    cr_assert_not_null(strstr(error.text, "a device"), "%s", error.text);
}

/* Whether it leads to a file or nowhere. */
Test(output, follows_no_link)
{
    put(other, "victim");
    cr_assert_eq(symlink(other, path), 0);
    refused("a symbolic link");
    holds(other, "victim");
    cr_assert_eq(unlink(other), 0);
    refused("a symbolic link");
    cr_assert_neq(access(other, F_OK), 0);
}

Test(output, part_follows_no_link)
{
    put(other, "victim");
    cr_assert_eq(symlink(other, part), 0);
    write_text("mine", false);
    holds(path, "mine");
    holds(other, "victim");
    /* nor is a file that has a second name written into */
    cr_assert_eq(link(other, part), 0);
    write_text("again", true);
    holds(other, "victim");
}

Test(output, has_one_writer)
{
    struct output *first, *second;
    cr_assert_eq(output_claim(&first, path, false, &error), 0, "%s", error.text);
    for (int force = 0; force < 2; force++) {
        char holder[64];
        snprintf(holder, sizeof holder, "is being written by process %ld on ", (long)getpid());
        cr_assert_eq(output_claim(&second, path, force, &error), -1);
        cr_assert_eq(error.code, ERROR_IO);
        cr_assert_not_null(strstr(error.text, holder), "%s", error.text);
    }
    cr_assert_eq(output_write(first, "first", 5, &error), 0);
    holds(path, "first");
    cr_assert_neq(access(lock, F_OK), 0);
    write_text("second", true);
    holds(path, "second");
}

/* What a killed writer leaves is in nobody's way. */
Test(output, passes_over_the_dead)
{
    put(lock, "process 1 on the moon");
    put(part, "half");
    write_text("whole", false);
    holds(path, "whole");
    cr_assert_neq(access(lock, F_OK), 0);
}

Test(output, lock_follows_no_link)
{
    struct output *output;
    put(other, "victim");
    cr_assert_eq(symlink(other, lock), 0);
    cr_assert_eq(output_claim(&output, path, false, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_eq(unlink(lock), 0);
    cr_assert_eq(link(other, lock), 0);
    cr_assert_eq(output_claim(&output, path, false, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_eq(unlink(lock), 0);
    holds(other, "victim");
}

Test(output, tells_why_not)
{
    struct output *output;
    cr_assert_eq(output_claim(&output, "/nowhere/at/all", false, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
    cr_assert_not_null(strstr(error.text, "/nowhere/at/all: cannot be written: No such file"), "%s", error.text);
    cr_assert_eq(mkdir(part, 0700), 0); /* in the way of the part */
    cr_assert_eq(output_claim(&output, path, false, &error), 0);
    cr_assert_eq(output_write(output, "x", 1, &error), -1);
    cr_assert_eq(error.code, ERROR_IO);
}
