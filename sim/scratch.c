/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * scratch: see include/sim/scratch.h.
 */
#include "sim/scratch.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *base_folder(void)
{
    const char *base = getenv("TMPDIR");
    return base && *base ? base : "/tmp";
}

/* The machine is part of the name: on a file system shared by several, one may not see the locks of another. */
static char *make_prefix(void)
{
    char machine[65] = "", *prefix;
    if (gethostname(machine, sizeof machine - 1) != 0)
        machine[0] = 0;
    for (char *c = machine; *c; c++)
        if (!isalnum((unsigned char)*c) && *c != '-')
            *c = '_';
    return asprintf(&prefix, "fmksim-scratch-%s-", machine) < 0 ? 0 : prefix;
}

static int open_folder(int at, const char *name)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Removes the files of the open folder, which this closes. */
static void empty(int folder)
{
    DIR *listing = fdopendir(folder);
    if (!listing) {
        close(folder);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(listing));)
        unlinkat(folder, entry->d_name, 0); /* fails on folders */
    closedir(listing);
}

/* What is left of a process that has ended: ours by name and owner, and nobody holds it. The lock is held until it is
 * gone, so that who has just made it and not yet locked it sees that it is taken away. */
static void sweep_one(int base, const char *name)
{
    struct stat there;
    const int folder = open_folder(base, name);
    if (folder < 0)
        return;
    if (fstat(folder, &there) == 0 && there.st_uid == geteuid() && flock(folder, LOCK_EX | LOCK_NB) == 0) {
        const int list = open_folder(folder, ".");
        if (list >= 0)
            empty(list);
        unlinkat(base, name, AT_REMOVEDIR);
    }
    close(folder);
}

/* Whether the name is the prefix with mkdtemp's six characters behind it. */
static bool is_ours(const char *name, const char *prefix)
{
    const size_t length = strlen(prefix);
    return strncmp(name, prefix, length) == 0 && strlen(name) == length + 6;
}

static void sweep(const char *prefix)
{
    DIR *listing = opendir(base_folder());
    if (!listing)
        return;
    for (const struct dirent *entry; (entry = readdir(listing));)
        if (is_ours(entry->d_name, prefix))
            sweep_one(dirfd(listing), entry->d_name);
    closedir(listing);
}

/* 1 if the folder is locked, or cannot be; 0 if it was taken for a left one before it was locked; -1. */
static int hold(struct scratch *scratch)
{
    scratch->lock = open_folder(AT_FDCWD, scratch->path);
    if (scratch->lock >= 0 && flock(scratch->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return 0;
    if (access(scratch->path, F_OK) != 0)
        return errno == ENOENT ? 0 : -1;
    return scratch->lock >= 0 ? 1 : -1;
}

static void let_go(struct scratch *scratch)
{
    if (scratch->lock >= 0)
        close(scratch->lock);
    free(scratch->path);
    *scratch = (struct scratch){.lock = -1};
}

/* 1 if there is one now, 0 if it is to be tried again, or -1. */
static int make_one(struct scratch *scratch, const char *prefix, struct error *error)
{
    char *path;
    if (asprintf(&path, "%s/%sXXXXXX", base_folder(), prefix) < 0)
        return error_set(error, ERROR_MEMORY, "no memory for a folder");
    scratch->path = path;
    int made = mkdtemp(path) ? hold(scratch) : -1;
    if (made < 0) {
        error_system(error, ERROR_IO, "%s: cannot be made", path);
        rmdir(path);
    }
    if (made <= 0)
        let_go(scratch);
    return made;
}

int scratch_make(struct scratch *scratch, struct error *error)
{
    *scratch = (struct scratch){.lock = -1};
    char *prefix = make_prefix();
    if (!prefix)
        return error_set(error, ERROR_MEMORY, "no memory for a folder");
    sweep(prefix);
    int made;
    do
        made = make_one(scratch, prefix, error);
    while (made == 0);
    free(prefix);
    return made > 0 ? 0 : -1;
}

void scratch_remove(struct scratch *scratch)
{
    if (scratch->path) {
        const int list = open_folder(AT_FDCWD, scratch->path);
        if (list >= 0)
            empty(list);
        rmdir(scratch->path);
    }
    let_go(scratch);
}
