/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * output: see include/sim/output.h.
 */
#include "sim/output.h"

#include "sim/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct output {
    char *path, *part; /* owned */
    char *lock;        /* owned */
    bool force;
    int file;      /* the part, or -1 before it is there */
    int lock_file; /* held, or -1 */
};

void output_without_locks(void)
{
    disk_without_locks();
}

/* ---- what is there already ---- */

static const char *kind_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFDIR:
        return "a folder";
    case S_IFCHR:
    case S_IFBLK:
        return "a device";
    case S_IFIFO:
        return "a pipe";
    case S_IFSOCK:
        return "a socket";
    default:
        return "no regular file";
    }
}

/* A link is refused and not followed: the file would be written where its name does not say. */
int output_check(const char *path, bool force, struct error *error)
{
    struct stat there;
    if (strcmp(path, "-") == 0)
        return error_set(error, ERROR_USAGE, "an output is a file, not the standard output; ./- if that is its name");
    if (lstat(path, &there) != 0)
        return errno == ENOENT ? 0 : error_system(error, ERROR_IO, "%s: cannot be written", path);
    if (S_ISLNK(there.st_mode))
        return error_set(error, ERROR_USAGE, "%s is a symbolic link; name the file that is to be written", path);
    if (!S_ISREG(there.st_mode))
        return error_set(error, ERROR_USAGE, "%s is %s, which is never replaced", path, kind_of(there.st_mode));
    return force ? 0 : error_set(error, ERROR_USAGE, "%s exists already; --force replaces it", path);
}

int output_apart(const char *path, const char *const inputs[], size_t count, struct error *error)
{
    struct stat there, input;
    if (!path || stat(path, &there) != 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        if (inputs[i] && stat(inputs[i], &input) == 0 && input.st_dev == there.st_dev && input.st_ino == there.st_ino)
            return error_set(error, ERROR_USAGE, "%s is what the command reads; name another output", path);
    return 0;
}

/* ---- the lock ---- */

enum { HOLDER = 128 };

/* Who holds the lock, as that process has written it into the file: "process 123 on node7". Printable whatever it is.
 */
static void read_holder(int file, char holder[HOLDER])
{
    const ssize_t got = disk_read_all(file, holder, HOLDER - 1, 0);
    holder[got > 0 ? got : 0] = 0;
    for (char *c = holder; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
    if (!*holder)
        snprintf(holder, HOLDER, "another process");
}

/* Only for the one who is refused to read: if it cannot be written, the lock holds all the same. */
static void write_holder(int file)
{
    char host[65] = "", text[HOLDER];
    if (gethostname(host, sizeof host - 1) != 0 || !*host)
        snprintf(host, sizeof host, "this machine");
    snprintf(text, sizeof text, "process %ld on %s", (long)getpid(), host);
    struct iovec part[2] = {{.iov_base = text, .iov_len = strlen(text)}, {.iov_len = 0}};
    if (ftruncate(file, 0) == 0) /* what a killed writer left */
        disk_write_all(file, part, 0);
}

/* Whether the process that took the lock has ended. Another then has it from it for a moment yet, which ends, too: a
 * child that was born just before a kill. */
static bool holder_is_gone(int file)
{
    char holder[HOLDER], host[65] = "", its_host[65] = "", path[64], state = 0;
    long process = 0;
    read_holder(file, holder);
    if (sscanf(holder, "process %ld on %64s", &process, its_host) != 2 || process <= 0 ||
        gethostname(host, sizeof host - 1) != 0 || strcmp(host, its_host) != 0)
        return false;
    snprintf(path, sizeof path, "/proc/%ld/stat", process);
    FILE *file_of_it = fopen(path, "re");
    if (!file_of_it)
        return kill((pid_t)process, 0) != 0 && errno == ESRCH;
    const bool zombie = fscanf(file_of_it, "%*[^)]) %c", &state) == 1 && state == 'Z';
    fclose(file_of_it);
    return zombie;
}

static int tell_locked(const struct output *output, int file, struct error *error)
{
    char holder[HOLDER];
    const int why = errno;
    if (why == EWOULDBLOCK) {
        read_holder(file, holder);
        return error_set(error, ERROR_IO, "%s is being written by %s", output->path, holder);
    }
    unlink(output->lock); /* nobody's, as nobody can lock it */
    if (why == EOPNOTSUPP)
        return error_set(error, ERROR_IO,
                         "%s cannot be locked: its file system has no locks; with --no-lock it is up to you that no "
                         "other process writes it",
                         output->path);
    errno = why;
    return error_system(error, ERROR_IO, "%s cannot be locked", output->path);
}

enum { PAUSE_NANOSECONDS = 10000000, PAUSES = 1000 }; /* how long a dead process is waited for: 10 s */

/* 1 if `file` is locked and still has its name, which its holder takes away at the end; 0 if it is to be tried again;
 * -1. Uses up `pauses`. */
static int try_lock(struct output *output, int file, int *pauses, struct error *error)
{
    struct stat ours, named;
    if (fstat(file, &ours) != 0)
        return error_system(error, ERROR_IO, "%s cannot be locked", output->path);
    if (!S_ISREG(ours.st_mode) || ours.st_nlink > 1)
        return error_set(error, ERROR_IO, "%s cannot be locked: %s is in the way", output->path, output->lock);
    if (disk_lock(file) != 0) {
        const int why = errno;
        if (why == EWOULDBLOCK && (*pauses)-- > 0 && holder_is_gone(file)) {
            nanosleep(&(struct timespec){.tv_nsec = PAUSE_NANOSECONDS}, 0);
            return 0;
        }
        errno = why;
        return tell_locked(output, file, error);
    }
    return lstat(output->lock, &named) == 0 && ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

static int take_lock(struct output *output, struct error *error)
{
    for (int pauses = PAUSES;;) {
        const int file = open(output->lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0666);
        if (file < 0)
            return error_system(error, ERROR_IO, "%s: cannot be written", output->path);
        const int locked = try_lock(output, file, &pauses, error);
        if (locked > 0) {
            output->lock_file = file;
            write_holder(file);
            return 0;
        }
        close(file);
        if (locked < 0)
            return -1;
    }
}

/* ---- the part ---- */

/* The lock's name goes while it is held, so that nobody takes away another's. */
static void destroy(struct output *output)
{
    if (output->lock && output->lock_file >= 0) {
        unlink(output->lock);
        close(output->lock_file);
    }
    if (output->file >= 0)
        close(output->file);
    free(output->lock);
    free(output->part);
    free(output->path);
    free(output);
}

static struct output *allocate(const char *path, bool force)
{
    struct output *output = calloc(1, sizeof *output);
    if (!output)
        return 0;
    output->file = output->lock_file = -1;
    output->force = force;
    output->path = strdup(path);
    if (asprintf(&output->part, "%s.fmksim-part", path) < 0)
        output->part = 0;
    if (asprintf(&output->lock, "%s.fmksim-lock", path) < 0)
        output->lock = 0;
    if (output->path && output->part && output->lock)
        return output;
    destroy(output);
    return 0;
}

/* The name is looked at before, so that nothing is created beside what is refused, and again under the lock, as the
 * writer before us may have finished meanwhile. */
int output_claim(struct output **out, const char *path, bool force, struct error *error)
{
    *out = 0;
    if (output_check(path, force, error) != 0)
        return -1;
    struct output *output = allocate(path, force);
    if (!output)
        return error_set(error, ERROR_MEMORY, "no memory to write %s", path);
    if (take_lock(output, error) != 0 || output_check(path, force, error) != 0) {
        destroy(output);
        return -1;
    }
    *out = output;
    return 0;
}

const char *output_part(const struct output *output)
{
    return output->part;
}

const char *output_path(const struct output *output)
{
    return output->path;
}

/* Removing takes away a name, not what a link of that name leads to; creating follows none. */
int output_begin(struct output *output, struct error *error)
{
    unlink(output->part); /* of a writer that was killed; if it stays, creating tells why */
    output->file = open(output->part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    return output->file >= 0 ? 0 : error_system(error, ERROR_IO, "%s: cannot be written", output->path);
}

void output_discard(struct output *output)
{
    if (!output)
        return;
    if (output->file >= 0)
        unlink(output->part);
    destroy(output);
}

static int sync_part(const struct output *output, struct error *error)
{
    int failed;
    while ((failed = fsync(output->file)) != 0 && errno == EINTR)
        ;
    return failed ? error_system(error, ERROR_IO, "%s: cannot be written", output->path) : 0;
}

int output_commit(struct output *output, struct error *error)
{
    int status = sync_part(output, error);
    /* Something may have come up under the name meanwhile; rename would replace it unasked. That is no wrong usage:
     * when the user asked, the name was free. */
    if (status == 0 && (status = output_check(output->path, output->force, error)) != 0 && error)
        error->code = ERROR_IO;
    if (status != 0) {
        output_discard(output);
        return -1;
    }
    if (rename(output->part, output->path) != 0) {
        status = error_system(error, ERROR_IO, "%s: cannot be written", output->path);
        unlink(output->part);
    } else if (disk_sync_folder(output->path) != 0) {
        status = error_system(error, ERROR_IO, "%s is written, but its folder cannot be synced", output->path);
    }
    destroy(output);
    return status;
}

int output_write(struct output *output, const void *bytes, size_t size, struct error *error)
{
    /* pwritev takes the bytes without const, but does not change them */
    struct iovec part[2] = {{.iov_base = (void *)(uintptr_t)bytes, .iov_len = size}, {.iov_len = 0}};
    int status = output->file >= 0 ? 0 : output_begin(output, error);
    if (status == 0 && disk_write_all(output->file, part, 0) != 0)
        status = error_system(error, ERROR_IO, "%s: cannot be written", output->path);
    if (status == 0)
        return output_commit(output, error);
    output_discard(output);
    return -1;
}
